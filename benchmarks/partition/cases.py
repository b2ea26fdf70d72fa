"""What is partitioned: sample counties, grids, states. Made once and kept below build/benchmarks/partition/cases.

Both environments read the same files: ours reads the layers as the plugin does, the peers read the arrays that come
of it (`arrays`), so that all have the same neighbours.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    from village_planner.core.partition.problem import Rules, Units

ROOT = Path(__file__).resolve().parent.parent.parent
STAGE = Path(os.environ.get("VP_STAGE", ROOT / "build" / "plugins"))
FOLDER = ROOT / "build" / "benchmarks" / "partition"
SHARED = ROOT.parent / "shared" / "data"
SEEDS = (1, 2, 3, 4, 5)
FEATURES = ("T1", "T2", "T3", "T4", "T5")
WEIGHTS = {
    "A": {"similarity": 1.0, "compactness": 0.0},
    "B": {"similarity": 0.0, "compactness": 1.0},
    "AB": {"similarity": 1.0, "compactness": 1.0},
    "cut": {"boundary": 1.0},
}
GRIDS = {500: (25, 20, 5), 2000: (50, 40, 20), 10000: (100, 100, 100)}
# Published optima: Validi and Buchanan, fewest neighbouring pairs of counties cut (README of the data).
STATES = {
    "ID": (2, 779_873, 787_709, 10),
    "ME": (2, 660_860, 667_501, 16),
    "NM": (3, 682_962, 689_824, 17),
    "WV": (3, 614_577, 620_752, 23),
}
# Random ones of the kind that users will bring: counties, districts, band in per cent of the mean to either side.
LIKE_STATES = {"60-4": (60, 4, 0.5), "82-4": (82, 4, 0.5), "105-7": (105, 7, 0.5)}

if str(STAGE) not in sys.path:
    sys.path.insert(0, str(STAGE))


def frame_of(name: str) -> gpd.GeoDataFrame:
    """county-SEED-township, county-SEED-village, grid-UNITS, state-XX, like-N-K: units with code and population."""
    kind, _, rest = name.partition("-")
    if kind == "state":
        return gpd.read_file(SHARED / "us_counties.gpkg", layer=f"county_{rest}")
    file = FOLDER / "cases" / f"{name}.gpkg"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        if kind == "county":
            seed = int(rest.split("-")[0])
            for level, frame in make_county(seed).items():
                _write(frame, FOLDER / "cases" / f"county-{seed}-{level}.gpkg")
        else:
            _write(make_grid(int(rest)) if kind == "grid" else make_state(*LIKE_STATES[rest][:2]), file)
    return gpd.read_file(file)


def _write(frame: gpd.GeoDataFrame, file: Path) -> None:
    beside = file.with_name(f"{os.getpid()}-{file.name}")  # whole or not at all, also when two processes make it
    frame.to_file(beside)
    beside.replace(file)


def make_county(seed: int) -> dict[str, gpd.GeoDataFrame]:
    """33 townships and 462 villages; the villages' `parent` is the proven plan of the townships (±15 %, A + B)."""
    from village_planner.core.partition.solve import solve
    from village_planner.core.sample.county import make_sample_county
    from village_planner.core.sample.names import read_sample_data

    county = make_sample_county(8000, seed, read_sample_data(STAGE / "village_planner" / "resources" / "sample"))
    wide = county.TJZB.pivot_table(index="DWDM", columns="ZBDM", values="ZBZ")[list(FEATURES)]

    def level(raw: gpd.GeoDataFrame, code: NDArray) -> gpd.GeoDataFrame:
        columns = {"code": code, "population": raw.CZRK.to_numpy(float)}
        return gpd.GeoDataFrame(columns, geometry=raw.geometry.values, crs=raw.crs).join(wide, on="code")

    townships = level(county.XZQ, county.XZQ.XZQDM.to_numpy())
    villages = level(county.CJDCQ, county.CJDCQ.ZLDWDM.str[:12].to_numpy())
    units, rules = _read(townships, districts=5, tolerance=15, similarity=FEATURES, weights=WEIGHTS["AB"])
    solution = solve(units, rules)
    if not solution.proven:
        raise RuntimeError("the townships' plan is not proven: the villages' case would not be reproducible")
    townships["parent"] = solution.assigned
    villages["parent"] = villages["code"].str[:9].map(dict(zip(townships["code"], solution.assigned)))
    return {"township": townships, "village": villages}


