"""Who may become a centre, and in which order: shortlist, merit, and the ranking within each district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from .aggregate import SCORE_DECIMALS, ranks
from .centre_rules import MEMBERS, SCORE, Criterion
from .normalise import normalise
from .numbers import listed, numbers

LEVELS = ("township", "village")


@dataclass(frozen=True)
class Candidates:
    """The units of a choice; n-arrays are in the order of `units`.

    units      as given, figures as floats      level      township or village
    codes      unit codes                       eligible   (n,) may become a centre
    nominated  (n,) is one in any case
    score, rank    (n,) as given, and 1 for the highest; strength: the score min-max over the eligible, 0..1
    criteria   what merit is made of            values, scaled  (n, k) as given, and min-max, 1 the best; NaN elsewhere
    merit      (n,) 0..1, the weighted mean of the scaled criteria; NaN where not eligible
    shortlist  (n,) the eligible of highest score
    cut_off    (n,) no way leads to anybody else of its district (where the criteria tell)
    people     (n,) population, or 1 each where it is not known
    members    district -> its rows             ranking    district -> its eligible rows, best first
    """

    units: pd.DataFrame
    level: str
    codes: list[str]
    eligible: NDArray
    nominated: NDArray
    score: NDArray
    rank: NDArray
    strength: NDArray
    criteria: tuple[Criterion, ...]
    values: NDArray
    scaled: NDArray
    merit: NDArray
    shortlist: NDArray
    cut_off: NDArray
    people: NDArray
    members: dict[str, list[int]]
    ranking: dict[str, list[int]]

    @property
    def weights(self) -> NDArray:
        """(k,) of the criteria, as the catalogue gives them."""
        return np.array([criterion.weight for criterion in self.criteria])

    @property
    def has_districts(self) -> bool:
        return "district" in self.units

    def district(self, row: int) -> str:
        return str(self.units["district"].iloc[row]) if self.has_districts else ""

    def listed(self) -> list[int]:
        """Eligible rows by score, best first; equal ones by code."""
        return [row for row in _sorted(_known(self.score), self.codes) if self.eligible[row]]


def consider(
    units: pd.DataFrame,
    level: str,
    shortlist: int,
    criteria: Sequence[Criterion],
    excluded: NDArray,
    labels: Mapping[str, str],
    strict: bool = True,
) -> Candidates:
    """Sort the units of `select_centres`, which tells of columns, labels and errors.

    criteria  those of which `units` has a column of that id     excluded  (n,) may not become a centre
    strict    a candidate without a figure is an error; else the criterion counts as the worst for it
    """
    codes = [str(code) for code in units.index]
    eligible = ~excluded
    nominated = units["nominated"].to_numpy(dtype=bool) if "nominated" in units else np.zeros(len(units), dtype=bool)
    units = _with_numbers(units, [criterion.id for criterion in criteria], eligible, labels, strict)
    score = units[SCORE].to_numpy()
    on_shortlist = np.zeros(len(units), dtype=bool)
    on_shortlist[[row for row in _sorted(_known(score), codes) if eligible[row]][:shortlist]] = True
    values, scaled = _scaled(units, eligible, criteria)
    weights = np.array([criterion.weight for criterion in criteria])
    merit = np.round(scaled @ weights / weights.sum(), SCORE_DECIMALS)

    order = _sorted(np.nan_to_num(merit, nan=-1.0), codes)
    if level == "township":
        order.sort(key=lambda row: not on_shortlist[row])  # stable: within, by merit as before
    cut_off = np.isposinf(values[:, [criterion.id == MEMBERS for criterion in criteria]]).any(axis=1)
    order.sort(key=lambda row: cut_off[row])  # whom nobody reaches serves nobody, however good it is by itself
    order.sort(key=lambda row: not nominated[row])
    members: dict[str, list[int]] = {}
    if "district" in units:
        for row in order:
            members.setdefault(str(units["district"].iloc[row]), []).append(row)
    return Candidates(
        units=units,
        level=level,
        codes=codes,
        eligible=eligible,
        nominated=nominated,
        score=score,
        rank=ranks(_known(score)),
        strength=_strength(score, eligible),
        criteria=tuple(criteria),
        values=values,
        scaled=scaled,
        merit=merit,
        shortlist=on_shortlist,
        cut_off=cut_off,
        people=units["population"].to_numpy() if "population" in units else np.ones(len(units)),
        members=members,
        ranking={district: [row for row in rows if eligible[row]] for district, rows in members.items()},
    )


def _known(score: NDArray) -> NDArray:
    """Scores to sort by; an excluded unit may have none."""
    return np.where(np.isnan(score), -np.inf, np.round(score, SCORE_DECIMALS))


def _strength(score: NDArray, eligible: NDArray) -> NDArray:
    result = np.zeros(len(score))
    if eligible.any():
        result[eligible] = np.round(normalise(score[eligible, None], np.array([False]))[:, 0], SCORE_DECIMALS)
    return result


def _scaled(units: pd.DataFrame, eligible: NDArray, criteria: Sequence[Criterion]) -> tuple[NDArray, NDArray]:
    """(n, k) the criteria as they are, and min-max over the eligible units; what is missing or out of reach is as bad
    as the worst."""
    values = units[[criterion.id for criterion in criteria]].to_numpy(dtype=float)
    scaled = np.full(values.shape, np.nan)
    if eligible.any():
        cost = np.array([criterion.cost for criterion in criteria])
        known = np.isfinite(values[eligible])
        better = np.where(cost, -values[eligible], values[eligible])
        worst = np.where(known, better, np.inf).min(axis=0)
        filled = np.where(known, better, np.where(np.isfinite(worst), worst, 0.0))
        scaled[eligible] = normalise(filled, np.zeros(len(cost), dtype=bool))
    return values, scaled


def _sorted(values: NDArray, codes: list[str]) -> list[int]:
    """Rows by value, highest first; equal ones by code."""
    return sorted(range(len(values)), key=lambda row: (-values[row], codes[row]))


def _with_numbers(
    units: pd.DataFrame, criteria: Sequence[str], eligible: NDArray, labels: Mapping[str, str], strict: bool
) -> pd.DataFrame:
    """Score, criteria and population as numbers; who may be a centre must have them, criteria only where `strict`."""
    units = units.copy()
    for name in dict.fromkeys([SCORE, *criteria, "population"]):
        if name not in units or name == MEMBERS:  # computed, not given
            continue
        field, layer = labels.get(name, name), labels.get("layer", "INPUT")
        units[name] = numbers(units[name], field, layer)
        needed = np.ones(len(units), dtype=bool) if name == "population" else eligible
        bare = units[name].isna().to_numpy() & needed
        if bare.any() and (strict or name in (SCORE, "population")):
            raise InputError(
                "missing_value",
                "Layer {layer}, field {field}: no value for units {codes}. Fill it in, or exclude the units.",
                layer=layer,
                field=field,
                codes=listed([str(code) for code in units.index[bare]]),
            )
    return units
