"""What cannot work, said before any search: each check is a proof, and names the units."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from ..errors import InfeasibleError
from ..messages import Message, message
from ..task import SILENT, Task
from .block import Block, bundles, rivals
from .bottleneck import WORK, find_bottleneck
from .problem import Rules, Units, some
from .share import band


def check_units(units: Units, rules: Rules) -> None:
    """Contradictions among TOGETHER, APART, LOCK, CENTRE and PARENT. InfeasibleError."""
    bundle = bundles(units)
    order = np.argsort(bundle, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(bundle[order])) + 1):
        if len(members) == 1:
            continue
        parents = np.unique(units.parent[members])
        if len(parents) > 1:
            raise InfeasibleError(
                "together_across_parents",
                "Units {units} must share a district (TOGETHER, LOCK or CENTRE), but lie in different parents: "
                "{parents}. Correct the field or leave one of them free.",
                units=some(units.codes[members]),
                parents=some([units.parents[p] for p in parents]),
            )
        for family in rivals(units):
            labels = family[members]
            if len(np.unique(labels[labels >= 0])) > 1:
                raise InfeasibleError(
                    "together_and_apart",
                    "Units {units} must share a district and must not, by TOGETHER, APART, LOCK or CENTRE. Correct "
                    "one of these fields.",
                    units=some(units.codes[members[labels >= 0]]),
                )
        if not _can_meet(units, members):
            raise InfeasibleError(
                "together_not_connected",
                "Units {units} must share a district, but no way over shared borders leads from one to the other "
                "past the other locked districts. Add LINKS or change TOGETHER, LOCK or CENTRE.",
                units=some(units.codes[members]),
            )


def _can_meet(units: Units, members: NDArray) -> bool:
    """Whether units can lie in one connected district: over units of their parent that do not conflict with them."""
    free = units.parent == units.parent[members[0]]
    for family in rivals(units):
        own = family[members]
        own = own[own >= 0]
        if len(own):
            free &= (family < 0) | (family == own[0])
    pairs = units.contiguity.pairs
    pairs = pairs[free[pairs].all(axis=1)]
    graph = csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(units.n, units.n))
    return len(np.unique(connected_components(graph, directed=False)[1][members])) == 1


CURE_NODES = 2_000  # of a county up to which the least tolerance is looked for: each trial takes all checks anew
CURE_WORK = 100_000  # on the bottlenecks of one trial; what it does not come to is not ruled out


def check_blocks(blocks: Sequence[Block], task: Task = SILENT, cure: bool = False) -> None:
    """`check_block` for every parent. InfeasibleError with the code of the first that fails; it also names the other
    parents that fail and, if `cure`, the least whole TOLERANCE that none of the checks rules out; for blocks that hold
    their parents whole."""
    refusals = ((block, _refusal(block, task, WORK)) for block in blocks)
    failed = [(block, error) for block, error in refusals if error is not None]
    if not failed:
        return
    error, rules = failed[0][1], blocks[0].rules
    said = error.message
    if len(failed) > 1:
        said = message(
            "{reason} The limits cannot be kept in these parents either: {parents}.",
            reason=said,
            parents=some([block.units.parents[block.units.parent[block.members[0]]] for block, _ in failed[1:]]),
        )
    if cure and rules.tolerance is not None and sum(block.n for block in blocks) <= CURE_NODES:
        least = least_tolerance([block for block, _ in failed], task)
        if least is None:
            said = message("{reason} No TOLERANCE, however wide, is enough without another change.", reason=said)
        else:
            said = message(
                "{reason} It is proven that {below} % TOLERANCE does not do either; the least whole number to try is "
                "{least} %.",
                reason=said,
                below=least - 1,
                least=least,
            )
    if said is not error.message:
        raise InfeasibleError(error.code, said.template, **said.params)
    raise error


def least_tolerance(blocks: Sequence[Block], task: Task = SILENT) -> int | None:
    """Least whole TOLERANCE, above the present one, that no check rules out in any of the blocks; None: all are ruled
    out. A narrower band allows nothing that a wider one does not: the whole numbers below it are proven impossible.
    Each block must hold its parent whole, as the band is made from its people and districts."""
    rules = blocks[0].rules
    assert rules.tolerance is not None
    below, enough = int(np.floor(rules.tolerance)), 100 * max(block.k for block in blocks)  # no band is wider

    def fits(tolerance: int) -> bool:
        for block in blocks:
            trial = copy.copy(block)
            trial.low, trial.high = band(
                float(block.population.sum()), block.k, replace(rules, tolerance=float(tolerance))
            )
            if _refusal(trial, task, CURE_WORK) is not None:
                return False
        return True

    if enough <= below or not fits(enough):
        return None
    while enough - below > 1:
        middle = min((below + enough) // 2, max(2 * below, below + 1))  # it is near, as a rule
        if fits(middle):
            enough = middle
        else:
            below = middle
    return enough


def _refusal(block: Block, task: Task, work: int) -> InfeasibleError | None:
    task.check()
    try:
        check_block(block, task, work)
    except InfeasibleError as error:
        return error
    return None


def check_block(block: Block, task: Task = SILENT, work: int = WORK) -> None:
    """What makes one parent's problem impossible. InfeasibleError, naming parent and units.

    work  on bottlenecks: nodes looked at
    """
    _check_totals(block)
    _check_nodes(block)
    _check_steps(block)
    _check_labels(block)
    _check_components(block, block.components(), False)
    _check_reach(block)
    _check_bottlenecks(block, task, work)
    if block.crossing_limited and block.cap == 0 and block.townships is not None:
        _check_components(block, _township_parts(block), True)


def place(block: Block) -> str | Message:
    """How a message names the parent."""
    parent = block.units.parents[block.units.parent[block.members[0]]]
    return parent or message("(all units)")


def _check_totals(block: Block) -> None:
    total, m = float(block.population.sum()), len(block.members)
    if block.k < 1:
        raise InfeasibleError("no_districts", "Parent {parent}: no district is asked for.", parent=place(block))
    if block.k > block.n:
        raise InfeasibleError(
            "too_few_units",
            "Parent {parent}: {districts} districts cannot be made of {units} units or bundles that stay together. Ask "
            "for fewer districts.",
            parent=place(block),
            districts=block.k,
            units=block.n,
        )
    if block.low * block.k > total or block.high * block.k < total:
        raise InfeasibleError(
            "population_total",
            "Parent {parent}: {population:,.0f} people in {districts} districts cannot all lie between {low:,.0f} and "
            "{high:,.0f}. Change POPULATION_MIN, POPULATION_MAX or DISTRICTS.",
            parent=place(block),
            population=total,
            districts=block.k,
            low=block.low,
            high=block.high,
        )
    if block.min_units * block.k > m or block.max_units * block.k < m:
        raise InfeasibleError(
            "unit_total",
            "Parent {parent}: {units} units in {districts} districts cannot all have {low} to {high} units. Change "
            "MIN_UNITS, MAX_UNITS or DISTRICTS.",
            parent=place(block),
            units=m,
            districts=block.k,
            low=block.min_units,
            high=block.max_units,
        )


def _check_steps(block: Block) -> None:
    """Populations that are all multiples of the same number leave few sizes of a district."""
    low, high, step = whole_limits(block)
    total = float(block.population.sum())
    if low > high:
        raise InfeasibleError(
            "population_steps",
            "Parent {parent}: all populations are multiples of {step:,.0f}, and no multiple lies between {low:,.1f} "
            "and {high:,.1f}. Widen TOLERANCE or the limits, change DISTRICTS, or choose the POPULATION_FIELD.",
            parent=place(block),
            step=step,
            low=block.low,
            high=block.high,
        )
    if low * block.k > total or high * block.k < total:
        raise InfeasibleError(
            "population_steps",
            "Parent {parent}: all populations are multiples of {step:,.0f}, so that a district has {low:,.0f} to "
            "{high:,.0f} people; {districts} districts cannot have {population:,.0f} in all. Widen TOLERANCE or the "
            "limits, change DISTRICTS, or choose the POPULATION_FIELD.",
            parent=place(block),
            step=step,
            low=low,
            high=high,
            districts=block.k,
            population=total,
        )


def whole_limits(block: Block) -> tuple[float, float, float]:
    """Least and most persons that a district can have when populations are whole multiples of a step, and the step;
    the block's own limits and 0 where they are not."""
    people = block.population
    if not (people == np.round(people)).all() or people.max() > 2**53:
        return block.low, block.high, 0.0
    step = float(np.gcd.reduce(people.astype(np.int64)))
    if step < 1:
        return block.low, block.high, 0.0
    high = np.floor(block.high / step) * step if np.isfinite(block.high) else block.high
    return float(np.ceil(block.low / step) * step), float(high), step


