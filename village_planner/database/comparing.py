"""Two states of a plan's level set beside each other, and why units moved, read from the planning database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..core.drawing.comparing import Compared, compare_schemes
from ..core.review.moves import MoveReason, Step, reasons_of, steps_between
from ..core.task import SILENT, Task

if TYPE_CHECKING:
    from ..core.drawing.edits import Scheme
    from ..core.partition.problem import Rules
    from . import PlanningDatabase

Schemes = Mapping[str, "Scheme"]  # level -> what is drawn


def compare_states(
    database: PlanningDatabase,
    plan_id: int,
    states: tuple[Schemes, Schemes],
    level: str,
    neighbours: Mapping[str, frozenset[str]],
    rules: Rules,
    task: Task = SILENT,
) -> Compared:
    """Compare two states of the county's units of a level.

    plan_id     whose units they are      neighbours  unit code -> codes of its neighbours
    rules       by which figures are counted, the same for both
    """
    from ..core.drawing.figures import DrawingFigures
    from ..core.review.facts import read_sheets

    units = database.units(plan_id, level)
    sheet = read_sheets(database, plan_id, {level: neighbours})[level]
    task.check()
    parents = [dict(state["township"].assignment) for state in states]
    apart = level == "village" and parents[0] != parents[1]
    counters = []
    for upper in parents if apart else parents[:1]:
        own = units.assign(parent_district=units["township_code"].map(upper)) if level == "village" else units
        counters.append(DrawingFigures(own, neighbours, rules))
        task.check()
    first, second = (state[level] for state in states)
    found = compare_schemes(sheet, first, second, (counters[0].count(first), counters[-1].count(second)))
    return Compared(level, units, sheet, first, second, found, _colours(first, second, found.twin), apart)


def _colours(first: Scheme, second: Scheme, twin: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Districts that correspond have one colour on both maps."""
    own = {code: row.colour for code, row in first.districts.items()}
    other = {code: own[twin[code]] if twin.get(code) in own else row.colour for code, row in second.districts.items()}
    return own, other


def read_reasons(
    database: PlanningDatabase, plan_id: int, compared: Compared, after: str, until: str = ""
) -> dict[str, MoveReason]:
    """Moved unit -> the plan's steps that moved it and the opinions they answer.

    after, until  when the first and the second state were frozen ("": the plan as it is)
    """
    steps = [
        Step(
            entry.id,
            entry.what,
            entry.made,
            entry.who,
            {unit: goal for unit, (_, goal) in database.edit(entry.id).units.items()},
        )
        for entry in database.steps_done(plan_id, compared.level)
        if entry.made >= after
    ]
    chosen = steps_between(steps, after, compared.first.assignment, until)
    moved = [unit.code for unit in compared.found.moved]
    return reasons_of(moved, chosen, database.opinions(plan_id))
