"""One table onto one sheet: title, unit line, merged headers, rows with live sums, notes, filler line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Union

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ..core.formulas import would_run
from ..core.tables.columns import INDENT, PADDING, ColumnText, column_widths, page_columns
from ..core.tables.header import header_cells
from ..core.tables.table import NOTE_DECIMALS, Column, Report, Table
from ..core.tables.text_width import display_width
from ..core.task import SILENT, Task
from .cells import Cells, finite
from .charts import below, place_charts
from .layout import LINE_HEIGHT, row_height
from .names import cell_text
from .style import FANGSONG, GREY, SCALE, Look, Stylist, number_format, page_height, set_page

TITLE_ROW, UNIT_ROW, HEAD_ROW = 1, 2, 3
ROW_POINTS = 15.0  # height of a row of which nothing is said
SQUEEZE = 0.3  # a table that is so much too high for a page is made smaller, to 77 % at the least
TITLE = Look(size=16, bold=True, horizontal="center", grid=False, wrap=True)
PLAIN = Look(grid=False)
HEAD = Look(bold=True, horizontal="center", fill="head")
NOTE = Look(font=FANGSONG, size=9, colour=GREY, grid=False)
NOTE_SCALE = 10 / 9  # notes are set in 9 pt
# Characters of the standard font that a landscape page holds: shrunk to about 80 %, and at the scale at which tables
# are printed that span several pages (measured where a character is widest: LibreOffice without Calibri).
ROOM = {"A4": 140.0, "A3": 200.0}
PAGE_ROOM = {"A4": 105.0 / SCALE, "A3": 152.6 / SCALE}
LEAST = 100.0  # a narrow table is widened until its title and filler line fit
PAGE_ROWS = 400  # rows between two looks at the cancel button

Cached = dict[str, Union[float, str]]


class SheetWriter:
    """Writes a `Table`; afterwards `address` tells where a cell of it stands."""

    def __init__(self, sheet: Worksheet, table: Table, stylist: Stylist) -> None:
        self.sheet = sheet
        self.table = table
        self.cells = Cells(sheet, stylist)
        self.levels = max((len(column.heads) for column in table.columns), default=1)
        self.first_row = HEAD_ROW + self.levels
        self.places = {column.key: i for i, column in enumerate(table.columns, start=1)}
        self.letters = {key: get_column_letter(place) for key, place in self.places.items()}
        self.charts_left = table.charts  # those that found no room below the table

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
        self._rows(widths, task)
        end = self._below(report, widths, pages[0])
        for first, _ in pages[1:]:
            sheet.col_breaks.append(Break(id=first))
        sheet.freeze_panes = f"{get_column_letter(table.frozen + 1)}{self.first_row}"
        set_page(sheet, table.paper, table.pages_wide, (TITLE_ROW, self.first_row - 1), table.frozen)
        height = self.cells.height(range(1, end + 1), ROW_POINTS)
        page = page_height(table.paper)
        if table.pages_wide == 1 and page < height <= page * (1 + SQUEEZE):
            sheet.page_setup.fitToHeight = 1  # else the foot alone would stand on a page of its own
        if table.charts and below(table, height, page):
            end = place_charts(self, widths, end + 1)
            self.charts_left = ()
            sheet.page_setup.fitToHeight = 1
        sheet.print_area = f"A1:{get_column_letter(last_column)}{end}"

    def _widths(self) -> list[float]:
        texts = [
            ColumnText(self._bodies(column), column.heads[-1], column.kind == "number") for column in self.table.columns
        ]
        return column_widths(texts, ROOM[self.table.paper] if self.table.pages_wide else 0.0, LEAST)

    def _bodies(self, column: Column) -> list[str]:
        """Texts of a column that may be its widest; of figures the least and the greatest."""
        shown, figures = [], []
        for row in self.table.rows:
            value = row.values.get(column.key)
            if value is None:
                continue
            if column.kind != "number" or isinstance(value, str):
                shown.append(f"{value}{'　' * row.indent}")
            elif row.kind == "note":
                shown.append(f"{value:,.{NOTE_DECIMALS}f}")
            else:
                figures.append(value)
        ends = (min(figures), max(figures)) if figures else ()
        return shown + [f"{value:,.{column.decimals}f}" for value in ends]

    def _pages(self, widths: Sequence[float]) -> list[tuple[int, int]]:
        """First and last column (from 0) under each heading: the whole table, or each page's own columns."""
        table = self.table
        if table.pages_wide or len(widths) <= table.frozen:
            return [(0, max(len(widths), 1) - 1)]
        starts = page_columns(widths, [c.heads for c in table.columns], table.frozen, PAGE_ROOM[table.paper])
        return list(zip(starts, [*(start - 1 for start in starts[1:]), len(widths) - 1]))

    def _banner(self, report: Report, widths: Sequence[float], pages: Sequence[tuple[int, int]]) -> None:
        """Title and unit line; where the table spans pages, on each of them."""
        table, cells = self.table, self.cells
        left = report.compiler and f"编制单位：{report.compiler}　　"
        subject = f"{left}行政区：{table.subject}" + (f"　　【{table.stamp}】" if table.stamp else "")
        for number, (first, last) in enumerate(pages):
            title = table.title + ("（续）" if number else "")
            cells.text(TITLE_ROW, first + 1, title, TITLE)
            cells.merge(TITLE_ROW, first + 1, TITLE_ROW, last + 1)
            # On one page the line is shared by subject and unit; else the repeated columns hold the subject.
            middle = first if first else max((last + 1) // 2, 1)
            if number == 0:
                cells.text(UNIT_ROW, 1, subject, PLAIN)
                cells.merge(UNIT_ROW, 1, UNIT_ROW, middle)
                cells.heights[UNIT_ROW] = max(row_height([(subject, sum(widths[:middle]))]), 18)
            if middle <= last:
                cells.text(UNIT_ROW, middle + 1, table.unit, replace(PLAIN, horizontal="right"))
                cells.merge(UNIT_ROW, middle + 1, UNIT_ROW, last + 1)
        cells.heights[TITLE_ROW] = 30

    def _heads(self, widths: Sequence[float], breaks: Sequence[int]) -> None:
        cells, columns = self.cells, self.table.columns
        heights: list[list[tuple[str, float]]] = [[] for _ in range(self.levels)]
        for row in range(HEAD_ROW, HEAD_ROW + self.levels):
            for column in range(1, len(columns) + 1):
                cells.text(row, column, "", HEAD)
        for level, first, last, depth, text in header_cells([column.heads for column in columns], self.levels, breaks):
            cells.text(HEAD_ROW + level, first + 1, text, HEAD)
            cells.merge(HEAD_ROW + level, first + 1, HEAD_ROW + level + depth - 1, last + 1)
            if depth == 1:
                heights[level].append((text, sum(widths[first : last + 1])))
            else:  # a header that reaches down shares its lines over the rows
                lines = row_height([(text, sum(widths[first : last + 1]))])
                for below_it in range(level, level + depth):
                    heights[below_it].append(("\n" * max(0, int(lines / LINE_HEIGHT / depth) - 1), 99.0))
        for level, texts in enumerate(heights):
            cells.heights[HEAD_ROW + level] = max(row_height(texts), 20)

    def _rows(self, widths: Sequence[float], task: Task) -> None:
        cells, columns = self.cells, self.table.columns
        across = [self._across(column) for column in columns]
        signed = {column.key for column in columns if self._signed(column)}
        for number, row in enumerate(self.table.rows):
            if number % PAGE_ROWS == 0:
                task.check()
            sheet_row = self.first_row + number
            down = _runs(sorted(self.first_row + part for part in row.parts))
            tall: list[tuple[str, float]] = []
            for place, column in enumerate(columns):
                value = row.values.get(column.key)
                if column.kind == "number" and not isinstance(value, str):
                    look = figure_look(row.kind, column.decimals, column.centred)
                    figure = finite(value)
                    if figure is None:
                        cells.figure(sheet_row, place + 1, None, look)
                    elif row.parts and column.adds:
                        formula = _sum_down(self.letters[column.key], down)
                        if column.key in signed:
                            formula = f"ROUND({formula},{column.decimals})"
                        cells.formula(sheet_row, place + 1, formula, figure, look)
                    elif column.parts and row.kind == "data":
                        taken = "".join(f"-{self.letters[key]}{sheet_row}" for key in column.less)
                        formula = _sum_across(across[place], sheet_row) + taken
                        if column.key in signed:
                            formula = f"ROUND({formula},{column.decimals})"
                        cells.formula(sheet_row, place + 1, formula, figure, look)
                    else:
                        cells.figure(sheet_row, place + 1, figure, look)
                    continue
                text = "" if value is None else str(value)
                cells.text(
                    sheet_row, place + 1, text, text_look(row.kind, row.indent if place == 0 else 0, column.centred)
                )
                if "\n" in text or display_width(text) + PADDING + INDENT > widths[place]:
                    tall.append((text, widths[place] - INDENT))
            cells.heights[sheet_row] = row_height(tall)

    def _signed(self, column: Column) -> bool:
        """Whether figures may cancel out: binary fractions leave next to nothing, which would be shown as -0.00."""
        values = (row.values.get(column.key) for row in self.table.rows)
        return bool(column.less) or any(isinstance(value, (int, float)) and value < 0 for value in values)

    def _across(self, column: Column) -> list[tuple[str, str]]:
        """First and last letters of the columns that a column sums, neighbours as one."""
        runs = _runs(sorted(self.places[key] for key in column.parts))
        return [(get_column_letter(a), get_column_letter(b)) for a, b in runs]

    def _below(self, report: Report, widths: Sequence[float], page: tuple[int, int]) -> int:
        """Notes, source, and the line for filler, reviewer and date; returns the last row."""
        cells, row = self.cells, self.first_row + len(self.table.rows)
        text = [("　　" if i else "注：") + line for i, line in enumerate(self.table.remarks)]
        if self.table.source:
            text.append(f"资料来源：{self.table.source}")
        first, last = page[0] + 1, page[1] + 1
        room = sum(widths[page[0] : last])
        for line in text:
            cells.text(row, first, line, NOTE)
            cells.merge(row, first, row, last)
            cells.heights[row] = row_height([(line, room * NOTE_SCALE)])
            row += 1
        blank = "　　　　　　"
        line = (
            f"填表人：{report.filler or blank}　　　　审核：{report.reviewer or blank}　　　　"
            f"日期：{report.date or '　　　年　　月　　日'}"
        )
        cells.text(row, first, line, PLAIN)
        cells.merge(row, first, row, last)
        cells.heights[row] = 24
        return row


def put(cell: Any, text: str, stylist: Stylist, look: Look) -> None:
    """Write text as text, whatever it begins with."""
    text = cell_text(text)
    if text:
        cell.value = text
        cell.data_type = "s"  # openpyxl would make a formula of “=…” and an error of “#N/A”
    stylist.dress(cell, replace(look, quoted=True) if would_run(text) else look)


@cache
def figure_look(kind: str, decimals: int, centred: bool) -> Look:
    return Look(
        bold=kind in ("total", "subtotal"),
        horizontal="center" if centred else "right",
        wrap=False,
        fill="total" if kind != "data" else "",
        format=number_format(NOTE_DECIMALS if kind == "note" else decimals),
    )


@cache
def text_look(kind: str, indent: int, centred: bool) -> Look:
    centred = centred or kind == "total"
    return Look(
        bold=kind != "data",
        horizontal="center" if centred else "left",
        indent=0 if centred else 1 + indent,
        fill="total" if kind != "data" else "",
    )


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted numbers as (first, last) of consecutive ones."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _sum_down(letter: str, rows: Sequence[tuple[int, int]]) -> str:
    ranges = (f"{letter}{a}:{letter}{b}" if b > a else f"{letter}{a}" for a, b in rows)
    return f"SUM({','.join(ranges)})"


def _sum_across(columns: Sequence[tuple[str, str]], row: int) -> str:
    ranges = (f"{a}{row}:{b}{row}" if b != a else f"{a}{row}" for a, b in columns)
    return f"SUM({','.join(ranges)})"
