"""An enlarged part of the county in a free corner of its map, where centres lie too close for their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import numpy as np
from qgis.core import (
    QgsFillSymbol,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemMapOverview,
    QgsLayoutMeasurement,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont

from .fonts import chinese_family
from .scale import round_scale, scale_text
from .template import Page, box, move

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .view import View

SIDES = (78.0, 66.0, 54.0, 44.0)  # mm, of the inset, the largest that finds a corner
ZOOM = 3.0  # about
CROWD = 9  # points in the window from which on it is enlarged
CLEAR = 2.0  # mm between the inset and the ground, and the inset and the frame
TITLE = 5.5  # mm
COLOUR = QColor("#c8382f")

Window = tuple[float, float, float, float]


def find_inset(item: QgsLayoutItemMap, view: View, points: NDArray) -> Optional[tuple[Window, Window, float]]:
    """What to enlarge and where: its extent on the ground, its place on the page (x, y, width, height in mm) and the
    denominator on the template's page. None where nothing is crowded or no corner is free.

    points  x, y of what wears names
    """
    if len(points) < CROWD:
        return None
    for side in SIDES:
        place = _free_corner(item, view, side)
        if place is None:
            continue
        denominator = round_scale(view.denominator / ZOOM)
        half = side / 2000 * denominator
        window, count = _most_crowded(points, half)
        return (window, place, denominator) if count >= CROWD else None
    return None


def _most_crowded(points: NDArray, half: float) -> tuple[Window, int]:
    """The square with most points around one of them, and how many."""
    near = (np.abs(points[:, None, :] - points[None, :, :]) <= 0.9 * half).all(axis=2)
    count = near.sum(axis=1)
    middle = points[near[count.argmax()]].mean(axis=0)
    low, high = middle - half, middle + half
    return (low[0], low[1], high[0], high[1]), int(count.max())


def _free_corner(item: QgsLayoutItemMap, view: View, side: float) -> Optional[Window]:
    """A corner of the map where a square of `side` mm with its title hides nothing of the ground."""
    import shapely

    x, y, width, height = box(item)
    extent, ground = item.extent(), view.ground().geometry.iloc[0]
    tall = side + TITLE
    for left, top in ((width - side, 0.0), (0.0, height - tall), (width - side, height - tall), (0.0, 0.0)):
        left = min(max(left, CLEAR), width - side - CLEAR)
        top = min(max(top, CLEAR), height - tall - CLEAR)
        edges = (left - CLEAR, top - CLEAR, left + side + CLEAR, top + tall + CLEAR)
        metres = [view.millimetres(edge) for edge in edges]
        hidden = shapely.box(
            extent.xMinimum() + metres[0],
            extent.yMaximum() - metres[3],
            extent.xMinimum() + metres[2],
            extent.yMaximum() - metres[1],
        )
        if not shapely.intersects(ground, hidden):
            return x + left, y + top, side, tall
    return None


def add_inset(
    page: Page, item: QgsLayoutItemMap, inset: tuple[Window, Window, float], printed: float, size: float
) -> QgsLayoutItemMap:
    """The inset's map, its title and the frame around what it enlarges; its layers are the caller's to set.

    printed  denominator of the scale as printed   size  of the title, in points
    """
    window, place, _ = inset
    made = QgsLayoutItemMap(page.layout)
    page.layout.addLayoutItem(made)
    made.setId("inset")
    made.setCrs(item.crs())
    made.setFrameEnabled(True)
    made.setFrameStrokeColor(COLOUR)
    made.setFrameStrokeWidth(QgsLayoutMeasurement(0.4))
    made.setBackgroundColor(QColor("#ffffff"))
    x, y, width, height = place
    move(made, (x, y + TITLE, width, height - TITLE))
    made.setExtent(QgsRectangle(*window))
    title = QgsLayoutItemLabel(page.layout)
    page.layout.addLayoutItem(title)
    title.setId("inset_title")
    font = QFont(chinese_family())
    font.setPointSizeF(size)
    title.setFont(font)
    title.setText(f"局部放大图　{scale_text(printed)}")
    title.setHAlign(Qt.AlignmentFlag.AlignHCenter)
    title.setVAlign(Qt.AlignmentFlag.AlignVCenter)
    move(title, (x, y, width, TITLE))
    overview = QgsLayoutItemMapOverview("inset", item)
    overview.setLinkedMap(made)
    overview.setFrameSymbol(
        QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": COLOUR.name(), "outline_width": "0.6", "outline_width_unit": "MM"}
        )
    )
    item.overviews().addOverview(overview)
    return made
