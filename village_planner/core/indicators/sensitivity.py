"""How far a ranking hangs on its weights: trials with other weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..task import SILENT, Task
from .aggregate import aggregate, ranks

CHUNK = 128  # sets of weights worked on at once: bounds memory, and the wait for the cancel button


def stability(
    matrix: NDArray,
    weights: NDArray,
    method: str,
    top: int,
    changes: Sequence[float] = (0.1, 0.2),
    random_sets: int = 1000,
    seed: int = 1,
    task: Task = SILENT,
) -> pd.DataFrame:
    """Rank the units anew under many sets of weights.

    matrix   (units, indicators) normalised    weights (indicators,)    method  weighted_sum or topsis
    top      units that count as the top       changes  relative changes of one weight at a time, up and down
    random_sets  sets drawn evenly from all possible weights of the indicators that weigh anything

    Trials: each change of each weight (the others in proportion, so that the sum stays 1), each indicator left out,
    and the random sets. Returns a row per unit:
    rank         under the weights given
    runs, top    number of trials, and of units that count as the top
    top_share    share of all trials in which the unit is among the top (rank <= top)
    best_rank, worst_rank    over all trials
    share_10 …   the same share under changes of 10 % …, share_left_out, share_random by kind of trial
    """
    kinds: dict[str, NDArray] = {f"share_{round(100 * change)}": changed(weights, change) for change in changes}
    kinds["share_left_out"] = left_out(weights)
    kinds["share_random"] = random_weights(weights, random_sets, seed)
    units = len(matrix)
    best, worst = np.full(units, units), np.ones(units, dtype=np.int64)
    hits = {kind: np.zeros(units, dtype=np.int64) for kind in kinds}
    runs = sum(len(sets) for sets in kinds.values())
    done = 0
    for kind, sets in kinds.items():
        for part in _chunks(sets):
            task.report(done / runs)
            placed = ranks(aggregate(matrix, part, method))
            best, worst = np.minimum(best, placed.min(axis=0)), np.maximum(worst, placed.max(axis=0))
            hits[kind] += (placed <= top).sum(axis=0)
            done += len(part)
    own = ranks(aggregate(matrix, weights, method))
    columns: dict[str, object] = {
        "rank": own,
        "runs": np.full(units, runs),
        "top": np.full(units, top),
        "top_share": sum(hits.values()) / runs if runs else (own <= top).astype(float),
        "best_rank": best if runs else own,
        "worst_rank": worst if runs else own,
    }
    for kind, sets in kinds.items():
        columns[kind] = hits[kind] / len(sets) if len(sets) else np.full(units, np.nan)
    return pd.DataFrame(columns)


def changed(weights: NDArray, change: float) -> NDArray:
    """Each weight above 0 raised and lowered by the relative `change`, then all scaled to sum to 1: (2 k, n)."""
    sets = []
    for i in np.flatnonzero(weights > 0):
        for factor in (1 + change, 1 - change):
            other = weights.copy()
            other[i] *= factor
            sets.append(other / other.sum())
    return np.array(sets).reshape(-1, len(weights))


def left_out(weights: NDArray) -> NDArray:
    """Each indicator above 0 left out in turn: (k, n); none where only one weighs anything."""
    used = np.flatnonzero(weights > 0)
    sets = np.repeat(weights[None, :], len(used) if len(used) > 1 else 0, axis=0)
    for row, i in enumerate(used[: len(sets)]):
        sets[row, i] = 0.0
    return sets / sets.sum(axis=1, keepdims=True)


def random_weights(weights: NDArray, count: int, seed: int) -> NDArray:
    """`count` sets drawn evenly from the simplex over the indicators above 0: (count, n)."""
    used = weights > 0
    sets = np.zeros((count, len(weights)))
    sets[:, used] = np.random.default_rng(seed).dirichlet(np.ones(used.sum()), size=count)
    return sets


def _chunks(sets: NDArray) -> Iterator[NDArray]:
    for start in range(0, len(sets), CHUNK):
        yield sets[start : start + CHUNK]
