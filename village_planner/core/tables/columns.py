"""How wide the columns of a table must be for Chinese text, and which of them a printed page takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .text_width import display_width

INDENT = 1.5  # that text stands in from the left border
LONG_TEXT = 480.0  # characters of the longest line that a column is widened for
PADDING = 2.2  # characters of air in a cell


@dataclass(frozen=True)
class ColumnText:
    """What stands in a column: its texts as shown, its lowest header, whether it holds figures."""

    body: Sequence[str]
    head: str
    number: bool

    def width(self, text_width: float, head_lines: int) -> float:
        """Figures always fit on one line; text and headers are wrapped."""
        widest = max(map(display_width, self.body), default=0.0)
        lines = [display_width(line) for line in self.head.split("\n")]
        header = max(line if line <= 8 else max(8.0, line / head_lines + 1) for line in lines)
        wanted = max(widest if self.number else min(widest, text_width) + INDENT, header)
        return max(wanted + PADDING, 6.0)


def column_widths(columns: Sequence[ColumnText], room: float, least: float) -> list[float]:
    """Widths that fit into `room` characters where wrapping can do it, and fill `least` where there is little.

    Columns give way in proportion to what they can spare: texts down to seven Chinese characters a line, headers to
    six lines. Where there is room to spare, long texts get it.
    """
    easy = [column.width(48.0, 4) for column in columns]
    tight = [column.width(14.0, 6) for column in columns]
    total, spare = sum(easy), sum(easy) - sum(tight)
    if total > room and spare > 0:
        share = min((total - room) / spare, 1.0)
        easy = [a - share * (a - b) for a, b in zip(easy, tight)]
        return [round(width, 1) for width in easy]
    if total < room:  # long texts take what the page has left
        longer = [column.width(LONG_TEXT, 4) - width for column, width in zip(columns, easy)]
        share = min((room - total) / max(sum(longer), 1e-9), 1.0)
        easy = [width + share * more for width, more in zip(easy, longer)]
        total = sum(easy)
    if 0 < total < least:
        easy = [width * min(least / total, 2.0) for width in easy]
    return [round(width, 1) for width in easy]


def page_columns(widths: Sequence[float], heads: Sequence[tuple[str, ...]], frozen: int, room: float) -> list[int]:
    """First columns of the printed pages of a table too wide for one, after the `frozen` ones (repeated on each).

    A page ends where the fewest header cells are cut, as late as it can, and is at least half full.
    """
    left = room - sum(widths[:frozen])
    starts = [frozen]
    while True:
        start, end, used = starts[-1], starts[-1], 0.0
        while end < len(widths) and (used + widths[end] <= left or end == start):
            used += widths[end]
            end += 1
        if end == len(widths):
            return starts
        half = next(i for i in range(start, end + 1) if sum(widths[start : i + 1]) >= used / 2)
        starts.append(min(range(max(half, start + 1), end + 1), key=lambda i: (_shared(heads[i - 1], heads[i]), -i)))


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    """Header cells that two neighbours share."""
    count = 0
    for a, b in zip(left[:-1], right[:-1]):
        if a != b:
            break
        count += 1
    return count
