"""A chart as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """values  one per category   colours  one for the series, or one per category"""

    name: str
    values: tuple[float, ...]
    colours: tuple[str, ...]


@dataclass(frozen=True)
class ChartData:
    """kind  "bar" (lying), "column", "stacked" (columns), "pie", "line", as `core.tables.chart.Chart`
    decimals  digits that are written
    """

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    decimals: int = 0
