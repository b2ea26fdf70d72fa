"""Pairwise judgements of experts (AHP), from a table to weights.

Two forms of table are read. Long: columns row, column, value (行, 列, 值), a judgement per line. Square: a first column
of names and a column per name; the half below the diagonal may be empty. A value says how many times the row matters
more than the column: 1 to 9 or 1/2 to 1/9, as number or as text. Names are indicator codes or names, or group ids or
names. Groups are compared first, then the indicators within each; without judgements between groups all indicators are
compared at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message, message
from .weights import MAX_CONSISTENCY_RATIO, RANDOM_INDEX, SCALE_LIMIT, ahp_weights, doubtful_judgement

LONG_COLUMNS = (("row", "行"), ("column", "列"), ("value", "值"))
SLACK = 1.05  # 1/8 is often written 0.13, and 8 x 0.13 = 1.04

Pairs = dict[tuple[str, str], float]


@dataclass(frozen=True)
class JudgedWeights:
    """weights (indicators,) summing to 1; ratio, the worst consistency ratio of all comparisons; warnings."""

    weights: NDArray
    ratio: float
    warnings: tuple[Message, ...]


def judged_weights(
    table: pd.DataFrame, indicators: Sequence[str], groups: Mapping[str, str], names: Mapping[str, str]
) -> JudgedWeights:
    """Weights of `indicators` from a table of judgements.

    groups  indicator -> group id, for those that have one
    names   other names -> code or group id they stand for

    Raises `InputError`: invalid_judgements (form of the table), invalid_judgement (a value), missing_judgements,
    contradicting_judgements, inconsistent_judgements (CR >= 0.1; says which one to revisit), too_many_judgements.
    """
    pairs = _pairs(_read(table), names)
    used = set(indicators)
    group_ids = list(dict.fromkeys(groups[code] for code in indicators if code in groups))
    known = used | set(group_ids)
    warnings = []
    strangers = sorted({name for pair in pairs for name in pair if name not in known})
    if strangers:
        warnings.append(
            message("Judgements on {names} were left aside: these are not scored here.", names=", ".join(strangers))
        )
    if len(group_ids) < 2 or not any(row in group_ids and column in group_ids for row, column in pairs):
        weights, ratio = _compare(list(indicators), pairs)
        return JudgedWeights(weights, ratio, tuple(warnings))
    loose = [code for code in indicators if code not in groups]
    if loose:
        raise InputError(
            "missing_judgements",
            "Groups are compared, but {names} belong to no group. Give them a group in the catalogue, or leave them "
            "out.",
            names=", ".join(loose),
        )
    weights, ratio, crossing = _compare_by_group(list(indicators), groups, group_ids, pairs)
    if crossing:
        warnings.append(
            message(
                "Judgements between indicators of different groups were left aside: {pairs}. Groups are compared with "
                "groups, indicators within their group.",
                pairs=", ".join(crossing),
            )
        )
    return JudgedWeights(weights, ratio, tuple(warnings))


def _compare_by_group(
    indicators: list[str], groups: Mapping[str, str], group_ids: list[str], pairs: Pairs
) -> tuple[NDArray, float, list[str]]:
    group_weights, worst = _compare(group_ids, pairs)
    weights = np.zeros(len(indicators))
    for group, group_weight in zip(group_ids, group_weights):
        places = [i for i, code in enumerate(indicators) if groups[code] == group]
        within, ratio = _compare([indicators[i] for i in places], pairs)
        weights[places] = group_weight * within
        worst = max(worst, ratio)
    crossing = [
        f"{row}–{column}"
        for row, column in pairs
        if row in groups and column in groups and groups[row] != groups[column]
    ]
    return weights, worst, crossing


def _compare(names: list[str], pairs: Pairs) -> tuple[NDArray, float]:
    """Weights of `names` among themselves, and their consistency ratio."""
    n = len(names)
    if n > len(RANDOM_INDEX):
        raise InputError(
            "too_many_judgements",
            "{count} things are compared at once; judgements stay consistent for up to {limit}. Compare the groups "
            "first, then the indicators within each group.",
            count=n,
            limit=len(RANDOM_INDEX),
        )
    matrix = np.ones((n, n))
    missing = []
    for i in range(n):
        for j in range(i + 1, n):
            value = _judgement(pairs, names[i], names[j])
            if value is None:
                missing.append(f"{names[i]}–{names[j]}")
            else:
                matrix[i, j], matrix[j, i] = value, 1 / value
    if missing:
        raise InputError(
            "missing_judgements",
            "The table of judgements does not compare {pairs}. Add a line for each.",
            pairs=", ".join(missing),
        )
    result = ahp_weights(matrix)
    if result.ratio >= MAX_CONSISTENCY_RATIO:
        row, column, suggested = doubtful_judgement(matrix)
        raise InputError(
            "inconsistent_judgements",
            "The judgements on {names} contradict each other (consistency ratio {ratio}, to be below {limit}). Revisit "
            "{row} against {column} first: it says {value}, the others suggest about {fitting}.",
            names=", ".join(names),
            ratio=f"{result.ratio:.3f}",
            limit=f"{MAX_CONSISTENCY_RATIO:.2f}",
            row=names[row],
            column=names[column],
            value=_on_scale(matrix[row, column]),
            fitting=_on_scale(suggested),
        )
    return result.weights, result.ratio


def _on_scale(value: float) -> str:
    """A judgement as people write it: 3, 1/3, 2.5."""
    return f"{value:.3g}" if value >= 1 else f"1/{1 / value:.3g}"


def _judgement(pairs: Pairs, row: str, column: str) -> Optional[float]:
    there, back = pairs.get((row, column)), pairs.get((column, row))
    if there is None or back is None:
        return there if there is not None else (1 / back if back is not None else None)
    if not 1 / SLACK <= there * back <= SLACK:
        raise InputError(
            "contradicting_judgements",
            "{row} against {column} is {there}, but {column} against {row} is {back}: one must be 1 divided by the "
            "other. Correct one of them or leave it out.",
            row=row,
            column=column,
            there=_on_scale(there),
            back=_on_scale(back),
        )
    return there if there >= 1 else 1 / back  # the whole number is the one that was not rounded


def _pairs(judgements: list[tuple[str, str, float]], names: Mapping[str, str]) -> Pairs:
    pairs: Pairs = {}
    for first, second, value in judgements:
        row, column = names.get(first, first), names.get(second, second)
        if (row == column and value != 1) or pairs.get((row, column), value) != value:
            raise InputError(
                "contradicting_judgements",
                "{row} against {column} is given as {there} and as {back}. Keep one of them.",
                row=row,
                column=column,
                there=_on_scale(pairs.get((row, column), 1.0)),
                back=_on_scale(value),
            )
        if row != column:
            pairs[row, column] = value
    return pairs


def _read(table: pd.DataFrame) -> list[tuple[str, str, float]]:
    """(row, column, value) of either form; empty cells are left out."""
    by_name = {str(column).strip().lower(): column for column in table.columns}
    found = [next((by_name[name] for name in names if name in by_name), None) for names in LONG_COLUMNS]
    if all(column is not None for column in found):
        cells = list(table[found].itertuples(index=False, name=None))
    else:
        cells = _square_cells(table)
    judgements = []
    for row, column, value in cells:
        if _is_empty(value):
            continue
        judgements.append((_name(row), _name(column), _value(value, _name(row), _name(column))))
    if not judgements:
        raise InputError(
            "invalid_judgements",
            "The table of judgements is empty. Give columns row, column, value, or a square table of names.",
        )
    return judgements


def _square_cells(table: pd.DataFrame) -> list[tuple[Any, Any, Any]]:
    """The cells of a square table; its names stand in the one column whose texts are the other columns' names."""
    columns = [column for column in table.columns if str(column).lower() not in ("fid", "ogc_fid")]
    for label in columns:
        others = [column for column in columns if column != label]
        if others and {_name(value) for value in table[label]} == {_name(column) for column in others}:
            return [
                (name, column, value)
                for name, *values in table[[label, *others]].itertuples(index=False, name=None)
                for column, value in zip(others, values)
            ]
    raise InputError(
        "invalid_judgements",
        "The table of judgements has columns {columns}. Give columns row, column, value, or a square table whose first "
        "column repeats the names of the others.",
        columns=", ".join(map(str, table.columns)),
    )


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value).strip() == ""


def _name(value: Any) -> str:
    return str(value).strip()


def _value(value: Any, row: str, column: str) -> float:
    """A judgement 1/9 .. 9; texts such as "1/3" as well."""
    try:
        number = float(Fraction(value.strip())) if isinstance(value, str) else float(value)
    except (ValueError, ZeroDivisionError):
        number = math.nan
    if not 1 / (SCALE_LIMIT * SLACK) <= number <= SCALE_LIMIT * SLACK:
        raise InputError(
            "invalid_judgement",
            "{row} against {column} is {value}. A judgement is a number from 1 to 9, or 1/2 to 1/9.",
            row=row,
            column=column,
            value=value,
        )
    return number
