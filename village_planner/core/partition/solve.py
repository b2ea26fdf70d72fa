"""From units and rules to a plan with its proof: parent by parent, exact where the county is small enough."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..errors import Cancelled, InfeasibleError
from ..messages import Message, message
from ..task import SILENT, Task
from . import accelerate
from .alternatives import Further, find_alternatives
from .block import Block, make_blocks
from .choose import Choice, choose
from .columns import Columns, columns_of_pool
from .cut import WORK, CutSearch, boundary_alone
from .cut_parts import divide_parts
from .enumerate import connected_districts
from .evaluate import Evaluation, judge
from .feasibility import check_block, check_blocks, check_units, place
from .improve import Found, canonical, search
from .objective import Objective
from .price import Limits, best_choice
from .problem import Rules, Units
from .share import name_districts, share_districts
from .stability import Stability
from .whole_townships import best_within


@dataclass(frozen=True)
class Effort:
    """Amounts of work, not seconds.

    moves   of local search for each node of a parent
    large   of local search for a parent too large for a proof, up to ten times as many as for another
    listed  connected sets up to which all districts of a parent are listed
    limits  of the proof where they are more, and of the choice among them
    cut     of the search for the fewest pairs cut, where nothing but the boundary counts (see cut.py)
    """

    moves: int
    large: int
    listed: int
    limits: Limits
    cut: int


EFFORTS = {
    "quick": Effort(8, 0, 150_000, Limits(sets=600_000, columns=30_000, programmes=150), WORK["quick"]),
    "standard": Effort(
        20, 400_000, 150_000, Limits(sets=4_000_000, columns=300_000, programmes=2_000), WORK["standard"]
    ),
    "thorough": Effort(250, 0, 300_000, Limits(sets=60_000_000, columns=300_000, programmes=5_000), WORK["thorough"]),
}
WITHIN = 1_000_000  # connected sets inside townships up to which these are listed
LEAST_MOVES = 300  # of a first plan
ENOUGH_MOVES = 1_000  # of a search, however small the parent
PARENTS = 5  # of a county, as a rule
ROUNDING = 1e-12
PROVABLE = 200  # nodes of a parent up to which a proof is tried
DISTRICT_NODES = 20  # and nodes of its mean district
PROVEN = ("crossing_impossible", "no_plan_exists")  # refusals that more time does not change


@dataclass(frozen=True)
class Part:
    """One parent: what its districts cost (with `Objective.constant` the costs sum to the objective), and a proven
    lower bound of it under all of MAX_CROSSING."""

    parent: str
    cost: float
    bound: float


@dataclass(frozen=True)
class Solution:
    """A valid plan.

    assigned      (n,) district codes      evaluation  its terms; no findings
    bound         proven lower bound of the objective under the hard rules
    alternatives  further valid plans, (n,) codes each, best first; kinds  what each is better in
    stability     how firmly units lie together over the good plans; None where not asked for
    cancelled     the work was stopped on the way: the best plan until then; out_of_time: by the limit of time
    parts         the parents one by one
    """

    assigned: NDArray
    evaluation: Evaluation
    bound: float
    gap: float
    proven: bool
    alternatives: tuple[NDArray, ...]
    kinds: tuple[str, ...]
    stability: Stability | None
    warnings: tuple[Message, ...]
    cancelled: bool = False
    parts: tuple[Part, ...] = ()
    out_of_time: bool = False


@dataclass
class Outcome:
    """What is known of one block; grows while the work goes on, so that it can be stopped at any time.

    found     plans and districts that local search came by
    columns   candidate districts, None before there are any; complete: these are all that keep the rules
    limits    of the work on a proof; None: no proof is tried
    cut       work on the fewest pairs cut, where nothing else counts; 0: not tried
    floors    allowance -> lower bound of the cost that this, or a proof that was stopped, gave
    heard     best plan of a proof that was stopped, as its districts
    plans     allowance of crossing districts -> best plan (cost, crossing districts, labels (N,)) or None
    bounds    allowance -> proven lower bound of the cost; inf: proven that there is no plan
    """

    block: Block
    found: Found = field(default_factory=Found)
    columns: Columns | None = None
    complete: bool = False
    limits: Limits | None = None
    cut: int = 0
    floors: dict[int, float] = field(default_factory=dict)
    heard: Columns | None = None
    plans: dict[int, tuple[float, int, NDArray] | None] = field(default_factory=dict)
    bounds: dict[int, float] = field(default_factory=dict)

    def known(self, allowance: int) -> tuple[float, int, NDArray] | None:
        """The best plan found so far with at most `allowance` crossing districts."""
        return next((plan for plan in self.found.plans if plan[1] <= allowance), None)

    def decide(self, allowance: int, task: Task) -> None:
        """Find the best plan with at most `allowance` crossing districts among the candidates and the plans found."""
        if self.block.k in (1, self.block.n):  # there is but one plan, and the first search has looked at it
            only = self.known(allowance)
            self._note(allowance, only, np.inf if only is None else only[0])
            return
        if allowance in self.plans or (self.cut and allowance not in self.floors and self.fewest_cut(allowance, task)):
            return
        if allowance == 0 and self.decide_within(task):
            return
        known, bound = self.known(allowance), self.floor(allowance)
        if self.columns is not None and self.limits is not None:
            least = np.inf if known is None else known[0]
            choice = self._choose(allowance, least, task)
            if choice.columns is not None and choice.cost < least:
                labels = canonical(self.columns.sets(choice.columns).argmax(axis=0))
                known = (choice.cost, int(self.columns.crosses[choice.columns].sum()), labels)
                self.found.add(*known)
            bound = max(bound, choice.bound)
        self._note(allowance, known, bound)

    def decide_within(self, task: Task) -> bool:
        """Find the best plan without crossing districts, township by township. False where that is not tried, or not
        proven: then nothing is decided."""
        block, known = self.block, self.known(0)
        if self.limits is None or block.townships is None or block.k in (1, block.n) or 0 in self.plans:
            return 0 in self.plans
        least = np.inf if known is None else known[0]
        found = best_within(block, least, min(self.limits.sets, WITHIN), self.limits.programmes, task)
        if found is None:
            return False
        cost, labels, bound = found
        if labels is not None:
            self.add(labels)
            known, least = self.known(0), cost
        if bound < least - ROUNDING:
            self.floors[0] = max(bound, self.floors.get(0, -np.inf))
            return False
        self._note(0, known, bound)
        return True

    def fewest_cut(self, allowance: int, task: Task) -> bool:
        """The same by looking for the fewest pairs cut. False where that is not proven: then nothing is decided."""
        block, known = self.block, self.known(allowance)
        search = CutSearch(block, None if known is None else known[2], self.cut, task, allowance)
        try:
            result = search.run()
        finally:
            self.floors[allowance] = search.result().bound
        if result.labels is not None:
            self.add(result.labels)
        if result.proven:
            known = self.known(allowance)
            self._note(allowance, known, result.bound if known is None else known[0])
        return result.proven

    def add(self, labels: NDArray) -> None:
        """Remember a valid plan."""
        sets = labels == np.arange(self.block.k)[:, None]
        self.found.add(float(self.block.costs(sets).sum()), int(self.block.crosses(sets).sum()), labels)

    def floor(self, allowance: int) -> float:
        """Lower bound of the cost without a choice among candidates: what holds for more crossings holds for fewer."""
        known = [*self.floors.items(), *self.bounds.items()]
        return max([cheap_bound(self.block), *(bound for more, bound in known if more >= allowance)])

    def _choose(self, allowance: int, least: float, task: Task) -> Choice:
        assert self.columns is not None and self.limits is not None
        if self.complete:
            return choose(self.columns, self.block.k, allowance, task, least, self.limits.programmes)

        def hear(bound: float, chosen: Columns | None) -> None:
            self.floors[allowance] = max(bound, self.floors.get(allowance, -np.inf))
            self.heard = self.heard if chosen is None else chosen

        self.heard = None
        self.columns, choice = best_choice(self.block, allowance, self.columns, task, least, self.limits, hear)
        self.heard = None
        return choice

    def settle(self) -> None:
        """Take what is known where nothing was decided: the work was stopped."""
        if self.heard is not None:
            self.add(canonical(self.heard.sets().argmax(axis=0)))
        for allowance in range(self.block.cap, -1, -1):
            if allowance not in self.plans:
                self._note(allowance, self.known(allowance), self.floor(allowance))

    def _note(self, allowance: int, plan: tuple[float, int, NDArray] | None, bound: float) -> None:
        bound = bound if plan is None else min(bound, plan[0])
        # The best plan may do with fewer crossings; then it is the best for those allowances as well.
        for lower in range(allowance if plan is None else plan[1], allowance + 1):
            self.plans[lower] = plan
            self.bounds[lower] = max(bound, self.bounds.get(lower, -np.inf))


def solve(
    units: Units,
    rules: Rules,
    effort: str = "standard",
    alternatives: int = 0,
    seed: int = 1,
    task: Task = SILENT,
    keep_best: bool = False,
    stability: bool = False,
    counts: NDArray | None = None,
    seconds: float | None = None,
) -> Solution:
    """Partition the units.

    counts  (parents,) districts of each parent; default: DISTRICTS shared over them
    stability  also say how firmly units lie together; said in any case where alternatives are asked for
    keep_best  a cancelled task gives the best plan found until then, if there is one; else `Cancelled` is raised
    seconds  after which the work ends with the best plan found until then; None: the effort alone ends it, so that it
        can be repeated
    InfeasibleError where no plan exists, or none was found (the message says which).
    """
    work, asked = EFFORTS[effort], task
    if seconds is not None:
        task = asked.within(seconds)
    objective = Objective(units, rules)
    check_units(units, rules)
    counts = share_districts(units, rules) if counts is None else counts
    blocks = make_blocks(units, rules, objective, counts)
    check_blocks(blocks, asked, cure=True)  # not by the limit of time: it is for the search
    outcomes = [Outcome(block) for block in blocks]
    cancelled = out_of_time = False
    try:
        solve_blocks(outcomes, work, seed, task.part(0.0, 0.85))
        allowance = share_crossings(outcomes, rules, seed, task.part(0.85, 0.9))
    except Cancelled:
        out_of_time = not asked.is_cancelled()
        if not (keep_best or out_of_time):
            raise
        cancelled = True
        allowance = settle(outcomes, rules, seed, seconds if out_of_time else None)
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
    bound = objective.constant + least_bound(outcomes, rules)
    bound = min(max(0.0, bound), evaluation.terms.objective)
    further = Further()
    if (alternatives or stability) and not cancelled:
        try:
            further = find_alternatives(
                units, rules, objective, outcomes, allowance, alternatives, seed, task.part(0.9, 1.0)
            )
        except Cancelled:
            out_of_time = not asked.is_cancelled()
            if not (keep_best or out_of_time):
                raise
            cancelled = True
    slow = accelerate.advice(max(block.n for block in blocks))
    warnings = [*units.warnings, *objective.warnings, *([slow] if slow else [])]
    if len(further.plans) < alternatives and not cancelled:
        warnings.append(
            message(
                "{found} alternatives found, {wanted} asked for. Try another EFFORT or SEED, or widen the limits.",
                found=len(further.plans),
                wanted=alternatives,
            )
        )
    if out_of_time:
        warnings.append(
            message(
                "The search ended at the limit of time ({minutes:g} min): this is the best plan until then. It keeps "
                "every rule, but another run may end with another one. Allow more time or choose a lower EFFORT for a "
                "plan that can be repeated.",
                minutes=(seconds or 0) / 60,
            )
        )
    gap = relative_gap(evaluation.terms.objective, bound)
    return Solution(
        assigned=assigned,
        evaluation=evaluation,
        bound=bound,
        gap=gap,
        proven=gap <= 1e-6,
        alternatives=further.plans,
        kinds=further.kinds,
        stability=further.stability,
        warnings=tuple(warnings),
        cancelled=cancelled,
        parts=tuple(_part(outcome, allowed) for outcome, allowed in zip(outcomes, allowance)),
        out_of_time=out_of_time,
    )


def _part(outcome: Outcome, allowed: int) -> Part:
    plan, block = outcome.plans[allowed], outcome.block
    assert plan is not None
    return Part(block.units.parents[block.units.parent[block.members[0]]], plan[0], outcome.bounds[block.cap])


def relative_gap(objective: float, bound: float) -> float:
    """(objective - bound) / objective, 0 where they are equal but for rounding (a weight of 1 is 1 undivided)."""
    return (objective - bound) / objective if objective - bound > ROUNDING else 0.0


def settle(outcomes: list[Outcome], rules: Rules, seed: int, seconds: float | None) -> list[int]:
    """The allowances of crossing districts from what is known when the work was stopped.

    seconds  the limit of time that stopped it; None: the user did
    Cancelled where the user stopped it and there is no plan; InfeasibleError where the time did.
    """
    for outcome in outcomes:
        outcome.settle()
    try:
        return share_crossings(outcomes, rules, seed, SILENT)
    except InfeasibleError as error:
        if seconds is None:
            raise Cancelled from None
        if error.code in PROVEN:
            raise
        raise InfeasibleError(
            error.code,
            "{reason} The search ended at the limit of time ({minutes:g} min); it may need more.",
            reason=error.message,
            minutes=seconds / 60,
        ) from None


# ---- one parent after the other
def solve_blocks(outcomes: list[Outcome], work: Effort, seed: int, task: Task) -> None:
    """First a plan for every parent, so that the work may stop; then each in turn as well as the effort allows."""
    total = sum(outcome.block.n for outcome in outcomes)
    generators = [np.random.default_rng([seed, number]) for number in range(len(outcomes))]
    for number, (outcome, rng) in enumerate(zip(outcomes, generators)):
        _first_plans(outcome, rng, task.part(0.1 * number / len(outcomes), 0.1 * (number + 1) / len(outcomes)))
    done = 0
    for outcome, rng in zip(outcomes, generators):
        block = outcome.block
        part = task.part(0.1 + 0.9 * done / total, 0.1 + 0.9 * (done + block.n) / total)
        if len(outcomes) > 1:
            part.report(
                0.0,
                message(
                    "Parent {parent}: {units} units into {districts} districts …",
                    parent=place(block),
                    units=len(block.members),
                    districts=block.k,
                ),
            )
        _solve_block(outcome, work, block.n / total, rng, part)
        done += block.n


def _limited(block: Block) -> bool:
    return block.crossing_limited and block.cap < block.k


def _first_plans(outcome: Outcome, rng: np.random.Generator, task: Task) -> None:
    block = outcome.block
    if block.k == 1 or block.k == block.n:
        search(block, 1, rng, task, outcome.found)
    else:
        _search(block, _limited(block), LEAST_MOVES + 5 * block.n, rng, task, outcome.found)


def _solve_block(outcome: Outcome, work: Effort, share: float, rng: np.random.Generator, task: Task) -> None:
    """share: the block's part of the county, and so of the work."""
    block, found = outcome.block, outcome.found
    moves = max(ENOUGH_MOVES, work.moves * block.n)
    if block.n > PROVABLE:
        moves = max(moves, min(10 * moves, work.large))
    provable = is_provable(block)
    inside = block.townships is not None and block.cap == 0  # others can be in no plan
    outcome.columns = connected_districts(block, work.listed, task.part(0.0, 0.1), inside) if provable else None
    outcome.complete = outcome.columns is not None
    if not outcome.complete and boundary_alone(block):
        outcome.cut = max(1, int(work.cut * share))
        if outcome.fewest_cut(block.cap, task.part(0.1, 0.4)):
            return
    # A poor plan is enough to begin with where the parts of it can be divided well.
    begun = outcome.cut > 0 and block.n <= PROVABLE and outcome.known(block.cap) is not None
    if not outcome.complete and block.k > 1 and not begun:
        _search(block, _limited(block), moves, rng, task.part(0.1, 0.5), found)
    known = outcome.known(block.cap)
    if outcome.cut and known is not None:
        divide_parts(block, known[2], outcome.cut, task.part(0.5, 1.0), outcome.add)
    if provable and not outcome.cut:
        # Meant for one of about five parents; an only one may have all of it.
        outcome.limits = replace(work.limits, sets=int(work.limits.sets * max(1.0, PARENTS * share)))
        if outcome.columns is None:
            outcome.columns = columns_of_pool(block, found.districts)
    outcome.decide(block.cap, task.part(0.5, 1.0))


