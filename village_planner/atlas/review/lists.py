"""Lists that run over pages: columns as wide as their texts, long texts wrapped, the head on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsProject

from ...core.tables.paging import ListRow, pages_of, wrap
from ...core.tables.text_width import ems
from ..panel import COUNTY_LEGEND_TOP, LEGEND_SHARES, panel_of
from ..panel import GAP as PANEL_GAP
from ..table_item import LEADING, POINT, SLACK
from ..tables.table import TEXT, Column, SmallTable
from ..template import Page, box

GAP = 2.0  # mm above the title block
WIDTH, HEIGHT = 396.0, 240.0  # mm, of a table where a template has no heading to go by
HANGING = 1.2  # ems kept free in a wrapped column, for the marks that hang behind a line
AGAIN = "续"  # stands before what goes on from the page before


@dataclass(frozen=True)
class ListColumn:
    """share  of the room that the others leave, and its texts are wrapped; 0: as wide as its texts, up to `most` ems"""

    title: str
    kind: str = TEXT
    share: float = 0.0
    most: float = 10.0


@dataclass(frozen=True)
class LongList:
    """rows: text as printed"""

    title: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Room:
    """What a page has for a list, in mm: width, height; size of the text; margin round a cell, width of the grid."""

    width: float
    height: float
    size: float
    margin: float
    grid: float

    @property
    def line(self) -> float:
        return self.size * LEADING

    @property
    def padding(self) -> float:
        return 2 * self.margin + self.grid


def list_room() -> Room:
    """Of a page of a list, as the county's own template has it."""
    page = Page(QgsProject(), "list", "list")
    return _room(page, *room_below(page, "subtitle"))


def pair_room() -> Room:
    """Below the right one of two maps."""
    page = Page(QgsProject(), "pair", "list")
    return _room(page, *room_below(page, "table_title"))


def panel_room() -> Room:
    """In the column beside a map of the county: what the legend leaves in any case."""
    page = Page(QgsProject(), "map", "list")
    heading, scale, caption = (page.item(name) for name in ("legend_title", "scale_text", "table_title"))
    if heading is None or scale is None or caption is None:
        return _room(page, WIDTH, 0.0)
    top, bottom = COUNTY_LEGEND_TOP + box(heading)[3], box(scale)[1] - PANEL_GAP
    free = (1 - LEGEND_SHARES[1]) * (bottom - top) - PANEL_GAP - box(caption)[3]
    return _room(page, panel_of(page).width, free)


def _room(page: Page, width: float, height: float) -> Room:
    place = page.table("table")
    if place is None:
        return Room(width, height, 7.5 * POINT, 1.0, 0.15)
    table, _ = place
    size = table.contentTextFormat().size() * POINT
    return Room(width, height, size, table.cellMargin(), table.gridStrokeWidth())


def room_below(page: Page, heading: str) -> tuple[float, float]:
    """Width and height in mm between a heading and the title block. A table's own frame fits itself to its rows, so
    that it does not tell."""
    label, block = page.item(heading), page.item("organisation")
    if label is None:
        return WIDTH, HEIGHT
    _, top, width, height = box(label)
    bottom = box(block)[1] if block is not None else top + height + HEIGHT + GAP
    return width, bottom - GAP - top - height


def list_tables(content: LongList, room: Room) -> list[SmallTable]:
    """A table for each page that the list needs; none for an empty list."""
    widths = _widths(content, room)
    rows = [
        ListRow(
            tuple(
                tuple(wrap(text, max(width / room.size - (HANGING if column.share else 0.0), 1.0)))
                for text, width, column in zip(row, widths, content.columns)
            )
        )
        for row in content.rows
    ]
    head = room.line + room.padding
    space = room.height - head - room.grid - SLACK
    pages = pages_of(rows, space, room.line, room.padding)
    return [_table(content, [_printed(row) for row in page], widths, room) for page in pages]


def joined(content: LongList, room: Room) -> Optional[SmallTable]:
    """The list as one table, where the room of a map's page is enough for all of it; None for an empty one, too."""
    tables = list_tables(content, room)
    return tables[0] if len(tables) == 1 else None


def _table(content: LongList, rows: Sequence[tuple[str, ...]], widths: Sequence[float], room: Room) -> SmallTable:
    """`fill_table` shares out what the texts leave: so much to each column that it gets its width."""
    columns = tuple(
        Column(column.title, column.kind, max(width - room.size * _longest([column.title, *cells]), 0.01))
        for column, width, cells in zip(content.columns, widths, zip(*rows))
    )
    return SmallTable(content.title, columns, tuple(rows))


def _printed(row: ListRow) -> tuple[str, ...]:
    cells = ["\n".join(lines) for lines in row.cells]
    return (AGAIN, *cells[1:]) if row.continued else tuple(cells)


def _widths(content: LongList, room: Room) -> list[float]:
    """mm of text in each column."""
    free = room.width - len(content.columns) * room.padding - room.grid
    fixed = [
        0.0 if column.share else room.size * min(column.most, _longest([column.title, *cells]))
        for column, cells in zip(content.columns, zip(*content.rows) if content.rows else [()] * len(content.columns))
    ]
    shares = sum(column.share for column in content.columns)
    left = max(free - sum(fixed), 0.0)
    return [left * column.share / shares if column.share else width for column, width in zip(content.columns, fixed)]


def _longest(texts: Sequence[str]) -> float:
    return max(ems(line) for text in texts for line in text.split("\n")) + 0.1
