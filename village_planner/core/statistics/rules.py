"""Words and units of measure that statistics workbooks use, from resources/catalogues/statistics.json."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

from ..catalogue import CountyCatalogue, load_catalogue
from .measures import Measures, read_measures

UNIT_ROLES = ("unit", "township", "village")
CODE_ROLES = ("code", "township_code", "village_code")


@dataclass(frozen=True)
class Rules:
    """The catalogue as it is used; texts are kept as they are compared (`plain`).

    missing         texts that say there is no figure            none       those of them that may mean zero
    approximate     signs of an inexact figure, as written
    totals, subtotals, averages   labels of such rows            notes      how notes begin
    headings        plain header -> role of the column           neutral    header words that change nothing
    qualifiers      header words that change the figure          parts      headers that make a part of it
    suffixes        level -> endings a name may lack, longest first
    measures        units of measure                             same_units indicator -> plain further names of its unit
    plausible       indicator -> (lowest, highest)               plausible_by_unit   the same by unit
    additive        indicators whose total is a sum              outlier    see the schema
    years           (first, last)                                candidates how many are listed
    """

    missing: frozenset[str]
    none: frozenset[str]
    approximate: tuple[str, ...]
    totals: frozenset[str]
    subtotals: frozenset[str]
    averages: frozenset[str]
    notes: tuple[str, ...]
    headings: Mapping[str, str]
    neutral: frozenset[str]
    qualifiers: tuple[str, ...]
    parts: frozenset[str]
    suffixes: Mapping[str, tuple[str, ...]]
    characters: Mapping[int, str]
    measures: Measures
    same_units: Mapping[str, tuple[str, ...]]
    plausible: Mapping[str, tuple[float, float]]
    plausible_by_unit: Mapping[str, tuple[float, float]]
    additive: frozenset[str]
    outlier: float
    years: tuple[int, int]
    candidates: int

    @cached_property
    def prefixes(self) -> Mapping[str, Fraction]:
        return self.measures.prefixes

    def is_year(self, number: Any) -> bool:
        return isinstance(number, int) and not isinstance(number, bool) and self.years[0] <= number <= self.years[1]


def load_rules(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> Rules:
    """Read the catalogue; `county` is a county's own (see `load_catalogue`)."""
    return rules_from(load_catalogue(path, schema, county))


def rules_from(data: Mapping[str, Any]) -> Rules:
    """Rules of the content of a catalogue that was checked."""
    headings: dict[str, str] = {}
    for role, names in data["headings"].items():
        for name in names:
            headings.setdefault(plain(name), role)
    return Rules(
        missing=frozenset(compact(text) for text in data["missing"]),
        none=frozenset(compact(text) for text in data["none"]),
        approximate=tuple(data["approximate"]),
        totals=_plain(data["totals"]),
        subtotals=_plain(data["subtotals"]),
        averages=_plain(data["averages"]),
        notes=tuple(plain(text) for text in data["notes"]),
        headings=headings,
        neutral=_plain(data["neutral"]),
        qualifiers=tuple(plain(text) for text in data["qualifiers"]),
        parts=_plain(data["parts"]),
        suffixes={level: tuple(sorted(texts, key=len, reverse=True)) for level, texts in data["suffixes"].items()},
        characters=str.maketrans(data["characters"]),
        measures=read_measures(data["measures"], data["prefixes"]),
        same_units={code: tuple(compact(name) for name in names) for code, names in data["same_units"].items()},
        plausible={code: (low, high) for code, (low, high) in data["plausible"].items()},
        plausible_by_unit={unit: (low, high) for unit, (low, high) in data["plausible_by_unit"].items()},
        additive=frozenset(data["additive"]),
        outlier=data["outlier"],
        years=(data["years"][0], data["years"][1]),
        candidates=data["candidates"],
    )


def _plain(texts: list[str]) -> frozenset[str]:
    return frozenset(plain(text) for text in texts)


def plain(text: str) -> str:
    """A header or label as it is compared: full-width forms, case, spaces and punctuation aside."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold().replace("%", "百分号"))


def compact(text: str) -> str:
    """A figure or unit of measure as it is compared: full-width forms, case and spaces aside."""
    return re.sub(r"[\s\u200b\u200c\u200d\ufeff]", "", unicodedata.normalize("NFKC", text).casefold())
