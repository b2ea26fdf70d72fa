"""Pairwise judgements of one or several experts (AHP), to weights.

Names are indicator codes or names, or group ids or names. Groups are compared first, then the indicators within each;
without judgements between groups all indicators are compared at once. Several experts are combined comparison by
comparison: by the geometric mean of their judgements, or of their weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Optional, Union

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message, message
from .judgement_tables import SLACK, Judgement, on_scale, read_judgements
from .numbers import listed
from .weights import (
    MAX_CONSISTENCY_RATIO,
    RANDOM_INDEX,
    ahp_weights,
    combined_judgements,
    combined_priorities,
    doubtful_judgement,
)

COMBINE = ("judgements", "priorities")
INCONSISTENT = ("refuse", "leave_out", "keep")

Pairs = dict[tuple[str, str], float]


@dataclass(frozen=True)
class JudgementOptions:
    """How judgements become weights.

    combine        of several experts: judgements (geometric mean of their matrices), or priorities (of their weights)
    inconsistent   what becomes of a comparison whose consistency ratio reaches the limit: refuse (an error), leave_out
                   (the other experts decide it), keep; the last two with a warning
    limit          a consistency ratio must be below it
    random_index   for 1, 2, 3 … things
    labels         code or group id -> what messages call it, where that is something else
    """

    combine: str = "judgements"
    inconsistent: str = "refuse"
    limit: float = MAX_CONSISTENCY_RATIO
    random_index: Sequence[float] = RANDOM_INDEX
    labels: Mapping[str, str] = field(default_factory=dict)

    def called(self, names: Sequence[str]) -> str:
        """The names as a message lists them."""
        return ", ".join(self.labels.get(name, name) for name in names)


USUAL = JudgementOptions()


@dataclass(frozen=True)
class Revisit:
    """The judgement to revisit first: row against column says value, the expert's others suggest another."""

    row: str
    column: str
    value: float
    suggested: float


@dataclass(frozen=True)
class Comparison:
    """One set of things compared with each other, by one expert or by all together.

    expert    name; "" for the only expert; None for the experts together
    of        id of the group whose indicators are compared; "" for the groups, or for all indicators at once
    names     what is compared      weights  (n,) summing to 1
    ratio     consistency ratio     used     False where it was left out
    revisit   the judgement to revisit, where the ratio reaches the limit
    """

    expert: Optional[str]
    of: str
    names: tuple[str, ...]
    weights: NDArray
    ratio: float
    used: bool
    revisit: Optional[Revisit]


@dataclass(frozen=True)
class JudgedWeights:
    """weights (indicators,) summing to 1; ratio, the worst consistency ratio of what they rest on; warnings; the
    comparisons, each expert's and, where there are several, the group's.
    """

    weights: NDArray
    ratio: float
    warnings: tuple[Message, ...]
    comparisons: tuple[Comparison, ...] = ()


def judged_weights(
    tables: Union[pd.DataFrame, Mapping[str, pd.DataFrame]],
    indicators: Sequence[str],
    groups: Mapping[str, str],
    names: Mapping[str, str],
    options: JudgementOptions = USUAL,
) -> JudgedWeights:
    """Weights of `indicators` from tables of judgements.

    tables  see `judgement_tables.read_judgements`
    groups  indicator -> group id, for those that have one
    names   other names -> code or group id they stand for

    An expert who says nothing on a comparison takes no part in it; one who says something compares all of it.
    Raises `InputError`: invalid_judgements (form of a table), invalid_judgement (a value), missing_judgements,
    contradicting_judgements, inconsistent_judgements (says which one to revisit), too_many_judgements.
    """
    given = read_judgements(tables)
    experts = {}
    for expert, judgements in given.items():
        with _said_of(expert, len(given)):
            experts[expert] = _pairs(judgements, names)
    pairs = [pair for own in experts.values() for pair in own]
    group_ids = list(dict.fromkeys(groups[code] for code in indicators if code in groups))
    known = {*indicators, *group_ids}
    warnings = []
    strangers = sorted({name for pair in pairs for name in pair if name not in known})
    if strangers:
        warnings.append(
            message("Judgements on {names} were left aside: these are not scored here.", names=", ".join(strangers))
        )
    by_group = len(group_ids) > 1 and any(row in group_ids and column in group_ids for row, column in pairs)
    if not by_group:
        weights, comparisons, more = compare("", list(indicators), experts, options)
        return _judged(weights, comparisons, [*warnings, *more])
    loose = [code for code in indicators if code not in groups]
    if loose:
        raise InputError(
            "missing_judgements",
            "Groups are compared, but {names} belong to no group. Give them a group in the catalogue, or leave them "
            "out.",
            names=", ".join(loose),
        )
    group_weights, comparisons, more = compare("", group_ids, experts, options)
    weights = np.zeros(len(indicators))
    for group, group_weight in zip(group_ids, group_weights):
        places = [i for i, code in enumerate(indicators) if groups[code] == group]
        within, further, still_more = compare(group, [indicators[i] for i in places], experts, options)
        weights[places] = group_weight * within
        comparisons += further
        more += still_more
    crossing = dict.fromkeys(
        f"{row}–{column}"
        for row, column in pairs
        if row in groups and column in groups and groups[row] != groups[column]
    )
    if crossing:
        warnings.append(
            message(
                "Judgements between indicators of different groups were left aside: {pairs}. Groups are compared with "
                "groups, indicators within their group.",
                pairs=", ".join(crossing),
            )
        )
    return _judged(weights, comparisons, [*warnings, *more])


