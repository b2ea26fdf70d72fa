"""The district that a unit would lie in if not in its own: of the neighbouring ones the one that costs least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..order import natural
from .costs import Costs
from .sheet import Sheet, members, pieces


@dataclass(frozen=True)
class SecondBest:
    """district  code      more    by how much the objective grows (less than 0: it shrinks)
    breaks    without the unit its own district falls into more pieces than now
    """

    district: str
    more: float
    breaks: bool


def second_best(
    costs: Costs, sheet: Sheet, assignment: Mapping[str, str], units: Iterable[str]
) -> dict[str, SecondBest]:
    """Unit -> its second-best district: one that borders it, in the same parent.

    A unit that borders none, or is the only one of its district, has no entry.
    """
    inside = members({unit: code for unit, code in assignment.items() if unit in sheet.units})
    found = {}
    for unit in units:
        own = assignment.get(unit, "")
        if not own or len(inside[own]) < 2:
            continue
        parent = sheet.units[unit].parent
        around = {
            assignment.get(other, "")
            for other in sheet.neighbours.get(unit, ())
            if other in sheet.units and sheet.units[other].parent == parent
        }
        goals = sorted(around - {"", own}, key=natural)
        if not goals:
            continue
        rest = [other for other in inside[own] if other != unit]
        sets = [inside[own], rest]
        for goal in goals:
            sets += [inside[goal], [*inside[goal], unit]]
        cost = costs.of(sets)
        breaks = len(pieces(rest, sheet.neighbours)) > len(pieces(inside[own], sheet.neighbours))
        left = cost[1] - cost[0]
        more = [float(left + cost[3 + 2 * place] - cost[2 + 2 * place]) for place in range(len(goals))]
        best = min(range(len(goals)), key=lambda place: more[place])
        found[unit] = SecondBest(goals[best], more[best], breaks)
    return found
