"""Symbols and renderers of themed pages, from the colours and signs of catalogues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsFillSymbol,
    QgsFontMarkerSymbolLayer,
    QgsGraduatedSymbolRenderer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRendererRange,
    QgsSimpleLineSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont

from . import styles
from .fonts import chinese_family

BETWEEN = "#c9c9c9"  # border of coloured units
SIGN = 0.68  # height of a sign relative to its mark
WARM = ("#fff5e6", "#fdd9a8", "#fdae6b", "#ee8745", "#cc5a1f")  # little to much of what is to be feared
COOL = ("#f3f8fc", "#dae9f4", "#b9d7ea", "#8fbedc", "#5f9fca")  # little to much, neither good nor bad
NEAR = ("#fffde5", "#dff0d0", "#b2dccb", "#86bfd0", "#7396c4", "#7d70b3")  # near to far, ever darker


def sign_mark(shape: str, colour: str, sign: str, size: float) -> QgsMarkerSymbol:
    """A coloured mark with a white sign in it; `size` in mm. The sign tells marks apart where colours do not."""
    symbol = QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "color": colour,
            "outline_color": "#ffffff",
            "outline_width": "0.15",
            "outline_style": "solid" if sign else "no",
            "size": str(size),
            "size_unit": "MM",
        }
    )
    if sign:
        letter = QgsFontMarkerSymbolLayer(chinese_family(), sign, SIGN * size, QColor("#ffffff"))
        letter.setSizeUnit(QgsUnitTypes.RenderMillimeters)
        symbol.appendSymbolLayer(letter)
    return symbol


def spot(shape: str, fill: str, border: str, size: float) -> QgsMarkerSymbol:
    """A plain mark with a border."""
    return QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "color": fill,
            "outline_color": border,
            "outline_width": "0.3",
            "size": str(size),
            "size_unit": "MM",
        }
    )


def area(fill: str, border: str, style: str = "solid", width: float = 0.4, opacity: float = 1.0) -> QgsFillSymbol:
    """A fill with a border; style solid, dash, dot or dash dot. `opacity` of the fill alone."""
    colour = QColor(fill)
    colour.setAlphaF(opacity)
    return QgsFillSymbol.createSimple(
        {
            "color": f"{colour.red()},{colour.green()},{colour.blue()},{colour.alpha()}",
            "outline_color": border,
            "outline_width": str(width),
            "outline_width_unit": "MM",
            "outline_style": style,
            "joinstyle": "round",
        }
    )


def line(colour: str, width: float, cased: bool = False) -> QgsLineSymbol:
    """A line in mm, with a darker edge where it is cased."""
    symbol = QgsLineSymbol.createSimple(
        {"line_color": colour, "line_width": str(width), "line_width_unit": "MM", "capstyle": "round"}
    )
    if cased:
        edge = QgsSimpleLineSymbolLayer(QColor(colour).darker(180), width + 0.25)
        edge.setWidthUnit(QgsUnitTypes.RenderMillimeters)
        edge.setPenCapStyle(Qt.PenCapStyle.RoundCap)
        edge.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
        symbol.insertSymbolLayer(0, edge)
    return symbol


def classes(
    field: str, labels: Sequence[str], colours: Sequence[str], present: Sequence[int]
) -> QgsGraduatedSymbolRenderer:
    """Classes by their number in `field`; only those that are `present`."""
    ranges = [
        QgsRendererRange(number - 0.5, number + 0.5, styles.fill(colours[number], BETWEEN, 0.08), labels[number])
        for number in sorted(set(present))
    ]
    return QgsGraduatedSymbolRenderer(field, ranges)


def spread(colours: Sequence[str], count: int) -> list[str]:
    """`count` of the colours, from first to last."""
    if count <= 1:
        return [colours[len(colours) // 2]]
    return [colours[round(i * (len(colours) - 1) / (count - 1))] for i in range(count)]


def round_limits(values: NDArray, count: int) -> list[float]:
    """Up to `count - 1` rising limits of two digits between classes of about as many values each."""
    limits: list[float] = []
    for share in np.arange(1, count) / count:
        value = float(np.quantile(values, share))
        if value > 0:
            step = 10.0 ** (np.floor(np.log10(value)) - 1)
            limits.append(float(np.round(value / step) * step))
    return sorted(set(limits))


def label_points(
    layer: QgsVectorLayer, field: str, size: float, colour: str = "#1a1a1a", over: bool = True, bold: bool = False
) -> None:
    """Label points; `over` them and all of them, else beside them where there is room."""
    form = QgsTextFormat()
    font = QFont(chinese_family())
    font.setBold(bold)
    form.setFont(font)
    form.setSize(size)
    form.setColor(QColor(colour))
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(not over)
    buffer.setSize(0.6)
    buffer.setColor(QColor("#ffffff"))
    form.setBuffer(buffer)
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    settings.setFormat(form)
    settings.multilineAlign = QgsPalLayerSettings.MultiCenter
    if over:
        settings.placement = QgsPalLayerSettings.OverPoint
        settings.quadOffset = QgsPalLayerSettings.QuadrantOver
        settings.displayAll = True
        settings.obstacleSettings().setIsObstacle(True)
        settings.priority = 10
    else:
        settings.placement = QgsPalLayerSettings.OrderedPositionsAroundPoint
        settings.dist = 0.6
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def keep_clear(layer: QgsVectorLayer) -> None:
    """Keep other layers' labels off the marks of this one."""
    settings = QgsPalLayerSettings()
    settings.fieldName = "''"
    settings.isExpression = True
    settings.drawLabels = False
    settings.obstacleSettings().setIsObstacle(True)
    settings.obstacleSettings().setFactor(2.0)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
