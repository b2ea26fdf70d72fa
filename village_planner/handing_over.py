"""Layers on their way from the thread that made them to the one that shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qgis.core import QgsMapLayer, QgsProcessingContext

if TYPE_CHECKING:
    from qgis.PyQt.QtCore import QThread


class HandedOver:
    """Made in the old thread, `take` is for the new one; until then the layers live and die with this.

    PyQt's `moveToThread` would keep Python's lock while it waits for one of Qt's, and where QGIS removes a layer that
    Python made it holds Qt's while it waits for Python's: now and then each waits for the other for ever. A context
    of Processing moves layers, too, and lets go of Python meanwhile.
    """

    def __init__(self, layers: Iterable[QgsMapLayer], thread: QThread) -> None:
        self._layers = list(layers)
        self._context = QgsProcessingContext()
        store = self._context.temporaryLayerStore()
        for layer in self._layers:
            store.addMapLayer(layer)
        self._context.pushToThread(thread)

    def take(self) -> list[QgsMapLayer]:
        store = self._context.temporaryLayerStore()
        return [store.takeMapLayer(layer) for layer in self._layers]
