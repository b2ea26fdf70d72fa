"""Charts of areas: land use, control lines, planned land use."""

from __future__ import annotations

from typing import Optional

from ...core.charts.colours import OTHER, line_colour
from ...core.charts.data import ChartData, Series
from ...core.tables.areas import shares
from .. import styles
from ..tables.land import control_areas, planned_areas, present_areas
from ..view import View

MOST = 6  # classes; the table has them all


def _land_use(view: View) -> Optional[ChartData]:
    found = present_areas(view)
    return None if found is None else _shares("现状用地结构", found, "survey")


def _planned_land_use(view: View) -> Optional[ChartData]:
    found = planned_areas(view)
    return None if found is None else _shares("规划用地结构", found, "plan")


def _shares(title: str, areas: list[tuple[str, str, int]], scheme: str) -> Optional[ChartData]:
    rows = zip(areas, shares([cents for _, _, cents in areas]))  # as the table beside has them
    shown = sorted(((code, name, share) for (code, name, _), share in rows), key=lambda row: -row[2])
    if len(shown) < 2:
        return None
    if len(shown) > MOST + 1:
        shown = [*shown[:MOST], ("", "其余地类", sum(share for _, _, share in shown[MOST:]))]
    colours = tuple(styles.class_style(code, scheme).colour for code, _, _ in shown)
    series = Series("占比", tuple(share for _, _, share in shown), colours)
    return ChartData("bar", title, tuple(name for _, name, _ in shown), (series,), "%", 2)


def _control_lines(view: View) -> Optional[ChartData]:
    found = control_areas(view)
    if found is None or len(found) < 2:
        return None
    colours = tuple(line_colour([kind]) or OTHER for kind, _, _ in found)
    series = Series("面积", tuple(cents / 100 for _, _, cents in found), colours)
    return ChartData("bar", "管控线面积", tuple(name for _, name, _ in found), (series,), "ha", 2)


CHARTS = {"land_use": _land_use, "planned_land_use": _planned_land_use, "control_lines": _control_lines}
