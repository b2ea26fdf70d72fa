"""The settlement hierarchy of a plan: county seat – central (sub-central) town – central village – ordinary village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message, message
from ..task import SILENT, Task
from .numbers import listed
from .travel import KILOMETRES, Travel

COUNTY_SEAT, CENTRAL_TOWN, SUB_CENTRAL_TOWN = "county_seat", "central_town", "sub_central_town"
CENTRAL_VILLAGE, ORDINARY_VILLAGE = "central_village", "ordinary_village"
TIERS = {COUNTY_SEAT: 1, CENTRAL_TOWN: 2, SUB_CENTRAL_TOWN: 2, CENTRAL_VILLAGE: 3, ORDINARY_VILLAGE: 4}
TOWNS = (CENTRAL_TOWN, SUB_CENTRAL_TOWN)


@dataclass(frozen=True)
class Hierarchy:
    """nodes     one per unit of the tree, index its code: name, role (see `TIERS`), tier (1..4), parent (code, "" for
              the county seat), district (township district), village_district, people (of a village; of a town those of
              its township; of the county seat 0), travel (to the parent, NaN where unknown), reason (`Message`);
              parents stand before their children, within a parent by role and code
    unit      of `travel`, min or km
    problems  what of the plan does not fit a hierarchy; the tree holds every village all the same
    """

    nodes: pd.DataFrame
    unit: str
    problems: tuple[Message, ...]

    def counts(self) -> dict[str, int]:
        """Role -> number of nodes, in the order of the tiers."""
        return {role: int((self.nodes["role"] == role).sum()) for role in TIERS}

    def below(self) -> pd.DataFrame:
        """Index as `nodes`: villages_below and people_below, of all villages in the tree under a node and itself."""
        villages = self.nodes["role"].isin([CENTRAL_VILLAGE, ORDINARY_VILLAGE])
        count = villages.astype(int).to_dict()
        people = self.nodes["people"].where(villages, 0).to_dict()
        for code in reversed(self.nodes.index):  # children first
            parent = self.nodes["parent"][code]
            if parent:
                count[parent] += count[code]
                people[parent] += people[code]
        return pd.DataFrame({"villages_below": count, "people_below": people}).reindex(self.nodes.index)

    def children(self) -> dict[str, list[str]]:
        """Parent -> codes of its children, in order."""
        found: dict[str, list[str]] = {}
        for code, parent in self.nodes["parent"].items():
            found.setdefault(parent, []).append(str(code))
        return found


@dataclass(frozen=True)
class _Parent:
    code: str
    travel: float
    reason: Message


def settlement_hierarchy(
    townships: pd.DataFrame,
    villages: pd.DataFrame,
    county: Mapping[str, str],
    travel: Optional[Travel] = None,
    task: Task = SILENT,
) -> Hierarchy:
    """Build the tree of a plan.

    townships  index code; columns name, role (central_town, sub_central_town or empty), district, population
    villages   index code; columns name, role (central_village or empty), district (village district), township_code,
               population
    county     code and name of the county seat
    travel     between units, villages in the order of their codes, then townships; None: the lower code is taken where
               there is a choice

    A central village belongs to its own township where that is a central or sub-central town, else to the nearest of
    its township district. An ordinary village belongs to the nearest central village of its village district. A tie
    goes to the lower code. The township district of a village is that of its township; no parent lies in another one.

    Raises InputError no_centres where the plan has no central town or no central village.
    """
    townships, villages = _clean(townships), _clean(villages)
    _check_roles(townships, villages)
    villages = villages.assign(parent_district=villages["township_code"].map(townships["district"]).fillna(""))
    problems: list[Message] = []
    finder = _Finder(townships, villages, travel, task)
    county_code = county.get("code") or COUNTY_SEAT
    rows = [_row(county_code, county.get("name", ""), COUNTY_SEAT, _Parent("", np.nan, message("the county's centre")))]
    towns = townships[townships["role"].isin(TOWNS)]
    for code, town in towns.iterrows():
        reason = (
            message("central town of district {district}", district=town["district"])
            if town["role"] == CENTRAL_TOWN
            else message("sub-central town of district {district}", district=town["district"])
        )
        rows.append(_row(code, town["name"], town["role"], _Parent(county_code, np.nan, reason), town))
    for code, village in villages[villages["role"] == CENTRAL_VILLAGE].iterrows():
        parent = finder.town(code, village) or _Parent(
            county_code, np.nan, message("its township district has no central town")
        )
        rows.append(_row(code, village["name"], CENTRAL_VILLAGE, parent, village))
    without: dict[str, list[str]] = {}
    for code, village in villages[villages["role"] != CENTRAL_VILLAGE].iterrows():
        found = finder.central_village(code, village)
        if found is None:
            without.setdefault(str(village["district"]), []).append(str(code))
            town_of = finder.town(code, village)
            found = _Parent(
                county_code if town_of is None else town_of.code,
                np.nan if town_of is None else town_of.travel,
                message("its village district has no central village"),
            )
        rows.append(_row(code, village["name"], ORDINARY_VILLAGE, found, village))
    problems += _problems(townships, villages, without, finder.cut_off)
    unit = KILOMETRES if travel is None else travel.unit
    return Hierarchy(_ordered(pd.DataFrame(rows).set_index("code")), unit, tuple(problems))


def seat_of_county(townships: pd.DataFrame, wanted: str = "") -> tuple[str, Message]:
    """Code of the township in which the county's centre lies, and how that is known.

    townships  index code; columns name, and B2 (minutes to the county seat), score where known
    wanted     code or name that the user gave; else the nearest to the county seat, else the one of highest score

    Raises InputError unknown_unit.
    """
    townships = townships.sort_index()
    if wanted:
        found = townships.index[(townships.index == wanted) | (townships["name"] == wanted)]
        if not len(found):
            raise InputError(
                "unknown_unit",
                "SEAT names {seat}, but no township has this code or name. Choose one of: {townships}.",
                seat=wanted,
                townships=listed([f"{code} {name}" for code, name in townships["name"].items()]),
            )
        return str(found[0]), message("as given")
    for column, sign in (("B2", 1.0), ("score", -1.0)):
        if column in townships and townships[column].notna().any():
            code = str((sign * pd.to_numeric(townships[column])).idxmin())
            name = str(townships["name"][code])
            if column == "B2":
                return code, message("{name}: the shortest way to the county seat", name=name)
            return code, message("{name}: the highest score", name=name)
    return str(townships.index[0]), message("the first township; SEAT may name another")


def check_hierarchy(nodes: pd.DataFrame, villages: Sequence[str]) -> list[Message]:
    """What is wrong with a tree (columns of `Hierarchy.nodes`, rows may repeat a code): [] where all holds.

    villages  codes that must each stand in it once
    """
    problems = []
    times = nodes.index.value_counts()
    missing = sorted(set(villages) - set(times.index))
    twice = sorted(str(code) for code in times.index[times > 1])
    if missing:
        problems.append(message("Villages {codes} are not in the hierarchy.", codes=listed(missing)))
    if twice:
        problems.append(message("Units {codes} stand in the hierarchy more than once.", codes=listed(twice)))
        return problems
    orphans = sorted(str(code) for code, parent in nodes["parent"].items() if parent and parent not in times.index)
    if orphans:
        problems.append(message("Units {codes} belong to a unit that is not in it.", codes=listed(orphans)))
    wrong, crossing = [], []
    for code, parent in nodes["parent"].items():
        if not parent or parent in orphans or parent not in times.index:
            continue
        if nodes["tier"][parent] >= nodes["tier"][code]:
            wrong.append(str(code))
        own, upper = nodes["district"][code], nodes["district"][parent]
        if nodes["tier"][parent] > 1 and own != upper:
            crossing.append(str(code))
    if wrong:
        problems.append(message("Units {codes} do not belong to a higher tier.", codes=listed(sorted(wrong))))
    if crossing:
        problems.append(
            message("Units {codes} belong to a unit of another township district.", codes=listed(sorted(crossing)))
        )
    return problems


class _Finder:
    """Finds the parent of a village; travel is asked once for all."""

    def __init__(self, townships: pd.DataFrame, villages: pd.DataFrame, travel: Optional[Travel], task: Task) -> None:
        self.townships, self.villages = townships, villages
        self.unit = KILOMETRES if travel is None else travel.unit
        self.cut_off: list[str] = []
        self.towns = townships[townships["role"].isin(TOWNS)]
        self.centres = villages[villages["role"] == CENTRAL_VILLAGE]
        self._towns_of = dict(iter(self.towns.groupby("district")))
        self._centres_of = dict(iter(self.centres.groupby(["district", "parent_district"])))
        self._known = travel is not None
        everybody = np.arange(len(villages))
        self._to_town = self._travel(travel, everybody, self._rows(self.towns, townships, len(villages)), task, 0.0)
        self._to_centre = self._travel(travel, everybody, self._rows(self.centres, villages, 0), task, 0.5)

    def town(self, code: Any, village: pd.Series) -> Optional[_Parent]:
        """The town that a village belongs to; None where its township district has none."""
        own = str(village["township_code"])
        of_district = self._towns_of.get(str(village["parent_district"]))
        if village["parent_district"] == "" or of_district is None:
            return None
        away = self._away(self._to_town, code, self.towns, of_district)
        if own in of_district.index:
            return _Parent(own, away[own], message("in the township of {name}", name=_name(self.towns, own)))
        if len(of_district) == 1:
            only = str(of_district.index[0])
            return _Parent(
                only, away[only], message("{name} is its district's only town", name=_name(self.towns, only))
            )
        return self._nearest(code, away, self.towns)

    def central_village(self, code: Any, village: pd.Series) -> Optional[_Parent]:
        """The central village that a village belongs to; None where its village district has none within its township
        district."""
        same = self._centres_of.get((village["district"], village["parent_district"]))
        if village["district"] == "" or same is None:
            return None
        away = self._away(self._to_centre, code, self.centres, same)
        if len(same) == 1:
            only = str(same.index[0])
            return _Parent(
                only,
                away[only],
                message(
                    "{name} is the only central village of village district {district}",
                    name=_name(self.centres, only),
                    district=village["district"],
                ),
            )
        return self._nearest(code, away, self.centres)

    def _nearest(self, code: Any, away: Mapping[str, float], among: pd.DataFrame) -> _Parent:
        order = sorted(away, key=lambda other: (away[other] if np.isfinite(away[other]) else np.inf, other))
        first, second = order[:2]
        names = {"name": _name(among, first), "other": _name(among, second)}
        if not np.isfinite(away[first]):
            if self._known:
                self.cut_off.append(str(code))
            return _Parent(first, np.nan, message("no way is known to any of them; {name} has the lower code", **names))
        nearest = {**names, "travel": f"{away[first]:.1f}", "count": len(order)}
        if away[first] == away[second]:
            return _Parent(
                first, away[first], message("{name} and {other} are equally near; the lower code is taken", **names)
            )
        further = f"{away[second]:.1f}" if np.isfinite(away[second]) else "∞"
        if self.unit == KILOMETRES:
            reason = message(
                "{name} is the nearest of {count}: {travel} km, {other} {further} km", further=further, **nearest
            )
        else:
            reason = message(
                "{name} is the nearest of {count}: {travel} min, {other} {further} min", further=further, **nearest
            )
        return _Parent(first, away[first], reason)

    def _away(self, matrix: NDArray, code: Any, among: pd.DataFrame, wanted: pd.DataFrame) -> dict[str, float]:
        row = self.villages.index.get_loc(code)
        return {str(other): float(matrix[row, among.index.get_loc(other)]) for other in wanted.index}

    @staticmethod
    def _rows(wanted: pd.DataFrame, among: pd.DataFrame, offset: int) -> NDArray:
        return among.index.get_indexer(wanted.index) + offset

    @staticmethod
    def _travel(travel: Optional[Travel], origins: NDArray, destinations: NDArray, task: Task, start: float) -> NDArray:
        if travel is None:
            return np.full((len(origins), len(destinations)), np.nan)
        return travel.between(origins, destinations, task.part(start, start + 0.5))


def _clean(units: pd.DataFrame) -> pd.DataFrame:
    """Texts without missing values, sorted by code."""
    units = units.sort_index()
    for column in ("name", "role", "district", "township_code"):
        if column in units:
            units[column] = units[column].where(units[column].notna(), "").astype(str)
    return units


def _check_roles(townships: pd.DataFrame, villages: pd.DataFrame) -> None:
    if not (townships["role"] == CENTRAL_TOWN).any() or not (villages["role"] == CENTRAL_VILLAGE).any():
        raise InputError(
            "no_centres",
            "The plan has {towns} central towns and {villages} central villages. Choose both first (selectcentres) and "
            "save them with the plan.",
            towns=int((townships["role"] == CENTRAL_TOWN).sum()),
            villages=int((villages["role"] == CENTRAL_VILLAGE).sum()),
        )


def _row(code: Any, name: Any, role: Any, parent: _Parent, unit: Optional[pd.Series] = None) -> dict[str, Any]:
    town = role in TOWNS
    return {
        "code": str(code),
        "name": name,
        "role": role,
        "tier": TIERS[role],
        "parent": parent.code,
        "district": "" if unit is None else unit["district"] if town else unit["parent_district"],
        "village_district": "" if unit is None or town else unit["district"],
        "people": 0.0 if unit is None or pd.isna(unit["population"]) else float(unit["population"]),
        "travel": parent.travel,
        "reason": parent.reason,
    }


def _problems(
    townships: pd.DataFrame, villages: pd.DataFrame, without: Mapping[str, list[str]], cut_off: Sequence[str]
) -> list[Message]:
    problems = []
    homeless = [str(code) for code in villages.index[villages["parent_district"] == ""]]
    if homeless:
        problems.append(
            message(
                "Villages {codes} are in no township district: they hang on the county seat.", codes=listed(homeless)
            )
        )
    with_town = set(townships.loc[townships["role"].isin(TOWNS), "district"])
    bare = sorted(set(villages["parent_district"]) - with_town - {""})
    if bare:
        problems.append(
            message(
                "Township districts {districts} have no central town: their central villages hang on the county seat.",
                districts=listed(bare),
            )
        )
    for district, codes in sorted(without.items()):
        problems.append(
            message(
                "Village district {district} has no central village in the township district of {codes}: they hang on "
                "the town.",
                district=district or "-",
                codes=listed(codes),
            )
        )
    if cut_off:
        problems.append(
            message(
                "No way leads from villages {codes} to the centres of their district; the lower code was taken.",
                codes=listed(sorted(cut_off)),
            )
        )
    return problems


def _ordered(nodes: pd.DataFrame) -> pd.DataFrame:
    """Parents before their children, depth first."""
    rank = {role: number for number, role in enumerate(TIERS)}
    role, parent = nodes["role"].to_dict(), nodes["parent"].to_dict()
    below: dict[str, list[str]] = {}
    for code in sorted(role, key=lambda code: (rank[role[code]], code)):
        below.setdefault(parent[code], []).append(code)
    order: list[str] = []
    waiting = list(reversed(below.get("", [])))
    while waiting:
        code = waiting.pop()
        order.append(code)
        waiting += reversed(below.get(code, []))
    return nodes.loc[order]


def _name(units: pd.DataFrame, code: str) -> str:
    return str(units["name"][code]) or code
