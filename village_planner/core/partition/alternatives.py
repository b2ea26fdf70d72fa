"""Further plans to choose from: planners never sign the only answer a machine gives.

For each parent a sample of good plans is drawn (`sample`), at most `LIMIT` worse than the best one. From it come plans
along the trade-off of the weighted terms (as similar as the limit allows, as compact as it allows, and between), and
plans that are nearly as good and put other units together. A plan is offered when it differs from the answer and from
every other offer in at least `DIFFERENT` of the units, and when no plan that hardly differs from it is better in one
term and worse in none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ..task import SILENT, Task
from .block import Block
from .columns import Columns
from .evaluate import judge
from .objective import Objective, Terms
from .problem import TERMS, Rules, Units
from .relax import Relaxation
from .sample import Plans, all_within, walk
from .share import name_districts
from .stability import Stability, stability_of

if TYPE_CHECKING:
    from .solve import Outcome

LIMIT = 0.10  # an offer costs at most this share more than the best plan,
WIDER = 0.30  # or this, where too few of those differ
GOOD = 0.05  # the plans that stability rests on
DIFFERENT = 0.05  # share of the units that two offers differ in at least
HARDLY = 0.10  # plans nearer than this hardly differ
STRENGTHS = (np.inf, 1.0, 0.3)  # how much more a term counts than it does in the objective
FARTHER = (0.3, 1.0, 3.0, 10.0)  # what a unit that differs is worth, as a share of the objective per unit
FEW = 10  # districts up to which the candidates at hand are combined although there are others
COVERS = 12_000  # partial plans looked at when all good plans are wanted
COLUMNS = 40_000  # districts of good plans up to which that is tried
STEPS = 150  # of a random walk, and one more for every four nodes; twice as many of a guided one
STARTS = 3  # plans that random walks set out from
COMPARED = 300  # plans of a parent that are compared with those already chosen
SAME = 1e-9


@dataclass(frozen=True)
class Further:
    """What is known beside the answer.

    plans      (n,) district codes each, best first
    kinds      of each the term in which it gains most on the answer, "other" where it gains in none
    stability  how firmly units lie together over the good plans
    """

    plans: tuple[NDArray, ...] = ()
    kinds: tuple[str, ...] = ()
    stability: Optional[Stability] = None


@dataclass
class _Parent:
    """One parent: its part of the answer, and good plans beside it.

    best  cost of the answer   scale  what it adds to the objective   allowed  districts that may cross a township
    complete  the sample holds all plans that stability rests on
    columns, reduced, bound  candidate districts of good plans; see `all_within`   all_known  there are no others
    """

    block: Block
    answer: NDArray
    allowed: int
    known: Plans
    best: float
    scale: float
    columns: Optional[Columns]
    reduced: NDArray
    bound: float
    sample: Plans
    complete: bool = False
    all_known: bool = False

    @staticmethod
    def of(outcome: Outcome, allowed: int, task: Task) -> _Parent:
        block, plan = outcome.block, outcome.plans[allowed]
        assert plan is not None
        known = Plans.of(
            block, [plan[2], *(labels for _, crossing, labels in outcome.found.plans if crossing <= allowed)]
        ).unique()
        best = float(known.cost[0])
        scale = best + _credit(block)
        parent = _Parent(
            block, known.labels[0], allowed, known, best, scale, None, np.zeros(0), -np.inf, known.take(np.arange(1))
        )
        columns = outcome.columns
        parent.all_known = outcome.complete
        if columns is not None and len(columns) and (outcome.complete or block.k <= FEW):
            parent._price(columns, task)
        return parent

    def _price(self, columns: Columns, task: Task) -> None:
        """Prices from the linear relaxation over the districts at hand, and those that good plans can hold."""
        unit = float(np.abs(columns.cost).max()) or 1.0
        crosses = columns.crosses if int(columns.crosses.sum()) > self.allowed else None
        relaxation = Relaxation(columns.matrix(), columns.cost / unit, self.block.k, crosses, self.allowed)
        relaxed = relaxation.solve(relaxation.first(), task)
        if relaxed is None or not np.isfinite(relaxed.bound):
            return
        self.bound, reduced = unit * relaxed.bound, unit * relaxed.reduced
        near = np.flatnonzero(reduced <= self.best + WIDER * self.scale - self.bound)
        self.columns, self.reduced = columns.take(near), reduced[near]

    def draw(self, limit: float, rng: np.random.Generator, task: Task) -> None:
        """Sample the plans that cost at most `limit` of the parent's objective more than the answer."""
        most = self.best + limit * self.scale
        answer = self.known.take(np.arange(1))
        whole = self._whole(most, task)
        if whole is not None and self.all_known:
            self.complete = True
            self.sample = Plans.joined([answer, whole])
            return
        parts = [answer, self.known.take(np.flatnonzero(self.known.cost <= most))]
        if whole is None:
            whole = self._whole(self.best + GOOD * self.scale, task)
        if whole is not None:
            self.complete = self.all_known
            parts.append(whole)
        starts = parts[1].labels[np.argsort(parts[1].cost, kind="stable")][:STARTS]
        walks: list[tuple[NDArray, Optional[NDArray]]] = [(labels, None) for labels in starts]
        walks += [(self.answer, np.eye(len(TERMS))[term]) for term in weighted_terms(self.block.objective)]
        for labels, guide in walks:
            steps = (STEPS + self.block.n // 4) * (1 if guide is None else 2)
            parts.append(walk(self.block, labels, most, self.allowed, steps, rng, task, guide))
        self.sample = Plans.joined(parts)

    def _whole(self, most: float, task: Task) -> Optional[Plans]:
        if self.columns is None or int((self.reduced <= most - self.bound).sum()) > COLUMNS:
            return None
        return all_within(self.columns, self.reduced, most - self.bound, self.block.k, self.allowed, COVERS, task)

    def good(self) -> Plans:
        """Those of the sample that stability rests on."""
        return self.sample.take(np.flatnonzero(self.sample.cost <= self.best + GOOD * self.scale + SAME))

    def improved(self, i: int) -> int:
        """A plan that hardly differs from plan i and is better in one term and worse in none; i where there is none."""
        terms = self.sample.terms
        tolerance = SAME * max(self.scale, SAME)
        better = (terms <= terms[i] + tolerance).all(axis=1) & (terms < terms[i] - tolerance).any(axis=1)
        near = [
            j for j in np.flatnonzero(better).tolist()
            if moved(self.sample.labels[j], self.sample.labels[i], self.block.count) <= HARDLY * self.block.count.sum()
        ]  # fmt: skip
        return min(near, key=lambda j: (self.sample.cost[j], j), default=i)


def _credit(block: Block) -> float:
    """What districts are credited with when all of a parent's pairs and flows lie inside them (`Objective.costs`)."""
    weights = block.objective.weights
    flow = float(block.inner_flow.sum()) + (0.0 if block.flow is None else float(block.flow.sum()) / 2)
    return float(weights["boundary"] * len(block.unit_pairs) + weights["flow"] * flow)


def find_alternatives(
    units: Units,
    rules: Rules,
    objective: Objective,
    outcomes: Sequence[Outcome],
    allowance: Sequence[int],
    wanted: int,
    seed: int = 1,
    task: Task = SILENT,
) -> Further:
    """Up to `wanted` further valid plans, and the stability of all units over the good plans.

    outcomes, allowance  what is known of each parent, and how many crossing districts its plan may have
    """
    m = len(outcomes)
    parents = []
    for number, (outcome, allowed) in enumerate(zip(outcomes, allowance)):
        part = task.part(0.5 * number / m, 0.5 * (number + 1) / m)
        part.report(0.0)
        parents.append(_Parent.of(outcome, allowed, part))
        parents[-1].draw(LIMIT, np.random.default_rng([seed, number, 1]), part)
    chosen = [_combined(units, parents, [parent.answer for parent in parents])]
    complete = all(parent.complete for parent in parents)
    stability = stability_of(units, [(parent.block, parent.good()) for parent in parents], chosen[0], complete)
    _choose(units, objective, parents, wanted, chosen, task.part(0.5, 0.6))
    if len(chosen) <= wanted:
        for number, parent in enumerate(parents):
            parent.draw(WIDER, np.random.default_rng([seed, number, 2]), task)
            task.report(0.6 + 0.3 * (number + 1) / m)
        _choose(units, objective, parents, wanted, chosen, task.part(0.9, 1.0))
    answer, named = objective.terms(chosen[0]), name_districts(units, chosen[0])
    offers = []
    for labels in chosen[1:]:
        assigned = named_alike(units, named, labels)
        evaluation = judge(units, rules, assigned, objective)
        if evaluation.valid:
            kind = kind_of(objective, answer, evaluation.terms)
            offers.append((evaluation.terms.objective, assigned.tolist(), assigned, kind))
    offers.sort(key=lambda offer: offer[:2])
    return Further(tuple(offer[2] for offer in offers), tuple(offer[3] for offer in offers), stability)


def weighted_terms(objective: Objective) -> list[int]:
    """Positions in TERMS of the terms that count."""
    return [i for i, term in enumerate(TERMS) if objective.weights[term] > 0]


def kind_of(objective: Objective, answer: Terms, terms: Terms) -> str:
    """The weighted term in which a plan gains most on the answer, "other" where it gains in none."""
    gains = {TERMS[i]: _gain(getattr(answer, TERMS[i]), getattr(terms, TERMS[i])) for i in weighted_terms(objective)}
    best = max(gains, key=lambda term: gains[term], default="other")
    return best if gains and gains[best] > 1e-6 else "other"


def _gain(old: float, new: float) -> float:
    return (old - new) / old if old > 0 else 0.0


# ---- choosing
def _choose(
    units: Units, objective: Objective, parents: list[_Parent], wanted: int, chosen: list[NDArray], task: Task
) -> None:
    """Add plans to `chosen` until there are `wanted` beside the first."""
    least = max(1.0, np.ceil(DIFFERENT * units.n))
    for picks in _proposals(units, objective, parents, chosen):
        task.check()
        if len(chosen) > wanted:
            return
        picks = [parent.improved(i) for parent, i in zip(parents, picks)]
        labels = _combined(units, parents, [parent.sample.labels[i] for parent, i in zip(parents, picks)])
        if all(moved(labels, other) >= least for other in chosen):
            chosen.append(labels)


def _proposals(
    units: Units, objective: Objective, parents: list[_Parent], chosen: list[NDArray]
) -> Iterator[list[int]]:
    """Plans worth a look, as positions in the parents' samples: the ends of the trade-off first, then plans with other
    units, then what lies between."""
    terms = weighted_terms(objective)
    for strength in STRENGTHS:
        for term in terms if len(terms) > 1 else []:
            yield [_leaning(parent.sample, term, strength) for parent in parents]
        yield from _farther(units, parents, chosen, 1)
    yield from _farther(units, parents, chosen, len(chosen) + 50)


def _leaning(sample: Plans, term: int, strength: float) -> int:
    """The plan with the least cost when one term counts more; of equal ones the cheapest."""
    own = sample.terms[:, term]
    score = own + 1e-6 * sample.cost if np.isinf(strength) else sample.cost + strength * own
    return int(np.argmin(score))


def _farther(units: Units, parents: list[_Parent], chosen: list[NDArray], times: int) -> Iterator[list[int]]:
    """Up to `times` plans that differ from all chosen ones, cheap ones first; ends when nothing new is found."""
    whole = sum(parent.scale for parent in parents)
    for _ in range(times):
        before = len(chosen)
        tables = []
        for parent in parents:
            compared = np.argsort(parent.sample.cost, kind="stable")
            compared = compared[np.unique(np.linspace(0, len(compared) - 1, COMPARED).astype(int))]
            labels = parent.sample.labels[compared]
            inside = parent.block.members
            others = [_of_nodes(parent.block, plan[inside]) for plan in chosen]
            far = np.array([min(moved(row, other, parent.block.count) for other in others) for row in labels])
            tables.append((compared, parent.sample.cost[compared], far))
        for worth in FARTHER:
            yield [int(compared[np.argmin(cost - worth * whole * far / units.n)]) for compared, cost, far in tables]
            if len(chosen) > before:
                break
        else:
            return


def _of_nodes(block: Block, labels: NDArray) -> NDArray:
    """Labels of a block's units (m,) as labels of its nodes (N,), counted from 0."""
    nodes = np.zeros(block.n, dtype=int)
    nodes[block.node] = np.unique(labels, return_inverse=True)[1]
    return nodes


def _combined(units: Units, parents: Sequence[_Parent], plans: Sequence[NDArray]) -> NDArray:
    """(n,) labels of the whole from labels of each parent's nodes."""
    whole, start = np.full(units.n, -1), 0
    for parent, labels in zip(parents, plans):
        whole[parent.block.members] = start + labels[parent.block.node]
        start += parent.block.k
    return whole


def named_alike(units: Units, named: NDArray, labels: NDArray) -> NDArray:
    """(n,) codes for labels 0..: each district gets the code of the answer's district it shares most people with.

    named (n,) codes of the answer, which has as many districts in each parent
    """
    assigned = np.full(units.n, "", dtype=object)
    # A trace for each unit, so that units without people count as well; a locked district keeps its code.
    weight = units.population / max(float(units.population.sum()), 1.0) + 1e-6
    if units.lock is not None:
        weight = np.where(units.lock >= 0, weight + units.n, weight)
    for parent in range(len(units.parents)):
        members = np.flatnonzero(units.parent == parent)
        codes, old = np.unique(named[members].astype(str), return_inverse=True)
        _, new = np.unique(labels[members], return_inverse=True)
        shared = np.zeros((new.max() + 1, len(codes)))
        np.add.at(shared, (new, old), weight[members])
        assigned[members] = codes[linear_sum_assignment(-shared)[1]][new].astype(object)
    return assigned


def moved(a: NDArray, b: NDArray, weight: Optional[NDArray] = None) -> float:
    """Units (or their weight) that change district between two labellings, districts matched for the least."""
    table = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(table, (a, b), 1.0 if weight is None else weight)
    rows, columns = linear_sum_assignment(-table)
    return float(table.sum() - table[rows, columns].sum())
