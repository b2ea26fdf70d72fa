"""What is known of the units that figures are passed down to: people, area, buildable land, present figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..codes import owner_of
from ..overlay.balance import round_groups_to_totals, round_to_total
from .catalogue import AREA, BUILDABLE, BindingCatalogue, BindingIndicator, Measure
from .tree import UnitTree


def village_figures(
    villages: pd.DataFrame,
    catalogue: BindingCatalogue,
    parcels: Optional[pd.DataFrame],
    land_area: Optional[pd.DataFrame],
    super_classes: Mapping[str, str],
) -> pd.DataFrame:
    """Index village code; columns population (persons), area and buildable (m²), and "present:<code>" (m²); NaN where
    it is not known.

    villages   index code; columns population, area_m2
    parcels    unit_code, class_code, settlement_code, area_m2, None where there are none
    land_area  unit_code, class_code, constraints (names joined by +), area_m2, net_area_m2: the overlay of parcels with
               villages and control lines; None where it was not saved. Classes are measured there, and only without it
               by the unit that a parcel is recorded in; control lines and buildable land only there
    super_classes  land class -> super-class, see the catalogue survey_classes
    """
    codes = [str(code) for code in villages.index]
    figures = pd.DataFrame(
        {
            "population": villages["population"].astype(float).to_numpy(),
            AREA: villages["area_m2"].astype(float).to_numpy(),
            BUILDABLE: np.nan,
        },
        index=codes,
    )
    if land_area is not None:
        names = land_area["constraints"].fillna("").str.split("+", regex=False)
        closed = names.map(lambda lines: bool(catalogue.not_buildable & set(lines))).astype(bool)
        figures[BUILDABLE] = _sums(land_area[~closed], codes, "area_m2")
    if parcels is not None:
        owner = owner_of(parcels["unit_code"].fillna("").astype(str), codes)
        parcels = parcels.assign(unit_code=[codes[i] if i >= 0 else "" for i in owner])
    for item in catalogue.indicators:
        if item.present is not None:
            figures[f"present:{item.code}"] = _present(item.present, codes, parcels, land_area, super_classes)
    return figures


def _present(
    measure: Measure,
    codes: list[str],
    parcels: Optional[pd.DataFrame],
    land_area: Optional[pd.DataFrame],
    super_classes: Mapping[str, str],
) -> NDArray:
    total = np.zeros(len(codes))
    by_class = land_area if land_area is not None else parcels
    if measure.classes or measure.super_class:
        if by_class is None:
            return np.full(len(codes), np.nan)
        classes = by_class["class_code"].fillna("").astype(str)
        chosen = np.zeros(len(by_class), dtype=bool)
        if measure.classes:
            chosen |= classes.str.startswith(measure.classes).to_numpy(dtype=bool)
        if measure.super_class:
            chosen |= (classes.map(super_classes) == measure.super_class).to_numpy(dtype=bool)
        rows = by_class[chosen]
        if measure.net and "net_area_m2" in rows.columns:
            rows = rows.assign(area_m2=rows["net_area_m2"].astype(float).fillna(rows["area_m2"]))
        total += _sums(rows, codes, "area_m2")
    if measure.settlement:
        if parcels is None:
            return np.full(len(codes), np.nan)
        within = parcels["settlement_code"].fillna("").astype(str).str.startswith(measure.settlement)
        total += _sums(parcels[within], codes, "area_m2")
    if measure.line:
        if land_area is None:
            return np.full(len(codes), np.nan)
        lines = land_area["constraints"].fillna("").str.split("+", regex=False)
        within = lines.map(lambda names: measure.line in names).astype(bool)
        total += _sums(land_area[within], codes, "area_m2")
    return total


def _sums(rows: pd.DataFrame, codes: list[str], column: str) -> NDArray:
    return rows.groupby("unit_code")[column].sum().reindex(codes).fillna(0.0).to_numpy(dtype=float)


def closed(tree: UnitTree, values: NDArray, item: BindingIndicator) -> NDArray:
    """(n,) figures of all units as they are shown: the leaves' values (n,) in the indicator's unit, rounded so that
    children sum to their parent in every shown digit. All NaN where a leaf is NaN."""
    exact = tree.sums(values)
    if np.isnan(exact[0]):
        return np.full(len(tree), np.nan)
    shown = np.zeros(len(tree))
    shown[0] = round_to_total(exact[:1], round(exact[0] / item.digit) * item.digit, item.digit)[0]
    for level in range(1, 4):
        at = np.flatnonzero(_depth(tree) == level)
        if len(at):
            parents, group = np.unique(tree.parent[at], return_inverse=True)
            shown[at] = round_groups_to_totals(exact[at], group, shown[parents], item.digit)
    return shown


def _depth(tree: UnitTree) -> NDArray:
    depth = np.zeros(len(tree), dtype=int)
    for i in range(1, len(tree)):
        depth[i] = depth[tree.parent[i]] + 1
    return depth
