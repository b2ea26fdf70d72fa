"""Single pages to one PDF: paper size, bookmarks, links, coordinates, metadata. Pure Python (pypdf)."""

from __future__ import annotations

import io
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from .searchable import make_searchable

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter
    from pyproj import CRS

POINTS_PER_MM = 72 / 25.4
DIGITS = 9  # of the degrees of a map's corners: a tenth of a millimetre on the ground
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Ground:
    """What a map of a page shows.

    box     x, y (from the top), width, height in mm of the template's page
    extent  west, south, east, north in `crs`, which is projected
    """

    box: Box
    extent: Box
    crs: CRS


@dataclass(frozen=True)
class Link:
    """box  as of `Ground`   page  1 …"""

    box: Box
    page: int


@dataclass(frozen=True)
class PdfPage:
    """One page: its file (the first page counts), its bookmark and the one that lies below, and what lies on it.

    number  1 …, its place in the whole
    """

    file: Path
    title: str
    number: int = 1
    group: str = ""
    ground: Optional[Ground] = None
    links: Sequence[Link] = ()


def merge_pages(pages: Iterable[PdfPage], scale: float, title: str, author: str, size: tuple[float, float]) -> bytes:
    """One PDF of the given pages, with a bookmark for each, links, and coordinates where a page shows a map.

    pages  in any order: their numbers settle where they stand
    scale  of the printed page relative to the file's   size  printed width and height in mm
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import BooleanObject, NameObject, TextStringObject

    writer = PdfWriter()
    placed: list[tuple[PdfPage, PageObject, Placing]] = []
    for made in pages:
        page = PdfReader(made.file).pages[0]
        make_searchable(page)
        placing = Placing(float(page.mediabox.height), scale)
        page.pop(NameObject("/VP"), None)
        index = bisect([one.number for one, *_ in placed], made.number)
        same_size = abs(scale - 1) < 1e-9
        page = writer.insert_page(page, index) if same_size else _add_scaled(writer, page, scale, size, index)
        if made.ground is not None:
            page[NameObject("/VP")] = _viewports(writer, placing, made.ground)
        placed.insert(index, (made, page, placing))
    groups: dict[str, Any] = {}
    for index, (made, page, placing) in enumerate(placed):
        for link in made.links:
            if 1 <= link.page <= len(placed):
                _add_link(writer, page, placing, link)
        if made.group and made.group not in groups:
            groups[made.group] = writer.add_outline_item(made.group, index)
        writer.add_outline_item(made.title, index, groups.get(made.group))
    writer.page_mode = "/UseOutlines"
    writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")
    writer.create_viewer_preferences()[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    producer = {"/Creator": "Village Planner", "/Producer": "Village Planner"}
    writer.add_metadata({"/Title": title, "/Author": author, **producer})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class Placing:
    """From mm of the template's page, whose height in points is that of the file, to points of the printed page."""

    height: float
    scale: float

    def rectangle(self, box: Box) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        x, y, width, height = (POINTS_PER_MM * value for value in box)
        corners = x, self.height - y - height, x + width, self.height - y
        return tuple(round(self.scale * value, 4) for value in corners)  # type: ignore[return-value]


def _add_link(writer: PdfWriter, page: PageObject, placing: Placing, link: Link) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

    target = writer.pages[link.page - 1].indirect_reference
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): _numbers(placing.rectangle(link.box)),
            NameObject("/Border"): ArrayObject([NumberObject(0)] * 3),
            NameObject("/Dest"): ArrayObject([target, NameObject("/Fit")]),
        }
    )
    there = page.get("/Annots")
    annotations = ArrayObject() if there is None else there.get_object()
    annotations.append(writer._add_object(annotation))
    page[NameObject("/Annots")] = annotations


def _viewports(writer: PdfWriter, placing: Placing, ground: Ground) -> Any:
    """The viewport of a map and its measure (ISO 32000-2, 12.9 and 12.10): its corners in degrees.

    QGIS's own, which covers the whole page, is only as exact as its seven digits, and does not scale with the paper.
    """
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject
    from pyproj import Transformer

    west, south, east, north = ground.extent
    corners = ((west, south), (west, north), (east, north), (east, south))
    to_degrees = Transformer.from_crs(ground.crs, ground.crs.geodetic_crs, always_xy=True)
    degrees = [value for x, y in corners for value in to_degrees.transform(x, y)[::-1]]
    square = [NumberObject(value) for value in (0, 0, 0, 1, 1, 1, 1, 0)]
    system = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/PROJCS"),
            NameObject("/WKT"): TextStringObject(ground.crs.to_wkt("WKT1_ESRI")),
        }
    )
    code = ground.crs.to_epsg()
    if code:
        system[NameObject("/EPSG")] = NumberObject(code)
    measure = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Measure"),
            NameObject("/Subtype"): NameObject("/GEO"),
            NameObject("/Bounds"): ArrayObject(square),
            NameObject("/LPTS"): ArrayObject(square),
            NameObject("/GPTS"): _numbers(degrees),
            NameObject("/GCS"): writer._add_object(system),
        }
    )
    viewport = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Viewport"),
            NameObject("/Name"): TextStringObject("地图"),
            NameObject("/BBox"): _numbers(placing.rectangle(ground.box)),
            NameObject("/Measure"): writer._add_object(measure),
        }
    )
    return ArrayObject([writer._add_object(viewport)])


def _numbers(values: Iterable[float]) -> Any:
    """An array of numbers with all their digits; pypdf's own numbers have eight in all."""
    from pypdf.generic import ArrayObject, FloatObject

    class Exact(FloatObject):
        def write_to_stream(self, stream: Any, encryption_key: Any = None) -> None:
            stream.write(f"{float(self):.{DIGITS}f}".encode("ascii"))

    return ArrayObject(Exact(value) for value in values)


def _add_scaled(writer: PdfWriter, page: PageObject, scale: float, size: tuple[float, float], index: int) -> PageObject:
    """Put a page on paper of another size.

    The page becomes a form that is drawn scaled: so its hatches scale, too, which a scaled page's would not (the matrix
    of a pattern belongs to the stream it is used in).
    """
    from pypdf import PageObject
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

    width, height = (POINTS_PER_MM * side for side in size)
    goal = writer.insert_page(PageObject.create_blank_page(writer, width, height), index)
    form = DecodedStreamObject()
    content = page.get_contents()
    form.set_data(content.get_data() if content is not None else b"")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(FloatObject(value) for value in page.mediabox)
    form[NameObject("/Resources")] = page["/Resources"].clone(writer)
    reference = writer._add_object(form.flate_encode())
    goal[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Page"): reference})}
    )
    draw = DecodedStreamObject()
    draw.set_data(f"q {scale:.6f} 0 0 {scale:.6f} 0 0 cm /Page Do Q".encode("ascii"))
    goal[NameObject("/Contents")] = writer._add_object(draw)
    return goal
