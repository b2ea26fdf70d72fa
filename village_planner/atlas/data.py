"""What the atlas draws: one plan of one county, its figures and its geometry, in metres of one map projection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from ..core.catalogue import CatalogueText, load_catalogue
from ..core.indicators.hierarchy import seat_of_county
from ..core.review.settlement import county_seat_point
from ..core.tables.build import Scope
from ..core.tables.county import CountyData
from ..core.task import SILENT, Task
from ..core.waiting import in_thread
from ..paths import catalogue_files

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from pyproj import CRS

    from ..database import PlanningDatabase
    from .review.material import Against, ReviewMaterial

MISSING = object()
Outlines = dict[frozenset[str], Any]
SLIT = 20.0  # m, wide gaps between raw edges that `union` closes
REVIEW = "review."  # before the parts of a review's material
HOLE = 10_000.0  # m², holes up to it are no exclaves

# layer of the database -> columns the atlas reads
LAYERS = {
    "parcel": ("class_code", "unit_code"),
    "control_line": ("kind",),
    "road": ("kind", "name", "direction"),
    "hazard": ("kind", "name"),
    "facility": ("kind", "name", "unit_code"),
    "project": ("code", "name", "kind", "start_year", "end_year"),
    "sector_plan": ("plan", "class_code", "class_name"),
}
NEIGHBOURS = "neighbour"  # layer of neighbouring counties (name), in files for which importcounty was given it
FIGURES = ("flow",)  # tables of the database that a page may read
PLANNED = "planned_land_use"  # setting: name of the sector plan that is the plan of land use
NOTE = "atlas_note"  # setting: what every page says on its upper right
PLANNED_NAMES = ("国土空间", "GTKJ", "土地利用", "TDLY", "land use")  # what such a plan is called
CONFLICT = "conflict"  # the plan's ledger, which is a result: read as a layer like those above
HIERARCHY = "hierarchy"  # the plan's settlement hierarchy, which takes long to make
# catalogues that a county may have of its own and pages look into
OWN = ("atlas_themes", "facility_groups", "road_speeds", "places", "conflict_rules")


@dataclass
class AtlasData:
    """One plan, ready to draw.

    county       figures of the plan (`CountyData`)
    townships, villages
                 GeoDataFrames, columns code, name, district, role, score, rank, population, area_m2 …, in `crs`
    layers       the database's other layers that hold anything, with the number of each feature in its layer, in
                 `crs`; "conflict": the plan's ledger
    figures      the database's tables that hold anything (`FIGURES`)
    planned      name of the sector plan that is the plan of land use, "" where there is none
    crs          projected CRS in metres that every frame is in
    note         to print on every page, such as the degree of secrecy
    review       what prints of a review show; None where no sheet of them is printed
    moved        level -> units that lie elsewhere than in the plan this one is set beside
    outlines     level -> of groups of its units (their codes), by whatever plan they are districts
    own          name -> the county's own catalogue, where it has one
    task         asked between the pieces that a page is made in
    """

    county: CountyData
    townships: gpd.GeoDataFrame
    villages: gpd.GeoDataFrame
    crs: CRS
    layers: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    figures: dict[str, pd.DataFrame] = field(default_factory=dict)
    planned: str = ""
    note: str = ""
    cache: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    outlines: Mapping[str, Outlines] = field(default_factory=lambda: {"township": {}, "village": {}})
    own: Mapping[str, CatalogueText] = field(default_factory=dict)
    review: Optional[ReviewMaterial] = None
    moved: Mapping[str, Sequence[str]] = field(default_factory=dict)
    task: Task = SILENT

    def once(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """What is kept under a key, else what `make()` gives: figures and geometry, computed beside the interface."""
        found = self.cache.get(key, MISSING)  # looked up once: another thread may drop it at any time
        if found is MISSING:
            found = self.cache[key] = in_thread(lambda _: make(), self.task)
        return found

    def townships_of(self, scope: Scope) -> gpd.GeoDataFrame:
        """Townships of the county, of a township district, or the one township."""
        if scope.whole:
            return self.townships
        found = self.cache.get(("townships", "", scope))
        if found is None:
            column = "code" if scope.kind == "township" else "district"
            found = self.cache["townships", "", scope] = self.townships[self.townships[column] == scope.code]
        return found

    @property
    def county_key(self) -> str:
        """What tells this county from others."""
        return self.county.county_code or self.county.county_name

    def villages_of(self, scope: Scope) -> gpd.GeoDataFrame:
        """Villages of the county, of a district's townships, or of a township."""
        if scope.whole:
            return self.villages
        found = self.cache.get(("villages", "", scope))
        if found is None:
            inside = self.villages["township_code"].isin(self.townships_of(scope)["code"])
            found = self.cache["villages", "", scope] = self.villages[inside]
        return found

    def ground(self, scope: Scope) -> gpd.GeoDataFrame:
        """The area of a scope as one feature with its name."""
        import geopandas as gpd

        if scope.whole:
            return self.outline()
        return self.once(
            ("ground", "", scope),
            lambda: gpd.GeoDataFrame(
                {"name": [self.scope_name(scope)]}, geometry=[union(self.townships_of(scope).geometry)], crs=self.crs
            ),
        )

    def scope_name(self, scope: Scope) -> str:
        """The county's, the district's or the township's name."""
        if scope.whole:
            return self.county.county_name
        if scope.kind == "district":
            return district_name(self.county.township_districts, scope.code)
        return str(self.townships["name"][self.townships["code"] == scope.code].iloc[0])

    def district_codes(self) -> list[str]:
        """Codes of the township districts that have townships, in order."""
        return sorted(set(self.townships["district"]) - {""}, key=code_order)

    def dissolved(self, level: str) -> gpd.GeoDataFrame:
        """Districts of a level that have units: code, name, colour, parent, geometry; sorted by code."""
        units = self.townships if level == "township" else self.villages
        return self.once(
            ("dissolved", level), lambda: dissolve(units, self.county.districts(level), self.outlines[level])
        )

    def forget(self, scope: Scope) -> None:
        """Drop what was kept for one district's or township's page."""
        if not scope.whole:
            for key in [key for key in list(self.cache) if scope in key]:
                self.cache.pop(key, None)

    def seat(self) -> Any:
        """Where the county seat lies: its government among the facilities, else the township of highest score."""
        if ("seat",) not in self.cache:
            import shapely

            places = load_catalogue(*catalogue_files("places"), self.own.get("places"))
            kinds = next((item["kinds"] for item in places["places"] if item["id"] == "county_seat"), ())
            facilities = self.layers.get("facility")
            point = () if facilities is None else county_seat_point(facilities, kinds)
            if point:
                self.cache["seat",] = shapely.points(point)
            else:
                code, _ = seat_of_county(self.townships.set_index("code"))
                self.cache["seat",] = shapely.point_on_surface(
                    self.townships_of(Scope("township", code)).geometry.iloc[0]
                )
        return self.cache["seat",]

    def outline(self) -> gpd.GeoDataFrame:
        """The county as one feature."""
        import geopandas as gpd

        return self.once(
            ("outline",),
            lambda: gpd.GeoDataFrame(
                {"name": [self.county.county_name]}, geometry=[union(self.townships.geometry)], crs=self.crs
            ),
        )


