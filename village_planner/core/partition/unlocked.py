"""Improving a plan where it is not locked: locked districts keep all their units and take in no other.

The objective is that of the whole plan. It is a sum over districts, so that the locked ones are a constant, and what
is left of each parent is a block of its own: its free units, made into as many districts as it has there now, within
the limits that hold for the parent. The present plan is where the search begins, so that nothing worse comes out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from ..errors import Cancelled, InfeasibleError, InputError
from ..messages import Message, message
from ..order import natural
from ..task import SILENT, Task
from .block import Block
from .compare import match
from .evaluate import Evaluation, crossing_districts, judge
from .feasibility import check_blocks, check_units
from .improve import canonical
from .objective import Objective
from .problem import Rules, Units
from .share import band
from .solve import EFFORTS, Outcome, least_bound, settle, share_crossings, solve_blocks

EQUAL = 1e-9  # relative: a gain below it is rounding


@dataclass(frozen=True)
class Improved:
    """assigned: (n,) district codes; the present ones where nothing better was found.

    before, after  the plan as it was and as it is now
    bound          proven lower bound of the objective while the locked districts stay
    cancelled      the work was stopped on the way: the best until then; by the limit of time, a warning says so
    warnings       what the units lack, and that the time ran out
    """

    assigned: NDArray
    before: Evaluation
    after: Evaluation
    bound: float
    cancelled: bool
    warnings: tuple[Message, ...]

    @property
    def better(self) -> bool:
        return self.before is not self.after

    def sentence(self) -> Message:
        """What came of it."""
        old, new = self.before.terms.objective, self.after.terms.objective
        if self.better:
            return message(
                "Objective {before:.4f} → {after:.4f} ({change:+.1f} %).",
                before=old,
                after=new,
                change=100 * (new / old - 1) if old else 0.0,
            )
        if self.before.findings:
            return message(
                "Nothing better was found that keeps every rule. The plan itself breaks {count} rules, the first: "
                "{finding} Mend them by hand, or unlock districts that stand in the way.",
                count=len(self.before.findings),
                finding=self.before.findings[0].message,
            )
        if old - self.bound <= EQUAL * max(abs(old), 1.0):
            return message("Nothing can be improved while these districts are locked (proven).")
        return message(
            "Nothing better was found. At most {gain:.1f} % could be gained; unlock districts, or choose a higher "
            "effort.",
            gain=100 * (1 - self.bound / old),
        )


def improve_unlocked(
    units: Units,
    rules: Rules,
    assigned: NDArray,
    locked: Collection[str],
    effort: str = "standard",
    seed: int = 1,
    task: Task = SILENT,
    keep_best: bool = False,
    seconds: Optional[float] = None,
) -> Improved:
    """Improve the districts that are not locked; how many each parent has is taken from the plan.

    assigned   (n,) present district codes, "" for a unit without one: it is free
    locked     district codes
    keep_best  a cancelled task gives the best until then instead of `Cancelled`
    seconds    after which the work ends with the best until then, as in `solve`
    InputError all_locked, no_start; InfeasibleError where the free units cannot keep the limits at all, or the plan
    does not and no other was found.
    """
    asked = task
    if seconds is not None:
        task = asked.within(seconds)
    rules = replace(rules, districts=0, lock="")
    units = replace(units, lock=None, locks=())
    if not (assigned != "").any():
        raise InputError("no_start", "No unit has a district yet. Draw the districts first, then improve them.")
    free = ~np.isin(assigned, list(locked))
    if not free.any():
        raise InputError("all_locked", "All districts are locked. Unlock those that may change.")
    objective = Objective(units, rules)
    before = judge(units, rules, assigned, objective)
    blocks, cap = _blocks(units, rules, objective, assigned, free, before)
    check_units(units, rules)
    with _of_free_units(not free.all()):
        check_blocks(blocks, asked)  # no cure: these blocks are not whole parents
    outcomes = [_begun(block, assigned) for block in blocks]
    limited = replace(rules, max_crossing=cap)
    cancelled = out_of_time = False
    with _of_free_units(not free.all()):
        try:
            solve_blocks(outcomes, EFFORTS[effort], seed, task.part(0.0, 0.9))
            allowance = share_crossings(outcomes, limited, seed, task.part(0.9, 1.0))
        except Cancelled:
            out_of_time = not asked.is_cancelled()
            if not (keep_best or out_of_time):
                raise
            cancelled = True
            allowance = settle(outcomes, limited, seed, seconds if out_of_time else None)
    found = assigned.copy()
    for outcome, allowed in zip(outcomes, allowance):
        plan, members = outcome.plans[allowed], outcome.block.members
        assert plan is not None
        found[members] = _named(assigned[members], plan[2][outcome.block.node], units.population[members])
    after = judge(units, rules, found, objective)
    kept = objective.constant + _cost_of(objective, assigned, ~free)
    bound = max(0.0, kept + least_bound(outcomes, limited))
    old, new = before.terms.objective, after.terms.objective
    better = after.valid and new < old - EQUAL * max(abs(old), 1.0)
    warnings = [*units.warnings, *objective.warnings]
    if out_of_time:
        warnings.append(
            message(
                "The search for improvements ended at the limit of time ({minutes:g} min). Another run may end with "
                "another plan. Allow more time or choose a lower EFFORT for a result that can be repeated.",
                minutes=(seconds or 0) / 60,
            )
        )
    return Improved(
        found if better else assigned,
        before,
        after if better else before,
        min(bound, new if better else old),
        cancelled,
        tuple(warnings),
    )


@contextmanager
def _of_free_units(locked: bool) -> Iterator[None]:
    """What is said to be impossible is so of the free units: not of the parents, where some districts are locked."""
    try:
        yield
    except InfeasibleError as error:
        if not locked:
            raise
        raise InfeasibleError(
            error.code,
            "The locked districts stay as they are. Of the other units: {reason} Unlocking districts may help as well.",
            reason=error.message,
        ) from None


def _blocks(
    units: Units, rules: Rules, objective: Objective, assigned: NDArray, free: NDArray, before: Evaluation
) -> tuple[list[Block], Optional[int]]:
    """A block of free units per parent that has any, and how many of their districts may cross townships."""
    crossing = {before.codes[d] for d in crossing_districts(units, before.district)}
    open_codes = {code for code in assigned[free].tolist() if code}
    cap = None
    if rules.max_crossing is not None:
        # Those that cross now were drawn so on purpose.
        cap = max(rules.max_crossing - len(crossing - open_codes), len(crossing & open_codes))
    blocks = []
    for parent, name in enumerate(units.parents):
        inside = units.parent == parent
        members = np.flatnonzero(inside & free)
        if not len(members):
            continue
        all_codes = {code for code in assigned[inside].tolist() if code}
        k = len({code for code in assigned[members].tolist() if code})
        if k == 0:
            raise InputError(
                "no_open_district",
                "Units {units} of {parent} have no district, and all districts there are locked. Unlock one, or give "
                "the units a district.",
                units=units.names(members),
                parent=name or message("(all units)"),
            )
        low, high = band(float(units.population[inside].sum()), len(all_codes), rules)
        blocks.append(Block(units, rules, objective, members, k, low, high, k if cap is None else min(k, cap)))
    return blocks, cap


def _begun(block: Block, assigned: NDArray) -> Outcome:
    """The block with the present districts as its first plan, where they keep its rules."""
    outcome = Outcome(block)
    own = assigned[block.members]
    codes = sorted(set(own.tolist()), key=natural)
    if "" in codes or len(codes) != block.k:
        return outcome
    label = np.array([codes.index(code) for code in own.tolist()])
    nodes = np.zeros(block.n, dtype=int)
    nodes[block.node] = label
    if (nodes[block.node] != label).any():  # units that stay together lie apart
        return outcome
    nodes = canonical(nodes)
    sets = nodes == np.arange(block.k)[:, None]
    connected = all(connected_components(block.graph[one][:, one], directed=False)[0] == 1 for one in sets)
    if connected and block.allowed(sets).all() and int(block.crosses(sets).sum()) <= block.cap:
        outcome.add(nodes)
        for one, cost in zip(sets, block.costs(sets).tolist()):
            outcome.found.keep(np.flatnonzero(one), cost)
    return outcome


def _named(own: NDArray, label: NDArray, population: NDArray) -> NDArray:
    """(m,) codes for the labels of a block: those of the present districts they share most people with."""
    names = np.array([str(number) for number in label.tolist()], dtype=object)
    twin = match(own, names, population)
    spare = sorted({code for code in own.tolist() if code} - set(twin.values()), key=natural)
    for name in sorted(set(names.tolist()) - set(twin), key=natural):
        twin[name] = spare.pop(0)
    return np.array([twin[name] for name in names.tolist()], dtype=object)


def _cost_of(objective: Objective, assigned: NDArray, which: NDArray) -> float:
    """What the locked districts cost."""
    codes = sorted({code for code in assigned[which].tolist() if code})
    if not codes:
        return 0.0
    members = np.flatnonzero(which)
    return float(objective.costs(assigned[members] == np.array(codes, dtype=object)[:, None], members).sum())
