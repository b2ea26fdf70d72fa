"""The sample county keeps its promises: counts, areas, tiling, codes, ground that makes sense."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.strtree import STRtree

COUNTY_AREA = 2_659_700_000.00
POLYGONS = ("XZQ", "CJDCQ", "DLTB", "YJJBNTTB", "STBHHX", "CZKFBJ", "TDLYGH", "CXGH", "XMHX", "LSWHBHX")
MINIMUM = {"built": 200, "farm": 400, "other": 600}
BUILT = ("05H1", "0508", "0601", "0602", "0701", "0702", "0809", "08H1", "08H2", "1005")
FARM = ("0101", "0102", "0103", "0201", "0202", "0204", "1104", "1202")


@pytest.fixture(scope="module")
def data() -> Any:
    from village_planner.core.sample.names import read_sample_data
    from village_planner.paths import resource

    return read_sample_data(resource("sample"))


@pytest.fixture(scope="module")
def made(data: Any) -> tuple[Any, Any, int]:
    """The county, the ground it was drawn on, and how often the work asked whether it is to stop."""
    from village_planner.core.sample import county as module
    from village_planner.core.task import Task

    grounds, asked = [], []

    def make_ground(*arguments: Any) -> Any:
        grounds.append(original(*arguments))
        return grounds[-1]

    original = module.make_ground
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "make_ground", make_ground)
        county = module.make_sample_county(8000, 1, data, Task(is_cancelled=lambda: bool(asked.append(1))))
    return county, grounds[0], len(asked)


@pytest.fixture(scope="module")
def county(made: tuple[Any, Any, int]) -> Any:
    return made[0]


def groups_in_one_piece(pairs: np.ndarray, group: np.ndarray) -> bool:
    """Plain search from one member of each group over the given neighbours."""
    near: dict[int, list[int]] = {i: [] for i in range(len(group))}
    for a, b in pairs.tolist():
        if group[a] == group[b]:
            near[a].append(b)
            near[b].append(a)
    seen: set[int] = set()
    started: set[Any] = set()
    for start in range(len(group)):
        if start in seen:
            continue
        if group[start] in started:
            return False
        started.add(group[start])
        todo = [start]
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += near[one]
    return True


def neighbours(frame: gpd.GeoDataFrame) -> np.ndarray:
    """Pairs of rows that share more than 1 m of border, measured on the polygons."""
    shapes = frame.geometry.to_numpy()
    a, b = STRtree(shapes).query(shapes, predicate="intersects")
    take = a < b
    a, b = a[take], b[take]
    shared = shapely.length(shapely.intersection(shapely.boundary(shapes[a]), shapely.boundary(shapes[b])))
    return np.stack([a[shared > 1], b[shared > 1]], axis=1)


def test_counts(county: Any) -> None:
    assert len(county.XZQ) == 33
    assert len(county.CJDCQ) == 462
    assert len(county.DLTB) == 8000
    part = county.CJDCQ["ZLDWDM"].str[9:12].astype(int)
    assert part.between(1, 199).sum() == 79
    assert part.between(200, 399).sum() == 383
    assert 15 <= len(county.XMHX) <= 25


def test_area_of_the_county(county: Any) -> None:
    from pyproj import Geod

    outline = gpd.GeoSeries([county.CJDCQ.union_all()], crs=county.CJDCQ.crs).to_crs(4490).iloc[0]
    # A geodesic is not the survey's rhumb-like edge, but on edges of some metres they agree.
    area, _ = Geod(a=6378137.0, rf=298.257222101).geometry_area_perimeter(outline)
    assert round(abs(area) / 1e6, 2) == 2659.70


def test_areas_close(county: Any) -> None:
    cents = (county.DLTB["TBMJ"] * 100).round().astype("int64")
    by_village = cents.groupby(county.DLTB["ZLDWDM"]).sum()
    village = (county.CJDCQ.set_index("ZLDWDM")["JSMJ"] * 100).round().astype("int64")
    assert (by_village == village.reindex(by_village.index)).all() and len(by_village) == 462
    by_township = village.groupby(village.index.str[:9]).sum()
    township = (county.XZQ.set_index("XZQDM")["JSMJ"] * 100).round().astype("int64")
    assert (by_township == township.reindex(by_township.index)).all()
    assert township.sum() == round(COUNTY_AREA * 100)


def test_stated_areas_are_those_of_the_outlines(county: Any) -> None:
    from village_planner.core.overlay.ellipsoid import ellipsoid_areas

    for frame, column in ((county.DLTB, "TBMJ"), (county.CJDCQ, "JSMJ"), (county.YJJBNTTB, "YJJBNTTBMJ")):
        assert np.abs(frame[column] / ellipsoid_areas(frame.geometry) - 1).max() < 1e-4
    net = county.DLTB["TBMJ"] - county.DLTB["KCMJ"] - county.DLTB["TBDLMJ"]
    assert net.abs().max() < 0.005


def test_place(county: Any) -> None:
    for layer in county.layers().values():
        if isinstance(layer, gpd.GeoDataFrame):
            assert layer.crs.to_epsg() == 4523
            left, bottom, right, top = layer.total_bounds
            assert left // 1e6 == right // 1e6 == 35
            assert 3.3e6 < bottom < top < 3.6e6


def test_geometry_is_valid_and_whole(county: Any) -> None:
    for name in POLYGONS:
        frame = getattr(county, name)
        assert frame.is_valid.all(), name
        assert (frame.geom_type == "Polygon").all(), name


@pytest.mark.parametrize(
    ("inner", "outer", "every"),
    [
        ("DLTB", "CJDCQ", 20),
        ("CJDCQ", "XZQ", 3),
        ("TDLYGH", "XZQ", 32),
        ("CXGH", "XZQ", 32),
        *(pytest.param(plan, "XZQ", 11, marks=pytest.mark.fuzz) for plan in ("TDLYGH", "CXGH")),
    ],
)
def test_tiling(county: Any, inner: str, outer: str, every: int) -> None:
    """Areas sum up everywhere; in some of the outer polygons the pieces are laid together and compared."""
    small, large = getattr(county, inner), getattr(county, outer)
    assert small.area.sum() == pytest.approx(large.area.sum(), abs=0.01)
    pieces = small.geometry.to_numpy()
    home = STRtree(large.geometry.to_numpy()).query(shapely.point_on_surface(pieces), predicate="within")
    assert (home[0] == np.arange(len(small))).all()  # each lies in one
    sums = np.bincount(home[1], small.area, len(large))
    assert sums == pytest.approx(large.area.to_numpy(), abs=0.01)
    for number in range(0, len(large), every):
        own = pieces[home[1] == number]
        whole = shapely.union_all(own)
        assert shapely.area(own).sum() == pytest.approx(whole.area, abs=0.001)  # no overlap
        assert whole.symmetric_difference(large.geometry.iloc[number]).area < 0.001  # no gap


def test_parcels_carry_the_code_of_their_village(county: Any) -> None:
    village = county.CJDCQ.set_index("ZLDWDM").geometry
    own = village.reindex(county.DLTB["ZLDWDM"]).to_numpy()
    assert shapely.within(county.DLTB.geometry.representative_point().to_numpy(), own).all()
    township = county.XZQ.set_index("XZQDM").geometry.reindex(county.CJDCQ["ZLDWDM"].str[:9]).to_numpy()
    assert shapely.within(county.CJDCQ.geometry.representative_point().to_numpy(), township).all()


def test_villages_of_a_township_hang_together(county: Any) -> None:
    assert groups_in_one_piece(neighbours(county.CJDCQ), county.CJDCQ["ZLDWDM"].str[:9].to_numpy())
    assert groups_in_one_piece(neighbours(county.XZQ), np.zeros(33))


def test_older_plan(county: Any) -> None:
    plan = county.YPQ.set_index("DWDM")["PQDM"]
    township = plan.reindex(county.XZQ["XZQDM"])
    village = plan.reindex(county.CJDCQ["ZLDWDM"].str[:12])
    assert township.nunique() == 5 and village.nunique() == 90
    assert not plan.index.duplicated().any() and plan.notna().all() and len(plan) == 495
    assert groups_in_one_piece(neighbours(county.XZQ), township.to_numpy())
    assert groups_in_one_piece(neighbours(county.CJDCQ), village.to_numpy())
    parent = township.reindex(county.CJDCQ["ZLDWDM"].str[:9]).to_numpy()
    assert (village.str.split("-").str[0].to_numpy() == parent).all()


def test_codes(county: Any, data: Any) -> None:
    assert county.XZQ["XZQDM"].str.fullmatch(data.county_code + r"\d{3}").all()
    assert county.XZQ["XZQDM"].is_unique
    assert county.CJDCQ["ZLDWDM"].str.fullmatch(data.county_code + r"\d{6}0{7}").all()
    assert county.CJDCQ["ZLDWDM"].is_unique
    assert county.CJDCQ["ZLDWDM"].str[:9].isin(county.XZQ["XZQDM"]).all()
    assert county.DLTB["ZLDWDM"].isin(county.CJDCQ["ZLDWDM"]).all()
    for name in ("XZQ", "CJDCQ", "DLTB", "YJJBNTTB"):
        assert getattr(county, name)["BSM"].str.fullmatch(r"\d{18}").all()
        assert getattr(county, name)["BSM"].is_unique
    assert county.XZQ["XZQMC"].is_unique
    assert not county.CJDCQ.assign(t=county.CJDCQ["ZLDWDM"].str[:9]).duplicated(["t", "ZLDWMC"]).any()
    assert not county.DLTB.duplicated(["ZLDWDM", "TBBH"]).any()
    community = county.CJDCQ["ZLDWDM"].str[9:12].astype(int) < 200
    assert county.CJDCQ.loc[community, "ZLDWMC"].str.endswith("社区").all()
    assert county.CJDCQ.loc[~community, "ZLDWMC"].str.endswith("村").all()


def test_parcel_fields(county: Any, data: Any) -> None:
    parcels = county.DLTB
    field = parcels["DLBM"].isin(["0101", "0102", "0103"])
    ridged = parcels["KCXS"] > 0
    assert (field | ~ridged).all() and ridged.any()
    assert (parcels["KCDLBM"].eq("1203") == ridged).all()
    assert parcels["KCXS"].between(0, 0.3).all()
    assert parcels.loc[field, "GDPDJB"].isin(list("12345")).all()
    assert parcels.loc[~field, "GDPDJB"].eq("").all()
    assert (parcels["GDLX"].ne("") == (field & parcels["GDPDJB"].isin(list("2345")))).all()
    assert set(parcels["CZCSXM"]) >= {"201", "202", "203", ""}
    assert parcels.loc[field, "CZCSXM"].eq("").all()
    names = {c.code: c.name for c in data.classes}
    assert (parcels["DLBM"].map(names) == parcels["DLMC"]).all()
    assert parcels.loc[parcels["XZDWKD"].notna(), "DLBM"].isin(["1003", "1004", "1006"]).all()


def test_least_sizes(county: Any) -> None:
    area, code = county.DLTB["TBMJ"], county.DLTB["DLBM"]
    assert area[code.isin(BUILT)].min() >= MINIMUM["built"]
    assert area[code.isin(FARM)].min() >= MINIMUM["farm"]
    assert area[~code.isin(BUILT + FARM)].min() >= MINIMUM["other"]


def test_land_follows_the_ground(made: tuple[Any, Any, int], data: Any) -> None:
    ground = made[1]
    code = np.array([c.code for c in data.classes])[ground.face_class]
    inside = ground.village >= 0
    slope = ground.terrain.at(ground.terrain.slope, ground.face_xy)

    def mean(*codes: str) -> float:
        rows = inside & np.isin(code, codes)
        return float(np.average(slope[rows], weights=ground.face_area[rows]))

    assert mean("0101") < mean("0103") < mean("0301")
    assert mean("0702") < mean("0301")
    assert mean("0101") < 9


@pytest.fixture(scope="module")
def another_terrain() -> Any:
    from village_planner.core.sample.terrain import make_terrain

    return make_terrain(2)


def test_rivers_flow_downhill(made: tuple[Any, Any, int], another_terrain: Any) -> None:
    for terrain in (made[1].terrain, another_terrain):
        flow_downhill(terrain)


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(3, 8))
def test_rivers_of_other_counties_flow_downhill(seed: int) -> None:
    from village_planner.core.sample.terrain import make_terrain

    flow_downhill(make_terrain(seed))


def flow_downhill(terrain: Any) -> None:
    for river in terrain.rivers:
        assert (np.diff(river.bed) <= 0).all() and river.bed[0] > river.bed[-1]
        # The ground is carved down to the bed all along the drawn course.
        assert (terrain.at(terrain.height, river.line, order=0) <= river.bed + 0.01).all()
    main, branch = terrain.rivers[:2]
    gap = shapely.LineString(main.line).distance(shapely.Point(branch.line[-1]))
    assert gap < 400 < shapely.LineString(main.line).distance(shapely.Point(branch.line[0]))


def test_control_lines_keep_clear(county: Any) -> None:
    def common(a: gpd.GeoDataFrame, b: gpd.GeoDataFrame) -> float:
        first, second = a.geometry.to_numpy(), b.geometry.to_numpy()
        i, j = STRtree(second).query(first, predicate="intersects")
        return float(shapely.area(shapely.intersection(first[i], second[j])).sum())

    redline, urban, farmland = county.STBHHX, county.CZKFBJ, county.YJJBNTTB
    assert 0.03 < redline.area.sum() / county.XZQ.area.sum() < 0.20
    assert common(redline, urban) < 0.01
    fields = county.DLTB[county.DLTB["DLBM"].isin(["0101", "0102", "0103"])].area.sum()
    assert 0.7 < farmland.area.sum() / fields < 0.9
    # A few overlaps are meant: a check of the lines has something to find.
    assert 0 < common(farmland, redline) + common(farmland, urban) < 0.01 * farmland.area.sum()
    assert county.STBHHX["MJ"].min() > 10_000


def test_roads_are_one_network(county: Any) -> None:
    roads = county.DL.geometry.to_numpy()
    a, b = STRtree(roads).query(roads, predicate="intersects")
    assert groups_in_one_piece(np.stack([a, b], axis=1)[a < b], np.zeros(len(roads)))
    assert set(county.DL["DLLX"]) == {"国道", "省道", "县道", "乡村道"}
    lines = STRtree(roads)
    for shape in county.XZQ.geometry:
        assert len(lines.query(shape, predicate="intersects")) > 0


def test_people(county: Any) -> None:
    assert 900_000 <= county.CJDCQ["CZRK"].sum() <= 1_000_000
    assert county.CJDCQ["CZRK"].min() > 50
    by_township = county.CJDCQ.groupby(county.CJDCQ["ZLDWDM"].str[:9])["CZRK"].sum()
    assert (by_township == county.XZQ.set_index("XZQDM")["CZRK"]).all()
    community = county.CJDCQ["ZLDWDM"].str[9:12].astype(int) < 200
    assert county.CJDCQ.loc[community, "CZRK"].median() > county.CJDCQ.loc[~community, "CZRK"].median()
    assert by_township.idxmax() == county.XZQ["XZQDM"].min()  # the county seat


def test_indicators(county: Any, data: Any) -> None:
    table = county.TJZB
    assert not table.duplicated(["DWDM", "ZBDM", "NF"]).any() and table["ZBZ"].notna().all()
    wide = table.pivot(index="DWDM", columns="ZBDM", values="ZBZ")
    townships = wide[wide.index.str.len() == 9].dropna(axis=1)
    villages = wide[wide.index.str.len() == 12].dropna(axis=1)
    features = [f"T{i}" for i in range(1, 6)]
    assert sorted(townships) == sorted(
        [f"A{i}" for i in range(1, 10)] + [f"{g}{i}" for g in "BC" for i in range(1, 9)] + features
    )
    assert sorted(villages) == sorted([f"V{i}" for i in range(1, 7)] + features)
    assert len(townships) == 33 and len(villages) == 462
    for code in ("A7", "A8", "B4", "B5", "B6", "B7", "B8", "C2", "C7", "T3", "T4"):
        assert townships[code].between(0, 100).all(), code
    assert (townships.nunique() > 3).all()
    # Figures fit the ground: remote townships are poorer, steep ones have more forest and fewer fields.
    rank = townships.rank()
    assert rank["A1"].corr(rank["B2"]) < -0.2
    assert rank["A7"].corr(rank["C1"]) > 0.4
    assert rank["T3"].corr(rank["T4"]) < -0.5
    assert villages["V1"].sum() == townships["A5"].sum() == county.XZQ["CZRK"].sum()
    assert set(table["ZBMC"]) == {data.indicators[c][0] for c in table["ZBDM"].unique()}


def test_flows(county: Any) -> None:
    flows = county.TQL
    codes = set(county.CJDCQ["ZLDWDM"].str[:12])
    assert set(flows["CFDM"]) <= codes and set(flows["DDDM"]) <= codes
    assert (flows["CFDM"] != flows["DDDM"]).all() and not flows.duplicated(["CFDM", "DDDM"]).any()
    assert flows["RS"].min() > 0
    same = flows["CFDM"].str[:9] == flows["DDDM"].str[:9]
    assert flows.loc[same, "RS"].sum() > 0.3 * flows["RS"].sum()


def test_points_lie_where_they_belong(county: Any) -> None:
    joined = gpd.sjoin(county.GGFWSS, county.CJDCQ[["ZLDWDM", "geometry"]], predicate="within", rsuffix="village")
    assert len(joined) == len(county.GGFWSS)
    assert (joined["ZLDWDM_left"] == joined["ZLDWDM_village"]).mean() > 0.99
    clinics = county.GGFWSS.loc[county.GGFWSS["SSLX"] == "卫生室", "ZLDWDM"]
    assert set(clinics) == set(county.CJDCQ["ZLDWDM"])
    assert county.DZZHD.within(county.XZQ.union_all()).all()
    assert county.XMHX.within(county.XZQ.union_all()).all()


def test_what_indicators_are_computed_from_is_there(county: Any) -> None:
    kinds = county.GGFWSS["SSLX"].value_counts()
    assert kinds["县政府"] == kinds["火车站"] == 1 and kinds["综合医院"] == 7 and kinds["公交站"] > 100
    lying = gpd.sjoin(
        county.GGFWSS[-84 - 8 : -84], county.CJDCQ[["ZLDWDM", "geometry"]], predicate="within", rsuffix="village"
    )
    assert (lying["ZLDWDM_left"] == lying["ZLDWDM_village"]).all() and len(lying) == 8
    farmland = county.GBZNT
    assert farmland.is_valid.all() and (farmland["MJ"] > 0).all()
    fields = county.DLTB[county.DLTB["DLBM"].isin(["0101", "0102", "0103"])]
    share = 100 * farmland.groupby("XZQDM")["MJ"].sum() / fields.groupby(fields["ZLDWDM"].str[:9])["TBMJ"].sum()
    table = county.TJZB[county.TJZB["ZBDM"] == "A8"].set_index("DWDM")["ZBZ"]
    assert (share - table).abs().max() < 2.0  # the last patch, and those too small to be kept


def test_heritage_comes_last_and_lies_inside_its_lines(county: Any) -> None:
    """After all other facilities, which are as they were without it; a monument in its line, round that its zone."""
    kinds = {"传统村落", "文物保护单位", "历史建筑", "古树名木"}
    last = county.GGFWSS["SSLX"].isin(kinds)
    assert last.sum() == 84 and last.tail(84).all() and county.GGFWSS.loc[last, "RNL"].isna().all()
    outline = county.XZQ.union_all()
    assert county.LSWHBHX.within(outline.buffer(0.01)).all() and county.JSKZDD.within(outline.buffer(0.01)).all()
    lying = gpd.sjoin(county.GGFWSS[last], county.LSWHBHX[["MC", "geometry"]], predicate="within")
    own = lying[[name + "保护范围" == line for name, line in zip(lying["SSMC"], lying["MC"])]]
    assert len(own) == len(county.LSWHBHX) == 14 + 26 and len(county.JSKZDD) == 26
    assert county.JSKZDD.intersection(county.LSWHBHX[14:].reset_index()).area.sum() < 1.0


def test_neighbouring_counties_lie_around_without_gap_or_overlap(county: Any) -> None:
    outline, around = county.XZQ.union_all(), county.LJX
    assert around["XJXZQMC"].is_unique and not set(around["XJXZQMC"].str[:-1]) & set(county.XZQ["XZQMC"].str[:-1])
    ring = outline.buffer(2000).difference(outline)
    assert around.intersection(ring).area.sum() == pytest.approx(ring.area, rel=1e-6)
    assert around.area.sum() == pytest.approx(around.union_all().area, rel=1e-9)
    assert around.intersection(outline).area.sum() < 1.0


def test_sector_plans_disagree_in_places(county: Any) -> None:
    spots = gpd.GeoDataFrame(geometry=county.DLTB.representative_point(), crs=county.DLTB.crs)
    codes = [
        spots.sjoin(plan[["GHFLDM", "geometry"]], predicate="within")["GHFLDM"].reindex(spots.index)
        for plan in (county.TDLYGH, county.CXGH)
    ]
    assert codes[0].notna().mean() > 0.99
    assert 0.005 < (codes[0] != codes[1]).mean() < 0.25


def test_another_seed_gives_another_county(made: tuple[Any, Any, int], another_terrain: Any, data: Any) -> None:
    """The relief, from which all outlines follow, and the names."""
    from village_planner.core.sample.administration import unit_layers

    county, ground, _ = made
    heights = ground.terrain.height
    assert np.corrcoef(heights.ravel(), another_terrain.height.ravel())[0, 1] < 0.9
    townships, _ = unit_layers(ground, data, 8)
    assert set(townships["name"]) != set(county.XZQ["XZQMC"])


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(2, 8))
def test_counts_of_other_counties(data: Any, seed: int) -> None:
    from village_planner.core.sample.county import make_sample_county

    other = make_sample_county(3000, seed, data)
    assert (len(other.XZQ), len(other.CJDCQ), len(other.DLTB)) == (33, 462, 3000)


def test_number_of_parcels_is_checked(data: Any) -> None:
    from village_planner.core.errors import InputError
    from village_planner.core.sample.county import make_sample_county

    with pytest.raises(InputError) as error:
        make_sample_county(100, 1, data)
    assert error.value.code == "parcels_out_of_range"


def test_cancel_stops_the_work(made: tuple[Any, Any, int], data: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from village_planner.core.errors import Cancelled
    from village_planner.core.sample.county import make_sample_county
    from village_planner.core.task import Task

    asked = []
    monkeypatch.setattr("village_planner.core.sample.ground.make_terrain", lambda _: made[1].terrain)

    def is_cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        make_sample_county(3000, 1, data, Task(is_cancelled=is_cancelled))
    assert len(asked) == 2
    assert made[2] >= 8  # and it is asked at every step


def test_statistics_workbook(county: Any, data: Any, tmp_path: Path) -> None:
    import openpyxl

    from village_planner.core.sample.workbook import statistics_workbook

    content = statistics_workbook(county.statistics, data)
    assert content == statistics_workbook(county.statistics, data)
    path = tmp_path / "统计.xlsx"
    path.write_bytes(content)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.merged_cells.ranges
    names = [sheet.cell(row, 2).value for row in range(5, 38)]
    assert names == list(county.XZQ["XZQMC"])
    assert sheet["C4"].value == "地区生产总值\n（万元）"
    people = [int(sheet.cell(row, 7).value.replace(",", "")) for row in range(5, 38)]
    assert people == list(county.XZQ["CZRK"])
    assert int(sheet.cell(38, 7).value.replace(",", "")) == county.XZQ["CZRK"].sum()


def test_statistics_workbook_is_read_back_whole(county: Any, data: Any, tmp_path: Path) -> None:
    """What a county sends is what its figures are: 33 townships x 25 indicators, nothing said but the total row."""
    from village_planner.core.sample.workbook import statistics_workbook
    from village_planner.core.statistics.gazetteer import Gazetteer
    from village_planner.core.statistics.interpret import interpret
    from village_planner.database.catalogues import read_indicators
    from village_planner.database.statistics import read_rules
    from village_planner.excel.reading import read_book

    path = tmp_path / "county.xlsx"
    path.write_bytes(statistics_workbook(county.statistics, data))
    townships = pd.DataFrame({"code": county.XZQ["XZQDM"], "name": county.XZQ["XZQMC"]})
    codes = county.CJDCQ["ZLDWDM"].str
    villages = pd.DataFrame(
        {"code": codes.slice(0, 12), "name": county.CJDCQ["ZLDWMC"], "township_code": codes.slice(0, 9)}
    )
    rules = read_rules()
    gazetteer = Gazetteer.build(townships, villages, rules, data.county_name)
    result = interpret(read_book(path), gazetteer, read_indicators(), rules)
    given = result.values.pivot(index="unit_code", columns="indicator", values="value")
    expected = county.statistics.drop(columns="name").astype(float)
    code_of = dict(zip(county.XZQ["XZQMC"], county.XZQ["XZQDM"]))
    expected.index = [code_of[name] for name in county.statistics["name"]]
    assert given.shape == (33, 25)
    assert np.array_equal(given.to_numpy(), expected.loc[given.index, given.columns].to_numpy())
    assert [remark.code for remark in result.remarks if remark.severity != "info"] == []


def test_projects_and_facilities_have_what_their_tables_show(county: Any) -> None:
    projects = county.XMHX
    texts = ["ZXGH", "JSNR", "JSBZ", "JSGM", "ZRDW"]
    assert (projects[texts] != "").all(axis=None) and (projects["TZE"] > 0).all()
    assert projects["KSNF"].between(2023, 2027).all() and (projects["KSNF"] <= projects["JSNF"]).all()
    capacity = county.GGFWSS.groupby("SSLX")["RNL"]
    assert (capacity.min().loc[["卫生院", "小学", "敬老院"]] >= 5).all()
    assert capacity.count()["村委会"] == 0 and capacity.count()["卫生院"] == 33
