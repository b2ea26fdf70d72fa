"""Workbooks as a spreadsheet program finds them."""

from __future__ import annotations

import dataclasses
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hand_county import hand_county, reports

NAMES = [("510000", "试验县"), ("510000001", "甲镇"), ("510000002", "乙乡")]
EVIL = [
    ['=HYPERLINK("http://x")', "+1+2", "-3", "@SUM(A1)"],
    ["\t=1", "#N/A", "#REF!", 'a"b'],
    ["&<>", "坏\x07名\ud800", "x" * 40000, "\r\n=1"],
]


def write(folder: Path, county: Any, **choice: Any) -> Any:
    from village_planner.core.tables.build import name_of
    from village_planner.excel.folder import write_reports

    names = [(county.county_code, county.county_name)]
    names += [(code, name_of(county.townships, code)) for code in county.townships.index]
    return write_reports(reports(county, **choice), names, folder)


def book(path: Path, values: bool = False) -> Any:
    return openpyxl.load_workbook(path, data_only=values)


def cell_of(sheet: Any, row_name: str, head: str) -> Any:
    """The cell in the row of a unit and the column of a header text."""
    column = next(c.column for row in sheet.iter_rows(max_row=8) for c in row if c.value == head)
    row = next(c.row for row in sheet.iter_rows(min_row=3) for c in row if c.value == row_name)
    return sheet.cell(row, column)


def test_files_and_sheets(tmp_path: Path) -> None:
    written = write(tmp_path, hand_county())
    assert [path.name for path in written.files] == [f"{code}_{name}.xlsx" for code, name in NAMES]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written.files)
    sheets = book(written.files[0]).sheetnames
    assert sheets[0] == "目录" and sheets[-1] == "数据核对"
    assert "现状一级分类" in sheets and "村级指标评分" not in sheets
    index = book(written.files[0])["目录"]
    lines = {row[1].value: (row[2].value, row[3].value) for row in index.iter_rows(min_row=5)}
    assert lines["村级指标评分表"][0] == "未列" and "村级指标" in lines["村级指标评分表"][1]
    assert lines["数据核对"][1].endswith("全部一致")
    assert index.cell(5, 3).hyperlink.location == "'片区划分方案'!A1"


def test_totals_are_live_formulas_with_results(tmp_path: Path) -> None:
    path = write(tmp_path, hand_county()).files[0]
    live, shown = book(path)["现状一级分类"], book(path, values=True)["现状一级分类"]
    total = cell_of(live, "试验县", "耕地（01）")
    assert total.value == "=SUM(E6,E9)" and shown[total.coordinate].value == 6.67
    subtotal = cell_of(live, "甲镇", "耕地（01）")
    assert subtotal.value == "=SUM(E7:E8)"
    across = cell_of(live, "东村", "国土调查总面积")
    assert across.value == "=SUM(D7:Q7)" and shown[across.coordinate].value == 10
    assert book(path).calculation.fullCalcOnLoad
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = file.read(name).decode()
                assert len(re.findall("<f>", xml)) == len(re.findall("</f><v>[^<]+</v>", xml))


def test_official_look(tmp_path: Path) -> None:
    path = write(tmp_path, hand_county()).files[0]
    sheet = book(path)["现状一级分类"]
    assert sheet["A1"].value == "土地利用现状一级分类面积汇总表" and sheet["A1"].font.name == "宋体"
    assert "行政区：试验县" in sheet["A2"].value
    assert any(c.value == "面积单位：公顷" and c.alignment.horizontal == "right" for c in sheet[2])
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:Q1", "A3:B3", "C3:C4", "D3:D4"} <= merged
    assert (sheet["A3"].value, sheet["A4"].value, sheet["B4"].value) == ("行政区域", "名称", "代码")
    figure = cell_of(sheet, "东村", "耕地（01）")
    assert figure.number_format == "#,##0.00" and figure.alignment.horizontal == "right"
    assert figure.border.left.style == figure.border.bottom.style == "thin"
    assert sheet.freeze_panes == "D5"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 8
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 1  # with its chart below
    assert book(path)["村级片区及中心村"].page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.print_area.replace("'", "").endswith("$A$1:$Q$29")  # 14 rows of table, a gap, 14 of the chart
    assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text
    assert sheet.cell(sheet.max_row, 1).value.startswith("填表人：")
    assert book(path)["片区划分方案"].page_setup.paperSize == 9
    for name in book(path).sheetnames[1:-1]:
        for column in book(path)[name].column_dimensions.values():
            assert column.width >= 6