def _check_nodes(block: Block) -> None:
    population = np.bincount(np.unique(block.bundle, return_inverse=True)[1], weights=block.population)
    count = np.bincount(np.unique(block.bundle, return_inverse=True)[1], weights=block.count)
    names = np.unique(block.bundle)
    above = np.flatnonzero(population > block.high)
    for b in above[np.argsort(-population[above], kind="stable")]:  # the largest says what it takes
        units = _units_of(block, block.bundle == names[b])
        if len(units) == 1:
            raise InfeasibleError(
                "unit_above_band",
                "Parent {parent}: unit {unit} alone has {population:,.0f} people, above the limit of {high:,.0f} for "
                "a district. Raise TOLERANCE or POPULATION_MAX, or ask for fewer districts.",
                unit=units[0],
                parent=place(block),
                population=float(population[b]),
                high=block.high,
            )
        raise InfeasibleError(
            "bundle_above_band",
            "Units {units} must stay together and have {population:,.0f} people, above the limit of {high:,.0f} for a "
            "district. Raise TOLERANCE or POPULATION_MAX, or free some of them.",
            units=some(units),
            population=float(population[b]),
            high=block.high,
        )
    large = np.flatnonzero(population > block.high / 2)
    if len(large) > block.k:
        raise InfeasibleError(
            "too_many_large_units",
            "Parent {parent}: no two of the units {units} fit into one district of {high:,.0f} people at most, but "
            "there are {count} of them and {districts} districts. Raise TOLERANCE or POPULATION_MAX, or ask for more "
            "districts.",
            parent=place(block),
            units=some(_units_of(block, np.isin(block.bundle, names[large]))),
            high=block.high,
            count=len(large),
            districts=block.k,
        )
    for b in np.flatnonzero(count > block.max_units):
        raise InfeasibleError(
            "bundle_above_units",
            "Units {units} must stay together: {count} units, more than MAX_UNITS ({limit}).",
            units=some(_units_of(block, block.bundle == names[b])),
            count=int(count[b]),
            limit=block.max_units,
        )


