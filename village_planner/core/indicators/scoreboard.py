"""The units of a level ready to be ranked under any weights: what the dock of weights asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message
from ..task import SILENT, Task
from .aggregate import SCORE_DECIMALS
from .catalogue import Indicator, IndicatorCatalogue
from .figures import Figures
from .ranking import Ranked, Ranking
from .score import ScoreOptions, prepared
from .sensitivity import stability
from .sliders import Weighting
from .weights import equal_weights, objective_weights


@dataclass(frozen=True)
class Part:
    """What one indicator gives to a unit's score.

    value  as it was measured   normalised  as it counts    weight  of all, summing to 1   points  weight x normalised
    """

    indicator: Indicator
    value: float
    normalised: float
    weight: float
    points: float


@dataclass(frozen=True)
class Explanation:
    """Why a unit has its rank.

    parts     of all indicators, most points first; they sum to the score
    deciding  the indicator without which the rank would change most, "" where none changes it
    without   the rank it would have then
    """

    score: float
    rank: int
    parts: tuple[Part, ...]
    deciding: str
    without: int


class Scoreboard:
    """Units, their indicators by group, and the normalised figures.

    values  index unit codes, a column per indicator    level  township or village   layer  its name for the user

    Raises `InputError` as `score_units` does: what cannot be scored there cannot be ranked here.
    """

    def __init__(self, values: pd.DataFrame, catalogue: IndicatorCatalogue, level: str, layer: str) -> None:
        known = {code: catalogue.get(code) for code in values.columns}
        order = {group.id: place for place, group in enumerate(catalogue.groups)}
        codes = sorted(
            values.columns, key=lambda code: order.get(item.group, len(order)) if (item := known[code]) else len(order)
        )
        self.level = level
        self.indicators: tuple[Indicator, ...] = tuple(known[code] or _unknown(code, level) for code in codes)
        self.groups: Mapping[str, str] = {item.code: item.group for item in self.indicators}
        self.top = min(catalogue.stability.top[level], len(values))
        self._plan = catalogue.stability
        self._figures: Figures = prepared(values[codes], options_of(self.indicators, layer))
        self.ranking = Ranking(self._figures.normalised("minmax"), [str(code) for code in values.index], codes)
        self.units = self.ranking.units
        self._place = {unit: place for place, unit in enumerate(self.units)}
        self._columns = {
            group: np.array([self.groups[code] == group for code in codes])
            for group in dict.fromkeys(self.groups.values())
        }

    @property
    def warnings(self) -> tuple[Message, ...]:
        return self._figures.warnings

    # ---- weights
    def vector(self, weighting: Weighting) -> NDArray:
        """(k,) weights in the order of the indicators."""
        weights = weighting.weights()
        return np.array([weights[item.code] for item in self.indicators])

    def weighting(self, vector: NDArray) -> Weighting:
        return Weighting.of({item.code: float(w) for item, w in zip(self.indicators, vector)}, self.groups)

    def weigh(self, method: str) -> Weighting:
        """Weights that follow from the data: equal, entropy or critic. InputError no_variation."""
        if method == "equal":
            return self.weighting(equal_weights(len(self.indicators)))
        return self.weighting(objective_weights(self._figures.normalised("minmax", own=False), method))

    # ---- ranks
    def rank(self, weighting: Weighting) -> Ranked:
        return self.ranking.rank(self.vector(weighting))

    def group_points(self, weighting: Weighting) -> NDArray:
        """(units, groups) what each group gives to the score, in the order of `weighting.groups`."""
        shares = np.column_stack([self._columns[group] for group in weighting.groups])  # indicators x groups
        return self.ranking.matrix @ (self.vector(weighting)[:, None] * shares)

    def trials(self, weighting: Weighting, task: Task = SILENT) -> pd.DataFrame:
        """How firm the ranks are, see `sensitivity.stability`; index unit codes."""
        plan = self._plan
        table = stability(
            self.ranking.matrix,
            self.vector(weighting),
            "weighted_sum",
            self.top,
            plan.changes,
            plan.random_sets,
            1,
            task,
        )
        table.index = pd.Index(self.units, name="code")
        return table

    def explain(self, weighting: Weighting, unit: str) -> Explanation:
        """What makes a unit's rank."""
        place, weights, matrix = self._place[unit], self.vector(weighting), self.ranking.matrix
        own, points = matrix[place], matrix[place] * weights
        scores = np.round(matrix @ weights, SCORE_DECIMALS)
        rank = 1 + int((scores > scores[place]).sum())
        parts = [
            Part(item, float(self._figures.values.iat[place, j]), float(own[j]), float(weights[j]), float(points[j]))
            for j, item in enumerate(self.indicators)
        ]
        used = np.flatnonzero(weights > 0)
        deciding, without = "", rank
        if len(used) > 1:
            # Without an indicator all scores lose its points; scaling the other weights up again keeps the order.
            left = np.round(scores[:, None] - matrix[:, used] * weights[used], SCORE_DECIMALS)
            ranks = 1 + (left > left[place]).sum(axis=0)
            change = np.abs(ranks - rank)
            best = max(range(len(used)), key=lambda j: (change[j], abs(points[used[j]]), -j))
            if change[best]:
                deciding, without = self.indicators[used[best]].code, int(ranks[best])
        parts.sort(key=lambda part: -part.points)
        return Explanation(float(scores[place]), rank, tuple(parts), deciding, without)


def options_of(indicators: tuple[Indicator, ...], layer: str) -> ScoreOptions:
    """How `scoreindicators` scores by these indicators when nothing else is said."""
    return ScoreOptions(
        costs=frozenset(item.code for item in indicators if item.cost),
        groups={item.code: item.group for item in indicators if item.group},
        median=frozenset(item.code for item in indicators if item.missing == "median"),
        worst=frozenset(item.code for item in indicators if item.missing == "worst"),
        logs=frozenset(item.code for item in indicators if item.log),
        normalisations={item.code: item.normalisation for item in indicators if item.normalisation},
        layer=layer,
    )


def _unknown(code: str, level: str) -> Indicator:
    """An indicator of the county's own that the catalogue does not list."""
    return Indicator(code, code, code, "", {"zh": "", "en": ""}, False, (level,), "indicator", 2, "error")


def shifts(ranks: NDArray, before: Optional[NDArray]) -> Optional[NDArray]:
    """Places a unit has risen (> 0) or fallen since `before`; None where there is nothing to compare with."""
    return None if before is None else before - ranks


def no_indicators(level: str) -> InputError:
    return InputError(
        "no_values",
        "The county has no values of indicators for this level yet. Import them, or compute them from the layers (step "
        "2, Indicators).",
    )
