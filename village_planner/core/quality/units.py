"""Checks of the attributes of townships and villages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

import numpy as np
import pandas as pd

from ..messages import Message, message
from .listing import row_findings
from .model import CheckedLayer, Finding
from .rules import Rules


def check_codes(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Codes are there, occur once, and have the digits of their level."""
    codes, field = layer.texts("code"), layer.fields["code"]
    if rules.on("missing_code"):
        yield from row_findings(
            layer,
            "missing_code",
            np.flatnonzero(codes.eq("").to_numpy()),
            rules,
            lambda row: message("Row {row} has no code. Fill in field {field}.", row=row + 1, field=field),
        )
    if rules.on("duplicate_code"):
        rows_of: dict[Any, Any] = codes.groupby(codes).indices
        yield from row_findings(
            layer,
            "duplicate_code",
            np.flatnonzero((codes.ne("") & codes.duplicated(keep=False)).to_numpy()),
            rules,
            lambda row: message(
                "Code {code} occurs {count} times (rows {rows}). Give each unit its own code.",
                code=codes[row],
                count=len(rows_of[codes[row]]),
                rows=", ".join(str(i + 1) for i in rows_of[codes[row]][:10]),
            ),
        )
    if rules.on("code_format"):
        yield from _formats(layer, codes, rules)


def _formats(layer: CheckedLayer, codes: pd.Series, rules: Rules) -> Iterator[Finding]:
    wanted = int(rules.thresholds[f"{layer.role}_code_digits"])
    lengths = (wanted, int(rules.thresholds["location_code_digits"])) if layer.role == "village" else (wanted,)
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
    yield from row_findings(
        layer,
        "code_format",
        unusual.index.to_numpy(dtype=int),
        rules,
        lambda row: message("Code {code} is not {digits} digits.", code=codes[row], digits=wanted),
    )


def check_names(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    if layer.has("name") and rules.on("missing_name"):
        yield from row_findings(
            layer,
            "missing_name",
            np.flatnonzero(layer.texts("name").eq("").to_numpy()),
            rules,
            lambda row: message("The unit has no name. Fill in field {field}.", field=layer.fields["name"]),
        )


def check_township_codes(villages: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Without a layer of townships: the field that names the village's township is filled."""
    if villages.has("township_code") and rules.on("unit_without_township"):
        yield from row_findings(
            villages,
            "unit_without_township",
            np.flatnonzero(villages.texts("township_code").eq("").to_numpy()),
            rules,
            lambda row: message(
                "The village names no township. Fill in field {field}.", field=villages.fields["township_code"]
            ),
        )


def check_population(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Population is a number of people: there, a number, not negative."""
    if not layer.has("population"):
        return
    field, values = layer.fields["population"], layer.values("population").tolist()
    said = [_fault(value) for value in values]

    def text(row: int) -> Message:
        if said[row] == "population_missing":
            return message("Population is empty. Fill in field {field}.", field=field)
        if said[row] == "population_text":
            return message(
                "Population is “{value}”, not a number. Correct field {field}.", value=str(values[row]), field=field
            )
        return message("Population is {value}. Correct field {field}.", value=values[row], field=field)

    for rule in ("population_missing", "population_text", "population_negative"):
        if rules.on(rule):
            rows = np.array([row for row, fault in enumerate(said) if fault == rule], dtype=int)
            yield from row_findings(layer, rule, rows, rules, text)


def _fault(value: object) -> str:
    number = _number(value)
    if value is None or (isinstance(value, float) and np.isnan(value)) or str(value).strip() == "":
        return "population_missing"
    if number is None:
        return "population_text"
    return "population_negative" if number < 0 else ""


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
