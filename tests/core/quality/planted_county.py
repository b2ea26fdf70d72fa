"""A county of any size whose layers are sound, and faults planted into it in known numbers: the oracle of checkdata.

Parcels are the cells of a bent grid. Neighbours share a curved edge, vertex for vertex; villages are blocks of cells,
townships blocks of villages. All faults lie in cells of their own, so that none causes another.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from village_planner.core.overlay.balance import round_groups_to_totals
from village_planner.core.overlay.ellipsoid import ellipsoid_areas

CRS = "EPSG:4523"
X, Y = 35_450_000.0, 3_400_000.0
CELL = 60.0  # m
BLOCK = 20  # cells along a village's side
TOWN = 5  # villages along a township's side
INNER = 10  # vertices inside an edge; every second edge has one more: 47 points of a ring


@dataclass
class County:
    """The layers as the survey delivers them, and how many findings of each rule and layer they must give."""

    parcels: gpd.GeoDataFrame
    villages: gpd.GeoDataFrame
    townships: gpd.GeoDataFrame
    redline: gpd.GeoDataFrame
    farmland: gpd.GeoDataFrame
    expected: dict[tuple[str, str], int] = dataclasses.field(default_factory=dict)

    def layers(self) -> dict[str, gpd.GeoDataFrame]:
        return {
            "DLTB": self.parcels,
            "CJDCQ": self.villages,
            "XZQ": self.townships,
            "STBHHX": self.redline,
            "YJJBNTTB": self.farmland,
        }


class Grid:
    """Nodes and curved edges of columns x rows cells."""

    def __init__(self, columns: int, rows: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.columns, self.rows = columns, rows
        y, x = np.mgrid[0 : rows + 1, 0 : columns + 1] * CELL
        self.node = np.stack([X + x, Y + y], axis=2) + rng.uniform(-6, 6, (rows + 1, columns + 1, 2))
        self.east = self._edges(self.node[:, :-1], self.node[:, 1:], INNER, rng)  # along rows, (rows + 1, columns)
        self.north = self._edges(self.node[:-1], self.node[1:], INNER + 1, rng)  # along columns, (rows, columns + 1)

    @staticmethod
    def _edges(start: NDArray, end: NDArray, inner: int, rng: Any) -> NDArray:
        """(…, inner + 1, 2) The start and the inner vertices of each edge, bent sideways."""
        t = np.arange(inner + 1) / (inner + 1)
        swing = rng.uniform(-3, 3, (*start.shape[:2], 1)) * np.sin(np.pi * t)
        swing = swing + rng.uniform(-1.5, 1.5, (*start.shape[:2], 1)) * np.sin(3 * np.pi * t)
        along = end - start
        side = np.stack([-along[..., 1], along[..., 0]], axis=-1) / np.linalg.norm(along, axis=-1, keepdims=True)
        return start[..., None, :] + along[..., None, :] * t[:, None] + side[..., None, :] * swing[..., None]

    def cells(self) -> NDArray:
        """(rows, columns) polygons."""
        south, north = self.east[:-1], self.east[1:]
        west, east = self.north[:, :-1], self.north[:, 1:]
        # Backwards: the end node first, then the inner vertices from the end.
        top = np.concatenate([self.node[1:, 1:, None], north[..., :0:-1, :]], axis=2)
        left = np.concatenate([self.node[1:, :-1, None], west[..., :0:-1, :]], axis=2)
        ring = np.concatenate([south, east, top, left, south[..., :1, :]], axis=2)
        return shapely.polygons(ring.reshape(-1, *ring.shape[2:])).reshape(self.rows, self.columns)

    def block(self, row: int, column: int, height: int, width: int) -> shapely.Polygon:
        """The outline of a block of cells, with the vertices of their edges."""
        low, high, left, right = row, row + height, column, column + width
        ring = [
            self.east[low, left:right].reshape(-1, 2),
            self.north[low:high, right].reshape(-1, 2),
            np.concatenate([self.node[high, right][None], self.east[high, left:right].reshape(-1, 2)[:0:-1]]),
            np.concatenate([self.node[high, left][None], self.north[low:high, left].reshape(-1, 2)[:0:-1]]),
        ]
        return shapely.Polygon(np.vstack(ring))


def sound_county(side: int, seed: int = 1) -> County:
    """A county of side x side villages of 400 parcels, without a fault."""
    grid = Grid(side * BLOCK, side * BLOCK, seed)
    rng = np.random.default_rng(seed + 1)
    cells = grid.cells()
    row, column = np.mgrid[0 : grid.rows, 0 : grid.columns]
    village_of = ((row // BLOCK) * side + column // BLOCK).ravel()
    shapes = cells.ravel()
    order = np.argsort(village_of, kind="stable")
    shapes, village_of = shapes[order], village_of[order]

    towns = -(-side // TOWN)
    number = np.arange(side * side)
    town_of = (number // side // TOWN) * towns + number % side // TOWN
    within = pd.Series(town_of).groupby(town_of).cumcount().to_numpy()
    town_code = np.array([f"511502{100 + i}" for i in range(towns * towns)])
    village_code = np.array([f"{town_code[t]}{200 + w}" for t, w in zip(town_of, within)])
    outlines = [grid.block(v // side * BLOCK, v % side * BLOCK, BLOCK, BLOCK) for v in number]
    village_area = np.round(ellipsoid_areas(gpd.GeoSeries(outlines, crs=CRS)), 2)
    villages = gpd.GeoDataFrame(
        {
            "BSM": _identifiers("1010", len(number)),
            "YSDM": "1000600200",
            "ZLDWDM": [f"{code}0000000" for code in village_code],
            "ZLDWMC": [f"村{i}" for i in number],
            "DCMJ": village_area,
            "JSMJ": village_area,
            "MSSM": "00",
            "HDMC": "",
        },
        geometry=gpd.GeoSeries(outlines, crs=CRS),
    )
    town_outlines, town_area = [], []
    for t in range(towns * towns):
        low, left = t // towns * TOWN, t % towns * TOWN
        height, width = min(TOWN, side - low), min(TOWN, side - left)
        town_outlines.append(grid.block(low * BLOCK, left * BLOCK, height * BLOCK, width * BLOCK))
        town_area.append(village_area[town_of == t].sum())
    townships = gpd.GeoDataFrame(
        {
            "BSM": _identifiers("1020", len(town_code)),
            "YSDM": "1000600100",
            "XZQDM": town_code,
            "XZQMC": [f"镇{i}" for i in range(len(town_code))],
            "DCMJ": np.round(town_area, 2),
            "JSMJ": np.round(town_area, 2),
            "MSSM": "00",
            "HDMC": "",
        },
        geometry=gpd.GeoSeries(town_outlines, crs=CRS),
    )
    count = len(shapes)
    area = round_groups_to_totals(ellipsoid_areas(gpd.GeoSeries(shapes, crs=CRS)), village_of, village_area, 0.01)
    code = rng.choice(["0101", "0103", "0301", "0702", "1006", "1104"], count)
    cultivated = np.isin(code, ("0101", "0103"))
    grade = np.where(cultivated, rng.integers(1, 6, count), 0)
    factor = np.where(cultivated & (grade > 1), np.round(rng.uniform(0.05, 0.2, count), 4), 0.0)
    ridges = np.round(area * factor, 2)
    code_19 = villages["ZLDWDM"].to_numpy()[village_of]
    parcels = gpd.GeoDataFrame(
        {
            "BSM": _identifiers("2010", count),
            "YSDM": "2001010100",
            "TBBH": [f"{i:08d}" for i in range(1, count + 1)],
            "DLBM": code,
            "DLMC": pd.Series(code).map(NAMES).to_numpy(),
            "QSXZ": "30",
            "QSDWDM": code_19,
            "QSDWMC": villages["ZLDWMC"].to_numpy()[village_of],
            "ZLDWDM": code_19,
            "ZLDWMC": villages["ZLDWMC"].to_numpy()[village_of],
            "TBMJ": area,
            "KCDLBM": np.where(factor > 0, "1203", ""),
            "KCXS": factor,
            "KCMJ": ridges,
            "TBDLMJ": np.round(area - ridges, 2),
            "GDLX": np.where(grade > 1, "TT", ""),
            "GDPDJB": np.where(grade > 0, grade.astype(str), ""),
            "XZDWKD": np.where(code == "1006", 6.0, np.nan),
            "TBXHDM": "",
            "ZZSXDM": np.where(cultivated, "LS", ""),
            "CZCSXM": np.where(code == "0702", "203", ""),
            "SJNF": 2023,
            "MSSM": "00",
            "HDMC": "",
        },
        geometry=gpd.GeoSeries(shapes, crs=CRS),
    )
    # Two lines well apart: blocks of 3 x 3 cells, in the lower and the upper half of every village.
    low = [grid.block(v // side * BLOCK + 2, v % side * BLOCK + 2, 3, 3) for v in number]
    high = [grid.block(v // side * BLOCK + 12, v % side * BLOCK + 12, 3, 3) for v in number]
    redline = gpd.GeoDataFrame({"HXMC": [f"红线{i}" for i in number]}, geometry=gpd.GeoSeries(low, crs=CRS))
    farmland = gpd.GeoDataFrame({"YJJBNTTBBH": [f"{i:08d}" for i in number]}, geometry=gpd.GeoSeries(high, crs=CRS))
    return County(parcels, villages, townships, redline, farmland)


NAMES = {
    "0101": "水田",
    "0103": "旱地",
    "0301": "乔木林地",
    "0702": "农村宅基地",
    "1006": "农村道路",
    "1104": "坑塘水面",
}


def _identifiers(layer: str, count: int) -> list[str]:
    return [f"511502{layer}{i:08d}" for i in range(1, count + 1)]


class _Planter:
    """Hands out inner cells, each once and none beside another, of villages in turn."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.parcels = county.parcels
        self.shapes = np.asarray(self.parcels.geometry.values).copy()
        self._spots = [(r, c) for r in range(1, BLOCK - 2, 4) for c in range(1, BLOCK - 2, 4)]
        self._next = 0

    def cell(self) -> int:
        """A row of DLTB; the cell east of it is the next row, the one north of it BLOCK rows on."""
        villages = len(self.county.villages)
        village, spot = self._next % villages, self._next // villages
        self._next += 1
        row, column = self._spots[spot]
        return village * BLOCK * BLOCK + row * BLOCK + column

    def set(self, rule: str, layer: str, count: int = 1) -> None:
        expected = self.county.expected
        expected[(rule, layer)] = expected.get((rule, layer), 0) + count

    def value(self, field: str, row: int, value: Any) -> None:
        self.parcels.loc[row, field] = value

    def plain(self, row: int, code: str = "0301") -> None:
        """Make a row a parcel of a class without ridges, slope and width."""
        for field, value in {**BARE, "DLBM": code, "DLMC": NAMES[code]}.items():
            self.value(field, row, value)
        self.value("TBDLMJ", row, self.parcels["TBMJ"][row])


