"""Pairwise judgements of several experts at hand: matrices to edit, what is missing, what to revisit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from .catalogue import JudgementPlan
from .judgements import Comparison as Judged
from .judgements import JudgementOptions, compare, worst_ratio
from .sliders import Weighting
from .weights import (
    MAX_CONSISTENCY_RATIO,
    RANDOM_INDEX,
    SCALE_LIMIT,
    ahp_weights,
    combined_judgements,
    doubtful_judgement,
)

Row = tuple[str, str, str, float]  # expert, row, column, value: how many times the row matters more
SCALE = tuple(float(step) for step in range(9, 0, -1)) + tuple(1 / step for step in range(2, 10))
NEAR = 1e-9
USUAL = JudgementPlan(MAX_CONSISTENCY_RATIO, RANDOM_INDEX)


@dataclass(frozen=True)
class Comparison:
    """Things that are compared with each other: the groups (`group` is ""), or the indicators of a group."""

    group: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What a matrix of judgements says.

    missing  pairs (i, j), i < j, that are not judged yet; the rest is None until there are none
    weights  (n,) summing to 1      ratio  consistency ratio      revisit  (i, j, value that the others suggest), i < j,
    where the ratio is too high     limit  the ratio it must stay below
    """

    missing: tuple[tuple[int, int], ...]
    weights: Optional[NDArray] = None
    ratio: Optional[float] = None
    revisit: Optional[tuple[int, int, float]] = None
    limit: float = MAX_CONSISTENCY_RATIO

    @property
    def consistent(self) -> bool:
        return self.ratio is not None and self.ratio < self.limit


def comparisons(weighting: Weighting) -> tuple[Comparison, ...]:
    """What experts judge for the indicators of a weighting: groups first, then within each, where there are several."""
    found = [Comparison("", tuple(weighting.groups))]
    found += [Comparison(group, tuple(inside)) for group, inside in weighting.within.items()]
    return tuple(item for item in found if len(item.names) > 1)


