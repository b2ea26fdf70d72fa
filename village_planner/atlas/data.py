"""What the atlas draws: one plan of one county, its figures and its geometry, in metres of one map projection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

from ..core.tables.county import CountyData

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from pyproj import CRS

    from ..database import PlanningDatabase

SLIT = 20.0  # m, wide gaps between raw edges that `union` closes
HOLE = 10_000.0  # m², holes up to it are no exclaves

# layer of the database -> columns the atlas reads, and the holding a sheet can require
LAYERS = {
    "parcel": ("class_code", "unit_code"),
    "control_line": ("kind",),
    "road": ("kind", "name"),
    "hazard": ("kind", "name"),
    "facility": ("kind", "name"),
    "project": ("code", "name"),
}
HOLDING_OF = {
    "parcel": "parcels",
    "control_line": "control_lines",
    "road": "roads",
    "hazard": "hazards",
    "facility": "facilities",
    "project": "projects",
}


@dataclass
class AtlasData:
    """One plan, ready to draw.

    county       figures of the plan (`CountyData`)
    townships, villages
                 GeoDataFrames, columns code, name, district, role, score, rank, population, area_m2 …, in `crs`
    layers       the database's other layers that hold anything, in `crs`
    crs          projected CRS in metres that every frame is in
    """

    county: CountyData
    townships: gpd.GeoDataFrame
    villages: gpd.GeoDataFrame
    crs: CRS
    layers: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    cache: dict[tuple[str, ...], Any] = field(default_factory=dict)

    @property
    def holdings(self) -> frozenset[str]:
        """What sheets can require, as far as it is there."""
        held = {HOLDING_OF[name] for name in self.layers}
        if _any(self.townships["district"]):
            held.add("township_districts")
        if _any(self.villages["district"]):
            held.add("village_districts")
        if self.townships["score"].notna().any():
            held.add("scores")
        if _any(self.townships["role"]) or _any(self.villages["role"]):
            held.add("centres")
        return frozenset(held)

    def villages_of(self, township: Optional[str]) -> gpd.GeoDataFrame:
        """Villages of one township; all without one."""
        if township is None:
            return self.villages
        return self.villages[self.villages["township_code"] == township]

    def dissolved(self, level: str) -> gpd.GeoDataFrame:
        """Districts of a level that have units: code, name, colour, parent, geometry; sorted by code."""
        key = ("dissolved", level)
        if key not in self.cache:
            self.cache[key] = dissolve(
                self.townships if level == "township" else self.villages, self.county.districts(level)
            )
        return self.cache[key]

    def forget(self, township: Optional[str]) -> None:
        """Drop what was kept for one township's page."""
        if township is not None:
            self.cache = {key: kept for key, kept in self.cache.items() if township not in key}

    def outline(self) -> gpd.GeoDataFrame:
        """The county as one feature."""
        if ("outline",) not in self.cache:
            import geopandas as gpd

            self.cache["outline",] = gpd.GeoDataFrame(
                {"name": [self.county.county_name]}, geometry=[union(self.townships.geometry)], crs=self.crs
            )
        return self.cache["outline",]


def read_atlas_data(database: PlanningDatabase, plan: str, wanted: frozenset[str]) -> AtlasData:
    """Read one plan and those layers of the county that the `wanted` holdings name."""
    county = _county(database, plan)
    crs = map_crs(county.townships)
    layers = {}
    for name, columns in LAYERS.items():
        if HOLDING_OF[name] not in wanted or not database.count(name):
            continue
        frame = database.read_layer(name, columns)
        frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
        if not frame.empty:
            layers[name] = frame.to_crs(crs).reset_index(drop=True)
    return AtlasData(county, _ready(county.townships, crs), _ready(county.villages, crs), crs, layers)


def _county(database: PlanningDatabase, plan: str) -> CountyData:
    """The plan; before there is any, what the county itself has to show."""
    from ..database import read_county

    if plan.strip() or database.setting("current_plan"):
        return read_county(database, plan)
    return CountyData(
        county_code=database.setting("county_code", "") or "",
        county_name=database.setting("county_name", "") or "",
        townships=database.units(None, "township").set_index("code"),
        villages=database.units(None, "village").set_index("code"),
        compiler=database.setting("compiler", "") or "",
        date=database.setting("date", "") or "",
    )


def map_crs(frame: gpd.GeoDataFrame) -> CRS:
    """The frame's own CRS where it is projected in metres, else one to draw it in.

    In China the 3-degree Gauss-Krüger zone without zone number (EPSG 4534 + (CM - 75) / 3), elsewhere UTM.
    """
    from pyproj import CRS

    crs = CRS.from_user_input(frame.crs)
    if crs.is_projected and all(axis.unit_name in ("metre", "meter") for axis in crs.axis_info):
        return crs
    west, south, east, north = frame.to_crs(4326).total_bounds
    longitude, latitude = (west + east) / 2, (south + north) / 2
    meridian = 3 * round(longitude / 3)
    if 75 <= meridian <= 135 and 17 <= latitude <= 54:
        return CRS.from_epsg(4534 + (meridian - 75) // 3)
    return CRS.from_epsg((32600 if latitude >= 0 else 32700) + int((longitude + 180) // 6) + 1)


def _ready(frame: gpd.GeoDataFrame, crs: CRS) -> gpd.GeoDataFrame:
    frame = frame.reset_index().to_crs(crs)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)].reset_index(drop=True)
    for column in ("district", "role", "name"):
        frame[column] = frame[column].fillna("").astype(str)
    frame["name"] = frame["name"].where(frame["name"] != "", frame["code"])
    return frame


def _any(column: pd.Series) -> bool:
    return bool((column.fillna("") != "").any())


def union(geometry: gpd.GeoSeries) -> Any:
    """The union of units, to draw: raw edges that do not meet leave neither slits nor small holes in a district."""
    import shapely

    whole = shapely.union_all(shapely.make_valid(geometry.to_numpy()))
    parts = shapely.get_parts(whole)
    parts = parts[shapely.get_type_id(parts) == 3]
    if len(parts) > 1 or shapely.get_num_interior_rings(parts).sum() > 0:
        closed = shapely.buffer(whole, SLIT / 2, join_style="mitre")
        parts = shapely.get_parts(shapely.buffer(closed, -SLIT / 2, join_style="mitre"))
    filled = []
    for part in parts:
        holes = [hole for hole in part.interiors if shapely.polygons(hole).area > HOLE]
        filled.append(shapely.polygons(part.exterior, holes or None))
    return shapely.multipolygons(filled)


def dissolve(units: gpd.GeoDataFrame, districts: pd.DataFrame) -> gpd.GeoDataFrame:
    """The districts that the units are in: code, name, colour, parent, geometry; in the order of their codes."""
    import geopandas as gpd

    rows = []
    for code, members in units[units["district"] != ""].groupby("district", sort=True):
        known = districts.loc[code] if code in districts.index else {}
        rows.append(
            {
                "code": code,
                "name": _text(known.get("name")) or str(code),
                "colour": _text(known.get("colour")) or "#cccccc",
                "parent": _text(known.get("parent")),
                "geometry": union(members.geometry),
            }
        )
    columns = ["code", "name", "colour", "parent", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=units.crs)
    order = sorted(frame.index, key=lambda i: code_order(frame.at[i, "code"]))
    return frame.loc[order].reset_index(drop=True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def code_order(code: str) -> tuple[tuple[int, str], ...]:
    """Sort key by which district 10 follows 9, and 2-10 follows 2-09."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in str(code).split("-"))
