"""Filling the templates: cover, contents, map pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsLabelingEngineSettings,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsProject,
    QgsScaleBarSettings,
    QgsUnitTypes,
)

from ..core.tables.build import Scope
from ..core.tables.county import CountyData
from .catalogue import Sheet
from .content import MapContent, Shown
from .fit import add_layers, show_layers
from .graticule import add_graticule
from .inset import Inset, add_inset
from .panel import fill_north_arrow, fill_panel, panel_of
from .scale import bar_segment, scale_text
from .stamp import stamp_of, standing
from .table_item import fill_table
from .tables import Column, SmallTable
from .template import SMALLEST, Board, Page, box, move
from .view import COUNTY

CONTENTS_ROOM = (172.0, 236.0)  # mm, width and height of one column of the contents page
CONTENTS_ROWS = 34  # rows of one column of the contents page
CONTENTS_TABLES = ("table_left", "table_right")
SEGMENTS = (4, 2)  # of a scale bar: fewer where their labels would touch
SHORTEST = 9.0  # mm, of a segment with room for its label
GRATICULE_TEXT = INSET_TEXT = 7.5  # points


@dataclass(frozen=True)
class Imprint:
    """What every page says of the whole: who made it, when, from which plan.

    note  such as the degree of secrecy or the number of the map's approval
    """

    county: str
    plan: str
    organisation: str
    date: str
    crs: str
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """One page of the atlas before it is drawn.

    number  图号 (map pages only)   page  1 … pages   rows  of a contents page: entries it lists
    """

    sheet: Sheet
    title: str
    page: int = 0
    number: str = ""
    scope: Scope = COUNTY
    part: int = 0

    @property
    def key(self) -> str:
        """What tells this page from others, however pages are numbered."""
        return "/".join((self.sheet.id, self.scope.code, str(self.part)))


def contents_pages(count: int) -> int:
    """Pages that the contents of `count` entries need."""
    return max(1, -(-count // (2 * CONTENTS_ROWS)))


def cover_page(board: Board, imprint: Imprint, content: MapContent) -> Page:
    page = board.page("cover", "cover")
    page.write(
        county=imprint.county,
        plan=imprint.plan,
        organisation=imprint.organisation or "编制单位：",
        date=imprint.date,
    )
    item = page.item("map")
    if isinstance(item, QgsLayoutItemMap):
        show_layers(board.project, item, content.shown)
    return page


def contents_page(board: Board, entries: Sequence[Entry], entry: Entry, pages: int) -> Page:
    """The part of the contents that this entry is to show."""
    page = board.page("contents", "contents")
    page.write(page_number=f"第 {entry.page} 页  共 {pages} 页")
    listed = entries[2 * CONTENTS_ROWS * entry.part :][: 2 * CONTENTS_ROWS]
    length = CONTENTS_ROWS if len(listed) <= CONTENTS_ROWS else -(-len(listed) // 2)  # two columns share the rows
    for half, identifier in enumerate(CONTENTS_TABLES):
        rows = tuple((e.number, e.title, str(e.page)) for e in listed[half * length :][:length])
        place = page.table(identifier)
        if place is None:
            continue
        if not rows:
            page.remove(identifier)
            continue
        columns = (Column("图号", width=0.5), Column("图名", width=3), Column("页码", width=0.5))
        fill_table(*place, SmallTable("", columns, rows), *CONTENTS_ROOM)
    return page


def map_page(
    board: Board,
    county: CountyData,
    imprint: Imprint,
    entry: Entry,
    content: MapContent,
    pages: int,
    paper: float,
) -> Page:
    """A page of the map: the county's, a district's or a township's.

    pages  of the whole atlas
    paper  printed size relative to the template's; scale bar and scale are of the printed one
    """
    least = SMALLEST / paper
    page = board.page("map", entry.title, least)
    fill_title_block(page, county, imprint, entry, pages)
    item = page.item("map")
    if not isinstance(item, QgsLayoutItemMap):
        return page
    whole_labels_only(board.project)
    show_layers(board.project, item, content.shown)
    if content.inset is not None:
        _show_inset(board.project, page, item, content.inset, content, paper)
    if entry.sheet.graticule:
        add_graticule(item, max(GRATICULE_TEXT, least))
    page.write(scale_text=scale_text(content.printed))
    fill_scale_bar(page, item, content.shown.denominator)
    fill_north_arrow(page, centred=content.view.whole)
    _show_locator(board.project, page, content.locator)
    fill_panel(page, content, paper)
    return page


def _show_inset(
    project: QgsProject, page: Page, item: QgsLayoutItemMap, inset: Inset, content: MapContent, paper: float
) -> None:
    """The same layers once more, with the names that the map itself leaves to the inset."""
    named = [one.layer for one in content.named]
    add_layers(project, named)
    names = {layer.name() for layer in named}
    made = add_inset(page, item, inset, inset.denominator / paper, max(INSET_TEXT, SMALLEST / paper))
    made.setLayers([*named, *(one.layer for one in content.shown.layers if one.layer.name() not in names)])
    made.setKeepLayerSet(True)


def fill_title_block(page: Page, county: CountyData, imprint: Imprint, entry: Entry, pages: int) -> None:
    """Title, stamp, and who made what from which plan. pages: of the whole atlas"""
    page.write(
        title=entry.title,
        organisation=imprint.organisation,
        plan=imprint.plan,
        crs=imprint.crs,
        date=imprint.date,
        review=standing(county),
        note=imprint.note,
        sheet_number=entry.number,
        page_number=f"{entry.page} / {pages}",
    )
    _stamp(page, stamp_of(county, entry.sheet))


def whole_labels_only(project: QgsProject) -> None:
    """No label is cut by the map's frame."""
    settings = project.labelingEngineSettings()
    settings.setFlag(QgsLabelingEngineSettings.UsePartialCandidates, False)
    project.setLabelingEngineSettings(settings)


