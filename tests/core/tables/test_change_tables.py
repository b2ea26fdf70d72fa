"""Tables of land use, base against target: figures worked out by hand, and sums that close for any county."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from change_county import BASIC, COLUMNS, REDLINE, ROWS, UDB, V1, V2, V3, A, B, change_county, land, present, rules
from hand_county import reports, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.tables.area_units import report_in_mu

TABLES = (
    "settlement_land",
    "land_structure",
    "space_control",
    "planning_indicators",
    "key_figures",
    "construction_change",
    "farmland_change",
    "linkage",
)
WITH_PRESENT = (*TABLES, "land_first_level", "land_vertical")


def figures(table: Any, *keys: str) -> dict[str, tuple[Any, ...]]:
    return {row.values["name"]: tuple(row.values.get(key) for key in keys) for row in table.rows}


@pytest.fixture(scope="module")
def books() -> list[Any]:
    """County, both districts, both townships."""
    return reports(change_county(), WITH_PRESENT, districts=("1", "2"))


def test_every_scope_has_every_table_and_nothing_disagrees(books: list[Any]) -> None:
    assert [report.name for report in books] == ["试验县", "1", "2", "甲镇", "乙乡"]
    for report in books:
        assert {table.id for table in report.tables} == set(WITH_PRESENT) and not report.gaps
        assert not report.failed and len(report.checks) > 20


def test_structure_by_hand(books: list[Any]) -> None:
    table = table_of(books[0], "land_structure")
    assert table.title == "空间功能结构调整表"
    found = figures(table, "base_area", "target_area", "change")
    assert found["耕地（01）"] == (6.25, 5.25, -1.0)
    assert found["园地（02）"] == (0.4, 0, -0.4)
    assert found["林地（03）"] == (3.0, 3.25, 0.25)
    assert found["农业设施建设用地（06）"] == (1.0, 1.0, 0)  # not planned: as it is
    assert found["城镇用地"] == (1.0, 2.5, 1.5)  # the works in town; homes inside the boundary
    assert found["居住用地（0703–0704）"] == (3.75, 2.5, -1.25)
    assert found["留白用地（16）"] == (0, 1.0, 1.0)
    assert found["村庄建设用地小计"] == (3.75, 3.5, -0.25)
    assert found["县域城乡建设用地小计"] == (4.75, 6.0, 1.25)
    assert found["区域基础设施用地（1201–1206、1311）"] == (0.5, 0.5, 0)
    assert found["县域建设用地小计"] == (5.25, 6.5, 1.25)
    assert found["其他土地（23）"] == (0.1, 0, -0.1)
    assert found["总计"] == (18.0, 18.0, 0)
    assert not any(name.startswith("渔业用海") for name in found)  # there is no sea
    assert any("规划图层未覆盖的 1.00 公顷" in note for note in table.notes)
    assert any("设施农用地（1202）计入设施农用地（0602）" in note for note in table.notes)
    assert not any("0809" in note for note in table.notes)  # none of it is there


def test_structure_names_the_scope_and_draws_main_classes(books: list[Any]) -> None:
    county, first, _, township, small = (table_of(report, "land_structure") for report in books)
    assert "片区建设用地小计" in figures(first, "base_area") and "镇域建设用地小计" in figures(township, "base_area")
    assert figures(small, "base_area", "target_area")["乡域建设用地小计"] == (1.0, 1.0)
    (chart,) = county.charts
    assert (chart.kind, chart.series) == ("column", ("base_area", "target_area"))
    drawn = [county.rows[i].values["name"] for i in chart.rows]
    assert drawn[0] == "耕地（01）" and drawn[-3:] == ["县域建设用地小计", "陆地水域（17）", "其他土地（23）"]


def test_zhejiangs_form_lists_classes_that_there_are() -> None:
    county = change_county(land_use=rules("2023", "zhejiang"))
    report, *_ = reports(county, TABLES)
    table = table_of(report, "land_structure")
    names = [row.values["name"] for row in table.rows]
    assert table.title == "规划用地结构调整表" and names[-1] == "总计" and len(set(names)) == len(names)
    assert names[names.index("非建设用地小计") + 1 :] == [
        "农村宅基地（0703）",
        "留白用地（16）",
        "村庄建设用地小计",
        "居住用地（07）",
        "工业用地（1001）",
        "城镇建设用地小计",
        "城乡建设用地小计",
        "公路用地（1202）",
        "区域基础设施用地小计",
        "其他建设用地小计",
        "建设用地小计",
        "总计",
    ]
    assert figures(table, "base_area", "target_area")["城镇建设用地小计"] == (1.0, 2.5)
    assert not report.failed


def test_qinghais_form_counts_fields_inside_settlements_apart() -> None:
    rows = [*ROWS, (V1, "0101", "203A", "01", "", 0.3)]
    report, *_ = reports(change_county(land(rows), land_use=rules("2023", "qinghai")), TABLES)
    found = figures(table_of(report, "land_structure"), "base_area", "target_area")
    assert found["203 范围内其他用地"] == (0.3, 1.05)  # what is reclaimed lies inside 203 as well
    assert found["耕地（01）"] == (6.25, 4.5) and not report.failed


def test_codes_of_2020_keep_their_own_meaning() -> None:
    """060102 is the inner road of a village in 2020 and a field track in 2023; 2303 a field track, then a ridge."""
    rows = [(V1, "1004", "203", "060102", "", 1.0), (V1, "1203", "", "2303", "", 2.0), (V1, "0101", "", "01", "", 3.0)]
    for version, road, facility, other in (("2020", 1.0, 0.0, 2.0), ("2023", 0.0, 1.0, 2.0)):
        county = change_county(land(rows), planned_version=version, land_use=rules(version))
        table = table_of(reports(county, TABLES)[0], "land_structure")
        found = figures(table, "target_area")
        inner = "村庄内部道路用地（060102）" if version == "2020" else "村庄内部道路用地（1207）"
        assert (found[inner], found["农业设施建设用地（06）"], found["其他土地（23）"]) == (
            (road,),
            (facility,),
            (other,),
        )
        assert figures(table, "base_area")[inner] == (1.0,)  # the survey's class is put into the plan's own codes
        assert any(f"（{version}）" in note for note in table.notes)


def test_construction_by_hand(books: list[Any]) -> None:
    found = figures(table_of(books[0], "construction_change"), "base", "demolished", "built", "end", "net")
    assert found == {
        "甲镇": (4.25, 0.75, 2.0, 5.5, 1.25),
        "乙乡": (1.0, 0, 0, 1.0, 0),
        "合计": (5.25, 0.75, 2.0, 6.5, 1.25),
    }
    villages = figures(table_of(books[3], "construction_change"), "base", "built", "end")
    assert villages == {"东村": (4.25, 0.5, 4.0), "西村": (0, 1.5, 1.5), "合计": (4.25, 2.0, 5.5)}


def test_farmland_by_hand(books: list[Any]) -> None:
    keys = ("base", "lost", "retired", "occupied", "gained", "consolidated", "developed", "reclaimed", "end")
    found = figures(table_of(books[0], "farmland_change"), *keys)
    assert found["合计"] == (6.25, 2.25, 0.25, 2.0, 1.25, 0.4, 0.1, 0.75, 5.25)
    assert found["乙乡"] == (0,) * 9
    assert figures(table_of(books[3], "farmland_change"), *keys)["西村"] == (1.5, 1.5, 0, 1.5, 0.5, 0.4, 0.1, 0, 0.5)


def test_linkage_by_hand(books: list[Any]) -> None:
    keys = ("demolished", "to_farmland", "built", "on_farmland", "saved", "verdict")
    found = figures(table_of(books[0], "linkage"), *keys)
    assert found["合计"] == (0.75, 0.75, 2.0, 2.0, -1.25, "超出 1.25 公顷")
    villages = figures(table_of(books[3], "linkage"), *keys)
    assert villages["东村"] == (0.75, 0.75, 0.5, 0.5, 0.25, "符合")
    assert figures(table_of(books[4], "linkage"), *keys)["合计"] == (0, 0, 0, 0, 0, "符合")


def test_settlements_by_hand(books: list[Any]) -> None:
    table = table_of(books[0], "settlement_land")
    heads = {column.key: column.heads[-1] for column in table.columns}
    assert heads["kind:town"] == "建制镇（202）"
    found = figures(table, "land", "total", "kind:city", "kind:town", "kind:village")
    assert found == {
        "甲镇": (15.0, 3.75, 0, 1.0, 2.75),
        "乙乡": (3.0, 1.0, 0, 0, 1.0),
        "合计": (18.0, 4.75, 0, 1.0, 3.75),
    }
    strange = [*ROWS, (V1, "0702", "999", "01", "", 0.5)]
    table = table_of(reports(change_county(land(strange)), ("settlement_land",))[0], "settlement_land")
    assert figures(table, "kind:other")["合计"] == (0.5,) and "999" in table.notes[-1]


def test_space_control_by_hand(books: list[Any]) -> None:
    table = table_of(books[0], "space_control")
    assert {name: area for name, (area,) in figures(table, "area").items()} == {
        "城镇空间": 2.5,
        "村庄集中建设区": 2.5,
        "村庄弹性发展区": 1.0,
        "一般农业空间": 2.25,  # 0.75 reclaimed, 0.5 new fields, 1.0 as it is
        "一般生态空间": 2.25,
        "永久基本农田": 4.0,
        "生态保护红线": 3.0,
        "其他": 0.5,  # the highway
        "合计": 18.0,
    }
    assert sum(Decimal(str(row.values["share"])) for row in table.rows[:-1]) == 100


def test_planning_indicators_by_hand() -> None:
    quotas = pd.DataFrame(
        [
            ("county", "510000", "farmland", 6.0),
            ("county", "510000", "basic_farmland", 4.5),
            ("township", A, "farmland", 5.5),
            ("township", B, "farmland", 0.5),
        ],
        columns=["level", "unit_code", "indicator", "value"],
    ).assign(kind="floor", name="", unit="公顷", decimals=2, rate=False)
    county, first, *_ = reports(change_county(quotas=quotas), TABLES, districts=("1", "2"))
    found = figures(table_of(county, "planning_indicators"), "number", "kind", "unit", "base", "target")
    assert found["一、村庄发展性指标"] == (None,) * 5
    assert found["建设用地总面积"] == (1, "约束性", "公顷", 5.25, 6.5)
    assert found["村庄建设用地规模"] == (3, "预期性", "公顷", 3.75, 3.5)
    assert found["人均村庄建设用地面积"] == (6, "预期性", "平方米/人", 125.0, 116.67)  # 300 people
    assert found["永久基本农田保护面积"] == (8, "约束性", "公顷", 4.0, 4.5)  # what is handed down
    assert found["生态保护红线面积"] == (7, "约束性", "公顷", 3.0, 3.0)
    assert found["大陆自然海岸线保有率"][3:] == (None, None)
    main = figures(table_of(county, "key_figures"), "base", "target", "change", "handed_down")
    assert main["耕地保有量"] == (6.25, 5.25, -1.0, 6.0)
    assert main["湿地面积"] == (0, 0, 0, None)
    assert figures(table_of(first, "key_figures"), "handed_down")["耕地保有量"] == (5.5,)


def test_in_mu_every_checked_cell_shows_the_figure_that_is_checked() -> None:
    quotas = pd.DataFrame([("county", "510000", "farmland", 6.0)], columns=["level", "unit_code", "indicator", "value"])
    quotas = quotas.assign(kind="floor", name="", unit="公顷", decimals=2, rate=False)
    made = report_in_mu(reports(change_county(quotas=quotas), TABLES)[0])
    tables = {table.id: table for table in made.tables}
    for check in made.checks:  # the workbook compares the cells
        for side in (check.left, check.right):
            if side.table:
                assert tables[side.table].value(side.anchor) == side.value, (check.what, side)
    assert figures(tables["linkage"], "saved", "verdict")["合计"] == (-18.75, "超出 18.75 亩")
    main = figures(tables["key_figures"], "number", "unit", "base", "target", "change", "handed_down")
    assert main["耕地保有量"] == (7, "亩", 93.75, 78.75, -15.0, 90.0)
    assert main["人均村庄建设用地"][1:4] == ("平方米/人", 125.0, 116.67)


def test_a_line_that_the_county_does_not_have_is_left_blank() -> None:
    rows = [(*row[:4], "", row[5]) for row in ROWS]
    report, *_ = reports(change_county(land(rows), control_kinds=()), ("planning_indicators",))
    table = table_of(report, "planning_indicators")
    assert figures(table, "base", "target")["生态保护红线面积"] == (None, None)
    assert any("生态保护红线面积" in note and "留空" in note for note in table.notes)


def test_unknown_codes_have_a_row_and_a_note() -> None:
    rows = [*ROWS, (V3, "0101", "", "99", "", 0.5), (V3, "9999", "", "01", "", 0.2)]
    report, *_ = reports(change_county(land(rows)), WITH_PRESENT)
    table = table_of(report, "land_structure")
    assert figures(table, "base_area", "target_area")["其他/未知地类"] == (0.2, 0.5)
    assert any("（空）、99" in note or "99、（空）" in note for note in table.notes)
    assert not report.failed


def test_without_the_comparison_or_with_classes_of_another_list_the_tables_say_what_to_do() -> None:
    none, *_ = reports(change_county(land_change=None, land_use=None), TABLES)
    assert not none.tables and len(none.gaps) == len(TABLES)
    assert all("运行“用地变化（现状与规划对比）”" in gap.needs["zh"] for gap in none.gaps)
    foreign = land([(*row[:1], "forest", *row[2:]) for row in ROWS])
    report, *_ = reports(change_county(foreign), TABLES)
    assert not report.tables and {gap.needs["zh"] for gap in report.gaps} == {
        "图斑的地类编码无法转换为规划地类：请核对图斑地类编码，或在地类转换目录（plan_conversion）中补充。"
    }


def test_areas_of_other_villages_are_no_areas() -> None:
    """A result that was computed on villages with other codes leaves the tables out rather than filled with zeros."""
    foreign = land([("9" + row[0][1:], *row[1:]) for row in ROWS])
    for county in (change_county(), change_county(villages=change_county().villages.assign(area_m2=6e4))):
        other = replace(county, land_change=foreign, land_area=present(foreign))
        report, *_ = reports(other, (*WITH_PRESENT, "land_vertical", "control_summary"))
        assert not report.tables and not report.failed
        assert all("重新" in gap.needs["zh"] for gap in report.gaps), {gap.needs["zh"] for gap in report.gaps}


def test_an_overlay_of_other_data_is_told() -> None:
    """The present tables are of the saved overlay; where that is not what was compared, note and cross-check say so."""
    county = change_county()
    older = county.land_area.copy()
    older.loc[older["class_code"] == "0101", "class_code"] = "0301"
    report, *_ = reports(replace(county, land_area=older), WITH_PRESENT)
    assert any("所用数据不同" in note for note in table_of(report, "land_structure").notes)
    assert any("耕地" in check.what for check in report.failed)
    alone, *_ = reports(replace(county, land_area=None), TABLES)  # not saved at all: the comparison is enough
    assert table_of(alone, "land_structure").rows[-1].values["base_area"] == 18.0


def test_shares_given_by_hand_divide_the_class() -> None:
    from change_county import catalogue

    from village_planner.core.landuse.conversion import read_conversion

    held = catalogue("plan_conversion")
    shares = [{"plan": "0601", "percent": 25}, {"plan": "1207", "percent": 75}]
    splits = [{**item, "shares": shares} if item["survey"] == ["1006"] else item for item in held["splits"]]
    own = replace(rules(), conversion=read_conversion({**held, "splits": splits}, "2023"))
    county = change_county(land([(V1, "1006", "", "0601", "", 1.0), (V2, "0101", "", "01", "", 1.0)]), land_use=own)
    table = table_of(reports(county, WITH_PRESENT)[0], "land_structure")
    found = figures(table, "base_area", "target_area")
    assert found["农业设施建设用地（06）"] == (0.25, 1.0) and found["村庄内部道路用地（1207）"] == (0.75, 0)
    assert not any("农村道路" in note for note in table.notes)


SURVEY = ["0101", "0103", "0201K", "0301", "0404", "0702", "0601", "1003", "1006", "1101", "1204", "08H2", "7777"]
PLANNED = ["01", "02", "03", "0601", "0703", "0701", "1001", "1202", "16", "17", "1502", "", "99"]
rows_of_county = st.lists(
    st.tuples(
        st.sampled_from([V1, V2, V3]),
        st.sampled_from(SURVEY),
        st.sampled_from(["", "201", "203", "204"]),
        st.sampled_from(PLANNED),
        st.sampled_from(["", REDLINE, BASIC, f"{REDLINE}+{BASIC}", UDB]),
        st.integers(1, 3_000_000).map(lambda hundredths: hundredths / 1e6),  # ha, of 0.01 m²
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=5)
@given(rows=rows_of_county)
def test_any_county_closes(rows: list[tuple[str, str, str, str, str, float]]) -> None:
    """Base is the present tables by village, class and lines; both years are the control areas; shares are 100.00;
    the county's planned classes are what a plain group-by gives, rounded."""
    from hand_county import catalogues

    from village_planner.core.tables.areas import control_areas, shown_areas
    from village_planner.core.tables.change_areas import change_areas

    frame = land(rows).groupby(COLUMNS[:-1])["area_m2"].sum().reset_index()
    county = change_county(frame)
    classes, control = catalogues().classes, control_areas(county.villages)
    areas = shown_areas(county, classes, control)
    change = change_areas(county, classes, control, areas)
    if change is None:  # most of it is of unknown classes
        assert frame.loc[frame["class_code"] == "7777", "area_m2"].sum() >= 0.5 * frame["area_m2"].sum()
        return
    assert areas is not None and change.present
    keys = ["unit_code", "leaf", "constraints"]
    pieces = areas.pieces[areas.pieces["cents"] > 0].groupby(keys)["cents"].sum()
    assert change.cells.groupby(keys)["cents"].sum().to_dict() == pieces.to_dict()
    planned = frame.groupby("planned_class")["area_m2"].sum() / 100
    shown = change.cells[change.cells["planned"]].groupby("target_class")["cents"].sum()
    for code, cents in planned.items():
        if code:  # half a digit for rounding, the rest for what the villages' own areas were balanced by
            assert abs(shown.get(code, 0) - cents) <= 1 + 0.5 * frame["unit_code"].nunique() + len(rows) / 10, code
    for report in reports(county, TABLES):
        assert not [check for check in report.failed if "乡镇控制面积" not in check.what]
        villages = {A: [V1, V2], B: [V3]}.get(report.code, [V1, V2, V3])
        total = int(control.loc[villages].sum()) / 100
        for table in report.tables:
            _closes(table)
        structure, zones = table_of(report, "land_structure"), table_of(report, "space_control")
        assert structure.rows[-1].values["base_area"] == structure.rows[-1].values["target_area"] == total
        assert zones.rows[-1].values["area"] == total
        whole = 100 if total else 0
        assert structure.rows[-1].values["base_share"] == structure.rows[-1].values["target_share"] == whole
        assert zones.rows[-1].values["share"] == whole


