"""Township districts and village districts."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsVectorLayer

from .. import styles
from ..view import View
from .layer import MapLayer, PageLayer, border_layer, memory_layer


def _township_districts(view: View) -> Optional[QgsVectorLayer]:
    frame = view.data.dissolved("township")
    if frame.empty:
        return None
    layer = memory_layer(frame, "镇级片区", "township_district_name", view)
    layer.setRenderer(styles.district_renderer("code", list(zip(frame["code"], frame["name"], frame["colour"]))))
    return layer


def _township_district_borders(view: View) -> Optional[QgsVectorLayer]:
    frame = view.data.dissolved("township")
    if view.district is not None:
        frame = frame[frame["code"] == view.district]
    return None if frame.empty else border_layer(view, frame, "镇级片区界", "township_district")


def _village_districts(view: View) -> Optional[PageLayer]:
    """On the county's map colours only tell neighbours apart; on a township's each district is listed."""
    frame = view.village_districts()
    if frame.empty:
        return None
    layer = memory_layer(frame, "村级片区", "village_district_name", view)
    rows = list(zip(frame["code"], frame["name"], frame["colour"]))
    opacity = styles.DISTRICT_OPACITY if view.whole else styles.PALE_OPACITY
    layer.setRenderer(styles.district_renderer("code", rows, opacity))
    return PageLayer(layer, in_legend=view.township is not None)


def _village_district_borders(view: View) -> Optional[QgsVectorLayer]:
    frame = view.village_districts()
    return None if frame.empty else border_layer(view, frame, "村级片区界", "village_district")


LAYERS = {
    "township_districts": MapLayer(_township_districts),
    "township_district_borders": MapLayer(_township_district_borders),
    "village_districts": MapLayer(_village_districts),
    "village_district_borders": MapLayer(_village_district_borders),
}
