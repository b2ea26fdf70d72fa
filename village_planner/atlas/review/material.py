"""What the prints of a review show, read from the planning database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Optional

from ...core.drawing.comparing import Compared, figures_of_whole, matched_colours, moved_units
from ...core.drawing.neighbours import neighbours_by_code
from ...core.opinions.opinions import Opinion, state
from ...core.opinions.terms import UNFINISHED
from ...core.review.moves import MoveReason
from ...core.tables.moves import MovedRow, district_name, moved_rows
from ...core.task import SILENT, Task

if TYPE_CHECKING:
    from ...database import PlanningDatabase
    from ...database.comparing import BeforeAfter, Schemes
    from ...database.drawing_counters import Counters
    from ..data import AtlasData

LEVELS = ("township", "village")
Neighbours = Mapping[str, Mapping[str, frozenset[str]]]
SNAPSHOT = "snapshot"
MOST_PLANS = 4  # on the sheet that compares plans
LETTERS = "甲乙丙丁"


@dataclass(frozen=True)
class Against:
    """What the plan is set beside: how a round began (None: the last one), or another plan by number or name, or a
    frozen state as `snapshot:` and its number ("": neither)."""

    round: Optional[int] = None
    plan: str = ""

    @property
    def snapshot(self) -> Optional[int]:
        """Number of the frozen state that is named."""
        name, _, number = self.plan.strip().partition(":")
        return int(number) if name == SNAPSHOT and number.isdigit() else None


@dataclass(frozen=True)
class LevelChanges:
    """A level before and after. rows: the moved units in words; reasons: why, by unit"""

    compared: Compared
    rows: tuple[MovedRow, ...]
    reasons: Mapping[str, MoveReason]


@dataclass(frozen=True)
class Changes:
    """What lies between two states of the plan."""

    states: BeforeAfter
    levels: Mapping[str, LevelChanges]


@dataclass(frozen=True)
class BorderlineUnit:
    """A unit whose place is not firm. share: of the good plans that agree, 0..1; second: name of the second-best
    district, "" where it borders none; breaks: without the unit its district falls apart"""

    code: str
    name: str
    township: str
    district: str
    share: float
    second: str = ""
    breaks: bool = False


@dataclass(frozen=True)
class Borderline:
    """units: least firm first; stale: the shares were computed from other figures than those of now"""

    units: tuple[BorderlineUnit, ...]
    stale: bool


Figures = Mapping[str, Mapping[str, tuple[Optional[float], int]]]


@dataclass(frozen=True)
class PlanSide:
    """A plan beside others.

    figures  level -> key -> value and digits, counted when asked for
    moved    level -> units that lie elsewhere than in the first of the plans (codes)
    colours  level -> district -> colour, those of the first where districts correspond
    twin     level -> district -> the one of the first that it corresponds to
    """

    name: str
    schemes: Schemes
    figures: Callable[[], Figures]
    moved: Mapping[str, Sequence[str]]
    colours: Mapping[str, Mapping[str, str]]
    twin: Mapping[str, Mapping[str, str]]


@dataclass
class ReviewMaterial:
    """changes     None: nothing to set the plan beside     borderline  of the levels whose stability is known
    opinions    those that wait for something, by number  plans       the plan in hand and others, at most four
    """

    changes: Optional[Changes] = None
    borderline: Mapping[str, Borderline] = field(default_factory=dict)
    opinions: tuple[Opinion, ...] = ()
    today: date = date.min
    plans: tuple[PlanSide, ...] = ()


CHANGES, BORDERLINE, OPINIONS, PLANS = PARTS = ("changes", "borderline", "opinions", "plans")


def read_review(
    database: PlanningDatabase,
    plan: str,
    against: Against,
    parts: Collection[str] = PARTS,
    task: Task = SILENT,
) -> ReviewMaterial:
    """Those parts of what the prints of a review show. InputError unknown_plan, unknown_round, round_not_opened."""
    from ...database.drawing_counters import Counters, objective_rules

    chosen = database.plan(plan)
    today = date.today()
    made = ReviewMaterial(today=today)
    if OPINIONS in parts:
        made.opinions = tuple(one for one in database.opinions(chosen.id) if state(one, today) in UNFINISHED)
    if set(parts) == {OPINIONS}:
        return made
    shapes = {level: database.read_layer(level, ["code"]) for level in LEVELS}
    neighbours = lru_cache(None)(lambda: {level: neighbours_by_code(shapes[level]) for level in LEVELS})
    rules = {level: objective_rules(database, level) for level in LEVELS}
    counters = Counters({level: database.units(chosen.id, level) for level in LEVELS}, neighbours, rules)
    if CHANGES in parts:
        made.changes = _changes(
            database, chosen.id, _states(database, chosen.id, against), counters, task.part(0.4, 0.6)
        )
    if BORDERLINE in parts:
        made.borderline = _borderline(database, chosen.id, neighbours(), counters)
    if PLANS in parts:
        made.plans = _plans(database, chosen.id, against, counters, task.part(0.7, 1.0))
    return made


def _states(database: PlanningDatabase, plan_id: int, against: Against) -> Optional[BeforeAfter]:
    from ...database.comparing import plan_states, round_states, snapshot_states, usual_states

    if against.snapshot is not None:
        return snapshot_states(database, plan_id, against.snapshot)
    if against.plan.strip():
        return plan_states(database, plan_id, database.plan(against.plan).id)
    if against.round is not None:
        return round_states(database, plan_id, against.round)
    return usual_states(database, plan_id)


def _changes(
    database: PlanningDatabase, plan_id: int, states: Optional[BeforeAfter], counters: Counters, task: Task
) -> Optional[Changes]:
    from ...database.comparing import compare_states, read_reasons

    if states is None:
        return None
    levels = {}
    for level in LEVELS:
        pair = (states.first.schemes, states.second.schemes)
        compared = compare_states(database, plan_id, pair, level, counters, task)
        reasons = read_reasons(database, states, level, compared.found.moved)
        schemes = (compared.first, compared.second)
        rows = moved_rows(level, compared.found.moved, compared.sheet, schemes, reasons)
        levels[level] = LevelChanges(compared, tuple(rows), reasons)
    return Changes(states, levels)


def _borderline(
    database: PlanningDatabase, plan_id: int, neighbours: Neighbours, counters: Counters
) -> dict[str, Borderline]:
    from ...core.drawing.second_best import second_best
    from ...core.partition.stability import BORDERLINE
    from ...core.review.facts import read_sheets

    found = {level: database.unit_stability(plan_id, level) for level in LEVELS}
    if not any(found.values()):
        return {}
    sheets = read_sheets(database, plan_id, neighbours)
    townships = dict(database.scheme(plan_id, "township").assignment)
    result = {}
    for level, known in found.items():
        if known is None:
            continue
        sheet, scheme = sheets[level], database.scheme(plan_id, level)
        loose = {
            unit: share
            for unit, share in known.shares.items()
            if share < BORDERLINE and unit in sheet.units and scheme.assignment.get(unit)
        }
        others = second_best(counters.of(level, townships).costs, sheet, scheme.assignment, loose)
        units = []
        for code in sorted(loose, key=lambda unit: (loose[unit], unit)):
            unit, other = sheet.units[code], others.get(code)
            units.append(
                BorderlineUnit(
                    code,
                    unit.name,
                    unit.township_name,
                    district_name(scheme, scheme.assignment[code]),
                    loose[code],
                    "" if other is None else district_name(scheme, other.district),
                    other is not None and other.breaks,
                )
            )
        result[level] = Borderline(tuple(units), known.stale)
    return result


def _plans(
    database: PlanningDatabase, plan_id: int, against: Against, counters: Counters, task: Task
) -> tuple[PlanSide, ...]:
    """The plan in hand; the one that was asked for; what it is based on; then the youngest others that are drawn."""
    from ...core.review.facts import read_sheets
    from ...core.review.rounds import ARCHIVED

    plan = database.plan(str(plan_id))
    named = against.plan.strip() and against.snapshot is None
    asked = database.plan(against.plan).id if named else None
    table = database.plans()
    others = sorted(table["id"][table["status"] != ARCHIVED], reverse=True)
    order = dict.fromkeys(int(one) for one in (plan_id, asked, plan.based_on, *others) if one is not None)
    sides: list[PlanSide] = []
    sheets = read_sheets(database, plan_id, {})
    own: Optional[Schemes] = None
    for number in order:
        task.check()
        schemes = {level: database.scheme(number, level) for level in LEVELS}
        if not schemes["township"].assignment or len(sides) == MOST_PLANS:
            continue
        own = schemes if own is None else own
        moved, colours, twins = {}, {}, {}
        for level in LEVELS:
            units, twin = moved_units(sheets[level], own[level], schemes[level])
            moved[level] = [unit.code for unit in units]
            taken = [colour for side in sides for colour in side.colours[level].values()]
            colours[level] = matched_colours(own[level], schemes[level], twin, taken)
            twins[level] = twin
        figures = lru_cache(None)(partial(_all_figures, schemes, counters))
        sides.append(PlanSide(database.plan(str(number)).name, schemes, figures, moved, colours, twins))
    return tuple(sides)


def _all_figures(schemes: Schemes, counters: Counters) -> Figures:
    return {level: _figures(level, schemes, counters) for level in LEVELS}


def _figures(level: str, schemes: Schemes, counters: Counters) -> dict[str, tuple[Optional[float], int]]:
    if not schemes[level].assignment:
        return {}
    counter = counters.of(level, schemes["township"].assignment)
    whole = figures_of_whole(schemes[level], counter.count(schemes[level]))
    return {key: (value, decimals) for key, value, decimals in whole}


def in_state(
    data: AtlasData, schemes: Schemes, colours: Mapping[str, Mapping[str, str]], moved: Mapping[str, Sequence[str]]
) -> AtlasData:
    """The county as another state of the plan draws it.

    colours  level -> district -> colour        moved  level -> units that lie elsewhere in the state it is set beside
    """
    import pandas as pd

    tables, frames = {}, {}
    for level in LEVELS:
        scheme, units = schemes[level], data.townships if level == "township" else data.villages
        rows = [
            (row.code, row.name, row.function, row.parent, colours[level].get(code) or row.colour, row.locked)
            for code, row in scheme.districts.items()
        ]
        columns = ["code", "name", "function", "parent", "colour", "locked"]
        tables[level] = pd.DataFrame(rows, columns=columns).set_index("code")
        roles = {unit: centre.role for unit, centre in scheme.centres.items()}
        frames[level] = units.assign(
            district=units["code"].map(dict(scheme.assignment)).fillna(""), role=units["code"].map(roles).fillna("")
        )
    upper = dict(schemes["township"].assignment)
    villages = frames["village"]
    villages["parent_district"] = villages["township_code"].map(upper).fillna("")
    county = replace(data.county, township_districts=tables["township"], village_districts=tables["village"])
    cache = {("outline",): data.outline()}
    return replace(data, county=county, townships=frames["township"], villages=villages, cache=cache, moved=moved)
