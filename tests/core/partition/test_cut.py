"""Fewest pairs cut: bound and plan against brute force and published optima."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pytest
import shapely
from partition_oracle import brute_force, keeps_rules

from village_planner.core.errors import Cancelled
from village_planner.core.partition.block import Block, make_blocks
from village_planner.core.partition.cut import WORK, CutResult, fewest_cut
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, read_units
from village_planner.core.partition.share import share_districts
from village_planner.core.partition.solve import lower_bound, solve
from village_planner.core.task import SILENT, Task

ENOUGH = WORK["quick"]
FIELDS = {"together": "together", "apart": "apart", "township": "township"}


def cells(n: int, rng: np.random.Generator, **columns: Any) -> gpd.GeoDataFrame:
    """n random cells (a Voronoi diagram in a box of 40 by 30 km) with lognormal population."""
    points = rng.random((n, 2)) * [40_000, 30_000] + [35_500_000, 3_400_000]
    box = shapely.box(35_500_000, 3_400_000, 35_540_000, 3_430_000)
    shapes = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=box))
    shapes = shapely.intersection(shapes, box)
    people = np.round(np.exp(rng.normal(8, 0.5, n)))
    codes = [f"{i:03d}" for i in range(n)]
    return gpd.GeoDataFrame({"code": codes, "population": people, **columns}, geometry=shapes, crs="EPSG:4523")


def block_of(frame: gpd.GeoDataFrame, districts: int, **rules: Any) -> Block:
    asked = Rules(
        code="code",
        population="population",
        districts=districts,
        **{"weights": {"boundary": 1.0}, **rules},
        **{name: field for name, field in FIELDS.items() if field in frame},
    )
    units = read_units(frame, asked)
    return make_blocks(units, asked, Objective(units, asked), share_districts(units, asked))[0]


def unit_pairs(block: Block) -> list[tuple[int, int]]:
    return [(int(i), int(j)) for i, j in block.unit_pairs]


def cut_of(labels: Any, pairs: list[tuple[int, int]]) -> int:
    return sum(labels[i] != labels[j] for i, j in pairs)


def rules_of(frame: gpd.GeoDataFrame, k: int, rules: dict[str, Any]) -> dict[str, Any]:
    """The same rules for the oracle."""
    given = {name: frame[field].tolist() for name, field in FIELDS.items() if field in frame}
    return {"districts": k, "population": frame["population"].tolist(), **given, **rules}


def fewest(frame: gpd.GeoDataFrame, pairs: list[tuple[int, int]], k: int, **rules: Any) -> Optional[int]:
    """The fewest pairs that a plan cuts: by looking at every plan. None where no plan keeps the rules."""
    asked = rules_of(frame, k, rules)
    data = {"xy": [(0.0, 0.0)] * len(frame), "population": asked["population"], "features": [[]] * len(frame)}
    best = brute_force(pairs, asked, data, {"boundary": 1.0})
    return None if best is None else cut_of(best.labels, pairs)


def random_case(seed: int) -> tuple[gpd.GeoDataFrame, int, dict[str, Any]]:
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(5, 12)), int(rng.integers(2, 5))
    columns: dict[str, Any] = {}
    rules: dict[str, Any] = {"tolerance": float(rng.choice([10, 25, 45, 80]))}
    if rng.random() < 0.3:
        columns["together"] = rng.choice(["", "", "p", "q"], n)
    if rng.random() < 0.2:
        columns["apart"] = rng.choice(["", "", "r"], n)
    if rng.random() < 0.3:
        columns["township"] = rng.choice(["x", "y"], n)
        rules["max_crossing"] = int(rng.integers(0, 3))
    if rng.random() < 0.3:
        rules["min_units"] = 2
    if rng.random() < 0.3:
        rules["max_units"] = 4
    return cells(n, rng, **columns), k, rules


def agree(block: Block, result: CutResult, best: Optional[int]) -> None:
    assert result.proven
    if best is None:
        assert result.bound == np.inf
        assert result.labels is None
        return
    assert result.cut == best
    inner = len(block.unit_pairs) - best
    assert result.bound == pytest.approx(-block.objective.weights["boundary"] * inner)


@pytest.mark.parametrize("seed", range(40))
def test_brute_force_agrees(seed: int) -> None:
    frame, k, rules = random_case(seed)
    block = block_of(frame, k, **rules)
    pairs = unit_pairs(block)
    best = fewest(frame, pairs, k, **rules)
    result = fewest_cut(block, None, ENOUGH, SILENT)
    agree(block, result, best)
    if best is not None:
        assert result.labels is not None
        labels = result.labels[block.node].tolist()
        assert cut_of(labels, pairs) == best
        assert keeps_rules(labels, pairs, **rules_of(frame, k, rules))
        # A plan at hand that is the best already is proven to be.
        again = fewest_cut(block, result.labels, ENOUGH, SILENT)
        agree(block, again, best)
        assert again.labels is None


@pytest.mark.parametrize("seed", [3, 8, 21])
@pytest.mark.parametrize("work", [0, 500, 3_000, 20_000])
def test_a_bound_holds_wherever_the_work_ends(seed: int, work: int) -> None:
    frame = cells(11, np.random.default_rng(seed))
    block = block_of(frame, 3, tolerance=30)
    pairs = unit_pairs(block)
    best = fewest(frame, pairs, 3, tolerance=30)
    assert best is not None
    result = fewest_cut(block, None, work, SILENT)
    assert 2 <= result.cut <= best
    if result.labels is not None:
        assert cut_of(result.labels, pairs) >= best
        assert keeps_rules(result.labels.tolist(), pairs, **rules_of(frame, 3, {"tolerance": 30}))


def test_other_weights_leave_the_bound_of_the_boundary() -> None:
    frame = cells(9, np.random.default_rng(4))
    alone = fewest_cut(block_of(frame, 3, tolerance=40), None, ENOUGH, SILENT)
    weights = {"boundary": 0.5, "compactness": 2.0}
    block = block_of(frame, 3, tolerance=40, weights=weights)
    beside = fewest_cut(block, None, ENOUGH, SILENT)
    assert beside.cut == alone.cut
    assert beside.bound == pytest.approx(alone.bound / 2)


def test_units_without_neighbours_and_several_parts() -> None:
    """Two rows of three cells far apart: no pair between them, so that two districts cut nothing."""
    rows = [shapely.box(x, y, x + 1000, y + 1000) for y in (0, 50_000) for x in (0, 1000, 2000)]
    frame = gpd.GeoDataFrame({"code": [*"abcdef"], "population": 1.0}, geometry=rows, crs="EPSG:32651")
    for k, cut in ((2, 0), (3, 1), (4, 2), (6, 4)):
        result = fewest_cut(block_of(frame, k), None, ENOUGH, SILENT)
        assert (result.cut, result.proven) == (cut, True)
    banded = fewest_cut(block_of(frame, 3, tolerance=0), None, ENOUGH, SILENT)
    assert (banded.bound, banded.proven) == (np.inf, True)


def test_cancel() -> None:
    block = block_of(cells(12, np.random.default_rng(1)), 3, tolerance=30)
    with pytest.raises(Cancelled):
        fewest_cut(block, None, ENOUGH, Task(is_cancelled=lambda: True))


@pytest.mark.parametrize(
    ("state", "districts", "low", "high", "best"),
    [
        ("ID", 2, 779873, 787709, 10),
        ("ME", 2, 660860, 667501, 16),
        ("NM", 3, 682962, 689824, 17),
        pytest.param("WV", 3, 614577, 620752, 23, marks=pytest.mark.fuzz),
    ],
)
def test_the_published_optimum_is_proven(
    shared_data: Path, state: str, districts: int, low: float, high: float, best: int
) -> None:
    frame = gpd.read_file(shared_data / "us_counties.gpkg", layer=f"county_{state}")
    block = block_of(frame, districts, population_min=low, population_max=high)
    result = fewest_cut(block, None, WORK["standard"], SILENT)
    assert (result.cut, result.proven) == (best, True)
    assert result.labels is not None
    pairs = unit_pairs(block)
    assert cut_of(result.labels, pairs) == best
    people = frame["population"].tolist()
    rules = {"minimum": low, "maximum": high, "population": people}
    assert keeps_rules(result.labels.tolist(), pairs, districts=districts, **rules)


def test_solve_proves_what_is_too_large_to_list() -> None:
    """36 cells into 2 districts have millions of possible ones."""
    frame = cells(36, np.random.default_rng(7))
    rules = Rules(code="code", population="population", districts=2, tolerance=1.0, weights={"boundary": 2.0})
    units = read_units(frame, rules)
    solution = solve(units, rules, "quick")
    assert solution.proven
    block = block_of(frame, 2, tolerance=1.0)
    result = fewest_cut(block, None, ENOUGH, SILENT)
    assert solution.evaluation.terms.boundary == result.cut
    drawn = lower_bound(units, rules, Objective(units, rules), solution.evaluation)
    assert drawn == pytest.approx(solution.evaluation.terms.objective)


def test_solve_keeps_the_bound_when_it_is_stopped() -> None:
    frame = cells(60, np.random.default_rng(3))
    rules = Rules(code="code", population="population", districts=3, tolerance=5.0, weights={"boundary": 1.0})
    units = read_units(frame, rules)
    best = solve(units, rules, "quick")
    assert best.proven
    asked = 0

    def stop_at(most: float) -> Task:
        nonlocal asked
        asked = 0

        def is_cancelled() -> bool:
            nonlocal asked
            asked += 1
            return asked > most

        return Task(is_cancelled=is_cancelled)

    solve(units, rules, "quick", task=stop_at(np.inf))
    stopped = solve(units, rules, "quick", task=stop_at(asked - 3), keep_best=True)
    assert stopped.cancelled
    at_least = 2 / len(units.contiguity.pairs)  # what needs no search: three districts are joined by two pairs
    assert 3 * at_least < stopped.bound <= best.evaluation.terms.objective <= stopped.evaluation.terms.objective


def test_a_state_of_sixty_counties_is_proven() -> None:
    """66 counties need two words of a mask; populations within half a per cent."""
    frame = cells(66, np.random.default_rng(2))
    block = block_of(frame, 5, tolerance=0.5)
    result = fewest_cut(block, None, WORK["standard"], SILENT)
    assert result.proven
    assert result.labels is not None
    pairs = unit_pairs(block)
    assert cut_of(result.labels, pairs) == result.cut
    people = frame["population"].tolist()
    assert keeps_rules(result.labels.tolist(), pairs, districts=5, population=people, tolerance=0.5)


def test_the_same_input_gives_the_same_plan() -> None:
    frame = cells(24, np.random.default_rng(5))
    first, second = (fewest_cut(block_of(frame, 3, tolerance=3), None, ENOUGH, SILENT) for _ in range(2))
    assert first.labels is not None
    assert second.labels is not None
    assert (first.labels.tolist(), first.used) == (second.labels.tolist(), second.used)
