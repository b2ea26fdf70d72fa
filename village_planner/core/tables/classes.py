"""The land classes of the survey, and how reports sum them (from the catalogue survey_classes)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..charts.colours import LandClassStyle, class_style

UNKNOWN = "?"  # leaf under which every class code is shown that the catalogue does not know


@dataclass(frozen=True)
class LandClass:
    """A leaf or a first-level class; `super_class` is the code of its super-class, "" where it is not known; `colour`
    that of the survey's maps ("#rrggbb", "" where no styles were given)."""

    code: str
    name: str
    first: str
    super_class: str = ""
    colour: str = ""


@dataclass(frozen=True)
class LandClasses:
    """The catalogue, ready to look up.

    first         first-level classes in the order of the forms
    leaves        what areas are rounded at: second-level classes, and a first-level class without any below it
    supers        (code, name) of the super-classes in order
    leaf_of       any class code of the catalogue -> code of its leaf; a first-level class that has classes below it,
                  but is used as such by a parcel, is a leaf of its own
    """

    first: tuple[LandClass, ...]
    leaves: Mapping[str, LandClass]
    supers: tuple[tuple[str, str], ...]
    leaf_of: Mapping[str, str]

    def children(self, first: str, used: frozenset[str] = frozenset()) -> list[LandClass]:
        """Leaves of a first-level class: those of the form, and the class itself where parcels use it so."""
        below = [leaf for leaf in self.leaves.values() if leaf.first == first and leaf.code != first]
        if not below or first in used:
            below.append(self.leaves[first])
        return below


def read_classes(catalogue: Mapping[str, Any], styles: Mapping[str, LandClassStyle] = {}) -> LandClasses:
    """Build the look-up from the validated catalogue (names in Chinese, as the forms print them).

    styles  of the survey's maps, as `charts.colours.read_land_classes` gives them; charts wear their colours
    """
    entries = {entry["code"]: entry for entry in catalogue["classes"]}

    def chain(code: str) -> list[str]:
        way = [code]
        while entries[way[-1]].get("parent") in entries and entries[way[-1]]["parent"] not in way:
            way.append(entries[way[-1]]["parent"])
        return way

    def land_class(code: str, first: str) -> LandClass:
        entry = entries[code]
        colour = class_style(code, styles).colour if styles else ""
        return LandClass(code, entry["name"]["zh"], first, entry.get("super", ""), colour)

    first, leaves, leaf_of = [], {}, {}
    for code in entries:
        way = chain(code)
        leaf = way[-2] if len(way) > 1 else code
        leaves[leaf] = land_class(leaf, way[-1])
        leaf_of[code] = leaf
        if len(way) == 1:
            first.append(land_class(code, code))
    supers = tuple((entry["code"], entry["name"]["zh"]) for entry in catalogue["super_classes"])
    return LandClasses(tuple(first), leaves, supers, leaf_of)
