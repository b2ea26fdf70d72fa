"""A cell as a number: certain, missing, or not to be trusted and why."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Optional

from ..messages import Message, message
from .grid import ERROR, UNCALCULATED, Cell
from .rules import Rules, compact

SPACES = re.compile(r"[ \u00a0\u2000-\u200d\u202f\u205f\u3000\ufeff]")
PLAIN = re.compile(r"[+-]?(?:0|[1-9]\d*|)(?:\.\d+)?")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
SPACED = re.compile(r"[+-]?[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?")
IN_BRACKETS = re.compile(r"\(([\d,. ]+)\)")
LIKE_DATE = re.compile(r"\d{1,4}[-/.年]\d{1,2}[-/.月](\d{1,2}日?)?|\d{1,2}[-/月]\d{1,2}日?")
SCALED_FORMAT = re.compile(r"[0#?],+(?![0#?,])|[万亿千]|0!\.0")
# ①, ² or ½ beside a digit: normalised, it would become a further digit; in m² it stands behind a letter
FOOTNOTE = re.compile(r"\d\s*[{0}]|[{0}]\s*\d".format("²³¹⁰⁴-⁹₀-₉①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿¼-¾⅐-⅟"))
MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "﹣": "-", "－": "-", "，": ",", "．": ".", "％": "%"})


@dataclass(frozen=True)
class Figure:
    """value: the number, None where there is none. unit: the unit of measure typed behind it, "" for none.

    scale    万 and the like typed behind the number, already multiplied in (1 for none)
    missing  nothing stands there, or a text that says so; `note` then tells where it may mean zero
    problem  why it is no certain number: a code and a sentence with the cure
    """

    value: Optional[float] = None
    unit: str = ""
    scale: Fraction = Fraction(1)
    missing: bool = False
    typed: bool = False
    problem: str = ""
    text: Optional[Message] = None


def figure_of(cell: Optional[Cell], rules: Rules) -> Figure:
    """What a cell says. Percentages by number format come as the number shown, with the unit "%"."""
    if cell is None:
        return Figure(missing=True)
    value = cell.value
    if cell.kind == ERROR:
        return _wrong(
            "formula_error",
            message("the formula ends in {value}. Mend the formula, or enter the figure itself.", value=value),
        )
    if cell.kind == UNCALCULATED:
        return _wrong(
            "formula_without_result",
            message(
                "a formula whose result was never stored. Open the workbook in Excel or WPS, save it and run again."
            ),
        )
    if isinstance(value, bool):
        return _wrong("not_a_number", message("{value} is not a number. Enter the figure.", value=str(value).upper()))
    if isinstance(value, (int, float)):
        return _typed_number(float(value), cell.format)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
        return _wrong(
            "date",
            message(
                "{value} is a date: a figure like 3.5 or 3-5 was probably turned into one. Format the cell as number "
                "and enter the figure again.",
                value=_date_text(value),
            ),
        )
    return _text(str(value), rules)


def _wrong(code: str, text: Message) -> Figure:
    return Figure(problem=code, text=text)


def _date_text(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)


def _typed_number(value: float, format: str) -> Figure:
    if not math.isfinite(value):
        return _wrong("not_a_number", message("{value} is not a number. Enter the figure.", value=value))
    way = _way_shown(format)
    if way == "percent":
        return Figure(float(Fraction(repr(value)) * 100) if value else value, "%")
    if way == "scaled":
        return _wrong(
            "scaled_format",
            message(
                "the number format {format} shows the figure {value} scaled. Format the cell as a plain number and see "
                "that it is in the header's unit.",
                format=format,
                value=f"{value:g}",
            ),
        )
    return Figure(value)


@lru_cache(maxsize=1024)
def _way_shown(format: str) -> str:
    """What a number format does to a figure: "percent", "scaled" (shown in thousands or 万) or "plain"."""
    shown = re.sub(r"\[[^\]]*\]|_.|\*.", "", format)
    bare = re.sub(r'"[^"]*"|\\.', "", shown)
    if "%" in bare:
        return "percent"
    return "scaled" if SCALED_FORMAT.search(shown.split(";")[0]) else "plain"


def _text(raw: str, rules: Rules) -> Figure:
    short = compact(raw)
    if not short:
        return Figure(missing=True)
    if short in rules.missing:
        return Figure(missing=True, problem="maybe_zero" if short in rules.none else "")
    shown = " ".join(raw.split())
    if "\n" in raw.strip() or "\r" in raw.strip():
        return _wrong(
            "several_figures", message("“{value}” has several lines. Enter one figure in the cell.", value=shown)
        )
    if FOOTNOTE.search(raw):
        return _wrong(
            "footnote_mark",
            message("“{value}” has a footnote mark. Enter the figure alone.", value=shown),
        )
    text = SPACES.sub(" ", unicodedata.normalize("NFKC", raw.translate(MINUS))).strip().strip("'`").strip()
    text = re.sub(r"^([+-]) +", r"\1", text)
    number = _number(text)
    if number is not None:
        return Figure(number, typed=True)
    if LIKE_DATE.fullmatch(text.replace(" ", "")):
        return _wrong(
            "date",
            message(
                "{value} is a date: a figure like 3.5 or 3-5 was probably turned into one. Format the cell as number "
                "and enter the figure again.",
                value=shown,
            ),
        )
    digits = any(character.isdigit() for character in text)
    if digits and (any(sign in text for sign in rules.approximate if sign != "+") or text.endswith("+")):
        return _wrong("approximate", message("“{value}” is not an exact figure. Enter the exact number.", value=shown))
    with_unit = re.fullmatch(r"([+-]?[\d,. ]*\d)\s*([^\d\s.,+-].*)", text)
    if with_unit:
        figure = _with_unit(with_unit.group(1), with_unit.group(2).strip(), rules)
        if figure is not None:
            return figure
    if re.fullmatch(r"[+-]?[\d., ]+", text):
        return _wrong(
            "misplaced_separator",
            message(
                "“{value}” can be read in several ways. Write it with a point before decimals and a comma, if any, "
                "every three digits.",
                value=shown,
            ),
        )
    return _wrong("not_a_number", message("“{value}” is not a number. Enter the figure.", value=shown))


def _number(text: str) -> Optional[float]:
    bracketed = IN_BRACKETS.fullmatch(text)  # bookkeepers' way to write a negative number
    if bracketed:
        inner = _number(bracketed.group(1).strip())
        return None if inner is None else -inner
    if any(digit in text for digit in "0123456789"):
        if PLAIN.fullmatch(text):
            return float(text)
        if GROUPED.fullmatch(text):
            return float(text.replace(",", ""))
        if SPACED.fullmatch(text):
            return float(text.replace(" ", ""))
    return None


def _with_unit(number: str, unit: str, rules: Rules) -> Optional[Figure]:
    """12.5%, 350人, 1.2万, 1.2万元, 3亿元."""
    value = _number(number.strip())
    if value is None:
        return None
    for prefix, factor in rules.prefixes.items():
        if unit == prefix and prefix in ("万", "亿", "千万", "百万"):
            return Figure(float(Fraction(repr(value)) * factor), scale=factor, typed=True)
    if rules.measures.parse(unit) is not None:
        return Figure(value, unit, typed=True)
    return None
