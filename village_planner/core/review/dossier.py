"""What lies on the table when a round is opened: broken rules, and the plan's tables of the moment as plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

from ..drawing.edits import Scheme
from ..drawing.sheet import Sheet, members, problems, tallies
from ..messages import Message, message
from .facts import LEVELS, Records, read_sheets

if TYPE_CHECKING:
    from ..drawing.figures import DrawingFigures

Rows = list[dict[str, Any]]
# Counts the figures of a level, or why they cannot be counted.
Counter = Union["DrawingFigures", Message]
TERMS = ("similarity", "compactness", "boundary", "flow", "stability")
_DISTRICT = (
    "code",
    "name",
    "function",
    "parent",
    "units",
    "unit_count",
    "population",
    "deviation",
    "area_m2",
    "pieces",
    "centres",
)
# The tables and their columns in the order in which they are read; JSON does not keep it.
COLUMNS = {
    "district_scheme": _DISTRICT,
    "village_districts": _DISTRICT,
    "centres": ("level", "code", "name", "role", "reason"),
    "figures": (
        "level",
        "districts",
        "units",
        "unassigned",
        "population",
        "largest_deviation",
        "centres",
        "broken_rules",
    ),
    "objective": ("level", "objective", *TERMS, "notes"),
}


@dataclass(frozen=True)
class Dossier:
    """broken  broken rules of both levels, in words; a level of which nothing is drawn breaks none
    tables  name -> rows: district_scheme, village_districts, centres, figures, and objective where it was asked for.
            Areas in m², people as counted; notes of a row are templates with their parameters, see `kept_note`
    """

    broken: tuple[Message, ...]
    tables: Mapping[str, Rows]


def read_dossier(
    records: Records,
    plan_id: int,
    neighbours: Mapping[str, Mapping[str, frozenset[str]]],
    counters: Optional[Mapping[str, Counter]] = None,
) -> Dossier:
    """The plan as it stands.

    neighbours  level -> unit code -> codes of its neighbours
    counters    level -> what counts the objective and its terms; None leaves that table out
    """
    sheets = read_sheets(records, plan_id, neighbours)
    schemes = {level: records.scheme(plan_id, level) for level in LEVELS}
    broken = [
        problem.text
        for level in LEVELS
        if schemes[level].districts
        for problem in problems(sheets[level], schemes[level].assignment, schemes[level].districts)
    ]
    tables = {
        "district_scheme": _district_rows(sheets["township"], schemes["township"]),
        "village_districts": _district_rows(sheets["village"], schemes["village"]),
        "centres": [
            {"level": level, "code": unit, "name": _name(sheets[level], unit), "role": row.role, "reason": row.reason}
            for level in LEVELS
            for unit, row in sorted(schemes[level].centres.items())
        ],
        "figures": [_figures(level, sheets[level], schemes[level], len(broken)) for level in LEVELS],
    }
    if counters is not None:
        tables["objective"] = [_objective(level, counters[level], schemes[level]) for level in LEVELS]
    return Dossier(tuple(broken), tables)


def _objective(level: str, counter: Counter, scheme: Scheme) -> dict[str, Any]:
    """The weighted objective and its raw terms (each to be minimised); None with a note where there is none."""
    none: dict[str, Any] = {"level": level, "objective": None, **dict.fromkeys(TERMS)}
    if isinstance(counter, Message):
        return {**none, "notes": [kept_note(counter)]}
    if not scheme.assignment:
        return {**none, "notes": [kept_note(message("Nothing is drawn at this level."))]}
    figures = counter.count(scheme)
    notes = [kept_note(warning) for warning in counter.warnings]
    if figures.unassigned:
        told = message("{count} units have no district and count as cut off.", count=figures.unassigned)
        notes.append(kept_note(told))
    terms = {term: round(float(getattr(figures.terms, term)), 6) for term in TERMS}
    return {"level": level, "objective": round(float(figures.objective), 6), **terms, "notes": notes}


def kept_note(note: Message) -> dict[str, Any]:
    """A sentence as JSON holds it, so that it can be told in any language later."""
    params = {key: value if isinstance(value, (int, float, str)) else str(value) for key, value in note.params.items()}
    return {"template": note.template, "params": params}


def told_note(kept: Mapping[str, Any]) -> Message:
    return Message(str(kept["template"]), dict(kept["params"]))


def _district_rows(sheet: Sheet, scheme: Scheme) -> Rows:
    inside = members(scheme.assignment)
    return [
        {
            "code": tally.district.code,
            "name": tally.district.name,
            "function": tally.district.function,
            "parent": tally.district.parent,
            "units": "、".join(_name(sheet, unit) for unit in inside.get(tally.district.code, ())),
            "unit_count": tally.units,
            "population": tally.population,
            "deviation": None if tally.deviation is None else round(tally.deviation, 1),
            "area_m2": tally.area_m2,
            "pieces": tally.pieces,
            "centres": "、".join(
                _name(sheet, unit) for unit in inside.get(tally.district.code, ()) if unit in scheme.centres
            ),
        }
        for tally in tallies(sheet, scheme.assignment, scheme.districts)
    ]


def _figures(level: str, sheet: Sheet, scheme: Scheme, broken: int) -> dict[str, Any]:
    deviations = [
        abs(tally.deviation)
        for tally in tallies(sheet, scheme.assignment, scheme.districts)
        if tally.deviation is not None
    ]
    return {
        "level": level,
        "districts": len(scheme.districts),
        "units": len(sheet.units),
        "unassigned": sum(1 for unit in sheet.units if unit not in scheme.assignment),
        "population": sum(unit.population for unit in sheet.units.values()),
        "largest_deviation": round(max(deviations), 1) if deviations else None,
        "centres": len(scheme.centres),
        "broken_rules": broken,
    }


def _name(sheet: Sheet, unit: str) -> str:
    return sheet.units[unit].name if unit in sheet.units else unit
