"""How firmly units lie together: shares over good plans, and the table of pairs."""

from __future__ import annotations

import numpy as np
import pytest
from partition_oracle import brute_force, every_plan, grid, grid_pairs, keeps_rules

from village_planner.core.partition.problem import Rules, read_units
from village_planner.core.partition.solve import solve
from village_planner.core.partition.stability import pair_shares, pair_table, unit_shares


def test_shares_of_plans_in_which_neighbours_stay_together() -> None:
    pairs = np.array([[0, 1], [1, 2]])
    plans = [np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([0, 0, 0])]
    shares = pair_shares(pairs, plans)
    assert shares.tolist() == pytest.approx([2 / 3, 2 / 3])
    # unit 2 has no neighbour in its district of the answer
    assert unit_shares(pairs, shares, plans[0]).tolist() == pytest.approx([2 / 3, 2 / 3, 1.0])


def test_stability_rests_on_all_plans_near_the_best() -> None:
    """Every plan of 9 units, by brute force: those at most 5 % above the best are counted, and no other."""
    rng = np.random.default_rng(4)
    people = rng.integers(20, 40, 9).tolist()
    frame = grid(3, 3, population=people)
    rules = Rules(code="code", districts=3, population="population", tolerance=40, weights={"compactness": 1.0})
    units = read_units(frame, rules)
    solution = solve(units, rules, "quick", stability=True)
    assert solution.stability is not None and solution.stability.complete and not solution.alternatives

    pairs = grid_pairs(3, 3)
    asked = {"population": people, "tolerance": 40.0, "districts": 3}
    data = {"xy": [(i % 3 * 1000.0, i // 3 * 1000.0) for i in range(9)], "population": people, "features": [[]] * 9}
    good = []
    for sets in every_plan(9, 3):
        labels = [next(d for d, held in enumerate(sets) if held >> unit & 1) for unit in range(9)]
        if keeps_rules(labels, pairs, **asked):
            # A plan is its own best where every unit is locked into it.
            only = brute_force(pairs, {**asked, "lock": [str(d) for d in labels]}, data, {"compactness": 1.0})
            assert only is not None
            good.append((only.objective, labels))
    best = min(cost for cost, _ in good)
    assert best == pytest.approx(solution.evaluation.terms.objective)
    near = [labels for cost, labels in good if cost <= 1.05 * best]
    assert len(near) > 1 and solution.stability.plans == len(near)
    wanted = [np.mean([labels[a] == labels[b] for labels in near]) for a, b in pairs]
    assert solution.stability.pairs.tolist() == pytest.approx(wanted)


def test_pairs_of_two_parents_never_lie_together_and_the_table_says_so() -> None:
    frame = grid(6, 2, population=[10] * 12, parent=list("aaabbb") * 2)
    rules = Rules(code="code", districts=4, population="population", tolerance=40, parent="parent")
    units = read_units(frame, rules)
    solution = solve(units, rules, "quick", stability=True)
    table = pair_table(frame, units, solution.stability, solution.assigned)
    assert len(table) == len(grid_pairs(6, 2)) and table.crs == frame.crs
    assert (table.geometry.geom_type == "LineString").all() and np.allclose(table.geometry.length, 1000)
    assert (table["border_m"] == 1000).all()
    parent = dict(zip(frame["code"], frame["parent"]))
    across = [parent[a] != parent[b] for a, b in zip(table["code_a"], table["code_b"])]
    assert sum(across) == 2 and (table.loc[across, "share"] == 0).all() and not table.loc[across, "together"].any()
    assert table["together"].tolist() == sorted(table["together"], reverse=True)
    assert table.loc[table["together"], "share"].is_monotonic_increasing
