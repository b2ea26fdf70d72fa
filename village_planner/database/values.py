"""Figures of units, judgements of experts, and what was reached of the targets: given to the county, not to a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional, Union

import numpy as np
import pandas as pd

from ..core.errors import InputError
from .clock import now
from .create import insert
from .store import Store

INDICATOR_COLUMNS = ("unit_code", "indicator", "year", "value", "source", "made")


class Values(Store):
    # ---- indicator values
    def indicator_rows(self, level: str) -> pd.DataFrame:
        """All figures of a level, long: unit_code, indicator, year (Int64), value, source, made; as written."""
        rows = self.read_table("indicator_value", level=level)[list(INDICATOR_COLUMNS)]
        return rows.assign(year=pd.to_numeric(rows["year"]).astype("Int64"), value=rows["value"].astype(float))

    def latest_rows(self, level: str) -> pd.DataFrame:
        """Of each unit and indicator the row of the latest year with a value; columns as in `indicator_rows`."""
        rows = self.indicator_rows(level)
        rows = rows[rows["value"].notna()]
        order = rows["year"].astype("float64").fillna(-np.inf)
        return (
            rows.assign(order=order)
            .sort_values("order", kind="stable")
            .drop_duplicates(["unit_code", "indicator"], keep="last")
            .drop(columns="order")
            .reset_index(drop=True)
        )

    def indicator_values(self, level: str) -> pd.DataFrame:
        """Index unit_code (sorted), a column per indicator code (sorted), each unit's latest year; NaN = no value."""
        rows = self.latest_rows(level)
        if rows.empty:
            return pd.DataFrame(index=pd.Index([], name="unit_code", dtype=object))
        wide = rows.pivot(index="unit_code", columns="indicator", values="value")
        wide.columns = [str(name) for name in wide.columns]
        return wide.sort_index().astype(float)

    def save_indicator_values(self, level: str, frame: pd.DataFrame, source: str = "") -> int:
        """Put figures in the place of earlier ones of the same unit, indicator and year; returns how many.

        frame   long: unit_code, indicator, value, and perhaps year and source; rows without a value are left out,
                what was there before stays
        source  where they come from, for rows that say nothing themselves
        """
        rows = pd.DataFrame({name: frame[name] for name in ("unit_code", "indicator", "value")})
        rows["value"] = pd.to_numeric(rows["value"]).astype(float)
        rows["year"] = pd.to_numeric(frame["year"]).astype("Int64") if "year" in frame.columns else pd.NA
        own = frame["source"] if "source" in frame.columns else pd.Series(None, index=frame.index, dtype=object)
        rows["source"] = own.astype(object).where(own.notna() & (own.astype(str) != ""), source or None)
        rows = rows[rows["value"].notna()]
        _refuse_twice(rows, ["unit_code", "indicator", "year"])
        rows.insert(0, "level", level)
        rows["made"] = now()
        with self.transaction():
            before = self._replaced(level, rows)
            self._connection.executemany(
                "DELETE FROM indicator_value WHERE level = ? AND unit_code = ? AND indicator = ? AND year IS ?",
                [
                    (level, unit, indicator, None if pd.isna(year) else int(year))
                    for unit, indicator, year in zip(rows["unit_code"], rows["indicator"], rows["year"])
                ],
            )
            insert(self._connection, "indicator_value", rows)
            indicators = sorted(set(rows["indicator"]))
            self.record(
                "",
                "save indicator values",
                {"level": level, "figures": before} if before else None,
                {"level": level, "rows": len(rows), "of": indicators},
            )
        return len(rows)

    def _replaced(self, level: str, rows: pd.DataFrame) -> list[list[Any]]:
        """Figures that others of the same unit, indicator and year are about to replace: unit, indicator, year, value,
        source; those that stay as they are left out."""
        known = self.indicator_rows(level)
        fresh = {
            (row["unit_code"], row["indicator"], _year(row["year"])): (row["value"], row["source"])
            for row in rows.to_dict("records")
        }
        found = []
        for row in known.to_dict("records"):
            place, value = (row["unit_code"], row["indicator"], _year(row["year"])), row["value"]
            if place in fresh and fresh[place] != (value, row["source"]):
                found.append([*place, None if pd.isna(value) else float(value), row["source"]])
        return found

    # ---- judgements
    def judgements(self, level: str, expert: Optional[str] = None) -> pd.DataFrame:
        """expert, row, column, value of one expert or of all; as written."""
        chosen = {} if expert is None else {"expert": expert}
        return self.read_table("judgement", level=level, **chosen)[["expert", "row", "column", "value"]]

    def experts(self, level: str) -> list[str]:
        """Who judged, in the order in which they were first saved."""
        return list(dict.fromkeys(self.judgements(level)["expert"]))

    def save_judgements(self, level: str, expert: str, frame: pd.DataFrame) -> None:
        """Put an expert's judgements in the place of that expert's earlier ones; without rows the expert goes.

        frame  row, column (codes of indicators, or ids of groups), value (1/9 to 9: how many times the row matters
               more). Raises InputError bad_judgement, repeated_figure.
        """
        rows = pd.DataFrame({"row": frame["row"].astype(str), "column": frame["column"].astype(str)})
        rows["value"] = pd.to_numeric(frame["value"], errors="coerce").astype(float)
        wrong = rows[~(rows["value"] > 0) | ~np.isfinite(rows["value"]) | (rows["row"] == rows["column"])]
        if len(wrong):
            raise InputError(
                "bad_judgement",
                "The judgement of {row} against {column} must be a number above 0, between two different indicators or "
                "groups ({count} such judgements). Enter 1 to 9, or 1/2 to 1/9.",
                row=wrong["row"].iloc[0],
                column=wrong["column"].iloc[0],
                count=len(wrong),
            )
        _refuse_twice(rows, ["row", "column"])
        with self.transaction():
            before = self.judgements(level, expert)
            self._run("DELETE FROM judgement WHERE level = ? AND expert = ?", [level, expert])
            insert(self._connection, "judgement", rows.assign(level=level, expert=expert))
            place = {"level": level, "expert": expert}
            columns = ["row", "column", "value"]
            self.record(
                "",
                "save judgements",
                {**place, "judgements": before[columns].to_numpy().tolist()},
                {**place, "judgements": rows[columns].to_numpy().tolist()},
            )

    # ---- actuals of targets
    def target_actuals(self) -> pd.DataFrame:
        """code, unit_code ("": whole county), year, value, source; by code, unit and year."""
        rows = self.read_table("target_actual").sort_values(["code", "unit_code", "year"])
        return rows[["code", "unit_code", "year", "value", "source"]].reset_index(drop=True)

    def save_target_actuals(self, frame: pd.DataFrame, source: str = "") -> int:
        """Put what was reached in the place of earlier figures of the same target, unit and year; returns how many.

        frame  code, year, value, and perhaps unit_code and source
        """
        rows = pd.DataFrame({"code": frame["code"].astype(str)})
        rows["unit_code"] = frame["unit_code"].fillna("").astype(str) if "unit_code" in frame.columns else ""
        rows["year"] = pd.to_numeric(frame["year"]).astype(int)
        rows["value"] = pd.to_numeric(frame["value"]).astype(float)
        own = frame["source"] if "source" in frame.columns else pd.Series(None, index=frame.index, dtype=object)
        rows["source"] = own.astype(object).where(own.notna() & (own.astype(str) != ""), source or None)
        _refuse_twice(rows, ["code", "unit_code", "year"])
        with self.transaction():
            before = self._known_actuals(rows)
            self._connection.executemany(
                "INSERT INTO target_actual (code, unit_code, year, value, source) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (code, unit_code, year) DO UPDATE SET value = excluded.value, source = excluded.source",
                [tuple(row) for row in rows.astype(object).where(rows.notna(), None).itertuples(index=False)],
            )
            self.record(
                "",
                "save target actuals",
                {"figures": before} if before else None,
                {"rows": len(rows), "of": sorted(set(rows["code"]))},
            )
        return len(rows)

    def remove_target_actuals(self, frame: pd.DataFrame) -> int:
        """Take figures of these targets (code), units (unit_code, "" the county) and years away; returns how many."""
        with self.transaction():
            before = self._known_actuals(frame)
            if not before:
                return 0
            self._connection.executemany(
                "DELETE FROM target_actual WHERE code = ? AND unit_code = ? AND year = ?", [row[:3] for row in before]
            )
            self.record("", "remove target actuals", {"figures": before}, {"rows": len(before)})
        return len(before)

    def _known_actuals(self, rows: pd.DataFrame) -> list[list[Any]]:
        """What stands at these places: code, unit, year, value, source."""
        places = set(zip(rows["code"], rows["unit_code"], rows["year"].astype(int)))
        known = self.target_actuals()
        there = [key in places for key in zip(known["code"], known["unit_code"], known["year"].astype(int))]
        return [
            [row["code"], row["unit_code"], int(row["year"]), float(row["value"]), row["source"] or None]
            for row in known[there].to_dict("records")
        ]


def long_values(
    wide: pd.DataFrame, year: Optional[int] = None, source: Union[str, Mapping[str, str]] = ""
) -> pd.DataFrame:
    """Figures of one row per unit (index unit_code, a column per indicator) as rows for `save_indicator_values`.

    source  where all come from, or indicator -> where it comes from. Cells without a value give no row.
    """
    rows = wide.rename_axis("unit_code").reset_index().melt("unit_code", var_name="indicator", value_name="value")
    rows = rows[rows["value"].notna()].reset_index(drop=True)
    rows["year"] = pd.array([year] * len(rows), dtype="Int64")
    rows["source"] = source if isinstance(source, str) else rows["indicator"].map(source)
    return rows


def _year(year: Any) -> Optional[int]:
    return None if pd.isna(year) else int(year)


def _refuse_twice(rows: pd.DataFrame, columns: list[str]) -> None:
    twice = rows[rows.duplicated(columns)]
    if len(twice):
        first: Any = twice.iloc[0]
        raise InputError(
            "repeated_figure",
            "{what} is given more than once ({count} such rows). Keep one of them.",
            what=", ".join(str(first[name]) for name in columns if not pd.isna(first[name])),
            count=len(twice),
        )
