"""Zones drawn on the county's faces: groups of touching faces of one kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from .borders import Arcs


def patches(arcs: Arcs, member: NDArray, kind: NDArray) -> NDArray:
    """(faces,) number of the connected patch of equal kind each member face lies in, -1 for the others."""
    a, b = arcs.left, arcs.right
    joined = member[a] & member[b] & (kind[a] == kind[b])
    graph = csr_matrix((np.ones(int(joined.sum())), (a[joined], b[joined])), shape=(arcs.faces, arcs.faces))
    component = connected_components(graph, directed=False)[1]
    label = np.full(arcs.faces, -1)
    label[member] = np.unique(component[member], return_inverse=True)[1]
    return label


def without_small(label: NDArray, area: NDArray, smallest: float) -> NDArray:
    """The same labels without patches below `smallest` m²."""
    count = int(label.max()) + 1
    size = np.bincount(label[label >= 0], area[label >= 0], count)
    kept = size >= smallest
    number = np.where(kept, np.cumsum(kept) - 1, -1)
    return np.where(label >= 0, number[np.maximum(label, 0)], -1)


def spread_to_ribbons(arcs: Arcs, value: NDArray, ribbons: NDArray) -> NDArray:
    """Roads and brooks take the value of a cell beside them."""
    result = value.copy()
    for side, other in ((arcs.left, arcs.right), (arcs.right, arcs.left)):
        take = ribbons[side] & ~ribbons[other]
        result[side[take]] = value[other[take]]
    return result


def fill_holes(arcs: Arcs, label: NDArray, inside: NDArray) -> NDArray:
    """A patch also takes what it encloses on all sides."""
    free = inside & (label < 0)
    hole = patches(arcs, free, np.zeros(len(label), dtype=int))
    a = np.concatenate([arcs.left, arcs.right])
    b = np.concatenate([arcs.right, arcs.left])
    border = (hole[a] >= 0) & (hole[b] < 0)
    number, beyond = hole[a[border]], np.where(inside[b[border]], label[b[border]], -2)
    count = int(hole.max()) + 1
    low, high = np.full(count, np.iinfo(np.int64).max), np.full(count, -3)
    np.minimum.at(low, number, beyond)
    np.maximum.at(high, number, beyond)
    enclosed = (low == high) & (low >= 0)
    result = label.copy()
    take = free & enclosed[np.maximum(hole, 0)]
    result[take] = low[hole[take]]
    return result
