"""Heritage: traditional villages, protected monuments, historic buildings, old trees, and the lines round them."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from ..overlay.ellipsoid import ellipsoid_areas
from .administration import serials
from .ground import CRS, Ground
from .names import SampleData
from .noise import stream
from .settlements import far_apart

# kind -> (number, least distance between two in m, what they are called)
KINDS: dict[str, tuple[int, float, tuple[str, ...]]] = {
    "传统村落": (14, 6000.0, ("传统村落",)),
    "文物保护单位": (26, 3500.0, ("摩崖造像", "崖墓", "牌坊", "宗祠", "古塔", "会馆", "红军石刻")),
    "历史建筑": (20, 3000.0, ("老院子", "古民居", "碉楼", "老供销社")),
    "古树名木": (24, 3000.0, ("古柏", "古银杏", "古黄葛树", "古桢楠")),
}  # fmt: skip
LEVELS = {
    "传统村落": (("国家级", "省级"), (0.4, 0.6)),
    "文物保护单位": (("全国重点", "省级", "市级", "县级"), (0.1, 0.25, 0.25, 0.4)),
}
SITES, SITE_WORDS = 5, ("古城遗址", "古寨遗址", "古墓群")  # monuments that are wide sites
REACH = {"传统村落": (220.0, 420.0), "文物保护单位": (40.0, 90.0)}  # m, half the width of what is protected
SITE_REACH = (350.0, 700.0)
CONTROL_BELT = (60.0, 180.0)  # m, of the construction-control zone round a monument
CORNERS = 28


@dataclass(frozen=True)
class Heritage:
    """places  further rows of GGFWSS     LSWHBHX  protected ground     JSKZDD  construction-control zones round it"""

    places: gpd.GeoDataFrame
    LSWHBHX: gpd.GeoDataFrame
    JSKZDD: gpd.GeoDataFrame


def make_heritage(
    ground: Ground, townships: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, data: SampleData, seed: int
) -> Heritage:
    rng = stream(seed, "heritage")
    cells = ground.arcs.cells
    at, village = ground.face_xy[:cells], ground.village[:cells]
    rural = (villages["kind"] != "community").to_numpy()
    names = villages["name"].to_numpy()
    rows: list[tuple[str, str, int, str]] = []
    spots: list[NDArray] = []
    for kind, (number, apart, words) in KINDS.items():
        usable = village >= 0
        if kind != "古树名木":
            usable &= ground.hamlet[:cells] >= 0
        if kind == "传统村落":
            usable &= rural[village]
        order = rng.permutation(np.flatnonzero(usable))
        order = rng.permutation(order[np.unique(village[order], return_index=True)[1]])  # one of a village
        levels, chance = LEVELS.get(kind, (("",), (1.0,)))
        for place, cell in enumerate(order[far_apart(at[order], apart)][:number].tolist()):
            wide = kind == "文物保护单位" and place < SITES
            name = names[village[cell]] + str(rng.choice(SITE_WORDS if wide else words))
            rows.append((kind, name, int(village[cell]), str(rng.choice(levels, p=chance))))
            spots.append(at[cell])
    places = gpd.GeoDataFrame(
        {
            "SSLX": [row[0] for row in rows],
            "SSMC": [row[1] for row in rows],
            "ZLDWDM": villages["code"].to_numpy()[[row[2] for row in rows]] + "0000000",
            "RNL": np.nan,
            "SSJB": [row[3] for row in rows],
        },
        geometry=gpd.points_from_xy(*ground.to_map(np.array(spots)).T),
        crs=CRS,
    )
    county = townships.union_all()
    protected, zones = [], []
    monuments = 0
    for (kind, name, own, level), xy in zip(rows, spots):
        if kind not in REACH:
            continue
        wide = kind == "文物保护单位" and monuments < SITES
        monuments += kind == "文物保护单位"
        core = _round(rng, xy, rng.uniform(*(SITE_REACH if wide else REACH[kind])))
        shape = shapely.intersection(shapely.transform(core, ground.to_map), county)
        protected.append((name, own, level, shape))
        if kind == "文物保护单位":
            belt = shapely.buffer(core, rng.uniform(*CONTROL_BELT), quad_segs=6)
            around = shapely.intersection(shapely.transform(belt, ground.to_map), county)
            zones.append((name, own, level, shapely.difference(around, shape)))
    return Heritage(
        places,
        LSWHBHX=_layer(protected, "3110", "保护范围", townships, villages, data),
        JSKZDD=_layer(zones, "3120", "建设控制地带", townships, villages, data),
    )


def _round(rng: np.random.Generator, middle: NDArray, reach: float) -> shapely.Polygon:
    """A rough round outline: a circle with a few slow waves."""
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    wave = sum(rng.uniform(0, 0.22 / n) * np.sin(n * angle + rng.uniform(0, 2 * np.pi)) for n in (1, 2, 3))
    radius = reach * (1 + wave)
    return shapely.Polygon(middle + radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1))


def _layer(
    rows: list[tuple[str, int, str, shapely.Geometry]],
    serial: str,
    what: str,
    townships: gpd.GeoDataFrame,
    villages: gpd.GeoDataFrame,
    data: SampleData,
) -> gpd.GeoDataFrame:
    shapes = gpd.GeoSeries([row[3] for row in rows], crs=CRS)
    town = townships.iloc[villages["township"].to_numpy()[[row[1] for row in rows]]]
    return gpd.GeoDataFrame(
        {
            "BSM": serials(data.county_code, serial, len(rows)),
            "XZQDM": town["code"].to_numpy(),
            "XZQMC": town["name"].to_numpy(),
            "MC": [f"{row[0]}{what}" for row in rows],
            "BHJB": [row[2] for row in rows],
            "MJ": np.round(ellipsoid_areas(shapes), 2),
        },
        geometry=shapes,
        crs=CRS,
    )
