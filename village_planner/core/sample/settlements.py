"""Where people live: hamlets on gentle ground near water, and which of them are the seats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .noise import smooth_noise, stream
from .terrain import HALF_SIZE, Terrain, grid_shape

TOWNSHIPS = 33
VILLAGES = 462  # villages and communities
HAMLETS = 2900


@dataclass(frozen=True)
class Settlements:
    """Hamlets (n, 2) in m; which are seats; and how far the built-up ground of each reaches, in m.

    village_seats   (462,) hamlet of each village       township_seats  (33,) hamlet of each township's seat
    county_seat     position in township_seats          village_township (462,) the township of each village's seat
    """

    hamlets: NDArray
    radius: NDArray
    township_seats: NDArray
    county_seat: int


def make_settlements(seed: int, terrain: Terrain, inside: NDArray) -> Settlements:
    """inside  grid of the cells that belong to the county"""
    rng = stream(seed, "settlements")
    suitability = np.exp(
        -terrain.slope / 5
        - terrain.above / 90
        + 0.5 * np.minimum(np.log1p(terrain.drained), 5)
        + 0.5 * smooth_noise(rng, grid_shape(), 14, 3)
    )
    wish = np.where(inside, suitability, 0).ravel()
    candidates = rng.choice(
        len(wish),
        size=9 * HAMLETS,
        p=(wish + 0.15 * np.where(inside.ravel(), wish.mean(), 0))
        / (wish + 0.15 * np.where(inside.ravel(), wish.mean(), 0)).sum(),
        replace=False,
    )
    columns = grid_shape()[1]
    row, column = np.divmod(candidates, columns)
    xy = (np.stack([column, row], axis=1) + rng.random((len(row), 2))) * (2 * HALF_SIZE / columns) - HALF_SIZE
    xy = xy[_away_from_rivers(terrain, xy)]
    hamlets = thin(xy, 520.0)[:HAMLETS]

    drained = terrain.at(terrain.drained, hamlets)
    gentle = -terrain.at(terrain.slope, hamlets) / 4 - terrain.at(terrain.above, hamlets) / 60
    centre = gentle + 0.45 * np.minimum(np.log1p(drained), 6) - np.hypot(*hamlets.T) / 22_000
    to_river = cKDTree(terrain.rivers[0].line).query(hamlets)[0]
    county = int(np.argmax(centre - np.hypot(*hamlets.T) / 9_000 - np.abs(to_river - 1_500) / 400))
    seats = [county]
    spread = np.hypot(*(hamlets - hamlets[county]).T)
    attraction = np.exp(0.16 * (gentle - gentle.mean()) + rng.normal(0, 0.12, len(hamlets)))
    while len(seats) < TOWNSHIPS:
        best = int(np.argmax(spread * attraction))
        seats.append(best)
        spread = np.minimum(spread, np.hypot(*(hamlets - hamlets[best]).T))
    seats_array = np.array(seats)
    # Seats settle on the best ground within their own reach, not at its rim.
    for _ in range(3):
        owner = cKDTree(hamlets[seats_array]).query(hamlets)[1]
        for k in range(1, TOWNSHIPS):
            mine = np.flatnonzero(owner == k)
            middle = hamlets[mine].mean(axis=0)
            value = centre[mine] * 1.2 - np.hypot(*(hamlets[mine] - middle).T) / 1500
            seats_array[k] = mine[int(np.argmax(value))]
    radius = rng.lognormal(np.log(88), 0.32, len(hamlets))
    towns = rng.lognormal(np.log(400), 0.3, TOWNSHIPS)
    radius[seats_array] = np.clip(towns, 260, 850)
    radius[county] = 2300.0
    return Settlements(hamlets, radius, seats_array, 0)


def thin(xy: NDArray, distance: float) -> NDArray:
    """Points in their order, leaving out those nearer than `distance` to one that was kept."""
    return xy[far_apart(xy, distance)]


def far_apart(xy: NDArray, distance: float) -> NDArray:
    """(n,) bool, the points that `thin` keeps."""
    tree = cKDTree(xy)
    keep = np.ones(len(xy), dtype=bool)
    for i, near in enumerate(tree.query_ball_point(xy, distance)):
        if keep[i]:
            for j in near:
                if j > i:
                    keep[j] = False
    return keep


def _away_from_rivers(terrain: Terrain, xy: NDArray) -> NDArray:
    free = np.ones(len(xy), dtype=bool)
    for river in terrain.rivers:
        distance, _ = cKDTree(river.line).query(xy, distance_upper_bound=1000)
        free &= distance > river.width / 2 + 90
    return free
