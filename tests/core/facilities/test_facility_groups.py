"""Kinds of facility as a county's data call them, and the living circles around the places that hold them."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from village_planner.core.catalogue import load_catalogue
from village_planner.core.errors import InputError
from village_planner.core.facilities.circles import living_circles
from village_planner.core.facilities.groups import OTHER, FacilityGroups, LivingCircle, load_facility_groups
from village_planner.core.indicators.measures.county import Settings, county_layers, load_places
from village_planner.core.indicators.measures.survey import Survey
from village_planner.core.network.speeds import load_road_speeds
from village_planner.paths import catalogue_files

CRS = "EPSG:4523"
X, Y = 35_500_000.0, 3_400_000.0


@pytest.fixture(scope="module")
def groups() -> FacilityGroups:
    return load_facility_groups(*catalogue_files("facility_groups"))


def test_kinds_are_known_by_their_names_however_they_are_written(groups: FacilityGroups) -> None:
    given = pd.Series(
        ["卫生室", " 村卫生所 ", "Primary School", "小学", "文物保护单位", "茶馆", None], index=range(3, 10)
    )
    found = groups.sort(given)
    assert found["kind"].tolist() == ["卫生室", "卫生室", "小学", "小学", "文物保护单位", "茶馆", ""]
    assert found["group"].tolist() == ["health", "health", "education", "education", "heritage_site", OTHER, OTHER]
    assert found["tier"].tolist() == ["village"] * 7
    assert found.index.tolist() == given.index.tolist()


def test_every_kind_that_other_catalogues_name_has_a_group(groups: FacilityGroups) -> None:
    """Places, standards and the measures of indicators name kinds of facility, too."""
    places = load_catalogue(*catalogue_files("places"))["places"]
    standards = load_catalogue(*catalogue_files("facility_standards"))["facilities"]
    named = {name for entry in (*places, *standards) for name in entry["kinds"]}
    for item in load_catalogue(*catalogue_files("indicators"))["indicators"]:
        named |= set(item.get("source", {}).get("arguments", {}).get("facilities", ()))
    found = groups.sort(pd.Series(sorted(named)))
    assert not [name for name, group in zip(sorted(named), found["group"]) if group == OTHER]


def test_a_mark_tells_its_group_apart_within_a_sheet(groups: FacilityGroups) -> None:
    for theme in {group.theme for group in groups.groups}:
        own = groups.of_theme(theme)
        assert len({group.mark for group in own}) == len(own), theme


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": [{"zh": "茶馆", "en": "Tea house", "group": "leisure", "tier": "village"}]},
        {
            "kinds": [
                {"zh": "小学", "en": "School", "group": "education", "tier": "village"},
                {"zh": "中学", "en": "school ", "group": "education", "tier": "township"},
            ]
        },
        {"groups": [json.loads('{"id":"a","zh":"甲","en":"A","mark":"甲乙","shape":"circle","colour":"#000000"}')]},
    ],
    ids=["unknown group", "name of two kinds", "long mark"],
)
def test_a_countys_catalogue_is_checked(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps(change), encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.json"):
        load_facility_groups(*catalogue_files("facility_groups"), file)


def survey(roads: bool) -> Survey:
    """Four villages in a row, 2 km wide; their seats in the middle on one road; the township's seat in the first."""
    villages = gpd.GeoDataFrame(
        {"code": [f"51070010020{i}" for i in range(4)], "name": list("甲乙丙丁"), "township_code": "510700100"},
        geometry=[shapely.box(X + 2000 * i, Y, X + 2000 * (i + 1), Y + 2000) for i in range(4)],
        crs=CRS,
    )
    townships = gpd.GeoDataFrame(
        {"code": ["510700100"], "name": ["镇"]}, geometry=[shapely.box(X, Y, X + 8000, Y + 2000)], crs=CRS
    )
    seats = gpd.GeoDataFrame(
        {"kind": ["村委会"] * 4 + ["乡镇政府"]},
        geometry=shapely.points([(X + 1000 + 2000 * i, Y + 1000) for i in range(4)] + [(X + 1000, Y + 1000)]),
        crs=CRS,
    )
    road = gpd.GeoDataFrame(
        {"kind": ["村道"]}, geometry=[shapely.LineString([(X, Y + 1000), (X + 8000, Y + 1000)])], crs=CRS
    )
    settings = Settings(
        load_road_speeds(*catalogue_files("road_speeds")), load_places(*catalogue_files("places")), crossings=True
    )
    return Survey(county_layers(villages, townships, road if roads else None, seats), settings)


CIRCLES = (
    LivingCircle("township", "镇", "Township", "township_seat", 13.0, 4500.0, 300.0, "#000000"),
    LivingCircle("village", "村", "Village", "central_village", 7.0, 1500.0, 300.0, "#000000"),
    LivingCircle("county", "县", "County", "county_seat", 60.0, 9000.0, 300.0, "#000000"),
)


@pytest.mark.parametrize("roads", [True, False], ids=["by road", "straight"])
def test_villages_inside_a_circle_are_those_reached_in_time(roads: bool) -> None:
    """2 km of village road at 20 km/h are 6 minutes; straight, radii of 4.5 and 1.5 km decide."""
    asked = survey(roads)
    codes = asked.county.villages["code"].tolist()
    township, village = living_circles(asked, CIRCLES, {"central_village": [codes[3]]})
    assert (township.circle.id, village.circle.id) == ("township", "village")  # nobody named a county seat
    expected = np.array([0.0, 6.0, 12.0, 18.0]) if roads else np.array([0.0, 2.0, 4.0, 6.0])
    assert township.reach.tolist() == pytest.approx(expected.tolist(), abs=1e-6)
    assert township.inside.tolist() == [True, True, True, False]
    assert village.inside.tolist() == [False, False, roads, True]
    seats = shapely.points(asked.seats("village"))
    for circle in (township, village):
        assert (shapely.covers(circle.area, seats) == circle.inside.to_numpy()).all()
