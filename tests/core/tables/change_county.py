"""A county of two townships whose change of land use was worked out by hand: whole hundredths of a hectare."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
from hand_county import catalogue, units

A, B = "510000001", "510000002"
V1, V2, V3 = A + "201", A + "202", B + "201"
UDB, BASIC, REDLINE = "urban_development_boundary", "permanent_basic_farmland", "ecological_redline"
COLUMNS = ["unit_code", "class_code", "settlement_code", "planned_class", "constraints", "area_m2"]
# village, present class, settlement, planned class, lines, ha
ROWS: list[tuple[str, str, str, str, str, float]] = [
    (V1, "0101", "", "01", BASIC, 4.00),  # stays
    (V1, "0101", "", "0703", "", 0.50),  # built on
    (V1, "0103", "", "03", "", 0.25),  # back to forest
    (V1, "0702", "203", "0703", "", 2.00),  # stays
    (V1, "0702", "203", "01", "", 0.75),  # reclaimed
    (V1, "0601", "202", "1001", "", 1.00),  # in town
    (V1, "1003", "", "1202", "", 0.50),  # highway
    (V1, "1202", "", "", "", 1.00),  # nothing planned
    (V2, "0301", "", "03", REDLINE, 3.00),
    (V2, "0201", "", "01", "", 0.40),  # consolidated
    (V2, "1204", "", "01", "", 0.10),  # developed
    (V2, "0101", "", "07", UDB, 1.50),  # the town grows
    (V3, "1101", "", "17", "", 2.00),
    (V3, "0702", "203", "16", "", 1.00),  # to be decided later
]


def land(rows: list[tuple[str, str, str, str, str, float]]) -> pd.DataFrame:
    return pd.DataFrame([(*row[:-1], round(row[-1] * 1e4, 2)) for row in rows], columns=COLUMNS)


def present(change: pd.DataFrame) -> pd.DataFrame:
    """What overlayconstraints would have saved of the same ground."""
    sums = change.groupby(["unit_code", "class_code", "constraints"], as_index=False)["area_m2"].sum()
    return sums.assign(area_m2=sums["area_m2"].round(2))


@cache
def rules(version: str = "2023", variant: str = "national") -> Any:
    from village_planner.core.landuse.conversion import names_of_classes, read_conversion
    from village_planner.core.landuse.structure import read_form
    from village_planner.core.tables.change_areas import LandUseRules

    names = names_of_classes(catalogue("plan_classes"), version)
    form = read_form({**catalogue("structure_rows"), "variant": variant}, version, names)
    return LandUseRules(read_conversion(catalogue("plan_conversion"), version), form)


def change_county(change: pd.DataFrame | None = None, **changes: Any) -> Any:
    from village_planner.core.tables.county import CountyData

    change = land(ROWS) if change is None else change
    areas = change.groupby("unit_code")["area_m2"].sum()
    villages = units(
        [
            {"code": code, "name": name, "township_code": township, "population": 100, "area_m2": areas.get(code, 0.0)}
            for code, name, township in ((V1, "东村", A), (V2, "西村", A), (V3, "南村", B))
        ]
    )
    townships = units([{"code": A, "name": "甲镇", "population": 200}, {"code": B, "name": "乙乡", "population": 100}])
    townships["area_m2"] = [areas.get(V1, 0.0) + areas.get(V2, 0.0), areas.get(V3, 0.0)]
    townships["district"] = ["1", "2"]
    county = CountyData(
        county_code="510000",
        county_name="试验县",
        townships=townships,
        villages=villages,
        land_change=change,
        land_area=present(change),
        planned_version="2023",
        land_use=rules(),
        control_kinds=(REDLINE, BASIC, UDB),
        has_parcels=True,
    )
    return replace(county, **changes)
