"""A county's own weights, as set by sliders or decided in a meeting: from a table to weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message, message
from .numbers import listed, numbers

INDICATOR_COLUMN = ("indicator", "code", "指标", "指标代码", "指标名称")
WEIGHT_COLUMN = ("weight", "权重")


def weights_in_text(text: str) -> pd.DataFrame:
    """The table that a text such as "A1=0.04; A2=0.05" stands for: indicator, weight. InputError invalid_weights."""
    rows = []
    for part in text.replace("；", ";").split(";"):
        if not part.strip():
            continue
        name, sign, value = (piece.strip() for piece in part.replace("＝", "=").rpartition("="))
        try:
            rows.append((name, float(value)))
        except ValueError:
            sign = ""
        if not sign or not name or not math.isfinite(rows[-1][1]):
            raise InputError(
                "invalid_weights",
                "OWN_WEIGHTS: “{part}” is no weight. Write indicator=weight with semicolons between: A1=0.6;A2=0.4.",
                part=part.strip(),
            )
    return pd.DataFrame(rows, columns=["indicator", "weight"])


def own_weights(
    table: pd.DataFrame, indicators: Sequence[str], names: Mapping[str, str], layer: str = "WEIGHTS_TABLE"
) -> tuple[NDArray, list[Message]]:
    """Weights of `indicators` from a table with columns indicator and weight (指标, 权重), in any scale.

    names  other names -> code they stand for      layer  what messages call the table

    Returns (indicators,) summing to 1, and what a person should know: names that are not scored, a sum that was scaled.
    Raises `InputError` invalid_weights, missing_weights, not_a_number.
    """
    by_name = {str(column).strip().lower(): column for column in table.columns}
    code = next((by_name[known] for known in INDICATOR_COLUMN if known in by_name), None)
    value = next((by_name[known] for known in WEIGHT_COLUMN if known in by_name), None)
    if code is None or value is None:
        raise InputError(
            "invalid_weights",
            "Table {layer} has columns {columns}. Give columns indicator and weight.",
            layer=layer,
            columns=", ".join(map(str, table.columns)),
        )
    called = table[code].map(lambda text: "" if pd.isna(text) else names.get(str(text).strip(), str(text).strip()))
    given = numbers(table[value].set_axis(called.to_numpy()), str(value), layer)
    given = given[given.index != ""]
    twice = given.index[given.index.duplicated()].unique()
    if len(twice):
        raise InputError(
            "invalid_weights",
            "Table {layer} weighs {indicators} more than once. Keep one line of each.",
            layer=layer,
            indicators=listed(list(twice)),
        )
    missing = [name for name in indicators if name not in given.index or math.isnan(given[name])]
    if missing:
        raise InputError(
            "missing_weights",
            "Table {layer} gives no weight to {indicators}. Add a line for each; 0 leaves an indicator out.",
            layer=layer,
            indicators=listed(missing),
        )
    weights = given[list(indicators)].to_numpy(dtype=float)
    negative = [name for name, weight in zip(indicators, weights) if weight < 0]
    if negative or not weights.sum() > 0:
        raise InputError(
            "invalid_weights",
            "Table {layer}: weights must be 0 or more, and not all 0 (below 0: {indicators}). Correct them.",
            layer=layer,
            indicators=listed(negative) or "–",
        )
    notes = []
    strangers = [name for name in given.index if name not in set(indicators)]
    if strangers:
        notes.append(
            message(
                "Table {layer}: weights of {indicators} were left aside: these are not scored here.",
                layer=layer,
                indicators=listed(strangers),
            )
        )
    total = float(weights.sum())
    if not any(np.isclose(total, usual, rtol=1e-3) for usual in (1, 100)):
        notes.append(
            message(
                "Table {layer}: the weights sum to {total}; they were scaled to sum to 1.",
                layer=layer,
                total=f"{total:.6g}",
            )
        )
    return weights / total, notes
