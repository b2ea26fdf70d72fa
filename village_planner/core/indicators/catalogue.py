"""The indicators a county scores with, read from its catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
class Source:
    """Where a figure comes from.

    kind       "imported" from a table of statistics, or "computed" from layers
    table      {"zh", "en"} name of the table it is usually found in; empty where computed
    measure    id of the measure that computes it; empty where imported
    layers     layers and tables of the planning database that the measure reads
    arguments  what the measure needs to know, by name
    """

    kind: str
    table: Mapping[str, str] = field(default_factory=dict)
    measure: str = ""
    layers: tuple[str, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Indicator:
    """One figure known of a unit.

    code      name of its field           group    id of its group
    zh, en    names                       unit     {"zh", "en"}, as printed
    cost      True where less is better   levels   "township", "village"
    kind      "indicator" (scored) or "feature" (only describes a unit)
    decimals  digits shown                missing  what a missing value means: "error", "median" or "worst" of the
                                                   other units; the last two are told in a warning
    source    where the figure comes from, None where the catalogue does not say
    formula   {"zh", "en"} in words, may be empty
    normalisation   instead of that of the run; None: that of the run
    log       True: the logarithm is taken before normalising (see `normalise.logarithm`)
    aliases   other names that a workbook may use
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
    source: Optional[Source] = None
    formula: Mapping[str, str] = field(default_factory=dict)
    normalisation: Optional[str] = None
    log: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class JudgementPlan:
    """limit, the consistency ratio judgements must not exceed; random_index for 1, 2, 3 … things compared."""

    limit: float
    random_index: tuple[float, ...]


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
    judgements: JudgementPlan

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

    Beyond the schema: codes and group ids are unique, every indicator's group exists, a source says where from, and
    no two indicators of a level go by the same alias.
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
        _check_source(file, item)
    for level in ("township", "village"):
        _check_aliases(file, [item for item in data["indicators"] if level in item["levels"]])
    stability, judgements = data["stability"], data["judgements"]
    return IndicatorCatalogue(
        groups,
        tuple(_indicator(item, data["missing"]) for item in data["indicators"]),
        StabilityPlan(stability["top"], tuple(stability["changes"]), stability["random_sets"]),
        JudgementPlan(judgements["limit"], tuple(judgements["random_index"])),
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
        source=_source(item["source"]) if "source" in item else None,
        formula=item.get("formula", {}),
        normalisation=item.get("normalisation"),
        log=item["log"],
        aliases=tuple(item["aliases"]),
    )


def _source(item: dict[str, Any]) -> Source:
    return Source(
        item["kind"], item.get("table", {}), item.get("measure", ""), tuple(item["layers"]), item["arguments"]
    )


def _check_source(file: Union[Path, str], item: dict[str, Any]) -> None:
    source = item.get("source")
    if source and source["kind"] == "computed" and "measure" not in source:
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file}: indicator {indicator} is computed, but its source names no measure. Name the measure, "
            "or call the source imported.",
            file=file,
            indicator=item["code"],
        )


def _check_aliases(file: Union[Path, str], items: Sequence[dict[str, Any]]) -> None:
    """A header that means two indicators of one level would be read as either."""
    owners: dict[str, str] = {}
    for item in items:
        for name in {item["code"], item["zh"], item["en"]}:
            owners.setdefault(name, item["code"])
    for item in items:
        for alias in item["aliases"]:
            if owners.setdefault(alias, item["code"]) != item["code"]:
                raise InputError(
                    "invalid_catalogue",
                    "Catalogue {file}: indicators {first} and {second} both go by {name}. Leave it to one of them.",
                    file=file,
                    first=owners[alias],
                    second=item["code"],
                    name=alias,
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
