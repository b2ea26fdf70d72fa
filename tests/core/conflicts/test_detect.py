"""Detection: cases drawn by hand, and geopandas.overlay as the oracle."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from village_planner.core.conflicts.detect import ConflictResult, PlanLayer, detect_conflicts
from village_planner.core.errors import Cancelled, InputError
from village_planner.core.task import Task

from .conflict_cases import CRS, X, Y, cell, class_codes, detect, kinds, line, plan, rules, units


def rows(result: ConflictResult, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in result.ledger[list(columns)].itertuples(index=False)]


def test_two_plans_by_hand() -> None:
    """A: built west half of 100 x 100; B: built south half. Each quarter is a class of difference."""
    a = plan("甲", [cell(0, 0, 50, 100), cell(50, 0, 100, 100)], ["07", "02"])
    b = plan("乙", [cell(0, 0, 100, 50), cell(0, 50, 100, 100)], ["10", "0201"])
    result = detect([a, b], language="zh")
    assert kinds(result) == {"both_construction": 2500.0, "a_only": 2500.0, "b_only": 2500.0, "neither": 2500.0}
    assert sorted(rows(result, "kind", "plan_a", "class_a", "plan_b", "class_b", "area_m2", "rule", "winner")) == [
        ("a_only", "甲", "07", "乙", "0201", 2500.0, "construction_other", "check"),
        ("b_only", "甲", "02", "乙", "10", 2500.0, "construction_other", "check"),
    ]
    assert result.area == 5000.0 and not result.warnings
    assert result.ledger["class_name_a"].tolist() == ["居住用地", "园地"] and result.ledger.crs == CRS
    assert result.ledger.set_index("kind").geometry["a_only"].equals(cell(0, 50, 50, 100))
    summary = result.summary.set_index("kind")
    assert summary["share"].tolist() == [25.0] * 4 and summary["conflict_count"].sum() == 2
    assert summary.loc["a_only", "kind_name"] == "甲规建设、乙规非建设" and summary.loc["a_only", "area_ha"] == 0.25


@pytest.mark.parametrize(
    ("class_a", "class_b", "rule", "winner"),
    [
        ("07", "0101", "construction_cultivated", "b"),
        ("0102", "0703", "construction_cultivated", "a"),
        ("1001", "0301", "construction_ecological", "b"),
        ("1701", "0701", "water_development", "a"),
        ("1202", "23", "construction_infrastructure", "a"),
        ("0201", "0804", "construction_public", "b"),
        ("0901", "2306", "construction_other", "check"),
    ],
)
def test_pairs_of_classes(class_a: str, class_b: str, rule: str, winner: str) -> None:
    result = detect([plan("a", [cell(0, 0, 9, 9)], [class_a]), plan("b", [cell(0, 0, 9, 9)], [class_b])])
    assert rows(result, "rule", "winner", "area_m2") == [(rule, winner, 81.0)]


@pytest.mark.parametrize("classes", [("07", "10"), ("01", "03"), ("0101", "0601"), ("0701", "0703")])
def test_both_built_and_both_unbuilt_are_no_conflict(classes: tuple[str, str]) -> None:
    result = detect([plan("a", [cell(0, 0, 9, 9)], [classes[0]]), plan("b", [cell(0, 0, 9, 9)], [classes[1]])])
    assert len(result.ledger) == 0 and result.area == 0.0
    assert list(result.ledger.columns)[:3] == ["number", "key", "kind"]


def test_first_rule_that_fits_decides() -> None:
    """Redline before basic farmland before the difference of the plans; both lines are named."""
    a = plan("a", [cell(0, 0, 40, 10)], ["07"])
    b = plan("b", [cell(0, 0, 40, 10)], ["01"])
    red, farm = line("STBHHX", cell(0, 0, 20, 10)), line("YJJBNTTB", cell(10, 0, 30, 10))
    result = detect([a, b], [red, farm])
    found = {row[0]: row[1:] for row in rows(result, "rule", "area_m2", "constraints", "winner")}
    assert found == {
        "redline_development": (200.0, "STBHHX+YJJBNTTB", "constraint"),
        "basic_farmland_development": (100.0, "YJJBNTTB", "constraint"),
        "construction_cultivated": (100.0, "", "b"),
    }
    flags = result.ledger.set_index("rule")[["redline", "basic_farmland", "urban_boundary", "major_project"]]
    assert flags.loc["redline_development"].tolist() == [True, True, False, False]
    assert flags.loc["basic_farmland_development"].tolist() == [False, True, False, False]
    assert result.ledger["kind"].eq("a_only").all()


def test_major_project_on_basic_farmland_is_for_argument() -> None:
    a = plan("a", [cell(0, 0, 20, 10)], ["10"])
    result = detect([a], [line("YJJBNT", cell(0, 0, 20, 10)), line("ZDXM", cell(0, 0, 10, 10))])
    assert rows(result, "rule", "winner", "major_project", "area_m2") == [
        ("major_project_basic_farmland", "check", True, 100.0),
        ("basic_farmland_development", "constraint", False, 100.0),
    ]
    assert "made up" in result.ledger["exceptions"][0] and result.ledger["plan_b"].eq("").all()


def test_lines_that_cross_are_one_row_whatever_lies_below() -> None:
    a = plan("a", [cell(0, 0, 10, 10), cell(10, 0, 20, 10)], ["02", "04"])
    result = detect([a], [line("CZKFBJ", cell(5, 0, 20, 10)), line("STBHHX", cell(0, 2, 15, 8))])
    assert rows(result, "rule", "plan_a", "class_a", "area_m2", "urban_boundary", "redline") == [
        ("urban_boundary_redline", "", "", 60.0, True, True)
    ]


def test_lines_conflict_beside_the_plan_too() -> None:
    """Three lines, one of them overlapping itself, half on the plan; a second layer of a kind counts as well."""
    a = plan("a", [cell(0, 0, 10, 10)], ["02"])
    urban = line("CZKFBJ", cell(5, 0, 40, 10), cell(30, 0, 60, 10))
    red = line("STBHHX", cell(0, 0, 20, 10), cell(35, 5, 50, 10))
    north = line("north STBHHX", cell(100, 0, 110, 10))
    fields = line("YJJBNT", cell(50, 0, 70, 10), cell(100, 0, 105, 10), cell(200, 0, 300, 10))
    village = units([cell(0, 0, 55, 10)], ["u"])
    result = detect([a], [urban, red, north, fields], units=village)
    found = sorted(rows(result, "rule", "kind", "unit_code", "area_m2", "plan_a"))
    assert found == [
        ("redline_basic_farmland", "no_plan", "", 50.0, ""),
        ("urban_boundary_basic_farmland", "no_plan", "", 50.0, ""),
        ("urban_boundary_basic_farmland", "no_plan", "u", 50.0, ""),
        ("urban_boundary_redline", "no_plan", "u", 75.0, ""),
        ("urban_boundary_redline", "no_plan", "u", 100.0, ""),
        ("urban_boundary_redline", "single_other", "u", 50.0, ""),
    ]
    assert kinds(result) == {"single_other": 100.0, "no_plan": 325.0}
    assert result.summary["conflict_count"].sum() == 6
    assert not any("in no unit" in str(warning) for warning in result.warnings)  # the plan lies in the unit


@settings(max_examples=settings.default.max_examples // 4)
@given(st.integers(0, 10_000))
def test_lines_beside_the_plan_cover_what_brute_force_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a = random_plan(rng, "a", 8)
    named = {
        name: shapely.points(rng.uniform((X, Y), (X + 2000, Y + 1500), (4, 2))).tolist()
        for name in ("CZKFBJ", "STBHHX", "YJJBNT")
    }
    zones = {name: [p.buffer(rng.uniform(50, 500), 4) for p in points] for name, points in named.items()}
    result = detect([a], [line(name, *shapes) for name, shapes in zones.items()])
    outside = result.ledger[result.ledger["kind"] == "no_plan"]
    urban, red, fields = (shapely.union_all(shapes) for shapes in zones.values())
    both = shapely.union_all([urban & red, urban & fields, red & fields]) - shapely.union_all(list(a.geometry))
    assert outside["area_m2"].sum() == pytest.approx(both.area, abs=0.5)
    assert shapely.union_all(outside.geometry.values).area == pytest.approx(outside.area.sum(), abs=1e-3)


def test_one_plan_alone_needs_lines() -> None:
    with pytest.raises(InputError) as error:
        detect([plan("a", [cell(0, 0, 9, 9)], ["07"])])
    assert error.value.code == "nothing_to_compare"


def test_ground_of_one_plan_is_no_difference_but_lines_count() -> None:
    """B reaches beyond A: what A says nothing about is no conflict between them; the redline is."""
    a = plan("a", [cell(0, 0, 10, 10)], ["01"])
    b = plan("b", [cell(0, 0, 30, 10)], ["07"])
    result = detect([a, b], [line("STBHHX", cell(25, 0, 30, 10))])
    assert kinds(result) == {"b_only": 100.0, "single_construction": 200.0}
    assert sorted(rows(result, "rule", "plan_a", "class_a", "plan_b", "class_b", "kind", "area_m2")) == [
        ("construction_cultivated", "a", "01", "b", "07", "b_only", 100.0),
        ("redline_development", "b", "07", "", "", "single_construction", 50.0),
    ]


def test_adjacent_pieces_are_one_row_and_islands_are_rows_of_their_own() -> None:
    """A line that changes no rule does not split a row; parts that touch in a point only do."""
    a = plan("a", [MultiPolygon([cell(0, 0, 20, 10), cell(20, 10, 30, 20)]), cell(40, 0, 50, 10)], ["07", "07"])
    b = plan("b", [cell(-10, -10, 60, 30)], ["01"])
    result = detect([a, b], [line("风景区", cell(5, 0, 12, 10))])
    assert rows(result, "area_m2", "constraints") == [(200.0, "风景区"), (100.0, ""), (100.0, "")]
    assert result.ledger.geometry[0].equals(cell(0, 0, 20, 10))
    assert any("No rule is about the control lines 风景区" in str(warning) for warning in result.warnings)


def test_units_split_and_count() -> None:
    a = plan("a", [cell(0, 0, 30, 10)], ["07"])
    b = plan("b", [cell(0, 0, 30, 10)], ["01"])
    result = detect([a, b], units=units([cell(0, 0, 10, 10), cell(10, 0, 25, 10)], ["v1", "v2"]))
    assert sorted(rows(result, "unit_code", "area_m2")) == [("", 50.0), ("v1", 100.0), ("v2", 150.0)]
    assert result.summary.set_index("unit_code")["share"].tolist() == [100.0] * 3
    assert any("lie in no unit" in str(warning) for warning in result.warnings)


def test_slivers_are_flagged_and_kept() -> None:
    a = plan("a", [cell(0, 0, 10, 10), cell(20, 0, 60, 10)], ["07", "07"])
    b = plan("b", [cell(9.9, 0, 100, 10)], ["01"])
    result = detect([a, b], min_area=5.0)
    assert rows(result, "area_m2", "sliver") == [(400.0, False), (1.0, True)]
    assert result.summary.set_index("kind").loc["a_only", "sliver_count"] == 1
    assert detect([a, b], min_area=None).ledger["sliver"].tolist() == [False, True]  # the catalogue's 100 m²


def test_unknown_and_missing_classes_are_named_and_not_guessed() -> None:
    a = plan("a", [cell(0, 0, 10, 10), cell(10, 0, 20, 10), cell(20, 0, 30, 10)], ["07", "0799", ""])
    b = plan("b", [cell(0, 0, 30, 10)], ["01"])
    result = detect([a, b])
    assert kinds(result) == {"a_only": 100.0, "unknown": 200.0} and len(result.ledger) == 1
    said = " ".join(str(warning) for warning in result.warnings)
    assert "0799" in said and "1 polygons have no class" in said


def test_wrong_list_of_codes_is_suspected() -> None:
    survey = plan("DLTB", [cell(0, 0, 10, 10), cell(10, 0, 20, 10)], ["05H1", "08H2"])
    result = detect([survey, plan("b", [cell(0, 0, 20, 10)], ["01"])])
    assert any("the list survey has all of them" in str(warning) for warning in result.warnings)
    right = plan("DLTB", [cell(0, 0, 10, 10), cell(10, 0, 20, 10)], ["05H1", "1006"], "survey")
    result = detect([right, plan("b", [cell(0, 0, 20, 10)], ["01"])])
    assert kinds(result) == {"a_only": 100.0, "neither": 100.0}


def test_codes_of_2020_are_read_as_such() -> None:
    """060102 was the road inside a village (built) and is the field track (not built)."""
    ground = [cell(0, 0, 10, 10)]
    old, new = plan("a", ground, ["060102"], "plan_2020"), plan("b", ground, ["060102"])
    assert rows(detect([old, new]), "kind", "class_a", "codes_a", "codes_b") == [
        ("a_only", "060102", "plan_2020", "plan_2023")
    ]
    assert len(detect([old, plan("b", ground, ["1207"])]).ledger) == 0


def test_further_plans_are_compared_too() -> None:
    ground = [cell(0, 0, 10, 10)]
    a, b, c = plan("a", ground, ["07"]), plan("b", ground, ["08"]), plan("c", [cell(5, 0, 20, 10)], ["01"])
    result = detect([a, b, c])
    assert rows(result, "plan_a", "plan_b", "kind", "area_m2") == [("a", "c", "a_only", 50.0)]
    assert kinds(result) == {"a_only": 50.0, "both_construction": 50.0, "single_other": 100.0}


def test_overlaps_within_a_plan_count_once() -> None:
    a = plan("a", [cell(0, 0, 10, 10), cell(5, 0, 15, 10)], ["07", "01"])
    b = plan("b", [cell(0, 0, 15, 10)], ["01"])
    result = detect([a, b])
    assert kinds(result) == {"a_only": 100.0, "neither": 50.0}
    assert any("polygons overlap by 50.00 m²" in str(warning) for warning in result.warnings)


def test_invalid_and_missing_geometry() -> None:
    bow = Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)])
    a = plan("a", [bow, None], ["07", "07"])
    result = detect([a, plan("b", [cell(0, 0, 10, 10)], ["01"])])
    assert result.area == pytest.approx(50.0) and any("no polygon" in str(warning) for warning in result.warnings)
    with pytest.raises(InputError) as error:
        detect([plan("a", [None], ["07"]), a])
    assert error.value.code == "no_polygons"


def test_layers_in_other_systems_are_brought_over() -> None:
    a = plan("a", [cell(0, 0, 100, 100)], ["07"])
    b = plan("b", [cell(-500, -500, 500, 500)], ["01"])
    moved = type(b)("b", b.geometry.to_crs("EPSG:4490"), b.classes)
    result = detect([a, moved], area="ellipsoid")
    assert result.area == pytest.approx(10_000, rel=1e-3) and result.ledger.crs == CRS
    flat = detect([type(a)("a", a.geometry.to_crs("EPSG:4490"), a.classes), moved], area="ellipsoid")
    assert flat.area == pytest.approx(result.area, abs=0.05)  # corners rounded in degrees
    with pytest.raises(InputError) as error:
        detect([type(a)("a", a.geometry.to_crs("EPSG:4490"), a.classes), moved])
    assert error.value.code == "plane_area_of_degrees"


def in_system(layer: Any, crs: str) -> Any:
    return replace(layer, geometry=layer.geometry.to_crs(crs))


def test_degrees_give_the_ledger_of_metres() -> None:
    """Ground of one plan only, an overlap within a plan, small parts, units and lines: all as in metres."""
    rng = np.random.default_rng(3)
    a, b = random_plan(rng, "a", 12), random_plan(rng, "b", 9)
    a = plan("a", [*a.geometry, cell(900, 900, 1400, 1400), cell(1390, 900, 1500, 1400)], [*a.classes, "07", "01"])
    b = plan("b", [*b.geometry, cell(2000, 0, 2005, 5)], [*b.classes, "07"])
    lines = [line("STBHHX", cell(300, 300, 3000, 600)), line("CZKFBJ", cell(2000, 0, 2900, 500))]
    village = units([cell(0, 0, 600, 3000), cell(600, 0, 1400, 3000)], ["u1", "u2"])
    metres, degrees = (
        detect(
            [in_system(a, crs), in_system(b, crs)],
            [in_system(item, crs) for item in lines],
            units=in_system(village, crs),
            area="ellipsoid",
        )
        for crs in ("EPSG:4544", "EPSG:4490")
    )
    assert degrees.ledger.crs == "EPSG:4490" and len(metres.ledger) > 15
    assert any("overlap by" in str(warning) for warning in metres.warnings)
    assert [str(w) for w in degrees.warnings] == [str(w) for w in metres.warnings]
    pd.testing.assert_frame_equal(degrees.summary, metres.summary, check_exact=False, atol=0.02)
    first, second = (
        pd.DataFrame(result.ledger.drop(columns=["geometry", "number"])).sort_values("key", ignore_index=True)
        for result in (degrees, metres)
    )
    pd.testing.assert_frame_equal(first, second, check_exact=False, atol=0.02)
    apart = degrees.ledger.to_crs("EPSG:4544").union_all() ^ metres.ledger.union_all()
    assert apart.area < 0.01


def test_cancel() -> None:
    a = plan("a", [cell(0, 0, 10, 10)], ["07"])
    with pytest.raises(Cancelled):
        detect([a, plan("b", [cell(0, 0, 10, 10)], ["01"])], task=Task(is_cancelled=lambda: True))


def test_same_input_same_ledger() -> None:
    rng = np.random.default_rng(1)
    plans = [random_plan(rng, name, 30) for name in "ab"]
    first, second = detect(plans), detect(plans)
    pd.testing.assert_frame_equal(pd.DataFrame(first.ledger), pd.DataFrame(second.ledger))
    assert first.ledger["key"].is_unique and first.ledger["number"].tolist() == list(range(1, len(first.ledger) + 1))


# ---- against geopandas.overlay
BUILT, UNBUILT = ("07", "08", "10"), ("01", "02", "03")


def random_plan(rng: np.random.Generator, name: str, count: int) -> Any:
    """A Voronoi partition of a square, with a few cells left out: irregular, with gaps, without overlap."""
    points = shapely.multipoints(np.column_stack([X + rng.uniform(0, 1000, count), Y + rng.uniform(0, 1000, count)]))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box(X, Y, X + 1000, Y + 1000)))
    cells = shapely.intersection(cells, box(X, Y, X + 1000, Y + 1000))
    cells = cells[~shapely.is_empty(cells)][: max(1, len(cells) - 3)]
    return plan(name, list(cells), rng.choice([*BUILT, *UNBUILT], len(cells)).tolist())


def frame(layer: Any, column: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({column: layer.classes.isin(BUILT).to_numpy()}, geometry=layer.geometry.values, crs=CRS)


def areas_by_overlay(a: Any, b: Any) -> dict[str, float]:
    common = gpd.overlay(frame(a, "a"), frame(b, "b"), keep_geom_type=True)
    names = {
        (True, True): "both_construction",
        (True, False): "a_only",
        (False, True): "b_only",
        (False, False): "neither",
    }
    return common.area.groupby([names[pair] for pair in zip(common["a"], common["b"])]).sum().to_dict()


@settings(max_examples=settings.default.max_examples // 4)
@given(st.integers(0, 10_000))
def test_areas_are_those_of_an_independent_overlay(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = random_plan(rng, "a", int(rng.integers(3, 25))), random_plan(rng, "b", int(rng.integers(3, 25)))
    red = shapely.Point(X + 500, Y + 500).buffer(float(rng.uniform(50, 600)))
    villages = [cell(0, 0, 600, 1000), cell(500, 0, 1000, 1000)]  # they overlap: the lowest code has that ground
    result = detect([a, b], [line("STBHHX", red)], units=units(villages, ["u1", "u2"]))
    found, wanted = kinds(result), areas_by_overlay(a, b)
    for kind in ("both_construction", "a_only", "b_only", "neither"):
        assert found.get(kind, 0.0) == pytest.approx(wanted.get(kind, 0.0), abs=0.3)  # a few dozen roundings to 0.01
    # Nothing is lost: all classes together are the ground of both plans, and what differs is in the ledger.
    union = shapely.area(shapely.union_all([*a.geometry, *b.geometry]))
    assert sum(found.values()) == pytest.approx(union, abs=0.3)
    ground = shapely.union_all([*a.geometry, *b.geometry])
    in_unit = result.summary.groupby("unit_code")["area_m2"].sum()
    assert in_unit.get("u1", 0.0) == pytest.approx(shapely.area(shapely.intersection(ground, villages[0])), abs=0.3)
    assert in_unit.get("u2", 0.0) == pytest.approx(
        shapely.area(shapely.intersection(ground, cell(600, 0, 1000, 1000))), abs=0.3
    )
    differ = gpd.GeoSeries(result.ledger.geometry[result.ledger["rule"].str.startswith("construction_")])
    built = shapely.union_all([*a.geometry[a.classes.isin(BUILT)], *b.geometry[b.classes.isin(BUILT)]])
    in_red = result.ledger[result.ledger["rule"] == "redline_development"]
    assert in_red["area_m2"].sum() == pytest.approx(shapely.area(shapely.intersection(built, red)), abs=0.3)
    # No spot is in the ledger twice.
    whole = shapely.union_all(np.asarray(result.ledger.geometry.values))
    assert shapely.area(whole) == pytest.approx(result.ledger.area.sum(), abs=1e-3)
    assert differ.area.sum() <= wanted.get("a_only", 0.0) + wanted.get("b_only", 0.0) + 1e-3
    # Each row is one connected ground.
    assert all(len(shapely.get_parts(shape)) == 1 for shape in result.ledger.geometry)


def test_two_plans_of_a_real_city(shared_data: Path, tmp_path: Path) -> None:
    """Cambridge: parcels by use against zoning, with codes and rules of its own; brute force pair by pair."""
    file = shared_data / "us_cambridge.gpkg"
    zoning = pyogrio.read_dataframe(file, layer="zoning")
    parcels = pyogrio.read_dataframe(file, layer="parcel", max_features=2500)
    county = tmp_path / "cambridge.json"
    county.write_text(json.dumps(CAMBRIDGE), encoding="utf-8")
    own, codes = rules(county), class_codes()
    a = PlanLayer("use", parcels.geometry, parcels["use_code"].fillna("").astype(object), "own")
    b = PlanLayer("zoning", zoning.geometry, zoning["ZONE_TYPE"].fillna("").astype(object), "own")
    result = detect_conflicts([a, b], [], own, codes, area="plane")
    built = parcels[[own.classes_of(code, "own", codes) == frozenset({"construction"}) for code in a.classes]]
    shapes = shapely.make_valid(built.geometry.values)
    wanted = sum(
        float(shapely.area(shapely.intersection(zone, shapes)).sum())
        for zone in shapely.make_valid(zoning.geometry[zoning["ZONE_TYPE"] == "OS"].values)
    )
    assert wanted > 1e4
    assert result.summary.set_index("kind").loc["a_only", "area_m2"] == pytest.approx(wanted, rel=1e-3)
    assert result.area == pytest.approx(result.ledger.area.sum(), abs=0.01 * len(result.ledger) + 0.01)


TEXT = {"zh": "一", "en": "a"}
CAMBRIDGE = {
    "sets": [
        {"id": "construction", **TEXT, "own": [*"01234CBIOSMRP", "!132", "!106", "!OS"]},
        {"id": "non_construction", **TEXT, "own": ["OS", "132", "106", "91"]},
    ],
    "rules": [
        {
            "id": "built_on_open_space",
            "principle": "ecology",
            "severity": "warning",
            "winner": "other",
            "when": {"one": "construction", "other": "non_construction"},
            "title": TEXT,
            "treatment": TEXT,
        }
    ],
}
