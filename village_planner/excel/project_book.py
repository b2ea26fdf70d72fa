"""The report of one project as a workbook: a page with facts, map, findings and areas, and the boundary-point table."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any, Optional

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import cm_to_EMU
from openpyxl.worksheet.worksheet import Worksheet

from ..core.projects.report import PointRow, ProjectReport
from ..core.tables.table import Table
from ..core.tables.text_width import display_width
from .layout import row_height
from .names import cell_text
from .sheet import HEAD, NOTE, PLAIN, TITLE, Cached, put
from .style import Look, Stylist, number_format, set_page
from .workbook import rewrite

PAGE, POINTS = "预审表", "界址点成果表"
COLUMNS = (12.0, 22.0, 16.0, 10.0, 11.0, 17.0, 17.0, 17.0)  # widths in characters
FINDINGS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 8))  # first and last column of each of the findings' columns
MORE_WIDTH = 16.0  # of the columns that many lines need
NOTE_TEXT = "注：结论由规则库自动判定，供预审参考；面积为图上量算并经平差，以批准文件为准。"
TEXT = Look(indent=1)
CENTRED = Look(horizontal="center")
MM_OF_CHARACTER = 1.93  # of a column's width
MM_OF_POINT = 25.4 / 72
PICTURE_ROWS = 12
VERDICT_COLOURS = {"pass": "FF28502F", "caution": "FF6B4A05", "refuse": "FF8A1F17"}


class Picture(Image):
    """A PNG, without the imaging library that openpyxl's own class needs only to read its size."""

    format = "png"

    def __init__(self, data: bytes, cell: tuple[int, int], size: tuple[float, float]) -> None:
        """cell  (row, column) of the upper left corner, from 1   size  mm"""
        self._png = data
        width, height = (cm_to_EMU(side / 10) for side in size)
        self.width, self.height = (round(side / 25.4 * 96) for side in size)  # pixels
        marker = AnchorMarker(col=cell[1] - 1, row=cell[0] - 1)
        self.anchor = OneCellAnchor(_from=marker, ext=XDRPositiveSize2D(width, height))

    def _data(self) -> bytes:
        return self._png


def write_project_book(
    report: ProjectReport, path: Path, picture: Optional[bytes] = None, size: tuple[float, float] = (0.0, 0.0)
) -> None:
    """Write the workbook; `path` is overwritten, so callers write beside and replace.

    picture, size  PNG of the map and its size in mm
    """
    book = Workbook()
    stylist = Stylist()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = PAGE
    cached = _page(first, report, picture, size, stylist)
    _points(book.create_sheet(POINTS), report, stylist)
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = "Village Planner"
    book.properties.title = cell_text(f"{report.name} {report.title}")
    buffer = io.BytesIO()
    book.save(buffer)
    rewrite(buffer, path, cached={PAGE: cached, POINTS: {}})


# ---- the page
def _page(
    sheet: Worksheet, report: ProjectReport, picture: Optional[bytes], size: tuple[float, float], stylist: Stylist
) -> Cached:
    """Write the page; returns what its formulas give."""
    cached: Cached = {}
    for place, width in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    last = len(COLUMNS)
    put(sheet["A1"], report.title, stylist, TITLE)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    sheet.row_dimensions[1].height = 30
    row = _facts(sheet, report, stylist, 2)
    if picture is not None and size[0] > 0:
        sheet.row_dimensions[row].height = 6  # air between the facts and the map
        row += 1
        width = sum(COLUMNS) * MM_OF_CHARACTER
        height = size[1] * width / size[0]
        sheet.add_image(Picture(picture, (row, 1), (width, height)))
        for i in range(PICTURE_ROWS):
            sheet.row_dimensions[row + i].height = (height + 2) / MM_OF_POINT / PICTURE_ROWS
        row += PICTURE_ROWS
    row = _findings(sheet, report, stylist, row)
    if report.areas is not None:
        row = _areas(sheet, report.areas, stylist, row, cached)
    put(sheet.cell(row, 1), NOTE_TEXT, stylist, NOTE)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    row += 1
    put(sheet.cell(row, 1), f"编制单位：{report.compiler}", stylist, PLAIN)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last - 1)
    put(sheet.cell(row, last), f"日期：{report.date}", stylist, replace(PLAIN, horizontal="right"))
    sheet.row_dimensions[row].height = 24
    widest = max(last, len(report.areas.columns) if report.areas is not None else 0)
    sheet.print_area = f"A1:{get_column_letter(widest)}{row}"
    set_page(sheet, "A4", 1, (1, 1), 1)
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToHeight = 1  # one page, whatever it takes
    return cached


