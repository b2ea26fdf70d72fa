"""The chart of a page: figures that people would rather look at, from the same sources as the report tables.

One module per theme, each with its own `CHARTS`; a theme is added by a module of its own and a line below.
"""

from __future__ import annotations

from typing import Callable, Optional

from ...core.charts.data import ChartData
from ..view import View
from . import land, plan, themed

CHARTS: dict[str, Callable[[View], Optional[ChartData]]] = {**plan.CHARTS, **land.CHARTS, **themed.CHARTS}


def make_chart(view: View, name: str) -> Optional[ChartData]:
    """The chart of that name, or None where the plan has nothing to draw."""
    return CHARTS[name](view) if name else None
