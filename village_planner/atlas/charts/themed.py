"""Charts of the themed sheets, from the same counts as their tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from ...core.charts.colours import palette
from ...core.charts.data import ChartData, Series, names_shortened
from .. import themes
from ..map_layers.conflicts import conflicts, conflicts_on, kinds_by_area
from ..map_layers.facilities import facilities_on
from ..map_layers.projects import projects_on
from ..map_layers.restoration import potential
from ..map_layers.transport import time_classes, time_labels
from ..symbols import NEAR, spread
from ..tables.themed import counted, parts
from ..view import View

MOST = 20  # columns; more are too narrow for their names
PLAIN, FIELDS, NATURE, BUILT, WARNING = (palette(place) for place in (0, 1, 2, 3, 5))


def _hazards(view: View) -> Optional[ChartData]:
    """Hazard points by part, with the part of the greatest number first."""
    hazards = view.data.layers.get("hazard")
    if hazards is None:
        return None
    head, found = parts(view)
    counts = counted(view, hazards, found)
    return _columns(f"各{head}隐患点数", [part.name for part in found], counts, WARNING, "处")


def _columns(title: str, names: Sequence[str], values: Sequence[float], colour: str, unit: str) -> Optional[ChartData]:
    """The greatest first; none where there is nothing to compare."""
    order = sorted(range(len(values)), key=lambda i: (-values[i], i))[:MOST]
    if len(values) < 2 or not any(values):
        return None
    title = f"{title}（前 {MOST} 位）" if len(values) > MOST else title
    series = Series(title, tuple(float(values[i]) for i in order), (colour,))
    return ChartData("column", title, names_shortened([names[i] for i in order]), (series,), unit)


def _industry(view: View) -> Optional[ChartData]:
    code = themes.themes(view.data)["industry"]["value"]
    townships = view.townships().set_index("code")
    if view.township or code not in townships or townships[code].isna().all():
        return None
    head, found = parts(view)
    values = [float(townships.loc[part.townships, code].sum()) / 1e4 for part in found]
    return _columns(f"各{head}主导产业产值", [part.name for part in found], values, PLAIN, "亿元")


def _travel(view: View) -> Optional[ChartData]:
    frame = time_classes(view)
    if frame is None:
        return None
    labels = time_labels(view)
    colours = [*spread(NEAR, len(labels) - 1), "#d9d9d9"]
    present = sorted(set(frame["number"]))
    values = tuple(float((frame["number"] == number).sum()) for number in present)
    series = Series("村（社区）", values, tuple(colours[number] for number in present))
    names = tuple(labels[number].replace(" 分钟", "") for number in present)
    return ChartData("column", "到县城各时段（分钟）的村（社区）数", names, (series,), "个")


def _circles(view: View) -> Optional[ChartData]:
    """Share of the villages of each part that lie within each circle."""
    found = themes.circles(view.data)
    villages = view.villages()
    if not found or view.township or villages.empty:
        return None
    _, rows = parts(view)
    own = [villages["township_code"].isin(part.townships) for part in rows]
    if len(rows) < 2 or not all(part.any() for part in own):
        return None
    order = range(min(len(rows), MOST))
    series = tuple(
        Series(
            circle.circle.zh,
            tuple(100 * float(villages.loc[own[i], "code"].map(circle.inside).fillna(False).mean()) for i in order),
            (circle.circle.colour,),
        )
        for circle in found
    )
    names = names_shortened([rows[i].name for i in order])
    return ChartData("column", "生活圈覆盖的村（社区）占比", names, series, "%")


def _infrastructure(view: View) -> Optional[ChartData]:
    frame = facilities_on(view, ["infrastructure"])
    if frame is None:
        return None
    groups = themes.facility_groups(view.data).of_theme("infrastructure")
    counts = [int((frame["group"] == group.id).sum()) for group in groups]
    there = [i for i, count in enumerate(counts) if count]
    return _columns("基础设施数", [groups[i].zh for i in there], [counts[i] for i in there], PLAIN, "处")


def _heritage(view: View) -> Optional[ChartData]:
    """Heritage of each part by group, in the colours of its marks."""
    frame = facilities_on(view, ["heritage"])
    head, found = parts(view)
    if frame is None or view.township or not 2 <= len(found) <= MOST:
        return None
    series = tuple(
        Series(group.zh, tuple(map(float, counted(view, own, found))), (group.colour,))
        for group in themes.facility_groups(view.data).of_theme("heritage")
        for own in [frame[frame["group"] == group.id]]
        if not own.empty
    )
    return ChartData("stacked", f"各{head}历史文化资源", names_shortened([part.name for part in found]), series, "处")


def _potential(view: View) -> Optional[ChartData]:
    found = None if view.township else potential(view.data)
    if found is None:
        return None
    _, rows = parts(view)
    rows = rows[:MOST]
    kinds = (("farmland", "新增耕地", FIELDS), ("construction", "建设用地", BUILT), ("ecology", "生态修复", NATURE))
    series = tuple(
        Series(name, tuple(float(found[key].reindex(p.townships).fillna(0).sum()) / 100 for p in rows), (colour,))
        for key, name, colour in kinds
    )
    if len(rows) < 2 or not any(any(one.values) for one in series):
        return None
    return ChartData("stacked", "土地整治潜力", names_shortened([part.name for part in rows]), series, "ha")


def _conflicts(view: View) -> Optional[ChartData]:
    """Area by kind, in the colours of the map."""
    frame, everything = conflicts_on(view), conflicts(view.data)
    if frame is None or everything is None:
        return None
    colours = themes.themes(view.data)["conflicts"]["colours"]
    colour = {kind: colours[i % len(colours)] for i, kind in enumerate(kinds_by_area(everything))}
    kinds = kinds_by_area(frame)
    areas = tuple(float(frame.loc[frame["kind_name"] == kind, "area_m2"].sum()) / 1e4 for kind in kinds)
    series = Series("面积", areas, tuple(colour[kind] for kind in kinds))
    return ChartData("pie", "冲突图斑面积构成", tuple(kinds), (series,), "ha")


def _projects(view: View) -> Optional[ChartData]:
    frame = projects_on(view)
    if frame is None:
        return None
    counts = frame["kind"].fillna("").replace("", "未注明").value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    return _columns("各类项目数", [str(kind) for kind in counts.index], counts.tolist(), WARNING, "个")


CHARTS: dict[str, Callable[[View], Optional[ChartData]]] = {
    "hazards": _hazards,
    "industry": _industry,
    "travel": _travel,
    "circles": _circles,
    "infrastructure": _infrastructure,
    "consolidation": _potential,
    "heritage": _heritage,
    "conflicts": _conflicts,
    "projects": _projects,
}