def _facts(sheet: Worksheet, report: ProjectReport, stylist: Stylist, row: int) -> int:
    """Two facts a row: label, text, label, text."""
    texts = ((2, 4), (6, 8))  # first and last column of the two texts
    for first, second in zip(report.facts[::2], report.facts[1::2]):
        heights = []
        for (label, text), label_column, (left, right) in zip((first, second), (1, 5), texts):
            put(sheet.cell(row, label_column), label, stylist, HEAD)
            look = TEXT
            if label == "综合结论":
                look = Look(bold=True, colour=VERDICT_COLOURS[report.verdict])
            put(sheet.cell(row, left), text, stylist, look)
            for column in range(left + 1, right + 1):
                stylist.dress(sheet.cell(row, column), look)
            if right > left:
                sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=right)
            heights.append((text, sum(COLUMNS[left - 1 : right])))
        sheet.row_dimensions[row].height = max(row_height(heights), 20)
        row += 1
    return row


def _findings(sheet: Worksheet, report: ProjectReport, stylist: Stylist, row: int) -> int:
    table = report.findings
    row = _heading(sheet, table.title, stylist, row)
    for (left, right), column in zip(FINDINGS, table.columns):
        put(sheet.cell(row, left), column.heads[-1], stylist, HEAD)
        _join(sheet, row, left, right, stylist, HEAD)
    sheet.row_dimensions[row].height = 32
    row += 1
    for data in table.rows:
        heights = []
        for (left, right), column in zip(FINDINGS, table.columns):
            cell, value = sheet.cell(row, left), data.values.get(column.key)
            if column.kind == "number":
                if value is not None:
                    cell.value = value
                stylist.dress(cell, Look(horizontal="right", wrap=False, format=number_format(column.decimals)))
                continue
            look = CENTRED if column.centred else TEXT
            if column.key == "verdict":
                look = replace(look, bold=True, colour=VERDICT_COLOURS[data.kind])
            put(cell, str(value or ""), stylist, look)
            _join(sheet, row, left, right, stylist, look)
            heights.append((str(value or ""), sum(COLUMNS[left - 1 : right])))
        sheet.row_dimensions[row].height = max(row_height(heights), 18)
        row += 1
    return row


def _areas(sheet: Worksheet, table: Table, stylist: Stylist, row: int, cached: Cached) -> int:
    """Classes down, lines across; with many lines the page gets wider."""
    row = _heading(sheet, f"{table.title}（{table.unit.removeprefix('单位：')}）", stylist, row)
    head = row
    columns = table.columns
    places = _places(len(columns))
    for column, (left, right) in zip(columns, places):
        put(sheet.cell(row, left), column.heads[-1], stylist, HEAD)
        _join(sheet, row, left, right, stylist, HEAD)
    for extra in range(len(COLUMNS) + 1, places[-1][1] + 1):
        sheet.column_dimensions[get_column_letter(extra)].width = MORE_WIDTH
    widths = [sum(COLUMNS[a - 1 : b]) or MORE_WIDTH for a, b in places]
    lines = max(display_width(column.heads[-1]) / width for column, width in zip(columns, widths))
    sheet.row_dimensions[row].height = 18 * (1 + int(lines))
    for data in table.rows:
        row += 1
        total = data.kind == "total"
        for column, (left, right) in zip(columns, places):
            cell, value = sheet.cell(row, left), data.values.get(column.key)
            if column.kind == "number":
                look = Look(horizontal="right", wrap=False, format=number_format(column.decimals), bold=total)
                letter = get_column_letter(left)
                cell.value = value
                if total and isinstance(value, float):
                    cell.value = f"=SUM({letter}{head + 1}:{letter}{row - 1})"
                    cached[cell.coordinate] = value
            else:
                look = Look(bold=total, horizontal="center" if total else "left")
                put(cell, str(value or ""), stylist, look)
            look = replace(look, fill="total" if total else "")
            stylist.dress(cell, look)
            _join(sheet, row, left, right, stylist, look)
        sheet.row_dimensions[row].height = 18
    return row + 1


