"""Report tables against figures worked out by hand, and closing sums for any county."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hand_county import catalogue, catalogues, hand_county, reports, table_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from village_planner.core.tables.areas import nested_shares, shares
from village_planner.core.tables.report import OVERLAID_FORMS

A, B = "510000001", "510000002"


def figures(table: Any, key: str) -> dict[str, Any]:
    """name -> figure of one column."""
    return {row.values["name"]: row.values.get(key) for row in table.rows}


def assert_sums_close(table: Any) -> None:
    """Every row and column that claims to be a sum is one, in decimal arithmetic."""
    for row in table.rows:
        for column in table.columns:
            value = row.values.get(column.key)
            if row.parts and column.adds:
                parts = [table.rows[part].values.get(column.key) for part in row.parts]
                assert Decimal(str(value)) == sum(Decimal(str(v)) for v in parts if v is not None), (
                    table.id,
                    column.key,
                )
            if column.parts:
                parts = [row.values[key] for key in column.parts]
                assert Decimal(str(value)) == sum(Decimal(str(v)) for v in parts), (table.id, column.key)


def test_first_level_by_hand() -> None:
    county, first, second = reports(hand_county())
    table = table_of(county, "land_first_level")
    assert figures(table, "total") == {
        "试验县": 18.56,
        "甲镇": 15.56,
        "东村": 10.0,
        "西村": 5.56,
        "乙乡": 3.0,
        "南村": 3.0,
    }
    # 66,666.66 m² are 6.67 ha: the class keeps the database's total, so the 0.01 left over in 东村 goes to it.
    assert figures(table, "first:01")["试验县"] == 6.67
    assert figures(table, "first:07") == {"试验县": 3.33, "甲镇": 3.33, "东村": 3.33, "西村": 0, "乙乡": 0, "南村": 0}
    assert figures(table, "first:02")["西村"] == 0.56  # 0201K counts as 0201
    assert figures(table, "first:00")["南村"] == 0.5  # the salt field is wetland
    assert figures(table, "first:06")["南村"] == 0
    assert figures(table, "unknown")["试验县"] == 0.5
    assert "9999 0.50 公顷" in table.notes[-1]
    assert [row.kind for row in table.rows] == ["total", "subtotal", "data", "data", "subtotal", "data"]
    assert table.rows[0].parts == (1, 4)
    assert figures(table_of(first, "land_first_level"), "total") == {"甲镇": 15.56, "东村": 10.0, "西村": 5.56}
    assert figures(table_of(second, "land_first_level"), "total") == {"乙乡": 3.0, "南村": 3.0}


def test_second_level_and_super_classes_by_hand() -> None:
    county = reports(hand_county())[0]
    second = table_of(county, "land_second_level")
    assert len(second.columns) == 71 + 1  # the official form, and the column of unknown classes
    assert figures(second, "leaf:0201")["试验县"] == 0.56
    assert second.column("leaf:0303").heads == ("湿地（00）", "其中", "红树林地（0303）")
    assert second.column("first:09").heads == ("特殊用地（09）",)
    supers = table_of(county, "land_super_classes")
    whole = supers.rows[0].values
    assert (whole["super:farm"], whole["super:construction"], whole["super:unused"]) == (
        12.23,
        3.83,
        2.0,
    )  # sums of what is shown
    assert whole["total"] == 18.56 and whole["unknown"] == 0.5
    assert supers.column("leaf:0603").heads == ("建设用地", "湿地（00）", "其中", "盐田（0603）")


def test_the_super_class_form_has_the_official_columns() -> None:
    county = hand_county()
    land = county.land_area[county.land_area["class_code"] != "9999"]
    table = table_of(reports(dataclasses.replace(county, land_area=land))[0], "land_super_classes")
    leaves = [c for c in table.columns if c.key.startswith("leaf:")]
    # 55 second-level classes, each once; 09 has none below it
    assert len(leaves) == 55
    assert {c.key for c in leaves} == {
        f"leaf:{entry['code']}" for entry in catalogue("survey_classes")["classes"] if len(entry.get("parent", "")) == 2
    }


def test_vertical_form_by_hand() -> None:
    table = table_of(reports(hand_county())[0], "land_vertical")
    # In % of 18.56: 35.9375, 17.9418, 26.9397, 3.0172, 10.7759, 2.6940, 2.6940. Cut to two digits they sum to 99.96;
    # the four hundredths go to the largest rests: 0301 (.97), 0101 (.75), 0201 (.72), 1101 (.59).
    shown = {
        row.values["code"] or row.values["first_code"] or row.values["name"]: (row.values["area"], row.values["share"])
        for row in table.rows
        if row.kind == "data" and row.values["area"]
    }
    assert shown == {
        "0101": (6.67, 35.94),
        "0702": (3.33, 17.94),
        "0301": (5.0, 26.94),
        "0201": (0.56, 3.02),
        "1101": (2.0, 10.78),
        "0603": (0.5, 2.69),
        "其他/未知地类": (0.5, 2.69),
    }
    subtotals = {row.values["first_code"]: row.values["area"] for row in table.rows if row.kind == "subtotal"}
    assert (subtotals["01"], subtotals["00"], subtotals["06"]) == (6.67, 0.5, 0.0)
    assert (table.rows[-1].values["area"], table.rows[-1].values["share"]) == (18.56, 100.0)


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=1, max_size=6), min_size=1, max_size=8))
def test_shares_of_classes_are_those_of_their_groups(groups: list[list[int]]) -> None:
    shown = [round(100 * share) for share in nested_shares(groups)]
    whole = sum(map(sum, groups))
    assert sum(shown) == (10_000 if whole else 0)
    for parts, share in zip(groups, shares([sum(parts) for parts in groups])):
        own, shown = shown[: len(parts)], shown[len(parts) :]
        assert sum(own) == round(100 * share)
        for part, value in zip(parts, own):
            assert value >= 0 and (not whole or abs(value - 10_000 * part / whole) < 2)


def test_control_tables_by_hand() -> None:
    county = reports(hand_county())[0]
    table = table_of(county, "control_summary")
    assert figures(table, "area:permanent_basic_farmland") == {"甲镇": 3.33, "乙乡": 0.5, "合计": 3.83}
    assert figures(table, "area:ecological_redline") == {"甲镇": 5.0, "乙乡": 0.5, "合计": 5.5}
    assert figures(table, "share:ecological_redline") == {"甲镇": 32.13, "乙乡": 16.67, "合计": 29.63}
    assert not any(column.key.endswith("urban_development_boundary") for column in table.columns)
    assert table.notes[-1] == "未导入：城镇开发边界。"
    areas = table_of(county, "control_areas")
    assert figures(areas, "area") == {
        "永久基本农田": 3.33,
        "生态保护红线": 5.0,
        "生态保护红线与永久基本农田重叠": 0.5,
        "管控线以外": 9.73,
        "合计": 18.56,
    }
    assert list(figures(areas, "share").values()) == [17.94, 26.94, 2.69, 52.43, 100.0]


def test_districts_by_hand() -> None:
    county, first, _ = reports(hand_county())
    scheme = table_of(county, "district_scheme").rows
    assert scheme[0].values == {
        "code": "1",
        "name": "中心片区",
        "function": "农旅融合",
        "township_count": 2,
        "townships": "甲镇、乙乡",
        "village_count": 3,
        "area_km2": 0.19,
        "area_ha": 18.56,
        "population": 400,
        "central_town": "甲镇",
        "sub_central_town": "",
        "village_district_count": 2,
    }
    table = table_of(county, "village_districts")
    assert figures(table, "villages") == {"1-01": "东村", "河谷片区": "西村、南村", "合计": None}
    assert figures(table, "crossing") == {"1-01": "否", "河谷片区": "是", "合计": "1 个跨乡镇"}
    assert figures(table, "area_ha")["合计"] == 18.56
    assert figures(table, "central_villages") == {"1-01": "东村", "河谷片区": "南村", "合计": "2 个"}
    own = table_of(first, "village_districts")
    assert figures(own, "area_ha") == {"1-01": 10.0, "河谷片区": 8.56, "合计": None}  # whole districts do not add up
    assert figures(own, "own_area_ha") == {"1-01": 10.0, "河谷片区": 5.56, "合计": 15.56}
    assert figures(own, "own_population")["合计"] == 300


def test_scores_by_hand() -> None:
    table = table_of(reports(hand_county())[0], "indicator_scores")
    assert [row.values["name"] for row in table.rows] == ["权重", "乙乡", "甲镇"]
    assert table.rows[0].values == {"name": "权重", "A1": 0.6667, "A2": 0.3333}
    assert table.column("A1").decimals == 1 and table.column("A2").decimals == 0
    assert table.column("A2").heads == ("经济", "隐患点−\n（处）")
    assert table.rows[1].values["total"] == 0.75 and table.rows[1].values["rank"] == 1


def test_cross_checks_agree_and_find_a_difference() -> None:
    for report in reports(hand_county()):
        assert report.checks and not report.failed
    county = hand_county()
    villages = county.villages.copy()
    villages.loc["510000001201", "area_m2"] = 101000.0  # the overlay has 100000.00: 1 % short, no rounding
    report = reports(dataclasses.replace(county, villages=villages))[0]
    failed = {check.what: check.difference for check in report.failed}
    assert failed["土地总面积与控制面积"] == -0.1
    assert failed["东村（510000001201）叠加面积与控制面积"] == -0.1
    assert (
        figures(table_of(report, "land_first_level"), "total")["东村"] == 10.0
    )  # the overlay's own total, not stretched


def test_small_differences_are_balanced_away() -> None:
    county = hand_county()
    villages = county.villages.copy()
    villages.loc["510000001201", "area_m2"] = 100060.0  # 0.06 %
    report = reports(dataclasses.replace(county, villages=villages))[0]
    assert figures(table_of(report, "land_first_level"), "total")["东村"] == 10.01
    assert not any("叠加" in check.what for check in report.failed)


def test_ground_of_no_village_is_named() -> None:
    county = hand_county()
    outside = pd.DataFrame([("", "0101", "", 1234.0)], columns=county.land_area.columns)
    land = pd.concat([county.land_area, outside], ignore_index=True)
    report, first, _ = reports(dataclasses.replace(county, land_area=land))
    assert [check.left.value for check in report.failed] == [0.12]
    assert figures(table_of(report, "land_first_level"), "total")["试验县"] == 18.56
    assert not first.failed


def test_missing_data_leaves_tables_out_and_says_what_to_bring() -> None:
    county = hand_county(land_area=None, indicators={}, scores={}, weights={})
    report = reports(county)[0]
    assert [table.id for table in report.tables] == ["district_scheme", "village_districts", "centre_reasons"]
    gaps = {gap.id: gap.needs["zh"] for gap in report.gaps}
    assert "图斑" in gaps["land_first_level"] and "指标" in gaps["indicator_scores"]
    county = hand_county(control_kinds=())
    land = county.land_area.assign(constraints="")
    gaps = {gap.id: gap.needs["zh"] for gap in reports(dataclasses.replace(county, land_area=land))[0].gaps}
    assert set(gaps) == {
        *("settlement_hierarchy", "village_types", "quotas", "targets"),
        *("village_scores", "control_summary", "control_areas"),
        *("opinion_adoption", "opinion_summary", "sign_offs", "questionnaire_topics"),
        *("moved_units", "review_record"),
        *("projects", "facility_provision", "conflicts", "consolidation_potential"),
        *("tenure_adjustment", "sector_plan_list", "safeguards"),
        *("settlement_land", "land_structure", "space_control", "planning_indicators", "key_figures"),
        *("construction_change", "farmland_change", "linkage"),
    }
    assert "生态保护红线" in gaps["control_summary"]


def test_a_plan_without_districts() -> None:
    county = hand_county()
    bare = dataclasses.replace(
        county,
        townships=county.townships.assign(district=None, role=None),
        villages=county.villages.assign(district=np.nan, role=None),
        township_districts=county.township_districts.iloc[:0],
        village_districts=county.village_districts.iloc[:0],
    )
    report = reports(bare)[0]
    assert {"district_scheme", "village_districts"} <= {gap.id for gap in report.gaps}
    half = dataclasses.replace(county, townships=county.townships.assign(district=["1", None]))
    scheme = table_of(reports(half)[0], "district_scheme")
    assert figures(scheme, "townships") == {"中心片区": "甲镇", "（未划入片区）": "乙乡", "合计": None}
    assert figures(scheme, "area_km2")["合计"] == 0.19


def test_classes_of_another_country_are_listed_as_they_are() -> None:
    county = hand_county()
    land = county.land_area.assign(class_code=["101", "101", "104", "130", "", "930", "9999", "0101"])
    foreign = dataclasses.replace(county, land_area=land, class_names=pd.Series({"101": "Single family"}))
    report = reports(foreign)[0]
    table = table_of(report, "land_vertical")
    assert figures(table, "area")["Single family"] == 6.67
    assert figures(table, "area")["（无地类编码）"] == 0.56
    assert figures(table, "area")["合计"] == 18.56
    assert all("不是国土调查地类" in gap.needs["zh"] for gap in report.gaps if gap.id in OVERLAID_FORMS[2:])
    assert {gap.id for gap in report.gaps if gap.id.startswith("land_")} == {
        "land_first_level",
        "land_second_level",
        "land_super_classes",
        "land_structure",  # nothing was compared
    }


def test_a_first_level_code_on_parcels_is_not_dropped() -> None:
    county = hand_county()
    land = county.land_area.assign(class_code=["01", "0101", "0702", "0301", "0201", "1101", "1101", "0603"])
    report = reports(dataclasses.replace(county, land_area=land))[0]
    second = table_of(report, "land_second_level")
    assert second.rows[0].values["leaf:01"] == 3.33 and second.column("leaf:01").heads[-1] == "未细分（01）"
    assert second.rows[0].values["total"] == 18.56
    supers = table_of(report, "land_super_classes")
    assert supers.rows[0].values["unknown"] == 3.33  # its super-class is not known
    assert supers.rows[0].values["total"] == 18.56
    assert not report.failed


def test_townships_without_villages_and_villages_without_township() -> None:
    county = hand_county()
    villages = county.villages.assign(township_code=[A, "999999999", None])
    report, first, empty = reports(dataclasses.replace(county, villages=villages))
    table = table_of(report, "land_first_level")
    assert [row.values["code"] for row in table.rows if row.kind == "subtotal"] == [A, B, "", "999999999"]
    assert table.rows[0].values["total"] == 18.56
    assert table_of(empty, "land_first_level").rows[0].values["total"] == 0
    for each in (report, first, empty):
        for each_table in each.tables:
            assert_sums_close(each_table)


def test_unknown_tables_and_townships_are_named() -> None:
    from village_planner.core.errors import InputError
    from village_planner.core.tables.report import choose_tables, choose_townships

    with pytest.raises(InputError, match="nonsense") as caught:
        choose_tables(["land_vertical", "nonsense"], catalogues().tables)
    assert caught.value.code == "unknown_table"
    with pytest.raises(InputError, match="123") as caught:
        choose_townships([A, "123"], hand_county())
    assert caught.value.code == "unknown_township"
    assert choose_tables(["land_vertical", "district_scheme"], catalogues().tables) == [
        "district_scheme",
        "land_vertical",
    ]


def test_survey_catalogue_agrees_with_the_official_list(shared_data: Any) -> None:
    listed = pd.read_csv(shared_data / "codes" / "survey_classes.csv", dtype=str).fillna("")
    supers = {"农用地": "farm", "建设用地": "construction", "未利用地": "unused", "": ""}
    entries = {entry["code"]: entry for entry in catalogue("survey_classes")["classes"]}
    assert list(entries) == list(listed["code"])
    for row in listed.itertuples():
        assert entries[row.code]["name"]["zh"] == row.name
        assert entries[row.code].get("super", "") == supers[row.super_class]


CODES = ["0101", "0201K", "0301", "0603", "0702", "09", "01", "1101", "1202", "zz", ""]
LINES = ["", "ecological_redline", "permanent_basic_farmland", "a+ecological_redline", "urban_development_boundary"]


@settings(max_examples=settings.default.max_examples // 4)  # each makes all tables of a county
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(CODES), st.sampled_from(LINES), st.integers(0, 10**9)),
        max_size=25,
    ),
    st.lists(st.floats(-0.002, 0.002), min_size=3, max_size=3),
)
def test_every_county_closes(pieces: list[tuple[int, str, str, int]], drift: list[float]) -> None:
    """Whatever the pieces: rows and columns close, townships sum to the county, tables agree with each other."""
    base = hand_county()
    codes = list(base.villages.index)
    rows = [(codes[v], c, line, area / 100) for v, c, line, area in pieces]
    land = pd.DataFrame(rows, columns=["unit_code", "class_code", "constraints", "area_m2"]).astype({"area_m2": float})
    sums = land.groupby("unit_code")["area_m2"].sum().reindex(codes, fill_value=0).to_numpy()
    villages = base.villages.assign(area_m2=np.round(sums * (1 + np.array(drift)), 2))
    county, *townships = reports(dataclasses.replace(base, villages=villages, land_area=land))
    for report in (county, *townships):
        for table in report.tables:
            assert_sums_close(table)
        shares = {t.id: t.value("share") for t in report.tables if "share" in t.anchors}
        land_tables = [t for t in report.tables if t.id.startswith(("land", "control"))]
        totals = {t.id: t.value("total" if "total" in t.anchors else "area") for t in land_tables}
        assert len(set(totals.values())) <= 1
        assert all(share in (0.0, 100.0) for share in shares.values())
        expected = {"land_vertical"} & set(totals)
        assert all((shares[name] == 100.0) == (totals[name] > 0) for name in expected)
    for identifier in ("land_first_level", "land_second_level", "land_super_classes"):
        if any(table.id == identifier for table in county.tables):
            whole = table_of(county, identifier).rows[0].values
            for column in table_of(county, identifier).columns:
                if column.kind == "number":
                    parts = [table_of(t, identifier).rows[0].values[column.key] for t in townships]
                    assert Decimal(str(whole[column.key])) == sum(Decimal(str(part)) for part in parts)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10**9)), min_size=1, max_size=40))
@example([(0, 3430001), (1, 46591), (2, 46960)])  # 342, were the county's rounding shared in proportion
def test_control_areas_close_to_the_county_and_stay_at_the_truth(units: list[tuple[int, int]]) -> None:
    from village_planner.core.tables.areas import control_areas

    villages = pd.DataFrame({"township_code": [str(t) for t, _ in units], "area_m2": [a / 100 for _, a in units]})
    shown = control_areas(villages)
    total = (Decimal(sum(a for _, a in units)) / 10000).quantize(Decimal(1), "ROUND_HALF_UP")
    assert int(shown.sum()) == total
    for township, group in villages.groupby("township_code"):
        exact = sum(Decimal(units[i][1]) for i in group.index) / 10000
        assert abs(int(shown[group.index].sum()) - exact) < 1, township
    assert all(abs(int(value) - Decimal(area) / 10000) < 1 for value, (_, area) in zip(shown, units))
