"""Candidate districts by price: column generation with an exact search for the districts that are worth more than
they cost, where all connected districts would be too many.

With prices of the nodes from a linear relaxation, the *reduced cost* of a district is its cost less the prices of its
nodes and the price of one district. Sets grow as in `enumerate`, but a set whose every completion is dearer than the
limit is given up at once. What bounds the completions:

- Similarity: S grown by T costs at least SSD(S) + s / (s + t) · Σ ‖x − μ(S)‖² over T (Huygens: about its own mean T
  would cost more still), with s + t the most units that the population leaves room for.
- Compactness: the moment about the weighted mean is at most the one about a unit, and grows in the same way, with
  populations for numbers of units.
- Boundary and flow: what T saves inside is at most half of all pairs of each node of T, plus half of those to S.
- Stability: strangers only become more.
- Prices: each node of T adds its price less these costs if that is above 0; since T must fit into the population left
  over, a Lagrangian price per person makes the sum smaller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from ..task import Task
from .block import Block
from .choose import SMALL, Choice, choose, nearest
from .columns import Columns, admissible, pack, unpack
from .enumerate import Front, Grower, lowest
from .relax import Relaxation, Relaxed

FRONT = 1 << 14  # partial sets judged at a time: tens of MB
ADDED = 3000  # columns added per round of pricing
FRESH = 500  # of these, the best that the next programme begins with
ROUNDS = 60
NEAR = 0.003  # columns up to this reduced cost come along, in parts of the objective
QUICK = 3  # sets that quick searches may judge before the first exhaustive one, in parts of what that may
WIDTH = 4000  # sets of each size that grow in a quick search
SMOOTH = (0.6, 0.3)  # share of the former prices in the mean: while searches are quick, and when they are exhaustive
CALM = 0.003  # searches are exhaustive once the prices seem to be that good, in parts of the objective
CLOSE = 0.15  # pricing ends when it can raise the bound by no more than this part of the gap
STEP = 0.006  # first step in which all columns are collected, in parts of the bound
WIDER = 4
FIRST_PROGRAMMES = 40  # to find a good plan among the first columns
TINY = 1e-6  # persons: a way over empty nodes is a way
STEPS = 33  # of population, for what is within reach
SHARES = (0.0, 0.25, 0.5, 1.0)  # prices per person tried, in parts of the mean price of the nodes


@dataclass(frozen=True)
class Found:
    """Outcome of a search by reduced cost.

    columns   those of reduced cost <= limit, the least first; reduced  (c,) their reduced costs
    limit     may be lower than asked for     complete  no column up to the limit was left out
    touched   partial sets judged
    """

    columns: Columns
    reduced: NDArray
    limit: float
    complete: bool
    touched: int

    def least(self, k: int) -> float:
        """Lower bound of the reduced costs of a plan, where the search was complete: at most one district has a given
        node as its lowest one, so that the least of k of these counts, not k times the least of all."""
        root = lowest(self.columns.masks) if len(self.columns) else np.zeros(0, dtype=int)
        each = np.full(max(self.columns.n, k), min(0.0, self.limit))
        np.minimum.at(each, root, self.reduced)
        return float(np.sort(each)[:k].sum())


class Pricer:
    """Searches the districts of a block by reduced cost."""

    def __init__(self, block: Block, cap: Optional[int] = None) -> None:
        """cap  districts of a plan that may cross a township; default: any"""
        self.block = block
        self.cap = block.k if cap is None or block.townships is None else cap
        # Outer nodes first: what grows from them has fewer ways to go, and the inner ones find them closed.
        far = dijkstra(block.graph, unweighted=True)
        self.order = np.argsort(-np.where(np.isfinite(far), far, block.n).sum(axis=1), kind="stable")
        self.grower = Grower(block, self.order)
        self.inner = Grower(block, self.order, inside_townships=True) if self.cap < block.k else None
        weights = block.objective.weights
        self.similarity, self.compactness = weights["similarity"], weights["compactness"]
        people, number = np.sort(block.population), np.sort(block.count)
        # The others need room as well: k - 1 districts of the least size each.
        spare = block.k - 1
        others = max(spare * max(block.low, 0.0), float(people[:spare].sum()))
        self.high = min(block.high, float(people.sum()) - others)
        self.most = min(block.max_units, int(number.sum()) - max(spare * block.min_units, int(number[:spare].sum())))
        self.fill_people, self.fill_units = np.cumsum(people), np.cumsum(number[::-1])
        self.steps, self.reach = self._reach()
        # What one node and each pair of nodes save at most when they are inside.
        self.saved, self.pairs = np.zeros(block.n), None
        if weights["boundary"] > 0:
            self.saved = self.saved + weights["boundary"] * block.inner_pairs
            self.pairs = weights["boundary"] * block.graph
        if weights["flow"] > 0 and block.flow is not None:
            self.saved = self.saved + weights["flow"] * block.inner_flow
            flow = weights["flow"] * block.flow
            self.pairs = flow if self.pairs is None else self.pairs + flow
        self.reference = block.reference if weights["stability"] > 0 else None
        self.stability = weights["stability"]

    def _reach(self) -> tuple[NDArray, NDArray]:
        """Steps of population (q,) and (n, q, words): nodes that a way from a node, both ends counted, reaches with
        less than the next step."""
        block = self.block
        i, j = block.graph.nonzero()
        ways = csr_matrix((block.population[j] + TINY, (i, j)), shape=(block.n, block.n))
        far = dijkstra(ways) + block.population[:, None]
        top = self.high if np.isfinite(self.high) else float(block.population.sum())
        far = far[self.order][:, self.order]
        steps = np.linspace(0, max(top, 0.0), STEPS)
        within = far[:, None, :] <= np.append(steps[1:], np.inf)[None, :, None] * (1 + 1e-9) + block.n * TINY
        return steps, pack(within.reshape(-1, block.n)).reshape(block.n, STEPS, -1)

    def within_reach(self, front: Front, room: NDArray) -> NDArray:
        """(c, words): nodes that the sets may come to hold, by the population of the ways to them."""
        row, node = np.nonzero(unpack(front.frontier, self.block.n))
        step = np.clip(np.searchsorted(self.steps, room, side="right") - 1, 0, STEPS - 1)
        reached = np.zeros_like(front.inside)
        if len(row):
            starts = np.flatnonzero(np.concatenate([[True], row[1:] != row[:-1]]))
            reached[row[starts]] = np.bitwise_or.reduceat(self.reach[node, step[row]], starts, axis=0)
        return reached & ~front.closed

    def passes(self, per_crossing: float) -> list[tuple[Grower, float]]:
        """Searches that together meet every district: the sets to grow, and what each of them costs besides.

        Where few districts may cross a township those that do are dear, so that the search for them is short; it may
        pass over the others if these are looked for apart."""
        if self.inner is None:
            return [(self.grower, 0.0)]
        crossing = [(self.grower, -per_crossing)] if self.cap > 0 else []
        return [(self.inner, 0.0), *crossing]

    def below(
        self,
        prices: NDArray,
        per_district: float,
        per_crossing: float,
        limit: float,
        task: Task,
        most_columns: int,
        most_sets: int,
    ) -> Found:
        """Columns of reduced cost at most `limit`. Where these are more than `most_columns` the limit falls, so that
        the best ones stay and are all there. Gives up after `most_sets` partial sets.

        prices (n,) of the nodes, per_district, per_crossing <= 0: duals of the relaxation
        """
        block = self.block
        state = _Static(self, prices, per_district)
        columns, reduced = admissible(block, self.grower.masks(self.grower.roots().inside[:0])), np.zeros(0)
        touched = 0
        for grower, toll in self.passes(per_crossing):
            stack = [grower.roots()]
            waiting: list[NDArray] = []
            while stack:
                task.check()
                front = stack.pop()
                if len(front) > FRONT:
                    stack.append(front.take(slice(FRONT, None)))
                    front = front.take(slice(0, FRONT))
                touched += len(front)
                own, least = state.bounds(front)
                waiting.append(front.inside[grower.large_enough(front) & (own <= limit - toll)])
                if sum(map(len, waiting)) > 4 * FRONT or not stack or touched > most_sets:
                    fresh, value = self._valued(grower, np.concatenate(waiting), prices, per_district, per_crossing)
                    waiting = []
                    columns, reduced = Columns.concatenated([columns, fresh]), np.concatenate([reduced, value])
                    if int((reduced <= limit).sum()) > most_columns:
                        limit = float(np.partition(reduced, most_columns - 1)[most_columns - 1])
                    keep = np.flatnonzero(reduced <= limit)
                    columns, reduced = columns.take(keep), reduced[keep]
                if touched > most_sets:
                    return _sorted(columns, reduced, limit, False, touched)
                stack += grower.grown(front.take(least <= limit - toll))
        return _sorted(columns, reduced, limit, True, touched)

    def _valued(
        self, grower: Grower, inside: NDArray, prices: NDArray, per_district: float, per_crossing: float
    ) -> tuple[Columns, NDArray]:
        """The districts among the sets that a search is after, and their reduced costs."""
        fresh = admissible(self.block, grower.masks(inside))
        if self.inner is not None:
            fresh = fresh.take(fresh.crosses == (grower is self.grower))
        return fresh, fresh.cost - fresh.matrix() @ prices - per_district - per_crossing * fresh.crosses

    def some(
        self,
        prices: NDArray,
        per_district: float,
        per_crossing: float,
        limit: float,
        task: Task,
        most_columns: int,
        width: int,
    ) -> Found:
        """As `below`, but of all sets of a size only the `width` most promising ones grow: quick, and not complete."""
        state = _Static(self, prices, per_district)
        parts, values = [], []
        touched = 0
        for grower, toll in self.passes(per_crossing):
            front = grower.roots()
            while len(front):
                task.check()
                touched += len(front)
                bounds = [state.bounds(front.take(slice(i, i + FRONT))) for i in range(0, len(front), FRONT)]
                own, least = (np.concatenate([pair[side] for pair in bounds]) for side in (0, 1))
                worth = front.inside[grower.large_enough(front) & (own <= limit - toll)]
                fresh, value = self._valued(grower, worth, prices, per_district, per_crossing)
                keep = np.flatnonzero(value <= limit)
                parts.append(fresh.take(keep))
                values.append(value[keep])
                alive = np.flatnonzero(least <= limit - toll)
                if len(alive) > width:
                    promise = [np.argsort(key[alive], kind="stable")[: width // 2] for key in (own, least)]
                    alive = alive[np.unique(np.concatenate(promise))]
                grown = grower.grown(front.take(alive))
                if not grown:
                    break
                front = Front.joined(grown)
        if not parts:
            return Found(
                admissible(self.block, pack(np.zeros((0, self.block.n), dtype=bool))), np.zeros(0), limit, False, 0
            )
        columns, reduced = Columns.concatenated(parts), np.concatenate(values)
        best = np.argsort(reduced, kind="stable")[:most_columns]
        return Found(columns.take(best), reduced[best], limit, False, touched)


def _sorted(columns: Columns, reduced: NDArray, limit: float, complete: bool, touched: int) -> Found:
    order = np.argsort(reduced, kind="stable")
    return Found(columns.take(order), reduced[order], limit, complete, touched)


class _Static:
    """Bounds of reduced costs for one set of prices."""

    def __init__(self, pricer: Pricer, prices: NDArray, per_district: float) -> None:
        self.pricer, block = pricer, pricer.block
        self.per_district = per_district
        gain = prices + pricer.saved
        if pricer.pairs is not None:
            gain = gain + 0.5 * np.asarray(pricer.pairs.sum(axis=1)).ravel()
        order = pricer.order
        own = [block.features, block.squares, block.moment, block.second, prices + pricer.saved]
        self.sums = np.column_stack(own)[order]
        self.population = block.population[order]
        self.pairs = None if pricer.pairs is None else pricer.pairs[order][:, order]
        self.reference = None if pricer.reference is None else pricer.reference[order]
        # Rows to multiply the numbers of a set with: its distances to all nodes, less what these bring.
        table = [block.squares, block.features.T, block.count, block.second, block.moment.T, block.population, -gain]
        self.table = np.vstack(table)[:, order]
        mean = max(float(np.maximum(prices, 0).sum()) / max(float(block.population.sum()), 1e-300), 0.0)
        self.per_person = [share * mean for share in SHARES]

    def bounds(self, front: Front) -> tuple[NDArray, NDArray]:
        """(c,) lower bounds of the reduced cost of each set itself, and of itself and all that can grow from it."""
        pricer, block = self.pricer, self.pricer.block
        inside = unpack(front.inside, block.n).astype(float)
        sums = inside @ self.sums
        p = block.features.shape[1]
        count, people = front.count.astype(float), front.population
        safe = np.where(people > 0, people, 1.0)
        mean, centre = sums[:, :p] / count[:, None], sums[:, p + 1 : p + 3] / safe[:, None]
        own = pricer.similarity * np.maximum(sums[:, p] - count * (mean**2).sum(axis=1), 0)
        own += pricer.compactness * np.maximum(sums[:, p + 3] - people * (centre**2).sum(axis=1), 0)
        own -= sums[:, p + 4] + self.per_district
        near = None
        if self.pairs is not None:
            near = inside @ self.pairs
            own -= 0.5 * (near * inside).sum(axis=1)
        if self.reference is not None:
            own += pricer.stability * (count - (inside @ self.reference).max(axis=1))
        room = pricer.high - people
        nodes = np.searchsorted(pricer.fill_people, room, side="right")
        units = np.where(nodes > 0, pricer.fill_units[np.maximum(nodes, 1) - 1], 0)
        a = pricer.similarity * count / np.minimum(count + units, max(pricer.most, 1)).clip(min=count)
        b = pricer.compactness * people / max(pricer.high, 1e-300)
        b = np.where(people > 0, np.minimum(b, pricer.compactness), 0.0)
        rows = np.column_stack(
            [
                a,
                -2 * a[:, None] * mean,
                a * (mean**2).sum(axis=1),
                b,
                -2 * b[:, None] * centre,
                b * (centre**2).sum(axis=1),
                np.ones(len(a)),
            ]
        )
        gain = -(rows @ self.table)
        if near is not None:
            gain += 0.5 * near
        row, node = np.nonzero(unpack(pricer.within_reach(front, room), block.n))
        gain, people_of = gain[row, node], self.population[node]
        best = np.full(len(a), np.inf)
        for price in self.per_person:
            left = np.bincount(row, weights=np.maximum(gain - price * people_of, 0), minlength=len(a))
            best = np.minimum(best, left + price * np.maximum(room, 0))
        margin = 1e-9 * (np.abs(own) + np.abs(best))
        return own - margin, own - best - margin


@dataclass(frozen=True)
class Limits:
    """Amounts of work of `best_choice`: partial sets that its searches may judge, columns that it may collect at a
    time, and programmes that branch and bound may solve."""

    sets: int = 3_000_000
    columns: int = 100_000
    programmes: int = 400


def best_choice(
    block: Block,
    cap: int,
    seeds: Columns,
    task: Task,
    known: float = np.inf,
    limits: Optional[Limits] = None,
    heard: Callable[[float, Optional[Columns]], None] = lambda bound, chosen: None,
) -> tuple[Columns, Choice]:
    """The best plan of a block with at most `cap` crossing districts, over *all* its admissible districts.

    First prices, by column generation. Then all columns within a step of what they cost at these prices, and the best
    choice among them: a better plan needs a column that is dearer still. The step widens until that cannot be.

    seeds  columns to begin with, such as the districts that a search has passed through
    known  cost of the best plan at hand: only better ones are looked for
    heard  is told each lower bound that is proven on the way and the best plan until then, for work that is stopped
    Returns all columns met and the choice among them; its bound and proof hold for every admissible district.
    """
    limits = limits or Limits()
    generation = _Generation(block, cap, seeds, limits.sets, heard)
    generation.run(known, task.part(0.0, 0.4))
    first = choose(
        generation.columns, block.k, cap, task.part(0.4, 0.5), known, FIRST_PROGRAMMES, start=generation.warm
    )
    upper, picked, used = min(known, first.cost), first.columns, first.used
    bound, proven = min(generation.bound, upper), False
    if picked is not None:
        heard(bound, generation.columns.take(picked))
    # Costs may be near 0 where districts are credited with what lies inside them.
    step = STEP * max(abs(bound), upper - bound if np.isfinite(upper) else block.objective.constant) or np.inf
    while generation.prices is not None and not proven:
        if bound >= upper - SMALL * max(1.0, abs(upper)):
            bound, proven = upper, True
            break
        wanted = min(upper - generation.bound, step)
        found = generation.collect(wanted, limits.columns, task.part(0.5, 0.6))
        if not found.complete:
            break
        choice = choose(
            generation.columns,
            block.k,
            cap,
            task.part(0.6, 1.0),
            upper,
            max(FIRST_PROGRAMMES, limits.programmes - used),
            start=generation.warm,
        )
        used += choice.used
        if choice.columns is not None:
            upper, picked = choice.cost, choice.columns
        # A plan with any other column costs more than this.
        reach = generation.bound + found.limit
        bound = max(bound, min(choice.bound, reach, upper))
        heard(bound, None if picked is None else generation.columns.take(picked))
        proven = choice.proven and reach >= upper
        if not choice.proven or found.limit < wanted:
            break
        # Nothing fits so far: only all districts can show that nothing fits at all.
        step = step * WIDER if np.isfinite(upper) else np.inf
    bound = upper if proven else min(bound, upper)
    return generation.columns, Choice(picked, np.inf if picked is None else upper, bound, proven, used)


class _Generation:
    """Column generation: the relaxation over the columns met so far, and the best columns at its prices, in turn.

    columns  met so far     warm (c,) bool: those that the relaxation builds on     bound  for every plan
    prices   (of nodes, of a district, of a crossing) that give the bound; None where no search came to its end
    """

    def __init__(
        self,
        block: Block,
        cap: int,
        seeds: Columns,
        sets: int,
        heard: Callable[[float, Optional[Columns]], None],
    ) -> None:
        self.block, self.cap, self.heard = block, cap, heard
        self.pricer = Pricer(block, cap)
        self.columns = seeds.unique()
        self.warm = np.ones(len(self.columns), dtype=bool)
        self.sets = self.left = sets
        self.bound = -np.inf
        self.prices: Optional[tuple[NDArray, float, float]] = None

    def run(self, known: float, task: Task) -> None:
        """Until the bound is within a small part of what the relaxation can reach. Quick searches come first: the
        prices are wild at the beginning, and an exhaustive search would be long and wasted."""
        block = self.block
        scale = float(np.abs(self.columns.cost).max(initial=0.0)) or 1.0
        limited = block.townships is not None and self.cap < block.k
        mean: Optional[NDArray] = None
        exhaustive, quick = False, 0
        for turn in range(ROUNDS):
            task.report(turn / ROUNDS)
            columns = self.columns
            crosses = columns.crosses if limited else None
            relaxation = Relaxation(columns.matrix(), columns.cost / scale, block.k, crosses, self.cap)
            relaxed = relaxation.priced(relaxation.first() if turn == 0 else self.warm.copy(), task)
            if relaxed is None:
                return
            # Prices swing from one corner of the relaxation to another; between them they are calmer.
            former = SMOOTH[exhaustive]
            mean = relaxed.prices if mean is None else former * mean + (1 - former) * relaxed.prices
            total, value = (scale * float(relaxation.right @ prices) for prices in (relaxed.prices, mean))
            prices = scale * mean
            dual = (prices[: block.n], float(prices[block.n]), float(prices[block.n + 1]) if limited else 0.0)
            near = NEAR * abs(value)
            if exhaustive:
                found = self.pricer.below(*dual, near, task, ADDED, self.left)
                self.left -= found.touched
            else:
                found = self.pricer.some(*dual, near, task, ADDED, WIDTH)
                quick += found.touched
            bound = value + found.least(block.k)
            self._add(found, relaxed)
            if exhaustive:
                if not found.complete:
                    return
                if bound > self.bound:
                    self.bound, self.prices = bound, dual
                    self.heard(bound, None)
                wanted = min(known - self.bound, 0.02 * abs(self.bound))
                if total - self.bound <= max(SMALL * abs(self.bound), CLOSE * wanted):
                    return
            else:
                exhaustive = total - bound <= CALM * abs(total) or quick > QUICK * self.sets

    def _add(self, found: Found, relaxed: Relaxed) -> None:
        size = len(self.columns)
        self.columns = Columns.joined([self.columns, found.columns])
        self.warm = np.zeros(len(self.columns), dtype=bool)
        self.warm[:size] = nearest(relaxed, np.ones(size, dtype=bool))
        self.warm[size : size + FRESH] = True

    def collect(self, limit: float, most: int, task: Task) -> Found:
        """All columns of reduced cost up to `limit` at the prices of the bound."""
        assert self.prices is not None
        found = self.pricer.below(*self.prices, limit, task, most, self.left)
        self.left -= found.touched
        size = len(self.columns)
        self.columns = Columns.joined([self.columns, found.columns])
        self.warm = np.concatenate([self.warm, np.zeros(len(self.columns) - size, dtype=bool)])
        return found
