"""The layers a sheet can show, by the ids of the catalogue: one module per theme, each with its own `LAYERS`.

Each layer is made for the page, so that it holds, and its legend lists, what is seen there. A theme is added by a
module of its own and a line below.
"""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsVectorLayer

from ..view import View
from . import (
    conflicts,
    control_lines,
    districts,
    evaluation,
    facilities,
    hazards,
    hierarchy,
    industry,
    land,
    levels,
    location,
    population,
    projects,
    restoration,
    review,
    themed_lines,
    things,
    transport,
    units,
)
from .layer import MapLayer, PageLayer

LAYERS: dict[str, MapLayer] = {
    **units.LAYERS,
    **districts.LAYERS,
    **population.LAYERS,
    **hierarchy.LAYERS,
    **location.LAYERS,
    **evaluation.LAYERS,
    **land.LAYERS,
    **control_lines.LAYERS,
    **things.LAYERS,
    **hazards.LAYERS,
    **industry.LAYERS,
    **transport.LAYERS,
    **facilities.LAYERS,
    **levels.LAYERS,
    **themed_lines.LAYERS,
    **projects.LAYERS,
    **restoration.LAYERS,
    **conflicts.LAYERS,
    **review.LAYERS,
}


def make_layers(view: View, names: Sequence[str]) -> list[PageLayer]:
    """The named layers that have something to show, top to bottom."""
    result: list[PageLayer] = []
    for name in names:
        view.data.task.check()
        made = LAYERS[name].make(view)
        if isinstance(made, QgsVectorLayer):
            result.append(PageLayer(made))
        elif isinstance(made, PageLayer):
            result.append(made)
        else:
            result += made or []
    return result
