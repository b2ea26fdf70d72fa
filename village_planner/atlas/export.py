"""The atlas as files: pages are made, drawn and dropped one by one, then put together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Optional

from qgis.core import QgsLayoutItemMap, QgsProject
from qgis.PyQt.QtCore import QThread

from ..core.errors import InputError
from ..core.messages import Message, message
from ..core.tables.build import Scope
from ..core.tables.county import CountyData
from ..core.task import SILENT, Task
from ..core.waiting import Fed, ahead, in_thread
from ..database import open_database
from ..layers import qgis_crs, warm_crs
from .catalogue import Sheet
from .charts_left_out import charts_left_out
from .content import Content, HandedContent, MapContent, cover_content, map_content
from .data import AtlasData, read_atlas_data
from .page import CONTENTS_TABLES, Entry, Imprint, contents_page, cover_page, map_page
from .pagination import layers_read, plan_pages, scopes_of
from .pdf import Ground, Link, PdfPage, merge_pages
from .printing import print_pdf, print_png, print_svg
from .project_layouts import Held, added_layers, carry_over, held_layouts
from .review.entries import ReviewEntry, own_template
from .review.material import Against
from .review.pages import review_content, review_page
from .stamp import stale_of
from .table_item import row_boxes
from .template import Board, KeepingBoard, Page, box

PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0), "A0": (1189.0, 841.0)}  # mm, landscape
TEMPLATE_PAPER = "A3"
AHEAD = 16  # pages whose content is made while one is drawn
DRAWN_FIRST = ("township", "district", "county")  # kinds of ground, see `Atlas.in_drawing_order`
PDF, PNG, SVG = FORMATS = ("pdf", "png", "svg")
Units = Optional[Callable[[CountyData], Collection[Scope]]]  # whose pages are drawn; None: of all
# Bookmarks by kind of sheet; a kind of its own (cover, contents) has none above it.
GROUPS = {"county": "全县图件", "district": "镇级片区图件", "township": "乡镇图件"}


@dataclass(frozen=True)
class Atlas:
    """A plan ready to be drawn.

    entries  the pages in order   skipped  why sheets were left out   scale  of the printed page to the template's
    units    whose pages are drawn, numbered as in the whole; None: of all
    """

    data: AtlasData
    entries: Sequence[Entry]
    skipped: Sequence[Message]
    imprint: Imprint
    scale: float
    units: Optional[Collection[Scope]] = None

    @property
    def wanted(self) -> Sequence[Entry]:
        """The pages that are drawn."""
        return [entry for entry in self.entries if self.units is None or entry.scope in self.units]

    def content(self, entry: Entry, task: Task = SILENT) -> Optional[Content]:
        """What a page shows; None where that is no map. On any thread."""
        data = replace(self.data, task=task)
        if entry.sheet.kind == "contents":
            return None
        if entry.sheet.kind == "cover":
            return cover_content(data, self.scale)
        if own_template(entry):
            return review_content(data, entry, self.scale)
        return map_content(data, entry, self.scale)

    def page(self, board: Board, entry: Entry, content: Optional[Content] = None) -> Page:
        """A page made from its template with its content (None: made here); the layers go into the board's project."""
        content = content or self.content(entry)
        board.project.setCrs(qgis_crs(self.data.townships))
        pages = len(self.entries)
        if entry.sheet.kind == "contents":
            return contents_page(board, [one for one in self.entries if one.number], entry, pages)
        if own_template(entry):
            assert not isinstance(content, MapContent)
            return review_page(board, self.data, self.imprint, entry, content, pages, self.scale)
        assert isinstance(content, MapContent)
        if entry.sheet.kind == "cover":
            return cover_page(board, self.imprint, content)
        return map_page(board, self.data.county, self.imprint, entry, content, pages, self.scale)

    def contents(self, entries: Sequence[Entry], task: Task) -> Generator[Optional[Content], None, None]:
        """What the pages show one after the other, each made while those before it are drawn."""
        here = QThread.currentThread()
        warm_crs(self.data.crs)

        def make(entry: Entry, beside: Task) -> HandedContent:
            content = self.content(entry, beside)
            self.data.forget(entry.scope)
            beside.check()
            return HandedContent(content, here)

        with closing(ahead(make, entries, AHEAD, task)) as made:
            for handed in made:
                yield handed.take()

    def in_drawing_order(self) -> list[Entry]:
        """Small ground first: its content is made sooner than its page is drawn, which leaves time for what is dear."""
        return sorted(self.wanted, key=lambda entry: DRAWN_FIRST.index(entry.scope.kind))

    @property
    def stale(self) -> frozenset[str]:
        """Results out of date that the drawn pages show (keys of `CountyData.stale`)."""
        return frozenset(key for entry in self.wanted for key in stale_of(self.data.county, entry.sheet))


