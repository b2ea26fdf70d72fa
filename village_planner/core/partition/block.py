"""One parent's own problem: its units, contracted where they must stay together, as the arrays that search works on.

Units that TOGETHER, LOCK or CENTRE bind to one another form a *bundle*. The connected parts of a bundle become one
node each; a bundle of several nodes stays as a group that a district holds whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from .objective import Objective
from .problem import Rules, Units
from .share import band


def bundles(units: Units) -> NDArray:
    """(n,) label of the bundle each unit lies in; a unit that is bound to none has a bundle of its own."""
    rows: list[int] = []
    columns: list[int] = []
    for labels in (units.together, units.lock, units.centre):
        if labels is None:
            continue
        for label in range(int(labels.max(initial=-1)) + 1):
            members = np.flatnonzero(labels == label)
            rows += members[:-1].tolist()
            columns += members[1:].tolist()
    graph = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(units.n, units.n))
    return connected_components(graph, directed=False)[1]


def rivals(units: Units) -> list[NDArray]:
    """Families of labels of which a district may hold one at most: each (n,) with -1 for units of none."""
    families = [labels for labels in (units.lock, units.centre) if labels is not None and (labels >= 0).any()]
    if units.apart is not None:
        for label in range(int(units.apart.max(initial=-1)) + 1):
            members = np.flatnonzero(units.apart == label)
            if len(members) > 1:
                family = np.full(units.n, -1)
                family[members] = np.arange(len(members))
                families.append(family)
    return families


@dataclass
class Block:
    """N nodes of one parent, to be made into k connected districts.

    members    (m,) positions of its units       node (m,) the node of each
    low, high  persons of a district             min_units, max_units  units of a district
    cap        most districts that cross a township
    population, count (N,)   neighbours  lists   features (N, p) sums, squares (N,) sums of squares
    graph      (N, N) sparse and symmetric: neighbouring pairs of units between two nodes; inner_pairs (N,) inside one
    flow       (N, N) sparse and symmetric: share of all flows between two nodes, or None; inner_flow (N,) inside one
    """

    units: Units
    rules: Rules
    objective: Objective
    members: NDArray
    k: int
    low: float
    high: float
    cap: int
    node: NDArray = field(init=False)

    def __post_init__(self) -> None:
        units = self.units
        bundle = bundles(units)[self.members]
        inside = np.full(units.n, -1)
        inside[self.members] = np.arange(len(self.members))
        pairs = inside[units.contiguity.pairs]
        self.unit_pairs = pairs[(pairs >= 0).all(axis=1)]
        same = bundle[self.unit_pairs[:, 0]] == bundle[self.unit_pairs[:, 1]]
        m = len(self.members)
        joined = self.unit_pairs[same]
        graph = csr_matrix((np.ones(len(joined)), (joined[:, 0], joined[:, 1])), shape=(m, m))
        raw = connected_components(graph, directed=False)[1]
        first = np.unique(raw, return_index=True)[1]
        rank = np.argsort(np.argsort(first))  # nodes in the order of their first unit, whatever scipy numbers them
        self.node = rank[raw]
        self.n = int(self.node.max()) + 1
        self.bundle = np.zeros(self.n, dtype=int)
        self.bundle[self.node] = bundle
        self.min_units = self.rules.min_units or 0
        self.max_units = self.rules.max_units if self.rules.max_units is not None else m
        self._sums()
        self._graph()
        self._labels()

    def _sums(self) -> None:
        units, who, node = self.units, self.members, self.node
        self.population = np.bincount(node, weights=units.population[who], minlength=self.n)
        self.count = np.bincount(node, minlength=self.n)
        x = units.features[who]
        self.features = np.zeros((self.n, x.shape[1]))
        np.add.at(self.features, node, x)
        self.squares = np.bincount(node, weights=(x**2).sum(axis=1), minlength=self.n)
        centre = units.centroid[who].mean(axis=0)
        self.xy = units.centroid[who] - centre
        p = units.population[who]
        self.moment = np.zeros((self.n, 2))
        np.add.at(self.moment, node, p[:, None] * self.xy)
        self.second = np.bincount(node, weights=p * (self.xy**2).sum(axis=1), minlength=self.n)
        self.nominated = np.zeros(len(who), dtype=bool) if units.centre is None else units.centre[who] >= 0

    def _graph(self) -> None:
        pairs = self.node[self.unit_pairs]
        self.graph, self.inner_pairs = _symmetric(pairs, np.ones(len(pairs)), self.n)
        around, near = self.graph.indptr.tolist(), self.graph.indices.tolist()
        self.neighbours = [near[start:end] for start, end in zip(around, around[1:])]
        self.flow: csr_matrix | None = None
        self.inner_flow = np.zeros(self.n)
        objective = self.objective
        if objective.weights["flow"] > 0 and self.units.flows is not None:
            inside = np.full(self.units.n, -1)
            inside[self.members] = self.node
            start, end = (inside[self.units.flows[:, side].astype(int)] for side in (0, 1))
            ok = (start >= 0) & (end >= 0)
            share = self.units.flows[ok, 2] / objective.flow_total
            self.flow, self.inner_flow = _symmetric(np.column_stack([start[ok], end[ok]]), share, self.n)

    def _labels(self) -> None:
        units, who = self.units, self.members
        self.contains = None if units.contains is None else self._counts(np.where(units.contains[who], 0, -1))[:, 0]
        self.townships = None
        if self.crossing_limited and units.township is not None:
            self.townships = self._counts(units.township[who])
        self.reference = None
        if units.reference is not None and self.objective.weights["stability"] > 0:
            self.reference = self._counts(units.reference[who])
        columns = [self._counts(family[who]) for family in rivals(units) if (family[who] >= 0).any()]
        self.rival = np.concatenate(columns, axis=1) if columns else None
        self.rival_starts = np.cumsum([0] + [c.shape[1] for c in columns])[:-1] if columns else np.zeros(0, dtype=int)
        sizes = np.bincount(np.unique(self.bundle, return_inverse=True)[1])
        multiple = np.unique(self.bundle)[sizes > 1]
        self.groups = np.column_stack([self.bundle == b for b in multiple]) if len(multiple) else None

    def _counts(self, labels: NDArray) -> NDArray:
        """(N, labels present) how many units of each label a node holds; at least one column."""
        present, column = np.unique(labels[labels >= 0], return_inverse=True)
        table = np.zeros((self.n, max(1, len(present))))
        np.add.at(table, (self.node[labels >= 0], column), 1)
        return table

    @property
    def crossing_limited(self) -> bool:
        return self.units.township is not None and self.rules.max_crossing is not None

    def components(self) -> NDArray:
        return connected_components(self.graph, directed=False)[1]

    def expand(self, nodes: NDArray) -> NDArray:
        """Candidate districts over nodes (c, N) bool -> over units (c, m) bool."""
        return nodes[:, self.node]

    def costs(self, nodes: NDArray) -> NDArray:
        """Weighted cost of candidate districts (c, N) bool; see `Objective.costs`."""
        return self.objective.costs(self.expand(nodes), self.members)

    def crosses(self, nodes: NDArray) -> NDArray:
        """(c,) bool: which candidates hold units of more than one township."""
        if self.townships is None:
            return np.zeros(len(nodes), dtype=bool)
        return ((nodes.astype(float) @ self.townships) > 0).sum(axis=1) > 1

    def allowed(self, nodes: NDArray) -> NDArray:
        """(c,) bool: candidates that keep every rule that concerns one district alone (contiguity apart)."""
        x = nodes.astype(float)
        population, count = x @ self.population, x @ self.count
        ok = (population >= self.low) & (population <= self.high)
        ok &= (count >= self.min_units) & (count <= self.max_units)
        if self.contains is not None:
            ok &= x @ self.contains > 0
        if self.rival is not None:
            held = np.add.reduceat((x @ self.rival) > 0, self.rival_starts, axis=1, dtype=int)
            ok &= (held <= 1).all(axis=1)
        if self.groups is not None:
            held = x @ self.groups
            ok &= ((held == 0) | (held == self.groups.sum(axis=0))).all(axis=1)
        return ok


def _symmetric(pairs: NDArray, value: NDArray, n: int) -> tuple[csr_matrix, NDArray]:
    """Values of pairs of nodes (m, 2) summed up in both directions, and (n,) those of pairs within one node."""
    i, j = pairs[:, 0], pairs[:, 1]
    inner = np.bincount(i[i == j], weights=value[i == j], minlength=n)
    i, j, value = i[i != j], j[i != j], value[i != j]
    both = (np.concatenate([value, value]), (np.concatenate([i, j]), np.concatenate([j, i])))
    table = coo_matrix(both, shape=(n, n)).tocsr()  # sums up what occurs more than once
    table.sort_indices()
    return table, inner


def make_blocks(units: Units, rules: Rules, objective: Objective, counts: NDArray) -> list[Block]:
    """A block per parent, each with the whole allowance of crossing districts."""
    blocks = []
    for parent in range(len(units.parents)):
        members = np.flatnonzero(units.parent == parent)
        low, high = band(float(units.population[members].sum()), int(counts[parent]), rules)
        k = int(counts[parent])
        cap = k if rules.max_crossing is None else min(k, rules.max_crossing)
        blocks.append(Block(units, rules, objective, members, k, low, high, cap))
    return blocks
