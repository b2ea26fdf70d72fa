"""Units as `loadunits` gives them: everything known of a township or village in one row."""

from __future__ import annotations

from typing import Any, Optional

import geopandas as gpd
import pandas as pd

from .plans import Plans
from .results import Results
from .values import Values


class Units(Plans, Results, Values):
    def units(self, plan_id: Optional[int], level: str) -> gpd.GeoDataFrame:
        """Units in the order of their codes.

        Columns code, name, township_code and township_name (villages), kind, population, area_m2, one per indicator,
        score, rank, district, parent_district (villages: the township district of their township), role, village_type
        and layout (villages), locked (the unit's district where it is locked), geometry.
        Without a plan the planned columns are empty.
        """
        frame = self.read_layer(level).sort_values("code", kind="stable").reset_index(drop=True)
        units = frame[["code", "name"]].copy()
        if level == "village":
            townships = self.read_table("township").set_index("code")["name"]
            units["township_code"] = frame["township_code"]
            units["township_name"] = frame["township_code"].map(townships)
            units["kind"] = frame["kind"]
        else:
            units["kind"] = ""
        units["population"] = frame["population"]
        units["area_m2"] = frame["area_m2"]
        values = self.indicator_values(level).reindex(units["code"])
        values = values[[column for column in values.columns if column not in units.columns]]
        values.index = units.index
        units = pd.concat([units, values], axis=1)
        for column, known in self._planned(plan_id, level, units).items():
            units[column] = known
        return gpd.GeoDataFrame(units, geometry=frame.geometry.values, crs=frame.crs)

    def parcel_counts(self) -> pd.DataFrame:
        """Parcels by unit_code, class_code and settlement_code (None where empty): count, area_m2 (sum)."""
        return self._frame(
            "SELECT unit_code, class_code, settlement_code, count(*) AS count, sum(area_m2) AS area_m2 FROM parcel "
            "GROUP BY unit_code, class_code, settlement_code ORDER BY unit_code, class_code, settlement_code"
        )

    def _planned(self, plan_id: Optional[int], level: str, units: pd.DataFrame) -> dict[str, Any]:
        codes = units["code"]
        nothing = pd.Series([None] * len(codes), index=codes.index, dtype=object)
        planned: dict[str, Any] = {"score": nothing.astype(float), "rank": nothing.astype("Int64"), "district": nothing}
        if level == "village":
            planned["parent_district"] = nothing
        planned["role"] = nothing
        if level == "village":
            planned["village_type"] = planned["layout"] = nothing
        planned["locked"] = nothing
        if plan_id is None:
            return planned
        result = self.result(plan_id, "score", level)
        if result is not None:
            parts = result.table.pivot(index="unit_code", columns="part", values="value")
            for column, part in (("score", "total"), ("rank", "rank")):
                if part in parts.columns:
                    planned[column] = codes.map(parts[part].astype(float))
            planned["rank"] = planned["rank"].astype("Int64")
        planned["district"] = _mapped(codes, self.assignment(plan_id, level))
        if level == "village":
            planned["parent_district"] = _mapped(units["township_code"], self.assignment(plan_id, "township"))
        centres = self.centres(plan_id, level).set_index("unit_code")["role"]
        planned["role"] = _mapped(codes, centres)
        if level == "village":
            types = self.village_types(plan_id)
            planned["village_type"] = _mapped(codes, types["type"])
            planned["layout"] = _mapped(codes, types["layout"])
        districts = self.districts(plan_id, level)
        locked = districts.loc[districts["locked"], "code"]
        planned["locked"] = planned["district"].where(planned["district"].isin(locked), None)
        return planned


def _mapped(codes: pd.Series, known: pd.Series) -> pd.Series:
    found = codes.map(known).astype(object)
    return found.where(found.notna(), None)