BARE = {"KCDLBM": "", "KCXS": 0.0, "KCMJ": 0.0, "GDLX": "", "GDPDJB": "", "XZDWKD": np.nan}


def plant_faults(county: County, each: int) -> County:
    """Put `each` faults of every kind into a sound county; `expected` says what a check must find."""
    planter = _Planter(county)
    for fault in (_attribute_faults, _code_faults, _geometry_faults, _sum_faults):
        for number in range(each):
            fault(planter, number)
    parcels = county.parcels
    extra = getattr(planter, "extra", [])
    if extra:
        parcels = pd.concat([parcels, gpd.GeoDataFrame(extra, geometry="geometry", crs=CRS)], ignore_index=True)
        shapes = np.concatenate([planter.shapes, np.array([row["geometry"] for row in extra], dtype=object)])
    else:
        shapes = planter.shapes
    county.parcels = gpd.GeoDataFrame(
        parcels.drop(columns="geometry"), geometry=gpd.GeoSeries(shapes, index=parcels.index, crs=CRS)
    )
    _line_faults(county, each)
    return county


def _attribute_faults(p: _Planter, number: int) -> None:
    # Values are reported once for all rows that have them: each is another.
    for field, value, rule in (
        ("BSM", f"5115022010{number:03d}", "identifier_format"),
        ("QSDWDM", f"51150210{number:03d}", "location_code_format"),
        ("QSXZ", chr(65 + number // 26) + chr(65 + number % 26), "value_not_in_list"),
        ("ZZSXDM", f"Q{number}", "value_not_in_list"),
        ("CZCSXM", f"9{number}", "value_not_in_list"),
        ("TBXHDM", f"Z{number}", "value_not_in_list"),
    ):
        p.value(field, p.cell(), value)
        p.set(rule, "DLTB")
    row = p.cell()
    p.value("BSM", row, p.parcels["BSM"][row + 1])
    p.set("duplicate_parcel_id", "DLTB")
    row = p.cell()
    p.plain(row)
    p.value("DLBM", row, f"99{number:02d}")
    p.set("class_unknown", "DLTB")
    row = p.cell()
    p.plain(row, "0101")
    p.value("KCXS", row, 1.5)
    p.set("ridge_factor_range", "DLTB")
    row = p.cell()
    p.plain(row)
    p.value("KCDLBM", row, "1203")
    p.set("ridge_on_other_land", "DLTB")
    row = p.cell()  # ridges and net area agree with each other, not with the share
    p.plain(row, "0101")
    area = p.parcels["TBMJ"][row]
    p.value("KCXS", row, 0.1)
    p.value("KCMJ", row, round(0.1 * area + 0.05, 2))
    p.value("TBDLMJ", row, round(area - p.parcels["KCMJ"][row], 2))
    p.set("ridge_area_differs", "DLTB")
    row = p.cell()
    p.value("TBDLMJ", row, round(p.parcels["TBDLMJ"][row] + 0.02, 2))
    p.set("net_area_differs", "DLTB")
    row = p.cell()
    p.plain(row, "0103")
    p.value("GDPDJB", row, "3")
    p.set("terrace_missing", "DLTB")
    row = p.cell()
    p.plain(row)
    p.value("XZDWKD", row, 4.0)
    p.set("width_on_other_land", "DLTB")


def _code_faults(p: _Planter, number: int) -> None:
    # The village as a sum loses the parcel: what it says of its own area is moved along.
    row = p.cell()
    p.value("ZLDWMC", row, f"别名{number}")
    p.set("name_differs", "DLTB")
    row = p.cell()
    stated = p.parcels["TBMJ"][row]
    village = row // (BLOCK * BLOCK)
    p.value("ZLDWDM", row, f"511599999{number:03d}0000000")
    for field in ("JSMJ", "DCMJ"):
        for layer, place in ((p.county.villages, village), (p.county.townships, _township(p.county, village))):
            layer.loc[place, field] = round(layer[field][place] - stated, 2)
    p.set("parcel_unit_unknown", "DLTB")


def _township(county: County, village: int) -> int:
    code = county.villages["ZLDWDM"][village][:9]
    return int(np.flatnonzero(county.townships["XZQDM"] == code)[0])


def _geometry_faults(p: _Planter, number: int) -> None:
    extra = p.__dict__.setdefault("extra", [])

    def add(source: int, shape: Any, area: float = 0.0) -> None:
        """A further parcel; stated as nothing where its village's sum does not count it."""
        made = p.parcels.drop(columns="geometry").loc[source].to_dict()
        made.update(BARE, BSM=f"51150229{len(extra):010d}", DLBM="0301", TBMJ=area, TBDLMJ=area, geometry=shape)
        extra.append(made)

    row = p.cell()  # a hole of its own: 5 x 5 m
    x, y = shapely.get_coordinates(shapely.centroid(p.shapes[row]))[0]
    p.shapes[row] = shapely.Polygon(p.shapes[row].exterior, [shapely.box(x, y, x + 5, y + 5).exterior])
    p.set("parcel_gap", "DLTB")

    row = p.cell()  # a vertex of the border to the eastern neighbour pulled back: a gap of a triangle
    p.shapes[row] = _moved(p.shapes[row], INNER + 1 + 5, -1.0)
    p.set("parcel_gap", "DLTB")

    row = p.cell()  # … and pushed over it: an overlap
    p.shapes[row] = _moved(p.shapes[row], INNER + 1 + 5, 1.0)
    p.set("parcel_overlap", "DLTB")

    row = p.cell()  # a parcel on top of another: of an area that its sum does not count, so it is stated as 0
    x, y = shapely.get_coordinates(shapely.centroid(p.shapes[row]))[0]
    add(row, shapely.box(x - 12, y - 12, x + 12, y + 12))
    p.set("parcel_overlap", "DLTB")
    p.set("area_differs", "DLTB")

    row = p.cell()  # twice the same outline, begun elsewhere
    ring = shapely.get_coordinates(p.shapes[row])[:-1]
    add(row, shapely.Polygon(np.roll(ring, 7, axis=0)))
    p.set("duplicate_geometry", "DLTB")
    p.set("area_differs", "DLTB")

    row = p.cell()  # a neighbour given to a parcel that it touches in no line: several parts
    p.shapes[row] = shapely.MultiPolygon(
        [p.shapes[row], shapely.box(X - 300 - 50 * number, Y, X - 270 - 50 * number, Y + 30)]
    )
    p.set("multipart_parcel", "DLTB")
    p.set("parcel_outside", "DLTB")
    p.set("area_differs", "DLTB")

    row = p.cell()  # a spike: the outline runs inwards and back on itself
    ring = shapely.get_coordinates(p.shapes[row])
    p.shapes[row] = shapely.Polygon(np.insert(ring, 6, [ring[5] + (1.0, 9.0), ring[5]], axis=0))
    p.set("invalid_geometry", "DLTB")

    row = p.cell()  # a point said twice
    ring = shapely.get_coordinates(p.shapes[row])
    p.shapes[row] = shapely.Polygon(np.insert(ring, 5, ring[5], axis=0))
    p.set("repeated_point", "DLTB")

    row = p.cell()  # a neighbour with a vertex more on the common border: no fault
    ring = shapely.get_coordinates(p.shapes[row])
    p.shapes[row] = shapely.Polygon(np.insert(ring, 5, (ring[4] + ring[5]) / 2, axis=0))

    row = p.cell()  # a parcel of 10 x 10 m within another, which has a hole for it
    p.plain(row)
    x, y = shapely.get_coordinates(shapely.centroid(p.shapes[row]))[0]
    small = shapely.box(x, y, x + 10, y + 10)
    p.shapes[row] = shapely.Polygon(p.shapes[row].exterior, [small.exterior])
    for field in ("TBMJ", "TBDLMJ"):
        p.value(field, row, round(p.parcels[field][row] - 100, 2))
    add(row, small, 100.0)
    p.set("sliver_parcel", "DLTB")


def _sum_faults(p: _Planter, number: int) -> None:
    row = p.cell()  # 1 m² too much: within an outline's 2 %, too much for the village's sum
    village = row // (BLOCK * BLOCK)
    p.value("TBMJ", row, round(p.parcels["TBMJ"][row] + 1, 2))
    p.plain(row)
    p.set_of_village = p.__dict__.setdefault("set_of_village", set())
    p.set_of_village.add(village)
    p.county.expected[("control_area_sum", "CJDCQ")] = len(p.set_of_village)


def _moved(polygon: Any, vertex: int, by: float) -> Any:
    """The polygon with one vertex of its eastern border moved east."""
    ring = shapely.get_coordinates(polygon)
    ring[vertex, 0] += by
    return shapely.Polygon(ring)


def _line_faults(county: County, each: int) -> None:
    red = np.asarray(county.redline.geometry.values).copy()
    farm = np.asarray(county.farmland.geometry.values).copy()
    west, south = X, Y - 5000
    extra_red, extra_farm = [], []
    for number in range(each):  # away from the county: what overlaps there overlaps nothing else
        x = west + 1000 * number
        sizes = ((0, 200, 200), (190, 400, 200), (700, 750, 50))
        extra_red += [shapely.box(x + a, south, x + b, south + c) for a, b, c in sizes]
        extra_farm.append(shapely.box(x + 390, south, x + 600, south + 200))
    county.redline = gpd.GeoDataFrame(
        {"HXMC": [f"红线{i}" for i in range(len(red) + len(extra_red))]},
        geometry=gpd.GeoSeries([*red, *extra_red], crs=CRS),
    )
    county.farmland = gpd.GeoDataFrame(
        {"YJJBNTTBBH": [f"{i:08d}" for i in range(len(farm) + len(extra_farm))]},
        geometry=gpd.GeoSeries([*farm, *extra_farm], crs=CRS),
    )
    county.expected[("line_overlap", "STBHHX")] = each
    county.expected[("lines_overlap", "STBHHX")] = each
    county.expected[("sliver_line", "STBHHX")] = each
