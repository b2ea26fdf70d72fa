"""One table onto one sheet: title, unit line, merged headers, rows with live sums, notes, filler line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Optional, Union

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ..core.formulas import would_run
from ..core.tables.table import Column, Report, Row, Table, Value
from ..core.task import SILENT, Task
from .layout import INDENT, PADDING, ColumnText, column_widths, display_width, page_columns, row_height
from .names import cell_text
from .style import FANGSONG, GREY, Look, Stylist, number_format, page_height, set_page

TITLE_ROW, UNIT_ROW, HEAD_ROW = 1, 2, 3
ROW_POINTS = 15.0  # height of a row of which nothing is said
SQUEEZE = 0.15  # a table that is so much too high for a page is made smaller
TITLE = Look(size=16, bold=True, horizontal="center", grid=False, wrap=True)
PLAIN = Look(grid=False)
HEAD = Look(bold=True, horizontal="center", fill="head")
NOTE = Look(font=FANGSONG, size=9, colour=GREY, grid=False)
NOTE_SCALE = 10 / 9  # notes are set in 9 pt
# Characters of the standard font that a landscape page holds: shrunk to about 80 %, and at the 70 % at which tables
# are printed that span several pages (measured where a character is widest: LibreOffice without Calibri).
ROOM = {"A4": 140.0, "A3": 200.0}
PAGE_ROOM = {"A4": 150.0, "A3": 218.0}
LEAST = 100.0  # a narrow table is widened until its title and filler line fit
PAGE_ROWS = 400  # rows between two looks at the cancel button

Cached = dict[str, Union[float, str]]


class SheetWriter:
    """Writes a `Table`; afterwards `address` tells where a cell of it stands."""

    def __init__(self, sheet: Worksheet, table: Table, stylist: Stylist) -> None:
        self.sheet = sheet
        self.table = table
        self.stylist = stylist
        self.levels = max((len(column.heads) for column in table.columns), default=1)
        self.first_row = HEAD_ROW + self.levels
        self.letters = {column.key: get_column_letter(i) for i, column in enumerate(table.columns, start=1)}
        self.cached: Cached = {}  # what formulas give, so that viewers that do not calculate show figures, too

    def address(self, row: int, key: str) -> str:
        return f"{self.letters[key]}{self.first_row + row}"

    def write(self, report: Report, task: Task = SILENT) -> None:
        table, sheet = self.table, self.sheet
        last_column = max(len(table.columns), 1)
        widths = self._widths()
        for letter, width in zip(self.letters.values(), widths):
            sheet.column_dimensions[letter].width = width
        pages = self._pages(widths)
        self._banner(report, widths, pages)
        self._heads(widths, [first for first, _ in pages[1:]])
        for number, row in enumerate(table.rows):
            if number % PAGE_ROWS == 0:
                task.check()
            self._row(number, row, widths)
        end = self._below(report, widths, pages[0])
        for first, _ in pages[1:]:
            sheet.col_breaks.append(Break(id=first))
        sheet.freeze_panes = f"{get_column_letter(table.frozen + 1)}{self.first_row}"
        sheet.print_area = f"A1:{get_column_letter(last_column)}{end}"
        set_page(sheet, table.paper, table.pages_wide, (TITLE_ROW, self.first_row - 1), table.frozen)
        height = sum(sheet.row_dimensions[row].height or ROW_POINTS for row in range(1, end + 1))
        page = page_height(table.paper)
        if table.pages_wide == 1 and page < height <= page * (1 + SQUEEZE):
            sheet.page_setup.fitToHeight = 1  # else the foot alone would stand on a page of its own

    def _widths(self) -> list[float]:
        texts = [
            ColumnText(
                [self._shown(column, row.values.get(column.key)) + "　" * row.indent for row in self.table.rows],
                column.heads[-1],
                column.kind == "number",
            )
            for column in self.table.columns
        ]
        return column_widths(texts, ROOM[self.table.paper] if self.table.pages_wide else 0.0, LEAST)

    def _pages(self, widths: Sequence[float]) -> list[tuple[int, int]]:
        """First and last column (from 0) under each heading: the whole table, or each page's own columns."""
        table = self.table
        if table.pages_wide or len(widths) <= table.frozen:
            return [(0, max(len(widths), 1) - 1)]
        starts = page_columns(widths, [c.heads for c in table.columns], table.frozen, PAGE_ROOM[table.paper])
        return list(zip(starts, [*(start - 1 for start in starts[1:]), len(widths) - 1]))

    @staticmethod
    def _shown(column: Column, value: Value) -> str:
        if value is None:
            return ""
        return f"{value:,.{column.decimals}f}" if column.kind == "number" and not isinstance(value, str) else str(value)

    def _banner(self, report: Report, widths: Sequence[float], pages: Sequence[tuple[int, int]]) -> None:
        """Title and unit line; where the table spans pages, on each of them."""
        table, sheet = self.table, self.sheet
        left = report.compiler and f"编制单位：{report.compiler}　　"
        subject = f"{left}行政区：{table.subject}" + (f"　　【{table.stamp}】" if table.stamp else "")
        for number, (first, last) in enumerate(pages):
            title = table.title + ("（续）" if number else "")
            put(sheet.cell(TITLE_ROW, first + 1), title, self.stylist, TITLE)
            _merge(sheet, TITLE_ROW, first + 1, TITLE_ROW, last + 1)
            # On one page the line is shared by subject and unit; else the repeated columns hold the subject.
            middle = first if first else max((last + 1) // 2, 1)
            if number == 0:
                put(sheet.cell(UNIT_ROW, 1), subject, self.stylist, PLAIN)
                _merge(sheet, UNIT_ROW, 1, UNIT_ROW, middle)
                height = row_height([(subject, sum(widths[:middle]))])
                sheet.row_dimensions[UNIT_ROW].height = max(height, 18)
            if middle <= last:
                put(sheet.cell(UNIT_ROW, middle + 1), table.unit, self.stylist, replace(PLAIN, horizontal="right"))
                _merge(sheet, UNIT_ROW, middle + 1, UNIT_ROW, last + 1)
        sheet.row_dimensions[TITLE_ROW].height = 30

    def _heads(self, widths: Sequence[float], breaks: Sequence[int]) -> None:
        sheet, columns = self.sheet, self.table.columns
        heights: list[list[tuple[str, float]]] = [[] for _ in range(self.levels)]
        for row in range(HEAD_ROW, HEAD_ROW + self.levels):
            for column in range(1, len(columns) + 1):
                self.stylist.dress(sheet.cell(row, column), HEAD)
        for level, first, last, depth, text in header_cells([column.heads for column in columns], self.levels, breaks):
            put(sheet.cell(HEAD_ROW + level, first + 1), text, self.stylist, HEAD)
            _merge(sheet, HEAD_ROW + level, first + 1, HEAD_ROW + level + depth - 1, last + 1)
            if depth == 1:
                heights[level].append((text, sum(widths[first : last + 1])))
            else:  # a header that reaches down shares its lines over the rows
                lines = row_height([(text, sum(widths[first : last + 1]))])
                for below in range(level, level + depth):
                    heights[below].append(("\n" * max(0, int(lines / 14.5 / depth) - 1), 99.0))
        for level, cells in enumerate(heights):
            sheet.row_dimensions[HEAD_ROW + level].height = max(row_height(cells), 20)

    def _row(self, number: int, row: Row, widths: Sequence[float]) -> None:
        sheet_row = self.first_row + number
        fill = "total" if row.kind != "data" else ""
        tall: list[tuple[str, float]] = []
        for place, column in enumerate(self.table.columns):
            cell = self.sheet.cell(sheet_row, place + 1)
            value = row.values.get(column.key)
            if column.kind == "number" and not isinstance(value, str):
                decimals = column.decimals if row.kind != "note" else 4
                look = Look(
                    bold=row.kind in ("total", "subtotal"),
                    horizontal="center" if column.centred else "right",
                    wrap=False,
                    fill=fill,
                    format=number_format(decimals),
                )
                formula = self._formula(number, row, column)
                if formula is not None and value is not None:
                    cell.value = formula
                    self.cached[cell.coordinate] = value
                elif value is not None:
                    cell.value = value
                self.stylist.dress(cell, look)
                continue
            text = "" if value is None else str(value)
            centred = column.centred or row.kind == "total"
            look = Look(
                bold=row.kind != "data",
                horizontal="center" if centred else "left",
                indent=0 if centred else 1 + (row.indent if place == 0 else 0),
                fill=fill,
            )
            put(cell, text, self.stylist, look)
            if display_width(text) + PADDING + INDENT > widths[place]:
                tall.append((text, widths[place] - INDENT))
        self.sheet.row_dimensions[sheet_row].height = row_height(tall)

    def _formula(self, number: int, row: Row, column: Column) -> Optional[str]:
        """The live sum: down the rows in totals, across the columns (less others) in rows of data."""
        if row.parts and column.adds:
            letter = self.letters[column.key]
            return "=SUM(" + ",".join(_ranges(letter, [self.first_row + part for part in row.parts])) + ")"
        if column.parts and row.kind == "data":
            here = self.first_row + number
            taken = "".join(f"-{self.letters[key]}{here}" for key in column.less)
            return "=SUM(" + ",".join(self._across(column.parts, here)) + ")" + taken
        return None

    def _across(self, keys: Sequence[str], row: int) -> list[str]:
        """Cells of one row, neighbours as ranges."""
        order = [column.key for column in self.table.columns]
        places = sorted(order.index(key) for key in keys)
        return [
            f"{get_column_letter(a + 1)}{row}" + (f":{get_column_letter(b + 1)}{row}" if b > a else "")
            for a, b in _runs(places)
        ]

    def _below(self, report: Report, widths: Sequence[float], page: tuple[int, int]) -> int:
        """Notes, source, and the line for filler, reviewer and date; returns the last row."""
        row = self.first_row + len(self.table.rows)
        lines = list(self.table.notes)
        text = [f"注：{lines[0]}" if len(lines) == 1 else f"注：{i}. {line}" for i, line in enumerate(lines, start=1)]
        text = [line if i == 0 else line.replace("注：", "　　", 1) for i, line in enumerate(text)]
        if self.table.source:
            text.append(f"资料来源：{self.table.source}")
        first, last = page[0] + 1, page[1] + 1
        room = sum(widths[page[0] : last])
        for line in text:
            put(self.sheet.cell(row, first), line, self.stylist, NOTE)
            _merge(self.sheet, row, first, row, last)
            self.sheet.row_dimensions[row].height = row_height([(line, room * NOTE_SCALE)])
            row += 1
        blank = "　　　　　　"
        line = (
            f"填表人：{report.filler or blank}　　　　审核：{report.reviewer or blank}　　　　"
            f"日期：{report.date or '　　　年　　月　　日'}"
        )
        put(self.sheet.cell(row, first), line, self.stylist, PLAIN)
        _merge(self.sheet, row, first, row, last)
        self.sheet.row_dimensions[row].height = 24
        return row


def put(cell: Any, text: str, stylist: Stylist, look: Look) -> None:
    """Write text as text, whatever it begins with."""
    text = cell_text(text)
    if text:
        cell.value = text
        cell.data_type = "s"  # openpyxl would make a formula of “=…” and an error of “#N/A”
    stylist.dress(cell, replace(look, quoted=True) if would_run(text) else look)


def header_cells(
    heads: Sequence[tuple[str, ...]], levels: int, breaks: Sequence[int] = ()
) -> list[tuple[int, int, int, int, str]]:
    """Merged header cells: (level, first column, last column, levels deep, text).

    Neighbours with the same text under the same parent are one cell; the last text of a column reaches to the bottom.
    A cell ends where a printed page does (`breaks`: first columns of pages), so that each page shows its headers.
    """
    cells = []
    for column, texts in enumerate(heads):
        for level, text in enumerate(texts):
            path = texts[: level + 1]
            leaf = level == len(texts) - 1
            if not leaf and column and column not in breaks and _under(heads[column - 1], path):
                continue
            last = column
            while not leaf and last + 1 < len(heads) and last + 1 not in breaks and _under(heads[last + 1], path):
                last += 1
            cells.append((level, column, last, levels - level if leaf else 1, text))
    return cells


def _under(heads: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a column's header continues below `path`."""
    return len(heads) > len(path) and heads[: len(path)] == path


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    """Merge cells that are dressed already; `Worksheet.merge_cells` would restyle each, which costs half the time."""
    if (top, left) != (bottom, right):
        sheet.merged_cells.add(CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right))


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted numbers as (first, last) of consecutive ones."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _ranges(letter: str, rows: Sequence[int]) -> list[str]:
    return [f"{letter}{a}:{letter}{b}" if b > a else f"{letter}{a}" for a, b in _runs(sorted(rows))]
