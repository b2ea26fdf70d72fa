"""Scoring: a slider's move, many random weights; beside pymcdm and a plain loop in the same run.

python -m benchmarks.scoring (part of make bench), a few seconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from .measure import Measured, measure

INDICATORS = 25
UNITS = (33, 10_000)
VILLAGES = 462
RANDOM_SETS = 1000
MOVES = 50


def run() -> None:
    import numpy as np
    from scipy.stats import kendalltau

    rng = np.random.default_rng(1)
    print(f"Scoring, {INDICATORS} indicators: both scores, both ranks and Kendall's tau at each move of a slider")
    for units in UNITS:
        _slider(rng, units)
    print(
        f"{RANDOM_SETS} random sets of weights, {VILLAGES} villages x {INDICATORS}: share in the top, best, worst rank"
    )
    for method in ("weighted_sum", "topsis"):
        _trials(rng, method)
    scores = rng.random((2, UNITS[-1]))
    _show("scipy's Kendall tau alone, 10,000 units", _median(lambda: kendalltau(*scores), 5))


def _slider(rng: Any, units: int) -> None:
    import numpy as np

    from village_planner.core.indicators.ranking import Ranking

    values = rng.lognormal(0, 1, (units, INDICATORS))
    names = [str(i) for i in range(max(units, INDICATORS))]
    matrix = (values - values.min(axis=0)) / np.ptp(values, axis=0)
    ranking = Ranking(matrix, names[:units], names[:INDICATORS])
    ours = _median(lambda: ranking.rank(rng.random(INDICATORS)), MOVES)
    _show(f"{units} units, ours", ours, ours)
    peer = _median(lambda: _pymcdm(values, rng.dirichlet(np.ones(INDICATORS))), 5)
    _show(f"{units} units, pymcdm from the figures (TOPSIS, WSM, ranks; scipy's tau)", peer, ours)


def _trials(rng: Any, method: str) -> None:
    import numpy as np

    from village_planner.core.indicators.sensitivity import stability

    matrix = rng.random((VILLAGES, INDICATORS))
    weights = np.full(INDICATORS, 1 / INDICATORS)
    ours = _median(lambda: stability(matrix, weights, method, 113), 3)
    _show(f"{method}, ours (with {INDICATORS * 5} further trials, and what decides)", ours, ours)
    loop = _median(lambda: _plain_loop(matrix, rng, method), 3)
    _show(f"{method}, a loop over the sets in numpy (random sets only)", loop, ours)


def _pymcdm(values: Any, weights: Any) -> None:
    """What pymcdm does for the same answer; its checks are off, as they look at every pair of units."""
    import numpy as np
    from pymcdm.helpers import rrankdata
    from pymcdm.methods import TOPSIS, WSM
    from pymcdm.normalizations import minmax_normalization
    from scipy.stats import kendalltau

    types = np.ones(values.shape[1])
    closeness = TOPSIS(minmax_normalization)(values, weights, types, validation=False)
    summed = WSM(minmax_normalization)(values, weights, types, validation=False)
    rrankdata(closeness), rrankdata(summed)
    kendalltau(closeness, summed)


def _plain_loop(matrix: Any, rng: Any, method: str) -> None:
    import numpy as np
    from scipy.stats import rankdata

    for weights in rng.dirichlet(np.ones(matrix.shape[1]), RANDOM_SETS):
        weighted = matrix * weights
        if method == "weighted_sum":
            score = weighted.sum(axis=1)
        else:
            best = np.sqrt(((weighted - weighted.max(axis=0)) ** 2).sum(axis=1))
            worst = np.sqrt(((weighted - weighted.min(axis=0)) ** 2).sum(axis=1))
            score = worst / (best + worst)
        rankdata(-score, method="min")


def _median(call: Callable[[], Any], times: int) -> Measured:
    """The median run, by wall time, after one that does not count."""
    call()
    return sorted((measure(call) for _ in range(times)), key=lambda run: run.wall)[times // 2]


def _show(label: str, taken: Measured, reference: Measured | None = None) -> None:
    ratio = f"{taken.wall / reference.wall:7.2f}" if reference else ""
    print(f"  {label:<78} {1000 * taken.wall:9.2f} ms wall {ratio}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, os.environ["QGIS_PLUGINPATH"])
    run()
