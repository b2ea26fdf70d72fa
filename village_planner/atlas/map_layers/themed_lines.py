"""The control lines of one theme (ecology, heritage, safety) in plain fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsVectorLayer

from .. import themes
from ..symbols import area
from ..view import View
from .layer import MapLayer, memory_layer

if TYPE_CHECKING:
    from ..data import AtlasData

FALLBACK = {"colour": "#555555", "style": "solid", "fill": "#dddddd"}


def ecology(data: AtlasData) -> list[str]:
    kinds: list[str] = themes.themes(data)["restoration"]["lines"]
    return kinds


def heritage(data: AtlasData) -> list[str]:
    kinds: list[str] = themes.themes(data)["heritage_lines"]
    return kinds


def disaster(data: AtlasData) -> list[str]:
    kinds: list[str] = themes.themes(data)["disaster_lines"]
    return kinds


def has_lines(data: AtlasData, kinds: Callable[[AtlasData], list[str]]) -> bool:
    frame = data.layers.get("control_line")
    return frame is not None and bool(frame["kind"].isin(kinds(data)).any())


def _lines(kinds: Callable[[AtlasData], list[str]], title: str) -> Callable[[View], Optional[QgsVectorLayer]]:
    def make(view: View) -> Optional[QgsVectorLayer]:
        frame = view.inside("control_line")
        if frame is None:
            return None
        wanted = kinds(view.data)
        frame = frame[frame["kind"].isin(wanted)]
        if frame.empty:
            return None
        looks = {entry["kind"]: entry for entry in themes.themes(view.data)["lines"]}
        names = themes.line_names(view.data)
        categories = []
        for kind in wanted:
            if kind in set(frame["kind"]):
                look = looks.get(kind, FALLBACK)
                symbol = area(look["fill"], look["colour"], look["style"], 0.35, 0.85)
                categories.append(QgsRendererCategory(kind, symbol, names.get(kind, kind)))
        layer = memory_layer(frame[["kind", "geometry"]], title, view=view)
        layer.setRenderer(QgsCategorizedSymbolRenderer("kind", categories))
        return layer

    return make


LAYERS = {
    "ecology_lines": MapLayer(_lines(ecology, "生态保护"), ("control_line",)),
    "heritage_lines": MapLayer(_lines(heritage, "历史文化保护"), ("control_line",)),
    "disaster_lines": MapLayer(_lines(disaster, "灾害风险控制"), ("control_line",)),
}
