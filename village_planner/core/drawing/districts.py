"""Districts as they are made, named, locked, split and dissolved by hand. Each command gives one `Edit`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Optional

from ..errors import InputError
from ..order import natural
from ..task import SILENT, Task
from .colours import choose_colour, choose_colours
from .contiguity import WARN, check_guard
from .edit_kinds import (
    CREATE_DISTRICT,
    DISSOLVE_DISTRICT,
    LOCK_DISTRICTS,
    RECOLOUR_DISTRICTS,
    RENAME_DISTRICT,
    SPLIT_DISTRICT,
    UNLOCK_DISTRICTS,
)
from .edits import DistrictRow, Edit, Scheme, apply
from .sheet import Sheet, members, names
from .strokes import locked_district

if TYPE_CHECKING:
    from .costs import Costs

DISTRICT_NAME = "第{code}片区"  # of a new one, as plans are written
NEIGHBOURS, NOTHING = INTO = ("neighbours", "nothing")


def free_code(scheme: Scheme, parent: str = "") -> str:
    """The next district code: "1"…, below a township district "<parent>-01"…."""
    number = 1
    while (code := f"{parent}-{number:02d}" if parent else str(number)) in scheme.districts:
        number += 1
    return code


def create_district(
    sheet: Sheet, scheme: Scheme, parent: str = "", name: str = "", function: str = "", colour: str = ""
) -> Edit:
    """A new district without units; its code is the only key of `districts` in the edit.

    parent  its township district, needed for village districts: InputError unknown_parent
    name, colour  "": by its code, one that stands out     InputError duplicate_name, bad_colour
    """
    _check_parent(sheet, parent)
    code = free_code(scheme, parent)
    _check_look(scheme, code, name, colour)
    row = DistrictRow(
        code,
        name.strip() or DISTRICT_NAME.format(code=code),
        function.strip(),
        parent,
        colour or _colour(sheet, scheme, ()),
    )
    return Edit(CREATE_DISTRICT, districts={code: (None, row)})


def rename_district(
    scheme: Scheme,
    code: str,
    name: Optional[str] = None,
    function: Optional[str] = None,
    colour: Optional[str] = None,
) -> Edit:
    """Another name, function or colour ("#rrggbb"); None leaves it. Empty where nothing differs.

    InputError unknown_district, duplicate_name, bad_colour.
    """
    old = _district(scheme, code)
    _check_look(scheme, code, name or "", colour or "")
    new = replace(
        old,
        name=old.name if name is None else name.strip(),
        function=old.function if function is None else function.strip(),
        colour=old.colour if colour is None else colour,
    )
    return Edit(RENAME_DISTRICT, districts={code: (old, new)} if new != old else {})


def recolour_districts(sheet: Sheet, scheme: Scheme) -> Edit:
    """Colours for all districts, each clear of its neighbours'."""
    beside: dict[str, set[str]] = {code: set() for code in scheme.districts}
    for unit, code in scheme.assignment.items():
        around = {scheme.assignment.get(other, "") for other in sheet.neighbours.get(unit, frozenset())}
        beside.get(code, set()).update(around - {code, ""})
    colours = choose_colours(sorted(beside, key=natural), {}, beside)
    rows = {code: (row, replace(row, colour=colours[code])) for code, row in scheme.districts.items()}
    return Edit(RECOLOUR_DISTRICTS, districts={code: rows[code] for code in rows if rows[code][0] != rows[code][1]})


def lock_districts(scheme: Scheme, codes: Iterable[str], locked: bool = True) -> Edit:
    """Lock districts, or unlock them: their units neither leave nor do others enter. Empty where all are so already."""
    rows = [_district(scheme, code) for code in dict.fromkeys(codes)]
    changes = {row.code: (row, replace(row, locked=locked)) for row in rows if row.locked != locked}
    return Edit(LOCK_DISTRICTS if locked else UNLOCK_DISTRICTS, districts=changes)


def split_district(
    sheet: Sheet,
    scheme: Scheme,
    code: str,
    units: Collection[str] = (),
    costs: Optional[Costs] = None,
    guard: str = WARN,
    task: Task = SILENT,
) -> Edit:
    """Divide a district: `units` of it become a new one; without them two connected parts with about as many people.

    The parts are those that are best by the objective (`costs`; without it: that cut the fewest pairs of neighbours).
    The part that holds more centres, then more people, stays what it is. The new district has the next free code.
    InputError unknown_district, locked_district, split_units, split_broken, breaks_district.
    """
    row = _district(scheme, code)
    if row.locked:
        raise locked_district(code)
    inside = [unit for unit, district in scheme.assignment.items() if district == code and unit in sheet.units]
    if units:
        leaving = tuple(dict.fromkeys(units))
        if not set(leaving) < set(inside):
            raise InputError(
                "split_units",
                "Select some units of district {district}, not all of them and none of others; they become a new "
                "district.",
                district=code,
            )
    else:
        leaving = _smaller_half(sheet, scheme, row, inside, costs, task)
    new = free_code(scheme, row.parent)
    added = DistrictRow(new, DISTRICT_NAME.format(code=new), row.function, row.parent, _colour(sheet, scheme, leaving))
    edit = Edit(SPLIT_DISTRICT, {unit: (code, new) for unit in leaving}, {new: (None, added)})
    check_guard(sheet, scheme, apply(scheme, edit), guard)
    return edit


