"""Local search: move border units between districts, the best move first, with a tabu list.

Moves keep every district connected and none empty. Limits may be broken on the way at a price that rises while they
are broken and falls while they hold, so that the search swings around the edge of what is allowed; only plans that
keep every rule are remembered.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..task import Task
from .block import Block
from .construct import first_plan, split

FINE = 1e-9  # breaches below this are rounding


@dataclass
class Found:
    """What a search brings home: plans that keep every rule, best first, and all single districts it passed through.

    plans      (cost, crossing districts, labels (N,)) of different plans
    districts  bit mask over nodes -> weighted cost, of districts that keep every rule of a district
    nearest    the least breach met, for the message when no plan was found
    """

    plans: list[tuple[float, int, NDArray]] = field(default_factory=list)
    districts: dict[int, float] = field(default_factory=dict)
    nearest: float = np.inf
    nearest_labels: NDArray | None = None

    def add(self, cost: float, crossing: int, labels: NDArray) -> None:
        labels = canonical(labels)
        if not any(abs(cost - c) <= FINE and (labels == other).all() for c, _, other in self.plans):
            self.plans.append((cost, crossing, labels))
            self.plans.sort(key=lambda plan: (plan[0], plan[2].tolist()))


def canonical(labels: NDArray) -> NDArray:
    """The same plan with districts numbered in the order of their first node."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    return rank[inverse]