def _closes(table: Any) -> None:
    """Every sum is one, down and across, in decimal arithmetic."""
    for row in table.rows:
        for column in table.columns:
            value = row.values.get(column.key)
            if row.parts and column.adds:
                parts = [table.rows[part].values.get(column.key) for part in row.parts]
                assert Decimal(str(value)) == sum(Decimal(str(part)) for part in parts), (table.id, column.key)
            if column.parts and row.kind == "data":
                across = sum((Decimal(str(row.values[key])) for key in column.parts), Decimal(0))
                across -= sum(Decimal(str(row.values[key])) for key in column.less)
                assert Decimal(str(value)) == across, (table.id, column.key)


def test_planned_classes_are_the_databases_to_the_last_digit() -> None:
    """Of many small pieces: rounded one by one they would be far off, so the county's sums are balanced."""
    drawn = np.random.default_rng(7)
    rows = [
        (village, code, settlement, planned, "", float(drawn.integers(1, 40_000)) / 1e6)
        for village in (V1, V2, V3)
        for code in SURVEY[:8]
        for settlement in ("", "203")
        for planned in PLANNED[:9]
    ]
    county = change_county(land(rows))
    from hand_county import catalogues

    from village_planner.core.tables.areas import control_areas, shown_areas
    from village_planner.core.tables.change_areas import change_areas

    control = control_areas(county.villages)
    change = change_areas(county, catalogues().classes, control, shown_areas(county, catalogues().classes, control))
    assert change is not None
    exact = county.land_change.groupby("planned_class")["area_m2"].sum() / 100
    assert (change.by("target_class").sum() - exact).abs().max() < 1
    inside = county.land_change.groupby("settlement_code")["area_m2"].sum() / 100
    assert (change.by("settlement_code").sum() - inside).abs().max() < 1.5
    by_hand = present(county.land_change)
    assert by_hand["area_m2"].sum() == pytest.approx(county.land_change["area_m2"].sum())
