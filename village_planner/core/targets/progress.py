"""How far targets are reached by a year: rate of completion, steady pace, light, and the townships in order."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import pandas as pd

from ..messages import Message, message
from .catalogue import BASE, DOWN, NUMBER, OPEN, UP, YEARLY, YES_NO, Target, TargetCatalogue

GREEN, YELLOW, RED, NONE = "green", "yellow", "red", "none"
_MEETS: Mapping[str, Callable[[float, float], bool]] = {">": operator.gt, "<": operator.lt}
ROW_COLUMNS = (
    *("code", "unit_code", "unit_name", "name", "unit", "kind", "direction", "comparison", "base", "base_year"),
    *("value", "year", "year_assumed", "actual", "actual_year", "rate", "expected", "light", "note"),
)
SLACK = 1e-9


@dataclass(frozen=True)
class Progress:
    """rows     one per target of the county, and one per target and township that has actuals; see `ROW_COLUMNS`: rate
             1 is reached, NaN where it cannot be said; expected: what a steady pace would have by the year of the
             actual; note: `Message`, what the light rests on
    ranking  one per township that has actuals: unit_code, unit_name, targets (with a rate), rate (their mean, each
             counted to 1 at most and 0 at least), green, yellow, red, rank (from 1, equals share)
    warnings what a person should know
    """

    rows: pd.DataFrame
    ranking: pd.DataFrame
    warnings: tuple[Message, ...]


def track(
    catalogue: TargetCatalogue, actuals: pd.DataFrame, year: int, townships: Optional[Mapping[str, str]] = None
) -> Progress:
    """State of all targets in `year`.

    actuals    code, unit_code ("" for the whole county), year, value; one row per target, unit and year
    townships  code -> name

    An end target takes the latest actual up to the year, and is green after its year only where it is reached: rate =
    (actual - base) / (target - base), and a steady pace would have (year - base year) / (target year - base year). The
    base is the actual of the base year, else that of the catalogue; where there is neither, the rate is actual / target
    (target / actual where less is better), and the light is given only when the target is reached or its year is over.
    Where the base had reached the target already, there is no way to go and a pace of 1: the rate is actual / target,
    too. A yearly target takes that year's figure alone. The light is green when the target is reached, else by rate /
    pace and the catalogue's limits.
    """
    townships = townships or {}
    by_unit = {key: part.set_index("year")["value"] for key, part in actuals.groupby(["code", "unit_code"])}
    rows, warnings = [], []
    for target in catalogue.targets:
        rows.append(_state(catalogue, target, "", "", by_unit.get((target.code, "")), year))
        for unit, name in townships.items():
            if (target.code, unit) in by_unit:
                rows.append(_state(catalogue, target, unit, name, by_unit[target.code, unit], year))
    known = {target.code for target in catalogue.targets}
    strangers = sorted(set(actuals["code"]) - known)
    if strangers:
        warnings.append(
            message("Actuals of {codes} were left aside: the catalogue has no such target.", codes=", ".join(strangers))
        )
    table = pd.DataFrame(rows, columns=list(ROW_COLUMNS))
    return Progress(table, _ranking(table), tuple(warnings))


def _state(
    catalogue: TargetCatalogue, target: Target, unit: str, name: str, found: Optional[pd.Series], year: int
) -> dict[str, Any]:
    found = pd.Series(dtype=float) if found is None else found.sort_index()
    wanted = target.by_township.get(unit) if unit else target.value
    if unit and wanted is None and not target.additive:
        wanted = target.value
    base, base_year = _base(target, found, unit)
    row: dict[str, Any] = {
        "code": target.code,
        "unit_code": unit,
        "unit_name": name,
        "name": target.zh,
        "unit": target.unit["zh"],
        "kind": target.kind,
        "direction": target.direction,
        "comparison": target.comparison,
        "base": base,
        "base_year": base_year,
        "value": np.nan if wanted is None else float(wanted),
        "year": target.year,
        "year_assumed": target.year_assumed,
        "actual": np.nan,
        "actual_year": pd.NA,
        "rate": np.nan,
        "expected": np.nan,
        "light": NONE,
    }
    usable = found[found.index <= year]
    if target.kind == YEARLY:
        usable = usable[usable.index == year]
    elif target.kind != BASE:  # a figure of the base year says nothing of what was reached since
        usable = usable[usable.index > base_year] if target.form == NUMBER else usable
    if not len(usable):
        nothing = message("no figure of {year}", year=year) if target.kind == YEARLY else message("no figure yet")
        return {**row, "note": nothing}
    actual, then = float(usable.iloc[-1]), int(usable.index[-1])
    row.update(actual=actual, actual_year=then)
    if target.kind == BASE:
        return {**row, "note": message("a figure to compare with")}
    if target.form == OPEN:
        return {**row, "note": message("the plan leaves the number open")}
    if target.form == YES_NO:
        return {**row, **_yes_no(target, actual, year)}
    if wanted is None:
        return {**row, "note": message("a part of the county's figure; the township has no target of its own")}
    return {**row, **_number(catalogue, target, float(wanted), base, actual, then, year)}


def _base(target: Target, found: pd.Series, unit: str) -> tuple[float, int]:
    """The actual of the base year, else the catalogue's (of the county, or 0 for townships, too)."""
    if target.base_year in found.index:
        return float(found[target.base_year]), target.base_year
    if target.base is not None and (not unit or target.base == 0):
        return float(target.base), target.base_year
    return np.nan, target.base_year


