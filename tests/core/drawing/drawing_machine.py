"""Random sequences of everything a hand can do, beside a model of plain dictionaries that knows nothing of edits.

The model keeps the whole state at every node of its tree of steps: undo takes the state of the parent, redo that of
the youngest child. Where a command chooses by itself (dividing, dissolving, restoring) the model checks what must hold
and takes over the result. After every step the plan must be the model's, and every figure a plain recount.
"""

from __future__ import annotations

import copy
from dataclasses import asdict, dataclass, field
from typing import Any, Optional, Protocol

from drawing_sheets import connected, frame_of, grid, mean_of, recount, worse
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from village_planner.core.drawing.contiguity import not_mended, restore_contiguity
from village_planner.core.drawing.districts import (
    create_district,
    dissolve_district,
    lock_districts,
    rename_district,
    split_district,
)
from village_planner.core.drawing.edits import CentreRow, Edit, Scheme, apply, difference, from_json, inverse, to_json
from village_planner.core.drawing.figures import DrawingFigures
from village_planner.core.drawing.sheet import problems, tallies
from village_planner.core.drawing.strokes import Stroke, assign, drag, flood, swap, township_units
from village_planner.core.errors import InputError
from village_planner.core.partition.problem import Rules

SHEET = grid(6, 4, parents=True, without=[(1, 1), (4, 2)])
RULES = Rules(code="code", population="population", similarity=["A1"], parent="parent_district")
CODES = sorted(SHEET.units)
UNITS = st.sampled_from(CODES)
SOME = st.lists(UNITS, min_size=1, max_size=12)
GUARD = st.sampled_from(["warn", "forbid"])
WORDS = st.sampled_from(["", "龙潭片区", "江边片区", "a'b"])
ROLES = st.sampled_from(["central_village", ""])


class Store(Protocol):
    """What keeps plans: the planning database, or the memory."""

    def scheme(self, plan: int) -> Scheme: ...
    def apply(self, plan: int, edit: Edit) -> None: ...
    def undo(self, plan: int) -> Optional[Edit]: ...
    def redo(self, plan: int) -> Optional[Edit]: ...
    def branch(self, plan: int) -> int: ...
    def snapshot(self, plan: int) -> int: ...
    def restore(self, plan: int, snapshot: int) -> None: ...
    def reopen(self) -> None: ...
    def close(self) -> None: ...


@dataclass
class _Plan:
    scheme: Scheme
    edits: list[tuple[Optional[int], str]] = field(default_factory=list)  # parent, the edit as text
    head: Optional[int] = None


class Memory:
    """A history of edits as the database keeps it, in lists: steps are texts, and the plan is what they add up to."""

    def __init__(self, scheme: Scheme) -> None:
        self.plans = [_Plan(scheme)]
        self.snapshots: list[Scheme] = []

    def scheme(self, plan: int) -> Scheme:
        return self.plans[plan].scheme

    def apply(self, plan: int, edit: Edit) -> None:
        held = self.plans[plan]
        held.scheme = apply(held.scheme, edit)
        if edit:
            held.edits.append((held.head, to_json(edit)))
            held.head = len(held.edits) - 1

    def undo(self, plan: int) -> Optional[Edit]:
        held = self.plans[plan]
        if held.head is None:
            return None
        parent, text = held.edits[held.head]
        edit = inverse(from_json(text))
        held.scheme, held.head = apply(held.scheme, edit), parent
        return edit

    def redo(self, plan: int) -> Optional[Edit]:
        held = self.plans[plan]
        children = [number for number, (parent, _) in enumerate(held.edits) if parent == held.head]
        if not children:
            return None
        edit = from_json(held.edits[children[-1]][1])
        held.scheme, held.head = apply(held.scheme, edit), children[-1]
        return edit

    def branch(self, plan: int) -> int:
        self.plans.append(_Plan(self.plans[plan].scheme))
        return len(self.plans) - 1

    def snapshot(self, plan: int) -> int:
        self.snapshots.append(self.plans[plan].scheme)
        return len(self.snapshots) - 1

    def restore(self, plan: int, snapshot: int) -> None:
        self.apply(plan, difference(self.plans[plan].scheme, self.snapshots[snapshot], "restore snapshot"))

    def reopen(self) -> None: ...

    def close(self) -> None: ...


