"""A form to be filled in: the heads of a table as the catalogue has them, what is known already, and blank rows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..core.storage import in_place
from ..core.tables.forms import AREA, NUMBER_FILL, TEXT_FILL, TOWNSHIP_FILL, filled_columns
from ..core.tables.header import header_cells
from ..core.task import SILENT, Task
from .layout import row_height
from .names import cell_text, sheet_name
from .sheet import HEAD, NOTE, PLAIN, TITLE, put
from .style import Look, Stylist, set_page
from .workbook import rewrite

LISTS = "列表"
HEAD_ROW = 4
FIGURE_WIDTH, TEXT_WIDTH = 13.0, 22.0
ROW_HEIGHT = 22.0
TEXT_FORMAT, FIGURE_FORMAT = "@", "#,##0.00####"
INSTRUCTIONS = (
    "请逐行填写，不要改动表头；面积单位为公顷，合计由程序计算，不必填写。"
    "填好后用“导入填报表”导入，将整体替换此前导入的内容。"
)


def write_form_book(
    path: Path,
    entry: Mapping[str, Any],
    rows: Sequence[Mapping[Any, Any]],
    townships: Sequence[str],
    blank: int,
    county: str = "",
    task: Task = SILENT,
) -> None:
    """Write the form of a table of the catalogue.

    rows       what is known already: key of the column -> value, "township" a name
    townships  names offered where a township is asked for      blank  empty rows below
    """
    filled = filled_columns(entry)
    columns = [column for column in entry["columns"] if column["key"] in filled]
    book, stylist = Workbook(), Stylist()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = sheet_name(entry["sheet"])
    levels = max(len(column["head"]) for column in columns)
    last = len(columns)
    widths = [TEXT_WIDTH if filled[column["key"]] in (TEXT_FILL, TOWNSHIP_FILL) else FIGURE_WIDTH for column in columns]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    unit = entry.get("unit", "")
    told = f"{county}　　{unit}".strip("　")
    for row, text, look in ((1, entry["title"]["zh"], TITLE), (2, told, PLAIN), (3, INSTRUCTIONS, NOTE)):
        put(sheet.cell(row, 1), text, stylist, look)
        if last > 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[3].height = row_height([(INSTRUCTIONS, sum(widths))]) + 6
    _heads(sheet, columns, levels, stylist)
    first = HEAD_ROW + levels
    end = first + len(rows) + blank - 1
    for number, row in enumerate(range(first, end + 1)):
        if number % 200 == 0:
            task.check()
        values = rows[number] if number < len(rows) else {}
        tall = []
        for place, column in enumerate(columns, start=1):
            cell, value = sheet.cell(row, place), values.get(column["key"])
            if filled[column["key"]] in (NUMBER_FILL, AREA):
                cell.value = value
                stylist.dress(cell, Look(horizontal="right", wrap=False, format=FIGURE_FORMAT))
                continue
            text = "" if value is None else str(value)
            put(cell, text, stylist, Look(format=TEXT_FORMAT))  # what is typed stays as it is typed
            tall.append((text, widths[place - 1]))
        sheet.row_dimensions[row].height = max(row_height(tall), ROW_HEIGHT)
    _townships(book, sheet, stylist, [column["key"] for column in columns], filled, townships, first, end)
    sheet.freeze_panes = sheet.cell(first, 1).coordinate
    sheet.print_area = f"A1:{get_column_letter(last)}{max(end, first)}"
    set_page(sheet, entry.get("paper", "A4"), 1, (1, first - 1), 0)
    book.properties.creator = "Village Planner"
    book.properties.title = cell_text(entry["title"]["zh"])
    buffer = io.BytesIO()
    book.save(buffer)
    with in_place(path) as beside:
        rewrite(buffer, beside, task)


def _heads(sheet: Worksheet, columns: Sequence[Mapping[str, Any]], levels: int, stylist: Stylist) -> None:
    for level in range(levels):
        sheet.row_dimensions[HEAD_ROW + level].height = 26
        for place in range(1, len(columns) + 1):
            stylist.dress(sheet.cell(HEAD_ROW + level, place), HEAD)
    for level, first, last, depth, text in header_cells([tuple(column["head"]) for column in columns], levels, ()):
        put(sheet.cell(HEAD_ROW + level, first + 1), text, stylist, HEAD)
        if (depth, last) != (1, first):
            top = HEAD_ROW + level
            sheet.merge_cells(start_row=top, start_column=first + 1, end_row=top + depth - 1, end_column=last + 1)


def _townships(
    book: Workbook,
    sheet: Worksheet,
    stylist: Stylist,
    keys: Sequence[str],
    filled: Mapping[str, str],
    townships: Sequence[str],
    first: int,
    end: int,
) -> None:
    """A drop-down of the county's townships where one is asked for."""
    places = [place for place, key in enumerate(keys, start=1) if filled[key] == TOWNSHIP_FILL]
    if not places or not townships:
        return
    hidden = book.create_sheet(LISTS)
    hidden.sheet_state = "hidden"
    for row, name in enumerate(townships, start=1):
        put(hidden.cell(row, 1), name, stylist, PLAIN)
    rule = DataValidation(type="list", formula1=f"{LISTS}!$A$1:$A${len(townships)}", allow_blank=True)
    rule.showErrorMessage, rule.errorStyle = True, "warning"
    rule.errorTitle, rule.error = "不在列表中", "请从下拉列表中选择乡镇。"
    for place in places:
        letter = get_column_letter(place)
        rule.add(f"{letter}{first}:{letter}{max(end, first) + 200}")
    sheet.add_data_validation(rule)
