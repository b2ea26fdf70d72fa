"""Forms brought filled in: heads as they come, rows with every fault named, and the blank form read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hand_county import catalogue

from village_planner.core.errors import InputError
from village_planner.core.statistics.gazetteer import Gazetteer
from village_planner.core.tables.forms import FormReading, forms_of, read_form
from village_planner.database.statistics import read_rules
from village_planner.excel.form_book import write_form_book
from village_planner.excel.reading import read_book

T1, T2 = "510000001", "510000002"
TENURE, SAFEGUARDS = "tenure_adjustment", "safeguards"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    townships = pd.DataFrame({"code": [T1, T2], "name": ["甲石镇", "乙桥乡"]})
    villages = pd.DataFrame({"code": [T1 + "201"], "name": ["东村"], "township_code": [T1]})
    return Gazetteer.build(townships, villages, read_rules(), "试验县")


@pytest.fixture
def read(tmp_path: Path, gazetteer: Gazetteer) -> Any:
    def call(form: str, rows: list[list[Any]], merged: tuple[str, ...] = (), **more: Any) -> FormReading:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
        file = tmp_path / "填报.xlsx"
        book.save(file)
        return read_form(read_book(file), catalogue("tables")[form], gazetteer, read_rules(), **more)

    return call


def test_forms_of_the_shipped_catalogue() -> None:
    assert forms_of(catalogue("tables")) == [TENURE, "sector_plan_list", SAFEGUARDS]


def test_two_rows_of_heads_merged_or_not_areas_in_other_units_totals_and_notes(read: Any) -> None:
    top = ["序号", "乡镇", "村", "调整前", None, "调整后", None, "备注"]
    below = [None, None, None, "权利人", "面积（亩）", "权利人", "面积", None]
    rows: list[list[Any]] = [
        ["试验县权属调整表"],
        top,
        below,
        [1, "甲石", "东村", "一组", 30, "二组", "2.5", "经协商"],
        [2, None, "西村", None, "1,500平方米", None, "0.15公顷", None],
        [None],
        ["合计", None, None, None, 32.25, None, 2.65, None],
        ["注：面积以实测为准"],
        [3, T2, "南村", None, 1, None, 1, None],
    ]
    found = read(TENURE, rows, ("A1:H1", "D2:E2", "F2:G2", "B2:B3", "B4:B5", "A2:A3"))
    assert found.faults == () and found.skipped == 1
    assert [(row.unit_code, dict(row.values)) for row in found.rows] == [
        (T1, {"township": "甲石", "village": "东村", "holder_before": "一组", "area_before": 2.0,
              "holder_after": "二组", "area_after": 2.5, "note": "经协商"}),
        (T1, {"township": "甲石", "village": "西村", "area_before": 0.15, "area_after": 0.15}),
    ]  # fmt: skip
    assert found.missing == ("plot", "ownership_before", "class_before", "ownership_after", "class_after")
    assert found.headers["area_before"] == "调整前 › 面积（亩）"
    assert found.rows[0].origin == "填报.xlsx › Sheet › 4"


def test_every_fault_names_its_cell(read: Any) -> None:
    rows = [
        ["乡镇", "村", "地块", "调整前面积", "调整后面积", "备注"],
        ["甲石镇", "东村", "一号", "约3", 1, ""],
        ["丙山镇", "南村", "二号", 1, -1, ""],
        ["", "西村", "三号", "3人", 1, "=1/0"],
        ["全县", "", "四号", 1, 1, ""],
    ]
    found = read(TENURE, rows)
    assert [(fault.cell, fault.column, fault.code) for fault in found.faults] == [
        ("D2", "调整前面积", "approximate"),
        ("A3", "乡镇", "unknown_township"),
        ("E3", "调整后面积", "negative_area"),
        ("D4", "调整前面积", "unknown_unit"),
        ("F4", "备注", "formula_error"),
    ]
    assert [row.values["plot"] for row in found.rows] == ["四号"] and found.rows[0].unit_code == ""


def test_other_sheets_are_refused_by_name(read: Any) -> None:
    with pytest.raises(InputError) as error:
        read(SAFEGUARDS, [["姓名", "电话"], ["甲", "1"]])
    assert error.value.code == "no_form_table" and "保障措施" in str(error.value) and "exportform" in str(error.value)
    with pytest.raises(InputError) as error:
        read(SAFEGUARDS, [["类别", "保障措施", "责任单位"]], sheets=["不存在"])
    assert error.value.code == "unknown_sheet"
    assert read(SAFEGUARDS, [["类别", "保障措施", "责任单位"]]).rows == ()


def test_a_required_column_under_another_head_refuses_the_whole_and_names_the_cell(read: Any) -> None:
    rows = [["试验县保障措施表"], ["类别", "主要做法", "责任单位", "备注"], ["组织", "成立专班", "县政府", ""]]
    with pytest.raises(InputError) as error:
        read(SAFEGUARDS, rows, ("A1:D1",))
    told = str(error.value)
    assert error.value.code == "form_column_missing"
    assert all(part in told for part in ("填报.xlsx", "Sheet", "B2", "“主要做法”", "“保障措施”", "exportform"))
    for cut in (["类别", None, "责任单位", "备注"], ["类别", "责任单位", "备注"]):  # no head at all, no column
        with pytest.raises(InputError, match="保障措施") as error:
            read(SAFEGUARDS, [cut, ["组织", "成立专班", "县政府"]])
        assert error.value.code == "form_column_missing"
    two = [["类别", "保障措施", "责任单位"], ["组织", None, "县政府"], [None, None, None], ["资金", "统筹", "财政局"]]
    found = read(SAFEGUARDS, two)
    assert [(fault.cell, fault.code) for fault in found.faults] == [("B2", "required_empty")]
    assert [row.values["measure"] for row in found.rows] == ["统筹"]


def test_other_unknown_heads_are_faults_where_a_column_is_missing_else_noted(read: Any) -> None:
    heads = ["类别", "保障措施", "责任单位", "配合单位", "完成时限", "备注"]
    values = ["组织", "成立专班", "县政府", "各镇", "2026年", "-"]
    found = read(SAFEGUARDS, [[*heads, "联系电话", "空"], [*values, "0816-1"]])
    assert found.faults == () and found.missing == () and len(found.rows) == 1
    assert [(str(note)[:9], "联系电话" in str(note)) for note in found.notes] == [("Sheet!G1:", True)]
    heads[3] = "协作部门"
    found = read(SAFEGUARDS, [heads, values])
    assert [(fault.cell, fault.column, fault.code) for fault in found.faults] == [("D1", "协作部门", "unknown_head")]
    assert "配合单位" in str(found.faults[0].text)


@pytest.mark.parametrize("form", [TENURE, "sector_plan_list", SAFEGUARDS])
def test_the_form_we_write_is_read_back_as_it_was(form: str, tmp_path: Path, gazetteer: Gazetteer) -> None:
    entry = catalogue("tables")[form]
    known = {
        TENURE: [{"township": "乙桥乡", "village": "=南村", "area_before": 1.25, "area_after": 1.0, "note": "一\n二"}],
        "sector_plan_list": [{"name": "水利规划", "lead": "水利局", "layer": "SLGH"}],
        SAFEGUARDS: [{"kind": "组织", "measure": "成立专班；每月会商", "due": "2026-3-5"}, {"measure": "+资金"}],
    }[form]
    file = tmp_path / "空白表.xlsx"
    write_form_book(file, entry, known, ["甲石镇", "乙桥乡"], blank=5, county="试验县")
    found = read_form(read_book(file), entry, gazetteer, read_rules())
    assert found.faults == () and found.missing == () and found.skipped == 0
    assert [dict(row.values) for row in found.rows] == known
    assert [row.unit_code for row in found.rows] == ([T2] if form == TENURE else [""] * len(known))
