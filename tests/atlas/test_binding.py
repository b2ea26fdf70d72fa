"""Pages bound in the order of their numbers, whatever order they were drawn in."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest

pypdf = pytest.importorskip("pypdf")


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_pages_stand_by_number_with_bookmarks_and_links(tmp_path: Path, scale: float) -> None:
    from village_planner.atlas.pdf import Link, PdfPage, merge_pages

    made = []
    for number in range(1, 8):
        writer = pypdf.PdfWriter()
        writer.add_blank_page(200 + number, 100)
        file = tmp_path / f"{number}.pdf"
        writer.write(file)
        links = [Link((1, 1, 10, 5), 8 - number)]
        made.append(PdfPage(file, f"页 {number}", number, "乡镇" if number > 4 else "", None, links))
    random.Random(7).shuffle(made)
    assert [page.number for page in made] != sorted(page.number for page in made)
    size = (200 * scale / 72 * 25.4, 100 * scale / 72 * 25.4)
    bound = pypdf.PdfReader(io.BytesIO(merge_pages(made, scale, "图集", "某局", size)))

    assert len(bound.pages) == 7
    if scale == 1.0:
        assert [round(float(page.mediabox.width)) for page in bound.pages] == [201, 202, 203, 204, 205, 206, 207]
    places = {page.indirect_reference.idnum: number for number, page in enumerate(bound.pages, 1)}
    for number, page in enumerate(bound.pages, 1):
        (link,) = (annotation.get_object() for annotation in page["/Annots"])
        assert places[link["/Dest"][0].idnum] == 8 - number
    assert _titles(bound.outline) == [*(f"页 {n}" for n in range(1, 5)), "乡镇", ["页 5", "页 6", "页 7"]]


def _titles(outline: list[Any]) -> list[Any]:
    return [_titles(one) if isinstance(one, list) else one["/Title"] for one in outline]
