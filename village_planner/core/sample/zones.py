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


def components(pairs: NDArray, land: NDArray, faces: int) -> tuple[NDArray, int]:
    inner = pairs[land[pairs[:, 0]] == land[pairs[:, 1]]]
    graph = csr_matrix((np.ones(len(inner)), (inner[:, 0], inner[:, 1])), shape=(faces, faces))
    count, component = connected_components(graph, directed=False)
    return component, count


def hand_over(
    pairs: NDArray,
    length: NDArray,
    land: NDArray,
    component: NDArray,
    small: NDArray,
    size: NDArray,
    whole: NDArray,
    kind: NDArray,
) -> NDArray:
    """Give each stretch that is too small to the neighbour with the longest common border, rather not road or water."""
    a, b = component[pairs[:, 0]], component[pairs[:, 1]]
    a, b = np.concatenate([a, b]), np.concatenate([b, a])
    weight = np.concatenate([length, length])
    take = small[a] & (a != b)
    a, b, weight = a[take], b[take], weight[take]
    key = a * np.int64(len(small)) + b
    unique, inverse = np.unique(key, return_inverse=True)
    border = np.bincount(inverse, weight)
    a, b = unique // len(small), unique % len(small)
    # Of two small neighbours only the smaller gives way, else they would swap for ever.
    allowed = ~small[b] | (size[b] > size[a]) | ((size[b] == size[a]) & (b > a))
    a, b, border = a[allowed], b[allowed], border[allowed]
    border = border * np.where(whole[kind[b]], 0.02, 1.0)
    order = np.lexsort((b, -border, a))
    a, b = a[order], b[order]
    first = np.concatenate([[True], a[1:] != a[:-1]]) if len(a) else np.zeros(0, dtype=bool)
    becomes = kind.copy()
    becomes[a[first]] = kind[b[first]]
    return becomes[component]


def tidy(arcs: Arcs, group: NDArray, kind: NDArray, area: NDArray, smallest: float) -> NDArray:
    """Kinds of faces after patches below `smallest` m² have joined a neighbour of their group.

    group  (faces,) -1 outside     kind  (faces,) integers
    """
    pairs = np.stack([arcs.left, arcs.right], axis=1)
    same = (group[pairs[:, 0]] == group[pairs[:, 1]]) & (group[pairs[:, 0]] >= 0)
    pairs, length = pairs[same], arcs.lengths()[same]
    for _ in range(12):
        component, count = components(pairs, kind, arcs.faces)
        size = np.bincount(component, area, count)
        of_component = np.zeros(count, dtype=int)
        of_component[component] = kind
        small = (np.bincount(component[group >= 0], minlength=count) > 0) & (size < smallest)
        changed = hand_over(
            pairs, length, kind, component, small, size, np.zeros(int(kind.max()) + 1, dtype=bool), of_component
        )
        if (changed == kind).all():
            break
        kind = changed
    return kind
