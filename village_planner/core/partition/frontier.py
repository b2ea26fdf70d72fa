"""Connected districts of little cut, found by sweeping a map from one side to the other.

A sweep takes the nodes in an order in which few of them are at any time *open*: taken already, with neighbours that
are not. What the untaken nodes can still add to a district then depends on the open nodes alone (inside or outside)
and on the persons inside. So a table of bit patterns of open nodes x population steps bounds from below what the rest
of the sweep costs (`Sweep.completions`), and a search that takes the nodes in the same order and drops every partial
district which that table shows to be too dear meets few others than those it looks for (`Sweep.districts`). County
maps of 50 to 105 nodes have 6 to 11 open nodes at a time.

All sums are integers, so that what is dropped is dropped for certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from ..task import Task

NEVER = 1 << 28  # value of what cannot be completed; sums of two stay within 32 bits
STARTS = 128  # nodes from which an order is tried
WIDEST = 4_000_000  # partial districts at hand at a time (50 bytes each)
CHUNK = 100_000  # partial districts extended between two looks at the task


@dataclass(frozen=True)
class Step:
    """One node of a sweep. Patterns are integers whose bit i tells whether the i-th open node is inside.

    kept, new    slots of `open before + node` that stay open            closing  those that do not
    beside       slots of the open nodes that neighbour the node
    stay, join   (2^f,) pattern afterwards when the node stays outside or joins, by pattern before
    cut_stay, cut_join  (2^f,) weight of the pairs that this cuts
    """

    node: int
    kept: list[int]
    closing: list[int]
    beside: list[int]
    stay: NDArray
    join: NDArray
    cut_stay: NDArray
    cut_join: NDArray


@dataclass(frozen=True)
class Resource:
    """What a district may hold of something that adds up: integers per node (N,), least and most of a district."""

    amount: NDArray
    low: int
    high: int


class Sweep:
    """An order of the nodes of a weighted graph, with all that does not depend on prices.

    weights   per node {neighbour: weight of the pair}, integers     order  all nodes
    patterns  number of patterns over all steps: what a table costs per population step
    """

    def __init__(self, weights: Sequence[dict[int, int]], order: Sequence[int]) -> None:
        self.n = len(weights)
        self.weights, self.order = weights, order
        self.steps: list[Step] = []
        self.patterns = 0
        left = [len(beside) for beside in self.weights]
        open_nodes: list[int] = []
        for node in self.order:
            for other in self.weights[node]:
                left[other] -= 1
            slots = [*open_nodes, node]
            kept = [i for i, other in enumerate(slots) if left[other] > 0]
            f = len(open_nodes)
            weight = np.array([self.weights[node].get(other, 0) for other in open_nodes], dtype=np.int64)
            inside = (np.arange(1 << f)[:, None] >> np.arange(f)) & 1
            stay = np.zeros(1 << f, dtype=np.int64)
            for bit, slot in enumerate(kept):
                if slot < f:
                    stay |= inside[:, slot] << bit
            own = 1 << kept.index(f) if f in kept else 0
            self.steps.append(
                Step(
                    node=node,
                    kept=kept,
                    closing=[i for i in range(f + 1) if i not in kept],
                    beside=np.flatnonzero(weight).tolist(),
                    stay=stay,
                    join=stay | own,
                    cut_stay=inside @ weight,
                    cut_join=(1 - inside) @ weight,
                )
            )
            self.patterns += 1 << f
            open_nodes = [slots[i] for i in kept]

    def completions(self, scale: int, prices: NDArray, resource: Resource, bins: int) -> Completions:
        """What the rest of the sweep adds at least, whether or not the district stays connected.

        The value of a district is scale x its cut - the prices (N,) of its nodes. Amounts are put into `bins` bins;
        an amount that may lie in two bins counts as in both, so that the table never says too much.
        """
        width = -(-(resource.high + 1) // bins)
        end = (np.arange(bins, dtype=np.int64) + 1) * width > resource.low
        table = np.where(end, 0, NEVER).astype(np.int32)[None, :]
        tables = [table]
        for step in reversed(self.steps):
            jump = int(resource.amount[step.node] // width)
            joined = np.full_like(table, NEVER)
            if jump < bins:
                joined[:, : bins - jump] = table[:, jump:]
            if jump + 1 < bins:
                after = table[:, jump + 1 :]
                np.minimum(joined[:, : bins - jump - 1], after, out=joined[:, : bins - jump - 1])
            stay = table[step.stay] + (scale * step.cut_stay).astype(np.int32)[:, None]
            join = joined[step.join] + (scale * step.cut_join - prices[step.node]).astype(np.int32)[:, None]
            table = np.minimum(np.minimum(stay, join), NEVER)
            tables.append(table)
        return Completions(tables[::-1], width, scale, prices)

    def cheapest(self, rest: Completions, resource: Resource) -> NDArray:
        """(N,) bool: a set of nodes that reaches the least value of the table."""
        inside = np.zeros(self.n, dtype=bool)
        pattern = bin_ = 0
        for number, step in enumerate(self.steps):
            here, after = int(rest.tables[number][pattern, bin_]), rest.tables[number + 1]
            stay = int(step.stay[pattern])
            if here >= NEVER or after[stay, bin_] + rest.scale * step.cut_stay[pattern] == here:
                pattern = stay
                continue
            inside[step.node] = True
            value = here - (rest.scale * int(step.cut_join[pattern]) - int(rest.prices[step.node]))
            pattern = int(step.join[pattern])
            bin_ += int(resource.amount[step.node]) // rest.width
            if after[pattern, bin_] != value:
                bin_ += 1
        return inside

    def districts(
        self,
        rest: Completions,
        limit: int,
        resource: Resource,
        counted: Resource,
        most: int,
        task: Task,
    ) -> tuple[Optional[NDArray], Optional[NDArray], int]:
        """Every connected district whose value is `limit` at most and which keeps both resources: masks (c, words) and
        values (c,), and the partial districts touched. More than `most` of those: None, None.
        """
        words = (self.n + 63) // 64
        label_type = np.uint8 if self.n < 255 else np.uint16
        states = _States(
            np.zeros((1, words), dtype=np.uint64),
            np.zeros(1, dtype=np.int64),
            np.zeros(1, dtype=np.int64),
            np.zeros(1, dtype=np.int64),
            np.zeros(1, dtype=np.int64),
            np.zeros((1, 0), dtype=label_type),
        )
        masks, values, used = [states.mask[:0]], [states.value[:0]], 0
        for number, step in enumerate(self.steps):
            used += len(states.value)
            if used > most or len(states.value) > WIDEST:
                return None, None, used
            following = []
            for start in range(0, len(states.value), CHUNK):
                task.check()
                chunk = states.take(slice(start, start + CHUNK))
                for joins in (False, True):
                    child = self._extend(chunk, step, number, joins, rest, limit, resource, counted)
                    child, whole = _close(child, step)
                    following.append(child)
                    good = (whole.amount >= resource.low) & (whole.count >= counted.low) & (whole.value <= limit)
                    masks.append(whole.mask[good])
                    values.append(whole.value[good])
            states = _States.joined(following)
            if not len(states.value):
                break
        return np.concatenate(masks), np.concatenate(values), used

    def _extend(
        self,
        states: _States,
        step: Step,
        number: int,
        joins: bool,
        rest: Completions,
        limit: int,
        resource: Resource,
        counted: Resource,
    ) -> _States:
        """The states after a node stayed outside or joined, as far as they can still keep the limit. Labels have a
        slot more than patterns have bits, until `_close`."""
        pattern, node = states.pattern, step.node
        amount, count = states.amount, states.count
        if joins:
            value = states.value + rest.scale * step.cut_join[pattern] - int(rest.prices[node])
            amount, count = amount + int(resource.amount[node]), count + int(counted.amount[node])
            pattern = step.join[pattern]
        else:
            value = states.value + rest.scale * step.cut_stay[pattern]
            pattern = step.stay[pattern]
        good = np.flatnonzero((amount <= resource.high) & (count <= counted.high))
        least = value[good] + rest.tables[number + 1][pattern[good], amount[good] // rest.width]
        good = good[least <= limit]
        mask, before = states.mask[good], states.labels[good]
        labels = np.zeros((len(good), before.shape[1] + 1), dtype=before.dtype)
        labels[:, :-1] = before
        if joins:
            mask[:, node // 64] |= np.uint64(1 << (node % 64))
            own = number + 1
            for slot in step.beside:
                piece = labels[:, slot, None].copy()
                labels[(labels == piece) & (piece > 0)] = own
            labels[:, -1] = own
        return _States(mask, amount[good], count[good], value[good], pattern[good], labels)


@dataclass(frozen=True)
class Completions:
    """tables  per step (2^f, bins) least value of the rest of the sweep     width  amount per bin"""

    tables: list[NDArray]
    width: int
    scale: int
    prices: NDArray

    @property
    def least(self) -> int:
        """No district has a lower value than this."""
        return int(self.tables[0][0, 0])


@dataclass(frozen=True)
class _States:
    """Partial districts: nodes, persons (or what is counted instead), units, value, open pattern, and the connected
    piece that each open node lies in (0: outside)."""

    mask: NDArray
    amount: NDArray
    count: NDArray
    value: NDArray
    pattern: NDArray
    labels: NDArray

    def take(self, which: slice | NDArray) -> _States:
        return _States(
            self.mask[which],
            self.amount[which],
            self.count[which],
            self.value[which],
            self.pattern[which],
            self.labels[which],
        )

    @staticmethod
    def joined(parts: list[_States]) -> _States:
        names = ("mask", "amount", "count", "value", "pattern", "labels")
        return _States(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _close(states: _States, step: Step) -> tuple[_States, _States]:
    """States that go on, and districts that are whole: their last open node closed. A piece that closes while another
    is open can never be joined to it."""
    open_labels = states.labels[:, step.kept]
    shut = np.zeros(len(states.value), dtype=bool)
    last = np.zeros(len(states.value), dtype=states.labels.dtype)
    torn = np.zeros(len(states.value), dtype=bool)
    for slot in step.closing:
        piece = states.labels[:, slot]
        alone = (piece > 0) & ~(open_labels == piece[:, None]).any(axis=1)
        torn |= alone & shut & (piece != last)
        last = np.where(alone, piece, last)
        shut |= alone
    torn |= shut & (open_labels > 0).any(axis=1)
    going = np.flatnonzero(~shut)
    whole = np.flatnonzero(shut & ~torn)
    kept = states.take(going)
    return (
        _States(kept.mask, kept.amount, kept.count, kept.value, kept.pattern, open_labels[going]),
        states.take(whole),
    )


def sweep_of(weights: Sequence[dict[int, int]], most: int) -> Optional[Sweep]:
    """A sweep with few open nodes, None where its patterns would exceed `most`.

    From every start (of a large graph: from some) the node that opens fewest is taken next, of those the one beside
    the node open longest; the best of these orders.
    """
    n = len(weights)
    best: Optional[list[int]] = None
    for start in range(0, n, -(-n // STARTS)):
        order, cost = _order(weights, start, most)
        if len(order) == n:
            best, most = order, cost - 1
    return None if best is None else Sweep(weights, best)


def _order(weights: Sequence[dict[int, int]], start: int, most: int) -> tuple[list[int], int]:
    """The order from one start and its number of patterns; shorter where that exceeds `most`."""
    n = len(weights)
    left = [len(beside) for beside in weights]
    open_nodes: list[int] = []
    untaken = set(range(n))
    order: list[int] = []
    cost, node = 0, start
    while True:
        cost += 1 << len(open_nodes)
        if cost > most:
            return order, cost
        order.append(node)
        untaken.discard(node)
        if not untaken:
            return order, cost
        for other in weights[node]:
            left[other] -= 1
        open_nodes = [other for other in [*open_nodes, node] if left[other] > 0]
        rank = {other: i for i, other in enumerate(open_nodes)}
        near = {other for one in open_nodes for other in weights[one] if other in untaken} or untaken
        growth = []
        for candidate in near:
            beside = [other for other in weights[candidate] if other in rank]
            closes = sum(1 for other in beside if left[other] == 1)
            oldest = min((rank[other] for other in beside), default=n)
            growth.append((int(left[candidate] > 0) - closes, oldest, candidate))
        node = min(growth)[2]
