"""Areas of land use now and as planned, as the tables show them: the present areas, divided and never rounded anew.

The present tables' pieces (village x class x lines, `areas.LandAreas`) are shared over what is planned for them, in
whole hundredths of a hectare. So the base side is the present tables to the last digit, the planned side sums to the
same control areas, and the county's planned classes are what the database holds, rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..landuse.conversion import PlanConversion
from ..landuse.structure import StructureForm
from ..overlay.balance import round_rows, round_to_total
from .areas import CENT, KNOWN_SHARE, LandAreas, shown_areas
from .classes import UNKNOWN, LandClasses
from .county import CountyData

PIECE = ["unit_code", "leaf", "class_code", "constraints"]  # what the present tables' areas are rounded at
CHANGE = ["settlement_code", "base_class", "planned_class"]


@dataclass(frozen=True)
class LandUseRules:
    """What turns areas into these tables: the county's catalogues in the codes of the planned layer's version."""

    conversion: PlanConversion
    form: StructureForm


@dataclass(frozen=True)
class ChangeAreas:
    """cells     unit_code, leaf (survey class as rounded), settlement_code, constraints, base_class and target_class
              (plan classes, "" unknown), base_place, target_place, planned (whether the planned layer says anything),
              cents (0.01 ha)
    control   Series village code -> what its cells sum to, 0.01 ha
    present   whether the base side is the present tables' own; False: the saved overlay is of other data
    defaults  survey classes that were not split by hand: name and code, plan class they went to
    """

    cells: pd.DataFrame
    control: pd.Series
    rules: LandUseRules
    present: bool
    defaults: tuple[tuple[str, str], ...]
    _sums: dict[tuple[str, ...], pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    def by(self, *columns: str) -> pd.DataFrame:
        """Village x values of the cells' columns, 0.01 ha; a row for every village."""
        if columns not in self._sums:
            table = self.cells.pivot_table(
                index="unit_code", columns=list(columns), values="cents", aggfunc="sum", fill_value=0
            )
            self._sums[columns] = table.reindex(self.control.index, fill_value=0).astype("int64")
        return self._sums[columns]


def change_areas(
    county: CountyData,
    classes: LandClasses,
    control: pd.Series,
    areas: Optional[LandAreas],
    rules: Optional[LandUseRules],
) -> Optional[ChangeAreas]:
    """The county's land use now and as planned; None where it was not computed or its classes are of another list.

    control, areas  as of `areas.control_areas`, `areas.shown_areas`
    """
    if county.land_change is None or county.land_change.empty or rules is None:
        return None
    land = _clean(county.land_change)
    own = _summed(land)
    same = areas is not None and county.land_area is not None and own.equals(_summed(_clean(county.land_area)))
    base = areas if same else shown_areas(replace(county, land_area=own.reset_index()), classes, control)
    assert base is not None
    land = land[land["unit_code"].isin(control.index) & (land["area_m2"] > 0)].copy()
    land["leaf"] = land["class_code"].map(dict(classes.leaf_of))
    known = land["leaf"].notna()
    land["leaf"] = land["leaf"].fillna(UNKNOWN) if base.survey else land["class_code"]
    land = _with_base_classes(land, rules.conversion)
    total = land["area_m2"].sum()
    if not total > 0 or land.loc[land["base_class"] != "", "area_m2"].sum() < KNOWN_SHARE * total:
        return None
    if base.survey:  # as the present tables keep them
        land["class_code"] = land["class_code"].where(~known, "")
    cells = land.groupby([*PIECE, *CHANGE], sort=True)[["area_m2"]].sum().reset_index()
    cells["cents"] = _shared(cells, base.pieces, county.villages)
    cells = _placed(cells[cells["cents"] > 0].drop(columns=["area_m2", "class_code"]), rules.conversion)
    used = {code for code in land["survey"].unique() if isinstance(code, str)}
    return ChangeAreas(cells, base.control, rules, same, _defaults(rules, used))


