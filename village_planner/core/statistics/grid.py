"""A workbook as it lies there: sheets of cells, nothing interpreted. `excel.reading` makes it of a file.

Rows and columns count from 1, as spreadsheets do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, Optional

from ..errors import InputError

VALUE, ERROR, UNCALCULATED = "value", "error", "uncalculated"
Span = tuple[int, int, int, int]  # first row, first column, last row, last column of merged cells


class Cell(NamedTuple):
    """A cell that is not empty.

    row, column  where it stands in the file
    value        str, int, float, bool, datetime, date, time or timedelta; of an error its name (#REF!); None of a
                 formula without a stored result
    format       number format ("General", "0.0%", …)
    kind         VALUE, ERROR or UNCALCULATED
    """

    row: int
    column: int
    value: Any
    format: str = "General"
    kind: str = VALUE

    @property
    def address(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Sheet:
    """One sheet. Keys of `cells` are (row, column); in a turned sheet they are swapped, the cells themselves are not.

    hidden   the sheet itself is hidden
    lengths  of a text table: row -> number of fields; empty for a workbook
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    turned: bool = False
    lengths: Mapping[int, int] = field(default_factory=dict)

    def turn(self) -> Sheet:
        """The sheet with rows and columns swapped."""
        return replace(
            self,
            cells={(column, row): cell for (row, column), cell in self.cells.items()},
            merged=tuple((left, top, right, bottom) for top, left, bottom, right in self.merged),
            hidden_rows=self.hidden_columns,
            hidden_columns=self.hidden_rows,
            turned=not self.turned,
        )

    def address(self, row: int, column: int) -> str:
        """The address in the file of a place of this sheet, turned or not."""
        return f"{column_letters(row)}{column}" if self.turned else f"{column_letters(column)}{row}"

    @cached_property
    def spread(self) -> dict[tuple[int, int], Cell]:
        """The cells, merged ones at every place they cover."""
        result = dict(self.cells)
        for top, left, bottom, right in self.merged:
            cell = self.cells.get((top, left))
            if cell is not None:
                for row in range(top, bottom + 1):
                    for column in range(left, right + 1):
                        result[row, column] = cell
        return result

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """Row -> columns with cells in it, merged cells spread; both in order."""
        result: dict[int, list[int]] = {}
        for row, column in sorted(self.spread):
            result.setdefault(row, []).append(column)
        return result


@dataclass(frozen=True)
class Book:
    """A workbook or CSV file: its name without folder, and its sheets.

    left_out  names of sheets that hold no cells by nature (charts, macros)
    """

    file: str
    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...] = field(default=())

    def sheet(self, name: str) -> Optional[Sheet]:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def chosen(self, names: Sequence[str]) -> list[Sheet]:
        """The sheets of these names, in the order of the file; of no names all that are not hidden.

        Raises InputError unknown_sheet.
        """
        unknown = [name for name in names if self.sheet(name) is None]
        if unknown:
            raise InputError(
                "unknown_sheet",
                "{file} has no sheet {sheet}. Its sheets are: {sheets}.",
                file=self.file,
                sheet=", ".join(unknown),
                sheets=", ".join(sheet.name for sheet in self.sheets),
            )
        return [sheet for sheet in self.sheets if (sheet.name in names if names else not sheet.hidden)]


def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
