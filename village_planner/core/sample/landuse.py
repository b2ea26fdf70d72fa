"""Land classes that follow the ground: paddy in valleys, dry land on slopes, forest on hills, homes in hamlets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from .mesh import RIVER
from .noise import smooth_noise, stream
from .settlements import Settlements
from .terrain import CELL, HALF_SIZE, VALLEY_FLOOR, Terrain, grid_shape

FOREST_SHARE = 0.45  # of the county
GRASS_SHARE = 0.015
PADDY_SHARE = 0.17
ORCHARD_SHARE = 0.05


@dataclass(frozen=True)
class LandFields:
    """Scores on the terrain's grid, with the limits that give the shares above.

    forest, wet, orchard  the higher, the likelier     reservoir  number of the reservoir, 0 where none
    """

    forest: NDArray
    wet: NDArray
    orchard: NDArray
    reservoir: NDArray


def make_fields(seed: int, terrain: Terrain, inside: NDArray) -> LandFields:
    rng = stream(seed, "land")
    shape = grid_shape()

    def rank(score: NDArray, among: NDArray) -> NDArray:
        """Share of the cells in question that score lower."""
        ordered = np.sort(score[among])
        return np.searchsorted(ordered, score) / len(ordered)

    forest = rank(
        terrain.slope / 7
        + terrain.above / 70
        + (terrain.height - VALLEY_FLOOR) / 260
        + 0.75 * smooth_noise(rng, shape, 9, 4, 0.6),
        inside,
    )
    wet = rank(
        -terrain.slope / 4
        - terrain.above / 35
        + 0.35 * np.log1p(terrain.drained)
        + 0.5 * smooth_noise(rng, shape, 7, 3),
        inside & (forest < 1 - FOREST_SHARE),
    )
    orchard = rank(smooth_noise(rng, shape, 8, 3) - 0.3 * np.abs(terrain.slope / 9 - 1), inside)
    return LandFields(forest, wet, orchard, _reservoirs(rng, terrain, inside))


def _reservoirs(rng: np.random.Generator, terrain: Terrain, inside: NDArray) -> NDArray:
    """Lakes behind dams on brooks: what lies below the dam's crest, upstream of it."""
    fine = np.zeros(terrain.height.shape, dtype=int)
    brooks = np.argwhere((terrain.drained > 9) & (terrain.drained < 40) & inside)
    brooks = brooks[rng.permutation(len(brooks))]
    done: list[NDArray] = []
    for spot in brooks:
        if len(done) >= 9:
            break
        if any(np.hypot(*(spot - other)) < 60 for other in done):
            continue
        r, c = spot
        window = (slice(max(r - 20, 0), r + 21), slice(max(c - 20, 0), c + 21))
        bed = terrain.height[r, c]
        flooded = (terrain.height[window] < bed + 15) & (terrain.height[window] >= bed - 0.01)
        label = ndimage.label(flooded, structure=np.ones((3, 3)))[0]
        lake = label == label[r - window[0].start, c - window[1].start]
        size = lake.sum() * CELL**2 / 1e6
        if 0.35 < size < 2.2 and inside[window][lake].all() and (terrain.drained[window][lake] < 45).all():
            done.append(spot)
            fine[window][lake] = len(done)
    return fine


