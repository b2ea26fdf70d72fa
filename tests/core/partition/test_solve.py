"""Plans against an independent checker and against brute force on small counties."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from partition_oracle import grid, grid_pairs, keeps_rules, plans, raw_terms, weighted

from village_planner.core.errors import Cancelled, InfeasibleError
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, Units, read_units
from village_planner.core.partition.solve import Solution, solve
from village_planner.core.task import Task

# Shrinking a county takes minutes and the county that fails is small already.
UNSHRUNK = (Phase.explicit, Phase.generate)
BIASES = ("similarity", "compactness", "boundary", "flow", "stability")


@st.composite
def counties(draw: Any) -> dict[str, Any]:
    """A county of 4 to 9 units with any mixture of rules and weights."""
    width, height = draw(st.sampled_from([(2, 2), (3, 2), (4, 2), (3, 3), (5, 1), (7, 1)]))
    n = width * height
    column = st.lists(st.integers(0, 9), min_size=n, max_size=n)

    def labels(of: str, share: float = 0.35) -> Optional[list[str]]:
        if draw(st.floats(0, 1)) > share:
            return None
        values = draw(st.lists(st.sampled_from(["", "", "", *of]), min_size=n, max_size=n))
        return values

    def some(share: float) -> Optional[list[bool]]:
        return draw(st.lists(st.booleans(), min_size=n, max_size=n)) if draw(st.floats(0, 1)) < share else None

    parent = ["a" if i < n // 2 else "b" for i in range(n)] if draw(st.floats(0, 1)) < 0.3 else None
    township = draw(st.lists(st.sampled_from("xyz"), min_size=n, max_size=n)) if draw(st.booleans()) else None
    flows = draw(
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.integers(0, 5)), max_size=8)
    )  # fmt: skip
    return {
        "size": (width, height),
        "population": draw(column),
        "features": [draw(column) for _ in range(draw(st.integers(0, 2)))],
        "districts": draw(st.integers(2, min(4, n))),
        "tolerance": draw(st.sampled_from([None, None, 10, 25, 40, 60, 100])),
        "minimum": draw(st.sampled_from([None, None, None, 3])),
        "maximum": draw(st.sampled_from([None, None, None, 30])),
        "min_units": draw(st.sampled_from([None, None, 2])),
        "max_units": draw(st.sampled_from([None, None, 4])),
        "parent": parent,
        "township": township,
        "max_crossing": draw(st.integers(0, 2)) if township else None,
        "contains": some(0.3),
        "together": labels("p"),
        "apart": labels("q"),
        "lock": labels("12", 0.2),
        "centre": [draw(st.integers(0, 3)) == 0 for _ in range(n)] if draw(st.floats(0, 1)) < 0.2 else None,
        "reference": labels("12", 0.5),
        "flows": flows,
        "weights": {term: draw(st.sampled_from([0, 0, 1, 2.5])) for term in BIASES},
    }


def build(county: dict[str, Any]) -> tuple[Units, Rules]:
    width, height = county["size"]
    n = width * height
    names = ("parent", "township", "contains", "together", "apart", "lock", "centre", "reference")
    columns = {name: county[name] for name in names if county[name] is not None}
    features = {f"f{i}": values for i, values in enumerate(county["features"])}
    frame = grid(width, height, population=county["population"], **columns, **features)
    rules = Rules(
        code="code",
        districts=county["districts"],
        population="population",
        tolerance=county["tolerance"],
        population_min=county["minimum"],
        population_max=county["maximum"],
        max_crossing=county["max_crossing"],
        similarity=tuple(features),
        weights=county["weights"],
        min_units=county["min_units"],
        max_units=county["max_units"],
        **{name: name for name in columns},
    )
    flows = pd.DataFrame(
        [(f"{a:02d}", f"{b:02d}", v) for a, b, v in county["flows"]], columns=["from_code", "to_code", "value"]
    )
    assert n == len(frame)
    return read_units(frame, rules, flows if len(flows) else None), rules


def checks(county: dict[str, Any]) -> dict[str, Any]:
    names = ("tolerance", "minimum", "maximum", "parent", "township", "max_crossing", "contains", "together", "apart")
    return {
        **{name: county[name] for name in (*names, "lock", "centre", "min_units", "max_units", "districts")},
        "population": county["population"],
    }


def oracle_objective(county: dict[str, Any], labels: list[Any]) -> float:
    width, height = county["size"]
    n = width * height
    data = {
        "xy": [((i % width) * 1000.0, (i // width) * 1000.0) for i in range(n)],
        "population": county["population"],
        "features": [list(row) for row in zip(*county["features"])] or [[] for _ in range(n)],
        "flows": county["flows"],
        "reference": county["reference"],
        "centre": county["centre"],
    }
    pairs = grid_pairs(width, height)
    terms = raw_terms(labels, pairs, **data)
    return weighted(terms, county["weights"], pairs, county["parent"] or [""] * n, **data)


def best_by_hand(county: dict[str, Any]) -> Optional[float]:
    width, height = county["size"]
    pairs, rules = grid_pairs(width, height), checks(county)
    fitting = (plan for plan in plans(width * height, county["districts"]) if keeps_rules(plan, pairs, **rules))
    return min((oracle_objective(county, plan) for plan in fitting), default=None)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=UNSHRUNK)
@given(counties())
def test_small_counties_agree_with_brute_force(county: dict[str, Any]) -> None:
    agree(county)


@pytest.mark.fuzz
@settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
@given(counties())
def test_many_small_counties_agree_with_brute_force(county: dict[str, Any]) -> None:
    agree(county)


def agree(county: dict[str, Any]) -> None:
    units, rules = build(county)
    best = best_by_hand(county)
    try:
        solution = solve(units, rules, "quick")
    except InfeasibleError as error:
        assert best is None, f"a plan exists: {error}"
        assert error.code not in ("no_plan_found", "crossing_not_found"), "every small county is decided for certain"
        return
    assert best is not None, "the solver gave a plan where none keeps the rules"
    labels = solution.assigned.tolist()
    assert keeps_rules(labels, grid_pairs(*county["size"]), **checks(county))
    assert math.isclose(solution.evaluation.terms.objective, oracle_objective(county, labels), abs_tol=1e-9)
    assert solution.proven
    assert math.isclose(solution.evaluation.terms.objective, best, rel_tol=1e-6, abs_tol=1e-8)
    assert solution.bound <= best + 1e-9


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
    assert ((solution.stability >= 0) & (solution.stability <= 1)).all() and solution.stability.min() < 1


def test_the_same_seed_gives_the_same_plan() -> None:
    frame = random_county(9, 6, 8)
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
