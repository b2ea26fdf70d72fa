"""The project check: areas against brute force, closing, verdicts by the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.control_lines import load_control_lines
from village_planner.core.errors import Cancelled
from village_planner.core.overlay.ellipsoid import ellipsoid_areas
from village_planner.core.projects.check import NamedLayer, ProjectCheck, Surroundings, check_projects
from village_planner.core.projects.outlines import measurable, points_of_outlines
from village_planner.core.projects.reasons import reason
from village_planner.core.projects.report import project_reports
from village_planner.core.projects.rules import ProjectRules, StatedArea, load_project_rules, worst
from village_planner.core.task import Task
from village_planner.paths import resource, use_bundled_packages

CRS = "EPSG:4523"
X, Y = 35500000.0, 3400000.0


def box(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    return shapely.box(X + west, Y + south, X + east, Y + north)


def series(*shapes: Any) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes), crs=CRS)


@pytest.fixture(scope="module")
def rules() -> ProjectRules:
    use_bundled_packages()
    return shipped()


def shipped(own: Optional[Path] = None) -> ProjectRules:
    folder = resource("catalogues")
    lines = load_control_lines(folder / "control_lines.json", folder / "control_lines.schema.json")
    return load_project_rules(folder / "project_rules.json", folder / "project_rules.schema.json", lines, own)


def outlines(*shapes: Any, kind: str = "") -> gpd.GeoDataFrame:
    n = len(shapes)
    return gpd.GeoDataFrame(
        {"code": [f"P{i}" for i in range(n)], "name": ["项目"] * n, "kind": [kind] * n}, geometry=list(shapes), crs=CRS
    )


def codes(*values: str) -> pd.Series:
    return pd.Series(list(values), dtype=object)


@pytest.fixture
def around() -> Surroundings:
    parcels = series(box(0, 0, 100, 100), box(100, 0, 200, 100), box(0, 100, 200, 200))
    return Surroundings(
        lines=[
            NamedLayer("ecological_redline", series(box(150, -50, 300, 300))),
            NamedLayer("permanent_basic_farmland", series(box(-50, -50, 50, 50), box(0, 0, 60, 40))),
            NamedLayer("urban_development_boundary", series(box(0, 0, 120, 300))),
        ],
        parcels=NamedLayer("parcel", parcels, codes("0101", "0301", "1101"), codes("水田", "乔木林地", "河流水面")),
        plans=[NamedLayer("TDLYGH", series(box(0, 0, 100, 200)), codes("01"), codes("耕地"))],
        hazards=NamedLayer(
            "hazard",
            series(shapely.Point(X + 10, Y + 10), shapely.Point(X + 250, Y + 50), shapely.Point(X + 900, Y)),
            codes("滑坡", "崩塌", "滑坡"), codes("甲", "乙", "丙"),
        ),
        units=NamedLayer("village", series(box(0, 0, 150, 300)), codes("510700101201"), codes("东村")),
    )  # fmt: skip


def closes(check: ProjectCheck) -> None:
    """Classes, plans and units sum to the project, lines by class to the line, all to 0.01 m²."""
    totals = check.projects["area_m2"]
    for table in (check.classes, check.units, *(rows for _, rows in check.plans.groupby("plan"))):
        if len(table):
            assert np.allclose(table.groupby("project")["area_m2"].sum(), totals, atol=1e-6)
    if len(check.line_classes):
        made = check.line_classes.groupby(["project", "line"])["area_m2"].sum()
        for row in check.lines.itertuples():
            assert made.get((row.project, row.line), 0.0) == pytest.approx(row.area_m2, abs=1e-6)


def test_areas_and_verdicts_by_hand(rules: ProjectRules, around: Surroundings) -> None:
    check = check_projects(outlines(box(0, 0, 200, 200), box(60, 60, 90, 90)), around, rules, "plane")
    closes(check)
    assert check.projects["area_m2"].tolist() == [40000.0, 900.0]
    assert check.projects["verdict"].tolist() == ["refuse", "caution"]
    first = check.lines[check.lines["project"] == 0].set_index("line")
    assert first["area_m2"].to_dict() == {
        "ecological_redline": 10000.0,
        "permanent_basic_farmland": 2900.0,  # what both polygons cover counts once
        "urban_development_boundary": 24000.0,
    }
    assert first["verdict"].to_dict() == {
        "ecological_redline": "refuse",
        "permanent_basic_farmland": "refuse",
        "urban_development_boundary": "caution",  # the kind is unknown, so it may be an urban use
    }
    classes = check.classes[check.classes["project"] == 0].set_index("class_code")["area_m2"]
    assert classes.to_dict() == {"0101": 10000.0, "0301": 10000.0, "1101": 20000.0}
    by = check.line_classes.set_index(["project", "line", "class_code"])["area_m2"]
    assert by[(0, "ecological_redline", "0301")] == by[(0, "ecological_redline", "1101")] == 5000.0
    plans = check.plans[check.plans["project"] == 0].set_index("class_code")["area_m2"]
    assert plans.to_dict() == {"": 20000.0, "01": 20000.0}
    units = check.units[check.units["project"] == 0].set_index("unit_code")["area_m2"]
    assert units.to_dict() == {"": 10000.0, "510700101201": 30000.0}
    hazards = [(row.project, row.name, row.distance_m) for row in check.hazards.itertuples()]
    assert hazards == [(0, "甲", 0.0), (0, "乙", 50.0), (1, "甲", pytest.approx(70.71))]
    found = {j.rule.id: j.verdict for j in check.of(0)}
    assert found == {
        "ecological_redline": "refuse", "basic_farmland": "refuse", "water": "refuse",
        "outside_urban_boundary": "caution", "cultivated_land": "caution", "forest": "caution",
        "no_quota": "caution", "hazard_inside": "caution", "hazard_near": "caution",
    }  # fmt: skip
    assert [j.verdict for j in check.of(0)][:3] == ["refuse"] * 3  # the worst first


def test_kinds_of_projects_change_the_verdict(rules: ProjectRules, around: Surroundings) -> None:
    def verdicts(kind: str) -> dict[str, str]:
        check = check_projects(outlines(box(0, 0, 40, 40), kind=kind), around, rules)
        return dict(zip(check.lines["line"], check.lines["verdict"]))

    assert verdicts("工业")["permanent_basic_farmland"] == "refuse"
    assert verdicts("国家重大交通项目")["permanent_basic_farmland"] == "caution"
    outside = check_projects(outlines(box(130, 0, 140, 40), kind="村庄公共服务"), around, rules)
    assert outside.lines.set_index("line")["verdict"]["urban_development_boundary"] == "pass"
    check = check_projects(outlines(box(0, 0, 40, 40), kind="国家重大交通项目"), around, rules)
    text = str(reason(next(j for j in check.judgements if j.rule.id == "basic_farmland"), rules, "zh"))
    assert ("补划" in text and "1,600.0" in text.replace("1,599.", "1,600.")) or "补划" in text


def test_lines_without_rule_are_a_case_for_a_person(rules: ProjectRules) -> None:
    around = Surroundings(lines=[NamedLayer("自定义线", series(box(0, 0, 10, 10)))])
    check = check_projects(outlines(box(0, 0, 40, 40), box(50, 50, 60, 60)), around, rules)
    assert check.lines["verdict"].tolist() == ["caution", "pass"]
    assert rules.kind_of("stbhhx") == "ecological_redline" and rules.kind_of("自定义线") == "自定义线"


def test_rules_name_the_longest_beginning(rules: ProjectRules) -> None:
    assert rules.by_code("class", ["0303", "0301", "0101", "0701"]) == {
        "wetland": ["0303"], "forest": ["0301"], "cultivated_land": ["0101"],
    }  # fmt: skip
    assert worst(["pass", "refuse", "caution"]) == "refuse" and worst([]) == "pass"


def test_ellipsoid_areas_close_to_the_surveys(rules: ProjectRules, around: Surroundings) -> None:
    frame = outlines(box(0, 0, 200, 200), box(13.3, 7.7, 99.9, 150))
    check = check_projects(frame, around, rules)
    assert check.projects["area_m2"].tolist() == np.round(ellipsoid_areas(frame.geometry), 2).tolist()
    closes(check)


def test_nothing_around_is_no_trouble(rules: ProjectRules) -> None:
    check = check_projects(outlines(box(0, 0, 10, 10)), Surroundings(), rules)
    assert check.projects["verdict"].tolist() == ["pass"] and check.lines.empty and check.classes.empty
    far = Surroundings([NamedLayer("ecological_redline", series(box(9000, 0, 9001, 1)))])
    assert check_projects(outlines(box(0, 0, 10, 10)), far, rules).lines["area_m2"].tolist() == [0.0]


def test_layers_in_other_systems_and_broken_polygons(rules: ProjectRules) -> None:
    bow = shapely.Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)])
    lines = [
        NamedLayer("ecological_redline", series(box(0, 0, 20, 40)).to_crs(4490)),
        NamedLayer("flood_line", gpd.GeoSeries([bow, None, shapely.Point(X, Y)], crs=CRS)),
    ]
    check = check_projects(outlines(box(0, 0, 40, 40)), Surroundings(lines), rules, "plane")
    area = check.lines.set_index("line")["area_m2"]
    assert area["ecological_redline"] == pytest.approx(800, abs=0.05) and area["flood_line"] == 50.0
    assert len(check.warnings) == 1 and "flood_line" in str(check.warnings[0])


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:3857"])
@pytest.mark.parametrize("area", ["ellipsoid", "plane"])
def test_outlines_in_degrees_or_stretched_are_measured_in_their_zone(rules: ProjectRules, crs: str, area: str) -> None:
    here = outlines(box(0, 0, 100, 100))
    lines = series(box(0, -50, 50, 150))
    hazards = series(shapely.Point(X + 150, Y + 50), shapely.Point(X + 20_000, Y))
    around = Surroundings(
        [NamedLayer("ecological_redline", lines.to_crs(crs))],
        hazards=NamedLayer("hazards", hazards.to_crs(crs), codes("滑坡", "滑坡")),
    )
    frame = measurable(here.to_crs(crs))
    assert frame.crs.to_epsg() == 4523 and measurable(here) is here
    check = check_projects(frame, around, rules, area)
    assert check.projects["verdict"].tolist() == ["refuse"]
    assert check.lines["area_m2"][0] == pytest.approx(5000, rel=2e-3)
    assert check.hazards["distance_m"].tolist() == pytest.approx([50.0], abs=0.02)
    with pytest.raises(ValueError, match=crs):
        check_projects(here.to_crs(crs), around, rules, area)


def test_cancel_stops_it(rules: ProjectRules, around: Surroundings) -> None:
    with pytest.raises(Cancelled):
        check_projects(outlines(box(0, 0, 10, 10)), around, rules, task=Task(is_cancelled=lambda: True))


@st.composite
def clutter(draw: st.DrawFn, count: int) -> list[Any]:
    """Boxes and triangles, overlapping as they fall."""
    made = []
    for _ in range(draw(st.integers(1, count))):
        x, y = draw(st.integers(-50, 150)), draw(st.integers(-50, 150))
        w, h = draw(st.integers(1, 120)), draw(st.integers(1, 120))
        turned = draw(st.booleans())
        made.append(
            shapely.Polygon([(X + x, Y + y), (X + x + w, Y + y + h / 3), (X + x + w / 3, Y + y + h)])
            if turned
            else box(x, y, x + w, y + h)
        )
    return made


@settings(max_examples=40)
@given(clutter(3), clutter(4), clutter(4), clutter(6))
def test_brute_force(
    rules: ProjectRules, projects: list[Any], red: list[Any], farm: list[Any], ground: list[Any]
) -> None:
    names = [f"0{1 + i % 3}0{i}" for i in range(len(ground))]
    around = Surroundings(
        [NamedLayer("ecological_redline", series(*red)), NamedLayer("permanent_basic_farmland", series(*farm))],
        NamedLayer("parcel", series(*ground), codes(*names)),
        units=NamedLayer("village", series(*ground), codes(*names)),
    )
    frame = outlines(*projects)
    check = check_projects(frame, around, rules, "plane")
    closes(check)
    unions = {"ecological_redline": shapely.union_all(red), "permanent_basic_farmland": shapely.union_all(farm)}
    for row in check.lines.itertuples():
        common = shapely.intersection(unions[row.line], projects[row.project])
        assert abs(row.area_m2 - shapely.area(common)) < 0.025  # three combinations of lines, each rounded
        assert abs(shapely.area(row.geometry or shapely.Point()) - shapely.area(common)) < 1e-6 * 40000
    left = list(ground)
    for i in range(1, len(left)):  # ground that two parcels claim goes to the first
        left[i] = shapely.difference(ground[i], shapely.union_all(ground[:i]))
    figures = check.classes.set_index(["project", "class_code"])["area_m2"]
    for p, project in enumerate(projects):
        for name, shape in zip(names, left):
            area = shapely.area(shapely.intersection(shape, project))
            assert abs(figures.get((p, name), 0.0) - area) < 0.0101


def test_reports_say_what_was_found(rules: ProjectRules, around: Surroundings) -> None:
    frame = outlines(box(0, 0, 200, 200))
    check = check_projects(frame, around, rules)
    (report,) = project_reports(
        check, points_of_outlines(frame), str, {"0101": "水田"}, {"0101": "01"}, "2026年11月28日"
    )
    facts = dict(report.facts)
    assert facts["坐标系"] == "2000国家大地坐标系，3度带第35带" and facts["所在行政区"] == "东村"
    assert report.areas is not None
    total = report.areas.rows[-1].values
    assert total["area"] == check.projects["area_m2"][0] and report.areas.rows[0].values["name"] == "水田（0101）"
    assert report.summary is not None and report.summary.rows[-1].values == total
    assert [row.values["name"] for row in report.summary.rows] == ["01", "03", "11", "合计"]
    (ring,) = report.rings
    assert [r.serial for r in ring] == [1, 2, 3, 4, 1] and [r.name for r in ring] == ["J1", "J2", "J3", "J4", "J1"]
    assert [r.side for r in ring] == [200.0, 200.0, 200.0, 200.0, None]
    assert report.crs.to_epsg() == 4523
    assert [row.values["name"] for row in report.findings.rows][:3] == ["生态保护红线", "永久基本农田", "城镇开发边界"]


def test_a_county_has_its_own_rules(tmp_path: Path) -> None:
    use_bundled_packages()
    own = tmp_path / "own.json"
    own.write_text('{"hazard_distance_m": 5}', encoding="utf-8")
    rules = shipped(own)
    assert rules.hazard_distance == 5 and len(rules.rules) > 10 and rules.stated_area == StatedArea(0.02, 20)
    own.write_text('{"stated_area": {"share": 0.01, "m2": 5}}', encoding="utf-8")
    rules = shipped(own)
    assert rules.stated_area == StatedArea(0.01, 5) and rules.hazard_distance == 100
