"""The pass-down table: given figures stay, the rest is proposed, sums are checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..messages import Message, message
from ..task import SILENT, Task
from .catalogue import (
    AREA,
    BUILDABLE,
    CAP,
    FLOOR,
    HOUSEHOLDS,
    POPULATION,
    PRESENT,
    BindingCatalogue,
    BindingIndicator,
)
from .checks import CHECK_COLUMNS, check_children, check_rural_share, check_unit
from .figures import closed
from .share import share_within
from .tree import UnitTree

GIVEN, LOCKED, PROPOSED, SUMMED, MISSING = "given", "locked", "proposed", "summed", "missing"
ROW_COLUMNS = (
    *("level", "unit_code", "unit_name", "parent", "indicator", "indicator_name", "unit", "kind", "value", "present"),
    *("lowest", "highest", "basis", "basis_value", "origin", "difference", "holds", "status", "note"),
)


@dataclass(frozen=True)
class PassDown:
    """rows      one per indicator and unit, parents before children, see `ROW_COLUMNS`: value NaN where there is none;
              lowest, highest NaN where a proposal has no such limit; difference: sum of the children less the figure (a
              rate: their mean less it), NaN without children; holds: False where something binding is broken; note:
              `Message` or None
    checks    one per thing looked at, see `checks.CHECK_COLUMNS`
    warnings  what a person should know of how the proposals came about
    """

    rows: pd.DataFrame
    checks: pd.DataFrame
    warnings: tuple[Message, ...]

    @property
    def broken(self) -> pd.DataFrame:
        """The checks that a binding indicator does not pass."""
        return self.checks[~self.checks["holds"].astype(bool)]


@dataclass
class _Column:
    """One indicator over the n units of the tree; figures in its unit, NaN where there is none."""

    item: BindingIndicator
    value: NDArray
    origin: list[str]
    present: NDArray
    lowest: NDArray
    highest: NDArray
    room: NDArray  # what a unit could hold at most, whatever was given
    basis: str
    basis_value: NDArray


def pass_down(
    tree: UnitTree,
    catalogue: BindingCatalogue,
    given: pd.DataFrame,
    figures: pd.DataFrame,
    basis: str = "",
    task: Task = SILENT,
) -> PassDown:
    """Fill the table from the county down to its villages.

    given    unit (position in the tree), indicator, value, locked; such figures stay as they are
    figures  index code of the units without children; population, area and buildable (m²), households, and
             "present:<code>" (m²), as far as known (see `figures.village_figures`)
    basis    what proposals are in proportion to (see `catalogue.BASES`); empty: as the catalogue says

    A unit without a figure gets a share of its parent's, in proportion to the basis and within its limits: not below
    the present figure, not beyond its area, as the catalogue says, and not below what was given to units below it.
    Shares are whole last digits and sum to the parent's figure wherever the limits leave room (`share.share_within`). A
    unit whose children all have figures, and whose parent has none, is their sum. A rate is handed on as it is.
    """
    leaf_figures = {name: _at_leaves(tree, figures, name) for name in figures.columns}
    columns: dict[str, _Column] = {}
    warnings: list[Message] = []
    for i, item in enumerate(catalogue.indicators):
        task.report(i / len(catalogue.indicators))
        column = _column(tree, item, given, leaf_figures)
        share = catalogue.rural_share
        if share is not None and item.code == share.part and np.isnan(column.value[0]) and share.whole in columns:
            _keep_for_rural_use(column, float(columns[share.whole].value[0]) * share.least)
        if item.rate is not None:
            _hand_on(tree, column)
        else:
            warnings += _propose(tree, column, leaf_figures, columns, basis)
        columns[item.code] = column
    checks: list[dict[str, object]] = []
    people = {name: tree.sums(leaf_figures[name]) for name in (POPULATION, HOUSEHOLDS) if name in leaf_figures}
    values = {code: column.value for code, column in columns.items()}
    tables = []
    for column in columns.values():
        task.check()
        table = _table(tree, column)
        for i in range(len(tree)):
            found = [
                *check_children(tree, i, column.item, column.value, people),
                *check_unit(tree, i, column.item, column.value, column.present, column.room, values, people),
            ]
            checks += found
            _note(table, i, found)
        tables.append(table)
    if catalogue.rural_share is not None:
        checks += check_rural_share(tree, catalogue, values)
    rows = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(ROW_COLUMNS))
    return PassDown(rows, pd.DataFrame(checks, columns=list(CHECK_COLUMNS)), tuple(warnings))


def _at_leaves(tree: UnitTree, figures: pd.DataFrame, name: str) -> NDArray:
    """(n,) figures of the leaves, NaN where unknown, 0 elsewhere."""
    values = np.zeros(len(tree))
    known = figures[name].astype(float)
    values[tree.leaves] = [known.get(tree.code[i], np.nan) for i in tree.leaves]
    return values


def _column(tree: UnitTree, item: BindingIndicator, given: pd.DataFrame, leaves: dict[str, NDArray]) -> _Column:
    n = len(tree)
    value, origin = np.full(n, np.nan), [MISSING] * n
    rows = given[given["indicator"] == item.code]
    for unit, figure, locked in zip(rows["unit"].astype(int), rows["value"], rows["locked"]):
        value[unit], origin[unit] = figure, LOCKED if locked else GIVEN
    nothing = np.full(n, np.nan)
    measured = leaves.get(f"present:{item.code}")
    present = nothing if measured is None else closed(tree, measured / item.m2, item)
    lowest = present.copy() if item.least == PRESENT else np.zeros(n)
    highest = {
        PRESENT: present,
        AREA: nothing if AREA not in leaves else tree.sums(leaves[AREA] / item.m2),
        BUILDABLE: nothing if BUILDABLE not in leaves else tree.sums(leaves[BUILDABLE] / item.m2),
    }.get(item.most, nothing)
    return _Column(item, value, origin, present, lowest, highest.copy(), highest, "", nothing.copy())


def _keep_for_rural_use(column: _Column, figure: float) -> None:
    """The county's figure where none was given: the least share of the construction quota."""
    if not np.isnan(figure):
        digits = np.ceil(figure / column.item.digit - 1e-6)
        column.value[0], column.origin[0] = round(digits * column.item.digit, column.item.decimals), PROPOSED


