"""An assignment as a workbook or text table: found in one as it comes, written as one that spreadsheets leave alone."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..core.drawing.exchange import NOT_CALCULATED, Line, plain_text
from ..core.errors import InputError
from ..core.formulas import quoted
from ..core.statistics.grid import UNCALCULATED, Book, Cell, Sheet
from ..core.storage import in_place
from .names import cell_text, sheet_name
from .style import HEAD_FILL, number_format

HEADER_ROWS = 30  # rows at the top of a sheet among which the header is looked for
TEXT = "@"  # a cell's format that keeps 1-02 from becoming a date and a long code from losing digits
Fields = Mapping[str, str]  # target -> header


def find_table(
    book: Book, recognise: Callable[[list[str]], Fields], needed: tuple[str, ...]
) -> tuple[Fields, list[Line]]:
    """The rows under the first header of the book that names what is needed; rows are counted as the sheet does.

    recognise  what the headers of a row mean: target -> header
    Merged cells hold for every row they cover; a hidden sheet is read where no other fits. InputError missing_header,
    several_tables.
    """
    nearest: list[str] = []
    fitting: list[tuple[Sheet, Fields, list[Line]]] = []
    for sheet in book.sheets:
        for number in list(sheet.rows)[:HEADER_ROWS]:
            headers = {
                plain_text(sheet.spread[number, column].value): column for column in reversed(sheet.rows[number])
            }
            found = recognise(list(reversed(list(headers))))
            if all(target in found and found[target] in headers for target in needed):
                columns = {target: headers[header] for target, header in found.items()}
                fitting.append((sheet, found, _lines(sheet, number, columns)))
                break
            if len(headers) > len(nearest):
                nearest = list(reversed(list(headers)))
    fitting = [one for one in fitting if one[2]] or fitting[:1]  # of a form that nobody filled in only the header
    fitting = [one for one in fitting if not one[0].hidden] or fitting
    if len(fitting) > 1:
        raise InputError(
            "several_tables",
            "{file} holds an assignment in {count} sheets: {sheets}. Put all rows into one sheet, or hide those that "
            "do not count.",
            file=book.file,
            count=len(fitting),
            sheets=", ".join(sheet.name for sheet, _, _ in fitting[:12]),
        )
    if fitting:
        return fitting[0][1:]
    raise InputError(
        "missing_header",
        "{file} has no row of headers with {needed}. Headers found: {headers}. Name the columns, for example 代码 "
        "(code) and 片区 (district).",
        file=book.file,
        needed=", ".join(needed),
        headers=", ".join(nearest[:12]) or "-",
    )


def _lines(sheet: Sheet, header: int, columns: Mapping[str, int]) -> list[Line]:
    lines = []
    for number in sheet.rows:
        if number > header:
            cells = {target: sheet.spread.get((number, column)) for target, column in columns.items()}
            values = {target: _value(cell) for target, cell in cells.items() if cell is not None}
            lines.append(Line(number, **values))
    return lines


def _value(cell: Cell) -> Any:
    return NOT_CALCULATED if cell.kind == UNCALCULATED else cell.value


def write_csv(table: pd.DataFrame, headers: Mapping[str, str], path: Path) -> None:
    """UTF-8 with a byte order mark, by which Excel knows it. StorageError file_open."""
    with in_place(path) as beside, beside.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([headers[column] for column in table.columns])
        writer.writerows([_field(value) for value in row] for row in table.itertuples(index=False))


def _field(value: Any) -> Any:
    return "" if pd.isna(value) else quoted(value) if isinstance(value, str) else value


def write_xlsx(table: pd.DataFrame, headers: Mapping[str, str], title: str, path: Path) -> None:
    """One sheet, codes as text. StorageError file_open."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = sheet_name(title)
    for column, name in enumerate(table.columns, 1):
        head = sheet.cell(1, column, headers[name])
        head.font, head.fill = Font(bold=True), HEAD_FILL
        head.alignment = Alignment(horizontal="center")
        text = not pd.api.types.is_numeric_dtype(table[name])
        values = table[name].tolist()
        for row, value in enumerate(values, 2):
            cell: Any = sheet.cell(row, column)
            if pd.isna(value):
                continue
            cell.value = cell_text(str(value)) if text else value
            if text:
                cell.data_type = "s"  # never a formula
            cell.number_format = TEXT if text else number_format(0)
        longest = max((len(str(value)) for value in [headers[name], *values[:500]]), default=8)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(longest * 1.6, 8), 40)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    with in_place(path) as beside:
        book.save(beside)