def read_atlas_data(
    database: PlanningDatabase,
    plan: str,
    wanted: frozenset[str],
    known: Optional[CountyData] = None,
    against: Optional[Against] = None,
    task: Task = SILENT,
) -> AtlasData:
    """Read one plan and what is `wanted` of the county: names in `LAYERS` and `FIGURES`, "hierarchy", …

    known    the plan's figures where they have been read already
    against  what the review's prints set the plan beside; they are wanted as "review.…"
    """
    county = county_of(database, plan, HIERARCHY in wanted, measured=False) if known is None else known
    crs = map_crs(county.townships)
    layers = {}
    for name, columns in LAYERS.items():
        if name not in wanted or not database.count(name):
            continue
        frame = database.read_layer(name, columns)
        frame["number"] = range(1, len(frame) + 1)  # as registers number them, those without a place counted
        frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
        if not frame.empty:
            layers[name] = frame.to_crs(crs).reset_index(drop=True)
    if CONFLICT in wanted and county.plan_id:
        found = database.result(county.plan_id, CONFLICT)
        if found is not None and len(found.table):
            ledger = found.table[~(found.table.geometry.isna() | found.table.geometry.is_empty)]
            layers[CONFLICT] = ledger.to_crs(crs).reset_index(drop=True)
    own = {name: text for name in OWN for text in [database.read_catalogue(name)] if text is not None}
    note = database.setting(NOTE, "") or ""
    villages, townships = _ready(county.villages, crs), _ready(county.townships, crs)
    around = database.added_layer(NEIGHBOURS, ("name",)) if NEIGHBOURS in wanted else None
    if around is not None:
        around = around[~(around.geometry.isna() | around.geometry.is_empty)]
        if not around.empty and around.crs is not None:
            layers[NEIGHBOURS] = around.to_crs(crs).reset_index(drop=True)
    figures = {name: database.read_table(name) for name in FIGURES if name in wanted and database.count(name)}
    planned = ""
    if "sector_plan" in layers:
        change = database.result(county.plan_id, "land_change") if county.plan_id else None
        computed = "" if change is None else str(change.parameters.get("planned", ""))
        planned = _planned(layers["sector_plan"], (database.setting(PLANNED, "") or "", computed))
    data = AtlasData(county, townships, villages, crs, layers, figures, planned, note=note, own=own)
    parts = [name[len(REVIEW) :] for name in wanted if name.startswith(REVIEW)]
    if parts and county.plan_id:
        from .review.material import Against, read_review

        data.review = read_review(database, str(county.plan_id), against or Against(), parts, task)
    return data


