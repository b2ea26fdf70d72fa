"""Scores on the map at once: painted over it, so that neither the project nor the user's layers are touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from ..translation import tr
from .map_item import MapItem
from .rank_colours import RAMP, step_of

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

OPACITY = 0.85
OUTLINE, TOP_OUTLINE, HELD_OUTLINE = "#ffffff", "#c8382f", "#111111"
MANY = 200  # units; with more the map follows when the hand pauses
SWATCH = 16  # px of the legend's squares


class ScoreMap(MapItem):
    """Units filled by score, the top outlined. What is painted is kept as an image until view or scores change."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, 5)  # below the marks of other docks
        self._paths: list[QPainterPath] = []
        self._crs = ""
        self._units: Optional[gpd.GeoDataFrame] = None
        self._steps: Sequence[int] = ()
        self._top: set[int] = set()
        self._held = -1
        self._range = (0.0, 0.0)
        self._version = 0
        self._painted: tuple[Any, ...] = ()
        self._image = QImage()
        canvas.destinationCrsChanged.connect(self._project)

    @property
    def follows(self) -> bool:
        """Whether the map can follow every move of the hand."""
        return len(self._paths) <= MANY

    def set_units(self, units: Optional[gpd.GeoDataFrame]) -> None:
        """Other units; None for none."""
        self._units, self._steps, self._top, self._held = units, (), set(), -1
        self._project()

    def show_scores(self, scores: NDArray, ranks: NDArray, top: int) -> None:
        """Scores and ranks in the order of the units; those up to rank `top` are outlined."""
        low, high = float(scores.min()), float(scores.max())
        self._range = (low, high)
        self._steps = [step_of(float(score), low, high) for score in scores]
        self._top = {place for place, rank in enumerate(ranks) if rank <= top}
        self._changed()

    def hold(self, place: int) -> None:
        """Outline the unit in hand; -1 for none."""
        if place != self._held:
            self._held = place
            self._changed()

    def _changed(self) -> None:
        self._version += 1
        self.update()

    def _project(self) -> None:
        """The units' outlines in the map's coordinates."""
        self._paths = []
        if self._units is not None:
            import shapely

            from ..layers import qgis_crs

            source, target = qgis_crs(self._units), self.canvas.mapSettings().destinationCrs()
            transform = QgsCoordinateTransform(source, target, QgsProject.instance())
            moves = source.isValid() and target.isValid() and source != target
            for wkb in shapely.to_wkb(self._units.geometry.to_numpy()):
                geometry = QgsGeometry()
                if wkb is not None:
                    geometry.fromWkb(wkb)
                    if moves:
                        try:
                            geometry.transform(transform)
                        except QgsCsException:
                            geometry = QgsGeometry()  # no place on this map
                self._paths.append(_path(geometry))
        self._changed()

    def paint(self, painter: QPainter, option: Any = None, widget: Any = None) -> None:
        if not self._steps:
            return
        transform = self._transform()
        size, ratio = self.canvas.size(), self.canvas.devicePixelRatioF()
        state = (self._version, size.width(), size.height(), ratio, *_numbers(transform))
        if state != self._painted:
            self._image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
            self._draw(self._image, transform)
            self._painted = state
        painter.drawImage(QPointF(0, 0), self._image)

    def _transform(self) -> QTransform:
        """From map coordinates to pixels, rotated maps included."""
        to_pixel = self.canvas.getCoordinateTransform()
        middle = to_pixel.toMapCoordinates(self.canvas.width() // 2, self.canvas.height() // 2)
        near = to_pixel.transform(middle)  # far from 0, 0 the differences of single pixels would be lost
        step = self.canvas.mapUnitsPerPixel()
        right = to_pixel.transform(middle.x() + 100 * step, middle.y())
        up = to_pixel.transform(middle.x(), middle.y() + 100 * step)
        m11, m12 = (right.x() - near.x()) / (100 * step), (right.y() - near.y()) / (100 * step)
        m21, m22 = (up.x() - near.x()) / (100 * step), (up.y() - near.y()) / (100 * step)
        dx = near.x() - m11 * middle.x() - m21 * middle.y()
        dy = near.y() - m12 * middle.x() - m22 * middle.y()
        return QTransform(m11, m12, m21, m22, dx, dy)

    def _draw(self, image: QImage, transform: QTransform) -> None:
        painter = QPainter(image)
        few = self.follows
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, few)
        painter.setOpacity(OPACITY)
        painter.setTransform(transform)
        seen = transform.inverted()[0].mapRect(QRectF(0, 0, self.canvas.width(), self.canvas.height()))
        pen = QPen(QColor(OUTLINE), 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        brushes = [QColor(colour) for colour in RAMP]
        for step, path in zip(self._steps, self._paths):
            if seen.intersects(path.controlPointRect()):
                painter.setBrush(brushes[step])
                painter.drawPath(path)
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(TOP_OUTLINE), 2.0 if few else 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for place in self._top:
            painter.drawPath(self._paths[place])
        if 0 <= self._held < len(self._paths):
            pen = QPen(QColor(HELD_OUTLINE), 3.0)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPath(self._paths[self._held])
        painter.resetTransform()
        self._legend(painter)
        painter.end()

    def _legend(self, painter: QPainter) -> None:
        """Lower left: from the lowest to the highest score, and what the outline means."""
        painter.setFont(self.canvas.font())
        metrics = painter.fontMetrics()
        low, high = (f"{value:.3f}" for value in self._range)
        top = tr("top {count}", count=len(self._top))
        height = metrics.height()
        wide = len(RAMP) * SWATCH
        ends = (metrics.horizontalAdvance(low), metrics.horizontalAdvance(high), metrics.horizontalAdvance(top))
        title = tr("Score")
        whole = metrics.horizontalAdvance(title) + 8 + ends[0] + 6 + wide + 6 + ends[1] + 12 + SWATCH + 4 + ends[2]
        x, y = 8.0, self.canvas.height() - height - 18.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 225))
        painter.drawRoundedRect(QRectF(x, y, whole + 16, height + 10), 3, 3)
        x += 8
        line = y + 5 + metrics.ascent()

        def write(text: str, gap: float) -> None:
            nonlocal x
            painter.setPen(QColor("#222222"))
            painter.drawText(QPointF(x, line), text)
            x += metrics.horizontalAdvance(text) + gap

        write(title, 8)
        write(low, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour in RAMP:
            painter.setBrush(QColor(colour))
            painter.drawRect(QRectF(x, y + 5, SWATCH, height))
            x += SWATCH
        x += 6
        write(high, 12)
        painter.setPen(QPen(QColor(TOP_OUTLINE), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x, y + 6, SWATCH - 2, height - 2))
        x += SWATCH + 4
        write(top, 0)

    def remove(self) -> None:
        self.canvas.destinationCrsChanged.disconnect(self._project)
        super().remove()


def _path(geometry: QgsGeometry) -> QPainterPath:
    path = QPainterPath()
    if geometry.isNull():
        return path
    path.setFillRule(Qt.FillRule.OddEvenFill)
    polygons = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
    for polygon in polygons:
        for ring in polygon:
            path.addPolygon(QPolygonF([point.toQPointF() for point in ring]))
            path.closeSubpath()
    return path


def _numbers(transform: QTransform) -> tuple[float, ...]:
    return (transform.m11(), transform.m12(), transform.m21(), transform.m22(), transform.dx(), transform.dy())
