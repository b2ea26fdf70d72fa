"""From the classes of the land survey to those of plans, and what plan classes count as (catalogue plan_conversion).

The trial list of 2020 and the list of 2023 use some codes for different things, so every code is of one version; the
base year is put into the codes of the planned layer's version, never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..catalogue import CountyCatalogue, load_catalogue, shown_name
from ..errors import InputError

TOWN, VILLAGE, OUTSIDE = "town", "village", "outside"
PLACES = (TOWN, VILLAGE, OUTSIDE)
WHOLE = 100.0  # percent
SLACK = 1e-6


@dataclass(frozen=True)
class CodeSet:
    """Codes that begin with one of `codes` and with none of `but`."""

    codes: tuple[str, ...]
    but: tuple[str, ...] = ()

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code.startswith(self.codes) and not (self.but and code.startswith(self.but))

    def length(self, code: str) -> int:
        """Length of the longest of the codes that `code` begins with; 0 where it is not of the set."""
        return max((len(prefix) for prefix in self.codes if code.startswith(prefix)), default=0) if code in self else 0


def code_set(item: Mapping[str, Any], version: str) -> CodeSet:
    """The set of a catalogue's entry (codes, except, codes_2020, except_2020) in the codes of a version."""
    own = version == "2020"
    codes = item.get("codes_2020", item["codes"]) if own else item["codes"]
    but = item.get("except_2020", item.get("except", ())) if own else item.get("except", ())
    return CodeSet(tuple(codes), tuple(but))


@dataclass(frozen=True)
class Split:
    """A survey class that several plan classes share.

    shares  plan class -> share (sum 1); by_hand False where they are the catalogue's default, one class
    """

    survey: tuple[str, ...]
    name: str
    shares: Mapping[str, float]
    by_hand: bool


@dataclass(frozen=True)
class PlanConversion:
    """The catalogue for one version of plan classes.

    version       "2020" or "2023"
    direct        (survey class, place) -> plan class; place "" for wherever it lies
    splits        the survey classes that are to be split by hand
    settlements   place -> what settlement codes of it begin with      lines  place -> kinds of control lines
    construction, linkage  plan classes that are construction land; that linkage exchanges
    farmland      plan classes that are farmland
    gains         (kind of gain, super-classes of the survey; empty for the rest), the first that fits
    """

    version: str
    direct: Mapping[tuple[str, str], str]
    splits: tuple[Split, ...]
    settlements: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, frozenset[str]]
    construction: CodeSet
    linkage: CodeSet
    farmland: CodeSet
    gains: tuple[tuple[str, frozenset[str]], ...]

    def plan_classes(self, survey: str, place: str) -> Mapping[str, float]:
        """Plan class -> share of the survey class's ground there (sum 1); empty for a class that is not known."""
        for split in self.splits:
            if survey in split.survey:
                return split.shares
        code = self.direct.get((survey, place)) or self.direct.get((survey, ""))
        return {} if code is None else {code: 1.0}

    def place(self, settlement: str) -> str:
        """Where ground with that settlement code lies: in a town, in a village, outside both."""
        for place in (TOWN, VILLAGE):
            codes = self.settlements[place]
            if codes and settlement.startswith(codes):
                return place
        return OUTSIDE

    def planned_place(self, settlement: str, lines: Iterable[str], planned: str) -> str:
        """Where ground is to lie: as now; construction land inside one of a place's lines there."""
        if planned in self.construction:
            kinds = set(lines)
            for place in (TOWN, VILLAGE):
                if kinds & self.lines[place]:
                    return place
        return self.place(settlement)

    def gain(self, super_class: str) -> str:
        """What farmland is called that is made of ground of that super-class: consolidated, developed, reclaimed."""
        return next((kind for kind, supers in self.gains if not supers or super_class in supers), "consolidated")


def read_conversion(catalogue: Mapping[str, Any], version: str, shown: str = "plan_conversion") -> PlanConversion:
    """The validated catalogue in the codes of a version.

    shown  what messages call it
    Errors: InputError invalid_catalogue for shares that do not sum to 100.
    """
    key = f"plan_{version}"
    direct: dict[tuple[str, str], str] = {}
    for item in catalogue["from_survey"]:
        direct.setdefault((item["survey"], item.get("inside", "")), item.get(key, item["plan_2023"]))
    splits = []
    for item in catalogue["splits"]:
        given = item.get("shares", [])
        sum_ = sum(float(share["percent"]) for share in given)
        if given and abs(sum_ - WHOLE) > SLACK:
            raise InputError(
                "invalid_catalogue",
                "Catalogue {file}: the shares of {name} sum to {sum:g} %. Make them 100 %, or leave them out.",
                file=shown,
                name=f"{item['zh']}（{item['survey'][0]}）",
                sum=sum_,
            )
        shares: dict[str, float] = {}
        for share in given:
            shares[share["plan"]] = shares.get(share["plan"], 0.0) + float(share["percent"]) / WHOLE
        splits.append(
            Split(tuple(item["survey"]), item["zh"], shares or {item["default"][key]: 1.0}, by_hand=bool(given))
        )
    places = catalogue["places"]
    return PlanConversion(
        version,
        direct,
        tuple(splits),
        {place: tuple(places[place]["settlement"]) for place in (TOWN, VILLAGE)},
        {place: frozenset(places[place]["lines"]) for place in (TOWN, VILLAGE)},
        code_set(catalogue["construction"], version),
        code_set(catalogue["linkage"], version),
        CodeSet(tuple(catalogue["farmland"]["codes"])),
        tuple((rule["kind"], frozenset(rule.get("super", ()))) for rule in catalogue["farmland"]["gains"]),
    )


def load_conversion(
    path: Path, schema: Path, version: str, county: Optional[CountyCatalogue] = None
) -> PlanConversion:
    """The catalogue plan_conversion, the county's own where there is one."""
    return read_conversion(load_catalogue(path, schema, county), version, shown_name(path, county))


def names_of_classes(catalogue: Mapping[str, Any], version: str) -> Mapping[str, str]:
    """Plan class -> its Chinese name, in the order of the list (catalogue plan_classes)."""
    items: Sequence[Mapping[str, str]] = catalogue[f"plan_{version}"]
    return {item["code"]: item["zh"] for item in items}