def _planned(plans: gpd.GeoDataFrame, chosen: Sequence[str]) -> str:
    """The sector plan that is the plan of land use: the first `chosen` that there is (by the county's setting, by the
    saved change of land use), else by its name, else the widest."""
    areas = plans.geometry.area.groupby(plans["plan"].fillna("")).sum()
    for name in chosen:
        if name and name in areas.index:
            return name
    for word in PLANNED_NAMES:
        named = [name for name in areas.index if word.lower() in name.lower()]
        if named:
            return str(areas[named].idxmax())
    return str(areas.idxmax())


def county_of(database: PlanningDatabase, plan: str, hierarchy: bool = True, measured: bool = True) -> CountyData:
    """The plan (see `read_county`); before there is any, what the county itself has to show."""
    from ..database import read_county

    if plan.strip() or database.setting("current_plan"):
        return read_county(database, plan, hierarchy=hierarchy, measured=measured)
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


def union(shapes: Sequence[Any]) -> Any:
    """The union of units, to draw: raw edges that do not meet leave neither slits nor small holes in a district."""
    import shapely

    members = mended(np.asarray(shapes, dtype=object))
    whole = members[0] if len(members) == 1 else _joined(members)
    parts = shapely.get_parts(shapely.get_parts(whole))  # a collection may hold multi geometries
    parts = parts[shapely.get_type_id(parts) == 3]
    if len(parts) > 1 or shapely.get_num_interior_rings(parts).sum() > 0:
        closed = shapely.buffer(whole, SLIT / 2, join_style="mitre")
        parts = shapely.get_parts(shapely.buffer(closed, -SLIT / 2, join_style="mitre"))
    filled = []
    for part in parts:
        holes = [hole for hole in part.interiors if shapely.polygons(hole).area > HOLE]
        filled.append(shapely.polygons(part.exterior, holes or None))
    return shapely.multipolygons(filled)


def mended(shapes: Any) -> Any:
    """Shapes with the invalid ones made valid; to look costs far less than to mend."""
    import shapely

    whole = shapes.copy()
    broken = ~shapely.is_valid(whole)
    whole[broken] = shapely.make_valid(whole[broken])
    return whole


def _joined(members: Any) -> Any:
    """The union of valid shapes; by dropping the edges they share where they meet exactly, which is many times faster.

    Where they overlap or their corners do not match, what that leaves is invalid or of another area.
    """
    import shapely

    if (shapely.get_dimensions(members) == 2).all() and (shapely.get_type_id(members) != 7).all():
        try:
            whole = shapely.coverage_union_all(members)
        except shapely.errors.GEOSException:  # they do not meet exactly
            return shapely.union_all(members)
        if shapely.is_valid(whole) and np.isclose(whole.area, shapely.area(members).sum(), rtol=1e-9, atol=0.0):
            return whole
    return shapely.union_all(members)


