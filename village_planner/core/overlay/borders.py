"""Border lines of a layer: which polygons they may run through, and which lie surely on one side of each.

Parcels are mostly drawn with the very vertices of the lines they keep to: a village's border, a control line. Such
a border touches hundreds of parcels and cuts none of them. To see that without cutting, the border's edges that are
the parcel's own are set aside; the few others near it must stay out of its inside.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

CHAIN = 8  # edges that the search tree takes together
SPARSE = 16  # places in the table of corners for each corner
NO_POINT_INSIDE = "F********"  # DE-9IM: the two insides have no point in common
POLYGONS = (3, 6)  # type ids of polygon and multipolygon


class Borders:
    """The edges of polygons (m,), found by place."""

    def __init__(self, polygons: NDArray) -> None:
        self._edges, _ = edges_of(polygons)
        # The corners by hash, and a table that tells at once most of those that are not among them.
        self._corners = np.unique(_keys(self._edges[:, :2]))
        self._shift = np.uint64(64 - int(np.ceil(np.log2(SPARSE * max(len(self._corners), 1)))))
        self._maybe = np.zeros(1 << (64 - int(self._shift)), dtype=bool)
        self._maybe[self._corners >> self._shift] = True
        self._low = np.minimum(self._edges[:, :2], self._edges[:, 2:])
        self._high = np.maximum(self._edges[:, :2], self._edges[:, 2:])
        starts = np.arange(0, len(self._edges), CHAIN)
        low, high = self._low, self._high
        if len(starts):
            low, high = np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)
        self._tree = shapely.STRtree(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))

    def have_corner_of(self, polygons: NDArray) -> NDArray:
        """(n,) False where no border has a corner in common with the polygon, so that none can run along it."""
        xy, owner = shapely.get_coordinates(polygons, return_index=True)
        keys = _keys(xy)
        maybe = np.flatnonzero(self._maybe[keys >> self._shift])
        keys, owner = keys[maybe], owner[maybe]
        have = np.zeros(len(polygons), dtype=bool)
        if len(self._corners):
            place = np.minimum(np.searchsorted(self._corners, keys), len(self._corners) - 1)
            have[owner[self._corners[place] == keys]] = True
        return have

    def may_split(self, polygons: NDArray) -> NDArray:
        """(n,) False where no border has a point inside the polygon: the polygon then lies whole on one side of each.

        True does not say that a border splits it. Several parts of ground may lie on different sides, so only a
        single polygon can be False.
        """
        split = ~np.isin(shapely.get_type_id(polygons), POLYGONS) | (shapely.get_num_geometries(polygons) != 1)
        single = np.flatnonzero(~split)
        edges, owner, leaves = self._strange_edges(polygons[single])
        # Edges that have no corner in common with the polygon mostly do not meet it at all …
        lines, place = _lines(edges[~leaves], single[owner[~leaves]])
        near = polygons[place]
        fresh = near[~shapely.is_prepared(near)]
        shapely.prepare(fresh)
        split[place] = shapely.intersects(near, lines)
        shapely.destroy_prepared(fresh)  # for thousands of parcels the indices would fill the memory
        # … those that leave from a corner of it must leave outwards.
        leaves &= ~split[single[owner]]
        lines, place = _lines(edges[leaves], single[owner[leaves]])
        split[place] = ~shapely.relate_pattern(polygons[place], lines, NO_POINT_INSIDE)
        return split

    def _strange_edges(self, polygons: NDArray) -> tuple[NDArray, NDArray, NDArray]:
        """Edges (k, 4) in the polygons' boxes that are not edges of the polygon itself, by polygon.

        Also (k,) the polygon of each, and (k,) True where the edge begins or ends in a corner of it.
        """
        polygon, chain = self._tree.query(polygons)
        order = np.argsort(polygon, kind="stable")
        polygon = np.repeat(polygon[order], CHAIN)
        edge = (chain[order, None] * CHAIN + np.arange(CHAIN)).ravel()
        if len(edge) and edge.max() >= len(self._edges):
            there = edge < len(self._edges)
            polygon, edge = polygon[there], edge[there]
        box = shapely.bounds(polygons)
        for bound, side in ((self._high, 0), (self._high, 1)):
            near = bound[edge, side] >= box[polygon, side]
            polygon, edge = polygon[near], edge[near]
        for bound, side in ((self._low, 0), (self._low, 1)):
            near = bound[edge, side] <= box[polygon, 2 + side]
            polygon, edge = polygon[near], edge[near]
        found = self._edges[edge]
        own, owner = edges_of(polygons)
        strange = ~_among(_directed(found), polygon, _directed(own), owner)
        polygon, found = polygon[strange], found[strange]
        ends = np.concatenate([found[:, :2], found[:, 2:]])
        leaves = _among(ends, np.concatenate([polygon, polygon]), own[:, :2], owner)
        return found, polygon, leaves[: len(found)] | leaves[len(found) :]


def _lines(edges: NDArray, owner: NDArray) -> tuple[NDArray, NDArray]:
    """The edges (k, 4) of each owner as one multilinestring, and the owners; `owner` (k,) comes ascending."""
    place, number = np.unique(owner, return_inverse=True)
    return shapely.multilinestrings(shapely.linestrings(edges.reshape(-1, 2, 2)), indices=number), place


def edges_of(polygons: NDArray) -> tuple[NDArray, NDArray]:
    """Edges (k, 4) x1, y1, x2, y2 of the polygons' rings, and (k,) the polygon of each; points said twice left out."""
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    along = (ring[1:] == ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
    return np.hstack([xy[:-1][along], xy[1:][along]]), owner[part[ring[1:][along]]]


def _among(given: NDArray, polygon: NDArray, own: NDArray, owner: NDArray) -> NDArray:
    """(k,) True where row i of `given` (k, c) is among the rows of `own` (m, c) that its polygon owns."""
    if len(own) == 0:
        return np.zeros(len(given), dtype=bool)
    keys, own_keys = _keys(given) ^ _mixed(polygon), _keys(own) ^ _mixed(owner)
    order = np.argsort(own_keys)
    place = np.searchsorted(own_keys[order], keys)
    match = order[np.minimum(place, len(order) - 1)]
    # Keys can be the same by chance; what counts are the numbers.
    return (own[match] == given).all(axis=1) & (owner[match] == polygon)


def _directed(edges: NDArray) -> NDArray:
    """The edges from west to east (from south to north where they run due north)."""
    back = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    return np.where(back[:, None], edges[:, [2, 3, 0, 1]], edges)


def _keys(rows: NDArray) -> NDArray:
    """(k,) 64-bit hashes of coordinates (k, c)."""
    key = np.zeros(len(rows), dtype=np.uint64)
    for column in np.ascontiguousarray(rows.T).view(np.uint64):
        key = (key ^ column) * np.uint64(0x9E3779B97F4A7C15)  # wraps round: Fibonacci hashing
        key ^= key >> np.uint64(29)
    return key


def _mixed(owner: NDArray) -> NDArray:
    return owner.astype(np.uint64) * np.uint64(0xD1B54A32D192ED03)
