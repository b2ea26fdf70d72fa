"""Random counties for the fuzz: land of square cells, so that neighbours and centroids are known without geometry.

A unit is any set of cells: a square, a discrete Voronoi cell, one with a hole in which another unit lies, several
parts far from each other, or an island in the sea. Two units are neighbours where cells of theirs share a side.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import strategies as st
from partition_oracle import CRS, ORIGIN, groups_of, keeps_rules, pieces

from village_planner.core.partition.problem import Rules, Units, read_units

TERMS = ("similarity", "compactness", "boundary", "flow", "stability")
CELL = 1000.0  # m
SEA = -1


@dataclass(frozen=True)
class County:
    """land  unit of each cell, row by row from the south, SEA where there is none; the other fields as in Rules."""

    land: tuple[tuple[int, ...], ...]
    districts: int
    population: list[int]
    features: list[list[int]]  # one list per field
    weights: dict[str, float]
    links: tuple[tuple[int, int], ...] = ()
    flows: tuple[tuple[int, int, int], ...] = ()
    tolerance: Optional[float] = None
    minimum: Optional[float] = None
    maximum: Optional[float] = None
    min_units: Optional[int] = None
    max_units: Optional[int] = None
    parent: Optional[list[str]] = None
    township: Optional[list[str]] = None
    max_crossing: Optional[int] = None
    contains: Optional[list[bool]] = None
    together: Optional[list[str]] = None
    apart: Optional[list[str]] = None
    lock: Optional[list[str]] = None
    centre: Optional[list[Any]] = None  # bool: each centre its own district; text: the district's name
    reference: Optional[list[str]] = None

    @property
    def n(self) -> int:
        return len(self.population)

    def cells(self) -> list[list[tuple[int, int]]]:
        found: list[list[tuple[int, int]]] = [[] for _ in range(self.n)]
        for y, row in enumerate(self.land):
            for x, unit in enumerate(row):
                if unit != SEA:
                    found[unit].append((x, y))
        return found

    def pairs(self) -> list[tuple[int, int]]:
        """Neighbours, links among them."""
        return sorted({*borders(self.land), *((min(a, b), max(a, b)) for a, b in self.links if a != b)})

    def build(self) -> tuple[Units, Rules]:
        """As the plugin reads it."""
        x0, y0 = ORIGIN
        shapes = [
            shapely.union_all([shapely.box(x0 + x * CELL, y0 + y * CELL, x0 + (x + 1) * CELL, y0 + (y + 1) * CELL)
                               for x, y in cells])
            for cells in self.cells()
        ]  # fmt: skip
        names = ("parent", "township", "contains", "together", "apart", "lock", "centre", "reference")
        given = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        features = {f"f{i}": values for i, values in enumerate(self.features)}
        codes = [f"{i:02d}" for i in range(self.n)]
        columns = {"code": codes, "population": self.population, **given, **features}
        frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)
        rules = Rules(
            code="code",
            districts=self.districts,
            population="population",
            tolerance=self.tolerance,
            population_min=self.minimum,
            population_max=self.maximum,
            max_crossing=self.max_crossing,
            similarity=tuple(features),
            weights=self.weights,
            min_units=self.min_units,
            max_units=self.max_units,
            **{name: name for name in given},
        )
        flows = [(codes[a], codes[b], v) for a, b, v in self.flows]
        links = [(codes[a], codes[b]) for a, b in self.links]
        return (
            read_units(
                frame,
                rules,
                pd.DataFrame(flows, columns=["from_code", "to_code", "value"]) if flows else None,
                pd.DataFrame(links, columns=["from_code", "to_code"]) if links else None,
            ),
            rules,
        )

    def centres(self) -> Optional[list[str]]:
        """The district that each nominated centre names, "" for other units."""
        if self.centre is None:
            return None
        return [c if isinstance(c, str) else f"own {i}" if c else "" for i, c in enumerate(self.centre)]

    def rules(self) -> dict[str, Any]:
        """For the oracle's `keeps_rules`."""
        names = ("districts", "population", "tolerance", "minimum", "maximum", "min_units", "max_units", "parent")
        more = ("township", "max_crossing", "contains", "together", "apart", "lock")
        return {**{name: getattr(self, name) for name in (*names, *more)}, "centre": self.centres()}

    def data(self) -> dict[str, Any]:
        """For the oracle's `raw_terms`."""
        return {
            "xy": [tuple((np.array(cells).mean(axis=0) * CELL).tolist()) for cells in self.cells()],
            "population": self.population,
            "features": [list(row) for row in zip(*self.features)] or [[] for _ in range(self.n)],
            "flows": self.flows,
            "reference": self.reference,
            "centre": self.centres(),
        }


