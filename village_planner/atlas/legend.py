"""The legend of a page: what its layers show, in as few columns as fit."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsLayerTreeLayer, QgsLayoutItemLegend, QgsLegendRenderer, QgsLegendStyle, QgsVectorLayer

from .map_layers import NO_LEGEND
from .template import box

MOST_COLUMNS = 4


def fill_legend(legend: QgsLayoutItemLegend, layers: Sequence[QgsVectorLayer], width: float, height: float) -> float:
    """List the layers and choose the columns; returns the legend's height in mm (0: nothing to list).

    width, height  what the page has room for
    """
    root = legend.model().rootGroup()
    root.clear()
    for layer in layers:
        if layer.customProperty(NO_LEGEND):
            continue
        node: QgsLayerTreeLayer = root.addLayer(layer)
        entries = legend.model().layerLegendNodes(node)
        if not entries:
            root.removeChildNode(node)
        elif len(entries) > 1:
            QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Subgroup)
    if not root.children():
        return 0.0
    for columns in range(1, MOST_COLUMNS + 1):
        legend.setColumnCount(columns)
        legend.adjustBoxSize()
        if box(legend)[2] > width and columns > 1:
            legend.setColumnCount(columns - 1)
            legend.adjustBoxSize()
            break
        if box(legend)[3] <= height:
            break
    return box(legend)[3]
