"""The indicators that are passed down, read from the catalogue binding_indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..catalogue import CatalogueText, CountyCatalogue, load_catalogue
from ..errors import InputError

FLOOR, CAP, EXPECTED = "floor", "cap", "expected"
PRESENT, POPULATION, AREA, BUILDABLE, NOTHING = "present", "population", "area", "buildable", "nothing"
HOUSEHOLDS = "households"
BASES = (PRESENT, POPULATION, AREA, BUILDABLE)


@dataclass(frozen=True)
class Measure:
    """How a present figure is measured, all ways added up: land classes by their beginnings, a super-class of the
    survey, settlement codes by their beginnings, ground within a control line. net: ridges deducted where known."""

    classes: tuple[str, ...]
    super_class: str
    settlement: tuple[str, ...]
    line: str
    net: bool


@dataclass(frozen=True)
class Rate:
    """per population or households; `of`: the indicator it is the rate of ("" where none), times factor."""

    per: str
    of: str
    factor: float


@dataclass(frozen=True)
class BindingIndicator:
    """One indicator. kind floor, cap or expected; m2: square metres in one unit; basis: what proposals are in
    proportion to, the first that is known; least, most: limits of proposals; rate: None where it is summed."""

    code: str
    zh: str
    en: str
    unit: Mapping[str, str]
    kind: str
    decimals: int
    m2: float
    present: Optional[Measure]
    basis: tuple[str, ...]
    least: str
    most: str
    rate: Optional[Rate]
    aliases: tuple[str, ...]

    @property
    def digit(self) -> float:
        """The last digit that is shown, e.g. 0.01."""
        return float(10.0**-self.decimals)


@dataclass(frozen=True)
class RuralShare:
    """part / whole of the units of these levels is at least `least` (0 to 1)."""

    part: str
    whole: str
    least: float
    levels: tuple[str, ...]


@dataclass(frozen=True)
class BindingCatalogue:
    indicators: tuple[BindingIndicator, ...]
    rural_share: Optional[RuralShare]
    not_buildable: frozenset[str]

    def get(self, code: str) -> Optional[BindingIndicator]:
        return next((item for item in self.indicators if item.code == code), None)

    def names(self) -> dict[str, str]:
        """Code, Chinese and English name and every alias -> code."""
        return {text: item.code for item in self.indicators for text in (*item.aliases, item.en, item.zh, item.code)}


def load_binding_indicators(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> BindingCatalogue:
    """Read the catalogue (`load_catalogue` tells of paths and errors).

    Beyond the schema: codes and names are unique, and what a basis, a rate or the rural share names is listed (a basis
    before the indicator that uses it). Raises InputError invalid_catalogue.
    """
    data = load_catalogue(path, schema, county)
    file = county.shown if isinstance(county, CatalogueText) else county or path
    indicators = tuple(_indicator(item) for item in data["indicators"])
    seen: list[str] = []
    for item in indicators:
        for name in (item.code, item.zh, item.en, *item.aliases):
            if name in seen:
                raise _invalid(file, item.code, name)
        for base in item.basis:
            if base not in BASES and base not in {earlier.code for earlier in indicators[: indicators.index(item)]}:
                raise _unlisted(file, item.code, base)
        if PRESENT in (item.least, item.most) and item.present is None:
            raise _unlisted(file, item.code, PRESENT)
        seen += {item.code, item.zh, item.en, *item.aliases}
    codes = {item.code for item in indicators}
    for item in indicators:
        if item.rate is not None and item.rate.of and item.rate.of not in codes:
            raise _unlisted(file, item.code, item.rate.of)
    share = data.get("rural_share")
    if share is not None:
        for code in (share["part"], share["whole"]):
            if code not in codes:
                raise _unlisted(file, "rural_share", code)
        share = RuralShare(share["part"], share["whole"], share["least_percent"] / 100, tuple(share["levels"]))
    return BindingCatalogue(indicators, share, frozenset(data["not_buildable"]))


def _indicator(item: Mapping[str, Any]) -> BindingIndicator:
    present, rate = item.get("present"), item.get("rate")
    return BindingIndicator(
        code=item["code"],
        zh=item["zh"],
        en=item["en"],
        unit=item["unit"],
        kind=item["kind"],
        decimals=item["decimals"],
        m2=float(item["m2"]),
        present=None if present is None else _measure(present),
        basis=tuple(base for base in item["basis"] if base != PRESENT or present is not None),
        least=item["least"],
        most=item["most"],
        rate=None if rate is None else Rate(rate["per"], rate.get("of", ""), float(rate["factor"])),
        aliases=tuple(item["aliases"]),
    )


def _measure(item: Mapping[str, Any]) -> Measure:
    return Measure(
        tuple(item.get("classes", ())),
        item.get("super_class", ""),
        tuple(item.get("settlement", ())),
        item.get("line", ""),
        item["net"],
    )


def _invalid(file: Any, indicator: str, name: str) -> InputError:
    return InputError(
        "invalid_catalogue",
        "Catalogue {file}: indicator {indicator} goes by “{name}”, as another one does. Give each its own name.",
        file=file,
        indicator=indicator,
        name=name,
    )


def _unlisted(file: Any, indicator: str, name: str) -> InputError:
    return InputError(
        "invalid_catalogue",
        "Catalogue {file}: {indicator} names {name}, which is not there. Name an indicator that is listed (a basis: "
        "before it), or remove it.",
        file=file,
        indicator=indicator,
        name=name,
    )
