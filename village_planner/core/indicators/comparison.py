"""Two candidates side by side: by what the one is better, by how much, and what would turn the choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from .aggregate import SCORE_DECIMALS
from .candidates import Candidates
from .centre_rules import SCORE

TENFOLD = 10.0  # a weight raised beyond this many times says nothing to anybody,
DOUBLED = 1.0  # nor does a figure changed by more than this share of itself


@dataclass(frozen=True)
class Turn:
    """The one change that turns a choice with the least effort: of a criterion's weight, or of the loser's figure."""

    criterion: int
    before: float
    after: float


@dataclass(frozen=True)
class Comparison:
    """A candidate that goes before another.

    first, second   rows
    margin          merit of the first less that of the second; below 0 where something else put it first
    better, worse   criteria in which the first is better or worse, the most telling one first
    weight          the weight that would turn the merits; None: no single one
    figure          the figure of the second that would turn them, within what the county's candidates have
    """

    first: int
    second: int
    margin: float
    better: tuple[int, ...]
    worse: tuple[int, ...]
    weight: Optional[Turn]
    figure: Optional[Turn]


def compare(candidates: Candidates, first: int, second: int) -> Comparison:
    """Compare two eligible rows by the criteria of merit."""
    weights = candidates.weights
    ahead = candidates.scaled[first] - candidates.scaled[second]
    shares = weights * ahead / weights.sum()
    order = sorted(range(len(weights)), key=lambda k: (-abs(shares[k]), k))
    margin = round(float(candidates.merit[first] - candidates.merit[second]), SCORE_DECIMALS)
    return Comparison(
        first=first,
        second=second,
        margin=margin,
        better=tuple(k for k in order if shares[k] > 0),
        worse=tuple(k for k in order if shares[k] < 0),
        weight=turning_weight(weights, ahead) if margin > 0 else None,
        figure=_turning_figure(candidates, second, margin) if margin > 0 else None,
    )


def turning_weight(weights: NDArray, ahead: NDArray) -> Optional[Turn]:
    """The single weight whose change, in proportion the smallest, brings Σ weight x ahead from above 0 to 0.

    weights  (k,) above 0     ahead  (k,) scaled figures of the winner less those of the other
    A weight of 0 takes a criterion out. None where there is only one criterion, or no weight up to `TENFOLD` turns it.
    """
    total = float(weights @ ahead)
    best: Optional[Turn] = None
    for k in range(len(weights)):
        if ahead[k] == 0 or len(weights) == 1:
            continue
        after = float(weights[k] - total / ahead[k])
        if after < 0 or after > TENFOLD * weights[k]:
            continue
        if best is None or _effort(weights[k], after) < _effort(best.before, best.after):
            best = Turn(k, float(weights[k]), after)
    return best


def least_turn(candidates: Candidates, first: int, rivals: Sequence[int]) -> Optional[tuple[int, Turn]]:
    """The rival that goes before `first` at the smallest change of a single weight, and that change.

    At it no other rival is before `first` yet, so what is said of it holds.
    """
    best: Optional[tuple[int, Turn]] = None
    for rival in rivals:
        turn = turning_weight(candidates.weights, candidates.scaled[first] - candidates.scaled[rival])
        if turn is not None and (best is None or _effort(*_change(turn)) < _effort(*_change(best[1]))):
            best = rival, turn
    return best


def _change(turn: Turn) -> tuple[float, float]:
    return turn.before, turn.after


def _effort(before: float, after: float) -> float:
    return float("inf") if after == 0 else abs(float(np.log(after / before)))


def _turning_figure(candidates: Candidates, row: int, margin: float) -> Optional[Turn]:
    """The change of one of the row's own figures that makes up `margin`, in proportion the smallest; none beyond
    `DOUBLED`.

    Only where the figure stays between the county's least and greatest, and is not itself the only worst one: else the
    scale of all would move.
    """
    best, least = None, DOUBLED
    weights = candidates.weights
    for k, criterion in enumerate(candidates.criteria):
        if criterion.id == SCORE and candidates.level == "township" and not candidates.shortlist[row]:
            continue  # its score is told against the shortlist instead
        values = candidates.values[candidates.eligible, k]
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        own = candidates.values[row, k]
        if not np.isfinite([low, high, own]).all() or low == high or own == 0:
            continue
        step = margin * weights.sum() / weights[k]
        if candidates.scaled[row, k] + step > 1:
            continue
        if candidates.scaled[row, k] == 0 and (values == own).sum() == 1:
            continue
        change = step * (high - low)
        if change / abs(own) <= least:
            best = Turn(k, float(own), float(own - change if criterion.cost else own + change))
            least = change / abs(own)
    return best
