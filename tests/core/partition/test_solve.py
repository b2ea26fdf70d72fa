"""Plans of larger counties and of real places against an independent checker; small ones: test_fuzz.py."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from partition_oracle import grid, grid_pairs, keeps_rules

from village_planner.core.errors import Cancelled
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, read_units
from village_planner.core.partition.solve import Solution, solve
from village_planner.core.task import Task


# ---- larger counties
def random_county(width: int, height: int, seed: int) -> gpd.GeoDataFrame:
    rng = np.random.default_rng(seed)
    n = width * height
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    frame = grid(width, height, population=np.round(rng.lognormal(7, 0.5, n)))
    frame["f"] = np.sin(x.ravel() / 2) + rng.normal(0, 0.3, n)
    frame["g"] = np.cos(y.ravel() / 2) + rng.normal(0, 0.3, n)
    frame["township"] = [f"t{i // 3}-{j // 3}" for i, j in zip(y.ravel(), x.ravel())]
    frame["parent"] = ["east" if i >= width // 2 else "west" for i in x.ravel()]
    return frame


def run(frame: gpd.GeoDataFrame, effort: str = "quick", seed: int = 1, alternatives: int = 0, **rules: Any) -> Solution:
    asked = Rules(code="code", population="population", similarity=("f", "g"), **rules)
    return solve(read_units(frame, asked), asked, effort, alternatives, seed)


def fits(frame: gpd.GeoDataFrame, solution: Solution, size: tuple[int, int], **rules: Any) -> bool:
    return keeps_rules(
        solution.assigned.tolist(), grid_pairs(*size), population=frame["population"].tolist(), **rules
    )  # fmt: skip


def test_a_county_of_33_townships_is_proven_optimal() -> None:
    frame = random_county(11, 3, 3)
    solution = run(frame, districts=5, tolerance=15)
    assert fits(frame, solution, (11, 3), districts=5, tolerance=15)
    assert solution.proven and solution.gap <= 1e-6


def test_nested_districts_keep_parents_band_and_crossings() -> None:
    frame = random_county(12, 9, 5)
    rules: dict[str, Any] = {"districts": 24, "tolerance": 40}
    solution = run(frame, **rules, parent="parent", township="township", max_crossing=2)
    columns = {name: frame[name].tolist() for name in ("parent", "township")}
    assert fits(frame, solution, (12, 9), **rules, **columns, max_crossing=2)
    assert 0 <= solution.bound <= solution.evaluation.terms.objective
    assert all(code.startswith(parent) for code, parent in zip(solution.assigned, frame["parent"]))


def test_a_search_without_proof_still_keeps_every_rule() -> None:
    frame = random_county(12, 8, 6)
    solution = run(frame, districts=4, tolerance=3)
    assert fits(frame, solution, (12, 8), districts=4, tolerance=3)
    assert not solution.proven and solution.bound == 0


def test_alternatives_are_valid_and_different() -> None:
    frame = random_county(11, 3, 3)
    solution = run(frame, districts=5, tolerance=25, alternatives=4)
    assert len(solution.alternatives) == 4
    seen = {frozenset(frame.groupby(solution.assigned)["code"].agg(tuple))}
    for plan in solution.alternatives:
        assert keeps_rules(
            plan.tolist(), grid_pairs(11, 3), districts=5, tolerance=25, population=frame["population"].tolist()
        )
        seen.add(frozenset(frame.groupby(plan)["code"].agg(tuple)))
    assert len(seen) == 5
    assert solution.stability is not None
    shares = solution.stability.units
    assert ((shares >= 0) & (shares <= 1)).all() and shares.min() < 1


def test_the_same_seed_gives_the_same_plan() -> None:
    frame = random_county(7, 5, 8)
    first, again = (run(frame, districts=5, tolerance=10, seed=4) for _ in range(2))
    assert first.assigned.tolist() == again.assigned.tolist()
    assert first.evaluation.terms == again.evaluation.terms


def test_cancel_stops_the_search() -> None:
    frame = random_county(12, 8, 8)
    rules = Rules(code="code", population="population", districts=5)
    units = read_units(frame, rules)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 20

    with pytest.raises(Cancelled):
        solve(units, rules, task=Task(is_cancelled=cancelled))


def test_costs_of_districts_sum_to_the_objective() -> None:
    frame = random_county(6, 5, 9)
    frame["old"] = [str(i % 4) for i in range(30)]
    weights = {"similarity": 1.0, "compactness": 2.0, "boundary": 0.5, "flow": 3.0, "stability": 0.7}
    rules = Rules(code="code", population="population", similarity=("f", "g"), reference="old", weights=weights)
    rng = np.random.default_rng(2)
    ends = rng.integers(0, 30, (80, 2))
    flows = pd.DataFrame(
        {
            "from_code": [f"{i:02d}" for i in ends[:, 0]],
            "to_code": [f"{i:02d}" for i in ends[:, 1]],
            "value": rng.random(80),
        }
    )
    objective = Objective(read_units(frame, rules, flows), rules)
    labels = rng.integers(0, 5, 30)
    members = np.array([labels == d for d in range(5)])
    total = objective.constant + objective.costs(members).sum()
    assert math.isclose(total, objective.terms(labels).objective, rel_tol=1e-9)


# ---- real places
@pytest.mark.parametrize("tolerance", [10, 15])
def test_ph_lanao_townships(shared_data: Path, tolerance: float) -> None:
    townships = gpd.read_file(shared_data / "ph_lanao.gpkg", layer="township")
    rules = Rules(code="code", population="population", districts=5, tolerance=tolerance)
    units = read_units(townships, rules)
    solution = solve(units, rules, "quick")
    pairs = [(int(i), int(j)) for i, j in units.contiguity.pairs]
    people = townships["population"].tolist()
    assert keeps_rules(solution.assigned.tolist(), pairs, districts=5, tolerance=tolerance, population=people)
    assert solution.proven


def test_ph_lanao_villages(shared_data: Path) -> None:
    villages = gpd.read_file(shared_data / "ph_lanao.gpkg", layer="village")
    rules = Rules(code="code", population="population", districts=5, tolerance=10)
    units = read_units(villages, rules)
    solution = solve(units, rules, "quick")
    pairs = [(int(i), int(j)) for i, j in units.contiguity.pairs]
    people = villages["population"].tolist()
    assert keeps_rules(solution.assigned.tolist(), pairs, districts=5, tolerance=10, population=people)


@pytest.mark.parametrize(
    ("state", "districts", "low", "high", "best"),
    [("ID", 2, 779873, 787709, 10), ("ME", 2, 660860, 667501, 16), ("NM", 3, 682962, 689824, 17)],
)
def test_fewest_cut_edges_reach_the_published_optimum(
    shared_data: Path, state: str, districts: int, low: float, high: float, best: int
) -> None:
    counties_ = gpd.read_file(shared_data / "us_counties.gpkg", layer=f"county_{state}")
    rules = Rules(
        code="code",
        population="population",
        districts=districts,
        population_min=low,
        population_max=high,
        weights={"boundary": 1.0},
    )
    solution = solve(read_units(counties_, rules), rules)
    assert solution.evaluation.terms.boundary == best
    assert solution.bound <= solution.evaluation.terms.objective
