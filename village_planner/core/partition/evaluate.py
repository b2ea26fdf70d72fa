"""Judging a plan: every broken rule with district and unit, the terms, a row per district.

Written apart from the search and sharing none of its bookkeeping: `partitiondistricts` returns nothing that this
module finds fault with, and `evaluateplan` uses it on plans drawn by hand, however broken.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from ..messages import Message, message
from ..order import natural
from ..overlay.ellipsoid import ellipsoid_areas
from .objective import Objective, Terms
from .problem import Rules, Units, some
from .share import band, largest_remainder


@dataclass(frozen=True)
class Finding:
    """One broken rule. unit_code is empty where the rule concerns a district or the plan as a whole."""

    rule: str
    district: str
    unit_code: str
    message: Message


@dataclass(frozen=True)
class Evaluation:
    """findings; the terms; codes of the districts in order; (n,) position of each unit's district, -1 unassigned."""

    findings: tuple[Finding, ...]
    terms: Terms
    codes: tuple[str, ...]
    district: NDArray

    @property
    def valid(self) -> bool:
        return not self.findings


def judge(units: Units, rules: Rules, assigned: NDArray, objective: Objective | None = None) -> Evaluation:
    """Check a plan against every rule.

    assigned  (n,) district codes as text, "" for a unit without one
    """
    objective = objective or Objective(units, rules)
    codes = sorted({code for code in assigned.tolist() if code}, key=natural)
    number = {code: i for i, code in enumerate(codes)}
    district = np.array([number.get(code, -1) for code in assigned.tolist()], dtype=int)
    findings = [
        *_unassigned(units, district),
        *_numbers(units, rules, district, codes),
        *_districts(units, rules, district, codes),
        *_crossing(units, rules, district, codes),
        *_groups(units, district, codes),
        *_locks(units, district, codes),
    ]
    return Evaluation(tuple(findings), objective.terms(district), tuple(codes), district)


def _unassigned(units: Units, district: NDArray) -> list[Finding]:
    return [
        Finding("unassigned", "", str(units.codes[i]), message("Unit {unit} is in no district.", unit=units.codes[i]))
        for i in np.flatnonzero(district < 0)
    ]


def expected_districts(units: Units, rules: Rules, district: NDArray) -> NDArray:
    """(parents,) number of districts: the sharing of interface.md for a given total, else what the plan has."""
    parents = len(units.parents)
    most = np.bincount(units.parent, minlength=parents)
    if parents <= rules.districts <= units.n:
        population = np.bincount(units.parent, weights=units.population, minlength=parents)
        return largest_remainder(population, most, rules.districts)
    return np.array([max(1, len(set(district[(units.parent == p) & (district >= 0)]))) for p in range(parents)])


def _numbers(units: Units, rules: Rules, district: NDArray, codes: list[str]) -> list[Finding]:
    if not rules.districts:
        return []
    findings = []
    if len(codes) != rules.districts:
        findings.append(
            Finding(
                "number",
                "",
                "",
                message("{found} districts instead of {wanted}.", found=len(codes), wanted=rules.districts),
            )
        )
    if len(units.parents) > 1:
        expected = expected_districts(units, rules, district)
        for p, name in enumerate(units.parents):
            found = len(set(district[(units.parent == p) & (district >= 0)]))
            if found != expected[p]:
                text = message(
                    "Parent {parent}: {found} districts instead of {wanted}.",
                    parent=name,
                    found=found,
                    wanted=int(expected[p]),
                )
                findings.append(Finding("number", "", "", text))
    return findings


