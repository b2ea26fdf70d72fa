"""A second opinion on plans, written from interface.md alone, sharing no code with the plugin.

`keeps_rules`, `broken_rules`, `raw_terms` and `weighted` are plain Python, slow and simple. `brute_force` looks at
every plan of up to 10 units: what a district may be and costs is tabulated once for each of the 2^n sets of units, and
a plan is then a row of set numbers. tests/core/partition/test_fuzz.py holds it against the plain functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple, Optional

import geopandas as gpd
import numpy as np
from shapely.geometry import box

ORIGIN = (35_500_000.0, 3_400_000.0)  # on the central meridian of zone 35
CRS = "EPSG:4523"


def grid(width: int, height: int, size: float = 1000.0, **columns: Any) -> gpd.GeoDataFrame:
    """width x height square units, codes "00", "01" … row by row from the south-west."""
    x0, y0 = ORIGIN
    cells = [
        box(x0 + x * size, y0 + y * size, x0 + (x + 1) * size, y0 + (y + 1) * size)
        for y in range(height)
        for x in range(width)
    ]
    codes = [f"{i:02d}" for i in range(len(cells))]
    return gpd.GeoDataFrame({"code": codes, **columns}, geometry=cells, crs=CRS)


def grid_pairs(width: int, height: int) -> list[tuple[int, int]]:
    pairs = [(y * width + x, y * width + x + 1) for y in range(height) for x in range(width - 1)]
    return sorted(pairs + [(y * width + x, (y + 1) * width + x) for y in range(height - 1) for x in range(width)])


def pieces(members: Sequence[int], pairs: Sequence[tuple[int, int]]) -> list[set[int]]:
    """The connected parts of a set of units."""
    around: dict[int, list[int]] = {unit: [] for unit in members}
    for a, b in pairs:
        if a in around and b in around:
            around[a].append(b)
            around[b].append(a)
    left, found = set(members), []
    while left:
        piece, queue = set(), [min(left)]
        while queue:
            here = queue.pop()
            if here in left:
                left.discard(here)
                piece.add(here)
                queue += around[here]
        found.append(piece)
    return found


def groups_of(labels: Sequence[Any]) -> dict[Any, list[int]]:
    """Members of each label, those without a label ("" or None) left out."""
    groups: dict[Any, list[int]] = {}
    for unit, label in enumerate(labels):
        if label not in ("", None):
            groups.setdefault(label, []).append(unit)
    return groups


def remainder_shares(population: dict[str, float], most: dict[str, int], total: int) -> dict[str, int]:
    """Largest remainder, at least 1, at most `most`."""
    whole = sum(population.values())
    quota = {p: total * v / whole if whole else total / len(population) for p, v in population.items()}
    seats = {p: min(max(1, math.floor(q + 1e-9)), most[p]) for p, q in quota.items()}
    while sum(seats.values()) != total:
        if sum(seats.values()) < total:
            open_ = [p for p in sorted(seats) if seats[p] < most[p]]
            seats[max(open_, key=lambda p: round(quota[p] - seats[p], 9))] += 1
        else:
            open_ = [p for p in sorted(seats) if seats[p] > 1]
            seats[min(open_, key=lambda p: round(quota[p] - seats[p], 9))] -= 1
    return seats


def limits(
    people: float, districts: int, tolerance: Optional[float], minimum: Optional[float], maximum: Optional[float]
) -> tuple[float, float]:
    """Least and most persons of a district."""
    low, high = 0.0, math.inf
    if tolerance is not None:
        low, high = people / districts * (1 - tolerance / 100), people / districts * (1 + tolerance / 100)
    low = low if minimum is None else max(low, minimum)
    high = high if maximum is None else min(high, maximum)
    return low - 1e-6, high + 1e-6


def keeps_rules(
    labels: list[Any],
    pairs: Sequence[tuple[int, int]],
    *,
    districts: int,
    population: list[float],
    tolerance: Optional[float] = None,
    minimum: Optional[float] = None,
    maximum: Optional[float] = None,
    parent: Optional[list[str]] = None,
    township: Optional[list[str]] = None,
    max_crossing: Optional[int] = None,
    contains: Optional[list[bool]] = None,
    together: Optional[list[str]] = None,
    apart: Optional[list[str]] = None,
    lock: Optional[list[str]] = None,
    centre: Optional[list[str]] = None,
    min_units: Optional[int] = None,
    max_units: Optional[int] = None,
) -> bool:
    """Whether a plan keeps every rule. Labels need not be the codes that LOCK names."""
    n = len(labels)
    groups = groups_of(labels)
    if len(groups) != districts or sum(map(len, groups.values())) != n:
        return False
    parents = parent or ["" for _ in range(n)]
    names = sorted(set(parents))
    people = {p: sum(population[i] for i in range(n) if parents[i] == p) for p in names}
    shares = remainder_shares(people, {p: parents.count(p) for p in names}, districts)
    found = dict.fromkeys(names, 0)
    crossing = 0
    for members in groups.values():
        if len({parents[i] for i in members}) > 1 or len(pieces(members, pairs)) > 1:
            return False
        home = parents[members[0]]
        found[home] += 1
        low, high = limits(people[home], shares[home], tolerance, minimum, maximum)
        if not low <= sum(population[i] for i in members) <= high:
            return False
        if (min_units is not None and len(members) < min_units) or (max_units is not None and len(members) > max_units):
            return False
        if contains is not None and not any(contains[i] for i in members):
            return False
        crossing += township is not None and len({township[i] for i in members}) > 1
    if found != shares or (max_crossing is not None and crossing > max_crossing):
        return False
    for i, j in combinations(range(n), 2):
        same = labels[i] == labels[j]
        for field, wanted in ((together, True), (apart, False)):
            if field is not None and field[i] and field[i] == field[j] and same is not wanted:
                return False
        for field in (lock, centre):
            if field is not None and field[i] and field[j] and same is not (field[i] == field[j]):
                return False
    return True


def broken_rules(
    labels: list[str],
    pairs: Sequence[tuple[int, int]],
    *,
    districts: int,
    population: list[float],
    tolerance: Optional[float] = None,
    minimum: Optional[float] = None,
    maximum: Optional[float] = None,
    parent: Optional[list[str]] = None,
    township: Optional[list[str]] = None,
    max_crossing: Optional[int] = None,
    contains: Optional[list[bool]] = None,
    apart: Optional[list[str]] = None,
    lock: Optional[list[str]] = None,
    centre: Optional[list[str]] = None,
    together: Optional[list[str]] = None,
    min_units: Optional[int] = None,
    max_units: Optional[int] = None,
) -> dict[str, set[Any]]:
    """What is wrong with a plan: rule -> units (numbers) or districts (codes) that break it.

    unassigned, nesting, apart, lock: units. contiguity, population, units, contains, crossing, centre: districts.
    together: groups of units (frozensets) that are torn apart. number: {""}.
    districts 0: no number asked for; the mean of a parent is then that of the districts it has.
    """
    n = len(labels)
    groups = groups_of(labels)
    parents = parent or ["" for _ in range(n)]
    names = sorted(set(parents))
    people = {p: sum(population[i] for i in range(n) if parents[i] == p) for p in names}
    having = {p: len({labels[i] for i in range(n) if parents[i] == p and labels[i]}) for p in names}
    sensible = len(names) <= districts <= n
    most = {p: parents.count(p) for p in names}
    shares = remainder_shares(people, most, districts) if sensible else {p: max(1, having[p]) for p in names}
    found: dict[str, set[Any]] = {}

    def note(rule: str, who: Any) -> None:
        found.setdefault(rule, set()).add(who)

    for unit in range(n):
        if not labels[unit]:
            note("unassigned", unit)
        if lock is not None and lock[unit] and labels[unit] != lock[unit]:
            note("lock", unit)
    if districts and (len(groups) != districts or (len(names) > 1 and having != shares)):
        note("number", "")
    crossing = set()
    for code, members in groups.items():
        if len(pieces(members, pairs)) > 1:
            note("contiguity", code)
        counts = {p: sum(parents[i] == p for i in members) for p in names}
        home = max(names, key=lambda p: (counts[p], -names.index(p)))
        for unit in members:
            if parents[unit] != home:
                note("nesting", unit)
        low, high = limits(people[home], shares[home], tolerance, minimum, maximum)
        if not low <= sum(population[i] for i in members) <= high:
            note("population", code)
        if (min_units is not None and len(members) < min_units) or (max_units is not None and len(members) > max_units):
            note("units", code)
        if contains is not None and not any(contains[i] for i in members):
            note("contains", code)
        if township is not None and len({township[i] for i in members}) > 1:
            crossing.add(code)
        if centre is not None and len({centre[i] for i in members if centre[i]}) > 1:
            note("centre", code)
        for i, j in combinations(members, 2):
            if apart is not None and apart[i] and apart[i] == apart[j]:
                note("apart", j)
    if max_crossing is not None and len(crossing) > max_crossing:
        found["crossing"] = crossing
    for field in (together, centre):
        for members in groups_of(field or []).values():
            if len({labels[i] for i in members}) > 1:
                note("together", frozenset(members))
    return found


def standardised(features: Sequence[Sequence[float]]) -> np.ndarray:
    """(n, p) to mean 0 and deviation 1; columns that are the same everywhere left out."""
    z = np.array(features, dtype=float).reshape(len(features), -1)
    if z.shape[1]:
        z = z[:, z.std(axis=0) > 1e-12]
    return (z - z.mean(axis=0)) / z.std(axis=0) if z.shape[1] else z


def raw_terms(
    labels: list[Any],
    pairs: Sequence[tuple[int, int]],
    *,
    xy: Sequence[tuple[float, float]],
    population: list[float],
    features: Sequence[Sequence[float]],
    flows: Sequence[tuple[int, int, float]] = (),
    reference: Optional[list[str]] = None,
    centre: Optional[list[str]] = None,
) -> dict[str, float]:
    """The five terms of a plan. A unit in no district ("") counts as cut off and as a stranger."""
    z = standardised(features)
    similarity = compactness = 0.0
    strangers = sum(label == "" for label in labels) if reference is not None else 0
    for members in groups_of(labels).values():
        for column in range(z.shape[1]):
            mean = sum(z[i, column] for i in members) / len(members)
            similarity += sum((z[i, column] - mean) ** 2 for i in members)
        nominated = [i for i in members if centre is not None and centre[i]]
        compactness += min(
            sum(population[i] * ((xy[i][0] - xy[c][0]) ** 2 + (xy[i][1] - xy[c][1]) ** 2) for i in members)
            for c in (nominated or members)
        )
        if reference is not None:
            known = [reference[i] for i in members if reference[i]]
            strangers += len(members) - max((known.count(r) for r in known), default=0)

    def parted(a: int, b: int) -> bool:
        return labels[a] != labels[b] or labels[a] == ""

    total = sum(value for _, _, value in flows)
    return {
        "similarity": similarity,
        "compactness": compactness,
        "boundary": float(sum(parted(a, b) for a, b in pairs)),
        "flow": sum(v for a, b, v in flows if parted(a, b)) / total if total else 0.0,
        "stability": float(strangers),
    }


def divisors(pairs: Sequence[tuple[int, int]], parent: list[str], **data: Any) -> dict[str, float]:
    """What each term is divided by: its value when each parent is one district."""
    whole = raw_terms([f"parent {p}" for p in parent], pairs, **data)
    return {
        "similarity": whole["similarity"],
        "compactness": whole["compactness"],
        "boundary": float(sum(parent[a] == parent[b] for a, b in pairs)),
        "flow": 1.0,
        "stability": float(len(parent)) if data.get("reference") and any(data["reference"]) else 0.0,
    }


def weighted(
    terms: dict[str, float],
    weights: dict[str, float],
    pairs: Sequence[tuple[int, int]],
    parent: list[str],
    **data: Any,
) -> float:
    """OBJECTIVE from raw terms."""
    by = divisors(pairs, parent, **data)
    return sum(weights.get(name, 0.0) * terms[name] / by[name] for name in terms if by[name] > 0)


# ---- every plan of a small county
class Best(NamedTuple):
    """The least objective of all plans that keep the rules, a plan that has it, and how many plans keep them."""

    objective: float
    labels: list[int]
    plans: int


@cache
def every_plan(n: int, k: int) -> np.ndarray:
    """(P, k) every way to put n units into exactly k districts: the sets as numbers, bit i for unit i."""
    labels, used = np.zeros((1, 1), dtype=np.int64), np.ones(1, dtype=np.int64)
    for unit in range(1, n):
        choices = np.minimum(used + 1, k)
        rows = np.repeat(np.arange(len(labels)), choices)
        label = np.arange(len(rows)) - np.repeat(np.cumsum(choices) - choices, choices)
        used = np.maximum(used[rows], label + 1)
        enough = used + (n - 1 - unit) >= k
        labels, used = np.column_stack([labels[rows], label])[enough], used[enough]
    labels = labels[used == k]
    return np.stack([((labels == d) << np.arange(n)).sum(axis=1) for d in range(k)], axis=1)


def connected_sets(n: int, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    """(2^n,) bool: which sets of units are connected; the empty one is not."""
    near = np.zeros(2**n, dtype=np.int64)  # the units next to a set
    for unit in range(n):
        own = sum(1 << (b if a == unit else a) for a, b in set(pairs) if unit in (a, b))
        near[1 << unit : 2 << unit] = near[: 1 << unit] | own
    sets = np.arange(2**n)
    reached = sets & -sets  # the lowest unit
    for _ in range(n):
        reached |= near[reached] & sets
    ok = reached == sets
    ok[0] = False
    return ok


def brute_force(
    pairs: Sequence[tuple[int, int]], rules: dict[str, Any], data: dict[str, Any], weights: dict[str, float]
) -> Optional[Best]:
    """The best of all plans; None where none keeps the rules. rules as for `keeps_rules`, data as for `raw_terms`."""
    n, k = len(rules["population"]), rules["districts"]
    parents = rules.get("parent") or [""] * n
    names = sorted(set(parents))
    if not len(names) <= k <= n:
        return None
    people = {p: sum(v for v, q in zip(rules["population"], parents) if q == p) for p in names}
    shares = remainder_shares(people, {p: parents.count(p) for p in names}, k)
    holds = ((np.arange(2**n)[:, None] >> np.arange(n)) & 1).astype(bool)  # (sets, units)
    size = holds.sum(axis=1)

    def counts(field: Sequence[str], label: str) -> np.ndarray:
        return holds[:, [value == label for value in field]].sum(axis=1)

    ok = connected_sets(n, pairs)
    persons = holds @ np.array(rules["population"], dtype=float)
    home = np.full(2**n, -1)
    for number, name in enumerate(names):
        inside = counts(parents, name) == size
        home[inside] = number
        low, high = limits(
            people[name], shares[name], rules.get("tolerance"), rules.get("minimum"), rules.get("maximum")
        )
        ok &= ~inside | ((persons >= low) & (persons <= high))
    ok &= home >= 0
    if rules.get("min_units") is not None:
        ok &= size >= rules["min_units"]
    if rules.get("max_units") is not None:
        ok &= size <= rules["max_units"]
    if rules.get("contains") is not None:
        ok &= holds[:, np.array(rules["contains"], dtype=bool)].any(axis=1)
    for name in ("together", "lock", "centre"):  # all of a label or none of it
        for label, members in groups_of(rules.get(name) or []).items():
            held = counts(rules[name], label)
            ok &= (held == 0) | (held == len(members))
    for name in ("lock", "centre"):  # one label at most
        labels = groups_of(rules.get(name) or [])
        ok &= sum(((counts(rules[name], label) > 0).astype(int) for label in labels), np.zeros(2**n)) <= 1
    for label in groups_of(rules.get("apart") or []):
        ok &= counts(rules["apart"], label) <= 1
    town = rules.get("township")
    crosses = np.zeros(2**n, dtype=int)
    if town is not None:
        crosses = (sum((counts(town, t) > 0).astype(int) for t in set(town)) > 1).astype(int)

    plans = every_plan(n, k)
    plans = plans[ok[plans].all(axis=1)]
    for number, name in enumerate(names):
        plans = plans[(home[plans] == number).sum(axis=1) == shares[name]]
    if rules.get("max_crossing") is not None:
        plans = plans[crosses[plans].sum(axis=1) <= rules["max_crossing"]]
    if len(plans) == 0:
        return None
    cost = _set_costs(holds, pairs, parents, data, weights)
    objective = cost[plans].sum(axis=1)
    best = int(objective.argmin())
    labels = [next(d for d, mask in enumerate(plans[best]) if mask >> unit & 1) for unit in range(n)]
    return Best(float(objective[best]), labels, len(plans))


def _set_costs(
    holds: np.ndarray,
    pairs: Sequence[tuple[int, int]],
    parents: list[str],
    data: dict[str, Any],
    weights: dict[str, float],
) -> np.ndarray:
    """(2^n,) what each set of units adds to the objective as a district."""
    x = holds.astype(float)
    size = np.maximum(x.sum(axis=1), 1)
    z, xy = standardised(data["features"]), np.array(data["xy"], dtype=float)
    between = ((z[:, None, :] - z[None, :, :]) ** 2).sum(axis=2)
    apart = ((xy[:, None, :] - xy[None, :, :]) ** 2).sum(axis=2)
    to_centre = x @ (np.array(data["population"], dtype=float)[:, None] * apart)  # (sets, centre)
    centres = holds.copy()
    if data.get("centre") is not None:
        nominated = holds & np.array([bool(c) for c in data["centre"]])
        centres = np.where(nominated.any(axis=1)[:, None], nominated, holds)
    to_centre[0], centres[0] = 0.0, True  # no units, no cost
    edges = np.array(pairs, dtype=int).reshape(-1, 2)
    flows = [(a, b, v) for a, b, v in data.get("flows") or ()]
    terms = {
        # Σ over pairs of squared distances / size is the sum of squared deviations from the mean
        "similarity": ((x @ between) * x).sum(axis=1) / 2 / size,
        "compactness": np.where(centres, to_centre, np.inf).min(axis=1),
        "boundary": (holds[:, edges[:, 0]] != holds[:, edges[:, 1]]).sum(axis=1) / 2,  # a cut pair has two sides
        "flow": sum((v * (holds[:, a] & ~holds[:, b]) for a, b, v in flows), np.zeros(len(x)))
        / (sum(v for _, _, v in flows) or 1),
        "stability": np.zeros(len(x)),
    }
    reference = data.get("reference")
    if reference is not None:
        kinds = [r for r in set(reference) if r]
        known = np.array([[r == kind for kind in kinds] for r in reference], dtype=float).reshape(len(reference), -1)
        terms["stability"] = size - (x @ known).max(axis=1, initial=0)
    by = divisors(pairs, parents, **data)
    return sum((weights.get(t, 0.0) * terms[t] / by[t] for t in terms if by[t] > 0), np.zeros(len(x)))
