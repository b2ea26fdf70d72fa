"""Columns of figures: which indicator in which unit of measure and year, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Optional

from ..indicators.catalogue import Indicator
from ..messages import message
from .grid import Cell, Sheet
from .headings import Headings, Meaning
from .model import ERROR, INFO, WARNING, Candidate
from .remarks import Remarks
from .rules import Rules, compact

UNIT_LINE = re.compile(r"(?:(?<![\u4e00-\u9fff])|计量)单位\s*[:：]\s*(.+)")


@dataclass
class FigureColumn:
    """A column that is taken.

    number   its number in the sheet                  cell     its lowest header cell
    factors  level -> by what its figures are multiplied; None: the unit of measure is not said
    unit     as written in the header or the line above the table, "" for none
    year     its own, None: the table's               fraction as answered
    """

    number: int
    cell: Cell
    meaning: Meaning
    items: Mapping[str, Indicator]
    factors: Mapping[str, Optional[Fraction]]
    unit: str
    year: Optional[int]
    fraction: Optional[bool] = None
    extra: dict[str, Any] = field(default_factory=dict)


def units_above(titles: Sequence[str]) -> list[str]:
    """Units of measure in a line like 单位：万元、人 above a table."""
    found: list[str] = []
    for title in titles:
        line = UNIT_LINE.search(title)
        if line:
            text = re.sub(r"[)）\]】].*$", "", line.group(1)).strip()
            found.append(text)
            found += [part for part in re.split(r"[、,，;；\s/]+", text) if part and part != text]
    return found


def read_column(
    number: int,
    header: Sequence[Cell],
    meaning: Meaning,
    above: Sequence[str],
    sheet: Sheet,
    headings: Headings,
    rules: Rules,
    remarks: Remarks,
) -> Optional[FigureColumn]:
    """The column as it is taken; None where it is not, which is said."""
    cell = header[-1]
    place: dict[str, Any] = {"sheet": sheet.name, "cell": cell.address, "row": cell.row}
    answer = meaning.answer
    if answer is not None and answer.indicator is None:
        remarks.say(INFO, "left_out", message("“{header}” is left out, as answered.", header=meaning.text), **place)
        return None
    if not meaning.indicators:
        near = headings.candidates(meaning.key)
        remarks.doubt("headers", meaning.key, sheet.name, cell.address, meaning.text, near)
        remarks.say(
            WARNING,
            "unknown_header",
            message(
                "“{header}” is no indicator that is known; its figures are not taken. Say in the answer file which it "
                "is.{near}",
                header=meaning.text,
                near=_nearest(near),
            ),
            **place,
        )
        return None
    if meaning.qualifier:
        near = tuple(_candidate(headings, code) for code in dict.fromkeys(meaning.indicators.values()))
        remarks.doubt("headers", meaning.key, sheet.name, cell.address, meaning.text, near)
        remarks.say(
            WARNING,
            "qualified_header",
            message(
                "“{header}”: “{word}” makes another figure of {indicator}; it is not taken. Say in the answer file "
                "which indicator it is.",
                header=meaning.text,
                word=meaning.qualifier,
                indicator=near[0].name,
            ),
            **place,
        )
        return None
    if len(meaning.years) > 1:
        remarks.say(
            ERROR,
            "several_years",
            message(
                "“{header}” names several years ({years}); its figures are not taken. Leave one year in the header.",
                header=meaning.text,
                years=", ".join(map(str, meaning.years)),
            ),
            **place,
        )
        return None
    items = {
        level: item for level, code in meaning.indicators.items() if (item := headings.catalogue.get(code)) is not None
    }
    factors: dict[str, Optional[Fraction]] = {}
    unit = meaning.unit
    for level, item in items.items():
        wanted = item.unit.get("zh", "")
        if meaning.unit:
            factors[level] = conversion(meaning.unit, item, rules)
            continue
        fitting = {factor: text for text in above if (factor := conversion(text, item, rules)) is not None and wanted}
        if len(fitting) > 1:
            remarks.say(
                ERROR,
                "several_units",
                message(
                    "“{header}” may be in any of the units above the table ({units}); its figures are not taken. Write "
                    "the unit into the header.",
                    header=meaning.text,
                    units=", ".join(fitting.values()),
                ),
                **place,
            )
            remarks.doubt(
                "headers", meaning.key, sheet.name, cell.address, meaning.text, (_candidate(headings, item.code),)
            )
            return None
        factors[level], unit = (
            (next(iter(fitting)), next(iter(fitting.values()))) if fitting else (None if wanted else Fraction(1), "")
        )
    if meaning.unit and all(factor is None for factor in factors.values()):
        item = next(iter(items.values()))
        remarks.doubt(
            "headers", meaning.key, sheet.name, cell.address, meaning.text, (_candidate(headings, item.code),)
        )
        remarks.say(
            ERROR,
            "unit_mismatch",
            message(
                "“{header}”: {given} cannot be converted to {wanted}, the unit of {indicator}; its figures are not "
                "taken. Mend the unit in the header, or say in the answer file which indicator and unit it is.",
                header=meaning.text,
                given=meaning.unit,
                wanted=item.unit.get("zh", "") or "-",
                indicator=item.zh,
            ),
            **place,
        )
        return None
    if meaning.unit:
        factors = {level: factor for level, factor in factors.items() if factor is not None}
        items = {level: items[level] for level in factors}
    return FigureColumn(
        number,
        cell,
        meaning,
        items,
        factors,
        unit,
        meaning.years[0] if meaning.years else None,
        answer.fraction if answer else None,
    )


def conversion(unit: str, item: Indicator, rules: Rules) -> Optional[Fraction]:
    """By what figures in a unit of measure are multiplied to be in the indicator's; None where they do not convert."""
    if compact(unit) in rules.same_units.get(item.code, ()):
        return Fraction(1)
    return rules.measures.factor(unit, item.unit.get("zh", ""))


def _candidate(headings: Headings, code: str) -> Candidate:
    item = headings.catalogue.get(code)
    return Candidate(code, item.zh if item else code, 1.0)


def _nearest(candidates: Sequence[Candidate]) -> object:
    if not candidates:
        return ""
    return message(" Nearest: {names}.", names=", ".join(f"{one.name} ({one.code})" for one in candidates))
