"""Outlines of projects: from boundary points to polygons and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from ..codes import code_text
from ..crs import WITH_ZONE, check_coordinates, is_true_to_scale
from ..errors import InputError
from ..messages import Message, message
from ..overlay.ellipsoid import ellipsoid_areas
from ..overlay.naming import field_like
from ..overlay.repair import repair_polygons
from .boundary_points import AREA, AREAL_TYPE, HEADER_FIELDS, USE, BoundaryPoint, Plot, PointFile
from .point_crs import assumed, crs_of_points, zone_at, zone_of
from .rules import StatedArea

NAME_FIELDS = ("name", "XMMC", "DKMC", "项目名称", "地块名称", "名称")
CODE_FIELDS = ("code", "XMDM", "DKBH", "XMBH", "项目代码", "项目编号", "地块编号")
KIND_FIELDS = ("kind", "XMLX", "YDYT", "项目类型", "用途", "DKYT")
DECIMALS = 3  # of written coordinates: millimetres
GEOGRAPHIC_CGCS2000 = CRS.from_epsg(4490)


@dataclass(frozen=True)
class Outlines:
    """Projects to be checked, one row each.

    frame     code, name, kind (text, "" where unknown) and valid polygons in the system they came in
    warnings  what was put up with
    """

    frame: gpd.GeoDataFrame
    warnings: tuple[Message, ...] = ()


def outlines_of_points(
    points: PointFile, file: str, target: Any = None, stated: Optional[StatedArea] = None
) -> Outlines:
    """A project for each plot, in the file's own system (see `crs_of_points`).

    stated  how far the areas that headers state may be off without a warning; None: they are not looked at
    """
    crs = crs_of_points(points, file, target)
    warnings = [*points.warnings, *assumed(points, file)]
    shapes = [_polygon(plot.rings()) for plot in points.plots]
    codes = [plot.number or str(i) for i, plot in enumerate(points.plots, start=1)]
    names = [plot.name for plot in points.plots]
    frame = gpd.GeoDataFrame(
        {"code": codes, "name": names, "kind": [plot.text(USE) for plot in points.plots]},
        geometry=gpd.GeoSeries(shapes, crs=crs),
    )
    frame, more = _made_fit(frame, file)
    for plot, area in zip(points.plots, ellipsoid_areas(frame.geometry) if stated is not None else ()):
        said = _stated_area(plot)
        if said is not None and stated is not None and not stated.agrees(said, float(area)):
            warnings.append(
                message(
                    "{file}, line {line}: plot {plot} is said to have {said} ha; its points enclose {area} ha.",
                    file=file,
                    line=plot.line,
                    plot=plot.name or plot.number or "?",
                    said=plot.text(AREA),
                    area=f"{area / 1e4:.4f}",
                )
            )
    return Outlines(frame, (*warnings, *more))


def outlines_of_layer(
    frame: gpd.GeoDataFrame, layer: str, field: Optional[str] = None, kind_field: Optional[str] = None
) -> Outlines:
    """A project for each feature.

    field       that names the project (shown as its code); empty: the usual fields of code and name
    kind_field  kind of project; empty: the usual ones. InputError unknown_field, wrong_crs, missing_crs
    """
    columns = [str(column) for column in frame.columns if column != frame.geometry.name]

    def chosen(asked: Optional[str], usual: Sequence[str]) -> Optional[str]:
        found = field_like(columns, [asked] if asked else usual)
        if asked and found is None:
            raise InputError(
                "unknown_field",
                "Layer {layer} has no field {field}. Choose one of: {fields}.",
                layer=layer,
                field=asked,
                fields=", ".join(columns),
            )
        return found

    def texts(column: Optional[str]) -> list[str]:
        return [""] * len(frame) if column is None else code_text(frame[column]).tolist()

    check_coordinates(frame, layer)
    codes = texts(chosen(field, CODE_FIELDS))
    names = texts(chosen(None, NAME_FIELDS))
    made = gpd.GeoDataFrame(
        {
            "code": [code or name or str(i) for i, (code, name) in enumerate(zip(codes, names), start=1)],
            "name": names,
            "kind": texts(chosen(kind_field, KIND_FIELDS)),
        },
        geometry=gpd.GeoSeries(frame.geometry.to_numpy(), crs=frame.crs),
    )
    made, warnings = _made_fit(made, layer)
    return Outlines(made, tuple(warnings))


def measurable(outlines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The outlines in their own system where it is true to scale, else in their 3-degree zone."""
    if is_true_to_scale(CRS.from_user_input(outlines.crs)):
        return outlines
    return outlines.to_crs(epsg=WITH_ZONE + _zone(outlines))


def _zone(outlines: gpd.GeoDataFrame) -> int:
    west, _, east, _ = outlines.to_crs(GEOGRAPHIC_CGCS2000).total_bounds
    return zone_at((west + east) / 2)


