"""Pages made one after the other on one layout are what pages of their own are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def atlas(county: Path, qgis_app: object) -> Any:
    from village_planner.atlas.catalogue import load_sheets, select_sheets
    from village_planner.atlas.export import open_atlas

    names = ["administrative", "village_districts", "control_lines", "location", "district", "township"]
    return open_atlas(str(county), "", select_sheets(load_sheets(), names), "A3")


def look(page: Any) -> list[tuple[Any, ...]]:
    """What a page shows, item by item, without what differs by chance (uuids)."""
    from qgis.core import (
        QgsLayoutFrame,
        QgsLayoutItem,
        QgsLayoutItemGroup,
        QgsLayoutItemLabel,
        QgsLayoutItemLegend,
        QgsLayoutItemManualTable,
        QgsLayoutItemMap,
        QgsLayoutItemPicture,
        QgsLayoutItemRegistry,
        QgsLayoutItemScaleBar,
    )

    from village_planner.atlas.template import box

    found: list[tuple[Any, ...]] = []
    for item in page.layout.items():
        if (
            not isinstance(item, QgsLayoutItem)
            or not item.isVisible()
            or item.type() == QgsLayoutItemRegistry.LayoutPage
        ):
            continue
        if isinstance(item, QgsLayoutItemGroup):
            found.append(("group", item.id(), len(item.items())))
            continue
        own: tuple[Any, ...] = ()
        if isinstance(item, QgsLayoutItemLabel):
            own = (item.text(), item.mode(), item.font().toString(), item.fontColor().name())
        elif isinstance(item, QgsLayoutItemMap):
            layers = [layer.name() for layer in item.layers()]
            own = (item.extent().toString(3), item.crs().authid(), layers, item.grids().size(), item.overviews().size())
        elif isinstance(item, QgsLayoutItemLegend):
            names = [node.name() for node in item.model().rootGroup().findLayers()]
            own = (names, item.columnCount())
        elif isinstance(item, QgsLayoutItemScaleBar):
            own = (item.unitsPerSegment(), item.numberOfSegments(), item.unitLabel())
        elif isinstance(item, QgsLayoutItemPicture):
            own = (item.picturePath(),)
        elif isinstance(item, QgsLayoutFrame) and isinstance(item.multiFrame(), QgsLayoutItemManualTable):
            table = item.multiFrame()
            cells = [[cell.content() for cell in row] for row in table.tableContents()]
            own = (
                cells,
                table.columnWidths(),
                table.rowHeights(),
                table.contentTextFormat().size(),
                table.cellMargin(),
            )
        place = tuple(round(value, 3) for value in box(item))
        found.append(
            (type(item).__name__, item.id(), place, item.zValue() if item.id() == "map" else 0, *map(repr, own))
        )
    return sorted(found, key=repr)


def test_a_page_keeps_nothing_of_the_one_before(atlas: Any) -> None:
    from qgis.core import QgsProject

    from village_planner.atlas.template import Board, KeepingBoard

    keeping = KeepingBoard(QgsProject())
    kinds = {}
    for entry in atlas.entries:
        kinds.setdefault((entry.sheet.id, entry.sheet.kind), entry)
    entries = [*kinds.values()]
    assert len(entries) >= 4
    for entry in [*entries, *entries[::-1]]:  # each after two others
        page = atlas.page(keeping, entry)
        kept, left_out = look(page), page.charts_left_out
        alone = Board(QgsProject())
        own = atlas.page(alone, entry)
        assert kept == look(own), entry.title
        assert left_out == own.charts_left_out
        keeping.clear()
        del own
        alone.clear()


def test_an_item_that_the_template_hides_is_no_item_that_was_removed(atlas: Any) -> None:
    from qgis.core import QgsProject

    from village_planner.atlas.template import KeepingBoard

    keeping = KeepingBoard(QgsProject())
    page = keeping.page("map", "one")
    page.remove("stamp")
    assert page.item("stamp") is None
    keeping.clear()
    again = keeping.page("map", "two")
    assert again is page and again.item("stamp") is not None and again.item("stamp").isVisible()
    again.item("note").setVisibility(False)
    assert again.item("note") is not None
