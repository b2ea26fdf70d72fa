"""Prints of a review: moved units and borderline units hatched, opinions as numbered points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional

import numpy as np
from qgis.core import QgsSingleSymbolRenderer

from ...core.opinions.opinions import Opinion, state
from ...core.placing import place_labels
from .. import styles
from ..fit import MARGIN
from ..hatch import hatch_lines, without_hatch
from ..view import View
from .layer import MapLayer, PageLayer, keep_categories, memory_layer, points_of

if TYPE_CHECKING:
    import geopandas as gpd

POINT = 25.4 / 72  # mm
NUMBER_SIZE = 6.5  # points, of the numbers in opinion_number.qml
SMALLER = (1.0, 0.85, 0.7)  # sizes that are tried until every number has room


def _units(view: View, level: str, codes: Sequence[str]) -> gpd.GeoDataFrame:
    frame = view.townships() if level == "township" else view.villages()
    return frame[frame["code"].isin(list(codes))][["code", "name", "geometry"]]


def hatched(view: View, frame: gpd.GeoDataFrame, title: str, style: str) -> list[PageLayer]:
    """Polygons with their border and name in a style of one symbol; its hatch is drawn as lines."""
    if frame.empty:
        return []
    areas = memory_layer(frame, title, style, view)
    symbol = areas.renderer().symbol().clone()
    plain, patterns = without_hatch(symbol)
    areas.setRenderer(QgsSingleSymbolRenderer(plain))
    lines = []
    for pattern in patterns:
        drawn = hatch_lines(view.drawn(frame.geometry), pattern.lineAngle(), view.millimetres(pattern.distance()))
        made = memory_layer(frame.iloc[:1][["geometry"]].set_geometry([drawn], crs=frame.crs), "hatch")
        made.setRenderer(QgsSingleSymbolRenderer(pattern.subSymbol().clone()))
        lines.append(PageLayer(made, in_legend=False))
    return [PageLayer(areas, symbols=[symbol]), *lines]


def _moved(level: str, title: str) -> Callable[[View], list[PageLayer]]:
    def make(view: View) -> list[PageLayer]:
        made = hatched(view, _units(view, level, view.data.moved.get(level, ())), title, "moved_unit")
        if made and level == "township":  # every township has its name on the map
            made[0].layer.setLabelsEnabled(False)
        return made

    return make


def _borderline(level: str, title: str) -> Callable[[View], list[PageLayer]]:
    def make(view: View) -> list[PageLayer]:
        review = view.data.review
        if review is None or level not in review.borderline:
            return []
        second = {unit.code: unit.second for unit in review.borderline[level].units}
        frame = _units(view, level, list(second))
        told = [
            "\n".join([*named, *([f"→{second[code]}"] if second[code] else [])])
            for code, name in zip(frame["code"], frame["name"])
            for named in [[name] if level == "village" else []]  # every township has its name on the map
        ]
        return hatched(view, frame.assign(name=told), title, "borderline_unit")

    return make


# ---- opinions
@dataclass(frozen=True)
class PlacedOpinions:
    """opinions with a place on the page, x and y of it; middles of their numbers (NaN: no room), and their size, m"""

    opinions: tuple[Opinion, ...]
    points: Any
    middles: Any
    size: tuple[float, float]

    @property
    def without_number(self) -> tuple[int, ...]:
        """Numbers of the opinions for which there was no room."""
        return tuple(one.number for one, xy in zip(self.opinions, self.middles) if np.isnan(xy).any())


def placed_opinions(view: View) -> PlacedOpinions:
    """The open opinions of the page that have a place, and where their numbers stand."""
    made: PlacedOpinions = view.kept("placed_opinions", "", lambda: _place(view))
    return made


def _place(view: View) -> PlacedOpinions:
    import shapely

    review = view.data.review
    found = [(one, _point(view, one)) for one in (() if review is None else review.opinions)]
    there = [(one, point) for one, point in found if point is not None]
    ground = view.ground().geometry.iloc[0]
    if not view.whole:
        shapely.prepare(ground)
        there = [(one, point) for one, point in there if shapely.contains_xy(ground, *point)]
    points = np.array([point for _, point in there]).reshape(-1, 2)
    west, south, east, north = ground.bounds
    edge_x, edge_y = MARGIN * (east - west), MARGIN * (north - south)
    scale = 1000 / view.denominator  # mm on the page for a metre
    frame = (0.0, 0.0, (east - west + 2 * edge_x) * scale, (north - south + 2 * edge_y) * scale)
    origin = np.array((west - edge_x, south - edge_y))
    digits = max((len(str(one.number)) for one, _ in there), default=1)
    middles, size = np.zeros((0, 2)), (0.0, 0.0)
    for smaller in SMALLER:
        text = NUMBER_SIZE * POINT * smaller
        size = ((0.6 * digits + 0.5) * text, 1.3 * text)
        middles = place_labels((points - origin) * scale, size, frame)
        if not np.isnan(middles).any():
            break
    return PlacedOpinions(
        tuple(one for one, _ in there),
        points,
        middles / scale + origin,
        (view.millimetres(size[0]), view.millimetres(size[1])),
    )


def _point(view: View, opinion: Opinion) -> Optional[tuple[float, float]]:
    """Where an opinion stands: at its own point, else inside the unit or district that it is about."""
    if opinion.point is not None:
        return _points(view, "own")[opinion.number]
    if opinion.unit_code:
        return _points(view, "units").get(opinion.unit_code)
    if opinion.district_code:
        return _points(view, "districts").get(opinion.district)
    return None


def _points(view: View, what: str) -> dict[Any, tuple[float, float]]:
    """Kept for all pages: inside every unit that an opinion is about, every district, and the opinions' own points."""
    cache = view.data.cache
    if ("opinion_points", what) not in cache:
        cache["opinion_points", what] = {"own": _own, "units": _inside_units, "districts": _inside_districts}[what](
            view
        )
    found: dict[Any, tuple[float, float]] = cache["opinion_points", what]
    return found


