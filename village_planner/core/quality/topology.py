"""Checks of a layer as a whole: its polygons neither overlap nor leave gaps, and keep to the ground they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional

import numpy as np
import shapely
from numpy.typing import NDArray

from ..messages import message
from ..task import Task
from .coverage import Coverage, Overlap, find_misfits, find_overlaps, find_pairs
from .identity import joined, place_identity
from .listing import the_rest
from .model import CheckedLayer, Finding
from .rules import Rules
from .shapes import duplicate_pairs

NAMED = 6  # neighbours of a gap named in its message


def check_topology(
    layer: CheckedLayer,
    coverage: Coverage,
    rules: Rules,
    task: Task,
    frame: Optional[tuple[CheckedLayer, Coverage]] = None,
) -> Iterator[Finding]:
    """Overlaps and gaps of units or parcels; `frame`: the layer whose ground they should fill, and no more.

    Units enclose a gap wherever nobody claims the ground; parcels only where a unit does, the rest is the units' gap.
    """
    least = rules.thresholds["gap_min_area"]
    overlaps, gaps = find_overlaps(
        coverage, rules.thresholds["overlap_min_area"], task.part(0.0, 0.6), duplicate_pairs(coverage)
    )
    outside = np.array([], dtype=object)
    if frame is not None:
        missing, outside = find_misfits(coverage, frame[1], task.part(0.6, 0.95))
        gaps = missing if layer.role == "parcel" else np.concatenate([gaps, _apart(missing, gaps)])
    if rules.on(f"{layer.role}_overlap"):
        yield from _overlaps(layer, overlaps, rules)
    if rules.on(f"{layer.role}_gap"):
        yield from _places(layer, coverage, f"{layer.role}_gap", gaps, least, rules, frame)
    if rules.on(f"{layer.role}_outside"):
        yield from _places(layer, coverage, f"{layer.role}_outside", outside, least, rules, frame)
    task.report(1.0)


def check_line_overlaps(layer: CheckedLayer, coverage: Coverage, rules: Rules, task: Task) -> Iterator[Finding]:
    """The zones of one control line do not lie on each other."""
    if rules.on("line_overlap"):
        least = rules.thresholds["overlap_min_area"]
        overlaps = find_pairs(coverage, least, task, duplicate_pairs(coverage))
        yield from _overlaps(layer, overlaps, rules, "line_overlap")


def _apart(missing: NDArray, gaps: NDArray) -> NDArray:
    """Those of `missing` that are no part of a gap found already."""
    if len(missing) == 0 or len(gaps) == 0:
        return missing
    place, _ = shapely.STRtree(gaps).query(shapely.point_on_surface(missing), predicate="intersects")
    return np.delete(missing, np.unique(place))


def _overlaps(layer: CheckedLayer, overlaps: Overlap, rules: Rules, rule: str = "") -> Iterator[Finding]:
    rule = rule or f"{layer.role}_overlap"
    codes, labels, identities = layer.codes(), layer.labels(), layer.identities
    pairs = list(zip(overlaps.first.tolist(), overlaps.second.tolist()))
    listed = rules.rules[rule].listed
    for (first, second), common in zip(pairs[:listed], overlaps.geometry):
        area = float(shapely.area(common))
        if layer.role in ("parcel", "control_line"):
            text = message(
                "Rows {first} ({one}) and {second} ({two}) overlap by {area:,.2f} m².",
                first=first + 1,
                one=labels[first],
                second=second + 1,
                two=labels[second],
                area=area,
            )
        else:
            text = message(
                "Units {first} and {second} overlap by {area:,.2f} m².",
                first=codes[first],
                second=codes[second],
                area=area,
            )
        identity = joined((identities[first], identities[second]))
        yield Finding(rule, layer.name, codes[first], text, common, identity)
    rest = [joined((identities[first], identities[second])) for first, second in pairs[listed:]]
    yield from the_rest(layer, rule, rest, rules)


def _places(
    layer: CheckedLayer,
    coverage: Coverage,
    rule: str,
    places: NDArray,
    least: float,
    rules: Rules,
    frame: Optional[tuple[CheckedLayer, Coverage]],
) -> Iterator[Finding]:
    """Gaps, or ground outside the frame; the first listed are the largest, they come from west to east."""
    area = shapely.area(places)
    order = np.flatnonzero(area >= least)
    order = order[np.argsort(-area[order], kind="stable")]
    places, area = places[order], area[order]
    listed = rules.rules[rule].listed
    bounds = shapely.bounds(places[:listed])
    shown = np.lexsort((bounds[:, 1], bounds[:, 0])) if len(bounds) else np.array([], dtype=int)
    codes, labels = layer.codes(), layer.labels()
    place, row = coverage.near(places[:listed])
    for number in shown:
        rows = row[place == number]
        units = sorted({codes[i] for i in rows} - {""})
        # A row without a name is called by its number, and those beside it too.
        by_number = any(labels[i] == "" for i in rows)
        names = [str(i + 1) for i in sorted(rows)] if by_number else sorted({labels[i] for i in rows})
        named = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        if rule.endswith("_outside"):
            assert frame is not None
            wide, ground = float(area[number]), frame[0].name
            text = (
                message("{area:,.2f} m² of rows {rows} lie outside layer {frame}.", area=wide, rows=named, frame=ground)
                if by_number
                else message(
                    "{area:,.2f} m² of {names} lie outside layer {frame}.", area=wide, names=named, frame=ground
                )
            )
        elif not names:
            text = message("Gap of {area:,.2f} m² that no row borders.", area=float(area[number]))
        elif by_number:
            text = message("Gap of {area:,.2f} m² between rows {rows}.", area=float(area[number]), rows=named)
        elif layer.role == "parcel":
            text = message("Gap of {area:,.2f} m² between parcels {names}.", area=float(area[number]), names=named)
        else:
            text = message("Gap of {area:,.2f} m² between units {units}.", area=float(area[number]), units=named)
        yield Finding(rule, layer.name, units[0] if units else "", text, places[number], place_identity(places[number]))
    yield from the_rest(layer, rule, [place_identity(shape) for shape in places[listed:]], rules)
