"""comparelanduse through the registry: from layers, from a planning database, saved, and read for the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from qgis.core import QgsProcessingException
from shapely import Polygon, box

CRS = "EPSG:4523"
X, Y = 35_560_000.0, 3_000_000.0  # 60 km off the meridian: plane and ellipsoid areas differ
ONE, TWO = "511502100201", "511502100202"
REDLINE = "ecological_redline"
KEYS = ["unit_code", "class_code", "settlement_code", "planned_class", "constraints"]


def at(a: float, b: float, c: float, d: float) -> Polygon:
    return box(X + a, Y + b, X + c, Y + d)


def frame(shapes: list[Polygon], **columns: list[Any]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes), crs=CRS)


def save(path: Path, layer: str, rows: gpd.GeoDataFrame) -> str:
    rows.to_file(path, layer=layer, engine="pyogrio")
    return f"{path}|layername={layer}"


GROUND = [at(0, 0, 100, 10), at(0, 10, 100, 20)]
VILLAGES = [at(0, 0, 60, 20), at(60, 0, 100, 20)]
PLANNED = [at(0, 0, 40, 20), at(40, 0, 100, 20)]
EXPECTED = [
    (ONE, "0101", "", "03", "", 300.0),
    (ONE, "0101", "", "03", REDLINE, 100.0),
    (ONE, "0101", "", "0703", "", 200.0),
    (ONE, "0702", "203", "03", "", 300.0),
    (ONE, "0702", "203", "03", REDLINE, 100.0),
    (ONE, "0702", "203", "0703", "", 200.0),
    (TWO, "0101", "", "0703", "", 400.0),
    (TWO, "0702", "203", "0703", "", 400.0),
]


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("泸县 数据") / "县.gpkg"
    return {
        "INPUT": save(
            path,
            "DLTB",
            frame(
                GROUND,
                BSM=["1", "2"],
                DLBM=["0101", "0702"],
                CZCSXM=["", "203"],
                ZLDWDM=[f"{ONE}0000000", f"{TWO}0000000"],
            ),
        ),
        "UNITS": save(path, "CJDCQ", frame(VILLAGES, ZLDWDM=[ONE, TWO])),
        "PLANNED": save(path, "GHYT", frame(PLANNED, GHFLDM=["03", "0703"])),
        "CONSTRAINTS": [save(path, "control_line", frame([at(0, 0, 10, 20)], kind=[REDLINE]))],
    }


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from village_planner.core.overlay.ellipsoid import ellipsoid_areas
    from village_planner.database import create_database, open_database

    path = tmp_path_factory.mktemp("county") / "plan.gpkg"
    villages = frame(VILLAGES, code=[ONE, TWO], name=["东村", "西村"], township_code=[ONE[:9]] * 2)
    villages["area_m2"] = ellipsoid_areas(villages.geometry).round(2)
    townships = frame([at(0, 0, 100, 20)], code=[ONE[:9]], name=["甲镇"], area_m2=[villages["area_m2"].sum()])
    plans = frame(
        [*PLANNED, at(0, 0, 100, 20)], plan=["国土空间规划", "国土空间规划", "旧规划"], class_code=["03", "0703", "01"]
    )
    parcels = frame(
        GROUND,
        parcel_id=["1", "2"],
        class_code=["0101", "0702"],
        settlement_code=["", "203"],
        unit_code=[ONE, TWO],
    )
    lines = frame([at(0, 0, 10, 20)], kind=[REDLINE])
    create_database(
        path,
        CRS,
        {"township": townships, "village": villages, "parcel": parcels, "sector_plan": plans, "control_line": lines},
        {},
        {"county_name": "泸县", "county_code": "511521"},
    )
    with open_database(path) as opened:
        opened.ensure_plan("方案一")
    return path


def rows(path: str) -> list[tuple[Any, ...]]:
    found = gpd.read_file(path).sort_values(KEYS)
    return [tuple(row) for row in found[[*KEYS, "area_m2"]].values.tolist()]


def test_from_layers(run: Any, layers: dict[str, Any], tmp_path: Path) -> None:
    results = run(
        "comparelanduse",
        **layers,
        AREA="plane",
        PLANNED_VERSION="2020",
        OUTPUT=str(tmp_path / "o.gpkg"),
        PIECES=str(tmp_path / "p.gpkg"),
    )
    assert rows(results["OUTPUT"]) == EXPECTED
    assert results["INPUT_AREA"] == results["OUTPUT_AREA"] == 2000.0
    assert (results["UNPLANNED_AREA"], results["REJECTED_COUNT"]) == (0.0, 0)
    saved = gpd.read_file(results["OUTPUT"])
    assert set(saved["planned"]) == {"GHYT"} and set(saved["planned_version"]) == {"2020"}
    pieces = gpd.read_file(results["PIECES"])
    assert len(pieces) == len(EXPECTED) and pieces.geometry.area.sum() == pytest.approx(2000)


def test_from_the_database_saved_and_read(run: Any, database: Path, tmp_path: Path) -> None:
    """The base side is what overlayconstraints saves; the tables take both from the plan."""
    from village_planner.database import open_database, read_county

    change, areas = str(tmp_path / "change.gpkg"), str(tmp_path / "areas.gpkg")
    results = run("comparelanduse", DATABASE=str(database), PLANNED_NAME="国土空间规划", OUTPUT=change)
    assert [row[:5] for row in rows(change)] == [row[:5] for row in EXPECTED]
    layer = {name: f"{database}|layername={name}" for name in ("parcel", "village", "control_line")}
    run(
        "overlayconstraints",
        INPUT=layer["parcel"],
        UNITS=layer["village"],
        PARCEL_UNIT_FIELD="unit_code",
        CONSTRAINTS=[layer["control_line"]],
        OUTPUT=str(tmp_path / "pieces.gpkg"),
        SUMMARY=areas,
    )
    plan = {"DATABASE": str(database), "PLAN": "方案一"}
    run("saveresult", **plan, KIND="land_area", LEVEL="village", INPUT=areas)
    run("saveresult", **plan, KIND="land_change", INPUT=change)
    with open_database(database, read_only=True) as opened:
        county = read_county(opened)
        kept = opened.result(county.plan_id, "land_change")
    assert kept is not None and not kept.stale
    assert kept.parameters["planned_version"] == "2023" and kept.parameters["planned"] == "国土空间规划"
    assert county.planned_version == "2023" and county.land_use is not None
    assert county.land_change is not None and county.land_area is not None
    base = county.land_change.groupby(["unit_code", "class_code", "constraints"])["area_m2"].sum().round(2)
    shown = county.land_area.set_index(["unit_code", "class_code", "constraints"])["area_m2"]
    assert base.to_dict() == shown.to_dict()
    assert results["OUTPUT_AREA"] == round(county.land_change["area_m2"].sum(), 2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"PLANNED_NAME": ""}, "holds 2 plans (国土空间规划, 旧规划). Say by PLANNED_NAME"),
        ({"PLANNED_NAME": "新规划"}, "no plan called 新规划. Its plans are: 国土空间规划, 旧规划"),
        ({"DATABASE": ""}, "INPUT is empty. Choose a layer, or a planning database"),
    ],
)
def test_what_is_missing_is_named(run: Any, database: Path, tmp_path: Path, change: Any, words: str) -> None:
    given = {"DATABASE": str(database), "PLANNED_NAME": "旧规划", **change}
    with pytest.raises(QgsProcessingException) as error:
        run("comparelanduse", **given, OUTPUT=str(tmp_path / "o.gpkg"))
    assert words in str(error.value) and not (tmp_path / "o.gpkg").exists()


def test_a_model_may_run_where_no_plan_can_be_compared(run: Any, database: Path, tmp_path: Path) -> None:
    """Several plans and none named: told, an empty result, and what was saved before stays."""
    from village_planner.database import open_database

    first, empty = str(tmp_path / "first.gpkg"), str(tmp_path / "empty.gpkg")
    kept = {"DATABASE": str(database), "PLAN": "方案二", "LEVEL": "village", "KIND": "land_change"}
    run("comparelanduse", DATABASE=str(database), PLANNED_NAME="旧规划", OUTPUT=first)
    run("saveresult", **kept, INPUT=first)
    made = run("comparelanduse", DATABASE=str(database), WITHOUT_PLAN="skip", OUTPUT=empty)
    assert made["INPUT_AREA"] == 0 and any("holds 2 plans" in line for line in run.log)
    assert "WARNING Land use is not compared." in run.log
    saved = gpd.read_file(empty, engine="pyogrio")
    assert saved.empty and {*KEYS, "area_m2", "planned", "planned_version"} <= set(saved.columns)
    with pytest.raises(QgsProcessingException, match="no features"):
        run("saveresult", **kept, INPUT=empty)
    run("saveresult", **kept, INPUT=empty, EMPTY="skip")
    assert any("nothing is saved" in line for line in run.log)
    with open_database(database, read_only=True) as db:
        assert db.result(db.plan("方案二").id, "land_change").parameters["layer"] == "first"


def test_codes_of_the_other_list_are_noticed(run: Any, layers: dict[str, Any], tmp_path: Path) -> None:
    odd = save(tmp_path / "odd.gpkg", "GH", frame(PLANNED, YDYHFLDM=["0604", "1313"]))
    given = {**layers, "PLANNED": odd, "UNITS": None, "CONSTRAINTS": []}
    run("comparelanduse", **given, OUTPUT=str(tmp_path / "o.gpkg"))
    assert any(
        "in the list of 2020, not in that of 2023 (0604, 1313). Check PLANNED_VERSION" in line for line in run.log
    )


def test_a_result_that_mixes_planned_layers_is_refused(run: Any, database: Path, tmp_path: Path) -> None:
    mixed = frame([at(0, 0, 1, 1)] * 2, **{key: ["", ""] for key in KEYS}, area_m2=[1.0, 2.0])
    mixed["planned_version"] = ["2020", "2023"]
    path = save(tmp_path / "m.gpkg", "m", mixed)
    with pytest.raises(QgsProcessingException, match="planned_version holds 2 values"):
        run("saveresult", DATABASE=str(database), PLAN="方案一", KIND="land_change", INPUT=path)
    with pytest.raises(QgsProcessingException, match="PLANNED_VERSION is 2017"):
        odd = save(tmp_path / "n.gpkg", "n", mixed.assign(planned_version="2017"))
        run("saveresult", DATABASE=str(database), PLAN="方案一", KIND="land_change", INPUT=odd)