def _districts(units: Units, rules: Rules, district: NDArray, codes: list[str]) -> list[Finding]:
    findings: list[Finding] = []
    graph = units.contiguity.matrix()
    expected = expected_districts(units, rules, district)
    parent_population = np.bincount(units.parent, weights=units.population, minlength=len(units.parents))
    for d, code in enumerate(codes):
        members = np.flatnonzero(district == d)
        findings += _pieces(units, members, graph, code)
        parents, counts = np.unique(units.parent[members], return_counts=True)
        home = int(parents[np.argmax(counts)])
        if len(parents) > 1:
            findings += [
                Finding(
                    "nesting",
                    code,
                    str(units.codes[i]),
                    message(
                        "District {district} lies in {home}, but unit {unit} belongs to {parent}.",
                        district=code,
                        home=units.parents[home],
                        unit=units.codes[i],
                        parent=units.parents[units.parent[i]],
                    ),
                )
                for i in members[units.parent[members] != home]
            ]
        population = float(units.population[members].sum())
        low, high = band(float(parent_population[home]), int(expected[home]), rules)
        if not low <= population <= high:
            side = (
                message("District {district}: {population:,.0f} people, above the limit of {limit:,.0f}.",
                        district=code, population=population, limit=high)
                if population > high
                else message("District {district}: {population:,.0f} people, below the limit of {limit:,.0f}.",
                             district=code, population=population, limit=low)
            )  # fmt: skip
            findings.append(Finding("population", code, "", side))
        if rules.min_units is not None and len(members) < rules.min_units:
            text = message("District {district}: {count} units, fewer than {limit}.", district=code, count=len(members),
                           limit=rules.min_units)  # fmt: skip
            findings.append(Finding("units", code, "", text))
        if rules.max_units is not None and len(members) > rules.max_units:
            text = message("District {district}: {count} units, more than {limit}.", district=code, count=len(members),
                           limit=rules.max_units)  # fmt: skip
            findings.append(Finding("units", code, "", text))
        if units.contains is not None and not units.contains[members].any():
            text = message("District {district} holds none of the units marked in {field}.", district=code,
                           field=rules.contains)  # fmt: skip
            findings.append(Finding("contains", code, "", text))
    return findings


def _pieces(units: Units, members: NDArray, graph: object, code: str) -> list[Finding]:
    count, piece = connected_components(graph[members][:, members], directed=False)  # type: ignore[index]
    if count == 1:
        return []
    main = int(np.argmax(np.bincount(piece)))
    return [
        Finding(
            "contiguity",
            code,
            str(units.codes[i]),
            message(
                "District {district} is in {count} pieces: unit {unit} is cut off from the largest.",
                district=code,
                count=count,
                unit=units.codes[i],
            ),
        )
        for i in members[piece != main]
    ]


def crossing_districts(units: Units, district: NDArray) -> list[int]:
    """Districts that hold units of more than one township."""
    if units.township is None:
        return []
    held: dict[int, set[int]] = {}
    for d, t in zip(district.tolist(), units.township.tolist()):
        if d >= 0:
            held.setdefault(d, set()).add(t)
    return sorted(d for d, townships in held.items() if len(townships) > 1)


def _crossing(units: Units, rules: Rules, district: NDArray, codes: list[str]) -> list[Finding]:
    crossing = crossing_districts(units, district)
    if units.township is None or rules.max_crossing is None or len(crossing) <= rules.max_crossing:
        return []
    return [
        Finding(
            "crossing",
            codes[d],
            "",
            message(
                "District {district} crosses townships ({townships}): {found} districts do, {limit} may.",
                district=codes[d],
                townships=some([units.townships[t] for t in sorted(set(units.township[district == d].tolist()))]),
                found=len(crossing),
                limit=rules.max_crossing,
            ),
        )
        for d in crossing
    ]


def _groups(units: Units, district: NDArray, codes: list[str]) -> list[Finding]:
    """TOGETHER, APART and nominated centres."""
    findings: list[Finding] = []
    for labels in (units.together, units.centre):
        if labels is None:
            continue
        for label in range(int(labels.max(initial=-1)) + 1):
            members = np.flatnonzero(labels == label)
            homes = district[members]
            if len(set(homes.tolist())) > 1:
                known = homes[homes >= 0]
                main = np.bincount(known).argmax() if len(known) else -1
                findings += [
                    Finding("together", _code(codes, district[i]), str(units.codes[i]),
                            message("Unit {unit} must stay together with {others}.", unit=units.codes[i],
                                    others=some(units.codes[members[members != i]])))
                    for i in members[homes != main]
                ]  # fmt: skip
    if units.apart is not None:
        for label in range(int(units.apart.max(initial=-1)) + 1):
            findings += _same_district(units, district, codes, np.flatnonzero(units.apart == label))
    if units.centre is not None:
        for d, code in enumerate(codes):
            members = np.flatnonzero((district == d) & (units.centre >= 0))
            if len(set(units.centre[members].tolist())) > 1:
                findings.append(
                    Finding("centre", code, str(units.codes[members[0]]),
                            message("District {district} holds nominated centres of different districts: {units}.",
                                    district=code, units=some(units.codes[members])))
                )  # fmt: skip
    return findings


