"""What a page says of its own standing: the review's round, a draft, figures that are out of date."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.tables.county import CountyData
from ..core.tables.report import STATUS
from .catalogue import Sheet

# part of a sheet (layer, table or chart) -> results it is made of (`CountyData.made`)
RESULTS: Mapping[str, tuple[str, ...]] = {
    "township_ranks": ("score/township",),
    "scores": ("score/township",),
    "land_use": ("land_area",),
    "control_lines": ("land_area",),
    "conflicts": ("conflict",),
    "restoration": ("land_area",),
    "planned_land_use": ("land_change",),
}
DRAFT = "草案"
STALE = "数据已变动，需更新"


def standing(county: CountyData) -> str:
    """The last round that was opened and the plan's status, as the title block shows them."""
    status = STATUS.get(county.plan_status, county.plan_status) if county.plan_id else ""
    if county.rounds is None or county.rounds.empty:
        return status
    return f"第 {int(county.rounds['number'].max())} 轮 {status}".strip()


def stamp_of(county: CountyData, sheet: Sheet) -> str:
    """What is stamped on the page; empty for a page of an approved plan with fresh figures."""
    if not county.plan_id:
        return ""
    parts = (*sheet.layers, *(name for name in (sheet.table, sheet.chart) if name))
    stale = any(result in county.stale for name in parts for result in RESULTS.get(name, ()))
    return "　".join(word for word, holds in ((DRAFT, county.plan_status == "draft"), (STALE, stale)) if holds)