def _check_labels(block: Block) -> None:
    if block.contains is not None:
        holders = len(np.unique(block.bundle[block.contains > 0]))
        if holders < block.k:
            raise InfeasibleError(
                "too_few_contained",
                "Parent {parent}: every one of {districts} districts must hold a unit marked in {field}, but only "
                "{holders} can be in different districts: {units}. Mark more units or ask for fewer districts.",
                parent=place(block),
                districts=block.k,
                field=block.rules.contains,
                holders=holders,
                units=some(_units_of(block, block.contains > 0)),
            )
    if block.rival is None:
        return
    ends = [*block.rival_starts[1:].tolist(), block.rival.shape[1]]
    for start, end in zip(block.rival_starts.tolist(), ends):
        if end - start > block.k:
            raise InfeasibleError(
                "too_many_apart",
                "Parent {parent}: units {units} need {needed} different districts (APART, LOCK or CENTRE), but there "
                "are {districts}. Ask for more districts or change the field.",
                parent=place(block),
                units=some(_units_of(block, block.rival[:, start:end].any(axis=1))),
                needed=end - start,
                districts=block.k,
            )


def _check_reach(block: Block) -> None:
    """Locked units and centres among those of other districts: what is left for their own must keep the limits."""
    if block.rival is None:
        return
    ends = [*block.rival_starts[1:].tolist(), block.rival.shape[1]]
    for start, end in zip(block.rival_starts.tolist(), ends):
        held = block.rival[:, start:end] > 0
        for label in range(end - start):
            own = held[:, label]
            free = np.flatnonzero(own | ~held.any(axis=1))
            part = connected_components(block.graph[free][:, free], directed=False)[1]
            reach = free[part == part[np.flatnonzero(own[free])[0]]]
            people, units = float(block.population[reach].sum()), int(block.count[reach].sum())
            marked = block.contains is None or bool((block.contains[reach] > 0).any())
            if people < block.low or units < block.min_units or not marked:
                raise InfeasibleError(
                    "enclosed",
                    "The district of {units} (LOCK, CENTRE or APART) can reach only {count} units with "
                    "{population:,.0f} people past the units of other districts, and cannot keep the limits. Free some "
                    "units or widen the limits.",
                    units=some(_units_of(block, own)),
                    count=units,
                    population=people,
                )


