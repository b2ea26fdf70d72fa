"""Points and lines: hazard points on slopes, facilities in settlements, roads, project footprints."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .ground import CRS, Ground
from .noise import stream
from .roads import NAMES, WIDTHS
from .settlements import TOWNSHIPS, VILLAGES

HAZARDS = 186
PROJECTS = 20


def hazard_points(ground: Ground, seed: int) -> gpd.GeoDataFrame:
    """Layer DZZHD: landslides, falls, debris flows on slopes above homes."""
    rng = stream(seed, "hazards")
    cells = ground.arcs.cells
    xy = ground.face_xy[:cells]
    slope = ground.terrain.at(ground.terrain.slope, xy)
    chance = np.where(
        ground.village[:cells] >= 0,
        np.exp((np.clip(slope, 4, 26) - 20) / 5) * np.sqrt(np.maximum(ground.face_area[:cells], 0)),
        0,
    )
    chance[ground.hamlet[:cells] >= 0] *= 3
    chosen = np.sort(rng.choice(cells, HAZARDS, replace=False, p=chance / chance.sum()))
    kinds = np.array(["滑坡", "崩塌", "泥石流", "不稳定斜坡"])[rng.choice(4, HAZARDS, p=[0.56, 0.2, 0.09, 0.15])]
    return gpd.GeoDataFrame(
        {
            "ZHBH": [f"DZ{i:04d}" for i in range(1, HAZARDS + 1)],
            "ZHLX": kinds,
            "ZHMC": [f"{i}号{kind}" for i, kind in enumerate(kinds, 1)],
            "GMDJ": rng.choice(["小型", "中型", "大型"], HAZARDS, p=[0.82, 0.15, 0.03]),
            "WXRS": np.round(rng.lognormal(2.6, 0.9, HAZARDS)).astype(int),
        },
        geometry=gpd.points_from_xy(*ground.to_map(xy[chosen]).T),
        crs=CRS,
    )


def facility_points(
    ground: Ground, townships: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, seed: int
) -> gpd.GeoDataFrame:
    """Layer GGFWSS: every village has its committee and clinic; schools, markets and homes where people are many."""
    rng = stream(seed, "facilities")
    cells = ground.arcs.cells
    people = villages["population"].to_numpy()
    rows: list[tuple[str, str, int, int]] = []
    lived = np.flatnonzero((ground.hamlet[:cells] >= 0) & (ground.village[:cells] >= 0))
    by_village = [lived[ground.village[lived] == v] for v in range(VILLAGES)]
    names, towns = villages["name"].to_numpy(), townships["name"].to_numpy()
    luck = rng.random((VILLAGES, 9))

    def add(kind: str, name: str, village: int) -> None:
        seat = ground.settlements.hamlets[ground.village_seat[village]]
        homes = by_village[village]
        if len(homes) == 0:
            homes = np.flatnonzero(ground.village[:cells] == village)
        away = np.hypot(*(ground.face_xy[homes] - seat).T)
        rows.append((kind, name, village, int(rng.choice(homes[np.argsort(away, kind="stable")[:12]]))))

    for v in range(VILLAGES):
        short = names[v]
        community = villages["kind"].iat[v] == "community"
        add("居委会" if community else "村委会", short + ("居委会" if community else "村委会"), v)
        add("卫生室", f"{short}卫生室", v)
        for i, (kind, need, chance) in enumerate(
            (
                ("幼儿园", 2200, 0.12),
                ("小学", 3000, 0.12),
                ("文化活动室", 900, 0.45),
                ("农贸市场", 5200, 0.04),
                ("快递网点", 1500, 0.5),
                ("日间照料中心", 2600, 0.12),
                ("健身场地", 1200, 0.5),
                ("公交站", 1500, 0.45),
            )
        ):
            if people[v] > need or luck[v, i] < chance:
                add(kind, f"{short}{kind}", v)
    for k in range(TOWNSHIPS):
        v = int(np.argmax(ground.township_of_village == k))
        for kind in (
            "乡镇政府",
            "卫生院",
            "中心小学",
            "初级中学",
            "敬老院",
            "农贸市场",
            "派出所",
            "客运站",
            "文化站",
            "邮政所",
        ):
            add(kind, towns[k] + ("人民政府" if kind == "乡镇政府" else kind), v)
        if k == 0:
            for kind in (
                "综合医院",
                "中医医院",
                "高级中学",
                "高级中学",
                "职业中学",
                "汽车客运站",
                "消防站",
                "体育馆",
                "图书馆",
                "福利院",
            ):
                add(kind, f"县{kind}", v)
    cell = np.array([row[3] for row in rows])
    spot = ground.face_xy[cell] + rng.uniform(-4, 4, (len(cell), 2))
    frame = gpd.GeoDataFrame(
        {
            "SSLX": [row[0] for row in rows],
            "SSMC": [row[1] for row in rows],
            "ZLDWDM": villages["code"].to_numpy()[[row[2] for row in rows]] + "0000000",
        },
        geometry=gpd.points_from_xy(*ground.to_map(spot).T),
        crs=CRS,
    )
    return frame


LARGE_TOWNS = 7  # with a hospital; the county seat has its own
STATION = (4200.0, -6100.0)  # m from the county seat, down the valley


def places_of_the_county(
    ground: Ground, townships: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, seed: int
) -> gpd.GeoDataFrame:
    """Further rows of GGFWSS: the county's government, hospitals of the larger towns, the railway station."""
    rng = stream(seed, "places of the county")
    cells = ground.arcs.cells
    at, inside = ground.face_xy[:cells], ground.village[:cells] >= 0
    seats = ground.settlements.hamlets[ground.settlements.township_seats]
    names = townships["name"].to_numpy()
    large = np.argsort(-townships["population"].to_numpy(), kind="stable")[:LARGE_TOWNS]
    wanted = [("县政府", "县人民政府", seats[0], True), ("火车站", "县火车站", seats[0] + np.array(STATION), False)]
    wanted += [("综合医院", f"{names[k]}中心医院", seats[k], True) for k in large.tolist() if k != 0]
    chosen = []
    for _, _, spot, lived in wanted:
        usable = np.flatnonzero(inside & (ground.hamlet[:cells] >= 0) if lived else inside)
        near = usable[np.argsort(np.hypot(*(at[usable] - spot).T), kind="stable")[: 6 if lived else 1]]
        chosen.append(int(rng.choice(near)))
    spots = at[chosen] + rng.uniform(-4, 4, (len(chosen), 2))
    return gpd.GeoDataFrame(
        {
            "SSLX": [row[0] for row in wanted],
            "SSMC": [row[1] for row in wanted],
            "ZLDWDM": villages["code"].to_numpy()[ground.village[chosen]] + "0000000",
        },
        geometry=gpd.points_from_xy(*ground.to_map(spots).T),
        crs=CRS,
    )


