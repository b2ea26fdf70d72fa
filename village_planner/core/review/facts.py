"""What the steps of the work are judged by, gathered from a planning database.

`read_facts` takes anything with the methods of `Records`; core does not know the database itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Optional, Protocol

from ..drawing.edit_kinds import BY_HAND
from ..drawing.edits import DistrictRow, Scheme
from ..drawing.sheet import Sheet, Unit, problems, tallies
from ..errors import StorageError
from .conflicts import count_open
from .findings import ACCEPTED, open_count
from .rounds import OPEN, Review, Standing
from .since import changed_since

LEVELS = ("township", "village")
PRINTED = "print"  # what the record calls it


class Records(Protocol):
    """The part of `PlanningDatabase` that is read here."""

    def count(self, name: str) -> int: ...

    def read_table(self, name: str, /, **equals: Any) -> Any: ...

    def assignment(self, plan_id: int, level: str) -> Any: ...

    def districts(self, plan_id: int, level: str) -> Any: ...

    def centres(self, plan_id: int, level: str) -> Any: ...

    def scheme(self, plan_id: int, level: str) -> Scheme: ...

    def snapshots(self, plan_id: int) -> Any: ...

    def snapshot(self, snapshot_id: int) -> Any: ...

    def standing(self, plan_id: int, number: int) -> Standing: ...


@dataclass(frozen=True)
class Made:
    """A result that was computed: when (ISO date or date and time), and whether an input changed since."""

    when: str = ""
    stale: bool = False


@dataclass(frozen=True)
class Facts:
    """What the steps are judged by.

    villages, townships, parcels   number of features in the county's layers
    errors, warnings               findings of the last check that are not accepted; None: never checked
    indicators                     number of township indicators with values
    missing                        level -> number of values that units lack of the indicators scored by
    districts                      level -> number of districts with units
    unassigned                     level -> number of units without district
    deviation                      level -> largest population deviation from the mean, per cent; None: unknown
    centres                        level -> number of centres chosen
    lines, line_area_m2            kinds of control line in the county; area of land under any of them (None: unknown)
    conflicts                      open conflicts, slivers left out; None: never looked for
    decided                        conflicts that are decided, and slivers
    broken                         broken rules of the assignment, both levels
    moves                          moves by hand that the record holds, see `edit_kinds.BY_HAND`
    review                         the rounds of the plan; None where there is no plan
    undecided, unanswered          numbers of the open round's opinions that have no decision, or no reply
    moved_since                    units that moved since the last round passed the plan, or, not passed, was opened;
                                   None: no round was opened
    today                          ISO date, "" where it does not matter
    made                           kind or kind:level -> when the result was made
    printed                        output -> when it was printed
    """

    villages: int = 0
    townships: int = 0
    parcels: int = 0
    errors: Optional[int] = None
    warnings: Optional[int] = None
    indicators: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)
    districts: Mapping[str, int] = field(default_factory=dict)
    unassigned: Mapping[str, int] = field(default_factory=dict)
    deviation: Mapping[str, Optional[float]] = field(default_factory=dict)
    centres: Mapping[str, int] = field(default_factory=dict)
    lines: int = 0
    line_area_m2: Optional[float] = None
    conflicts: Optional[int] = None
    decided: int = 0
    broken: int = 0
    moves: int = 0
    review: Optional[Review] = None
    undecided: tuple[int, ...] = ()
    unanswered: tuple[int, ...] = ()
    moved_since: Optional[int] = None
    today: str = ""
    made: Mapping[str, Made] = field(default_factory=dict)
    printed: Mapping[str, Made] = field(default_factory=dict)


def read_facts(
    records: Records,
    plan_id: Optional[int],
    indicators: int,
    neighbours: Mapping[str, Mapping[str, frozenset[str]]],
    stale: Mapping[int, bool],
    missing: Optional[Mapping[str, int]] = None,
    review: Optional[Review] = None,
    today: str = "",
) -> Facts:
    """Gather the facts of a plan (None: the county has none yet).

    indicators  number of township indicators with values
    neighbours  level -> unit code -> codes of its neighbours; contiguity is judged for the levels given
    stale       id of a result -> whether its inputs changed; hashing the inputs takes seconds, so the caller says
    missing     level -> number of values that units lack of the indicators scored by
    review      the rounds of the plan      today  ISO date, by which signatures are overdue
    """
    lines = records.read_table("control_line")["kind"].dropna().nunique()
    base = Facts(
        villages=records.count("village"),
        townships=records.count("township"),
        parcels=records.count("parcel"),
        indicators=indicators,
        missing=missing or {},
        lines=int(lines),
    )
    if plan_id is None:
        return base
    heads = {
        (row.kind, row.level): (int(row.id), Made(str(row.made), stale.get(int(row.id), False)))
        for row in records.read_table("result", plan_id=plan_id).itertuples(index=False)
    }
    made = {f"{kind}:{level}" if level else kind: head[1] for (kind, level), head in heads.items()}
    errors, warnings = _findings(records, heads)
    open_conflicts, decided = _conflicts(records, heads)
    sheets = read_sheets(records, plan_id, neighbours)
    judged = {level: _judge(records, plan_id, level, sheets[level], level in neighbours) for level in LEVELS}
    moves, printed = _history(records.read_table("record"), plan_id)
    return replace(
        base,
        errors=errors,
        warnings=warnings,
        districts={level: facts.districts for level, facts in judged.items()},
        unassigned={level: facts.unassigned for level, facts in judged.items()},
        deviation={level: facts.deviation for level, facts in judged.items()},
        centres={level: len(records.centres(plan_id, level)) for level in LEVELS},
        line_area_m2=_line_area(records, heads),
        conflicts=open_conflicts,
        decided=decided,
        broken=sum(facts.broken for facts in judged.values()),
        moves=moves,
        made=made,
        printed=printed,
        today=today,
        **_rounds(records, plan_id, review),
    )


def _rounds(records: Records, plan_id: int, review: Optional[Review]) -> dict[str, Any]:
    if review is None:
        return {}
    found: dict[str, Any] = {"review": review}
    current = review.current
    if current is not None and current.status == OPEN:
        standing = records.standing(plan_id, current.number)
        found.update(undecided=tuple(standing.undecided), unanswered=tuple(standing.unanswered))
    held = [item.number for item in review.rounds if item.snapshot_id is not None]
    if held:
        frozen = records.snapshots(plan_id)
        last = int(frozen.loc[frozen["round"] == held[-1], "id"].max())  # as it was passed, after as it was opened
        now = {level: records.scheme(plan_id, level) for level in LEVELS}
        with suppress(StorageError):  # a snapshot that was tampered with is told where it is asked for
            since = changed_since(records.snapshot(last).schemes, now)
            found["moved_since"] = sum(len(edit.units) for edit in since.values())
    return found


def read_sheets(
    records: Records, plan_id: int, neighbours: Mapping[str, Mapping[str, frozenset[str]]]
) -> dict[str, Sheet]:
    """The sheets of both levels as the plan stands; neighbours of a level that is not given are none."""
    townships, villages = records.read_table("township"), records.read_table("village")
    parents = dict(records.assignment(plan_id, "township"))
    village_districts = dict(records.assignment(plan_id, "village"))
    district_parents = {code: d.parent for code, d in read_districts(records, plan_id, "village").items()}
    names = dict(zip(townships["code"], townships["name"]))
    below: dict[str, dict[str, int]] = {}
    for code, township in zip(villages["code"], villages["township_code"]):
        if code in village_districts:
            counts = below.setdefault(township, {})
            parent = district_parents.get(village_districts[code], "")
            counts[parent] = counts.get(parent, 0) + 1
    units = {
        "township": [
            Unit(row.code, _text(row.name) or row.code, _whole(row.population), _number(row.area_m2))
            for row in townships.itertuples(index=False)
        ],
        "village": [
            Unit(
                row.code,
                _text(row.name) or row.code,
                _whole(row.population),
                _number(row.area_m2),
                _text(row.township_code),
                _text(names.get(row.township_code)),
                parents.get(row.township_code, ""),
            )
            for row in villages.itertuples(index=False)
        ],
    }
    return {
        level: Sheet(
            {unit.code: unit for unit in units[level]},
            neighbours.get(level, {}),
            below if level == "township" else {},
        )
        for level in LEVELS
    }


def read_districts(records: Records, plan_id: int, level: str) -> dict[str, DistrictRow]:
    """The districts of a level by code, in their order."""
    return {
        row.code: DistrictRow(
            row.code, _text(row.name), _text(row.function), _text(row.parent), _text(row.colour), bool(row.locked)
        )
        for row in records.districts(plan_id, level).itertuples(index=False)
    }


@dataclass(frozen=True)
class _Judged:
    districts: int
    unassigned: int
    deviation: Optional[float]
    broken: int


def _judge(records: Records, plan_id: int, level: str, sheet: Sheet, contiguity: bool) -> _Judged:
    assignment = dict(records.assignment(plan_id, level))
    districts = read_districts(records, plan_id, level)
    if not districts:
        return _Judged(0, len(sheet.units) - len(assignment), None, 0)
    deviations = [
        abs(tally.deviation) for tally in tallies(sheet, assignment, districts) if tally.deviation is not None
    ]
    kinds = {"empty", "nesting", "broken"} if contiguity else {"empty", "nesting"}
    return _Judged(
        len(districts),
        sum(1 for code in sheet.units if code not in assignment),
        max(deviations) if deviations else None,
        sum(1 for problem in problems(sheet, assignment, districts) if problem.kind in kinds),
    )


Heads = Mapping[tuple[str, str], tuple[int, Made]]  # kind and level ("" for none) -> result id, when made


def _findings(records: Records, heads: Heads) -> tuple[Optional[int], Optional[int]]:
    head = heads.get(("finding", ""))
    if head is None:
        return None, None
    rows = list(records.read_table("finding", result_id=head[0]).itertuples(index=False))
    decisions = records.read_table("decision", subject="finding")
    decisions = decisions[decisions["decision"] == ACCEPTED]
    accepted = dict(zip(decisions["key"], decisions["treatment"].fillna("")))
    return open_count(rows, accepted, "error"), open_count(rows, accepted, "warning")


def _conflicts(records: Records, heads: Heads) -> tuple[Optional[int], int]:
    head = heads.get(("conflict", ""))
    if head is None:
        return None, 0
    rows = records.read_table("conflict", result_id=head[0])
    decided = set(records.read_table("decision", subject="conflict")["key"])
    waiting = count_open(rows["key"].tolist(), rows["sliver"].tolist(), decided)
    return waiting, len(rows) - waiting


def _line_area(records: Records, heads: Heads) -> Optional[float]:
    head = heads.get(("land_area", ""))
    if head is None:
        return None
    table = records.read_table("land_area", result_id=head[0])
    return float(table.loc[table["constraints"].fillna("") != "", "area_m2"].sum())


def _history(record: Any, plan_id: int) -> tuple[int, dict[str, Made]]:
    """Moves by hand, and what was printed when: out of date as soon as the plan's record says more after it."""
    moves, printed = 0, {}
    for made, what, after in zip(record["made"], record["what"], record["after"]):
        told = json.loads(after) if isinstance(after, str) else {}
        if not isinstance(told, dict) or told.get("plan") != plan_id:
            continue
        if what == PRINTED:
            printed[str(told.get("output", ""))] = Made(str(made), False)
            continue
        moves += what in BY_HAND
        printed = {output: Made(earlier.when, True) for output, earlier in printed.items()}
    return moves, printed


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float:
    return float(value) if value is not None and value == value else 0.0


def _whole(value: Any) -> int:
    return round(_number(value))
