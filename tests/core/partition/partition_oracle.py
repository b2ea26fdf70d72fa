"""A second, slow and simple opinion on plans, written from interface.md alone: plain Python, no code of the plugin."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any, Optional

import geopandas as gpd
import numpy as np
from shapely.geometry import box


def grid(width: int, height: int, size: float = 1000.0, **columns: Any) -> gpd.GeoDataFrame:
    """width x height square units, codes "00", "01" … row by row from the south-west."""
    x0, y0 = 35_500_000.0, 3_400_000.0  # on the central meridian of zone 35
    cells = [
        box(x0 + x * size, y0 + y * size, x0 + (x + 1) * size, y0 + (y + 1) * size)
        for y in range(height)
        for x in range(width)
    ]
    codes = [f"{i:02d}" for i in range(len(cells))]
    return gpd.GeoDataFrame({"code": codes, **columns}, geometry=cells, crs="EPSG:4523")


def grid_pairs(width: int, height: int) -> list[tuple[int, int]]:
    pairs = [(y * width + x, y * width + x + 1) for y in range(height) for x in range(width - 1)]
    return sorted(pairs + [(y * width + x, (y + 1) * width + x) for y in range(height - 1) for x in range(width)])


def connected(members: list[int], pairs: list[tuple[int, int]]) -> bool:
    if not members:
        return False
    left, queue = set(members), [members[0]]
    left.discard(members[0])
    while queue:
        here = queue.pop()
        for a, b in pairs:
            for one, other in ((a, b), (b, a)):
                if one == here and other in left:
                    left.discard(other)
                    queue.append(other)
    return not left


def plans(n: int, k: int) -> Iterator[list[int]]:
    """Every way to put n units into exactly k unnumbered districts."""

    def extend(labels: list[int], used: int) -> Iterator[list[int]]:
        if len(labels) == n:
            if used == k:
                yield labels
            return
        if used + (n - len(labels)) < k:
            return
        for label in range(min(used + 1, k)):
            yield from extend([*labels, label], max(used, label + 1))

    yield from extend([], 0)


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


def keeps_rules(
    labels: list[Any],
    pairs: list[tuple[int, int]],
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
    centre: Optional[list[bool]] = None,
    min_units: Optional[int] = None,
    max_units: Optional[int] = None,
) -> bool:
    n = len(labels)
    groups: dict[Any, list[int]] = {}
    for unit, label in enumerate(labels):
        groups.setdefault(label, []).append(unit)
    if len(groups) != districts or None in groups or "" in groups:
        return False
    parents = parent or ["" for _ in range(n)]
    names = sorted(set(parents))
    people = {p: sum(population[i] for i in range(n) if parents[i] == p) for p in names}
    shares = remainder_shares(people, {p: parents.count(p) for p in names}, districts)
    found = dict.fromkeys(names, 0)
    crossing = 0
    for members in groups.values():
        if len({parents[i] for i in members}) > 1 or not connected(members, pairs):
            return False
        home = parents[members[0]]
        found[home] += 1
        total = sum(population[i] for i in members)
        mean = people[home] / shares[home]
        if tolerance is not None and abs(total - mean) > mean * tolerance / 100 + 1e-6:
            return False
        if (minimum is not None and total < minimum - 1e-6) or (maximum is not None and total > maximum + 1e-6):
            return False
        if (min_units is not None and len(members) < min_units) or (max_units is not None and len(members) > max_units):
            return False
        if contains is not None and not any(contains[i] for i in members):
            return False
        if centre is not None and sum(centre[i] for i in members) > 1:
            return False
        crossing += township is not None and len({township[i] for i in members}) > 1
    if found != shares or (max_crossing is not None and crossing > max_crossing):
        return False
    for i, j in combinations(range(n), 2):
        same = labels[i] == labels[j]
        for field, wanted in ((together, True), (apart, False)):
            if field is not None and field[i] and field[i] == field[j] and same is not wanted:
                return False
        if lock is not None and lock[i] and lock[j] and same is not (lock[i] == lock[j]):
            return False
    return True


def raw_terms(
    labels: list[Any],
    pairs: list[tuple[int, int]],
    *,
    xy: list[tuple[float, float]],
    population: list[float],
    features: list[list[float]],
    flows: list[tuple[int, int, float]] = (),  # type: ignore[assignment]
    reference: Optional[list[str]] = None,
    centre: Optional[list[bool]] = None,
) -> dict[str, float]:
    n = len(labels)
    z = np.array(features, dtype=float).reshape(n, -1)
    if z.shape[1]:
        spread = z.std(axis=0)
        z = z[:, spread > 1e-12]
        z = (z - z.mean(axis=0)) / z.std(axis=0)
    groups: dict[Any, list[int]] = {}
    for unit, label in enumerate(labels):
        groups.setdefault(label, []).append(unit)
    similarity = compactness = 0.0
    strangers = 0
    for members in groups.values():
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
    total = sum(value for _, _, value in flows)
    return {
        "similarity": similarity,
        "compactness": compactness,
        "boundary": float(sum(labels[a] != labels[b] for a, b in pairs)),
        "flow": sum(v for a, b, v in flows if labels[a] != labels[b]) / total if total else 0.0,
        "stability": float(strangers),
    }


def weighted(
    terms: dict[str, float], weights: dict[str, float], pairs: list[tuple[int, int]], parent: list[str], **data: Any
) -> float:
    """OBJECTIVE from raw terms: each divided by its value when a parent is one district."""
    whole = raw_terms(parent, pairs, **data)
    divisors = {
        "similarity": whole["similarity"],
        "compactness": whole["compactness"],
        "boundary": float(sum(parent[a] == parent[b] for a, b in pairs)),
        "flow": 1.0,
        "stability": float(len(parent)) if data.get("reference") and any(data["reference"]) else 0.0,
    }
    return sum(weights.get(name, 0.0) * terms[name] / divisors[name] for name in terms if divisors[name] > 0)
