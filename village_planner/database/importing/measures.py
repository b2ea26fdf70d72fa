"""Units of measure that field names and headers carry, as 亿元 in 地区生产总值（亿元）: figures are brought to the
catalogue's unit, as the import of statistics workbooks does."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from ...core.errors import InputError
from ...core.statistics.answers import Answers
from ...core.statistics.columns import conversion
from ...core.statistics.headings import Headings
from ..catalogues import read_indicators
from ..statistics import read_rules


@lru_cache(maxsize=1)
def _headings() -> Headings:
    return Headings(read_indicators(), read_rules(), Answers())


def unit_in(text: str) -> str:
    """The unit of measure that a header cell names, "" for none: 地区生产总值（亿元） or 单位：亿元."""
    return _headings().label(text).unit


def converts(unit: str, code: str) -> bool:
    """Whether figures in a unit can be those of an indicator."""
    item = _headings().catalogue.get(code)
    return item is not None and conversion(unit, item, _headings().rules) is not None


def factor_of(layer: str, field: str, code: str, stated: bool = False) -> Fraction:
    """By what the figures of a field are multiplied to be in the indicator's unit of measure.

    stated  that a field map says what the field is: what stands in brackets besides a unit is then no question

    Raises `InputError` unknown_measure, unlike_measure.
    """
    headings = _headings()
    label, catalogue = headings.label(field), headings.catalogue
    if label.extra and not stated and field != code:
        raise InputError(
            "unknown_measure",
            "Layer {layer}, field {field}: {text} in its name is no unit of measure that is known, so its figures may "
            "be on another scale. Rename the field to its unit in brackets, or name it in a field map (FIELD_MAP) "
            "under {role}, {target}.",
            layer=layer,
            field=field,
            text=label.extra[0],
            role="indicator",
            target=code,
        )
    item = catalogue.get(code)
    if item is None or not label.unit:
        return Fraction(1)
    found = conversion(label.unit, item, headings.rules)
    if found is None:
        raise InputError(
            "unlike_measure",
            "Layer {layer}, field {field}: figures in {unit} cannot be {target}, which is in {wanted}. Correct the "
            "unit or the field.",
            layer=layer,
            field=field,
            unit=label.unit,
            target=code,
            wanted=item.unit["zh"],
        )
    return found
