"""How far a ranking hangs on its weights: trials with other weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..messages import Message, message
from ..task import SILENT, Task
from .aggregate import aggregate, ranks

LEFT_OUT = "left_out"  # the kind of trial that leaves one indicator out
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
    best_10, worst_10 …      best and worst rank by kind of trial; its own rank where a kind has no trial
    decides      position of the indicator whose leaving out moves the unit most (the first of equals), -1 where none
    decided_rank             the unit's rank without it
    top_hangs_on             positions of the indicators any one of which, left out, takes it into the top or out of it
    """
    kinds: dict[str, NDArray] = {f"{round(100 * change)}": changed(weights, change) for change in changes}
    kinds[LEFT_OUT] = left_out(weights)
    kinds["random"] = random_weights(weights, random_sets, seed)
    runs = sum(len(sets) for sets in kinds.values())
    own = ranks(aggregate(matrix, weights, method))
    hits: dict[str, NDArray] = {}
    best: dict[str, NDArray] = {}
    worst: dict[str, NDArray] = {}
    without = np.empty((0, len(matrix)), dtype=np.int64)
    done = 0
    for kind, sets in kinds.items():
        hits[kind] = np.zeros(len(matrix), dtype=np.int64)
        best[kind], worst[kind] = (own, own) if not len(sets) else (np.full(len(own), len(own)), np.ones_like(own))
        for part in _chunks(sets):
            task.report(done / runs)
            placed = ranks(aggregate(matrix, part, method))
            best[kind] = np.minimum(best[kind], placed.min(axis=0))
            worst[kind] = np.maximum(worst[kind], placed.max(axis=0))
            hits[kind] += (placed <= top).sum(axis=0)
            done += len(part)
            if kind == LEFT_OUT:
                without = np.vstack([without, placed])
    tried = [kind for kind, sets in kinds.items() if len(sets)]
    columns: dict[str, object] = {
        "rank": own,
        "runs": np.full(len(own), runs),
        "top": np.full(len(own), top),
        "top_share": sum(hits.values()) / runs if runs else (own <= top).astype(float),
        "best_rank": np.min([best[kind] for kind in tried], axis=0) if tried else own,
        "worst_rank": np.max([worst[kind] for kind in tried], axis=0) if tried else own,
    }
    for kind, sets in kinds.items():
        columns[f"share_{kind}"] = hits[kind] / len(sets) if len(sets) else np.full(len(own), np.nan)
    for kind in kinds:
        columns[f"best_{kind}"], columns[f"worst_{kind}"] = best[kind], worst[kind]
    return pd.DataFrame({**columns, **_deciding(own, without, np.flatnonzero(weights > 0), top)})


def _deciding(own: NDArray, without: NDArray, used: NDArray, top: int) -> dict[str, object]:
    """Which single indicator decides: without (k, units) ranks with each of the `used` left out, or none."""
    if not len(without):
        return {"decides": np.full(len(own), -1), "decided_rank": own, "top_hangs_on": [()] * len(own)}
    move = np.abs(without - own)
    most = move.argmax(axis=0)
    moves = move.max(axis=0) > 0
    crosses = (without <= top) != (own <= top)
    return {
        "decides": np.where(moves, used[most], -1),
        "decided_rank": without[most, np.arange(len(own))],
        "top_hangs_on": [tuple(int(i) for i in used[column]) for column in crosses.T],
    }


def in_words(table: pd.DataFrame, indicators: Sequence[str]) -> list[Message]:
    """What decides each unit's rank, a sentence or two per row of `stability`; indicators: their names."""
    return [
        message("{move} {membership}", move=_move(row, indicators), membership=_membership(row, indicators))
        for row in table.itertuples(index=False)
    ]


def _move(row: Any, indicators: Sequence[str]) -> Message:
    if row.decides < 0:
        return message("Leaving out any one indicator does not move it.")
    return message(
        "Leaving out {indicator} moves it most: from rank {rank} to {without}.",
        indicator=indicators[row.decides],
        rank=row.rank,
        without=row.decided_rank,
    )


def _membership(row: Any, indicators: Sequence[str]) -> Message:
    among = row.rank <= row.top
    if not row.top_hangs_on:
        if among:
            return message("It is among the first {top} whichever indicator is left out.", top=row.top)
        return message("It is not among the first {top} whichever indicator is left out.", top=row.top)
    names = ", ".join(indicators[i] for i in row.top_hangs_on)
    if among:
        return message(
            "Without any one of these it would not be among the first {top}: {indicators}.",
            top=row.top,
            indicators=names,
        )
    return message(
        "Without any one of these it would be among the first {top}: {indicators}.", top=row.top, indicators=names
    )


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
