"""Scoring units by indicators: from a plain table to scores, ranks, weights and how firm they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message, message
from ..task import SILENT, Task
from .aggregate import AGGREGATIONS, aggregate, agreement, ranks, topsis, weighted_sum
from .judgements import judged_weights
from .normalise import NORMALISATIONS, constant_columns, normalise
from .numbers import listed, numbers
from .sensitivity import stability
from .weights import WEIGHTINGS, combined_weights, critic_weights, entropy_weights, equal_weights


@dataclass(frozen=True)
class ScoreOptions:
    """How to score; the names are those of `scoreindicators`.

    costs      indicators where less is better     groups  indicator -> group id (those that have one)
    median     indicators whose missing values take the median of the other units; elsewhere they are an error
    names      other names of indicators and groups, as judgements may use them -> code or id
    layer      name of the layer, for messages
    top, changes, random_sets, seed   see `sensitivity.stability`
    """

    weighting: str = "equal"
    normalisation: str = "minmax"
    aggregation: str = "weighted_sum"
    costs: frozenset[str] = frozenset()
    groups: Mapping[str, str] = field(default_factory=dict)
    median: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    layer: str = "INPUT"
    top: int = 8
    changes: Sequence[float] = (0.1, 0.2)
    random_sets: int = 1000
    seed: int = 1


@dataclass(frozen=True)
class ScoreResult:
    """scores     per unit (index as given): score, rank, score_<group> (with `weighted_sum` they sum to score)
    weights    per indicator: weight, summing to 1
    stability  per unit, see `sensitivity.stability`
    consistency_ratio   of the judgements, None without judgements
    agreement  Kendall's τ between weighted_sum and topsis under the same weights, None where there is no order
    warnings   what a person should know
    """

    scores: pd.DataFrame
    weights: pd.Series
    stability: pd.DataFrame
    consistency_ratio: Optional[float]
    agreement: Optional[float]
    warnings: tuple[Message, ...]


def score_units(
    values: pd.DataFrame, options: ScoreOptions, judgements: Optional[pd.DataFrame] = None, task: Task = SILENT
) -> ScoreResult:
    """Normalise, weigh, add up, rank, and try how firm the ranks are.

    values      index unit codes, a column per indicator; numbers, or texts that are numbers
    judgements  table of pairwise judgements for weighting ahp and combined (see `judgements`)

    With `weighted_sum` a group's score is its part of the score, Σ w r over its indicators; with `topsis` it is the
    closeness within the group. Data weights (entropy, critic, combined) are always drawn from min-max values, which
    are >= 0. Raises `InputError` not_supported, no_indicators, too_few_units, missing_value, not_a_number,
    no_variation, missing_judgements and those of `judgements`.
    """
    _check_options(options)
    if values.shape[1] == 0:
        raise InputError(
            "no_indicators",
            "No indicator is chosen, and no field has the name of one. Choose the indicator fields.",
        )
    if len(values) < 2:
        raise InputError(
            "too_few_units", "Scoring compares units; the layer has {count}. Give at least two.", count=len(values)
        )
    table, warnings = _numbers(values, options.median, options.layer)
    data = table.to_numpy()
    constant = constant_columns(data)
    if constant.any():
        warnings.append(
            message(
                "All units are equal in {fields}; such an indicator does not change the ranks.",
                fields=", ".join(table.columns[constant]),
            )
        )
    cost = np.array([column in options.costs for column in table.columns])
    weights, ratio, more = _weights(data, cost, list(table.columns), options, judgements)
    warnings += more
    matrix = normalise(data, cost, options.normalisation)
    task.report(0.1)
    trials = stability(
        matrix,
        weights,
        options.aggregation,
        options.top,
        options.changes,
        options.random_sets,
        options.seed,
        task.part(0.1, 1.0),
    )
    trials.index = values.index
    return ScoreResult(
        _scores(matrix, weights, table, options),
        pd.Series(weights, index=table.columns, name="weight"),
        trials,
        ratio,
        agreement(weighted_sum(matrix, weights), topsis(matrix, weights)),
        tuple(warnings),
    )


def _check_options(options: ScoreOptions) -> None:
    for parameter, value, known in (
        ("WEIGHTING", options.weighting, WEIGHTINGS),
        ("NORMALISATION", options.normalisation, NORMALISATIONS),
        ("AGGREGATION", options.aggregation, AGGREGATIONS),
    ):
        if value not in known:
            raise InputError(
                "not_supported",
                "{parameter} does not know {value}. Choose one of: {choices}.",
                parameter=parameter,
                value=value,
                choices=", ".join(known),
            )


def _weights(
    data: NDArray, cost: NDArray, indicators: list[str], options: ScoreOptions, judgements: Optional[pd.DataFrame]
) -> tuple[NDArray, Optional[float], list[Message]]:
    if options.weighting not in ("ahp", "combined"):
        warnings = []
        if judgements is not None:
            warnings.append(
                message("The judgements are not used: weighting {weighting} needs none.", weighting=options.weighting)
            )
        if options.weighting == "equal":
            return equal_weights(len(indicators)), None, warnings
        weigh = entropy_weights if options.weighting == "entropy" else critic_weights
        return weigh(normalise(data, cost)), None, warnings
    if judgements is None:
        raise InputError(
            "missing_judgements",
            "Weighting {weighting} needs a table of pairwise judgements. Give JUDGEMENTS or choose another weighting.",
            weighting=options.weighting,
        )
    judged = judged_weights(judgements, indicators, options.groups, options.names)
    weights = judged.weights
    if options.weighting == "combined":
        weights = combined_weights(weights, entropy_weights(normalise(data, cost)))
    return weights, judged.ratio, list(judged.warnings)


def _scores(matrix: NDArray, weights: NDArray, table: pd.DataFrame, options: ScoreOptions) -> pd.DataFrame:
    score = aggregate(matrix, weights, options.aggregation)
    columns: dict[str, NDArray] = {"score": score, "rank": ranks(score)}
    group_of = [options.groups.get(column, "other") for column in table.columns]
    if set(group_of) != {"other"}:
        for group in dict.fromkeys(group_of):
            inside = np.array([own == group for own in group_of])
            columns[f"score_{group}"] = aggregate(matrix[:, inside], weights[inside], options.aggregation)
    return pd.DataFrame(columns, index=table.index)


def _numbers(values: pd.DataFrame, median: frozenset[str], layer: str) -> tuple[pd.DataFrame, list[Message]]:
    """The values as finite floats; missing ones filled where the median is allowed, else refused."""
    result = {}
    missing: list[str] = []
    warnings = []
    for name in values.columns:
        number = numbers(values[name], name, layer)
        empty = number.isna()
        if empty.any() and name in median and not empty.all():
            number = number.fillna(number.median())
            warnings.append(
                message(
                    "Field {field}: missing values of {units} were replaced by the median of the other units.",
                    field=name,
                    units=listed([str(unit) for unit in number.index[empty]]),
                )
            )
        elif empty.any():
            missing += [f"{unit}: {name}" for unit in number.index[empty]]
        result[name] = number
    if missing:
        raise InputError(
            "missing_value",
            "Layer {layer}: values are missing (unit: field): {cells}. Fill them in, leave the indicator out, or let "
            "the catalogue allow the median for it.",
            layer=layer,
            cells=listed(missing),
        )
    return pd.DataFrame(result, index=values.index), warnings


@dataclass(frozen=True)
class Prepared:
    """Figures ready to be weighed.

    table   index units, the filled values    matrix  (units, indicators) normalised    scaled  the same by min-max
    """

    table: pd.DataFrame
    matrix: NDArray
    scaled: NDArray
    warnings: tuple[Message, ...]


def prepare(values: pd.DataFrame, options: ScoreOptions) -> Prepared:
    """What `score_units` weighs; raises as it does."""
    table, warnings = _numbers(values, options.median, options.layer)
    cost = np.array([column in options.costs for column in table.columns])
    data = table.to_numpy()
    return Prepared(table, normalise(data, cost, options.normalisation), normalise(data, cost), tuple(warnings))
