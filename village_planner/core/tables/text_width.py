"""How wide a text is: Chinese characters are square, others about half of that."""

from __future__ import annotations

from functools import cache
from unicodedata import east_asian_width

NARROW = 0.6  # width of a Latin letter or digit relative to the text's size
ENOUGH = 1000  # characters of a cell that are measured; a row cannot be higher than what they fill


@cache
def is_square(sign: str, ambiguous: bool = True) -> bool:
    """Whether a character is as wide as a Chinese one. ambiguous  what to say of those that are in some fonts only"""
    return east_asian_width(sign) in ("WFA" if ambiguous else "WF")


def ems(text: str, narrow: float = NARROW, ambiguous: bool = True) -> float:
    """Width of a text relative to its size. narrow  that of a Latin letter    ambiguous  see `is_square`"""
    return sum(1.0 if is_square(sign, ambiguous) else narrow for sign in text)


class _Halves(dict[str, int]):
    """Widths of characters in halves of a square, each looked up once."""

    def __missing__(self, sign: str) -> int:
        width = self[sign] = 2 if is_square(sign) else 1
        return width


HALVES = _Halves()


def display_width(text: str) -> float:
    """Width in characters of the standard font: Chinese ones count twice. Beyond a few lines it does not matter."""
    text = text[:ENOUGH]
    if text.isascii():
        return float(len(text))
    return float(sum(map(HALVES.__getitem__, text)))
