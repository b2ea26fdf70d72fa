"""From a planning database to `CountyData`: what a report table or an atlas page needs of one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from ..core.tables.county import LEVELS, CountyData, IndicatorInfo

if TYPE_CHECKING:
    from . import PlanningDatabase

RESULTS = (
    ("score", "township"),
    ("score", "village"),
    ("weight", "township"),
    ("weight", "village"),
    ("stability", "township"),
    ("stability", "village"),
    ("land_area", ""),
)


def read_county(database: PlanningDatabase, plan: str = "") -> CountyData:
    """Everything of one plan; see `CountyData` for the shapes. InputError no_plan, unknown_plan."""
    chosen = database.plan(plan)
    results = {}
    for kind, level in RESULTS:
        found = database.result(chosen.id, kind, level or None)
        if found is not None:
            results["/".join(filter(None, (kind, level)))] = found
    tables = {key: result.table for key, result in results.items()}
    parcels = database.read_table("parcel") if database.count("parcel") else pd.DataFrame()
    controls = database.read_table("control_line")
    return CountyData(
        county_code=database.setting("county_code", "") or "",
        county_name=database.setting("county_name", "") or "",
        plan_id=chosen.id,
        plan_name=chosen.name,
        plan_status=chosen.status,
        townships=_units(database, chosen.id, "township"),
        villages=_units(database, chosen.id, "village"),
        township_districts=database.districts(chosen.id, "township").set_index("code"),
        village_districts=database.districts(chosen.id, "village").set_index("code"),
        indicators={level: _indicators(database, level) for level in LEVELS},
        scores=_by_level(tables, "score", ["unit_code", "part", "value"]),
        weights={
            level: rows.set_index("indicator")["weight"]
            for level, rows in _by_level(tables, "weight", ["indicator", "weight"]).items()
        },
        stability={
            level: rows.set_index("unit_code")["share"]
            for level, rows in _by_level(tables, "stability", ["unit_code", "share"]).items()
        },
        reasons={level: database.centres(chosen.id, level).set_index("unit_code")["reason"] for level in LEVELS},
        land_area=tables.get("land_area"),
        class_names=_class_names(parcels),
        control_kinds=tuple(sorted(set(controls["kind"].dropna()))),
        control_names=controls.dropna(subset=["kind"]).drop_duplicates("kind").set_index("kind")["name"],
        has_parcels=not parcels.empty,
        made={key: result.made[:10] for key, result in results.items()},
        stale=frozenset(key for key, result in results.items() if result.stale),
        compiler=database.setting("compiler", "") or "",
        filler=database.setting("filler", "") or "",
        reviewer=database.setting("reviewer", "") or "",
        date=database.setting("date", "") or "",
        data_note=database.setting("data_note", "") or "",
    )


def _units(database: PlanningDatabase, plan_id: int, level: str) -> gpd.GeoDataFrame:
    return database.units(plan_id, level).set_index("code")


def _indicators(database: PlanningDatabase, level: str) -> tuple[IndicatorInfo, ...]:
    return tuple(IndicatorInfo(code, code) for code in database.indicator_values(level).columns)


def _by_level(tables: dict[str, pd.DataFrame], kind: str, columns: list[str]) -> dict[str, pd.DataFrame]:
    return {level: tables[f"{kind}/{level}"][columns] for level in LEVELS if f"{kind}/{level}" in tables}


def _class_names(parcels: pd.DataFrame) -> pd.Series:
    """Class code -> the name that most of its parcels carry."""
    if parcels.empty:
        return pd.Series(dtype=object)
    named = parcels.dropna(subset=["class_code", "class_name"])
    counts = named.value_counts(["class_code", "class_name"]).rename("count").reset_index()
    counts = counts.sort_values(["class_code", "count", "class_name"], ascending=[True, False, True], kind="stable")
    return counts.drop_duplicates("class_code").set_index("class_code")["class_name"]
