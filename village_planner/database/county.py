"""From a planning database to `CountyData`: what a report table or an atlas page needs of one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from ..core.indicators.catalogue import load_indicators
from ..core.tables.county import LEVELS, CountyData, IndicatorInfo
from ..paths import resource, use_bundled_packages

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
    kinds = sorted(filter(None, database.count_values("control_line", ["kind"])["kind"]))
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
        class_names=_class_names(database),
        control_kinds=tuple(kinds),
        control_names=pd.Series(kinds, index=kinds, dtype=object),
        has_parcels=database.count("parcel") > 0,
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
    """The indicators that have values: those of the catalogue in its order, then the county's own by code."""
    present = list(database.indicator_values(level).columns)
    use_bundled_packages()
    catalogue = load_indicators(
        resource("catalogues", "indicators.json"),
        resource("catalogues", "indicators.schema.json"),
        database.read_catalogue("indicators"),
    )
    groups = {group.id: group for group in catalogue.groups}
    known = [
        IndicatorInfo(
            code=item.code,
            name_zh=item.zh,
            name_en=item.en,
            unit=item.unit["zh"],
            group=item.group,
            group_zh=groups[item.group].zh,
            group_en=groups[item.group].en,
            cost=item.cost,
        )
        for item in catalogue.indicators
        if item.code in present
    ]
    listed = {item.code for item in known}
    return (*known, *(IndicatorInfo(code, code) for code in present if code not in listed))


def _by_level(tables: dict[str, pd.DataFrame], kind: str, columns: list[str]) -> dict[str, pd.DataFrame]:
    return {level: tables[f"{kind}/{level}"][columns] for level in LEVELS if f"{kind}/{level}" in tables}


def _class_names(database: PlanningDatabase) -> pd.Series:
    """Class code -> the name that most of its parcels carry."""
    counts = database.count_values("parcel", ["class_code", "class_name"])
    counts = counts[(counts["class_code"].fillna("") != "") & (counts["class_name"].fillna("") != "")]
    counts = counts.sort_values(["class_code", "count", "class_name"], ascending=[True, False, True], kind="stable")
    return counts.drop_duplicates("class_code").set_index("class_code")["class_name"]
