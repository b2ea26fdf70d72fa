"""Codes as text: what a code column becomes however the layer stored it."""

from __future__ import annotations

import numpy as np
import pandas as pd


def code_text(values: pd.Series) -> pd.Series:
    """Codes as stripped text, "" where missing; whole numbers lose their ".0" (a null turns a column into floats).

    A leading zero that a number column has already lost cannot be brought back.
    """
    missing = values.isna()
    if pd.api.types.is_float_dtype(values):
        text = values.map(
            lambda value: "" if np.isnan(value) else f"{value:.0f}" if value == int(value) else str(value)
        )
    else:
        text = values.astype(object).where(~missing, "").map(str)
    return text.str.strip().astype(object)


def _number_text(value: float) -> str:
    if np.isnan(value):
        return ""
    return f"{value:.0f}" if float(value).is_integer() else str(value)


def owner_of(codes: pd.Series, unit_codes: list[str]) -> np.ndarray:
    """For each code the unit whose code it begins with, as a position in `unit_codes`; -1 where there is none.

    The longest match wins: 19 digits of a group of villagers begin with the village's 12 and the township's 9.
    """
    result = np.full(len(codes), -1)
    position = {code: i for i, code in enumerate(unit_codes) if code}
    for length in sorted({len(code) for code in position}):  # longer ones overwrite shorter ones
        found = codes.str.slice(0, length).map(position)
        hit = found.notna().to_numpy()
        result[hit] = found[hit].astype(int)
    return result
