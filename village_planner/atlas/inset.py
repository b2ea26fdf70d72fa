"""An enlarged part of the county in a free corner of its map, where centres lie too close for their names."""

from __future__ import annotations

from dataclasses import dataclass
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

from .fit import extent_around
from .fonts import chinese_family
from .scale import round_scale, scale_text
from .template import Box, Page, move

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .view import View

SIDES = (78.0, 66.0, 54.0, 44.0)  # mm, of the inset, the largest that finds a corner
ZOOM = 3.0  # about
CROWD = 9  # points in the window from which on it is enlarged
CLEAR = 2.0  # mm between the inset and the ground, and the inset and the frame
TITLE = 5.5  # mm
COLOUR = QColor("#c8382f")

Window = tuple[float, float, float, float]  # west, south, east, north, m


@dataclass(frozen=True)
class Inset:
    """What is enlarged and where: its extent on the ground, its place on the template's page and the denominator
    there."""

    window: Window
    place: Box
    denominator: float


def find_inset(map_place: Box, view: View, points: NDArray, paper: float) -> Optional[Inset]:
    """What to enlarge; None where nothing is crowded or no corner is free.

    points  x, y of what wears names   paper  printed size relative to the template's: the printed scale is a round one
    """
    if len(points) < CROWD:
        return None
    for side in SIDES:
        place = _free_corner(map_place, view, side)
        if place is None:
            continue
        denominator = round_scale(view.denominator / paper / ZOOM) * paper
        half = side / 2000 * denominator
        window, count = _most_crowded(points, half)
        return Inset(window, place, denominator) if count >= CROWD else None
    return None


def _most_crowded(points: NDArray, half: float) -> tuple[Window, int]:
    """The square with most points around one of them, and how many."""
    near = (np.abs(points[:, None, :] - points[None, :, :]) <= 0.9 * half).all(axis=2)
    count = near.sum(axis=1)
    middle = points[near[count.argmax()]].mean(axis=0)
    low, high = middle - half, middle + half
    return (low[0], low[1], high[0], high[1]), int(count.max())


def _free_corner(map_place: Box, view: View, side: float) -> Optional[Box]:
    """A corner of the map where a square of `side` mm with its title hides nothing of the ground."""
    import shapely

    x, y, width, height = map_place
    ground = view.ground().geometry.iloc[0]
    extent = extent_around(ground.bounds, map_place, view.denominator)
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


def add_inset(page: Page, item: QgsLayoutItemMap, inset: Inset, printed: float, size: float) -> QgsLayoutItemMap:
    """The inset's map, its title and the frame around what it enlarges; its layers are the caller's to set.

    printed  denominator of the scale as printed   size  of the title, in points
    """
    made = QgsLayoutItemMap(page.layout)
    page.layout.addLayoutItem(made)
    made.setId("inset")
    made.setCrs(item.crs())
    made.setFrameEnabled(True)
    made.setFrameStrokeColor(COLOUR)
    made.setFrameStrokeWidth(QgsLayoutMeasurement(0.4))
    made.setBackgroundColor(QColor("#ffffff"))
    x, y, width, height = inset.place
    move(made, (x, y + TITLE, width, height - TITLE))
    made.setExtent(QgsRectangle(*inset.window))
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
