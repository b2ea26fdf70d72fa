"""A chart as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

BAR, COLUMN, STACKED, PIE, LINE = "bar", "column", "stacked", "pie", "line"


@dataclass(frozen=True)
class Series:
    """values   one per category, None where it is not known
    colours  "#rrggbb": one for the series, or one per category
    sign     colour of the series in the legend where its categories have colours of their own
    """

    name: str
    values: tuple[Optional[float], ...]
    colours: tuple[str, ...]
    sign: str = ""

    def colour(self, place: int) -> str:
        return self.colours[place % len(self.colours)]


@dataclass(frozen=True)
class ChartData:
    """kind  "bar" (lying), "column", "stacked" (columns), "pie" (one series), "line"
    decimals  digits that are written    lying  whether stacked bars lie
    """

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    decimals: int = 0
    lying: bool = False

    @property
    def heading(self) -> str:
        """The title with the unit of the figures."""
        if not self.unit:
            return self.title
        return f"{self.title[:-1]}，{self.unit}）" if self.title.endswith("）") else f"{self.title}（{self.unit}）"

    @property
    def values(self) -> list[float]:
        return [value for series in self.series for value in series.values if value is not None]


def names_shortened(names: Sequence[str], most: int = 12) -> tuple[str, ...]:
    """Long names cut, so that a chart keeps room for what it shows."""
    return tuple(name if len(name) <= most else name[: most - 1] + "…" for name in names)
