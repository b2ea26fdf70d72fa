"""checkdata through the registry."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import pytest
from qgis.core import QgsProcessingException
from shapely import Polygon, box

X, Y = 35_500_000.0, 3_000_000.0


def at(a: float, b: float, c: float, d: float) -> Polygon:
    return box(X + a, Y + b, X + c, Y + d)


def save(path: Path, layer: str, shapes: list[Any], crs: Optional[str] = "EPSG:4523", **columns: list[Any]) -> str:
    gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes), crs=crs).to_file(path, layer=layer, engine="pyogrio")
    return f"{path}|layername={layer}"


@pytest.fixture
def county(tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "county.gpkg"
    return {
        "VILLAGES": save(
            path,
            "CJDCQ",
            [at(0, 0, 110, 100), at(100, 0, 200, 100)],
            ZLDWDM=["5115021002010000000", "5115021002020000000"],
            ZLDWMC=["甲村", "乙村"],
            CZRK=["100", "很多"],
        ),
        "TOWNSHIPS": save(path, "XZQ", [at(0, 0, 200, 100)], XZQDM=["511502100"], XZQMC=["东镇"], CZRK=[100]),
        "PARCELS": save(
            path,
            "DLTB",
            [at(0, 0, 100, 100), at(100, 0, 200, 100)],
            BSM=["1", "2"],
            DLBM=["0101", "9999"],
            ZLDWDM=["5115021002010000000", "5115021002030000000"],
            TBMJ=[10_000.0, 12_000.0],
            KCXS=[0.1, 1.5],
        ),
        "OUTPUT": str(tmp_path / "findings.gpkg"),
    }


def test_findings_of_the_survey_layers(run: Any, county: dict[str, str]) -> None:
    results = run("checkdata", **county)
    found = gpd.read_file(results["OUTPUT"])
    columns = ["rule", "severity", "layer", "unit_code", "message", "key", "cases", "rules", "checked", "geometry"]
    assert found.columns.tolist() == columns
    assert found[["rule", "severity", "layer"]].values.tolist() == [
        ["population_text", "error", "CJDCQ"],
        ["identifier_format", "warning", "DLTB"],
        ["parcel_unit_unknown", "warning", "DLTB"],
        ["class_unknown", "warning", "DLTB"],
        ["ridge_factor_range", "error", "DLTB"],
        ["area_differs", "warning", "DLTB"],
        ["outline_sum", "warning", "CJDCQ"],
        ["outline_sum", "warning", "XZQ"],
        ["village_overlap", "warning", "CJDCQ"],
    ]
    assert (results["ERRORS"], results["WARNINGS"]) == (2, 7)
    overlap = found.iloc[8]
    assert overlap.geometry.area == pytest.approx(1000) and "1,000.00 m²" in overlap["message"]


def test_a_sound_layer_gives_an_empty_layer_of_findings(run: Any, county: dict[str, str]) -> None:
    results = run("checkdata", TOWNSHIPS=county["TOWNSHIPS"], OUTPUT=county["OUTPUT"])
    assert (results["ERRORS"], results["WARNINGS"]) == (0, 0)
    assert len(gpd.read_file(results["OUTPUT"])) == 0


def test_eastings_without_zone_number_in_a_system_with_it(run: Any, county: dict[str, str], tmp_path: Path) -> None:
    wrong = save(tmp_path / "w.gpkg", "XZQ", [box(500_000, Y, 500_100, Y + 100)], XZQDM=["511502100"], XZQMC=["东镇"])
    results = run("checkdata", TOWNSHIPS=wrong, OUTPUT=county["OUTPUT"])
    found = gpd.read_file(results["OUTPUT"])
    assert "wrong_crs" in found["rule"].tolist()
    assert "EPSG:4544" in found["message"].iloc[0]


@pytest.mark.parametrize(("crs", "shape"), [("EPSG:4490", at(0, 0, 9, 9)), ("EPSG:4523", box(105, 30, 105.1, 30.1))])
def test_metres_in_degrees_and_degrees_in_metres_are_told(
    run: Any, county: dict[str, str], tmp_path: Path, crs: str, shape: Polygon
) -> None:
    wrong = save(tmp_path / "w.gpkg", "XZQ", [shape], crs, XZQDM=["511502100"], XZQMC=["东镇"])
    run("checkdata", TOWNSHIPS=wrong, OUTPUT=county["OUTPUT"])
    assert gpd.read_file(county["OUTPUT"])["rule"].tolist() == ["wrong_crs"]


def test_a_planning_database_is_checked_whole(run: Any, county: dict[str, str], tmp_path: Path) -> None:
    from village_planner.database import create_database

    path = tmp_path / "planning.gpkg"
    village = gpd.GeoDataFrame(
        {
            "code": ["511502100201"],
            "name": ["甲村"],
            "kind": ["village"],
            "township_code": ["511502999"],
            "population": [5],
            "area_m2": [10_000.0],
        },
        geometry=[at(0, 0, 100, 100)],
        crs=4523,
    )
    township = gpd.GeoDataFrame(
        {"code": ["511502101"], "name": ["东镇"], "population": [5], "area_m2": [10_000.0]},
        geometry=[at(0, 0, 100, 100)],
        crs=4523,
    )
    create_database(path, "EPSG:4523", {"village": village, "township": township})
    results = run("checkdata", DATABASE=str(path), OUTPUT=county["OUTPUT"])
    found = gpd.read_file(results["OUTPUT"])
    assert found[["rule", "unit_code"]].values.tolist() == [["unit_without_township", "511502100201"]]


def test_nothing_given_is_refused(run: Any, county: dict[str, str]) -> None:
    with pytest.raises(QgsProcessingException, match="Nothing to check"):
        run("checkdata", OUTPUT=county["OUTPUT"])


def test_villages_without_a_code_field_are_refused(run: Any, county: dict[str, str], tmp_path: Path) -> None:
    bare = save(tmp_path / "b.gpkg", "bare", [at(0, 0, 1, 1)], xyz=["1"])
    with pytest.raises(QgsProcessingException, match=r"Layer bare has no field code\. Choose one of: fid, xyz\."):
        run("checkdata", VILLAGES=bare, OUTPUT=county["OUTPUT"])
    field_map = tmp_path / "map.json"
    field_map.write_text('{"village": {"code": "xyz"}}', encoding="utf-8")
    results = run("checkdata", VILLAGES=bare, FIELD_MAP=str(field_map), OUTPUT=county["OUTPUT"])
    assert gpd.read_file(results["OUTPUT"])["rule"].tolist() == ["code_format"]


def test_real_villages_gaps_and_overlaps(run: Any, shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "ph_lanao.gpkg"
    results = run("checkdata", VILLAGES=f"{path}|layername=village", OUTPUT=str(tmp_path / "f.gpkg"))
    found = gpd.read_file(results["OUTPUT"])
    villages = gpd.read_file(path, layer="village")
    counts = found["rule"].value_counts()
    # The data's own description counts 351 holes; what is smaller than 0.001 m² is no gap.
    assert 348 <= counts["village_gap"] <= 351
    assert counts["multipart"] == 1
    total = villages.area.sum() - villages.union_all().area
    overlaps = found.loc[found["rule"] == "village_overlap"].geometry
    assert overlaps.union_all().area == pytest.approx(total, rel=1e-6)
    gaps = found.loc[found["rule"] == "village_gap"].geometry
    assert villages.union_all().intersection(gaps.union_all()).area < 1e-3


def test_control_lines_are_checked_by_their_kind(run: Any, county: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "lines.gpkg"
    redline = save(path, "STBHHX", [at(0, 0, 200, 100)], HXMC=["红线一"])
    boundary = save(path, "CZKFBJ", [at(150, 0, 400, 100)], GHFQMC=["开发边界一"])
    results = run("checkdata", CONTROL_LINES=[redline, boundary], OUTPUT=county["OUTPUT"])
    found = gpd.read_file(results["OUTPUT"])
    assert found[["rule", "severity", "layer"]].values.tolist() == [["lines_overlap", "error", "STBHHX"]]
    assert found["message"].tolist() == [
        "Row 1 (红线一) of STBHHX overlaps row 1 (开发边界一) of CZKFBJ by 5,000.00 m²."
    ]
    with pytest.raises(QgsProcessingException, match=r"Control lines cannot be read|CONTROL_LINES"):
        run("checkdata", CONTROL_LINES=[redline, str(tmp_path / "none.gpkg")], OUTPUT=county["OUTPUT"])


def changed_inputs(db: Any) -> set[str]:
    """What has changed since the findings were saved."""
    from village_planner.database.results import changed

    plan = db.plan("甲案").id
    return set(changed(db.result(plan, "finding").fingerprints, db.fingerprints("finding", None, plan)))


def test_a_database_is_checked_again_where_it_changed(run: Any, tmp_path: Path) -> None:
    from village_planner.database import create_database, open_database
    from village_planner.database.blobs import add_functions

    path, output = tmp_path / "planning.gpkg", str(tmp_path / "findings.gpkg")
    village = gpd.GeoDataFrame(
        {
            "code": ["511502100201", "511502100202"],
            "name": ["甲村", None],
            "population": [5, None],
            "area_m2": [1e4, 2e4],
        },
        geometry=[at(0, 0, 100, 100), at(100, 0, 200, 100)],
        crs=4523,
    ).assign(township_code="511502100", kind="village")
    parcel = gpd.GeoDataFrame(
        {"parcel_id": ["1", "2"], "class_code": ["0101", "9999"], "unit_code": village["code"], "area_m2": [1e4, 1e4]},
        geometry=list(village.geometry),
        crs=4523,
    )
    create_database(path, "EPSG:4523", {"village": village, "parcel": parcel})

    def check(**more: Any) -> list[str]:
        run("checkdata", DATABASE=str(path), OUTPUT=output, **more)
        return sorted(gpd.read_file(output)["key"])

    def changed(sql: str) -> None:
        with sqlite3.connect(path) as connection:
            add_functions(connection)
            connection.execute(sql)
        connection.close()

    whole = check()
    assert whole == [
        "area_differs|village|511502100202",
        "class_unknown|parcel|9999",
        "control_area_sum|village|511502100202",
        "missing_name|village|511502100202",
        "population_missing|village|511502100202",
    ]
    run("saveresult", DATABASE=str(path), PLAN="甲案", KIND="finding", INPUT=output)
    assert check(PLAN="甲案", ONLY_CHANGED=True) == whole
    assert any("Nothing changed" in line for line in run.log)
    changed("UPDATE village SET name = '乙村', area_m2 = 10000 WHERE code = '511502100202'")
    # What is not read again is not found again either: the findings about parcels are those of the last check.
    with open_database(path) as db:
        assert changed_inputs(db) == {"village"}
    assert check(PLAN="甲案", ONLY_CHANGED=True) == check() == [whole[1], whole[4]]
    # Another field map reads other values: everything is checked.
    field_map = tmp_path / "map.json"
    field_map.write_text('{"parcel": {"class_code": "parcel_id"}}', encoding="utf-8")
    assert "class_unknown|parcel|" in check(PLAN="甲案", ONLY_CHANGED=True, FIELD_MAP=str(field_map))
    # What changes between check and saving has changed since the check.
    check()
    changed("UPDATE village SET name = NULL WHERE code = '511502100201'")
    run("saveresult", DATABASE=str(path), PLAN="甲案", KIND="finding", INPUT=output)
    assert "missing_name|village|511502100201" in check(PLAN="甲案", ONLY_CHANGED=True)
    with pytest.raises(QgsProcessingException, match="planning database only"):
        run("checkdata", PARCELS=f"{path}|layername=parcel", ONLY_CHANGED=True, OUTPUT=output)


def test_findings_of_other_layers_are_no_check_of_the_database(
    run: Any, county: dict[str, str], tmp_path: Path
) -> None:
    from village_planner.database import create_database, open_database

    path, output = tmp_path / "planning.gpkg", county["OUTPUT"]
    village = gpd.GeoDataFrame(
        {"code": ["511502100201"], "name": [None], "population": [5], "area_m2": [1e4]},
        geometry=[at(0, 0, 100, 100)],
        crs=4523,
    ).assign(township_code="511502100", kind="village")
    create_database(path, "EPSG:4523", {"village": village})
    run("checkdata", VILLAGES=county["VILLAGES"], OUTPUT=output)
    run("saveresult", DATABASE=str(path), PLAN="甲案", KIND="finding", INPUT=output)
    with open_database(path, read_only=True) as db:
        assert db.result(db.plan("甲案").id, "finding").stale
    run("checkdata", DATABASE=str(path), PLAN="甲案", ONLY_CHANGED=True, OUTPUT=output)
    assert gpd.read_file(output)["key"].tolist() == ["missing_name|village|511502100201"]
    # One layer from elsewhere: that one is checked again, what was found of the database's own stands.
    run("checkdata", DATABASE=str(path), TOWNSHIPS=county["TOWNSHIPS"], OUTPUT=output)
    run("saveresult", DATABASE=str(path), PLAN="甲案", KIND="finding", INPUT=output)
    with open_database(path, read_only=True) as db:
        assert changed_inputs(db) == {"township"}


def test_a_city_of_blocks_and_lots(run: Any, shared_data: Path, tmp_path: Path) -> None:
    """What the data's own description says of it."""
    path = shared_data / "us_cambridge.gpkg"
    results = run("checkdata", PARCELS=f"{path}|layername=parcel", OUTPUT=str(tmp_path / "f.gpkg"))
    found = gpd.read_file(results["OUTPUT"])
    raw = gpd.read_file(path, layer="parcel")
    count = found.groupby("rule")["cases"].sum()
    assert count["invalid_geometry"] == 34 == (~raw.geometry.is_valid).sum()
    ids = raw["parcel_id"]
    assert count["duplicate_parcel_id"] == ids[ids.notna() & ids.ne("") & ids.duplicated(keep=False)].nunique()
    missing = found.loc[found["rule"] == "class_missing", "message"].iloc[0]
    assert missing.startswith(
        f"{int((raw['use_code'].isna() | raw['use_code'].eq('')).sum())} parcels have no land class"
    )


def test_real_villages_and_made_up_parcels(run: Any, shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "ph_lanao_parcels20k.gpkg"
    layers = {"PARCELS": "parcel", "VILLAGES": "village"}
    results = run(
        "checkdata", **{k: f"{path}|layername={v}" for k, v in layers.items()}, OUTPUT=str(tmp_path / "f.gpkg")
    )
    found = gpd.read_file(results["OUTPUT"])
    parcels, villages = gpd.read_file(path, layer="parcel"), gpd.read_file(path, layer="village")
    ground = villages.union_all()
    listed = found[found["rule"] == "parcel_gap"].geometry
    missing = ground.difference(parcels.union_all()).area
    everything = found.loc[found["rule"] == "parcel_gap", "cases"].sum() == len(listed)
    assert everything and listed.area.sum() == pytest.approx(missing, rel=0.01, abs=1.0)
