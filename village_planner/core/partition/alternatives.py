"""Further plans to choose from: planners never sign the only answer a machine gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from .evaluate import judge
from .objective import Objective
from .problem import Rules, Units
from .share import name_districts

if TYPE_CHECKING:
    from .solve import Outcome


def find_alternatives(
    units: Units,
    rules: Rules,
    objective: Objective,
    outcomes: Sequence[Outcome],
    allowance: Sequence[int],
    district: NDArray,
    wanted: int,
) -> list[NDArray]:
    """Up to `wanted` further valid plans: the first try moves at least one unit in twenty, then any other plan."""
    if wanted <= 0:
        return []
    lists = [
        [labels for _, crossing, labels in outcome.found.plans if crossing <= allowed]
        for outcome, allowed in zip(outcomes, allowance)
    ]
    chosen: list[NDArray] = [district]
    for share in (0.05, 0.0):
        for rank in range(max(len(plans) for plans in lists)):
            if len(chosen) > wanted:
                break
            candidate, start = np.full(units.n, -1), 0
            for outcome, plans in zip(outcomes, lists):
                labels = plans[min(rank, len(plans) - 1)]
                candidate[outcome.block.members] = start + labels[outcome.block.node]
                start += outcome.block.k
            if all(moved(candidate, other) > share * units.n for other in chosen):
                chosen.append(candidate)
    named = [name_districts(units, labels) for labels in chosen[1:]]
    valid = [(judge(units, rules, assigned, objective), assigned) for assigned in named]
    valid = [(evaluation, assigned) for evaluation, assigned in valid if evaluation.valid]
    valid.sort(key=lambda pair: pair[0].terms.objective)
    return [assigned for _, assigned in valid]


def moved(a: NDArray, b: NDArray) -> int:
    """Number of units that change district between two labellings, districts matched for the fewest."""
    table = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(table, (a, b), 1)
    rows, columns = linear_sum_assignment(-table)
    return int(len(a) - table[rows, columns].sum())
