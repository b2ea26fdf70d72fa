"""Scoring units by indicators: from a plain table to scores, ranks, weights and how firm they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional, Union

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message, message
from ..task import SILENT, Task
from .aggregate import AGGREGATIONS, aggregate, agreement, ranks
from .figures import Figures, prepare_figures
from .judgements import COMBINE, INCONSISTENT, USUAL, Comparison, JudgementOptions, judged_weights
from .normalise import NORMALISATIONS
from .own_weights import own_weights
from .sensitivity import stability
from .weights import COMBINATIONS, OBJECTIVES, WEIGHTINGS, combined_weights, equal_weights, objective_weights

Tables = Union[pd.DataFrame, Mapping[str, pd.DataFrame], None]


@dataclass(frozen=True)
class ScoreOptions:
    """How to score; the names are those of `scoreindicators`.

    costs      indicators where less is better     groups  indicator -> group id (those that have one)
    median, worst   indicators whose missing values take the median, the worst of the other units; elsewhere they are
                    an error
    logs       indicators of which the logarithm is taken first
    normalisations  indicator -> its own normalisation, elsewhere `normalisation`
    names      other names of indicators and groups, as judgements may use them -> code or id
    layer      name of the layer, for messages
    objective  entropy or critic, for weighting combined    combination, alpha   see `weights.combined_weights`
    judging    how judgements become weights
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
    worst: frozenset[str] = frozenset()
    logs: frozenset[str] = frozenset()
    normalisations: Mapping[str, str] = field(default_factory=dict)
    objective: str = "entropy"
    combination: str = "geometric"
    alpha: float = 0.5
    judging: JudgementOptions = USUAL


@dataclass(frozen=True)
class ScoreResult:
    """scores     per unit (index as given): score, rank, score_<group> (with `weighted_sum` they sum to score), and
               those of the other aggregation: topsis_score, topsis_rank or weighted_sum_score, weighted_sum_rank
    weights    per indicator: weight, summing to 1
    stability  per unit, see `sensitivity.stability`
    consistency_ratio   of the judgements, None without judgements
    agreement  Kendall's τ between weighted_sum and topsis under the same weights, None where there is no order
    warnings   what a person should know
    figures    the figures as they were used, and what was done to each
    matrix     (units, indicators) normalised, more is better
    comparisons   of the judgements, each expert's and the group's; () without judgements
    """

    scores: pd.DataFrame
    weights: pd.Series
    stability: pd.DataFrame
    consistency_ratio: Optional[float]
    agreement: Optional[float]
    warnings: tuple[Message, ...]
    figures: Figures
    matrix: NDArray
    comparisons: tuple[Comparison, ...] = ()

    def contributions(self) -> pd.DataFrame:
        """Where each score comes from, a row per unit and indicator: code, indicator, value (as used), filled (median,
        worst or empty), normalised, weight, contribution = weight x normalised; the last sum to the weighted sum.
        """
        units, indicators = self.matrix.shape
        weights = self.weights.to_numpy()
        return pd.DataFrame(
            {
                "code": np.repeat(self.scores.index.to_numpy(), indicators),
                "indicator": np.tile(self.weights.index.to_numpy(), units),
                "value": self.figures.values.to_numpy().ravel(),
                "filled": self.figures.filled.to_numpy().ravel(),
                "normalised": self.matrix.ravel(),
                "weight": np.tile(weights, units),
                "contribution": (self.matrix * weights).ravel(),
            }
        )


def score_units(
    values: pd.DataFrame,
    options: ScoreOptions,
    judgements: Tables = None,
    task: Task = SILENT,
    own: Optional[pd.DataFrame] = None,
) -> ScoreResult:
    """Normalise, weigh, add up, rank, and try how firm the ranks are.

    values      index unit codes, a column per indicator; numbers, or texts that are numbers
    judgements  tables of pairwise judgements for weighting ahp and combined (see `judgement_tables`)
    own         table of weights for weighting own (see `own_weights`)

    With `weighted_sum` a group's score is its part of the score, Σ w r over its indicators; with `topsis` it is the
    closeness within the group. Data weights (entropy, critic, combined) are always drawn from min-max values, which
    are >= 0. Raises `InputError` not_supported, no_indicators, too_few_units, missing_value, not_a_number,
    not_loggable, no_variation, missing_judgements, missing_weights and those of `judgements` and `own_weights`.
    """
    _check_options(options)
    figures = prepared(values, options)
    indicators = list(figures.values.columns)
    weighed = _weights(figures, indicators, options, judgements, own)
    weights = weighed.weights
    matrix = figures.normalised(options.normalisation)
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
    scores, tau = _scores(matrix, weights, figures.values, options)
    return ScoreResult(
        scores,
        pd.Series(weights, index=indicators, name="weight"),
        trials,
        weighed.ratio,
        tau,
        (*figures.warnings, *weighed.warnings),
        figures,
        matrix,
        weighed.comparisons,
    )


