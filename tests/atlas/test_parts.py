"""The atlas's parts: scales, catalogue, styles, hatches, data."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, box


@pytest.mark.parametrize("denominator", [101, 999.9, 1000, 12_345, 253_000, 999_999, 3.1e6])
def test_scales_are_round_and_large_enough(denominator: float) -> None:
    from village_planner.atlas.scale import round_scale

    found = round_scale(denominator)
    assert found >= denominator * (1 - 1e-9)
    assert found <= 1.26 * denominator
    digits = f"{found:.0f}".rstrip("0")
    assert len(digits) <= 2


@pytest.mark.parametrize("denominator", [500, 2_500, 25_000, 280_000, 1e6])
def test_scale_bars_have_round_segments_that_fit(denominator: float) -> None:
    from village_planner.atlas.scale import bar_segment

    segment = bar_segment(denominator, 60, 4)
    assert f"{segment:g}".replace("0", "").replace(".", "") in ("1", "2", "5")
    assert 4 * segment / denominator * 1000 <= 60 * (1 + 1e-9)
    assert 4 * segment / denominator * 1000 > 60 / 2.6


def test_catalogue_names_only_what_the_atlas_can_draw() -> None:
    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.charts import CHARTS
    from village_planner.atlas.data import CONFLICT, FIGURES, HIERARCHY, NEIGHBOURS, REVIEW
    from village_planner.atlas.data import LAYERS as DATABASE_LAYERS
    from village_planner.atlas.holdings import HOLDINGS
    from village_planner.atlas.map_layers import LAYERS
    from village_planner.atlas.tables import TABLES

    sheets = load_sheets()
    assert len({sheet.id for sheet in sheets}) == len(sheets)
    for sheet in sheets:
        assert set(sheet.requires) <= set(HOLDINGS)
        assert sheet.table in ("", *TABLES)
        assert sheet.chart in ("", *CHARTS)
    review = {REVIEW + part for part in ("changes", "borderline", "opinions", "plans")}  # as `read_review` knows them
    held = {*DATABASE_LAYERS, *FIGURES, CONFLICT, NEIGHBOURS, HIERARCHY, *review}
    assert {name for layer in LAYERS.values() for name in layer.reads} <= held
    assert {name for holding in HOLDINGS.values() for name in holding.reads} <= held


def test_a_county_may_bring_its_own_sheets(tmp_path: Path) -> None:
    from village_planner.atlas.catalogue import load_sheets
    from village_planner.core.errors import InputError

    own = tmp_path / "图件.json"
    sheet = {"id": "mine", "kind": "county", "title": {"zh": "我的图", "en": "Mine"}, "layers": ["county_border"]}
    own.write_text(json.dumps({"sheets": [sheet]}), encoding="utf-8")
    assert [found.id for found in load_sheets(own)] == ["mine"]
    own.write_text(json.dumps({"sheets": [{**sheet, "layers": ["moon"]}]}), encoding="utf-8")
    with pytest.raises(InputError, match="moon"):
        load_sheets(own)


def test_an_unknown_sheet_is_answered_with_the_known_ones() -> None:
    from village_planner.atlas.catalogue import load_sheets, select_sheets
    from village_planner.core.errors import InputError

    sheets = load_sheets()
    assert [sheet.id for sheet in select_sheets(sheets, ["township", " cover "])] == ["cover", "township"]
    assert select_sheets(sheets, [""]) == tuple(sheet for sheet in sheets if sheet.group == "atlas")
    assert {sheet.group for sheet in select_sheets(sheets, ["review"])} == {"review"}
    with pytest.raises(InputError, match="township_districts") as caught:
        select_sheets(sheets, ["cover", "townships"])
    assert caught.value.code == "unknown_sheet"


def test_colours_are_those_of_the_profession(shared_data: Path) -> None:
    from village_planner.atlas.styles import land_classes

    for line in (shared_data.parent / "colours.csv").read_text(encoding="utf-8").splitlines()[1:]:
        scheme, code, name, *rgb = line.split(",")
        found = land_classes(scheme)[code]
        assert (found.name, found.colour) == (name, "#{:02x}{:02x}{:02x}".format(*map(int, rgb)))


def test_a_class_falls_back_on_the_beginning_of_its_code() -> None:
    from village_planner.atlas.styles import class_style

    assert class_style("0301").name == "乔木林地"
    assert class_style("0301X").code == "0301"
    assert class_style("0399").name == "林地"
    assert class_style("ZZ").name == "其他"


def test_hatches_cover_their_polygons_evenly(qgis_app: object) -> None:
    """Against shapely's own overlay, and by area: lines a distance apart have area / distance of length."""
    from village_planner.atlas.hatch import hatch_lines

    shapes = gpd.GeoSeries(
        [
            Point(0, 0).buffer(50).difference(Point(5, 3).buffer(20)),
            box(100, 100, 160, 130),
            MultiPolygon([box(0, 200, 10, 210), box(20, 200, 30, 240)]),
        ]
    )
    whole = shapes.union_all()
    for angle, distance in ((45, 3.0), (135, 7.3), (0, 2.1), (90, 5.0)):
        hatch = hatch_lines(shapes, angle, distance)
        turn = np.radians(angle)
        along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
        steps = np.arange(np.ceil(-400 / distance), 400 / distance) * distance
        lines = [LineString([s * across - 500 * along, s * across + 500 * along]) for s in steps]
        # a line along an edge counts or not; so much may differ
        expected = sum(line.intersection(whole).length for line in lines)
        assert hatch.length == pytest.approx(expected, abs=61)
        assert hatch.length * distance == pytest.approx(whole.area, rel=0.03)
        assert whole.buffer(1e-6).covers(hatch)


