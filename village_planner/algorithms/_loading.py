"""How layers come on the map after a run: dressed in a style, and also when the run was cancelled and kept its plan.

QGIS loads no layer of a cancelled algorithm: the task counts as failed, and the Processing dialog stops before the
first layer (`handleAlgorithmResults` asks `feedback.isCanceled()`). The results themselves are whole. Where a person
at the desktop asked for them to be loaded, they are handed to the main thread here and added to the project there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal, pyqtSlot

from ..handing_over import HandedOver
from ..paths import resource


class Dress(QgsProcessingLayerPostProcessorInterface):
    """Puts resources/styles/<name>.qml on a layer when QGIS loads it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        put_on(layer, self.name)


_dresses: dict[str, Dress] = {}  # QGIS does not keep them alive


def put_on(layer: QgsMapLayer, style: str) -> None:
    layer.loadNamedStyle(str(resource("styles", f"{style}.qml")))
    layer.triggerRepaint()


def dress(context: QgsProcessingContext, styles: Mapping[Optional[str], str]) -> None:
    """Have layers come on the map in a style, as far as they are to be loaded. styles: layer -> name of the style"""
    for identifier, style in styles.items():
        if identifier and context.willLoadLayerOnCompletion(identifier):
            if style not in _dresses:
                _dresses[style] = Dress(style)
            context.layerToLoadOnCompletionDetails(identifier).setPostProcessor(_dresses[style])


class Courier(QObject):
    """Lives on the main thread; the worker sends, the main thread receives."""

    sent = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.moveToThread(QgsApplication.instance().thread())
        self.sent.connect(self._receive)

    @pyqtSlot(object)
    def _receive(self, parcel: list[tuple[Any, str, Any, str]]) -> None:
        for place, name, project, style in parcel:
            layer = QgsVectorLayer(place, name) if isinstance(place, str) else place.take()[0]
            if layer.isValid():
                layer.setName(name)
                if style:
                    put_on(layer, style)
                project.addMapLayer(layer)
        _travelling.discard(self)


_travelling: set[Courier] = set()  # keeps a courier alive until the main thread has received


def deliver(context: QgsProcessingContext, styles: Mapping[Optional[str], str]) -> list[str]:
    """Load what a cancelled run was asked to load; returns the names of the layers. styles: as for `dress`"""
    parcel = []
    for identifier, details in context.layersToLoadOnCompletion().items():
        layer = context.takeResultLayer(identifier)
        place = identifier if layer is None else HandedOver([layer], QgsApplication.instance().thread())
        parcel.append((place, details.name, details.project, styles.get(identifier, "")))
    context.setLayersToLoadOnCompletion({})
    if parcel:
        courier = Courier()
        _travelling.add(courier)
        courier.sent.emit(parcel)
    return [name for _, name, _, _ in parcel]
