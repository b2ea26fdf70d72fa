"""What a stroke would do, said beside the pointer before the hand does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from ..messages import Message, message
from .contiguity import worse_broken
from .edits import Scheme
from .figures import DistrictFigures, DrawingFigures, Figures
from .sheet import Sheet, names
from .strokes import Stroke, refused_once


@dataclass(frozen=True)
class Hover:
    """A stroke that is not made yet.

    units, people  what would move          district  figures of the district then, None when units are taken out
    breaks         districts that would be broken worse than now     before, after  of the whole scheme
    refused        why units stay where they are, where any do
    """

    units: tuple[str, ...]
    people: int
    district: Optional[DistrictFigures]
    breaks: tuple[str, ...]
    before: Figures
    after: Figures
    refused: tuple[Message, ...]
    text: Message


def hover(
    figures: DrawingFigures,
    sheet: Sheet,
    scheme: Scheme,
    units: Iterable[str],
    target: str,
    before: Optional[Figures] = None,
    only_unassigned: bool = False,
    inside: str = "",
) -> Hover:
    """What moving units into a district ("" out of any) would do. InputError as `Stroke`.

    before  figures of the scheme where they are known already
    """
    stroke = Stroke(sheet, scheme, target, only_unassigned, inside)
    moved = stroke.add(units)
    before = before or figures.count(scheme)
    after = figures.count(stroke.scheme()) if moved else before
    people = sum(sheet.units[unit].population for unit in moved)
    district = after.of(target) if target else None
    breaks = worse_broken(sheet, scheme.assignment, stroke.scheme().assignment)
    refused = tuple(reason for reason, _ in refused_once(stroke.refused))
    if not moved:
        text = refused[0] if refused else message("Nothing would move.")
    else:
        text = message(
            "{units}, {people} people → {goal}, {shape}, {cost}",
            units=names([sheet.units[unit] for unit in moved]),
            people=f"{people:,}",
            goal=_goal(district),
            shape=_shape(district, breaks),
            cost=_cost(before, after),
        )
    return Hover(moved, people, district, breaks, before, after, refused, text)


def _goal(district: Optional[DistrictFigures]) -> Message:
    if district is None:
        return message("no district")
    return message(
        "district {district}: {population} ({deviation} %)",
        district=district.code,
        population=f"{district.population:,}",
        deviation="–" if district.deviation is None else _signed(district.deviation),
    )


def _shape(district: Optional[DistrictFigures], breaks: tuple[str, ...]) -> Message:
    if breaks:
        return message("breaks district {districts}", districts="、".join(breaks))
    if district is not None and district.pieces > 1:
        return message("in {count} pieces as before", count=district.pieces)
    return message("contiguous")


def _cost(before: Figures, after: Figures) -> Message:
    if before.gap is None or after.gap is None:
        return message("objective {before} → {after}", before=f"{before.objective:.4f}", after=f"{after.objective:.4f}")
    return message("gap {before} → {after} %", before=_tenths(100 * before.gap), after=_tenths(100 * after.gap))


def _signed(percent: float) -> str:
    text = f"{percent:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text


def _tenths(percent: float) -> str:
    return f"{percent:.1f}".replace("-0.0", "0.0") if abs(percent) < 0.05 else f"{percent:.1f}"
