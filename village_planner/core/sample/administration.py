"""Who the units are: townships and villages with codes, names, kinds, areas and people."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from ..overlay.balance import round_groups_to_totals, round_to_total
from .ground import COUNTY_AREA, CRS, Ground
from .names import SampleData, pick_names
from .noise import stream
from .settlements import TOWNSHIPS, VILLAGES

COMMUNITIES = 79
LARGE_UNIT = 4_000  # people; what a village has above this counts a quarter


def unit_layers(ground: Ground, data: SampleData, seed: int) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Townships and villages in the order of `ground`, with code, name, kind, area_m2 (balanced), population.

    township  also town_name (without 镇/乡)     village  also township (position), township_code, urban_class, kind
              "community" or "village", home_m2 and town_m2 (ground for living), elevation, slope
    """
    rng = stream(seed, "administration")
    village_area = ground.area_of_villages()
    township = ground.township_of_village
    totals = round_to_total(np.bincount(township, village_area, TOWNSHIPS), COUNTY_AREA, 0.01)
    areas = round_groups_to_totals(village_area, township, totals, 0.01)

    code = np.array([c.code for c in data.classes])[ground.face_class]
    inside = ground.village >= 0
    size = np.where(inside, ground.face_area, 0)
    village = np.where(inside, ground.village, 0)
    # Homes by hamlets, not by parcels: so the people do not change with the number of parcels.
    hamlet = np.setdiff1d(np.flatnonzero(ground.village_of_hamlet >= 0), ground.settlements.township_seats)
    home = np.bincount(
        ground.village_of_hamlet[hamlet], 0.85 * np.pi * ground.settlements.radius[hamlet] ** 2, VILLAGES
    )
    town = np.bincount(village, size * np.isin(code, ("0701", "05H1")), VILLAGES)
    people = (home / 132 * rng.lognormal(0, 0.22, VILLAGES) + 160) + town / 58 * rng.lognormal(0, 0.15, VILLAGES)
    # Counties split communities that grow: few keep more people than a village district should have.
    people = np.where(people > LARGE_UNIT, LARGE_UNIT + (people - LARGE_UNIT) / 4, people)
    wanted = float(stream(seed, "people").integers(925_000, 975_000))
    people = round_to_total(people, wanted, 1.0).astype(int)

    seat_of = np.zeros(VILLAGES, dtype=bool)
    seat_of[np.unique(township, return_index=True)[1]] = True  # villages are sorted by township, its seat first
    rank = town / village_area + 1e-6 * people / village_area * 1e4
    rank[seat_of] = np.inf
    community = np.zeros(VILLAGES, dtype=bool)
    community[np.argsort(-rank, kind="stable")[:COMMUNITIES]] = True

    township_people = np.bincount(township, people, TOWNSHIPS)
    is_town = township_people >= np.sort(township_people)[9]
    is_town[0] = True
    order = np.lexsort((rng.random(TOWNSHIPS), ~is_town))
    order = np.concatenate([[0], order[order != 0]])
    township_code = np.empty(TOWNSHIPS, dtype=object)
    numbers = {True: 100, False: 200}
    for k in order.tolist():
        township_code[k] = f"{data.county_code}{numbers[bool(is_town[k])]:03d}"
        numbers[bool(is_town[k])] += 1
    names = pick_names(rng, data.names["township_first"], data.names["township_second"], TOWNSHIPS)

    village_code = np.empty(VILLAGES, dtype=object)
    village_name = np.empty(VILLAGES, dtype=object)
    taken_communities: set[str] = set()
    for k in range(TOWNSHIPS):
        mine = np.flatnonzero(township == k)
        for is_community, start in ((True, 1), (False, 200)):
            own = mine[community[mine] == is_community]
            for i, v in enumerate(own.tolist()):
                village_code[v] = f"{township_code[k]}{start + i:03d}"
            if is_community:
                given = [
                    names[k],
                    *pick_names(
                        rng, data.names["community_first"], data.names["community_second"], len(own), taken_communities
                    ),
                ][: len(own)]
                village_name[own] = [name + "社区" for name in given]
            else:
                given = pick_names(rng, data.names["village_first"], data.names["village_second"], len(own))
                village_name[own] = [name + "村" for name in given]

    mean = np.bincount(village, size, VILLAGES)
    height = ground.terrain.at(ground.terrain.height, ground.face_xy)
    slope = ground.terrain.at(ground.terrain.slope, ground.face_xy)
    in_county_seat = township == 0
    urban = np.where(
        community,
        np.where(in_county_seat, np.where(town / village_area > 0.08, "111", "112"), np.where(seat_of, "121", "122")),
        "220",
    )
    village_shapes, _ = ground.tracer.trace(ground.village)
    label = np.where(ground.village >= 0, township[ground.village], -1)
    township_shapes, _ = ground.tracer.trace(label)
    villages = gpd.GeoDataFrame(
        {
            "code": village_code.astype(str),
            "name": village_name.astype(str),
            "kind": np.where(community, "community", "village"),
            "township": township,
            "township_code": township_code[township].astype(str),
            "urban_class": urban,
            "area_m2": areas,
            "population": people,
            "home_m2": home,
            "town_m2": town,
            "elevation": np.bincount(village, size * height, VILLAGES) / mean,
            "slope": np.bincount(village, size * slope, VILLAGES) / mean,
        },
        geometry=ground.on_map(village_shapes),
        crs=CRS,
    )
    townships = gpd.GeoDataFrame(
        {
            "code": township_code.astype(str),
            "name": [name + ("镇" if town else "乡") for name, town in zip(names, is_town)],
            "area_m2": totals,
            "population": township_people.astype(int),
        },
        geometry=ground.on_map(township_shapes),
        crs=CRS,
    )
    return townships, villages


def raw_townships(townships: gpd.GeoDataFrame, data: SampleData) -> gpd.GeoDataFrame:
    """Layer XZQ."""
    frame = townships.sort_values("code", ignore_index=True)
    return gpd.GeoDataFrame(
        {
            "BSM": serials(data.county_code, "1010", len(frame)),
            "YSDM": "1000600100",
            "XZQDM": frame["code"],
            "XZQMC": frame["name"],
            "DCMJ": frame["area_m2"],
            "JSMJ": frame["area_m2"],
            "MSSM": "00",
            "HDMC": "",
            "BZ": "",
            "CZRK": frame["population"],
        },
        geometry=frame.geometry,
        crs=CRS,
    )


def raw_villages(villages: gpd.GeoDataFrame, data: SampleData) -> gpd.GeoDataFrame:
    """Layer CJDCQ."""
    frame = villages.sort_values("code", ignore_index=True)
    return gpd.GeoDataFrame(
        {
            "BSM": serials(data.county_code, "1020", len(frame)),
            "YSDM": "1000600500",
            "ZLDWDM": frame["code"] + "0000000",
            "ZLDWMC": frame["name"],
            "DCMJ": frame["area_m2"],
            "JSMJ": frame["area_m2"],
            "MSSM": "00",
            "HDMC": "",
            "CZRK": frame["population"],
            "CXFLDM": frame["urban_class"],
        },
        geometry=frame.geometry,
        crs=CRS,
    )


def serials(county: str, layer: str, count: int) -> pd.Series:
    """BSM: 6 digits county, 4 layer, 8 serial."""
    return pd.Series([f"{county}{layer}{i:08d}" for i in range(1, count + 1)], dtype=object)