def _hand_on(tree: UnitTree, column: _Column) -> None:
    """A rate: each unit has its parent's unless it has its own."""
    for i in range(1, len(tree)):
        if np.isnan(column.value[i]) and not np.isnan(column.value[tree.parent[i]]):
            column.value[i], column.origin[i] = column.value[tree.parent[i]], PROPOSED


def _propose(
    tree: UnitTree, column: _Column, leaves: dict[str, NDArray], done: dict[str, _Column], basis: str
) -> list[Message]:
    """Fill what is empty; limits and basis are kept in the column."""
    item, digit = column.item, column.item.digit
    fixed = ~np.isnan(column.value)
    digits = np.where(fixed, np.rint(np.nan_to_num(column.value) / digit), 0.0)
    low, high = _limits(tree, column, fixed, digits)
    forced = fixed.copy()  # all below it is fixed, so it is their sum
    for i in range(len(tree) - 1, -1, -1):
        forced[i] |= len(tree.children[i]) > 0 and bool(forced[tree.children[i]].all())
    bases = _bases(tree, column, leaves, done, basis)
    if not fixed[0] and forced[0]:
        digits[0], fixed[0], column.origin[0] = low[0], True, SUMMED
    without: list[str] = []
    used: set[str] = set()
    for i in range(len(tree)):
        below = tree.children[i]
        free = below[~fixed[below]]
        if not len(free):
            continue
        if not fixed[i] or forced[free].all():
            ready = free[forced[free]]
            digits[ready], fixed[ready] = low[ready], True
            for j in ready:
                column.origin[j] = SUMMED
            continue
        # What others of the family were given is out of reach. The basis is the first that is known of all; where units
        # that have it are full, the next one says who of the others takes what is left.
        rest = int(digits[i] - digits[below[fixed[below]]].sum())
        usable = [(name, base[free]) for name, base in bases if np.isfinite(base[free]).all() and base[free].sum() > 0]
        if not usable and rest > low[free].sum():
            without.append(tree.name[i])
            continue
        amounts = low[free]
        for place, (name, base) in enumerate(usable):
            if place and amounts.sum() >= rest:
                break
            amounts = share_within(rest, base, amounts, high[free])
            used.add(name)
        digits[free], fixed[free] = amounts, True
        if usable:
            column.basis_value[free] = usable[0][1]
        for j in free:
            column.origin[j] = SUMMED if forced[j] else PROPOSED
    column.value = np.where(fixed, np.round(digits * digit, item.decimals) + 0.0, np.nan)  # + 0.0: no -0.0
    column.basis = ", ".join(sorted(used))
    return _said(column, without, used, bases, basis)


