"""Checks of the survey's attributes of parcels: ridges, net area, slope, widths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

import numpy as np
from numpy.typing import NDArray

from ..messages import message
from .listing import row_findings
from .model import CheckedLayer, Finding
from .rules import Rules

SURE = 1e-6  # m²: what floating numbers leave of a difference of exactly the tolerance


def check_ridges(layer: CheckedLayer, rules: Rules, known: Mapping[str, str]) -> Iterator[Finding]:
    """The share of ridges is at least 0 and below 1, and there are ridges on cultivated land only.

    known  land classes of the survey; other classifications have a cultivated land of their own
    """
    labels = layer.labels()
    if layer.has("ridge_factor") and rules.on("ridge_factor_range"):
        factor, values = layer.numbers("ridge_factor"), layer.values("ridge_factor")
        given = layer.given("ridge_factor")
        yield from row_findings(
            layer,
            "ridge_factor_range",
            np.flatnonzero(given & ~((factor >= 0) & (factor < 1))),
            rules,
            lambda row: message(
                "Row {row} ({label}): field {field} is {value}; it must be at least 0 and below 1.",
                row=row + 1,
                label=labels[row],
                field=layer.fields["ridge_factor"],
                value=str(values[row]),
            ),
        )
    if not (layer.has("class_code") and rules.on("ridge_on_other_land")):
        return
    ridges = np.zeros(len(layer.frame), dtype=bool)
    if layer.has("ridge_class"):
        ridges |= layer.given("ridge_class")
    for target in ("ridge_factor", "ridge_area"):
        if layer.has(target):
            ridges |= layer.numbers(target) > 0
    codes = layer.texts("class_code")
    other = _of(layer, set(known) - rules.code_lists["cultivated"])
    yield from row_findings(
        layer,
        "ridge_on_other_land",
        np.flatnonzero(ridges & other),
        rules,
        lambda row: message(
            "Row {row} ({label}): ridges are deducted from class {code}; only cultivated land has them.",
            row=row + 1,
            label=labels[row],
            code=codes[row],
        ),
    )


def check_net_areas(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Ridges are area x share, the net area is area - ridges, to the survey's hundredth of a square metre."""
    labels, tolerance = layer.labels(), rules.thresholds["formula_tolerance_m2"]
    if rules.on("ridge_area_differs") and all(layer.has(t) for t in ("area", "ridge_factor", "ridge_area")):
        factor = np.nan_to_num(layer.numbers("ridge_factor"))
        ridges = np.nan_to_num(layer.numbers("ridge_area"))
        wanted = layer.numbers("area") * factor
        sound = (factor >= 0) & (factor < 1)  # a share out of range is said by itself, and so is a text
        sound &= ~layer.no_number("ridge_factor") & ~layer.no_number("ridge_area")
        yield from row_findings(
            layer,
            "ridge_area_differs",
            np.flatnonzero(sound & _off(ridges, wanted, tolerance)),
            rules,
            lambda row: message(
                "Row {row} ({label}): field {field} is {found:,.2f} m²; area x share of ridges is {wanted:,.2f} m².",
                row=row + 1,
                label=labels[row],
                field=layer.fields["ridge_area"],
                found=float(ridges[row]),
                wanted=float(wanted[row]),
            ),
        )
    if rules.on("net_area_differs") and all(layer.has(t) for t in ("area", "ridge_area", "net_area")):
        net = layer.numbers("net_area")
        ridges = layer.numbers("ridge_area")
        left = layer.numbers("area") - np.where(layer.no_number("ridge_area"), np.nan, np.nan_to_num(ridges))
        yield from row_findings(
            layer,
            "net_area_differs",
            np.flatnonzero(_off(net, left, tolerance)),
            rules,
            lambda row: message(
                "Row {row} ({label}): field {field} is {found:,.2f} m²; area less ridges is {wanted:,.2f} m².",
                row=row + 1,
                label=labels[row],
                field=layer.fields["net_area"],
                found=float(net[row]),
                wanted=float(left[row]),
            ),
        )


def _off(found: NDArray, wanted: NDArray, tolerance: float) -> NDArray:
    return np.abs(found - wanted) > tolerance + SURE  # False where either is no number


def check_slopes(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Cultivated land on a slope says whether it is terraced."""
    if not (layer.has("terrace") and layer.has("slope_grade") and rules.on("terrace_missing")):
        return
    grade = layer.numbers("slope_grade")
    labels = layer.labels()
    yield from row_findings(
        layer,
        "terrace_missing",
        np.flatnonzero((grade > 1) & ~layer.given("terrace")),
        rules,
        lambda row: message(
            "Row {row} ({label}): slope grade {grade}, but field {field} is empty. Say whether it is terraced.",
            row=row + 1,
            label=labels[row],
            grade=int(grade[row]),
            field=layer.fields["terrace"],
        ),
    )


def check_widths(layer: CheckedLayer, rules: Rules, known: Mapping[str, str]) -> Iterator[Finding]:
    """Only roads, ditches and the like have a width; `known` as in `check_ridges`."""
    if not (layer.has("width") and layer.has("class_code") and rules.on("width_on_other_land")):
        return
    width, codes = layer.numbers("width"), layer.texts("class_code")
    other = {code for code in known if code.rstrip("AK") not in rules.code_lists["linear"]}
    labels = layer.labels()
    yield from row_findings(
        layer,
        "width_on_other_land",
        np.flatnonzero((width > 0) & _of(layer, other)),
        rules,
        lambda row: message(
            "Row {row} ({label}): class {code} has a width in field {field}; only linear features have one.",
            row=row + 1,
            label=labels[row],
            code=codes[row],
            field=layer.fields["width"],
        ),
    )


def _of(layer: CheckedLayer, classes: Set[str]) -> NDArray:
    """(n,) True where a row is of one of the classes."""
    number, distinct = layer.distinct("class_code")
    return np.array([code in classes for code in distinct], dtype=bool)[number]
