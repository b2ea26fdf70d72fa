"""Roads, hazards, facilities and projects, each as the database holds it."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsVectorLayer

from ..view import View
from .layer import MapLayer, keep_categories, memory_layer


def _plain(name: str, title: str) -> Callable[[View], Optional[QgsVectorLayer]]:
    def make(view: View) -> Optional[QgsVectorLayer]:
        frame = view.inside(name)
        if frame is None:
            return None
        layer = memory_layer(frame, title, name, view)
        if layer.renderer().type() == "categorizedSymbol":
            keep_categories(layer, set(frame[layer.renderer().classAttribute()].fillna("")))
        return layer

    return make


LAYERS = {
    "roads": MapLayer(_plain("road", "公路"), ("road",)),
    "hazards": MapLayer(_plain("hazard", "地质灾害隐患点"), ("hazard",)),
    "facilities": MapLayer(_plain("facility", "公共服务设施"), ("facility",)),
    "projects": MapLayer(_plain("project", "项目红线"), ("project",)),
}
