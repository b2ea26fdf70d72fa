"""Sheets: what is left out and why, scopes, insets, stamps, small paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point, box


@pytest.fixture(scope="module")
def data(county: Path, qgis_app: object) -> Any:
    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.data import read_atlas_data
    from village_planner.atlas.pagination import layers_read
    from village_planner.database import open_database

    with open_database(county, read_only=True) as database:
        return read_atlas_data(database, "", layers_read(load_sheets()))


def page_of(data: Any, sheet: str, paper: float = 1.0, **scope: str) -> Any:
    from qgis.core import QgsProject

    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.export import Atlas, make_imprint
    from village_planner.atlas.page import Entry
    from village_planner.atlas.template import Board
    from village_planner.core.tables.build import Scope

    project = QgsProject()
    entry = Entry(next(s for s in load_sheets() if s.id == sheet), "图名", 1, "1", Scope(**scope))
    atlas = Atlas(data, [entry], [], make_imprint(data, "", ""), paper)
    page = atlas.page(Board(project), entry)
    page.project = project  # kept as long as the page
    return page


def test_the_atlas_has_the_sheets_of_the_profession_in_order() -> None:
    from village_planner.atlas.catalogue import load_sheets

    named = [sheet.id for sheet in load_sheets() if sheet.group == "atlas"]
    first = "location land_use administrative dual_evaluation population scores township_districts village_districts"
    second = "hierarchy control_lines planned_land_use industry transport public_services infrastructure restoration"
    third = "plan_differences heritage disaster_prevention projects plan_comparison district township"
    wanted = f"{first} {second} {third}".split()
    assert [name for name in named if name in wanted] == wanted


def test_a_sheet_left_out_says_what_to_bring(data: Any) -> None:
    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.pagination import why_left_out

    for sheet in load_sheets():
        reason = why_left_out(sheet, data)
        if reason is not None:
            assert f" ({sheet.id}) is left out: " in str(reason)
            assert sheet.needs.get("zh") and sheet.needs.get("en")
    left_out = {sheet.id for sheet in load_sheets() if why_left_out(sheet, data)}
    assert "planned_land_use" in left_out and "township_districts" not in left_out


def test_a_district_has_its_own_townships_and_villages(data: Any) -> None:
    from village_planner.atlas.view import View
    from village_planner.core.tables.build import Scope

    view = View(data, Scope("district", "1"))
    assert view.townships()["name"].tolist() == ["清溪镇", "石桥镇", "白沙镇"]
    assert set(view.villages()["township_code"]) == set(view.townships()["code"])
    assert view.ground().geometry.area.iloc[0] == pytest.approx(view.townships().geometry.area.sum(), rel=1e-4)


@pytest.mark.parametrize("paper", [1.0, 297 / 420])
def test_printed_text_is_never_smaller_than_five_points(data: Any, paper: float) -> None:
    from qgis.core import QgsLayoutItemLabel, QgsRuleBasedLabeling

    page = page_of(data, "township", paper, kind="township", code="510722100")
    for item in page.layout.items():
        if isinstance(item, QgsLayoutItemLabel) and item.text():
            assert item.font().pointSizeF() * paper >= 5 - 1e-6, item.id()
    table, _ = page.table("table")
    assert table.contentTextFormat().size() * paper >= 5 - 1e-6
    for layer in page.item("map").layers():
        labeling = layer.labeling()
        if labeling is None:
            continue
        if isinstance(labeling, QgsRuleBasedLabeling):
            found = [rule.settings() for rule in labeling.rootRule().descendants()]
        else:
            found = [labeling.settings()]
        assert all(settings.format().size() * paper >= 5 - 1e-6 for settings in found)


def test_a_chart_travels_in_the_layout_and_the_panel_does_not_overlap(data: Any) -> None:
    from village_planner.atlas.template import box as place_of

    page = page_of(data, "township_districts")
    assert page.item("chart").picturePath().startswith("base64:")
    assert page.item("chart_1").text() == "各镇级片区面积与人口占比（%）"  # a text of its own, which can be searched
    parts = {f"chart_{number}" for number in range(1, 20)}
    assert {item.id() for item in page.item("chart_group").items()} - parts == {"chart"}
    spans = []
    for name in ("legend", "chart", "table_title", "table", "scale_text", "scale_bar", "organisation_key"):
        _, y, _, height = place_of(page.item(name))
        spans.append((y, y + height))
    assert all(below[0] >= above[1] - 0.01 for above, below in zip(spans, spans[1:]))


def test_drafts_and_stale_figures_are_stamped() -> None:
    from village_planner.atlas.catalogue import Sheet
    from village_planner.atlas.stamp import stamp_of, standing
    from village_planner.core.tables.county import CountyData

    sheet = Sheet("land_use", "county", {"zh": "图"}, table="land_use")
    draft = CountyData(plan_id=1, plan_status="draft")
    assert stamp_of(draft, sheet) == "草案" and standing(draft) == "草案"
    stale = CountyData(plan_id=1, plan_status="approved", stale=frozenset({"land_area"}))
    assert stamp_of(stale, sheet) == "数据已变动，需更新：管控线叠加"
    assert stamp_of(stale, Sheet("x", "county", {"zh": "图"})) == ""
    rounds = pd.DataFrame({"number": [1, 2], "name": ["部门会审", "县领导审查"]})
    assert standing(CountyData(plan_id=1, plan_status="in_review", rounds=rounds)) == "第 2 轮 评审中"


def test_the_most_crowded_window_holds_what_no_other_beats() -> None:
    from village_planner.atlas.inset import _most_crowded

    rng = np.random.default_rng(7)
    points = np.vstack([rng.uniform(0, 100, (60, 2)), rng.normal(70, 2, (30, 2))])
    (west, south, east, north), count = _most_crowded(points, 8.0)
    assert (east - west, north - south) == pytest.approx((16, 16))
    inside = ((points >= [west, south]) & (points <= [east, north])).all(axis=1)
    best = max((np.abs(points - middle) <= 0.9 * 8).all(axis=1).sum() for middle in points)
    assert count == best and inside.sum() >= 30


def test_flows_add_up_between_townships() -> None:
    from village_planner.atlas.data import AtlasData
    from village_planner.atlas.map_layers.population import flow_limits, township_flows
    from village_planner.core.tables.county import CountyData

    towns = gpd.GeoDataFrame({"code": ["A", "B"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs=4523)
    villages = gpd.GeoDataFrame(
        {"code": ["A1", "A2", "B1"], "township_code": ["A", "A", "B"]},
        geometry=[Point(i, 0) for i in range(3)],
        crs=4523,
    )
    flow = pd.DataFrame(
        [("A1", "B1", 5.0), ("A2", "B1", 7.0), ("A1", "A2", 9.0), ("B", "A", 2.0), ("Z", "A", 4.0)],
        columns=["from_code", "to_code", "value"],
    )
    found = township_flows(AtlasData(CountyData(), towns, villages, towns.crs, figures={"flow": flow}))
    assert list(found.itertuples(index=False, name=None)) == [("A", "B", 12.0), ("B", "A", 2.0)]
    assert flow_limits([12.0, 57.0, 940.0, 1234.0])[0] <= 12
    assert all(low < high for low, high in zip(flow_limits([1.0, 5.0, 90.0]), flow_limits([1.0, 5.0, 90.0])[1:]))


def test_neighbouring_counties_that_were_added_to_the_database_are_named(tmp_path: Path, qgis_app: object) -> None:
    from small_county import CRS, make_county

    from village_planner.atlas.data import NEIGHBOURS, read_atlas_data
    from village_planner.atlas.map_layers import make_layers
    from village_planner.atlas.view import View
    from village_planner.database import open_database

    path = make_county(tmp_path / "a.gpkg", planned=False, parcels=False, control_lines=False)
    with open_database(path, read_only=True) as database:
        data = read_atlas_data(database, "", frozenset({NEIGHBOURS}))
    assert make_layers(View(data), ["neighbour_counties"]) == []
    west = box(35_480_000, 3_450_000, 35_500_000, 3_460_000)
    gpd.GeoDataFrame({"name": ["青川县"]}, geometry=[west], crs=CRS).to_crs(4490).to_file(path, layer=NEIGHBOURS)
    with open_database(path, read_only=True) as database:
        data = read_atlas_data(database, "", frozenset({NEIGHBOURS}))
    (shown,) = make_layers(View(data), ["neighbour_counties"])
    assert [feature["name"] for feature in shown.layer.getFeatures()] == ["青川县"]
    assert shown.layer.labelsEnabled() and not shown.in_legend


def test_areas_agree_from_sheet_to_sheet(data: Any) -> None:
    """Figures that no plain rounding lets add up: a district's is the same on all sheets, and so is a township's."""
    from dataclasses import replace

    from village_planner.atlas.tables import make_table
    from village_planner.atlas.view import View
    from village_planner.core.tables.build import Scope

    first = ~data.villages["parent_district"].duplicated()  # 0.004 km² over in each district make 0.01 of the county
    villages = data.villages.assign(area_m2=1_230_000.0 + 4_000.0 * first)
    sums = villages.groupby("township_code")["area_m2"].sum()
    townships = data.townships.assign(area_m2=data.townships["code"].map(sums))
    awkward = replace(data, villages=villages, townships=townships, cache={})

    def printed(name: str, kind: str, code: str = "") -> dict[str, str]:
        table = make_table(View(awkward, Scope(kind, code)), name)
        assert table is not None
        column = [heading.title for heading in table.columns].index("面积(km²)")
        rows = {row[0].split("（")[0]: row[column] for row in table.rows}
        total = rows.setdefault("合计", table.rows[0][column])
        parts = sum(float(area) for label, area in rows.items() if label != "合计")
        assert parts == pytest.approx(float(total), abs=1e-9)
        return rows

    county = printed("township_districts", "county")
    assert county["合计"] == f"{sums.sum() / 1e6:.2f}"
    plain = [f"{area / 1e6:.2f}" for area in townships.groupby("district")["area_m2"].sum()]
    assert sorted(plain) != sorted(county[name] for name in county if name != "合计")  # it is awkward
    for code, name in data.dissolved("township").set_index("code")["name"].items():
        district = printed("district", "district", code)
        assert district["合计"] == county[name]
        for township in townships[townships["district"] == code].itertuples():
            assert printed("township", "township", township.code)["合计"] == district[township.name]


@pytest.mark.parametrize(("count", "columns"), [(34, [[34]]), (35, [[18, 17]]), (71, [[34, 34], [3]])])
def test_columns_of_the_contents_share_their_rows(qgis_app: object, count: int, columns: list[list[int]]) -> None:
    from qgis.core import QgsProject

    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.page import CONTENTS_TABLES, Entry, contents_page, contents_pages
    from village_planner.atlas.template import Board

    sheet = next(sheet for sheet in load_sheets() if sheet.kind == "contents")
    entries = [Entry(sheet, "图名", number + 2, str(number)) for number in range(1, count + 1)]
    listed = []
    assert contents_pages(count) == len(columns)
    for part, lengths in enumerate(columns):
        page = contents_page(Board(QgsProject()), entries, Entry(sheet, "目录", 2 + part, part=part), count + 2)
        tables = [place[0].tableContents()[1:] for place in map(page.table, CONTENTS_TABLES) if place is not None]
        assert [len(table) for table in tables] == lengths
        listed += [str(row[0].content()) for table in tables for row in table]
    assert listed == [entry.number for entry in entries]


def test_shares_of_a_chart_are_those_of_the_table_and_sum_to_a_hundred(data: Any, monkeypatch: Any) -> None:
    from dataclasses import replace

    from village_planner.atlas import charts, tables
    from village_planner.atlas.view import COUNTY, View

    thirds = [("01", "耕地", 5), ("02", "园地", 5), ("03", "林地", 5)]
    for module in (charts.land, tables.land):
        monkeypatch.setattr(module, "present_areas", lambda view: thirds)
    chart, table = (make(View(data, COUNTY), "land_use") for make in (charts.make_chart, tables.make_table))
    assert chart is not None and table is not None
    shown = [f"{share:.{chart.decimals}f}" for share in chart.series[0].values]
    assert dict(zip(chart.categories, shown)) == {row[0]: row[2] for row in table.rows[:-1]}

    three = data.townships.iloc[:3]
    three = three.assign(district=["1", "2", "3"], area_m2=[1.0, 1.0, 1.0], population=[1, 1, 4])
    chart = charts.make_chart(View(replace(data, townships=three, cache={}), COUNTY), "district_population")
    assert chart is not None and len(chart.series) == 2
    for series in chart.series:
        assert sum(float(f"{share:.1f}") for share in series.values) == pytest.approx(100.0, abs=1e-9)
