"""A county with faults planted in known numbers: exactly those are found, under keys that last."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from planted_county import County, plant_faults, sound_county
from quality_layers import checked_layers, shipped_rules, survey_classes

from village_planner.core.errors import Cancelled
from village_planner.core.quality.check import Earlier, check_county, inputs_of
from village_planner.core.quality.keys import cases_of
from village_planner.core.quality.measure import Memory
from village_planner.core.quality.rules import Rules, load_rules
from village_planner.core.task import SILENT, Task
from village_planner.paths import resource

CLASSES = survey_classes()


@pytest.fixture(scope="module")
def rules() -> Rules:
    return shipped_rules()


@pytest.fixture(scope="module")
def faulty() -> County:
    return plant_faults(sound_county(3, seed=3), 3)


@pytest.fixture(scope="module")
def found(faulty: County, rules: Rules) -> gpd.GeoDataFrame:
    return check(faulty, rules)


def check(county: County, rules: Rules, task: Task = SILENT, **options: Any) -> gpd.GeoDataFrame:
    return check_county(checked_layers(county, rules), rules, CLASSES, task, **options)


def counts(found: gpd.GeoDataFrame) -> dict[tuple[str, str], int]:
    return found.groupby(["rule", "layer"])["cases"].sum().to_dict()


def test_a_sound_county_has_no_findings(rules: Rules) -> None:
    found = check(sound_county(2), rules)
    assert found["message"].map(str).tolist() == []


def test_exactly_the_planted_faults_are_found(faulty: County, found: gpd.GeoDataFrame) -> None:
    assert len(faulty.expected) >= 25
    assert counts(found) == faulty.expected


def test_keys_are_unique_and_do_not_depend_on_the_order_of_rows(
    faulty: County, found: gpd.GeoDataFrame, rules: Rules
) -> None:
    assert found["key"].is_unique
    shuffled = County(
        *(
            frame.sample(frac=1, random_state=5).reset_index(drop=True)
            for frame in (faulty.parcels, faulty.villages, faulty.townships, faulty.redline, faulty.farmland)
        )
    )
    assert set(check(shuffled, rules)["key"]) == set(found["key"])


def test_what_is_not_listed_one_by_one_is_counted(faulty: County, rules: Rules, tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"listed": 1, "rules": [{"id": "parcel_gap", "listed": 2}]}), encoding="utf-8")
    few = load_rules(
        resource("catalogues", "quality_rules.json"), resource("catalogues", "quality_rules.schema.json"), own
    )
    found = check(faulty, few)
    # Names of units are listed by unit and never many; all other rules keep to the limit.
    assert {**counts(found), ("name_differs", "DLTB"): 3} == faulty.expected
    listed = found[(found["rule"] == "parcel_gap")]
    assert listed["cases"].tolist() == [1, 1, faulty.expected[("parcel_gap", "DLTB")] - 2]
    assert [cases_of(key) for key in listed["key"]] == listed["cases"].tolist()
    assert listed.geometry.notna().tolist() == [True, True, False]
    biggest = found.loc[found["rule"] == "parcel_gap"].geometry.iloc[:2].area.min()
    assert biggest >= 25 - 1e-3  # the holes of 5 x 5 m go before the slim triangles


def mended(county: County, found: gpd.GeoDataFrame) -> County:
    """Some parcels put right: the widths where none belong, the spikes, and a planted parcel taken out."""
    parcels = county.parcels.copy()
    wide = parcels["DLBM"].ne("1006") & parcels["XZDWKD"].notna()
    parcels.loc[wide, "XZDWKD"] = np.nan
    broken = ~parcels.geometry.is_valid
    parcels.loc[broken, "geometry"] = shapely.make_valid(parcels.geometry[broken].to_numpy(), method="structure")
    parcels = parcels.drop(parcels.index[parcels["BSM"].str.startswith("51150229")][0]).reset_index(drop=True)
    return County(parcels, county.villages, county.townships, county.redline, county.farmland)


@pytest.mark.parametrize("changed", [{"parcel"}, {"village"}, {"control_line"}, {"township", "parcel"}])
def test_checking_what_changed_gives_what_checking_all_gives(
    faulty: County, found: gpd.GeoDataFrame, rules: Rules, changed: set[str]
) -> None:
    now = replace(mended(faulty, found) if "parcel" in changed else faulty)
    if "village" in changed:
        now.villages = now.villages.copy()
        now.villages.loc[0, "ZLDWMC"] = "新村"
    if "control_line" in changed:
        now.redline = now.redline.iloc[:-1]
    earlier = found.drop(columns="cases").assign(message=found["message"].map(str))
    again = check(now, rules, earlier=Earlier(earlier, changed))
    whole = check(now, rules)
    columns = ["rule", "severity", "layer", "unit_code", "key", "cases"]
    pd.testing.assert_frame_equal(pd.DataFrame(again[columns]), pd.DataFrame(whole[columns]))
    assert again["message"].map(str).tolist() == whole["message"].map(str).tolist()


def test_only_new_outlines_are_measured_again(faulty: County, rules: Rules, monkeypatch: Any) -> None:
    from village_planner.core.quality import measure

    measured: list[int] = []
    whole = measure.repair_layer
    monkeypatch.setattr(
        measure, "repair_layer", lambda shapes, task: measured.append(len(shapes)) or whole(shapes, task)
    )
    memory = Memory()
    first = check(faulty, rules, memory=memory)
    total, broken = sum(measured), int((first["rule"] == "invalid_geometry").sum())
    assert total == sum(len(frame) for frame in faulty.layers().values())
    measured.clear()
    again = check(mended(faulty, first), rules, memory=memory)
    # Repaired outlines are new, broken ones were not remembered.
    assert sum(measured) == broken
    whole_again = check(mended(faulty, first), rules)
    assert again["message"].map(str).tolist() == whole_again["message"].map(str).tolist()


def test_every_rule_knows_what_it_reads(found: gpd.GeoDataFrame, rules: Rules) -> None:
    assert inputs_of("parcel_gap", "parcel") == {"parcel", "village", "township"}
    assert inputs_of("area_differs", "parcel") == {"parcel"}
    assert inputs_of("lines_overlap", "control_line") == {"control_line"}


def test_progress_only_goes_forward_and_cancelling_stops_the_check(faulty: County, rules: Rules) -> None:
    seen: list[float] = []
    check(faulty, rules, Task(lambda fraction, _: seen.append(fraction)))
    assert len(seen) > 100 and seen == sorted(seen) and seen[-1] == 1.0
    for share in (0.1, 0.4, 0.8):
        seen.clear()
        task = Task(lambda fraction, _: seen.append(fraction), lambda share=share: bool(seen) and seen[-1] > share)
        with pytest.raises(Cancelled):
            check(faulty, rules, task)
        assert seen[-1] > share >= seen[-2]  # nothing was done after the click


def test_findings_in_degrees_are_those_in_metres(rules: Rules) -> None:
    county = plant_faults(sound_county(3, seed=5), 1)
    in_degrees = County(
        *(
            frame.to_crs(4490)
            for frame in (county.parcels, county.villages, county.townships, county.redline, county.farmland)
        ),
        county.expected,
    )
    found = check(in_degrees, rules)
    assert found.crs.to_epsg() == 4490
    assert counts(found) == county.expected
