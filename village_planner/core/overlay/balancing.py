"""The survey's area balancing (平差): parcels sum to the village's control area, villages to the township's.

The method (domain.md §4.5): areas are rounded to the last digit; the difference between the control area and their sum
is shared over the adjustable parcels in proportion to area, each share cut to whole last digits; what is left is handed
out one last digit at a time, largest parcel first.

Worked example, last digit 0.01 m²: parcels of 600.00, 300.00 and 100.00 m² (sum 1,000.00) and a control area of
1,000.05. The difference is +5 digits; in proportion 3.0, 1.5 and 0.5, cut to 3, 1 and 0. One digit is left and goes to
the largest parcel: 600.04 + 300.01 + 100.00 = 1,000.05. Were the first parcel not adjustable, the shares would be 3.75
and 1.25, cut to 3 and 1, and the digit left would go to the second: 600.00 + 300.04 + 100.01 = 1,000.05.

Unlike `balance.round_to_total`, which scales every figure, parcels that are not adjustable stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message, message
from .balance import round_groups_to_totals

DIGIT = 0.01  # m²
NAMED = 5  # units that a message names


@dataclass(frozen=True)
class ControlUnits:
    """Units of one level and their control areas.

    layer   what messages call the level
    codes   (m,) text
    areas   (m,) m², the control areas (控制面积), e.g. the field JSMJ
    parent  (m,) position of each unit's own unit in the level above; None at the top
    """

    layer: str
    codes: NDArray
    areas: NDArray
    parent: Optional[NDArray] = None


@dataclass(frozen=True)
class Balanced:
    """areas    (n,) m², multiples of 0.01: the parcels, in the order given
    units    a row per unit, levels from the top: layer, unit_code, parts (parcels or units below), area_m2 (their sum
             before), control_m2 (as given), balanced_m2 (what the unit's parts are to sum to, balanced to the level
             above), difference_m2 (balanced_m2 − area_m2), closed (whether they now do)
    notes    what a person should know: differences that were balanced, units that do not close and why
    """

    areas: NDArray
    units: pd.DataFrame
    notes: tuple[Message, ...]


def balance_hierarchy(
    areas: NDArray,
    unit: NDArray,
    levels: Sequence[ControlUnits],
    total: Optional[float] = None,
    adjustable: Optional[NDArray] = None,
    max_difference: float = 0.01,
    key: Optional[NDArray] = None,
) -> Balanced:
    """Balance parcels to their units and units to the units above, each level to 0.01 m².

    areas           (n,) m² of the parcels (or of the parts of parcels in one unit)
    unit            (n,) position in levels[0] of each parcel's unit; -1: in none, stays as it is
    levels          the parcels' own units first (villages), then those above (townships)
    total           m² of the whole (the county); None: the top level's control areas stand as they are
    adjustable      (n,) bool, the parcels that may change; None: all
    max_difference  share of the control area beyond which a difference is a mistake of layer or unit of measure
    key             (n,) what orders parcels of equal area, e.g. their ids; None: their position

    Errors: InputError for a unit without control area or without a unit above, and for a difference beyond the share.
    """
    digits = _digits(areas)
    may_change = np.ones(len(digits), dtype=bool) if adjustable is None else np.asarray(adjustable, dtype=bool)
    for level in levels:
        _check_level(level, above=level is not levels[-1])
    rows: list[pd.DataFrame] = []
    notes: list[Message] = []
    # From the top: what the level above was balanced to is what this level's control areas are to sum to.
    targets: Optional[NDArray] = None
    for i in range(len(levels) - 1, -1, -1):
        level, above = levels[i], levels[i + 1] if i + 1 < len(levels) else None
        own = _digits(level.areas)
        if above is not None and targets is not None:
            assert level.parent is not None
            own = _adjust(
                own, level.parent, targets, None, level.codes, above, level.layer, max_difference, rows, notes
            )
        elif total is not None:
            whole = ControlUnits(level.layer, np.array([""]), np.array([total]))
            nothing = np.zeros(len(own), dtype=np.int64)
            own = _adjust(
                own, nothing, _digits(whole.areas), None, level.codes, whole, level.layer, max_difference, rows, notes
            )
        targets = own
    assert targets is not None
    order = np.arange(len(digits)) if key is None else np.asarray(key)
    balanced = _adjust(digits, unit, targets, may_change, order, levels[0], "", max_difference, rows, notes)
    return Balanced(_square_metres(balanced), pd.concat(rows, ignore_index=True), tuple(notes))


def net_areas(
    areas: NDArray, ridge_factor: NDArray, parcel: Optional[NDArray] = None, totals: Optional[NDArray] = None
) -> NDArray:
    """Net areas (TBDLMJ) in m², the ridges (田坎) deducted: TBDLMJ = TBMJ − KCMJ, KCMJ = TBMJ × KCXS to 0.01 m².

    With `parcel` and `totals`, a parcel's net area is shared over its pieces in proportion to their area by largest
    remainder, so that the pieces sum to the parcel's net area; no piece's net area exceeds its area.

    areas         (k,) m² of the parcels, or of the pieces; multiples of 0.01
    ridge_factor  (n,) KCXS of the parcels, 0 ≤ KCXS < 1; NaN deducts nothing
    parcel        (k,) position of each piece's parcel
    totals        (n,) m² of the parcels that the pieces sum to
    Source: domain.md §4.3.
    """
    factor = np.nan_to_num(np.asarray(ridge_factor, dtype=float))
    bad = np.flatnonzero((factor < 0) | (factor >= 1))
    if len(bad):
        raise InputError(
            "ridge_factor_range",
            "{count} ridge factors are not between 0 and 1 (the first is {value}, in row {row}). A factor is a share, "
            "such as 0.1205, not a percentage; correct the field.",
            count=len(bad),
            value=f"{factor[bad[0]]:g}",
            row=int(bad[0]) + 1,
        )
    gross = _digits(areas if totals is None else totals)
    ridges = np.floor(gross * factor + 0.5 + 1e-9)  # half a digit goes up, as by hand
    net = _square_metres((gross - ridges).astype(np.int64))
    return net if parcel is None else round_groups_to_totals(areas, parcel, net, DIGIT)


def _digits(areas: NDArray) -> NDArray:
    """m² as whole hundredths."""
    return np.rint(np.round(np.asarray(areas, dtype=float), 2) / DIGIT).astype(np.int64)


def _square_metres(digits: NDArray) -> NDArray:
    return np.round(digits * DIGIT, 2)


def _check_level(level: ControlUnits, above: bool) -> None:
    areas = np.asarray(level.areas, dtype=float)
    bare = ~(np.isfinite(areas) & (areas > 0))
    if bare.any():
        raise InputError(
            "missing_control_area",
            "Layer {layer}: {count} units have no control area ({units}). Fill in the field, or choose another one.",
            layer=level.layer,
            count=int(bare.sum()),
            units=_names(level.codes, bare),
        )
    if not above:
        return
    lost = np.asarray(level.parent) < 0
    if lost.any():
        raise InputError(
            "unit_without_parent",
            "Layer {layer}: {count} units belong to none of the units above ({units}); their codes begin with none of "
            "those units' codes. Correct the codes, or add the units above.",
            layer=level.layer,
            count=int(lost.sum()),
            units=_names(level.codes, lost),
        )


def _adjust(
    digits: NDArray,
    group: NDArray,
    targets: NDArray,
    adjustable: Optional[NDArray],
    key: NDArray,
    units: ControlUnits,
    below: str,
    max_difference: float,
    rows: list[pd.DataFrame],
    notes: list[Message],
) -> NDArray:
    """Balance `digits` of the parts of `units` to `targets`; a row per unit is added to `rows`.

    below  the layer of the parts, "" for parcels
    """
    may_change = np.ones(len(digits), dtype=bool) if adjustable is None else adjustable
    count = len(targets)
    inside = np.asarray(group) >= 0
    parts = np.bincount(group[inside], minlength=count)
    before = _sums(digits, group, count)
    difference = targets - before
    wrong = (parts > 0) & (np.abs(difference) > max_difference * targets)
    if wrong.any():
        worst = int(np.argmax(np.where(wrong, np.abs(difference) / np.maximum(targets, 1), -1)))
        raise InputError(
            "control_area_differs",
            "{unit} of layer {layer}: its {parts} sum to {sum:,.2f} m², its control area is {control:,.2f} m². The "
            "difference of {percent:.2f} % is more than the {most:g} % that may be balanced ({count} units in all). "
            "Check the layer, the field and its unit of measure (m², not hectares), or allow a greater difference.",
            unit=str(units.codes[worst]) or message("The whole"),
            layer=units.layer,
            parts=below or message("parcels"),
            sum=before[worst] * DIGIT,
            control=targets[worst] * DIGIT,
            percent=100 * abs(difference[worst]) / max(targets[worst], 1),
            most=100 * max_difference,
            count=int(wrong.sum()),
        )
    balanced, closed = _share_out(digits, group, targets, may_change, key)
    rows.append(
        pd.DataFrame(
            {
                "layer": units.layer,
                "unit_code": np.asarray(units.codes, dtype=object),
                "parts": parts,
                "area_m2": _square_metres(before),
                "control_m2": np.round(np.asarray(units.areas, dtype=float), 2),
                "balanced_m2": _square_metres(targets),
                "difference_m2": _square_metres(difference),
                "closed": closed,
            }
        )
    )
    notes += _notes(units, below, parts, difference, closed)
    return balanced


def _notes(units: ControlUnits, below: str, parts: NDArray, difference: NDArray, closed: NDArray) -> list[Message]:
    notes = []
    empty = parts == 0
    if empty.any():
        notes.append(
            message(
                "Layer {layer}: {count} units have no {parts} that could sum to their control area: {units}.",
                layer=units.layer,
                count=int(empty.sum()),
                parts=below or message("parcels"),
                units=_names(units.codes, empty),
            )
        )
    stuck = ~closed & ~empty
    if stuck.any():
        notes.append(
            message(
                "Layer {layer}: {count} units differ from their control area, by {area:,.2f} m² in all, and have no "
                "parcels to adjust, or too small ones: {units}. They stay as they are.",
                layer=units.layer,
                count=int(stuck.sum()),
                area=np.abs(difference[stuck]).sum() * DIGIT,
                units=_names(units.codes, stuck),
            )
        )
    done = closed & (difference != 0)
    if done.any():
        notes.append(
            message(
                "Layer {layer}: {count} units were balanced to their control area; the greatest difference is "
                "{area:,.2f} m².",
                layer=units.layer,
                count=int(done.sum()),
                area=np.abs(difference[done]).max() * DIGIT,
            )
        )
    return notes


def _share_out(
    digits: NDArray, group: NDArray, targets: NDArray, adjustable: NDArray, key: NDArray
) -> tuple[NDArray, NDArray]:
    """Whole digits that sum to `targets` per group, and which groups do."""
    count = len(targets)
    group = np.asarray(group)
    difference = targets - _sums(digits, group, count)
    part = np.flatnonzero((group >= 0) & adjustable & (digits > 0))
    own = group[part]
    room = _sums(digits[part], own, count)
    # Taking away all there is to adjust would leave parcels of nothing.
    shared = (room > 0) & (difference > -room)
    closed = shared | (difference == 0)
    kept = shared[own] & (difference[own] != 0)
    part, own = part[kept], own[kept]
    if len(part) == 0:
        return digits.copy(), closed
    change = np.sign(difference[own]) * _quotients(np.abs(difference[own]), digits[part], room[own])
    left = np.where(shared, difference, 0) - _sums(change, own, count)
    # One digit each, largest first; fewer are left than there are parts.
    members = np.bincount(own, minlength=count)
    order = np.lexsort((np.asarray(key)[part], -digits[part], own))
    place = np.arange(len(part)) - np.concatenate([[0], np.cumsum(members)[:-1]])[own[order]]
    change[order] += np.where(place < np.abs(left)[own[order]], np.sign(left)[own[order]], 0)
    result = digits.copy()
    result[part] += change
    return result, closed


def _quotients(difference: NDArray, part: NDArray, whole: NDArray) -> NDArray:
    """difference × part / whole, cut to whole digits, exact also where the product is longer than 64 bits."""
    if float(difference.max()) * float(part.max()) < 2**62:
        return difference * part // whole
    return (difference.astype(object) * part.astype(object) // whole.astype(object)).astype(np.int64)


def _sums(digits: NDArray, group: NDArray, count: int) -> NDArray:
    sums = np.zeros(count, dtype=np.int64)
    inside = np.asarray(group) >= 0
    np.add.at(sums, group[inside], digits[inside])
    return sums


def _names(codes: NDArray, which: NDArray) -> str:
    named = sorted(str(code) for code in np.asarray(codes)[which])
    return ", ".join(named[:NAMED]) + (" …" if len(named) > NAMED else "")
