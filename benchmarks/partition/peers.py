"""The peers, as they are installed by benchmarks/requirements.txt, each with the parameters that suit it.

Every method gets one parent's units as arrays and the number of districts, and returns labels. For objective A it is
given the standardised attributes. For B the peers that know attributes only are given the coordinates: their sum of
squares is then the plain moment; GerryChain is given the objective itself. Building of the graphs is not timed.
"""

from __future__ import annotations

import contextlib
import random
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import networkx
import numpy as np
import pandas as pd
import pygeoda
import shapely
from gerrychain import Graph, Partition, constraints, updaters
from gerrychain.optimization import SingleMetricOptimizer
from gerrychain.proposals import recom
from gerrychain.tree import (
    BalanceError,
    PopulationBalanceError,
    bipartition_tree,
    recursive_tree_part,
)
from libpysal.weights import W
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.cluster import AgglomerativeClustering
from spopt.region import AZP, MaxPHeuristic, Skater, WardSpatial

from .judge import compactness, similarity

warnings.filterwarnings("ignore")
STARTS = 3  # of methods with chance in them: the best plan counts, and the time of all
BURSTS = {"short bursts, 500 steps": (50, 10), "short bursts, 5000 steps": (500, 10)}


@dataclass
class Problem:
    """One parent: its units' arrays (as in cases.arrays, sliced), k districts, objective A or B."""

    case: dict[str, NDArray]
    k: int
    objective: str
    tolerance: float | None = None
    seed: int = 1
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp()))

    @property
    def n(self) -> int:
        return len(self.case["population"])

    @cached_property
    def table(self) -> NDArray:
        """(n, p) what the method shall make alike."""
        if self.objective == "A":
            return self.case["features"]
        xy = self.case["xy"]
        return (xy - xy.mean(axis=0)) / xy.std()  # one scale for both axes

    @cached_property
    def names(self) -> list[str]:
        return [f"x{i}" for i in range(self.table.shape[1])]

    @cached_property
    def frame(self) -> gpd.GeoDataFrame:
        table = pd.DataFrame(self.table, columns=self.names).assign(population=self.case["population"], one=1)
        return gpd.GeoDataFrame(table, geometry=shapely.points(self.case["xy"]), crs="EPSG:4523")

    @cached_property
    def weights(self) -> W:
        lists: dict[int, list[int]] = {i: [] for i in range(self.n)}
        for i, j in self.case["pairs"].tolist():
            lists[i].append(j)
            lists[j].append(i)
        return W(lists, silence_warnings=True)

    @cached_property
    def matrix(self) -> csr_matrix:
        i, j = self.case["pairs"].T
        half = csr_matrix((np.ones(len(i)), (i, j)), shape=(self.n, self.n))
        return half + half.T

    @cached_property
    def geoda(self) -> Any:
        """The same neighbours in GeoDa's own form, through a GAL file."""
        lines = [f"0 {self.n} units code"]
        for i, near in self.weights.neighbors.items():
            lines += [f"{i} {len(near)}", " ".join(map(str, near))]
        file = self.folder / "units.gal"
        file.write_text("\n".join(lines) + "\n")
        return pygeoda.read_gal(str(file), [str(i) for i in range(self.n)])

    @cached_property
    def graph(self) -> Graph:
        graph = networkx.Graph()
        for i, people in enumerate(self.case["population"].tolist()):
            graph.add_node(i, population=people)
        graph.add_edges_from(self.case["pairs"].tolist())
        return Graph.from_networkx(graph)

    def value(self, labels: NDArray) -> float:
        measure = similarity if self.objective == "A" else compactness
        return sum(measure(self.case, np.flatnonzero(labels == d)) for d in np.unique(labels))

    def prepare(self) -> None:
        """Build what is not timed."""
        _ = self.frame, self.weights, self.matrix, self.geoda, self.graph


def best_start(run: Callable[[Problem, int], NDArray]) -> Callable[[Problem], NDArray]:
    """The best of some starts."""

    def best(problem: Problem) -> NDArray:
        plans = [run(problem, problem.seed + start) for start in range(STARTS)]
        return min(plans, key=problem.value)

    return best


# ---- peers that know no band
def ward(problem: Problem) -> NDArray:
    model = AgglomerativeClustering(problem.k, linkage="ward", connectivity=problem.matrix)
    return model.fit(problem.table).labels_


def ward_spatial(problem: Problem) -> NDArray:
    model = WardSpatial(problem.frame, problem.weights, problem.names, problem.k)
    model.solve()
    return np.asarray(model.labels_)


def skater(problem: Problem) -> NDArray:
    model = Skater(problem.frame, problem.weights, problem.names, problem.k, floor=1)
    model.solve()
    return np.asarray(model.labels_)


