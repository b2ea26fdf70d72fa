"""Putting a chart on a page: a picture of what is drawn, and above it the texts as texts.

Qt prints the text within an SVG as outlines, which nobody can search. So texts that stand in a column are a table
without grid, the others are labels: ordinary items of the layout, called chart_1, chart_2 …, in one group with the
picture. A label each would take ten times as long to make.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemManualTable,
    QgsLayoutItemPicture,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLayoutTable,
    QgsTableCell,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont

from ..core.charts.data import ChartData
from ..core.charts.draw import MIDDLE, Words, draw
from ..core.tables.text_width import ems
from .fonts import chinese_family
from .template import Page, move

POINT = 25.4 / 72  # mm
AROUND = 0.4  # mm, room around a text
SLACK = 0.1  # mm, so that rounding never costs a table's last row
LEAST = 3  # texts of a column that become a table
UPWARDS = 270.0  # degrees
SIDES = {"start": Qt.AlignmentFlag.AlignLeft, "end": Qt.AlignmentFlag.AlignRight}
Box = tuple[float, float, float, float]  # x, y, width, height in mm
TALL = 1.6  # height of a label relative to its text


def place_chart(page: Page, picture: QgsLayoutItemPicture, chart: ChartData, box: Box, size: float) -> None:
    """Draw the chart into a box (x, y, width, height in mm), its text of `size` points; all is kept in the layout."""
    drawing = draw(chart, box[2], box[3], size * POINT)
    move(picture, box)
    picture.setMode(QgsLayoutItemPicture.FormatSVG)
    shapes = drawing.svg(f'width="{drawing.width:.2f}mm" height="{drawing.height:.2f}mm"', words=False)
    picture.setPicturePath("base64:" + base64.b64encode(shapes.encode()).decode("ascii"))
    columns: dict[str, list[Words]] = {}
    for number, words in enumerate(drawing.words):
        columns.setdefault(words.column or f"{number}", []).append(words)
    made: list[QgsLayoutItem] = []
    for column in columns.values():
        for part in [column] if len(column) >= LEAST else [[words] for words in column]:
            name = f"{picture.id()}_{len(made) + 1}"
            make = _label if len(part) == 1 else _column
            made.append(make(page, part, box, name))
    group = page.layout.groupItems([picture, *made])
    if group is not None:
        group.setId(f"{picture.id()}_group")


def _column(page: Page, column: Sequence[Words], box: Box, name: str) -> QgsLayoutItem:
    """Texts at equal distances as a table: below each other, across, or upright beside each other."""
    first, size = column[0], column[0].size
    across = first.upright or first.y == column[1].y
    ordered = sorted(column, key=lambda words: words.x if across else words.y)
    start, second = ordered[:2]
    pitch = second.x - start.x if across else second.y - start.y
    long = max(ems(words.text) for words in column) * size + 2 * AROUND
    table = QgsLayoutItemManualTable.create(page.layout)
    page.layout.addMultiFrame(table)
    frame = QgsLayoutFrame(page.layout, table)
    frame.setId(name)
    table.setShowGrid(False)
    table.setGridStrokeWidth(0)
    table.setCellMargin(0)
    table.setBackgroundColor(QColor(0, 0, 0, 0))
    form = QgsTextFormat()
    form.setFont(QFont(chinese_family()))
    form.setSize(size / POINT)
    form.setSizeUnit(QgsUnitTypes.RenderPoints)
    form.setColor(QColor(first.colour))
    table.setContentTextFormat(form)
    table.setHeaderMode(QgsLayoutTable.NoHeaders)
    cells = [_cell(words) for words in ordered]
    x, y, middle = box[0] + start.x, box[1] + start.y, MIDDLE * size
    if across and not first.upright:
        table.setColumnWidths([pitch] * len(cells))
        table.setRowHeights([TALL * size])
        table.setTableContents([cells])
        place = (x - pitch / 2, y - middle - TALL * size / 2, pitch * len(cells) + SLACK, TALL * size + SLACK)
    else:
        table.setColumnWidths([long])
        table.setRowHeights([pitch] * len(cells))
        table.setTableContents([[cell] for cell in cells])
        high = pitch * len(cells) + SLACK
        left = {"start": x, "end": x - long}.get(first.anchor, x - long / 2)
        place = (left, y - middle - pitch / 2, long, high)
        if first.upright:  # turned around its middle
            place = (x - pitch / 2 + (high - long) / 2, y + (long - high) / 2, long, high)
    move(frame, place)
    table.addFrame(frame, False)
    table.recalculateFrameSizes()
    if first.upright:
        frame.setItemRotation(UPWARDS)
    return frame


def _cell(words: Words) -> QgsTableCell:
    cell = QgsTableCell(words.text)
    cell.setHorizontalAlignment(SIDES.get(words.anchor, Qt.AlignmentFlag.AlignHCenter))
    cell.setVerticalAlignment(Qt.AlignmentFlag.AlignVCenter)
    return cell


def _label(page: Page, part: Sequence[Words], box: Box, name: str) -> QgsLayoutItem:
    words = part[0]
    label = QgsLayoutItemLabel(page.layout)
    label.setId(name)
    font = QFont(chinese_family())
    font.setPointSizeF(words.size / POINT)
    font.setBold(words.bold)
    label.setFont(font)
    label.setFontColor(QColor(words.colour))
    label.setText(words.text.replace("[%", "[ %"))  # a name is never an expression
    label.setMarginX(0)
    label.setMarginY(0)
    side = "middle" if words.upright else words.anchor
    label.setHAlign(
        {"start": Qt.AlignmentFlag.AlignLeft, "end": Qt.AlignmentFlag.AlignRight}.get(
            side, Qt.AlignmentFlag.AlignHCenter
        )
    )
    label.setVAlign(Qt.AlignmentFlag.AlignVCenter)
    width, height = label.sizeForText().width() + AROUND, TALL * words.size
    x, y = box[0] + words.x, box[1] + words.y
    page.layout.addLayoutItem(label)
    label.attemptResize(QgsLayoutSize(width, height))
    if words.upright:
        label.attemptMove(QgsLayoutPoint(x - width / 2, y + (width - AROUND) / 2 - height / 2))
        label.setItemRotation(UPWARDS)  # around its middle
        return label
    left = {"start": 0.0, "end": width}.get(words.anchor, width / 2)
    label.attemptMove(QgsLayoutPoint(x - left, y - MIDDLE * words.size - height / 2))
    return label
