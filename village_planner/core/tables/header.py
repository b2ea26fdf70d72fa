"""The header of a table: columns under common heads as merged cells."""

from __future__ import annotations

from collections.abc import Sequence


def header_cells(
    heads: Sequence[tuple[str, ...]], levels: int, breaks: Sequence[int] = ()
) -> list[tuple[int, int, int, int, str]]:
    """Merged header cells: (level, first column, last column, levels deep, text).

    Neighbours with the same text under the same parent are one cell; the last text of a column reaches to the bottom.
    A cell ends where a printed page does (`breaks`: first columns of pages), so that each page shows its headers.
    """
    cells = []
    for column, texts in enumerate(heads):
        for level, text in enumerate(texts):
            path = texts[: level + 1]
            leaf = level == len(texts) - 1
            if not leaf and column and column not in breaks and _under(heads[column - 1], path):
                continue
            last = column
            while not leaf and last + 1 < len(heads) and last + 1 not in breaks and _under(heads[last + 1], path):
                last += 1
            cells.append((level, column, last, levels - level if leaf else 1, text))
    return cells


def _under(heads: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a column's header continues below `path`."""
    return len(heads) > len(path) and heads[: len(path)] == path
