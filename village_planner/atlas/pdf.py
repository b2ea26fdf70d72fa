"""Single pages to one PDF: paper size, bookmarks, metadata. Pure Python (pypdf)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .searchable import make_searchable

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

POINTS_PER_MM = 72 / 25.4


def merge_pages(
    pages: Iterable[tuple[Path, str]], scale: float, title: str, author: str, size: tuple[float, float]
) -> bytes:
    """One PDF of the given files' first pages, with a bookmark for each.

    pages  (file, bookmark)   scale  of the printed page relative to the file's   size  printed width and height in mm
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for number, (file, bookmark) in enumerate(pages):
        page = PdfReader(file).pages[0]
        make_searchable(page)
        if abs(scale - 1) < 1e-9:
            writer.add_page(page)
        else:
            _add_scaled(writer, page, scale, size)
        writer.add_outline_item(bookmark, number)
    writer.page_mode = "/UseOutlines"
    made = {"/Creator": "Village Planner", "/Producer": "Village Planner"}
    writer.add_metadata({"/Title": title, "/Author": author, **made})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _add_scaled(writer: PdfWriter, page: PageObject, scale: float, size: tuple[float, float]) -> None:
    """Put a page on paper of another size.

    The page becomes a form that is drawn scaled: so its hatches scale, too, which a scaled page's would not (the matrix
    of a pattern belongs to the stream it is used in).
    """
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

    width, height = (POINTS_PER_MM * side for side in size)
    goal = writer.add_blank_page(width, height)
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
