"""Industry: what each district is for, and how much the leading industries of townships yield."""

from __future__ import annotations

from typing import Optional

import numpy as np
from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory, QgsVectorLayer

from .. import styles, themes
from ..symbols import keep_clear, round_limits
from ..view import View
from .layer import MapLayer, PageLayer, memory_layer, points_of
from .levels import indicator_title

PALE = 0.3  # opacity of districts below circles
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
    number = [sum(value > limit for limit in limits) for value in own[indicator]]
    frame = points_of(own[["code", "geometry"]]).assign(number=number)
    layer = memory_layer(frame, indicator_title(view.data, indicator))
    between = [f"{low:,.0f} – {high:,.0f}" for low, high in zip(limits, limits[1:])]
    labels = [f"≤ {limits[0]:,.0f}", *between, f"> {limits[-1]:,.0f}"] if limits else ["有产值"]
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "number",
            [QgsRendererCategory(n, _circle(SIZES[n]), labels[n]) for n in sorted(set(number))],
        )
    )
    keep_clear(layer)
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


def _functions(view: View) -> Optional[QgsVectorLayer]:
    """Township districts with their name and, where the plan gives it, their function."""
    frame = view.data.dissolved("township")
    if view.district:
        frame = frame[frame["code"] == view.district]
    if frame.empty or view.township:
        return None
    given = view.data.county.township_districts["function"].fillna("")
    function = [str(given.get(code, "")) for code in frame["code"]]
    named = frame.assign(name=[f"{name}\n{what}".strip() for name, what in zip(frame["name"], function)])
    layer = memory_layer(named, "片区功能" if any(function) else "镇级片区", "township_district_name", view)
    titles = [f"{name}：{what}" if what else name for name, what in zip(frame["name"], function)]
    layer.setRenderer(styles.district_renderer("code", list(zip(frame["code"], titles, frame["colour"])), PALE))
    return layer


LAYERS = {
    "leading_industry": MapLayer(_yields),
    "district_functions": MapLayer(_functions),
}
