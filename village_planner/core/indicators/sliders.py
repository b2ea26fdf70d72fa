"""Weights that a hand moves: one goes up, the others give way, and the sum stays 1. Groups first, then within each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError

NOTHING = 1e-12  # sums below it have no proportions to keep


def scale_others(weights: NDArray, moved: int, value: float, locked: NDArray) -> NDArray:
    """Give one weight a new value; those that are not locked share the rest in the proportions they have.

    weights  (n,) >= 0, summing to 1    moved  index of the one that is moved, itself taken as not locked
    locked   (n,) True where a weight stays as it is

    The value is held between 0 and what the locked ones leave. Where the others are all 0 they share equally; where
    all others are locked nothing can move. Returns (n,) >= 0, summing to 1; among those that give way the order stays.
    """
    weights = np.asarray(weights, dtype=float)
    others = ~np.asarray(locked, dtype=bool)
    others[moved] = False
    if not others.any():
        return weights.copy()
    fixed = ~others
    fixed[moved] = False
    free = max(1.0 - float(weights[fixed].sum()), 0.0)
    result = weights.copy()
    result[moved] = min(max(value, 0.0), free)
    rest, now = free - result[moved], float(weights[others].sum())
    result[others] = rest * (weights[others] / now) if now > NOTHING else rest / int(others.sum())
    return result


@dataclass(frozen=True)
class Weighting:
    """Weights in two tiers, so that a group that weighs nothing keeps the proportions within it.

    groups  group id -> weight; they sum to 1
    within  group id -> indicator code -> weight within the group; they sum to 1 in each
    """

    groups: Mapping[str, float]
    within: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, weights: Mapping[str, float], groups: Mapping[str, str]) -> Weighting:
        """From weights of indicators (>= 0, of any sum above 0) and the group of each ("" for none).

        InputError bad_weights where they cannot be scaled to sum to 1.
        """
        values = np.array(list(weights.values()), dtype=float)
        if not len(values) or not np.isfinite(values).all() or (values < 0).any() or values.sum() <= NOTHING:
            raise InputError(
                "bad_weights",
                "These weights cannot be used: each must be 0 or more, and at least one above 0. Correct them, or "
                "begin with equal weights.",
            )
        total = float(values.sum())
        members: dict[str, dict[str, float]] = {}
        for code, weight in weights.items():
            members.setdefault(groups.get(code, ""), {})[code] = float(weight) / total
        sums = {group: sum(inside.values()) for group, inside in members.items()}
        within = {
            group: {
                code: weight / sums[group] if sums[group] > NOTHING else 1 / len(inside)
                for code, weight in inside.items()
            }
            for group, inside in members.items()
        }
        return cls(sums, within)

    def weights(self) -> dict[str, float]:
        """Indicator code -> weight, all summing to 1, group by group."""
        return {
            code: self.groups[group] * weight
            for group, inside in self.within.items()
            for code, weight in inside.items()
        }

    def group_of(self, code: str) -> str:
        return next(group for group, inside in self.within.items() if code in inside)

    def move_group(self, group: str, value: float, locked: Collection[str] = ()) -> Weighting:
        """A group's weight moved; locked: ids of groups that stay."""
        return replace(self, groups=_moved(self.groups, group, value, locked))

    def move_indicator(self, code: str, value: float, locked: Collection[str] = ()) -> Weighting:
        """The weight of an indicator within its group moved; locked: codes that stay."""
        group = self.group_of(code)
        return replace(self, within={**self.within, group: _moved(self.within[group], code, value, locked)})

    def as_json(self) -> dict[str, Any]:
        return {"groups": dict(self.groups), "within": {group: dict(own) for group, own in self.within.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], groups: Mapping[str, str]) -> Weighting:
        """Read back for the indicators of today: those that have gone drop out, new ones weigh nothing.

        groups  indicator -> group id, of the indicators that are scored now
        """
        kept = {
            code: float(data["groups"].get(group, 0.0)) * float(weight)
            for group, inside in data["within"].items()
            for code, weight in inside.items()
        }
        now = cls.of({code: kept.get(code, 0.0) for code in groups}, groups)
        # Proportions inside a group that weighs nothing cannot be told from the weights: as they were written.
        within = {
            group: dict(data["within"][group])
            if now.groups[group] <= NOTHING and set(data["within"].get(group, ())) == set(inside)
            else inside
            for group, inside in now.within.items()
        }
        return cls(now.groups, within)


def _moved(values: Mapping[str, float], name: str, value: float, locked: Collection[str]) -> dict[str, float]:
    names = list(values)
    held = np.array([other in locked for other in names])
    moved = scale_others(np.array(list(values.values())), names.index(name), value, held)
    return dict(zip(names, (float(weight) for weight in moved)))
