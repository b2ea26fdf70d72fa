"""A county of 6 townships and 36 villages to print: seconds to make, every kind of thing on it once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import box

CRS = "EPSG:4523"
ORIGIN = np.array([35_500_000.0, 3_450_000.0])
CELL = 2_000.0  # m, side of a village
CLASSES = ("0101", "0103", "0301", "0305", "0404", "0702", "1101", "1006", "0201K", "9999")
TOWNSHIPS = ("清溪镇", "石桥镇", "云岭乡", "白沙镇", "龙泉乡", "枫林镇")


def warped(shape: Any) -> Any:
    """Straight cells to winding ones; the same for shared edges, so that nothing gaps."""

    def move(xy: Any) -> Any:
        x, y = xy[:, 0], xy[:, 1]
        moved = np.column_stack([x + 260 * np.sin(y / 700) + 90 * np.sin(x / 310), y + 240 * np.cos(x / 800)])
        return moved + ORIGIN

    return shapely.transform(shapely.segmentize(shape, 100), move)


def cells(columns: int, rows: int, x: float, y: float, side: float) -> list[Any]:
    corners = [(x + i * side, y + j * side) for j in range(rows) for i in range(columns)]
    return [box(left, low, left + side, low + side) for left, low in corners]


def layers(parcels: bool = True, control_lines: bool = True) -> dict[str, gpd.GeoDataFrame]:
    township, village, parcel = [], [], []
    for t, name in enumerate(TOWNSHIPS):
        x, y = (t % 3) * 3 * CELL, (t // 3) * 2 * CELL
        code = f"51072210{t}"
        township.append((code, name, 6000 + 100 * t, 6 * CELL**2, warped(box(x, y, x + 3 * CELL, y + 2 * CELL))))
        for v, cell in enumerate(cells(3, 2, x, y, CELL)):
            kind = "community" if v == 0 else "village"
            label = f"{name[:-1]}{'东西南北中上'[v]}{'社区' if v == 0 else '村'}"
            village.append((f"{code}{200 + v}", label, kind, code, 1000 + 10 * v, CELL**2, warped(cell)))
            for p, piece in enumerate(cells(5, 5, *cell.bounds[:2], CELL / 5)):
                land = CLASSES[(3 * t + v + p * p) % len(CLASSES)]
                parcel.append((f"{code}{v}{p:02d}", land, land, f"{code}{200 + v}", (CELL / 5) ** 2, warped(piece)))
    names = ["code", "name", "kind", "township_code", "population", "area_m2", "geometry"]
    made = {
        "township": pd.DataFrame(township, columns=["code", "name", "population", "area_m2", "geometry"]),
        "village": pd.DataFrame(village, columns=names),
        "road": pd.DataFrame(
            [("1003", "省道", warped(shapely.LineString([(0, 3000), (9 * CELL, 5000)])))],
            columns=["kind", "name", "geometry"],
        ),
    }
    if parcels:
        made["parcel"] = pd.DataFrame(
            parcel, columns=["parcel_id", "class_code", "class_name", "unit_code", "area_m2", "geometry"]
        )
    if control_lines:
        made["control_line"] = pd.DataFrame(
            [
                ("ecological_redline", "红线", warped(box(500, 4500, 6500, 7600))),
                ("permanent_basic_farmland", "农田", warped(box(6700, 600, 11000, 3300))),
                ("urban_development_boundary", "城镇", warped(box(12500, 2500, 15500, 5500))),
            ],
            columns=["kind", "name", "geometry"],
        )
    return {name: gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS) for name, frame in made.items()}


def make_county(
    path: Path,
    planned: bool = True,
    parcels: bool = True,
    control_lines: bool = True,
    more: Optional[Mapping[str, gpd.GeoDataFrame]] = None,
) -> Path:
    """A planning database at `path`; `planned` adds a plan with scores, both levels of districts, and centres.

    more  further layers, in place of those of the same name
    """
    from village_planner.database import create_database, open_database

    frames = {**layers(parcels, control_lines), **(more or {})}
    settings = {"county_code": "510722", "county_name": "云岭县", "date": "2026 年 11 月"}
    create_database(path, CRS, frames, settings=settings)
    with open_database(path) as database:
        if planned:
            plan = database.ensure_plan("方案一")
            townships, villages = frames["township"]["code"], frames["village"]
            scores = pd.DataFrame({"unit_code": townships, "total": [0.61, 0.55, 0.42, 0.81, 0.33, 0.5]})
            scores["rank"] = scores["total"].rank(ascending=False)
            long = scores.melt("unit_code", var_name="part", value_name="value").assign(level="township")
            database.save_result(plan.id, "score", long, {}, level="township")
            database.save_assignment(plan.id, "township", pd.Series(["1", "1", "2", "1", "2", "2"], townships))
            parent = villages["township_code"].map(dict(zip(townships, ["1", "1", "2", "1", "2", "2"])))
            number = villages.groupby("township_code").cumcount() // 3 + 2 * villages["township_code"].str[-1].astype(
                int
            )
            codes = (parent + "-" + (number + 1).map("{:02d}".format)).to_numpy()
            database.save_assignment(plan.id, "village", pd.Series(codes, villages["code"].to_numpy()))
            database.save_centres(
                plan.id,
                "township",
                pd.DataFrame(
                    {
                        "unit_code": townships[[3, 0, 2]].to_numpy(),
                        "role": ["central_town", "sub_central_town", "central_town"],
                        "reason": "",
                    }
                ),
            )
            central = villages["code"][::3].to_numpy()
            database.save_centres(
                plan.id, "village", pd.DataFrame({"unit_code": central, "role": "central_village", "reason": ""})
            )
            if parcels:
                land = frames["parcel"].groupby(["unit_code", "class_code"], as_index=False)["area_m2"].sum()
                land["constraints"] = np.where(np.arange(len(land)) % 3 == 0, "ecological_redline", "")
                database.save_result(plan.id, "land_area", land, {})
    return path
