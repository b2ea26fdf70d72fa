"""What a hand does on the drawing table: strokes, floods, swaps. Each ends in one `Edit`, one step of undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..errors import InputError
from ..messages import Message
from .contiguity import FORBID, GUARDS, WARN, Break, break_of, breaks_district, check_guard
from .edit_kinds import MOVE_UNITS, PAINT, SWAP_UNITS
from .edits import Edit, Scheme, difference
from .sheet import Sheet, check_move, members, move, pieces

SINGLY = 300  # units of a batch up to which the guard tries them one by one


class Stroke:
    """Units that a hand drags into a district ("" takes them out of any), from pressing to letting go.

    only_unassigned  units that were in a district before the stroke stay where they are
    inside           code of a township or of a township district: other units stay where they are
    guard            "warn": every move is made; "forbid": no district touched gets broken worse than
                     it was before the stroke. What the guard refuses is taken as soon as the hand has painted what
                     joins it
    refused          unit -> why a rule kept it where it is
    InputError unknown_district, locked_district.
    """

    def __init__(
        self,
        sheet: Sheet,
        scheme: Scheme,
        target: str,
        only_unassigned: bool = False,
        inside: str = "",
        guard: str = WARN,
    ) -> None:
        if guard not in GUARDS:
            raise ValueError(guard)
        check_target(scheme, target)
        self.target = target
        self.refused: dict[str, Message] = {}
        self._sheet, self._before = sheet, scheme
        self._only_unassigned, self._inside, self._guard = only_unassigned, inside, guard
        self._taken: dict[str, str] = {}  # unit -> district before
        self._waiting: dict[str, None] = {}  # refused by the guard
        self._drawn = {code: set(units) for code, units in members(scheme.assignment).items()}
        self._breaks: dict[str, Break] = {}  # before the stroke, of districts looked at

    def add(self, units: Iterable[str]) -> tuple[str, ...]:
        """Paint over more units; those that are now in the district and were not before."""
        fresh = []
        for unit in dict.fromkeys(units):
            if unit in self._taken or self._before.assignment.get(unit, "") == self.target:
                continue
            if self._filtered(unit):
                continue
            try:
                check_move(self._sheet, self._before.assignment, self._before.districts, [unit], self.target)
            except InputError as error:
                self.refused[unit] = error.message
                continue
            fresh.append(unit)
        if self._guard == FORBID and fresh:
            fresh = self._let_through(list(dict.fromkeys([*self._waiting, *fresh])))
        for unit in fresh:
            before = self._before.assignment.get(unit, "")
            self._taken[unit] = before
            self._drawn.setdefault(self.target, set()).add(unit)
            if before:
                self._drawn[before].discard(unit)
        return tuple(fresh)

    def scheme(self) -> Scheme:
        """The scheme as it would be if the hand let go now."""
        assignment = dict(self._before.assignment)
        for unit in self._taken:
            if self.target:
                assignment[unit] = self.target
            else:
                del assignment[unit]
        return replace(self._before, assignment=assignment)

    def edit(self, what: str = PAINT) -> Edit:
        """The stroke as one step of undo; empty where nothing was painted."""
        return Edit(what, {unit: (before, self.target) for unit, before in self._taken.items()})

    def _filtered(self, unit: str) -> bool:
        if self._only_unassigned and self._before.assignment.get(unit):
            return True
        found = self._sheet.units.get(unit)
        return bool(self._inside and found and self._inside not in (found.township_code, found.parent))

    def _let_through(self, candidates: Sequence[str]) -> list[str]:
        """Those of the candidates that break nothing worse: all together, else piece by piece, else one by one."""
        taken = dict.fromkeys(candidates)
        if self._worse(candidates):
            taken = {}
            for piece in pieces(candidates, self._sheet.neighbours):
                if not self._worse([*taken, *piece]):
                    taken.update(dict.fromkeys(piece))
            rest = [unit for unit in candidates if unit not in taken]
            grown = len(rest) <= SINGLY
            while grown:
                grown = False
                for unit in rest:
                    if unit not in taken and not self._worse([*taken, unit]):
                        taken[unit] = None
                        grown = True
        self._waiting = {unit: None for unit in candidates if unit not in taken}
        for unit in candidates:
            self.refused.pop(unit, None)
        for unit in self._waiting:
            self.refused[unit] = breaks_district(self._worse([*taken, unit])).message
        return [unit for unit in candidates if unit in taken]

    def _worse(self, more: Iterable[str]) -> list[str]:
        """Districts that would be broken worse than before the stroke if these units moved, too."""
        moving = set(more)
        leaving: dict[str, set[str]] = {}
        for unit in moving:
            leaving.setdefault(self._before.assignment.get(unit, ""), set()).add(unit)
        after = {code: self._drawn[code] - units for code, units in leaving.items() if code}
        if self.target:
            after[self.target] = self._drawn.get(self.target, set()) | moving
        near = self._sheet.neighbours
        return sorted(code for code, units in after.items() if break_of(units, near).worse_than(self._break(code)))

    def _break(self, code: str) -> Break:
        if code not in self._breaks:
            units = [unit for unit, district in self._before.assignment.items() if district == code]
            self._breaks[code] = break_of(units, self._sheet.neighbours)
        return self._breaks[code]


def check_target(scheme: Scheme, target: str) -> None:
    """InputError unknown_district or locked_district; "" is no district and takes any unit."""
    if not target:
        return
    if target not in scheme.districts:
        raise InputError("unknown_district", "There is no district {district} in this plan.", district=target)
    if scheme.districts[target].locked:
        raise locked_district(target)


def locked_district(district: str) -> InputError:
    return InputError(
        "locked_district",
        "District {district} is locked. Unlock it in the table, then move the units.",
        district=district,
    )


def drag(sheet: Sheet, scheme: Scheme, unit: str, inside: str = "", guard: str = WARN) -> Stroke:
    """A stroke that pulls a district's border: it starts in a unit, and its district grows over what the hand crosses.

    InputError no_district where the unit has none.
    """
    district = scheme.assignment.get(unit, "")
    if not district:
        raise InputError("no_district", "Begin in a unit that has a district; that district grows.")
    return Stroke(sheet, scheme, district, inside=inside, guard=guard)


def assign(
    sheet: Sheet, scheme: Scheme, units: Iterable[str], district: str, what: str = MOVE_UNITS, guard: str = WARN
) -> Edit:
    """Move all of some units into a district ("": out of any), or none: the `InputError` of `move`, breaks_district."""
    after = replace(scheme, assignment=move(sheet, scheme.assignment, scheme.districts, units, district))
    check_guard(sheet, scheme, after, guard)
    return difference(scheme, after, what)


def flood(sheet: Sheet, scheme: Scheme, unit: str) -> tuple[str, ...]:
    """The connected units round a unit that are in the same district and of the same parent, itself among them; by
    code. For a unit without a district those without one."""
    start = sheet.units.get(unit)
    if start is None:
        raise InputError("unknown_unit", "There is no unit with code {unit} at this level.", unit=unit)
    district = scheme.assignment.get(unit, "")
    found, edge = {unit}, [unit]
    while edge:
        around = {other for code in edge for other in sheet.neighbours.get(code, frozenset())} - found
        edge = [
            code
            for code in around
            if scheme.assignment.get(code, "") == district
            and code in sheet.units
            and sheet.units[code].parent == start.parent
        ]
        found.update(edge)
    return tuple(sorted(found))


def township_units(sheet: Sheet, unit: str) -> tuple[str, ...]:
    """All villages of the township that a village lies in, by code; a township is alone."""
    start = sheet.units.get(unit)
    if start is None:
        raise InputError("unknown_unit", "There is no unit with code {unit} at this level.", unit=unit)
    if not start.township_code:
        return (unit,)
    return tuple(sorted(code for code, other in sheet.units.items() if other.township_code == start.township_code))


def swap(sheet: Sheet, scheme: Scheme, first: str, second: str, guard: str = WARN) -> Edit:
    """Exchange the districts of two units. Refused as `assign` is; InputError nothing_to_swap for the same district."""
    a, b = (scheme.assignment.get(unit, "") for unit in (first, second))
    if a == b:
        raise InputError("nothing_to_swap", "Choose two units of different districts; their districts are exchanged.")
    for unit, district in ((first, b), (second, a)):
        check_move(sheet, scheme.assignment, scheme.districts, [unit], district)
    edit = Edit(SWAP_UNITS, {first: (a, b), second: (b, a)})
    assignment = {**scheme.assignment, first: b, second: a}
    after = replace(scheme, assignment={unit: district for unit, district in assignment.items() if district})
    check_guard(sheet, scheme, after, guard)
    return edit


def refused_once(refused: Mapping[str, Message]) -> tuple[tuple[Message, int], ...]:
    """What a stroke refused, each reason once with the number of units, in the order met."""
    counts: dict[str, tuple[Message, int]] = {}
    for reason in refused.values():
        known = counts.get(str(reason), (reason, 0))
        counts[str(reason)] = (known[0], known[1] + 1)
    return tuple(counts.values())