@dataclass(frozen=True)
class AtlasFiles:
    """What was drawn, in a folder for what is in the making.

    skipped   sheets and charts that are missing, and why
    pdf       None where none was asked for
    pictures  (number and title of a page, its files: PNG with world file, SVG)
    kept      entry -> (id of an item, what of its content is the technician's and no longer follows the plan)
    """

    pages: int
    skipped: Sequence[Message]
    pdf: Optional[Path]
    pictures: Sequence[tuple[str, Sequence[Path]]] = ()
    kept: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


def open_atlas(
    database_path: str,
    plan: str,
    sheets: Sequence[Sheet],
    paper: str,
    organisation: str = "",
    date: str = "",
    against: Optional[Against] = None,
    task: Task = SILENT,
    units: Units = None,
) -> Atlas:
    """Read what the sheets of a plan need, and settle their pages. InputError no_townships, nothing_to_draw

    against  what prints of a review set the plan beside
    units    whose pages are drawn, of the county that was read
    task     is asked between the pieces of the pages, too
    """

    def read(beside: Task) -> AtlasData:
        with open_database(database_path, read_only=True) as database:
            return read_atlas_data(database, plan, layers_read(sheets), None, against, beside)

    data = in_thread(read, task)
    data.task = task
    if data.townships.empty:
        raise InputError(
            "no_townships", "{path} has no townships to draw. Import the township layer first.", path=database_path
        )
    entries, skipped = plan_pages(sheets, data)
    if not entries:
        raise InputError("nothing_to_draw", "There is nothing to print. {reason}", reason=skipped[0])
    scale = PAPERS[paper][0] / PAPERS[TEMPLATE_PAPER][0]
    chosen = None if units is None else units(data.county)
    if chosen is not None:  # only what is asked for can be missing; a sheet that has no units at all may be
        of_sheets = [(sheet, scopes_of(sheet, data)) for sheet in sheets]
        asked = [sheet for sheet, scopes in of_sheets if not scopes or any(scope in chosen for scope in scopes)]
        skipped = plan_pages(asked, data)[1]
    atlas = Atlas(data, entries, skipped, make_imprint(data, organisation, date), scale, chosen)
    if not atlas.wanted:
        raise nothing_of_units()
    return atlas


def nothing_of_units() -> InputError:
    return InputError(
        "nothing_of_units",
        "None of the sheets that can be drawn has a page of the units that are chosen. Choose other units, or more "
        "sheets.",
    )


def export_atlas(
    database_path: str,
    plan: str,
    sheets: Sequence[Sheet],
    paper: str,
    dpi: int,
    folder: Path,
    formats: Collection[str] = (PDF,),
    organisation: str = "",
    date: str = "",
    project: Optional[QgsProject] = None,
    against: Optional[Against] = None,
    task: Task = SILENT,
    settled: Callable[[Atlas], None] = lambda _: None,
    units: Units = None,
) -> AtlasFiles:
    """Draw the sheets of a plan into files in `folder`, from which the caller puts them in place.

    dpi      resolution of what is not drawn as lines and text, and the fineness of lines
    project  its layouts of this county's atlas are printed with what was changed in them by hand
    against  what prints of a review set the plan beside
    settled  called when it is known what will be drawn, before anything is
    units    as of `open_atlas`
    """
    task.report(0.0, message("Reading the planning database …"))
    atlas = open_atlas(database_path, plan, sheets, paper, organisation, date, against, task.part(0.0, 0.05), units)
    settled(atlas)
    held = {} if project is None else held_layouts(project, atlas.data.county_key)
    size = PAPERS[paper]
    imprint = atlas.imprint
    places = {entry.page: place for place, entry in enumerate(atlas.wanted, 1)}  # in the PDF

    def bind(pages: Iterator[PdfPage]) -> bytes:
        return merge_pages(pages, atlas.scale, f"{imprint.county}{imprint.plan}", imprint.organisation, size)

    pictures: dict[int, tuple[str, Sequence[Path]]] = {}  # by page, as `kept`: pages come in another order
    kept: dict[int, tuple[str, Sequence[tuple[str, str]]]] = {}
    crowded: dict[str, list[int]] = {}
    pdf = None
    with Fed(bind) as binding:  # the pages so far are put together while the next is drawn
        for entry, page, words in drawn_pages(atlas, held, task.part(0.05, 0.95)):
            if words:
                kept[entry.page] = entry.title, words
            for chart in page.charts_left_out:
                crowded.setdefault(chart, []).append(entry.page)
            files = {format_: folder / f"{entry.page:04d}.{format_}" for format_ in formats}
            if PDF in files:
                print_pdf(page.layout, files[PDF], dpi * atlas.scale)
                group = GROUPS.get(entry.sheet.kind, "")
                number, links = places[entry.page], page_links(page, places)
                binding.give(PdfPage(files[PDF], entry.title, number, group, ground(page, atlas), links))
            made: list[Path] = []
            if PNG in files:
                task.check()
                made += print_png(page.layout, files[PNG], dpi * atlas.scale)
            if SVG in files:
                task.check()
                made += print_svg(page.layout, files[SVG], dpi * atlas.scale, size)
            if made:
                pictures[entry.page] = picture_name(entry), made
        if PDF in formats:
            task.report(0.96, message("Putting the pages together …"))
            pdf = folder / "atlas.pdf"
            pdf.write_bytes(binding.answer(task))
    task.check()
    skipped = [*atlas.skipped, *charts_left_out(crowded)]
    in_order = [pictures[page] for page in sorted(pictures)]
    return AtlasFiles(len(places), skipped, pdf, in_order, dict(kept[page] for page in sorted(kept)))