def _clean(land: pd.DataFrame) -> pd.DataFrame:
    columns = ["unit_code", "class_code", "settlement_code", "planned_class", "constraints"]
    land = land[[column for column in [*columns, "area_m2"] if column in land.columns]].copy()
    for column in columns:
        if column in land.columns:
            land[column] = land[column].fillna("").astype(str).str.strip()
    return land


def _summed(land: pd.DataFrame) -> pd.Series:
    """m² by unit, class and lines, in whole hundredths, so that the order of adding up does not count."""
    hundredths = (100 * land["area_m2"].fillna(0)).round().astype("int64")
    sums = hundredths.groupby([land[column] for column in ("unit_code", "class_code", "constraints")]).sum()
    return (sums[sums > 0] / 100).rename("area_m2")


def _with_base_classes(land: pd.DataFrame, conversion: PlanConversion) -> pd.DataFrame:
    """With the plan class that each row is now; a row of a class that several share becomes several."""
    land["survey"] = land["class_code"]
    pairs = land[["class_code", "settlement_code"]].drop_duplicates()
    rows = []
    for code, settlement in pairs.itertuples(index=False):
        shares = conversion.plan_classes(code, conversion.place(settlement)) or {"": 1.0}
        rows += [(code, settlement, plan, share) for plan, share in shares.items()]
    split = pd.DataFrame(rows, columns=["class_code", "settlement_code", "base_class", "share"])
    land = land.merge(split, on=["class_code", "settlement_code"], how="left")
    land["area_m2"] *= land.pop("share")
    return land


