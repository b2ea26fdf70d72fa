"""The potential of land consolidation by township."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsVectorLayer

from ..symbols import COOL
from ..view import View
from .layer import MapLayer
from .levels import coloured_townships

if TYPE_CHECKING:
    import pandas as pd

    from ..data import AtlasData


def potential(data: AtlasData) -> Optional[pd.Series]:
    """Township code -> ha of new cultivated land that consolidation may bring; None where that cannot be told."""
    return None


def _potential(view: View) -> Optional[QgsVectorLayer]:
    found = potential(view.data)
    return None if found is None else coloured_townships(view, found, "新增耕地潜力（ha）", COOL, 0)


LAYERS = {"consolidation_potential": MapLayer(_potential)}
