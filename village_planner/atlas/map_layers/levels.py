"""Townships coloured by one figure: an indicator of infrastructure, the size of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import numpy as np
from qgis.core import QgsVectorLayer

from .. import themes
from ..symbols import COOL, classes, round_limits, spread
from ..view import View
from .layer import MapLayer, memory_layer

if TYPE_CHECKING:
    import pandas as pd

    from ..data import AtlasData

CLASSES = 5
NONE = "#eeeeee"


def coloured_townships(
    view: View, values: pd.Series, title: str, colours: tuple[str, ...], decimals: int
) -> Optional[QgsVectorLayer]:
    """The page's townships by a figure (township code -> value, NaN where unknown), in classes of the whole county."""
    known = values[np.isfinite(values.astype(float))].astype(float)
    own = view.townships()[["code", "geometry"]]
    if known.empty or own.empty:
        return None
    limits = round_limits(known.to_numpy(), CLASSES)
    figure = own["code"].map(known).to_numpy(dtype=float)
    number = np.where(np.isfinite(figure), np.searchsorted(limits, figure, side="left"), len(limits) + 1)
    text = [f"{limit:,.{decimals}f}" for limit in limits]
    if text:
        labels = [f"≤ {text[0]}", *(f"{low} – {high}" for low, high in zip(text, text[1:])), f"> {text[-1]}", "无数据"]
    else:
        labels = [f"{known.iloc[0]:,.{decimals}f}", "无数据"]
    layer = memory_layer(own.assign(number=number), title, view=view)
    layer.setRenderer(classes("number", labels, [*spread(colours, len(labels) - 1), NONE], number.tolist()))
    return layer


def indicator_title(data: AtlasData, code: str) -> str:
    """Name and unit of an indicator of townships as they are printed."""
    info = next((info for info in data.county.indicators.get("township", ()) if info.code == code), None)
    if info is None:
        return code
    return f"{info.name_zh}（{info.unit}）" if info.unit else info.name_zh


def infrastructure_figures(data: AtlasData) -> Optional[pd.DataFrame]:
    """Townships' indicators of infrastructure that the county has, index code; None without any."""
    wanted = themes.themes(data)["infrastructure"]["indicators"]
    frame = data.townships.set_index("code")
    there = [code for code in wanted if code in frame and frame[code].notna().any()]
    return frame[there] if there else None


def _infrastructure(view: View) -> Optional[QgsVectorLayer]:
    figures, code = infrastructure_figures(view.data), themes.themes(view.data)["infrastructure"]["fill"]
    if figures is None or code not in figures:
        return None
    return coloured_townships(view, figures[code], indicator_title(view.data, code), COOL, 1)


LAYERS = {"infrastructure_level": MapLayer(_infrastructure)}