def _stamp(page: Page, text: str) -> None:
    """The stamp in the title's line, as wide as its text; none where there is nothing to say."""
    item = page.item("stamp")
    if not isinstance(item, QgsLayoutItemLabel):
        return
    if not text:
        page.remove("stamp")
        return
    page.write(stamp=text)
    x, y, width, height = box(item)
    move(item, (x, y, min(width, item.sizeForText().width() + 6), height))


def fill_scale_bar(page: Page, item: QgsLayoutItemMap, denominator: float) -> None:
    """denominator  of the template's page, which the printed one enlarges or reduces"""
    bar = page.item("scale_bar")
    if not isinstance(bar, QgsLayoutItemScaleBar):
        return
    column = panel_of(page)
    bar.setLinkedMap(item)
    for count in SEGMENTS:
        segment = bar_segment(denominator, 0.65 * column.width, count)
        if 1000 * segment / denominator >= SHORTEST:
            break
    metres = count * segment < 1000  # so that no label is long
    wanted = (
        (bar.units, bar.setUnits, QgsUnitTypes.DistanceMeters if metres else QgsUnitTypes.DistanceKilometers),
        (bar.unitLabel, bar.setUnitLabel, "m" if metres else "km"),
        (bar.segmentSizeMode, bar.setSegmentSizeMode, QgsScaleBarSettings.SegmentSizeFixed),
        (bar.numberOfSegments, bar.setNumberOfSegments, count),
        (bar.numberOfSegmentsLeft, bar.setNumberOfSegmentsLeft, 0),
        (bar.mapUnitsPerScaleBarUnit, bar.setMapUnitsPerScaleBarUnit, 1.0),
        (bar.unitsPerSegment, bar.setUnitsPerSegment, segment if metres else segment / 1000),
    )
    for read, write, value in wanted:
        if read() != value:  # each has the bar measured anew
            write(value)
    bar.update()
    own = bar.minimumSize()
    move(bar, (column.left + max(0.0, (column.width - own.width()) / 2), box(bar)[1], own.width(), own.height()))


def _show_locator(project: QgsProject, page: Page, shown: Optional[Shown]) -> None:
    """Where in the county the page's ground lies; a county's page has none."""
    item = page.item("locator")
    if not isinstance(item, QgsLayoutItemMap):
        return
    if shown is None:
        page.remove("locator", "locator_title")
    else:
        show_layers(project, item, shown)
