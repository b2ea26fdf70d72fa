"""The legend of a page: what its layers show, in as few columns as fit."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsLayerTreeLayer,
    QgsLayoutItemLegend,
    QgsLayoutUtils,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayerLegendUtils,
)
from qgis.PyQt.QtCore import QSizeF

from .map_layers import PageLayer
from .template import box, move

MOST_COLUMNS = 4
WHOLE = 1.15  # of the room given may a legend take whose layers each stay in one column


def fill_legend(
    legend: QgsLayoutItemLegend, layers: Sequence[PageLayer], width: float, height: float, whole: bool = True
) -> float:
    """List the layers and choose the columns; returns the legend's height in mm (0: nothing to list).

    Layers of one entry stand before those with a heading and several: below such a layer they would pass for its own.

    width, height  what the page has room for
    whole  each layer stays in one column where there is room, for which the legend may be somewhat higher
    """
    model = legend.model()
    root = model.rootGroup()
    root.clear()
    listed = [shown for shown in layers if shown.in_legend]
    for shown in sorted(listed, key=lambda one: len(one.layer.renderer().legendSymbolItems()) > 1):
        node: QgsLayerTreeLayer = root.addLayer(shown.layer)
        for index, symbol in enumerate(shown.symbols):
            QgsMapLayerLegendUtils.setLegendNodeCustomSymbol(node, index, symbol)
        if shown.symbols:
            model.refreshLayerLegend(node)
        entries = model.layerLegendNodes(node)
        if not entries:
            root.removeChildNode(node)
        elif len(entries) > 1:
            QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Subgroup)
        elif not entries[0].isEmbeddedInParent() and shown.layer.renderer().type() == "categorizedSymbol":
            QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Hidden)  # the entry says it
    if not root.children():
        return 0.0
    size = _arranged(legend, width, height, whole)
    x, y, _, _ = box(legend)
    move(legend, (x, y, size.width(), size.height()))
    return float(size.height())


def _arranged(legend: QgsLayoutItemLegend, width: float, height: float, whole: bool) -> QSizeF:
    """In as few columns as fit."""
    trials = ((False, 1, height), (False, 2, WHOLE * height)) if whole else ()
    for split, first, room in (*trials, (True, 1, height)):
        legend.setSplitLayer(split)
        for columns in range(first, MOST_COLUMNS + 1):
            legend.setColumnCount(columns)
            size = _size(legend)
            if size.width() > width and columns > 1:
                legend.setColumnCount(columns - 1)
                size = _size(legend)
                break
            if size.height() <= room:
                return size
    return size


def _size(legend: QgsLayoutItemLegend) -> QSizeF:
    """What the legend will need; the item itself learns it only when it is painted."""
    context = QgsLayoutUtils.createRenderContextForLayout(legend.layout(), None)
    return QgsLegendRenderer(legend.model(), legend.legendSettings()).minimumSize(context)