def _search(block: Block, limited: bool, moves: int, rng: np.random.Generator, task: Task, found: Found) -> None:
    """Local search; where crossing districts are few, first with none, then one more until a plan is found."""
    if not limited:
        search(block, moves, rng, task, found)
        return
    whole = block.cap
    try:
        for cap in range(whole + 1):
            block.cap = cap
            last = cap == whole
            search(block, moves if last else max(LEAST_MOVES, moves // 3), rng, task, found)
            if found.plans and not last:
                block.cap = whole
                search(block, moves, rng, task, found)
                break
    finally:
        block.cap = whole


def _search_within(outcome: Outcome, allowance: int, rng: np.random.Generator, task: Task) -> None:
    """A short search for plans with at most `allowance` crossing districts."""
    block, whole = outcome.block, outcome.block.cap
    block.cap = allowance
    try:
        search(block, LEAST_MOVES + 5 * block.n, rng, task, outcome.found)
    finally:
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
def share_crossings(outcomes: list[Outcome], rules: Rules, seed: int, task: Task) -> list[int]:
    """Which allowance of crossing districts each parent gets, for the least total. InfeasibleError."""
    for outcome in outcomes:
        if outcome.plans[outcome.block.cap] is None:
            raise _nothing_found(outcome)
    best = [plan[1] for plan in (outcome.plans[outcome.block.cap] for outcome in outcomes) if plan is not None]
    if rules.max_crossing is None or sum(best) <= rules.max_crossing:
        return best
    while True:
        # An allowance not looked at yet costs at least what is proven for the next higher one. What looks best is
        # looked at, until the best sharing holds no guess any more.
        _, choice = _allocate(_guesses(outcomes), rules.max_crossing)
        open_ = [(number, allowed) for number, allowed in enumerate(choice) if allowed not in outcomes[number].plans]
        if not open_:
            break
        for done, (number, allowed) in enumerate(open_):
            part = task.part(done / len(open_), (done + 1) / len(open_))
            outcome = outcomes[number]
            if allowed == 0 and outcome.decide_within(part.part(0.0, 0.3)):
                continue
            # A choice among candidates has no need of another search where a plan is at hand already.
            if outcome.limits is None or outcome.known(allowed) is None:
                rng = np.random.default_rng([seed, number, allowed])
                _search_within(outcome, allowed, rng, part.part(0.0, 0.3))
            outcome.decide(allowed, part.part(0.3, 1.0))
    total, choice = _allocate(_costs(outcomes), rules.max_crossing)
    if not np.isfinite(total):
        if not np.isfinite(least_bound(outcomes, rules)):
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


def _guesses(outcomes: list[Outcome]) -> list[list[float]]:
    """The same, with a lower bound where an allowance has not been looked at."""
    pairs = zip(outcomes, _costs(outcomes), _bounds(outcomes))
    return [
        [cost if allowance in outcome.plans else bound for allowance, (cost, bound) in enumerate(zip(costs, bounds))]
        for outcome, costs, bounds in pairs
    ]


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


def least_bound(outcomes: list[Outcome], rules: Rules) -> float:
    """Proven lower bound of all costs."""
    return _allocate(_bounds(outcomes), rules.max_crossing)[0]


def _bounds(outcomes: list[Outcome]) -> list[list[float]]:
    """Lower bound of each outcome's cost by allowance; one not looked at is bounded by the next higher one."""
    rows = []
    for outcome in outcomes:
        row: list[float] = []
        for allowance in range(max(outcome.bounds), -1, -1):
            row.append(outcome.bounds.get(allowance, row[-1] if row else -np.inf))
        rows.append(row[::-1])
    return rows


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
    try:
        check_units(units, rules)
        blocks = make_blocks(units, rules, objective, counts)
        for block in blocks:
            check_block(block, task)
    except InfeasibleError:
        return 0.0
    work = EFFORTS["quick"]
    total, done = objective.constant, 0
    for block in blocks:
        part = task.part(done / units.n, (done + len(block.members)) / units.n)
        done += len(block.members)
        bound = cheap_bound(block)
        if boundary_alone(block):
            cut = CutSearch(block, None, work.cut, part).run().bound
            bound = max(bound, cut) if np.isfinite(cut) else bound
        elif is_provable(block):
            outcome = Outcome(block, search(block, LEAST_MOVES + 5 * block.n, np.random.default_rng(1), part))
            outcome.columns = connected_districts(block, work.listed, part)
            outcome.complete = outcome.columns is not None
            if outcome.columns is None:
                outcome.columns = columns_of_pool(block, outcome.found.districts)
            outcome.limits = work.limits
            outcome.decide(block.cap, part)
            if np.isfinite(outcome.bounds[block.cap]):
                bound = outcome.bounds[block.cap]
        total += bound
    total = max(0.0, total)
    return min(total, evaluation.terms.objective) if evaluation.valid else total


def is_provable(block: Block) -> bool:
    """Whether a proof is worth a try: few nodes, and few of them in a district."""
    return block.n <= PROVABLE and block.n <= DISTRICT_NODES * block.k
