"""How high rows must be for Chinese text."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.tables.columns import PADDING
from ..core.tables.text_width import ENOUGH, HALVES

LINE_HEIGHT = 14.5  # points, 10 pt text
AIR = 1.5  # points above and below it together


def lines_needed(text: str, width: float) -> int:
    """Lines that `text` takes in a column of `width` characters, broken anywhere as Chinese is."""
    room = max(width - PADDING, 2.0)
    if text.isascii() and "\n" not in text and len(text) <= room:
        return 1
    total = 0
    for line in text[:ENOUGH].split("\n"):
        used, count = 0.0, 1
        for character in line:
            step = HALVES[character]
            if used + step > room:
                count, used = count + 1, 0.0
            used += step
        total += count
    return total


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Height for (text, width) cells."""
    lines = max((lines_needed(text, width) for text, width in cells), default=1)
    return min(lines * LINE_HEIGHT + AIR, 409.0)  # 409 points is the most a row can have
