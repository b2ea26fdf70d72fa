"""One table onto one sheet: title, unit line, merged headers, rows with live sums, notes, filler line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Optional, Union

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..core.tables.table import Column, Report, Row, Table, Value
from ..core.task import SILENT, Task
from .layout import column_width, display_width, row_height
from .names import cell_text, would_run
from .style import FANGSONG, GREY, Look, Stylist, number_format, set_page

TITLE_ROW, UNIT_ROW, HEAD_ROW = 1, 2, 3
TITLE = Look(size=16, bold=True, horizontal="center", grid=False, wrap=True)
PLAIN = Look(grid=False)
HEAD = Look(bold=True, horizontal="center", fill="head")
NOTE = Look(font=FANGSONG, size=9, colour=GREY, grid=False)
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
        # Title, unit line and notes stand over what is seen on the first page, not over eighty columns.
        over = last_column if table.pages_wide else min(last_column, _columns_within(widths, 150))
        self._banner(report, widths, over)
        self._heads(widths)
        for number, row in enumerate(table.rows):
            if number % PAGE_ROWS == 0:
                task.check()
            self._row(number, row, widths)
        end = self._below(report, widths, over)
        sheet.freeze_panes = f"{get_column_letter(table.frozen + 1)}{self.first_row}"
        sheet.print_area = f"A1:{get_column_letter(last_column)}{end}"
        set_page(sheet, table.paper, table.pages_wide, (TITLE_ROW, self.first_row - 1), table.frozen)

    def _widths(self) -> list[float]:
        widths = []
        for column in self.table.columns:
            number = column.kind == "number"
            body = [self._shown(column, row.values.get(column.key)) for row in self.table.rows]
            widths.append(column_width(body, column.heads[-1], number))
        room = 100.0  # a narrow table is widened until its title and filler line fit
        if widths and sum(widths) < room and self.table.pages_wide:
            widths = [round(width * min(room / sum(widths), 2.0), 1) for width in widths]
        return widths

    @staticmethod
    def _shown(column: Column, value: Value) -> str:
        if value is None:
            return ""
        return f"{value:,.{column.decimals}f}" if column.kind == "number" and not isinstance(value, str) else str(value)

    def _banner(self, report: Report, widths: Sequence[float], over: int) -> None:
        table, sheet = self.table, self.sheet
        put(sheet.cell(TITLE_ROW, 1), table.title, self.stylist, TITLE)
        _merge(sheet, TITLE_ROW, 1, TITLE_ROW, over)
        sheet.row_dimensions[TITLE_ROW].height = 30
        left = report.compiler and f"编制单位：{report.compiler}　　"
        half = max(over // 2, 1)
        put(sheet.cell(UNIT_ROW, 1), f"{left}行政区：{table.subject}", self.stylist, PLAIN)
        _merge(sheet, UNIT_ROW, 1, UNIT_ROW, half)
        if over > half:
            put(sheet.cell(UNIT_ROW, half + 1), table.unit, self.stylist, replace(PLAIN, horizontal="right"))
            _merge(sheet, UNIT_ROW, half + 1, UNIT_ROW, over)
        sheet.row_dimensions[UNIT_ROW].height = row_height([(f"{left}行政区：{table.subject}", sum(widths[:half]))])

    def _heads(self, widths: Sequence[float]) -> None:
        sheet, columns = self.sheet, self.table.columns
        heights: list[list[tuple[str, float]]] = [[] for _ in range(self.levels)]
        for row in range(HEAD_ROW, HEAD_ROW + self.levels):
            for column in range(1, len(columns) + 1):
                self.stylist.dress(sheet.cell(row, column), HEAD)
        for level, first, last, depth, text in header_cells([column.heads for column in columns], self.levels):
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
            look = Look(bold=row.kind != "data", horizontal="center" if centred else "left", fill=fill)
            put(cell, text, self.stylist, look)
            if display_width(text) + 2 > widths[place]:
                tall.append((text, widths[place]))
        self.sheet.row_dimensions[sheet_row].height = row_height(tall)

    def _formula(self, number: int, row: Row, column: Column) -> Optional[str]:
        """The live sum: down the rows in totals, across the columns in rows of data."""
        if row.parts and column.adds:
            letter = self.letters[column.key]
            return "=SUM(" + ",".join(_ranges(letter, [self.first_row + part for part in row.parts])) + ")"
        if column.parts and row.kind == "data":
            return "=SUM(" + ",".join(self._across(column.parts, self.first_row + number)) + ")"
        return None

    def _across(self, keys: Sequence[str], row: int) -> list[str]:
        """Cells of one row, neighbours as ranges."""
        order = [column.key for column in self.table.columns]
        places = sorted(order.index(key) for key in keys)
        return [
            f"{get_column_letter(a + 1)}{row}" + (f":{get_column_letter(b + 1)}{row}" if b > a else "")
            for a, b in _runs(places)
        ]

    def _below(self, report: Report, widths: Sequence[float], over: int) -> int:
        """Notes, source, and the line for filler, reviewer and date; returns the last row."""
        row = self.first_row + len(self.table.rows)
        lines = list(self.table.notes)
        text = [f"注：{lines[0]}" if len(lines) == 1 else f"注：{i}. {line}" for i, line in enumerate(lines, start=1)]
        text = [line if i == 0 else line.replace("注：", "　　", 1) for i, line in enumerate(text)]
        if self.table.source:
            text.append(f"资料来源：{self.table.source}")
        for line in text:
            put(self.sheet.cell(row, 1), line, self.stylist, NOTE)
            _merge(self.sheet, row, 1, row, over)
            self.sheet.row_dimensions[row].height = row_height([(line, sum(widths[:over]))])
            row += 1
        blank = "　　　　　　"
        line = (
            f"填表人：{report.filler or blank}　　　　审核：{report.reviewer or blank}　　　　"
            f"日期：{report.date or '　　　年　　月　　日'}"
        )
        put(self.sheet.cell(row, 1), line, self.stylist, PLAIN)
        _merge(self.sheet, row, 1, row, over)
        self.sheet.row_dimensions[row].height = 24
        return row


def put(cell: Any, text: str, stylist: Stylist, look: Look) -> None:
    """Write text as text, whatever it begins with."""
    text = cell_text(text)
    if text:
        cell.value = text
        cell.data_type = "s"  # openpyxl would make a formula of “=…” and an error of “#N/A”
    stylist.dress(cell, replace(look, quoted=True) if would_run(text) else look)


def header_cells(heads: Sequence[tuple[str, ...]], levels: int) -> list[tuple[int, int, int, int, str]]:
    """Merged header cells: (level, first column, last column, levels deep, text).

    Neighbours with the same text under the same parent are one cell; the last text of a column reaches to the bottom.
    """
    cells = []
    for column, texts in enumerate(heads):
        for level, text in enumerate(texts):
            path = texts[: level + 1]
            leaf = level == len(texts) - 1
            if not leaf and column and _under(heads[column - 1], path):
                continue
            last = column
            while not leaf and last + 1 < len(heads) and _under(heads[last + 1], path):
                last += 1
            cells.append((level, column, last, levels - level if leaf else 1, text))
    return cells


def _under(heads: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a column's header continues below `path`."""
    return len(heads) > len(path) and heads[: len(path)] == path


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


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


def _columns_within(widths: Sequence[float], room: float) -> int:
    """How many columns fit into `room` characters, at least one."""
    used, count = 0.0, 0
    for width in widths:
        used += width
        if used > room and count:
            break
        count += 1
    return max(count, 1)
