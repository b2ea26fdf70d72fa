"""A small table as data, and how its figures are rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def rounded(values: Sequence[float]) -> list[float]:
    """To two digits, so that the rows sum to the rounded total."""
    import numpy as np

    from ...core.overlay.balance import round_to_total

    return [float(value) for value in round_to_total(np.array(values), round(sum(values), 2), 0.01)]


def hectares(cents: int) -> str:
    return f"{cents / 100:,.2f}"
