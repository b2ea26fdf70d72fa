"""Two states of a plan's level set beside each other, and why units moved, read from the planning database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..core.drawing.comparing import Compared, MovedUnit, compare_schemes, matched_colours, moved_units
from ..core.errors import InputError
from ..core.opinions.dates import in_chinese, local_time
from ..core.review.moves import MoveReason, Step, reasons_of, steps_between
from ..core.review.rounds import OPEN, Round
from ..core.tables.moves import Moves, moved_rows
from ..core.task import SILENT, Task
from .rounds import PASSED_COPY, round_title

if TYPE_CHECKING:
    from ..core.drawing.edits import Scheme
    from . import PlanningDatabase
    from .drawing_counters import Counters
    from .snapshots import SavedSnapshot

LEVELS = ("township", "village")
Schemes = Mapping[str, "Scheme"]  # level -> what is drawn


@dataclass(frozen=True)
class State:
    """A plan as it is, or as it was frozen. title: as printed; made: when it was frozen, "" for now"""

    title: str
    schemes: Schemes
    made: str = ""


@dataclass(frozen=True)
class BeforeAfter:
    """Two states that are set beside each other.

    heading  what lies between them, as printed      round    its number; None between two plans
    plan_id  the plan whose steps lead from the first to the second; None where none are known to
    """

    heading: str
    first: State
    second: State
    plan_id: Optional[int] = None
    round: Optional[int] = None


def compare_states(
    database: PlanningDatabase,
    plan_id: int,
    states: tuple[Schemes, Schemes],
    level: str,
    counters: Counters,
    task: Task = SILENT,
) -> Compared:
    """Compare two states of the county's units of a level. plan_id: whose units they are"""
    from ..core.review.facts import read_sheets

    sheet = read_sheets(database, plan_id, {})[level]
    parents = [dict(state["township"].assignment) for state in states]
    first, second = (state[level] for state in states)
    figures = []
    for upper, scheme in zip(parents, (first, second)):
        task.check()
        figures.append(counters.of(level, upper).count(scheme))
    found = compare_schemes(sheet, first, second, (figures[0], figures[1]))
    colours = ({code: row.colour for code, row in first.districts.items()}, matched_colours(first, second, found.twin))
    apart = level == "village" and parents[0] != parents[1]
    return Compared(level, counters.units[level], sheet, first, second, found, colours, apart)


def round_states(database: PlanningDatabase, plan_id: int, number: Optional[int] = None) -> Optional[BeforeAfter]:
    """The plan as a round began with it, and as it left it: what it passed, else what the next round began with, else
    the plan as it is.

    number  of the round; None: the last one that was opened. None where none was opened.
    InputError unknown_round, round_not_opened, unknown_snapshot.
    """
    review = database.review(plan_id)
    opened = [item for item in review.rounds if item.snapshot_id is not None]
    if number is not None and review.round(number) not in opened:
        raise InputError(
            "round_not_opened",
            "Round {number} of the plan was not opened yet, so that there is no plan to compare with. Open it, or name "
            "another round: {rounds}.",
            number=number,
            rounds=", ".join(str(item.number) for item in opened) or "–",
        )
    if not opened:
        return None
    item = opened[-1] if number is None else review.round(number)
    before = database.snapshot(item.snapshot_id or 0)
    first = State(f"评审前：{name_of_frozen(before)}", before.schemes, before.made)
    return BeforeAfter(round_title(item), first, _after(database, plan_id, item, opened), plan_id, item.number)


def _after(database: PlanningDatabase, plan_id: int, item: Round, opened: Sequence[Round]) -> State:
    frozen = database.snapshots(plan_id)
    passed = frozen[(frozen["round"] == item.number) & frozen["name"].str.endswith(PASSED_COPY)]
    following = next((one.snapshot_id for one in opened if one.number > item.number), None)
    chosen = int(passed["id"].iloc[-1]) if len(passed) else following
    if chosen is not None:
        after = database.snapshot(chosen)
        return State(f"评审后：{name_of_frozen(after)}", after.schemes, after.made)
    word = "评审中" if item.status == OPEN else "评审后"
    return State(f"{word}：当前方案", {level: database.scheme(plan_id, level) for level in LEVELS})


