"""Districts round nominated centres, fast enough to follow a hand that drags one of them.

A district that must hold its own centre and no other can only be one of so many connected sets. Where these are few,
all are listed and the best choice among them is the optimum. Where they are many, only the *contested* units are left
open, those that lose least by going to a neighbouring district: the best plan among all that differ from the one at
hand in these is found in one programme, and the next round starts from there. The costs are the true ones of every
term, and every candidate keeps every rule.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

from ..errors import InfeasibleError
from ..task import SILENT, Task
from .block import Block
from .choose import choose
from .columns import Columns, admissible, columns_of, pack
from .enumerate import Front, Grower
from .feasibility import check_block, place
from .problem import some

LISTED = 2_400_000  # candidate districts of one programme times nodes, at most
LAST = 4  # times as many where the rounds found no plan
CONTESTED = 10  # contested units of a district in the first round
MORE = 14  # and at most, where fewer leave no plan
ROUNDS = 6
PROGRAMMES = 25  # programmes one choice may solve, four times as many where no plan is known yet
TURNS = 6  # of `settle`
NEAR = 6  # centres that a unit is first shared out among


@dataclass(frozen=True)
class Replan:
    """A plan that keeps every rule.

    labels  (N,) districts 0..k-1 of the block's nodes, in the order of their centres' labels
    cost    its weighted cost, as `Block.costs`     proven  no plan round these centres costs less
    """

    labels: NDArray
    cost: float
    proven: bool


def nominate(block: Block, centre: NDArray) -> Block:
    """The same block with other centres, (n,) labels over all units as in `Units.centre`.

    The objective keeps the divisors it has, so that what centres cost can be compared.
    """
    units = replace(block.units, centre=centre)
    objective = copy(block.objective)
    objective.units = units
    return Block(units, block.rules, objective, block.members, block.k, block.low, block.high, block.cap)


def replan(block: Block, plan: Optional[NDArray] = None, task: Task = SILENT) -> Replan:
    """The districts round the block's nominated centres, one label of `Units.centre` for each of its k districts.

    plan  (N,) the districts at hand, numbered like the centres; it need not keep the rules (a centre has just moved
          into another's district), but the nearer it is, the better the answer. None: from the centres alone
    InfeasibleError: centres_missing; what `check_block` finds; centres_out_of_reach, centres_impossible (both proven);
    centres_not_found.
    """
    search = _Recentring(block, _nominated(block))
    check_block(block, task)
    labels = None if plan is None else np.where(search.owner >= 0, search.owner, plan)
    valid = labels is not None and search.keeps_rules(labels)
    columns = search.all_columns(1, task)
    if columns is not None:
        return search.decided(columns, labels if valid else None, task)
    found = search.rounds(search.first() if labels is None else labels, valid, task)
    if found is not None:
        return Replan(found, search.cost(found), False)
    columns = search.all_columns(LAST, task)
    if columns is None:
        raise search.refusal(False)
    return search.decided(columns, None, task)


def settle(block: Block, plan: NDArray, task: Task = SILENT) -> Replan:
    """A valid plan (N,) of any block made better, never worse: each district keeps its middle unit, or its nominated
    one, while the contested ones are chosen anew; then it has another middle, and so on until nothing changes."""
    for _ in range(TURNS):
        owner = np.full(block.n, -1)
        for j in range(block.k):
            units = np.flatnonzero(plan[block.node] == j)
            centre = block.objective.centre_of(block.members[units])
            owner[block.node[units[block.members[units] == centre]]] = j
        search = _Recentring(block, owner)
        following = search.rounds(plan, True, task)
        assert following is not None  # the plan itself is among the candidates
        if (following == plan).all():
            break
        plan = following
    return Replan(plan, search.cost(plan), False)


def _nominated(block: Block) -> NDArray:
    """(N,) district whose nominated centre a node is, -1 for other nodes. InfeasibleError centres_missing."""
    labels = np.full(len(block.members), -1)
    if block.units.centre is not None:
        labels = block.units.centre[block.members]
    names, number = np.unique(labels[labels >= 0], return_inverse=True)
    if len(names) != block.k:
        raise InfeasibleError(
            "centres_missing",
            "Parent {parent}: {centres} centres are nominated for {districts} districts. Every district needs its own.",
            parent=place(block),
            centres=len(names),
            districts=block.k,
        )
    owner = np.full(block.n, -1)
    owner[block.node[labels >= 0]] = number
    return owner


class _Recentring:
    """Bit masks, distances and the steps of one re-plan.

    owner  (N,) whose centre a node is, -1 for other nodes      seats  (k,) one node that stands for each centre
    """

    def __init__(self, block: Block, owner: NDArray) -> None:
        self.block, self.owner = block, owner
        self.most = LISTED // block.n
        self.grower = Grower(block)
        self.bit = self.grower.bit
        self.pairs = block.graph.nonzero()
        own = [np.flatnonzero(owner == j) for j in range(block.k)]
        self.seats = np.array([int(nodes[0]) for nodes in own])
        # Squared distances from each node to each centre (the mean place of a centre of several units).
        count = np.bincount(block.node)[:, None]
        xy = np.column_stack([np.bincount(block.node, weights=block.xy[:, axis]) for axis in (0, 1)]) / count
        seat = np.stack([xy[nodes].mean(axis=0) for nodes in own])
        self.square = ((xy[:, None, :] - seat[None, :, :]) ** 2).sum(axis=2)

    # ---- candidate districts
    def all_columns(self, times: int, task: Task) -> Optional[Columns]:
        """Every admissible district round a centre; None where they are more than `times` the usual limit."""
        return self.columns(np.ones((self.block.n, self.block.k), dtype=bool), self.owner, times * self.most, task)

    def columns(self, open_: NDArray, settled: NDArray, most: int, task: Task) -> Optional[Columns]:
        """Every admissible district that holds a centre with the nodes settled round it, and else what is open to it.

        open_ (N, k) bool   settled (N,) district of a node that stays there, -1     most  sets looked at
        """
        block, bit = self.block, self.bit
        start = np.zeros((block.k, self.bit.shape[1]), dtype=np.uint64)
        closed, frontier = start.copy(), start.copy()
        population, count = np.zeros(block.k), np.zeros(block.k, dtype=np.int64)
        joined = self.joined(settled)
        for j in range(block.k):
            inside = joined & (settled == j)
            start[j] = np.bitwise_or.reduce(bit[inside], axis=0)
            other = (self.owner >= 0) & (self.owner != j)
            free = (open_[:, j] | (settled == j)) & ~other & ~inside
            closed[j] = np.bitwise_or.reduce(bit[~free], axis=0)
            frontier[j] = np.bitwise_or.reduce(self.grower.around[inside], axis=0) & ~closed[j]
            population[j], count[j] = block.population[inside].sum(), block.count[inside].sum()
        fits = (population <= self.grower.high) & (count <= block.max_units)
        front = self.grower.fitted(Front(start, closed, frontier, population, count).take(fits))
        found = []
        stack, touched = [front], len(front)
        while stack:
            task.check()
            front = stack.pop()
            found.append(front.inside[self.grower.large_enough(front)])
            for part in self.grower.grown(front):
                touched += len(part)
                if touched > most:
                    return None
                stack.append(part)
        return admissible(block, np.concatenate(found))

    def joined(self, labels: NDArray) -> NDArray:
        """(N,) bool: nodes that are connected with their district's centre inside it; False where the label is -1."""
        row, column = self.pairs
        same = labels[row] == labels[column]
        n = self.block.n
        graph = csr_matrix((np.ones(int(same.sum())), (row[same], column[same])), shape=(n, n))
        piece = connected_components(graph, directed=False)[1]
        return (labels >= 0) & (piece == piece[self.seats[labels]])

    # ---- plans
    def decided(self, columns: Columns, labels: Optional[NDArray], task: Task) -> Replan:
        """The best plan of all there are; `labels`: a valid one."""
        best, proven = self.best(columns, labels, task)
        if best is None:
            raise self.refusal(proven, columns)
        return Replan(best, self.cost(best), proven)

    def best(self, columns: Columns, labels: Optional[NDArray], task: Task) -> tuple[Optional[NDArray], bool]:
        """The best plan among columns, `labels` where none is better; None where there is none; whether proven."""
        block = self.block
        known, start = np.inf, None
        if labels is not None:
            mine = pack(labels[None, :] == np.arange(block.k)[:, None])
            known = self.cost(labels)
            start = (columns.masks[:, None, :] == mine[None, :, :]).all(axis=2).any(axis=1)
        choice = choose(columns, block.k, block.cap, task, known, PROGRAMMES * (4 if labels is None else 1), start)
        if choice.columns is None:
            return labels, choice.proven
        sets = columns.sets(choice.columns)
        out = np.full(block.n, -1)
        for inside in sets:
            out[inside] = self.owner[inside].max()
        return out, choice.proven

    def cost(self, labels: NDArray) -> float:
        return float(columns_of(self.block, pack(labels[None, :] == np.arange(self.block.k)[:, None])).cost.sum())

    def keeps_rules(self, labels: NDArray) -> bool:
        """Whether a plan is valid with these centres."""
        block = self.block
        sets = labels[None, :] == np.arange(block.k)[:, None]
        if (labels[self.owner >= 0] != self.owner[self.owner >= 0]).any() or not block.allowed(
            csr_matrix(sets * 1.0)
        ).all():
            return False
        if columns_of(block, pack(sets)).crosses.sum() > block.cap:
            return False
        return bool(self.joined(labels).all())

    def first(self) -> NDArray:
        """(N,) districts from the centres alone: people go to near centres within the limits; perhaps in pieces."""
        block = self.block
        n, k = block.n, block.k
        rank = np.argsort(np.argsort(self.square, axis=1, kind="stable"), axis=1)
        for near in (min(NEAR, k), k):
            node, centre = np.nonzero((rank < near) & (self.owner < 0)[:, None])
            if len(node) == 0:
                return self.owner.copy()
            free = np.flatnonzero(self.owner < 0)
            row = np.searchsorted(free, node)
            place_ = np.arange(len(node))
            once = csr_matrix((np.ones(len(node)), (row, place_)), shape=(len(free), len(node)))
            held = np.bincount(self.owner[self.owner >= 0], weights=block.population[self.owner >= 0], minlength=k)
            mean = max(float(block.population.sum()) / k, 1e-9)
            people = csr_matrix((block.population[node] / mean, (centre, place_)), shape=(k, len(node)))
            # A little inside the band: units are whole.
            low, high = (0.85 * limit + 0.15 * mean for limit in (block.low, min(block.high, 1e6 * mean)))
            cost = block.population[node] * self.square[node, centre]
            result = linprog(
                cost / (cost.max() or 1.0),
                A_ub=vstack([people, -people]),
                b_ub=np.concatenate([(high - held) / mean, (held - low) / mean]),
                A_eq=once,
                b_eq=np.ones(len(free)),
                bounds=(0, None),
                method="highs",
            )
            if result.x is not None:
                share = np.zeros((n, k))
                share[node, centre] = result.x
                return np.where(self.owner >= 0, self.owner, share.argmax(axis=1))
        return np.where(self.owner >= 0, self.owner, self.square.argmin(axis=1))

    # ---- rounds
    def rounds(self, labels: NDArray, valid: bool, task: Task) -> Optional[NDArray]:
        """Better and better plans until a round brings nothing; None where no plan is found."""
        contested, by_place = CONTESTED, not valid
        for _ in range(ROUNDS):
            loss = self.loss_by_place(labels) if by_place else self.loss(labels)
            columns = self.open_columns(labels, loss, contested, task)
            following, _ = self.best(columns, labels if valid else None, task)
            if following is None:
                contested += 1
                if contested > MORE:
                    return None
                continue
            same = valid and bool((following == labels).all())
            if same and by_place:
                break
            # What the costs call contested is tried first, then what lies between two centres.
            labels, valid, by_place = following, True, same
        return labels if valid else None

    def open_columns(self, labels: NDArray, loss: NDArray, contested: int, task: Task) -> Columns:
        """The columns with so many contested nodes a district, or fewer where they would be too many."""
        while True:
            open_, free = self.contested(labels, loss, contested)
            columns = self.columns(open_, np.where(free, -1, labels), self.most, task)
            if columns is not None:
                return columns
            contested -= 1

    def contested(self, labels: NDArray, loss: NDArray, most: int) -> tuple[NDArray, NDArray]:
        """(N, k) bool which districts are open to a node, (N,) bool which nodes may leave theirs.

        The pairs of least loss come first; no district has more than `most` nodes that may leave it or join it.
        """
        k = self.block.k
        open_ = labels[:, None] == np.arange(k)
        free = np.zeros(self.block.n, dtype=bool)
        used = [0] * k
        flat = np.flatnonzero(np.isfinite(loss))
        for place_ in flat[np.argsort(loss.ravel()[flat], kind="stable")].tolist():
            node, to = divmod(place_, k)
            home = int(labels[node])
            leaves = 0 if free[node] else 1
            if used[to] < most and used[home] + leaves <= most:
                open_[node, to] = free[node] = True
                used[to] += 1
                used[home] += leaves
        return open_, free

    def loss(self, labels: NDArray) -> NDArray:
        """(N, k) what the plan loses by moving one node, exact; inf where it is not near or a centre."""
        block = self.block
        node, to = np.nonzero(self._near(labels))
        inside = pack(labels[None, :] == np.arange(block.k)[:, None])
        mine = np.flatnonzero(self.owner < 0)
        sets = [inside, inside[labels[mine]] & ~self.bit[mine], inside[to] | self.bit[node]]
        cost = columns_of(block, np.concatenate(sets)).cost
        own, left, joined = np.split(cost, [block.k, block.k + len(mine)])
        leave = np.zeros(block.n)
        leave[mine] = left - own[labels[mine]]
        out = np.full((block.n, block.k), np.inf)
        out[node, to] = leave[node] + joined - own[to]
        return self._urgent(labels, out)

    def loss_by_place(self, labels: NDArray) -> NDArray:
        """(N, k) how much farther the other centre is; inf where it is not near or a centre."""
        out = self.square - self.square[np.arange(self.block.n), labels][:, None]
        return self._urgent(labels, np.where(self._near(labels), out, np.inf))

    def _near(self, labels: NDArray) -> NDArray:
        """(N, k) bool: other districts within two steps of a node that is no centre."""
        inside = (labels[:, None] == np.arange(self.block.k)).astype(float)
        reach = (self.block.graph > 0).astype(float)
        near = reach @ ((reach @ inside > 0) | (inside > 0)).astype(float) > 0
        return near & (inside == 0) & (self.owner < 0)[:, None]

    def _urgent(self, labels: NDArray, loss: NDArray) -> NDArray:
        """Puts first what a plan that breaks limits needs: nodes cut off from their centre, districts out of band."""
        block = self.block
        population = np.bincount(labels, weights=block.population, minlength=block.k)
        urgent = (~self.joined(labels) | (population > block.high)[labels])[:, None] | (population < block.low)[None, :]
        finite = loss[np.isfinite(loss)]
        return np.where(urgent, loss - (np.ptp(finite) + 1.0 if len(finite) else 0.0), loss)

    def refusal(self, proven: bool, columns: Optional[Columns] = None) -> InfeasibleError:
        """What to say where there is no plan; `columns`: all there are."""
        block = self.block
        if columns is not None:
            out = np.bincount(columns.matrix().indices, minlength=block.n) == 0
            if out.any():
                return InfeasibleError(
                    "centres_out_of_reach",
                    "Parent {parent}: no district round these centres can hold {units} within the limits. Choose "
                    "another centre, or widen the limits.",
                    parent=place(block),
                    units=some(block.units.codes[block.members[out[block.node]]]),
                )
        if proven:
            return InfeasibleError(
                "centres_impossible",
                "Parent {parent}: no {districts} connected districts round these centres keep all limits (proven). "
                "Choose another centre, or widen the limits.",
                parent=place(block),
                districts=block.k,
            )
        return InfeasibleError(
            "centres_not_found",
            "Parent {parent}: no {districts} connected districts round these centres within the limits were found (not "
            "proven impossible). Choose another centre, or widen the limits.",
            parent=place(block),
            districts=block.k,
        )
