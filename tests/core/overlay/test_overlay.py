"""The overlay on layers small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Polygon, box

from village_planner.core.errors import Cancelled, InputError
from village_planner.core.overlay.overlay import (
    ConstraintLayer,
    OverlayResult,
    ParcelLayer,
    UnitLayer,
    overlay_constraints,
)
from village_planner.core.overlay.piece_areas import Balancing
from village_planner.core.task import Task

CRS = "EPSG:4523"
X, Y = 35_500_000.0, 3_000_000.0


def at(*bounds: float) -> Polygon:
    a, b, c, d = bounds
    return box(X + a, Y + b, X + c, Y + d)


def series(shapes: list[Any], crs: Optional[str] = CRS) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapes, crs=crs)


def parcels(shapes: list[Any], own: Optional[list[str]] = None, crs: Optional[str] = CRS) -> ParcelLayer:
    n = len(shapes)
    ids = pd.Series([f"p{i}" for i in range(n)], dtype=object)
    own_codes = None if own is None else pd.Series(own, dtype=object)
    return ParcelLayer("DLTB", series(shapes, crs), ids, pd.Series(["0101"] * n, dtype=object), own_codes)


def units(shapes: dict[str, Any]) -> UnitLayer:
    return UnitLayer("CJDCQ", series(list(shapes.values())), pd.Series(list(shapes), dtype=object))


def rows(result: OverlayResult) -> list[tuple[str, str, str, float]]:
    frame = result.pieces
    return list(zip(frame["parcel_id"], frame["unit_code"], frame["constraints"], frame["area_m2"]))


def texts(result: OverlayResult) -> str:
    return "\n".join(str(warning) for warning in result.warnings)


TWO = {"101": at(0, 0, 60, 100), "102": at(50, 0, 100, 100)}  # both claim x from 50 to 60


def test_ground_of_two_units_goes_to_the_lowest_code_once_and_is_reported() -> None:
    result = overlay_constraints(parcels([at(0, 0, 100, 10)]), units(TWO), [], "plane")
    assert rows(result) == [("p0", "101", "", 600.0), ("p0", "102", "", 400.0)]
    assert result.overlap_area == 1000
    assert "overlap by 1,000.00 m² in 1 pairs, most of it 101 and 102" in texts(result)


def test_ground_of_two_units_goes_to_the_parcels_own_unit() -> None:
    result = overlay_constraints(parcels([at(0, 0, 100, 10)], ["1020000"]), units(TWO), [], "plane")
    assert rows(result) == [("p0", "101", "", 500.0), ("p0", "102", "", 500.0)]
    inside_both = overlay_constraints(parcels([at(52, 0, 58, 10)], ["102"]), units(TWO), [], "plane")
    assert rows(inside_both) == [("p0", "102", "", 60.0)]
    nobody = overlay_constraints(parcels([at(52, 0, 58, 10)], ["777"]), units(TWO), [], "plane")
    assert rows(nobody) == [("p0", "101", "", 60.0)]
    assert "1 parcels name a unit that layer CJDCQ does not have (e.g. 777)" in texts(nobody)


def test_the_order_of_the_units_does_not_matter() -> None:
    backwards = dict(reversed(list(TWO.items())))
    one = overlay_constraints(parcels([at(0, 0, 100, 10)]), units(TWO), [], "plane")
    two = overlay_constraints(parcels([at(0, 0, 100, 10)]), units(backwards), [], "plane")
    assert rows(one) == rows(two)


def test_ground_of_no_unit_keeps_an_empty_code() -> None:
    result = overlay_constraints(parcels([at(90, 0, 110, 10), at(500, 0, 510, 10)]), units(TWO), [], "plane")
    assert rows(result) == [("p0", "", "", 100.0), ("p0", "102", "", 100.0), ("p1", "", "", 100.0)]
    assert "200.00 m² in 2 parcels lie in no unit" in texts(result)


def test_constraints_are_the_sorted_names_of_the_lines_that_cover() -> None:
    lines = [
        ConstraintLayer("red", series([at(0, 0, 30, 100), at(20, 0, 40, 100)])),  # overlap within: counts once
        ConstraintLayer("farm", series([at(10, 0, 50, 100)])),
        ConstraintLayer("town", series([at(900, 0, 950, 100)])),
    ]
    result = overlay_constraints(parcels([at(0, 0, 100, 10)]), units({"101": at(0, 0, 100, 100)}), lines, "plane")
    assert sorted((c, a) for _, _, c, a in rows(result)) == [
        ("", 500.0),
        ("farm", 100.0),
        ("farm+red", 300.0),
        ("red", 100.0),
    ]
    summary = result.summary
    assert summary.columns.tolist() == ["unit_code", "class_code", "constraints", "area_m2", "net_area_m2"]
    assert summary["area_m2"].sum() == 1000 == result.output_area == result.input_area


def test_summary_sums_the_pieces_by_unit_class_and_lines() -> None:
    layer = parcels([at(0, 0, 10, 10), at(10, 0, 20, 10), at(70, 0, 80, 10.5)])
    layer = ParcelLayer(layer.name, layer.geometry, layer.ids, pd.Series(["0101", "0101", ""], dtype=object))
    result = overlay_constraints(layer, units(TWO), [], "plane")
    assert result.summary.values.tolist() == [["101", "0101", "", 200.0, 200.0], ["102", "", "", 105.0, 105.0]]


def test_slivers_are_flagged_and_kept() -> None:
    result = overlay_constraints(
        parcels([at(0, 0, 50.005, 10)]), units({"1": at(0, 0, 50, 99), "2": at(50, 0, 99, 99)}), [], "plane", 1.0
    )
    assert result.pieces[["unit_code", "area_m2", "sliver"]].values.tolist() == [["1", 500.0, False], ["2", 0.05, True]]


def test_ellipsoid_areas_of_the_pieces_sum_to_the_parcels() -> None:
    from pyproj import Geod, Transformer

    parcel = Polygon([(X + 3, Y + 1), (X + 457.3, Y + 22), (X + 401.7, Y + 398.8), (X + 41, Y + 307)])
    thirds = {f"{i}": at(150 * i, 0, 150 * (i + 1), 500) for i in range(4)}
    result = overlay_constraints(parcels([parcel]), units(thirds), [])
    to_degrees = Transformer.from_crs(CRS, "EPSG:4490", always_xy=True)
    longitude, latitude = to_degrees.transform(*np.array(parcel.exterior.coords).T)
    geodesic = abs(Geod(a=6378137, rf=298.257222101).polygon_area_perimeter(longitude, latitude)[0])
    assert len(result.pieces) == 4
    assert result.output_area == pytest.approx(
        geodesic, rel=2e-7
    )  # domain.md §4.5: the survey's formula against geodesics
    assert round(result.pieces["area_m2"].sum(), 2) == result.input_area
    in_proportion = result.pieces.geometry.area * result.input_area / parcel.area
    assert (result.pieces["area_m2"] - in_proportion).abs().max() < 0.01


def test_parcels_without_ground_are_set_aside_named_and_counted() -> None:
    shapes = [at(0, 0, 10, 10), None, Polygon(), Polygon([(X, Y), (X + 1, Y), (X + 2, Y)])]
    result = overlay_constraints(parcels(shapes), units(TWO), [], "plane")
    assert result.rejected["parcel_id"].tolist() == ["p1", "p2", "p3"]
    assert [str(r) for r in result.rejected["reason"]] == [
        "no geometry",
        "empty geometry",
        "no area: the outline collapses",
    ]
    assert "1 parcels were set aside (no geometry): p1." in texts(result)
    assert result.input_area == result.output_area == 100


def test_nothing_but_rejected_parcels_gives_empty_tables() -> None:
    result = overlay_constraints(parcels([None]), units(TWO), [ConstraintLayer("a", series([at(0, 0, 1, 1)]))])
    assert len(result.pieces) == len(result.summary) == 0 and len(result.rejected) == 1
    assert result.pieces.columns.tolist() == [
        "parcel_id",
        "unit_code",
        "class_code",
        "constraints",
        "area_m2",
        "net_area_m2",
        "sliver",
        "geometry",
    ]


def test_layers_in_another_system_are_reprojected_and_it_is_said() -> None:
    moved = units(TWO)
    moved = UnitLayer(moved.name, moved.geometry.to_crs(4490), moved.codes)
    line = ConstraintLayer("red", series([at(0, 0, 30, 100)]).to_crs("EPSG:4544"))
    result = overlay_constraints(parcels([at(0, 0, 100, 10)]), moved, [line], "plane")
    assert [(u, c) for _, u, c, _ in rows(result)] == [("101", ""), ("101", "red"), ("102", "")]
    assert "Layer CJDCQ is in EPSG:4490; it was reprojected to the system of layer DLTB." in texts(result)
    assert "Layer red is in EPSG:4544" in texts(result)


def test_rows_of_one_code_are_one_unit() -> None:
    twice = UnitLayer("CJDCQ", series([at(0, 0, 55, 99), at(45, 0, 100, 99)]), pd.Series(["101", "101"], dtype=object))
    result = overlay_constraints(parcels([at(0, 0, 100, 10)]), twice, [], "plane")
    assert rows(result) == [("p0", "101", "", 1000.0)]
    assert "1 codes occur more than once (101)" in texts(result)
    assert result.overlap_area == 0


@pytest.mark.parametrize("which", ["parcels", "units", "line"])
def test_a_layer_without_reference_system_is_an_error_that_names_it(which: str) -> None:
    inputs = {
        "parcels": parcels([at(0, 0, 9, 9)], crs=None if which == "parcels" else CRS),
        "units": units(TWO),
        "line": ConstraintLayer("red", series([at(0, 0, 9, 9)], None if which == "line" else CRS)),
    }
    if which == "units":
        inputs["units"] = UnitLayer("CJDCQ", series(list(TWO.values()), None), pd.Series(list(TWO)))
    name = {"parcels": "DLTB", "units": "CJDCQ", "line": "red"}[which]
    with pytest.raises(InputError, match=f"Layer {name} has no coordinate reference system") as caught:
        overlay_constraints(inputs["parcels"], inputs["units"], [inputs["line"]])  # type: ignore[arg-type]
    assert caught.value.code == "missing_crs"


def test_a_unit_without_code_is_an_error() -> None:
    with pytest.raises(InputError, match=r"Layer CJDCQ: 1 units have no code \(the first is row 2\)"):
        overlay_constraints(parcels([at(0, 0, 9, 9)]), units({"101": at(0, 0, 9, 9), "": at(9, 0, 18, 9)}), [])


def test_plane_areas_of_degrees_are_refused_ellipsoid_ones_are_not() -> None:
    layer = parcels([at(0, 0, 100, 10)])
    degrees = ParcelLayer(layer.name, layer.geometry.to_crs(4490), layer.ids, layer.classes)
    with pytest.raises(InputError, match="Choose AREA=ellipsoid"):
        overlay_constraints(degrees, units(TWO), [], "plane")
    result = overlay_constraints(degrees, units(TWO), [])
    assert result.output_area == pytest.approx(1000, rel=1e-3)
    # Lines that are straight in the units' system are not in degrees: a hair of the parcel lies in no unit.
    assert result.summary["unit_code"].tolist() == ["", "101", "102"]
    assert result.summary["area_m2"].tolist() == pytest.approx([0, 600, 400], abs=0.6)


def test_coordinates_of_another_system_are_refused() -> None:
    layer = parcels([box(500_000, Y, 500_100, Y + 10)])  # no zone number, in a system that has one
    with pytest.raises(InputError, match="do not fit its coordinate reference system EPSG:4523"):
        overlay_constraints(layer, units(TWO), [])


def test_cancelling_stops_the_work() -> None:
    asked = iter([False] * 5)
    with pytest.raises(Cancelled):
        overlay_constraints(
            parcels([at(0, 0, 100, 10)]),
            units(TWO),
            [],
            task=Task(is_cancelled=lambda: next(asked, True)),
        )


def test_without_units_a_piece_keeps_its_parcels_own_code() -> None:
    line = ConstraintLayer("red", series([at(0, 0, 30, 100)]))
    result = overlay_constraints(parcels([at(0, 0, 100, 10), at(0, 20, 10, 30)], ["101", ""]), None, [line], "plane")
    assert rows(result) == [("p0", "101", "", 700.0), ("p0", "101", "red", 300.0), ("p1", "", "red", 100.0)]
    assert result.warnings == ()


def test_ridges_are_deducted_from_the_parcel_and_shared_over_its_pieces() -> None:
    layer = replace(parcels([at(0, 0, 100, 10), at(0, 20, 10, 30)]), ridge_factors=np.array([0.1235, np.nan]))
    line = ConstraintLayer("red", series([at(0, 0, 33.3, 100)]))
    result = overlay_constraints(layer, None, [line], "plane")
    net = result.pieces.groupby("parcel_id")["net_area_m2"].sum().round(2)
    assert net.tolist() == [876.5, 100.0]  # 1000 - 123.5; nothing deducted
    assert result.pieces["net_area_m2"].tolist() == [584.63, 291.87, 100.0]  # 876.5 in the proportion 667 : 333
    assert result.summary["net_area_m2"].sum() == pytest.approx(976.5, abs=1e-9)


def test_areas_are_balanced_to_the_units_control_areas() -> None:
    layer = parcels([at(0, 0, 60, 10), at(0, 10, 60, 15), at(60, 0, 100, 10)])
    ground = units({"101": at(0, 0, 60, 100), "102": at(60, 0, 100, 100)})
    balancing = Balancing({"101": 900.05, "102": 400.0}, "CJDCQ", adjustable=np.array([True, False, True]))
    result = overlay_constraints(layer, ground, [], "plane", balancing=balancing)
    assert rows(result) == [("p0", "101", "", 600.05), ("p1", "101", "", 300.0), ("p2", "102", "", 400.0)]
    assert result.balanced["closed"].all() and result.balanced["difference_m2"].tolist() == [0.05, 0.0]
    assert (result.input_area, result.output_area) == (1300.0, 1300.05)


def test_a_repeated_parcel_is_set_aside_and_a_rival_one_is_told() -> None:
    shape = at(0, 0, 10, 10)
    turned = Polygon([*list(shape.exterior.coords)[2:-1], *list(shape.exterior.coords)[:2]])
    layer = parcels([shape, turned, shape, at(0, 20, 10, 30)])
    layer = replace(layer, classes=pd.Series(["0101", "0101", "0301", "0101"], dtype=object))
    result = overlay_constraints(layer, units(TWO), [], "plane")
    assert result.rejected["parcel_id"].tolist() == ["p1"]
    assert str(result.rejected["reason"][0]) == "it repeats parcel p0"
    assert "1 parcels have the outline of another one but another class or unit (p2)" in texts(result)
    assert (result.input_area, result.output_area) == (400, 300)


def test_a_repair_that_changes_the_area_too_much_sets_the_parcel_aside() -> None:
    bow_tie = Polygon([(X, Y), (X + 10, Y + 10), (X + 10, Y), (X, Y + 10)])
    kept = overlay_constraints(parcels([bow_tie]), units(TWO), [], "plane", repair_tolerance=51)
    assert kept.output_area == 50 and kept.rejected.empty
    aside = overlay_constraints(parcels([bow_tie]), units(TWO), [], "plane", repair_tolerance=20)
    assert aside.pieces.empty and aside.rejected["parcel_id"].tolist() == ["p0"]
    assert "the repair would change the area by 50.00 m²" in str(aside.rejected["reason"][0])


def test_only_covered_pieces_have_the_areas_that_the_full_cut_gives() -> None:
    random = np.random.default_rng(3)
    corner = random.uniform(0, 900, (120, 2))
    shapes = [at(x, y, x + w, y + h) for (x, y), (w, h) in zip(corner, random.uniform(5, 90, (120, 2)))]
    lines = [
        ConstraintLayer("red", series([at(0, 0, 300, 700), at(250, 600, 500, 800)])),
        ConstraintLayer("farm", series([at(200, 100, 777.7, 512.3)])),
    ]
    ground = units({"101": at(0, 0, 400, 1000), "102": at(400, 0, 1000, 1000)})
    full = overlay_constraints(parcels(shapes), ground, lines, "plane")
    only = overlay_constraints(parcels(shapes), ground, lines, "plane", covered_only=True)
    expected = full.pieces[full.pieces["constraints"] != ""].reset_index(drop=True)
    assert len(expected) > 60
    columns = [column for column in expected.columns if column != "geometry"]
    pd.testing.assert_frame_equal(pd.DataFrame(only.pieces[columns]), pd.DataFrame(expected[columns]))
    assert shapely.equals(only.pieces.geometry.to_numpy(), expected.geometry.to_numpy()).all()
    pd.testing.assert_frame_equal(only.summary, full.summary)
    assert only.output_area == full.output_area


def test_square_metres_are_told_of_a_layer_in_degrees_too() -> None:
    bow_tie = Polygon([(X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100)])
    layer = parcels([bow_tie, at(300, 0, 400, 100)])
    degrees = replace(layer, geometry=layer.geometry.to_crs(4490))
    ground = UnitLayer("CJDCQ", series([at(0, 0, 350, 100), at(340, 0, 500, 100)]).to_crs(4490), pd.Series(["1", "2"]))
    result = overlay_constraints(degrees, ground, [], repair_tolerance=20)
    assert result.rejected["parcel_id"].tolist() == ["p0"]
    assert result.rejected["reason"][0].params["change"] == pytest.approx(5000, rel=1e-3)
    assert result.overlap_area == pytest.approx(1000, rel=1e-3)
    assert "the area changed in 1 of them, by 5,0" in texts(result)