def dissolve(units: gpd.GeoDataFrame, districts: pd.DataFrame, outlines: Optional[Outlines] = None) -> gpd.GeoDataFrame:
    """The districts that the units are in: code, name, colour, parent, geometry; in the order of their codes.

    outlines  of groups of units that are known already; those made are added
    """
    import geopandas as gpd

    outlines = {} if outlines is None else outlines
    codes, shapes = units["code"].to_numpy(object), units.geometry.to_numpy()
    rows = []
    for code, place in units["district"].groupby(units["district"]).indices.items():
        if not code:
            continue
        members = frozenset(codes[place])
        if members not in outlines:
            outlines[members] = union(shapes[place])
        known = districts.loc[code] if code in districts.index else {}
        rows.append(
            {
                "code": code,
                "name": district_name(districts, str(code)),
                "colour": _text(known.get("colour")) or "#cccccc",
                "parent": _text(known.get("parent")),
                "geometry": outlines[members],
            }
        )
    columns = ["code", "name", "colour", "parent", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=units.crs)
    order = sorted(frame.index, key=lambda i: code_order(frame.at[i, "code"]))
    return frame.loc[order].reset_index(drop=True)


def district_name(districts: pd.DataFrame, code: str) -> str:
    """The district's name, or its code where it has none."""
    return (_text(districts.at[code, "name"]) if code in districts.index else "") or code


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def code_order(code: str) -> tuple[tuple[int, str], ...]:
    """Sort key by which district 10 follows 9, and 2-10 follows 2-09."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in str(code).split("-"))


def cut_to(frame: gpd.GeoDataFrame, shape: Any) -> gpd.GeoDataFrame:
    """What of a layer lies in a polygon. Only features across its edge are cut, and only into their own kind."""
    import geopandas as gpd
    import pandas as pd
    import shapely

    shapely.prepare(shape)
    near = np.sort(frame.sindex.query(shape))  # by their boxes
    whole = frame.geometry.to_numpy()
    near = near[shapely.intersects(shape, whole[near])]
    shapes = whole[near].copy()
    # Those that reach out of the box are first cut to it, which is quick: some are as large as the county.
    west, south, east, north = shapely.bounds(shape)
    boxes = shapely.bounds(shapes)
    out = (boxes[:, 0] < west) | (boxes[:, 1] < south) | (boxes[:, 2] > east) | (boxes[:, 3] > north)
    shapes[out] = shapely.clip_by_rect(mended(shapes[out]), west, south, east, north)
    # well inside, which a prepared shape tells at once; what only reaches the edge from within is cut, too, to itself
    across = out.copy()
    across[~out] = ~shapely.contains_properly(shape, shapes[~out])
    across &= ~shapely.is_empty(shapes)
    shapes[across] = _same_kind(_cut(mended(shapes[across]), shape), whole[near])
    left = ~shapely.is_empty(shapes)
    hit = pd.DataFrame(frame.drop(columns=frame.geometry.name)).iloc[near[left]].reset_index(drop=True)
    return gpd.GeoDataFrame(hit, geometry=shapes[left], crs=frame.crs)


def _cut(shapes: Any, shape: Any) -> Any:
    """Intersections of valid shapes with a polygon, each with no more of it than lies around the shape's own box."""
    import shapely

    reach = (-1.0, -1.0, 1.0, 1.0)  # m, so that no edge of the box is an edge of the result
    bounds = np.add(shapely.bounds(shapes), reach)
    around = np.array([shapely.clip_by_rect(shape, *box) for box in bounds], dtype=object)
    around = np.where(shapely.is_valid(around), around, shape)  # the clip is quick, and may leave touching rings
    return shapely.intersection(shapes, around)


def _same_kind(shapes: Any, like: Any) -> Any:
    """Without the points and lines that remain where a polygon only touches the edge it is cut by."""
    import shapely

    made = np.full(len(shapes), shapely.GeometryCollection(), dtype=object)
    if len(shapes) == 0:
        return made
    wanted = int(shapely.get_dimensions(like).max())
    parts, owner = shapely.get_parts(shapes, return_index=True)
    parts, nested = shapely.get_parts(parts, return_index=True)  # a collection may hold multi geometries
    owner = owner[nested]
    keep = shapely.get_dimensions(parts) == wanted
    whole = {0: shapely.multipoints, 1: shapely.multilinestrings, 2: shapely.multipolygons}[wanted]
    if keep.any():
        whole(parts[keep], indices=owner[keep], out=made)
    return made
