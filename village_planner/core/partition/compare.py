"""Plans of the same units side by side: which district is which, what moves, and how their figures differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ..overlay.ellipsoid import ellipsoid_areas
from .evaluate import crossing_districts, deviations, judge, natural
from .objective import Objective
from .problem import TERMS, Rules, Units


@dataclass(frozen=True)
class Comparison:
    """moves: the units that change district, with geometry; summary: a row per matched pair of districts, then those
    that only one plan has."""

    moves: gpd.GeoDataFrame
    summary: pd.DataFrame


def match(first: NDArray, second: NDArray, weight: NDArray) -> dict[str, str]:
    """District of the second plan -> the district of the first it corresponds to: most shared weight in all.

    first, second (n,) codes, "" for none  weight (n,) >= 0, e.g. persons. Districts that share nobody stay unmatched.
    """
    a = sorted({code for code in first.tolist() if code}, key=natural)
    b = sorted({code for code in second.tolist() if code}, key=natural)
    shared = np.zeros((len(a), len(b)))
    row, column = {code: i for i, code in enumerate(a)}, {code: i for i, code in enumerate(b)}
    for one, other, value in zip(first.tolist(), second.tolist(), weight.tolist()):
        if one and other:
            # A trace for each unit, so that units without people are matched as well.
            shared[row[one], column[other]] += value + 1e-6
    rows, columns = linear_sum_assignment(-shared)
    return {b[j]: a[i] for i, j in zip(rows.tolist(), columns.tolist()) if shared[i, j] > 0}


def compare(
    frame: gpd.GeoDataFrame, codes: NDArray, population: NDArray, first: NDArray, second: NDArray
) -> Comparison:
    """Compare two plans over the same n units.

    codes, first, second  (n,) text   population  (n,) persons (1 each where unknown)
    """
    twin = match(first, second, population)
    renamed = np.array([twin.get(code, f"+{code}" if code else "") for code in second.tolist()], dtype=object)
    area = np.round(ellipsoid_areas(frame.geometry), 2)
    moving = np.flatnonzero(first != renamed)
    moves = gpd.GeoDataFrame(
        {
            "code": codes[moving],
            "district_a": first[moving],
            "district_b": second[moving],
            "b_as_in_a": [twin.get(code, "") for code in second[moving].tolist()],
            "population": population[moving],
            "area_m2": area[moving],
            "geometry": frame.geometry.values[moving],
        },
        geometry="geometry",
        crs=frame.crs,
    )
    rows = []
    pairs = [(one, other) for other, one in twin.items()]
    pairs += [(code, "") for code in sorted(set(first.tolist()) - {""} - set(twin.values()), key=natural)]
    pairs += [("", code) for code in sorted(set(second.tolist()) - {""} - set(twin), key=natural)]
    for one, other in sorted(pairs, key=lambda pair: (pair[0] == "", natural(pair[0] or pair[1]))):
        in_a = (first == one) if one else np.zeros(len(first), dtype=bool)
        in_b = (second == other) if other else np.zeros(len(first), dtype=bool)
        rows.append(
            {
                "district_a": one,
                "district_b": other,
                "units_a": int(in_a.sum()),
                "units_b": int(in_b.sum()),
                "population_a": float(population[in_a].sum()),
                "population_b": float(population[in_b].sum()),
                "area_a_m2": round(float(area[in_a].sum()), 2),
                "area_b_m2": round(float(area[in_b].sum()), 2),
                "units_kept": int((in_a & in_b).sum()),
                "units_left": int((in_a & ~in_b).sum()),
                "units_joined": int((in_b & ~in_a).sum()),
                "population_left": float(population[in_a & ~in_b].sum()),
                "population_joined": float(population[in_b & ~in_a].sum()),
                "area_left_m2": round(float(area[in_a & ~in_b].sum()), 2),
                "area_joined_m2": round(float(area[in_b & ~in_a].sum()), 2),
            }
        )
    return Comparison(moves, pd.DataFrame(rows))


def comparison(
    units: Units, rules: Rules, objective: Objective, plans: Sequence[NDArray], kinds: Sequence[str]
) -> pd.DataFrame:
    """A row per plan, (n,) district codes each; plan 0 is the answer that the others are compared with.

    plan, kind, objective, gap (% above the best of them), the raw terms, <term>_change (% against plan 0, empty where
    plan 0 has 0), valid, deviation_low and deviation_high (population of the smallest and the largest district against
    the mean of its parent, %), crossing (districts that cross a township), units_moved and population_moved (against
    plan 0, districts matched by the people they share)
    """
    judged = [judge(units, rules, plan, objective) for plan in plans]
    best = min(evaluation.terms.objective for evaluation in judged)
    rows = []
    for number, (plan, kind, evaluation) in enumerate(zip(plans, kinds, judged)):
        terms, share = evaluation.terms, deviations(units, rules, evaluation)
        twin = match(plans[0], plan, units.population)
        moving = np.array([twin.get(code, "") for code in plan.tolist()], dtype=object) != plans[0]
        changes = {f"{term}_change": _change(getattr(judged[0].terms, term), getattr(terms, term)) for term in TERMS}
        rows.append(
            {
                "plan": number,
                "kind": kind,
                "objective": terms.objective,
                "gap": _change(best, terms.objective),
                **{term: getattr(terms, term) for term in TERMS},
                **changes,
                "valid": evaluation.valid,
                "deviation_low": round(float(share.min()), 2) if len(share) else None,
                "deviation_high": round(float(share.max()), 2) if len(share) else None,
                "crossing": len(crossing_districts(units, evaluation.district)),
                "units_moved": int(moving.sum()),
                "population_moved": float(units.population[moving].sum()),
            }
        )
    return pd.DataFrame(rows)


def _change(old: float, new: float) -> float | None:
    """Per cent; 0 where nothing changes, None where there is nothing to compare with."""
    if new == old:
        return 0.0
    return round(100 * (new / old - 1), 2) if old > 0 else None
