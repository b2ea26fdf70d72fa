"""Layer DLTB: the parcels with the fields of the national land survey."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..overlay.balance import round_groups_to_totals
from ..overlay.ellipsoid import ellipsoid_areas
from .administration import serials
from .ground import CRS, Ground
from .names import SampleData
from .noise import stream

CULTIVATED = ("0101", "0102", "0103")
BUILT = ("05H1", "0508", "0601", "0701", "0702", "08H1", "08H2", "0809", "0810", "1004", "1005", "1201")
SLOPE_LIMITS = (2.0, 6.0, 15.0, 25.0)  # degrees: grades 1 … 5
LINEAR_WIDTH = {"1003": 13.0, "1004": 10.0, "1006": 6.0}


def slope_grade(slope: NDArray) -> NDArray:
    return 1 + np.searchsorted(SLOPE_LIMITS, slope, side="left")


def ridge_factor(code: NDArray, grade: NDArray, luck: NDArray) -> NDArray:
    """Share of a field that is ridges: the steeper the more, 4 decimals; 0 on level ground and off the fields."""
    paddy = np.array([0, 0, 0.0821, 0.1217, 0.1543, 0.1820])
    dry = np.array([0, 0, 0.0956, 0.1482, 0.1935, 0.2276])
    base = np.where(code == "0101", paddy[grade], dry[grade])
    return np.round(np.where(np.isin(code, CULTIVATED) & (grade > 1), base * (0.92 + 0.16 * luck), 0), 4)


def parcel_layer(ground: Ground, villages: gpd.GeoDataFrame, data: SampleData, seed: int) -> gpd.GeoDataFrame:
    """All parcels, sorted by village code and from north to south; TBMJ sums to the village's area."""
    rng = stream(seed, "survey")
    shapes, _ = ground.tracer.trace(ground.parcel)
    shapes = ground.on_map(shapes)
    count = len(shapes)
    inside = ground.parcel >= 0
    weight = np.bincount(ground.parcel[inside], ground.face_area[inside], count)
    slope_of_face = ground.terrain.at(ground.terrain.slope, ground.face_xy)
    slope = np.bincount(ground.parcel[inside], (ground.face_area * slope_of_face)[inside], count) / weight
    code = np.array([c.code for c in data.classes])[ground.parcel_class]
    name = np.array([c.name for c in data.classes])[ground.parcel_class]
    village = ground.parcel_village
    first = np.unique(ground.parcel[inside], return_index=True)[1]
    hamlet = ground.hamlet[np.flatnonzero(inside)[first]]
    area = round_groups_to_totals(
        ellipsoid_areas(gpd.GeoSeries(shapes, crs=CRS)), village, villages["area_m2"].to_numpy(), 0.01
    )

    cultivated = np.isin(code, CULTIVATED)
    grade = slope_grade(slope * np.where(code == "0101", 0.35, 0.8))  # fields are terraced
    factor = ridge_factor(code, grade, rng.random(count))
    ridges = np.round(area * factor, 2)
    seat = np.isin(hamlet, ground.settlements.township_seats)
    county_seat = hamlet == ground.settlements.township_seats[ground.settlements.county_seat]
    built = np.isin(code, BUILT)
    extent = np.where(built & county_seat, "201", np.where(built & seat, "202", np.where(built, "203", "")))
    extent = np.where(code == "0602", "204", np.where(code == "09", "205", extent))
    planting = np.where(cultivated, rng.choice(["LS", "FLS", "LYFL", "WG"], count, p=[0.68, 0.17, 0.12, 0.03]), "")
    planting_name = pd.Series(planting).map(
        {"LS": "种植粮食作物", "FLS": "种植非粮食作物", "LYFL": "粮与非粮轮作", "WG": "未耕种"}
    )
    terrace = np.where(cultivated & (grade > 1), np.where(rng.random(count) < 0.8, "TT", "PD"), "")
    width = pd.Series(code).map(LINEAR_WIDTH).to_numpy(dtype=float)
    state = np.isin(code, ("1003", "1101", "1103", "05H1", "08H1", "0701", "0601"))
    village_code = villages["code"].to_numpy()[village]
    village_name = villages["name"].to_numpy()[village]

    north = shapely.bounds(shapes)[:, 3]
    order = np.lexsort((-north, village_code))
    within = pd.Series(village_code[order]).groupby(village_code[order]).cumcount().to_numpy() + 1
    number = np.char.zfill(within.astype(str), 8)
    village_19 = pd.Series(village_code[order]) + "0000000"

    def take(values: NDArray) -> NDArray:
        return np.asarray(values)[order]

    owner_code = np.where(take(state), data.county_code + "0" * 13, village_19)
    owner_name = np.where(take(state), data.county_name, take(village_name))
    return gpd.GeoDataFrame(
        {
            "BSM": serials(data.county_code, "2010", count),
            "YSDM": "2001010100",
            "TBYBH": number,
            "TBBH": number,
            "DLBM": take(code),
            "DLMC": take(name),
            "QSXZ": np.where(take(state), "10", "30"),
            "QSDWDM": owner_code,
            "QSDWMC": owner_name,
            "ZLDWDM": village_19,
            "ZLDWMC": take(village_name),
            "TBMJ": take(area),
            "KCDLBM": np.where(take(factor) > 0, "1203", ""),
            "KCXS": take(factor),
            "KCMJ": take(ridges),
            "TBDLMJ": np.round(take(area) - take(ridges), 2),
            "GDLX": take(terrace),
            "GDPDJB": np.where(take(cultivated), take(grade).astype(str), ""),
            "XZDWKD": take(width),
            "TBXHDM": "",
            "TBXHMC": "",
            "ZZSXDM": take(planting),
            "ZZSXMC": planting_name.fillna("").to_numpy()[order],
            "GDDB": np.where(take(cultivated), (4 + take(grade)).astype(str), ""),
            "FRDBS": "N",
            "CZCSXM": take(extent),
            "SJNF": "2023",
            "MSSM": "00",
            "HDMC": "",
            "BZ": "",
        },
        geometry=gpd.GeoSeries(shapes[order], crs=CRS),
        crs=CRS,
    )
