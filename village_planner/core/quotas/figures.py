"""What is known of the units that figures are passed down to: people, area, buildable land, present figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..codes import owner_of
from ..control_lines import ControlLines
from ..messages import Message, message
from ..overlay.balance import round_groups_to_totals
from .catalogue import AREA, BUILDABLE, BindingCatalogue, BindingIndicator, Measure
from .tree import UnitTree


def lines_by_kind(
    land_area: pd.DataFrame, lines: ControlLines, county: Collection[str], catalogue: BindingCatalogue
) -> tuple[pd.DataFrame, frozenset[str], list[Message]]:
    """The overlay with its control lines by kind; the kinds of the catalogue that it cannot tell of; and warnings.

    county  kinds of the county's own layer of control lines

    An overlay with layers of other names than the kinds has those names. A kind that the county has, or that may hide
    behind a name that is not known, is not 0 where the overlay does not name it.
    """

    def kind_of(name: str) -> str:
        line = lines.line_of(name)
        return name if line is None else line.kind

    texts = land_area["constraints"].fillna("").astype(str)
    kinds = {text: [kind_of(name) for name in text.split("+")] if text else [] for text in texts.unique()}
    seen = {kind for names in kinds.values() for kind in names}
    strange = sorted(kind for kind in seen if lines.get(kind) is None)
    wanted = catalogue.not_buildable | {
        item.present.line for item in catalogue.indicators if item.present is not None and item.present.line
    }
    own = {kind_of(kind) for kind in county}
    unknown = frozenset(kind for kind in wanted - seen if strange or kind in own)
    warnings = []
    for kind in sorted(unknown):
        line = lines.get(kind)
        title = kind if line is None else line.title["zh"]
        if kind in own:
            warnings.append(
                message(
                    "The saved overlay (land_area) does not name {line}, which the county has; what is there of it now "
                    "and what can be built on are not known. Run overlayconstraints with it and save the summary.",
                    line=title,
                )
            )
        else:
            warnings.append(
                message(
                    "The saved overlay (land_area) does not name {line}, but has {names}, which are no known control "
                    "lines; what is there of it now and what can be built on are not known. Name the layers as the "
                    "lines are called, run overlayconstraints and save the summary.",
                    line=title,
                    names=", ".join(strange),
                )
            )
    return land_area.assign(constraints=texts.map(lambda text: "+".join(kinds[text]))), unknown, warnings


def village_figures(
    villages: pd.DataFrame,
    catalogue: BindingCatalogue,
    parcels: Optional[pd.DataFrame],
    land_area: Optional[pd.DataFrame],
    super_classes: Mapping[str, str],
    unknown: Collection[str] = (),
) -> pd.DataFrame:
    """Index village code; columns population (persons), area and buildable (m²), and "present:<code>" (m²); NaN where
    it is not known.

    villages   index code; columns population, area_m2
    parcels    unit_code, class_code, settlement_code, area_m2, None where there are none
    land_area  unit_code, class_code, constraints (kinds joined by +), area_m2, net_area_m2: the overlay of parcels with
               villages and control lines; None where it was not saved. Classes are measured there, and only without it
               by the unit that a parcel is recorded in; control lines and buildable land only there
    super_classes  land class -> super-class, see the catalogue survey_classes
    unknown    kinds of control lines that the overlay cannot tell of, see `lines_by_kind`
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
    if land_area is not None and not catalogue.not_buildable & set(unknown):
        names = land_area["constraints"].fillna("").str.split("+", regex=False)
        closed = names.map(lambda lines: bool(catalogue.not_buildable & set(lines))).astype(bool)
        figures[BUILDABLE] = _sums(land_area[~closed], codes, "area_m2")
    if parcels is not None:
        owner = owner_of(parcels["unit_code"].fillna("").astype(str), codes)
        parcels = parcels.assign(unit_code=[codes[i] if i >= 0 else "" for i in owner])
    for item in catalogue.indicators:
        if item.present is not None and item.present.line in unknown:
            figures[f"present:{item.code}"] = np.nan
        elif item.present is not None:
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
    children sum to their parent in every shown digit. NaN where a leaf is NaN and in the units that it belongs to."""
    exact = tree.sums(values)
    shown = np.full(len(tree), np.nan)
    depth = _depth(tree)
    for level in range(4):
        at = np.flatnonzero((depth == level) & ~np.isnan(exact))
        if not len(at):
            continue
        above = shown[tree.parent[at]] if level else np.full(len(at), np.nan)
        alone = at[np.isnan(above)]  # of a parent that is not known
        shown[alone] = [round(float(exact[i]) / item.digit) * item.digit for i in alone]
        at = at[~np.isnan(above)]
        if len(at):
            parents, group = np.unique(tree.parent[at], return_inverse=True)
            shown[at] = round_groups_to_totals(exact[at], group, shown[parents], item.digit)
    return np.round(shown, item.decimals) + 0.0


def _depth(tree: UnitTree) -> NDArray:
    depth = np.zeros(len(tree), dtype=int)
    for i in range(1, len(tree)):
        depth[i] = depth[tree.parent[i]] + 1
    return depth