def _places(count: int) -> list[tuple[int, int]]:
    """First and last sheet column of each of the table's columns; the last one takes what is left of the page."""
    starts = [1, 3, 4, *range(6, count + 3)][:count]
    ends = [start - 1 for start in starts[1:]] + [max(len(COLUMNS), starts[-1])]
    return list(zip(starts, ends))


def _heading(sheet: Worksheet, text: str, stylist: Stylist, row: int) -> int:
    put(sheet.cell(row, 1), text, stylist, Look(bold=True, size=11, grid=False))
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(COLUMNS))
    sheet.row_dimensions[row].height = 22
    return row + 1


def _join(sheet: Worksheet, row: int, left: int, right: int, stylist: Stylist, look: Look) -> None:
    for column in range(left + 1, right + 1):
        stylist.dress(sheet.cell(row, column), look)
    if right > left:
        sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=right)


# ---- boundary points
def _points(sheet: Worksheet, report: ProjectReport, stylist: Stylist) -> None:
    """Two sheet rows a point, so that a side's length stands between its points."""
    for letter, width in zip("ABCDE", (10.0, 16.0, 24.0, 24.0, 16.0)):
        sheet.column_dimensions[letter].width = width
    put(sheet["A1"], POINTS, stylist, TITLE)
    sheet.merge_cells("A1:E1")
    sheet.row_dimensions[1].height = 30
    put(sheet["A2"], f"权利人：{report.holder}", stylist, PLAIN)
    sheet.merge_cells("A2:C2")
    put(sheet["D2"], f"宗地面积（公顷）：{report.hectares}", stylist, PLAIN)
    sheet.merge_cells("D2:E2")
    for column, text, down in (
        (1, "序号", True),
        (2, "点号", True),
        (3, "坐标（2000国家大地坐标系）", False),
        (5, "边长（m）", True),
    ):
        put(sheet.cell(3, column), text, stylist, HEAD)
        if down:
            stylist.dress(sheet.cell(4, column), HEAD)
            sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    stylist.dress(sheet.cell(3, 4), HEAD)
    sheet.merge_cells("C3:D3")
    put(sheet["C4"], "X（m）", stylist, HEAD)
    put(sheet["D4"], "Y（m）", stylist, HEAD)
    row = 5
    for ring in report.rings:
        row = _ring(sheet, ring, stylist, row)
    sheet.freeze_panes = "A5"
    sheet.print_area = f"A1:E{row - 1}"
    set_page(sheet, "A4", 1, (1, 4), 1)
    sheet.page_setup.orientation = "portrait"
    # The form counts its pages at the top, beside holder and area.
    head: Any = sheet.oddHeader
    foot: Any = sheet.oddFooter
    head.right.text, foot.center.text = foot.center.text, None
    head.right.size, head.right.font = foot.center.size, foot.center.font


def _ring(sheet: Worksheet, ring: tuple[PointRow, ...], stylist: Stylist, row: int) -> int:
    figures = Look(horizontal="right", wrap=False)
    for point in ring:
        for column, value in enumerate((str(point.serial), point.name, point.x, point.y), start=1):
            cell = sheet.cell(row, column)
            if column == 1:
                cell.value = point.serial
                look = CENTRED
            elif column == 2:
                look = CENTRED
                put(cell, value, stylist, look)
            else:
                decimals = len(value.partition(".")[2])
                look = replace(figures, format="0" + ("." + "0" * decimals if decimals else ""))
                cell.value = float(value)
            for below in (row, row + 1):
                stylist.dress(sheet.cell(below, column), look)
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)
        if point.side is not None:
            side = sheet.cell(row + 1, 5)
            side.value = round(point.side, 2)
            look = replace(figures, format="0.00", horizontal="center")
            stylist.dress(side, look)
            stylist.dress(sheet.cell(row + 2, 5), look)
            sheet.merge_cells(start_row=row + 1, start_column=5, end_row=row + 2, end_column=5)
        for below in (row, row + 1):
            sheet.row_dimensions[below].height = 9.5
        row += 2
    stylist.dress(sheet.cell(row - 2 * len(ring), 5), CENTRED)
    stylist.dress(sheet.cell(row - 1, 5), CENTRED)
    return row