def test_a_foot_alone_gets_no_page_of_its_own(tmp_path: Path) -> None:
    from hand_county import catalogues

    from village_planner.core.tables.county import RecordLine
    from village_planner.core.tables.record import record_report
    from village_planner.excel.workbook import write_report

    form, page, found = catalogues().tables["review_record"], (297 / 25.4 - 1.3) * 72, {}
    for count in (5, 36, 42, 47, 55, 100):
        lines = [RecordLine("2026-03-05 10:00", "王五", "签署")] * count
        write_report(record_report(lines, form, "县", ""), tmp_path / "a.xlsx")
        sheet = book(tmp_path / "a.xlsx")[form["sheet"]]
        height = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)) / page
        found[count] = sheet.page_setup.fitToHeight
        assert found[count] == (1 if 1 < height <= 1.3 else 0), (count, height)
    assert set(found.values()) == {0, 1}


def test_wide_forms_repeat_their_heads_on_every_page(tmp_path: Path) -> None:
    sheet = book(write(tmp_path, hand_county()).files[0])["现状二级分类"]
    starts = [4, *(item.id + 1 for item in sheet.col_breaks.brk)]  # first columns of the pages
    assert len(starts) > 2 and sheet.print_title_cols == "$A:$C"
    for number, start in enumerate(starts):
        assert sheet.cell(1, start).value == "土地利用现状分类面积汇总表" + ("（续）" if number else "")
        assert sheet.cell(3, start).value
    for area in sheet.merged_cells.ranges:
        assert not any(area.min_col < start <= area.max_col for start in starts), area


def test_header_cells_merge_by_parent() -> None:
    from village_planner.core.tables.header import header_cells

    heads = [("甲",), ("乙", "丙", "丁"), ("乙", "丙", "戊"), ("乙", "己"), ("庚", "丙", "丁")]
    assert header_cells(heads, 3) == [
        (0, 0, 0, 3, "甲"),
        (0, 1, 3, 1, "乙"),
        (1, 1, 2, 1, "丙"),
        (2, 1, 1, 1, "丁"),
        (2, 2, 2, 1, "戊"),
        (1, 3, 3, 2, "己"),
        (0, 4, 4, 1, "庚"),
        (1, 4, 4, 1, "丙"),
        (2, 4, 4, 1, "丁"),
    ]
    assert [cell for cell in header_cells(heads, 3, [2]) if cell[4] == "丙"][:2] == [
        (1, 1, 1, 1, "丙"),
        (1, 2, 2, 1, "丙"),
    ]


def test_cross_checks_point_at_the_cells(tmp_path: Path) -> None:
    path = write(tmp_path, hand_county()).files[0]
    values = book(path, values=True)
    live, shown = book(path)["数据核对"], values["数据核对"]
    references = 0
    for row in range(4, live.max_row + 1):
        assert shown.cell(row, 9).value == "一致" and shown.cell(row, 7).value == 0
        for column in (4, 6):
            found = re.fullmatch(r"='(.+)'!([A-Z]+\d+)", str(live.cell(row, column).value))
            if found:
                references += 1
                assert values[found[1]][found[2]].value == shown.cell(row, column).value
    assert references > 20


def test_differences_are_red_and_counted(tmp_path: Path) -> None:
    county = hand_county()
    villages = county.villages.assign(population=[1, 1, 1])
    written = write(tmp_path, dataclasses.replace(county, villages=villages))
    assert {unit for unit, _ in written.failed} == {"试验县", "甲镇", "乙乡"}
    shown = book(written.files[0], values=True)
    assert "不一致" in [row[8].value for row in shown["数据核对"].iter_rows(min_row=4)]
    assert any("不一致" in str(cell.value) for row in shown["目录"].iter_rows() for cell in row)


