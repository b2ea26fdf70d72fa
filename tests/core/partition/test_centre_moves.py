"""Moving one centre of a plan: figures against the independent oracle, and what must stay as it is."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import pytest
from partition_oracle import divisors, grid, grid_pairs, keeps_rules, raw_terms

from village_planner.core.errors import InputError
from village_planner.core.partition.centre_moves import CentreMoves
from village_planner.core.partition.problem import Rules

# Two parents of 4 x 3 units side by side, each of two districts; a centre in every corner district but "b-02".
WIDTH, HEIGHT = 8, 3
PARENT = ["a" if i % WIDTH < 4 else "b" for i in range(WIDTH * HEIGHT)]
PLAN = {f"{i:02d}": f"{PARENT[i]}-{1 + i % WIDTH % 4 // 2:02d}" for i in range(WIDTH * HEIGHT)}
CENTRES = ["08", "11", "13"]


def moves(locked: Any = (), tolerance: Optional[float] = 60) -> tuple[CentreMoves, dict[str, Any]]:
    rng = np.random.default_rng(5)
    population = rng.integers(50, 150, WIDTH * HEIGHT).astype(float).tolist()
    features = rng.normal(size=(WIDTH * HEIGHT, 2))
    frame = grid(WIDTH, HEIGHT, population=population, f0=features[:, 0], f1=features[:, 1], parent=PARENT)
    rules = Rules(code="code", population="population", tolerance=tolerance, similarity=("f0", "f1"), parent="parent",
                  weights={"similarity": 1.0, "compactness": 2.0, "boundary": 0.5})  # fmt: skip
    found = CentreMoves(frame, rules, locked)
    found.put(PLAN, CENTRES)
    xy = [(geometry.centroid.x, geometry.centroid.y) for geometry in frame.geometry]
    return found, {"xy": xy, "population": population, "features": features.tolist()}


def objective(data: dict[str, Any], plan: dict[str, str], centres: dict[str, str]) -> float:
    pairs, labels = grid_pairs(WIDTH, HEIGHT), [plan[f"{i:02d}"] for i in range(WIDTH * HEIGHT)]
    centre = [centres.get(f"{i:02d}", "") for i in range(WIDTH * HEIGHT)]
    terms, by = raw_terms(labels, pairs, **data, centre=centre), divisors(pairs, PARENT, **data)
    weights = {"similarity": 1.0, "compactness": 2.0, "boundary": 0.5}
    return sum(weight * terms[name] / by[name] for name, weight in weights.items())


def test_figures_are_those_of_the_plan() -> None:
    found, data = moves()
    centres = found.centres()
    assert {code: district for code, district in centres.items() if code in CENTRES} == {
        "08": "a-01", "11": "a-02", "13": "b-01",
    }  # fmt: skip
    assert sorted(centres.values()) == ["a-01", "a-02", "b-01", "b-02"]  # a stand-in for b-02
    assert found.figures.objective == pytest.approx(objective(data, PLAN, centres), abs=1e-12)
    people = {d: sum(data["population"][int(u)] for u, own in PLAN.items() if own == d) for d in centres.values()}
    shares = {d: 100 * (2 * p / sum(people[e] for e in people if e[0] == d[0]) - 1) for d, p in people.items()}
    worst = max(shares, key=lambda d: abs(shares[d]))
    assert (found.figures.district, found.figures.deviation) == (worst, pytest.approx(shares[worst]))


@pytest.mark.parametrize("to", ["09", "10", "01", "02"])
def test_a_move_is_the_best_plan_with_that_centre(to: str) -> None:
    found, data = moves()
    move = found.move("08", to)
    after = {**PLAN, **move.changes}
    centres = {**{code: own for code, own in found.centres().items() if code != "08"}, to: "a-01"}
    assert all(after[code] == own for code, own in centres.items())
    assert all(code in PLAN and PARENT[int(code)] == "a" for code in move.changes)  # the other parent stays
    assert move.before == found.figures
    assert move.after.objective == pytest.approx(objective(data, after, centres), abs=1e-12)
    inside = [i for i in range(WIDTH * HEIGHT) if PARENT[i] == "a"]
    pairs = [(inside.index(a), inside.index(b)) for a, b in grid_pairs(WIDTH, HEIGHT) if {a, b} <= set(inside)]
    people = [data["population"][i] for i in inside]
    best = np.inf
    for choice in range(2 ** len(inside)):
        west = {f"{unit:02d}" for bit, unit in enumerate(inside) if choice >> bit & 1}
        if to not in west or "11" in west:
            continue
        plan = {**PLAN, **{f"{i:02d}": "a-01" if f"{i:02d}" in west else "a-02" for i in inside}}
        labels = [plan[f"{i:02d}"] for i in inside]
        if keeps_rules(labels, pairs, districts=2, population=people, tolerance=60):
            best = min(best, objective(data, plan, centres))
    assert move.after.objective == pytest.approx(best, abs=1e-9)


def test_the_plan_in_hand_stays_until_it_is_put() -> None:
    found, _ = moves()
    move = found.move("08", "10")
    assert found.move("08", "10") == move
    assert found.move("08", "08").changes == {}
    after = {**PLAN, **move.changes}
    found.put(after, ["10", "11", "13"])
    assert found.figures.objective == pytest.approx(move.after.objective)
    back = found.move("10", "08")
    assert back.before == found.figures


def test_where_a_centre_cannot_go() -> None:
    found, _ = moves()
    for to, code in (("12", "another_parent"), ("11", "another_centre")):
        with pytest.raises(InputError) as error:
            found.move("08", to)
        assert error.value.code == code
    found, _ = moves(locked=["a-02"])
    with pytest.raises(InputError) as error:
        found.move("08", "10")
    assert error.value.code == "locked_district"
    assert found.move("08", "09").changes == {}  # nobody is free to come or go
    with pytest.raises(InputError) as error:
        found.put({**PLAN, "00": ""}, CENTRES)
    assert error.value.code == "unassigned"