def _limits(tree: UnitTree, column: _Column, fixed: NDArray, digits: NDArray) -> tuple[NDArray, NDArray]:
    """Lowest and highest figure of every unit in last digits, from the leaves up: a figure that stays is both."""
    digit = column.item.digit
    low = np.nan_to_num(np.ceil(column.lowest / digit - 1e-6))
    high = np.nan_to_num(np.floor(column.highest / digit + 1e-6), nan=np.inf)
    inner = np.array([len(below) > 0 for below in tree.children])
    low[inner], high[inner] = 0.0, 0.0
    for i in range(len(tree) - 1, -1, -1):
        if fixed[i]:
            low[i] = high[i] = digits[i]
        high[i] = max(low[i], high[i])
        if i:
            low[tree.parent[i]] += low[i]
            high[tree.parent[i]] += high[i]
    decimals = column.item.decimals
    column.lowest = np.where(fixed, np.nan, np.round(low * digit, decimals))
    column.highest = np.where(fixed | np.isinf(high), np.nan, np.round(high * digit, decimals))
    return low, high


def _bases(
    tree: UnitTree, column: _Column, leaves: dict[str, NDArray], done: dict[str, _Column], basis: str
) -> list[tuple[str, NDArray]]:
    """Name and (n,) amounts of what proposals may be in proportion to, in order."""
    found = []
    for name in (basis,) if basis else column.item.basis:
        if name == PRESENT:
            found.append((name, column.present))
        elif name in done:
            found.append((name, done[name].value))
        elif name in leaves:
            found.append((name, tree.sums(leaves[name])))
    return found


def _said(
    column: _Column, without: Sequence[str], used: set[str], bases: list[tuple[str, NDArray]], basis: str
) -> list[Message]:
    warnings = []
    first = basis or (column.item.basis[0] if column.item.basis else PRESENT)
    if used - {first}:
        warnings.append(
            message(
                "{indicator}: where {first} is not known, 0 or used up, proposals are in proportion to {used}.",
                indicator=column.item.zh,
                first=_basis_name(first),
                used=_basis_name(sorted(used - {first})[0]),
            )
        )
    if without:
        warnings.append(
            message(
                "{indicator}: nothing is known to share in proportion to below {units} ({count} units); their figures "
                "are missing. Give them, save the overlay of the control lines (land_area), or choose another BASIS.",
                indicator=column.item.zh,
                units=", ".join(without[:5]),
                count=len(without),
            )
        )
    return warnings


def _basis_name(name: str) -> Message | str:
    return {
        PRESENT: message("the present figure"),
        POPULATION: message("population"),
        AREA: message("area"),
        BUILDABLE: message("buildable land"),
    }.get(name, name)


def _table(tree: UnitTree, column: _Column) -> pd.DataFrame:
    item, n = column.item, len(tree)
    return pd.DataFrame(
        {
            "level": tree.level,
            "unit_code": tree.code,
            "unit_name": tree.name,
            "parent": [tree.code[parent] if parent >= 0 else "" for parent in tree.parent],
            "indicator": item.code,
            "indicator_name": item.zh,
            "unit": item.unit["zh"],
            "kind": item.kind,
            "value": column.value,
            "present": column.present,
            "lowest": column.lowest if item.rate is None else np.full(n, np.nan),
            "highest": column.highest if item.rate is None else np.full(n, np.nan),
            "basis": [column.basis if origin == PROPOSED else "" for origin in column.origin],
            "basis_value": column.basis_value,
            "origin": column.origin,
            "difference": np.full(n, np.nan),
            "holds": True,
            "status": ["missing" if np.isnan(value) else "ok" for value in column.value],
            "note": pd.Series([None] * n, dtype=object),
        }
    )[list(ROW_COLUMNS)]


def _note(table: pd.DataFrame, i: int, found: Sequence[dict[str, object]]) -> None:
    """Put what the checks of a unit say into its row: the first that is broken, else the first that says anything."""
    for check in found:
        if check["check"] == "children":
            table.at[i, "difference"] = check["difference"]
    telling = [check for check in found if check["status"] != "ok"]
    if not telling:
        return
    telling.sort(key=lambda check: bool(check["holds"]))
    table.at[i, "holds"] = all(bool(check["holds"]) for check in found)
    if table.at[i, "status"] != "missing":
        table.at[i, "status"] = telling[0]["status"]
    words = [check["words"] for check in telling if isinstance(check["words"], Message)]
    note: Optional[Message] = None
    for word in words:
        note = word if note is None else message("{first}; {second}", first=note, second=word)
    table.at[i, "note"] = note


__all__ = ["CAP", "FLOOR", "PassDown", "pass_down"]
