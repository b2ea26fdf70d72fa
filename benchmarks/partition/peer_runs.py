"""The peers on the cases, parent by parent, in their own environment."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import cases
from .judge import judge
from .peers import BANDED, FREE, Problem

Row = dict[str, Any]
SLOW = ("spopt SKATER", "spopt AZP", "GerryChain short bursts, 5000 steps")  # at village level on two counties only
MAX_P = "spopt max-p"


def inside(case: dict[str, NDArray], parent: int) -> dict[str, NDArray]:
    """The arrays of one parent."""
    which = np.flatnonzero(case["parent"] == parent)
    position = np.full(len(case["parent"]), -1)
    position[which] = np.arange(len(which))
    pairs = position[case["pairs"]]
    part = {key: case[key][which] for key in ("population", "xy", "features")}
    return part | {
        "pairs": pairs[(pairs >= 0).all(axis=1)],
        "parent": np.zeros(len(which), dtype=int),
        "shares": case["shares"][[parent]],
    }


def run(name: str, method: str, objective: str, tolerance: float | None) -> Row:
    """One method on every parent of a case. tolerance: its band, None for the methods that know none."""
    case = cases.arrays(name)
    labels = np.full(len(case["population"]), -1)
    wall = cpu = 0.0
    row: Row = {"method": method, "case": name, "objective": objective, "tolerance": tolerance}
    for parent, share in enumerate(case["shares"]):
        problem = Problem(inside(case, parent), int(share), objective, tolerance)
        problem.prepare()
        start = time.perf_counter(), time.process_time()
        try:
            found = {**FREE, **BANDED}[method](problem)
        except Exception as error:  # noqa: BLE001 - whatever a peer raises is its result
            return {**row, "failed": f"{type(error).__name__}: {error}"[:200]}
        wall += time.perf_counter() - start[0]
        cpu += time.process_time() - start[1]
        labels[case["parent"] == parent] = 1000 * parent + found
    floor = method == MAX_P
    band = 15.0 if name.endswith("township") else 35.0
    verdict = judge(case, labels, band, floor)
    return row | {
        "wall": wall,
        "cpu": cpu,
        "a": verdict.a,
        "b": verdict.b,
        "districts": verdict.districts,
        "outside": verdict.outside,
        "broken": verdict.broken,
        "wrong": verdict.wrong,
    }


def warm() -> None:
    """What the first call of each library imports or compiles is not timed."""
    for method in FREE:
        run("county-1-township", method, "A", None)


def townships(seed: int) -> list[Row]:
    warm()
    name = f"county-{seed}-township"
    rows = [run(name, method, ob, None) for method in FREE for ob in "AB"]
    return rows + [run(name, method, ob, 15) for method in BANDED for ob in "AB" if method != MAX_P]


def max_p(seed: int) -> list[Row]:
    return [run(f"county-{seed}-township", MAX_P, ob, 15) for ob in "AB"]


def villages(seed: int) -> list[Row]:
    warm()
    name, slow = f"county-{seed}-village", seed <= 2
    rows = [run(name, method, ob, None) for method in FREE for ob in "AB" if slow or method not in SLOW]
    banded = [method for method in BANDED if method != MAX_P and (slow or method not in SLOW)]
    return rows + [run(name, method, ob, 35) for method in banded for ob in "AB"]


def grid_ward(units: int) -> list[Row]:
    """Ward with connectivity; the only peer that stands 10,000 units."""
    from .peers import ward

    case = cases.arrays(f"grid-{units}")
    rows = []
    for first in (True, False):
        problem = Problem(case, int(case["shares"][0]), "A")
        _ = problem.matrix, problem.table
        start = time.perf_counter(), time.process_time()
        labels = ward(problem)
        wall, cpu = time.perf_counter() - start[0], time.process_time() - start[1]
        verdict = judge(case, labels, 25)
        row = {"method": "scikit-learn Ward", "case": f"grid-{units}", "wall": wall, "cpu": cpu, "a": verdict.a}
        rows.append({**row, "outside": verdict.outside, "broken": verdict.broken, "first": first})
    return rows[1:]
