"""Areas as the tables show them: rounded once, balanced, and from then on only added up.

Everything is counted in whole hundredths of a hectare (integers), so that no sum depends on its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..overlay.balance import round_groups_to_totals, round_table, round_to_total
from .classes import UNKNOWN, LandClasses
from .county import CountyData

CENT = 100.0  # m² in 0.01 ha
DIGIT = 0.01  # ha, the last digit shown
TOLERANCE = 0.001  # relative difference between overlay and control area beyond which it is no rounding any more
KNOWN_SHARE = 0.5  # of the area must carry codes of the survey, else the county's own classes are listed as they are


def cents(area_m2: pd.Series) -> pd.Series:
    """m² to whole 0.01 ha, half up; missing areas count nothing."""
    return np.floor(area_m2.fillna(0).astype(float) / CENT + 0.5 + 1e-9).astype("int64")


def control_areas(villages: pd.DataFrame) -> pd.Series:
    """Control areas as shown: village code -> 0.01 ha, balanced from the county down.

    The county's total is rounded once; townships share it, villages share their township's, by largest remainder. So
    every level sums to the one above, and the whole to the county's control area to the last digit; rounding each
    village by itself would leave the whole several hundredths off.
    """
    if villages.empty:
        return pd.Series(dtype="int64")
    exact = villages["area_m2"].fillna(0).astype(float)
    group, _ = pd.factorize(villages["township_code"].fillna("").astype(str), sort=True)
    townships = np.bincount(group, weights=exact)
    total = np.floor(exact.sum() / CENT + 0.5 + 1e-6) * DIGIT
    targets = round_to_total(townships / 1e4, float(total), DIGIT)
    shown = round_groups_to_totals(exact.to_numpy() / 1e4, group, targets, DIGIT)
    return pd.Series(np.rint(shown / DIGIT).astype("int64"), villages.index)


@dataclass(frozen=True)
class LandAreas:
    """Shown areas of one county.

    control     Series village code -> control area, 0.01 ha
    pieces      DataFrame unit_code, leaf, class_code, constraints, cents: villages x classes x constraints, balanced
    survey      True where the county's classes are those of the survey's catalogue; else `leaf` is the class itself
    outside     0.01 ha of ground that no village of the county claims (not in `pieces`)
    unknown     Series class code -> 0.01 ha of codes the catalogue does not know (survey counties only)
    differing   DataFrame, index village code, columns overlay, control (0.01 ha): villages whose overlay differs from
                the control area by more than rounding; their pieces sum to `overlay`
    """

    control: pd.Series
    pieces: pd.DataFrame
    survey: bool
    outside: int
    unknown: pd.Series
    differing: pd.DataFrame

    @cached_property
    def by_leaf(self) -> pd.DataFrame:
        """Village x leaf, 0.01 ha; a row for every village."""
        table = self.pieces.pivot_table(index="unit_code", columns="leaf", values="cents", aggfunc="sum", fill_value=0)
        return table.reindex(self.control.index, fill_value=0).astype("int64")

    @cached_property
    def by_constraints(self) -> pd.DataFrame:
        """Village x combination of control lines, 0.01 ha; a row for every village."""
        table = self.pieces.pivot_table(
            index="unit_code", columns="constraints", values="cents", aggfunc="sum", fill_value=0
        )
        return table.reindex(self.control.index, fill_value=0).astype("int64")


def shown_areas(county: CountyData, classes: LandClasses, control: pd.Series) -> LandAreas | None:
    """Round and balance the county's land areas; None where no overlay was saved, or one of other villages only.

    control  as of `control_areas`: what the pieces of each village sum to

    Where the overlay itself differs from the control area by more than 0.1 % the pieces sum to the overlay's own
    total: a difference that big is a finding to show, not one to spread over the classes.
    """
    if county.land_area is None:
        return None
    land = county.land_area[["unit_code", "class_code", "constraints", "area_m2"]].copy()
    for column in ("unit_code", "class_code", "constraints"):
        land[column] = land[column].fillna("").astype(str).str.strip()
    inside = land["unit_code"].isin(control.index)
    outside = round(float(land.loc[~inside, "area_m2"].sum()) / CENT)
    land = land[inside]
    if not land["area_m2"].sum() > 0:
        return None  # tables of zeros would say that there is no land

    leaf = land["class_code"].map(dict(classes.leaf_of))
    known = leaf.notna()
    total = land["area_m2"].sum()
    survey = bool(total > 0 and land.loc[known, "area_m2"].sum() >= KNOWN_SHARE * total)
    land["leaf"] = leaf.fillna(UNKNOWN) if survey else land["class_code"]
    if survey:  # unknown codes keep their own rows, so that each can be named in a note; they share one column
        land["class_code"] = land["class_code"].where(~known, "")
    keys = ["unit_code", "leaf", "class_code", "constraints"]
    pieces = land.groupby(keys, sort=True)[["area_m2"]].sum().reset_index()

    group = pd.Categorical(pieces["unit_code"], categories=control.index).codes
    overlay = pd.Series(np.bincount(group, weights=pieces["area_m2"], minlength=len(control)), control.index)
    exact = county.villages["area_m2"].fillna(0).astype(float)
    differs = (overlay - exact).abs() > np.maximum(TOLERANCE * exact, CENT)
    target = control.where(~differs, cents(overlay))
    township, _ = pd.factorize(county.villages["township_code"].fillna("").astype(str), sort=True)
    pieces["cents"] = _rounded(pieces, group, np.asarray(township), target.to_numpy())
    unknown = pieces.loc[pieces["leaf"] == UNKNOWN].groupby("class_code")["cents"].sum() if survey else _no_cents()
    differing = pd.DataFrame({"overlay": cents(overlay), "control": control})[differs]
    return LandAreas(control, pd.DataFrame(pieces.drop(columns="area_m2")), survey, outside, unknown, differing)


def _rounded(pieces: pd.DataFrame, village: NDArray, township: NDArray, target: NDArray) -> NDArray:
    """Pieces in 0.01 ha: villages keep their targets, and the county's classes and lines their own totals.

    pieces (n,) as in `shown_areas`   village (n,) row of `target`   township (v,) of each village   target (v,) cents

    From above: classes x combinations of lines of the county, then the same for townships, then for villages. Rounding
    each village by itself would leave a class of the county a tenth of a hectare off what the database holds.
    """
    if pieces.empty:
        return np.zeros(0, dtype="int64")
    cents_of_piece = pieces["area_m2"].to_numpy() / CENT
    leaf, leaves = pd.factorize(pieces["leaf"], sort=True)
    lines, combinations = pd.factorize(pieces["constraints"], sort=True)
    code, _ = pd.factorize(pieces["class_code"], sort=True)
    kinds, kind = np.unique(np.column_stack([leaf, code, lines]), axis=0, return_inverse=True)
    kind = kind.ravel()
    total = float(target.sum())
    class_totals = round_to_total(np.bincount(leaf, cents_of_piece, len(leaves)), total, 1.0)
    line_totals = round_to_total(np.bincount(lines, cents_of_piece, len(combinations)), total, 1.0)
    of_kind = np.bincount(kind, cents_of_piece, len(kinds))
    kind_totals = round_table(of_kind, kinds[:, 0], kinds[:, 2], class_totals, line_totals)

    towns = int(township.max(initial=-1)) + 1
    key = township[village] * len(kinds) + kind
    cell, cell_of_piece = np.unique(key, return_inverse=True)
    in_township = np.bincount(cell_of_piece, cents_of_piece, len(cell))
    town_targets = np.bincount(township, target, towns)
    town_cells = round_table(in_township, cell // len(kinds), cell % len(kinds), town_targets, kind_totals)

    shown = np.zeros(len(pieces))
    for town in range(towns):
        mine = np.flatnonzero(township[village] == town)
        members, own_village = np.unique(village[mine], return_inverse=True)
        own_cells, own_cell = np.unique(cell_of_piece[mine], return_inverse=True)
        shown[mine] = round_table(cents_of_piece[mine], own_village, own_cell, target[members], town_cells[own_cells])
    return np.rint(shown).astype("int64")


def _no_cents() -> pd.Series:
    return pd.Series(dtype="int64")


def shares(parts: list[int]) -> list[float]:
    """Percentages of the parts in their sum, two digits, that sum to 100.00 (largest remainder); zeros if all are 0."""
    if sum(parts) == 0:
        return [0.0] * len(parts)
    return [float(value) for value in round_to_total(np.array(parts, dtype=float), 100.0, DIGIT)]


def nested_shares(groups: list[list[int]]) -> list[float]:
    """Percentages of the parts of all groups, one after another; a group's are those that `shares` gives to its sum.

    So a form of second-level classes shows the same share of a first-level class as one of first-level classes alone.
    """
    shown: list[float] = []
    for parts, whole in zip(groups, shares([sum(parts) for parts in groups])):
        if sum(parts) == 0:
            shown += [0.0] * len(parts)
        else:
            shown += [float(value) for value in round_to_total(np.array(parts, dtype=float), whole, DIGIT)]
    return shown