class Judgements:
    """Judgements of all experts, a value once per pair; its reverse is 1 divided by it."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._values: dict[str, dict[tuple[str, str], float]] = {}
        for expert, row, column, value in rows:
            self.set(expert, row, column, value)

    @property
    def experts(self) -> tuple[str, ...]:
        return tuple(self._values)

    def rows(self) -> list[Row]:
        return [(e, row, column, value) for e, pairs in self._values.items() for (row, column), value in pairs.items()]

    def of(self, expert: str) -> Mapping[tuple[str, str], float]:
        return self._values.get(expert, {})

    def add(self, expert: str) -> None:
        """An expert who has judged nothing yet. InputError bad_expert where the name is empty or taken."""
        if not expert.strip() or expert in self._values:
            raise InputError(
                "bad_expert", "An expert cannot be called “{name}”: give a name that nobody else has.", name=expert
            )
        self._values[expert] = {}

    def rename(self, expert: str, name: str) -> None:
        if name != expert:
            self.add(name)
            del self._values[name]
            self._values = {name if old == expert else old: pairs for old, pairs in self._values.items()}

    def remove(self, expert: str) -> None:
        self._values.pop(expert, None)

    def get(self, expert: str, row: str, column: str) -> Optional[float]:
        pairs = self._values.get(expert, {})
        if (row, column) in pairs:
            return pairs[row, column]
        return 1 / pairs[column, row] if (column, row) in pairs else None

    def set(self, expert: str, row: str, column: str, value: Optional[float]) -> None:
        """None takes a judgement back."""
        pairs = self._values.setdefault(expert, {})
        pairs.pop((column, row), None)
        if value is None:
            pairs.pop((row, column), None)
        else:
            pairs[row, column] = value

    # ---- matrices
    def matrix(self, expert: str, names: Sequence[str]) -> NDArray:
        """(n, n) with 1 on the diagonal; NaN where a pair is not judged."""
        n = len(names)
        matrix = np.full((n, n), np.nan)
        np.fill_diagonal(matrix, 1.0)
        for i in range(n):
            for j in range(i + 1, n):
                value = self.get(expert, names[i], names[j])
                if value is not None:
                    matrix[i, j], matrix[j, i] = value, 1 / value
        return matrix

    def combined(self, names: Sequence[str]) -> tuple[NDArray, tuple[str, ...]]:
        """The geometric mean of all who have judged every pair, and who has begun without finishing: they do not count.

        Returns (n, n), NaN off the diagonal where nobody has finished, and names.
        """
        matrices = {expert: self.matrix(expert, names) for expert in self._values}
        done = [matrix for matrix in matrices.values() if not np.isnan(matrix).any()]
        begun = tuple(
            expert
            for expert, matrix in matrices.items()
            if np.isnan(matrix).any() and np.isfinite(matrix).sum() > len(names)
        )
        return (combined_judgements(done) if done else self.matrix("", names)), begun

    def weighting(
        self, weighting: Weighting, expert: Optional[str] = None, plan: JudgementPlan = USUAL
    ) -> tuple[Weighting, float]:
        """Weights by the judgements of an expert, or of all combined; and the worst consistency ratio they rest on.

        weighting  whose groups and indicators are to be weighed
        As in `scoreindicators`, combined judgements must each be consistent. InputError missing_judgements,
        inconsistent_judgements, too_many_judgements.
        """
        groups: dict[str, float] = dict.fromkeys(weighting.groups, 1.0)
        within = {group: dict.fromkeys(inside, 1.0) for group, inside in weighting.within.items()}
        experts = self._values if expert is None else {expert: self._values.get(expert, {})}
        options = JudgementOptions(limit=plan.limit, random_index=plan.random_index)
        found: list[Judged] = []
        for comparison in comparisons(weighting):
            weights, judged, _ = compare(comparison.group, list(comparison.names), experts, options)
            target = within[comparison.group] if comparison.group else groups
            target.update(zip(comparison.names, (float(weight) for weight in weights)))
            found += judged
        return Weighting(groups, within), worst_ratio(found)


def verdict(matrix: NDArray, plan: JudgementPlan = USUAL) -> Verdict:
    """What the judgements of a comparison say. InputError too_many_judgements for more things than have an index."""
    n = len(matrix)
    if n > len(plan.random_index):
        raise InputError(
            "too_many_judgements",
            "{count} things are compared at once; judgements stay consistent for up to {limit}. Compare the groups "
            "first, then the indicators within each group.",
            count=n,
            limit=len(plan.random_index),
        )
    missing = tuple((i, j) for i in range(n) for j in range(i + 1, n) if np.isnan(matrix[i, j]))
    if missing:
        return Verdict(missing, limit=plan.limit)
    result = ahp_weights(matrix, plan.random_index)
    revisit = doubtful_judgement(matrix) if result.ratio >= plan.limit and n > 2 else None
    return Verdict((), result.weights, result.ratio, revisit, plan.limit)


def on_scale(value: float) -> float:
    """The step of Saaty's scale, 1/9 … 9, that is nearest in proportion."""
    return min(SCALE, key=lambda step: abs(np.log(step / value)))


def as_text(value: float) -> str:
    """A judgement as people write it: 3, 1/3, 2.5, 1/2.5."""
    number, sign = (value, "") if value >= 1 - NEAR else (1 / value, "1/")
    return f"{sign}{number:.3g}"


def as_value(text: str) -> Optional[float]:
    """What was typed, "3", "1/3", "0.33", "1/2.5"; None where it is empty. InputError bad_judgement."""
    text = text.strip().replace("／", "/").replace("∕", "/")
    if not text:
        return None
    try:
        top, slash, bottom = text.rpartition("/")
        value = float(Decimal(top.strip()) / Decimal(bottom.strip())) if slash else float(Decimal(text))
    except (ArithmeticError, ValueError):
        value = float("nan")
    if not 1 / SCALE_LIMIT - 0.002 <= value <= SCALE_LIMIT:  # 0.11 is meant for 1/9
        raise InputError(
            "bad_judgement", "“{text}” is no judgement: give a number from 1 to 9, or 1/2 to 1/9.", text=text
        )
    step = on_scale(value)
    return step if abs(step - value) < 0.005 and value < 1 else value  # 0.33 is meant for 1/3
