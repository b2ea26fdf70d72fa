"""Checks of the attributes of townships and villages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional

import numpy as np
import pandas as pd

from ..messages import message
from .model import CheckedLayer, Finding, Rules

FULL_LOCATION_CODE = 19  # digits of ZLDWDM: the village's 12, the group's 7


def check_codes(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Codes are there, occur once, and have the digits of their level."""
    codes = layer.texts("code")
    shapes = layer.repaired.geometry
    for row in np.flatnonzero(codes.eq("").to_numpy()):
        yield Finding(
            "missing_code",
            layer.name,
            "",
            message("Row {row} has no code. Fill in field {field}.", row=row + 1, field=layer.fields["code"]),
            shapes[row],
        )
    for code, rows in codes[codes.ne("") & codes.duplicated(keep=False)].groupby(codes):
        for row in rows.index:
            yield Finding(
                "duplicate_code",
                layer.name,
                str(code),
                message(
                    "Code {code} occurs {count} times (rows {rows}). Give each unit its own code.",
                    code=code,
                    count=len(rows),
                    rows=", ".join(str(i + 1) for i in rows.index[:10]),
                ),
                shapes[row],
            )
    wanted = int(rules.thresholds[f"{layer.role}_code_digits"])
    lengths = (wanted, FULL_LOCATION_CODE) if layer.role == "village" else (wanted,)
    filled = codes[codes.ne("")]
    unusual = filled[[not (code.isdigit() and len(code) in lengths) for code in filled]]
    if len(unusual) > len(filled) / 2:  # another country's or the county's own codes: said once
        yield Finding(
            "code_format",
            layer.name,
            "",
            message(
                "{count} of {all} codes are not {digits} digits (e.g. {example}).",
                count=len(unusual),
                all=len(filled),
                digits=wanted,
                example=unusual.iloc[0],
            ),
        )
        return
    for row, code in unusual.items():
        yield Finding(
            "code_format",
            layer.name,
            code,
            message("Code {code} is not {digits} digits.", code=code, digits=wanted),
            shapes[row],
        )


def check_names(layer: CheckedLayer) -> Iterator[Finding]:
    if not layer.has("name"):
        return
    codes, names = layer.codes().tolist(), layer.texts("name")
    for row in np.flatnonzero(names.eq("").to_numpy()):
        yield Finding(
            "missing_name",
            layer.name,
            codes[row],
            message("The unit has no name. Fill in field {field}.", field=layer.fields["name"]),
            layer.repaired.geometry[row],
        )


def check_township_codes(villages: CheckedLayer) -> Iterator[Finding]:
    """Without a layer of townships: the field that names the village's township is filled."""
    if not villages.has("township_code"):
        return
    codes = villages.codes().tolist()
    for row in np.flatnonzero(villages.texts("township_code").eq("").to_numpy()):
        yield Finding(
            "unit_without_township",
            villages.name,
            codes[row],
            message("The village names no township. Fill in field {field}.", field=villages.fields["township_code"]),
            villages.repaired.geometry[row],
        )


def check_population(layer: CheckedLayer) -> Iterator[Finding]:
    """Population is a number of people: there, a number, not negative."""
    if not layer.has("population"):
        return
    field, codes, shapes = layer.fields["population"], layer.codes().tolist(), layer.repaired.geometry
    for row, value in enumerate(layer.values("population").tolist()):
        number = _number(value)
        if value is None or (isinstance(value, float) and np.isnan(value)) or str(value).strip() == "":
            rule, text = "population_missing", message("Population is empty. Fill in field {field}.", field=field)
        elif number is None:
            rule, text = (
                "population_text",
                message("Population is “{value}”, not a number. Correct field {field}.", value=str(value), field=field),
            )
        elif number < 0:
            rule, text = (
                "population_negative",
                message("Population is {value}. Correct field {field}.", value=value, field=field),
            )
        else:
            continue
        yield Finding(rule, layer.name, codes[row], text, shapes[row])


def populations(layer: CheckedLayer) -> pd.Series:
    """Population as numbers, NaN where it is none."""
    return layer.values("population").map(lambda value: np.nan if _number(value) is None else float(value))


def _number(value: object) -> Optional[float]:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if np.isfinite(number) else None
