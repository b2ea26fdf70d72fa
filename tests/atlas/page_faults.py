"""What is wrong with a page, measured: items beside the page or over each other, text that is cut, empty legends."""

from __future__ import annotations

import re
from typing import Any

ON_THE_MAP = {"inset", "inset_title"}  # a closer look at a part, in a free corner of the map
NEAR = 0.3  # mm, how far items may overlap: the width of a frame's line
TALL = 0.85  # of a label's wanted height: QGIS counts the room below the letters, too
BACKGROUND = {"frame", "band"}  # the page's border lies around all, the cover's band below its text


def faults_of(page: Any) -> list[str]:
    """Sentences, empty where all is well."""
    from qgis.core import QgsLayoutItem, QgsLayoutItemGroup, QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemPage

    no_items = (QgsLayoutItemPage, QgsLayoutItemGroup)
    items = [
        item
        for item in page.layout.items()
        if isinstance(item, QgsLayoutItem) and not isinstance(item, no_items) and item.isVisible()
    ]
    sheet = page.layout.pageCollection().page(0)
    width, height = sheet.pageSize().width(), sheet.pageSize().height()
    found = []
    for item in items:
        x, y, right, bottom = _box(item)
        if x < -NEAR or y < -NEAR or right > width + NEAR or bottom > height + NEAR:
            found.append(f"{item.id()} reaches beyond the page: {x:.1f} {y:.1f} {right:.1f} {bottom:.1f}")
        if isinstance(item, QgsLayoutItemLabel) and item.text():
            found += _cut(item)
        if isinstance(item, QgsLayoutItemLegend):
            found += _legend(item)
    for table, frame in (place for name in ("table", "table_left", "table_right") if (place := page.table(name))):
        found += _table(table, frame)
    front = [item for item in items if item.id() not in BACKGROUND and not _is_blank(item)]
    for number, one in enumerate(front):
        for other in front[number + 1 :]:
            if {one.id(), other.id()} & ON_THE_MAP and "map" in (one.id(), other.id()):
                continue
            if one.id().startswith("chart") and other.id().startswith("chart"):
                continue  # its texts stand on the picture; that they do not collide is the drawer's test
            a, b = _ink(one), _ink(other)
            across, along = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            if across > NEAR and along > NEAR:
                found.append(f"{one.id()} and {other.id()} overlap by {across:.1f} x {along:.1f} mm")
    return found + _scales(page)


def _box(item: Any) -> tuple[float, float, float, float]:
    if item.itemRotation():
        turned = item.mapRectToScene(item.rect())
        return turned.left(), turned.top(), turned.right(), turned.bottom()
    place, size = item.positionWithUnits(), item.sizeWithUnits()
    return place.x(), place.y(), place.x() + size.width(), place.y() + size.height()


def _is_blank(item: Any) -> bool:
    return hasattr(item, "sizeForText") and not item.text()


def _ink(item: Any) -> tuple[float, float, float, float]:
    """What an item covers: of a label without frame and background, only its text."""
    from qgis.PyQt.QtCore import Qt

    x, y, right, bottom = _box(item)
    if not hasattr(item, "sizeForText") or item.frameEnabled() or item.hasBackground():
        return x, y, right, bottom
    width = min(item.sizeForText().width(), right - x)
    if item.hAlign() == Qt.AlignmentFlag.AlignLeft:
        return x, y, x + width, bottom
    if item.hAlign() == Qt.AlignmentFlag.AlignRight:
        return right - width, y, right, bottom
    return (x + right - width) / 2, y, (x + right + width) / 2, bottom


def _cut(label: Any) -> list[str]:
    wanted, size = label.sizeForText(), label.sizeWithUnits()
    if wanted.width() > size.width() + NEAR or TALL * wanted.height() > size.height() + NEAR:
        there = f"{size.width():.1f} x {size.height():.1f}"
        return [
            f"text of {label.id()} is cut ({label.text()}): {wanted.width():.1f} x {wanted.height():.1f} in {there}"
        ]
    return []


def _legend(legend: Any) -> list[str]:
    from qgis.core import QgsLayoutUtils, QgsLegendRenderer

    nodes = [
        node for layer in legend.model().rootGroup().findLayers() for node in legend.model().layerLegendNodes(layer)
    ]
    if not nodes:
        return ["the legend is empty"]
    context = QgsLayoutUtils.createRenderContextForLayout(legend.layout(), None)
    wanted = QgsLegendRenderer(legend.model(), legend.legendSettings()).minimumSize(context)
    size = legend.sizeWithUnits()
    if wanted.width() > size.width() + NEAR or wanted.height() > size.height() + NEAR:
        return [f"the legend is cut: {wanted.width():.1f} x {wanted.height():.1f}"]
    return []


def _table(table: Any, frame: Any) -> list[str]:
    """Rows within the frame, and each text, measured as it is drawn, within its column."""
    from qgis.core import QgsLayoutUtils, QgsTextRenderer

    context = QgsLayoutUtils.createRenderContextForLayout(table.layout(), None)
    grid, margin = table.gridStrokeWidth(), table.cellMargin()
    found = []
    high = sum(table.rowHeights()) + len(table.rowHeights()) * (2 * margin + grid) + grid
    if high > frame.sizeWithUnits().height() + NEAR:
        found.append(f"rows of {frame.id()} are cut: {high:.1f} mm")
    for row in table.tableContents():
        for cell, width in zip(row, table.columnWidths()):
            form = cell.textFormat() if cell.textFormat().isValid() else table.contentTextFormat()
            for line in str(cell.content()).split("\n"):
                drawn = QgsTextRenderer.textWidth(context, form, [line]) / context.scaleFactor()
                if drawn > width + 2 * margin:
                    found.append(f"{frame.id()}: {line} is {drawn:.1f} mm in a column of {width:.1f}")
    return found


def _scales(page: Any) -> list[str]:
    """The printed scale is round; a segment of the bar measures 1, 2 or 5 of some power of ten."""
    text, bar = page.item("scale_text"), page.item("scale_bar")
    found = []
    if text is not None:
        number = re.fullmatch(r"1:([\d ]+)", text.text().strip())
        if number is None or len(number[1].replace(" ", "").rstrip("0")) > 2:
            found.append(f"scale is not round: {text.text()}")
    if bar is not None and f"{bar.unitsPerSegment():g}".strip("0.").replace(".", "") not in ("1", "2", "5"):
        found.append(f"scale bar is not round: {bar.unitsPerSegment()}")
    return found
