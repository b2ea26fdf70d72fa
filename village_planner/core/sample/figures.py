"""Figures of townships and villages that fit the ground: the 25 indicators, features, and daily trips."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from .controls import ControlLines
from .ground import Ground
from .landsurvey import CULTIVATED
from .names import SampleData
from .noise import stream
from .roads import COUNTY, NATIONAL, PROVINCIAL, RURAL
from .settlements import TOWNSHIPS, VILLAGES

YEAR = 2023
SPEED = {NATIONAL: 55.0, PROVINCIAL: 48.0, COUNTY: 36.0, RURAL: 22.0}  # km/h
FOREST = ("0301", "0302", "0305", "0307")


def travel_minutes(ground: Ground, sources: NDArray) -> NDArray:
    """(sources, 462) minutes by road from cells to the villages' seats."""
    mesh, kind = ground.mesh, ground.roads.edge_class
    on = np.flatnonzero(kind > 0)
    speed = np.array([0.0, *[SPEED[k] for k in (RURAL, COUNTY, PROVINCIAL, NATIONAL)]])[kind[on]]
    a, b = mesh.ends[on].T
    length = np.hypot(*(mesh.nodes[a] - mesh.nodes[b]).T) + 0.1
    graph = csr_matrix((length / speed * 0.06, (a, b)), shape=(len(mesh.nodes), len(mesh.nodes)))
    nodes = np.unique(np.concatenate([a, b]))
    from scipy.spatial import cKDTree

    tree = cKDTree(mesh.nodes[nodes])
    start = nodes[tree.query(sources)[1]]
    seats = ground.settlements.hamlets[ground.village_seat]
    away, at = tree.query(seats)
    minutes = dijkstra(graph, directed=False, indices=start)[:, nodes[at]]
    return minutes + away / 1000 / 12 * 60


def _share(group: NDArray, part: NDArray, whole: NDArray, count: int) -> NDArray:
    return 100 * np.bincount(group, part, count) / np.bincount(group, whole, count)