def prepared(values: pd.DataFrame, options: ScoreOptions) -> Figures:
    """The figures checked, filled and transformed as the options say, before they are normalised.

    Raises `InputError` no_indicators, too_few_units, missing_value, not_a_number, not_loggable.
    """
    if values.shape[1] == 0:
        raise InputError(
            "no_indicators",
            "No indicator is chosen, and no field has the name of one. Choose the indicator fields.",
        )
    if len(values) < 2:
        raise InputError(
            "too_few_units", "Scoring compares units; the layer has {count}. Give at least two.", count=len(values)
        )
    fill = {**dict.fromkeys(options.median, "median"), **dict.fromkeys(options.worst, "worst")}
    return prepare_figures(values, options.costs, fill, options.logs, options.normalisations, options.layer)


def _check_options(options: ScoreOptions) -> None:
    for parameter, value, known in (
        ("WEIGHTING", options.weighting, WEIGHTINGS),
        ("NORMALISATION", options.normalisation, NORMALISATIONS),
        ("AGGREGATION", options.aggregation, AGGREGATIONS),
        ("OBJECTIVE", options.objective, OBJECTIVES),
        ("COMBINATION", options.combination, COMBINATIONS),
        ("COMBINE", options.judging.combine, COMBINE),
        ("INCONSISTENT", options.judging.inconsistent, INCONSISTENT),
    ):
        if value not in known:
            raise InputError(
                "not_supported",
                "{parameter} does not know {value}. Choose one of: {choices}.",
                parameter=parameter,
                value=value,
                choices=", ".join(known),
            )
    if not 0 <= options.alpha <= 1:
        raise InputError(
            "not_supported",
            "ALPHA is {value}; it is the share of the judged weights, from 0 to 1.",
            value=options.alpha,
        )


@dataclass(frozen=True)
class _Weighed:
    weights: NDArray
    ratio: Optional[float] = None
    warnings: tuple[Message, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


def _weights(
    figures: Figures,
    indicators: list[str],
    options: ScoreOptions,
    judgements: Tables,
    own: Optional[pd.DataFrame],
) -> _Weighed:
    warnings: list[Message] = []
    if judgements is not None and options.weighting not in ("ahp", "combined"):
        warnings.append(
            message("The judgements are not used: weighting {weighting} needs none.", weighting=options.weighting)
        )
    if own is not None and options.weighting != "own":
        warnings.append(
            message("The table of weights is not used: weighting {weighting} needs none.", weighting=options.weighting)
        )
    if options.weighting == "equal":
        return _Weighed(equal_weights(len(indicators)), warnings=tuple(warnings))
    if options.weighting == "own":
        if own is None:
            raise InputError(
                "missing_weights",
                "Weighting own needs weights. Give WEIGHTS_TABLE or OWN_WEIGHTS, or choose another weighting.",
            )
        weights, notes = own_weights(own, indicators, options.names)
        return _Weighed(weights, warnings=(*warnings, *notes))
    if options.weighting in OBJECTIVES:
        return _Weighed(
            objective_weights(figures.normalised("minmax", own=False), options.weighting), None, (*warnings,)
        )
    if judgements is None:
        raise InputError(
            "missing_judgements",
            "Weighting {weighting} needs a table of pairwise judgements. Give JUDGEMENTS or choose another weighting.",
            weighting=options.weighting,
        )
    judged = judged_weights(judgements, indicators, options.groups, options.names, options.judging)
    weights = judged.weights
    if options.weighting == "combined":
        objective = objective_weights(figures.normalised("minmax", own=False), options.objective)
        weights = combined_weights(weights, objective, options.combination, options.alpha)
    return _Weighed(weights, judged.ratio, (*warnings, *judged.warnings), judged.comparisons)


def _scores(
    matrix: NDArray, weights: NDArray, table: pd.DataFrame, options: ScoreOptions
) -> tuple[pd.DataFrame, Optional[float]]:
    score = aggregate(matrix, weights, options.aggregation)
    columns: dict[str, NDArray] = {"score": score, "rank": ranks(score)}
    group_of = [options.groups.get(column, "other") for column in table.columns]
    if set(group_of) != {"other"}:
        for group in dict.fromkeys(group_of):
            inside = np.array([own == group for own in group_of])
            columns[f"score_{group}"] = aggregate(matrix[:, inside], weights[inside], options.aggregation)
    other = next(method for method in AGGREGATIONS if method != options.aggregation)
    second = aggregate(matrix, weights, other)
    columns[f"{other}_score"], columns[f"{other}_rank"] = second, ranks(second)
    return pd.DataFrame(columns, index=table.index), agreement(score, second)
