"""Moving units between districts by hand, and what that does: figures and broken rules, all derived.

An assignment is a mapping unit code -> district code; a unit without district is absent. Nothing here is stored: every
figure follows from the sheet (the units) and the assignment, so that no figure can be out of date. Plain dictionaries
are enough and light: a county has some hundreds of units, and one full count of 10,000 takes well under 200 ms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional

from ..errors import InputError
from ..messages import Message, message
from .edits import DistrictRow

NAMED = 4  # units named in a sentence before "and n more"


@dataclass(frozen=True)
class Unit:
    """A township or a village. `parent` is the township district a village lies in (empty at township level)."""

    code: str
    name: str
    population: int
    area_m2: float
    township_code: str = ""
    township_name: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Sheet:
    """What is drawn on: the units of one level and who borders whom.

    units       by code
    neighbours  codes of the units that share a border line with a unit; symmetric
    below       township level only: for each township, its villages as village district's parent -> number of villages
    """

    units: Mapping[str, Unit]
    neighbours: Mapping[str, frozenset[str]]
    below: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Tally:
    """The figures of one district. `deviation` is per cent against the mean of its parent, None where that is 0."""

    district: DistrictRow
    units: int
    population: int
    deviation: Optional[float]
    area_m2: float
    pieces: int


@dataclass(frozen=True)
class Problem:
    """A broken rule: kind is unassigned, broken, empty or nesting; `units` is where to zoom."""

    kind: str
    district: str
    units: tuple[str, ...]
    text: Message


def move(
    sheet: Sheet,
    assignment: Mapping[str, str],
    districts: Mapping[str, DistrictRow],
    units: Iterable[str],
    district: str,
) -> dict[str, str]:
    """The assignment after moving units into a district ("" takes them out of any); the old one is left as it is.

    Refused with an `InputError` that says why: nothing to move, an unknown or locked district, a village that would
    leave its township district.
    """
    moving = [code for code in dict.fromkeys(units) if assignment.get(code, "") != district]
    check_move(sheet, assignment, districts, moving, district)
    result = dict(assignment)
    for code in moving:
        if district:
            result[code] = district
        else:
            del result[code]
    return result


def check_move(
    sheet: Sheet,
    assignment: Mapping[str, str],
    districts: Mapping[str, DistrictRow],
    moving: Sequence[str],
    district: str,
) -> None:
    """Refuse with the `InputError` of `move`; `moving` are units that are not in the district yet."""
    if not moving:
        raise InputError(
            "nothing_to_move",
            "Select units that are not yet in district {district}, then move them.",
            district=district,
        )
    unknown = [code for code in moving if code not in sheet.units]
    if unknown:
        raise InputError("unknown_unit", "There is no unit with code {unit} at this level.", unit=unknown[0])
    if district and district not in districts:
        raise InputError("unknown_district", "There is no district {district} in this plan.", district=district)
    for code in [district, *(assignment.get(unit, "") for unit in moving)]:
        if code and code in districts and districts[code].locked:
            raise InputError(
                "locked_district",
                "District {district} is locked. Unlock it in the table, then move the units.",
                district=code,
            )
    parent = districts[district].parent if district else ""
    strangers = [sheet.units[code] for code in moving if parent and sheet.units[code].parent != parent]
    if strangers:
        raise InputError(
            "crosses_parent",
            "Township district {parent} holds {units}; district {district} belongs to township district {other}. A "
            "village district never crosses a township district: move the township first, or choose "
            "a district of {parent}.",
            units=names([sheet.units[code] for code in moving if sheet.units[code].parent != parent]),
            parent=strangers[0].parent or "–",
            district=district,
            other=parent,
        )


def members(assignment: Mapping[str, str]) -> dict[str, list[str]]:
    """District code -> its unit codes, in the order of the assignment."""
    result: dict[str, list[str]] = {}
    for unit, district in assignment.items():
        result.setdefault(district, []).append(unit)
    return result


def pieces(units: Iterable[str], neighbours: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """The connected pieces of a set of units, largest first (then by lowest code); units sorted within a piece."""
    left = set(units)
    found = []
    while left:
        piece: set[str] = set()
        edge = {left.pop()}
        while edge:
            piece |= edge
            edge = {other for unit in edge for other in neighbours.get(unit, frozenset())} & left
            left -= edge
        found.append(tuple(sorted(piece)))
    return sorted(found, key=lambda piece: (-len(piece), piece[0]))


def tallies(sheet: Sheet, assignment: Mapping[str, str], districts: Mapping[str, DistrictRow]) -> list[Tally]:
    """The figures of every district, in the order of `districts`.

    Deviations are those of evaluateplan, on plans that are not finished, too: against the people of the parent over its
    districts with units; a district belongs to the parent of most of its units, one without units to its own.
    """
    inside = members({unit: district for unit, district in assignment.items() if unit in sheet.units})
    means = _means(sheet, assignment)
    result = []
    for code, district in districts.items():
        drawn = inside.get(code, [])
        population = sum(sheet.units[unit].population for unit in drawn)
        mean = means.get(_home(sheet, drawn) if drawn else district.parent, 0.0)
        result.append(
            Tally(
                district,
                len(drawn),
                population,
                100 * (population / mean - 1) if mean else None,
                round(sum(sheet.units[unit].area_m2 for unit in drawn), 2),
                len(pieces(drawn, sheet.neighbours)),
            )
        )
    return result


def _means(sheet: Sheet, assignment: Mapping[str, str]) -> dict[str, float]:
    """Parent -> its people, also those without a district, over the number of districts that have units there."""
    people: dict[str, int] = {}
    drawn: dict[str, set[str]] = {}
    for code, unit in sheet.units.items():
        people[unit.parent] = people.get(unit.parent, 0) + unit.population
        if assignment.get(code):
            drawn.setdefault(unit.parent, set()).add(assignment[code])
    return {parent: count / max(1, len(drawn.get(parent, ()))) for parent, count in people.items()}


def _home(sheet: Sheet, units: Iterable[str]) -> str:
    """The parent that most of some units lie in; of several the first, and none at all comes last."""
    counts = Counter(sheet.units[unit].parent for unit in units)
    return min(counts, key=lambda parent: (-counts[parent], not parent, parent))


def problems(
    sheet: Sheet,
    assignment: Mapping[str, str],
    districts: Mapping[str, DistrictRow],
    broken: Optional[Collection[str]] = None,
) -> list[Problem]:
    """Every broken rule, each naming its units: unassigned, broken into pieces, empty, crossing a township district.

    broken  districts in more than one piece where that is known (`Figures.broken`), so that others are not looked at
    """
    inside = members(assignment)
    found = _unassigned(sheet, assignment)
    for code, district in districts.items():
        drawn = [unit for unit in inside.get(code, ()) if unit in sheet.units]
        if not drawn:
            found.append(Problem("empty", code, (), message("District {district} has no unit.", district=code)))
            continue
        for piece in pieces(drawn, sheet.neighbours)[1:] if broken is None or code in broken else ():
            text = message(
                "District {district} is broken; cut off from the rest: {units}.",
                district=code,
                units=names([sheet.units[unit] for unit in piece]),
            )
            found.append(Problem("broken", code, piece, text))
        if district.parent:
            found += _strangers(district, [sheet.units[unit] for unit in drawn])
    return found + _villages_left_behind(sheet, assignment)


def _unassigned(sheet: Sheet, assignment: Mapping[str, str]) -> list[Problem]:
    # One problem per township (villages) or for the county (townships): a list of 462 lines would help nobody.
    groups: dict[str, list[Unit]] = {}
    for code, unit in sheet.units.items():
        if not assignment.get(code):
            groups.setdefault(unit.township_code, []).append(unit)
    return [
        Problem(
            "unassigned",
            "",
            tuple(unit.code for unit in units),
            message("Without a district: {units}.", units=names(units)),
        )
        for units in groups.values()
    ]


def _strangers(district: DistrictRow, drawn: Sequence[Unit]) -> list[Problem]:
    groups: dict[str, list[Unit]] = {}
    for unit in drawn:
        if unit.parent != district.parent:
            groups.setdefault(unit.parent, []).append(unit)
    return [
        Problem(
            "nesting",
            district.code,
            tuple(unit.code for unit in units),
            message(
                "District {district} belongs to township district {parent}; these lie in {other}: {units}.",
                district=district.code,
                parent=district.parent,
                units=names(units),
                other=parent or "–",
            ),
        )
        for parent, units in groups.items()
    ]


def _villages_left_behind(sheet: Sheet, assignment: Mapping[str, str]) -> list[Problem]:
    found = []
    for township, parents in sheet.below.items():
        district = assignment.get(township, "")
        count = sum(number for parent, number in parents.items() if parent != district)
        if count and township in sheet.units:
            text = message(
                "{count} villages of {township} still lie in village districts of another township district than "
                "{district}: draw the village districts there again.",
                count=count,
                township=sheet.units[township].name,
                district=district or "–",
            )
            found.append(Problem("nesting", district, (township,), text))
    return found


def names(units: Sequence[Unit]) -> Message:
    """Units by name, the first few of many."""
    listed = "、".join(unit.name or unit.code for unit in units[:NAMED])
    if len(units) <= NAMED:
        return message("{names}", names=listed)
    return message("{names} and {count} more", names=listed, count=len(units) - NAMED)