class State:
    """A plan of a block with everything that makes the next move cheap to judge."""

    def __init__(self, block: Block, labels: NDArray, pool: dict[int, float]) -> None:
        self.block = block
        self.pool = pool
        self.weights = block.objective.weights
        self.mean = max(float(block.population.sum()) / block.k, 1e-9)
        self.mean_units = len(block.members) / block.k
        self.max_nodes = int(block.count.max())
        # Units that may be the centre of a node's district, padded to the largest node.
        self.own_xy = np.full((block.n, self.max_nodes, 2), np.inf)
        self.own_nominated = np.zeros((block.n, self.max_nodes), dtype=bool)
        fill = np.zeros(block.n, dtype=int)
        for unit, node in enumerate(block.node.tolist()):
            self.own_xy[node, fill[node]] = block.xy[unit]
            self.own_nominated[node, fill[node]] = block.nominated[unit]
            fill[node] += 1
        self.node_nominated = self.own_nominated.sum(axis=1)
        self.weight = block.graph.toarray()
        self.flow_table = None if block.flow is None else block.flow.toarray()
        self.set_labels(labels)

    def set_labels(self, labels: NDArray) -> None:
        block = self.block
        self.labels = labels.copy()
        k = block.k
        hot = np.zeros((block.n, k))
        hot[np.arange(block.n), labels] = 1
        self.edges = block.graph @ hot
        self.flows = block.flow @ hot if block.flow is not None else None
        self.size = hot.sum(axis=0).astype(int)
        self.population = hot.T @ block.population
        self.count = hot.T @ block.count
        self.features = hot.T @ block.features
        self.squares = hot.T @ block.squares
        self.moment = hot.T @ block.moment
        self.second = hot.T @ block.second
        self.nominated = hot.T @ self.node_nominated
        inside = (self.edges * hot).sum(axis=1)
        self.inner_pairs = hot.T @ (inside / 2 + block.inner_pairs)
        self.inner_flow = np.zeros(k)
        if self.flows is not None:
            self.inner_flow = hot.T @ ((self.flows * hot).sum(axis=1) / 2 + block.inner_flow)
        self.tables = {
            name: hot.T @ table
            for name, table in (
                ("contains", None if block.contains is None else block.contains[:, None]),
                ("rival", block.rival),
                ("groups", None if block.groups is None else block.groups.astype(float)),
                ("townships", block.townships),
                ("reference", block.reference),
            )
            if table is not None
        }
        self.sources = {
            "contains": None if block.contains is None else block.contains[:, None],
            "rival": block.rival,
            "groups": None if block.groups is None else block.groups.astype(float),
            "townships": block.townships,
            "reference": block.reference,
        }
        self.masks = [0] * k
        for node, label in enumerate(labels.tolist()):
            self.masks[label] |= 1 << node
        self.own = np.zeros((3, k))  # cost, breach, crosses
        self.leave = np.zeros((3, block.n))
        self.join = np.full((3, block.n, k), np.inf)
        nothing = np.zeros(0, dtype=int)
        for d in range(k):
            self.own[:, d] = self._judge(d, nothing, 0)[:, 0]
            self._refresh(d)
            self._remember(d)

    # ---- judging
    def _judge(self, d: int, nodes: NDArray, sign: int) -> NDArray:
        """(3, c) cost, breach, crossing of district d after adding (sign 1) or taking away (-1) each node; 0: as is."""
        block = self.block
        if sign == 0:
            nodes = np.zeros(1, dtype=int)
        population = self.population[d] + sign * block.population[nodes]
        count = self.count[d] + sign * block.count[nodes]
        cost = np.zeros(len(nodes))
        w = self.weights
        if w["similarity"] > 0:
            sums = self.features[d] + sign * block.features[nodes]
            squares = self.squares[d] + sign * block.squares[nodes]
            cost += w["similarity"] * np.maximum(squares - (sums**2).sum(axis=1) / np.maximum(count, 1), 0)
        if w["compactness"] > 0:
            cost += w["compactness"] * self._moments(d, nodes, sign, population)
        if w["boundary"] > 0:
            cost -= w["boundary"] * (
                self.inner_pairs[d] + sign * (self.edges[nodes, d] + block.inner_pairs[nodes])
            )  # fmt: skip
        if w["flow"] > 0 and self.flows is not None:
            cost -= w["flow"] * (self.inner_flow[d] + sign * (self.flows[nodes, d] + block.inner_flow[nodes]))
        if "reference" in self.tables:
            cost += w["stability"] * (count - self._table("reference", d, nodes, sign).max(axis=1))
        breach = np.maximum(0, block.low - population)
        if np.isfinite(block.high):
            breach += np.maximum(0, population - block.high)
        breach /= self.mean
        breach += (np.maximum(0, block.min_units - count) + np.maximum(0, count - block.max_units)) / self.mean_units
        if "contains" in self.tables:
            breach += self._table("contains", d, nodes, sign)[:, 0] <= 0
        if "rival" in self.tables:
            held = self._table("rival", d, nodes, sign) > 0
            breach += np.maximum(0, np.add.reduceat(held, block.rival_starts, axis=1, dtype=int) - 1).sum(axis=1)
        if "groups" in self.tables and block.groups is not None:
            held = self._table("groups", d, nodes, sign)
            breach += ((held > 0) & (held < block.groups.sum(axis=0))).sum(axis=1)
        crosses = np.zeros(len(nodes))
        if "townships" in self.tables:
            crosses += (self._table("townships", d, nodes, sign) > 0).sum(axis=1) > 1
        return np.stack([cost, breach, crosses])

    def _table(self, name: str, d: int, nodes: NDArray, sign: int) -> NDArray:
        source = self.sources[name]
        assert source is not None
        return self.tables[name][d] + sign * source[nodes]

    def _moments(self, d: int, nodes: NDArray, sign: int, population: NDArray) -> NDArray:
        """Compactness after the change: about the weighted mean, plus population x the way to the nearest candidate."""
        block = self.block
        safe = np.where(population > 0, population, 1)
        moment = self.moment[d] + sign * block.moment[nodes]
        mean = moment / safe[:, None]
        spread = self.second[d] + sign * block.second[nodes] - (moment**2).sum(axis=1) / safe
        inside = np.flatnonzero(self.labels[block.node] == d)
        square = ((mean[:, None, :] - block.xy[None, inside]) ** 2).sum(axis=2)
        nominated = (self.nominated[d] + sign * self.node_nominated[nodes]) > 0
        if sign < 0:
            square[block.node[inside][None, :] == nodes[:, None]] = np.inf
        if nominated.any():
            square[nominated[:, None] & ~block.nominated[inside][None, :]] = np.inf
        nearest = square.min(axis=1)
        if sign > 0:
            own = ((mean[:, None, :] - self.own_xy[nodes]) ** 2).sum(axis=2)
            if nominated.any():
                own[nominated[:, None] & ~self.own_nominated[nodes]] = np.inf
            nearest = np.minimum(nearest, own.min(axis=1))
        return np.where(population > 0, np.maximum(spread, 0) + population * nearest, 0.0)

    def _refresh(self, d: int) -> None:
        """Judge again all moves out of and into a district."""
        members = np.flatnonzero(self.labels == d)
        self.leave[:, members] = np.inf
        if len(members) > 1:
            members = members[self.edges[members].sum(axis=1) > self.edges[members, d]]  # others cannot go anywhere
            self.leave[:, members] = self._judge(d, members, -1) - self.own[:, d : d + 1]
        self.join[:, :, d] = np.inf
        border = np.flatnonzero((self.edges[:, d] > 0) & (self.labels != d))
        if len(border):
            self.join[:, border, d] = self._judge(d, border, 1) - self.own[:, d : d + 1]

    def _remember(self, d: int) -> None:
        if self.own[1, d] <= FINE:
            self.pool[self.masks[d]] = float(self.own[0, d])

    # ---- the plan as a whole
    @property
    def cost(self) -> float:
        return float(self.own[0].sum())

    @property
    def crossing(self) -> int:
        return int(self.own[2].sum())

    def breach(self) -> float:
        return float(self.own[1].sum()) + max(0, self.crossing - self.block.cap)

    def move(self, u: int, b: int) -> None:
        """Give node u to district b."""
        block = self.block
        a = int(self.labels[u])
        for d, sign in ((a, -1), (b, 1)):
            self.inner_pairs[d] += sign * (self.edges[u, d] + block.inner_pairs[u])
            if self.flows is not None:
                self.inner_flow[d] += sign * (self.flows[u, d] + block.inner_flow[u])
            self.size[d] += sign
            self.population[d] += sign * block.population[u]
            self.count[d] += sign * block.count[u]
            self.features[d] += sign * block.features[u]
            self.squares[d] += sign * block.squares[u]
            self.moment[d] += sign * block.moment[u]
            self.second[d] += sign * block.second[u]
            self.nominated[d] += sign * self.node_nominated[u]
            for name, table in self.tables.items():
                source = self.sources[name]
                assert source is not None
                table[d] += sign * source[u]
            self.masks[d] ^= 1 << u
            self.edges[:, d] += sign * self.weight[:, u]
            if self.flows is not None and self.flow_table is not None:
                self.flows[:, d] += sign * self.flow_table[:, u]
        self.labels[u] = b
        nothing = np.zeros(0, dtype=int)
        for d in (a, b):
            self.own[:, d] = self._judge(d, nothing, 0)[:, 0]
        for d in (a, b):
            self._refresh(d)
            self._remember(d)

    def stays_connected(self, u: int) -> bool:
        """Whether u's district is still in one piece without it."""
        neighbours, labels, a = self.block.neighbours, self.labels, int(self.labels[u])
        ends = {v for v in neighbours[u] if labels[v] == a}
        if len(ends) <= 1:
            return bool(ends)
        start = next(iter(ends))
        seen = {start, u}
        queue = [start]
        ends.discard(start)
        while queue and ends:
            for v in neighbours[queue.pop()]:
                if v not in seen and labels[v] == a:
                    seen.add(v)
                    ends.discard(v)
                    queue.append(v)
        return not ends


