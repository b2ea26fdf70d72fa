"""What a plan drawn by hand is measured against: the best plan known under the same rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..errors import InfeasibleError
from ..messages import Message
from ..task import SILENT, Task
from .evaluate import Evaluation
from .problem import Rules, Units
from .solve import solve


@dataclass(frozen=True)
class Best:
    """objective  of the best plan known, None where no valid one is   bound  proven lower   why  nothing was found"""

    objective: Optional[float]
    bound: float
    why: Optional[Message] = None


def best_known(
    units: Units, rules: Rules, evaluation: Evaluation, effort: str, seed: int = 1, task: Task = SILENT
) -> Best:
    """Solve under the rules of a drawn plan; without DISTRICTS for as many districts in each parent as it has."""
    own = evaluation.terms.objective if evaluation.valid else None
    district = evaluation.district
    counts = [len(set(district[(units.parent == p) & (district >= 0)].tolist())) for p in range(len(units.parents))]
    if not rules.districts and min(counts) < 1:
        return Best(own, 0.0)  # a parent without any district: nothing to measure against
    try:
        solution = solve(
            units, rules, effort, seed=seed, task=task, counts=None if rules.districts else np.array(counts)
        )
    except InfeasibleError as error:
        return Best(own, 0.0, error.message)
    found = solution.evaluation.terms.objective
    if own is None:
        return Best(found, solution.bound)
    return Best(min(own, found), min(own, solution.bound))
