"""Simulated annealing with moves and swaps of border nodes; a proposal costs no more in a large county than in a small.

A *move* gives a node to the district of one of its neighbours, a *swap* gives a node of that district back in the
same step, which is how populations change little under a narrow band. Districts stay connected and none is ever
empty. Limits may be broken on the way at a price; in the strict phase no proposal may break them further.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from ..task import Task
from . import accelerate
from .block import Block
from .kernel import FINE, Fixed, Moving, Slice, loops

SLICE = 20_000  # proposals between two looks at the task: 0.2 s of plain Python


class Seen(Protocol):
    """Who hears of what annealing passes through."""

    def near(self, breach: float, labels: NDArray) -> None: ...

    def remember(self, labels: NDArray, log: list[Any], moves: int) -> None: ...


class Schedule(NamedTuple):
    """How to anneal: temperatures at both ends and the price of a breach of 1, in units of cost; share of proposals
    at the end that are strict; share of refused moves tried as swaps; whether to remember every district."""

    hot: float
    cold: float
    price: float
    strict: float = 0.3
    swaps: float = 0.3
    remember: bool = False


def _lists(table: NDArray | None, n: int) -> tuple[NDArray, NDArray, NDArray]:
    """Labels a node holds, from a table (N, labels) of numbers: start, label, number."""
    if table is None:
        return np.zeros(n + 1, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    node, label = np.nonzero(table)
    start = np.concatenate([[0], np.cumsum(np.bincount(node, minlength=n))])
    return start.astype(np.int64), label.astype(np.int64), table[node, label].astype(float)


class Annealer:
    """Annealing of one block. Its plans and the districts it passes through go to whoever runs it.

    fast  compiled loops; the plans are the same without
    """

    def __init__(self, block: Block, fast: bool) -> None:
        self.block = block
        self.fast = fast
        self.loop, self.settle = accelerate.build(loops, fast)
        self.fixed = self._fixed()
        self.labels = np.zeros(0, dtype=np.int64)
        self.moving: Moving

    # ---- the block as flat arrays
    def _flat(self, values: Any, kind: type = float) -> Any:
        return accelerate.flat(np.ascontiguousarray(values, dtype=np.int64 if kind is int else np.float64), self.fast)

    def _fixed(self) -> Fixed:
        block, n = self.block, self.block.n
        weights = block.objective.weights
        graph, flow = block.graph, block.flow
        order = np.argsort(block.node, kind="stable")  # units node by node
        units = np.concatenate([[0], np.cumsum(np.bincount(block.node, minlength=n))])
        node_nominated = np.bincount(block.node, weights=block.nominated, minlength=n)
        rival_start, rival_label, rival_count = _lists(block.rival, n)
        town_start, town_label, town_count = _lists(block.townships, n)
        reference_start, reference_label, reference_count = _lists(block.reference, n)
        rivals = 0 if block.rival is None else block.rival.shape[1]
        group = np.full(n, -1)
        if block.groups is not None:
            held, column = np.nonzero(block.groups)
            group[held] = column
        self.tables = {"rival": block.rival, "town": block.townships, "reference": block.reference}
        self.group = group
        f, i = self._flat, int
        return Fixed(
            districts=block.k,
            fields=block.features.shape[1],
            join=1,
            leave=-1,
            stay=0,
            similarity=float(weights["similarity"]) if block.features.shape[1] else 0.0,
            compactness=float(weights["compactness"]),
            boundary=float(weights["boundary"]),
            flow=float(weights["flow"]) if flow is not None else 0.0,
            stability=float(weights["stability"]),
            low=float(block.low),
            high=float(block.high),
            mean=max(float(block.population.sum()) / block.k, 1e-9),
            min_units=float(block.min_units),
            max_units=float(block.max_units),
            mean_units=len(block.members) / block.k,
            start=f(graph.indptr, i),
            near=f(graph.indices, i),
            source=f(np.repeat(np.arange(n), np.diff(graph.indptr)), i),
            pairs=f(graph.data),
            inner_pairs=f(block.inner_pairs),
            flow_start=f(np.zeros(n + 1) if flow is None else flow.indptr, i),
            flow_near=f([] if flow is None else flow.indices, i),
            flow_value=f([] if flow is None else flow.data),
            inner_flow=f(block.inner_flow),
            population=f(block.population),
            count=f(block.count),
            features=f(block.features.ravel()),
            norm=f((block.features**2).sum(axis=1)),
            squares=f(block.squares),
            moment_x=f(block.moment[:, 0]),
            moment_y=f(block.moment[:, 1]),
            second=f(block.second),
            unit_start=f(units, i),
            unit_x=f(block.xy[order, 0]),
            unit_y=f(block.xy[order, 1]),
            unit_nominated=f(block.nominated[order], i),
            unit_node=f(block.node[order], i),
            nominated=f(node_nominated, i),
            must_contain=0 if block.contains is None else 1,
            contains=f(np.zeros(n) if block.contains is None else block.contains),
            rivals=rivals,
            families=len(block.rival_starts),
            family=f(np.searchsorted(block.rival_starts, np.arange(rivals), side="right") - 1, i),
            rival_start=f(rival_start, i),
            rival_label=f(rival_label, i),
            rival_count=f(rival_count),
            groups=0 if block.groups is None else block.groups.shape[1],
            group=f(group, i),
            group_size=f([] if block.groups is None else block.groups.sum(axis=0), i),
            towns=0 if block.townships is None else block.townships.shape[1],
            town_start=f(town_start, i),
            town_label=f(town_label, i),
            town_count=f(town_count),
            references=0 if block.reference is None else block.reference.shape[1],
            reference_start=f(reference_start, i),
            reference_label=f(reference_label, i),
            reference_count=f(reference_count),
        )

    def set(self, labels: NDArray) -> None:
        """Begin anew from a plan (N,): sums are taken afresh, so that rounding does not pile up."""
        block, n, k = self.block, self.block.n, self.block.k
        labels = np.asarray(labels, dtype=np.int64)
        hot = csr_matrix((np.ones(n), (labels, np.arange(n))), shape=(k, n))
        order = np.argsort(labels, kind="stable")
        same = labels[order[1:]] == labels[order[:-1]]
        following, previous, first = np.full(n, -1), np.full(n, -1), np.full(k, -1)
        following[order[:-1][same]] = order[1:][same]
        previous[order[1:][same]] = order[:-1][same]
        heads = np.concatenate([[True], ~same])
        first[labels[order[heads]]] = order[heads]
        sums = hot @ block.features
        own = block.graph.tocoo()
        own_pairs = np.bincount(own.row, weights=own.data * (labels[own.row] == labels[own.col]), minlength=n)
        own_flow = np.zeros(n)
        if block.flow is not None:
            own = block.flow.tocoo()
            own_flow = np.bincount(own.row, weights=own.data * (labels[own.row] == labels[own.col]), minlength=n)
        nominated = np.bincount(block.node, weights=block.nominated, minlength=n)
        tables = {name: np.zeros((k, 0)) if t is None else hot @ t for name, t in self.tables.items()}
        held, extra = np.zeros((k, 0)), np.zeros(k)
        if block.rival is not None:
            held = np.add.reduceat(tables["rival"] > 0, block.rival_starts, axis=1, dtype=int)
            extra += np.maximum(0, held - 1).sum(axis=1)
        groups = np.zeros((k, 0))
        if block.groups is not None:
            groups = hot @ block.groups.astype(float)
            extra += ((groups > 0) & (groups < block.groups.sum(axis=0))).sum(axis=1)
        f, i = self._flat, int
        self.labels = labels
        self.moving = Moving(
            label=f(labels.copy(), i),
            first=f(first, i),
            following=f(following, i),
            previous=f(previous, i),
            size=f(np.bincount(labels, minlength=k), i),
            population=f(hot @ block.population),
            count=f(hot @ block.count),
            sums=f(sums.ravel()),
            norm=f((sums**2).sum(axis=1)),
            squares=f(hot @ block.squares),
            moment_x=f(hot @ block.moment[:, 0]),
            moment_y=f(hot @ block.moment[:, 1]),
            second=f(hot @ block.second),
            centre=f(np.zeros(k), i),
            nominated=f(hot @ nominated, i),
            inner_pairs=f(hot @ (own_pairs / 2 + block.inner_pairs)),
            inner_flow=f(hot @ (own_flow / 2 + block.inner_flow)),
            contains=f(np.zeros(k) if block.contains is None else hot @ block.contains),
            rival_table=f(tables["rival"].ravel()),
            held=f(held.ravel(), i),
            group_table=f(groups.ravel(), i),
            extra=f(extra),
            town_table=f(tables["town"].ravel()),
            town_number=f((tables["town"] > 0).sum(axis=1), i),
            reference_table=f(tables["reference"].ravel()),
            top=f(tables["reference"].max(axis=1) if tables["reference"].shape[1] else np.zeros(k)),
            cost=f(np.zeros(k)),
            breach=f(np.zeros(k)),
            crossing=f(np.zeros(k), i),
            mark=f(np.zeros(n), i),
            queue=f(np.zeros(n), i),
            stamp=f(np.zeros(1), i),
        )
        self.settle(self.fixed, self.moving)

    # ---- running
    def _slice(
        self, count: int, hot: float, cooling: float, price: float, strict: bool, swaps: float, best: float, rng: Any
    ) -> tuple[Slice, Any]:
        size = 2 * count
        self.log = [np.zeros(size, dtype=np.int64) for _ in range(3)] + [np.zeros(size) for _ in range(2)]
        log = [accelerate.flat(part, self.fast) for part in self.log]
        uniform = accelerate.flat(rng.random(size), self.fast)
        waiting = accelerate.flat(rng.standard_exponential(size), self.fast)
        result = self.loop(
            self.fixed, self.moving, uniform, waiting, hot, cooling, price, strict, swaps, self.block.cap, best, *log
        )
        return Slice(*result), log

    def scale(self, labels: NDArray, rng: np.random.Generator) -> float:
        """Mean |change of cost| of a move of a border node: the unit of temperatures and prices."""
        self.set(labels)
        result, _ = self._slice(1000, -np.inf, 1.0, 1.0, True, 0.0, -np.inf, rng)
        return max(result.change / max(result.judged, 1), 1e-12)

    def breach(self) -> float:
        over = max(0, int(sum(self.moving.crossing)) - self.block.cap)
        return float(sum(self.moving.breach)) + over

    def run(
        self, labels: NDArray, proposals: int, schedule: Schedule, rng: np.random.Generator, task: Task, seen: Seen
    ) -> tuple[NDArray | None, NDArray]:
        """Anneal from a plan (N,). The best valid plan met (None where none was) and the last plan.

        Deterministic in plan, schedule and the generator's state; the way populations took does not matter.
        """
        cooling = (schedule.cold / schedule.hot) ** (1 / proposals)
        price, temperature = schedule.price, schedule.hot
        best, best_labels = np.inf, None
        done = 0
        self.set(labels)
        if self.breach() <= FINE:
            best, best_labels = sum(self.moving.cost), labels
        while done < proposals:
            task.report(done / proposals)
            count = min(SLICE, proposals - done)
            strict = done >= (1 - schedule.strict) * proposals
            result, log = self._slice(count, temperature, cooling, price, strict, schedule.swaps, best, rng)
            done += count
            temperature *= cooling**count
            node, to = np.array(log[0][: result.moves]), np.array(log[2][: result.moves])
            if result.best_at >= 0:
                best, best_labels = result.best, self.labels.copy()
                best_labels[node[: result.best_at]] = to[: result.best_at]  # the last entry of a node stays
            if schedule.remember:
                seen.remember(self.labels, log, result.moves)
            labels = np.array(self.moving.label, dtype=np.int64)
            breach = self.breach()
            seen.near(breach, labels)
            if breach > FINE:
                price *= 1.5
            # Sums afresh take as long as the county is large: less often there.
            self.labels = labels
            if done // SLICE % (1 + self.block.n // 2000) == 0:
                self.set(labels)
        return best_labels, labels
