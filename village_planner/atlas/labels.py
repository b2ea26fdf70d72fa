"""Labels of layers whose style depends on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    QgsPalLayerSettings,
    QgsRuleBasedLabeling,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor, QFont

from .fonts import chinese_family

INK = "#26332f"


@dataclass(frozen=True)
class Label:
    """size in points   priority 0 … 10, of the labels that are left out last   rule  which features, empty: all
    always  never left out, even where that is only possible across another label
    """

    size: float
    colour: str = INK
    bold: bool = False
    priority: int = 5
    rule: str = ""
    field: str = "name"
    always: bool = False


def set_labels(layer: QgsVectorLayer, labels: Sequence[Label]) -> None:
    """Label a layer of points, around the point, each rule with its own text."""
    root = QgsRuleBasedLabeling.Rule(None)
    for label in labels:
        rule = QgsRuleBasedLabeling.Rule(_settings(label))
        if label.rule:
            rule.setFilterExpression(label.rule)
        root.appendChild(rule)
    layer.setLabeling(QgsRuleBasedLabeling(root))
    layer.setLabelsEnabled(True)


def _settings(label: Label) -> QgsPalLayerSettings:
    settings = QgsPalLayerSettings()
    settings.fieldName = label.field
    settings.placement = QgsPalLayerSettings.OrderedPositionsAroundPoint
    settings.offsetType = QgsPalLayerSettings.FromSymbolBounds
    settings.dist = 0.6
    settings.distUnits = QgsUnitTypes.RenderMillimeters
    settings.priority = label.priority
    settings.displayAll = label.always
    settings.setFormat(text_format(label.size, label.colour, label.bold))
    return settings


def text_format(size: float, colour: str = INK, bold: bool = False, buffer: Optional[float] = 0.6) -> QgsTextFormat:
    """Text of the atlas in points, with a white halo of `buffer` mm."""
    form = QgsTextFormat()
    font = QFont(chinese_family())
    font.setBold(bold)
    form.setFont(font)
    form.setSize(size)
    form.setSizeUnit(QgsUnitTypes.RenderPoints)
    form.setColor(QColor(colour))
    if buffer is not None:
        halo = QgsTextBufferSettings()
        halo.setEnabled(True)
        halo.setSize(buffer)
        halo.setSizeUnit(QgsUnitTypes.RenderMillimeters)
        halo.setColor(QColor("#ffffff"))
        form.setBuffer(halo)
    return form
