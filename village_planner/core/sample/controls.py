"""The three control lines: ecological redline on high forest, basic farmland on good fields, urban boundaries.

They keep clear of each other, but for a few places where basic farmland reaches into a redline or an urban boundary:
such overlaps are what a control-line check has to find.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..overlay.ellipsoid import ellipsoid_areas
from .administration import serials
from .ground import CRS, Ground
from .landsurvey import CULTIVATED, ridge_factor, slope_grade
from .names import SampleData
from .noise import smooth_noise, stream
from .terrain import grid_shape
from .zones import fill_holes, patches, spread_to_ribbons, without_small

REDLINE_SHARE = 0.12  # of the county
FARMLAND_SHARE = 0.80  # of the cultivated land
OVERLAPS = 6  # deliberate overlaps of basic farmland with each of the other two
URBAN_TOWNS = 14  # seats with an urban boundary


@dataclass(frozen=True)
class ControlLines:
    """Labels of faces (-1 outside) and the three raw layers."""

    redline: NDArray
    urban: NDArray
    farmland: NDArray
    STBHHX: gpd.GeoDataFrame
    CZKFBJ: gpd.GeoDataFrame
    YJJBNTTB: gpd.GeoDataFrame


def control_lines(
    ground: Ground, townships: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, data: SampleData, seed: int
) -> ControlLines:
    rng = stream(seed, "controls")
    terrain, arcs = ground.terrain, ground.arcs
    inside = ground.village >= 0
    code = np.array([c.code for c in data.classes])[ground.face_class]
    ribbons = np.arange(arcs.faces) >= arcs.cells
    lived_in = spread_to_ribbons(arcs, ground.hamlet >= 0, ribbons)
    total = ground.face_area[inside].sum()

    # Urban boundaries: the built-up ground of seats and a belt for growth round it.
    seats = ground.settlements.township_seats
    radius = ground.settlements.radius[seats]
    urban_kind = np.full(arcs.faces, -1)
    wave = terrain.at(smooth_noise(rng, grid_shape(), 8, 3), ground.face_xy)
    largest = np.argsort(-townships["population"].to_numpy(), kind="stable")[:URBAN_TOWNS]
    for k in sorted({ground.settlements.county_seat, *largest.tolist()}):
        away = np.hypot(*(ground.face_xy - ground.settlements.hamlets[seats[k]]).T)
        urban_kind[inside & (away < radius[k] * (1.22 + 0.22 * wave))] = k
    urban_kind[np.isin(code, ("1103", "1101"))] = -1
    urban_kind = spread_to_ribbons(arcs, urban_kind, ribbons)
    urban = without_small(patches(arcs, (urban_kind >= 0) & inside, urban_kind), ground.face_area, 60_000)
    urban = fill_holes(arcs, urban, inside)

    # Redline: large stretches of high forest, far from homes.
    wild = terrain.at(
        terrain.above / 60 + terrain.height / 220 + 0.9 * smooth_noise(rng, grid_shape(), 38, 3), ground.face_xy
    ) + 0.9 * np.isin(code, ("0301", "0302", "0305", "0307", "1207", "0404"))
    possible = inside & ~lived_in & (urban < 0)
    redline = _best(possible, wild, ground.face_area, 1.12 * REDLINE_SHARE * total)
    redline = patches(arcs, redline, np.zeros(arcs.faces, dtype=int))
    redline = without_small(redline, ground.face_area, 600_000)

    # Basic farmland: the better four fifths of the fields, in stretches of one class and one village.
    field = inside & np.isin(code, CULTIVATED)
    slope = terrain.at(terrain.slope, ground.face_xy)
    quality = (
        -slope / 9 + 0.5 * (code == "0101") + 0.6 * terrain.at(smooth_noise(rng, grid_shape(), 7, 3), ground.face_xy)
    )
    free = field & (redline < 0) & (urban < 0)
    chosen = _best(free, quality, ground.face_area, FARMLAND_SHARE * ground.face_area[field].sum())
    for zone in (redline, urban):
        rim = np.unique(
            np.concatenate(
                [
                    arcs.right[chosen[arcs.left] & field[arcs.right] & (zone[arcs.right] >= 0)],
                    arcs.left[chosen[arcs.right] & field[arcs.left] & (zone[arcs.left] >= 0)],
                ]
            )
        )
        chosen[rng.permutation(rim)[:OVERLAPS]] = True
    kind = ground.village * len(data.classes) + ground.face_class
    farmland = without_small(patches(arcs, chosen, kind), ground.face_area, 400.0)

    return ControlLines(
        redline,
        urban,
        farmland,
        STBHHX=_redline_layer(ground, redline, townships, data),
        CZKFBJ=_urban_layer(ground, urban, urban_kind, townships),
        YJJBNTTB=_farmland_layer(ground, farmland, slope, villages, townships, data, rng),
    )


def _best(possible: NDArray, score: NDArray, area: NDArray, wanted: float) -> NDArray:
    """(faces,) bool: the faces of highest score among the possible ones, of the wanted area together."""
    order = np.flatnonzero(possible)
    order = order[np.argsort(-score[order], kind="stable")]
    chosen = np.zeros(len(possible), dtype=bool)
    chosen[order[: int(np.searchsorted(np.cumsum(area[order]), wanted))]] = True
    return chosen


def _shapes(ground: Ground, label: NDArray) -> tuple[gpd.GeoSeries, NDArray, NDArray]:
    """Polygons, their areas and a face of each; labels are connected, so each is one polygon."""
    shapes, _ = ground.tracer.trace(label)
    series = gpd.GeoSeries(ground.on_map(shapes), crs=CRS)
    first = np.unique(label, return_index=True)[1]
    return series, np.round(ellipsoid_areas(series), 2), first[1:] if label.min() < 0 else first


def _redline_layer(ground: Ground, label: NDArray, townships: gpd.GeoDataFrame, data: SampleData) -> gpd.GeoDataFrame:
    shapes, area, first = _shapes(ground, label)
    township = ground.township_of_village[ground.village[first]]
    names = townships["name"].to_numpy()[township]
    return gpd.GeoDataFrame(
        {
            "BSM": serials(data.county_code, "3010", len(shapes)),
            "XJXZQDM": data.county_code,
            "XJXZQMC": data.county_name,
            "LHLX": np.where(np.arange(len(shapes)) % 3 == 0, "水源涵养", "水土保持"),
            "MC": [f"{name}生态保护红线" for name in names],
            "MJ": area,
        },
        geometry=shapes,
        crs=CRS,
    )


def _urban_layer(ground: Ground, label: NDArray, kind: NDArray, townships: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    shapes, area, _ = _shapes(ground, label)
    town = np.zeros(len(shapes), dtype=int)
    members = label >= 0
    np.maximum.at(town, label[members], kind[members])
    return gpd.GeoDataFrame(
        {
            "XZQDM": townships["code"].to_numpy()[town],
            "XZQMC": townships["name"].to_numpy()[town],
            "GHFQDM": "610",
            "GHFQMC": "城镇集中建设区",
            "MJ": area,
        },
        geometry=shapes,
        crs=CRS,
    )


def _farmland_layer(
    ground: Ground,
    label: NDArray,
    slope: NDArray,
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    data: SampleData,
    rng: np.random.Generator,
) -> gpd.GeoDataFrame:
    shapes, area, first = _shapes(ground, label)
    code = np.array([c.code for c in data.classes])[ground.face_class[first]]
    members = label >= 0
    weight = np.bincount(label[members], ground.face_area[members])
    mean = np.bincount(label[members], (ground.face_area * slope)[members]) / weight
    grade = slope_grade(mean * np.where(code == "0101", 0.35, 0.8))
    factor = ridge_factor(code, grade, rng.random(len(shapes)))
    ridges = np.round(area * factor, 2)
    village = villages.iloc[ground.village[first]]
    township = townships.iloc[village["township"].to_numpy()]
    serial = pd.Series(np.arange(1, len(shapes) + 1)).astype(str).str.zfill(6)
    return gpd.GeoDataFrame(
        {
            "BSM": serials(data.county_code, "3020", len(shapes)),
            "YSDM": "2005010300",
            "XZQDM": township["code"].to_numpy(),
            "XZQMC": township["name"].to_numpy(),
            "YJJBNTTBBH": data.county_code + serial,
            "TBBH": serial.str.zfill(8),
            "DLBM": code,
            "QSXZ": "30",
            "QSDWDM": village["code"].to_numpy() + "0000000",
            "ZLDWDM": village["code"].to_numpy() + "0000000",
            "YJJBNTTBMJ": area,
            "KCDLBM": np.where(factor > 0, "1203", ""),
            "KCXS": factor,
            "KCMJ": ridges,
            "YJJBNTMJ": np.round(area - ridges, 2),
            "GDPDJB": grade.astype(str),
            "SJNF": "2023",
            "WDGD": np.where(grade <= 3, "1", "0"),
        },
        geometry=shapes,
        crs=CRS,
    )
