"""A figure of a target as it is typed into a cell."""

from __future__ import annotations

from fractions import Fraction
from typing import Optional

from ..written import exact
from .catalogue import YES_NO, Target

WORDS = {"是": 1, "yes": 1, "已完成": 1, "否": 0, "no": 0, "未完成": 0}  # of targets that are yes or no alone


def figure_of(text: str, target: Target) -> tuple[Optional[Fraction], str]:
    """The number that was written, and the sign % where it stands behind it; None where it is no figure of that
    target: words are those of a target that is yes or no."""
    text = text.strip()
    if target.form == YES_NO and text.lower() in WORDS:
        return Fraction(WORDS[text.lower()]), ""
    percent = target.unit["zh"] == "%" and text.endswith(("%", "％"))
    return exact(text[:-1] if percent else text), "%" if percent else ""


def share_or_percent(number: Fraction, target: Target) -> bool:
    """Whether a figure of a target in % looks like a share: a workbook's cell that shows 82% holds 0.82."""
    return target.unit["zh"] == "%" and 0 < number <= 1
