"""Columns of a county's layer as codes, texts, numbers and populations, with every doubt named."""

from __future__ import annotations

from typing import Optional

import numpy as np
import pandas as pd

from ...core.codes import code_text, unit_codes
from ...core.errors import InputError
from ...core.messages import message
from ...core.overlay.balance import round_to_total
from .notes import Notes, some

LONG_CODE, VILLAGE_CODE, TOWNSHIP_CODE, COUNTY_CODE = 19, 12, 9, 6  # digits (domain.md §4.1)


def texts(values: Optional[pd.Series], index: pd.Index) -> pd.Series:
    """Stripped text, "" where missing or where there is no such field."""
    if values is None:
        return pd.Series([""] * len(index), index=index, dtype=object)
    return code_text(values)


def survey_codes(values: pd.Series, layer: str, field: str) -> pd.Series:
    """Codes of units as the survey writes them: none missing, none twice; 19 digits are cut to the village's 12.

    InputError missing_code, duplicate_code.
    """
    codes = code_text(values)
    if (codes.str.len() == LONG_CODE).all() and codes.str.isdigit().all():
        codes = codes.str.slice(0, VILLAGE_CODE)
    return unit_codes(codes, layer, field)


def short_township_codes(codes: pd.Series) -> pd.Series:
    """12-digit codes of townships (…000) as their 9 digits; others as they are."""
    filled = codes[codes != ""]
    if len(filled) and ((filled.str.len() == VILLAGE_CODE) & filled.str.isdigit() & filled.str.endswith("000")).all():
        return codes.str.slice(0, TOWNSHIP_CODE)
    return codes


def populations(values: pd.Series, codes: pd.Series, layer: str, field: str, notes: Notes) -> pd.Series:
    """Whole, non-negative numbers. InputError bad_population names the first unit where it is none.

    Fractions are rounded so that the sum stays.
    """
    given = numbers(values)
    missing, negative = given.isna(), given < 0
    wrong = missing | negative
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        raw = values.iloc[place]
        shown = message("empty") if raw is None or raw != raw or str(raw).strip() == "" else raw
        raise InputError(
            "bad_population",
            "Layer {layer}, field {field}, unit {unit}: the population is {value}; {count} units have none, a text or "
            "a negative number. Enter a number of people for each unit.",
            layer=layer,
            field=field,
            unit=codes.iloc[place],
            value=shown,
            count=int(wrong.sum()),
        )
    whole = given.round()
    if (given != whole).any():
        total = round(float(given.sum()))
        notes.warn(
            message(
                "Layer {layer}, field {field}: {count} populations have fractions; rounded, their sum stays {total}.",
                layer=layer,
                field=field,
                count=int((given != whole).sum()),
                total=total,
            )
        )
        whole = pd.Series(round_to_total(given.to_numpy(), total, 1), index=given.index)
    return whole.astype("int64")


def numbers(values: pd.Series) -> pd.Series:
    """Numbers, also from texts like "1,234" or "12.5 %"; NaN where there is none."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        given = values.astype(float)
    else:
        text = values.astype(object).where(values.notna(), "").map(str)
        text = text.str.strip().str.replace(r"[,，\s]", "", regex=True).str.replace(r"[%％]$", "", regex=True)
        given = pd.to_numeric(text, errors="coerce").astype(float)
    return given.where(np.isfinite(given))


def figures(values: pd.Series, codes: pd.Series, layer: str, field: str) -> pd.Series:
    """Numbers with NaN where nothing stands; a text is an InputError (not_a_number) naming the unit."""
    given = numbers(values)
    blank = values.isna() | values.astype(str).str.strip().isin(("", "-", "—", "/", "nan", "None"))
    wrong = given.isna() & ~blank
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        raise InputError(
            "not_a_number",
            "Layer {layer}, field {field}, unit {unit}: {value} is not a number ({count} such values). Enter a number "
            "or leave it empty.",
            layer=layer,
            field=field,
            unit=codes.iloc[place],
            value=values.iloc[place],
            count=int(wrong.sum()),
        )
    return given


def unique_ids(values: Optional[pd.Series], index: pd.Index, layer: str, field: str, notes: Notes) -> pd.Series:
    """Identifiers made unique: a repeated one gets -2, -3 …; a missing one the number of its row."""
    if values is None:
        notes.warn(message("Layer {layer} has no field of identifiers; features are numbered.", layer=layer))
        return pd.Series([str(number) for number in range(1, len(index) + 1)], index=index, dtype=object)
    ids = code_text(values)
    empty = ids == ""
    if empty.any():
        rows = pd.Series(np.arange(1, len(ids) + 1), index=ids.index).map(str)
        ids = ids.where(~empty, "#" + rows)
        notes.warn(
            message(
                "Layer {layer}, field {field}: {count} features without an identifier; they are named after their row.",
                layer=layer,
                field=field,
                count=int(empty.sum()),
            )
        )
    repeated = ids.duplicated()
    if repeated.any():
        notes.warn(
            message(
                "Layer {layer}, field {field}: {count} identifiers occur again ({names}); they were made unique by "
                "-2, -3 ….",
                layer=layer,
                field=field,
                count=int(repeated.sum()),
                names=some(ids[repeated].drop_duplicates()),
            )
        )
        taken = set(ids)
        result, count = [], dict.fromkeys(taken, 0)
        for name in ids:
            count[name] += 1
            made = name if count[name] == 1 else f"{name}-{count[name]}"
            while made != name and made in taken:
                count[name] += 1
                made = f"{name}-{count[name]}"
            taken.add(made)
            result.append(made)
        ids = pd.Series(result, index=ids.index, dtype=object)
    return ids
