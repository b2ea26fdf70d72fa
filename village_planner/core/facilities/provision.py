"""Public facilities against their standards: what a township's people need, what is there, and what lacks.

The need is the planned population times the ratio (per 1,000 people of a group), or so many per village or township;
the gap is the need less what exists. Figures of townships add up to those of districts and the county.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pandas as pd

from ..catalogue import CountyCatalogue, load_catalogue, shown_name
from ..errors import InputError
from ..overlay.balance import round_to_total

THOUSAND = 1000.0
EACH_OF_VILLAGES = ("village", "central_village")
CENTRAL_TOWNS = ("central_town", "sub_central_town")
SLACK = 1e-9  # below which a product is no more than the whole number under it


@dataclass(frozen=True)
class Standard:
    """What one facility is needed for.

    kinds            what the county's layer calls it                     level  "district", "township", "village"
    unit             what it is counted in, as it is printed              size   capacity of a usual new one, 0 unknown
    per_thousand     capacity per 1,000 people of `group`, 0 where it goes by units
    from_population  only townships with more people than this
    each             "village", "central_village", "township", "central_town", "district", "" where it goes by people
    number           how many for each                                    detail what else the standard says, as printed
    """

    id: str
    name: Mapping[str, str]
    kinds: frozenset[str]
    level: str
    unit: str
    per_thousand: float = 0.0
    group: str = ""
    from_population: float = 0.0
    each: str = ""
    number: int = 1
    size: float = 0.0
    detail: str = ""


@dataclass(frozen=True)
class FacilityStandards:
    """The catalogue; `groups` id -> (name, share of all people). indicator, total: of the planned population."""

    standards: tuple[Standard, ...]
    groups: Mapping[str, tuple[Mapping[str, str], float]]
    named: int = 8
    indicator: str = ""
    total: Optional[float] = None


def load_standards(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> FacilityStandards:
    """The catalogue facility_standards. InputError, also invalid_catalogue for a group that does not exist."""
    data = load_catalogue(path, schema, county)
    groups = {item["id"]: (item["name"], float(item["share"])) for item in data["groups"]}
    standards = tuple(_standard(item) for item in data["facilities"])
    for standard in standards:
        if standard.per_thousand and standard.group not in groups:
            raise InputError(
                "unknown_group",
                "Catalogue {file}: facility {facility} is for the group {group}, which is not one of {groups}. Name "
                "one of them, or add the group.",
                file=shown_name(path, county),
                facility=standard.id,
                group=standard.group,
                groups=", ".join(groups),
            )
    ids = [standard.id for standard in standards]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise InputError(
            "duplicate_facility",
            "Catalogue {file}: two facilities have the code {facility}. Rename one of them.",
            file=shown_name(path, county),
            facility=twice,
        )
    planned = data["planned_population"]
    return FacilityStandards(standards, groups, data["named"], planned.get("indicator", ""), planned.get("total"))


def _standard(item: Mapping[str, Any]) -> Standard:
    rule = item["rule"]
    return Standard(
        item["id"],
        item["name"],
        frozenset(plain_kind(kind) for kind in item["kinds"]),
        item["level"],
        item["unit"],
        float(rule.get("per_thousand", 0.0)),
        rule.get("of", ""),
        float(rule.get("from_population", 0.0)),
        rule.get("each", ""),
        int(rule.get("number", 1)),
        float(item.get("size", 0.0)),
        item["detail"],
    )


def plain_kind(kind: str) -> str:
    """A kind of facility as it is compared."""
    return str(kind).strip().casefold()


def planned_population(townships: pd.DataFrame, standards: FacilityStandards) -> tuple[pd.Series, bool]:
    """Township code -> planned persons (NaN unknown), and whether any of them is planned rather than present.

    townships  index code; population, and the indicator's column where there is one
    A township's own figure goes first, then its share of the county's total, then the present population.
    """
    present = pd.to_numeric(townships.get("population", pd.Series(np.nan, townships.index)), errors="coerce")
    present = present.astype(float)
    own = pd.Series(np.nan, townships.index)
    if standards.indicator and standards.indicator in townships:
        own = pd.to_numeric(townships[standards.indicator], errors="coerce").astype(float)
    shared = pd.Series(np.nan, townships.index)
    without = own.isna() & present.notna()
    if standards.total and without.any():
        left = round(standards.total - float(own.sum()))
        if left > 0:
            shared[without] = round_to_total(present[without].to_numpy(), float(left), 1.0)
    return own.fillna(shared).fillna(present), bool((own.notna() | shared.notna()).any())


@dataclass(frozen=True)
class Stock:
    """need, existing: NaN where unknown; uncounted: facilities there of unknown capacity."""

    need: float
    existing: float
    uncounted: int = 0


@dataclass(frozen=True)
class Provision:
    """Of each standard and township (of a standard per district: each district).

    stock    (standard, unit) -> need and what exists
    lacking  (standard, unit) -> codes of the villages or townships without such a facility, largest population first
    strays   facilities that lie in no village of the county, by kind
    """

    stock: Mapping[tuple[str, str], Stock]
    lacking: Mapping[tuple[str, str], tuple[str, ...]]
    strays: Mapping[str, int] = field(default_factory=dict)


def provide(
    standards: FacilityStandards,
    townships: pd.DataFrame,
    villages: pd.DataFrame,
    facilities: pd.DataFrame,
    people: pd.Series,
) -> Provision:
    """Need and stock of every township.

    townships   index code: district, role           villages  index code: township_code, role, population
    facilities  kind, unit_code (village, "" unknown), capacity (NaN unknown)
    people      planned population by township

    What goes by villages or townships counts those that have it, so that need less existing is what lacks.
    """
    towns = [str(code) for code in townships.index]
    found = facilities.assign(kind=facilities["kind"].fillna("").map(plain_kind))
    township_of = villages["township_code"].fillna("").astype(str)
    unit = found["unit_code"].fillna("").astype(str)
    found = found.assign(
        village=unit.where(unit.isin(township_of.index), ""), township=unit.map(township_of).fillna("")
    )
    stock: dict[tuple[str, str], Stock] = {}
    lacking: dict[tuple[str, str], tuple[str, ...]] = {}
    for standard in standards.standards:
        mine = found[found["kind"].isin(standard.kinds)]
        if standard.each:
            _count_units(standard, townships, villages, mine, stock, lacking)
            continue
        share = standards.groups[standard.group][1]
        sites = mine.groupby("township").size()
        known = mine.dropna(subset=["capacity"]).groupby("township")["capacity"]
        capacity, counted = known.sum(), known.size()
        for town in towns:
            here = int(sites.get(town, 0))
            unknown = here - int(counted.get(town, 0))
            persons = people.get(town, np.nan)
            need = np.nan
            if not np.isnan(persons):
                enough = persons > standard.from_population
                need = math.ceil(persons * share * standard.per_thousand / THOUSAND - SLACK) if enough else 0.0
            existing = float(capacity.get(town, 0.0)) if unknown < here or not here else np.nan
            stock[standard.id, town] = Stock(need, existing, unknown)
            lacking[standard.id, town] = _candidates(standard, town, townships, villages, mine)
    strays = found[(found["village"] == "") & found["kind"].isin(_all_kinds(standards))]
    return Provision(stock, lacking, {str(kind): int(n) for kind, n in strays.groupby("kind").size().items()})


def _all_kinds(standards: FacilityStandards) -> frozenset[str]:
    return frozenset(kind for standard in standards.standards for kind in standard.kinds)


def _texts(units: pd.DataFrame, column: str) -> pd.Series:
    if column not in units:
        return pd.Series("", units.index, dtype=object)
    return units[column].where(units[column].notna(), "").astype(str)


def _count_units(
    standard: Standard,
    townships: pd.DataFrame,
    villages: pd.DataFrame,
    mine: pd.DataFrame,
    stock: dict[tuple[str, str], Stock],
    lacking: dict[tuple[str, str], tuple[str, ...]],
) -> None:
    """A standard of so many for each unit; adds to `stock` and `lacking`."""
    if standard.each in EACH_OF_VILLAGES:
        wanted = villages
        if standard.each == "central_village":
            wanted = villages[_texts(villages, "role") == "central_village"]
        there, owner = mine.groupby("village").size(), wanted["township_code"].fillna("").astype(str)
    else:
        wanted = townships
        there, owner = mine.groupby("township").size(), pd.Series(townships.index.astype(str), townships.index)
        if standard.each == "central_town":
            wanted = townships[_texts(townships, "role") == "central_town"]
        elif standard.each == "district":
            in_district = _texts(townships, "district")
            there = mine["township"].map(in_district).fillna("").to_frame("d").groupby("d").size()
            groups = sorted(set(in_district) - {""})
            wanted = pd.DataFrame(index=pd.Index(groups, dtype=object))
            owner = pd.Series(groups, wanted.index, dtype=object)
    order = _by_people(wanted)
    had = pd.Series([min(int(there.get(code, 0)), standard.number) for code in order], index=order, dtype=float)
    places = sorted(set(owner)) if standard.each == "district" else [str(code) for code in townships.index]
    for place in places:
        here = [code for code in order if owner.at[code] == place]
        stock[standard.id, place] = Stock(float(len(here) * standard.number), float(had[here].sum()))
        lacking[standard.id, place] = tuple(str(code) for code in here if had[code] < standard.number)


def _candidates(
    standard: Standard, town: str, townships: pd.DataFrame, villages: pd.DataFrame, mine: pd.DataFrame
) -> tuple[str, ...]:
    """Where a new facility would go: central villages of the township without one, else the township that has none
    (of what serves a district: where it is a central or sub-central town)."""
    if standard.level == "village":
        own = villages[(villages["township_code"] == town) & (_texts(villages, "role") == "central_village")]
        return tuple(str(code) for code in _by_people(own) if code not in set(mine["village"]))
    if town in set(mine["township"]):
        return ()
    central = _texts(townships, "role").get(town, "") in CENTRAL_TOWNS
    return (town,) if central or standard.level == "township" else ()


def _by_people(units: pd.DataFrame) -> list[Any]:
    """Codes, the largest population first, then by code."""
    if "population" not in units:
        return sorted(units.index)
    people = pd.to_numeric(units["population"], errors="coerce").fillna(0)
    return [code for _, code in sorted((-number, code) for code, number in people.items())]


@dataclass(frozen=True)
class Need:
    """need, existing, gap: None where not known; sites: how many facilities of usual size the gap takes, None where
    that is not known; places: where they go, empty where every place has one that can be enlarged."""

    need: Optional[float]
    existing: Optional[float]
    gap: Optional[float]
    sites: Optional[int]
    places: tuple[str, ...]
    uncounted: int = 0


def need_of(provision: Provision, standard: Standard, units: Sequence[str]) -> Optional[Need]:
    """The need of several townships (or districts) together; None where the standard says nothing of them."""
    found = {unit: provision.stock[standard.id, unit] for unit in units if (standard.id, unit) in provision.stock}
    if not found:
        return None
    wanted, had = sum(one.need for one in found.values()), sum(one.existing for one in found.values())
    need = None if math.isnan(wanted) else wanted
    existing = None if math.isnan(had) else had
    gap = None if need is None or existing is None else max(need - existing, 0.0)
    short = {unit: one.need - one.existing for unit, one in found.items() if one.need > one.existing}
    order = sorted(short, key=lambda unit: -short[unit])  # where most lacks goes first
    places = tuple(code for unit in order for code in provision.lacking.get((standard.id, unit), ()))
    sites: Optional[int] = None
    if gap is not None:
        if standard.each:
            sites = round(gap)
        elif gap == 0:
            sites, places = 0, ()
        elif standard.size:
            sites = math.ceil(gap / standard.size - SLACK)
            places = places[:sites]
        elif places:
            sites = len(places)
    return Need(need, existing, gap, sites, places, sum(one.uncounted for one in found.values()))