def _shared(cells: pd.DataFrame, pieces: pd.DataFrame, villages: pd.DataFrame) -> NDArray:
    """Cells in 0.01 ha: every piece of the present tables keeps its area, the county's planned classes theirs.

    From above, as the pieces themselves were rounded: the county, then townships, then villages.
    """
    exact = cells["area_m2"].to_numpy() / CENT
    kind_of_piece = pd.MultiIndex.from_frame(pieces[PIECE[1:]])
    kinds = kind_of_piece.unique()
    kind = kinds.get_indexer(pd.MultiIndex.from_frame(cells[PIECE[1:]]))
    assert (kind >= 0).all()  # the pieces were made of the same rows
    change, changes = pd.factorize(pd.MultiIndex.from_frame(cells[CHANGE]), sort=True)
    village = pd.Categorical(cells["unit_code"], categories=villages.index).codes.astype("int64")
    township, _ = pd.factorize(villages["township_code"].fillna("").astype(str), sort=True)
    piece_village = pd.Categorical(pieces["unit_code"], categories=villages.index).codes.astype("int64")
    piece_kind = kinds.get_indexer(kind_of_piece)
    cents = pieces["cents"].to_numpy(dtype=float)

    # The county: kinds of present ground x what becomes of them; settlements and planned classes keep their totals.
    key = kind * len(changes) + change
    found, of_found = np.unique(key, return_inverse=True)
    in_county = np.bincount(of_found, exact, len(found))
    found_change = found % len(changes)
    fates = pd.MultiIndex.from_tuples([(settlement, planned) for settlement, _, planned in changes])
    of_fate, fate = pd.factorize(fates, sort=True)
    column = of_fate[found_change]
    goals = _goals(np.bincount(column, in_county, len(fate)), fate, float(cents.sum()))
    totals = np.bincount(piece_kind, cents, len(kinds))
    of_county = round_rows(in_county, found // len(changes), column, totals, goals)

    def level(unit_of_cell: NDArray, unit_of_piece: NDArray, above: NDArray, goals: NDArray) -> tuple[NDArray, NDArray]:
        """Cells of units x kinds x changes, rows are units x kinds; above: column of each cell."""
        rows, row = np.unique(unit_of_piece * len(kinds) + piece_kind, return_inverse=True)
        totals = np.bincount(row, cents, len(rows))
        cell, of_cell = np.unique(unit_of_cell * np.int64(len(found)) + of_found, return_inverse=True)
        values = np.bincount(of_cell, exact, len(cell))
        of_kind = (found // len(changes))[cell % len(found)]
        place = np.searchsorted(rows, (cell // len(found)) * len(kinds) + of_kind)
        column = np.zeros(len(cell), dtype="int64")
        column[of_cell] = above
        return round_rows(values, place, column, totals, goals), of_cell

    of_town, town_cell = level(township[village], township[piece_village], of_found, of_county)
    shown = np.zeros(len(exact))
    for town in range(int(township.max(initial=-1)) + 1):
        mine, pieces_here = township[village] == town, township[piece_village] == town
        if mine.any():
            shown[mine] = _villages(
                exact[mine], village[mine], kind[mine], town_cell[mine], of_town,
                piece_village[pieces_here], piece_kind[pieces_here], cents[pieces_here], len(kinds),
            )
    return np.rint(shown).astype("int64")


def _goals(values: NDArray, fates: pd.MultiIndex, total: float) -> NDArray:
    """What each (settlement, planned class) is to sum to in the county, 0.01 ha: planned classes first."""
    settlement, settlements = pd.factorize(fates.get_level_values(0))
    planned, classes = pd.factorize(fates.get_level_values(1))
    totals = round_to_total(np.bincount(planned, values, len(classes)), total, 1.0)
    return round_rows(values, planned, settlement, totals)


def _villages(
    exact: NDArray,
    village: NDArray,
    kind: NDArray,
    above: NDArray,
    goals: NDArray,
    piece_village: NDArray,
    piece_kind: NDArray,
    cents: NDArray,
    kinds: int,
) -> NDArray:
    """The cells of one township's villages; above: the township's cell that each belongs to, goals: its cents."""
    rows, row = np.unique(piece_village * kinds + piece_kind, return_inverse=True)
    place = np.searchsorted(rows, village * kinds + kind)
    columns, column = np.unique(above, return_inverse=True)
    return round_rows(exact, place, column, np.bincount(row, cents, len(rows)), goals[columns])


def _placed(cells: pd.DataFrame, conversion: PlanConversion) -> pd.DataFrame:
    """With target class and where the ground lies now and as planned; unplanned ground stays as it is."""
    cells["planned"] = cells["planned_class"] != ""
    cells["target_class"] = cells.pop("planned_class").where(cells["planned"], cells["base_class"])
    cells["base_place"] = cells["settlement_code"].map(conversion.place)
    fates = cells[["settlement_code", "constraints", "target_class"]].drop_duplicates()
    places = {
        row: conversion.planned_place(row[0], row[1].split("+"), row[2]) for row in fates.itertuples(index=False, name=None)
    }
    keys = zip(cells["settlement_code"], cells["constraints"], cells["target_class"])
    cells["target_place"] = [places[key] for key in keys]
    return cells.reset_index(drop=True)


def _defaults(rules: LandUseRules, used: Sequence[str] | set[str]) -> tuple[tuple[str, str], ...]:
    """Survey classes that went whole to their default, with the plan class in words."""
    found = []
    for split in rules.conversion.splits:
        codes = [code for code in split.survey if code in used]
        if codes and not split.by_hand:
            plan = next(iter(split.shares))
            name = rules.form.names.get(plan, "")
            found.append((f"{split.name}（{codes[0]}）", f"{name}（{plan}）"))
    return tuple(found)


def rows_of(areas: ChangeAreas, side: str) -> pd.Series:
    """Id of the form's row of each cell, in the base year ("base") or the target year ("target")."""
    form = areas.rules.form
    pairs = areas.cells[[f"{side}_class", f"{side}_place"]].drop_duplicates()
    row: Mapping[tuple[str, str], str] = {
        pair: form.row_of(*pair) for pair in pairs.itertuples(index=False, name=None)
    }
    return pd.Series(
        [row[pair] for pair in zip(areas.cells[f"{side}_class"], areas.cells[f"{side}_place"])],
        index=areas.cells.index,
        dtype=object,
    )
