"""The road graph: lines with their speeds, split where they meet, and how points join them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Union

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from ..crs import is_true_to_scale, plane_of
from ..errors import InputError
from ..messages import Message, message
from ..task import SILENT, Task
from .noding import SAME_PLACE, Stops, find_stops

CGCS2000 = Geod(a=6378137.0, rf=298.257222101)
SNAP = 1.0  # m
WALKING = 5.0  # km/h from a point to the road
BOTH_WAYS, FORWARD, BACKWARD = 0, 1, -1


@dataclass(frozen=True)
class Access:
    """How points (p,) join the network: line -1 where one has no coordinates.

    line  (p,) nearest line     place  (p,) m along it, in the plane     walk  (p,) minutes to get there
    xy    (p, 2) the points in the network's plane
    """

    line: NDArray
    place: NDArray
    walk: NDArray
    xy: NDArray


@dataclass(frozen=True)
class RoadNetwork:
    """Roads as a graph of nodes where they meet.

    crs       of the lines as given, and of all points asked about
    plane     in which lines lie (m)         lines  (n,) linestrings in it
    forward   (n,) minutes per metre of the plane along each line; inf against a one-way road
    backward  (n,) the same against its direction
    stops     where lines may be entered and left, see `Stops`
    walking   km/h of the way from a point to the road
    warnings  what was left out or mended
    """

    crs: CRS
    plane: CRS
    lines: NDArray
    forward: NDArray
    backward: NDArray
    stops: Stops
    walking: float
    warnings: tuple[Message, ...]
    _tree: shapely.STRtree

    @classmethod
    def build(
        cls,
        lines: gpd.GeoSeries,
        speeds: Union[float, NDArray],
        directions: Optional[NDArray] = None,
        snap: float = SNAP,
        crossings: bool = False,
        walking: float = WALKING,
        layer: str = "road",
        task: Task = SILENT,
    ) -> RoadNetwork:
        """Build the graph.

        lines       (n,) lines and multilines with a CRS; null, empty and zero-length ones are left out and said
        speeds      km/h, one or (n,); above 0
        directions  (n,) 0 both ways, 1 along the line only, -1 against it only; all both ways by default
        snap        m within which an end joins an end or the middle of another line
        crossings   whether lines that cross without a shared vertex are joined there (bridges seldom are in data)
        walking     km/h of the way from a point to the road, above 0
        layer       what messages call the roads

        Lengths are metres in the plane where the CRS is a transverse Mercator system in metres; else they are those on
        the CGCS2000 ellipsoid, and the plane is the 3-degree zone of the roads' middle.
        Raises InputError missing_crs, no_roads, bad_speed.
        """
        if lines.crs is None:
            raise InputError(
                "missing_crs",
                "Layer {layer} has no coordinate reference system. Set it in the layer's properties (or save the layer "
                "with one), then run again.",
                layer=layer,
            )
        speed = np.broadcast_to(np.asarray(speeds, dtype=float), len(lines))
        direction = np.zeros(len(lines), int) if directions is None else np.asarray(directions, dtype=int)
        _check_speeds(layer, speed, walking)
        crs = CRS.from_user_input(lines.crs)
        shapes, owner = _lines_of(np.asarray(lines.values))
        warnings = _left_out(layer, len(lines), owner)
        if len(shapes) == 0:
            raise InputError(
                "no_roads",
                "Layer {layer} holds no line with a length. Choose the layer of road centre lines.",
                layer=layer,
            )
        task.report(0.1)
        plane = _plane(crs, lines)
        flat = _moved(shapes, crs, plane)
        scale = np.ones(len(flat)) if plane == crs else _ellipsoid_lengths(shapes, crs) / shapely.length(flat)
        pace = 0.06 / speed[owner] * scale  # minutes per metre at 1 km/h: 60 / 1000
        way = direction[owner]
        task.report(0.3)
        stops = find_stops(flat, snap, crossings, task.part(0.3, 1.0))
        return cls(
            crs=crs,
            plane=plane,
            lines=flat,
            forward=np.where(way == BACKWARD, np.inf, pace),
            backward=np.where(way == FORWARD, np.inf, pace),
            stops=stops,
            walking=walking,
            warnings=warnings,
            _tree=shapely.STRtree(flat),
        )

    @property
    def edges(self) -> int:
        """Number of stretches between two neighbouring places where roads meet or end."""
        start, end = self._stretches()
        return int((self.stops.node[start] != self.stops.node[end]).sum())

    def access(self, points: NDArray) -> Access:
        """Where points (p, 2), in the CRS of the lines, join: the nearest point of the nearest line."""
        xy = self._in_plane(np.asarray(points, dtype=float).reshape(-1, 2))
        known = np.isfinite(xy).all(axis=1)
        line = np.full(len(xy), -1)
        place, walk = np.zeros(len(xy)), np.full(len(xy), np.inf)
        where = shapely.points(xy[known])
        found, nearest = self._tree.query_nearest(where, all_matches=False)
        which = np.flatnonzero(known)[found]
        line[which] = nearest
        place[which] = shapely.line_locate_point(self.lines[nearest], where[found])
        walk[which] = shapely.distance(self.lines[nearest], where[found]) * 0.06 / self.walking
        return Access(line, place, walk, xy)

    def parts(self) -> NDArray:
        """(n,) number of the connected part each line is in; 0 is the one of the greatest length."""
        start, end = self._stretches()
        node = self.stops.node
        graph = csr_matrix((np.ones(len(start)), (node[start], node[end])), shape=(self.stops.nodes,) * 2)
        part = connected_components(graph, directed=False)[1]
        first = np.searchsorted(self.stops.line, np.arange(len(self.lines)))
        of_line = part[node[first]]
        length = np.bincount(of_line, shapely.length(self.lines))
        rank = np.empty(len(length), int)
        rank[np.argsort(-length, kind="stable")] = np.arange(len(length))
        return rank[of_line]

    def graph(self, access: Access) -> tuple[csr_matrix, NDArray]:
        """The graph with points as nodes of their own: minutes from node to node, and the node of each point.

        A point without a line is a node by itself.
        """
        line, place, node, own = self.stops_with(access)
        first = self.stops.nodes
        start = np.flatnonzero(line[:-1] == line[1:])
        a, b, gap, of = node[start], node[start + 1], place[start + 1] - place[start], line[start]
        tiny = gap <= SAME_PLACE  # one place, also on a one-way road
        minutes = [
            np.where(tiny, 0.0, gap * np.where(tiny, 0.0, _finite(pace[of]))) for pace in (self.forward, self.backward)
        ]
        open_ = [tiny | np.isfinite(pace[of]) for pace in (self.forward, self.backward)]
        tails = np.concatenate([a[open_[0]], b[open_[1]]])
        heads = np.concatenate([b[open_[0]], a[open_[1]]])
        weights = np.concatenate([minutes[0][open_[0]], minutes[1][open_[1]]])
        return _fastest(tails, heads, weights, first + len(access.line)), own

    def stops_with(self, access: Access) -> tuple[NDArray, NDArray, NDArray, NDArray]:
        """Line, place and node of all stops, points among them, by line and place; and the node of each point."""
        joined = access.line >= 0
        own = np.arange(self.stops.nodes, self.stops.nodes + len(access.line))
        line = np.concatenate([self.stops.line, access.line[joined]])
        place = np.concatenate([self.stops.place, access.place[joined]])
        node = np.concatenate([self.stops.node, own[joined]])
        order = np.lexsort((place, line))
        return line[order], place[order], node[order], own

    def _stretches(self) -> tuple[NDArray, NDArray]:
        start = np.flatnonzero(self.stops.line[:-1] == self.stops.line[1:])
        return start, start + 1

    def _in_plane(self, xy: NDArray) -> NDArray:
        if self.plane == self.crs:
            return xy
        x, y = Transformer.from_crs(self.crs, self.plane, always_xy=True).transform(xy[:, 0], xy[:, 1])
        return np.stack([x, y], axis=1)


def _finite(pace: NDArray) -> NDArray:
    return np.where(np.isfinite(pace), pace, 0.0)


def _fastest(tails: NDArray, heads: NDArray, weights: NDArray, nodes: int) -> csr_matrix:
    """A graph that keeps the fastest of parallel ways (a sparse matrix would add them up), and ways of no length."""
    order = np.lexsort((weights, heads, tails))
    tails, heads, weights = tails[order], heads[order], weights[order]
    keep = np.ones(len(tails), bool)
    keep[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    keep &= tails != heads
    return csr_matrix((weights[keep], (tails[keep], heads[keep])), shape=(nodes, nodes))


def _check_speeds(layer: str, speed: NDArray, walking: float) -> None:
    wrong = np.flatnonzero(~(speed > 0) | ~np.isfinite(speed))
    if len(wrong) or not walking > 0:
        raise InputError(
            "bad_speed",
            "Layer {layer}: {speed} km/h is no speed. Give each class of road, and walking, a speed above 0.",
            layer=layer,
            speed=float(speed[wrong[0]]) if len(wrong) else walking,
        )


def has_lines(geometry: NDArray) -> bool:
    """Whether there is any line to build a network of."""
    return len(_lines_of(geometry)[0]) > 0


def _lines_of(geometry: NDArray) -> tuple[NDArray, NDArray]:
    """Lines with a length, and the row each comes from."""
    parts, owner = shapely.get_parts(geometry, return_index=True)
    deeper, inner = shapely.get_parts(parts, return_index=True)  # collections may hold multilines
    owner = owner[inner]
    lines = np.isin(shapely.get_type_id(deeper), (1, 2))
    deeper, owner = deeper[lines], owner[lines]
    lines = (shapely.length(deeper) > 0) & np.isfinite(shapely.length(deeper))
    return shapely.force_2d(deeper[lines]), owner[lines]


def _left_out(layer: str, count: int, owner: NDArray) -> tuple[Message, ...]:
    lost = np.setdiff1d(np.arange(count), owner)
    if not len(lost):
        return ()
    return (
        message(
            "Layer {layer}: {count} features hold no line with a length (first in row {row}); they are left out of the "
            "road network.",
            layer=layer,
            count=len(lost),
            row=int(lost[0]) + 1,
        ),
    )


def _plane(crs: CRS, lines: gpd.GeoSeries) -> CRS:
    if is_true_to_scale(crs):
        return crs
    degrees = lines if crs.is_geographic else gpd.GeoSeries(lines.to_crs(4490))
    return CRS.from_user_input(plane_of(degrees))


def _moved(shapes: NDArray, crs: CRS, plane: CRS) -> NDArray:
    if plane == crs:
        return shapes
    return np.asarray(gpd.GeoSeries(shapes, crs=crs).to_crs(plane).values)


def _ellipsoid_lengths(shapes: NDArray, crs: CRS) -> NDArray:
    """(n,) m on the CGCS2000 ellipsoid."""
    degrees: Any = shapes if crs.is_geographic else gpd.GeoSeries(shapes, crs=crs).to_crs(4490).values
    xy, owner = shapely.get_coordinates(np.asarray(degrees), return_index=True)
    inside = owner[:-1] == owner[1:]
    (x0, y0), (x1, y1) = xy[:-1][inside].T, xy[1:][inside].T
    metres = np.asarray(CGCS2000.inv(x0, y0, x1, y1)[2])
    return np.bincount(owner[:-1][inside], metres, len(shapes))