def classes_of_cells(
    seed: int,
    points: NDArray,
    tags: NDArray,
    inside: NDArray,
    terrain: Terrain,
    fields: LandFields,
    settlements: Settlements,
    built: NDArray,
    towns: Towns,
) -> tuple[NDArray, NDArray]:
    """Class code of each cell (text) and its settlement (hamlet number, -1 outside).

    built  (hamlets,) bool: hamlets that exist
    """
    rng = stream(seed, "classes")
    n = len(points)
    code = np.full(n, "0103", dtype="<U5")
    forest = terrain.at(fields.forest, points)
    wet = terrain.at(fields.wet, points)
    orchard = terrain.at(fields.orchard, points)
    slope = terrain.at(terrain.slope, points)
    chance = rng.random(n)
    kinds = terrain.at(smooth_noise(rng, grid_shape(), 12, 3), points)

    wooded = forest > 1 - FOREST_SHARE
    code[wet > 1 - PADDY_SHARE / (1 - FOREST_SHARE - GRASS_SHARE)] = "0101"
    code[(code == "0103") & (wet > 0.62) & (chance < 0.03)] = "0102"
    garden = (code == "0103") & (orchard > 1 - 2.6 * ORCHARD_SHARE)
    code[garden] = np.where(kinds[garden] > 0.9, "0202", np.where(kinds[garden] < -1.1, "0204", "0201"))
    code[wooded] = np.where(
        kinds[wooded] > 1.25,
        "0302",
        np.where(forest[wooded] < 1 - FOREST_SHARE + 0.05, "0307", np.where(kinds[wooded] < -1.2, "0305", "0301")),
    )
    grass = (forest > 1 - FOREST_SHARE - GRASS_SHARE) & ~wooded & (slope > 8)
    code[grass] = "0404"
    code[(slope > 26) & (chance < 0.03)] = "1207"
    code[(code == "0101") & (chance < 0.045)] = "1104"
    code[(code == "0103") & (chance < 0.006)] = "1202"
    code[(code == "0103") & (chance > 0.9975)] = "09"
    code[wooded & (chance > 0.9993)] = "0602"

    wet_cells = tags == RIVER
    if wet_cells.any():
        river = cKDTree(points[wet_cells])
        away, _ = river.query(points, distance_upper_bound=260)
        code[np.isfinite(away) & (kinds > 0.75) & (terrain.at(terrain.above, points) < 12)] = "1106"
    code[terrain.at((fields.reservoir > 0).astype(float), points) > 0.5] = "1103"

    hamlet = np.full(n, -1)
    exists = np.flatnonzero(built)
    distance, nearest = cKDTree(settlements.hamlets[exists]).query(points)
    nearest = exists[nearest]
    edge = settlements.radius[nearest] * (1 + 0.22 * terrain.at(smooth_noise(rng, grid_shape(), 3, 2), points))
    home = (distance < edge * 0.92) & (code != "1103") & (slope < 30)
    # A hamlet has at least the cell at its middle.
    first = cKDTree(points).query(settlements.hamlets[exists])[1]
    home[first[code[first] != "1103"]] = True
    code[home] = np.where(chance[home] < 0.03, "1201", np.where(chance[home] < 0.05, "0809", "0702"))
    code[first[code[first] == "1201"]] = "0702"
    hamlet[home] = nearest[home]
    town = (towns.block >= 0) & (code != "1103")
    code[town] = towns.use[town]
    hamlet[town] = towns.seat[town]
    code[wet_cells] = "1101"
    hamlet[wet_cells] = -1
    code[~inside] = ""
    return code, hamlet


USES = np.array(["05H1", "0701", "08H1", "08H2", "0809", "0810", "0601", "0508", "0701", "1005"])
INNER = np.array([0.26, 0.38, 0.11, 0.13, 0.03, 0.06, 0.00, 0.00, 0.00, 0.03])  # shares in the middle of town
OUTER = np.array([0.04, 0.34, 0.02, 0.09, 0.05, 0.06, 0.28, 0.08, 0.02, 0.02])  # and at its rim


@dataclass(frozen=True)
class Towns:
    """Per cell: number of its town block and hamlet number of its town (-1 outside), and the block's use (text)."""

    block: NDArray
    seat: NDArray
    use: NDArray


def build_towns(seed: int, points: NDArray, settlements: Settlements, terrain: Terrain, square: float) -> Towns:
    """Blocks of one use each, on a grid of streets; shops and offices in the middle, works at the rim.

    square  side in m of the squares that the towns' cells lie on
    """
    rng = stream(seed, "towns")
    block, seat_of = np.full(len(points), -1), np.full(len(points), -1)
    use = np.full(len(points), "", dtype="<U5")
    tree = cKDTree(points)
    noise = smooth_noise(rng, grid_shape(), 7, 3)
    number = 0
    for seat in settlements.township_seats.tolist():
        middle, radius = settlements.hamlets[seat], settlements.radius[seat]
        near = np.array(tree.query_ball_point(middle, radius * 1.6))
        away = np.hypot(*(points[near] - middle).T)
        town = near[(away < radius * (1 + 0.28 * terrain.at(noise, points[near]))) | (away < 140)]
        across, along = square * max(1, round(230 / square)), square * max(1, round(160 / square))
        column = np.floor((points[town, 0] + HALF_SIZE) / across).astype(int)
        row = np.floor((points[town, 1] + HALF_SIZE) / along).astype(int)
        column, row = column - column.min(), row - row.min()
        # Here and there two blocks side by side are one.
        joined = rng.random((column.max() + 2, row.max() + 1)) < 0.3
        column = column - (joined[column, row] & (column % 2 == 1))
        own = np.unique(column * 1000 + row, return_inverse=True)[1]
        count = int(own.max()) + 1
        centre = np.stack([np.bincount(own, points[town, k]) / np.bincount(own) for k in (0, 1)], axis=1)
        share = np.clip(np.hypot(*(centre - middle).T) / radius, 0, 1)[:, None]
        mixed = np.cumsum((1 - share) * INNER + share * OUTER, axis=1)
        draw = rng.random(count)[:, None] * mixed[:, -1:]
        block[town] = number + own
        seat_of[town] = seat
        use[town] = USES[(mixed < draw).sum(axis=1).clip(0, len(USES) - 1)][own]
        number += count
    return Towns(block, seat_of, use)
