"""What lies on the table when a round is opened: broken rules, and the plan's tables of the moment as plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..messages import Message
from .drawing import Sheet, members, problems, tallies
from .edits import Scheme
from .facts import LEVELS, Records, read_sheets

Rows = list[dict[str, Any]]
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
}


@dataclass(frozen=True)
class Dossier:
    """broken  broken rules of both levels, in words; a level of which nothing is drawn breaks none
    tables  name -> rows: district_scheme, village_districts, centres, figures. Areas in m², people as counted
    """

    broken: tuple[Message, ...]
    tables: Mapping[str, Rows]


def read_dossier(records: Records, plan_id: int, neighbours: Mapping[str, Mapping[str, frozenset[str]]]) -> Dossier:
    """The plan as it stands. neighbours: level -> unit code -> codes of its neighbours."""
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
    return Dossier(tuple(broken), tables)


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
