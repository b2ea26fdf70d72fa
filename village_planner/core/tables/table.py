"""A report table as data: titled columns, rows that know which rows they sum, checks between tables.

Figures are decimal: a column shows `decimals` digits, and every value in it is already rounded to them, so that a sum
of what is shown is exact. Writers (excel/) turn the sums into live formulas; `value` is what the formula must give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Union

from .chart import Chart

Value = Union[str, int, float, None]

TOTAL = "合计"
SUBTOTAL = "小计"
NOTE_DECIMALS = 4  # of figures in a row that explains the columns, such as weights


@dataclass(frozen=True)
class Column:
    """One column.

    heads     header cells from top to bottom; equal neighbours are merged, shorter headers reach down
    kind      "text", "number"; codes are text
    decimals  digits shown after the point
    adds      the column may be summed over rows
    parts     keys of the columns whose sum this column is in a row of data
    less      keys of the columns taken from that sum
    centred   short text such as a code or yes/no
    area      figures are hectares, which `area_units.in_mu` can turn into 亩; of a text, those that it names as such
    unit_by_row  the same where the row's value "unit" says that its figures are hectares
    quotient  keys of the two columns whose quotient this one is; () where it is none
    colour    "#rrggbb" that it wears in charts, "" for none of its own
    """

    key: str
    heads: tuple[str, ...]
    kind: str = "text"
    decimals: int = 0
    adds: bool = False
    parts: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    centred: bool = False
    area: bool = False
    unit_by_row: bool = False
    colour: str = ""
    quotient: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row: values by column key; kind data, subtotal, total or note; `parts` are the rows that it sums.

    indent  steps by which the row's first text stands in, to show that it belongs to a row above
    colour  "#rrggbb" that it wears in charts, "" for none of its own
    """

    values: Mapping[str, Value]
    kind: str = "data"
    parts: tuple[int, ...] = ()
    indent: int = 0
    colour: str = ""


def digits(column: Column, kind: str) -> int:
    """Digits after the point of a figure in a row of that kind; a row of notes has its own."""
    return NOTE_DECIMALS if kind == "note" else column.decimals


@dataclass(frozen=True)
class Table:
    """A table ready to be written.

    id         name by which scripts choose it           title, sheet   as printed
    unit       unit line above the header, on the right   subject        what the table is about, on the left
    paper      "A4" or "A3", always landscape
    frozen     how many columns stay in view (and are repeated on print where the table spans pages)
    pages_wide 1: shrunk to the page's width; 0: as many pages as it takes
    anchors    name -> (row, column key) of cells that cross-checks look at
    charts     what of it is drawn, in the workbook, on the HTML page and on the atlas alike
    stamp      line to print on it because a result it shows is out of date (see origins.py), "" where none is
    """

    id: str
    title: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    subject: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    paper: str = "A4"
    frozen: int = 1
    pages_wide: int = 1
    anchors: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    stamp: str = ""

    @property
    def remarks(self) -> list[str]:
        """The notes, numbered where there are several."""
        if len(self.notes) < 2:
            return list(self.notes)
        return [f"{number}. {line}" for number, line in enumerate(self.notes, start=1)]

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def value(self, anchor: str) -> Value:
        row, key = self.anchors[anchor]
        return self.rows[row].values.get(key)


@dataclass(frozen=True)
class Side:
    """One side of a check: a figure, and the cell that shows it where a table does."""

    label: str
    value: float
    table: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Check:
    """Two figures that must agree to `decimals` digits."""

    what: str
    left: Side
    right: Side
    decimals: int = 2
    unit: str = ""

    @property
    def difference(self) -> float:
        return round(self.left.value - self.right.value, self.decimals) + 0.0

    @property
    def agrees(self) -> bool:
        return self.difference == 0


@dataclass(frozen=True)
class Gap:
    """A table that was asked for and could not be made, and what to bring for it, by language ("zh", "en")."""

    id: str
    title: str
    needs: Mapping[str, str]


@dataclass(frozen=True)
class KeyFigure:
    """A figure to read at a glance; stamp as of a table.

    area  it is in hectares with two digits, which `area_units` can turn into 亩
    """

    label: str
    value: Value
    unit: str = ""
    decimals: int = 0
    area: bool = False
    stamp: str = ""


@dataclass(frozen=True)
class Report:
    """One workbook: the county's, or a township's."""

    code: str
    name: str
    title: str
    tables: tuple[Table, ...]
    gaps: tuple[Gap, ...]
    checks: tuple[Check, ...]
    facts: tuple[tuple[str, str], ...] = ()
    compiler: str = ""
    filler: str = ""
    reviewer: str = ""
    date: str = ""
    figures: tuple[KeyFigure, ...] = ()

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.agrees)


def add(values: Iterable[Value], decimals: int) -> float:
    """The sum of figures with `decimals` digits, exact; missing ones count nothing."""
    scale = 10**decimals
    return sum(round(value * scale) for value in values if isinstance(value, (int, float))) / scale


def sum_row(
    columns: Sequence[Column],
    rows: Sequence[Row],
    parts: Sequence[int],
    labels: Mapping[str, Value],
    kind: str = "total",
    indent: int = 0,
) -> Row:
    """A row that sums `parts` (indices into `rows`) in every column that adds up."""
    values: dict[str, Value] = {
        column.key: add((rows[part].values.get(column.key) for part in parts), column.decimals)
        for column in columns
        if column.adds
    }
    return Row({**values, **labels}, kind, tuple(parts), indent)


def natural_key(code: str) -> tuple[tuple[int, int, str], ...]:
    """Sorting key that puts "2" before "10" and "1-02" before "1-10"."""
    parts = str(code).replace("-", " ").split()
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
