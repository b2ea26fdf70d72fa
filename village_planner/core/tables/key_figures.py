"""The few figures that a report begins with: how many, how large, how much of it is protected."""

from __future__ import annotations

from collections.abc import Iterator

from .build import Sources, count
from .control import area_under, control_kinds, kind_name
from .origins import stamp
from .table import KeyFigure

ARABLE = "01"


def key_figures(sources: Sources) -> tuple[KeyFigure, ...]:
    """The figures of a report's scope; what the county has not brought yet is left out."""
    return tuple(_figures(sources))


def _figures(sources: Sources) -> Iterator[KeyFigure]:
    villages = sources.villages
    townships = [code for code, _, _ in sources.township_groups() if code]
    if len(townships) > 1:
        yield KeyFigure("乡镇（街道）", len(townships), "个")
    yield KeyFigure("村（社区）", len(villages), "个")
    people = [number for number in map(count, villages.get("population", ())) if number is not None]
    if people:
        yield KeyFigure("常住人口", sum(people), "人")
    cents = int(sources.control.loc[list(villages.index)].sum())
    yield KeyFigure("土地总面积", cents / 100, "公顷", 2, area=True)
    for label, level in (("镇级片区", "parent_district"), ("村级片区", "district")):
        codes = set(villages[level].fillna("").astype(str)) - {""} if level in villages else set()
        if codes:
            yield KeyFigure(label, len(codes), "个")
    if "role" in villages and (villages["role"] == "central_village").any():
        yield KeyFigure("中心村", int((villages["role"] == "central_village").sum()), "个")
    if sources.areas is None:
        return
    out_of_date = stamp(key for key in ("land_area",) if key in sources.county.stale)
    arable = [leaf for leaf in sources.areas.by_leaf.columns if sources.areas.survey and leaf[:2] == ARABLE]
    if arable:
        area = int(sources.areas.by_leaf.loc[list(villages.index), arable].to_numpy().sum())
        yield KeyFigure("耕地", area / 100, "公顷", 2, area=True, stamp=out_of_date)
    for kind in control_kinds(sources):
        under = area_under(sources, kind) / 100
        yield KeyFigure(kind_name(sources.county, kind), under, "公顷", 2, area=True, stamp=out_of_date)
