"""Annealing's running sums against costs taken afresh, and its plans against the rules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from partition_oracle import grid, grid_pairs, pieces

from village_planner.core.partition.anneal import Annealer, Schedule
from village_planner.core.partition.block import Block, make_blocks
from village_planner.core.partition.construct import first_plan, split
from village_planner.core.partition.improve import Found, search
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, read_units
from village_planner.core.partition.resplit import best_division, divide_pairs
from village_planner.core.task import SILENT

WIDTH, HEIGHT = 8, 6
N = WIDTH * HEIGHT


def block_of(districts: int = 6, tolerance: float = 40, flows: bool = False, **rules: Any) -> Block:
    rng = np.random.default_rng(3)
    columns = {name: list(values) for name, values in rules.pop("columns", {}).items()}
    frame = grid(WIDTH, HEIGHT, population=rng.integers(20, 60, N), f=rng.random(N), g=rng.random(N), **columns)
    asked = Rules(
        code="code",
        districts=districts,
        population="population",
        tolerance=tolerance,
        similarity=("f", "g"),
        **{"weights": {"similarity": 1.0, "compactness": 1.0, "boundary": 0.5}, **rules},
    )
    table = None
    if flows:
        ends = rng.integers(0, N, (80, 2))
        table = pd.DataFrame(
            {
                "from_code": [f"{a:02d}" for a in ends[:, 0]],
                "to_code": [f"{b:02d}" for b in ends[:, 1]],
                "value": rng.random(80),
            }
        )
    units = read_units(frame, asked, table)
    return make_blocks(units, asked, Objective(units, asked), np.array([districts]))[0]


def full() -> Block:
    """A block with every term and every rule."""
    marks = np.zeros(N, dtype=int)
    marks[::3] = 1
    lock = [""] * N
    lock[0], lock[N - 1] = "1", "2"
    together, apart, centre = [""] * N, [""] * N, [0] * N
    together[10], together[11], together[20], together[36] = "t", "t", "u", "u"
    apart[5], apart[7], apart[40] = "x", "x", "x"
    centre[3], centre[30] = 1, 1
    columns = {
        "mark": marks,
        "lock": lock,
        "together": together,
        "apart": apart,
        "centre": centre,
        "town": ["abcdef"[i // WIDTH] for i in range(N)],
        "old": ["pqr"[i % 3] if i % 5 else "" for i in range(N)],
    }
    return block_of(
        flows=True,
        columns=columns,
        weights={"similarity": 1.0, "compactness": 1.0, "boundary": 0.5, "flow": 1.0, "stability": 1.0},
        contains="mark",
        lock="lock",
        together="together",
        apart="apart",
        centre="centre",
        township="town",
        max_crossing=4,
        reference="old",
        min_units=3,
        max_units=14,
    )


def hot(block: Block, labels: NDArray) -> NDArray:
    return np.eye(block.k, dtype=bool)[labels].T


def connected(members: list[int], pairs: list[tuple[int, int]]) -> bool:
    return len(pieces(members, pairs)) == 1


def in_one_piece(block: Block, labels: NDArray) -> bool:
    pairs = [(int(i), int(j)) for i, j in zip(*block.graph.nonzero())]
    return all(connected(np.flatnonzero(labels == d).tolist(), pairs) for d in range(block.k))


@pytest.mark.parametrize("make", [block_of, full])
def test_running_sums_are_what_the_objective_says(make: Any) -> None:
    """After thousands of moves, swaps and moves taken back."""
    block = make()
    annealer, found = Annealer(block, False), Found()
    rng = np.random.default_rng(5)
    labels = first_plan(block, rng)
    unit = annealer.scale(labels, rng)
    annealer.set(labels)
    result, log = annealer._slice(8000, unit, 1.0, 10 * unit, False, 0.5, np.inf, rng)
    assert result.moves > 300
    found.remember(labels, log, result.moves)
    labels = np.array(annealer.moving.label)
    assert in_one_piece(block, labels)
    sets = hot(block, labels)
    assert np.array(annealer.moving.cost) == pytest.approx(block.costs(sets), rel=1e-9)
    assert (np.array(annealer.moving.breach) <= 1e-9).tolist() == block.allowed(sets).tolist()
    assert np.array(annealer.moving.crossing).tolist() == block.crosses(sets).astype(int).tolist()
    # Every district remembered keeps the rules and has the cost that the objective gives it.
    masks = list(found.districts)
    seen = np.array([[mask >> v & 1 for v in range(block.n)] for mask in masks], dtype=bool).reshape(-1, block.n)
    assert block.allowed(seen).all()
    assert np.array([found.districts[mask] for mask in masks]) == pytest.approx(block.costs(seen), rel=1e-9)


def test_the_best_plan_is_cut_from_the_log() -> None:
    block = block_of()
    annealer = Annealer(block, False)
    rng = np.random.default_rng(1)
    labels = first_plan(block, rng)
    unit = annealer.scale(labels, rng)
    best, last = annealer.run(labels, 30_000, Schedule(unit, unit / 100, 50 * unit), rng, SILENT, Found())
    assert best is not None
    assert in_one_piece(block, best) and in_one_piece(block, last)
    assert block.allowed(hot(block, best)).all()
    assert block.costs(hot(block, best)).sum() <= block.costs(hot(block, last)).sum() + 1e-12
    assert block.costs(hot(block, best)).sum() < 0.9 * block.costs(hot(block, labels)).sum()


def test_the_same_seed_gives_the_same_plans() -> None:
    block = block_of()
    first, second = (search(block, 200, np.random.default_rng(4), SILENT) for _ in range(2))
    assert [(c, x, p.tobytes()) for c, x, p in first.plans] == [(c, x, p.tobytes()) for c, x, p in second.plans]
    assert list(first.districts.items()) == list(second.districts.items())


def test_compiled_loops_give_the_same_plan() -> None:
    pytest.importorskip("numba")
    block = full()
    plans = []
    for fast in (False, True):
        rng = np.random.default_rng(2)
        labels = first_plan(block, rng)
        annealer = Annealer(block, fast)
        plans.append(annealer.run(labels, 20_000, Schedule(0.1, 0.001, 1.0), rng, SILENT, Found())[1].tolist())
    assert plans[0] == plans[1]


def test_a_narrow_band_is_met() -> None:
    block = block_of(districts=4, tolerance=1, weights={"boundary": 1.0})
    found = search(block, 600, np.random.default_rng(1), SILENT)
    assert found.plans and found.nearest <= 1e-9
    for _, _, labels in found.plans:
        assert in_one_piece(block, labels) and block.allowed(hot(block, labels)).all()


def test_spanning_trees_are_cut_into_connected_parts_near_the_mean() -> None:
    block = block_of(districts=6)
    parts = split(block, np.arange(block.n), 6, np.random.default_rng(0))
    assert sorted(np.concatenate(parts).tolist()) == list(range(N))
    pairs = grid_pairs(WIDTH, HEIGHT)
    assert all(connected(piece.tolist(), pairs) for piece in parts)
    people = np.array([block.population[piece].sum() for piece in parts])
    assert people.min() > 0.4 * people.mean() and people.max() < 1.6 * people.mean()


# ---- re-split
def divisions(block: Block, nodes: list[int]) -> list[tuple[float, frozenset[int]]]:
    """Every division of some nodes in two connected districts within the rules, the slow way."""
    pairs, out = grid_pairs(WIDTH, HEIGHT), []
    for code in range(1, 1 << (len(nodes) - 1)):
        first = [v for i, v in enumerate(nodes) if code >> i & 1]
        second = [v for v in nodes if v not in first]
        if not (connected(first, pairs) and connected(second, pairs)):
            continue
        sets = np.zeros((2, block.n), dtype=bool)
        sets[0, first], sets[1, second] = True, True
        if block.allowed(sets).all():
            out.append((float(block.costs(sets).sum()), frozenset(first)))
    return sorted(out, key=lambda entry: entry[0])


@pytest.mark.parametrize("corner", [0, 3, 18])
def test_the_best_division_is_that_of_brute_force(corner: int) -> None:
    block = block_of(districts=9)
    nodes = [corner + x + y * WIDTH for y in range(3) for x in range(3)]
    expected = divisions(block, nodes)
    best = best_division(block, np.array(nodes), Found())
    assert (best is None) == (not expected)
    if best is not None:
        assert best[1] + best[2] == pytest.approx(expected[0][0])
        assert frozenset(best[0].tolist()) == expected[0][1]


def test_divided_pairs_leave_nothing_to_gain() -> None:
    block = block_of(districts=9, tolerance=60)
    rng = np.random.default_rng(8)
    labels = first_plan(block, rng)
    assert block.allowed(hot(block, labels)).all()
    after = divide_pairs(block, labels, Found(), SILENT)
    assert in_one_piece(block, after) and block.allowed(hot(block, after)).all()
    cost = block.costs(hot(block, after))
    assert cost.sum() < block.costs(hot(block, labels)).sum()
    a, b = min((int(after[i]), int(after[j])) for i, j in grid_pairs(WIDTH, HEIGHT) if after[i] != after[j])
    nodes = np.flatnonzero((after == a) | (after == b)).tolist()
    if len(nodes) <= 12:
        assert divisions(block, nodes)[0][0] >= cost[a] + cost[b] - 1e-9
