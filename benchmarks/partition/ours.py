"""Our engine on the cases. Times are of `solve` alone: neighbours are found before, as the peers' graphs are built."""

from __future__ import annotations

import hashlib
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import cases
from .judge import judge, worth

Row = dict[str, Any]


def solved(name: str, objective: str, tolerance: float | None, effort: str, seed: int = 1, **more: Any) -> Row:
    """One call of `solve`, measured and judged; more: further fields of Rules."""
    units, rules = cases.problem(name, objective, tolerance, **more)
    from village_planner.core.errors import InfeasibleError
    from village_planner.core.partition.solve import solve

    row: Row = {"method": "ours", "case": name, "objective": objective, "tolerance": tolerance, "effort": effort}
    row["seed"] = seed
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        solution = solve(units, rules, effort, seed=seed)
    except InfeasibleError as error:
        return {**row, **_times(wall, cpu), "failed": str(error)}
    row |= _times(wall, cpu)
    case = cases.arrays(name)
    verdict = judge(case, solution.assigned, tolerance)
    row |= {
        "value": solution.evaluation.terms.objective,
        "a": verdict.a,
        "b": verdict.b,
        "cut": solution.evaluation.terms.boundary,
        "bound": solution.bound,
        "proven": bool(solution.proven),
        "valid": bool(solution.evaluation.valid),
        "districts": verdict.districts,
        "outside": verdict.outside,
        "broken": verdict.broken + verdict.wrong,
        "digest": digest(solution.assigned),
    }
    if name.endswith("village"):
        row["worth"] = worth(case, solution.assigned, cases.WEIGHTS[objective]).tolist()
        row["bounds"] = [part.bound for part in getattr(solution, "parts", ())]
    return row


def _times(wall: float, cpu: float) -> Row:
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def digest(labels: NDArray) -> str:
    """Of a plan, byte for byte."""
    return hashlib.sha256("\n".join(labels.tolist()).encode()).hexdigest()[:16]


# ---- the lines of the issue
def townships(seed: int, banded: bool) -> list[Row]:
    """33 into 5: every band and objective. The first call of the process also pays for its imports."""
    name = f"county-{seed}-township"
    first = solved(name, "AB", 15, "standard") | {"first": True}
    tolerances = (10, 15, 25) if banded else (None,)
    later = [solved(name, ob, tol, "standard") for tol in tolerances for ob in ("A", "B", "AB")]
    return [first, *later] if banded else later


def floor_only(seed: int) -> list[Row]:
    """The rule that max-p knows: a least population, no upper limit."""
    name = f"county-{seed}-township"
    least = 0.85 * cases.arrays(name)["population"].sum() / 5
    return [solved(name, ob, None, "standard", population_min=least) | {"floor": True} for ob in "AB"]


def villages(seed: int, objective: str, tolerance: float | None, effort: str, search_seed: int = 1) -> list[Row]:
    return [solved(f"county-{seed}-village", objective, tolerance, effort, search_seed)]


def grid(units: int) -> list[Row]:
    return [solved(f"grid-{units}", "A", 25, "standard")]


def state(name: str) -> list[Row]:
    return [solved(name, "cut", None if name.startswith("state") else cases.LIKE_STATES[name[5:]][2], "standard")]


def same(name: str, objective: str, tolerance: float | None, effort: str) -> list[Row]:
    return [solved(name, objective, tolerance, effort, 7)]


MOVES = 8  # of a centre, in each township district


def recentred(seed: int) -> list[Row]:
    """Village districts round nominated centres: one centre after the other moves to a unit next to it."""
    from village_planner.core.errors import InfeasibleError
    from village_planner.core.partition.block import make_blocks
    from village_planner.core.partition.objective import Objective
    from village_planner.core.partition.recentre import nominate, replan
    from village_planner.core.partition.share import share_districts
    from village_planner.core.partition.solve import solve

    name = f"county-{seed}-village"
    units, rules = cases.problem(name, "AB", 35)
    objective = Objective(units, rules)
    plan = solve(units, rules, "quick").assigned
    rng, around = np.random.default_rng(seed), units.contiguity.adjacency()
    rows: list[Row] = []
    for block in make_blocks(units, rules, objective, share_districts(units, rules)):
        codes = sorted(set(plan[block.members].tolist()))
        places = [objective.centre_of(np.flatnonzero(plan == code)) for code in codes]
        labels = np.array([codes.index(code) for code in plan[block.members].tolist()])
        for _ in range(MOVES):
            district = int(rng.integers(len(places)))
            free = [
                u for u in around[places[district]] if units.parent[u] == units.parent[places[0]] and u not in places
            ]
            if not free:
                continue
            moved = [*places]
            moved[district] = free[int(rng.integers(len(free)))]
            centre = np.full(units.n, -1)
            centre[moved] = np.arange(len(moved))
            nominated = nominate(block, centre)
            at_hand = np.zeros(nominated.n, dtype=int)
            at_hand[nominated.node] = labels
            row: Row = {"method": "ours", "case": f"{name} {block.members[0]}", "districts": block.k}
            wall, cpu = time.perf_counter(), time.process_time()
            try:
                found = replan(nominated, at_hand)
            except InfeasibleError as error:
                rows.append(row | _times(wall, cpu) | {"failed": error.code})
                continue
            rows.append(row | _times(wall, cpu) | {"cost": found.cost, "proven": bool(found.proven)})
            places, labels = moved, found.labels[nominated.node]
    return rows