def saying(entry: Entry, count: int, pages: int) -> Message:
    """count  1 …, of the pages that are drawn"""
    return message("Page {page} of {pages}: {title}", page=count, pages=pages, title=entry.title)


def drawn_pages(
    atlas: Atlas, held: Mapping[str, Held], task: Task
) -> Iterator[tuple[Entry, Page, Sequence[tuple[str, str]]]]:
    """Each page made anew, with what was changed by hand; gone when the next is asked for."""
    keeping = KeepingBoard(QgsProject())
    entries = atlas.in_drawing_order()
    with closing(atlas.contents(entries, task)) as contents:
        for position, entry in enumerate(entries, 1):
            task.report((position - 1) / len(entries), saying(entry, position, len(entries)))
            words: Sequence[tuple[str, str]] = ()
            one = held.get(entry.key)
            if one is not None and not one.there():
                one = None
            board = keeping if one is None else Board(QgsProject())
            page = atlas.page(board, entry, next(contents))
            if one is not None:
                copies = {layer.id(): layer.clone() for layer in added_layers(one)}
                board.project.addMapLayers(list(copies.values()), False)
                words = carry_over(page, one, {old: new.id() for old, new in copies.items()}, atlas.scale).kept
            task.check()
            yield entry, page, words
            del page
            board.clear()


def picture_name(entry: Entry) -> str:
    """Number and title; pages without a number (cover, contents) come first, those of a list behind its map."""
    if isinstance(entry, ReviewEntry) and entry.listed is not None:
        return f"{entry.after.zfill(2)}.{entry.place} {entry.title}"
    part = f" {entry.part + 1}" if entry.part else ""
    return f"{entry.number.zfill(2) if entry.number else '00'} {entry.title}{part}"


def page_links(page: Page, places: Mapping[int, int]) -> list[Link]:
    """The rows of a contents page, each to the page that its last cell names, where that is in the PDF.

    places  number of a page -> its place there, 1 …
    """
    links = []
    for identifier in CONTENTS_TABLES:
        place = page.table(identifier)
        if place is None:
            continue
        for row, place_of_row in zip(place[0].tableContents(), row_boxes(*place)):
            number = str(row[-1].content())
            if number.isdigit() and int(number) in places:
                links.append(Link(place_of_row, places[int(number)]))
    return links


def ground(page: Page, atlas: Atlas) -> Optional[Ground]:
    """What the page's map shows; None without a map."""
    item = page.item("map")
    if not isinstance(item, QgsLayoutItemMap):
        return None
    extent = item.extent()
    corners = extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
    return Ground(box(item), corners, atlas.data.crs)


def make_imprint(data: AtlasData, organisation: str, date: str) -> Imprint:
    county = data.county
    today = datetime.date.today()
    return Imprint(
        county.county_name or "全域",
        county.plan_name,
        organisation or county.compiler,
        date or county.date or f"{today.year} 年 {today.month} 月",
        crs_text(data),
        data.note,
    )


def crs_text(data: AtlasData) -> str:
    """The CRS as a title block names it."""
    code = data.crs.to_epsg() or 0
    if 4513 <= code <= 4533:
        return f"2000 国家大地坐标系，3 度带第 {code - 4488} 带"
    if 4534 <= code <= 4554:
        return f"2000 国家大地坐标系，中央经线 {75 + 3 * (code - 4534)}°"
    return f"{data.crs.name}" + (f"（EPSG:{code}）" if code else "")
