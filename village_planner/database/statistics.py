"""What a statistics import needs of the planning database, and how it keeps the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import pandas as pd

from ..core.errors import InputError
from ..core.messages import Message, message
from ..core.statistics.answers import Answers, load_answers
from ..core.statistics.gazetteer import Gazetteer
from ..core.statistics.rules import Rules, load_rules
from ..paths import catalogue_files, resource, use_bundled_packages
from .catalogues import own_catalogue

if TYPE_CHECKING:
    from . import PlanningDatabase

KEEP, REPLACE, REFUSE = "keep", "replace", "error"  # what becomes of a figure that the database has already
KEY = ["level", "unit_code", "indicator", "year"]
SHOWN = 5


def read_rules(database: Optional[PlanningDatabase] = None, file: Optional[Path] = None) -> Rules:
    """The words and units of measure: a county's own file, else its database's, else as shipped."""
    return load_rules(*catalogue_files("statistics"), own_catalogue("statistics", database, file))


def read_answers(file: Optional[Path]) -> Answers:
    """An answer file; nothing is answered without one."""
    if file is None:
        return Answers()
    use_bundled_packages()
    return load_answers(file, resource("catalogues", "statistics_answers.schema.json"))


def read_gazetteer(database: PlanningDatabase, rules: Rules) -> Gazetteer:
    """The county's units."""
    return Gazetteer.build(
        database.read_table("township"), database.read_table("village"), rules, database.setting("county_name") or ""
    )


@dataclass(frozen=True)
class Kept:
    """How many figures were written new, in the place of others, were there already, and were left as they were."""

    fresh: int
    replaced: int
    same: int
    left: int
    warnings: tuple[Message, ...]


def keep_figures(
    database: PlanningDatabase, values: pd.DataFrame, existing: str, parameters: Optional[Mapping[str, Any]] = None
) -> Kept:
    """Write an interpretation's values (`Interpretation.values`) into `indicator_value`: all of them, or nothing.

    existing    "keep": a different figure of the same unit, indicator and year stays; "replace": it is replaced;
                "error": InputError existing_figures
    parameters  kept in the record: which workbook, which answers
    """
    with database.transaction():
        known = [database.indicator_rows(level).assign(level=level) for level in ("township", "village")]
        before = pd.concat(known, ignore_index=True)[[*KEY, "value"]].drop_duplicates(KEY, keep="last")
        both = values.merge(before.rename(columns={"value": "before"}), on=KEY, how="left")
        there = both["before"].notna()
        same = there & (both["before"] == both["value"])
        differ = there & ~same
        if existing == REFUSE and differ.any():
            first = both[differ].iloc[0]
            raise InputError(
                "existing_figures",
                "The database has other figures for {count} of them, the first: unit {unit}, indicator {indicator}, "
                "{before} instead of {value}. Choose EXISTING=replace or keep.",
                count=int(differ.sum()),
                unit=first["unit_code"],
                indicator=first["indicator"],
                before=f"{first['before']:.10g}",
                value=f"{first['value']:.10g}",
            )
        written = both[~same & ~differ] if existing == KEEP else both[~same]
        for level, rows in written.groupby("level", sort=True):
            database.save_indicator_values(str(level), rows[["unit_code", "indicator", "year", "value", "source"]])
        database.record(
            "",
            "import statistics",
            None,
            {**(parameters or {}), "figures": len(values), "written": len(written), "existing": existing},
        )
    warnings = []
    if existing == KEEP and differ.any():
        warnings.append(_left_as_they_were(both[differ]))
    undated = values[values["year"].isna()]
    dated = pd.concat([before, values])[lambda rows: rows["year"].notna()]
    hidden = undated.merge(dated[KEY[:3]].drop_duplicates(), on=KEY[:3])
    if len(hidden):
        warnings.append(_without_effect(hidden))
    replaced = int(differ.sum()) if existing != KEEP else 0
    left = int(differ.sum()) if existing == KEEP else 0
    return Kept(len(written) - replaced, replaced, int(same.sum()), left, tuple(warnings))


def _left_as_they_were(rows: pd.DataFrame) -> Message:
    named = [f"{row.unit_code} {row.indicator} ({row.before:.10g})" for row in rows.head(SHOWN).itertuples()]
    return message(
        "{count} figures that the database has with another value were left as they are: {names}. Choose "
        "EXISTING=replace to replace them.",
        count=len(rows),
        names=", ".join(named) + (", …" if len(rows) > SHOWN else ""),
    )


def _without_effect(rows: pd.DataFrame) -> Message:
    named = [f"{row.unit_code} {row.indicator}" for row in rows.head(SHOWN).itertuples()]
    return message(
        "{count} figures were stored without a year and count for nothing, as the database has dated ones of the same "
        "unit and indicator: {names}. Run again with YEAR.",
        count=len(rows),
        names=", ".join(named) + (", …" if len(rows) > SHOWN else ""),
    )
