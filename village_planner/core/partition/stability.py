"""Which units would as well lie elsewhere: how often neighbours stay together over the good plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from .block import Block
from .problem import Units
from .sample import Plans

BORDERLINE = 0.7  # a unit with a lower share is a borderline unit: a meeting should talk about it


@dataclass(frozen=True)
class Stability:
    """pairs (m,) share of the good plans in which each neighbouring pair lies in one district
    units   (n,) see `unit_shares`
    plans   good plans of the parent that has the fewest, undivided ones apart   parents  their number
    complete  these are all the good plans there are, in every parent
    """

    pairs: NDArray
    units: NDArray
    plans: int
    parents: int
    complete: bool


def stability_of(units: Units, good: Sequence[tuple[Block, Plans]], answer: NDArray, complete: bool) -> Stability:
    """The stability of all units. good: each parent's block with its good plans; answer (n,) labels of the plan;
    complete  the good plans are all there are.

    A pair that lies in two parents is never together. Parents are independent of one another, so that any combination
    of their good plans is a good plan of the whole.
    """
    pairs = units.contiguity.pairs
    shares = np.zeros(len(pairs))
    for block, plans in good:
        position = np.full(units.n, -1)
        position[block.members] = block.node
        inside = np.flatnonzero((position[pairs] >= 0).all(axis=1))
        shares[inside] = pair_shares(position[pairs[inside]], plans.labels)
    fewest = min((len(plans) for block, plans in good if 1 < block.k < block.n), default=1)
    return Stability(shares, unit_shares(pairs, shares, answer), fewest, len(good), complete)


def pair_shares(pairs: NDArray, plans: Sequence[NDArray] | NDArray) -> NDArray:
    """(m,) share of the plans in which each pair lies in one district.

    pairs (m, 2)  plans  each (n,) labels
    """
    together = np.zeros(len(pairs))
    for plan in plans:
        together += plan[pairs[:, 0]] == plan[pairs[:, 1]]
    return together / max(len(plans), 1)


def unit_shares(pairs: NDArray, shares: NDArray, answer: NDArray) -> NDArray:
    """(n,) mean share over a unit's neighbours in its district of the answer; 1 where it has none there.

    A low share marks a borderline unit that a meeting should talk about.
    """
    same = answer[pairs[:, 0]] == answer[pairs[:, 1]]
    total, count = np.zeros(len(answer)), np.zeros(len(answer))
    for side in (0, 1):
        np.add.at(total, pairs[same, side], shares[same])
        np.add.at(count, pairs[same, side], 1)
    return np.where(count > 0, total / np.maximum(count, 1), 1.0)


def pair_table(
    frame: gpd.GeoDataFrame, units: Units, stability: Stability | None, assigned: NDArray
) -> gpd.GeoDataFrame:
    """A row per neighbouring pair, lowest share first within the districts of the answer.

    code_a, code_b, share (of the good plans in which the two lie together), border_m (0 for a link), together (in the
    answer), geometry: their common border, or a line from one to the other where they share none exactly
    """
    a, b = units.contiguity.pairs[:, 0], units.contiguity.pairs[:, 1]
    shapes = np.asarray(frame.geometry.values, dtype=object)
    shapes = np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes))
    border = shapely.intersection(shapely.boundary(shapes[a]), shapely.boundary(shapes[b]))
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    straight = shapely.linestrings(np.stack([points[a], points[b]], axis=1)) if len(a) else np.zeros(0, dtype=object)
    lines = [_lines(shared, line) for shared, line in zip(border, straight)]
    together = assigned[a] == assigned[b]
    table = gpd.GeoDataFrame(
        {
            "code_a": units.codes[a],
            "code_b": units.codes[b],
            "share": (np.zeros(len(a)) if stability is None else stability.pairs).round(4),
            "border_m": units.contiguity.border.round(2),
            "together": together,
        },
        geometry=np.array(lines, dtype=object),
        crs=frame.crs,
    )
    return table.iloc[np.lexsort((np.arange(len(a)), table["share"], ~together))].reset_index(drop=True)


def _lines(shared: shapely.Geometry, straight: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shapely.get_parts(shared))
    parts = parts[shapely.get_type_id(parts) == 1]
    return shapely.line_merge(shapely.multilinestrings(parts)) if len(parts) else straight
