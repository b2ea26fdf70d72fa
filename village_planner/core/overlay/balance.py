"""Area balancing (平差): rounded figures that sum exactly to a control figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def round_to_total(values: NDArray, total: float, digit: float) -> NDArray:
    """Round non-negative `values` to multiples of `digit` that sum to `total` (itself such a multiple).

    A difference of a digit or more is first shared in proportion to the values; then what is left is handed out one
    last-digit unit at a time, largest remainder first; equal remainders in the order given. A difference below one
    digit is rounding only: no value then moves by a whole digit.

    values  (n,) m² or ha     digit  e.g. 0.01     returns (n,) multiples of digit, as floats
    Source: domain.md §4.5 (public area-balancing practice).
    """
    values = np.asarray(values, dtype=float)
    target = round(total / digit)
    if len(values) == 0:
        return values.copy()
    weight = values.sum()
    if abs(target - weight / digit) < 1:
        exact = values / digit
    else:
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
    scale = target / np.where(sums > 0, sums, 1)
    scale[np.abs(target - sums / digit) < 1] = 1 / digit  # rounding only
    exact = np.where(sums[group] > 0, values * scale[group], target[group] / counts[group])
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


def round_table(values: NDArray, row: NDArray, column: NDArray, row_totals: NDArray, column_totals: NDArray) -> NDArray:
    """Round the cells of a table to whole numbers so that every row and every column keeps its total.

    Controlled rounding: the cells are raked to the totals, then each goes up or down by less than one, as many up as
    the totals need, the largest fractions first. Such a rounding always exists (Bacharach 1966, *Matrix rounding
    problems*): it is a transport problem, and those have whole solutions.

    values (n,) non-negative cells   row, column (n,) where each lies   row_totals (r,), column_totals (c,) whole, of
    equal sum   returns (n,) whole numbers as floats; where the totals contradict each other (a row and a column that
    share their only cell), rows are kept
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix, vstack

    rows, columns = len(row_totals), len(column_totals)
    cells = np.asarray(values, dtype=float).copy()
    for _ in range(200):
        sums = np.bincount(column, weights=cells, minlength=columns)
        cells *= np.divide(column_totals, sums, out=np.ones(columns), where=sums > 0)[column]
        sums = np.bincount(row, weights=cells, minlength=rows)
        cells *= np.divide(row_totals, sums, out=np.ones(rows), where=sums > 0)[row]
        if np.abs(np.bincount(column, weights=cells, minlength=columns) - column_totals).max(initial=0) < 1e-9:
            break
    floor = np.floor(cells + 1e-7)
    fraction = np.clip(cells - floor, 0, 1)
    open_cells = np.flatnonzero(fraction > 1e-7)
    by_row = row_totals - np.bincount(row, weights=floor, minlength=rows)
    by_column = column_totals - np.bincount(column, weights=floor, minlength=columns)
    ones, number = np.ones(len(open_cells)), np.arange(len(open_cells))
    if len(open_cells):
        needed = np.concatenate([by_row, by_column])
        limits = vstack(
            [
                coo_matrix((ones, (row[open_cells], number)), (rows, len(open_cells))),
                coo_matrix((ones, (column[open_cells], number)), (columns, len(open_cells))),
            ]
        ).tocsr()
        solved = linprog(
            -fraction[open_cells],
            A_eq=limits,
            b_eq=needed,
            bounds=(0, 1),
            method="highs-ds",
        )
        if solved.x is not None:
            floor[open_cells] += np.rint(solved.x)
    kept = np.array_equal(np.bincount(row, weights=floor, minlength=rows), np.asarray(row_totals, dtype=float))
    kept &= np.array_equal(
        np.bincount(column, weights=floor, minlength=columns), np.asarray(column_totals, dtype=float)
    )
    return floor if kept else round_groups_to_totals(values, row, np.asarray(row_totals, dtype=float), 1.0)


def round_rows(values: NDArray, row: NDArray, row_totals: NDArray, wanted: Sequence[tuple[NDArray, NDArray]]) -> NDArray:
    """Round cells to whole numbers so that every row keeps its total and groups of cells come as near as they can.

    For tables in which most rows have few cells, where `round_table` would find that the two kinds of totals
    contradict each other. Each cell goes to one of the whole numbers beside its share of the row; which of them go up
    is a linear programme: groups count by rank, then the cells' fractions. Its solution is whole, because the rows are
    one nested family of sets and the groups another (Edmonds 1970: such constraints are totally unimodular).

    values (n,) non-negative cells      row (n,) where each lies      row_totals (r,) whole
    wanted  (group of each cell (n,), whole total of each group (g,)), the most important first; each lies whole
            within a group of those before it
    returns (n,) whole numbers as floats
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix, hstack, vstack

    rows = len(row_totals)
    totals = np.asarray(row_totals, dtype=float)
    sums = np.bincount(row, weights=values, minlength=rows)
    size = np.bincount(row, minlength=rows)
    share = np.divide(totals, sums, out=np.zeros(rows), where=sums > 0)[row]
    cells = np.where(sums[row] > 0, values * share, (totals / np.maximum(size, 1))[row])
    floor = np.floor(cells + 1e-7)
    fraction = np.clip(cells - floor, 0, 1)
    open_ = np.flatnonzero(fraction > 1e-7)
    if len(open_) == 0:
        return floor
    number, ones = np.arange(len(open_)), np.ones(len(open_))
    costs, sides, needed = [-fraction[open_]], [], [np.rint(totals - np.bincount(row, floor, rows))]
    for rank, (group, goals) in enumerate(wanted):
        groups = len(goals)
        sides.append(coo_matrix((ones, (group[open_], number)), (groups, len(open_))))
        needed.append(np.asarray(goals, dtype=float) - np.bincount(group, floor, groups))
        costs.append(np.full(2 * groups, 10.0 ** (len(wanted) - rank)))
    slacks = [len(goals) for _, goals in wanted]
    blocks = [hstack([coo_matrix((ones, (row[open_], number)), (rows, len(open_))), coo_matrix((rows, 2 * sum(slacks)))])]
    for k, side in enumerate(sides):
        one = coo_matrix((np.ones(slacks[k]), (np.arange(slacks[k]), np.arange(slacks[k]))))
        before, after = 2 * sum(slacks[:k]), 2 * sum(slacks[k + 1 :])
        none = [coo_matrix((slacks[k], width)) for width in (before, after)]
        blocks.append(hstack([side, none[0], one, -one, none[1]]))
    solved = linprog(
        np.concatenate(costs),
        A_eq=vstack(blocks).tocsr(),
        b_eq=np.concatenate(needed),
        bounds=np.array([(0.0, 1.0)] * len(open_) + [(0.0, np.inf)] * (2 * sum(slacks))),
        method="highs-ds",
    )
    if solved.x is not None:
        made = floor.copy()
        made[open_] += np.rint(solved.x[: len(open_)])
        if np.array_equal(np.bincount(row, made, rows), totals):
            return made
    return round_groups_to_totals(values, row, totals, 1.0)
