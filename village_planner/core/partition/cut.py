"""Few large districts, fewest neighbouring pairs cut: the plan and its proof.

A plan's cut is half the sum of its districts' cuts. With a price on every node and one per district, so that no
district is cheaper than its nodes, the sum of all prices bounds every plan from below, and a plan that cuts at most C
pairs holds only districts whose cut exceeds their prices by no more than what is left up to C. So

1. prices are sought for which that bound is high: first by subgradients against a relaxation that forgets contiguity
   (`Sweep.completions`), then by column generation over connected districts (`Sweep.districts`);
2. for C = the bound, one more, …: all districts within C are listed, and those that fit together are a plan with the
   fewest cuts; if none do, C + 1 is proven.

Everything that a proof rests on is computed in integers from the prices; the linear solver only proposes prices.
Lagrangian bounds: Fisher (1981). Smoothing of prices: Wentges (1997).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack, identity, vstack
from scipy.sparse.csgraph import connected_components

from ..task import Task
from .block import Block
from .choose import choose
from .columns import Columns, pack, unpack, words_for
from .frontier import NEVER, Completions, Resource, Sweep, sweep_of
from .problem import TERMS

CELLS = 24_000_000  # cells of one set of tables (4 bytes each)
FINE, MIDDLE, COARSE, LEAST_BINS = 1000, 200, 50, 24  # steps of the population: to list, to price, to begin
CELLS_PER_STATE = 100  # cells of a table that take as long as one partial district
SUBGRADIENTS = 100
LISTED = 0.6  # share of the work that lists of districts may take; the rest is for fitting them together
FIRST = 400_000  # partial districts of a level before better prices are looked for
ROUNDS = 60  # of column generation
FRESH = 3000  # columns added in a round at most
PRECISE = 1 << 40  # steps of the population that count as one
PART = 4_000  # districts whose rules are looked at in one go
PROGRAMME, COLUMNS_PER_STATE = 100_000, 2  # partial districts that take as long as a linear programme, and its columns
LEAST_PROGRAMMES = 20
SMOOTH = 0.4  # share of the best prices in the next ones


# Work by effort: about 5 s, 1 min and 5 min at most on one core.
WORK = {"quick": 20_000_000, "standard": 200_000_000, "thorough": 1_000_000_000}


@dataclass(frozen=True)
class CutResult:
    """bound   proven lower bound of the boundary's part of the cost (in the units of Block.costs; inf: proven that
               there is no plan)
    cut        the same as a number of pairs in different districts: no valid plan cuts fewer
    labels     (N,) a valid plan that cuts fewer pairs than the one known, else None
    proven     `labels`, or the plan known where there are none, cuts `cut` pairs; or there is no plan
    used       work, in partial districts
    """

    bound: float
    cut: int
    labels: Optional[NDArray]
    proven: bool
    used: int


def fewest_cut(block: Block, known: Optional[NDArray], work: int, task: Task, cap: Optional[int] = None) -> CutResult:
    """Lower bound of the pairs cut, and a plan that reaches it where the work suffices. See `CutSearch`."""
    return CutSearch(block, known, work, task, cap).run()


def boundary_alone(block: Block) -> bool:
    """Whether nothing but the boundary has weight, so that the fewest pairs cut are the optimum."""
    return all((weight > 0) == (term == "boundary") for term, weight in block.objective.weights.items())


def _pair_weights(block: Block) -> list[dict[int, int]]:
    """Per node {neighbour: neighbouring pairs of units between the two}."""
    graph = block.graph.tocoo()
    weights: list[dict[int, int]] = [{} for _ in range(block.n)]
    for i, j, pairs in zip(graph.row.tolist(), graph.col.tolist(), graph.data.tolist()):
        weights[i][j] = round(pairs)
    return weights


def _resource(amount: NDArray, low: float, high: float) -> Resource:
    """Integers for what adds up. The band is widened by the rounding, so that no district is lost."""
    total = float(amount.sum())
    if total <= 0:
        return Resource(np.zeros(len(amount), dtype=np.int64), 0, 0)
    unit = total / PRECISE
    whole = np.round(amount / unit).astype(np.int64)
    slack = len(amount) + 1
    return Resource(whole, max(0, int(low / unit) - slack), min(int(whole.sum()), int(min(high, total) / unit) + slack))


@dataclass(frozen=True)
class _Prices:
    """nodes   (N,) integer prices     floor  no valid district has a lower value: scale x cut - prices
    bound      nodes.sum() + k x floor: no plan has a lower sum of scale x cut over its districts
    """

    nodes: NDArray
    floor: int
    bound: int


class CutSearch:
    """One search, with `result()` at any time: also after `run` was left by `Cancelled`.

    known  (N,) labels of a valid plan at hand, or None     work  partial districts that may be touched (see WORK)
    cap    most districts that cross a township; default: as many as the block may have

    Inside, sums over districts are twice what a plan cuts: each pair cut counts in two districts.
    level  no plan cuts fewer pairs     best  pairs that the best plan cuts (known, or labels; most + 1: none at hand)
    """

    sweep: Sweep

    def __init__(
        self, block: Block, known: Optional[NDArray], work: int, task: Task, cap: Optional[int] = None
    ) -> None:
        self.block, self.work, self.task = block, work, task
        self.cap = block.cap if cap is None else cap
        self.weights = _pair_weights(block)
        ends = [(i, j, pairs) for i, beside in enumerate(self.weights) for j, pairs in beside.items() if i < j]
        self.ends, self.pairs = np.split(np.array(ends, dtype=np.int64).reshape(-1, 3), [2], axis=1)
        self.most = int(self.pairs.sum())
        self.scale = max(1, min(1000, (1 << 24) // max(1, self.most)))
        persons = _resource(block.population, block.low, block.high)
        units = Resource(block.count.astype(np.int64), block.min_units, min(block.max_units, int(block.count.sum())))
        # The table can follow one of the two: the one with the narrower band.
        tight = persons.low * units.high >= units.low * persons.high
        self.followed, self.counted = (persons, units) if tight else (units, persons)
        self.listed = np.zeros((0, words_for(block.n)), dtype=np.uint64), np.zeros(0, dtype=np.int64)
        self.masks = np.zeros((0, words_for(block.n)), dtype=np.uint64)  # valid districts seen
        self.cuts = np.zeros(0, dtype=np.int64)
        self.used = 0
        self.level = max(0, block.k - int(block.components().max() + 1))
        self.labels: Optional[NDArray] = None
        self.best = self.most + 1
        if known is not None:
            self._keep(pack(known == np.arange(block.k)[:, None]))
            self.best = int(self.cuts.sum()) // 2

    def result(self) -> CutResult:
        if self.level > self.most:
            return CutResult(np.inf, self.level, None, True, self.used)
        weight = self.block.objective.weights["boundary"]
        bound = -weight * (len(self.block.unit_pairs) - self.level)
        return CutResult(bound, self.level, self.labels, self.level == self.best, self.used)

    def run(self) -> CutResult:
        sweep = None if self.block.k == 1 else sweep_of(self.weights, CELLS // LEAST_BINS)
        if sweep is None:
            return self.result()
        self.sweep = sweep
        prices = self._subgradients()
        if prices.floor >= NEVER // 2:
            self.level = self.most + 1
            return self.result()
        prices = self._raise(prices, min(FIRST, self.work // 10))
        if self.level < self.best:
            prices = self._raise(self._generate(prices), self.work)
        if self.level < self.best - 1:
            self._fit(*self.listed, 2 * self.scale * (self.best - 1) - prices.bound)
        return self.result()

    def _raise(self, prices: _Prices, most: int) -> _Prices:
        """Level by level: list the districts of plans that cut no more pairs than the level, and fit them together.
        most  partial districts of a list."""
        rest = self._table(prices.nodes, FINE)
        if prices.floor < rest.least:
            prices = _Prices(prices.nodes, rest.least, int(prices.nodes.sum()) + self.block.k * rest.least)
        self.level = max(self.level, self._level(prices.bound))
        while self.level < self.best:
            gap = 2 * self.scale * self.level - prices.bound
            found = self._within(rest, prices.floor + gap, min(most, int(LISTED * self.work) - self.used))
            if found is None:
                break
            self._keep(_lowest(*found))
            self.listed = found[0], found[1] - prices.floor
            if not self._fit(*self.listed, gap):
                break
            if self.level < self.best:
                self.level += 1
        return prices

    def _level(self, bound: int) -> int:
        """The least number of pairs that a plan can cut."""
        return min(self.most + 1, -(-bound // (2 * self.scale)))

    # ---- prices
    def _table(self, nodes: NDArray, bins: int) -> Completions:
        self.task.report(min(1.0, self.used / max(1, self.work)))
        bins = max(LEAST_BINS, min(bins, CELLS // self.sweep.patterns))
        self.used += self.sweep.patterns * bins // CELLS_PER_STATE
        return self.sweep.completions(self.scale, nodes, self.followed, bins)

    def _whole_prices(self, nodes: NDArray) -> NDArray:
        """Prices as integers, so far limited that no sum of them comes near `NEVER`."""
        limit = (1 << 26) // self.block.n
        return np.clip(np.round(nodes), -limit, limit).astype(np.int64)

    def _subgradients(self) -> _Prices:
        """Prices from the relaxation alone, contiguity forgotten: one that a plan's districts would hold too often
        becomes cheaper to leave out."""
        k = self.block.k
        best: Optional[_Prices] = None
        nodes = np.zeros(self.block.n)
        pace, idle = 1.0, 0
        for _ in range(SUBGRADIENTS):
            whole = self._whole_prices(nodes)
            rest = self._table(whole, COARSE)
            trial = _Prices(whole, rest.least, int(whole.sum()) + k * rest.least)
            if trial.floor >= NEVER // 2:
                return trial
            if best is None or trial.bound > best.bound:
                best, idle = trial, 0
            elif self.used > self.work // 3:
                break
            else:
                idle += 1
                if idle == 8:
                    pace, idle, nodes = 0.7 * pace, 0, best.nodes.astype(float)
                    continue
            slope = 1.0 - k * self.sweep.cheapest(rest, self.followed)
            known = self.best if self.best <= self.most else 1.1 * best.bound / (2 * self.scale) + 1
            nodes = nodes + pace * (2 * self.scale * known - trial.bound) / (slope @ slope) * slope
        assert best is not None
        return best

    def _generate(self, best: _Prices) -> _Prices:
        """Column generation: prices at which the districts seen so far would do, then districts below them."""
        idle, smooth = 0, SMOOTH
        for _ in range(ROUNDS):
            if idle >= 6 or self.used > self.work // 2:
                break
            master = self._master()
            if master is None:
                break
            nodes, value = master
            # Programmes jump from corner to corner: a step towards theirs is steadier, and a short one safer.
            nodes = self._whole_prices(self.scale * nodes * (1 - smooth) + best.nodes * smooth)
            rest = self._table(nodes, MIDDLE)
            goal = int(np.floor((self.scale * value - nodes.sum()) / self.block.k))
            trial = self._trial(nodes, rest, goal)
            better = trial.bound > best.bound + self.scale // 50
            idle = 0 if better else idle + 1
            smooth = SMOOTH if better else (1 + smooth) / 2
            best = max(best, trial, key=lambda prices: prices.bound)
            if best.bound >= self.scale * (value - 0.02):
                break
        return best

    def _trial(self, nodes: NDArray, rest: Completions, goal: int) -> _Prices:
        """The floor for prices: looked for from the relaxation's floor up to `goal`, keeping the districts met."""
        floor = rest.least
        for share in (0.1, 0.25, 0.5, 1.0):
            limit = floor if goal <= rest.least else int(rest.least + share * (goal - rest.least))
            found = self._within(rest, limit, min(FIRST, self.work // 20))
            if found is None:
                break
            floor = limit + 1
            if len(found[0]):
                floor = int(found[1].min())
                self._keep(_lowest(*found))
                break
            if limit >= goal:
                break
        return _Prices(nodes, floor, int(nodes.sum()) + self.block.k * floor)

    def _keep(self, masks: NDArray) -> None:
        """Add valid districts to those that prices are found from."""
        sets = unpack(masks, self.block.n)
        cuts = (sets[:, self.ends[:, 0]] != sets[:, self.ends[:, 1]]) @ self.pairs[:, 0]
        masks = np.concatenate([self.masks, masks])
        first = np.sort(np.unique(masks, axis=0, return_index=True)[1])
        self.masks, self.cuts = masks[first], np.concatenate([self.cuts, cuts])[first]

    def _master(self) -> Optional[tuple[NDArray, float]]:
        """Linear programme over the districts seen: prices of the nodes (N,) in doubled cuts, and its value."""
        n, k = self.block.n, self.block.k
        sets = unpack(self.masks, self.block.n)
        c = len(sets)
        cover = vstack([csr_matrix(sets.T.astype(float)), csr_matrix(np.ones((1, c)))])
        # A node may stay uncovered, and districts may be missing, at a penalty: so there is always a solution.
        penalty = np.full(n + 1, float(2 * self.most))
        result = linprog(
            np.concatenate([self.cuts.astype(float), penalty]),
            A_eq=hstack([cover, identity(n + 1)], format="csr"),
            b_eq=np.concatenate([np.ones(n), [k]]),
            bounds=(0, None),
            method="highs",
        )
        if result.x is None:
            return None
        return result.eqlin.marginals[:n], float(result.fun)

    # ---- districts and plans
    def _within(self, rest: Completions, limit: int, most: int) -> Optional[tuple[NDArray, NDArray]]:
        """Masks and values of all valid districts up to a value; None where the work does not suffice."""
        masks, values, used = self.sweep.districts(rest, limit, self.followed, self.counted, most, self.task)
        self.used += used
        if masks is None or values is None:
            return None
        valid = [self._valid(masks[start : start + PART]) for start in range(0, len(masks), PART)]
        good = np.concatenate(valid) if valid else np.zeros(0, dtype=bool)
        return masks[good], values[good]

    def _valid(self, masks: NDArray) -> NDArray:
        """(c,) bool: districts that keep all rules, and leave a rest that k - 1 districts can share."""
        self.task.check()
        sets = unpack(masks, self.block.n)
        out = self.block.allowed(sets)
        out[out] = self._divisible(~sets[out], self.block.k - 1)
        return out

    def _divisible(self, sets: NDArray, districts: int) -> NDArray:
        """(c,) bool: whether each connected part can hold a number of districts, and the numbers can sum up."""
        block, n = self.block, self.block.n
        if not len(sets):
            return np.zeros(0, dtype=bool)
        row, pair = np.nonzero(sets[:, self.ends[:, 0]] & sets[:, self.ends[:, 1]])
        nodes = self.ends[pair] + row[:, None] * n
        size = sets.size
        graph = csr_matrix((np.ones(len(row), dtype=np.int8), (nodes[:, 0], nodes[:, 1])), shape=(size, size))
        member = np.flatnonzero(sets)
        part = np.unique(connected_components(graph, directed=False)[1][member], return_inverse=True)[1]
        owner = np.zeros(int(part.max(initial=-1)) + 1, dtype=int)
        owner[part] = member // n
        persons = np.bincount(part, weights=block.population[member % n])
        units = np.bincount(part, weights=block.count[member % n])
        fewest = np.maximum(_fewest(persons, block.high), _fewest(units, block.max_units))
        most = np.minimum(_most(persons, block.low), _most(units, block.min_units))
        most = np.minimum(most, np.bincount(part))
        count = len(sets)
        good = np.bincount(owner[fewest > most], minlength=count) == 0
        good &= np.bincount(owner, weights=fewest, minlength=count) <= districts
        return good & (np.bincount(owner, weights=most, minlength=count) >= districts)

    def _fit(self, masks: NDArray, cost: NDArray, limit: int) -> bool:
        """Look for k of the districts that cover every node once and cost `limit` at most: a plan better than the
        best is kept. False where none was found, but not all was looked at."""
        block = self.block
        terms = np.zeros((len(masks), len(TERMS)))
        terms[:, TERMS.index("boundary")] = cost
        columns = Columns(block.n, masks, terms, block.crosses(unpack(masks, block.n)))
        price = PROGRAMME + len(masks) // COLUMNS_PER_STATE
        programmes = max(LEAST_PROGRAMMES, (self.work - self.used) // price)
        choice = choose(columns, block.k, self.cap, self.task, limit + 0.5, programmes)
        self.used += choice.used * price
        if choice.columns is None:
            return choice.proven
        sets = unpack(masks[choice.columns], block.n)
        if not (sets.sum(axis=0) == 1).all():
            return False
        labels = sets.argmax(axis=0)
        cut = int(self.pairs[labels[self.ends[:, 0]] != labels[self.ends[:, 1]]].sum())
        if cut < self.best:
            self.best, self.labels = cut, labels
        return True


def _lowest(masks: NDArray, values: NDArray) -> NDArray:
    return masks[np.argsort(values, kind="stable")[:FRESH]]


def _fewest(amount: NDArray, high: float) -> NDArray:
    """(c,) least number of districts that can hold the amounts; at least 1."""
    if high <= 0 or not np.isfinite(high):
        return np.ones(len(amount))
    return np.maximum(1.0, np.ceil(amount / high - 1e-9))


def _most(amount: NDArray, low: float) -> NDArray:
    """(c,) most districts that the amounts suffice for."""
    return np.floor(amount / low + 1e-9) if low > 0 else np.full(len(amount), np.inf)
