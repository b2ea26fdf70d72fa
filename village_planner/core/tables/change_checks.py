"""Figures of the tables of change that must agree with each other and with the present tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Callable, Optional

from .build import Sources
from .table import Check, Side, Table

Finder = Callable[..., Optional[Side]]
Maker = Callable[..., Iterator[Check]]
# First-level class of the survey, row of the structure's form that is the same ground in the base year.
SAME_GROUND = (("01", "耕地", "farmland"),)


def change_checks(sources: Sources, tables: Mapping[str, Table], side: Finder, both: Maker) -> Iterator[Check]:
    """As far as both sides are in the workbook; side, both  as in `report`."""
    if sources.change is None:
        return
    villages = list(sources.villages.index)
    control = Side("各村控制面积之和", int(sources.control.loc[villages].sum()) / 100)
    structure = "land_structure"
    for year, name in (("base", "基期年"), ("target", "目标年")):
        total = side(structure, f"{year}_area")
        yield from both(f"{name}总面积与控制面积", total, control, 2, "公顷")
        yield from both(f"{name}比重合计", side(structure, f"{year}_share"), Side("应为", 100.0), 2, "%")
    for present, anchor in (("land_first_level", "total"), ("land_vertical", "area")):
        yield from both("基期年总面积与现状总面积", side(structure, "base_area"), side(present, anchor), 2, "公顷")
    for code, name, row in SAME_GROUND:
        yield from both(
            f"基期年{name}面积", side(structure, f"{row}:base"), side("land_first_level", f"first:{code}"), 2, "公顷"
        )
    yield from both("管控分区总面积与控制面积", side("space_control", "area"), control, 2, "公顷")
    yield from both("管控分区占比合计", side("space_control", "share"), Side("应为", 100.0), 2, "%")
    for table, row, name in (("construction_change", "construction", "建设用地"), ("farmland_change", "farmland", "耕地")):
        yield from both(f"基期年{name}面积", side(table, "base"), side(structure, f"{row}:base"), 2, "公顷")
        yield from both(f"目标年{name}面积", side(table, "end"), side(structure, f"{row}:target"), 2, "公顷")
        yield from _end(tables, table, name)
    for indicator in ("construction", "urban_rural", "village", "farmland"):
        for year in ("base", "target"):
            figure = side("planning_indicators", f"{indicator}:{year}")
            yield from both("规划指标与结构调整", figure, side(structure, f"{indicator}:{year}"), 2, "公顷")
            yield from both("规划指标与主要指标", figure, side("key_figures", f"{indicator}:{year}"), 2, "公顷")


FLOWS = {
    "construction_change": (("base", 1), ("demolished", -1), ("built", 1)),
    "farmland_change": (("base", 1), ("lost", -1), ("gained", 1)),
}


def _end(tables: Mapping[str, Table], table: str, name: str) -> Iterator[Check]:
    """The end is the base, less what goes, with what comes."""
    made = tables.get(table)
    if made is None or not {"end", *(key for key, _ in FLOWS[table])} <= set(made.anchors):
        return
    cents = 0
    for key, sign in FLOWS[table]:
        value = made.value(key)
        cents += sign * round(100 * value) if isinstance(value, (int, float)) else 0
    end = made.value("end")
    if isinstance(end, (int, float)):
        yield Check(f"{name}期末＝基期－减少＋增加", Side(made.title, end, table, "end"), Side("按分项计算", cents / 100), 2, "公顷")
