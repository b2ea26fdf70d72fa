"""Population: villages by density, and flows between townships as arrows of growing width."""

from __future__ import annotations

from typing import Optional

import numpy as np
import pandas as pd
from qgis.core import QgsArrowSymbolLayer, QgsGraduatedSymbolRenderer, QgsLineSymbol, QgsRendererRange, QgsVectorLayer

from .. import styles
from ..data import AtlasData
from ..view import View
from .layer import MapLayer, memory_layer, points_of

MOST_FLOWS = 45  # arrows; more hide each other
WIDTHS = (0.35, 0.8, 1.5, 2.6)  # mm, of the classes of flows
BEND = 0.12  # of an arrow's length: so that those to and fro stand side by side
CUT = 0.1  # of an arrow's length left free at either end, for the name of the place
FLOW_COLOUR = "#31558c"


def _classes(view: View) -> Optional[QgsVectorLayer]:
    frame = view.villages()[["code", "population", "area_m2", "geometry"]]
    density = frame["population"].astype(float) / (frame["area_m2"].where(frame["area_m2"] > 0) / 1e6)
    frame = frame.assign(density=density)[density.notna()]
    if frame.empty:
        return None
    layer = memory_layer(frame[["code", "density", "geometry"]], "人口密度（人/km²）", view=view)
    layer.setRenderer(
        styles.class_renderer("density", frame["density"].tolist(), styles.DENSITY_COLOURS, lambda v: f"{v:,.0f}")
    )
    return layer


def township_flows(data: AtlasData) -> pd.DataFrame:
    """Flows between townships: source, target (codes), value; largest first."""
    if ("township_flows",) not in data.cache:
        flow = data.figures.get("flow")
        if flow is None:
            flow = pd.DataFrame({"from_code": [], "to_code": [], "value": []})
        owner = dict(zip(data.villages["code"], data.villages["township_code"]))
        owner.update(zip(data.townships["code"], data.townships["code"]))
        made = pd.DataFrame(
            {"source": flow["from_code"].map(owner), "target": flow["to_code"].map(owner), "value": flow["value"]}
        ).dropna()
        made = made[made["source"] != made["target"]].groupby(["source", "target"], as_index=False)[["value"]].sum()
        made = made.sort_values(["value", "source", "target"], ascending=[False, True, True], ignore_index=True)
        data.cache["township_flows",] = made
    found: pd.DataFrame = data.cache["township_flows",]
    return found


def _flows(view: View) -> Optional[QgsVectorLayer]:
    import geopandas as gpd
    import shapely

    flows = township_flows(view.data)
    codes = set(view.townships()["code"])
    flows = flows[flows["source"].isin(codes) & flows["target"].isin(codes) & (flows["value"] > 0)].head(MOST_FLOWS)
    if flows.empty:
        return None
    frame = points_of(view.data.townships[["code", "geometry"]])
    spots = dict(zip(frame["code"], shapely.get_coordinates(frame.geometry.to_numpy())))
    lines = []
    for source, target in zip(flows["source"], flows["target"]):
        start, end = spots[source], spots[target]
        way = end - start
        middle = (start + end) / 2 + BEND * np.array([way[1], -way[0]])
        lines.append(shapely.linestrings([start + CUT * way, middle, end - CUT * way]))
    made = gpd.GeoDataFrame(flows, geometry=lines, crs=view.data.crs)
    layer = memory_layer(made[["value", "geometry"]], "人口流动（人）")
    limits = flow_limits(flows["value"].tolist())
    ranges = []
    for low, high, width in zip(limits, [*limits[1:], float("inf")], WIDTHS[-len(limits) :]):
        label = f"≥ {low:,.0f}" if high == float("inf") else f"{low:,.0f} – {high:,.0f}"
        ranges.append(QgsRendererRange(low, min(high, 1e12), _arrow(width), label))
    layer.setRenderer(QgsGraduatedSymbolRenderer("value", ranges[::-1]))
    return layer


def flow_limits(values: list[float]) -> list[float]:
    """Round lower limits of up to four classes, each about twice the one before, the first below every value."""
    low, high = min(values), max(values)
    found = {_round_down(low)}
    for share in (1 / 3, 2 / 3, 0.9):
        found.add(_round_down(float(np.quantile(values, share))))
    return sorted(limit for limit in found if limit <= high)


def _round_down(value: float) -> float:
    if value < 1:
        return 0.0
    step = 10.0 ** max(0, int(np.floor(np.log10(value))) - 1)
    return float(np.floor(value / step) * step)


def _arrow(width: float) -> QgsLineSymbol:
    """width  of the shaft, mm"""
    layer = QgsArrowSymbolLayer.create(
        {
            "arrow_width": f"{width}",
            "arrow_start_width": f"{0.6 * width:.2f}",
            "head_length": f"{1 + 1.3 * width:.2f}",
            "head_thickness": f"{0.6 + 0.8 * width:.2f}",
            "is_curved": "1",
            "is_repeated": "0",
        }
    )
    layer.setSubSymbol(styles.fill(FLOW_COLOUR, "#ffffff", 0.1))
    symbol = QgsLineSymbol.createSimple({})
    symbol.changeSymbolLayer(0, layer)  # a list of layers would leave them to Python, which drops them
    symbol.setOpacity(0.85)
    return symbol


LAYERS = {
    "population_classes": MapLayer(_classes),
    "population_flows": MapLayer(_flows, ("flow",)),
}
