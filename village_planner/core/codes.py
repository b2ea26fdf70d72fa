"""Codes as text: what a code column becomes however the layer stored it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .errors import InputError


def code_text(values: pd.Series) -> pd.Series:
    """Codes as stripped text, "" where missing; whole numbers lose their ".0" (a null turns a column into floats).

    A leading zero that a number column has already lost cannot be brought back.
    """
    missing = values.isna()
    if pd.api.types.is_float_dtype(values):
        text = values.map(_number_text)
    else:
        text = values.astype(object).where(~missing, "").map(str)
    return text.str.strip().astype(object)


def _number_text(value: float) -> str:
    if np.isnan(value):
        return ""
    return f"{value:.0f}" if float(value).is_integer() else str(value)


def unit_codes(values: pd.Series, layer: str, field: str) -> pd.Series:
    """Codes of units as text: none missing, none twice. InputError missing_code, duplicate_code.

    layer, field  what messages call them
    """
    codes = code_text(values)
    empty = codes == ""
    if empty.any():
        raise InputError(
            "missing_code",
            "Layer {layer}, field {field}: {count} units have no code (first in row {row}). Give each unit its code.",
            layer=layer,
            field=field,
            count=int(empty.sum()),
            row=int(np.flatnonzero(empty)[0]) + 1,
        )
    twice = codes[codes.duplicated()].drop_duplicates()
    if len(twice):
        raise InputError(
            "duplicate_code",
            "Layer {layer}, field {field}: code {unit} occurs more than once ({count} such codes). Give each unit one "
            "row; join the parts of a unit with “Dissolve” first.",
            layer=layer,
            field=field,
            unit=twice.iloc[0],
            count=len(twice),
        )
    return codes


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
