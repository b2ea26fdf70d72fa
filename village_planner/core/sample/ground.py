"""The bare county: terrain, mesh, units, roads and parcels, before it gets names and figures."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ..messages import message
from ..overlay.ellipsoid import ellipsoid_areas
from ..task import SILENT, Task
from .borders import Arcs, Tracer, draw_arcs
from .landuse import build_towns, classes_of_cells, make_fields
from .layout import lay_out, town_square
from .mesh import RIVER, Mesh, with_blocks
from .noise import stream
from .parcels import LandClass, join_parcels
from .roads import WIDTHS, Roads, lay_roads, plan_roads
from .settlements import TOWNSHIPS, VILLAGES, Settlements, make_settlements
from .terrain import BROOK_WIDTH, CELL, Terrain, make_terrain
from .units import cell_areas, cells_of_county, choose_villages, grow, growth_costs

CRS = "EPSG:4523"
ORIGIN = (35_508_000.0, 3_442_000.0)  # m; eastings carry the number of zone 35
COUNTY_AREA = 2_659_700_000.00  # m² on the CGCS2000 ellipsoid


@dataclass(frozen=True)
class Ground:
    """Everything that has a place. Faces are numbered as in `borders`; units and parcels from 0.

    village, parcel      (faces,) -1 outside the county      township_of_village (462,)
    parcel_class         (parcels,) position in `classes`    parcel_village      (parcels,)
    hamlet_of_parcel     (parcels,) settlement a built parcel belongs to, -1 elsewhere
    village_seat         (462,) hamlet of each village       village_of_hamlet (hamlets,) -1 outside
    scale   from metres round the middle to the map
    """

    terrain: Terrain
    settlements: Settlements
    mesh: Mesh
    arcs: Arcs
    tracer: Tracer
    roads: Roads
    scale: float
    village: NDArray
    township_of_village: NDArray
    village_seat: NDArray
    village_of_hamlet: NDArray
    parcel: NDArray
    face_class: NDArray
    face_area: NDArray
    face_xy: NDArray
    hamlet: NDArray
    parcel_class: NDArray
    parcel_village: NDArray

    def to_map(self, xy: NDArray) -> NDArray:
        """Coordinates in EPSG:4523, to a tenth of a millimetre."""
        return np.round(xy * self.scale + ORIGIN, 4)

    def on_map(self, shapes: NDArray) -> NDArray:
        return shapely.transform(shapes, self.to_map)

    def area_of_villages(self) -> NDArray:
        """(462,) ellipsoid areas, m²."""
        shapes, _ = self.tracer.trace(self.village)
        return ellipsoid_areas(gpd.GeoSeries(self.on_map(shapes), crs=CRS))


def make_ground(parcels: int, seed: int, classes: list[LandClass], task: Task = SILENT) -> Ground:
    task.report(0.0, message("Shaping the terrain …"))
    terrain = make_terrain(seed)
    limit = float(np.sort(terrain.arrival.ravel())[round(COUNTY_AREA / CELL**2)])
    inside = terrain.arrival < limit
    settlements = make_settlements(seed, terrain, inside)
    fields = make_fields(seed, terrain, inside)

    task.report(0.08, message("Planning roads …"))
    exists = _existing(seed, parcels, settlements)
    coarse = _rough_townships(settlements, terrain, limit)
    seats = choose_villages(seed, settlements, coarse, np.bincount(coarse[coarse >= 0], minlength=TOWNSHIPS) ** 0.8)
    exists[seats] = True
    plan = plan_roads(terrain, settlements, inside, settlements.hamlets[seats])

    task.report(0.16, message("Drawing borders …"))
    layout = lay_out(seed, parcels, terrain, fields, settlements, exists, plan, limit)
    mesh = layout.mesh
    areas = cell_areas(mesh)
    in_county = cells_of_county(mesh, terrain, areas, COUNTY_AREA)

    # Townships grow from their seats, villages from theirs within them.
    cost = growth_costs(seed, mesh, terrain)
    candidates = np.flatnonzero(in_county & (mesh.tags != RIVER))
    near = candidates[cKDTree(mesh.points[candidates]).query(settlements.hamlets)[1]]
    township = grow(mesh, cost, np.where(in_county, 0, -1), near[settlements.township_seats])
    of_hamlet = np.where(in_county[near], township[near], -1)
    away = np.hypot(*(mesh.points[near] - settlements.hamlets).T)
    of_hamlet[away > 600] = -1
    of_hamlet[settlements.township_seats] = np.arange(TOWNSHIPS)
    size = np.bincount(township[in_county], areas[in_county], TOWNSHIPS)
    seats = choose_villages(seed, settlements, of_hamlet, size**0.8)
    village = grow(mesh, cost, np.where(in_county, township, -1), near[seats])
    township_of_village = of_hamlet[seats]

    task.report(0.34)
    roads = lay_roads(mesh, in_county, layout.line_class, near[settlements.township_seats[0]], near[seats])
    half_width = np.zeros(len(mesh.edges))
    for kind, width in WIDTHS.items():
        half_width[roads.edge_class == kind] = width / 2
    if parcels < 8000:
        half_width[roads.edge_class == 1] = 0
    tag = mesh.tags[mesh.edges]
    brook = mesh.facing() & (layout.line_class[np.maximum(tag[:, 0] // 2 - 1, 0)] == 0) & (tag[:, 0] >= 2)
    half_width[brook & (roads.edge_class == 0)] = BROOK_WIDTH / 2
    half_width[roads.bridge] = 0
    half_width[~in_county[mesh.edges].all(axis=1)] = 0

    towns = build_towns(seed, mesh.points, settlements, terrain, town_square(parcels))
    mesh = with_blocks(mesh, towns.block)
    code, hamlet = classes_of_cells(
        seed, mesh.points, mesh.tags, in_county, terrain, fields, settlements, exists, towns
    )
    block = np.where(code == "1101", -1, towns.block)
    street = (block[mesh.edges] >= 0).all(axis=1) & (block[mesh.edges[:, 0]] != block[mesh.edges[:, 1]])
    street &= (half_width == 0) & (village[mesh.edges[:, 0]] >= 0) & (parcels >= 8000)
    half_width[street] = 5.0

    task.report(0.40)
    arcs = draw_arcs(mesh, half_width, stream(seed, "arcs"), 3 if parcels <= 15_000 else 2)
    face_village, face_code, face_hamlet, face_xy = _faces(mesh, arcs, village, code, hamlet, roads, street, brook)
    position = {c.code: i for i, c in enumerate(classes)}
    values, inverse = np.unique(face_code, return_inverse=True)
    land = np.array([position.get(v, -1) for v in values])[inverse]
    area = arcs.face_areas()
    task.report(0.5, message("Joining parcels …"))
    parcel, land = join_parcels(
        arcs,
        area,
        face_village,
        land,
        terrain.at(terrain.height, face_xy),
        classes,
        parcels,
        stream(seed, "parcels"),
        task,
    )
    parcel[face_village < 0] = -1
    parcel_from = np.unique(parcel[parcel >= 0], return_inverse=True)[1]
    first = np.unique(parcel, return_index=True)[1][1:]
    parcel[parcel >= 0] = parcel_from

    tracer = Tracer(arcs)
    scale = _scale(tracer, arcs, face_village)
    return Ground(
        terrain,
        settlements,
        mesh,
        arcs,
        tracer,
        roads,
        scale,
        face_village,
        township_of_village,
        seats,
        np.where(of_hamlet >= 0, village[near], -1),
        parcel,
        land,
        area,
        face_xy,
        face_hamlet,
        land[first],
        face_village[first],
    )


def _existing(seed: int, parcels: int, settlements: Settlements) -> NDArray:
    """Hamlets that are built: all of them, or fewer where the parcels would not suffice."""
    share = min(1.0, parcels / 30_000)
    exists = stream(seed, "existing").random(len(settlements.hamlets)) < share
    exists[settlements.township_seats] = True
    return exists


def _rough_townships(settlements: Settlements, terrain: Terrain, limit: float) -> NDArray:
    owner = cKDTree(settlements.hamlets[settlements.township_seats]).query(settlements.hamlets)[1]
    owner[terrain.at(terrain.arrival, settlements.hamlets) > limit] = -1
    owner[settlements.township_seats] = np.arange(TOWNSHIPS)
    return owner


def _faces(
    mesh: Mesh,
    arcs: Arcs,
    village: NDArray,
    code: NDArray,
    hamlet: NDArray,
    roads: Roads,
    street: NDArray,
    brook: NDArray,
) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Village, class, settlement and place of every face: the cells', then the ribbons', then the junctions'."""
    edge = arcs.ribbon_edge
    p, q = mesh.edges[edge].T
    # Between two villages a road belongs to the one with the lower number, all along.
    own = np.where(village[p] <= village[q], p, q)
    kind = roads.edge_class[edge]
    ribbon_code = np.where(kind >= 2, "1003", np.where(kind == 1, "1006", np.where(street[edge], "1004", "1101")))
    in_town = (kind >= 1) & (hamlet[p] >= 0) & (hamlet[p] == hamlet[q]) & np.isin(code[p], TOWN_USES)
    ribbon_code = np.where(in_town, "1004", ribbon_code)
    ribbon_hamlet = np.where(ribbon_code == "1004", hamlet[own], -1)
    ribbon_of = np.full(len(mesh.edges), -1)
    ribbon_of[edge] = np.arange(len(edge))
    sides = ribbon_of[mesh.sides[arcs.triangle]]
    rank = np.where(sides >= 0, kind[sides], -1)
    pick = sides[np.arange(len(sides)), np.argmax(rank, axis=1)]
    parts = (
        (village, village[own], village[own][pick]),
        (code, ribbon_code, ribbon_code[pick]),
        (hamlet, ribbon_hamlet, ribbon_hamlet[pick]),
        (mesh.points, (mesh.points[p] + mesh.points[q]) / 2, mesh.nodes[arcs.triangle]),
    )
    face_village, face_code, face_hamlet, face_xy = (np.concatenate(part) for part in parts)
    return face_village, face_code, face_hamlet, face_xy


TOWN_USES = ("05H1", "0701", "08H1", "08H2", "0810", "0601", "0508", "1005")


def _scale(tracer: Tracer, arcs: Arcs, village: NDArray) -> float:
    """Stretch that gives the county its area on the ellipsoid."""
    outline, _ = tracer.trace(np.where(village >= 0, 0, -1))
    scale = 1.0
    for _ in range(4):
        placed = shapely.transform(outline, lambda xy, s=scale: xy * s + ORIGIN)
        area = ellipsoid_areas(gpd.GeoSeries(placed, crs=CRS)).sum()
        scale *= float(np.sqrt(COUNTY_AREA / area))
    return scale


__all__ = ["CRS", "VILLAGES", "Ground", "make_ground"]
