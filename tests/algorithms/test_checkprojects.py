"""checkprojects through the registry: layers, boundary-point files, the planning database, reports, refusals."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from qgis.core import QgsProcessingException

X, Y = 35500000.0, 3400000.0


def box(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    return shapely.box(X + west, Y + south, X + east, Y + north)


@pytest.fixture
def layers(tmp_path: Path) -> dict[str, str]:
    """A GeoPackage with two projects, two control lines, parcels, a plan, hazards and a village."""
    path = tmp_path / "图层.gpkg"

    def write(name: str, shapes: list[Any], **columns: Any) -> str:
        frame = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4523")
        pyogrio.write_dataframe(frame, path, layer=name)
        return f"{path}|layername={name}"

    return {
        "projects": write(
            "XMHX", [box(0, 0, 100, 100), box(200, 0, 260, 50)], XMDM=["A1", "B2"], XMMC=["甲项目", "乙项目"],
            XMLX=["工业", "村庄"],
        ),
        "redline": write("STBHHX", [box(50, -50, 150, 50)], MC=["红线"]),
        "urban": write("CZKFBJ", [box(-100, -100, 90, 300)], MC=["边界"]),
        "parcels": write(
            "DLTB", [box(0, 0, 100, 60), box(0, 60, 100, 100)], DLBM=["0101", "0702"], DLMC=["水田", "宅基地"]
        ),
        "plan": write("TDLYGH", [box(0, 0, 300, 300)], GHFLDM=["01"], GHFLMC=["耕地"]),
        "hazards": write("DZZHD", [shapely.Point(X + 10, Y + 10)], ZHLX=["滑坡"], ZHMC=["一号滑坡"]),
        "villages": write("CJDCQ", [box(-500, -500, 500, 500)], ZLDWDM=["510700101201"], ZLDWMC=["东村"]),
    }  # fmt: skip


def everything(layers: dict[str, str]) -> dict[str, Any]:
    return {
        "CONSTRAINTS": [layers["redline"], layers["urban"]], "PARCELS": layers["parcels"], "UNITS": layers["villages"],
        "SECTOR_PLANS": [layers["plan"]], "HAZARDS": layers["hazards"],
    }  # fmt: skip


POINTS = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
带号=35
[地块坐标]
5,1.0000,A1,甲项目,面,,工业,,@
J1,1,3400100.000,35500000.000
J2,1,3400100.000,35500100.000
J3,1,3400000.000,35500100.000
J4,1,3400000.000,35500000.000
J1,1,3400100.000,35500000.000
"""