def azp(problem: Problem, start: int) -> NDArray:
    np.random.seed(start)
    model = AZP(problem.frame, problem.weights, problem.names, problem.k, random_state=start)
    model.solve()
    return np.asarray(model.labels_)


def _clusters(result: dict[str, Any]) -> NDArray:
    return np.asarray(result["Clusters"])


def redcap(problem: Problem) -> NDArray:
    data = pd.DataFrame(problem.table, columns=problem.names)
    return _clusters(
        pygeoda.redcap(problem.k, problem.geoda, data, "fullorder-wardlinkage", scale_method="raw")
    )  # fmt: skip


def azp_greedy(problem: Problem, start: int) -> NDArray:
    data = pd.DataFrame(problem.table, columns=problem.names)
    return _clusters(
        pygeoda.azp_greedy(problem.k, problem.geoda, data, inits=100, random_seed=start, scale_method="raw")
    )  # fmt: skip


def azp_annealing(problem: Problem, start: int) -> NDArray:
    data = pd.DataFrame(problem.table, columns=problem.names)
    found = pygeoda.azp_sa(
        problem.k, problem.geoda, data, cooling_rate=0.85, sa_maxit=10, inits=10, random_seed=start, scale_method="raw"
    )
    return _clusters(found)


# ---- peers that know a band, or half of one
def gerrychain(bursts: int, length: int) -> Callable[[Problem], NDArray]:
    def run(problem: Problem) -> NDArray:
        assert problem.tolerance is not None
        random.seed(problem.seed)
        np.random.seed(problem.seed)
        epsilon, graph = problem.tolerance / 100, problem.graph
        mean = problem.case["population"].sum() / problem.k
        start = first_plan(problem, mean)
        measure = similarity if problem.objective == "A" else compactness
        known: dict[frozenset[int], float] = {}

        def value(plan: Partition) -> float:
            total = 0.0
            for members in plan.parts.values():
                if members not in known:
                    known[members] = measure(problem.case, np.fromiter(members, dtype=int))
                total += known[members]
            return total

        def proposal(plan: Partition) -> Partition:
            # its own way to cut a tree, with another pair of districts where this one cannot be cut
            method = partial(bipartition_tree, max_attempts=1000, allow_pair_reselection=True)
            return recom(plan, "population", mean, epsilon, 2, method=method)

        initial = Partition(graph, start, {"population": updaters.Tally("population"), "value": value})
        within = constraints.within_percent_of_ideal_population(initial, epsilon)
        optimiser = SingleMetricOptimizer(proposal, [within], initial, lambda plan: plan["value"], maximize=False)
        for _ in optimiser.short_bursts(length, bursts):
            pass
        best = optimiser.best_part.assignment
        return np.array([best[i] for i in range(problem.n)])

    return run


TRIES = 200  # of GerryChain's first plan, which may come to a dead end where districts are many


def first_plan(problem: Problem, mean: float) -> dict[int, int]:
    """Its own first plan, tried again where it finds no balanced cut or runs out of units."""
    assert problem.tolerance is not None
    method = partial(bipartition_tree, max_attempts=50)
    within = problem.tolerance / 100
    for _ in range(TRIES):
        with contextlib.suppress(RuntimeError, IndexError, ValueError, BalanceError, PopulationBalanceError):
            return recursive_tree_part(problem.graph, range(problem.k), mean, "population", within, 2, method)
    raise RuntimeError(f"no first plan in {TRIES} tries")


def max_p(problem: Problem) -> NDArray:
    """Knows a floor only, and chooses the number of districts itself: as many as the floor allows."""
    assert problem.tolerance is not None
    np.random.seed(problem.seed)
    random.seed(problem.seed)
    mean = problem.case["population"].sum() / problem.k
    floor = mean * (1 - problem.tolerance / 100)
    model = MaxPHeuristic(problem.frame, problem.weights, problem.names, "population", floor)
    model.solve()
    return np.asarray(model.labels_)


FREE: dict[str, Callable[[Problem], NDArray]] = {
    "scikit-learn Ward": ward,
    "spopt Ward": ward_spatial,
    "spopt SKATER": skater,
    "spopt AZP": best_start(azp),
    "GeoDa REDCAP": redcap,
    "GeoDa AZP greedy": best_start(azp_greedy),
    "GeoDa AZP annealing": best_start(azp_annealing),
}
BANDED: dict[str, Callable[[Problem], NDArray]] = {
    **{f"GerryChain {name}": gerrychain(*steps) for name, steps in BURSTS.items()},
    "spopt max-p": max_p,
}
