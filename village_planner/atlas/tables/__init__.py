"""The small table beside the map: the page's key figures, the same that the report tables show.

Each table sums up: shares and areas are rounded so that the rows make the total that is printed. One module per theme,
each with its own `TABLES`; a theme is added by a module of its own and a line below.
"""

from __future__ import annotations

from typing import Callable, Optional

from ..view import View
from . import land, plan, themed
from .table import NUMBER, PROSE, TEXT, Column, SmallTable

__all__ = ["NUMBER", "PROSE", "TABLES", "TEXT", "Column", "SmallTable", "make_table"]

TABLES: dict[str, Callable[[View], Optional[SmallTable]]] = {**plan.TABLES, **land.TABLES, **themed.TABLES}


def make_table(view: View, name: str) -> Optional[SmallTable]:
    """The table of that name, or None where the plan has nothing to fill it with."""
    return TABLES[name](view) if name else None
