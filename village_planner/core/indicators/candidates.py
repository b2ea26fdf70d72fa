"""Who may become a centre, and in which order: shortlist, merit, and the ranking within each district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from .aggregate import SCORE_DECIMALS, ranks
from .normalise import normalise
from .numbers import listed, numbers

LEVELS = ("township", "village")
FIGURES = ("score", "access", "trend", "population")


@dataclass(frozen=True)
class Candidates:
    """The units of a choice; n-arrays are in the order of `units`.

    units      as given, figures as floats      level      township or village
    codes      unit codes                       eligible   (n,) not excluded
    score, rank    (n,) as given, and 1 for the highest; strength: the score min-max over the eligible, 0..1
    merit      (n,) 0..1, the mean of the criteria; NaN where not eligible
    shortlist  (n,) the eligible of highest score
    people     (n,) population, or 1 each where it is not known
    members    district -> its rows             ranking    district -> its eligible rows, best first
    """

    units: pd.DataFrame
    level: str
    codes: list[str]
    eligible: NDArray
    score: NDArray
    rank: NDArray
    strength: NDArray
    merit: NDArray
    shortlist: NDArray
    people: NDArray
    members: dict[str, list[int]]
    ranking: dict[str, list[int]]


def consider(units: pd.DataFrame, level: str, shortlist: int, labels: Mapping[str, str]) -> Candidates:
    """Sort the units of `select_centres`, which tells of columns, labels and errors."""
    codes = [str(code) for code in units.index]
    eligible = ~units["excluded"].to_numpy(dtype=bool) if "excluded" in units else np.ones(len(units), dtype=bool)
    units = _with_numbers(units, eligible, labels)
    score = units["score"].to_numpy()
    known = np.where(np.isnan(score), -np.inf, np.round(score, SCORE_DECIMALS))  # an excluded unit may have none
    on_shortlist = np.zeros(len(units), dtype=bool)
    on_shortlist[[row for row in _sorted(known, codes) if eligible[row]][:shortlist]] = True
    merit = _merits(units, eligible, [name for name in ("score", "access", "trend") if name in units])

    order = _sorted(np.nan_to_num(merit, nan=-1.0), codes)
    if level == "township":
        order.sort(key=lambda row: not on_shortlist[row])  # stable: within, by merit as before
    members: dict[str, list[int]] = {}
    if "district" in units:
        for row in order:
            members.setdefault(str(units["district"].iloc[row]), []).append(row)
    return Candidates(
        units=units,
        level=level,
        codes=codes,
        eligible=eligible,
        score=score,
        rank=ranks(known),
        strength=np.nan_to_num(_merits(units, eligible, ["score"])),
        merit=merit,
        shortlist=on_shortlist,
        people=units["population"].to_numpy() if "population" in units else np.ones(len(units)),
        members=members,
        ranking={district: [row for row in rows if eligible[row]] for district, rows in members.items()},
    )


def _merits(units: pd.DataFrame, eligible: NDArray, criteria: list[str]) -> NDArray:
    """(n,) the mean of the min-max criteria over the eligible units, NaN for the others; access counts as a cost."""
    merit = np.full(len(units), np.nan)
    if eligible.any():
        cost = np.array([name == "access" for name in criteria])
        scaled = normalise(units.loc[eligible, criteria].to_numpy(), cost)
        merit[eligible] = np.round(scaled.mean(axis=1), SCORE_DECIMALS)
    return merit


def _sorted(values: NDArray, codes: list[str]) -> list[int]:
    """Rows by value, highest first; equal ones by code."""
    return sorted(range(len(values)), key=lambda row: (-values[row], codes[row]))


def _with_numbers(units: pd.DataFrame, eligible: NDArray, labels: Mapping[str, str]) -> pd.DataFrame:
    """Score, access, trend and population as numbers; who may be a centre must have them all."""
    units = units.copy()
    for name in FIGURES:
        if name not in units:
            continue
        field, layer = labels.get(name, name), labels.get("layer", "INPUT")
        units[name] = numbers(units[name], field, layer)
        needed = np.ones(len(units), dtype=bool) if name == "population" else eligible
        bare = units[name].isna().to_numpy() & needed
        if bare.any():
            raise InputError(
                "missing_value",
                "Layer {layer}, field {field}: no value for units {codes}. Fill it in, or exclude the units.",
                layer=layer,
                field=field,
                codes=listed([str(code) for code in units.index[bare]]),
            )
    return units
