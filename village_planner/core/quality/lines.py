"""Logic of control lines: the three lines keep clear of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray

from ..messages import message
from ..overlay.parallel import in_chunks, slices
from ..overlay.repair import sound_polygons
from ..task import Task
from .coverage import PAIRS
from .identity import joined
from .listing import the_rest
from .model import CheckedLayer, Finding
from .rules import Rules


def check_exclusive_lines(lines: Sequence[CheckedLayer], rules: Rules, task: Task) -> Iterator[Finding]:
    """Lines of kinds that exclude each other have no ground in common."""
    if not rules.on("lines_overlap"):
        return
    couples = [
        (one, two)
        for one, two in combinations(lines, 2)
        if one.kind != two.kind and any({one.kind, two.kind} <= kinds for kinds in rules.exclusive_lines)
    ]
    for number, (one, two) in enumerate(couples):
        part = task.part(number / len(couples), (number + 1) / len(couples))
        yield from _between(one, two, rules, part)


def _between(one: CheckedLayer, two: CheckedLayer, rules: Rules, task: Task) -> Iterator[Finding]:
    first, second, common = _common(one.repaired.geometry, two.repaired.geometry, rules, task)
    listed = rules.rules["lines_overlap"].listed
    own, other = one.identities, two.identities
    identities = [f"{two.name}:" + joined((own[a], other[b])) for a, b in zip(first, second)]
    for number, (a, b) in enumerate(zip(first[:listed], second[:listed])):
        yield Finding(
            "lines_overlap",
            one.name,
            one.codes()[a],
            message(
                "Row {first} ({one}) of {line} overlaps row {second} ({two}) of {other} by {area:,.2f} m².",
                first=int(a) + 1,
                one=one.labels()[a],
                line=one.name,
                second=int(b) + 1,
                two=two.labels()[b],
                other=two.name,
                area=float(shapely.area(common[number])),
            ),
            common[number],
            identities[number],
        )
    yield from the_rest(one, "lines_overlap", identities[listed:], rules)


def _common(one: NDArray, two: NDArray, rules: Rules, task: Task) -> tuple[NDArray, NDArray, NDArray]:
    """Pairs of rows and the ground they share, the largest first."""
    there, others = np.flatnonzero(~shapely.is_missing(one)), np.flatnonzero(~shapely.is_missing(two))
    first, second = shapely.STRtree(two[others]).query(one[there], predicate="intersects")
    pairs = np.column_stack([there[first], others[second]])

    def work(rows: slice, _: Task) -> NDArray:
        with np.errstate(invalid="ignore", divide="ignore"):
            return sound_polygons(shapely.intersection(one[pairs[rows, 0]], two[pairs[rows, 1]]))

    cut = in_chunks(work, slices(len(pairs), PAIRS), task)
    common = np.concatenate(cut) if cut else np.array([], dtype=object)
    area, border = np.nan_to_num(shapely.area(common)), np.nan_to_num(shapely.length(common))
    wide = 2 * area > rules.thresholds["xy_tolerance"] * border
    kept = np.flatnonzero(wide & (area >= rules.thresholds["overlap_min_area"]))
    kept = kept[np.lexsort((pairs[kept, 1], pairs[kept, 0], -area[kept]))]
    return pairs[kept, 0], pairs[kept, 1], common[kept]
