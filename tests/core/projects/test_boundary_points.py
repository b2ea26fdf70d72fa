"""The boundary-point text: dialects by hand, lossless writing, refusals with line and cure."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from village_planner.core.errors import InputError
from village_planner.core.projects.boundary_points import (
    BoundaryPoint,
    Plot,
    PointFile,
    read_points,
    write_points,
)
from village_planner.core.projects.outlines import outlines_of_points, points_of_outlines
from village_planner.core.projects.pasted import read_pasted
from village_planner.core.projects.point_crs import crs_of_points
from village_planner.core.projects.rules import StatedArea

PLAIN = """[属性描述]
格式版本号=1.01版本
数据产生单位=梓潼县自然资源局
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=35
精度=0.001
转换参数=,,,,,,
[地块坐标]
5,1.0000,1,地块一,面,I-48-1,工业用地,1001,@
J1,1,3400100.000,35500000.0
J2,1,3400100.00,35500100.000
J3,1,3400000,35500100.000
J4,1,3400000.000,35500000.000
J1,1,3400100.000,35500000.000
"""


def with_points(*lines: str, header: str = "5,1.0000,1,地块一,面,,,,@", zone: str = "35") -> bytes:
    body = "\n".join((header, *lines)) if header else "\n".join(lines)
    return f"[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号={zone}\n[地块坐标]\n{body}\n".encode()


SQUARE = ("J1,1,3400100,{0}500000", "J2,1,3400100,{0}500100", "J3,1,3400000,{0}500100", "J4,1,3400000,{0}500000")


def square(prefix: str = "35", zone: str = "35") -> bytes:
    lines = [line.format(prefix) for line in SQUARE]
    return with_points(*lines, lines[0], zone=zone)


def refused(content: bytes, target: object = None) -> InputError:
    with pytest.raises(InputError) as error:
        outlines_of_points(read_points(content, "f.txt"), "f.txt", target)
    assert "f.txt" in str(error.value)
    return error.value


# ---- dialects
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("comma", [",", "，"])
def test_dialects_say_the_same(encoding: str, ending: str, comma: str) -> None:
    text = PLAIN.replace("转换参数=,,,,,,", "转换参数=").replace(",", comma).replace("\n", ending)
    points = read_points(text.encode(encoding), "f.txt")
    (plot,) = points.plots
    assert plot.header == ("5", "1.0000", "1", "地块一", "面", "I-48-1", "工业用地", "1001")
    assert [(p.name, p.x, p.y) for p in plot.points][:2] == [
        ("J1", "3400100.000", "35500000.0"),
        ("J2", "3400100.00", "35500100.000"),
    ]
    assert points.attribute("数据产生单位") == "梓潼县自然资源局" and not points.warnings
    outlines = outlines_of_points(points, "f.txt").frame
    assert outlines.crs.to_epsg() == 4523 and outlines["kind"].tolist() == ["工业用地"]
    assert shapely.equals(outlines.geometry[0], shapely.box(35500000, 3400000, 35500100, 3400100))


def test_a_well_formed_file_is_written_byte_for_byte() -> None:
    content = PLAIN.replace("\n", "\r\n").encode("gb18030")
    assert write_points(read_points(content, "f.txt")) == content


def test_missing_fields_a_wrong_count_and_a_missing_header_are_told_and_put_up_with() -> None:
    lines = [line.format("35") for line in SQUARE]
    short = read_points(with_points(*lines, lines[0], header="7,0.99,1,东@"), "f.txt")
    assert str(short.warnings[0]).startswith("f.txt, line 6: plot 东 is said to have “7” points, but 5 follow")
    assert "has 4 of 8 fields" in str(short.warnings[1])
    assert b"5,0.99,1," in write_points(short)
    bare = read_points(with_points(*lines, lines[0], header=""), "f.txt")
    assert "no header line" in str(bare.warnings[0]) and bare.plots[0].header == ()
    four = read_points(with_points(*lines, lines[0], header="4,1.0,1,东,面,,,,@"), "f.txt")
    assert not four.warnings  # some count the closing point, some do not


def test_unknown_keys_blocks_heights_and_long_headers_are_kept() -> None:
    text = (
        "[属性描述]\n业务类型=增减挂钩\n随手一记\n坐标系=2000国家大地坐标系\n带号=\n[地块坐标]\n"
        "4,1.0,1,甲，乙,面,,,,拆旧,附加,@\n1,01,3400100,35500000,411.2\n2,01,3400100,35500100,411.3\n"
        "3,01,3400000,35500100,\n1,01,3400100,35500000\n[审查意见]\n同意\n"
    )
    once = write_points(read_points(text.encode(), "f.txt")).decode()
    assert "随手一记" in once and "业务类型=增减挂钩" in once and "[审查意见]\r\n同意\r\n" in once
    assert "4,1.0,1,甲，乙,面,,,,拆旧,附加,@" in once and "1,01,3400100,35500000,411.2\r\n" in once
    assert write_points(read_points(once.encode(), "f.txt")) == once.encode()


def test_holes_and_parts_by_their_place() -> None:
    def ring(number: int, west: float, south: float, side: float) -> list[str]:
        corners = [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]
        return [f"J,{number},{south + side * b:.3f},{35500000 + west + side * a:.3f}" for a, b in corners]

    lines = [*ring(1, 0, 3400000, 100), *ring(2, 20, 3400020, 30), *ring(3, 200, 3400000, 50)]
    shape = outlines_of_points(read_points(with_points(*lines), "f.txt"), "f.txt").frame.geometry[0]
    hole = shapely.box(35500020, 3400020, 35500050, 3400050)
    both = shapely.union(
        shapely.difference(shapely.box(35500000, 3400000, 35500100, 3400100), hole),
        shapely.box(35500200, 3400000, 35500250, 3400050),
    )
    assert shapely.equals(shape, both)
    again = [line.replace(",2,", ",1,").replace(",3,", ",1,") for line in lines]  # all called ring 1
    other = outlines_of_points(read_points(with_points(*again), "f.txt"), "f.txt").frame.geometry[0]
    assert shapely.equals(other, both)


# ---- systems
@pytest.mark.parametrize("zone", [25, 34, 35, 45])
def test_zone_to_epsg_as_pyproj_has_it(zone: int) -> None:
    """The central meridian of the code found, by pyproj, is three times the zone."""
    for prefix in (str(zone), ""):
        crs = crs_of_points(read_points(square(prefix, str(zone)), "f.txt"), "f.txt")
        assert "China Geodetic Coordinate System 2000" in crs.geodetic_crs.name or "CGCS2000" in crs.name
        lon, lat = Transformer.from_crs(crs, 4490, always_xy=True).transform(float(prefix + "500000"), 3400000)
        assert lon == pytest.approx(3 * zone, abs=1e-9) and 30 < lat < 31
        assert crs == CRS.from_epsg(4488 + zone if prefix else 4509 + zone)


def test_plain_eastings_need_a_zone() -> None:
    assert refused(square("", "")).code == "missing_zone"
    points = read_points(square("", ""), "f.txt")
    assert crs_of_points(points, "f.txt", "EPSG:4544").to_epsg() == 4544
    assert crs_of_points(points, "f.txt", "EPSG:4523").to_epsg() == 4544  # its zone, without the number
    assert refused(square("", ""), "EPSG:32648").code == "missing_zone"
    assert crs_of_points(read_points(square("35", ""), "f.txt"), "f.txt").to_epsg() == 4523


def with_meridian(content: bytes, meridian: str) -> bytes:
    return content.replace("[地块坐标]".encode(), f"中央子午线={meridian}\n[地块坐标]".encode())


def test_what_says_the_zone_must_not_contradict_itself() -> None:
    plain = square("", "35")
    error = refused(plain, "EPSG:4549")  # zone 40
    assert error.code == "wrong_zone" and all(text in str(error) for text in ("35", "40", "EPSG:4549", "带号"))
    assert refused(plain, "EPSG:4528").code == "wrong_zone"
    # Eastings that carry their zone leave nothing to be told: the target is that of the result.
    assert crs_of_points(read_points(square(), "f.txt"), "f.txt", "EPSG:4549").to_epsg() == 4523
    assert crs_of_points(read_points(plain, "f.txt"), "f.txt", "EPSG:32648").to_epsg() == 4544
    assert refused(with_meridian(plain, "120")).code == "wrong_zone"
    assert refused(with_meridian(square("35", ""), "120")).code == "wrong_zone"
    assert refused(with_meridian(square("", ""), "105"), "EPSG:4549").code == "wrong_zone"
    for unusable in ("106", "103.5", "102°30′", "一百零五", "150"):
        assert refused(with_meridian(plain, unusable)).code == "wrong_zone", unusable
    for meridian in ("105", "105.0", "105°", "东经105度", "105°00′00″", "105°E", "E105"):
        points = read_points(with_meridian(square("", ""), meridian), "f.txt")
        assert crs_of_points(points, "f.txt").to_epsg() == 4544, meridian
        assert crs_of_points(read_points(with_meridian(plain, meridian), "f.txt"), "f.txt").to_epsg() == 4544


def test_stated_areas_are_compared_as_the_catalogue_says() -> None:
    points = read_points(square(), "f.txt")  # 1 ha, and so it says

    def warned(hectares: str, share: float, m2: float) -> bool:
        plot = points.plots[0]
        stated = replace(points, plots=(replace(plot, header=(plot.header[0], hectares, *plot.header[2:])),))
        return bool(outlines_of_points(stated, "f.txt", stated=StatedArea(share, m2)).warnings)

    assert [warned(said, 0.02, 20) for said in ("1.0190", "1.0210", "0.9810", "0.9790")] == [False, True, False, True]
    assert [warned(said, 0, 20) for said in ("1.0019", "1.0021")] == [False, True]
    assert not outlines_of_points(points, "f.txt").warnings


def test_mismatches_are_refused() -> None:
    assert refused(square("36", "35")).code == "wrong_zone"
    assert refused(square("35", "105")).code == "wrong_zone"
    assert refused(square("18", "18")).code == refused(square("18", "")).code == "six_degree_zone"
    assert refused(square().replace("几度分带=3".encode(), "几度分带=6".encode())).code == "six_degree_zone"
    for datum in ("1980西安坐标系", "北京54坐标系", "80国家大地坐标系", "WGS84"):
        error = refused(square().replace("2000国家大地坐标系".encode(), datum.encode()))
        assert error.code == "other_datum" and "official parameters" in str(error)
    mixed = with_points(*[line.format("35" if i < 3 else "36") for i, line in enumerate((*SQUARE, SQUARE[0]))])
    assert refused(mixed.replace(b"36500000", b"36500000")).code in ("wrong_zone", "unclosed_ring")


@pytest.mark.parametrize("prefix", ["35", ""])
def test_swapped_axes_are_refused(prefix: str) -> None:
    lines = []
    for line in (*SQUARE, SQUARE[0]):
        name, ring, x, y = line.format(prefix).split(",")
        lines.append(f"{name},{ring},{y},{x}")
    error = refused(with_points(*lines))
    assert error.code == "swapped_axes" and "line 7" in str(error) and "Swap the two columns" in str(error)


def test_degrees_are_refused() -> None:
    lines = ["J1,1,31.1,105.1", "J2,1,31.1,105.2", "J3,1,31.0,105.2", "J1,1,31.1,105.1"]
    assert refused(with_points(*lines)).code == "not_metres"


# ---- faults of the text
def test_faults_name_line_and_cure() -> None:
    lines = [line.format("35") for line in SQUARE]
    error = refused(with_points(*lines))
    assert error.code == "unclosed_ring" and "line 10" in str(error) and "in line 7" in str(error)
    error = refused(with_points(lines[0], lines[1], lines[0]))
    assert error.code == "short_ring" and "line 7" in str(error)
    error = refused(with_points(lines[0], "J2,1,34001oo,35500100", lines[2], lines[0]))
    assert error.code == "not_a_number" and "line 8" in str(error) and "34001oo" in str(error)
    assert refused(with_points(lines[0], "J2,1,3400100", lines[0])).code == "few_fields"
    assert refused(with_points("J1,3400100,35500000,1")).code == "bad_ring"
    assert refused("\n".join(lines).encode()).code == "missing_block"
    assert "[地块坐标]" in str(refused("[属性描述]\n带号=35\n".encode()))
    assert refused("[属性描述]\n[地块坐标]\n".encode()).code == "no_plots"
    assert refused(b"\xff\x00\x81\x00").code == "unreadable_points"


# ---- there and back
NAMES = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), blacklist_characters=",，@＠[]【】［］=＝\ufeff"
    ),
    max_size=8,
)
DIGITS = st.integers(0, 999).map(lambda n: f"{n:03d}") | st.sampled_from(["0", "5", "", "50"])


@st.composite
def point_files(draw: st.DrawFn) -> bytes:
    """Files as offices write them, in any dialect."""
    comma = draw(st.sampled_from([",", "，", ", "]))
    lines = ["[属性描述]", *(f"{draw(NAMES)}={draw(NAMES)}" for _ in range(draw(st.integers(0, 4)))), "[地块坐标]"]
    for _ in range(draw(st.integers(1, 3))):
        fields = [draw(NAMES) for _ in range(draw(st.integers(0, 9)))]
        lines.append(comma.join([str(draw(st.integers(0, 9))), *fields]) + draw(st.sampled_from(["@", comma + "@"])))
        for ring in range(1, draw(st.integers(2, 4))):
            west, south = draw(st.integers(0, 90_000)), draw(st.integers(0, 90_000))
            corners = [(0, 0), (0, 10), (10, 10), (10, 0)]
            made = [
                (f"{3400000 + south + b}.{draw(DIGITS)}", f"{35500000 + west + a}.{draw(DIGITS)}") for a, b in corners
            ]
            for x, y in (*made, made[0]):
                extra = draw(st.sampled_from(["", comma + "12.5"]))
                lines.append(comma.join([draw(NAMES), str(ring), x, y]) + extra)
    text = draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030"])))


@settings(max_examples=40)
@given(point_files())
def test_written_again_it_is_the_same(content: bytes) -> None:
    first = read_points(content, "f.txt")
    once = write_points(first)
    second = read_points(once, "f.txt")
    assert write_points(second) == once
    assert second.attributes == first.attributes and second.encoding == first.encoding
    assert [p.points for p in second.plots] == [p.points for p in first.plots]
    for before, after in zip(first.plots, second.plots):
        assert after.header[1 : len(before.header)] == before.header[1:]
    assert not [w for w in second.warnings if "points" in str(w)]


@given(st.binary(max_size=300) | point_files().map(lambda text: text[: len(text) // 2]))
def test_any_bytes_are_read_or_refused_with_a_reason(content: bytes) -> None:
    try:
        points = read_points(content, "f.txt")
    except InputError as error:
        assert "f.txt" in str(error)
        return
    assert write_points(read_points(write_points(points), "f.txt")) == write_points(points)


def test_outlines_to_points_and_back() -> None:
    import geopandas as gpd

    hole = shapely.Polygon(
        shapely.box(35500000.1234, 3400000, 35500100, 3400100).exterior,
        [shapely.box(35500020, 3400020, 35500050, 3400050).exterior],
    )
    both = shapely.MultiPolygon([hole, shapely.box(35500200, 3400000, 35500250, 3400050)])
    frame = gpd.GeoDataFrame({"code": ["X,1"], "name": ["东"], "kind": [""]}, geometry=[both], crs=4523)
    points = points_of_outlines(frame, "某局", "2026-11-28")
    (plot,) = points.plots
    assert [p.name for p in plot.points][:5] == ["J1", "J2", "J3", "J4", "J1"] and plot.points[5].name == "J5"
    assert plot.points[0].place == (3400100.0, 35500000.123)  # from the north-west corner, clockwise
    assert plot.points[1].north == plot.points[0].north and plot.points[1].east > plot.points[0].east
    back = outlines_of_points(read_points(write_points(points), "f.txt"), "f.txt")
    assert shapely.area(shapely.symmetric_difference(back.frame.geometry[0], both)) < 0.1 and not back.warnings
    degrees = points_of_outlines(frame.to_crs(4490))
    assert degrees.attribute("带号") == "35"
    assert abs(degrees.plots[0].points[0].east - 35500000.123) < 0.002


# ---- pasted
@pytest.mark.parametrize(
    "text",
    [
        "3400100\t35500000\n3400100\t35500100\n3400000\t35500100\n3400000\t35500000",
        "J1 3400100 35500000\nJ2 3400100 35500100\nJ3 3400000 35500100\nJ4 3400000 35500000\nJ1 3400100 35500000",
        "点号\tX\tY\nJ1\t3400100\t35500000\nJ2\t3400100\t35500100\nJ3\t3400000\t35500100\nJ4\t3400000\t35500000\n",
        "点号,Y坐标(m),X坐标(m)\nJ1,35500000,3400100\nJ2,35500100,3400100\nJ3,35500100,3400000\nJ4,35500000,3400000",
        "序号\t点号\tX(m)\tY(m)\t边长\n1\tJ1\t3400100\t35500000\t\n\t\t\t\t100.00\n2\tJ2\t3400100\t35500100\t\n"
        "3\tJ3\t3400000\t35500100\t\n4\tJ4\t3400000\t35500000\t\n1\tJ1\t3400100\t35500000\t",
        "3400100，35500000\r\n3400100，35500100\r\n3400000，35500100\r\n3400000，35500000\r\n",
        square().decode(),
    ],
)
def test_pasted_coordinates(text: str) -> None:
    frame = outlines_of_points(read_pasted(text, "pasted"), "pasted").frame
    assert len(frame) == 1 and frame.crs.to_epsg() == 4523
    assert shapely.equals(frame.geometry[0], shapely.box(35500000, 3400000, 35500100, 3400100))


def test_pasted_rings_part_at_empty_lines() -> None:
    text = (
        "3400100 35500000\n3400100 35500100\n3400000 35500100\n\n3400200 35500000\n3400200 35500100\n3400150 35500100"
    )
    frame = outlines_of_points(read_pasted(text, "pasted"), "pasted").frame
    assert shapely.get_num_geometries(frame.geometry[0]) == 2
    with pytest.raises(InputError) as error:
        read_pasted("3400100 35500000\n3400100 east", "pasted")
    assert error.value.code == "not_a_number" and "line 2" in str(error.value)


def test_a_name_with_a_comma_cannot_be_written() -> None:
    points = PointFile((), (Plot((), (BoundaryPoint("a，b", "1", "1", "2"),)),))
    with pytest.raises(InputError, match="comma"):
        write_points(points)


@pytest.mark.fuzz
@settings(max_examples=3000)
@given(point_files(), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(list(",，@[]=\n \t0J.xé面"))), max_size=6))
def test_mutated_files_are_read_or_refused(content: bytes, changes: list[tuple[float, str]]) -> None:
    """A file with signs put in anywhere is either refused by name, or keeps what it says when written twice."""
    text = content.decode("utf-8", errors="ignore")
    for place, sign in changes:
        at = int(place * len(text))
        text = text[:at] + sign + text[at:]
    try:
        once = write_points(read_points(text.encode(), "f.txt"))
    except InputError as error:
        assert error.code
        return
    assert write_points(read_points(once, "f.txt")) == once
