"""From units and rules to a plan with its proof: parent by parent, exact where the county is small enough."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..errors import InfeasibleError
from ..messages import Message, message
from ..task import SILENT, Task
from .block import Block, make_blocks
from .evaluate import Evaluation, judge
from .exact import choose, connected_districts, from_pool
from .feasibility import check_block, check_units, place
from .improve import Found, canonical, search
from .objective import Objective
from .problem import Rules, Units
from .share import district_codes, share_districts
from .stability import unit_shares


@dataclass(frozen=True)
class Effort:
    """Amounts of work, not seconds. moves: of local search over the whole county; partial: sets that enumeration
    may touch; pool: districts recombined; nodes: relaxations of one branch and bound."""

    moves: int
    partial: int
    pool: int
    nodes: int


EFFORTS = {
    "quick": Effort(moves=4_000, partial=4_000_000, pool=4_000, nodes=100),
    "standard": Effort(moves=10_000, partial=12_000_000, pool=10_000, nodes=400),
    "thorough": Effort(moves=120_000, partial=60_000_000, pool=30_000, nodes=5_000),
}
LEAST_MOVES = 300
LEAST_NODES = 20
ENUMERATED = 160  # nodes of a parent up to which enumeration is tried
DISTRICT_NODES = 20  # and nodes of its mean district


@dataclass(frozen=True)
class Solution:
    """A valid plan.

    assigned      (n,) district codes      evaluation  its terms; no findings
    bound         proven lower bound of the objective under the hard rules
    alternatives  further valid plans, (n,) codes each, numbered like the plan they belong to, best first
    stability     (n,) unit shares over the plan and its alternatives; all 1 without alternatives
    """

    assigned: NDArray
    evaluation: Evaluation
    bound: float
    gap: float
    proven: bool
    alternatives: tuple[NDArray, ...]
    stability: NDArray
    warnings: tuple[Message, ...]


@dataclass
class Outcome:
    """What is known of one block.

    found     plans and districts that local search came by
    sets      candidate districts (c, N) bool with their costs; complete: these are all that keep the rules
    plans     allowance of crossing districts -> best plan (cost, crossing districts, labels (N,)) or None
    bounds    allowance -> proven lower bound of the cost; inf: proven that there is no plan
    """

    block: Block
    found: Found
    sets: NDArray
    cost: NDArray
    complete: bool
    nodes: int
    plans: dict[int, tuple[float, int, NDArray] | None] = field(default_factory=dict)
    bounds: dict[int, float] = field(default_factory=dict)

    def decide(self, allowance: int, task: Task) -> None:
        """Find the best plan with at most `allowance` crossing districts among the candidates and the plans found."""
        if allowance in self.plans:
            return
        block = self.block
        known = next((plan for plan in self.found.plans if plan[1] <= allowance), None)
        crosses = block.crosses(self.sets)
        bound = cheap_bound(block)
        if len(self.sets):
            least = np.inf if known is None else known[0]
            choice = choose(self.sets, self.cost, block.k, crosses, allowance, task, least, self.nodes)
            if choice.columns is not None and choice.cost < least:
                labels = canonical(self.sets[choice.columns].argmax(axis=0))
                known = (choice.cost, int(crosses[choice.columns].sum()), labels)
                self.found.add(*known)
            if self.complete:
                bound = max(bound, choice.bound)
        elif self.complete:
            bound = np.inf
        bound = bound if known is None else min(bound, known[0])
        # The best plan may do with fewer crossings; then it is the best for those allowances as well.
        for lower in range(allowance if known is None else known[1], allowance + 1):
            self.plans[lower], self.bounds[lower] = known, bound


def solve(
    units: Units, rules: Rules, effort: str = "standard", alternatives: int = 0, seed: int = 1, task: Task = SILENT
) -> Solution:
    """Partition the units. InfeasibleError where no plan exists, or none was found (the message says which)."""
    work = EFFORTS[effort]
    objective = Objective(units, rules)
    check_units(units, rules)
    counts = share_districts(units, rules)
    blocks = make_blocks(units, rules, objective, counts)
    for block in blocks:
        check_block(block)
    outcomes = []
    total = sum(block.n for block in blocks)
    done = 0
    for number, block in enumerate(blocks):
        part = task.part(0.9 * done / total, 0.9 * (done + block.n) / total)
        part.report(
            0.0,
            message(
                "Parent {parent}: {units} units into {districts} districts …",
                parent=place(block),
                units=len(block.members),
                districts=block.k,
            )
            if len(blocks) > 1
            else None,
        )
        rng = np.random.default_rng([seed, number])
        outcomes.append(_solve_block(block, work, block.n / total, alternatives > 0, rng, part))
        done += block.n
    allowance = _share_crossings(outcomes, rules, task.part(0.9, 0.98))
    district, start = np.full(units.n, -1), 0
    for outcome, allowed in zip(outcomes, allowance):
        plan = outcome.plans[allowed]
        assert plan is not None
        district[outcome.block.members] = start + plan[2][outcome.block.node]
        start += outcome.block.k
    assigned = name_districts(units, district)
    evaluation = judge(units, rules, assigned, objective)
    if not evaluation.valid:
        raise RuntimeError(f"the plan breaks a rule: {evaluation.findings[0].message}")
    bound = objective.constant + _least_bound(outcomes, rules)
    bound = min(max(0.0, bound), evaluation.terms.objective)
    further = _alternatives(units, rules, objective, outcomes, allowance, district, alternatives)
    warnings = [*units.warnings, *objective.warnings]
    if len(further) < alternatives:
        warnings.append(
            message(
                "{found} alternatives found, {wanted} asked for. Try another EFFORT or SEED, or widen the limits.",
                found=len(further),
                wanted=alternatives,
            )
        )
    gap = relative_gap(evaluation.terms.objective, bound)
    return Solution(
        assigned=assigned,
        evaluation=evaluation,
        bound=bound,
        gap=gap,
        proven=gap <= 1e-6,
        alternatives=tuple(further),
        stability=unit_shares(units.contiguity.pairs, [assigned, *further]),
        warnings=tuple(warnings),
    )


def relative_gap(objective: float, bound: float) -> float:
    """(objective - bound) / objective, 0 where they are equal."""
    return (objective - bound) / objective if objective > bound else 0.0


# ---- one parent
def _solve_block(
    block: Block, work: Effort, share: float, want_more: bool, rng: np.random.Generator, task: Task
) -> Outcome:
    """share: the block's part of the county, and so of the work."""
    limited = block.crossing_limited and block.cap < block.k
    moves = max(LEAST_MOVES, int(work.moves * share))
    found = Found()
    if block.k == 1 or block.k == block.n:
        search(block, 1, rng, task, found)
    else:
        _search(block, limited, LEAST_MOVES + 5 * block.n, rng, task.part(0.0, 0.15), found)
    small = enumerable(block)
    sets = connected_districts(block, int(work.partial * max(share, 0.2)), task.part(0.15, 0.4)) if small else None
    if sets is None and block.k > 1:
        _search(block, limited, moves, rng, task.part(0.4, 0.85), found)
    elif want_more:
        _search(block, limited, moves // 2, rng, task.part(0.4, 0.85), found)
    complete = sets is not None
    if sets is None:
        # Large districts hardly ever meet again in another plan, so that there is nothing to recombine.
        sets, cost = from_pool(block, found.districts, work.pool if small else 0)
    else:
        cost = block.costs(sets)
    nodes = max(LEAST_NODES, int(work.nodes * share))
    outcome = Outcome(block, found, sets, cost, complete, nodes)
    outcome.decide(block.cap, task.part(0.85, 1.0))
    return outcome


def _search(block: Block, limited: bool, moves: int, rng: np.random.Generator, task: Task, found: Found) -> None:
    """Local search; where crossing districts are few, first with none, then one more until a plan is found."""
    if not limited:
        search(block, moves, rng, task, found)
        return
    whole = block.cap
    for cap in range(whole + 1):
        block.cap = cap
        last = cap == whole
        search(block, moves if last else max(LEAST_MOVES, moves // 3), rng, task, found)
        if found.plans and not last:
            block.cap = whole
            search(block, moves, rng, task, found)
            break
    block.cap = whole


def cheap_bound(block: Block) -> float:
    """A lower bound that needs no search: distances and spreads are at least 0, and k connected districts cut at
    least k - c of the neighbouring pairs of a graph in c parts."""
    weights = block.objective.weights
    cut = block.k - int(block.components().max() + 1)
    bound = -weights["boundary"] * (len(block.unit_pairs) - max(0, cut))
    if weights["flow"] > 0:
        inner = block.inner_flow.sum() + (0.0 if block.flow is None else block.flow.sum() / 2)
        bound -= weights["flow"] * float(inner)
    return float(bound)


# ---- all parents
def _share_crossings(outcomes: list[Outcome], rules: Rules, task: Task) -> list[int]:
    """Which allowance of crossing districts each parent gets, for the least total. InfeasibleError."""
    for outcome in outcomes:
        if outcome.plans[outcome.block.cap] is None:
            raise _nothing_found(outcome)
    best = [plan[1] for plan in (outcome.plans[outcome.block.cap] for outcome in outcomes) if plan is not None]
    if rules.max_crossing is None or sum(best) <= rules.max_crossing:
        return best
    for number, outcome in enumerate(outcomes):
        for allowance in range(best[number] - 1, -1, -1):
            outcome.decide(allowance, task.part(number / len(outcomes), (number + 1) / len(outcomes)))
    total, choice = _allocate(_costs(outcomes), rules.max_crossing)
    if not np.isfinite(total):
        if not np.isfinite(_least_bound(outcomes, rules)):
            raise InfeasibleError(
                "crossing_impossible",
                "No plan keeps the limits with at most {limit} districts that cross a township (proven). Raise "
                "MAX_CROSSING or widen the population limits.",
                limit=rules.max_crossing,
            )
        raise InfeasibleError(
            "crossing_not_found",
            "No plan with at most {limit} districts that cross a township was found (not proven impossible); {need} "
            "would do. Raise MAX_CROSSING, widen the population limits or choose a higher EFFORT.",
            limit=rules.max_crossing,
            need=sum(next(b for b, cost in enumerate(row) if np.isfinite(cost)) for row in _costs(outcomes)),
        )
    return choice


def _costs(outcomes: list[Outcome]) -> list[list[float]]:
    """Cost of each outcome's best plan by allowance; inf where there is none."""
    rows = []
    for outcome in outcomes:
        plans = [outcome.plans.get(allowance) for allowance in range(max(outcome.plans) + 1)]
        rows.append([np.inf if plan is None else plan[0] for plan in plans])
    return rows


def _allocate(costs: list[list[float]], most: int | None) -> tuple[float, list[int]]:
    """Least sum of one entry per row whose column numbers sum to `most` at most, and the columns chosen."""
    limit = sum(len(row) - 1 for row in costs) if most is None else most
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for row in costs:
        following: dict[int, tuple[float, list[int]]] = {}
        for used, (total, columns) in best.items():
            for column, cost in enumerate(row):
                key = used + column
                if key <= limit and np.isfinite(cost) and total + cost < following.get(key, (np.inf, []))[0]:
                    following[key] = (total + cost, [*columns, column])
        best = following
    return min(best.values(), key=lambda entry: entry[0], default=(np.inf, []))


def _least_bound(outcomes: list[Outcome], rules: Rules) -> float:
    """Proven lower bound of all costs. An allowance not looked at is bounded by the next higher one."""
    rows = []
    for outcome in outcomes:
        row: list[float] = []
        for allowance in range(max(outcome.bounds), -1, -1):
            row.append(outcome.bounds.get(allowance, row[-1] if row else -np.inf))
        rows.append(row[::-1])
    return _allocate(rows, rules.max_crossing)[0]


def _nothing_found(outcome: Outcome) -> InfeasibleError:
    block, found = outcome.block, outcome.found
    if not np.isfinite(outcome.bounds[block.cap]):
        return InfeasibleError(
            "no_plan_exists",
            "Parent {parent}: no {districts} connected districts keep all limits (proven: every possible district was "
            "looked at). Widen TOLERANCE, the limits of population and units, or change DISTRICTS.",
            parent=place(block),
            districts=block.k,
        )
    nearest: Message = message("no plan came near.")
    if found.nearest_labels is not None:
        nearest = _worst(block, found.nearest_labels)
    return InfeasibleError(
        "no_plan_found",
        "Parent {parent}: no plan of {districts} districts within the limits was found (not proven impossible). The "
        "nearest one fails here: {nearest} Widen TOLERANCE or the limits, ask for another number of districts, or "
        "choose a higher EFFORT.",
        parent=place(block),
        districts=block.k,
        nearest=nearest,
    )


def _worst(block: Block, labels: NDArray) -> Message:
    """What is wrong with the nearest plan, in the words of the findings."""
    assigned = np.full(block.units.n, "", dtype=object)
    assigned[block.members] = np.array([str(label + 1) for label in labels], dtype=object)[block.node]
    findings = judge(block.units, block.rules, assigned, block.objective).findings
    telling = ("population", "units", "contains", "apart", "centre", "together", "crossing")
    return next(
        (finding.message for rule in telling for finding in findings if finding.rule == rule),
        message("no plan came near."),
    )


def name_districts(units: Units, district: NDArray) -> NDArray:
    """(n,) codes for labels 0..: from north-west to south-east, "1"… or "<parent>-01"…; locked ones keep theirs."""
    assigned = np.full(units.n, "", dtype=object)
    taken = list(units.locks)
    for parent, name in enumerate(units.parents):
        free: list[tuple[float, str, NDArray]] = []
        for label in np.unique(district[units.parent == parent]):
            members = np.flatnonzero(district == label)
            locked = [] if units.lock is None else [i for i in units.lock[members].tolist() if i >= 0]
            if locked:
                assigned[members] = units.locks[locked[0]]
                continue
            x, y = units.centroid[members].mean(axis=0)
            free.append((round(x - y, 3), str(units.codes[members].min()), members))
        free.sort(key=lambda entry: entry[:2])
        for code, (_, _, members) in zip(district_codes(name, len(free), taken), free):
            assigned[members] = code
    return assigned


def _alternatives(
    units: Units,
    rules: Rules,
    objective: Objective,
    outcomes: list[Outcome],
    allowance: list[int],
    district: NDArray,
    wanted: int,
) -> list[NDArray]:
    """Up to `wanted` further valid plans: the first try moves at least one unit in twenty, then any other plan."""
    if wanted <= 0:
        return []
    lists = [
        [labels for _, crossing, labels in outcome.found.plans if crossing <= allowed]
        for outcome, allowed in zip(outcomes, allowance)
    ]
    chosen: list[NDArray] = [district]
    for share in (0.05, 0.0):
        for rank in range(max(len(plans) for plans in lists)):
            if len(chosen) > wanted:
                break
            candidate, start = np.full(units.n, -1), 0
            for outcome, plans in zip(outcomes, lists):
                labels = plans[min(rank, len(plans) - 1)]
                candidate[outcome.block.members] = start + labels[outcome.block.node]
                start += outcome.block.k
            if all(moved(candidate, other) > share * units.n for other in chosen):
                chosen.append(candidate)
    named = [name_districts(units, labels) for labels in chosen[1:]]
    valid = [(judge(units, rules, assigned, objective), assigned) for assigned in named]
    valid = [(evaluation, assigned) for evaluation, assigned in valid if evaluation.valid]
    valid.sort(key=lambda pair: pair[0].terms.objective)
    return [assigned for _, assigned in valid]


def moved(a: NDArray, b: NDArray) -> int:
    """Number of units that change district between two labellings, districts matched for the fewest."""
    from scipy.optimize import linear_sum_assignment

    table = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(table, (a, b), 1)
    rows, columns = linear_sum_assignment(-table)
    return int(len(a) - table[rows, columns].sum())


def lower_bound(units: Units, rules: Rules, objective: Objective, evaluation: Evaluation, task: Task = SILENT) -> float:
    """A proven lower bound for a plan drawn by hand: by enumeration where the county is small enough, else the cheap
    one. Without DISTRICTS it is the bound for as many districts in each parent as the plan has; 0 where the request
    contradicts itself. Never above the plan's own objective where the plan is valid."""
    district = evaluation.district
    parents = range(len(units.parents))
    counts = np.array([len(set(district[(units.parent == p) & (district >= 0)].tolist())) for p in parents])
    if rules.districts:
        try:
            counts = share_districts(units, rules)
        except InfeasibleError:
            return 0.0
    if (counts < 1).any():
        return 0.0
    work = EFFORTS["quick"]
    total, done = objective.constant, 0
    for block in make_blocks(units, rules, objective, counts):
        part = task.part(done / units.n, (done + len(block.members)) / units.n)
        done += len(block.members)
        bound = cheap_bound(block)
        share = max(0.2, len(block.members) / units.n)
        sets = connected_districts(block, int(work.partial * share), part) if enumerable(block) else None
        if sets is not None:
            found = search(block, LEAST_MOVES + 5 * block.n, np.random.default_rng(1), part)
            outcome = Outcome(block, found, sets, block.costs(sets), True, work.nodes)
            outcome.decide(block.cap, part)
            if np.isfinite(outcome.bounds[block.cap]):
                bound = outcome.bounds[block.cap]
        total += bound
    total = max(0.0, total)
    return min(total, evaluation.terms.objective) if evaluation.valid else total


def enumerable(block: Block) -> bool:
    """Whether enumeration is worth a try: few nodes, and few of them in a district."""
    return block.n <= ENUMERATED and block.n <= DISTRICT_NODES * block.k
