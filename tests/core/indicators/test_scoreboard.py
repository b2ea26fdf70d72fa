"""The scoreboard against the scoring itself, and why a unit has its rank against leaving indicators out one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from village_planner.core.errors import InputError
from village_planner.core.indicators.catalogue import IndicatorCatalogue, load_indicators
from village_planner.core.indicators.own_weights import own_weights, weights_in_text
from village_planner.core.indicators.score import score_units
from village_planner.core.indicators.scoreboard import Scoreboard, options_of
from village_planner.core.tables.score_report import Ranks, score_report

CATALOGUES = Path(__file__).resolve().parents[3] / "resources" / "catalogues"
CODES = ["A1", "A2", "A9", "B2", "B3", "C1"]


@pytest.fixture(scope="module")
def catalogue() -> IndicatorCatalogue:
    return load_indicators(CATALOGUES / "indicators.json", CATALOGUES / "indicators.schema.json")


@pytest.fixture(scope="module")
def values() -> pd.DataFrame:
    figures = np.random.default_rng(3).lognormal(size=(12, len(CODES))).round(3)
    return pd.DataFrame(figures, index=[f"u{i:02d}" for i in range(12)], columns=CODES)


@pytest.fixture(scope="module")
def board(values: pd.DataFrame, catalogue: IndicatorCatalogue) -> Scoreboard:
    return Scoreboard(values, catalogue, "township", "乡镇")


@pytest.mark.parametrize("method", ["equal", "entropy", "critic"])
def test_ranks_are_those_of_the_scoring(board: Scoreboard, values: pd.DataFrame, method: str) -> None:
    options = options_of(board.indicators, "x")
    result = score_units(values, type(options)(**{**options.__dict__, "weighting": method, "random_sets": 5}))
    weighting = board.weigh(method)
    assert weighting.weights() == pytest.approx(result.weights.to_dict())
    ranked = board.rank(weighting)
    assert ranked.scores == pytest.approx(result.scores["score"].to_numpy())
    assert list(ranked.ranks) == list(result.scores["rank"])
    points = board.group_points(weighting)
    assert points.sum(axis=1) == pytest.approx(ranked.scores, abs=1e-9)
    for place, group in enumerate(weighting.groups):
        assert points[:, place] == pytest.approx(result.scores[f"score_{group}"].to_numpy(), abs=1e-9)


def test_why_a_unit_has_its_rank(board: Scoreboard) -> None:
    weighting = board.weigh("critic").move_indicator("A1", 0.7)
    weights, matrix = board.vector(weighting), board.ranking.matrix
    ranked = board.rank(weighting)
    for place, unit in enumerate(board.units):
        why = board.explain(weighting, unit)
        assert why.rank == ranked.ranks[place]
        assert sum(part.points for part in why.parts) == pytest.approx(why.score, abs=1e-9)
        without = {}
        for j, code in enumerate(board.ranking.indicators):
            rest = np.delete(matrix, j, axis=1) @ np.delete(weights, j)
            without[code] = 1 + int((rest > rest[place] + 1e-9).sum())
        most = max(abs(rank - why.rank) for rank in without.values())
        if most:
            assert why.without == without[why.deciding] and abs(why.without - why.rank) == most
        else:
            assert why.deciding == "" and why.without == why.rank


def test_own_weights_as_text(board: Scoreboard) -> None:
    weighting = board.weigh("entropy")
    text = ";".join(f"{code}={weight!r}" for code, weight in weighting.weights().items())
    weights, notes = own_weights(weights_in_text(text), list(board.ranking.indicators), {})
    assert weights == pytest.approx(board.vector(weighting), abs=1e-15) and notes == []
    assert weights_in_text(" A1 = 2 ；A2=0;").to_numpy().tolist() == [["A1", 2.0], ["A2", 0.0]]
    for wrong in ("A1", "A1=x", "=3", "A1=nan", "A1=1;A2"):
        with pytest.raises(InputError) as caught:
            weights_in_text(wrong)
        assert caught.value.code == "invalid_weights"


def test_the_tables(board: Scoreboard, catalogue: IndicatorCatalogue) -> None:
    weighting = board.weigh("entropy")
    given = Ranks(
        board=board,
        names={unit: f"{unit}镇" for unit in board.units},
        owners={},
        groups={group: catalogue.group(group).zh for group in weighting.groups},  # type: ignore[union-attr]
        weighting=weighting,
        ranked=board.rank(weighting),
        saved=board.rank(board.weigh("equal")),
        trials=board.trials(weighting),
        pair=(("等权", board.weigh("equal")), ("熵权法", weighting)),
    )
    report = score_report(given, "甲县", "方案一", "2025-01-01")
    ranks, weights, firm, shift = report.tables
    assert [row.values["rank"] for row in ranks.rows] == sorted(given.ranked.ranks)
    for row in ranks.rows:  # what is shown adds up
        parts = [row.values[f"group:{group}"] for group in weighting.groups]
        assert round(sum(parts), 4) == row.values["score"]  # type: ignore[arg-type]
        assert row.values["change"] == row.values["before"] - row.values["rank"]  # type: ignore[operator]
    for key in ("all", "first", "second"):
        assert round(sum(row.values[key] for row in weights.rows[:-1]), 2) == 100  # type: ignore[misc]
    assert len(firm.rows) == len(shift.rows) == 12
    assert sum(row.values["change"] for row in shift.rows) == pytest.approx(  # type: ignore[misc]
        (board.rank(board.weigh("equal")).ranks - given.ranked.ranks).sum()
    )
