"""What counts the objective of a plan by the rules that districts are drawn by, from what the database holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..core.drawing.neighbours import neighbours_by_code
from ..core.errors import InputError
from ..core.task import SILENT, Task
from .catalogues import read_indicators

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.drawing.figures import DrawingFigures
    from ..core.partition.problem import Rules
    from ..core.review.dossier import Counter
    from . import PlanningDatabase

LEVELS = ("township", "village")


def objective_rules(database: PlanningDatabase, level: str) -> Rules:
    """The rules that the objective hangs on, as the chain of the work draws by: population, the figures that describe
    units (alike inside a district), and township districts for villages. Weights are the default ones.

    InputError invalid_catalogue
    """
    from ..core.partition.problem import Rules

    there = set(database.indicator_values(level).columns)
    alike = [item.code for item in read_indicators(database).of(level, "feature") if item.code in there]
    parent = "parent_district" if level == "village" else ""
    return Rules(code="code", population="population", similarity=alike, parent=parent)


def objective_counters(
    database: PlanningDatabase,
    plan_id: int,
    neighbours: Mapping[str, Mapping[str, frozenset[str]]],
) -> dict[str, Counter]:
    """Level -> what counts its objective, or the sentence that says why it cannot be counted."""
    from ..core.drawing.figures import DrawingFigures

    def counter(level: str) -> Counter:
        try:
            rules = objective_rules(database, level)
            return DrawingFigures(database.units(plan_id, level), neighbours[level], rules)
        except InputError as error:
            return error.message

    return {level: counter(level) for level in LEVELS}


class Counters:
    """What counts the figures of a plan's units, made once for each way that the townships are drawn.

    units, rules  of each level (`database.units`)
    neighbours    of each level, asked when something is to be counted, as they take long to find
    """

    def __init__(
        self,
        units: Mapping[str, gpd.GeoDataFrame],
        neighbours: Callable[[], Mapping[str, Mapping[str, frozenset[str]]]],
        rules: Mapping[str, Rules],
    ) -> None:
        self.units = units
        self._neighbours, self._rules = neighbours, rules
        self._made: dict[tuple[str, frozenset[tuple[str, str]]], DrawingFigures] = {}

    def of(self, level: str, townships: Mapping[str, str]) -> DrawingFigures:
        """townships: township -> its township district, for villages. InputError as `DrawingFigures`."""
        from ..core.drawing.figures import DrawingFigures

        key = (level, frozenset(townships.items()) if level == "village" else frozenset())
        if key not in self._made:
            units = self.units[level]
            if level == "village":
                units = units.assign(parent_district=units["township_code"].map(dict(townships)))
            self._made[key] = DrawingFigures(units, self._neighbours()[level], self._rules[level])
        return self._made[key]


def read_neighbours(database: PlanningDatabase, task: Task = SILENT) -> dict[str, dict[str, frozenset[str]]]:
    """Level -> unit code -> codes of its neighbours; a second or more in a large county."""
    return {
        level: neighbours_by_code(database.read_layer(level, ["code"]), task=task.part(place / 2, (place + 1) / 2))
        for place, level in enumerate(LEVELS)
    }