State = dict[str, dict[str, Any]]  # units: unit -> district; districts: code -> fields; centres: unit -> fields


def state_of(scheme: Scheme) -> State:
    return {
        "units": dict(scheme.assignment),
        "districts": {code: asdict(row) for code, row in scheme.districts.items()},
        "centres": {unit: asdict(row) for unit, row in scheme.centres.items()},
    }


@dataclass
class _Node:
    state: State
    parent: Optional[int]


class Model:
    """One plan: a tree of whole states."""

    def __init__(self, state: State) -> None:
        self.nodes = [_Node(copy.deepcopy(state), None)]
        self.head = 0

    @property
    def state(self) -> State:
        return self.nodes[self.head].state

    def step(self, state: State) -> None:
        if state != self.state:
            self.nodes.append(_Node(copy.deepcopy(state), self.head))
            self.head = len(self.nodes) - 1

    def undo(self) -> bool:
        parent = self.nodes[self.head].parent
        if parent is None:
            return False
        self.head = parent
        return True

    def redo(self) -> bool:
        children = [number for number, node in enumerate(self.nodes) if node.parent == self.head]
        self.head = children[-1] if children else self.head
        return bool(children)


def start() -> Scheme:
    """Two village districts in each township district; the last column has none yet."""
    scheme = Scheme()
    for parent in ("1", "1", "2", "2"):
        scheme = apply(scheme, create_district(SHEET, scheme, parent))
    drawn = {code: f"{unit.parent}-{1 + int(code[2]) // 2:02d}" for code, unit in SHEET.units.items() if code[0] != "5"}
    return Scheme(drawn, scheme.districts)


