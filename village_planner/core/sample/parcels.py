"""Parcels: neighbouring faces of one class and one village, joined to the wanted number of parcels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from ..task import SILENT, Task
from .borders import Arcs
from .zones import components, hand_over


@dataclass(frozen=True)
class LandClass:
    """What the sample needs to know of a land class.

    typical  size of a parcel in ha when the county has 40,000     smallest  m²; whole: never split
    """

    code: str
    name: str
    typical: float
    smallest: float
    whole: bool = False


def join_parcels(
    arcs: Arcs,
    area: NDArray,
    village: NDArray,
    land: NDArray,
    height: NDArray,
    classes: list[LandClass],
    wanted: int,
    rng: np.random.Generator,
    task: Task = SILENT,
) -> tuple[NDArray, NDArray]:
    """Parcel number of each face (0 … wanted - 1, -1 outside) and the class of each face after tidying.

    area, village, land, height  per face: m², village (-1 outside), position in `classes`, m above sea level
    """
    pairs = np.stack([arcs.left, arcs.right], axis=1)
    length = arcs.lengths()
    same_village = (village[pairs[:, 0]] == village[pairs[:, 1]]) & (village[pairs[:, 0]] >= 0)
    pairs, length = pairs[same_village], length[same_village]
    smallest = np.array([c.smallest for c in classes])
    typical = np.array([c.typical for c in classes]) * 1e4
    whole = np.array([c.whole for c in classes])
    land = land.copy()
    faces = arcs.faces

    factor = 1.0
    for _ in range(300):
        task.check()
        component, count = components(pairs, land, faces)
        size = np.bincount(component, area, count)
        kind = np.zeros(count, dtype=int)
        kind[component] = land
        members = village >= 0
        real = np.bincount(component[members], minlength=count) > 0
        small = real & (size < smallest[kind] * factor * 1.02)
        if not small.any():
            if real.sum() <= 0.86 * wanted:
                break
            factor *= 1.5
            continue
        land = hand_over(pairs, length, land, component, small, size, whole, kind)
    component, count = components(pairs, land, faces)
    size = np.bincount(component, area, count)
    kind = np.zeros(count, dtype=int)
    kind[component] = land
    cells = np.bincount(component, minlength=count)
    outside = np.zeros(count, dtype=bool)
    outside[component[village < 0]] = True

    # How many parcels each stretch of one class becomes: in proportion to area over typical size.
    most = np.where(whole[kind], 1, np.minimum(cells, np.maximum(1, size / (1.6 * smallest[kind])))).astype(int)
    most[outside] = 0

    def quota(scale: float) -> NDArray:
        return np.minimum(np.maximum(1, np.rint(scale * size / typical[kind])), most)

    low, high = 1e-4, 1e4
    goal = 1.10 * wanted
    for _ in range(60):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if quota(middle).sum() < goal else (low, middle)
    shares = quota(high)
    luck = rng.random(faces)
    order = np.lexsort((luck, component))
    begin = np.concatenate([[0], np.cumsum(cells)[:-1]])
    seeds = order[(np.arange(faces) - begin[component[order]]) < shares[component[order]]]

    same = component[pairs[:, 0]] == component[pairs[:, 1]]
    a, b = pairs[same].T
    # Parcels stretch along the contours.
    step = (0.25 + rng.random(len(a))) * (12 + np.abs(height[a] - height[b]))
    graph = csr_matrix((step, (a, b)), shape=(faces, faces))
    for _ in range(4):
        task.check()
        parcel = _grow(graph, seeds, faces)
        size_p = np.bincount(parcel[parcel >= 0], area[parcel >= 0], len(seeds))
        keep = _largest_of_each(component[seeds], size_p)
        small = (size_p < smallest[kind[component[seeds]]] * 1.02) & ~keep
        spare = len(seeds) - int(small.sum()) - wanted
        if not small.any() and spare <= 0:
            break
        drop = small
        if spare > 0:
            # Too many still: the smallest for their kind join their neighbours.
            relative = np.where(keep | small, np.inf, size_p / typical[kind[component[seeds]]] * (0.5 + luck[seeds]))
            drop = drop.copy()
            drop[np.argsort(relative, kind="stable")[:spare]] = True
        seeds = seeds[~drop]
    parcel = _grow(graph, seeds, faces)
    return parcel, land


def _grow(graph: csr_matrix, seeds: NDArray, faces: int) -> NDArray:
    _, _, source = dijkstra(graph, directed=False, indices=seeds, return_predecessors=True, min_only=True)
    position = np.full(faces + 1, -1)
    position[seeds] = np.arange(len(seeds))
    return position[np.where(source < 0, faces, source)]


def _largest_of_each(group: NDArray, size: NDArray) -> NDArray:
    order = np.lexsort((-size, group))
    first = np.concatenate([[True], group[order][1:] != group[order][:-1]])
    keep = np.zeros(len(group), dtype=bool)
    keep[order[first]] = True
    return keep
