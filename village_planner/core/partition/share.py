"""How many districts each parent gets, and between which populations a district must lie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import InfeasibleError
from .problem import Rules, Units

ROUNDING = 1e-9  # relative: a limit that is met exactly must not fail by the last bit of a float


def largest_remainder(population: NDArray, most: NDArray, total: int) -> NDArray:
    """Share `total` districts over parents by largest remainder of population.

    population (m,)  most (m,) units of each parent: the most districts it can hold
    returns (m,) at least 1 each, at most `most`; equal remainders in the order given
    """
    m = len(population)
    whole = population.sum()
    quota = total * population / whole if whole > 0 else np.full(m, total / m)
    seats = np.clip(np.floor(quota + ROUNDING), 1, most).astype(int)
    while seats.sum() != total:
        remainder = quota - seats
        if seats.sum() < total:
            remainder[seats >= most] = -np.inf
            seats[np.argmax(np.round(remainder, 9))] += 1
        else:
            remainder[seats <= 1] = np.inf
            seats[np.argmin(np.round(remainder, 9))] -= 1
    return seats


def share_districts(units: Units, rules: Rules) -> NDArray:
    """(parents,) number of districts of each parent. InfeasibleError where the total does not fit."""
    most = np.bincount(units.parent, minlength=len(units.parents))
    if rules.districts < 1:
        raise InfeasibleError("no_districts", "DISTRICTS must be 1 or more.")
    if rules.districts > units.n:
        raise InfeasibleError(
            "too_many_districts",
            "{districts} districts cannot be made of {units} units. Ask for fewer districts.",
            districts=rules.districts,
            units=units.n,
        )
    if rules.districts < len(units.parents):
        raise InfeasibleError(
            "fewer_than_parents",
            "{districts} districts for {parents} parents (field {field}): each parent needs at least one. Ask for "
            "{parents} or more.",
            districts=rules.districts,
            parents=len(units.parents),
            field=rules.parent,
        )
    population = np.bincount(units.parent, weights=units.population, minlength=len(units.parents))
    return largest_remainder(population, most, rules.districts)


def band(population: float, districts: int, rules: Rules) -> tuple[float, float]:
    """Least and most persons of a district of a parent with that population, limits included; (0, inf) for no band."""
    low, high = 0.0, np.inf
    if rules.tolerance is not None:
        mean = population / districts
        low, high = mean * (1 - rules.tolerance / 100), mean * (1 + rules.tolerance / 100)
    if rules.population_min is not None:
        low = max(low, rules.population_min)
    if rules.population_max is not None:
        high = min(high, rules.population_max)
    return max(0.0, low - ROUNDING * abs(low)), high + (ROUNDING * abs(high) if np.isfinite(high) else 0.0)


def district_codes(parent: str, count: int, taken: Sequence[str] = ()) -> list[str]:
    """Codes for `count` districts: "1"…, or "<parent>-01"… below a parent; codes already taken are skipped."""
    width = max(2, len(str(count + len(taken))))
    codes: list[str] = []
    number = 0
    while len(codes) < count:
        number += 1
        code = f"{parent}-{number:0{width}d}" if parent else str(number)
        if code not in taken:
            codes.append(code)
    return codes


def name_districts(units: Units, district: NDArray) -> NDArray:
    """(n,) codes for labels 0..: from north-west to south-east, "1"… or "<parent>-01"…; locked ones keep theirs."""
    assigned = np.full(units.n, "", dtype=object)
    taken = list(units.locks)
    for parent, name in enumerate(units.parents):
        free: list[tuple[float, str, NDArray]] = []
        for label in np.unique(district[units.parent == parent]):
            members = np.flatnonzero(district == label)
            locked = [] if units.lock is None else [i for i in units.lock[members].tolist() if i >= 0]
            if locked:
                assigned[members] = units.locks[locked[0]]
                continue
            x, y = units.centroid[members].mean(axis=0)
            free.append((round(x - y, 3), str(units.codes[members].min()), members))
        free.sort(key=lambda entry: entry[:2])
        for code, (_, _, members) in zip(district_codes(name, len(free), taken), free):
            assigned[members] = code
    return assigned