class Drawing(RuleBasedStateMachine):
    """Subclasses say what keeps the plans: `make_store`."""

    figures: Optional[DrawingFigures] = None

    def make_store(self) -> tuple[Store, int]:
        """With the number of the plan that holds `start()`."""
        return Memory(start()), 0

    @initialize()
    def open(self) -> None:
        if Drawing.figures is None:
            Drawing.figures = DrawingFigures(frame_of(SHEET), SHEET.neighbours, RULES)
        self.store, self.plan = self.make_store()
        self.models = {self.plan: Model(state_of(start()))}
        self.snapshots: dict[int, State] = {}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.figures_are_a_recount()
            self.store.close()

    # ---- what the model says
    @property
    def state(self) -> State:
        return self.models[self.plan].state

    @property
    def scheme(self) -> Scheme:
        return self.store.scheme(self.plan)

    def locked(self, code: str) -> bool:
        return bool(code and self.state["districts"][code]["locked"])

    def may_move(self, unit: str, target: str) -> bool:
        """Neither in nor out of a locked district, nor into one of another township district."""
        other = bool(target) and self.state["districts"][target]["parent"] != SHEET.units[unit].parent
        return not (self.locked(target) or self.locked(self.state["units"].get(unit, "")) or other)

    def after(self, units: Any, target: str) -> dict[str, str]:
        drawn = {**self.state["units"], **dict.fromkeys(units, target)}
        return {unit: district for unit, district in drawn.items() if district}

    def breaks(self, after: dict[str, str]) -> bool:
        codes = {*self.state["units"].values(), *after.values()}
        return any(worse(SHEET, self.state["units"], after, code) for code in codes)

    def code(self, number: int, none: bool = True) -> str:
        """One of the districts, or none."""
        known = [*sorted(self.state["districts"]), *([""] if none else [])]
        return known[number % len(known)] if known else ""

    def made(self, call: Any, *args: Any, **named: Any) -> Optional[Edit]:
        """The edit of a command, None where it is refused."""
        try:
            return call(*args, **named)
        except InputError:
            return None

    def do(self, edit: Edit, state: State) -> None:
        """Apply an edit that must lead to the state that the model says."""
        self.store.apply(self.plan, edit)
        self.models[self.plan].step(state)

    def with_units(self, drawn: dict[str, str]) -> State:
        return {**self.state, "units": drawn}

    # ---- strokes
    @rule(batches=st.lists(SOME, min_size=1, max_size=3), number=st.integers(0, 9), guard=GUARD, free=st.booleans(),
          inside=st.sampled_from(["", "", "t0-0", "2"]))  # fmt: skip
    def paint(self, batches: list[list[str]], number: int, guard: str, free: bool, inside: str) -> None:
        target = self.code(number)
        if self.locked(target):
            assert self.made(Stroke, SHEET, self.scheme, target) is None
            return
        stroke = Stroke(SHEET, self.scheme, target, free, inside, guard)
        for batch in batches:
            stroke.add(batch)
        asked = {unit for batch in batches for unit in batch}
        within = {u for u in asked if inside in ("", SHEET.units[u].township_code, SHEET.units[u].parent)}
        taken = {u for u in within if self.may_move(u, target) and not (free and self.state["units"].get(u))}
        drawn = self.after(taken, target)
        edit = stroke.edit()
        if guard == "forbid":
            # What is taken is for the guard to say, as long as it breaks nothing worse.
            assert set(edit.units) <= taken
            drawn = self.after(edit.units, target)
            assert not self.breaks(drawn)
        self.do(edit, self.with_units(drawn))

    @rule(units=SOME, number=st.integers(0, 9), guard=GUARD)
    def move(self, units: list[str], number: int, guard: str) -> None:
        target = self.code(number)
        moving = [unit for unit in units if self.state["units"].get(unit, "") != target]
        drawn = self.after(moving, target)
        allowed = bool(moving) and all(self.may_move(unit, target) for unit in moving)
        allowed = allowed and not (guard == "forbid" and self.breaks(drawn))
        edit = self.made(assign, SHEET, self.scheme, units, target, guard=guard)
        assert (edit is not None) == allowed
        if edit is not None:
            self.do(edit, self.with_units(drawn))

    @rule(unit=UNITS, number=st.integers(0, 9))
    def fill(self, unit: str, number: int) -> None:
        own = self.state["units"].get(unit, "")
        alike = [u for u in CODES if self.state["units"].get(u, "") == own
                 and SHEET.units[u].parent == SHEET.units[unit].parent]  # fmt: skip
        (part,) = (part for part in connected(alike, SHEET.neighbours) if unit in part)
        assert set(flood(SHEET, self.scheme, unit)) == part
        self.paint([sorted(part)], number, "warn", False, "")

    @rule(unit=UNITS, number=st.integers(0, 9))
    def township(self, unit: str, number: int) -> None:
        self.paint([list(township_units(SHEET, unit))], number, "warn", False, "")

    @rule(unit=UNITS, crossed=SOME)
    def pull(self, unit: str, crossed: list[str]) -> None:
        district = self.state["units"].get(unit, "")
        stroke = self.made(drag, SHEET, self.scheme, unit)
        assert (stroke is None) == (not district or self.locked(district))
        if stroke is not None:
            stroke.add(crossed)
            drawn = self.after([u for u in crossed if self.may_move(u, district)], district)
            self.do(stroke.edit("drag boundary"), self.with_units(drawn))

    @rule(first=UNITS, second=UNITS, guard=GUARD)
    def exchange(self, first: str, second: str, guard: str) -> None:
        a, b = (self.state["units"].get(unit, "") for unit in (first, second))
        drawn = {u: d for u, d in {**self.state["units"], first: b, second: a}.items() if d}
        allowed = a != b and self.may_move(first, b) and self.may_move(second, a)
        allowed = allowed and not (guard == "forbid" and self.breaks(drawn))
        edit = self.made(swap, SHEET, self.scheme, first, second, guard)
        assert (edit is not None) == allowed
        if edit is not None:
            self.do(edit, self.with_units(drawn))

    @rule(unit=UNITS, role=ROLES)
    def centre(self, unit: str, role: str) -> None:
        centres = {other: row for other, row in self.state["centres"].items() if other != unit}
        if role:
            centres[unit] = {"role": role, "reason": "人口多", "figures": ""}
        rows = {other: CentreRow(**row) for other, row in centres.items()}
        now = self.scheme
        edit = difference(now, Scheme(now.assignment, now.districts, rows), "move centre")
        self.do(edit, {**self.state, "centres": centres})

    # ---- districts
    @rule(parent=st.sampled_from(["1", "2"]), name=WORDS)
    def create(self, parent: str, name: str) -> None:
        taken = [row["name"] for row in self.state["districts"].values()]
        edit = self.made(create_district, SHEET, self.scheme, parent, name)
        assert (edit is None) == (name != "" and name in taken)
        if edit is None:
            return
        ((code, (_, row)),) = edit.districts.items()
        assert code not in self.state["districts"] and row is not None and row.parent == parent and row.colour
        assert row.name == name or not name
        self.do(edit, {**self.state, "districts": {**self.state["districts"], code: asdict(row)}})

    @rule(number=st.integers(0, 9), name=WORDS, function=WORDS)
    @precondition(lambda self: self.state["districts"])
    def rename(self, number: int, name: str, function: str) -> None:
        code = self.code(number, none=False)
        taken = [other["name"] for key, other in self.state["districts"].items() if key != code]
        edit = self.made(rename_district, self.scheme, code, name, function)
        assert (edit is None) == (name != "" and name in taken)
        if edit is not None:
            row = {**self.state["districts"][code], "name": name, "function": function}
            self.do(edit, {**self.state, "districts": {**self.state["districts"], code: row}})

    @rule(numbers=st.lists(st.integers(0, 9), min_size=1, max_size=3), locked=st.booleans(), every=st.booleans())
    @precondition(lambda self: self.state["districts"])
    def lock(self, numbers: list[int], locked: bool, every: bool) -> None:
        codes = sorted(self.state["districts"]) if every else [self.code(number, none=False) for number in numbers]
        rows = {
            code: {**row, "locked": locked if code in codes else row["locked"]}
            for code, row in self.state["districts"].items()
        }
        self.do(lock_districts(self.scheme, codes, locked), {**self.state, "districts": rows})

    @rule(number=st.integers(0, 9), keep=st.integers(0, 5), guard=GUARD)
    @precondition(lambda self: self.state["districts"])
    def split(self, number: int, keep: int, guard: str) -> None:
        """By selected units (the first few), or by itself."""
        code = self.code(number, none=False)
        inside = sorted(unit for unit, district in self.state["units"].items() if district == code)
        units = inside[:keep] if keep < len(inside) else []
        edit = self.made(split_district, SHEET, self.scheme, code, units, guard=guard)
        parts = connected(inside, SHEET.neighbours)
        allowed = not self.locked(code) and len(inside) > 1
        if not units:
            assert (edit is not None) == (allowed and len(parts) <= 2)
        elif guard == "warn":
            assert (edit is not None) == allowed
        if edit is None:
            return
        (new,) = set(edit.districts) - set(self.state["districts"])
        row = edit.districts[new][1]
        assert row is not None and row.parent == self.state["districts"][code]["parent"]
        assert set(edit.units) < set(inside) and (not units or set(edit.units) == set(units))
        drawn = self.after(edit.units, new)
        if not units:
            for part in (set(edit.units), set(inside) - set(edit.units)):
                assert len(connected(part, SHEET.neighbours)) == 1
        if guard == "forbid":
            assert not self.breaks(drawn)
        districts = {**self.state["districts"], new: asdict(row)}
        self.do(edit, {**self.state, "units": drawn, "districts": districts})

    @rule(number=st.integers(0, 9), into=st.sampled_from(["neighbours", "nothing"]))
    @precondition(lambda self: self.state["districts"])
    def dissolve(self, number: int, into: str) -> None:
        code = self.code(number, none=False)
        inside = {unit for unit, district in self.state["units"].items() if district == code}
        edit = self.made(dissolve_district, SHEET, self.scheme, code, into)
        if self.locked(code) or into == "nothing":
            assert (edit is None) == self.locked(code)
        if edit is None:
            return
        drawn = {unit: district for unit, district in self.state["units"].items() if unit not in inside}
        if into == "neighbours":
            goals = {unit: after for unit, (_, after) in edit.units.items()}
            assert set(goals) == inside and all(self.may_move(unit, goal) for unit, goal in goals.items() if goal)
            assert all(goal and goal != code for goal in goals.values())
            drawn.update(goals)
            # A unit reaches the largest or another piece of its new district: none is cut off anew.
            for goal in set(goals.values()):
                assert (
                    recount(SHEET, drawn, [goal])[goal]["pieces"]
                    <= (recount(SHEET, self.state["units"], [goal])[goal]["pieces"])
                )
        districts = {key: row for key, row in self.state["districts"].items() if key != code}
        self.do(edit, {**self.state, "units": drawn, "districts": districts})

    @rule()
    def restore_contiguity(self) -> None:
        edit = restore_contiguity(SHEET, self.scheme)
        drawn = {**self.state["units"], **{unit: after for unit, (_, after) in edit.units.items()}}
        assert all(self.may_move(unit, after) and after for unit, (_, after) in edit.units.items())
        codes = list(self.state["districts"])
        old, new = (recount(SHEET, units, codes) for units in (self.state["units"], drawn))
        left = not_mended(SHEET, apply(self.scheme, edit))
        assert sum(count["cut_off"] for count in new.values()) == sum(len(problem.units) for problem in left)
        assert all(new[code]["cut_off"] <= old[code]["cut_off"] for code in codes)
        self.do(edit, self.with_units(drawn))

    # ---- history
    @rule()
    def undo(self) -> None:
        assert (self.store.undo(self.plan) is not None) == self.models[self.plan].undo()

    @rule()
    def redo(self) -> None:
        assert (self.store.redo(self.plan) is not None) == self.models[self.plan].redo()

    @rule(steps=st.integers(2, 6))
    def undo_and_redo(self, steps: int) -> None:
        for _ in range(steps):
            self.undo()
        for _ in range(steps):
            self.redo()

    @rule(units=SOME, number=st.integers(0, 9))
    def another_step_after_undo(self, units: list[str], number: int) -> None:
        """Then redo leads to the new one, and none is lost."""
        self.undo()
        self.paint([units], number, "warn", False, "")
        self.undo()
        self.redo()

    @rule()
    @precondition(lambda self: len(self.models) < 3)
    def branch(self) -> None:
        new = self.store.branch(self.plan)
        self.models[new] = Model(self.state)
        self.plan = new

    @rule(number=st.integers(0, 2))
    def switch(self, number: int) -> None:
        plans = sorted(self.models)
        self.figures_are_a_recount()
        self.plan = plans[number % len(plans)]

    @rule()
    @precondition(lambda self: len(self.snapshots) < 3)
    def freeze(self) -> None:
        self.snapshots[self.store.snapshot(self.plan)] = copy.deepcopy(self.state)

    @rule(number=st.integers(0, 2))
    @precondition(lambda self: self.snapshots)
    def restore(self, number: int) -> None:
        chosen = sorted(self.snapshots)[number % len(self.snapshots)]
        self.store.restore(self.plan, chosen)
        self.models[self.plan].step(self.snapshots[chosen])

    @rule()
    def reopen(self) -> None:
        self.store.reopen()

    # ---- what must hold at any time
    @invariant()
    def every_plan_is_the_model_s(self) -> None:
        for plan, model in getattr(self, "models", {}).items():
            assert state_of(self.store.scheme(plan)) == model.state

    @invariant()
    def totals_are_a_recount(self) -> None:
        if not hasattr(self, "models"):
            return
        now = self.scheme
        plain = recount(SHEET, self.state["units"], now.districts)
        for tally in tallies(SHEET, now.assignment, now.districts):
            count = plain[tally.district.code]
            assert (tally.units, tally.population, tally.pieces, tally.area_m2) == tuple(
                count[name] for name in ("units", "population", "pieces", "area")
            )
            mean = mean_of(SHEET, now.assignment, tally.district)
            assert (
                tally.deviation is None
                if not mean
                else abs(tally.deviation - 100 * (count["population"] / mean - 1)) < 1e-9
            )
        cut = sum(len(p.units) for p in problems(SHEET, now.assignment, now.districts) if p.kind == "broken")
        assert cut == sum(count["cut_off"] for count in plain.values())

    def figures_are_a_recount(self) -> None:
        now, figures = self.scheme, Drawing.figures
        assert figures is not None
        plain = recount(SHEET, self.state["units"], now.districts)
        counted = figures.count(now)
        assert [(d.code, d.units, d.population, d.pieces, d.area_m2) for d in counted.districts] == [
            (code, *(plain[code][name] for name in ("units", "population", "pieces", "area"))) for code in sorted(plain)
        ]
        assert counted.unassigned == len(CODES) - len(self.state["units"])
        pairs = {(a, b) for a in CODES for b in SHEET.neighbours[a] if a < b}
        drawn = self.state["units"]
        assert counted.terms.boundary == sum(1 for a, b in pairs if drawn.get(a, a) != drawn.get(b, b))
