"""Scores of townships."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsVectorLayer

from .. import styles
from ..view import View
from .layer import MapLayer, memory_layer


def _scores(view: View) -> Optional[QgsVectorLayer]:
    frame = view.townships()
    frame = frame[frame["score"].notna()][["code", "score", "geometry"]]
    if frame.empty:
        return None
    layer = memory_layer(frame, "综合得分", view=view)
    layer.setRenderer(styles.score_renderer("score", frame["score"].tolist()))
    return layer


LAYERS = {"scores": MapLayer(_scores)}
