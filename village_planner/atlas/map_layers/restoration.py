"""The potential of land consolidation by township, as the report table estimates it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import pandas as pd
from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsVectorLayer

from ...core.consolidation import HIGH, LOW, MIDDLE
from ...core.tables.consolidation import potentials
from .. import styles, themes
from ..areas import land_areas
from ..symbols import BETWEEN
from ..view import View
from .layer import MapLayer, memory_layer

if TYPE_CHECKING:
    from ..data import AtlasData

PRIORITIES = {HIGH: ("高", "#e6a15c"), MIDDLE: ("中", "#f6d5a8"), LOW: ("低", "#fdf4e3")}


def potential(data: AtlasData) -> Optional[pd.DataFrame]:
    """Index township code: parcels (number of fields), and in 0.01 ha cultivated, farmland, construction and ecology,
    priority (high, middle, low); None where it cannot be told."""
    found = themes.once(data, "consolidation", lambda: potentials(data.county, land_areas(data)))
    if found is None:
        return None
    townships = found[1][found[1].index.isin(data.county.townships.index)]
    return None if townships.empty else townships


def _priority(view: View) -> Optional[QgsVectorLayer]:
    found = potential(view.data)
    if found is None:
        return None
    frame = view.townships()[["code", "geometry"]]
    frame = frame.assign(priority=frame["code"].map(found["priority"]).fillna(""))
    frame = frame[frame["priority"] != ""]
    if frame.empty:
        return None
    layer = memory_layer(frame, "土地整治优先级", view=view)
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "priority",
            [
                QgsRendererCategory(key, styles.fill(colour, BETWEEN, 0.08), label)
                for key, (label, colour) in PRIORITIES.items()
                if key in set(frame["priority"])
            ],
        )
    )
    return layer


LAYERS = {"consolidation_potential": MapLayer(_priority)}