def _judged(weights: NDArray, comparisons: list[Comparison], warnings: list[Message]) -> JudgedWeights:
    return JudgedWeights(weights, worst_ratio(comparisons), tuple(warnings), tuple(comparisons))


def worst_ratio(comparisons: Sequence[Comparison]) -> float:
    """The worst consistency ratio that weights rest on: of the experts together where there are several."""
    together = [each.ratio for each in comparisons if each.expert is None]
    return max(together or [each.ratio for each in comparisons if each.used], default=0.0)


def compare(
    of: str, names: list[str], experts: Mapping[str, Pairs], options: JudgementOptions
) -> tuple[NDArray, list[Comparison], list[Message]]:
    """The weights of `names` among themselves (n,) summing to 1, what each expert says, and warnings.

    of       id of the group they are in, "" for the groups themselves
    experts  name of each -> its judgements, each pair once; who judges none of these pairs takes no part
    Raises `InputError` missing_judgements, inconsistent_judgements, too_many_judgements.
    """
    if len(names) == 1:
        return np.ones(1), [], []
    if len(names) > len(options.random_index):
        raise InputError(
            "too_many_judgements",
            "{count} things are compared at once; judgements stay consistent for up to {limit}. Compare the groups "
            "first, then the indicators within each group.",
            count=len(names),
            limit=len(options.random_index),
        )
    inside = set(names)
    silent = [expert for expert, pairs in experts.items() if not any(a in inside and b in inside for a, b in pairs)]
    if len(silent) == len(experts):
        raise _not_compared([(a, b) for i, a in enumerate(names) for b in names[i + 1 :]])
    warnings = []
    if silent:
        warnings.append(
            message(
                "{experts} did not compare {names}; the other experts decide there.",
                experts=", ".join(silent),
                names=options.called(names),
            )
        )
    matrices: list[NDArray] = []
    comparisons = []
    for expert, pairs in experts.items():
        if expert in silent:
            continue
        with _said_of(expert, len(experts)):
            matrix = _matrix(names, pairs)
            comparison = _comparison(expert, of, names, matrix, options)
            if comparison.revisit is not None:
                warnings.append(_told(comparison, len(experts), options))
        comparisons.append(comparison)
        if comparison.used:
            matrices.append(matrix)
    if not matrices:
        raise InputError(
            "inconsistent_judgements",
            "All judgements on {names} contradict themselves and were left out; nothing is left to weigh by. Let one "
            "expert revisit them, or keep them.",
            names=options.called(names),
        )
    if len(experts) == 1:
        return comparisons[0].weights, comparisons, warnings
    group, more = _together(of, names, matrices, [each for each in comparisons if each.used], options)
    return group.weights, [*comparisons, group], [*warnings, *more]


