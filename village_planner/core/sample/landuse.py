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
from .terrain import CELL, Terrain, cell_centres, grid_shape

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
        + (terrain.height - VALLEY) / 260
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


VALLEY = 330.0


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
) -> tuple[NDArray, NDArray, NDArray]:
    """Class code of each cell (text), its settlement (hamlet number, -1 outside) and its town block (-1 outside towns).

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
    block = np.full(n, -1)
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
    _build_towns(rng, points, settlements, code, hamlet, block, terrain)
    code[wet_cells] = "1101"
    hamlet[wet_cells] = block[wet_cells] = -1
    code[~inside] = ""
    return code, hamlet, block


def _build_towns(
    rng: np.random.Generator,
    points: NDArray,
    settlements: Settlements,
    code: NDArray,
    hamlet: NDArray,
    block: NDArray,
    terrain: Terrain,
) -> None:
    """Blocks of one use each, shops and offices in the middle, works at the rim."""
    uses = np.array(["05H1", "0701", "08H1", "08H2", "0809", "0810", "0601", "0508", "0701", "1005"])
    inner = np.array([0.26, 0.38, 0.11, 0.13, 0.03, 0.06, 0.00, 0.00, 0.00, 0.03])
    outer = np.array([0.04, 0.34, 0.02, 0.09, 0.05, 0.06, 0.28, 0.08, 0.02, 0.02])
    tree = cKDTree(points)
    number = 0
    noise = smooth_noise(rng, grid_shape(), 7, 3)
    ways = settlements.radius
    for k, seat in enumerate(settlements.township_seats):
        middle, radius = settlements.hamlets[seat], ways[seat]
        near = np.array(tree.query_ball_point(middle, radius * 1.6))
        away = np.hypot(*(points[near] - middle).T)
        limit = radius * (1 + 0.28 * terrain.at(noise, points[near]))
        town = near[(away < limit) | (away < 140)]
        step = 165.0 if k != settlements.county_seat else 260.0
        count = max(4, int((2 * radius * 1.5 / step) ** 2))
        seeds = middle + rng.uniform(-1.5, 1.5, (count, 2)) * radius
        share = np.clip(np.hypot(*(seeds - middle).T) / radius, 0, 1)
        draw = rng.random(count)
        mixed = (1 - share)[:, None] * inner + share[:, None] * outer
        use = uses[(np.cumsum(mixed, axis=1) / mixed.sum(axis=1)[:, None] < draw[:, None]).sum(axis=1).clip(0, 9)]
        own = cKDTree(seeds).query(points[town])[1]
        dry = code[town] != "1103"
        town, own = town[dry], own[dry]
        code[town] = use[own]
        hamlet[town] = seat
        block[town] = number + own
        number += count


__all__ = ["LandFields", "cell_centres", "classes_of_cells", "make_fields"]