OWN_FORMULAS = re.compile(
    r"=(SUM\([A-Z0-9:,]+\)|ROUND\(D\d+-F\d+,\d\)|IF\(G\d+=0,\"一致\",\"不一致\"\)"
    r"|'[^']+'![A-Z]+\d+|ROUND\('[^']+'![A-Z]+\d+/100,2\))"
)


@pytest.mark.parametrize("names", EVIL)
def test_no_cell_runs_what_a_name_says(tmp_path: Path, names: list[str]) -> None:
    from village_planner.excel.names import cell_text

    county = hand_county()
    spoiled = dataclasses.replace(
        county,
        county_name=names[0],
        plan_name=names[1],
        filler=names[2],
        townships=county.townships.assign(name=names[:2]),
        villages=county.villages.assign(name=names[:3]),
        village_districts=county.village_districts.assign(name=names[2:], function=names[:2]),
        land_area=county.land_area.assign(class_code=[names[3], *county.land_area["class_code"][1:]]),
    )
    written = write(tmp_path, spoiled)
    assert len({path.name.lower() for path in written.files}) == 3
    for path in written.files:
        for sheet in book(path):
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        assert OWN_FORMULAS.fullmatch(cell.value), cell.value
                    assert cell.data_type != "e"
                    if cell.data_type == "s" and str(cell.value)[:1] in "=+-@\t\r":
                        assert cell.quotePrefix
    forms = book(written.files[0])["现状一级分类"]
    shown = {forms.cell(row, 1).value for row in range(5, forms.max_row)}
    assert {cell_text(name) for name in names[:3]} <= shown


def test_file_and_sheet_names() -> None:
    from village_planner.core.tables.file_names import file_stems, unique
    from village_planner.excel.names import sheet_name

    stems = file_stems(
        [("1", 'a/b\\c:d*e?f"g<h>i|j'), ("", "CON"), ("", "con"), ("2", "长" * 200), ("2", "长" * 201), ("", " . ")]
    )
    assert stems[0] == "1_a_b_c_d_e_f_g_h_i_j" and stems[1] == "_CON" and stems[2] == "_con_2"
    assert len(set(stems)) == 6 and all(0 < len(stem.encode()) < 220 for stem in stems)
    assert sheet_name("'[a]:b*c?/\\d'") == "_a__b_c___d" and len(sheet_name("表" * 50)) == 31
    assert sheet_name("History") == "_History" and sheet_name("") == "_"
    assert unique(["表" * 31, "表" * 31, "A", "a"], 31) == ["表" * 31, "表" * 29 + "_2", "A", "a_2"]


def test_same_report_same_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    one.mkdir()
    two.mkdir()
    write(one, hand_county())
    write(two, hand_county())
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes()


def test_cancel_and_failure_leave_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from village_planner.core.errors import Cancelled
    from village_planner.core.task import Task
    from village_planner.excel import folder as module

    old = tmp_path / "510000_试验县.xlsx"
    old.write_bytes(b"old")
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 20

    with pytest.raises(Cancelled):
        module.write_reports(reports(hand_county()), NAMES, tmp_path, Task(is_cancelled=cancelled))
    assert [path.name for path in tmp_path.iterdir()] == [old.name] and old.read_bytes() == b"old"

    real, moves = os.replace, []

    def failing(source: Any, target: Any) -> None:
        moves.append(target)
        if len(moves) == 3:  # the old one linked, two new ones in; then the third fails
            raise PermissionError(13, "open elsewhere", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(PermissionError):
        module.write_reports(reports(hand_county()), NAMES, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [old.name] and old.read_bytes() == b"old"


def test_folders_and_files_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from village_planner.core.errors import StorageError
    from village_planner.excel import folder as module

    def code(folder: Path) -> str:
        with pytest.raises(StorageError) as caught:
            module.write_reports(iter([]), NAMES, folder)
        return caught.value.code

    assert code(tmp_path / "missing") == "no_folder"
    lock = tmp_path / ".~lock.510000_试验县.xlsx#"
    lock.write_text("")
    assert code(tmp_path) == "file_open"
    lock.unlink()
    (tmp_path / "510000_试验县.xlsx").mkdir()  # cannot be opened for writing, also by root
    assert code(tmp_path) == "no_permission"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert code(tmp_path) == "no_permission"