def make_grid(units: int) -> gpd.GeoDataFrame:
    """Squares with five attributes that change smoothly, with noise, and lognormal population."""
    width, height, _ = GRIDS[units]
    rng = np.random.default_rng(units)
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(width), np.arange(height)))
    x0, y0 = 35_500_000.0 + 1000.0 * x, 3_400_000.0 + 1000.0 * y
    columns = {"code": [f"{i:05d}" for i in range(units)], "population": np.round(rng.lognormal(6.5, 0.5, units))}
    for name in FEATURES:
        waves = rng.uniform(0.1, 0.5, (3, 2)) * np.sqrt(500 / units) * 2
        phase = rng.uniform(0, 2 * np.pi, 3)
        columns[name] = np.sin(np.outer(x, waves[:, 0]) + np.outer(y, waves[:, 1]) + phase).sum(axis=1)
        columns[name] += rng.normal(0, 0.5, units)
    return gpd.GeoDataFrame(columns, geometry=shapely.box(x0, y0, x0 + 1000, y0 + 1000), crs="EPSG:4523")


def make_state(counties: int, districts: int) -> gpd.GeoDataFrame:
    """Voronoi cells with populations as uneven as those of US counties; none above a third of a district's mean."""
    from scipy.spatial import Voronoi

    rng = np.random.default_rng([counties, districts])
    size = 400_000.0
    points = rng.uniform(0, size, (counties, 2))
    for _ in range(3):  # evened out
        points = np.array([shapely.centroid(cell).coords[0] for cell in _cells(Voronoi, points, size)])
    share = rng.lognormal(0, 1.0, counties)
    limit = share.sum() / districts / 3
    population = np.round(np.minimum(share, limit) / share.mean() * 30_000)
    columns = {"code": [f"{i:03d}" for i in range(counties)], "population": population}
    moved = shapely.transform(
        np.array(_cells(Voronoi, points, size), dtype=object), lambda c: c + np.array([3e5, 1.5e6])
    )
    return gpd.GeoDataFrame(columns, geometry=moved, crs="EPSG:5070")


def _cells(voronoi: Any, points: NDArray, size: float) -> list[shapely.Polygon]:
    """Voronoi cells in a square: with the points' mirror images, its sides are borders of cells."""
    images = [points * [1, 1]]
    for axis in (0, 1):
        for side in (0.0, size):
            image = points.copy()
            image[:, axis] = 2 * side - image[:, axis]
            images.append(image)
    diagram = voronoi(np.concatenate(images))
    regions = [diagram.regions[diagram.point_region[i]] for i in range(len(points))]
    return [shapely.Polygon(np.round(diagram.vertices[region], 3)) for region in regions]


# ---- as the plugin reads it
def _read(frame: gpd.GeoDataFrame, **rules: Any) -> tuple[Units, Rules]:
    from village_planner.core.partition.problem import Rules, read_units

    asked = Rules(code="code", population="population", **rules)
    return read_units(frame, asked), asked


def problem(name: str, objective: str, tolerance: float | None = None, **more: Any) -> tuple[Units, Rules]:
    """Units and rules of a case. objective: one of WEIGHTS; tolerance in per cent; more: further fields of Rules."""
    kind, _, rest = name.partition("-")
    frame = frame_of(name)
    asked: dict[str, Any] = {"weights": WEIGHTS[objective], "tolerance": tolerance}
    if kind in ("county", "grid"):
        asked["similarity"] = FEATURES
        asked["districts"] = GRIDS[int(rest)][2] if kind == "grid" else 99 if rest.endswith("village") else 5
        if rest.endswith("village"):
            asked["parent"] = "parent"
    elif kind == "state":
        asked["districts"], asked["population_min"], asked["population_max"], _ = STATES[rest]
    else:
        _, asked["districts"], asked["tolerance"] = LIKE_STATES[rest]
    return _read(frame, **{**asked, **more})


def arrays(name: str) -> dict[str, NDArray]:
    """The case as plain arrays, for the peers and for the ruler.

    population (n,)  xy (n, 2) centroids, m  features (n, p) standardised  pairs (m, 2)  parent (n,) 0..
    shares (parents,) districts of each parent by largest remainder  code (n,)
    """
    file = FOLDER / "cases" / f"{name}.npz"
    if not file.exists():
        from village_planner.core.partition.share import share_districts

        units, rules = problem(name, "A" if not name.startswith(("state", "like")) else "cut")
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{os.getpid()}-{file.name}")
        np.savez(
            beside,
            code=units.codes.astype(str),
            population=units.population,
            xy=units.centroid,
            features=units.features,
            pairs=units.contiguity.pairs,
            parent=units.parent,
            shares=share_districts(units, rules),
        )
        beside.replace(file)
    with np.load(file) as stored:
        return dict(stored)
