"""Import: fields and layers recognised, coordinates checked, geometry repaired, bad data named with a cure."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from pathlib import Path
from typing import Any, Callable, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely.geometry import Polygon, box

from village_planner.core.errors import Cancelled, InputError, StorageError
from village_planner.core.overlay.ellipsoid import ellipsoid_areas
from village_planner.core.task import Task
from village_planner.database import open_database
from village_planner.database.importing import importer
from village_planner.database.importing.aliases import plain, roles, targets
from village_planner.database.importing.importer import Imported, import_county
from village_planner.database.importing.recognise import recognise_layers, wanted_fields
from village_planner.database.importing.source import Source

from .conftest import SIDE, TOWNSHIPS, VILLAGES, X, Y


class Import:
    """Runs an import of the made county and opens what it made."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.result: Optional[Imported] = None

    def __call__(self, *sources: Source, **options: Any) -> Any:
        self.result = import_county(sources, self.output, **options)
        return open_database(self.output)

    @property
    def said(self) -> str:
        assert self.result is not None
        return "\n".join(map(str, (*self.result.infos, *self.result.warnings)))


@pytest.fixture
def run_import(tmp_path: Path) -> Import:
    return Import(tmp_path / "数据 库.gpkg")


def village(frame: gpd.GeoDataFrame) -> Source:
    return Source("village", "CJDCQ", frame)


def township(frame: gpd.GeoDataFrame) -> Source:
    return Source("township", "XZQ", frame)


def parcels(count: int = 4, **columns: Any) -> gpd.GeoDataFrame:
    """Parcels of 100 x 100 m side by side in the first village."""
    shapes = [box(X + 100 * i, Y, X + 100 * (i + 1), Y + 100) for i in range(count)]
    data = {
        "BSM": [str(i + 1) for i in range(count)],
        "DLBM": ["0101"] * count,
        "DLMC": ["水田"] * count,
        "ZLDWDM": [VILLAGES[0] + "0000000"] * count,
        "KCXS": [0.1] * count,
    }
    return gpd.GeoDataFrame({**data, **columns}, geometry=shapes, crs="EPSG:4523")


# ---- recognising


def test_catalogues_fit_together() -> None:
    assert set(roles()) == set(targets())
    parameters = [role.parameter for role in roles().values()]
    assert len(set(parameters)) == len(parameters)
    for entries in targets().values():
        for target in entries.values():
            names = [plain(alias) for step in target.aliases for alias in step]
            assert len(set(names)) == len(names), target.name


def test_alias_of_the_profession_are_known(shared_data: Path) -> None:
    """Chinese headers from a planners' toolbox: each stands beside its field's short name in our catalogue."""
    table = pd.read_csv(shared_data / "codes" / "field_aliases.csv")
    pairs = dict(zip(table["field"], table["alias"]))
    entries = [target for role, found in targets().items() if role != "road" for target in found.values()]
    steps = [step for target in entries for step in target.aliases]  # a road's DLMC is no land class
    checked = 0
    for step in steps:
        for name in set(step) & set(pairs):
            assert pairs[name] in step, (name, pairs[name])
            checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    "name", ["常住人口（人）", "常住人口(人)", " czrk ", "CZRK", "Resident_Population", "ＣＺＲＫ"]
)
def test_names_are_compared_without_case_width_and_unit(name: str) -> None:
    assert plain(name) in {plain(alias) for alias in targets()["village"]["population"].aliases[0]}


@pytest.mark.parametrize(
    "names",
    [
        {"ZLDWDM": "ZLDWDM", "ZLDWMC": "ZLDWMC", "CZRK": "CZRK"},
        {"ZLDWDM": "村代码", "ZLDWMC": "村名", "CZRK": "常住人口（人）"},
        {"ZLDWDM": "CODE", "ZLDWMC": "Name", "CZRK": "population"},
    ],
)
def test_fields_by_standard_chinese_and_english_names(
    run_import: Import, villages: gpd.GeoDataFrame, names: dict[str, str]
) -> None:
    with run_import(village(villages.rename(columns=names))) as database:
        frame = database.read_layer("village")
    assert frame["code"].tolist() == list(VILLAGES) and frame["population"].tolist() == [400, 300, 200, 100]
    assert f"{names['CZRK']} → population" in run_import.said


def test_field_map(run_import: Import, villages: gpd.GeoDataFrame, tmp_path: Path) -> None:
    file = tmp_path / "字段 对照.json"
    file.write_text(json.dumps({"village": {"population": "人数2023", "name": None}}, ensure_ascii=False), "utf-8")
    villages["人数2023"] = [4, 3, 2, 1]
    with run_import(village(villages), field_map=file) as database:
        frame = database.read_layer("village")
    assert frame["population"].tolist() == [4, 3, 2, 1]
    assert frame["name"].tolist() == list(VILLAGES)
    assert "人数2023" in wanted_fields("village", list(villages.columns), {"village": {"population": "人数2023"}})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"village": {"population": "nowhere"}}, "unknown_field"),
        ({"village": {"people": "CZRK"}}, "unknown_target"),
        ({"villages": {"population": "CZRK"}}, "unknown_role"),
        ({"village": "CZRK"}, "invalid_catalogue"),
    ],
)
def test_wrong_field_map(
    run_import: Import, villages: gpd.GeoDataFrame, tmp_path: Path, content: Any, code: str
) -> None:
    file = tmp_path / "map.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError) as error:
        run_import(village(villages), field_map=file)
    assert error.value.code == code


