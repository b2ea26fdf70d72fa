"""The themed sheets of a small county that has something of everything: what each page holds, on every scope."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

THEMED = (
    "dual_evaluation",
    "industry",
    "transport",
    "public_services",
    "infrastructure",
    "restoration",
    "plan_differences",
    "heritage",
    "disaster_prevention",
    "projects",
)
CLINICS, HAZARDS = 36, 11


def extra_layers() -> dict[str, gpd.GeoDataFrame]:
    from small_county import CELL, CRS, layers, warped

    frames = layers()
    villages, townships = frames["village"], frames["township"]
    seats = shapely.point_on_surface(villages.geometry.to_numpy())
    towns = shapely.point_on_surface(townships.geometry.to_numpy())
    rows: list[tuple[str, Any]] = [("卫生室", seat) for seat in seats]
    rows += [(kind, town) for town in towns for kind in ("乡镇政府", "卫生院", "中心小学", "派出所", "邮政所")]
    rows += [("县政府", towns[0]), ("消防站", towns[0]), ("污水处理厂", towns[3]), ("客运站", towns[1])]
    rows += [("传统村落", seats[7]), ("古树", seats[8]), ("说不清", seats[9])]
    rng = np.random.default_rng(7)
    spots = shapely.points(shapely.get_coordinates(seats)[rng.integers(0, 18, HAZARDS)] + 300)
    block = [warped(shapely.box(x, y, x + 500, y + 400)) for x, y in ((800, 900), (4800, 5200), (9000, 2000))]
    frames["road"] = pd.concat(
        [
            frames["road"],
            gpd.GeoDataFrame(
                {"kind": ["乡道", "县道"], "name": ["", "X1"]},
                geometry=[
                    warped(shapely.LineString([(1000, 200), (1000, 7500)])),
                    warped(shapely.LineString([(0, 6000), (9 * CELL, 6200)])),
                ],
                crs=CRS,
            ),
        ],
        ignore_index=True,
    )
    line = gpd.GeoDataFrame(
        {"kind": ["heritage_line", "flood_line"], "name": ["", ""]},
        geometry=[warped(shapely.box(200, 200, 1500, 900)), warped(shapely.box(0, 3500, 9 * CELL, 3900))],
        crs=CRS,
    )
    return {
        **frames,
        "control_line": pd.concat([frames["control_line"], line], ignore_index=True),
        "facility": gpd.GeoDataFrame(
            {"kind": [kind for kind, _ in rows], "name": "", "unit_code": ""}, geometry=[p for _, p in rows], crs=CRS
        ),
        "hazard": gpd.GeoDataFrame(
            {
                "kind": ["滑坡", "崩塌", "滑坡", "滑坡", "地裂缝", "", None, "滑坡", "崩塌", "泥石流", "火山"],
                "name": "",
            },
            geometry=spots,
            crs=CRS,
        ),
        "project": gpd.GeoDataFrame(
            {
                "code": ["P1", "P2", "P3"],
                "name": ["工业园", "高标准农田", "养老院"],
                "kind": ["工业", "土地整治", "公共服务"],
                "start_year": [2025, 2026, None],
                "end_year": [2027, 2026, None],
            },
            geometry=block,
            crs=CRS,
        ),
    }


@pytest.fixture(scope="module")
def database(tmp_path_factory: Any) -> Path:
    """The small county with something of everything: indicators, functions of districts, a ledger."""
    from small_county import make_county

    from village_planner.database import open_database

    frames = extra_layers()
    path = make_county(tmp_path_factory.mktemp("themed") / "county.gpkg", more=frames)
    townships, villages = frames["township"]["code"], frames["village"]
    with open_database(path) as opened:
        figures = {"A2": [3.0, 5, 8, 13, 21, 34], "A3": [1.0, 2, 3, 4, 5, 6], "B5": [90.0, 91, 92, 93, 94, 99]}
        for code, values in figures.items():
            rows = pd.DataFrame({"unit_code": townships, "indicator": code, "value": values, "year": 2025})
            opened.save_indicator_values("township", rows)
        ledger = gpd.GeoDataFrame(
            {
                "number": [1, 2, 1234],
                "key": ["a", "b", "c"],
                "kind": ["a_only", "b_only", "a_only"],
                "unit_code": villages["code"].iloc[[0, 7, 30]].to_numpy(),
                "plan_a": "TDLYGH",
                "plan_b": "CXGH",
                "area_m2": [60_000.0, 20_000.0, 20_000.0],
                "sliver": False,
            },
            geometry=villages.geometry.iloc[[0, 7, 30]].buffer(-600).to_numpy(),
            crs="EPSG:4523",
        )
        opened.save_result(opened.plan("").id, "conflict", ledger, {})
    return path


@pytest.fixture(scope="module")
def data(database: Path) -> Any:
    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.data import read_atlas_data
    from village_planner.atlas.pagination import layers_read
    from village_planner.database import open_database

    with open_database(database, read_only=True) as opened:
        return read_atlas_data(opened, "", layers_read(load_sheets()))


def test_the_atlas_reads_of_the_county_all_but_what_is_measured_for_registers(data: Any, database: Path) -> None:
    from village_planner.database import open_database, read_county

    with open_database(database, read_only=True) as opened:
        whole = read_county(opened)
    lacking = {name for name, value in vars(whole).items() if value is not None and vars(data.county)[name] is None}
    assert lacking - {"sector_plans"} == {"projects"}


@cache
def sheet(name: str) -> Any:
    from village_planner.atlas.catalogue import load_sheets, select_sheets

    return select_sheets(load_sheets(), [name])[0]


def view_of(data: Any, kind: str = "county", code: str = "") -> Any:
    from village_planner.atlas.view import View
    from village_planner.core.tables.build import Scope

    return View(data, Scope(kind, code) if code else Scope(), 60_000.0)


def number(text: str) -> float:
    return float(text.replace(",", ""))


def drawn(data: Any, name: str, view: Any) -> dict[str, list[str]]:
    """Name of each layer of a sheet in the legend -> its entries there."""
    from village_planner.atlas.map_layers import make_layers

    entries: dict[str, list[str]] = {}
    for shown in make_layers(view, sheet(name).layers):
        assert shown.layer.isValid() and shown.layer.featureCount() > 0, shown.layer.name()
        if shown.in_legend:
            items = shown.layer.renderer().legendSymbolItems()
            entries[shown.layer.name()] = [item.label() for item in items]
            assert items, shown.layer.name()
    return entries


@pytest.mark.parametrize("name", THEMED)
@pytest.mark.parametrize("scope", [("county", ""), ("district", "1"), ("township", "510722100")], ids=lambda s: s[0])
def test_every_themed_sheet_is_drawn_on_every_scope(data: Any, name: str, scope: tuple[str, str]) -> None:
    from village_planner.atlas.charts import make_chart
    from village_planner.atlas.pagination import why_left_out
    from village_planner.atlas.tables import make_table

    assert why_left_out(sheet(name), data) is None
    view = view_of(data, *scope)
    drawn(data, name, view)
    chart = make_chart(view, sheet(name).chart)
    for series in () if chart is None else chart.series:
        assert len(series.values) == len(chart.categories) > 0 and any(series.values)
        assert len(series.colours) in (1, len(series.values))
    table = make_table(view, sheet(name).table)
    if table is None:
        assert scope[0] == "township", "a county's or district's sheet has a table"
        return
    assert table.rows and {len(row) for row in table.rows} == {len(table.columns)}
    if table.rows[-1][0] == "合计":
        for column in range(1, len(table.columns)):
            cells = [row[column] for row in table.rows]
            if table.columns[column].title == "处/km²" or "—" in cells:
                continue
            assert sum(map(number, cells[:-1])) == pytest.approx(number(cells[-1]), abs=1e-9), table.columns[column]


def test_a_legend_holds_what_the_page_shows(data: Any) -> None:
    county, township = view_of(data), view_of(data, "township", "510722100")
    services = drawn(data, "public_services", county)
    assert services["公共服务设施"] == ["行政管理", "教育", "医疗卫生", "其他设施"]
    assert {"乡集镇生活圈（30 分钟）", "村级生活圈（15 分钟）"} <= set(services)
    assert "物" not in "".join(drawn(data, "industry", county)["产业项目"])
    assert drawn(data, "industry", county)["产业项目"] == ["工业"]
    hazards = drawn(data, "dual_evaluation", county)["地质灾害隐患点"]
    assert hazards == ["滑坡", "崩塌", "泥石流", "地裂缝", "其他隐患点"]
    conflicts = drawn(data, "plan_differences", county)
    title = "冲突图斑（甲规：土地利用总体规划；乙规：城乡规划）"
    assert conflicts[title] == ["甲规建设、乙规非建设", "甲规非建设、乙规建设"]
    assert title in drawn(data, "plan_differences", township)
    assert drawn(data, "heritage", county)["历史文化保护"] == ["历史文化保护线"]
    assert drawn(data, "disaster_prevention", county)["灾害风险控制"] == ["洪涝风险控制线"]


def test_figures_of_tables_are_those_of_the_layers(data: Any) -> None:
    from village_planner.atlas.tables import make_table

    county = view_of(data)
    hazards = make_table(county, "hazards")
    assert hazards.rows[-1][-2] == str(HAZARDS)
    services = {row[0]: row[1:] for row in make_table(county, "services").rows}
    assert services["医疗卫生"] == ("0", "6", str(CLINICS), str(CLINICS + 6))
    assert services["行政管理"] == ("1", "6", "0", "7")
    assert services["其他设施"] == ("0", "0", "1", "1"), "a kind that nobody knows is not dropped"
    industry = make_table(county, "industry").rows
    assert industry[-1][1:] == ("84", "21", "1")
    conflicts = make_table(county, "conflicts").rows
    assert conflicts[0] == ("甲规建设、乙规非建设", "2", "8.00", "80.00")
    assert conflicts[-1] == ("合计", "3", "10.00", "100.00")
    projects = make_table(county, "projects").rows
    assert projects[0] == ("1", "工业园", "工业", "2025—2027")
    assert [row[3] for row in projects] == ["2025—2027", "2026", ""]
    travel = make_table(county, "travel").rows
    assert travel[-1][1] == "36"


def test_facilities_of_villages_are_dots_where_they_are_many_and_none_where_they_would_cover_the_page(
    data: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from village_planner.atlas.map_layers import facilities

    view = view_of(data)
    monkeypatch.setattr(facilities, "MOST_MARKS", CLINICS - 1)
    assert {"公共服务设施", "村级公共服务设施"} <= set(drawn(data, "public_services", view))
    monkeypatch.setattr(facilities, "MOST_DOTS", CLINICS - 1)
    assert "村级公共服务设施" not in drawn(data, "public_services", view)
    township = view_of(data, "township", "510722100")
    assert "村级公共服务设施" not in drawn(data, "public_services", township)


def test_villages_outside_the_circles_are_those_that_take_too_long(data: Any) -> None:
    from village_planner.atlas import themes
    from village_planner.atlas.map_layers.facilities import LAYERS

    outside = LAYERS["villages_outside"].make(view_of(data))
    lacking = sum(~found.inside for found in themes.circles(data)) > 0
    assert outside.featureCount() == lacking.sum() > 0


def test_a_sheet_without_its_data_says_what_to_bring(county: Path) -> None:
    """The plain small county has no facilities, hazards, heritage, projects, ledger or indicators."""
    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.data import read_atlas_data
    from village_planner.atlas.pagination import layers_read, why_left_out
    from village_planner.database import open_database

    with open_database(county, read_only=True) as opened:
        bare = read_atlas_data(opened, "", layers_read(load_sheets()))
    left_out = {name: str(why_left_out(sheet(name), bare)) for name in THEMED if why_left_out(sheet(name), bare)}
    assert set(left_out) == set(THEMED) - {"transport", "restoration"}
    for name, reason in left_out.items():
        assert sheet(name).needs["zh"], name
        assert name in reason


def test_a_sheet_without_the_overlay_says_so_and_has_the_title_of_what_it_shows(data: Any) -> None:
    """Its table is left out with what to run; a restoration sheet of nothing but the redline is one of protection."""
    from dataclasses import replace

    from village_planner.atlas.pagination import plan_pages

    sheets = [sheet(name) for name in ("land_use", "control_lines", "restoration")]

    def planned(data: Any) -> tuple[list[str], list[str]]:
        entries, skipped = plan_pages(sheets, replace(data, cache={}))
        return [entry.title for entry in entries], [str(one) for one in skipped]

    layers = {name: frame for name, frame in data.layers.items() if name != "project"}
    titles, said = planned(replace(data, layers=layers, county=replace(data.county, land_area=None)))
    assert titles[-1].endswith("生态保护图") and len(titles) == 3
    assert [name for name in ("land_use", "control_lines", "restoration") for one in said if f"({name})" in one] == [
        "land_use", "control_lines", "restoration"
    ]  # fmt: skip
    assert all("is left out" in one and "“" in one for one in said)
    titles, said = planned(data)
    assert not said and titles[-1].endswith("生态修复与土地整治图")


def test_a_countys_own_catalogue_decides(database: Path, tmp_path: Path) -> None:
    """Kinds of facility, limits of classes: kept with the county, used by its pages."""
    import shutil

    from village_planner.atlas import themes
    from village_planner.atlas.data import read_atlas_data
    from village_planner.core.catalogue import load_catalogue
    from village_planner.database import open_database
    from village_planner.paths import catalogue_files

    own = tmp_path / "own.gpkg"
    shutil.copy(database, own)
    kinds = load_catalogue(*catalogue_files("facility_groups"))["kinds"]
    with open_database(own) as opened:
        opened.write_catalogue("atlas_themes", {"travel_minutes": [10, 20]})
        teahouse = {"zh": "茶馆", "en": "Tea house", "group": "commerce", "tier": "village", "aliases": ["说不清"]}
        opened.write_catalogue("facility_groups", {"kinds": [*kinds, teahouse]})
    with open_database(own, read_only=True) as opened:
        read = read_atlas_data(opened, "", frozenset({"facility"}))
    assert themes.themes(read)["travel_minutes"] == [10, 20]
    assert (themes.facilities(read)["group"] == "commerce").sum() == 1


def test_a_suitability_evaluation_takes_the_place_of_density(data: Any) -> None:
    from dataclasses import replace

    townships = data.layers["hazard"].crs, data.townships.geometry
    plan = gpd.GeoDataFrame(
        {"plan": "双评价", "class_code": "", "class_name": ["适宜", "较适宜", "不适宜", "适宜区", "没听过", None]},
        geometry=townships[1].to_numpy(),
        crs=townships[0],
    )
    evaluated = replace(data, layers={**data.layers, "sector_plan": plan}, cache={})
    entries = drawn(evaluated, "dual_evaluation", view_of(evaluated))
    assert entries["开发适宜性"] == ["适宜区", "一般适宜区", "不适宜区", "其他"]
    assert not any("密度" in name for name in entries)
