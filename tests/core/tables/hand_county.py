"""A county so small that every figure of its tables was worked out by hand (see the tests for the sums)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

RESOURCES = Path(__file__).resolve().parents[3] / "resources" / "catalogues"


def catalogue(name: str) -> dict[str, Any]:
    from village_planner.core.catalogue import load_catalogue

    return load_catalogue(RESOURCES / f"{name}.json", RESOURCES / f"{name}.schema.json")


@cache
def catalogues() -> Any:
    from village_planner.core.charts.colours import read_land_classes
    from village_planner.core.tables.report import Catalogues

    styles = read_land_classes(RESOURCES.parent / "styles" / "land_use.csv", "survey")
    return Catalogues.of(catalogue("tables"), catalogue("survey_classes"), styles)


def units(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows).set_index("code")
    return gpd.GeoDataFrame(frame, geometry=[box(i, 0, i + 1, 1) for i in range(len(rows))])


def hand_county(**changes: Any) -> Any:
    """Two townships in one district, three villages in two village districts, one of which crosses."""
    from village_planner.core.tables.county import CountyData, IndicatorInfo

    a, b = "510000001", "510000002"
    v1, v2, v3 = a + "201", a + "202", b + "201"
    townships = units(
        [
            {"code": a, "name": "甲镇", "population": 300, "area_m2": 155555.0, "A1": 12.5, "A2": 3.0},
            {"code": b, "name": "乙乡", "population": 100, "area_m2": 30044.0, "A1": 1000.0, "A2": 4.0},
        ]
    )
    townships["district"] = "1"
    townships["role"] = ["central_town", None]
    villages = units(
        [
            {"code": v1, "name": "东村", "township_code": a, "population": 200, "area_m2": 100000.0},
            {"code": v2, "name": "西村", "township_code": a, "population": 100, "area_m2": 55555.0},
            {"code": v3, "name": "南村", "township_code": b, "population": 100, "area_m2": 30044.0},
        ]
    )
    villages["district"] = ["1-01", "1-02", "1-02"]
    villages["role"] = ["central_village", None, "central_village"]
    both = "ecological_redline+permanent_basic_farmland"
    land = pd.DataFrame(
        [
            (v1, "0101", "", 33333.33),
            (v1, "0101", "permanent_basic_farmland", 33333.33),
            (v1, "0702", "", 33333.34),
            (v2, "0301", "ecological_redline", 50000.0),
            (v2, "0201K", "", 5555.0),
            (v3, "1101", "", 20000.0),
            (v3, "9999", "", 5000.0),
            (v3, "0603", both, 5044.0),
        ],
        columns=["unit_code", "class_code", "constraints", "area_m2"],
    )
    scores = pd.DataFrame(
        [(a, "total", 0.25), (b, "total", 0.75), (a, "rank", 2), (b, "rank", 1)],
        columns=["unit_code", "part", "value"],
    )

    def districts(rows: dict[str, tuple[str, str, str]]) -> pd.DataFrame:
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=["name", "function", "parent"])
        return frame.rename_axis("code")

    values: dict[str, Any] = {
        "county_code": "510000",
        "county_name": "试验县",
        "plan_name": "方案一",
        "townships": townships,
        "villages": villages,
        "township_districts": districts({"1": ("中心片区", "农旅融合", "")}),
        "village_districts": districts({"1-01": ("", "柑橘", "1"), "1-02": ("河谷片区", "", "1")}),
        "indicators": {
            "township": (
                IndicatorInfo("A1", "产值", "Output", "万元", "g", "经济", "Economy"),
                IndicatorInfo("A2", "隐患点", "Hazards", "处", "g", "经济", "Economy", True),
            )
        },
        "scores": {"township": scores},
        "weights": {"township": pd.Series({"A1": 2 / 3, "A2": 1 / 3})},
        "land_area": land,
        "control_kinds": ("ecological_redline", "permanent_basic_farmland"),
        "has_parcels": True,
    }
    return CountyData(**{**values, **changes})


def reports(
    county: Any, tables: tuple[str, ...] = (), townships: tuple[str, ...] = (), districts: tuple[str, ...] = ()
) -> list[Any]:
    """The county's report, then those of the districts asked for, then every township's."""
    from village_planner.core.tables.report import build_reports, choose_scopes, choose_tables, choose_townships

    books = catalogues()
    chosen = choose_tables(list(tables), books.tables)
    scopes = choose_scopes(True, districts, choose_townships(list(townships), county))
    return list(build_reports(county, books, scopes, chosen))


def table_of(report: Any, identifier: str) -> Any:
    return next(table for table in report.tables if table.id == identifier)
