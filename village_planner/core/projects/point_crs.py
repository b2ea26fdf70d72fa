"""Which system the coordinates of a boundary-point file are in: told by the file, never guessed.

CGCS2000, Gauss-Krüger, 3-degree zones, with the zone number before the eastings (EPSG 4488 + zone) or without it
(EPSG 4509 + zone); domain.md §4.5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
from pyproj import CRS

from ..crs import WITH_ZONE, WITHOUT_ZONE, ZONE_STEP, crs_name
from ..errors import InputError
from ..messages import message
from .boundary_points import BoundaryPoint, PointFile

ZONES = range(25, 46)  # 3-degree zones of China
SIX_DEGREE_ZONES = range(13, 24)
NORTHINGS = (400_000.0, 6_300_000.0)  # m, of China's land and islands
EASTINGS = (100_000.0, 900_000.0)  # m, without the zone number; a zone's own and some way beyond its edges
CGCS2000_NAMES = ("2000", "cgcs")
MERIDIAN_KEYS = ("中央子午线", "中央子午线经度", "中央经线")
MERIDIAN = (
    r"(?:东经|E)?\s*(\d{2,3}(?:\.\d+)?)\s*(?:°|º|度|d)?\s*(?:0{1,2}\s*(?:′|'|分))?\s*(?:0{1,2}\s*(?:″|\"|秒))?\s*E?"
)
OTHER_DATUMS = ("80", "54", "西安", "北京", "wgs", "地方", "独立")


def zone_of(crs: Any) -> Optional[tuple[int, bool]]:
    """(zone, whether eastings carry its number) of a CGCS2000 3-degree system, None for any other."""
    code = None if crs is None else CRS.from_user_input(crs).to_epsg()
    if code is None:
        return None
    if code - WITH_ZONE in ZONES:
        return code - WITH_ZONE, True
    if code - WITHOUT_ZONE in ZONES:
        return code - WITHOUT_ZONE, False
    return None


def zone_at(longitude: float) -> int:
    """The 3-degree zone of a longitude in degrees. InputError outside_china outside zones 25 to 45."""
    zone = int((longitude + 1.5) // 3)
    if zone not in ZONES:
        raise InputError(
            "outside_china",
            "Longitude {longitude}° lies outside the 3-degree zones 25 to 45. Check the outlines' coordinate reference "
            "system.",
            longitude=f"{longitude:.3f}",
        )
    return zone


def crs_of_points(points: PointFile, file: str, target: Any = None) -> CRS:
    """The CRS of a file's coordinates.

    target  a CRS that says the zone where the file does not (6-digit eastings without 带号 and 中央子午线)
    带号, 中央子午线, eastings and, for 6-digit eastings, target must not contradict each other: wrong_zone.
    InputError other_datum, wrong_zone, missing_zone, swapped_axes, not_metres, each with the cure
    """
    _check_datum(points, file)
    said = _said_zone(points, file)
    meridian = _meridian_zone(points, file)
    if said is not None and meridian is not None and said != meridian:
        raise InputError(
            "wrong_zone",
            "{file}: 带号 says zone {said}, but 中央子午线 says {meridian}°, zone {zone}. Correct one of them.",
            file=file,
            said=said,
            meridian=3 * meridian,
            zone=meridian,
        )
    key = "带号" if said is not None else "中央子午线"
    said = meridian if said is None else said
    every = [point for plot in points.plots for point in plot.points]
    carried = _carried_zone(every, file)
    known = zone_of(target)
    if carried:
        if said is not None and said != carried:
            raise InputError(
                "wrong_zone",
                "{file}: {key} says zone {said}, but the eastings (Y) begin with {carried} (line {line}). Correct the "
                "{key}, or the coordinates.",
                file=file,
                key=key,
                said=said,
                carried=carried,
                line=every[0].line,
            )
        return CRS.from_epsg(WITH_ZONE + carried)
    if said is not None and known is not None and known[0] != said:
        raise InputError(
            "wrong_zone",
            "{file}: {key} says zone {said}, but the system chosen (TARGET_CRS, {crs}) is zone {chosen}, and the "
            "eastings have no zone number to tell which is right. Choose zone {said}, or correct the {key}.",
            file=file,
            key=key,
            said=said,
            crs=crs_name(CRS.from_user_input(target)),
            chosen=known[0],
        )
    zone = said if said is not None else known[0] if known else None
    if zone is None:
        raise InputError(
            "missing_zone",
            "{file}: the eastings (Y, e.g. {y}) have no zone number and 带号 is empty, so their place is unknown. "
            "Fill in 带号, or choose TARGET_CRS, the system of their zone (e.g. EPSG:{epsg} for zone {zone}).",
            file=file,
            y=every[0].y,
            epsg=WITHOUT_ZONE + 35,
            zone=35,
        )
    return CRS.from_epsg(WITHOUT_ZONE + zone)


def assumed(points: PointFile, file: str) -> list[Any]:
    """What was taken for granted, as warnings: a file that does not name its datum is taken to be in CGCS2000."""
    if points.attribute("坐标系"):
        return []
    return [
        message("{file}: 坐标系 is not given; the coordinates are taken as CGCS2000, the statutory system.", file=file)
    ]


def _check_datum(points: PointFile, file: str) -> None:
    datum = points.attribute("坐标系")
    plain = datum.lower().replace(" ", "")
    fits = not plain or (
        any(name in plain for name in CGCS2000_NAMES) and not any(name in plain for name in OTHER_DATUMS)
    )
    if not fits:
        raise InputError(
            "other_datum",
            "{file}: 坐标系 is “{datum}”. Only CGCS2000 (2000国家大地坐标系) is checked: have the coordinates "
            "transformed to it with the province's official parameters, then read them again.",
            file=file,
            datum=datum,
        )
    width = points.attribute("几度分带")
    if width and re.sub(r"[^\d三]", "", width) not in ("3", "三"):
        raise InputError(
            "six_degree_zone",
            "{file}: 几度分带 is “{width}”. Only 3-degree zones are checked: have the coordinates converted to a "
            "3-degree zone of CGCS2000, then read them again.",
            file=file,
            width=width,
        )
    projection = points.attribute("投影类型")
    if projection and not re.search("高斯|gauss", projection, re.IGNORECASE):
        raise InputError(
            "other_projection",
            "{file}: 投影类型 is “{projection}”. Only Gauss-Krüger (高斯克吕格) is checked: have the coordinates "
            "converted, then read them again.",
            file=file,
            projection=projection,
        )
    unit = points.attribute("计量单位")
    if unit and unit.strip().lower() not in ("米", "m", "meter", "metre"):
        raise InputError(
            "not_metres",
            "{file}: 计量单位 is “{unit}”. Only metres (米) are read: convert the coordinates to metres.",
            file=file,
            unit=unit,
        )


def _said_zone(points: PointFile, file: str) -> Optional[int]:
    text = points.attribute("带号").strip()
    if not text:
        return None
    figures = re.fullmatch(r"(\d{1,3})(\.0*)?[带]?", text, re.ASCII)
    zone = int(figures[1]) if figures else -1
    if zone in SIX_DEGREE_ZONES:
        raise _six_degrees(file, zone)
    if zone not in ZONES:
        raise InputError(
            "wrong_zone",
            "{file}: 带号 is “{text}”. The 3-degree zones of China are 25 to 45 (zone = central meridian / 3). "
            "Correct it.",
            file=file,
            text=text,
        )
    return zone


def _meridian_zone(points: PointFile, file: str) -> Optional[int]:
    text = next(filter(None, (points.attribute(key).strip() for key in MERIDIAN_KEYS)), "")
    if not text:
        return None
    figures = re.fullmatch(MERIDIAN, text, re.ASCII | re.IGNORECASE)
    zone, rest = divmod(float(figures[1]), 3) if figures else (-1, 0)
    if rest or zone not in ZONES:
        raise InputError(
            "wrong_zone",
            "{file}: 中央子午线 is “{text}”. The 3-degree zones of China have the meridians 75°, 78° … 135°. Correct "
            "it, or have the coordinates converted to one of these zones.",
            file=file,
            text=text,
        )
    return int(zone)


def _carried_zone(every: Sequence[BoundaryPoint], file: str) -> int:
    """The zone number that all eastings begin with, 0 where none does."""
    north, east = np.array([point.place for point in every], dtype=float).T
    zone = np.floor(east / ZONE_STEP)
    own = east - zone * ZONE_STEP
    bad = ~((north >= NORTHINGS[0]) & (north <= NORTHINGS[1]) & (own >= EASTINGS[0]) & (own <= EASTINGS[1]))
    bad |= ~((zone == 0) | np.isin(zone, (*ZONES, *SIX_DEGREE_ZONES)))
    if bad.any():
        _refuse(every[int(np.argmax(bad))], file)
    if (zone != zone[0]).any():
        other = every[int(np.argmax(zone != zone[0]))]
        raise InputError(
            "wrong_zone",
            "{file}, line {line}: the easting (Y) {y} of point {point} is not of the same zone as {first} in line "
            "{start}. Bring all points into one zone.",
            file=file,
            line=other.line,
            y=other.y,
            point=other.name or "?",
            first=every[0].y,
            start=every[0].line,
        )
    if int(zone[0]) in SIX_DEGREE_ZONES:
        raise _six_degrees(file, int(zone[0]))
    return int(zone[0])


def _refuse(point: BoundaryPoint, file: str) -> None:
    """Say what is wrong with a point whose coordinates cannot be X north, Y east in metres."""
    x, y = point.place
    where = {"file": file, "line": point.line, "point": point.name or "?", "x": point.x, "y": point.y}
    if abs(x) <= 180 and abs(y) <= 180:
        raise InputError(
            "not_metres",
            "{file}, line {line}: point {point} ({x}, {y}) looks like degrees. Convert the coordinates to metres in a "
            "3-degree zone of CGCS2000.",
            **where,
        )
    zone, own = divmod(x, ZONE_STEP)
    as_easting = EASTINGS[0] <= own <= EASTINGS[1] and (zone == 0 or zone in ZONES or zone in SIX_DEGREE_ZONES)
    if as_easting and NORTHINGS[0] <= y <= NORTHINGS[1]:
        raise InputError(
            "swapped_axes",
            "{file}, line {line}: point {point} ({x}, {y}) has X and Y swapped: X is north (about 2 to 6 million), Y "
            "is east. Swap the two columns.",
            **where,
        )
    raise InputError(
        "wrong_coordinates",
        "{file}, line {line}: point {point} ({x}, {y}) cannot be X (north) and Y (east) in metres of a 3-degree "
        "zone: X lies between 400,000 and 6,300,000, Y between 100,000 and 900,000, with or without the zone number "
        "before it. Correct the coordinates.",
        **where,
    )


def _six_degrees(file: str, zone: int) -> InputError:
    return InputError(
        "six_degree_zone",
        "{file}: zone {zone} is a 6-degree zone. Only 3-degree zones are checked: have the coordinates converted to a "
        "3-degree zone of CGCS2000 (25 to 45), then read them again.",
        file=file,
        zone=zone,
    )
