"""The indicators a county scores with, read from its catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from ..catalogue import CatalogueText, CountyCatalogue, load_catalogue
from ..errors import InputError


@dataclass(frozen=True)
class Group:
    """A group of indicators; its score is the field ``score_<id>``."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True)
class Indicator:
    """One figure known of a unit.

    code      name of its field           group    id of its group
    zh, en    names                       unit     {"zh", "en"}, as printed
    cost      True where less is better   levels   "township", "village"
    kind      "indicator" (scored) or "feature" (only describes a unit)
    decimals  digits shown                missing  "error" or "median": what a missing value means
    """

    code: str
    zh: str
    en: str
    group: str
    unit: Mapping[str, str]
    cost: bool
    levels: tuple[str, ...]
    kind: str
    decimals: int
    missing: str


@dataclass(frozen=True)
class StabilityPlan:
    """The trials of a ranking: units that count as top, changes of single weights, number of random weight sets."""

    top: Mapping[str, int]
    changes: tuple[float, ...]
    random_sets: int


@dataclass(frozen=True)
class IndicatorCatalogue:
    """All indicators, in the catalogue's order, and their groups."""

    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    stability: StabilityPlan

    def get(self, code: str) -> Optional[Indicator]:
        return next((item for item in self.indicators if item.code == code), None)

    def group(self, id: str) -> Optional[Group]:
        return next((group for group in self.groups if group.id == id), None)

    def of(self, level: str, kind: str = "indicator") -> tuple[Indicator, ...]:
        """The indicators (or features) of a level."""
        return tuple(item for item in self.indicators if level in item.levels and item.kind == kind)

    def scored(self, fields: Sequence[str]) -> list[str]:
        """Those of `fields` that are indicators, in the catalogue's order."""
        known = set(fields)
        return [item.code for item in self.indicators if item.kind == "indicator" and item.code in known]


def load_indicators(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> IndicatorCatalogue:
    """Read the catalogue of indicators (`load_catalogue` tells of paths and errors).

    Beyond the schema: codes and group ids are unique, and every indicator's group exists.
    """
    data = load_catalogue(path, schema, county)
    file = county.shown if isinstance(county, CatalogueText) else county or path
    _unique(file, "groups", [group["id"] for group in data["groups"]])
    _unique(file, "indicators", [item["code"] for item in data["indicators"]])
    groups = tuple(Group(**group) for group in data["groups"])
    known = [group.id for group in groups]
    for item in data["indicators"]:
        if item["group"] not in known:
            raise InputError(
                "unknown_group",
                "Catalogue {file}: indicator {indicator} is in group {group}, which is not listed. Choose one of: "
                "{groups}.",
                file=file,
                indicator=item["code"],
                group=item["group"],
                groups=", ".join(known),
            )
    return IndicatorCatalogue(
        groups,
        tuple(_indicator(item, data["missing"]) for item in data["indicators"]),
        StabilityPlan(data["stability"]["top"], tuple(data["stability"]["changes"]), data["stability"]["random_sets"]),
    )


def _indicator(item: dict[str, Any], missing: str) -> Indicator:
    return Indicator(
        code=item["code"],
        zh=item["zh"],
        en=item["en"],
        group=item["group"],
        unit=item["unit"],
        cost=item["direction"] == "cost",
        levels=tuple(item["levels"]),
        kind=item["kind"],
        decimals=item["decimals"],
        missing=item.get("missing", missing),
    )


def _unique(file: Union[Path, str], place: str, values: Sequence[str]) -> None:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file}, at {place}: {values} listed more than once. Keep one of each.",
            file=file,
            place="/" + place,
            values=", ".join(twice),
        )
