"""The tables beside the maps of a review: borderline units, open opinions. Their full lists follow on further pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from ...core.tables.moves import NONE
from ...core.tables.opinions import place_words
from ...core.tables.paging import shorten
from ..map_layers.review import placed_opinions
from ..view import View
from .table import NUMBER, PROSE, Column, SmallTable

SOURCE, PLACE, TEXT = 5.5, 7.0, 11.0  # ems
UNITS = {"township": "乡镇", "village": "村"}


def _borderline_units(view: View, level: str) -> Optional[SmallTable]:
    from ..review.contents import borderline_beside_map

    review = view.data.review
    if review is None or level not in review.borderline:
        return None
    found = review.borderline[level]
    columns = (
        Column(UNITS[level], width=1.4),
        Column("现归属", width=1.0),
        Column("次优片区", width=1.0),
        Column("支持率(%)", NUMBER, 0.8),
    )
    rows = [(unit.name, unit.district, unit.second or NONE, f"{100 * unit.share:.1f}") for unit in found.units]
    title = f"归属不稳的{UNITS[level]}" + ("（数据已变动，需重新计算）" if found.stale else "")
    whole = borderline_beside_map(view.data, level) if view.whole else None
    return SmallTable(title, columns, tuple(rows)) if whole is None else replace(whole, title=title)


def _borderline_villages(view: View) -> Optional[SmallTable]:
    return _borderline_units(view, "village")


def _borderline_townships(view: View) -> Optional[SmallTable]:
    return _borderline_units(view, "township")


def _open_opinions(view: View) -> Optional[SmallTable]:
    """Those of the page; on the county's page those without a place on the map, too, and in full where they fit."""
    from ..review.contents import opinions_beside_map

    review = view.data.review
    if review is None or not review.opinions:
        return None
    placed = placed_opinions(view)
    shown = review.opinions if view.whole else placed.opinions
    columns = (
        Column("编号", NUMBER, 0.4),
        Column("来源", width=0.5),
        Column("涉及范围", width=0.6),
        Column("意见", PROSE, 1.5),
    )
    county = view.data.county
    rows = tuple(
        (
            str(one.number),
            shorten(one.source or NONE, SOURCE),
            shorten(place_words(county, one), PLACE),
            shorten(one.text, TEXT),
        )
        for one in shown
    )
    left_out = placed.without_number
    note = f"（{len(left_out)} 条图上无处标号）" if left_out else ""
    title = f"未办结意见 {len(shown):,} 条{note}"
    whole = opinions_beside_map(view.data) if view.whole else None
    return SmallTable(title, columns, rows) if whole is None else replace(whole, title=title)


TABLES = {
    "borderline_villages": _borderline_villages,
    "borderline_townships": _borderline_townships,
    "open_opinions": _open_opinions,
}
