"""Where marks stand on a page: side by side where they would cover each other.

All lengths are in metres on the ground; `size` is a mark's width there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

ROW = 4  # marks side by side before a new row begins
ROUNDS = 200
ROOM = 1.08  # a hair between marks


def clusters(xy: NDArray, reach: float) -> NDArray:
    """(n,) number of the cluster that each point (n, 2) is in: points within `reach` of each other share one."""
    pairs = cKDTree(xy).query_pairs(reach, output_type="ndarray") if len(xy) else np.zeros((0, 2), int)
    links = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(xy), len(xy)))
    return np.asarray(connected_components(links, directed=False)[1])


def side_by_side(xy: NDArray, cluster: NDArray, size: float) -> NDArray:
    """(n, 2) places of marks: those of a cluster in rows of up to `ROW`, in their order, around its middle."""
    result = np.array(xy, dtype=float)
    for number in np.unique(cluster):
        members = np.flatnonzero(cluster == number)
        count = len(members)
        if count == 1:
            continue
        columns = min(count, ROW if count > ROW * 2 or count <= ROW else -(-count // 2))
        rows = -(-count // columns)
        place = np.arange(count)
        row, column = place // columns, place % columns
        wide = np.where(row == rows - 1, count - (rows - 1) * columns, columns)  # the last row stands in the middle
        offset = np.stack([column - (wide - 1) / 2, (rows - 1) / 2 - row], axis=1) * size * ROOM
        result[members] = xy[members].mean(axis=0) + offset
    return result


def apart(xy: NDArray, size: float) -> NDArray:
    """(n, 2) places at least `size` from each other, moved as little as pushing pairs apart does; points in one spot
    part along a spiral of their order."""
    result = np.array(xy, dtype=float)
    if len(result) < 2:
        return result
    turn = np.arange(len(result)) * 2.399963  # the golden angle: no two of a spot go the same way
    result += 1e-3 * size * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    for _ in range(ROUNDS):
        pairs = cKDTree(result).query_pairs(size, output_type="ndarray")
        if not len(pairs):
            break
        gap = result[pairs[:, 0]] - result[pairs[:, 1]]
        distance = np.maximum(np.hypot(*gap.T), 1e-6 * size)
        push = (gap / distance[:, None]) * ((size * ROOM - distance) / 2)[:, None]
        np.add.at(result, pairs[:, 0], push)
        np.add.at(result, pairs[:, 1], -push)
    return result
