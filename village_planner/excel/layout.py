"""How wide columns and how high rows must be for Chinese text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LINE_HEIGHT = 14.5  # points, 10 pt text
PADDING = 2.2  # characters of air in a cell


def display_width(text: str) -> float:
    """Width in characters of the standard font: Chinese ones count twice."""
    return float(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text))


def lines_needed(text: str, width: float) -> int:
    """Lines that `text` takes in a column of `width` characters, broken anywhere as Chinese is."""
    room = max(width - PADDING, 2.0)
    total = 0
    for line in text.split("\n"):
        used, count = 0.0, 1
        for character in line:
            step = display_width(character)
            if used + step > room:
                count, used = count + 1, 0.0
            used += step
        total += count
    return total


def column_width(body: Iterable[str], head: str, number: bool) -> float:
    """Width of a column: figures always fit on one line, text and headers are wrapped.

    A header takes up to four lines, text up to about twenty-four Chinese characters a line.
    """
    widest = max(map(display_width, body), default=0.0)
    most = widest if number else min(widest, 48.0)
    header = display_width(head)
    wanted = max(most, header if header <= 8 else max(8.0, header / 4 + 1))
    return round(max(wanted + PADDING, 6.0), 1)


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Height for (text, width) cells."""
    lines = max((lines_needed(text, width) for text, width in cells), default=1)
    return min(lines * LINE_HEIGHT + 3.5, 409.0)  # 409 points is the most a row can have