def figures(
    ground: Ground,
    townships: gpd.GeoDataFrame,
    villages: gpd.GeoDataFrame,
    hazards: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    controls: ControlLines,
    data: SampleData,
    seed: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Wide tables: townships x A1 … C8, T1 … T5 and villages x V1 … V6, T1 … T5, indexed by code."""
    rng = stream(seed, "figures")
    inside = ground.village >= 0
    face_village = ground.village[inside]
    area = ground.face_area[inside]
    code = np.array([c.code for c in data.classes])[ground.face_class][inside]
    slope = ground.terrain.at(ground.terrain.slope, ground.face_xy)[inside]
    of_village = ground.township_of_village
    seats = ground.settlements.hamlets[ground.settlements.township_seats]
    to_seat = travel_minutes(ground, seats)
    minutes = to_seat[of_village, np.arange(VILLAGES)]
    first = np.unique(of_village, return_index=True)[1]
    to_county = to_seat[0][first]
    # The railway station lies down the valley from the county seat.
    to_station = travel_minutes(ground, seats[[0]] + np.array([[4200.0, -6100.0]]))[0][first]
    people_v = villages["population"].to_numpy(dtype=float)
    people = townships["population"].to_numpy(dtype=float)
    km2_v, km2 = villages["area_m2"].to_numpy() / 1e6, townships["area_m2"].to_numpy() / 1e6

    def feature(part: NDArray) -> NDArray:
        return 100 * np.bincount(face_village, area * part, VILLAGES) / np.bincount(face_village, area, VILLAGES)

    t3, t4 = feature(np.isin(code, CULTIVATED)), feature(np.isin(code, FOREST))
    industry_v = feature(np.isin(code, ("0601", "0508", "05H1", "0602"))) * 6 + 8 * np.exp(-to_seat[0] / 35)
    industry_v = industry_v * rng.lognormal(0, 0.25, VILLAGES) + 1
    flow_v = (
        4.5
        - 0.17 * to_seat[0]
        - 0.22 * minutes
        + 2.0 * np.log(people_v / people_v.mean())
        + rng.normal(0, 2.2, VILLAGES)
    )
    flow_v = 0.8 * flow_v.clip(-32, 15)
    income = np.exp(
        2.6
        + 0.45 * np.log(people_v / 2000)
        + 0.03 * industry_v.clip(0, 40)
        - 0.012 * to_seat[0]
        + rng.normal(0, 0.45, VILLAGES)
    )
    count = facilities.groupby("ZLDWDM").size().reindex(villages["code"] + "0000000", fill_value=0).to_numpy()
    buildable = np.isin(code, ("0103", "0404", "1201", "0204")) & (slope < 12)
    buildable &= (controls.redline < 0)[inside] & (controls.farmland < 0)[inside]
    v6 = np.bincount(face_village, area * buildable, VILLAGES) / 1e4
    away = np.hypot(*(ground.settlements.hamlets[ground.village_seat] - seats[of_village]).T) / 1000
    village_table = pd.DataFrame(
        {
            "V1": people_v,
            "V2": np.round(flow_v, 2),
            "V3": np.round(income, 1),
            "V4": np.round(away, 2),
            "V5": count.astype(float),
            "V6": np.round(v6, 2),
            "T1": np.round(villages["elevation"], 1).to_numpy(),
            "T2": np.round(villages["slope"], 2).to_numpy(),
            "T3": np.round(t3, 2),
            "T4": np.round(t4, 2),
            "T5": np.round(industry_v, 2),
        },
        index=pd.Index(villages["code"], name="code"),
    )

    def mean(value: NDArray, weight: NDArray) -> NDArray:
        return np.bincount(of_village, value * weight, TOWNSHIPS) / np.bincount(of_village, weight, TOWNSHIPS)

    def percent(value: NDArray, spread: float, low: float = 0.0, high: float = 100.0) -> NDArray:
        return np.round(np.clip(value + rng.normal(0, spread, TOWNSHIPS), low, high), 1)

    town_people = np.bincount(of_village, people_v * (villages["kind"].to_numpy() == "community"), TOWNSHIPS)
    urban = np.round(np.clip(100 * 0.86 * town_people / people + rng.normal(0, 1.5, TOWNSHIPS), 4, 96), 2)
    industry = mean(industry_v, people_v)
    gdp = people * np.exp(
        1.15 + 0.016 * urban + 0.010 * industry.clip(0, 60) - 0.004 * to_county + rng.normal(0, 0.12, TOWNSHIPS)
    )
    roads = _road_km(ground)
    near = 1 / (1 + to_county / 40)
    hazard_count = _count_in(hazards, townships)
    slope_t = mean(villages["slope"].to_numpy(), villages["area_m2"].to_numpy())
    paved = mean((minutes < 28).astype(float) * 100, np.ones(VILLAGES))
    hospital = mean(
        (np.minimum(to_seat[0], _to_larger_towns(to_seat, people)) < 30).astype(float) * 100, np.ones(VILLAGES)
    )
    parcel_counts = {kind: _per_township(facilities, villages, kind) for kind in ("快递网点", "幼儿园", "小学")}
    villages_per = np.bincount(of_village, minlength=TOWNSHIPS)
    township_table = pd.DataFrame(
        {
            "A1": np.round(gdp, 0),
            "A2": np.round(gdp * np.clip(0.24 + 0.004 * industry + rng.normal(0, 0.04, TOWNSHIPS), 0.1, 0.6), 0),
            "A3": np.round(
                np.exp(0.5 + 0.045 * industry.clip(0, 60) + 0.5 * np.log(people / 20_000)) + rng.poisson(1, TOWNSHIPS)
            ),
            "A4": np.round(mean(income, np.ones(VILLAGES)), 1),
            "A5": people,
            "A6": np.round(mean(flow_v, people_v), 2),
            "A7": urban,
            "A8": percent(30 + 0.6 * mean(t3, km2_v) - 1.4 * slope_t, 5, 5, 95),
            "A9": np.round(hazard_count / km2, 3),
            "B1": np.round(roads / km2 + 0.9, 3),
            "B2": np.round(to_county + 4, 0),
            "B3": np.round(to_station + 6, 0),
            "B4": percent(0.4 * paved + 60, 1.5),
            "B5": percent(76 + 16 * near - 0.4 * slope_t + 0.06 * urban, 2.5),
            "B6": np.round(np.clip(99.72 + 0.2 * near + rng.normal(0, 0.03, TOWNSHIPS), 99.4, 99.99), 3),
            "B7": percent(86 + 12 * near, 2.0),
            "B8": percent(74 + 18 * near + 0.05 * urban, 3.0),
            "C1": np.round(np.clip(2.4 + 0.055 * urban + rng.normal(0, 0.5, TOWNSHIPS), 1, 12), 2),
            "C2": np.round(hospital, 1),
            "C3": np.round(
                np.clip(
                    760
                    + 2.6 * urban
                    + 9 * (parcel_counts["小学"] + parcel_counts["幼儿园"])
                    + rng.normal(0, 45, TOWNSHIPS),
                    500,
                    1200,
                ),
                0,
            ),
            "C4": np.round(np.clip(21 + 0.16 * urban + rng.normal(0, 4, TOWNSHIPS), 8, 50), 1),
            "C5": np.round(np.clip(1.2 + 0.038 * urban + rng.normal(0, 0.4, TOWNSHIPS), 0, 6), 2),
            "C6": np.round(np.clip(0.7 + 0.016 * urban + rng.normal(0, 0.18, TOWNSHIPS), 0.2, 3.5), 2),
            "C7": np.round(np.minimum(100, 100 * parcel_counts["快递网点"] / villages_per), 1),
            "C8": np.round(mean(minutes, people_v), 1),
            "T1": np.round(mean(villages["elevation"].to_numpy(), km2_v), 1),
            "T2": np.round(slope_t, 2),
            "T3": np.round(mean(t3, km2_v), 2),
            "T4": np.round(mean(t4, km2_v), 2),
            "T5": np.round(industry, 2),
        },
        index=pd.Index(townships["code"], name="code"),
    )
    return township_table, village_table


def long_table(townships: pd.DataFrame, villages: pd.DataFrame, data: SampleData) -> pd.DataFrame:
    """Table TJZB: a row per unit and indicator."""
    parts = []
    for frame in (townships, villages):
        sorted_frame = frame.sort_index()
        part = sorted_frame.reset_index().melt(id_vars="code", var_name="ZBDM", value_name="ZBZ")
        part = part.rename(columns={"code": "DWDM"})
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    table["ZBMC"] = table["ZBDM"].map({key: value[0] for key, value in data.indicators.items()})
    table["NF"] = YEAR
    return table[["DWDM", "ZBDM", "ZBMC", "NF", "ZBZ"]]


def commuting(ground: Ground, villages: gpd.GeoDataFrame, seed: int) -> pd.DataFrame:
    """Table TQL: daily trips to work and school by gravity, pairs of five people and more."""
    rng = stream(seed, "commuting")
    seats = ground.settlements.hamlets[ground.village_seat]
    people = villages["population"].to_numpy(dtype=float)
    jobs = people**0.7 * (1 + 9 * np.sqrt(villages["town_m2"].to_numpy() / villages["area_m2"].to_numpy()))
    first = np.zeros(VILLAGES, dtype=bool)
    first[np.unique(ground.township_of_village, return_index=True)[1]] = True
    jobs = jobs * np.where(first, 2.0, 1.0)
    km = np.hypot(seats[:, None, 0] - seats[None, :, 0], seats[:, None, 1] - seats[None, :, 1]) / 1000
    pull = jobs[None, :] / (1.5 + km) ** 1.9
    same = ground.township_of_village[:, None] == ground.township_of_village[None, :]
    pull = np.where(same, 1.8, 1.0) * pull
    np.fill_diagonal(pull, 0)
    trips = 0.24 * people[:, None] * pull / pull.sum(axis=1)[:, None]
    trips = np.rint(trips * rng.lognormal(0, 0.25, trips.shape)).astype(int)
    a, b = np.nonzero(trips >= 5)
    code = villages["code"].to_numpy()
    table = pd.DataFrame({"CFDM": code[a], "DDDM": code[b], "RS": trips[a, b]})
    return table.sort_values(["CFDM", "DDDM"], ignore_index=True)


def _road_km(ground: Ground) -> NDArray:
    on = np.flatnonzero(ground.roads.edge_class > 0)
    length = np.hypot(*(ground.mesh.nodes[ground.mesh.ends[on, 0]] - ground.mesh.nodes[ground.mesh.ends[on, 1]]).T)
    township = ground.township_of_village[ground.village[ground.mesh.edges[on, 0]]]
    return np.bincount(township, length, TOWNSHIPS) / 1000


def _count_in(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> NDArray:
    joined = gpd.sjoin(points[["geometry"]], areas[["geometry"]], predicate="within")
    return np.bincount(joined["index_right"], minlength=len(areas)).astype(float)


def _per_township(facilities: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, kind: str) -> NDArray:
    have = set(facilities.loc[facilities["SSLX"] == kind, "ZLDWDM"].str[:12])
    return np.bincount(villages["township"], villages["code"].isin(have).to_numpy().astype(float), TOWNSHIPS)


def _to_larger_towns(to_seat: NDArray, people: NDArray) -> NDArray:
    """Minutes from each village to the nearest of the seven largest towns with a graded hospital."""
    return to_seat[np.argsort(-people, kind="stable")[:7]].min(axis=0)