def _smaller_half(
    sheet: Sheet, scheme: Scheme, row: DistrictRow, inside: Collection[str], costs: Optional[Costs], task: Task
) -> tuple[str, ...]:
    from .costs import Costs

    halves = (costs or Costs.of_sheet(sheet)).halves(inside, task) if len(inside) > 1 else None
    if halves is None:
        raise InputError(
            "split_broken",
            "District {district} cannot be divided into two connected parts: it has fewer than two units, or lies in "
            "more than two pieces. Restore its contiguity first, or select the units of the new district.",
            district=row.code,
        )

    def weight(part: Collection[str]) -> tuple[int, int]:
        return sum(unit in scheme.centres for unit in part), sum(sheet.units[unit].population for unit in part)

    first, second = halves
    return second if weight(first) >= weight(second) else first


def dissolve_district(
    sheet: Sheet,
    scheme: Scheme,
    code: str,
    into: str = NEIGHBOURS,
    costs: Optional[Costs] = None,
    guard: str = WARN,
    task: Task = SILENT,
) -> Edit:
    """Take a district away. Its units go to neighbouring unlocked districts of the same parent, or to none.

    into  "neighbours": unit by unit to where it adds least to the objective (`costs`; without it: where the fewest
          pairs of neighbours are cut), then to fewer people; "nothing": the units are without a district then
    Centres stay what they are. InputError unknown_district, locked_district, no_neighbour, breaks_district.
    """
    if into not in INTO:
        raise ValueError(into)
    row = _district(scheme, code)
    if row.locked:
        raise locked_district(code)
    leaving = [unit for unit, district in scheme.assignment.items() if district == code]
    goals = _handed_out(sheet, scheme, row, leaving, costs, task) if into == NEIGHBOURS else {}
    edit = Edit(DISSOLVE_DISTRICT, {unit: (code, goals.get(unit, "")) for unit in leaving}, {code: (row, None)})
    check_guard(sheet, scheme, apply(scheme, edit), guard)
    return edit


def _handed_out(
    sheet: Sheet, scheme: Scheme, row: DistrictRow, leaving: Collection[str], costs: Optional[Costs], task: Task
) -> dict[str, str]:
    """Unit -> the neighbouring district that it goes to; the cheapest step first, so that none is cut off."""
    from .costs import Costs

    costs = costs or Costs.of_sheet(sheet)
    drawn = {
        code: [unit for unit in units if unit in sheet.units]
        for code, units in members(scheme.assignment).items()
        if code in scheme.districts and code != row.code
        and not scheme.districts[code].locked and scheme.districts[code].parent == row.parent
    }  # fmt: skip
    home = {unit: code for code, units in drawn.items() for unit in units}
    people = {code: sum(sheet.units[unit].population for unit in units) for code, units in drawn.items()}
    left, goals = [unit for unit in leaving if unit in sheet.units], dict[str, str]()
    price: dict[tuple[str, str], float] = {}  # of a unit's going to a district, as that stands now
    while left:
        task.report(len(goals) / len(leaving))
        steps = [
            (unit, host)
            for unit in left
            for host in sorted({home[other] for other in sheet.neighbours.get(unit, frozenset()) if other in home})
            if _may_enter(sheet, scheme.districts[host], unit)
        ]
        if not steps:
            raise InputError(
                "no_neighbour",
                "{units} of district {district} border no unlocked district of the same parent. Unlock a neighbour, or "
                "dissolve the district into nothing and draw there again.",
                units=names([sheet.units[unit] for unit in left]),
                district=row.code,
            )
        fresh = [step for step in steps if step not in price]
        hosts = sorted({host for _, host in fresh})
        held = dict(zip(hosts, costs.of([drawn[host] for host in hosts]).tolist()))
        grown = costs.of([[*drawn[host], unit] for unit, host in fresh]).tolist()
        price.update({step: round(cost - held[step[1]], 9) for step, cost in zip(fresh, grown)})
        unit, host = min(steps, key=lambda step: (price[step], people[step[1]], natural(step[1]), step[0]))
        goals[unit] = home[unit] = host
        drawn[host].append(unit)
        people[host] += sheet.units[unit].population
        left.remove(unit)
        price = {step: cost for step, cost in price.items() if host != step[1]}
    return goals


def _may_enter(sheet: Sheet, district: DistrictRow, unit: str) -> bool:
    return not district.parent or sheet.units[unit].parent == district.parent


def _district(scheme: Scheme, code: str) -> DistrictRow:
    if code not in scheme.districts:
        raise InputError("unknown_district", "There is no district {district} in this plan.", district=code)
    return scheme.districts[code]


def _check_parent(sheet: Sheet, parent: str) -> None:
    parents = {unit.parent for unit in sheet.units.values()}
    if parent not in parents or (not parent and parents != {""}):
        raise InputError(
            "unknown_parent",
            "There is no township district {parent}. A village district lies in one of: {parents}.",
            parent=parent or "–",
            parents="、".join(sorted(parents - {""}, key=natural)) or "–",
        )


def _check_look(scheme: Scheme, code: str, name: str, colour: str) -> None:
    taken = [row.code for row in scheme.districts.values() if row.code != code and row.name == name.strip() != ""]
    if taken:
        raise InputError(
            "duplicate_name",
            "District {district} is already called “{name}”. Give each district a name of its own.",
            district=taken[0],
            name=name.strip(),
        )
    if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise InputError("bad_colour", "{colour} is no colour. Write it as #rrggbb.", colour=colour)


def _colour(sheet: Sheet, scheme: Scheme, units: Collection[str]) -> str:
    """A colour that differs from those of the districts at some units and round them."""
    around = {other for unit in units for other in (unit, *sheet.neighbours.get(unit, frozenset()))}
    beside = {scheme.assignment.get(unit, "") for unit in around}
    colours: Mapping[str, str] = {code: row.colour for code, row in scheme.districts.items()}
    return choose_colour(colours.values(), [colours[code] for code in beside if code in colours])
