"""A long list on paper: texts wrapped or shortened to their columns, rows shared out over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .text_width import ems

DOTS = "…"
# What never begins a line, as printers have it.
NOT_FIRST = frozenset("，。、；：？！”’）》」』】…—")


def shorten(text: str, width: float) -> str:
    """The text on one line, at most `width` ems, with dots where something was left out."""
    line = " ".join(text.split())
    if ems(line) <= width:
        return line
    kept, used = [], ems(DOTS)
    for sign in line:
        used += ems(sign)
        if used > width:
            break
        kept.append(sign)
    return "".join(kept).rstrip() + DOTS


def wrap(text: str, width: float) -> list[str]:
    """Lines of at most `width` ems; at least one. Latin words and numbers stay whole where they fit on a line."""
    lines = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0.0
        for word in _words(paragraph):
            size = ems(word)
            if used + size > width and line.strip() and word[0] not in NOT_FIRST:
                lines.append(line.rstrip())
                line, used = "", 0.0
                if word.isspace():
                    continue
            while size > width and len(word) > 1:  # longer than a line
                count = _fitting(word, width - used)
                lines.append(line + word[:count])
                word, line, used = word[count:], "", 0.0
                size = ems(word)
            line, used = line + word, used + size
        lines.append(line.rstrip())
    return lines


def _words(text: str) -> list[str]:
    """Single Chinese characters, Latin words, spaces."""
    words: list[str] = []
    joins = False  # whether the last word is a Latin one
    for sign in text:
        latin = sign.isascii() and not sign.isspace()
        if latin and joins:
            words[-1] += sign
        else:
            words.append(sign)
        joins = latin
    return words


def _fitting(word: str, width: float) -> int:
    """How many characters fit, at least one."""
    used = 0.0
    for count, sign in enumerate(word):
        used += ems(sign)
        if used > width:
            return max(count, 1)
    return len(word)


@dataclass(frozen=True)
class ListRow:
    """Cells of a row, each as its lines. `continued`: the row began on the page before."""

    cells: tuple[tuple[str, ...], ...]
    continued: bool = False

    @property
    def lines(self) -> int:
        return max(len(cell) for cell in self.cells)


def pages_of(rows: Sequence[ListRow], room: float, line: float, padding: float) -> list[tuple[ListRow, ...]]:
    """The rows on pages, in their order; none is lost, and no page is higher than its room.

    room, line, padding  heights in mm: of a page's rows, of a line of text, and what a row adds to its lines
    A row stays whole where a page can hold it; a longer one goes on on the next page.
    """
    most = max(int((room - padding) / line + 1e-9), 1)
    pages: list[tuple[ListRow, ...]] = []
    page: list[ListRow] = []
    used = 0.0
    for row in rows:
        parts = _cut(row, most) if row.lines > most else [row]
        for part in parts:
            height = part.lines * line + padding
            if page and used + height > room + 1e-9:
                pages.append(tuple(page))
                page, used = [], 0.0
            page.append(part)
            used += height
    return [*pages, tuple(page)] if page else pages


def _cut(row: ListRow, most: int) -> list[ListRow]:
    """Parts of at most so many lines; what is short stands in the first part only."""
    return [
        ListRow(tuple(cell[start : start + most] or ("",) for cell in row.cells), start > 0)
        for start in range(0, row.lines, most)
    ]