def _check_bottlenecks(block: Block, task: Task, work: int) -> None:
    low, high, _ = whole_limits(block)
    neck = find_bottleneck(block, low, high, task, work)
    if neck is None:
        return
    hub = some(_units_of(block, np.isin(np.arange(block.n), neck.hub)))
    if neck.part is None:
        raise InfeasibleError(
            "bottleneck",
            "Parent {parent}: {parts} parts hang together only through {unit}. However {districts} districts are "
            "shared over them, some district misses the limits. Widen TOLERANCE or the limits, change DISTRICTS or "
            "add LINKS.",
            parent=place(block),
            parts=neck.parts,
            unit=hub,
            districts=block.k,
        )
    part = np.isin(np.arange(block.n), neck.part)
    raise InfeasibleError(
        "part_behind_bottleneck",
        "Only {unit} leads from the units {units} ({count}, {population:,.0f} people) to the rest of parent {parent}. "
        "They cannot make districts within the limits of their own, nor can what they leave over share one with "
        "{unit}. Widen TOLERANCE or the limits, change DISTRICTS or add LINKS.",
        unit=hub,
        units=some(_units_of(block, part)),
        count=int(block.count[part].sum()),
        population=float(block.population[part].sum()),
        parent=place(block),
    )


def district_range(block: Block, nodes: NDArray) -> tuple[int, int]:
    """Least and most districts that a closed-off set of nodes can make; least > most where it can make none."""
    population, units = float(block.population[nodes].sum()), int(block.count[nodes].sum())
    low, high, _ = whole_limits(block)
    least = max(1, _ceil(units / max(block.max_units, 1)))
    if high > 0:
        least = max(least, _ceil(population / high))
    most = len(nodes)
    if low > 0:
        most = min(most, int(np.floor(population / low + 1e-9)))
    if block.min_units > 0:
        most = min(most, units // block.min_units)
    if block.contains is not None:
        most = min(most, int((block.contains[nodes] > 0).sum()))
    return least, most


def _ceil(value: float) -> int:
    return int(np.ceil(value - 1e-9))


def _township_parts(block: Block) -> NDArray:
    """(N,) connected parts of townships."""
    assert block.townships is not None
    township = block.townships.argmax(axis=1)
    graph = block.graph.tocoo()
    same = township[graph.row] == township[graph.col]
    inner = csr_matrix((graph.data[same], (graph.row[same], graph.col[same])), shape=(block.n, block.n))
    return connected_components(inner, directed=False)[1]


def _check_components(block: Block, component: NDArray, townships: bool) -> None:
    parts = [np.flatnonzero(component == c) for c in range(int(component.max()) + 1)]
    if len(parts) == 1:
        return
    ranges = [district_range(block, part) for part in parts]
    for part, (least, most) in zip(parts, ranges):
        if least > most:
            units = _units_of(block, np.isin(np.arange(block.n), part))
            if townships:
                raise InfeasibleError(
                    "township_cannot_stand_alone",
                    "With MAX_CROSSING 0 the units {units} ({count}, {population:,.0f} people) must make districts of "
                    "their own, but cannot keep the limits. Raise MAX_CROSSING or widen the limits.",
                    units=some(units),
                    count=len(units),
                    population=float(block.population[part].sum()),
                )
            raise InfeasibleError(
                "part_cannot_stand_alone",
                "Units {units} ({count}, {population:,.0f} people) are not connected with the rest of parent {parent} "
                "and cannot make districts within the limits of their own. Add LINKS or widen the limits.",
                units=some(units),
                count=len(units),
                population=float(block.population[part].sum()),
                parent=place(block),
            )
    least, most = (sum(r[i] for r in ranges) for i in (0, 1))
    if not least <= block.k <= most:
        smallest = min(parts, key=lambda part: (len(part), part[0]))
        raise InfeasibleError(
            "parts_and_number",
            "Parent {parent} falls into {parts} parts that no district may join (the smallest: {units}); they make "
            "{least} districts at least and {most} at most, but {districts} are asked for. Add LINKS, or change "
            "DISTRICTS, MAX_CROSSING or the limits.",
            parent=place(block),
            parts=len(parts),
            units=some(_units_of(block, np.isin(np.arange(block.n), smallest))),
            least=least,
            most=most,
            districts=block.k,
        )


def _units_of(block: Block, nodes: NDArray) -> NDArray:
    """Codes of the units of some nodes."""
    return block.units.codes[block.members[nodes[block.node]]]