def _same_district(units: Units, district: NDArray, codes: list[str], members: NDArray) -> list[Finding]:
    findings = []
    for position, i in enumerate(members.tolist()):
        same = [j for j in members[:position].tolist() if district[j] == district[i] >= 0]
        if same:
            text = message("Units {first} and {unit} must not be in one district.", first=units.codes[same[0]],
                           unit=units.codes[i])  # fmt: skip
            findings.append(Finding("apart", _code(codes, district[i]), str(units.codes[i]), text))
    return findings


def _locks(units: Units, district: NDArray, codes: list[str]) -> list[Finding]:
    if units.lock is None:
        return []
    return [
        Finding("lock", _code(codes, district[i]), str(units.codes[i]),
                message("Unit {unit} is locked to district {locked}.", unit=units.codes[i],
                        locked=units.locks[units.lock[i]]))
        for i in np.flatnonzero(units.lock >= 0)
        if _code(codes, district[i]) != units.locks[units.lock[i]]
    ]  # fmt: skip


def _code(codes: list[str], district: int) -> str:
    return codes[district] if district >= 0 else ""


def district_table(
    frame: gpd.GeoDataFrame, units: Units, rules: Rules, evaluation: Evaluation, objective: Objective
) -> gpd.GeoDataFrame:
    """A row per district: its dissolved outline and its figures.

    district, parent, units, population, share (persons against the mean of its parent, %), area_m2 (ellipsoid),
    similarity, compactness, strangers (units outside the commonest reference district), crosses (townships),
    centre (code of the centre unit), pieces
    """
    areas = np.round(ellipsoid_areas(frame.geometry), 2)
    graph = units.contiguity.matrix()
    expected = expected_districts(units, rules, evaluation.district)
    parent_population = np.bincount(units.parent, weights=units.population, minlength=len(units.parents))
    rows = []
    for d, code in enumerate(evaluation.codes):
        members = np.flatnonzero(evaluation.district == d)
        home = int(np.bincount(units.parent[members]).argmax())
        mean = parent_population[home] / expected[home]
        population = float(units.population[members].sum())
        rows.append(
            {
                "district": code,
                "parent": units.parents[home],
                "units": len(members),
                "population": population,
                "share": round(100 * (population / mean - 1), 2) if mean > 0 else None,
                "area_m2": round(float(areas[members].sum()), 2),
                "similarity": objective.similarity_of(members),
                "compactness": objective.compactness_of(members),
                "strangers": objective.strangers(members),
                "crosses": len(set(units.township[members])) > 1 if units.township is not None else False,
                "centre": str(units.codes[objective.centre_of(members)]),
                "pieces": int(connected_components(graph[members][:, members], directed=False)[0]),
                "geometry": _dissolved(frame.geometry.values[members], rules.snap),
            }
        )
    columns = ["district", "parent", "units", "population", "share", "area_m2", "similarity", "compactness"]
    columns += ["strangers", "crosses", "centre", "pieces", "geometry"]
    table = pd.DataFrame(rows, columns=columns)
    return gpd.GeoDataFrame(table, geometry="geometry", crs=frame.crs)


def deviations(units: Units, rules: Rules, evaluation: Evaluation) -> NDArray:
    """(districts,) population against the mean of the parent, %; parents without people are left out."""
    expected = expected_districts(units, rules, evaluation.district)
    parent_population = np.bincount(units.parent, weights=units.population, minlength=len(units.parents))
    shares = []
    for d in range(len(evaluation.codes)):
        members = np.flatnonzero(evaluation.district == d)
        home = int(np.bincount(units.parent[members]).argmax())
        mean = parent_population[home] / expected[home]
        if mean > 0:
            shares.append(100 * (float(units.population[members].sum()) / mean - 1))
    return np.array(shares)


def _dissolved(shapes: NDArray, snap: float) -> shapely.Geometry:
    """The units' union as a multipolygon, invalid outlines repaired."""
    shapes = np.asarray(shapes, dtype=object)
    whole = shapely.union_all(shapely.make_valid(shapes))
    parts = shapely.get_parts(whole)
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == 3])
