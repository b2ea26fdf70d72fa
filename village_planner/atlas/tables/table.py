"""A small table as data, and how its figures are rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

TEXT, NUMBER, PROSE = "text", "number", "prose"  # centred, right, left


@dataclass(frozen=True)
class Column:
    """width  share of the room that the texts leave"""

    title: str
    kind: str = TEXT
    width: float = 1.0


@dataclass(frozen=True)
class SmallTable:
    """rows      text as printed; several lines in a cell are parted by a line break
    foldable  narrow enough to stand in two or three halves side by side
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    foldable: bool = False


def rounded(values: Sequence[float], total: Optional[float] = None) -> list[float]:
    """To two digits, so that the rows sum to the rounded total.

    total  as another table has it, of two digits; what is a digit or more from the sum of the values is none of theirs
    """
    import numpy as np

    from ...core.overlay.balance import round_to_total

    if total is None or abs(total - sum(values)) >= 0.01:
        total = round(sum(values), 2)
    return [float(value) for value in round_to_total(np.array(values), total, 0.01)]


def hectares(cents: int) -> str:
    return f"{cents / 100:,.2f}"