def _polygon(rings: Sequence[Sequence[BoundaryPoint]]) -> shapely.Geometry:
    """Rings by their place: inside an odd number of others is a hole, else an outline of its own (even-odd rule)."""
    whole = [shapely.Polygon([(p.east, p.north) for p in ring]) for ring in rings]
    if len(whole) == 1:
        return whole[0]
    valid = shapely.make_valid(np.array(whole, dtype=object))
    made = valid[0]
    for shape in valid[1:]:
        made = shapely.symmetric_difference(made, shape)
    return made


def _made_fit(frame: gpd.GeoDataFrame, layer: str) -> tuple[gpd.GeoDataFrame, list[Message]]:
    """Valid polygons; InputError no_outline where one cannot be had."""
    repaired = repair_polygons(frame.geometry.to_numpy())
    for place, reason in repaired.reasons.items():
        raise InputError(
            "no_outline",
            "{layer}: project {project} has no usable outline ({reason}). Draw it again, or take it out.",
            layer=layer,
            project=frame["code"].iat[place],
            reason=reason,
        )
    warnings = [
        message(
            "{layer}: the outline of project {project} crosses or touches itself; it was repaired and has {area} m² "
            "now. Check its points.",
            layer=layer,
            project=frame["code"].iat[place],
            area=f"{shapely.area(repaired.geometry[place]):,.2f}",
        )
        for place in np.flatnonzero(repaired.repaired)
    ]
    return frame.set_geometry(gpd.GeoSeries(repaired.geometry, crs=frame.crs, index=frame.index)), warnings


def _stated_area(plot: Plot) -> Optional[float]:
    """m²; None where the header says none."""
    try:
        value = float(plot.text(AREA))
    except ValueError:
        return None
    return 1e4 * value if value > 0 else None


# ---- back to points
def points_of_outlines(outlines: gpd.GeoDataFrame, producer: str = "", date: str = "") -> PointFile:
    """The outlines as a boundary-point file in their 3-degree zone of CGCS2000.

    outlines  code, name, kind, polygons; in another system they are brought into the zone of their middle, with the
              zone number before the eastings
    """
    known = zone_of(outlines.crs)
    if known is None:
        known = (_zone(outlines), True)
        outlines = outlines.to_crs(epsg=WITH_ZONE + known[0])
    attributes = (
        ("格式版本号", "1.01"),
        ("数据产生单位", producer),
        ("数据产生日期", date),
        ("坐标系", "2000国家大地坐标系"),
        ("几度分带", "3"),
        ("投影类型", "高斯克吕格"),
        ("计量单位", "米"),
        ("带号", str(known[0])),
        ("精度", "0.001"),
        ("转换参数", "0,0,0,0,0,0,0"),
    )
    areas = ellipsoid_areas(outlines.geometry)
    rows = zip(outlines["code"], outlines["name"], outlines["kind"], outlines.geometry, areas)
    plots = tuple(_plot(code, name, kind, shape, area) for code, name, kind, shape, area in rows)
    return PointFile(attributes, plots)


def _plot(code: str, name: str, kind: str, shape: shapely.Geometry, area: float) -> Plot:
    points: list[BoundaryPoint] = []
    for serial, ring in enumerate(outline_rings(shape), start=1):
        first = len(points) - (serial - 1) + 1  # points that close a ring have no number of their own
        for i, (east, north) in enumerate(ring):
            number = first + (i if i < len(ring) - 1 else 0)
            points.append(BoundaryPoint(f"J{number}", str(serial), f"{north:.{DECIMALS}f}", f"{east:.{DECIMALS}f}"))
    header = [""] * HEADER_FIELDS
    header[:5] = [str(len(points)), f"{area / 1e4:.4f}", _plain(code), _plain(name), AREAL_TYPE]
    header[USE] = _plain(kind)
    return Plot(tuple(header), tuple(points))


def outline_rings(shape: shapely.Geometry) -> list[list[tuple[float, float]]]:
    """Closed rings (east, north): each part clockwise from its north-west corner, then its holes anticlockwise."""
    rings = []
    for part in shapely.get_parts(shape):
        for place, ring in enumerate([part.exterior, *part.interiors]):
            xy = shapely.get_coordinates(ring)[:-1]
            if shapely.is_ccw(ring) != (place > 0):
                xy = xy[::-1]
            rounded = np.round(xy, DECIMALS)
            kept = np.any(rounded != np.roll(rounded, 1, axis=0), axis=1)  # points that fall together are one
            rounded = rounded[kept] if kept.any() else rounded
            start = int(np.argmax(rounded[:, 1] - rounded[:, 0]))
            rounded = np.roll(rounded, -start, axis=0)
            rings.append([*map(tuple, rounded.tolist()), tuple(rounded[0].tolist())])
    return [ring for ring in rings if len(set(ring)) >= 3]


def _plain(text: Any) -> str:
    """A text as a field of the file can hold it."""
    return (
        ""
        if text is None or pd.isna(text)
        else str(text).replace(",", "，").replace("\n", " ").replace("\r", " ").strip()
    )
