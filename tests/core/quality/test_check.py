"""Each rule finds what was put wrong on purpose, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from shapely import MultiPolygon, Polygon, box

from village_planner.core.errors import Cancelled, InputError
from village_planner.core.quality.check import check_county
from village_planner.core.quality.coverage import Coverage, find_overlaps
from village_planner.core.quality.model import CheckedLayer
from village_planner.core.quality.rules import Rules, load_rules
from village_planner.core.task import SILENT, Task
from village_planner.paths import resource

CRS = "EPSG:4523"
X, Y = 35_500_000.0, 3_000_000.0
CATALOGUE, SCHEMA = resource("catalogues", "quality_rules.json"), resource("catalogues", "quality_rules.schema.json")


def at(*bounds: float) -> Polygon:
    a, b, c, d = bounds
    return box(X + a, Y + b, X + c, Y + d)


IN_TWO_PARTS = MultiPolygon([at(200, 0, 300, 100), at(0, 500, 9, 509)])


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(CATALOGUE, SCHEMA)


def layer(role: str, shapes: list[Any], crs: str = CRS, **columns: list[Any]) -> CheckedLayer:
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=crs))
    return CheckedLayer(role, role.upper(), frame, {name: name for name in columns})


def villages(**changes: list[Any]) -> CheckedLayer:
    columns: dict[str, list[Any]] = {
        "code": ["511502100201", "511502100202", "511502101201"],
        "name": ["甲村", "乙村", "丙村"],
        "township_code": ["511502100", "511502100", "511502101"],
        "township_name": ["东镇", "东镇", "西镇"],
        "population": [100, 200, 300],
    }
    shapes = changes.pop("shapes", [at(0, 0, 100, 100), at(100, 0, 200, 100), at(200, 0, 300, 100)])
    return layer("village", shapes, **{**columns, **changes})


def townships(**changes: list[Any]) -> CheckedLayer:
    columns: dict[str, list[Any]] = {
        "code": ["511502100", "511502101"],
        "name": ["东镇", "西镇"],
        "population": [300, 300],
    }
    shapes = changes.pop("shapes", [at(0, 0, 200, 100), at(200, 0, 300, 100)])
    return layer("township", shapes, **{**columns, **changes})


def two_villages(**changes: list[Any]) -> CheckedLayer:
    """One village of each township, which the two parcels fill."""
    columns: dict[str, list[Any]] = {
        "code": ["511502100201", "511502101201"],
        "name": ["甲村", "丙村"],
        "township_code": ["511502100", "511502101"],
        "township_name": ["东镇", "西镇"],
        "population": [300, 300],
        "shapes": [at(0, 0, 100, 100), at(100, 0, 200, 100)],
    }
    return villages(**{**columns, **changes})


def parcels(**changes: list[Any]) -> CheckedLayer:
    columns: dict[str, list[Any]] = {
        "parcel_id": ["1", "2"],
        "class_code": ["0101", "0103"],
        "unit_code": ["5115021002010000000", "5115021012010000000"],
        "unit_name": ["甲村", "丙村"],
        "area": [10_000.0, 10_000.0],
        "ridge_factor": [0.12, None],
    }
    shapes = changes.pop("shapes", [at(0, 0, 100, 100), at(100, 0, 200, 100)])
    return layer("parcel", shapes, **{**columns, **changes})


def check(rules: Rules, *layers: CheckedLayer, task: Task = SILENT) -> list[tuple[str, str, str, str]]:
    found = check_county(layers, rules, {"0101": "farm", "0103": "farm", "0702": "construction"}, task)
    return [(r, s, c, str(m)) for r, s, c, m in found[["rule", "severity", "unit_code", "message"]].values]


def test_a_sound_county_has_no_findings(rules: Rules) -> None:
    assert check(rules, villages(), townships()) == []
    halves = townships(shapes=[at(0, 0, 100, 100), at(100, 0, 200, 100)])
    assert check(rules, two_villages(), halves, parcels()) == []


@pytest.mark.parametrize(
    ("changes", "rule", "severity", "code", "text"),
    [
        (
            {"code": ["511502100201", None, "511502101201"]},
            "missing_code",
            "error",
            "",
            "Row 2 has no code. Fill in field code.",
        ),
        (
            {"code": ["511502100201", "51150210020", "511502101201"]},
            "code_format",
            "warning",
            "51150210020",
            "Code 51150210020 is not 12 digits.",
        ),
        ({"name": ["甲村", " ", "丙村"]}, "missing_name", "warning", "511502100202", "The unit has no name."),
        (
            {"population": [100, None, 300]},
            "population_missing",
            "warning",
            "511502100202",
            "Population is empty. Fill in field population.",
        ),
        (
            {"population": [100, "约二百", 300]},
            "population_text",
            "error",
            "511502100202",
            "Population is “约二百”, not a number.",
        ),
        ({"population": [100, -5, 300]}, "population_negative", "error", "511502100202", "Population is -5."),
        (
            {"township_name": ["东镇", "东乡", "西镇"]},
            "name_differs",
            "warning",
            "511502100",
            "1 villages call their township 东乡; layer TOWNSHIP calls it 东镇.",
        ),
        (
            {
                "shapes": [
                    at(0, 0, 100, 100),
                    at(100, 0, 200, 100),
                    MultiPolygon([at(200, 0, 300, 100), at(0, 500, 9, 509)]),
                ]
            },
            "multipart",
            "warning",
            "511502101201",
            "The unit lies in 2 separate parts.",
        ),
        (
            {"shapes": [at(0, 0, 100, 100), at(90, 0, 200, 100), at(200, 0, 300, 100)]},
            "village_overlap",
            "warning",
            "511502100201",
            "Units 511502100201 and 511502100202 overlap by 1,000.00 m².",
        ),
        (
            {"shapes": [at(0, 0, 100, 100), None, at(200, 0, 300, 100)]},
            "no_ground",
            "error",
            "511502100202",
            "Row 2 (511502100202) has no ground: no geometry.",
        ),
    ],
)
def test_what_is_wrong_with_villages_is_found(
    rules: Rules, changes: dict[str, list[Any]], rule: str, severity: str, code: str, text: str
) -> None:
    found = check(rules, villages(**changes), townships())
    mine = [row for row in found if row[0] == rule]
    assert len(mine) == 1
    assert mine[0][1:3] == (severity, code) and mine[0][3].startswith(text)
    # Of a person or a code that is missing, of ground that is missing or elsewhere.
    consequences = {"population_sum", "unit_without_township", "village_gap", "village_outside", "outline_sum"}
    assert {row[0] for row in found} - consequences == {rule}


def test_each_row_of_a_repeated_code_is_a_finding(rules: Rules) -> None:
    found = check(rules, villages(code=["511502100201", "511502100201", "511502101201"]), townships())
    assert [row[:3] for row in found] == [("duplicate_code", "error", "511502100201")] * 2
    assert "occurs 2 times (rows 1, 2)" in found[0][3]


def test_codes_of_another_system_are_one_finding(rules: Rules) -> None:
    found = check(rules, villages(code=["a1", "a2", "511502101201"]))
    assert [row[3] for row in found] == ["2 of 3 codes are not 12 digits (e.g. a1)."]
    long = [f"{code}0000000" for code in villages().texts("code")]
    assert check(rules, villages(code=long), townships()) == []


def test_a_village_of_no_township(rules: Rules) -> None:
    stray = villages(
        code=["511502100201", "511502100202", "999999999201"], township_code=["511502100", "511502100", "999999999"]
    )
    assert [row[:3] for row in check(rules, stray, townships(population=[300, 0]))] == [
        ("unit_without_township", "error", "999999999201")
    ]
    by_code = villages(township_code=["", "", ""])  # then the first nine digits tell
    assert check(rules, by_code, townships()) == []
    alone = check(rules, villages(township_code=["511502100", None, "511502101"]))
    assert [row[:3] for row in alone] == [("unit_without_township", "error", "511502100202")]


def test_people_of_a_township_are_those_of_its_villages(rules: Rules) -> None:
    assert [row[2:] for row in check(rules, villages(), townships(population=[310, 300]))] == [
        ("511502100", "Population is 310; its villages have 300.")
    ]


def test_an_invalid_outline_says_why_and_what_repair_changes(rules: Rules) -> None:
    bow_tie = Polygon([(X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100)])
    found = check(rules, villages(shapes=[bow_tie, at(100, 0, 200, 100), at(200, 0, 300, 100)]))
    assert [row[0] for row in found] == ["invalid_geometry", "multipart"]
    assert "Self-intersection" in found[0][3] and "by 5,000.00 m²" in found[0][3]


def test_a_gap_names_its_neighbours_and_has_its_polygon(rules: Rules) -> None:
    frame = villages(
        shapes=[
            Polygon([(X, Y), (X + 200, Y), (X + 200, Y + 40), (X, Y + 40)]),
            Polygon(
                [(X, Y + 40), (X + 90, Y + 40), (X + 90, Y + 60), (X + 200, Y + 60), (X + 200, Y + 100), (X, Y + 100)]
            ),
            at(190, 40, 300, 60),
        ]
    )
    found = check_county([frame], rules, {})
    assert found["rule"].tolist() == ["village_gap"]
    assert str(found["message"].iloc[0]) == (
        "Gap of 2,000.00 m² between units 511502100201, 511502100202, 511502101201."
    )
    assert found.geometry.iloc[0].equals(at(90, 40, 190, 60))


def test_a_unit_inside_a_ring_is_no_gap() -> None:
    ring = Polygon(at(0, 0, 100, 100).exterior, [at(20, 20, 80, 80).exterior])
    inner = at(30, 30, 70, 70)
    gaps = find_overlaps(Coverage(np.array([ring, inner]), 1e-4), 0.001)[1]
    assert [round(gap.area) for gap in gaps] == [60 * 60 - 40 * 40]
    assert len(find_overlaps(Coverage(np.array([ring, at(20, 20, 80, 80)]), 1e-4), 0.001)[1]) == 0


@pytest.mark.parametrize(
    ("changes", "rule", "text"),
    [
        ({"class_code": ["0101", None]}, "class_missing", "1 parcels have no land class."),
        ({"class_code": ["0101", "0199"]}, "class_unknown", "1 parcels have land class 0199"),
        ({"class_code": ["x", "y"]}, "class_unknown", "2 of 2 parcels have a land class that is not in the list"),
        ({"ridge_factor": [0.12, 1.0]}, "ridge_factor_range", "Row 2 (2): field ridge_factor is 1.0"),
        ({"ridge_factor": [-0.1, 0.0]}, "ridge_factor_range", "Row 1 (1): field ridge_factor is -0.1"),
        ({"ridge_factor": ["0.1", "x"]}, "ridge_factor_range", "Row 2 (2): field ridge_factor is x"),
        ({"parcel_id": ["1", "1"]}, "duplicate_parcel_id", "Field parcel_id: 1 occurs 2 times."),
        (
            {"unit_code": ["511502100201", "511502109777"], "unit_name": ["甲村", ""]},
            "parcel_unit_unknown",
            "1 parcels lie in unit 511502109777, which layer VILLAGE does not have.",
        ),
        (
            {"unit_name": ["甲村", "丁村"]},
            "name_differs",
            "1 parcels call their unit 丁村; layer VILLAGE calls it 丙村.",
        ),
        ({"area": [10_000.0, 10_300.0]}, "area_differs", "Row 2 (2): field area says 10,300.00 m²"),
        (
            {"area": ["10000", "12,5"]},  # and no sum is told that holds it
            "value_not_number",
            "1 rows have “12,5” in field area, which is not a number.",
        ),
    ],
)
def test_what_is_wrong_with_parcels_is_found(rules: Rules, changes: dict[str, list[Any]], rule: str, text: str) -> None:
    found = check(rules, two_villages(), parcels(**changes))
    assert [row[0] for row in found] == [rule]
    assert found[0][3].startswith(text)


def test_texts_for_ridges_and_net_areas_are_told_once(rules: Rules) -> None:
    ridges = {"ridge_factor": [0.1, 0.1], "ridge_area": ["1000", "1千"], "net_area": ["9000.0", "x"]}
    assert [(rule, text.split(", ")[0]) for rule, _, _, text in check(rules, parcels(**ridges))] == [
        ("value_not_number", "1 rows have “x” in field net_area"),
        ("value_not_number", "1 rows have “1千” in field ridge_area"),
    ]


def test_a_gap_between_rows_without_names_is_told_by_their_numbers(rules: Rules) -> None:
    split = [at(0, 0, 100, 100), at(100, 0, 200, 90)]
    text = "Gap of 1,000.00 m² between "
    for ids, named in (([None, None], "rows 1, 2."), (["1", None], "rows 1, 2."), (["1", "2"], "parcels 1, 2.")):
        found = check(rules, two_villages(), parcels(shapes=split, parcel_id=ids, area=[1e4, 9e3]))
        assert [message for rule, _, _, message in found if rule == "parcel_gap"] == [text + named]
    bare = check(rules, two_villages(), parcels(shapes=[at(0, 0, 50, 100), None]))
    assert "Gap of 15,000.00 m² between parcels 1." in [row[3] for row in bare]


def test_areas_within_two_percent_or_twenty_square_metres_agree(rules: Rules) -> None:
    assert check(rules, parcels(area=[10_190.0, 9_810.0])) == []
    small = layer("parcel", [at(0, 0, 10, 10), at(20, 0, 30, 10)], area=[119.0, 121.0])
    assert [row[3] for row in check(rules, small)] == [
        "Row 2 (): field area says 121.00 m², the outline has 100.00 m²."
    ]


def test_layers_in_different_systems_are_compared_after_reprojection(rules: Rules) -> None:
    moved = townships()
    moved = CheckedLayer("township", "TOWNSHIP", moved.frame.to_crs(4544), moved.fields)
    found = check_county([villages(), moved], rules, {})
    assert found["rule"].tolist() == ["crs_differs"]
    assert str(found["message"].iloc[0]) == (
        "The layer is in EPSG:4544, layer VILLAGE in EPSG:4523. It will be reprojected."
    )


def test_of_a_layer_without_a_place_on_earth_only_rows_are_checked(rules: Rules) -> None:
    undefined = (  # as GeoPackage writes it
        'ENGCRS["Undefined Cartesian SRS",EDATUM["Unknown"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],'
        'LENGTHUNIT["metre",1]]'
    )
    lost = layer("parcel", [at(0, 0, 100, 100), at(0, 0, 100, 90)], undefined, class_code=["0101", None], area=[1.0, 1])
    assert [row[0] for row in check(rules, lost)] == ["class_missing"]
    found = check_county([lost, villages(name=["甲村", "乙村", None])], rules, {"0101": "farm"})
    assert found["rule"].tolist() == ["missing_name", "class_missing"]
    assert found.crs == CRS and found.geometry.notna().tolist() == [True, False]


def test_a_county_sets_its_own_severities_and_thresholds(tmp_path: Path) -> None:
    own = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    for rule in own["rules"]:
        rule["severity"] = {"missing_name": "error", "multipart": "off"}.get(rule["id"], rule["severity"])
    file = tmp_path / "规则.json"
    file.write_text(json.dumps({"rules": own["rules"], "thresholds": {"overlap_min_area": 2000}}), encoding="utf-8")
    rules = load_rules(CATALOGUE, SCHEMA, file)
    assert rules.thresholds["village_code_digits"] == 12
    shapes = [MultiPolygon([at(0, 0, 100, 100), at(0, 300, 9, 309)]), at(90, 0, 200, 100), at(200, 0, 300, 100)]
    assert [row[:2] for row in check(rules, villages(shapes=shapes, name=["", "乙", "丙"]))] == [
        ("missing_name", "error")
    ]
    file.write_text(json.dumps({"thresholds": {"area_relative": -1}}), encoding="utf-8")
    with pytest.raises(InputError, match="area_relative"):
        load_rules(CATALOGUE, SCHEMA, file)


def test_every_rule_has_both_titles_and_is_known_to_the_schema(rules: Rules) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(rules.rules) == schema["properties"]["rules"]["items"]["properties"]["id"]["enum"]
    assert all(rule.title["zh"] and rule.title["en"] for rule in rules.rules.values())


def test_findings_are_listed_in_the_order_of_the_rules(rules: Rules) -> None:
    wrong = villages(code=["1", None, "511502101201"], population=[-1, None, 3])
    order = [rules.order(row[0]) for row in check(rules, wrong)]
    assert order == sorted(order) and len(order) == 4


def test_checking_can_be_cancelled(rules: Rules) -> None:
    asked = iter([False, False])
    with pytest.raises(Cancelled):
        check(rules, villages(), townships(), task=Task(is_cancelled=lambda: next(asked, True)))
