"""Checks of each row's outline by itself: ground, validity, parts, repeated points, duplicates, slivers, stated
area.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from ..messages import message
from .coverage import Coverage, duplicates
from .identity import joined
from .listing import row_findings, the_rest
from .model import LEVELS, CheckedLayer, Finding
from .rules import Rules


def check_shapes(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Every row has a valid polygon in one part."""
    labels, shapes, repaired = layer.labels(), layer.shapes, layer.repaired
    if rules.on("no_ground"):
        yield from row_findings(
            layer,
            "no_ground",
            np.array(sorted(repaired.reasons), dtype=int),
            rules,
            lambda row: message(
                "Row {row} ({label}) has no ground: {reason}.",
                row=row + 1,
                label=labels[row],
                reason=repaired.reasons[row],
            ),
        )
    if rules.on("invalid_geometry"):
        yield from row_findings(
            layer,
            "invalid_geometry",
            np.flatnonzero(repaired.repaired),
            rules,
            lambda row: message(
                "Row {row} ({label}) has an invalid outline ({reason}). It is repaired on import; the area changes "
                "by {change:,.2f} m².",
                row=row + 1,
                label=labels[row],
                reason=shapely.is_valid_reason(shapes[row]),
                change=float(repaired.change[row]),
            ),
        )
    # Control lines come in several parts by right.
    if layer.role == "control_line":
        return
    parts = shapely.get_num_geometries(repaired.geometry)
    rule = "multipart" if layer.role in LEVELS else "multipart_parcel"
    if rules.on(rule):
        yield from row_findings(
            layer,
            rule,
            np.flatnonzero(parts > 1),
            rules,
            lambda row: (
                message("The unit lies in {count} separate parts.", count=int(parts[row]))
                if layer.role in LEVELS
                else message(
                    "Row {row} ({label}) lies in {count} separate parts. Give each part a row of its own.",
                    row=row + 1,
                    label=labels[row],
                    count=int(parts[row]),
                )
            ),
        )


def check_points(layer: CheckedLayer, coverage: Coverage, rules: Rules) -> Iterator[Finding]:
    """No point is there twice in a row."""
    if not rules.on("repeated_point"):
        return
    labels, repeated = layer.labels(), coverage.taken.repeated
    yield from row_findings(
        layer,
        "repeated_point",
        np.flatnonzero(repeated),
        rules,
        lambda row: message(
            "Row {row} ({label}): {count} points repeat the one before them (within {tolerance} m).",
            row=row + 1,
            label=labels[row],
            count=int(repeated[row]),
            tolerance=f"{rules.thresholds['xy_tolerance']:g}",
        ),
    )


def check_duplicates(layer: CheckedLayer, coverage: Coverage, rules: Rules) -> Iterator[Finding]:
    """No outline is there twice."""
    if not rules.on("duplicate_geometry"):
        return
    labels, codes, identities = layer.labels(), layer.codes(), layer.identities
    groups = duplicates(coverage)
    listed = groups[: rules.rules["duplicate_geometry"].listed]
    for rows in listed:
        yield Finding(
            "duplicate_geometry",
            layer.name,
            codes[rows[0]],
            message(
                "{count} rows have the same outline: {rows} ({labels}). Keep one of them.",
                count=len(rows),
                rows=", ".join(str(row + 1) for row in rows[:10]),
                labels=", ".join(labels[row] for row in rows[:10]),
            ),
            layer.repaired.geometry[rows[0]],
            joined(identities[row] for row in rows),
        )
    rest = [joined(identities[row] for row in rows) for rows in groups[len(listed) :]]
    yield from the_rest(layer, "duplicate_geometry", rest, rules)


def duplicate_pairs(coverage: Coverage) -> set[tuple[int, int]]:
    """Pairs of rows of the same outline, the first before the second."""
    return {
        (int(one), int(two))
        for rows in duplicates(coverage)
        for i, one in enumerate(rows)
        for two in rows[i + 1 :]
        if len(rows) <= 100  # more of the same spot are told once, as duplicates
    }


def check_areas(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Stated areas agree with the outline's ellipsoid area, within a share and within some square metres."""
    if not (layer.has("area") and rules.on("area_differs")):
        return
    stated, found = layer.numbers("area"), layer.areas
    off = np.abs(stated - found)
    share, metres = rules.thresholds["area_relative"], rules.thresholds["area_absolute_m2"]
    wrong = np.isfinite(stated) & (found > 0) & (off > share * found) & (off > metres)
    labels = layer.labels()
    yield from row_findings(
        layer,
        "area_differs",
        np.flatnonzero(wrong),
        rules,
        lambda row: message(
            "Row {row} ({label}): field {field} says {stated:,.2f} m², the outline has {found:,.2f} m².",
            row=row + 1,
            label=labels[row],
            field=layer.fields["area"],
            stated=float(stated[row]),
            found=float(found[row]),
        ),
    )


def check_slivers(layer: CheckedLayer, rules: Rules, classes: Mapping[str, str]) -> Iterator[Finding]:
    """Parcels are not smaller than the least of their class; the zones of a control line not than theirs.

    classes  code of a land class -> its super-class
    """
    labels, found = layer.labels(), layer.areas
    if layer.role == "control_line":
        if not rules.on("sliver_line") or layer.kind in rules.lines_of_parcels:
            return
        least = rules.thresholds["line_min_area_m2"]
        small = (found > 0) & (found < least - rules.thresholds["line_slack_m2"])
        yield from row_findings(
            layer,
            "sliver_line",
            np.flatnonzero(small),
            rules,
            lambda row: message(
                "Row {row} ({label}): the zone has {area:,.2f} m²; the least is {least:,.0f} m².",
                row=row + 1,
                label=labels[row],
                area=float(found[row]),
                least=least,
            ),
        )
        return
    if not (layer.has("class_code") and rules.on("sliver_parcel")):
        return
    codes = layer.texts("class_code")
    number, distinct = layer.distinct("class_code")
    least_of = [_least(code, classes[code], rules) if code in classes else 0.0 for code in distinct]
    least = np.array(least_of, dtype=float)[number]
    yield from row_findings(
        layer,
        "sliver_parcel",
        np.flatnonzero((found > 0) & (found < least)),
        rules,
        lambda row: message(
            "Row {row} ({label}): a parcel of class {code} with {area:,.2f} m²; the least is {least:,.0f} m². Join it "
            "to a neighbour.",
            row=row + 1,
            label=labels[row],
            code=codes[row],
            area=float(found[row]),
            least=float(least[row]),
        ),
    )


def _least(code: str, upper: str, rules: Rules) -> float:
    for group in rules.slivers:  # the first that has the class wins
        if code in group.classes or upper in group.classes:
            return group.min_m2
    return 0.0