def test_a_row_per_project_and_line(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    out, details = tmp_path / "out.gpkg", tmp_path / "details.gpkg"
    results = run(
        "checkprojects",
        INPUT=layers["projects"],
        **everything(layers),
        AREA="plane",
        OUTPUT=str(out),
        DETAILS=str(details),
    )
    rows = gpd.read_file(out)
    assert [tuple(row) for row in rows[["project", "line", "area_m2", "verdict"]].to_numpy()] == [
        ("A1", "STBHHX", 2500.0, "refuse"),
        ("A1", "CZKFBJ", 9000.0, "caution"),
        ("B2", "STBHHX", 0.0, "pass"),
        ("B2", "CZKFBJ", 0.0, "pass"),
    ]
    assert rows["project_verdict"].tolist() == ["refuse", "refuse", "caution", "caution"]
    assert shapely.area(rows.geometry[0]) == 2500.0 and shapely.area(rows.geometry[1]) == 9000.0
    assert rows.geometry[2] is None or rows.geometry[2].is_empty
    assert "2,500.00" in rows["reason"][0] and rows["reason"].ne("").all()
    table = gpd.read_file(details)
    classes = table[(table["subject"] == "class") & (table["rule"] == "") & (table["project"] == "A1")]
    assert dict(zip(classes["code"], classes["area_m2"])) == {"0101": 6000.0, "0702": 4000.0}
    assert set(table.loc[table["rule"] != "", "rule"]) == {
        "ecological_redline", "outside_urban_boundary", "cultivated_land", "no_quota", "hazard_inside",
    }  # fmt: skip
    assert (results["PROJECT_COUNT"], results["REFUSED"], results["CAUTIONED"]) == (2, 1, 1)
    assert "REPORT" not in results


def test_boundary_points_and_the_layer_give_the_same(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "界址点.txt"
    file.write_bytes(POINTS.encode("gbk"))
    again = tmp_path / "again.txt"
    run("checkprojects", INPUT=layers["projects"], **everything(layers), OUTPUT=str(tmp_path / "a.gpkg"))
    run(
        "checkprojects", COORDINATES=str(file), **everything(layers), OUTPUT=str(tmp_path / "b.gpkg"),
        POINTS_OUTPUT=str(again),
    )  # fmt: skip
    a, b = gpd.read_file(tmp_path / "a.gpkg"), gpd.read_file(tmp_path / "b.gpkg")
    assert a["area_m2"].tolist()[:2] == b["area_m2"].tolist() and a["reason"].tolist()[:2] == b["reason"].tolist()
    assert again.read_bytes() == POINTS.replace("\n", "\r\n").encode("gbk")
    run(
        "checkprojects", INPUT=layers["projects"], CONSTRAINTS=[layers["redline"]], OUTPUT=str(tmp_path / "c.gpkg"),
        POINTS_OUTPUT=str(again),
    )  # fmt: skip
    assert "B2,乙项目,面" in again.read_text(encoding="gb18030")


def test_plain_eastings_take_the_zone_of_the_target(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "plain.txt"
    file.write_text(POINTS.replace("35500", "500").replace("带号=35", "带号="), encoding="utf-8")
    given = {"COORDINATES": str(file), "CONSTRAINTS": [layers["redline"]], "OUTPUT": str(tmp_path / "o.gpkg")}
    with pytest.raises(QgsProcessingException, match="TARGET_CRS"):
        run("checkprojects", **given)
    assert not (tmp_path / "o.gpkg").exists()
    run("checkprojects", **given, TARGET_CRS="EPSG:4523", AREA="plane")
    rows = gpd.read_file(tmp_path / "o.gpkg")
    assert rows.crs.to_epsg() == 4523 and rows["area_m2"].tolist() == [2500.0]


def test_bad_combinations_are_refused(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "p.txt"
    file.write_text(POINTS, encoding="utf-8")
    out = {"OUTPUT": str(tmp_path / "o.gpkg")}
    with pytest.raises(QgsProcessingException, match="exactly one"):
        run("checkprojects", INPUT=layers["projects"], COORDINATES=str(file), CONSTRAINTS=[layers["redline"]], **out)
    with pytest.raises(QgsProcessingException, match="exactly one"):
        run("checkprojects", CONSTRAINTS=[layers["redline"]], **out)
    with pytest.raises(QgsProcessingException, match="nothing to check against"):
        run("checkprojects", INPUT=layers["projects"], **out)
    with pytest.raises(QgsProcessingException, match="CONSTRAINTS"):
        run("checkprojects", INPUT=layers["projects"], CONSTRAINTS=[layers["redline"], "nowhere.gpkg"], **out)
    with pytest.raises(QgsProcessingException, match="no field Nummer"):
        run(
            "checkprojects", INPUT=layers["projects"], PROJECT_FIELD="Nummer", CONSTRAINTS=[layers["redline"]], **out
        )  # fmt: skip
    with pytest.raises(QgsProcessingException, match=r"p\.txt, line 8"):
        file.write_text(POINTS.replace("35500100.000\nJ3", "east\nJ3"), encoding="utf-8")
        run("checkprojects", COORDINATES=str(file), CONSTRAINTS=[layers["redline"]], **out)


def test_the_planning_database_brings_everything(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    database, out, details = tmp_path / "county.gpkg", tmp_path / "out.gpkg", tmp_path / "details.gpkg"
    run(
        "importcounty", VILLAGES=layers["villages"], PARCELS=layers["parcels"], ECOLOGICAL_REDLINE=layers["redline"],
        URBAN_BOUNDARY=layers["urban"], HAZARDS=layers["hazards"], SECTOR_PLANS=[layers["plan"]],
        PROJECTS=layers["projects"], OUTPUT=str(database),
    )  # fmt: skip
    run("checkprojects", INPUT=f"{database}|layername=project", DATABASE=str(database), AREA="plane", OUTPUT=str(out),
        DETAILS=str(details))  # fmt: skip
    rows = gpd.read_file(out).set_index(["project", "line"])
    assert rows["area_m2"].to_dict() == {
        ("A1", "ecological_redline"): 2500.0, ("A1", "urban_development_boundary"): 9000.0,
        ("B2", "ecological_redline"): 0.0, ("B2", "urban_development_boundary"): 0.0,
    }  # fmt: skip
    assert {"class", "plan", "unit", "hazard"} <= set(gpd.read_file(details)["subject"])
    # A layer given by itself goes before the database's line of the same kind.
    run("checkprojects", INPUT=layers["projects"], DATABASE=str(database), CONSTRAINTS=[layers["redline"]],
        OUTPUT=str(out))  # fmt: skip
    assert set(gpd.read_file(out)["line"]) == {"STBHHX", "urban_development_boundary"}


def test_reports(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    from openpyxl import load_workbook

    folder = tmp_path / "报告"
    run(
        "checkprojects", INPUT=layers["projects"], **everything(layers), OUTPUT=str(tmp_path / "o.gpkg"),
        REPORT=str(folder), DATE="2026年11月28日", ORGANISATION="某县自然资源局",
    )  # fmt: skip
    assert sorted(file.name for file in folder.iterdir()) == [
        "A1_甲项目.pdf", "A1_甲项目.xlsx", "B2_乙项目.pdf", "B2_乙项目.xlsx",
    ]  # fmt: skip
    book = load_workbook(folder / "A1_甲项目.xlsx")
    assert book.sheetnames == ["预审表", "界址点成果表"]
    cells = [str(cell.value) for row in book["预审表"].iter_rows() for cell in row if cell.value is not None]
    for text in (
        "甲项目",
        "不符合",
        "2000国家大地坐标系，3度带第35带",
        "2026年11月28日",
        "生态保护红线",
        "水田（0101）",
        "东村",
    ):
        assert text in cells, text
    points = [[cell.value for cell in row[:4]] for row in book["界址点成果表"].iter_rows(min_row=5) if row[0].value]
    assert points[0] == points[-1] == [1, "J1", 3400100.0, 35500000.0] and len(points) == 5
    assert [row[4].value for row in book["界址点成果表"].iter_rows(min_row=5) if row[4].value] == [100.0] * 4
    head = book["界址点成果表"]
    assert (head["A2"].value, head["D2"].value) == ("权利人：甲项目", "宗地面积（公顷）：1.0000")
    assert head.oddHeader.right.text == "第 &P 页  共 &N 页" and head.oddFooter.center.text is None
    with zipfile.ZipFile(folder / "A1_甲项目.xlsx") as archive:
        (picture,) = [name for name in archive.namelist() if name.endswith(".png")]
        assert archive.read(picture).startswith(b"\x89PNG")
    from pypdf import PdfReader

    pages = PdfReader(folder / "A1_甲项目.pdf").pages
    assert len(pages) == 1
    text = unicodedata.normalize("NFKC", re.sub(r"\s", "", pages[0].extract_text()))
    for wanted in ("建设项目控制线检测与空间预审表", "甲项目", "不符合", "生态保护红线", "图例"):
        assert wanted in text, text


def test_old_reports_survive_a_failure(run: Any, layers: dict[str, str], tmp_path: Path, monkeypatch: Any) -> None:
    from village_planner.core.errors import StorageError
    from village_planner.excel import project_book

    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "A1_甲项目.pdf").write_text("old")
    written: list[Path] = []

    def full(report: Any, path: Path, *_: Any) -> None:
        written.append(path)
        if len(written) == 2:
            raise StorageError("disk_full", "The disk is full; {path} was not written. Free some space.", path=path)
        path.write_text("new")

    monkeypatch.setattr(project_book, "write_project_book", full)
    with pytest.raises(QgsProcessingException, match="disk is full"):
        run("checkprojects", INPUT=layers["projects"], **everything(layers), OUTPUT=str(tmp_path / "o.gpkg"),
            REPORT=str(folder))  # fmt: skip
    assert [file.name for file in folder.iterdir()] == ["A1_甲项目.pdf"]
    assert (folder / "A1_甲项目.pdf").read_text() == "old" and not (tmp_path / "o.gpkg").exists()


def test_a_project_over_many_classes_keeps_its_total_on_the_page(
    run: Any, layers: dict[str, str], tmp_path: Path
) -> None:
    from pypdf import PdfReader

    codes = ["0101", "0102", "0103", "0201", "0202", "0301", "0302", "0305", "0307", "0401", "0601", "0701", "0702"]
    codes += ["0809", "1001", "1003", "1004", "1006", "1101", "1104", "1107", "1202", "1204", "1206"]
    strips = gpd.GeoDataFrame(
        {"DLBM": codes}, geometry=[box(4 * i, 0, 4 * i + 4, 100) for i in range(len(codes))], crs="EPSG:4523"
    )
    pyogrio.write_dataframe(strips, tmp_path / "many.gpkg", layer="DLTB")
    run(
        "checkprojects", INPUT=layers["projects"], **{**everything(layers), "PARCELS": str(tmp_path / "many.gpkg")},
        AREA="plane", OUTPUT=str(tmp_path / "o.gpkg"), REPORT=str(tmp_path / "r"),
    )  # fmt: skip
    pages = PdfReader(tmp_path / "r" / "A1_甲项目.pdf").pages
    text = unicodedata.normalize("NFKC", re.sub(r"\s", "", pages[0].extract_text()))
    assert len(pages) == 1 and "合计10,000.00" in text and "耕地(01)1,200.00" in text and "另" not in text


def test_only_parcels_give_no_line_and_still_a_verdict(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "o.gpkg"
    results = run("checkprojects", INPUT=layers["projects"], PARCELS=layers["parcels"], OUTPUT=str(out))
    rows = gpd.read_file(out)
    assert len(rows) == 0 and results["CAUTIONED"] == 1 and str(rows["area_m2"].dtype) == "float64"


@pytest.mark.parametrize("area", ["ellipsoid", "plane"])
def test_a_target_in_degrees_is_for_what_is_written_only(
    run: Any, layers: dict[str, str], tmp_path: Path, area: str
) -> None:
    found = {}
    for target in ("", "EPSG:4490"):
        out, details = tmp_path / f"o{target[-4:]}.gpkg", tmp_path / f"d{target[-4:]}.gpkg"
        run("checkprojects", INPUT=layers["projects"], **everything(layers), AREA=area, TARGET_CRS=target,
            OUTPUT=str(out), DETAILS=str(details))  # fmt: skip
        found[target] = (gpd.read_file(out), pyogrio.read_dataframe(details, read_geometry=False))
    plain, degrees = found[""][0], found["EPSG:4490"][0]
    assert degrees.crs.to_epsg() == 4490 and plain.crs.to_epsg() == 4523
    columns = [column for column in plain.columns if column != "geometry"]
    assert degrees[columns].equals(plain[columns]) and found[""][1].equals(found["EPSG:4490"][1])
    assert degrees["project_verdict"].tolist() == ["refuse", "refuse", "caution", "caution"]
    back = degrees.geometry[:2].to_crs(plain.crs)
    assert shapely.hausdorff_distance(back.to_numpy(), plain.geometry[:2].to_numpy()).max() < 1e-3


def test_layers_in_degrees_are_checked_in_their_zone(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    def turned(layer: str) -> str:
        path, name = layer.split("|layername=")
        file = tmp_path / f"{name}.gpkg"
        gpd.read_file(path, layer=name).to_crs("EPSG:4490").to_file(file, layer=name)
        return f"{file}|layername={name}"

    out = tmp_path / "o.gpkg"
    run("checkprojects", INPUT=turned(layers["projects"]), AREA="plane",
        CONSTRAINTS=[turned(layers["redline"])], HAZARDS=turned(layers["hazards"]), OUTPUT=str(out),
        DETAILS=str(tmp_path / "d.gpkg"))  # fmt: skip
    rows = gpd.read_file(out)
    assert rows["area_m2"].tolist() == [pytest.approx(2500, abs=0.05), 0] and rows["verdict"][0] == "refuse"
    assert rows.crs.to_epsg() == 4523


@pytest.mark.parametrize("shapes", [[], [None, None], [shapely.Polygon()]])
def test_a_line_without_ground_is_refused(run: Any, layers: dict[str, str], tmp_path: Path, shapes: list[Any]) -> None:
    path = tmp_path / "empty.gpkg"
    frame = gpd.GeoDataFrame({"MC": ["x"] * len(shapes)}, geometry=shapes, crs="EPSG:4523")
    pyogrio.write_dataframe(frame, path, layer="STBHHX", geometry_type="MultiPolygon")
    kinds = gpd.GeoDataFrame({"kind": ["x"] * len(shapes)}, geometry=shapes, crs="EPSG:4523")
    pyogrio.write_dataframe(kinds, path, layer="control_line", geometry_type="MultiPolygon")
    out = tmp_path / "o.gpkg"
    with pytest.raises(QgsProcessingException, match=r"Layer (control_line|x) has no"):
        run("checkprojects", INPUT=layers["projects"], CONSTRAINTS=[f"{path}|layername=control_line"], OUTPUT=str(out))
    with pytest.raises(QgsProcessingException, match="Layer STBHHX has no"):
        run(
            "checkprojects",
            INPUT=layers["projects"],
            CONSTRAINTS=[f"{path}|layername=STBHHX", layers["urban"]],
            OUTPUT=str(out),
        )
    assert not out.exists()


def test_features_without_geometry_and_empty_layers_are_told(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    lines, hazards = tmp_path / "lines.gpkg", tmp_path / "hazards.gpkg"
    frame = gpd.GeoDataFrame({"MC": ["a", "b"]}, geometry=[box(50, -50, 150, 50), None], crs="EPSG:4523")
    pyogrio.write_dataframe(frame, lines, layer="STBHHX", geometry_type="Polygon")
    none = gpd.GeoDataFrame({"kind": []}, geometry=[], crs="EPSG:4523")
    pyogrio.write_dataframe(none, hazards, layer="hazards", geometry_type="Point")
    run("checkprojects", INPUT=layers["projects"], CONSTRAINTS=[f"{lines}|layername=STBHHX"], HAZARDS=str(hazards),
        OUTPUT=str(tmp_path / "o.gpkg"))  # fmt: skip
    assert any("STBHHX: 1 of 2 features" in text for text in run.log)
    assert any("hazards has no features" in text for text in run.log)


def test_a_refused_run_leaves_no_folder(run: Any, layers: dict[str, str], tmp_path: Path) -> None:
    file, folder = tmp_path / "p.txt", tmp_path / "neu" / "报告"
    file.write_text("nothing", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(QgsProcessingException, match=r"p\.txt"):
        run("checkprojects", COORDINATES=str(file), CONSTRAINTS=[layers["redline"]], OUTPUT=str(tmp_path / "o.gpkg"),
            REPORT=str(folder))  # fmt: skip
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("at", ["_fill_sink", "put_in_place"])
def test_reports_and_points_come_with_the_result_or_not_at_all(
    run: Any, layers: dict[str, str], tmp_path: Path, monkeypatch: Any, at: str
) -> None:
    from village_planner.algorithms import base
    from village_planner.core.errors import StorageError

    folder, points = tmp_path / "neu" / "报告", tmp_path / "points.txt"
    points.write_text("old")
    before = sorted(tmp_path.iterdir())
    seen: list[bool] = []

    def full(*_: Any) -> None:
        seen.append(folder.exists())
        raise StorageError("disk_full", "The disk is full; {path} was not written. Free some space.", path="o")

    monkeypatch.setattr(base.PlannerAlgorithm if at == "_fill_sink" else base, at, full)
    given = {
        "INPUT": layers["projects"], "CONSTRAINTS": [layers["redline"]], "OUTPUT": str(tmp_path / "o.gpkg"),
        "REPORT": str(folder), "POINTS_OUTPUT": str(points),
    }  # fmt: skip
    with pytest.raises(QgsProcessingException, match="disk is full"):
        run("checkprojects", **given)
    assert seen == [at == "put_in_place"]  # in place last, and taken back
    assert sorted(tmp_path.iterdir()) == before and points.read_text() == "old"
    monkeypatch.undo()
    run("checkprojects", **given)
    assert len(list(folder.iterdir())) == 4 and "甲项目" in points.read_text(encoding="gb18030")
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "neu", tmp_path / "o.gpkg"])


def test_the_map_names_the_corners_as_the_table_does(
    run: Any, layers: dict[str, str], tmp_path: Path, monkeypatch: Any
) -> None:
    """界址点 of the map against the file: names and places of its own, beginning where it begins."""
    from village_planner.atlas import project_page

    file = tmp_path / "p.txt"
    text = POINTS
    for old, new in (("J1,", "B7,"), ("J2,", "B8,"), ("J3,", "K1,"), ("J4,", "A-2,")):
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    drawn: list[Any] = []
    corners = project_page._corners
    monkeypatch.setattr(project_page, "_corners", lambda points: drawn.append(points) or corners(points))
    run("checkprojects", COORDINATES=str(file), CONSTRAINTS=[layers["redline"]], OUTPUT=str(tmp_path / "o.gpkg"),
        REPORT=str(tmp_path / "r"))  # fmt: skip
    (points,) = drawn
    named = [(name, shape.x - X, shape.y - Y) for name, shape in zip(points["name"], points.geometry)]
    assert named == [("B7", 0, 100), ("B8", 100, 100), ("K1", 100, 0), ("A-2", 0, 0)]
