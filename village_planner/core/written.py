"""Figures as people write them into tables: the exact number of a cell, and the unit of measure of a header."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Optional

from .errors import InputError
from .statistics.measures import Measures

# Commas stand between thousands alone: 12,5 may be 12.5, so it is no number.
_NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?", re.IGNORECASE)
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-"})
_BRACKET = re.compile(r"(.*?)\s*[（(\[【]([^（(\[【]*)[）)\]】]\s*", re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?[末底]?")
_LEAD = re.compile(r"^[\s/_,，、:：-]*(?:(?:计量)?单位\s*[:：]?\s*)?")


def exact(cell: Any) -> Optional[Fraction]:
    """The number as it is written, not its binary form; None where it is none, or beyond all figures of a county."""
    raw = str(cell)
    text = unicodedata.normalize("NFKC", raw).strip().translate(_MINUS)
    if any(sign.isdigit() and not sign.isdecimal() for sign in raw) or not _NUMBER.fullmatch(text):  # 10², ①
        return None
    number = Decimal(text.replace(",", ""))
    if number and not -30 < number.adjusted() < 15:
        return None
    return Fraction(number)


@dataclass(frozen=True)
class Header:
    """name: what is left without brackets and unit; measure: the unit of measure as written, "" where none is; other:
    what stands in brackets and is neither a unit nor a year, "" where nothing does."""

    name: str
    measure: str = ""
    other: str = ""


def header_of(text: str, known: Collection[str], measures: Measures) -> Header:
    """Take a header or the name of an indicator apart: 耕地保有量（亩）, 耕地保有量/亩, 耕地保有量（2035年）.

    known  names that may themselves end in brackets; a unit without brackets is looked for behind them alone
    """
    text = " ".join(text.split())
    name, measure, other = text, "", ""
    found = _BRACKET.fullmatch(name)
    while found:
        inner = _LEAD.sub("", found.group(2)).strip()
        if measures.parse(inner) is not None:
            measure = measure or inner
        elif name in known:
            break
        elif inner and not _YEAR.fullmatch(inner):
            other = other or inner
        name = found.group(1).strip()
        found = _BRACKET.fullmatch(name)
    if text in known and name not in known:  # a name that ends in brackets, as 示范村（未来乡村）
        return Header(text, measure)
    if name in known or measure or other:
        return Header(name, measure, other)
    for start in sorted((one for one in known if name.startswith(one)), key=len, reverse=True):
        tail = _LEAD.sub("", name[len(start) :]).strip()
        if measures.parse(tail) is not None:
            return Header(start, tail)
    return Header(name)


def unknown_measure(layer: str, row: int, indicator: str, text: str, wanted: str) -> InputError:
    """What stands in the brackets of a header and is no unit of measure."""
    return InputError(
        "unknown_measure",
        "Table {layer}, row {row}, {indicator}: “{text}” in the header is no unit of measure that is known, so the "
        "figures may be on another scale. Write the unit into the brackets ({wanted}), or leave them out.",
        layer=layer,
        row=row,
        indicator=indicator,
        text=text,
        wanted=wanted,
    )


def unlike_measure(layer: str, row: int, indicator: str, measure: str, wanted: str) -> InputError:
    """A unit of measure that does not convert to the indicator's."""
    return InputError(
        "unlike_measure",
        "Table {layer}, row {row}: figures in {measure} cannot be {indicator}, which is in {wanted}. Correct the unit "
        "of measure or the indicator.",
        layer=layer,
        row=row,
        indicator=indicator,
        measure=measure,
        wanted=wanted,
    )
