"""overlayconstraints through the registry: names, messages, bad input."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import pytest
from qgis.core import QgsFeatureRequest, QgsProcessingException, QgsProject, QgsVectorLayer
from shapely import Polygon, box

CRS = "EPSG:4523"
X, Y = 35_560_000.0, 3_000_000.0  # 60 km off the meridian: plane and ellipsoid areas differ


def at(*bounds: float) -> Polygon:
    a, b, c, d = bounds
    return box(X + a, Y + b, X + c, Y + d)


def save(path: Path, layer: str, shapes: list[Any], crs: Optional[str] = CRS, **columns: list[Any]) -> str:
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes), crs=crs)
    frame.to_file(path, layer=layer, engine="pyogrio")
    return f"{path}|layername={layer}"


@pytest.fixture
def county(tmp_path: Path) -> dict[str, Any]:
    folder = tmp_path / "泸县 数据"
    folder.mkdir()
    path = folder / "县.gpkg"
    save(
        path,
        "control_line",
        [at(0, 0, 30, 100), at(20, 0, 40, 100)],
        kind=["ecological_redline", "permanent_basic_farmland"],
    )
    return {
        "INPUT": save(
            path,
            "DLTB",
            [at(0, 0, 100, 10), at(0, 10, 100, 20)],
            BSM=["510001", "510002"],
            DLBM=["0101", "0702"],
            ZLDWDM=["5115021002010000000", "5115021002020000000"],
        ),
        "UNITS": save(path, "CJDCQ", [at(0, 0, 60, 100), at(50, 0, 100, 100)], ZLDWDM=["511502100201", "511502100202"]),
        "CONSTRAINTS": [f"{path}|layername=control_line"],
        "path": path,
    }


def layers(county: dict[str, Any], **more: Any) -> dict[str, Any]:
    outputs = {"OUTPUT": str(county["path"].with_name("o.gpkg")), "SUMMARY": str(county["path"].with_name("s.gpkg"))}
    return {**{key: county[key] for key in ("INPUT", "UNITS", "CONSTRAINTS")}, **outputs, **more}


def rows(path: str) -> list[tuple[Any, ...]]:
    frame = gpd.read_file(path).sort_values(["parcel_id", "unit_code", "constraints"])
    columns = ["parcel_id", "unit_code", "class_code", "constraints", "area_m2"]
    return [tuple(row) for row in frame[columns].values.tolist()]


E_, F_ = "ecological_redline", "permanent_basic_farmland"


def test_parcels_by_unit_and_kind_of_line(run: Any, county: dict[str, Any]) -> None:
    results = run("overlayconstraints", **layers(county, AREA="plane", PARCEL_UNIT_FIELD="ZLDWDM"))
    one, two = "511502100201", "511502100202"
    assert rows(results["OUTPUT"]) == [
        ("510001", one, "0101", "", 200.0),
        ("510001", one, "0101", E_, 200.0),
        ("510001", one, "0101", f"{E_}+{F_}", 100.0),
        ("510001", one, "0101", F_, 100.0),
        ("510001", two, "0101", "", 400.0),
        ("510002", one, "0702", "", 100.0),
        ("510002", one, "0702", E_, 200.0),
        ("510002", one, "0702", f"{E_}+{F_}", 100.0),
        ("510002", one, "0702", F_, 100.0),
        ("510002", two, "0702", "", 500.0),
    ]
    assert (results["INPUT_AREA"], results["OUTPUT_AREA"], results["REJECTED_COUNT"]) == (2000.0, 2000.0, 0)
    assert results["OVERLAP_AREA"] == 1000.0
    summary = gpd.read_file(results["SUMMARY"])
    columns = ["unit_code", "class_code", "constraints", "area_m2", "net_area_m2"]
    assert [c for c in summary.columns if c != "geometry"] == columns
    assert summary["area_m2"].sum() == 2000
    pieces = gpd.read_file(results["OUTPUT"])
    assert pieces.crs.to_epsg() == 4523 and set(pieces["sliver"]) == {False}
    assert any("overlap by 1,000.00 m²" in line for line in run.log)


def test_filters_of_the_control_lines_give_their_kinds(run: Any, county: dict[str, Any]) -> None:
    source = county["CONSTRAINTS"][0]
    both = [f"{source}|subset=kind='{kind}'" for kind in (E_, F_)]
    results = run("overlayconstraints", **layers(county, CONSTRAINTS=both, AREA="plane"))
    assert {row[3] for row in rows(results["OUTPUT"])} == {"", E_, F_, f"{E_}+{F_}"}


def test_a_constraint_is_called_after_its_layer_in_the_file_or_after_the_layer(
    run: Any, county: dict[str, Any]
) -> None:
    named = save(county["path"], "STBHHX", [at(0, 0, 30, 100)], a=["x"])
    memory = QgsVectorLayer("Polygon?crs=EPSG:4523", "洪水线", "memory")
    QgsProject.instance().addMapLayer(memory)
    try:
        results = run("overlayconstraints", **layers(county, CONSTRAINTS=[named, memory.id()], AREA="plane"))
    finally:
        QgsProject.instance().removeMapLayer(memory.id())
    assert {row[3] for row in rows(results["OUTPUT"])} == {"", "STBHHX"}
    assert any("Constraint layer 洪水线 has no polygons; it covers nothing." in line for line in run.log)


def test_without_constraints_parcels_are_cut_by_unit_only(run: Any, county: dict[str, Any]) -> None:
    results = run("overlayconstraints", **layers(county, CONSTRAINTS=[], AREA="plane"))
    assert [row[4] for row in rows(results["OUTPUT"])] == [600.0, 400.0, 600.0, 400.0]


def test_invalid_parcels_are_repaired_also_where_the_desktop_would_stop(
    run: Any, county: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qgis.core import QgsProcessingContext

    bow_tie = Polygon([(X, Y), (X + 2, Y + 2), (X + 2, Y), (X, Y + 2)])
    bad = save(county["path"], "bad", [bow_tie, at(10, 0, 20, 10)], DLBM=["0101", "0101"])
    real = QgsProcessingContext.setProject

    def strict(self: Any, project: Any) -> None:
        real(self, project)
        self.setInvalidGeometryCheck(QgsFeatureRequest.GeometryAbortOnInvalid)

    monkeypatch.setattr(QgsProcessingContext, "setProject", strict)
    results = run("overlayconstraints", **layers(county, INPUT=bad, AREA="plane"))
    assert results["OUTPUT_AREA"] == 102.0  # two lobes of 1 m² each
    assert any("1 invalid geometries were repaired; the area changed in 1 of them" in line for line in run.log)


def test_parcels_without_outline_are_set_aside(run: Any, county: dict[str, Any]) -> None:
    bad = save(county["path"], "bad", [at(0, 0, 10, 10), None, Polygon()], DLBM=["0101", "0101", None])
    rejected = str(county["path"].with_name("r.gpkg"))
    results = run("overlayconstraints", **layers(county, INPUT=bad, AREA="plane", REJECTED=rejected))
    assert results["REJECTED_COUNT"] == 2
    aside = gpd.read_file(rejected)
    assert aside["parcel_id"].tolist() == ["2", "3"]  # the features' numbers
    assert aside["reason"].tolist() == ["no geometry", "empty geometry"]


def test_the_default_area_is_the_ellipsoids(run: Any, county: dict[str, Any]) -> None:
    results = run("overlayconstraints", **layers(county))
    parcels = gpd.read_file(county["INPUT"].split("|")[0], layer="DLTB").to_crs("+proj=cea +ellps=GRS80 +lat_ts=27.1")
    assert results["OUTPUT_AREA"] == pytest.approx(parcels.area.sum(), abs=0.01)  # an equal-area projection
    assert results["OUTPUT_AREA"] == results["INPUT_AREA"] != 2000


def refused(run: Any, county: dict[str, Any], match: str, **more: Any) -> None:
    before = sorted(p.name for p in county["path"].parent.iterdir())
    with pytest.raises(QgsProcessingException, match=match):
        run("overlayconstraints", **layers(county, **more))
    assert sorted(p.name for p in county["path"].parent.iterdir()) == before


def test_unknown_fields_are_named_with_the_known_ones(run: Any, county: dict[str, Any]) -> None:
    refused(run, county, r"Layer DLTB has no field XX\. Choose one of: fid, BSM, DLBM, ZLDWDM\.", CLASS_FIELD="XX")
    refused(run, county, r"Layer CJDCQ has no field YY\.", UNIT_CODE_FIELD="YY")
    refused(run, county, r"Layer DLTB has no field ZZ\.", PARCEL_UNIT_FIELD="ZZ")
    refused(run, county, r"Layer DLTB has no field ID\.", PARCEL_ID_FIELD="ID")
    plain = save(county["path"], "plain", [at(0, 0, 1, 1)], a=["x"])
    refused(run, county, r"Layer plain has no field class_code/DLBM\. Choose one of: fid, a\.", INPUT=plain)


def test_a_constraint_that_cannot_be_opened_is_no_constraint_left_out(run: Any, county: dict[str, Any]) -> None:
    missing = f"{county['path']}|layername=nothing"
    refused(run, county, "CONSTRAINTS", CONSTRAINTS=[county["CONSTRAINTS"][0], missing])


def test_constraints_of_one_name_in_one_file_are_refused(run: Any, county: dict[str, Any]) -> None:
    line = save(county["path"], "line", [at(0, 0, 30, 100)], a=["x"])
    refused(run, county, "Two constraint layers are called 县 line", CONSTRAINTS=[line, line])


def test_a_layer_without_reference_system_is_named(run: Any, county: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "nocrs.shp"
    gpd.GeoDataFrame({"DLBM": ["0101"]}, geometry=[at(0, 0, 1, 1)]).to_file(path, engine="pyogrio")
    refused(run, county, "Layer nocrs has no coordinate reference system", INPUT=str(path))


def test_an_empty_layer_and_a_unit_without_code_are_named(run: Any, county: dict[str, Any]) -> None:
    none = save(county["path"], "coded", [at(0, 0, 9, 9), at(9, 0, 18, 9)], code=["1", None])
    refused(run, county, "Layer coded: 1 units have no code", UNITS=none)
    empty = gpd.GeoDataFrame({"DLBM": []}, geometry=gpd.GeoSeries([], crs=CRS))
    empty.to_file(county["path"], layer="empty", engine="pyogrio", geometry_type="Polygon")
    refused(run, county, "Layer empty has no features", INPUT=f"{county['path']}|layername=empty")


def test_the_same_input_gives_the_same_output(run: Any, county: dict[str, Any]) -> None:
    first = gpd.read_file(run("overlayconstraints", **layers(county))["OUTPUT"])
    second = gpd.read_file(run("overlayconstraints", **layers(county))["OUTPUT"])
    assert first.to_wkb().equals(second.to_wkb())


@pytest.mark.parametrize("which", ["UNITS", "CONSTRAINTS"])
def test_a_zone_that_does_not_fit_is_refused_in_every_layer(run: Any, county: dict[str, Any], which: str) -> None:
    """Read as it is labelled, such a layer lies elsewhere and would cover nothing, without a word."""
    shape = box(560_000, Y, 560_100, Y + 100)  # no zone number, under a system that has one
    lost = save(county["path"].with_name("lost.gpkg"), "STBHHX", [shape], code=["511502100201"])
    with pytest.raises(QgsProcessingException, match=r"layer STBHHX .*its eastings have no zone number"):
        run("overlayconstraints", **layers(county, **{which: [lost] if which == "CONSTRAINTS" else lost}))


def test_only_covered_pieces_with_the_whole_summary(run: Any, county: dict[str, Any]) -> None:
    full = run("overlayconstraints", **layers(county, AREA="plane"))
    pieces, summary = rows(full["OUTPUT"]), gpd.read_file(full["SUMMARY"])
    only = run("overlayconstraints", **layers(county, AREA="plane", COVERED_ONLY=True))
    assert rows(only["OUTPUT"]) == [row for row in pieces if row[3]]
    assert gpd.read_file(only["SUMMARY"]).equals(summary)
    assert only["OUTPUT_AREA"] == full["OUTPUT_AREA"] == 2000


def test_how_much_a_repair_may_change_is_a_choice(run: Any, county: dict[str, Any]) -> None:
    bow_tie = Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)])
    broken = save(county["path"].with_name("b.gpkg"), "DLTB", [bow_tie, at(20, 0, 30, 10)], DLBM=["0101", "0101"])
    aside = run("overlayconstraints", **layers(county, INPUT=broken, AREA="plane"))
    assert (aside["REJECTED_COUNT"], aside["REJECTED_AREA"], aside["OUTPUT_AREA"]) == (1, 50, 100)
    kept = run("overlayconstraints", **layers(county, INPUT=broken, AREA="plane", REPAIR_TOLERANCE=60))
    assert (kept["REJECTED_COUNT"], kept["OUTPUT_AREA"]) == (0, 150)


def test_adjustable_parcels_are_asked_by_geometry_although_an_outline_is_broken(
    run: Any, county: dict[str, Any]
) -> None:
    bow_tie = Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)])
    broken = save(county["path"].with_name("b.gpkg"), "DLTB", [bow_tie, at(20, 0, 30, 10)], DLBM=["0101", "0101"])
    whole = save(county["path"].with_name("u.gpkg"), "XZQ", [at(0, 0, 40, 40)], code=["1"], JSMJ=[150.5])
    more = {"INPUT": broken, "UNITS": whole, "BALANCE": True, "ADJUSTABLE": "$area > 1", "REPAIR_TOLERANCE": 60}
    done = run("overlayconstraints", **layers(county, AREA="plane", **more))
    assert done["OUTPUT_AREA"] == 150.5


def test_covered_pieces_without_lines_are_refused_and_an_idle_county_area_is_told(
    run: Any, county: dict[str, Any]
) -> None:
    with pytest.raises(QgsProcessingException, match="CONSTRAINTS is empty"):
        run("overlayconstraints", **layers(county, CONSTRAINTS=[], COVERED_ONLY=True))
    run("overlayconstraints", **layers(county, AREA="plane", COUNTY_AREA=5000))
    assert any("COUNTY_AREA is used with BALANCE only" in line for line in run.log)
