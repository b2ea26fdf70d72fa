"""The same tables for a township district: between the county and its townships, and in 亩."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hand_county import catalogues, hand_county, reports, table_of

from village_planner.core.charts.colours import PALETTE
from village_planner.core.errors import InputError
from village_planner.core.tables.agreement import Parts, agreement_checks
from village_planner.core.tables.area_units import in_chinese, in_mu
from village_planner.core.tables.build import Sources
from village_planner.core.tables.chart import Chart, charts_of
from village_planner.core.tables.report import build_reports, choose_districts, choose_scopes
from village_planner.core.tables.table import Column, Row, Side, Table

A, B = "510000001", "510000002"
V1, V2, V3 = A + "201", A + "202", B + "201"


@pytest.fixture(scope="module")
def two_districts() -> Any:
    """Each township a district of its own; village district 1-02 reaches from one into the other."""
    county = hand_county()
    townships = county.townships.assign(district=["1", "2"])
    districts = pd.DataFrame({"name": ["中心片区", "河谷片区"], "function": "", "parent": ""}, index=["1", "2"])
    quotas = pd.DataFrame(
        [(level, code, "耕地", value, "floor") for level, code, value in (("county", "", 9.0), ("township", A, 5.0))],
        columns=["level", "unit_code", "indicator", "value", "kind"],
    ).assign(name="耕地保有量", unit="公顷", decimals=2, rate=False)
    return dataclasses.replace(county, townships=townships, township_districts=districts, quotas=quotas)


def test_district_is_the_sum_of_its_townships(two_districts: Any) -> None:
    whole, first, second = reports(two_districts, districts=("1", "2"))[:3]
    assert [report.name for report in (first, second)] == ["中心片区", "河谷片区"]
    for name in ("land_first_level", "land_second_level", "land_super_classes"):
        total = table_of(whole, name).rows[0].values
        for key in (column.key for column in table_of(first, name).columns if column.adds):
            parts = [table_of(report, name).rows[0].values[key] for report in (first, second)]
            assert Decimal(str(total[key])) == sum(Decimal(str(part)) for part in parts), key
    table = table_of(first, "land_first_level")
    assert [(row.kind, row.values["name"], row.values["code"]) for row in table.rows] == [
        ("total", "中心片区", "1"),
        ("subtotal", "甲镇", A),
        ("data", "东村", V1),
        ("data", "西村", V2),
    ]
    assert [row.values["name"] for row in table_of(first, "control_summary").rows] == ["甲镇", "合计"]
    assert [row.values["name"] for row in table_of(second, "district_scheme").rows] == ["河谷片区"]
    assert [row.values["name"] for row in table_of(first, "centre_reasons").rows] == ["甲镇", "东村"]


def test_village_districts_that_reach_beyond_a_district_stand_beside_their_own_part(two_districts: Any) -> None:
    first = table_of(reports(two_districts, districts=("1",))[1], "village_districts")
    assert first.column("own_area_ha").heads == ("其中：本片区", "面积")
    assert first.rows[-1].values["own_area_ha"] == 15.56 and "area_ha" not in first.rows[-1].values
    closed = table_of(reports(hand_county(), districts=("1",))[1], "village_districts")
    assert closed.rows[-1].values["area_ha"] == 18.56 and not any(c.key.startswith("own_") for c in closed.columns)


def test_nothing_is_handed_down_to_a_district(two_districts: Any) -> None:
    table = table_of(reports(two_districts, districts=("1",))[1], "quotas")
    assert [column.key for column in table.columns] == ["name", "kind", "unit", f"unit:{A}", "total"]
    assert table.rows[0].values["total"] == 5.0


def test_unknown_district_is_named(two_districts: Any) -> None:
    assert choose_districts([], two_districts) == ["1", "2"]
    with pytest.raises(InputError, match=r"9.*1, 2"):
        choose_districts(["9"], two_districts)


def test_mu_is_exact_and_said_in_unit_line_and_headers() -> None:
    for table in reports(hand_county())[0].tables:
        changed = in_mu(table)
        figures = {column.key for column in table.columns if column.area and column.kind == "number"}
        if not figures:
            assert changed is table  # as its texts name no hectares
            continue
        for before, after in zip(table.rows, changed.rows):
            for column in table.columns:
                value = before.values.get(column.key)
                if column.key in figures and before.kind != "note" and value is not None:
                    assert Decimal(str(after.values[column.key])) == Decimal(str(value)) * 15, (table.id, column.key)
                else:
                    assert after.values.get(column.key) == value
            for column in changed.columns:  # sums of what is shown stay sums
                if column.adds and after.parts:
                    parts = [changed.rows[part].values.get(column.key) for part in after.parts]
                    assert Decimal(str(after.values[column.key])) == sum(
                        Decimal(str(p)) for p in parts if p is not None
                    )
        assert "公顷" not in changed.unit and ("亩" in changed.unit or "公顷" not in table.unit)
    plain = Table("t", "表", "表", (Column("a", ("面积（hm²）",), "number", 2, area=True),), (Row({"a": None}),))
    assert in_mu(plain).columns[0].heads == ("面积（亩）",) and in_mu(plain).rows[0].values["a"] is None


def test_mu_of_texts_digits_and_means() -> None:
    """Beside the sums: hectares that a sentence names, figures of other digits, and means, of the new sums."""
    columns = (
        Column("area", ("面积",), "number", 2, area=True),
        Column("fields", ("图斑数",), "number"),
        Column("mean", ("平均",), "number", 2, area=True, quotient=("area", "fields")),
        Column("why", ("依据",), area=True),
        Column("unit", ("单位",)),
        Column("quota", ("下达",), "number", 1, unit_by_row=True),
    )
    why = in_chinese("可建设 1,200.5 ha（低于 2 公顷），4.0 min，3 ha/km²")
    row = {"area": 1.0, "fields": 8, "mean": 0.13, "why": why}
    rows = (
        Row({**row, "unit": in_chinese("hm²"), "quota": 0.1}),
        Row({**row, "fields": 0, "mean": None, "unit": "%", "quota": 0.1}),
        Row({"area": 0.5}, "note"),
    )
    first, second, note = (each.values for each in in_mu(Table("t", "表", "表", columns, rows)).rows)
    assert first["mean"] == 1.88 and second["mean"] is None  # 15 / 8, where 0.13 x 15 is 1.95
    assert first["why"] == "可建设 18,007.5 亩（低于 30 亩），4.0 分钟，3 ha/km²"
    assert (first["unit"], first["quota"], second["quota"]) == ("亩", 1.5, 0.1) and note["area"] == 0.5


def test_charts_come_from_the_catalogue() -> None:
    columns = [Column("name", ("地类",)), Column("x:1", ("基期",), "number"), Column("x:2", ("目标",), "number")]
    rows = [
        Row({"name": "耕地", "x:1": 3, "x:2": 1}, "subtotal", (1,)),
        Row({"name": "水田", "x:1": 3, "x:2": 1}),
        Row({"name": "园地", "x:1": 0, "x:2": None}),
        Row({"name": "林地", "x:1": 5, "x:2": 6}),
        Row({"name": "合计"}, "total", (0, 2, 3)),
    ]
    entry: dict[str, Any] = {"kind": "column", "title": "结构", "categories": "name", "series": ["x:*"], "unit": "公顷"}
    made = charts_of({"charts": [entry, {**entry, "kind": "pie"}, {**entry, "rows": "data"}]}, columns, rows)
    assert made == (
        Chart("column", "结构", "name", ("x:1", "x:2"), (0, 2, 3), "公顷", PALETTE[:2]),
        Chart("pie", "结构", "name", ("x:1",), (0, 3), "公顷", PALETTE[:2]),
        Chart("column", "结构", "name", ("x:1", "x:2"), (1, 2, 3), "公顷", PALETTE[:2]),
    )
    # What wears a colour on the map wears it in the chart: a row where there is one series, else a series.
    worn = [replace(row, colour=colour) for row, colour in zip(rows, ("#fffbb1", "", "", "#31ad69", ""))]
    columns[2] = replace(columns[2], colour="#123456")
    pie, both = charts_of({"charts": [{**entry, "kind": "pie"}, entry]}, columns, worn)
    assert pie.by_row and pie.colours == ("#fffbb1", "#31ad69")
    assert not both.by_row and both.colours == (PALETTE[0], "#123456")
    assert charts_of({"charts": [{**entry, "most": 2}, {**entry, "series": ["y"]}]}, columns, rows) == ()


def test_sources_of_a_scope(two_districts: Any) -> None:
    from village_planner.core.tables.build import DISTRICT, Scope

    sources = Sources(two_districts, None, None, None, Scope(DISTRICT, "2"))  # type: ignore[arg-type]
    assert (list(sources.townships.index), list(sources.villages.index), sources.subject) == ([B], [V3], "河谷片区")


def test_a_whole_is_checked_against_the_sum_of_its_parts(two_districts: Any) -> None:
    def sums(report: Any) -> dict[str, float]:
        found = (check for check in report.checks if check.what.endswith("本册与各部分之和"))
        return {f"{check.left.table}.{check.left.anchor}/{check.right.label}": check.right.value for check in found}

    whole, first, _, town, _ = reports(two_districts, districts=("1", "2"))
    for label in ("2 个乡镇之和", "2 个片区之和"):
        assert sums(whole)[f"land_first_level.total/{label}"] == 18.56
        assert sums(whole)[f"village_districts.population/{label}"] == 400
        assert sums(whole)[f"control_summary.area:ecological_redline/{label}"] == 5.5
    assert sums(first)["land_first_level.first:01/1 个乡镇之和"] == 6.67
    assert sums(town) == {} and not whole.failed
    alone = reports(two_districts, townships=(A,))[0]  # of the parts only one is asked for
    assert sums(alone) == {}


def test_a_sum_that_differs_is_found() -> None:
    columns = (Column("name", ("名称",)), Column("a", ("面积",), "number", 2, adds=True, area=True))
    table = Table("t", "表", "表", columns, (Row({"name": "合计", "a": 3.0}, "total", (0,)),), anchors={"a": (0, "a")})
    agreement = {"what": "{name}之和", "figures": ["t.*"], "sum": True, "decimals": 2, "unit": "公顷"}
    parts = [Parts.of("2 个乡镇之和", [{"t": {"a": 1.25}}, {"t": {"a": 1.5}}])]
    (check,) = agreement_checks([agreement], {"t": table}, {}, parts)
    assert (check.what, check.difference) == ("面积之和", 0.25) and not check.agrees
    pair = {"what": "面积", "figures": ["data.x:*", "t.*"], "sum": False, "decimals": 2, "unit": "公顷"}
    (check,) = agreement_checks([pair], {"t": table}, {"x:a": Side("数据", 3.0), "x:b": Side("数据", 1.0)}, [])
    assert check.agrees and check.left.table == "t"


def test_reports_in_mu_agree_as_those_in_hectares_do(two_districts: Any) -> None:
    scopes = choose_scopes(True, ["1"], [A, B])
    chosen = [name for name in catalogues().tables["order"]]
    made = [list(build_reports(two_districts, catalogues(), scopes, chosen, unit=unit)) for unit in ("ha", "mu")]
    for hectares, mu in zip(*made):
        assert [check.agrees for check in mu.checks] == [check.agrees for check in hectares.checks]
        assert not any("公顷" in check.unit for check in mu.checks)
        pairs = {(a.unit, b.unit) for a, b in zip(hectares.checks, mu.checks) if a.left.value != b.left.value}
        assert pairs == {("公顷", "亩")}


def test_what_only_the_county_has_is_said_so(two_districts: Any) -> None:
    whole, first = reports(two_districts, tables=("quotas", "targets"), townships=(B,))[:2]
    assert {gap.id: gap.needs["zh"] for gap in first.gaps}["quotas"] == "全县有此表，本乡镇没有可列的内容。"
    assert "目标" in {gap.id: gap.needs["zh"] for gap in first.gaps}["targets"] and [gap.id for gap in whole.gaps] == [
        "targets"
    ]