def tabu(state: State, found: Found, steps: int, patience: int, rng: np.random.Generator, task: Task) -> int:
    """Search from a state for at most `steps` moves, fewer when nothing better turns up for `patience` moves.

    Returns the number of moves made. Valid plans go to `found`.
    """
    block = state.block
    n, k = block.n, block.k
    price = 10.0 * max(abs(state.cost), 1e-6) / k
    base = price
    forbidden = np.zeros((n, k), dtype=int)
    best_score, best_plan = (np.inf, np.inf), None
    calm = made = 0
    streak = 0
    while made < steps and calm < patience:
        if made % 50 == 0:
            task.check()
        made += 1
        breach = state.breach()
        move = _choose(state, price, forbidden, made, best_score, breach)
        if move is None:
            break
        u, b = move
        a = int(state.labels[u])
        state.move(u, b)
        forbidden[u, a] = made + 4 + int(rng.integers(2 + int(np.sqrt(n))))
        breach = state.breach()
        if breach < found.nearest:
            found.nearest, found.nearest_labels = breach, state.labels.copy()
        streak = min(-1, streak - 1) if breach <= FINE else max(1, streak + 1)
        if streak >= 5:
            price, streak = min(price * 1.5, base * 1e6), 0
        elif streak <= -5:
            price, streak = max(price / 1.5, base * 1e-3), 0
        score = (0.0 if breach <= FINE else breach, state.cost)
        if score < (best_score[0], best_score[1] - FINE):
            best_score, calm = score, 0
            best_plan = (state.cost, state.crossing, state.labels.copy())
        else:
            calm += 1
    if best_plan is not None and best_score[0] <= 0:
        found.add(*best_plan)
    return made


