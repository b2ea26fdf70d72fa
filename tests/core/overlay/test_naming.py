"""How parcels and constraints get their names."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from village_planner.core.errors import InputError
from village_planner.core.overlay.naming import constraint_names, parcel_ids, split_by_kind


def test_the_first_usual_field_that_is_filled_and_unique_names_the_parcel() -> None:
    frame = pd.DataFrame({"TBBH": ["1", "1"], "bsm": [510001.0, 510002.0]})
    assert parcel_ids(frame, [7, 8], None, "DLTB")[0].tolist() == ["510001", "510002"]
    assert parcel_ids(frame.assign(parcel_id=["a", "b"]), [7, 8], None, "DLTB")[0].tolist() == ["a", "b"]


def test_else_the_features_number_and_it_is_said() -> None:
    frame = pd.DataFrame({"TBBH": ["1", "1"], "BSM": ["x", None]})
    ids, notes = parcel_ids(frame, [7, 8], None, "DLTB")
    assert ids.tolist() == ["7", "8"]
    assert [str(n) for n in notes] == [
        "Layer DLTB: BSM, TBBH is empty or not unique, so parcel_id is the feature's number."
    ]
    assert parcel_ids(frame[[]], [7, 8], None, "DLTB")[1] == ()


def test_a_chosen_field_must_be_filled_and_unique() -> None:
    frame = pd.DataFrame({"no": ["1", "1", "2"], "gap": ["1", "", "2"], "good": ["1", "2", "3"]})
    assert parcel_ids(frame, [1, 2, 3], "good", "DLTB")[0].tolist() == ["1", "2", "3"]
    with pytest.raises(InputError, match=r"field no has 1 repeated values \(e.g. 1\)"):
        parcel_ids(frame, [1, 2, 3], "no", "DLTB")
    with pytest.raises(InputError, match=r"field gap is empty in 1 parcels \(the first is feature 2\)"):
        parcel_ids(frame, [1, 2, 3], "gap", "DLTB")


def test_control_lines_of_the_planning_database_are_one_constraint_per_kind() -> None:
    frame = gpd.GeoDataFrame(
        {"kind": ["red", "farm", None, "red"]}, geometry=[box(i, 0, i + 1, 1) for i in range(4)], crs="EPSG:4523"
    )
    split = split_by_kind("control_line", frame)
    assert [(name, len(shapes)) for name, shapes in split] == [("control_line", 1), ("farm", 1), ("red", 2)]
    assert [name for name, _ in split_by_kind("openspace", frame)] == ["openspace"]
    assert [name for name, _ in split_by_kind("control_line", frame[["geometry"]])] == ["control_line"]


def test_layers_of_one_name_are_told_apart_by_their_file_or_refused() -> None:
    assert constraint_names(["red", "farm"], ["a", "a"]) == ["red", "farm"]
    assert constraint_names(["line", "line"], ["a", "b"]) == ["a line", "b line"]
    assert constraint_names(["red+green"], ["a"]) == ["red_green"]
    with pytest.raises(InputError, match="Two constraint layers are called a line"):
        constraint_names(["line", "line"], ["a", "a"])
