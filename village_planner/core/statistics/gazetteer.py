"""The county's units by code and by name, as workbooks write them, with the nearest ones where none fits."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Optional

import pandas as pd

from ..codes import code_text
from .model import Candidate
from .rules import Rules, plain

COUNTY_DIGITS, TOWNSHIP_DIGITS, VILLAGE_DIGITS, LONG_DIGITS = 6, 9, 12, 19  # domain.md §4.1
SHORTLIST = 30  # names that share most characters are compared closely
CLOSELY = 1000  # labels that get candidates; where more are unknown, the county is another one
LIKE = 0.34  # likeness below which a candidate helps nobody


@dataclass(frozen=True)
class Unit:
    level: str
    code: str
    name: str
    township: str  # code of a village's township, "" of a township


@dataclass(frozen=True)
class Match:
    """units: those a label may mean: one where it is certain, several where it is not, none where nothing fits.

    how    "name" (as it is), "short" (without 镇, 村 …), "renamed" (乡 for 镇) or "variant" (traditional characters)
    """

    units: tuple[Unit, ...] = ()
    how: str = ""

    @property
    def unit(self) -> Optional[Unit]:
        return self.units[0] if len(self.units) == 1 else None


class Gazetteer:
    """Units by code and by name."""

    def __init__(self, units: Sequence[Unit], county_name: str, rules: Rules) -> None:
        self.units = tuple(units)
        self.county_name = county_name
        self._rules = rules
        self._codes = {unit.code: unit for unit in units}
        self._full: dict[str, list[Unit]] = defaultdict(list)
        self._short: dict[str, list[Unit]] = defaultdict(list)
        self._characters: dict[str, list[int]] = defaultdict(list)
        self._names = [self.compared(unit.name) for unit in units]
        self._memory: dict[str, Match] = {}
        self._compared_closely: set[str] = set()
        for number, (unit, name) in enumerate(zip(units, self._names)):
            self._full[name].append(unit)
            for short in self._shortened(name, unit.level):
                self._short[short].append(unit)
            for character in set(name):
                self._characters[character].append(number)
        counties = Counter(unit.code[:COUNTY_DIGITS] for unit in units if unit.code.isdigit())
        self.county_code = counties.most_common(1)[0][0] if counties else ""

    @classmethod
    def build(cls, townships: pd.DataFrame, villages: pd.DataFrame, rules: Rules, county_name: str = "") -> Gazetteer:
        """townships: columns code, name; villages: code, name, township_code (as in the planning database)."""
        units = [
            Unit("township", code, str(name or ""), "")
            for code, name in zip(code_text(townships["code"]), townships["name"])
        ]
        units += [
            Unit("village", code, str(name or ""), township)
            for code, name, township in zip(
                code_text(villages["code"]), villages["name"], code_text(villages["township_code"])
            )
        ]
        return cls(units, county_name, rules)

    # ---- names as they are compared
    def compared(self, text: str) -> str:
        return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).translate(self._rules.characters)

    def _shortened(self, name: str, level: str) -> list[str]:
        """The name without its ending, where at least two characters stay; none where it has no such ending."""
        for suffix in self._rules.suffixes[level]:
            if name.endswith(suffix) and len(name) - len(suffix) >= 2:
                return [name[: -len(suffix)]]
        return []

    # ---- finding
    def by_code(self, code: str) -> Optional[Unit]:
        """A unit by any form of its code: 19 digits (a village's 12 first), 12 ending in 000 (a township's 9)."""
        if code in self._codes:
            return self._codes[code]
        if code.isdigit():
            if len(code) == LONG_DIGITS:
                code = code[:VILLAGE_DIGITS]
            if len(code) == VILLAGE_DIGITS and code not in self._codes and code.endswith("000"):
                code = code[:TOWNSHIP_DIGITS]
        return self._codes.get(code)

    def looks_like_code(self, text: str) -> bool:
        return text in self._codes or (text.isdigit() and len(text) in (9, 12, 19))

    def find(self, label: str, level: Optional[str] = None, township: Optional[str] = None) -> Match:
        """The units that a name may mean.

        level     only units of that level       township  only villages of that township, and the township itself
        """
        match = self._find(label)
        units = tuple(
            unit
            for unit in match.units
            if (level is None or unit.level == level)
            and (township is None or unit.level == "township" or unit.township == township)
        )
        return Match(units, match.how if units else "")

    def _find(self, label: str) -> Match:
        known = self._memory.get(label)
        if known is None:
            known = self._memory[label] = self._search(label)
        return known

    def _search(self, label: str) -> Match:
        name = self.compared(label)
        if not name:
            return Match()
        written = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", label))
        how = "name" if written == name else "variant"
        if name in self._full:
            return Match(tuple(self._full[name]), how)
        # 观桥 for 观桥镇; 观桥村 for 观桥村民委员会: the endings of both sides are left out, level by level
        found: list[Unit] = []
        for level in ("township", "village"):
            short = self._shortened(name, level)
            for stem in (name, *short):
                near = self._short.get(stem, []) + (self._full.get(stem, []) if short else [])
                found += [
                    unit
                    for unit in near
                    if unit.level == level and unit not in found and not self._other_kind(name, unit, bool(short))
                ]
        if not found:
            return Match()
        if how == "name":
            ends = {self.compared(unit.name)[-1:] for unit in found}
            renamed = self._shortened(name, found[0].level) and name[-1:] not in ends and name[-1:] in "镇乡"
            how = "renamed" if renamed else "short"
        return Match(tuple(found), how)

    def _other_kind(self, name: str, unit: Unit, ended: bool) -> bool:
        """A village is not the community of the same stem (观桥村, 观桥社区), nor a village a township."""
        other = self.compared(unit.name)
        if not ended or unit.level != "village" or not self._shortened(other, "village"):
            return False
        return _is_community(name) != _is_community(other)

    def candidates(
        self, label: str, level: Optional[str] = None, township: Optional[str] = None
    ) -> tuple[Candidate, ...]:
        """The units whose names are nearest, best first: by shared characters, then by difflib's ratio."""
        if label not in self._compared_closely and len(self._compared_closely) >= CLOSELY:
            return ()
        self._compared_closely.add(label)
        name = self.compared(label)
        shared: Counter[int] = Counter()
        for character in set(name):
            shared.update(self._characters.get(character, ()))
        scored = []
        for number, _ in shared.most_common(SHORTLIST * (4 if township else 1)):
            unit = self.units[number]
            if level is not None and unit.level != level:
                continue
            likeness = max(
                SequenceMatcher(None, one, other).ratio()
                for one, other in (
                    (name, self._names[number]),
                    (self._stem(name), self._stem(self._names[number])),
                )
            )
            if township and township in (unit.township, unit.code):
                likeness = min(1.0, likeness + 0.1)
            if likeness >= LIKE:
                scored.append((-likeness, unit.code, unit))
        scored.sort(key=lambda item: item[:2])
        return tuple(
            Candidate(unit.code, self.title(unit), round(-negative, 2))
            for negative, _, unit in scored[: self._rules.candidates]
        )

    def _stem(self, name: str) -> str:
        for suffix in (*self._rules.suffixes["village"], *self._rules.suffixes["township"]):
            if name.endswith(suffix) and len(name) > len(suffix):
                return name[: -len(suffix)]
        return name

    def title(self, unit: Unit) -> str:
        """A unit's name; of a village with its township's before it."""
        township = self._codes.get(unit.township)
        return f"{township.name} {unit.name}" if township else unit.name

    def of_level(self, level: str) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.level == level)

    def is_total(self, label: str) -> bool:
        """True of what the last row of a table is called."""
        name = plain(label)
        return name in self._rules.totals or name in self._rules.subtotals

    def foreign(self, code: str) -> bool:
        """True of a national code whose county is not this one."""
        return (
            bool(self.county_code)
            and code.isdigit()
            and len(code) in (TOWNSHIP_DIGITS, VILLAGE_DIGITS, LONG_DIGITS)
            and code[:COUNTY_DIGITS] != self.county_code
        )


def _is_community(name: str) -> bool:
    return "社区" in name or name.endswith(("居委会", "居民委员会", "居"))