def name_of_frozen(snapshot: SavedSnapshot) -> str:
    """As in a heading: 第一轮 部门联合会审 送审稿（2026年3月5日）."""
    name = snapshot.name if snapshot.name.endswith(PASSED_COPY) or snapshot.round is None else f"{snapshot.name} 送审稿"
    return f"{name}（{in_chinese(local_time(snapshot.made))}）"


def snapshot_states(database: PlanningDatabase, plan_id: int, snapshot_id: int) -> BeforeAfter:
    """A frozen state of this plan or of another, then this plan as it is. InputError unknown_snapshot."""
    frozen, plan = database.snapshot(snapshot_id), database.plan(str(plan_id))
    origin = database.plan(str(frozen.plan_id))
    title = f"甲：{origin.name} {name_of_frozen(frozen)}"
    first = State(title, frozen.schemes, frozen.made)
    second = State(f"乙：{plan.name}", {level: database.scheme(plan.id, level) for level in LEVELS})
    heading = f"{frozen.name}以来" if origin.id == plan.id else f"{frozen.name}与{plan.name}"
    return BeforeAfter(heading, first, second, plan.id if origin.id == plan.id else None)


def plan_states(database: PlanningDatabase, plan_id: int, other: int) -> BeforeAfter:
    """Another plan, then this one; its own steps say why units moved where it began as a copy of the other."""
    plan, before = (database.plan(str(number)) for number in (plan_id, other))
    first, second = (
        State(f"{letter}：{one.name}", {level: database.scheme(one.id, level) for level in LEVELS}, made)
        for letter, one, made in (("甲", before, plan.created or ""), ("乙", plan, ""))
    )
    own = plan_id if plan.based_on == before.id else None
    return BeforeAfter(f"{before.name}与{plan.name}", first, second, own)


def usual_states(database: PlanningDatabase, plan_id: int) -> Optional[BeforeAfter]:
    """What a plan is set beside where nobody says: the last round's beginning, else the plan that it is based on."""
    found = round_states(database, plan_id)
    based_on = database.plan(str(plan_id)).based_on
    if found is None and based_on is not None:
        found = plan_states(database, plan_id, based_on)
    return found


def read_reasons(
    database: PlanningDatabase, states: BeforeAfter, level: str, moved: Iterable[MovedUnit]
) -> dict[str, MoveReason]:
    """Moved unit -> the plan's steps that moved it and the opinions they answer; none are known between two plans of
    which neither began as a copy of the other."""
    units = [unit.code for unit in moved]
    if states.plan_id is None:
        return {unit: MoveReason() for unit in units}
    after, until = states.first.made, states.second.made
    steps = [
        Step(
            entry.id,
            entry.what,
            entry.made,
            entry.who,
            {unit: goal for unit, (_, goal) in database.edit(entry.id).units.items()},
        )
        for entry in database.steps_done(states.plan_id, level)
        if entry.made >= after
    ]
    chosen = steps_between(steps, after, states.first.schemes[level].assignment, until)
    return reasons_of(units, chosen, database.opinions(states.plan_id))


def read_moves(database: PlanningDatabase, states: BeforeAfter, plan_id: int) -> Moves:
    """What moved between two states, of both levels, as tables show it. plan_id: whose units they are"""
    from ..core.review.facts import read_sheets

    sheets = read_sheets(database, plan_id, {})
    rows = []
    for level in LEVELS:
        first, second = states.first.schemes[level], states.second.schemes[level]
        moved, _ = moved_units(sheets[level], first, second)
        reasons = read_reasons(database, states, level, moved)
        rows += moved_rows(level, moved, sheets[level], (first, second), reasons)
    return Moves(states.heading, (states.first.title, states.second.title), tuple(rows))
