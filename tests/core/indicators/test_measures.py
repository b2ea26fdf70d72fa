"""Measures on a county of four villages in a row, worked out by hand.

village       1      2      3      4       2 km x 2 km each; 1, 2 in township A, 3, 4 in township B
road      ----o------o------o------o----#  y = 1000, 60 km/h; a seat in each middle, a station at the end
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from village_planner.core.errors import Cancelled, InputError
from village_planner.core.indicators.catalogue import (
    Indicator,
    IndicatorCatalogue,
    JudgementPlan,
    Source,
    StabilityPlan,
    load_indicators,
)
from village_planner.core.indicators.measures.compare import differences
from village_planner.core.indicators.measures.compute import MEASURES, Computed, compute_indicators, computed_codes
from village_planner.core.indicators.measures.county import CountyLayers, Settings, county_layers, load_places
from village_planner.core.indicators.measures.roads import lengths_inside
from village_planner.core.indicators.measures.survey import Survey
from village_planner.core.network.speeds import RoadSpeeds
from village_planner.core.task import SILENT, Task
from village_planner.paths import resource, use_bundled_packages

use_bundled_packages()
CORNER = np.array([35_500_000.0, 3_400_000.0])
CODES = ["510700001201", "510700001202", "510700002201", "510700002202"]
MIDDLES = [1000, 3000, 5000, 7000]


def frame(columns: dict[str, Any], shapes: list[Any]) -> gpd.GeoDataFrame:
    moved = shapely.transform(np.array(shapes, dtype=object), lambda xy: xy + CORNER)
    return gpd.GeoDataFrame(columns, geometry=list(moved), crs="EPSG:4523")


def villages() -> gpd.GeoDataFrame:
    return frame(
        {
            "code": CODES,
            "name": list("甲乙丙丁"),
            "township_code": ["510700001"] * 2 + ["510700002"] * 2,
            "population": [1000.0, 3000.0, 2000.0, 0.0],
            "area_m2": [4e6] * 4,
        },
        [shapely.box(2000 * i, 0, 2000 * i + 2000, 2000) for i in range(4)],
    )


def county(**changed: Any) -> CountyLayers:
    points = [(x, 1000) for x in MIDDLES]
    facilities = [("村委会", code, xy) for code, xy in zip(CODES, points)]
    facilities += [("乡镇政府", CODES[0], points[0]), ("乡镇政府", CODES[2], points[2])]
    facilities += [("县政府", "", points[0]), ("火车站", "", (7990, 1000)), ("医院", "", (4100, 1000))]
    facilities += [("小学", "", (3000, 1500)), ("小学", "", (3000, 1600)), ("快递", CODES[1] + "0000000", (5000, 1500))]
    layers: dict[str, Any] = {
        "villages": villages(),
        "townships": frame(
            {"code": ["510700001", "510700002"], "name": ["A", "B"], "population": [4000.0, 2000.0]},
            [shapely.box(0, 0, 4000, 2000), shapely.box(4000, 0, 8000, 2000)],
        ),
        "roads": frame({"kind": ["road"]}, [shapely.LineString([(0, 1000), (8000, 1000)])]),
        "facilities": frame(
            {"kind": [f[0] for f in facilities], "unit_code": [f[1] for f in facilities]},
            [shapely.Point(f[2]) for f in facilities],
        ),
        "hazards": frame(
            {"kind": ["滑坡"] * 3}, [shapely.Point(100, 9), shapely.Point(200, 9), shapely.Point(7000, 9)]
        ),
        "parcels": frame(
            {
                "parcel_id": [str(i) for i in range(8)],
                "class_code": ["0101", "0404"] * 4,
                "unit_code": [code for code in CODES for _ in range(2)],
            },
            [shapely.box(2000 * i, 1000 * top, 2000 * i + 2000, 1000 * top + 1000) for i in range(4) for top in (0, 1)],
        ),
        "control_lines": frame(
            {"kind": ["ecological_redline", "permanent_basic_farmland", "high_standard_farmland"]},
            [shapely.box(0, 1500, 8000, 2000), shapely.box(0, 0, 8000, 400), shapely.box(0, 0, 3000, 500)],
        ),
        "values": {"village": pd.DataFrame({"V1": [1000, 3000, 2000, 500], "V3": [10, 60, np.nan, 5]}, index=CODES)},
    }
    return county_layers(**{**layers, **changed})


def settings() -> Settings:
    places = load_places(resource("catalogues", "places.json"), resource("catalogues", "places.schema.json"))
    return Settings(RoadSpeeds({"road": 60.0}, 30.0, 6.0, {"": 0}), places)


def catalogue_of(measure: str, arguments: dict[str, Any], level: str) -> IndicatorCatalogue:
    source = Source("computed", measure=measure, arguments=arguments)
    item = Indicator("X", "某", "Some", "g", {"zh": "", "en": ""}, False, (level,), "indicator", 1, "error", source)
    return IndicatorCatalogue((), (item,), StabilityPlan({}, (), 0), JudgementPlan(0.1, ()))


def take(measure: str, level: str, of: CountyLayers | None = None, **arguments: Any) -> Computed:
    return compute_indicators(of or county(), catalogue_of(measure, arguments, level), level, settings())


EXPECTED = [
    ("travel_time", "village", {"destination": "county_seat"}, [0, 2, 4, 6]),
    ("travel_time", "village", {"destination": "township_seat"}, [0, 2, 0, 2]),
    ("travel_time", "village", {"destination": "station"}, [6.99, 4.99, 2.99, 0.99]),
    ("travel_time", "township", {"destination": "county_seat"}, [0, 4]),
    ("mean_travel_time", "township", {"destination": "township_seat"}, [1.5, 0]),  # by people; nobody in village 4
    ("served_share", "township", {"facilities": ["医院"], "minutes": 2}, [50, 50]),
    ("services_within", "village", {"facilities": ["医院", "小学"], "minutes": 2}, [0, 1, 1, 0]),
    ("distance", "village", {"destination": "township_seat"}, [0, 2, 0, 2]),
    ("distance", "village", {"destination": "station"}, [6.99, 4.99, 2.99, 0.99]),
    ("road_density", "village", {}, [0.5] * 4),
    ("road_density", "township", {}, [0.5] * 2),
    ("hazard_density", "village", {}, [0.5, 0, 0, 0.25]),
    ("facility_count", "village", {}, [3, 4, 3, 2]),
    ("facility_count", "village", {"facilities": ["小学"]}, [0, 2, 0, 0]),
    ("villages_with_facility_share", "township", {"facilities": ["快递"]}, [50, 0]),  # by its code, not its place
    ("facilities_per_thousand", "township", {"facilities": ["小学"]}, [0.5, 0]),
    ("class_share", "village", {"classes": ["01"]}, [50] * 4),
    (
        "high_standard_farmland_share",
        "village",
        {"line": "high_standard_farmland", "classes": ["0101"]},
        [50, 25, 0, 0],
    ),
    ("high_standard_farmland_share", "township", {"line": "high_standard_farmland", "classes": ["0101"]}, [37.5, 0]),
    ("buildable_land", "village", {"classes": ["0404"], "outside": ["ecological_redline"]}, [100] * 4),
    (
        "buildable_land",
        "township",
        {"classes": ["0404", "0101"], "outside": ["ecological_redline", "permanent_basic_farmland"]},
        [440, 440],
    ),
    (
        "buildable_per_person",
        "village",
        {"classes": ["0404"], "outside": ["ecological_redline"], "population": "V1"},
        [1000, 1e6 / 3000, 500, 2000],
    ),
    ("collective_income_per_person", "village", {"income": "V3", "population": "V1"}, [100, 200, np.nan, 100]),
]


@pytest.mark.parametrize(("measure", "level", "arguments", "expected"), EXPECTED)
def test_each_measure_by_hand(measure: str, level: str, arguments: dict[str, Any], expected: list[float]) -> None:
    computed = take(measure, level, **arguments)
    assert not computed.left_out
    # areas are those on the ellipsoid, which differ from the plane's in the sixth digit
    assert computed.values["value"].tolist() == pytest.approx(expected, rel=1e-4, nan_ok=True)
    assert computed.values["source"].map(str).str.len().min() > 5


def test_every_measure_is_tried_above() -> None:
    assert {case[0] for case in EXPECTED} == set(MEASURES)


def test_schools_are_reached_on_foot_from_the_road() -> None:
    computed = take("services_within", "village", facilities=["小学"], minutes=5)
    # 500 m at 6 km/h take 5 minutes: only from village 2 itself
    assert computed.values["value"].tolist() == [0, 1, 0, 0]


LACKING = [
    ("road_density", {"roads": None}, {}, "layer road is missing"),
    ("travel_time", {"roads": None}, {"destination": "station"}, "layer road is missing"),
    ("travel_time", {"facilities": None}, {"destination": "station"}, "layer facility is missing"),
    ("travel_time", {}, {"destination": "airport"}, "the catalogue of places has no airport"),
    ("services_within", {}, {"facilities": ["机场"], "minutes": 9}, "none of the kinds 机场"),
    ("facility_count", {}, {"facilities": ["机场"]}, "none of the kinds 机场"),
    ("facilities_per_thousand", {}, {"facilities": ["小学"], "capacity": True}, "no field of capacities"),
    ("hazard_density", {"hazards": None}, {}, "layer hazard is missing"),
    ("class_share", {"parcels": None}, {"classes": ["01"]}, "layer parcel is missing"),
    ("buildable_land", {"control_lines": None}, {"classes": ["01"], "outside": ["ecological_redline"]}, "ecological"),
    ("high_standard_farmland_share", {}, {"classes": ["01"], "line": "none"}, "no control line of the kind none"),
    ("collective_income_per_person", {"values": {}}, {"income": "V3"}, "indicator V3 has no values"),
]


@pytest.mark.parametrize(("measure", "changed", "arguments", "text"), LACKING)
def test_what_a_measure_lacks_leaves_it_out(
    measure: str, changed: dict[str, Any], arguments: dict[str, Any], text: str
) -> None:
    computed = take(measure, "village", county(**changed), **arguments)
    assert computed.values.empty
    assert text in str(computed.left_out["X"])


def test_unconnected_roads_are_named_and_give_no_number() -> None:
    apart = frame(
        {"kind": ["road", "索道"]},
        [shapely.LineString([(0, 1000), (5500, 1000)]), shapely.LineString([(6000, 1000), (8000, 1000)])],
    )
    computed = take("travel_time", "village", county(roads=apart), destination="county_seat")
    assert computed.values["value"].tolist() == pytest.approx([0, 2, 4, np.nan], nan_ok=True)
    said = "\n".join(map(str, computed.warnings))
    assert "1 parts (2.0 km) are not connected" in said and "the seats of 1 villages (510700002202 丁)" in said
    assert "X: 1 villages have no way by road to “County seat” and get no value (510700002202 丁)" in said
    assert "1 roads are of no class" in said and "索道: 1" in said


def test_units_without_a_seat_are_named() -> None:
    layers = county()
    assert layers.facilities is not None
    bare = replace(layers, facilities=layers.facilities[~layers.facilities["kind"].isin(["村委会"])])
    computed = take("travel_time", "village", bare, destination="county_seat")
    assert "4 villages have no facility that is their seat" in str(computed.warnings[0])
    assert computed.values["value"].tolist() == pytest.approx([0, 2, 4, 6], abs=0.1)  # the inner points are the middles


def test_what_is_not_there_of_the_optional_lines_is_said() -> None:
    arguments = {"classes": ["0404"], "outside": ["ecological_redline"], "outside_where_known": ["flood_line"]}
    computed = take("buildable_land", "village", **arguments)
    assert computed.values["value"].tolist() == pytest.approx([100] * 4, rel=1e-4)
    assert "no control line of the kinds flood_line" in str(computed.warnings[0])


def test_an_overlay_that_is_there_is_used() -> None:
    known = pd.DataFrame(
        [(CODES[0], "0404", "ecological_redline", 1e4), (CODES[0], "0404", "", 7e4), ("", "0404", "", 5e4)],
        columns=["unit_code", "class_code", "constraints", "area_m2"],
    )
    arguments = {"classes": ["0404"], "outside": ["ecological_redline"]}
    with_overlay = county(land_areas=known)
    assert take("buildable_land", "village", with_overlay, **arguments).values["value"].tolist() == [7, 0, 0, 0]
    # not where it was made without a line that is asked about
    arguments["outside"] = ["ecological_redline", "permanent_basic_farmland"]
    assert take("buildable_land", "village", with_overlay, **arguments).values["value"].iloc[1] > 99


def test_layers_in_other_systems_give_the_same() -> None:
    here = county()
    there = county(
        roads=here.roads.to_crs(4490),  # type: ignore[union-attr]
        facilities=here.facilities.to_crs(4490),  # type: ignore[union-attr]
        villages=villages().to_crs(4490),
        townships=here.townships.to_crs(3857),
    )
    for measure, arguments in (("travel_time", {"destination": "station"}), ("road_density", {})):
        first = take(measure, "village", here, **arguments).values["value"]
        assert take(measure, "village", there, **arguments).values["value"].tolist() == pytest.approx(
            first.tolist(), rel=1e-4
        )


def test_points_outside_all_units_are_said() -> None:
    computed = take("hazard_density", "village", county(hazards=frame({}, [shapely.Point(-5, 5), shapely.Point(5, 5)])))
    assert "1 features lie in no unit" in str(computed.warnings[0])
    assert computed.values["value"].tolist() == [0.25, 0, 0, 0]


def test_capacities() -> None:
    layers = county()
    assert layers.facilities is not None
    beds = layers.facilities["kind"].map({"医院": 30.0, "小学": np.nan})
    computed = take(
        "facilities_per_thousand",
        "township",
        replace(layers, facilities=layers.facilities.assign(capacity=beds)),
        facilities=["医院", "小学"],
        capacity=True,
    )
    assert computed.values["value"].tolist() == [0, 15]
    assert "2 facilities have no capacity" in str(computed.warnings[0])


@pytest.mark.parametrize(
    ("indicators", "catalogue", "code"),
    [
        (["Z9"], catalogue_of("road_density", {}, "village"), "unknown_indicator"),
        (None, catalogue_of("unheard_of", {}, "village"), "unknown_measure"),
        (None, catalogue_of("served_share", {"facilities": ["a"], "minutes": 3}, "village"), "unknown_measure"),
        (None, catalogue_of("travel_time", {}, "village"), "missing_argument"),
    ],
)
def test_faults_of_the_catalogue(indicators: Any, catalogue: IndicatorCatalogue, code: str) -> None:
    with pytest.raises(InputError) as error:
        compute_indicators(county(), catalogue, "village", settings(), indicators)
    assert error.value.code == code


def test_the_shipped_catalogue_can_be_computed() -> None:
    catalogue = load_indicators(
        resource("catalogues", "indicators.json"), resource("catalogues", "indicators.schema.json")
    )
    with pytest.raises(InputError, match="imported"):
        compute_indicators(county(), catalogue, "village", settings(), ["V1"])
    for level in ("township", "village"):
        computed = compute_indicators(county(), catalogue, level, settings())
        assert set(computed.values["indicator"]) | set(computed.left_out) == set(computed_codes(catalogue, level))


def test_cancelling_and_progress() -> None:
    seen: list[float] = []
    catalogue = catalogue_of("travel_time", {"destination": "station"}, "village")
    compute_indicators(county(), catalogue, "village", settings(), None, Task(lambda f, m: seen.append(f)))
    assert seen == sorted(seen) and seen[-1] == 1.0
    with pytest.raises(Cancelled):
        compute_indicators(county(), catalogue, "village", settings(), None, Task(is_cancelled=lambda: True))


def test_a_road_along_a_border_counts_half_to_either_side() -> None:
    squares = np.array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)])
    lines = np.array([shapely.LineString([(10, -5), (10, 8), (12, 8)]), shapely.LineString([(-3, 1), (23, 1)]), None])
    # on the border 8 m, 2 m in the right one; 10 m across each
    assert lengths_inside(lines, squares, SILENT).tolist() == pytest.approx([14, 16])


def test_differences_from_the_countys_own_figures() -> None:
    catalogue = catalogue_of("road_density", {}, "village")
    computed = pd.DataFrame(
        {
            "unit_code": list("abcd"),
            "unit_name": list("甲乙丙丁"),
            "indicator": "X",
            "value": [11.94, 12.3, np.nan, 7.0],
        }
    )
    known = pd.DataFrame(
        {
            "unit_code": list("abce"),
            "indicator": "X",
            "value": [12.3, 12.32, 1.0, 2.0],
            "year": [2023] * 4,
            "source": "t",
        }
    )
    found = differences(computed, known, catalogue)
    assert found[["unit_code", "known", "computed", "difference", "percent", "year", "source"]].to_numpy().tolist() == [
        ["a", 12.3, 11.94, -0.36, -2.93, 2023, "t"]  # b is the same in the one decimal that is shown
    ]


def test_townships_that_are_missing_leave_no_number() -> None:
    bare = county()
    bare = replace(bare, townships=bare.townships.iloc[:0])
    for measure in ("distance", "travel_time"):
        computed = take(measure, "village", bare, destination="township_seat")
        assert computed.values["value"].isna().all()
        assert "4 villages are in no township that is there" in str(computed.warnings[0])


@pytest.mark.parametrize("level", ["village", "township"])
def test_without_villages_nothing_is_computed(level: str) -> None:
    whole = county()
    with pytest.raises(InputError) as error:
        take("facility_count", level, replace(whole, villages=whole.villages.iloc[:0]))
    assert error.value.code == "no_villages"


def test_the_seat_of_a_township_without_villages_is_found_by_its_place() -> None:
    whole = county()
    assert whole.facilities is not None
    named = whole.facilities.assign(unit_code="")
    survey = Survey(replace(whole, villages=whole.villages.iloc[:0], facilities=named), settings())
    assert (survey.seats("township") - CORNER).tolist() == [[1000, 1000], [5000, 1000]] and not survey.warnings


@pytest.mark.parametrize("shape", [None, shapely.Polygon()])
@pytest.mark.parametrize("name", ["villages", "townships"])
def test_units_without_an_outline_are_named(name: str, shape: Any) -> None:
    whole = county()
    units = getattr(whole, name)
    bare = replace(whole, **{name: units.set_geometry([*units.geometry[:-1], shape], crs=units.crs)})
    with pytest.raises(InputError, match=f"units {units['code'].iloc[-1]} have no outline") as error:
        take("distance", "township", bare, destination="station")
    assert error.value.code == "missing_geometry"
    seats = Survey(bare, settings()).seats("township")
    assert np.isfinite(seats).all() or name == "townships"


@pytest.mark.parametrize("shape", [None, shapely.LineString(), shapely.Point(0, 0)])
def test_roads_without_a_line_leave_out_what_needs_them(shape: Any) -> None:
    shapes = gpd.GeoDataFrame({"kind": ["road"]}, geometry=[shape], crs="EPSG:4523")
    catalogue = load_indicators(
        resource("catalogues", "indicators.json"), resource("catalogues", "indicators.schema.json")
    )
    computed = compute_indicators(county(roads=shapes), catalogue, "village", settings())
    assert any("layer road is missing or empty" in str(why) for why in computed.left_out.values())
    assert not computed.values.empty


def test_a_mean_by_people_needs_the_people_of_all_villages() -> None:
    units = villages().assign(population=[1000.0, np.nan, 2000.0, 0.0])
    computed = take("mean_travel_time", "township", county(villages=units), destination="county_seat")
    assert computed.values["value"].tolist() == pytest.approx([np.nan, 4], nan_ok=True)
    said = "\n".join(map(str, computed.warnings))
    assert "1 villages are of unknown population (510700001202 乙); their townships (510700001 A) get no value" in said
