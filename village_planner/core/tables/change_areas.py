"""Areas of land use now and as planned, as the tables show them: the present areas, divided and never rounded anew.

The present tables' pieces (village x class x lines, `areas.LandAreas`) are shared over what is planned for them, in
whole hundredths of a hectare. So the base side is the present tables to the last digit, the planned side sums to the
same control areas, and the county's planned classes are what the database holds, rounded.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..landuse.conversion import TOWN, PlanConversion
from ..landuse.structure import StructureForm
from ..overlay.balance import round_rows, round_to_total
from .areas import CENT, KNOWN_SHARE, LandAreas, shown_areas
from .classes import UNKNOWN, LandClasses
from .county import CountyData

PIECE = ["unit_code", "leaf", "class_code", "constraints"]  # what the present tables' areas are rounded at
KEPT, RETIRED, OCCUPIED = "kept", "retired", "occupied"  # what becomes of farmland
GAINS = ("consolidated", "developed", "reclaimed")  # what becomes farmland
# Of linkage: rural construction land that becomes farmland or other ground, and what is built on farmland or elsewhere.
EXCHANGES = ("demolished_to_farmland", "demolished", "built_on_farmland", "built")
CHANGE = ["settlement_code", "base_class", "planned_class"]


@dataclass(frozen=True)
class LandUseRules:
    """What turns areas into these tables: the county's catalogues in the codes of the planned layer's version."""

    conversion: PlanConversion
    form: StructureForm


@dataclass(frozen=True)
class ChangeAreas:
    """cells     unit_code, leaf (survey class as rounded), settlement_code, constraints, base_class and target_class
              (plan classes, "" unknown), base_place, target_place, base_row and target_row (ids of the form's rows),
              base_built and target_built (construction land), exchange (of linkage: see `EXCHANGES`, "" for
              none), fate (of farmland: kept, retired, occupied; to be: consolidated,
              developed, reclaimed; else ""), planned (whether the planned layer says anything), cents (0.01 ha)
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

    @cached_property
    def plain_rows(self) -> frozenset[str]:
        """Ids of the form's rows that are just a set of classes, wherever these lie: farmland, construction,
        urban_rural. A form that counts fields inside settlements apart has others."""
        conversion, form = self.rules.conversion, self.rules.form
        sets = {
            "farmland": conversion.farmland,
            "construction": conversion.construction,
            "urban_rural": conversion.linkage,
        }
        return frozenset(row for row, codes in sets.items() if form.is_plain(row, codes))

    def sums(self, villages: Sequence[str] | pd.Index, *columns: str) -> dict[Any, int]:
        """Values of the cells' columns (one, or tuples of several) -> 0.01 ha in these villages."""
        table = self.by(*columns)
        rows = self.control.index.get_indexer(villages)
        return dict(zip(table.columns, table.to_numpy()[rows].sum(axis=0).tolist()))


def change_areas(
    county: CountyData, classes: LandClasses, control: pd.Series, areas: Optional[LandAreas]
) -> Optional[ChangeAreas]:
    """The county's land use now and as planned; None where it was not computed, or its classes or villages are others.

    control, areas  as of `areas.control_areas`, `areas.shown_areas`
    """
    rules = county.land_use
    if county.land_change is None or county.land_change.empty or rules is None:
        return None
    land = _clean(county.land_change)
    own = _summed(land)
    same = areas is not None and county.land_area is not None and own.equals(_summed(_clean(county.land_area)))
    base = areas if same else shown_areas(replace(county, land_area=own.reset_index()), classes, control)
    if base is None:  # of other villages
        return None
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
    cells = _judged(cells, rules, {code: leaf.super_class for code, leaf in classes.leaves.items()})
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
    """Cells in 0.01 ha: every piece of the present tables keeps its area.

    First the pieces are shared over settlements and plan classes of the base year, then these over what is planned;
    each time the county's sums are the database's, rounded, then the townships' and the villages' as near as they can.
    """
    exact = cells["area_m2"].to_numpy() / CENT
    village = pd.Categorical(cells["unit_code"], categories=villages.index).codes.astype("int64")
    township, _ = pd.factorize(villages["township_code"].fillna("").astype(str), sort=True)
    place = np.column_stack([np.zeros(len(village), dtype="int64"), township[village], village])

    piece = pd.MultiIndex.from_frame(pieces[PIECE]).get_indexer(pd.MultiIndex.from_frame(cells[PIECE]))
    assert (piece >= 0).all()  # the pieces were made of the same rows
    settlement, _ = pd.factorize(cells["settlement_code"])
    now, of_now = np.unique(
        np.column_stack([piece, settlement, pd.factorize(cells["base_class"])[0]]), axis=0, return_inverse=True
    )
    of_now = of_now.ravel()
    area_now = np.bincount(of_now, exact, len(now))
    first = np.unique(of_now, return_index=True)[1]
    cents = pieces["cents"].to_numpy(dtype=float)
    base = round_rows(area_now, now[:, 0], cents, _goals(area_now, place[first], now[:, 1], cents.sum()))

    planned, _ = pd.factorize(cells["planned_class"])
    shown = round_rows(exact, of_now, base, _goals(exact, place, planned, cents.sum()))
    return np.rint(shown).astype("int64")


def _goals(values: NDArray, place: NDArray, kind: NDArray, total: float) -> list[tuple[NDArray, NDArray]]:
    """What `round_rows` wants: by kind the sums in the county, in each township, in each village.

    values (n,) 0.01 ha    place (n, 3) county, township, village    kind (n,)    total  of all, whole
    """
    scale = total / values.sum() if values.sum() > 0 and abs(total - values.sum()) >= 1 else 1.0
    found = []
    for level in range(place.shape[1]):
        groups, group = np.unique(place[:, level] * (kind.max() + 1) + kind, return_inverse=True)
        sums = scale * np.bincount(group, values, len(groups))
        found.append((group, round_to_total(sums, total, 1.0) if level == 0 else np.rint(sums)))
    return found


def _placed(cells: pd.DataFrame, conversion: PlanConversion) -> pd.DataFrame:
    """With target class and where the ground lies now and as planned; unplanned ground stays as it is."""
    cells["planned"] = cells["planned_class"] != ""
    cells["target_class"] = cells.pop("planned_class").where(cells["planned"], cells["base_class"])
    cells["base_place"] = cells["settlement_code"].map(conversion.place)
    fates = cells[["settlement_code", "constraints", "target_class"]].drop_duplicates()
    places = {
        row: conversion.planned_place(row[0], row[1].split("+"), row[2])
        for row in fates.itertuples(index=False, name=None)
    }
    keys = zip(cells["settlement_code"], cells["constraints"], cells["target_class"])
    cells["target_place"] = [places[key] for key in keys]
    return cells.reset_index(drop=True)


def _judged(cells: pd.DataFrame, rules: LandUseRules, supers: Mapping[str, str]) -> pd.DataFrame:
    """With the rows of the form, what is construction land and what becomes of farmland."""
    conversion, form = rules.conversion, rules.form
    for side in ("base", "target"):
        code, place = cells[f"{side}_class"], cells[f"{side}_place"]
        pairs = pd.DataFrame({"code": code, "place": place}).drop_duplicates()
        row = {pair: form.row_of(*pair) for pair in pairs.itertuples(index=False, name=None)}
        cells[f"{side}_row"] = [row[pair] for pair in zip(code, place)]
        cells[f"{side}_built"] = code.map(lambda one: one in conversion.construction).astype(bool)
    now = cells["base_class"].map(lambda one: one in conversion.farmland).astype(bool)
    then = cells["target_class"].map(lambda one: one in conversion.farmland).astype(bool)
    gained = cells["leaf"].map(lambda leaf: conversion.gain(supers.get(leaf, "")))
    lost = np.where(cells["target_built"], OCCUPIED, RETIRED)
    cells["fate"] = np.where(now, np.where(then, KEPT, lost), np.where(then, gained, ""))
    linked = {side: cells[f"{side}_class"].map(lambda one: one in conversion.linkage) for side in ("base", "target")}
    demolished = linked["base"] & (cells["base_place"] != TOWN) & ~cells["target_built"]
    built = linked["target"] & ~cells["base_built"]
    cells["exchange"] = np.select([demolished & then, demolished, built & now, built], list(EXCHANGES), default="")
    return cells


def _defaults(rules: LandUseRules, used: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Survey classes that went whole to their default, with the plan class in words."""
    found = []
    for split in rules.conversion.splits:
        codes = [code for code in split.survey if code in used]
        if codes and not split.by_hand:
            plan = next(iter(split.shares))
            name = rules.form.names.get(plan, "")
            found.append((f"{split.name}（{codes[0]}）", f"{name}（{plan}）"))
    return tuple(found)
