"""Two rival sector plans, and an older plan of districts to compare with."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .controls import ControlLines
from .ground import CRS, Ground
from .names import SampleData
from .noise import smooth_noise, stream
from .settlements import TOWNSHIPS, VILLAGES
from .terrain import grid_shape
from .zones import patches, spread_to_ribbons, tidy

PLAN_NAMES = {
    "01": "耕地",
    "02": "园地",
    "03": "林地",
    "04": "草地",
    "05": "湿地",
    "06": "农业设施建设用地",
    "07": "居住用地",
    "0703": "农村宅基地",
    "08": "公共管理与公共服务用地",
    "09": "商业服务业用地",
    "10": "工矿用地",
    "11": "仓储用地",
    "12": "交通运输用地",
    "13": "公用设施用地",
    "14": "绿地与开敞空间用地",
    "15": "特殊用地",
    "17": "陆地水域",
    "23": "其他土地",
}
SMALLEST = 15_000.0  # m²; plans are drawn more coarsely than the survey
OLDER_DISTRICTS = 5
OLDER_VILLAGE_DISTRICTS = 90


def sector_plans(
    ground: Ground, controls: ControlLines, data: SampleData, seed: int
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Layers TDLYGH (land-use plan) and CXGH (urban–rural plan).

    Both start from present use. The land-use plan keeps fields and turns some slopes back into forest; the
    urban–rural plan lets towns and large hamlets grow beyond what the land-use plan allows.
    """
    rng = stream(seed, "sector plans")
    arcs = ground.arcs
    inside = ground.village >= 0
    ribbons = np.arange(arcs.faces) >= arcs.cells
    by_class = np.array([data.plan_codes[c.code] for c in data.classes])
    present = by_class[ground.face_class]
    present = np.where(np.isin(present, ("06", "23")), "01", present)
    present = np.where(ribbons & (present != "17"), spread_to_ribbons(arcs, present, ribbons), present)
    slope = ground.terrain.at(ground.terrain.slope, ground.face_xy)
    wave = ground.terrain.at(smooth_noise(rng, grid_shape(), 9, 3), ground.face_xy)
    other = ground.terrain.at(smooth_noise(rng, grid_shape(), 6, 3), ground.face_xy)

    land = present.copy()
    land[(land == "01") & (slope > 17) & (wave > 0.2)] = "03"
    land[(land == "0703") & (wave < -1.2) & (controls.urban < 0)] = "01"  # hamlets to be reclaimed
    urban = present.copy()
    settlements = ground.settlements
    growing = ground.face_xy
    for k, seat in enumerate(settlements.township_seats):
        away = np.hypot(*(growing - settlements.hamlets[seat]).T)
        belt = (away < settlements.radius[seat] * (1.30 + 0.25 * wave)) & np.isin(present, ("01", "02", "03", "04"))
        urban[belt] = np.where(other[belt] > 0.6, "10", np.where(other[belt] < -1.0, "14", "07"))
        allowed = (away < settlements.radius[seat] * (1.12 + 0.18 * other)) & np.isin(present, ("01", "02", "04"))
        land[allowed & (k % 3 != 1)] = "07"
    urban[(present == "01") & (controls.redline < 0) & (other > 2.1)] = "0703"  # new villages
    urban[(present == "01") & (wave > 2.2)] = "09"  # leisure farms
    frames = []
    for plan in (land, urban):
        codes, kind = np.unique(plan, return_inverse=True)
        township = np.where(inside, ground.township_of_village[ground.village], -1)
        kind = tidy(arcs, township, kind, ground.face_area, SMALLEST)
        label = patches(arcs, inside, township * len(codes) + kind)
        shapes, order = ground.tracer.trace(label)
        first = np.unique(label, return_index=True)[1][1:]
        code = codes[kind[first]][order]
        frames.append(
            gpd.GeoDataFrame(
                {"GHFLDM": code, "GHFLMC": [PLAN_NAMES[c] for c in code]},
                geometry=gpd.GeoSeries(ground.on_map(shapes), crs=CRS),
                crs=CRS,
            )
        )
    return frames[0], frames[1]


def neighbours(ground: Ground, owner: NDArray, count: int) -> NDArray:
    """(count, count) bool: units that share more than 1 m of border."""
    a, b = owner[ground.arcs.left], owner[ground.arcs.right]
    take = (a != b) & (a >= 0) & (b >= 0)
    shared = np.zeros((count, count))
    np.add.at(shared, (a[take], b[take]), ground.arcs.lengths()[take])
    return (shared + shared.T) > 1.0


def older_plan(ground: Ground, townships: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, seed: int) -> pd.DataFrame:
    """Table YPQ: connected districts of townships, and of villages within them."""
    rng = stream(seed, "older plan")
    of_village = ground.township_of_village
    township = np.where(ground.village >= 0, of_village[ground.village], -1)
    people = villages["population"].to_numpy(dtype=float)
    district = _spread(
        neighbours(ground, township, TOWNSHIPS),
        townships["population"].to_numpy(dtype=float),
        _middle(townships),
        OLDER_DISTRICTS,
        rng,
    )
    near = neighbours(ground, ground.village, VILLAGES)
    middle = _middle(villages)
    weight = np.bincount(district, townships["population"], OLDER_DISTRICTS)
    share = np.floor(weight / weight.sum() * OLDER_VILLAGE_DISTRICTS).astype(int)
    share[np.argsort(-weight, kind="stable")[: OLDER_VILLAGE_DISTRICTS - share.sum()]] += 1
    rows = [(code, str(d + 1)) for code, d in zip(townships["code"], district)]
    for d in range(OLDER_DISTRICTS):
        mine = np.flatnonzero(district[of_village] == d)
        group = _spread(near[np.ix_(mine, mine)], people[mine], middle[mine], int(share[d]), rng)
        rows += [(villages["code"].iat[v], f"{d + 1}-{g + 1:02d}") for v, g in zip(mine.tolist(), group.tolist())]
    return pd.DataFrame(sorted(rows), columns=["DWDM", "PQDM"])


def _middle(frame: gpd.GeoDataFrame) -> NDArray:
    centre = frame.geometry.centroid
    return np.stack([centre.x, centre.y], axis=1)


def _spread(near: NDArray, people: NDArray, xy: NDArray, count: int, rng: np.random.Generator) -> NDArray:
    """Connected groups grown from far-apart units; the group with the fewest people takes its next neighbour."""
    seeds = [int(rng.integers(len(people)))]
    away = np.hypot(*(xy - xy[seeds[0]]).T)
    while len(seeds) < count:
        seeds.append(int(np.argmax(away)))
        away = np.minimum(away, np.hypot(*(xy - xy[seeds[-1]]).T))
    group = np.full(len(people), -1)
    group[seeds] = np.arange(count)
    total = people[seeds].copy()
    open_groups = np.ones(count, dtype=bool)
    while open_groups.any():
        g = int(np.argmin(np.where(open_groups, total, np.inf)))
        free = np.flatnonzero((group < 0) & near[group == g].any(axis=0))
        if len(free) == 0:
            open_groups[g] = False
            continue
        nearest = free[int(np.argmin(np.hypot(*(xy[free] - xy[seeds[g]]).T)))]
        group[nearest] = g
        total[g] += people[nearest]
    return group
