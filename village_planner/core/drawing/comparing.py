"""Two states of a plan's level beside each other: which units lie elsewhere, how the figures differ.

Districts correspond by the people they share (`partition.compare.match`), so that a mere renumbering moves nobody. The
figures of both sides come from the same counting (`review.figures`); nothing is computed a second way here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

import numpy as np

from ..messages import Message, message
from ..order import natural
from ..partition.compare import match
from .colours import PALETTE, choose_colour
from .edits import Scheme
from .figures import DistrictFigures, Figures
from .sheet import Sheet

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class MovedUnit:
    """A unit that lies elsewhere. `into`: what its second district is called in the first state, "" for a new one."""

    code: str
    name: str
    township: str
    before: str
    after: str
    into: str
    population: int
    area_m2: float


@dataclass(frozen=True)
class MatchedDistricts:
    """A district of the first state and the one of the second that corresponds to it; None: only one has it.

    kept, left, joined  units in both, in the first alone, in the second alone
    """

    first: Optional[DistrictFigures]
    second: Optional[DistrictFigures]
    kept: int
    left: int
    joined: int

    @property
    def changed(self) -> bool:
        """Whether units left or joined, or it has another number, or only one state has it."""
        codes = {None if side is None else side.code for side in (self.first, self.second)}
        return bool(self.left or self.joined) or len(codes) > 1

    @property
    def key(self) -> str:
        return f"{self.first.code if self.first else ''}|{self.second.code if self.second else ''}"


@dataclass(frozen=True)
class Total:
    """A figure of the whole in both states; None where it is not known. decimals: digits that it is shown with."""

    key: str
    first: Optional[float]
    second: Optional[float]
    decimals: int = 0

    @property
    def difference(self) -> Optional[float]:
        return None if self.first is None or self.second is None else self.second - self.first


@dataclass(frozen=True)
class LevelChange:
    """How two states of a level differ: units in another district, districts of another number, centres of another
    role."""

    units: int = 0
    renumbered: int = 0
    centres: int = 0

    def __bool__(self) -> bool:
        return bool(self.units or self.renumbered or self.centres)


@dataclass(frozen=True)
class ComparedSchemes:
    """moved: in the order of the units; twin: district of the second -> district of the first; renumbered: districts
    that correspond under another code; centres: units that are a centre in one state only, or of another role."""

    moved: tuple[MovedUnit, ...]
    districts: tuple[MatchedDistricts, ...]
    totals: tuple[Total, ...]
    twin: Mapping[str, str]
    renumbered: int
    centres: tuple[str, ...]

    @property
    def people(self) -> int:
        return sum(unit.population for unit in self.moved)

    def summary(self) -> Message:
        """What differs, in a sentence."""
        if not (self.moved or self.renumbered or self.centres):
            return message("Both are the same.")
        lead = message(
            "{units} units with {people:,} people lie in another district.", units=len(self.moved), people=self.people
        )
        if not (self.renumbered or self.centres):
            return lead
        return message(
            "{lead} {renumbered} districts have another number, {centres} units another role as a centre.",
            lead=lead,
            renumbered=self.renumbered,
            centres=len(self.centres),
        )


@dataclass(frozen=True)
class Compared:
    """Two states of a level side by side.

    units     of the level, with geometry            colours  by district code of the first state; and those of the
    first, second  what was drawn                             second by the district they correspond to
    apart     the township districts differ, so that village figures are measured against different means
    """

    level: str
    units: gpd.GeoDataFrame
    sheet: Sheet
    first: Scheme
    second: Scheme
    found: ComparedSchemes
    colours: tuple[Mapping[str, str], Mapping[str, str]]
    apart: bool


def level_change(people: Mapping[str, float], first: Scheme, second: Scheme) -> LevelChange:
    """How two states of a level differ, in numbers. people: of each unit"""
    codes = list(people)
    before = [first.assignment.get(code, "") for code in codes]
    after = [second.assignment.get(code, "") for code in codes]
    twin = match(
        np.array(before, dtype=object), np.array(after, dtype=object), np.array(list(people.values()), dtype=float)
    )
    moved = sum((twin.get(new, f"+{new}") if new else "") != old for old, new in zip(before, after))
    return LevelChange(moved, sum(new != old for new, old in twin.items()), len(_other_roles(first, second)))


def _other_roles(first: Scheme, second: Scheme) -> set[str]:
    return {
        unit
        for unit in {*first.centres, *second.centres}
        if getattr(first.centres.get(unit), "role", "") != getattr(second.centres.get(unit), "role", "")
    }


def both_levels(change: Mapping[str, LevelChange]) -> Message:
    """Which levels differ, in a sentence. change: of the townships and of the villages"""
    upper, lower = change["township"], change["village"]
    if not (upper or lower):
        return message("Both are the same.")
    if not upper and lower.units:
        return message(
            "Township districts are the same; {count} villages lie in another village district.", count=lower.units
        )
    if not upper:
        return message("Township districts are the same; village districts differ in their numbers or centres only.")
    if not lower and upper.units:
        return message(
            "{count} townships lie in another township district; village districts are the same.", count=upper.units
        )
    if not lower:
        return message("Township districts differ in their numbers or centres only; village districts are the same.")
    return message(
        "{townships} townships lie in another township district, {villages} villages in another village district.",
        townships=upper.units,
        villages=lower.units,
    )


def moved_units(sheet: Sheet, first: Scheme, second: Scheme) -> tuple[tuple[MovedUnit, ...], dict[str, str]]:
    """The units that lie elsewhere in the second state, in their order; district of the second -> of the first."""
    before, after = _drawn(sheet, first), _drawn(sheet, second)
    people = np.array([unit.population for unit in sheet.units.values()], dtype=float)
    twin = match(before, after, people)
    moved = []
    for unit, old, new in zip(sheet.units.values(), before.tolist(), after.tolist()):
        into = twin.get(new, "")
        if (into or (f"+{new}" if new else "")) != old:
            moved.append(
                MovedUnit(unit.code, unit.name, unit.township_name, old, new, into, unit.population, unit.area_m2)
            )
    return tuple(moved), twin


def _drawn(sheet: Sheet, scheme: Scheme) -> np.ndarray:
    """(n,) district of each unit of the sheet, "" for none."""
    return np.array([scheme.assignment.get(code, "") for code in sheet.units], dtype=object)


def compare_schemes(sheet: Sheet, first: Scheme, second: Scheme, figures: tuple[Figures, Figures]) -> ComparedSchemes:
    """Compare two states of the same units. figures: of the first and of the second state."""
    moved, twin = moved_units(sheet, first, second)
    before, after = _drawn(sheet, first), _drawn(sheet, second)
    return ComparedSchemes(
        moved,
        tuple(_districts(before, after, twin, figures)),
        tuple(_totals(first, second, figures)),
        twin,
        sum(new != old for new, old in twin.items()),
        tuple(sorted(_other_roles(first, second))),
    )


def matched_colours(
    first: Scheme, second: Scheme, twin: Mapping[str, str], taken: Iterable[str] = ()
) -> dict[str, str]:
    """District of the second -> its colour: that of the first where they correspond, so that both maps look alike.

    One without counterpart keeps its own, unless that is a district's of the first, or is `taken`, and another is free.
    """
    known = {code: row.colour for code, row in first.districts.items()}
    used = [*known.values(), *taken]
    colours = {}
    for code, row in second.districts.items():
        colour = known.get(twin.get(code, ""))
        if colour is None:
            colour = row.colour
            if colour in used and not set(PALETTE) <= set(used):
                colour = choose_colour(used)
            used.append(colour)
        colours[code] = colour
    return colours


def _districts(
    before: np.ndarray, after: np.ndarray, twin: Mapping[str, str], figures: tuple[Figures, Figures]
) -> list[MatchedDistricts]:
    known = [{district.code: district for district in side.districts} for side in figures]
    # Empty districts share nobody; they correspond where they have one code.
    drawn = dict(twin)
    for code in known[1]:
        if code not in drawn and code in known[0] and code not in drawn.values():
            drawn[code] = code
    pairs = [(old, new) for new, old in drawn.items()]
    pairs += [(code, "") for code in known[0] if code not in drawn.values()]
    pairs += [("", code) for code in known[1] if code not in drawn]
    found = []
    for old, new in sorted(pairs, key=lambda pair: (pair[0] == "", natural(pair[0] or pair[1]))):
        in_first, in_second = (before == old) & (old != ""), (after == new) & (new != "")
        found.append(
            MatchedDistricts(
                known[0].get(old),
                known[1].get(new),
                int((in_first & in_second).sum()),
                int((in_first & ~in_second).sum()),
                int((in_second & ~in_first).sum()),
            )
        )
    return found


def _totals(first: Scheme, second: Scheme, figures: tuple[Figures, Figures]) -> list[Total]:
    sides = (figures_of_whole(scheme, side) for scheme, side in zip((first, second), figures))
    return [Total(key, before, after, decimals) for (key, before, decimals), (_, after, _) in zip(*sides)]


def figures_of_whole(scheme: Scheme, figures: Figures) -> list[tuple[str, Optional[float], int]]:
    """Figures of a scheme by key: the value, None where it is not known, and the digits that it is shown with."""
    terms = figures.terms
    return [
        ("districts", len(figures.districts), 0),
        ("unassigned", figures.unassigned, 0),
        ("broken", _broken(figures), 0),
        ("deviation", _largest(figures), 1),
        ("objective", figures.objective, 4),
        ("similarity", terms.similarity, 2),
        ("compactness", terms.compactness / 1e6, 1),
        ("boundary", terms.boundary, 0),
        ("centres", len(scheme.centres), 0),
    ]


def _broken(figures: Figures) -> int:
    return sum(district.pieces > 1 for district in figures.districts)


def _largest(figures: Figures) -> Optional[float]:
    return None if figures.deviation is None else abs(figures.deviation)
