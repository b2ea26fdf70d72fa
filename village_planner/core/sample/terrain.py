"""The ground: hills, valleys, rivers that flow downhill, and the county's outline.

The relief is that of a river landscape in balance: water collects along a tree that leads to one outlet, and a
reach is the flatter the more water it carries (slope = k · drained area ^ -0.45). So rivers flow downhill by
construction and divides lie between the branches, as in nature. Everything is in metres from the county's middle,
x to the east and y to the north.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from .noise import smooth_noise, stream

CELL = 150.0  # m
HALF_SIZE = 42_000.0  # m; the county's radius is about 30 km
VALLEY_FLOOR = 330.0  # m above sea level at the outlet
STEEPNESS = 0.036  # slope of a reach that drains 1 km²
CONCAVITY = 0.45
BENDING = 75.0  # m
BROOK_WIDTH = 16.0  # m


@dataclass(frozen=True)
class Watercourse:
    """A river or brook from its head to its mouth: line (n, 2) in m, bed (n,) in m above sea level,
    width in m, and its rank 0 (main) … 2."""

    line: NDArray
    bed: NDArray
    width: float
    rank: int


@dataclass(frozen=True)
class Terrain:
    """Fields on a square grid; row 0 is the southernmost.

    height     m above sea level             slope      degrees
    above      m above the nearest river     drained    km² that drain through the cell
    warp       (2, rows, columns) small shifts east and north that take the grid out of lines drawn on it
    arrival    how far a cell lies from the middle as settlement spreads: the county is where it is small
    """

    height: NDArray
    slope: NDArray
    above: NDArray
    drained: NDArray
    arrival: NDArray
    rivers: tuple[Watercourse, ...]
    warp: NDArray

    def at(self, field: NDArray, xy: NDArray, order: int = 1) -> NDArray:
        """Values of a field at points (n, 2), interpolated."""
        return ndimage.map_coordinates(field, grid_position(xy), order=order, mode="nearest")


def grid_position(xy: NDArray) -> NDArray:
    """Fractional (row, column) of points, as `map_coordinates` wants them."""
    return np.stack([(xy[:, 1] + HALF_SIZE) / CELL - 0.5, (xy[:, 0] + HALF_SIZE) / CELL - 0.5])


def grid_shape() -> tuple[int, int]:
    size = round(2 * HALF_SIZE / CELL)
    return size, size


def cell_centres() -> NDArray:
    """(rows, columns, 2) x and y of the cells."""
    rows, columns = grid_shape()
    x = (np.arange(columns) + 0.5) * CELL - HALF_SIZE
    y = (np.arange(rows) + 0.5) * CELL - HALF_SIZE
    return np.stack(np.meshgrid(x, y), axis=-1)


def grid_graph(cost: NDArray, climb: NDArray | None = None, climb_cost: float = 0.0) -> csr_matrix:
    """Neighbours of a grid in eight directions; a step costs its length in cells x mean cost (+ climb)."""
    rows, columns = cost.shape
    index = np.arange(rows * columns).reshape(rows, columns)
    tails, heads, costs = [], [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        a = (slice(0, rows - down), slice(max(0, -right), columns - max(0, right)))
        b = (slice(down, rows), slice(max(0, right), columns + min(0, right)))
        step = np.hypot(down, right) * (cost[a] + cost[b]) / 2
        if climb is not None:
            step = step + climb_cost * np.abs(climb[a] - climb[b])
        tails += [index[a].ravel(), index[b].ravel()]
        heads += [index[b].ravel(), index[a].ravel()]
        costs += [step.ravel(), step.ravel()]
    size = rows * columns
    return csr_matrix((np.concatenate(costs), (np.concatenate(tails), np.concatenate(heads))), shape=(size, size))


def trace_back(predecessor: NDArray, start: int) -> NDArray:
    """Cells from `start` along the predecessors to the root."""
    path = [start]
    while predecessor[path[-1]] >= 0:
        path.append(int(predecessor[path[-1]]))
    return np.array(path)


def smooth_line(points: NDArray, window: float, spacing: float) -> NDArray:
    """A calmer course through the points: resampled, running mean, ends kept."""
    step = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0], np.cumsum(step)])
    if along[-1] < spacing:
        return points[[0, -1]]
    at = np.linspace(0, along[-1], max(2, round(along[-1] / spacing) + 1))
    line = np.stack([np.interp(at, along, points[:, k]) for k in (0, 1)], axis=1)
    smoothed = ndimage.gaussian_filter1d(line, max(window / spacing, 1e-3), axis=0, mode="nearest")
    # Near the ends the mean would pull the line inwards: fade to the original there.
    fade = np.minimum(np.minimum(at, at[-1] - at) / max(2 * window, 1), 1)[:, None]
    return fade * smoothed + (1 - fade) * line


def bend(line: NDArray, warp: NDArray) -> NDArray:
    """The line without the straightness of the grid: shifted a little, by place, so that lines that met still meet."""
    position = grid_position(line)
    shift = [ndimage.map_coordinates(part, position, order=1, mode="nearest") for part in warp]
    return line + BENDING * np.stack(shift, axis=1)


def _wish_line(rng: np.random.Generator, start: tuple[float, float], end: tuple[float, float], sway: float) -> NDArray:
    """A meandering course that the river should roughly take."""
    t = np.linspace(0, 1, 400)
    start_point, end_point = np.array(start), np.array(end)
    line = start_point + t[:, None] * (end_point - start_point)
    across = np.array([start_point[1] - end_point[1], end_point[0] - start_point[0]])
    across = across / np.hypot(*across)
    swing = sum(
        rng.normal(0, sway / k**0.85) * np.sin(2 * np.pi * (k * t + rng.random())) for k in (1, 2, 3, 5, 8, 13, 21, 29)
    ) * np.minimum(1, 6 * np.minimum(t, 1 - t))
    return line + swing[:, None] * across


def make_terrain(seed: int) -> Terrain:
    rng = stream(seed, "terrain")
    shape = grid_shape()
    centres = cell_centres()
    rows, columns = shape

    # Where water would rather flow: random ground, and two valleys that meet below the middle.
    resistance = np.exp(0.75 * smooth_noise(rng, shape, 22, 4, 0.6))
    far = HALF_SIZE - CELL / 2
    main = _wish_line(rng, (-9_000 + rng.normal(0, 3000), far), (10_000 + rng.normal(0, 3000), -far), 3200)
    joint = main[int(rng.integers(215, 250))]
    branch = _wish_line(rng, (-far, 12_000 + rng.normal(0, 4000)), (float(joint[0]), float(joint[1])), 2400)
    for line in (main, branch):
        on_line = np.ones(shape, dtype=bool)
        row, column = np.rint(grid_position(smooth_line(line, 1, 60))).astype(int)
        on_line[np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)] = False
        resistance *= 1 - 0.93 * np.exp(-((ndimage.distance_transform_edt(on_line) / 1.2) ** 2))

    outlet = int(np.ravel_multi_index(np.rint(grid_position(main[-1:])).astype(int)[:, 0].clip(0, rows - 1), shape))
    distance, receiver = dijkstra(grid_graph(resistance), indices=outlet, return_predecessors=True)
    order = np.argsort(distance, kind="stable")
    drained = _accumulate(order, receiver) * (CELL / 1000) ** 2
    # Broad plains here, mountains there.
    wild = np.exp(0.55 * smooth_noise(rng, shape, 170, 3, 0.5) + 0.25)
    height = _raise(order, receiver, drained, wild.ravel(), shape)

    heads = [
        int(np.ravel_multi_index(np.rint(grid_position(line[:1])).astype(int)[:, 0].clip(0, rows - 1), shape))
        for line in (main, branch)
    ]
    points = centres.reshape(-1, 2)
    paths = [trace_back(receiver, head) for head in heads]
    in_main = set(paths[0].tolist())
    meet = next(i for i, cell in enumerate(paths[1]) if int(cell) in in_main)
    paths[1] = paths[1][: meet + 1]
    rivers = [
        _watercourse(points, height, paths[0], smooth_line(points[paths[0]], 260, 60), 150.0, 0),
        _watercourse(points, height, paths[1], smooth_line(points[paths[1]], 220, 60), 85.0, 1),
    ]
    taken = in_main | set(paths[1].tolist())
    warp = np.stack([smooth_noise(rng, shape, 9, 2) for _ in (0, 1)])
    rivers += [
        _watercourse(points, height, path, bend(smooth_line(points[path], 200, 60), warp), BROOK_WIDTH, 2)
        for path in _brooks(drained, receiver, taken)
    ]

    height = height.reshape(shape)
    drained_grid = drained.reshape(shape)
    hills = ndimage.gaussian_filter(height, 1.6) + 6 * smooth_noise(rng, shape, 10, 3)
    valley = np.exp(-drained_grid / 1.0)  # 1 on slopes, 0 in brooks: there the bed keeps its own height
    height = np.maximum(valley * hills + (1 - valley) * height, height - 1)
    for river in rivers:
        row, column = np.rint(grid_position(river.line)).astype(int).clip(0, rows - 1)
        np.minimum.at(height, (row, column), river.bed)
    gradient = np.gradient(ndimage.gaussian_filter(height, 0.7), CELL)
    slope = np.degrees(np.arctan(1.6 * np.hypot(*gradient)))  # a coarse grid flattens slopes by about that much
    wet = drained_grid < 8
    _, nearest = ndimage.distance_transform_edt(wet, return_indices=True)
    above = np.maximum(height - height[nearest[0], nearest[1]], 0)

    # The county spreads from the middle, slowly uphill: its border follows divides.
    roughness = np.exp(0.7 * smooth_noise(rng, shape, 75, 5, 0.6)) * (1 + above / 90)
    stretch = 1 + 0.18 * np.abs(centres[..., 0]) / HALF_SIZE
    middle = int(np.ravel_multi_index((rows // 2, columns // 2), shape))
    arrival = dijkstra(grid_graph(roughness * stretch), indices=middle).reshape(shape)
    round_distance = np.hypot(centres[..., 0] * 1.12, centres[..., 1] * 0.95)
    arrival = ndimage.gaussian_filter(arrival / arrival.mean(), 2.5) + 0.75 * round_distance / round_distance.mean()
    return Terrain(height, slope, above, drained_grid, arrival, tuple(rivers), warp)


def _accumulate(order: NDArray, receiver: NDArray) -> NDArray:
    """Cells that drain through each cell, itself included; from the rim of the tree to its root."""
    counts = [1.0] * len(order)
    receivers = receiver.tolist()
    for cell in order[:0:-1].tolist():
        counts[receivers[cell]] += counts[cell]
    return np.array(counts)


def _raise(order: NDArray, receiver: NDArray, drained: NDArray, wild: NDArray, shape: tuple[int, int]) -> NDArray:
    """Heights from the outlet upwards: each reach climbs by its slope."""
    row, column = np.divmod(np.arange(len(order)), shape[1])
    down = np.where(receiver >= 0, receiver, np.arange(len(order)))
    length = CELL * np.hypot(row - row[down], column - column[down])
    climb = (length * np.minimum(STEEPNESS * wild * drained**-CONCAVITY, 0.30)).tolist()
    heights = [VALLEY_FLOOR] * len(order)
    receivers = receiver.tolist()
    for cell in order[1:].tolist():
        heights[cell] = heights[receivers[cell]] + climb[cell]
    return np.array(heights)


def _watercourse(
    points: NDArray, height: NDArray, path: NDArray, line: NDArray, width: float, rank: int
) -> Watercourse:
    """A drawn course with the heights of the bed it was drawn from."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points[path], axis=0).T))])
    bed = np.interp(np.linspace(0, along[-1], len(line)), along, height[path])
    return Watercourse(line, bed, width, rank)


def _brooks(drained: NDArray, receiver: NDArray, taken: set[int]) -> list[NDArray]:
    """Cells of the brooks that drain more than 14 km², longest first; each ends where it meets another."""
    brooks = []
    cells = np.flatnonzero(drained > 14)
    has_feeder = np.zeros(len(drained), dtype=bool)
    has_feeder[receiver[cells][receiver[cells] >= 0]] = True
    springs = cells[~has_feeder[cells]]
    paths = sorted((trace_back(receiver, int(s)) for s in springs), key=lambda p: (-len(p), int(p[0])))
    taken = set(taken)
    for path in paths:
        meet = next((i for i, cell in enumerate(path) if int(cell) in taken), len(path) - 1)
        path = path[: meet + 1]
        taken.update(path.tolist())
        if len(path) >= 12:
            brooks.append(path)
    return brooks
