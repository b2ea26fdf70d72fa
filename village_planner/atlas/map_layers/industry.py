"""Industry: what each district is for, and how much the leading industries of townships yield."""

from __future__ import annotations

from typing import Optional

import numpy as np
from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory, QgsVectorLayer

from .. import themes
from ..symbols import label_points, round_limits
from ..view import View
from .layer import MapLayer, PageLayer, memory_layer, points_of

CIRCLE = "#2166ac"
SIZES = (3.0, 4.6, 6.4, 8.6, 11.0)  # mm, width of the circle of each class of yield


def _yields(view: View) -> Optional[PageLayer]:
    """A circle per township, its class by the yield of the leading industry; the legend tells the limits."""
    indicator = themes.themes(view.data)["industry"]["value"]
    townships = view.data.townships
    if indicator not in townships or townships[indicator].isna().all():
        return None
    values = townships[indicator].to_numpy(dtype=float)
    limits = round_limits(values[np.isfinite(values)], len(SIZES))
    own = view.townships()
    own = own[own[indicator].notna()]
    if own.empty:
        return None
    number = np.searchsorted(limits, own[indicator].to_numpy(dtype=float), side="left")
    frame = points_of(own[["code", "geometry"]]).assign(number=number)
    info = next((i for i in view.data.county.indicators.get("township", ()) if i.code == indicator), None)
    title = f"{info.name_zh}（{info.unit}）" if info is not None and info.unit else indicator
    layer = memory_layer(frame, title)
    between = [f"{low:,.0f} – {high:,.0f}" for low, high in zip(limits, limits[1:])]
    labels = [f"≤ {limits[0]:,.0f}", *between, f"> {limits[-1]:,.0f}"] if limits else ["有产值"]
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "number",
            [QgsRendererCategory(int(n), _circle(SIZES[int(n)]), labels[int(n)]) for n in sorted(set(number))],
        )
    )
    return PageLayer(layer)


def _circle(size: float) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": "33,102,172,110",
            "outline_color": CIRCLE,
            "outline_width": "0.2",
            "size": str(size),
            "size_unit": "MM",
        }
    )


def _functions(view: View) -> Optional[PageLayer]:
    """Name and function of each township district, written into it."""
    frame = view.data.dissolved("township")
    if frame.empty:
        return None
    functions = view.data.county.township_districts["function"].fillna("")
    if view.district:
        frame = frame[frame["code"] == view.district]
    text = [f"{n}\n{functions.get(c, '')}".strip() for c, n in zip(frame["code"], frame["name"])]
    points = points_of(frame[["code", "geometry"]]).assign(text=text)
    layer: QgsVectorLayer = memory_layer(points, "片区功能")
    empty = QgsMarkerSymbol.createSimple({"name": "circle", "size": "0.1", "color": "0,0,0,0", "outline_style": "no"})
    layer.renderer().setSymbol(empty)
    label_points(layer, "text", 10.0, "#333333", over=False, bold=True)
    return PageLayer(layer, in_legend=False)


LAYERS = {
    "leading_industry": MapLayer(_yields),
    "district_functions": MapLayer(_functions),
}
