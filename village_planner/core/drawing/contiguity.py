"""The guard of contiguity: how badly districts are broken, whether a change makes it worse, and mending it.

A district's break is what lies outside its largest piece. Each district touched is judged by itself, so that a piece
that is mended in one never pays for a piece that is cut off in another, nor an empty district for a broken one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..errors import InputError
from ..messages import Message, message
from ..order import natural
from ..task import SILENT, Task
from .edit_kinds import RESTORE_CONTIGUITY
from .edits import DistrictRow, Edit, Scheme
from .sheet import Problem, Sheet, members, names, pieces

if TYPE_CHECKING:
    from .costs import Costs

WARN, FORBID = GUARDS = ("warn", "forbid")


@dataclass(frozen=True)
class Break:
    """pieces  of a district beyond its largest one   cut_off  units in them"""

    pieces: int = 0
    cut_off: int = 0

    def worse_than(self, other: Break) -> bool:
        return self.pieces > other.pieces or self.cut_off > other.cut_off


def break_of(units: Iterable[str], neighbours: Mapping[str, frozenset[str]]) -> Break:
    """How a district of these units is broken; one without units is not."""
    rest = pieces(units, neighbours)[1:]
    return Break(len(rest), sum(len(piece) for piece in rest))


def worse_broken(sheet: Sheet, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Districts that two assignments share out differently and that are broken worse in the second; by code."""
    changed = [unit for unit in {**before, **after} if before.get(unit) != after.get(unit)]
    touched = {side[unit] for unit in changed for side in (before, after) if side.get(unit)}
    old, new = members(before), members(after)
    return tuple(
        code
        for code in sorted(touched, key=natural)
        if break_of(new.get(code, ()), sheet.neighbours).worse_than(break_of(old.get(code, ()), sheet.neighbours))
    )


def check_guard(sheet: Sheet, before: Scheme, after: Scheme, guard: str) -> None:
    """Where the guard forbids worse breaks: InputError breaks_district for a change that makes one."""
    if guard == WARN:
        return
    worse = worse_broken(sheet, before.assignment, after.assignment)
    if worse:
        raise breaks_district(worse)


def breaks_district(districts: Iterable[str]) -> InputError:
    return InputError(
        "breaks_district",
        "This would break district {districts} into pieces, or cut off more of it. Take more units along, or let the "
        "guard of contiguity warn only.",
        districts="、".join(districts),
    )


def restore_contiguity(sheet: Sheet, scheme: Scheme, costs: Optional[Costs] = None, task: Task = SILENT) -> Edit:
    """Give what is cut off from a district to the best unlocked neighbouring district of the same parent.

    The best is the one that costs least by the objective (`costs`; without it: that cuts the fewest pairs of
    neighbours), then has the fewest people, then the lowest code. Smaller pieces go first. The edit is empty where
    nothing can be mended; `not_mended` says what remains.
    """
    from .costs import Costs

    costs = costs or Costs.of_sheet(sheet)
    assignment = dict(scheme.assignment)
    while True:
        task.check()
        found = _next_piece(sheet, scheme.districts, assignment)
        if found is None:
            break
        piece, hosts = found
        assignment.update(dict.fromkeys(piece, _best(sheet, costs, assignment, piece, hosts)))
    units = {unit: (old, assignment[unit]) for unit, old in scheme.assignment.items() if assignment[unit] != old}
    return Edit(RESTORE_CONTIGUITY, units)


def not_mended(sheet: Sheet, scheme: Scheme) -> tuple[Problem, ...]:
    """The pieces that `restore_contiguity` leaves cut off, each with the reason."""
    left = []
    for code, piece, hosts in _cut_off(sheet, scheme.districts, scheme.assignment):
        if not hosts or scheme.districts[code].locked:
            left.append(Problem("broken", code, piece, _why(sheet, scheme, code, piece)))
    return tuple(left)


def _why(sheet: Sheet, scheme: Scheme, code: str, piece: tuple[str, ...]) -> Message:
    listed = names([sheet.units[unit] for unit in piece])
    if scheme.districts[code].locked:
        return message(
            "District {district} is locked; {units} stay cut off from it. Unlock it, then restore contiguity.",
            district=code,
            units=listed,
        )
    around = {scheme.assignment.get(other, "") for unit in piece for other in sheet.neighbours.get(unit, ())}
    locked = [other for other in sorted(around, key=natural) if other in scheme.districts and other != code]
    if any(scheme.districts[other].locked for other in locked):
        return message(
            "{units}, cut off from district {district}, border only locked districts or another township district. "
            "Unlock one of them, then restore contiguity.",
            units=listed,
            district=code,
        )
    return message(
        "{units}, cut off from district {district}, border no other district of the same parent. Draw what lies "
        "between, or leave them as an exclave.",
        units=listed,
        district=code,
    )


Cut = tuple[str, tuple[str, ...], tuple[str, ...]]  # district, a piece that is cut off from it, who may take it


def _cut_off(sheet: Sheet, districts: Mapping[str, DistrictRow], assignment: Mapping[str, str]) -> list[Cut]:
    """Every piece that is cut off, smallest first, with the unlocked districts whose largest piece borders it."""
    drawn = {code: units for code, units in members(assignment).items() if code in districts}
    broken = {
        code: pieces([unit for unit in units if unit in sheet.units], sheet.neighbours) for code, units in drawn.items()
    }
    home = {unit: code for code, found in broken.items() for unit in (found[0] if found else ())}
    cuts = []
    for code, found in broken.items():
        for piece in found[1:]:
            around = {home.get(other, "") for unit in piece for other in sheet.neighbours.get(unit, frozenset())}
            hosts = sorted(
                (other for other in around - {code, ""} if _takes(sheet, districts[other], piece)), key=natural
            )
            cuts.append((code, piece, tuple(hosts)))
    return sorted(cuts, key=lambda cut: (len(cut[1]), natural(cut[0]), cut[1]))


def _takes(sheet: Sheet, district: DistrictRow, piece: Collection[str]) -> bool:
    same = not district.parent or all(sheet.units[unit].parent == district.parent for unit in piece)
    return same and not district.locked


def _next_piece(
    sheet: Sheet, districts: Mapping[str, DistrictRow], assignment: Mapping[str, str]
) -> Optional[tuple[tuple[str, ...], tuple[str, ...]]]:
    for code, piece, hosts in _cut_off(sheet, districts, assignment):
        if hosts and not districts[code].locked:
            return piece, hosts
    return None


def _best(
    sheet: Sheet, costs: Costs, assignment: Mapping[str, str], piece: Collection[str], hosts: Collection[str]
) -> str:
    drawn = members(assignment)
    held = [[unit for unit in drawn[host] if unit in sheet.units] for host in hosts]
    gained = costs.of([[*units, *piece] for units in held]) - costs.of(held)
    people = [sum(sheet.units[unit].population for unit in units) for units in held]
    # Costs that differ only by rounding are the same, so that the choice does not hang on the order of sums.
    return min(zip(gained.round(9), people, map(natural, hosts), hosts))[3]
