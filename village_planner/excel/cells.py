"""The cells of one sheet, written as XML by ourselves.

openpyxl makes the book around them: styles, columns, merged areas, page, charts. For a cell it would make an object and
then an element of each, which takes most of the time that a book of tables takes; figures, sums and texts need neither.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, Optional, Union
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ..core.formulas import would_run
from .names import cell_text
from .style import Look, Stylist

Figure = Union[int, float]
_LINE_ENDS = {"\r": "&#13;"}  # a bare one would be read as a line feed
_SHEET_DATA = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*" ?/>')


class Cells:
    """Cells of `sheet`, put in any order; rows and columns count from 1.

    heights  row -> points; rows that are not named have the sheet's usual height
    """

    def __init__(self, sheet: Worksheet, stylist: Stylist) -> None:
        self.sheet = sheet
        self.heights: dict[int, float] = {}
        self._stylist = stylist
        self._styles: dict[Look, int] = {}
        self._rows: dict[int, dict[int, str]] = {}

    def text(self, row: int, column: int, text: str, look: Look) -> None:
        """Text as text, whatever it begins with; without text a cell that only has its look."""
        text = cell_text(text)
        if not text:
            self._put(row, column, f' s="{self.style(look)}"/>')
            return
        style = self.style(look.quote() if would_run(text) else look)
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        shown = escape(text, _LINE_ENDS)
        self._put(row, column, f' s="{style}" t="inlineStr"><is><t{space}>{shown}</t></is></c>')

    def figure(self, row: int, column: int, value: Optional[Figure], look: Look) -> None:
        figure = finite(value)
        self._put(
            row, column, f' s="{self.style(look)}"' + ("/>" if figure is None else f"><v>{_number(figure)}</v></c>")
        )

    def formula(self, row: int, column: int, formula: str, result: Union[Figure, str], look: Look) -> None:
        """A live formula (without its =) beside what it gives, so that viewers that do not calculate show it, too."""
        kind, shown = (' t="str"', escape(result)) if isinstance(result, str) else ("", _number(result))
        style = self.style(look)
        self._put(row, column, f' s="{style}"{kind}><f>{escape(formula)}</f><v>{shown}</v></c>')

    def link(self, row: int, column: int, text: str, sheet: str, look: Look) -> None:
        """Text that leads to the top of another sheet."""
        self.text(row, column, text, look)
        place = "'{}'!A1".format(sheet.replace("'", "''"))
        links: Any = self.sheet
        links._hyperlinks.append(Hyperlink(ref=address(row, column), location=place, display=text))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells that have their look already; `Worksheet.merge_cells` would make objects of them."""
        if (top, left) != (bottom, right):
            self.sheet.merged_cells.add(CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right))

    def height(self, rows: range, usual: float) -> float:
        """Points that these rows take."""
        return sum(self.heights.get(row, usual) for row in rows)

    def fill(self, xml: bytes) -> bytes:
        """The sheet as openpyxl wrote it, with these cells in it."""
        last_row, last_column = max(self._rows, default=1), max((max(row) for row in self._rows.values()), default=1)
        extent = f'<dimension ref="A1:{address(last_row, last_column)}"/>'.encode()
        data = f"<sheetData>{''.join(self._lines())}</sheetData>".encode()
        xml = _DIMENSION.sub(lambda _: extent, xml, count=1)
        return _SHEET_DATA.sub(lambda _: data, xml, count=1)

    def style(self, look: Look) -> int:
        """The number of a look among the workbook's styles."""
        number = self._styles.get(look)
        if number is None:
            number = self._styles[look] = self._stylist.number(look, self.sheet)
        return number

    def _put(self, row: int, column: int, rest: str) -> None:
        self._rows.setdefault(row, {})[column] = f'<c r="{get_column_letter(column)}{row}"{rest}'

    def _lines(self) -> Iterator[str]:
        for row in sorted(self._rows.keys() | self.heights.keys()):
            height = self.heights.get(row)
            tall = "" if height is None else f' ht="{height:g}" customHeight="1"'
            cells = self._rows.get(row, {})
            yield f'<row r="{row}"{tall}>'
            yield from (cells[column] for column in sorted(cells))
            yield "</row>"


def address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def finite(value: Optional[Figure]) -> Optional[Figure]:
    """The figure, None where there is none: what is no number stays an empty cell."""
    return value if value is not None and math.isfinite(value) else None


def _number(value: Figure) -> str:
    return str(int(value)) if isinstance(value, int) else repr(float(value))