def _choose(
    state: State, price: float, forbidden: NDArray, step: int, best: tuple[float, float], breach: float
) -> tuple[int, int] | None:
    """The best allowed move that keeps districts connected; a forbidden one only if it makes the best plan yet."""
    cost = state.leave[0][:, None] + state.join[0]
    change = state.leave[1][:, None] + state.join[1]
    if state.block.townships is not None:
        crossing = state.crossing
        over = max(0, crossing - state.block.cap)
        with np.errstate(invalid="ignore"):
            after = crossing + state.leave[2][:, None] + state.join[2] - state.block.cap
        change = change + np.where(np.isfinite(cost), np.maximum(0, after) - over, 0)
    score = cost + price * change
    held = forbidden > step
    if held.any():
        wins = (breach + change <= FINE) & (state.cost + cost < (best[1] - FINE if best[0] <= 0 else np.inf))
        score = np.where(held & ~wins, np.inf, score)
    for _ in range(60):
        place = int(np.argmin(score))
        u, b = divmod(place, state.block.k)
        if not np.isfinite(score[u, b]):
            return None
        if state.stays_connected(u):
            return u, b
        score[u] = np.inf
    return None


def search(block: Block, steps: int, rng: np.random.Generator, task: Task, found: Found | None = None) -> Found:
    """Restarts and re-splits until `steps` moves are used. Deterministic in block, steps and the generator's state."""
    found = found or Found()
    if block.k == 1:
        state = State(block, np.zeros(block.n, dtype=int), found.districts)
        found.nearest, found.nearest_labels = state.breach(), state.labels
        if state.breach() <= FINE:
            found.add(state.cost, state.crossing, state.labels)
        return found
    patience = 30 + 3 * block.n
    used = restart = 0
    while used < steps:
        task.report(used / steps)
        fresh = restart < 3 or not found.plans or restart % 4 == 0
        if fresh:
            labels = first_plan(block, rng)
        else:
            rank = min(int(rng.exponential(1.5)), len(found.plans) - 1)
            labels = resplit(block, found.plans[rank][2], rng)
        state = State(block, labels, found.districts)
        if state.breach() < found.nearest:
            found.nearest, found.nearest_labels = state.breach(), state.labels.copy()
        if state.breach() <= FINE:
            found.add(state.cost, state.crossing, state.labels)
        used += max(1, tabu(state, found, steps - used, patience, rng, task)) + 5
        restart += 1
        del found.plans[60:]
    return found


def resplit(block: Block, labels: NDArray, rng: np.random.Generator) -> NDArray:
    """Merge a few neighbouring districts and split them anew at random: a big step that keeps the number."""
    labels = labels.copy()
    i, j = block.graph.nonzero()
    border = np.flatnonzero(labels[i] != labels[j])
    if len(border) == 0:
        return labels
    pick = int(border[rng.integers(len(border))])
    chosen = {int(labels[i[pick]]), int(labels[j[pick]])}
    wanted = min(block.k, 2 + int(rng.integers(3)))
    while len(chosen) < wanted:
        inside = np.isin(labels, list(chosen))
        near = np.setdiff1d(labels[j[inside[i] & ~inside[j]]], list(chosen))
        if len(near) == 0:
            break
        chosen.add(int(near[rng.integers(len(near))]))
    numbers = sorted(chosen)
    for number, piece in zip(numbers, split(block, np.flatnonzero(np.isin(labels, numbers)), len(numbers), rng)):
        labels[piece] = number
    return labels