def _comparison(
    expert: Optional[str], of: str, names: list[str], matrix: NDArray, options: JudgementOptions
) -> Comparison:
    result = ahp_weights(matrix, options.random_index)
    revisit, used = None, True
    if result.ratio >= options.limit:
        row, column, suggested = doubtful_judgement(matrix)
        revisit = Revisit(names[row], names[column], float(matrix[row, column]), suggested)
        used = options.inconsistent != "leave_out"
    found = Comparison(expert, of, tuple(names), result.weights, result.ratio, used, revisit)
    if revisit is not None and options.inconsistent == "refuse":
        doubt = _doubt(found, options)
        raise InputError("inconsistent_judgements", doubt.template, **doubt.params)
    return found


def _together(
    of: str, names: list[str], matrices: list[NDArray], used: list[Comparison], options: JudgementOptions
) -> tuple[Comparison, list[Message]]:
    """The experts as a group. Of combined weights there is no matrix to be consistent: the worst expert's ratio."""
    if options.combine == "priorities":
        weights = combined_priorities([each.weights for each in used])
        return Comparison(None, of, tuple(names), weights, max(each.ratio for each in used), True, None), []
    mean = combined_judgements(matrices)
    group = _comparison(None, of, names, mean, replace(options, inconsistent="keep"))
    if group.revisit is None:
        return group, []
    # Consistent experts make a consistent group but for rare cases; then there is no one expert to ask.
    return group, [
        message("The experts together: {problem} They were kept.", problem=_doubt(group, options)),
    ]


def _doubt(comparison: Comparison, options: JudgementOptions) -> Message:
    assert comparison.revisit is not None
    return message(
        "The judgements on {names} contradict each other (consistency ratio {ratio}, to be below {limit}). Revisit "
        "{row} against {column} first: it says {value}, the others suggest about {fitting}.",
        names=options.called(comparison.names),
        ratio=f"{comparison.ratio:.3f}",
        limit=f"{options.limit:.2f}",
        row=options.called([comparison.revisit.row]),
        column=options.called([comparison.revisit.column]),
        value=on_scale(comparison.revisit.value),
        fitting=on_scale(comparison.revisit.suggested),
    )


def _told(comparison: Comparison, experts: int, options: JudgementOptions) -> Message:
    doubt = _doubt(comparison, options)
    if not comparison.used:
        text = message("{problem} They were left out.", problem=doubt)
    else:
        text = message("{problem} They were kept.", problem=doubt)
    return message("Expert {expert}: {problem}", expert=comparison.expert, problem=text) if experts > 1 else text


def _matrix(names: list[str], pairs: Pairs) -> NDArray:
    """(n, n) positive and reciprocal."""
    missing = []
    matrix = np.ones((len(names), len(names)))
    for i, row in enumerate(names):
        for j in range(i + 1, len(names)):
            value = _judgement(pairs, row, names[j])
            if value is None:
                missing.append((row, names[j]))
            else:
                matrix[i, j], matrix[j, i] = value, 1 / value
    if missing:
        raise _not_compared(missing)
    return matrix


def _not_compared(pairs: list[tuple[str, str]]) -> InputError:
    return InputError(
        "missing_judgements",
        "{pairs}: not compared yet. Judge each of these pairs.",
        pairs=listed([f"{row}–{column}" for row, column in pairs]),
    )


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
            there=on_scale(there),
            back=on_scale(back),
        )
    return there if there >= 1 else 1 / back  # the whole number is the one that was not rounded


def _pairs(judgements: list[Judgement], names: Mapping[str, str]) -> Pairs:
    pairs: Pairs = {}
    for first, second, value in judgements:
        row, column = names.get(first, first), names.get(second, second)
        if (row == column and value != 1) or pairs.get((row, column), value) != value:
            raise InputError(
                "contradicting_judgements",
                "{row} against {column} is given as {there} and as {back}. Keep one of them.",
                row=row,
                column=column,
                there=on_scale(pairs.get((row, column), 1.0)),
                back=on_scale(value),
            )
        if row != column:
            pairs[row, column] = value
    return pairs


@contextmanager
def _said_of(expert: str, experts: int) -> Iterator[None]:
    """An error within names the expert, where there are several."""
    try:
        yield
    except InputError as error:
        if experts == 1:
            raise
        raise InputError(error.code, "Expert {expert}: {problem}", expert=expert, problem=error.message) from None
