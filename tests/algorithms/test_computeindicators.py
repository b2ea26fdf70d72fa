"""computeindicators as users call it; the measures themselves are tested in core."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from qgis.core import QgsProcessingException

CORNER = np.array([35_500_000.0, 3_400_000.0])
TOWNSHIPS = ["510722001", "510722002"]
VILLAGES = ["510722001201", "510722001202", "510722002201", "510722002202"]


def frame(shapes: list[Any], **columns: Any) -> gpd.GeoDataFrame:
    moved = shapely.transform(np.array(shapes, dtype=object), lambda xy: xy + CORNER)
    return gpd.GeoDataFrame(columns, geometry=list(moved), crs="EPSG:4523")


def squares(count: int, width: int) -> list[shapely.Polygon]:
    return [shapely.box(width * i, 0, width * (i + 1), 2000) for i in range(count)]


def layers() -> dict[str, gpd.GeoDataFrame]:
    """Four villages in a row, a national road (60 km/h) through their middles, as the planning database has them."""
    seats = [shapely.Point(2000 * i + 1000, 1000) for i in range(4)]
    return {
        "township": frame(squares(2, 4000), code=TOWNSHIPS, name=["甲镇", "乙镇"], population=[4000, 2000]),
        "village": frame(
            squares(4, 2000),
            code=VILLAGES,
            name=list("子丑寅卯"),
            township_code=[code[:9] for code in VILLAGES],
            population=[1000, 3000, 1000, 1000],
            area_m2=4e6,
        ),
        "road": frame([shapely.LineString([(0, 1000), (8000, 1000)])], kind=["国道"], name=["G1"]),
        "facility": frame(
            [*seats, seats[0], seats[2], seats[0]],
            kind=["村委会"] * 4 + ["乡镇政府"] * 2 + ["县政府"],
            name=[None] * 7,
            unit_code=[*VILLAGES, VILLAGES[0], VILLAGES[2], VILLAGES[0]],
        ),
        "hazard": frame([shapely.Point(10, 10)], kind=["滑坡"], name=["一号"]),
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    from village_planner.database import create_database

    file = tmp_path / "规划 库.gpkg"
    values = pd.DataFrame(
        [("township", "510722002", "B2", 2023, 12.3), ("township", "510722001", "B1", 2023, 0.5)],
        columns=["level", "unit_code", "indicator", "year", "value"],
    )
    create_database(file, "EPSG:4523", layers(), {"indicator_value": values})
    return file


def figures(path: Path) -> dict[tuple[str, str, Any], tuple[float, Any]]:
    from village_planner.database import open_database

    with open_database(path, read_only=True) as county:
        rows = county.indicator_rows("township")
    return {
        (row.unit_code, row.indicator, None if pd.isna(row.year) else int(row.year)): (row.value, row.source)
        for row in rows.itertuples()
    }


def test_a_countys_database(run: Any, path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    names = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", "DIFFERENCES")}
    results = run("computeindicators", DATABASE=str(path), LEVEL="township", **names)
    values = pyogrio.read_dataframe(results["OUTPUT"])
    assert list(values.columns) == [
        *("unit_code", "unit_name", "level", "indicator", "indicator_name", "year", "value", "unit", "source")
    ]
    by = values.pivot(index="indicator", columns="unit_code", values="value")
    assert by.loc["A9"].tolist() == pytest.approx([1 / 8, 0], rel=1e-4)
    assert by.loc["B1"].tolist() == pytest.approx([0.5, 0.5], rel=1e-4)
    assert by.loc["B2"].tolist() == pytest.approx([0, 4], abs=1e-6)
    assert by.loc["C8"].tolist() == pytest.approx([1.5, 1], abs=1e-6)  # 3,000 of 4,000 and 1,000 of 2,000 two minutes
    assert (values["year"] == 2023).all() and (values["level"] == "township").all()
    assert values["source"].str.startswith("computed: minutes by road").any()
    assert results["VALUE_COUNT"] == len(values) == 2 * len(by)
    apart = pyogrio.read_dataframe(results["DIFFERENCES"])
    assert apart[["unit_code", "indicator", "known", "computed", "difference", "year"]].to_numpy().tolist() == [
        ["510722002", "B2", 12.3, 4.0, -8.3, 2023]
    ]
    said = "\n".join(run.log)
    assert "B3 Driving time to the nearest motorway entrance or railway station is left out: layer facility" in said
    assert "A8 Share of high-standard farmland is left out" in said
    assert results["LEFT_OUT"] == said.count("is left out:") and results["DIFFERENCE_COUNT"] == 1
    assert path.read_bytes() == before


def test_what_is_saved(run: Any, path: Path) -> None:
    asked = {"DATABASE": str(path), "INDICATORS": "B1, B2", "SAVE": True, "OUTPUT": "memory:"}
    results = run("computeindicators", **asked)
    kept = figures(path)
    assert kept["510722002", "B2", 2023] == (12.3, None)  # brought by the county
    assert kept["510722001", "B2", 2023][0] == pytest.approx(0, abs=1e-6)
    assert kept["510722001", "B2", 2023][1].startswith("computed: ")
    assert results["SAVED_COUNT"] == 2 and "2 values saved; 2 figures that were there stay." in run.log
    results = run("computeindicators", EXISTING="replace", **asked)
    assert figures(path)["510722002", "B2", 2023][0] == pytest.approx(4, abs=1e-6)
    assert results["SAVED_COUNT"] == 4
    run("computeindicators", YEAR=2025, **asked)
    assert {key[2] for key in figures(path)} == {2023, 2025}


def test_nothing_is_saved_where_the_output_fails(run: Any, path: Path, tmp_path: Path) -> None:
    before = figures(path)
    (tmp_path / "out.gpkg").mkdir()
    with pytest.raises(QgsProcessingException):
        run("computeindicators", DATABASE=str(path), SAVE=True, OUTPUT=str(tmp_path / "out.gpkg"))
    assert figures(path) == before


def test_single_layers_as_a_county_brings_them(run: Any, tmp_path: Path) -> None:
    raw = tmp_path / "原始 数据.gpkg"
    own = layers()
    village = own["village"].rename(columns={"code": "ZLDWDM", "name": "ZLDWMC", "population": "CZRK"})
    village["ZLDWDM"] += "0000000"
    village[["ZLDWDM", "ZLDWMC", "CZRK", "geometry"]].to_file(raw, layer="CJDCQ")
    own["road"].rename(columns={"kind": "DLLX"}).assign(oneway="no").to_file(raw, layer="DL")
    facility = own["facility"].rename(columns={"kind": "SSLX", "unit_code": "ZLDWDM"})
    facility.to_file(raw, layer="GGFWSS")
    halves = [shapely.box(2000 * i, 0, 2000 * i + 2000, 1000) for i in range(4)]
    frame(halves, DLBM=["0101"] * 4, ZLDWDM=[f"{code}0000000" for code in VILLAGES]).to_file(raw, layer="DLTB")
    frame([shapely.box(0, 0, 3000, 1000)], XMMC=["甲"]).to_file(raw, layer="GBZNT")
    given = {"VILLAGES": "CJDCQ", "ROADS": "DL", "FACILITIES": "GGFWSS", "PARCELS": "DLTB"}
    results = run(
        "computeindicators",
        LEVEL="village",
        **{parameter: f"{raw}|layername={layer}" for parameter, layer in given.items()},
        CONTROL_LINES=[f"{raw}|layername=GBZNT"],
        COUNTY_SEAT="镇政府；乡镇政府",
        OUTPUT=str(tmp_path / "out.gpkg"),
    )
    by = pyogrio.read_dataframe(results["OUTPUT"]).pivot(index="indicator", columns="unit_code", values="value")
    assert list(by.columns) == VILLAGES
    assert by.loc["V15"].tolist() == pytest.approx([100, 50, 0, 0], abs=1e-3)
    assert by.loc["V7"].tolist() == pytest.approx([0, 2, 0, 2], abs=1e-6)
    assert by.loc["V8"].tolist() == pytest.approx([0, 2, 0, 2], abs=1e-6)  # both township governments, as asked
    assert {"V9", "V13", "V6"}.isdisjoint(by.index)


def test_a_countys_own_catalogues(run: Any, path: Path, tmp_path: Path) -> None:
    from village_planner.database import open_database

    item = {"code": "K1", "zh": "路网", "en": "Roads", "group": "infrastructure", "levels": ["township"]}
    item |= {"unit": {"zh": "km/km²", "en": "km/km²"}, "direction": "benefit", "kind": "indicator", "decimals": 1}
    source = {"kind": "computed", "measure": "travel_time", "arguments": {"destination": "county_seat"}}
    with open_database(path) as county:
        county.write_catalogue("indicators", {"indicators": [{**item, "source": {**source, "layers": ["road"]}}]})
    slow = tmp_path / "slow.json"
    slow.write_text(json.dumps({"default": 15, "classes": [{"id": "x", "zh": "x", "en": "x", "speed": 1}]}))
    results = run("computeindicators", DATABASE=str(path), ROAD_SPEEDS=str(slow), OUTPUT=str(tmp_path / "out.gpkg"))
    values = pyogrio.read_dataframe(results["OUTPUT"])
    assert values["indicator"].tolist() == ["K1", "K1"]
    assert values["value"].tolist() == pytest.approx([0, 16], abs=1e-5)
    assert any("1 roads are of no class that the catalogue of speeds knows (国道: 1)" in line for line in run.log)


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"SAVE": True}, "SAVE needs a planning database"),
        ({}, "Choose a planning database, or the layer of villages"),
        ({"INDICATORS": "A1", "DATABASE": True}, "INDICATORS names A1, which is not computed for level township"),
        ({"INDICATORS": "Q", "DATABASE": True}, "INDICATORS names Q, which the catalogue does not list"),
        ({"CATALOGUE": "none.json", "DATABASE": True}, "none.json does not exist"),
        ({"VILLAGES": "no code"}, "Layer villages has no field recognised as code"),
    ],
)
def test_faults_are_told_and_nothing_is_written(
    run: Any, path: Path, tmp_path: Path, parameters: dict[str, Any], text: str
) -> None:
    if "DATABASE" in parameters:
        parameters = {**parameters, "DATABASE": str(path)}
    if "VILLAGES" in parameters:
        frame(squares(1, 10), X=["1"]).to_file(tmp_path / "villages.gpkg", layer="villages")
        parameters = {"VILLAGES": f"{tmp_path / 'villages.gpkg'}|layername=villages"}
    output = tmp_path / "out.gpkg"
    with pytest.raises(QgsProcessingException, match=text):
        run("computeindicators", OUTPUT=str(output), **parameters)
    assert not output.exists()


def test_people_of_a_township_are_known_where_those_of_all_its_villages_are() -> None:
    from village_planner.algorithms._county_layers import townships_of

    villages = layers()["village"].assign(population=[100, np.nan, 1000, 1000], area_m2=[4e6, 4e6, np.nan, 4e6])
    townships = townships_of(villages)
    assert townships["population"].tolist() == pytest.approx([np.nan, 2000], nan_ok=True)
    assert townships["area_m2"].tolist() == pytest.approx([8e6, np.nan], nan_ok=True)


@pytest.mark.parametrize("field", ["direction", "oneway", "One_Way", "单行", "单向", "通行方向"])
def test_one_way_streets_are_known_by_one_list_of_names(field: str) -> None:
    from village_planner.algorithms._county_layers import named
    from village_planner.algorithms._travel import road_field

    roads = layers()["road"].assign(**{field: "反向"})
    assert road_field(roads, "direction") == field
    assert named(roads, "road", "DL", ())["direction"].tolist() == ["反向"]