def test_missing_field_says_how_to_map_it(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with pytest.raises(InputError) as error:
        run_import(village(villages.rename(columns={"ZLDWDM": "xx"})))
    text = str(error.value)
    assert error.value.code == "missing_field"
    assert all(part in text for part in ("CJDCQ", "code", "xx", "FIELD_MAP", "ZLDWMC"))


def test_ambiguous_fields_are_refused_unless_alike(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with run_import(village(villages.assign(常住人口=villages["CZRK"]))) as database:
        assert database.read_layer("village")["population"].sum() == 1000
    with pytest.raises(InputError) as error:
        run_import(village(villages.assign(常住人口=1)))
    assert error.value.code == "ambiguous_field" and "CZRK, 常住人口" in str(error.value)


def test_layers_of_a_file_are_recognised(tmp_path: Path, villages: gpd.GeoDataFrame) -> None:
    file = tmp_path / "county.gpkg"
    for name, frame in {
        "CJDCQ": villages,
        "XZQ": villages,
        "村界_points": villages.set_geometry(villages.centroid),
        "DLTB": villages.set_geometry(villages.centroid),  # points cannot be parcels
        "cxgh": villages,
        "土地利用规划": villages,
        "DZZHD": villages.set_geometry(villages.centroid),
        "HDGLFW": villages,  # a name of the catalogue of control lines
        "地质灾害高风险区": villages,
        "other": villages,
    }.items():
        pyogrio.write_dataframe(frame, str(file), layer=name)
    pyogrio.write_dataframe(pd.DataFrame({"DWDM": ["1"]}), str(file), layer="TJZB")
    assert recognise_layers(file) == {
        "VILLAGES": "CJDCQ",
        "TOWNSHIPS": "XZQ",
        "HAZARDS": "DZZHD",
        "INDICATORS": "TJZB",
        "SECTOR_PLANS": ["cxgh", "土地利用规划"],
        "CONTROL_LINES": ["HDGLFW", "地质灾害高风险区"],
    }
    with pytest.raises(StorageError):
        recognise_layers(tmp_path / "none.gpkg")


# ---- units


def test_townships_are_made_from_villages(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with run_import(village(villages)) as database:
        frame = database.read_layer("township")
        lower = database.read_layer("village")
    assert frame["code"].tolist() == list(TOWNSHIPS) and frame["population"].tolist() == [700, 300]
    assert frame.geometry.area.tolist() == pytest.approx([2 * SIDE**2] * 2)
    assert frame["area_m2"].sum() == pytest.approx(lower["area_m2"].sum(), abs=0.005)
    assert lower["township_code"].tolist() == [code[:9] for code in VILLAGES]


def test_area_is_the_ellipsoid_area_to_the_cent(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with run_import(village(villages)) as database:
        frame = database.read_layer("village")
    assert frame["area_m2"].tolist() == np.round(ellipsoid_areas(frame.geometry), 2).tolist()
    # An independent check: PROJ's geodesic area on the same ellipsoid.
    from pyproj import Geod

    outline = frame.to_crs(4490).geometry.iloc[0].geoms[0]
    geodesic = abs(Geod(ellps="GRS80").geometry_area_perimeter(outline)[0])
    assert frame["area_m2"].iloc[0] == pytest.approx(geodesic, rel=1e-6)


def test_plausible_county_areas_are_kept(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    own = ellipsoid_areas(villages.geometry)
    given = own * [1, 1, 1 + 1e-5, 1.5]
    given[0] += 15000  # 1.5 % off: another survey, still plausible
    with run_import(village(villages.assign(JSMJ=given.round(2)))) as database:
        frame = database.read_layer("village")
    assert frame["area_m2"].tolist() == [*given[:3].round(2), own[3].round(2)]
    assert f"1 areas in field JSMJ are missing or off by more than 2 % ({VILLAGES[3]})" in run_import.said


def test_plane_areas_are_told_from_ellipsoid_areas(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    own = ellipsoid_areas(villages.geometry)
    with run_import(village(villages.assign(JSMJ=own * 0.9992))) as database:
        frame = database.read_layer("village")
    assert frame["area_m2"].tolist() == own.round(2).tolist() and "-0.080 %" in run_import.said


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        (lambda f: f.assign(CZRK=[1, None, 3, 4]), "bad_population", ["CZRK", VILLAGES[1]]),
        (lambda f: f.assign(CZRK=["1", "2", "许多", "4"]), "bad_population", ["CZRK", VILLAGES[2], "许多"]),
        (lambda f: f.assign(CZRK=[1, 2, 3, -4]), "bad_population", ["CZRK", VILLAGES[3], "-4"]),
        (lambda f: f.assign(ZLDWDM=[f["ZLDWDM"][0], None, "x", "y"]), "missing_code", ["ZLDWDM", "2"]),
        (lambda f: f.assign(ZLDWDM=f["ZLDWDM"].iloc[[0, 1, 1, 3]].tolist()), "duplicate_code", [VILLAGES[1]]),
        (lambda f: f.assign(geometry=[None, *f.geometry[1:]]), "no_ground", [VILLAGES[0], "no geometry"]),
        (lambda f: f.assign(geometry=[Polygon(), *f.geometry[1:]]), "no_ground", [VILLAGES[0], "empty"]),
        (lambda f: f.assign(ZLDWDM=["a", "b", "c", "d"]), "no_township", ["a", "TOWNSHIPS"]),
        (lambda f: f.assign(township_code=["1", "", "1", "1"]), "no_township", ["township_code", VILLAGES[1]]),
        (lambda f: f.iloc[:0], "empty_layer", []),
        (lambda f: f.set_crs(None, allow_override=True), "missing_crs", []),
    ],
)
def test_bad_villages_name_layer_field_code_and_cure(
    run_import: Import,
    villages: gpd.GeoDataFrame,
    change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame],
    code: str,
    named: list[str],
) -> None:
    frame = gpd.GeoDataFrame(change(villages), geometry="geometry")
    frame = frame.set_crs(villages.crs if code != "missing_crs" else None, allow_override=True)
    with pytest.raises(InputError) as error:
        run_import(village(frame))
    assert error.value.code == code
    assert all(part in str(error.value) for part in ["CJDCQ", *named])
    assert not run_import.output.exists()


def test_unknown_township(run_import: Import, villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame) -> None:
    with pytest.raises(InputError) as error:
        run_import(village(villages.assign(township_code="510722009")), township(townships))
    assert error.value.code == "unknown_township" and "510722009" in str(error.value)


def test_unit_outside_every_township(
    run_import: Import, villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame
) -> None:
    named = villages.assign(ZLDWDM=["a", "b", "c", "d"])
    with run_import(village(named), township(townships)) as database:  # by place
        assert database.read_layer("village")["township_code"].tolist() == [code[:9] for code in VILLAGES]
    assert "4 units (a, b, c, d) were given to the township they lie in" in run_import.said
    named.geometry = [*named.geometry[:3], box(X + 5000, Y, X + 6000, Y + 1000)]
    with pytest.raises(InputError) as error:
        run_import(village(named), township(townships))
    assert error.value.code == "no_township" and "unit d" in str(error.value)


def test_populations_in_thousands_text_and_fractions(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with run_import(village(villages.assign(CZRK=["1,234", "5", " 6 ", "7.0"]))) as database:
        assert database.read_layer("village")["population"].tolist() == [1234, 5, 6, 7]
    with run_import(village(villages.assign(CZRK=[10.5, 20.5, 30.5, 40.5]))) as database:
        assert database.read_layer("village")["population"].sum() == 102
    assert "4 populations have fractions; rounded, their sum stays 102" in run_import.said


def test_differing_populations_and_empty_townships_are_said(
    run_import: Import, villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame
) -> None:
    extra = gpd.GeoDataFrame(
        {"XZQDM": ["510722003"], "XZQMC": ["空乡"], "CZRK": [5]}, geometry=[box(X, Y, X + 1, Y + 1)], crs="EPSG:4523"
    )
    townships["CZRK"] = [701, 300]
    with run_import(village(villages), township(pd.concat([townships, extra], ignore_index=True))) as database:
        assert database.read_layer("township")["population"].tolist() == [701, 300, 5]
    assert "differs from the sum of their villages (510722001: 701 / 700)" in run_import.said
    assert "1 townships have no village (510722003)" in run_import.said


def test_overlaps_and_gaps_are_measured(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    shapes = [
        box(X, Y, X + 1000, Y + 1010),  # 10 m into the next: 1 ha
        box(X, Y + 1000, X + 1000, Y + 2000),
        box(X + 1000, Y, X + 2000, Y + 1000).difference(box(X + 1400, Y + 400, X + 1500, Y + 500)),  # a hole of 1 ha
        box(X + 1000, Y + 1000, X + 2000, Y + 2000),
    ]
    run_import(village(villages.set_geometry(gpd.GeoSeries(shapes, crs="EPSG:4523")))).close()
    assert (
        "1 pairs of units overlap, 1.00 ha in all; most 510722001001 and 510722001200 with 1.00 ha" in run_import.said
    )
    assert "1 gaps between units, 1.00 ha in all, the largest 1.00 ha" in run_import.said


def test_invalid_units_are_repaired_and_keep_their_area(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    bow_tie = Polygon([(X, Y), (X + 1000, Y + 1000), (X + 1000, Y), (X, Y + 1000)])
    shapes = gpd.GeoSeries([bow_tie, *villages.geometry[1:]], crs="EPSG:4523")
    with run_import(village(villages.set_geometry(shapes))) as database:
        frame = database.read_layer("village")
    assert frame.is_valid.all() and frame.geometry.area.iloc[0] == pytest.approx(500_000)
    assert f"1 invalid geometries repaired ({VILLAGES[0]})" in run_import.said


def test_codes_stored_as_numbers(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with run_import(village(villages.assign(ZLDWDM=[float(code) for code in VILLAGES]))) as database:
        assert database.read_layer("village")["code"].tolist() == list(VILLAGES)


def test_twelve_digit_townships_are_cut_to_nine(
    run_import: Import, villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame
) -> None:
    townships["XZQDM"] += "000"
    with run_import(village(villages), township(townships)) as database:
        assert database.read_layer("township")["code"].tolist() == list(TOWNSHIPS)


# ---- coordinates


def test_villages_in_degrees_get_their_zone(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with run_import(village(villages.to_crs(4490))) as database:
        frame = database.read_layer("village")
    assert frame.crs.to_epsg() == 4523
    assert frame.total_bounds == pytest.approx(villages.total_bounds, abs=1e-3)
    assert "is in degrees" in run_import.said


@pytest.mark.parametrize(("longitude", "epsg"), [(105.0, 4523), (102.0, 4522), (111.0, 4525), (120.0, 4528)])
def test_zone_by_longitude(run_import: Import, villages: gpd.GeoDataFrame, longitude: float, epsg: int) -> None:
    """Examples of domain.md §4.5."""
    moved = villages.to_crs(4490)
    moved.geometry = moved.translate(longitude - 105.0)
    with run_import(village(moved)) as database:
        assert database.read_layer("village").crs.to_epsg() == epsg


def test_target_crs(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with run_import(village(villages), target_crs="EPSG:4544") as database:
        frame = database.read_layer("village")
    assert frame.crs.to_epsg() == 4544 and frame.total_bounds[0] == pytest.approx(500_000)
    for wanted, code in (("EPSG:4490", "crs_not_projected"), ("EPSG:1", "unknown_crs")):
        with pytest.raises(InputError) as error:
            run_import(village(villages), target_crs=wanted)
        assert error.value.code == code


def test_mixed_systems_are_reprojected_and_said(
    run_import: Import, villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame
) -> None:
    with run_import(village(villages), township(townships.to_crs(4544))) as database:
        frame = database.read_layer("township")
    assert frame.total_bounds == pytest.approx(townships.total_bounds, abs=1e-6)
    assert "Layer XZQ reprojected from EPSG:4544 to EPSG:4523" in run_import.said


@pytest.mark.parametrize(
    ("crs", "shift", "cure"),
    [
        (4544, 0, "EPSG:4523"),  # 8-digit eastings, system without zone number
        (4523, -35_000_000, "EPSG:4544"),  # 6-digit eastings, system with zone number
        (4524, 0, "EPSG:4523"),  # another zone's number
        (4490, 0, "degrees"),
    ],
)
def test_coordinates_that_do_not_fit_their_system(
    run_import: Import, villages: gpd.GeoDataFrame, crs: int, shift: float, cure: str
) -> None:
    wrong = villages.set_crs(crs, allow_override=True)
    wrong.geometry = wrong.translate(shift)
    with pytest.raises(InputError) as error:
        run_import(village(wrong))
    assert error.value.code == "wrong_crs" and "CJDCQ" in str(error.value) and cure in str(error.value)


def test_degrees_in_a_metric_system(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with pytest.raises(InputError) as error:
        run_import(village(villages.to_crs(4490).set_crs(4544, allow_override=True)))
    assert error.value.code == "wrong_crs"


def test_layer_in_another_place(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    away = parcels()
    away.geometry = away.translate(0, 500_000)
    with pytest.raises(InputError) as error:
        run_import(village(villages), Source("parcel", "DLTB", away))
    assert error.value.code == "wrong_place" and "DLTB" in str(error.value)


# ---- other layers


def test_parcels(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    bow_tie = Polygon([(X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100)])
    frame = parcels(
        6,
        BSM=["7", "7", None, "7-2", "7", "8"],
        ZLDWDM=[VILLAGES[0] + "0000003", VILLAGES[1], "999", None, VILLAGES[0], VILLAGES[0]],
        KCXS=[0.1, 1.0, -0.1, None, 0.0, 0.2],
        DLBM=["0101", None, "0102", "0103", "0201", "0301"],
    )
    frame.geometry = [bow_tie, *frame.geometry[1:5], None]
    with run_import(village(villages), Source("parcel", "DLTB", frame)) as database:
        made = database.read_layer("parcel")
    assert made["parcel_id"].tolist() == ["7", "7-3", "#3", "7-2", "7-4"]
    assert made["unit_code"].tolist() == [VILLAGES[0], VILLAGES[1], None, None, VILLAGES[0]]
    assert made["class_code"].tolist() == ["0101", "", "0102", "0103", "0201"]
    assert made["ridge_factor"].tolist() == [0.1, 0.0, 0.0, 0.0, 0.0]
    assert made.is_valid.all() and made.geometry.area.tolist() == pytest.approx([5000, *[10000] * 4])
    for part in ("left out (8)", "repaired (7)", "2 parcels name no village", "1 parcels have no land class"):
        assert part in run_import.said


def test_control_lines_points_lines_plans_and_projects(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    square = gpd.GeoDataFrame(
        {"name": ["甲"], "GHFLDM": ["07"], "XMDM": ["P1"], "kind": ["own"]},
        geometry=[box(X + 10, Y + 10, X + 20, Y + 20)],
        crs="EPSG:4523",
    )
    road = gpd.GeoDataFrame(
        {"DLMC": ["县道", "环"], "DLLX": ["县道", "乡道"], "单行": ["反向", "东西"]},
        geometry=[shapely.LineString([(X, Y, 5), (X + 900, Y, 5)]), box(X, Y, X + 9, Y + 9)],
        crs="EPSG:4523",
    )
    with run_import(
        village(villages),
        Source("ecological_redline", "STBHHX", square),
        Source("basic_farmland", "YJJBNTTB", square),
        Source("urban_boundary", "CZKFBJ", square),
        Source("hazard", "DZZHD", square.assign(ZHLX="滑坡", ZHMC="王家湾")),
        Source("facility", "GGFWSS", square.set_geometry(square.centroid)),
        Source("road", "DL", road),
        Source("sector_plan", "TDLYGH", square),
        Source("sector_plan", "CXGH", square),
        Source("project", "XMHX", square),
    ) as database:
        lines = database.read_layer("control_line")
        assert lines["kind"].tolist() == [
            "ecological_redline",
            "permanent_basic_farmland",
            "urban_development_boundary",
        ]
        hazard = database.read_layer("hazard")
        assert hazard[["kind", "name"]].values.tolist() == [["滑坡", "王家湾"]]
        assert hazard.geometry.iloc[0].within(square.geometry.iloc[0])
        assert database.read_layer("facility")["unit_code"].tolist() == [VILLAGES[0]]  # by place
        roads = database.read_layer("road")
        assert roads["kind"].tolist() == ["县道", "乡道"] and roads.length.tolist() == pytest.approx([900, 36])
        assert not roads.has_z.any()
        assert roads["direction"].tolist() == ["反向", "东西"]
        assert "1 roads have a direction of traffic that is not known (东西)" in run_import.said
        assert database.read_layer("sector_plan")["plan"].tolist() == ["TDLYGH", "CXGH"]
        assert database.read_layer("project")["code"].tolist() == ["P1"]


def test_neighbouring_counties_are_kept_without_the_county_itself(
    run_import: Import, villages: gpd.GeoDataFrame
) -> None:
    west, south, east, north = villages.total_bounds
    around = gpd.GeoDataFrame(
        {"XZQMC": ["本县", "东邻县", None], "XZQDM": ["510722", "510723", "510724"]},
        geometry=[
            box(west - 5, south - 5, east + 5, north + 5),
            box(east - 1, south, east + 9000, north),  # drawn by another hand: it overlaps
            box(west - 9000, south, west, north),
        ],
        crs="EPSG:4523",
    )
    with run_import(village(villages), Source("neighbour", "邻县", around)) as database:
        kept = database.added_layer("neighbour", ("name",))
    assert kept["name"].tolist() == ["东邻县", ""] and kept.crs.to_epsg() == 4523
    assert kept.geometry.area.tolist() == pytest.approx([9001 * (north - south), 9000 * (north - south)])
    assert "1 features are the county itself" in run_import.said
    assert "1 neighbouring counties have no name" in run_import.said
    with run_import(village(villages)) as database:
        assert database.added_layer("neighbour", ("name",)) is None
    with pytest.raises(InputError) as error:
        run_import(village(villages), Source("neighbour", "邻县", around[["XZQDM", "geometry"]]))
    assert error.value.code == "missing_field" and "name" in str(error.value)


def test_county_is_named_by_its_redline(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    redline = gpd.GeoDataFrame(
        {"XJXZQDM": ["510722"] * 2, "XJXZQMC": ["三台县"] * 2, "MC": ["甲", "乙"]},
        geometry=[box(X, Y, X + 9, Y + 9), box(X + 20, Y, X + 29, Y + 9)],
        crs="EPSG:4523",
    )
    with run_import(village(villages), Source("ecological_redline", "STBHHX", redline)) as database:
        assert database.setting("county_name") == "三台县"
        assert database.read_layer("control_line")["name"].tolist() == ["甲", "乙"]


def test_empty_optional_layer_is_left_out(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with run_import(village(villages), Source("parcel", "DLTB", parcels().iloc[:0])) as database:
        assert database.count("parcel") == 0
    assert "Layer DLTB has no features; it is left out" in run_import.said


# ---- figures


def indicator(frame: pd.DataFrame) -> Source:
    return Source("indicator", "统计表", frame)


def test_wide_indicators_by_code_chinese_name_and_unit_name(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    table = pd.DataFrame(
        {
            "XZQDM": TOWNSHIPS,
            "地区生产总值（万元）": ["12,000", "8000"],
            "A7": [45.5, None],
            "城镇居民": [1, 2],
            "年份": [2023, 2023],
        }
    )
    with run_import(village(villages), indicator(table)) as database:
        values = database.indicator_values("township")
        assert set(database.read_table("indicator_value")["year"]) == {2023}
    assert values["A1"].tolist() == [12000, 8000] and values["A7"].tolist()[0] == 45.5
    assert list(values.columns) == ["A1", "A7"]
    assert "1 values are missing (510722002 A7)" in run_import.said


def test_indicators_by_name_of_the_unit(run_import: Import, villages: gpd.GeoDataFrame, townships: Any) -> None:
    table = pd.DataFrame({"乡镇": ["南山乡", "城关镇", "合计"], "地区生产总值": [1, 2, 3]})
    with run_import(village(villages), township(townships), indicator(table)) as database:
        assert database.indicator_values("township")["A1"].to_dict() == {TOWNSHIPS[0]: 2, TOWNSHIPS[1]: 1}
    assert "1 rows are about no unit of the county (合计)" in run_import.said


def test_own_indicators_by_field_map(run_import: Import, villages: gpd.GeoDataFrame, tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_text(json.dumps({"indicator": {"X1": "茶园", "A1": None}}), encoding="utf-8")
    table = pd.DataFrame({"code": VILLAGES, "茶园": [1, 2, 3, 4], "A1": 0.0})
    with run_import(village(villages), indicator(table), field_map=file) as database:
        assert database.indicator_values("village").to_dict() == {"X1": dict(zip(VILLAGES, [1, 2, 3, 4]))}


def test_statistics_workbook_with_title_headers_and_total(
    run_import: Import, villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    """The form in which a county's bureau of statistics sends its figures."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (
        ["三台县2023年乡镇基本情况统计表"],
        ["序号", "乡镇名称", "生产力布局", None, None],
        [None, None, "地区生产总值\n（万元）", "常住人口（人）", "说明"],
        [1, "城关镇", "2,585", "700", "x"],
        [2, "南山乡", "204", "—", None],
        ["合计", None, "2,789", "700", None],
        ["注：常住人口为年末数。"],
    ):
        book.active.append(row)
    file = tmp_path / "统计 表.xlsx"
    book.save(file)
    table = pyogrio.read_dataframe(str(file))
    with run_import(village(villages), township(townships), indicator(table)) as database:
        rows = database.read_table("indicator_value")
    assert rows[["unit_code", "indicator", "year", "value"]].values.tolist() == [
        [TOWNSHIPS[0], "A1", 2023, 2585.0],
        [TOWNSHIPS[0], "A5", 2023, 700.0],
        [TOWNSHIPS[1], "A1", 2023, 204.0],
    ]


@pytest.mark.parametrize(
    "head",
    [
        [["三台县2023年"], ["乡镇名称", "地区生产总值（亿元）", "常住人口（万人）"]],
        [["三台县2023年"], ["单位：亿元、万人"], ["乡镇名称", "地区生产总值", "常住人口"]],
        [["三台县2023年"], ["乡镇名称", "地区生产总值", "常住人口"], [None, "亿元", "万人"]],
        [["三台县2023年"], [None, "亿元", "万人"], ["乡镇名称", "地区生产总值", "常住人口"]],
    ],
)
def test_units_of_measure_in_the_head_are_converted(
    run_import: Import,
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    tmp_path: Path,
    head: list[list[Any]],
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (*head, ["城关镇", 2.585, 0.07], ["南山乡", "0.0204", 0.0131]):
        book.active.append(row)
    file = tmp_path / "统计.xlsx"
    book.save(file)
    with run_import(village(villages), township(townships), indicator(pyogrio.read_dataframe(str(file)))) as database:
        rows = database.read_table("indicator_value")
    assert rows["indicator"].tolist() == ["A1", "A5", "A1", "A5"]
    assert rows["value"].tolist() == [25850.0, 700.0, 204.0, 131.0]  # 万元, 人


@pytest.mark.parametrize(
    ("table", "code", "named"),
    [
        ({"DWDM": TOWNSHIPS, "地区生产总值（亿美元）": [1, 2]}, "unknown_measure", ["亿美元", "FIELD_MAP"]),
        ({"DWDM": TOWNSHIPS, "地区生产总值（公顷）": [1, 2]}, "unlike_measure", ["公顷", "万元"]),
        ({"DWDM": ["1", "2"], "A1": [1, 2]}, "unknown_units", ["DWDM", "1, 2"]),
        ({"DWDM": TOWNSHIPS, "A1": [1, "多"]}, "not_a_number", ["A1", TOWNSHIPS[1], "多"]),
        ({"DWDM": TOWNSHIPS, "note": [1, 2]}, "missing_field", ["note"]),
        ({"A1": [1, 2]}, "missing_field", ["unit_code"]),
        (
            {"DWDM": [TOWNSHIPS[0]] * 2, "ZBDM": "A1", "ZBZ": [1, 2], "NF": 2020},
            "duplicate_value",
            [TOWNSHIPS[0], "A1"],
        ),
        ({"DWDM": TOWNSHIPS, "A1": [1, 2], "地区生产总值": [1, 2]}, "ambiguous_field", ["A1", "地区生产总值"]),
    ],
)
def test_bad_indicators(
    run_import: Import, villages: gpd.GeoDataFrame, table: dict[str, Any], code: str, named: list[str]
) -> None:
    with pytest.raises(InputError) as error:
        run_import(village(villages), indicator(pd.DataFrame(table)))
    assert error.value.code == code and all(part in str(error.value) for part in ["统计表", *named])


def test_flows(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    table = pd.DataFrame(
        {
            "CFDM": [VILLAGES[0] + "0000000", VILLAGES[0], VILLAGES[1], "1"],
            "DDDM": [VILLAGES[1]] * 4,
            "RS": [1, 2, 3, 4],
        }
    )
    with run_import(village(villages), Source("flow", "TQL", table)) as database:
        rows = database.read_table("flow")[["from_code", "to_code", "value"]].values.tolist()
    assert rows == [[VILLAGES[0], VILLAGES[1], 3], [VILLAGES[1], VILLAGES[1], 3]]
    assert "1 flows start or end outside the county" in run_import.said
    with pytest.raises(InputError) as error:
        run_import(village(villages), Source("flow", "TQL", table.assign(RS=[1, -1, 2, 3])))
    assert error.value.code == "bad_flow" and "row 2" in str(error.value)


def test_reference_plan(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    table = pd.DataFrame({"DWDM": [*TOWNSHIPS, *VILLAGES[:3]], "PQDM": ["1", "2", "1-01", "1-02", "2-01"]})
    with run_import(village(villages), Source("reference_plan", "YPQ", table)) as database:
        plan = database.plan("原方案")
        assert database.assignment(plan.id, "township").to_dict() == dict(zip(TOWNSHIPS, ["1", "2"]))
        assert len(database.assignment(plan.id, "village")) == 3
        assert database.setting("current_plan") is None
        assert database.ensure_plan("").name == "方案一"
    assert f"1 units are in no district ({VILLAGES[3]})" in run_import.said


# ---- the file


def test_record_tells_of_the_import(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    with run_import(village(villages), county_name="三台县") as database:
        last = database.read_table("record").iloc[-1]
        assert database.setting("county_name") == "三台县" and database.setting("county_code") == "510722"
    said = json.loads(last["after"])
    assert last["what"] == "import" and said["layers"] == {"village": "CJDCQ"} and said["rows"]["village"] == 4


def test_same_input_same_bytes(tmp_path: Path, villages: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    files = [tmp_path / name / "county.gpkg" for name in "ab"]
    for file in files:
        file.parent.mkdir()
        import_county([village(villages), Source("parcel", "DLTB", parcels())], file)
    assert files[0].read_bytes() == files[1].read_bytes()


def _fail(error: BaseException) -> Callable[..., None]:
    def fail(*arguments: Any, **options: Any) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("failing", "error"),
    [
        ("create_database", OSError(errno.ENOSPC, "No space left on device")),
        ("create_database", MemoryError()),
        ("open_database", sqlite3.OperationalError("database or disk is full")),
        ("replace", PermissionError(errno.EACCES, "open elsewhere")),
    ],
)
def test_old_output_survives_any_failure(
    run_import: Import,
    villages: gpd.GeoDataFrame,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
    error: BaseException,
) -> None:
    run_import(village(villages)).close()
    before = run_import.output.read_bytes()
    monkeypatch.setattr(importer, failing, _fail(error))
    with pytest.raises(type(error)):
        run_import(village(villages))
    assert run_import.output.read_bytes() == before
    assert os.listdir(run_import.output.parent) == [run_import.output.name]


def test_cancelling_leaves_nothing(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    seen: list[float] = []
    task = Task(lambda fraction, _: seen.append(fraction), lambda: bool(seen) and seen[-1] > 0.7)
    with pytest.raises(Cancelled):
        run_import(village(villages), task=task)
    assert os.listdir(run_import.output.parent) == []


def test_disk_that_fills_up_is_told_by_missing_rows(
    run_import: Import, villages: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = pyogrio.write_dataframe

    def lose_rows(frame: gpd.GeoDataFrame, *arguments: Any, **options: Any) -> None:
        write(frame.iloc[:2] if options["layer"] == "village" else frame, *arguments, **options)

    monkeypatch.setattr(pyogrio, "write_dataframe", lose_rows)
    with pytest.raises(StorageError) as error:
        run_import(village(villages))
    assert error.value.code == "cannot_write" and "village: 2/4" in str(error.value)
    assert os.listdir(run_import.output.parent) == []


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_output_in_use_is_refused(run_import: Import, villages: gpd.GeoDataFrame, journal: str) -> None:
    run_import(village(villages)).close()
    other = sqlite3.connect(run_import.output, isolation_level=None)
    other.execute(f"PRAGMA journal_mode = {journal}")
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE setting SET value = 'x' WHERE key = 'county_code'")
    try:
        with pytest.raises(StorageError) as error:
            run_import(village(villages))
        assert error.value.code == "locked"
    finally:
        other.execute("COMMIT")
        other.close()
    with open_database(run_import.output) as database:
        assert database.setting("county_code") == "x"


def test_read_only_folder(run_import: Import, villages: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:  # root may write anywhere: ask the operating system's answer instead
        monkeypatch.setattr(os, "access", lambda path, mode: False)
    else:
        run_import.output.parent.chmod(0o555)
    try:
        with pytest.raises(StorageError) as error:
            run_import(village(villages))
    finally:
        run_import.output.parent.chmod(0o755)
    assert error.value.code == "no_permission" and run_import.output.name in str(error.value)


def test_missing_folder_and_folder_for_file(tmp_path: Path, villages: gpd.GeoDataFrame) -> None:
    for output, code in ((tmp_path / "no" / "a.gpkg", "no_folder"), (tmp_path, "is_folder")):
        with pytest.raises(StorageError) as error:
            import_county([village(villages)], output)
        assert error.value.code == code


# ---- real places


def _import_file(file: Path, output: Path) -> Imported:
    by_parameter = {role.parameter: role.name for role in roles().values()}
    sources = []
    for parameter, found in recognise_layers(file).items():
        names = found if isinstance(found, list) else [found]
        sources += [Source(by_parameter[parameter], one, pyogrio.read_dataframe(str(file), layer=one)) for one in names]
    return import_county(sources, output)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("ph_lanao", (462, 22, 0)),
        ("ph_lanao_parcels20k", (462, 22, 20000)),
        ("us_cambridge", (886, 30, 13115)),  # one of the 13,116 parcels is empty
    ],
)
def test_real_places(shared_data: Path, tmp_path: Path, name: str, counts: tuple[int, int, int]) -> None:
    result = _import_file(shared_data / f"{name}.gpkg", tmp_path / "county.gpkg")
    assert (result.villages, result.townships, result.parcels) == counts
    with open_database(tmp_path / "county.gpkg") as database:
        for layer in ("township", "village", "parcel"):
            assert database.read_layer(layer).is_valid.all()
        villages = database.read_layer("village")
        assert set(villages["township_code"]) == set(database.read_layer("township")["code"])
        parcel = database.read_table("parcel")
    assert parcel["parcel_id"].is_unique
    if name == "ph_lanao_parcels20k":
        assert parcel["unit_code"].notna().all()


def test_attributes_of_projects_and_capacities_of_facilities(run_import: Import, villages: gpd.GeoDataFrame) -> None:
    at = gpd.GeoDataFrame(
        {
            "XMDM": ["P1", "P2", "P3", "P4"],
            "建设内容": ["泵站", "", "道路", ""],
            "总投资（万元）": ["1,200.5", "待定", None, 80],
            "起始年份": [2023, None, 1, None],
            "建设年限": ["2022—2027年", "2024年", "近期", ""],
            "责任单位": ["水利局", "", "", ""],
            "SSLX": ["卫生院", "小学", "小学", "村委会"],
            "床位数": [40, "三百", None, "12"],
        },
        geometry=[box(X + 10 * i, Y, X + 10 * i + 5, Y + 5) for i in range(4)],
        crs="EPSG:4523",
    )
    spots = at.set_geometry(at.centroid)
    with run_import(village(villages), Source("project", "XMHX", at), Source("facility", "GGFWSS", spots)) as database:
        projects = database.read_layer("project")
        assert projects["content"].tolist() == ["泵站", "", "道路", ""]
        assert projects["responsible"].tolist()[0] == "水利局"
        assert projects["investment"].astype(float).fillna(-1).tolist() == [1200.5, -1, -1, 80]
        assert projects["start_year"].astype(float).fillna(-1).tolist() == [2023, 2024, -1, -1]
        assert projects["end_year"].astype(float).fillna(-1).tolist() == [2027, 2024, -1, -1]
        assert database.read_layer("facility")["capacity"].astype(float).fillna(-1).tolist() == [40, -1, -1, 12]
    for part in (
        "field 总投资（万元）: 1 values are not a number or year that can be used (待定)",
        "field 起始年份: 1 values are not a number or year that can be used (1.0)",
        "field 建设年限: 1 values are not a number or year that can be used (近期)",
        "field 床位数: 1 values are not a number or year that can be used (三百)",
    ):
        assert part in run_import.said
