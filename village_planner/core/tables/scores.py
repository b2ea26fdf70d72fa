"""Indicator values, group scores, total and rank of townships and of villages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

import numpy as np
import pandas as pd

from ..overlay.balance import round_to_total
from .area_units import in_chinese
from .build import TOWNSHIP, Sources, district_of, expand, finish, heads, name_of, simple, text
from .county import CountyData, IndicatorInfo
from .table import Column, Row, Table, Value

WEIGHT_DECIMALS = 4
OWN = "本乡镇"
FEATURES = "features"  # group of the catalogue that no score is made of


def indicator_scores(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """The townships of the scope, best first; in a township's workbook its own row among those of its district."""
    units, own, notes = sources.townships, "", []
    if sources.scope.kind == TOWNSHIP and "district" in units:
        district = next(iter(set(district_of(units)) - {""}), "")
        if district:
            own = sources.scope.code
            units = sources.county.townships[district_of(sources.county.townships) == district]
            name = name_of(sources.county.township_districts, district)
            notes = [f"为便于比较，列出本乡镇所在{name}的全部乡镇；名称后注“{OWN}”者为本乡镇，位次为全县位次。"]
    return _score_table("indicator_scores", "township", units, sources, entry, own, notes)


def village_scores(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """The villages of the scope, best first within each township."""
    return _score_table("village_scores", "village", sources.villages, sources, entry)


def _score_table(
    identifier: str,
    level: str,
    units: pd.DataFrame,
    sources: Sources,
    entry: Mapping[str, Any],
    own: str = "",
    notes: Sequence[str] = (),
) -> Optional[Table]:
    """own: code of the unit that is marked among its neighbours, "" for none."""
    county = sources.county
    everyone = county.units(level)
    indicators = [i for i in _scored(county, level) if i.code in everyone]
    indicators = [i for i in indicators if pd.to_numeric(everyone[i.code], errors="coerce").notna().any()]
    parts = county.score_parts(level)
    if not indicators and parts.empty:
        return None
    groups = list(dict.fromkeys((i.group, i.group_zh or i.group) for i in indicators))
    scored = [(group, name) for group, name in groups if group in parts]
    digits = {i.code: _decimals(everyone[i.code]) for i in indicators}
    score_digits = 4 if _largest(parts) <= 1.5 else 2
    number: dict[str, Any] = {"kind": "number"}

    def indicator_columns(head: Sequence[str]) -> list[Column]:
        return [
            Column(
                i.code,
                heads(head, group=i.group_zh, name=_label(i), unit=in_chinese(i.unit)),
                decimals=digits[i.code],
                area=in_chinese(i.unit) == "公顷",
                **number,
            )
            for i in indicators
        ]

    def group_columns(head: Sequence[str]) -> list[Column]:
        return [Column(f"group:{g}", heads(head, group=name), decimals=score_digits, **number) for g, name in scored]

    makers: dict[str, Any] = {
        "number": simple("number", centred=True, kind="number"),
        "name": simple("name"),
        "indicators": indicator_columns,
    }
    if level == "village":
        makers["township"] = simple("township")
    if len(scored) > 1:
        makers["groups"] = group_columns
    if "total" in parts:
        makers["total"] = simple("total", decimals=score_digits, **number)
        makers["rank"] = simple("rank", centred=True, **number)
    stability = county.stability.get(level)
    if stability is not None and len(stability):
        makers["stability"] = simple("stability", decimals=2, **number)
    columns = expand(entry, makers)

    weights = _shown_weights(county.weights.get(level), indicators)
    rows: list[Row] = []
    if weights:
        rows.append(Row({"name": "权重", **weights}, "note"))
    rank = _column(parts, "rank").reindex(units.index).astype(float)
    owner = units["township_code"].map(text) if "township_code" in units else pd.Series("", index=units.index)
    place_of = {unit: _last(value) for unit, value in zip(units.index, rank)}
    order = sorted(units.index, key=lambda u: (owner[u] if level == "village" else "", place_of[u], u))
    for place, unit in enumerate(order, start=1):
        mark = f"（{OWN}）" if str(unit) == own else ""
        values: dict[str, Value] = {"number": place, "name": name_of(units, unit) + mark}
        values["township"] = name_of(county.townships, owner[unit])
        for i in indicators:
            values[i.code] = _figure(units.at[unit, i.code], digits[i.code])
        for group, _ in scored:
            values[f"group:{group}"] = _figure(_column(parts, group).get(unit), score_digits)
        values["total"] = _figure(_column(parts, "total").get(unit), score_digits)
        values["rank"] = _figure(rank[unit], 0)
        if stability is not None:
            values["stability"] = _figure(100 * stability.get(unit, np.nan), 2)
        rows.append(Row(values))
    notes = [*notes, *([] if len(parts) else ["尚未评分：只列指标值。"])]
    frozen = next((i + 1 for i, column in enumerate(columns) if column.key == "name"), 1)
    wide = len(columns) > 40
    return finish(identifier, entry, sources, columns, rows, {}, notes, frozen, 0 if wide else 1)


def _scored(county: CountyData, level: str) -> list[IndicatorInfo]:
    """What the score was made of; before there is one, every indicator but the features of terrain and industry."""
    indicators = county.indicators.get(level, ())
    weights = county.weights.get(level)
    if weights is not None and len(weights):
        return [i for i in indicators if i.code in weights.index]
    return [i for i in indicators if i.group != FEATURES]


def _label(indicator: IndicatorInfo) -> str:
    return (indicator.name_zh or indicator.name_en or indicator.code) + ("−" if indicator.cost else "")


def _shown_weights(weights: Optional[pd.Series], indicators: Sequence[IndicatorInfo]) -> dict[str, float]:
    """Weights with four digits that sum to exactly 1 over the indicators shown."""
    if weights is None:
        return {}
    known = [i.code for i in indicators if i.code in weights.index and pd.notna(weights[i.code])]
    if not known or weights[known].sum() <= 0:
        return {}
    # A weight on an indicator that is not shown would make the row fall short of 1: then show them unbalanced.
    whole = abs(float(weights.sum()) - float(weights[known].sum())) < 1e-9
    digit = 10.0**-WEIGHT_DECIMALS
    values = weights[known].to_numpy(dtype=float)
    rounded = round_to_total(values, 1.0, digit) if whole else np.round(values, WEIGHT_DECIMALS)
    return {code: float(value) for code, value in zip(known, rounded)}


def _column(parts: pd.DataFrame, key: str) -> pd.Series:
    return parts[key] if key in parts else pd.Series(dtype=float)


def _decimals(values: pd.Series) -> int:
    """Digits after the point that show the column's values: as few as needed, four at most."""
    numbers = pd.to_numeric(values, errors="coerce").dropna().to_numpy(dtype=float)
    for decimals in range(4):
        if np.allclose(numbers, np.round(numbers, decimals), rtol=0, atol=1e-9):
            return decimals
    return 4 if np.abs(numbers).max() < 1 else 2


def _largest(parts: pd.DataFrame) -> float:
    scores = parts.drop(columns="rank", errors="ignore")
    return float(np.nanmax(np.abs(scores.to_numpy(dtype=float)))) if scores.size else 0.0


def _figure(value: Any, decimals: int) -> Value:
    number = pd.to_numeric(value, errors="coerce") if value is not None else np.nan
    if pd.isna(number) or not np.isfinite(number):
        return None
    return round(float(number)) if decimals == 0 else round(float(number), decimals) + 0.0  # no -0.00


def _last(rank: float) -> float:
    return float("inf") if pd.isna(rank) else float(rank)
