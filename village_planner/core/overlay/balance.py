"""Area balancing (平差): rounded figures that sum exactly to a control figure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def round_to_total(values: NDArray, total: float, digit: float) -> NDArray:
    """Round non-negative `values` to multiples of `digit` that sum to `total` (itself such a multiple).

    The difference is first shared in proportion to the values, then what is left is handed out one last-digit
    unit at a time, largest remainder first; equal remainders in the order given.

    values  (n,) m² or ha     digit  e.g. 0.01     returns (n,) multiples of digit, as floats
    Source: domain.md §4.5 (public area-balancing practice).
    """
    values = np.asarray(values, dtype=float)
    target = round(total / digit)
    if len(values) == 0:
        return values.copy()
    weight = values.sum()
    exact = values * (target / weight) if weight > 0 else np.full(len(values), target / len(values))
    floor = np.floor(exact + 1e-9)
    short = int(target - floor.sum())
    order = np.argsort(-(exact - floor), kind="stable")
    if short > 0:
        floor[order[:short]] += 1
    elif short < 0:  # only through the 1e-9 above
        floor[order[short:]] -= 1
    decimals = max(0, round(-np.log10(digit)))
    return np.round(floor * digit, decimals)


def round_groups_to_totals(values: NDArray, group: NDArray, totals: NDArray, digit: float) -> NDArray:
    """`round_to_total` for many groups at once.

    values (n,)   group (n,) integers 0..m-1   totals (m,) a total for each group
    """
    values = np.asarray(values, dtype=float)
    group = np.asarray(group)
    totals = np.asarray(totals, dtype=float)
    if len(values) == 0:
        return values.copy()
    target = np.rint(totals / digit)
    sums = np.bincount(group, weights=values, minlength=len(totals))
    counts = np.bincount(group, minlength=len(totals))
    safe = np.where(sums > 0, sums, 1)
    exact = np.where(sums[group] > 0, values * (target / safe)[group], target[group] / counts[group])
    floor = np.floor(exact + 1e-9)
    short = target - np.bincount(group, weights=floor, minlength=len(totals))
    order = np.lexsort((np.arange(len(values)), -(exact - floor), group))
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    place = np.arange(len(values)) - starts[group[order]]
    extra = np.zeros(len(values))
    extra[order] = (place < short[group[order]]).astype(float)
    over = np.zeros(len(values))
    over[order] = (place >= (counts + short)[group[order]]).astype(float)
    decimals = max(0, round(-np.log10(digit)))
    return np.round((floor + extra - over) * digit, decimals)
