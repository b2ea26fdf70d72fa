"""Units of measure: what a text like 亿元 or 元/人 means, and by what a figure in it is multiplied."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Optional


@dataclass(frozen=True)
class Measure:
    """family: money, area … or "length/area" of a rate; factor: how many of the family's base unit it is."""

    family: str
    factor: Fraction


@dataclass(frozen=True)
class Measures:
    """units: name as compared -> measure. prefixed: the same of those that a multiple may stand before.

    prefixes  万, 亿 … -> how many
    """

    units: Mapping[str, Measure]
    prefixed: Mapping[str, Measure]
    prefixes: Mapping[str, Fraction]

    def parse(self, text: str) -> Optional[Measure]:
        """The unit that a text names; None where it names none.

        Rates: 元/人, 处/km², 人/平方公里, 元每人.
        """
        name = _compared(text)
        if not name or len(name) > 30:
            return None
        found = self._simple(name)
        if found is not None:
            return found
        parts = re.split(r"[/每∕]", name)
        if len(parts) != 2:
            return None
        above, below = self._simple(parts[0]), self._simple(parts[1])
        if above is None or below is None:
            return None
        return Measure(f"{above.family}/{below.family}", above.factor / below.factor)

    def _simple(self, name: str) -> Optional[Measure]:
        if name in self.units:
            return self.units[name]
        for prefix, factor in self.prefixes.items():
            base = self.prefixed.get(name[len(prefix) :]) if name.startswith(prefix) else None
            if base is not None:
                return Measure(base.family, factor * base.factor)
        return None

    def factor(self, given: str, wanted: str) -> Optional[Fraction]:
        """By what a figure in `given` is multiplied to be one in `wanted`; None where they do not convert."""
        if _compared(given) == _compared(wanted):
            return Fraction(1)
        one, other = self.parse(given), self.parse(wanted)
        if one is None or other is None or one.family != other.family:
            return None
        return one.factor / other.factor

    def alternatives(self, unit: str) -> list[Fraction]:
        """Factors to `unit` of all units that a figure might silently be in: those of its family, 1 among them."""
        wanted = self.parse(unit)
        if wanted is None or wanted.family in ("count", "share", "angle") or "/" in wanted.family:
            return [Fraction(1)]
        factors = {measure.factor for measure in self.units.values() if measure.family == wanted.family}
        for base in self.prefixed.values():
            if base.family == wanted.family:
                factors |= {
                    base.factor * factor for name, factor in self.prefixes.items() if name in ("千", "万", "亿")
                }
        return sorted(factor / wanted.factor for factor in factors)


def read_measures(items: Sequence[Mapping[str, Any]], prefixes: Mapping[str, str]) -> Measures:
    units: dict[str, Measure] = {}
    prefixed: dict[str, Measure] = {}
    for item in items:
        measure = Measure(item["family"], Fraction(item["factor"]))
        for name in item["names"]:
            units.setdefault(_compared(name), measure)
            if item.get("prefixed"):
                prefixed.setdefault(_compared(name), measure)
    by_length = sorted(prefixes.items(), key=lambda pair: -len(pair[0]))
    return Measures(units, prefixed, {name: Fraction(factor) for name, factor in by_length})


def times(value: float, factor: Fraction) -> float:
    """The product of the number as it is written (not of its binary form) and a factor, rounded once."""
    if factor == 1:
        return value
    return float(Fraction(Decimal(repr(value))) * factor)


@lru_cache(maxsize=4096)
def _compared(text: str) -> str:
    return re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", text).casefold())