def borders(land: Any) -> set[tuple[int, int]]:
    """Pairs of units of which two cells share a side."""
    found = set()
    for y, row in enumerate(land):
        for x, unit in enumerate(row):
            right = row[x + 1] if x + 1 < len(row) else SEA
            above = land[y + 1][x] if y + 1 < len(land) else SEA
            found |= {(min(unit, o), max(unit, o)) for o in (right, above) if SEA not in (unit, o) and unit != o}
    return found


def make_land(rng: np.random.Generator, n: int, kind: str) -> tuple[tuple[int, ...], ...]:
    """n units: "squares", "cells" (nearest of n points, far-reaching ones enclose others), "scattered" (some cells
    belong to units elsewhere), "islands" (sea between)."""
    if kind == "squares":
        width = int(rng.integers(1, n + 1))
        units = np.full((-(-n // width), width), SEA)
        units.flat[:n] = rng.permutation(n) if rng.random() < 0.5 else np.arange(n)
        return tuple(map(tuple, units.tolist()))
    side = int(np.ceil(np.sqrt(n))) + int(rng.integers(1, 4))
    seeds = rng.choice(side * side, n, replace=False)
    y, x = np.divmod(np.arange(side * side), side)
    reach = rng.choice([1.0, 1.0, 2.5], n)
    distance = np.hypot(x[:, None] - x[seeds], y[:, None] - y[seeds]) / reach
    units = distance.argmin(axis=1)
    free = np.setdiff1d(np.arange(side * side), seeds)
    if kind == "scattered" and len(free):
        moved = rng.choice(free, max(1, len(free) // 6), replace=False)
        units[moved] = rng.integers(0, n, len(moved))
    if kind == "islands" and len(free):
        units[rng.choice(free, len(free) // 3, replace=False)] = SEA
    return tuple(map(tuple, units.reshape(side, side).tolist()))


KINDS = ("squares", "cells", "cells", "scattered", "islands")


@st.composite
def small_counties(draw: Callable[..., Any]) -> County:
    """Up to 10 units under any mixture of rules and weights; many are impossible."""
    n = draw(st.sampled_from([10, 10, 9, 9, 8, 8, 7, 6, 5, 4, 3, 2, 1]))
    land = make_land(np.random.default_rng(draw(st.integers(0, 2**32 - 1))), n, draw(st.sampled_from(KINDS)))

    def chance(share: float) -> bool:
        return draw(st.integers(0, 99)) >= 100 * (1 - share)

    def column(of: Any) -> list[Any]:
        return draw(st.lists(of, min_size=n, max_size=n))

    def labels(names: str, share: float) -> Optional[list[str]]:
        return column(st.sampled_from(["", "", "", *names])) if chance(share) else None

    unit = st.integers(0, n - 1)
    parent = township = None
    if chance(0.25):
        parent = ["a" if i < n // 2 else "b" for i in range(n)] if chance(0.7) else column(st.sampled_from("aab"))
    if chance(0.4):
        township = column(st.sampled_from("xyz"))
    parts = len(pieces(range(n), sorted(borders(land))))
    centre = None
    if chance(0.15):
        centre = column(st.sampled_from(["", "", "A", "B"])) if chance(0.3) else [chance(0.25) for _ in range(n)]
    return County(
        land=land,
        districts=n + 1 if chance(0.02) else draw(st.integers(1, min(5, n))),
        population=column(st.integers(0, 9)),
        features=[column(st.integers(0, 9)) for _ in range(draw(st.integers(0, 2)))],
        weights={term: draw(st.sampled_from([0, 1, 2.5])) for term in TERMS},
        links=tuple(draw(st.lists(st.tuples(unit, unit), max_size=3))) if parts > 1 or chance(0.1) else (),
        flows=tuple(draw(st.lists(st.tuples(unit, unit, st.integers(0, 5)), max_size=8))) if chance(0.6) else (),
        tolerance=draw(st.sampled_from([None, None, None, 10, 25, 40, 60, 80, 100])),
        minimum=3 if chance(0.1) else None,
        maximum=30 if chance(0.1) else None,
        min_units=2 if chance(0.1) else None,
        max_units=5 if chance(0.15) else None,
        parent=parent,
        township=township,
        max_crossing=draw(st.integers(0, 2)) if township and chance(0.8) else None,
        contains=column(st.sampled_from([True, True, False])) if chance(0.2) else None,
        together=labels("p", 0.2),
        apart=labels("qr", 0.2),
        lock=labels("12", 0.15),
        centre=centre,
        reference=labels("12", 0.5),
    )


@dataclass(frozen=True)
class Planted:
    """A county with a plan that is known to keep its rules."""

    county: County
    plan: list[str]


@st.composite
def planted_counties(draw: Callable[..., Any], least: int = 11, most: int = 40) -> Planted:
    """11 to 40 units. The rules are read off a random plan, so that there is one; how narrow the band is follows."""
    n = draw(st.integers(least, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    land = make_land(rng, n, draw(st.sampled_from(KINDS)))
    pairs = sorted(borders(land))
    parts = pieces(range(n), pairs)
    links = tuple((min(parts[0]), min(part)) for part in parts[1:])
    pairs = sorted({*pairs, *links})
    population = np.round(rng.lognormal(3, 0.6, n)).astype(int).tolist()
    k = max(2, n // draw(st.integers(2, 8)))
    plan = grow(rng, n, pairs, k)
    parent = ["a" if label < (k + 1) // 2 else "b" for label in plan] if draw(st.booleans()) else None
    groups = groups_of(plan)
    people = {d: sum(population[i] for i in members) for d, members in groups.items()}
    chance = [draw(st.integers(0, 3)) for _ in range(8)]
    marked = [[draw(st.integers(0, len(members) - 1)) for _ in range(2)] for members in groups.values()]
    chosen = {members[m[0]]: d for (d, members), m in zip(groups.items(), marked)}
    other = {members[m[1]]: d for (d, members), m in zip(groups.items(), marked)}
    township = [f"t{i // 4}" for i in range(n)]
    crossing = sum(len({township[i] for i in members}) > 1 for members in groups.values())
    values = rng.normal(size=(2, n)).round(2)
    flows = rng.integers(0, n, (2 * n, 2))
    county = County(
        land=land,
        districts=k,
        population=population,
        features=[*values.tolist()],
        weights={term: draw(st.sampled_from([0, 1, 2.5])) for term in TERMS},
        links=links,
        flows=tuple((int(a), int(b), 1 + int(a + b) % 3) for a, b in flows) if chance[0] == 0 else (),
        minimum=min(people.values()) if chance[1] else None,
        maximum=max(people.values()) if chance[1] else None,
        max_units=max(map(len, groups.values())) if chance[2] == 0 else None,
        parent=parent,
        township=township if chance[3] == 0 else None,
        max_crossing=crossing if chance[3] == 0 else None,
        contains=[i in chosen or i in other for i in range(n)] if chance[4] == 0 else None,
        together=[f"g{chosen.get(i, other.get(i))}" if i in chosen or i in other else "" for i in range(n)]
        if chance[5] == 0
        else None,
        lock=[str(d) if (d := chosen.get(i)) is not None and d % 3 == 0 else "" for i in range(n)]
        if chance[6] == 0
        else None,
        centre=[i in other for i in range(n)] if chance[7] == 0 else None,
        reference=[str(label) for label in plan] if draw(st.booleans()) else None,
    )
    names = [str(label) for label in plan]
    if not keeps_rules(names, county.pairs(), **county.rules()):  # the districts are shared out otherwise
        county = replace(county, parent=None)
    return Planted(county, names)


def grow(rng: np.random.Generator, n: int, pairs: list[tuple[int, int]], k: int) -> list[int]:
    """A random plan of k connected districts of a connected graph."""
    around: dict[int, list[int]] = defaultdict(list)
    for a, b in pairs:
        around[a].append(b)
        around[b].append(a)
    plan = [-1] * n
    for label, unit in enumerate(rng.choice(n, k, replace=False).tolist()):
        plan[unit] = label
    while -1 in plan:
        edges = [(i, j) for i in range(n) if plan[i] == -1 for j in around[i] if plan[j] != -1]
        i, j = edges[int(rng.integers(len(edges)))]
        plan[i] = plan[j]
    return plan
