"""Columns of a layer as numbers, and lists for messages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..errors import InputError

NAMED = 10  # units that a message lists before it says how many more there are


def numbers(column: pd.Series, field: str, layer: str) -> pd.Series:
    """The column as floats, NaN where empty; texts that are numbers count as such.

    column  index unit codes    field, layer  their names for the user

    Anything else in it is an `InputError` not_a_number.
    """
    empty = column.isna() | (column.astype(str).str.strip() == "")
    number = pd.to_numeric(column.where(~empty), errors="coerce").astype(float)
    wrong = ~empty & ~np.isfinite(number)
    if wrong.any():
        raise InputError(
            "not_a_number",
            "Layer {layer}, field {field}: values that are not numbers ({cells}). Correct them or choose another "
            "field.",
            layer=layer,
            field=field,
            cells=listed([f"{unit} = {value}" for unit, value in column[wrong].items()]),
        )
    return number


def listed(items: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = f" … (+{len(items) - NAMED})" if len(items) > NAMED else ""
    return ", ".join(items[:NAMED]) + more