def _yes_no(target: Target, actual: float, year: int) -> dict[str, Any]:
    if actual > 0:
        return {"rate": 1.0, "light": GREEN, "note": message("done")}
    over = year >= target.year
    note = message("not done, and due") if over else message("not done yet")
    return {"rate": 0.0, "light": RED if over else YELLOW, "note": note}


def _number(
    catalogue: TargetCatalogue, target: Target, wanted: float, base: float, actual: float, then: int, year: int
) -> dict[str, Any]:
    """then: the year of the actual; year: the one that is asked about."""
    yearly = target.kind == YEARLY
    # A base that had reached the target leaves no way to go: what was lost since would be a rate above 1.
    had = not yearly and not np.isnan(base) and _reached(catalogue, target, wanted, base)
    there = had or (not yearly and abs(wanted - base) < SLACK)
    rate = _ratio(target, wanted, actual) if yearly or np.isnan(base) or there else (actual - base) / (wanted - base)
    reached = _reached(catalogue, target, wanted, actual)
    pace = 1.0 if yearly or (there and not reached) else _pace(target, then)
    shown = np.nan if not yearly and np.isnan(base) and then < target.year else pace
    if reached:
        return {"rate": rate, "expected": shown, "light": GREEN, "note": message("reached")}
    overdue = not yearly and then < target.year <= year  # nothing newer is known
    late = message("due in {due}, but the latest figure is of {year} and does not reach it", due=target.year, year=then)
    if np.isnan(shown):  # actual / target says nothing of the way from an unknown start
        none = message("no figure of the base year to tell the pace from")
        return {"rate": rate, "light": NONE, "note": late if overdue else none}
    relative = rate / pace if pace > 0 else np.inf
    light = GREEN if relative >= catalogue.green - SLACK else YELLOW if relative >= catalogue.yellow - SLACK else RED
    if light == GREEN and (there or (not yearly and year >= target.year)):
        light = YELLOW  # close, or once on the way, and not reached
    percent = f"{100 * relative:.0f}"
    note = {
        GREEN: message("on the way"),
        YELLOW: message("behind: {percent} % of a steady pace", percent=percent),
        RED: message("far behind: {percent} % of a steady pace", percent=percent),
    }[light]
    if had:
        note = message("the target was reached in {year} and is no longer", year=target.base_year)
    return {"rate": rate, "expected": pace, "light": light, "note": late if overdue else note}


def _pace(target: Target, then: int) -> float:
    """The share of the way that a steady pace has behind it in a year."""
    return min(max((then - target.base_year) / (target.year - target.base_year), 0.0), 1.0)


def _reached(catalogue: TargetCatalogue, target: Target, wanted: float, actual: float) -> bool:
    if target.comparison in _MEETS:
        return _MEETS[target.comparison](actual, wanted)
    slack = catalogue.about * abs(wanted) if target.comparison == "~" else SLACK * max(1.0, abs(wanted))
    return actual <= wanted + slack if target.direction == DOWN else actual >= wanted - slack


def _ratio(target: Target, wanted: float, actual: float) -> float:
    upper, lower = (actual, wanted) if target.direction == UP else (wanted, actual)
    return upper / lower if lower else np.nan


def _ranking(rows: pd.DataFrame) -> pd.DataFrame:
    columns = ["unit_code", "unit_name", "targets", "rate", GREEN, YELLOW, RED, "rank"]
    of_townships = rows[rows["unit_code"] != ""]
    if of_townships.empty:
        return pd.DataFrame(columns=columns)
    counted = of_townships.assign(counted=of_townships["rate"].astype(float).clip(0, 1))
    by_unit = counted.groupby(["unit_code", "unit_name"], sort=True)
    table = by_unit["counted"].agg(targets="count", rate="mean").reset_index()
    for light in (GREEN, YELLOW, RED):
        table[light] = by_unit["light"].agg(lambda lights, light=light: int((lights == light).sum())).to_numpy()
    table["rank"] = table["rate"].round(9).rank(method="min", ascending=False).astype("Int64")
    return table.sort_values(["rank", "unit_code"], na_position="last")[columns].reset_index(drop=True)