def test_cutting_keeps_the_kind_and_the_area(qgis_app: object) -> None:
    from village_planner.atlas.data import cut_to

    frame = gpd.GeoDataFrame(
        {"kind": list("abcde")},
        geometry=[box(0, 0, 1, 1), box(1, 1, 3, 3), box(2, 0, 4, 1), box(5, 5, 6, 6), box(1, -1, 2, 0)],
        crs="EPSG:4523",
    )
    cut = cut_to(frame, box(0, 0, 2, 2))
    assert cut["kind"].tolist() == ["a", "b"]  # c and e only touch
    assert cut.geometry.area.tolist() == [1.0, 1.0]
    assert set(shapely.get_dimensions(cut.geometry.to_numpy())) == {2}


def test_districts_come_in_the_order_people_count() -> None:
    from village_planner.atlas.data import code_order

    codes = ["10", "2", "1", "2-10", "2-09", "其他"]
    assert sorted(codes, key=code_order)[-2:] == ["2-10", "10"]
    assert sorted(["10", "9"], key=code_order) == ["9", "10"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [((105.2, 30.1), 4544), ((124.5, 6.9), 32651), ((0.1, 52.2), 32631), ((-60.0, -3.0), 32721)],
)
def test_geographic_data_is_drawn_in_metres(place: tuple[float, float], expected: int) -> None:
    from village_planner.atlas.data import map_crs

    x, y = place
    frame = gpd.GeoDataFrame(geometry=[box(x - 0.1, y - 0.1, x + 0.1, y + 0.1)], crs="EPSG:4326")
    assert map_crs(frame).to_epsg() == expected
    assert map_crs(frame.to_crs(4523)).to_epsg() == 4523


def test_a_union_has_no_slits_but_keeps_its_holes() -> None:
    from village_planner.atlas.data import union

    left, right = box(0, 0, 1000, 1000), box(1010, 0, 2000, 1000)  # 10 m apart
    slit = left.difference(box(400, 400, 450, 450)).difference(box(100, 600, 400, 900))
    whole = union(gpd.GeoSeries([slit, right]))
    assert len(whole.geoms) == 1
    assert whole.area == pytest.approx(2_000_000 - 90_000, rel=1e-6)
    only_small = union(gpd.GeoSeries([left.difference(box(400, 400, 450, 450))]))
    assert only_small.area == pytest.approx(1_000_000)


def test_joined_units_are_their_union() -> None:
    """Whether they meet exactly, overlap, lie in one another, or meet with corners that do not match."""
    from village_planner.atlas.data import union

    square = box(0, 0, 1000, 1000)
    others = (
        box(1000, 0, 2000, 1000),
        box(900, 100, 2000, 1000),
        box(200, 200, 700, 700),
        box(1000, 300, 2000, 600),
        box(3000, 0, 4000, 1000),
    )
    for other in others:
        pair = gpd.GeoSeries([square, other], crs="EPSG:4523")
        assert union(pair).symmetric_difference(square | other).area < 1e-3


def test_cut_is_the_intersection_with_the_page() -> None:
    """Inside, across, outside, larger than the page, touching it, and broken: as shapely's plain intersection."""
    from village_planner.atlas.data import cut_to

    ground = Point(0, 0).buffer(1000, quad_segs=200) - box(-100, -100, 100, 100)
    bow = shapely.Polygon([(800, -300), (1300, 300), (1300, -300), (800, 300)])
    random = np.random.default_rng(7)
    spots = random.uniform(-1200, 1200, (60, 2))
    shapes = [Point(x, y).buffer(random.uniform(20, 400)) for x, y in spots]
    shapes += [box(-5000, -5000, 5000, 5000), box(1000, -10, 1100, 10), box(-90, -90, 90, 90), bow]
    frame = gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=shapes, crs="EPSG:4523")
    cut = cut_to(frame, ground).set_index("n").geometry
    for n, shape in enumerate(shapes):
        whole = shapely.make_valid(shape).intersection(ground)
        assert (n in cut.index) == (whole.area > 0)
        if n in cut.index:
            assert cut[n].symmetric_difference(whole).area < 1e-3
