"""Trials of a ranking against plain loops."""

from __future__ import annotations

import numpy as np
import pytest

from village_planner.core.errors import Cancelled
from village_planner.core.indicators.sensitivity import changed, in_words, left_out, random_weights, stability
from village_planner.core.task import Task

MATRIX = np.array([[1.0, 0.0, 0.4], [0.9, 0.3, 0.0], [0.2, 1.0, 0.9], [0.0, 0.4, 1.0], [0.5, 0.5, 0.5]])
WEIGHTS = np.array([0.5, 0.3, 0.2])


def rank_of(scores: list[float]) -> list[int]:
    return [1 + sum(other > score for other in scores) for score in scores]


def test_changed_weights_by_hand() -> None:
    sets = changed(np.array([0.5, 0.5, 0.0]), 0.2)
    assert sets == pytest.approx(
        np.array(
            [[0.6 / 1.1, 0.5 / 1.1, 0], [0.4 / 0.9, 0.5 / 0.9, 0], [0.5 / 1.1, 0.6 / 1.1, 0], [0.5 / 0.9, 0.4 / 0.9, 0]]
        )
    )


def test_left_out_by_hand() -> None:
    assert left_out(WEIGHTS) == pytest.approx(np.array([[0, 0.6, 0.4], [5 / 7, 0, 2 / 7], [0.625, 0.375, 0]]))
    assert left_out(np.array([0.0, 1.0])).shape == (0, 2)


def test_random_weights_are_weights_and_seeded() -> None:
    sets = random_weights(np.array([0.7, 0.0, 0.3]), 200, 7)
    assert sets.sum(axis=1) == pytest.approx(1)
    assert (sets[:, 1] == 0).all()
    assert sets.min() >= 0
    assert (sets == random_weights(np.array([0.7, 0.0, 0.3]), 200, 7)).all()
    assert not (sets == random_weights(np.array([0.7, 0.0, 0.3]), 200, 8)).all()
    # drawn evenly: the first of two weights is uniform on 0..1
    assert sets[:, 0].mean() == pytest.approx(0.5, abs=0.06)


def test_stability_as_a_plain_loop() -> None:
    sets = [*changed(WEIGHTS, 0.1), *changed(WEIGHTS, 0.2), *left_out(WEIGHTS), *random_weights(WEIGHTS, 300, 4)]
    all_ranks = [rank_of([round(sum(w * r for w, r in zip(weights, row)), 10) for row in MATRIX]) for weights in sets]
    table = stability(MATRIX, WEIGHTS, "weighted_sum", 2, (0.1, 0.2), 300, 4)
    assert table["runs"].tolist() == [len(sets)] * 5
    for unit in range(5):
        own = [ranks[unit] for ranks in all_ranks]
        row = table.iloc[unit]
        assert row["top_share"] == pytest.approx(sum(r <= 2 for r in own) / len(own))
        assert (row["best_rank"], row["worst_rank"]) == (min(own), max(own))
        assert row["share_10"] == pytest.approx(sum(r <= 2 for r in own[:6]) / 6)
        assert row["share_20"] == pytest.approx(sum(r <= 2 for r in own[6:12]) / 6)
        assert row["share_left_out"] == pytest.approx(sum(r <= 2 for r in own[12:15]) / 3)
        assert row["share_random"] == pytest.approx(sum(r <= 2 for r in own[15:]) / 300)
        for kind, part in (("10", own[:6]), ("20", own[6:12]), ("left_out", own[12:15]), ("random", own[15:])):
            assert (row[f"best_{kind}"], row[f"worst_{kind}"]) == (min(part), max(part))
        moves = [abs(rank - row["rank"]) for rank in own[12:15]]
        assert row["decides"] == (moves.index(max(moves)) if max(moves) else -1)
        assert row["decided_rank"] == own[12 + moves.index(max(moves))]
        assert row["top_hangs_on"] == tuple(i for i, r in enumerate(own[12:15]) if (r <= 2) != (row["rank"] <= 2))


def test_a_unit_best_in_everything_is_always_first() -> None:
    matrix = np.vstack([np.ones(3), MATRIX * 0.9])
    for method in ("weighted_sum", "topsis"):
        table = stability(matrix, WEIGHTS, method, 1)
        assert table.loc[0, ["top_share", "best_rank", "worst_rank"]].tolist() == [1.0, 1, 1]


def test_it_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        stability(MATRIX, WEIGHTS, "weighted_sum", 2, task=Task(is_cancelled=lambda: True))


def test_the_indicator_that_decides_by_hand() -> None:
    # equal weights: a 0.6, b 0.55, c 0.5, d 0; without x: a 0.2, b 0.6, c 0.5; without y: a 1, b 0.5, c 0.5
    matrix = np.array([[1.0, 0.2], [0.5, 0.6], [0.5, 0.5], [0.0, 0.0]])
    table = stability(matrix, np.array([0.5, 0.5]), "weighted_sum", 1, random_sets=0)
    assert table["rank"].tolist() == [1, 2, 3, 4]
    assert table["decides"].tolist() == [0, 0, 0, -1]
    assert table["decided_rank"].tolist() == [3, 1, 2, 4]
    assert table["top_hangs_on"].tolist() == [(0,), (0,), (), ()]
    assert [str(words) for words in in_words(table, ["A1 output", "C1 beds"])] == [
        "Leaving out A1 output moves it most: from rank 1 to 3. "
        "Without any one of these it would not be among the first 1: A1 output.",
        "Leaving out A1 output moves it most: from rank 2 to 1. "
        "Without any one of these it would be among the first 1: A1 output.",
        "Leaving out A1 output moves it most: from rank 3 to 2. "
        "It is not among the first 1 whichever indicator is left out.",
        "Leaving out any one indicator does not move it. It is not among the first 1 whichever indicator is left out.",
    ]


def test_a_single_indicator_cannot_be_left_out() -> None:
    table = stability(MATRIX[:, :1], np.ones(1), "weighted_sum", 2, random_sets=3)
    assert table["decides"].tolist() == [-1] * 5
    assert table["share_left_out"].isna().all()
    assert (table["best_left_out"] == table["rank"]).all() and table["top_hangs_on"].tolist() == [()] * 5
