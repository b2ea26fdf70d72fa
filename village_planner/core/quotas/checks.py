"""What is looked at in a pass-down table: sums, limits, rates, and the share kept for rural use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..messages import Message, message
from .catalogue import CAP, EXPECTED, FLOOR, PRESENT, BindingCatalogue, BindingIndicator
from .tree import UnitTree

CHECK_COLUMNS = (
    *("check", "level", "unit_code", "unit_name", "indicator", "indicator_name", "kind", "figure", "compared"),
    *("difference", "holds", "status", "words"),
)
NAMED = 5  # units that words list before they count the rest
HALF = 0.5 + 1e-6  # of a last digit: less is no difference


def check_children(
    tree: UnitTree, i: int, item: BindingIndicator, value: NDArray, people: Mapping[str, NDArray]
) -> list[dict[str, Any]]:
    """Sum (a rate: mean by people) of the children against the unit's figure; children without a figure are named."""
    below = tree.children[i]
    if not len(below) or np.isnan(value[i]):
        return []
    missing = [tree.name[j] for j in below if np.isnan(value[j])]
    known = below[~np.isnan(value[below])]
    if item.rate is not None:
        weights = people.get(item.rate.per, np.full(len(tree), np.nan))[known]
        equal = len(known) > 0 and bool((value[known] == value[i]).all())
        if not equal and (np.isnan(weights).any() or weights.sum() <= 0):
            words = message(
                "the rates of the units below cannot be averaged: {per} is not known", per=_per(item.rate.per)
            )
            return [_row("children", tree, i, item, value[i], np.nan, np.nan, True, "incomplete", words)]
        compared = value[i] if equal else float((weights * value[known]).sum() / weights.sum())
    else:
        compared = float(np.round(value[known].sum(), item.decimals))
    difference = compared - value[i]
    over = difference > HALF * item.digit
    under = difference < -HALF * item.digit
    words = _sum_words(item, difference, over, under)
    status = "over" if over else "under" if under else "ok"
    holds = not ((item.kind == CAP and over) or (item.kind == FLOOR and under and not missing))
    if missing:
        status = "incomplete" if holds else status
        named = ", ".join(missing[:NAMED]) + (" …" if len(missing) > NAMED else "")
        gap = message("no figure yet for {units} ({count})", units=named, count=len(missing))
        words = message("{first}; {second}", first=gap, second=words) if over or not holds else gap
    return [_row("children", tree, i, item, value[i], compared, difference, holds, status, words)]


def _sum_words(item: BindingIndicator, difference: float, over: bool, under: bool) -> Message:
    figure = f"{abs(difference):,.{item.decimals}f} {item.unit['zh']}"
    if item.rate is not None:
        if over:
            return message("the units below have on average {figure} more", figure=figure)
        return message("the units below have on average {figure} less", figure=figure) if under else message("agrees")
    if over and item.kind == CAP:
        return message("over-allocated: the units below exceed the cap by {figure}", figure=figure)
    if under and item.kind == FLOOR:
        return message("under-allocated: the units below fall short of the floor by {figure}", figure=figure)
    if over:
        return message("the units below have {figure} more than was handed down", figure=figure)
    if under:
        return message("{figure} are not passed on to the units below", figure=figure)
    return message("agrees")


def check_unit(
    tree: UnitTree,
    i: int,
    item: BindingIndicator,
    value: NDArray,
    present: NDArray,
    room: NDArray,
    values: Mapping[str, NDArray],
    people: Mapping[str, NDArray],
) -> list[dict[str, Any]]:
    """The unit's own figure: against its present figure, its room, and what a rate says beside its indicator."""
    if np.isnan(value[i]):
        return []
    found = []
    if item.least == PRESENT and not np.isnan(present[i]) and value[i] < present[i] - HALF * item.digit:
        words = message(
            "below the present {present} {unit}", present=f"{present[i]:,.{item.decimals}f}", unit=item.unit["zh"]
        )
        found.append(
            _row(
                "present",
                tree,
                i,
                item,
                value[i],
                present[i],
                value[i] - present[i],
                item.kind == EXPECTED,
                "below_floor",
                words,
            )
        )
    if not np.isnan(room[i]) and value[i] > room[i] + HALF * item.digit:
        words = message(
            "more than there is room for: {room} {unit}",
            room=f"{room[i]:,.{item.decimals}f}",
            unit=item.unit["zh"],
        )
        holds, excess = item.kind == EXPECTED, value[i] - room[i]
        found.append(_row("room", tree, i, item, value[i], room[i], excess, holds, "above_cap", words))
    if item.rate is not None and item.rate.of and item.rate.of in values:
        persons = people.get(item.rate.per, np.full(len(tree), np.nan))[i]
        total = values[item.rate.of][i]
        if persons > 0 and not np.isnan(total):
            implied = float(total * item.rate.factor / persons)
            difference = implied - value[i]
            off = abs(difference) > HALF * item.digit
            words = message(
                "the area handed down is {implied} {unit}, {difference} {direction}",
                implied=f"{implied:,.{item.decimals}f}",
                unit=item.unit["zh"],
                difference=f"{abs(difference):,.{item.decimals}f}",
                direction=message("more") if difference > 0 else message("less"),
            )
            status = ("over" if difference > 0 else "under") if off else "ok"
            holds = not ((item.kind == CAP and status == "over") or (item.kind == FLOOR and status == "under"))
            found.append(_row("implied_rate", tree, i, item, value[i], implied, difference, holds, status, words))
    return found


def check_rural_share(
    tree: UnitTree, catalogue: BindingCatalogue, values: Mapping[str, NDArray]
) -> list[dict[str, Any]]:
    """What is kept of the construction quota for rural use, of the units of the levels that the catalogue names."""
    share = catalogue.rural_share
    if share is None:
        return []
    item = catalogue.get(share.part)
    assert item is not None  # the catalogue was checked
    found = []
    for i in range(len(tree)):
        part, whole = values[share.part][i], values[share.whole][i]
        if tree.level[i] not in share.levels or np.isnan(whole):
            continue
        least = share.least * whole
        percent = f"{100 * share.least:g}"
        if np.isnan(part):
            words = message(
                "no figure for what is kept for rural use; at least {percent} % are asked for", percent=percent
            )
            found.append(_row("rural_share", tree, i, item, part, least, np.nan, False, "missing", words))
            continue
        holds = part >= least - 1e-6 * item.digit
        reached = f"{100 * part / whole:.2f}" if whole > 0 else "100.00"
        words = message(
            "{reached} % of the construction quota are kept for rural use, at least {percent} % are asked for",
            reached=reached,
            percent=percent,
        )
        found.append(
            _row(
                "rural_share", tree, i, item, part, least, part - least, holds, "ok" if holds else "below_floor", words
            )
        )
    return found


def _per(per: str) -> Message:
    return message("population") if per == "population" else message("number of households")


def _row(
    check: str,
    tree: UnitTree,
    i: int,
    item: BindingIndicator,
    figure: float,
    compared: float,
    difference: float,
    holds: bool,
    status: str,
    words: Message,
) -> dict[str, Any]:
    texts = (check, tree.level[i], tree.code[i], tree.name[i], item.code, item.zh, item.kind)
    return dict(zip(CHECK_COLUMNS, (*texts, float(figure), compared, difference, bool(holds), status, words)))