def road_lines(ground: Ground) -> gpd.GeoDataFrame:
    """Layer DL: roads from junction to junction."""
    edges = np.flatnonzero(ground.roads.edge_class > 0)
    kind = ground.roads.edge_class[edges]
    middle = ground.mesh.points[ground.mesh.edges[edges]].mean(axis=1)
    a, b = ground.mesh.ends[edges].T
    shape = np.stack([ground.mesh.nodes[a], middle, ground.mesh.nodes[b]], axis=1)
    lines, line_kind = [], []
    for value in np.unique(kind)[::-1]:
        rows = kind == value
        merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(shape[rows])))
        parts = shapely.get_parts(merged)
        lines.append(parts)
        line_kind.append(np.full(len(parts), value))
    kind = np.concatenate(line_kind)
    serial = pd.Series(kind).groupby(kind).cumcount().to_numpy() + 1
    names = {4: "G5{:02d}", 3: "S2{:02d}", 2: "X{:03d}", 1: "Y{:04d}"}
    # One number for the one national road; the others by stretch.
    return gpd.GeoDataFrame(
        {
            "DLLX": [NAMES[k] for k in kind.tolist()],
            "DLMC": [names[k].format(99 if k == 4 else i) for k, i in zip(kind.tolist(), serial.tolist())],
            "XZDWKD": [WIDTHS[k] for k in kind.tolist()],
        },
        geometry=gpd.GeoSeries(ground.on_map(np.concatenate(lines)), crs=CRS),
        crs=CRS,
    )


def project_footprints(
    ground: Ground, townships: gpd.GeoDataFrame, county: shapely.Geometry, seed: int
) -> gpd.GeoDataFrame:
    """Layer XMHX: about twenty sites near towns and roads; some touch control lines."""
    rng = stream(seed, "projects")
    kinds = (
        ("产业园区", "工业", 9.0),
        ("冷链物流中心", "物流", 4.0),
        ("乡镇污水处理厂", "市政", 1.5),
        ("农产品加工基地", "工业", 5.0),
        ("光伏电站", "能源", 14.0),
        ("旅游接待中心", "旅游", 3.0),
        ("高标准养殖场", "农业", 4.5),
        ("安置小区", "居住", 3.5),
        ("中心卫生院扩建", "公共服务", 1.2),
        ("砂石料场", "采矿", 6.0),
    )
    seats = ground.settlements.hamlets[ground.settlements.township_seats]
    radius = ground.settlements.radius[ground.settlements.township_seats]
    rows: list[tuple[str, str, str]] = []
    shapes: list[shapely.Geometry] = []
    names = townships["name"].to_numpy()
    number = 0
    while len(shapes) < PROJECTS:
        what, kind, hectares = kinds[number % len(kinds)]
        number += 1
        k = int(rng.integers(TOWNSHIPS))
        angle, turn = rng.random(2) * 2 * np.pi
        place = seats[k] + radius[k] * rng.uniform(0.9, 3.2) * np.array([np.cos(angle), np.sin(angle)])
        size = np.sqrt(hectares * 1e4 * rng.lognormal(0, 0.3))
        ratio = rng.uniform(1.1, 2.2)
        x, y = size * np.sqrt(ratio) / 2, size / np.sqrt(ratio) / 2
        outline = np.array(
            [[-x, -y], [x * 0.2, -y * 1.1], [x, -y * 0.8], [x * 0.9, y], [-x * 0.3, y * 1.1], [-x, y * 0.7]]
        )
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        shape = shapely.polygons(ground.to_map(outline @ rotation.T + place))
        if county.contains(shape) and not any(shape.intersects(other) for other in shapes):
            shapes.append(shape)
            rows.append((f"XM{len(shapes):03d}", f"{names[k]}{what}", kind))
    return gpd.GeoDataFrame(
        {"XMDM": [r[0] for r in rows], "XMMC": [r[1] for r in rows], "XMLX": [r[2] for r in rows]},
        geometry=gpd.GeoSeries(shapes, crs=CRS),
        crs=CRS,
    )
