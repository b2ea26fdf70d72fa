"""How an official form looks: fonts, borders, number formats, page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

SONG = "宋体"
FANGSONG = "仿宋"
TOP, BOTTOM = 0.6, 0.7  # margins, inches
SCALE = 0.65  # of tables that span pages: figures of 10 pt come out at 6.5 (小六)
PAPERS: Mapping[str, int] = {"A3": 8, "A4": 9}
THIN = Side(style="thin", color="FF404040")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
NO_BORDER = Border()
HEAD_FILL = PatternFill("solid", fgColor="FFE8F1E4")
TOTAL_FILL = PatternFill("solid", fgColor="FFF6F4EA")
NO_FILL = PatternFill()
BLACK, RED, GREY = "FF000000", "FFC8382F", "FF595959"


@dataclass(frozen=True)
class Look:
    """One appearance of a cell; equal ones are shared, which is what makes large sheets fast."""

    font: str = SONG
    size: float = 10
    bold: bool = False
    colour: str = BLACK
    horizontal: str = "left"
    vertical: str = "center"
    indent: int = 0
    wrap: bool = True
    grid: bool = True
    fill: str = ""
    format: str = "General"
    quoted: bool = False
    underline: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(tuple(vars(self).values())))

    def __hash__(self) -> int:  # looked up for every cell of a book
        return int(self._hash)  # type: ignore[attr-defined]

    def quote(self) -> Look:
        """The same for text that would run without the sign that makes it text."""
        return replace(self, quoted=True)


class Stylist:
    """Gives cells their look; one per workbook."""

    def __init__(self) -> None:
        self._known: dict[Look, Any] = {}

    def dress(self, cell: Any, look: Look) -> None:
        known = self._known.get(look)
        if known is None:
            cell.font = Font(
                name=look.font,
                size=look.size,
                bold=look.bold,
                color=look.colour,
                underline="single" if look.underline else None,
            )
            cell.alignment = Alignment(
                horizontal=look.horizontal, vertical=look.vertical, wrap_text=look.wrap, indent=look.indent
            )
            cell.border = GRID if look.grid else NO_BORDER
            cell.fill = {"head": HEAD_FILL, "total": TOTAL_FILL}.get(look.fill, NO_FILL)
            cell.number_format = look.format
            cell.quotePrefix = look.quoted
            self._known[look] = cell._style
        else:
            cell._style = known  # openpyxl's index into the workbook's styles; never changed once it is shared

    def number(self, look: Look, sheet: Worksheet) -> int:
        """The look's number among the styles of the sheet's workbook, as cells in the file name it."""
        cell = Cell(sheet, row=1, column=1)  # only to register the look; not put on the sheet
        self.dress(cell, look)
        return int(cell.style_id)


def number_format(decimals: int) -> str:
    """Thousands separated, a fixed number of digits after the point."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def page_height(paper: str) -> float:
    """Height in points that a landscape page leaves between the margins."""
    inches = {"A3": 297.0, "A4": 210.0}[paper] / 25.4
    return (inches - TOP - BOTTOM) * 72


def set_page(sheet: Worksheet, paper: str, pages_wide: int, title_rows: tuple[int, int], title_columns: int) -> None:
    """Landscape, centred, header repeated, pages numbered; printed as wide as `pages_wide` (0: as it comes)."""
    from openpyxl.utils import get_column_letter

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPERS[paper]
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=bool(pages_wide))
    if pages_wide:
        sheet.page_setup.fitToWidth = pages_wide
        sheet.page_setup.fitToHeight = 0
    else:
        sheet.page_setup.scale = round(100 * SCALE)
        sheet.page_setup.pageOrder = "overThenDown"
        sheet.print_title_cols = f"A:{get_column_letter(max(title_columns, 1))}"
    sheet.print_title_rows = f"{title_rows[0]}:{title_rows[1]}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = TOP, BOTTOM
    margins.header = margins.footer = 0.3
    footer: Any = sheet.oddFooter
    footer.center.text = "第 &P 页  共 &N 页"
    footer.center.size = 9
    footer.center.font = "宋体,常规"