def _own(view: View) -> dict[Any, tuple[float, float]]:
    import geopandas as gpd

    assert view.data.review is not None
    own = [one for one in view.data.review.opinions if one.point is not None]
    xs, ys = zip(*(one.point for one in own if one.point is not None))
    points = gpd.GeoSeries.from_xy(xs, ys, crs=view.data.county.townships.crs).to_crs(view.data.crs)
    return {one.number: (point.x, point.y) for one, point in zip(own, points)}


def _inside_units(view: View) -> dict[Any, tuple[float, float]]:
    assert view.data.review is not None
    wanted = {one.unit_code for one in view.data.review.opinions}
    found = {}
    for frame in (view.data.townships, view.data.villages):
        points = points_of(frame[frame["code"].isin(wanted)][["code", "geometry"]])
        found.update({code: (point.x, point.y) for code, point in zip(points["code"], points.geometry)})
    return found


def _inside_districts(view: View) -> dict[Any, tuple[float, float]]:
    found = {}
    for level in ("township", "village"):
        points = points_of(view.data.dissolved(level)[["code", "geometry"]])
        found.update({(level, code): (point.x, point.y) for code, point in zip(points["code"], points.geometry)})
    return found


def _opinion_numbers(view: View) -> list[PageLayer]:
    import geopandas as gpd
    import shapely

    placed, review = placed_opinions(view), view.data.review
    if not placed.opinions or review is None:
        return []
    states = [state(one, review.today) for one in placed.opinions]
    with_number = ~np.isnan(placed.middles).any(axis=1)
    half = np.array(placed.size) / 2
    middles, points = placed.middles[with_number], placed.points[with_number]
    boxes = shapely.box(*(middles - half).T, *(middles + half).T)
    frame = gpd.GeoDataFrame(
        {
            "number": [str(one.number) for one, there in zip(placed.opinions, with_number) if there],
            "state": [word for word, there in zip(states, with_number) if there],
        },
        geometry=boxes,
        crs=view.data.crs,
    )
    numbers = memory_layer(frame, "未办结意见（编号）", "opinion_number")
    keep_categories(numbers, set(frame["state"]))
    labeling = numbers.labeling().clone()
    settings = labeling.settings()
    form = settings.format()
    # The style's own size is that of NUMBER_SIZE; crowded pages take a smaller one.
    form.setSize(form.size() * placed.size[1] / view.millimetres(1.3 * NUMBER_SIZE * POINT))
    settings.setFormat(form)
    labeling.setSettings(settings)
    numbers.setLabeling(labeling)
    marks = memory_layer(
        gpd.GeoDataFrame(geometry=shapely.points(placed.points), crs=view.data.crs), "意见位置", "opinion_point"
    )
    lines = shapely.linestrings(np.stack([points, middles], axis=1))
    leaders = memory_layer(gpd.GeoDataFrame(geometry=lines, crs=view.data.crs), "leader", "opinion_leader")
    return [PageLayer(numbers), PageLayer(marks), PageLayer(leaders, in_legend=False)]


def _pale(level: str, title: str, style: str) -> Callable[[View], Optional[PageLayer]]:
    """Districts below what has to be read; those of villages are too many for a legend and have their names."""

    def make(view: View) -> Optional[PageLayer]:
        frame = view.data.dissolved(level) if level == "township" else view.village_districts()
        if frame.empty:
            return None
        layer = memory_layer(frame, title, style, view)
        rows = list(zip(frame["code"], frame["name"], frame["colour"]))
        layer.setRenderer(styles.district_renderer("code", rows, styles.PALE_OPACITY))
        return PageLayer(layer, in_legend=level == "township")

    return make


LAYERS = {
    "pale_township_districts": MapLayer(_pale("township", "镇级片区", "")),
    "pale_village_districts": MapLayer(_pale("village", "村级片区", "village_district_name")),
    "moved_townships": MapLayer(_moved("township", "调整的乡镇")),
    "moved_villages": MapLayer(_moved("village", "调整的村")),
    "borderline_townships": MapLayer(_borderline("township", "归属不稳的乡镇（→次优片区）")),
    "borderline_villages": MapLayer(_borderline("village", "归属不稳的村（→次优片区）")),
    "opinion_numbers": MapLayer(_opinion_numbers),
}
