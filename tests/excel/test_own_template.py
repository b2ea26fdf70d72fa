"""A county's own workbook: what it marks is filled, all else stays."""

from __future__ import annotations

import dataclasses
import hashlib
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hand_county import hand_county, reports, table_of
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from village_planner.core.errors import InputError, StorageError
from village_planner.excel.own_template import fill_template, not_kept


@pytest.fixture(scope="module")
def report() -> Any:
    return reports(hand_county(date="2026年3月"))[0]


def template(path: Path, marks: dict[str, Any], names: Any = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "上报表"
    for place, value in marks.items():
        sheet[place] = value
        sheet[place].font = Font(name="楷体", size=13, bold=True)
    sheet["K1"] = "=SUM(B2:B3)"
    sheet.merge_cells("H1:I1")
    sheet.column_dimensions["A"].width = 33
    for name, place in (names or {}).items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    book.save(path)
    return path


def filled(path: Path, report: Any, *given: Any) -> Any:
    own = template(path / "own.xlsx", *given)
    before = hashlib.sha256(own.read_bytes()).hexdigest()
    fill_template(own, report, path / "out.xlsx")
    assert hashlib.sha256(own.read_bytes()).hexdigest() == before
    return openpyxl.load_workbook(path / "out.xlsx")["上报表"]


def test_fields_figures_and_names(tmp_path: Path, report: Any) -> None:
    marks = {
        "A1": "{{county}}（{{date}}）",
        "B2": "{{land_vertical.area}}",
        "B3": "合计 {{ district_scheme.area_km2 }} km²",
    }
    names = {
        "片区划分方案表.合计.村级片区数": "上报表!$D$2",
        "village_districts.population": "上报表!$D$3",
        "我的": "上报表!$D$4",
    }
    sheet = filled(tmp_path, report, {**marks, "D4": 7, "A9": "不动"}, names)
    assert sheet["A1"].value == "试验县（2026年3月）" and sheet["A1"].font.name == "楷体"
    assert (sheet["B2"].value, sheet["B3"].value) == (18.56, "合计 0.19 km²")
    assert [sheet[f"D{row}"].value for row in (2, 3, 4)] == [2, 400, 7]
    assert (sheet["A9"].value, sheet["K1"].value, sheet.column_dimensions["A"].width) == ("不动", "=SUM(B2:B3)", 33)
    assert "H1:I1" in {str(area) for area in sheet.merged_cells.ranges}


def test_figures_inside_text_have_the_digits_of_their_table(tmp_path: Path, report: Any) -> None:
    table = next(table for table in report.tables if table.id == "land_vertical")
    row, key = table.anchors["area"]
    rows = list(table.rows)
    rows[row] = dataclasses.replace(rows[row], values={**rows[row].values, key: 2659.7})
    longer = dataclasses.replace(table, rows=tuple(rows))
    other = dataclasses.replace(report, tables=tuple(longer if one is table else one for one in report.tables))
    sheet = filled(tmp_path, other, {"B2": "{{land_vertical.area}}", "B3": "共 {{land_vertical.area}} 公顷"})
    assert (sheet["B2"].value, sheet["B3"].value) == (2659.7, "共 2,659.70 公顷")


def test_what_only_other_units_have_stays_empty(tmp_path: Path) -> None:
    """One template serves all units: a township's form of districts has no line of totals, the county's has."""
    county, *rest = reports(hand_county())
    township = next(r for r in rest if "area_km2" not in table_of(r, "district_scheme").anchors)
    names = {"片区划分方案表.合计.村级片区数": "上报表!$D$2", f"{township.gaps[0].title}.合计.面积": "上报表!$D$3"}
    marks = {"A1": "{{district_scheme.area_km2}}", "D2": 7, "D3": 7}
    assert filled(tmp_path, county, marks, names)["A1"].value == 0.19
    sheet = filled(tmp_path, township, marks, names)
    assert [sheet[place].value for place in ("A1", "D2", "D3")] == [None, None, None]


def test_tables_with_heads_and_rows_in_the_templates_own_look(tmp_path: Path, report: Any) -> None:
    sheet = filled(tmp_path, report, {"A3": "{{table:control_areas}}", "A20": "{{rows:control_areas}}"})
    table = table_of(report, "control_areas")
    shown = [[row.values.get(column.key) for column in table.columns] for row in table.rows]
    assert [cell.value for cell in sheet[3]][:3] == ["管控类型", "面积", "占比"]
    for top in (4, 20):
        found = [[sheet.cell(top + i, 1 + j).value for j in range(3)] for i in range(len(shown))]
        assert found == shown
    assert sheet["B4"].number_format == "#,##0.00" and sheet["B4"].border.left.style == "thin"
    assert sheet["A22"].font.name == "楷体" and sheet["B22"].number_format == "General"


def test_what_cannot_be_filled_is_named(tmp_path: Path, report: Any) -> None:
    for marks, names, code, words in (
        ({"C7": "{{nonsense}}"}, None, "unknown_mark", "上报表.*C7.*nonsense"),
        ({"C7": "{{table:nonsense}}"}, None, "unknown_mark", "C7"),
        ({}, {"片区划分方案表.合计.海拔": "上报表!$D$2"}, "unknown_mark", "上报表.*D2.*海拔"),
        ({"A1": "{{table:control_areas}}", "B3": "有字"}, None, "no_room", "A1.*B3"),
    ):
        with pytest.raises(InputError, match=words) as caught:
            filled(tmp_path, report, marks, names)
        assert caught.value.code == code and not (tmp_path / "out.xlsx").exists()
    missing = filled(tmp_path, report, {"A1": "{{table:quotas}}", "A2": "{{quotas.total}}"})
    assert (missing["A1"].value, missing["A2"].value) == (None, None)  # no data yet: left empty
    (tmp_path / "no.xlsx").write_text("no workbook")
    with pytest.raises(StorageError):
        not_kept(tmp_path / "no.xlsx")


def test_names_that_would_run_are_text(tmp_path: Path) -> None:
    evil = reports(hand_county(county_name="=1+1"))[0]
    sheet = filled(tmp_path, evil, {"A1": "{{name}}"})
    assert sheet["A1"].data_type == "s" and sheet["A1"].quotePrefix


def test_what_openpyxl_loses_is_told(tmp_path: Path) -> None:
    own = template(tmp_path / "own.xlsx", {})
    assert not_kept(own) == ()
    with zipfile.ZipFile(own, "a") as file:
        file.writestr("xl/slicers/slicer1.xml", "<slicers/>")
        file.writestr("xl/drawings/drawing1.xml", '<xdr:wsDr><xdr:sp macro=""/></xdr:wsDr>')
    assert [str(text) for text in not_kept(own)] == ["shapes and text boxes", "slicers"]


def test_stale_figures_are_stamped_where_they_stand(tmp_path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    stale = reports(hand_county(stale=frozenset({"land_area"}), made={"land_area": "2026-11-14"}))[0]
    for mark in (
        "{{control_areas.area}}",
        "{{rows:control_areas}}",
        CellRichText("共", TextBlock(InlineFont(b=True), "{{land_vertical.area}}")),
    ):
        sheet = filled(tmp_path, stale, {"A3": mark})
        assert "{{" not in str(sheet["A3"].value)
        assert sheet.oddHeader.center.text == "数据已变动，需更新：管控线叠加"
    assert not filled(tmp_path, stale, {"A3": "{{district_scheme.area_km2}}"}).oddHeader.center.text
