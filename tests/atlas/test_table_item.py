"""Small tables on a page, by the picture they print."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsLayoutExporter, QgsProject
from qgis.PyQt.QtCore import QRectF

DPI = 300


@pytest.mark.parametrize("tight", [False, True], ids=["roomy", "tight"])
def test_lines_of_a_cell_stay_off_the_grid(qgis_app: object, tight: bool) -> None:
    from village_planner.atlas.table_item import fill_table, row_boxes
    from village_planner.atlas.tables import Column, SmallTable
    from village_planner.atlas.template import Page

    project = QgsProject()
    page = Page(project, "map", "表")
    place = page.table("table")
    assert place is not None
    lines = [1, 2, 4]
    rows = tuple(("片区", "\n".join(["国鑫bñg"] * count)) for count in lines)
    content = SmallTable("", (Column("名"), Column("村")), rows)
    whole = fill_table(*place, content, 80, 500)
    if tight:
        fill_table(*place, content, 80, whole - 1)  # less room around the texts
    for (x, y, width, height), count in zip(row_boxes(*place)[1:], lines):
        grid = place[0].gridStrokeWidth()
        half = QRectF(x + width * 0.6, y + 2 * grid, width * 0.38, height - 3 * grid)  # within the lines of the grid
        image = QgsLayoutExporter(page.layout).renderRegionToImage(half, dpi=DPI)
        picture = image.convertToFormat(image.Format.Format_Grayscale8)
        memory = picture.constBits()
        memory.setsize(picture.sizeInBytes())
        grey = np.frombuffer(memory, np.uint8).reshape(picture.height(), picture.bytesPerLine())[:, : picture.width()]
        inked = (grey < 128).any(axis=1)
        assert inked.sum() > count * DPI / 25.4 * 1.5  # the texts are there
        free = 0.1 * DPI / 25.4  # 0.1 mm
        assert next(i for i, ink in enumerate(inked) if ink) >= free
        assert next(i for i, ink in enumerate(inked[::-1]) if ink) >= free
        assert (inked[1:] & ~inked[:-1]).sum() == count  # lines do not run into each other
