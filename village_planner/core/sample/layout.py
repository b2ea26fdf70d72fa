"""Where the points of the mesh lie: rows along rivers, brooks and roads, the rest as densely as parcels are small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .landuse import FOREST_SHARE, LandFields
from .mesh import LOOSENESS, ORDINARY, RIVER, Mesh, rows_along, scatter, triangulate
from .noise import stream
from .roads import RoadPlan
from .settlements import Settlements
from .terrain import HALF_SIZE, Terrain


@dataclass(frozen=True)
class Layout:
    """The mesh and what its lines are: class of each line of rows (0: a brook) and half width in m."""

    mesh: Mesh
    line_class: NDArray


COARSE = 1200.0  # m; squares are this, or halves of it


def town_square(parcels: int) -> float:
    """Side in m of the squares that towns are laid out on: a half, quarter … of COARSE."""
    return COARSE / 2 ** round(np.log2(COARSE / np.clip(80 * np.sqrt(40_000 / parcels), 37, 150)))


def lay_out(
    seed: int,
    parcels: int,
    terrain: Terrain,
    fields: LandFields,
    settlements: Settlements,
    built: NDArray,
    roads: RoadPlan,
    limit: float,
) -> Layout:
    """limit  value of `terrain.arrival` at the county's border: far beyond it a few points suffice"""
    rng = stream(seed, "points")
    size = np.sqrt(40_000 / parcels)
    farm = float(np.clip(138 * size, 46, 250))
    forest = float(np.clip(215 * size, 75, 360))
    home = float(np.clip(74 * size, 29, 120))
    town = town_square(parcels)
    gap = float(np.clip(36 * size, 26, 48))
    step = float(np.clip(62 * size, 50, 105))
    exists = np.flatnonzero(built)
    tree = cKDTree(settlements.hamlets[exists])
    seats = cKDTree(settlements.hamlets[settlements.township_seats])
    seat_radius = settlements.radius[settlements.township_seats]

    def spacing(xy: NDArray) -> NDArray:
        wooded = terrain.at(fields.forest, xy) > 1 - FOREST_SHARE
        wanted = np.where(wooded, forest, farm)
        distance, nearest = tree.query(xy)
        wanted = np.where(distance < settlements.radius[exists[nearest]] * 1.3, home, wanted)
        distance, nearest = seats.query(xy)
        wanted = np.where(distance < seat_radius[nearest] * 1.35, town * np.sqrt(2) / LOOSENESS, wanted)
        beyond = terrain.at(terrain.arrival, xy) - limit
        return np.where(beyond > 0.12, 2000.0, np.where(beyond > 0.03, np.maximum(wanted, 350), wanted))

    lines, tags, ranks = [], [], []
    for river in terrain.rivers:
        if river.rank == 2:
            continue
        half = river.width / 2
        left, right = rows_along(river.line, 2 * half, 0.9 * half)
        middle = (left + right) / 2
        # Three rows: the water's cells in the middle, the banks on both sides.
        lines += [middle[::2], left, right]
        tags += [np.full(len(middle[::2]), RIVER), np.zeros(len(left), int), np.zeros(len(right), int)]
        ranks.append(np.full(sum(map(len, lines[-3:])), river.rank))
    water = np.concatenate(lines) if lines else np.zeros((0, 2))
    water_tags = np.concatenate(tags) if tags else np.zeros(0, int)
    # Inside a bend banks run into the water: they give way.
    wet = cKDTree(water[water_tags == RIVER])
    main = cKDTree(terrain.rivers[0].line)
    reach, from_main = wet.query(water)[0], main.query(water)[0]
    keep = np.where(
        water_tags == RIVER,
        (np.concatenate(ranks) == 0) | (from_main > 135),
        (reach > 55) & (from_main > 110),
    )
    water, water_tags = _sparse(water[keep], water_tags[keep], 38)

    order = sorted(range(len(roads.lines)), key=lambda k: (-roads.classes[k], k))
    row_lines = [(roads.lines[k], roads.classes[k]) for k in order]
    if parcels >= 8000:
        row_lines += [(river.line, 0) for river in terrain.rivers if river.rank == 2]
    else:
        row_lines = [(line, kind) for line, kind in row_lines if kind > 1]
    points, point_tags, owner = [], [], []
    for number, (line, _) in enumerate(row_lines):
        beyond = terrain.at(terrain.arrival, line) - limit
        if (beyond > 0.02).all():
            continue
        left, right = rows_along(line, gap, step)
        trim = slice(1, -1) if len(left) > 4 else slice(None)
        for side, row in enumerate((left[trim], right[trim])):
            points.append(row)
            point_tags.append(np.full(len(row), 2 + 2 * number + side))
            owner.append(np.full(len(row), number))
    rows, row_tags = np.concatenate(points), np.concatenate(point_tags)
    # Off the banks, and not between two cells of the water: bridges need no ground.
    clear = (cKDTree(water).query(rows)[0] > 0.8 * gap) & (wet.query(rows)[0] > 95)
    rows, row_tags = _sparse(rows[clear], row_tags[clear], 0.72 * gap)

    fixed = np.concatenate([water, rows])
    fixed_tags = np.concatenate([water_tags, row_tags])

    def jitter(xy: NDArray) -> NDArray:
        distance, nearest = seats.query(xy)
        return np.where(distance < seat_radius[nearest] * 1.3, 0.1, 0.42)

    free = scatter(rng, HALF_SIZE, COARSE, spacing, jitter, 20.0)
    near_line = cKDTree(rows).query(free, distance_upper_bound=1.15 * gap)[0]
    near_water = cKDTree(water).query(free, distance_upper_bound=75)[0]
    near_bed = wet.query(free, distance_upper_bound=170)[0]
    free = free[np.isinf(near_line) & np.isinf(near_water) & np.isinf(near_bed)]
    free = free[(np.abs(free) < HALF_SIZE).all(axis=1)]
    every = np.concatenate([fixed, free])
    every_tags = np.concatenate([fixed_tags, np.full(len(free), ORDINARY)])
    beyond = terrain.at(terrain.arrival, every) - limit
    keep = (beyond < 0.05) | (every_tags == ORDINARY)
    return Layout(triangulate(every[keep], every_tags[keep]), np.array([kind for _, kind in row_lines]))


def _sparse(points: NDArray, tags: NDArray, distance: float) -> tuple[NDArray, NDArray]:
    """Without points nearer than `distance` to an earlier one of another row."""
    keep = np.ones(len(points), dtype=bool)
    pairs = cKDTree(points).query_pairs(distance, output_type="ndarray")
    pairs = np.sort(pairs, axis=1)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    for a, b in pairs.tolist():
        if keep[a] and keep[b]:
            keep[b] = False
    return points[keep], tags[keep]
