"""exportatlas through the registry, on a small county with Chinese names and spaces in its paths."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

pypdf = pytest.importorskip("pypdf")

SMALL = Path(__file__).parent.parent / "atlas"


@pytest.fixture(scope="module")
def make(tmp_path_factory: Any) -> Any:
    import sys

    sys.path.insert(0, str(SMALL))
    from small_county import make_county

    def call(**options: Any) -> Path:
        folder = tmp_path_factory.mktemp("county") / "云岭 县"
        folder.mkdir()
        return make_county(folder / "规划 库.gpkg", **options)

    return call


@pytest.fixture(scope="module")
def county(make: Any) -> Path:
    return make()


Words = list[tuple[str, float, float]]  # text, and where it begins in points from the lower left


@lru_cache(maxsize=2)
def words(path: Path) -> list[tuple[str, Words]]:
    """The text of each page, and its pieces with their places. Reading a page takes longer than drawing it."""
    pages = []
    for page in pypdf.PdfReader(path).pages:
        places: Words = []

        def note(text: str, cm: Any, tm: Any, font: Any, size: Any, places: Words = places) -> None:
            if text.strip():
                x, y = tm[4], tm[5]
                places.append((text, cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))

        pages.append((page.extract_text(visitor_text=note), places))
    return pages


def texts(path: Path) -> list[str]:
    """The text of each page without white space, as a search finds it: no look-alikes of characters."""
    pages = [re.sub(r"\s", "", text) for text, _ in words(path)]
    for page in pages:
        assert not [sign for sign in page if 0x2E80 <= ord(sign) <= 0x2FDF]
    return pages


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]


@pytest.fixture(scope="module")
def atlas(county: Path, provider: Any, tmp_path_factory: Any) -> Path:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    path = tmp_path_factory.mktemp("out") / "图 集.pdf"
    feedback = QgsProcessingFeedback(False)
    algorithm = provider.algorithm("exportatlas").create()
    parameters = {
        "DATABASE": str(county),
        "PLAN": "",
        "DPI": 100,
        "ORGANISATION": "云岭县自然资源局",
        "OUTPUT": str(path),
    }
    results, ok = algorithm.run(parameters, QgsProcessingContext(), feedback, {}, False)
    assert ok, feedback.textLog()
    assert results["OUTPUT"] == str(path)
    assert results["PAGES"] == len(pypdf.PdfReader(path).pages)
    return path


def bookmarks(path: Path) -> list[tuple[str, str, int]]:
    """(bookmark, the one above it, page) of each page's bookmark, in order."""
    reader = pypdf.PdfReader(path)
    found = []
    above = ""
    for item in reader.outline:
        if isinstance(item, list):
            found.pop()  # the one above is none of a page
            found += [(str(one["/Title"]), above, reader.get_destination_page_number(one)) for one in item]
        else:
            above = str(item["/Title"])
            found.append((above, "", reader.get_destination_page_number(item)))
    return found


def titles_of(path: Path) -> list[str]:
    return [title for title, _, _ in bookmarks(path)]


def test_every_sheet_is_there_with_bookmark_and_contents(atlas: Path) -> None:
    reader = pypdf.PdfReader(atlas)
    titles = titles_of(atlas)
    count = len(reader.pages)
    assert count == len(titles) == len(set(titles))
    assert titles[:2] == ["封面", "目录"]
    assert "云岭县村级片区与中心村布局图" in titles
    assert [title for title in titles if "片区规划图" in title] == ["第1片区规划图", "第2片区规划图"]
    assert [title for title in titles if title.endswith("村级片区与管控线图")] == [
        f"{name}村级片区与管控线图" for name in ("清溪镇", "石桥镇", "云岭乡", "白沙镇", "龙泉乡", "枫林镇")
    ]
    assert [page for _, _, page in bookmarks(atlas)] == list(range(count))
    above = dict.fromkeys(above for _, above, _ in bookmarks(atlas))
    assert list(above) == ["", "全县图件", "镇级片区图件", "乡镇图件"]
    assert {above for title, above, _ in bookmarks(atlas) if title.endswith("村级片区与管控线图")} == {"乡镇图件"}
    pages = texts(atlas)
    contents = pages[1]
    for number, title in enumerate(titles[2:], 1):
        assert f"{number}{title}{number + 2}" in contents
        # the page itself carries the same title, number and page
        assert title in pages[number + 1]
        assert f"{number + 2}/{count}" in pages[number + 1]
    width, height = (float(side) * 25.4 / 72 for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (420, 297)


def test_pages_have_title_block_legend_scale_and_table(atlas: Path) -> None:
    pages = dict(zip(titles_of(atlas), texts(atlas)))
    for page in list(pages.values())[2:]:
        for word in ("编制单位", "云岭县自然资源局", "方案一", "坐标系统", "2026年11月", "图例", "乡镇界"):
            assert word in page
        assert re.search(r"1:[1-9]\d?0+", page)
    land_use, administrative = pages["云岭县现状土地利用图"], pages["云岭县行政区划图"]
    scores, lines = pages["云岭县乡镇综合评价图"], pages["云岭县三区三线图"]
    districts, villages = pages["云岭县镇级片区划分图"], pages["云岭县村级片区与中心村布局图"]
    assert "水田" in land_use and "可调整果园" in land_use and "其他" in land_use
    assert "水浇地" not in land_use  # not in this county
    assert "合计14,400.00100.00" in land_use  # 36 villages of 4 km²
    assert "国道" not in administrative and "其他道路" in administrative
    for page in (land_use, administrative, scores, districts, lines):
        for name in ("清溪镇", "石桥镇", "云岭乡", "白沙镇", "龙泉乡", "枫林镇"):
            assert name in page
    assert "第1位" in scores and "第6位" in scores
    assert "中心镇" in districts and "副中心镇" in districts and "第2片区" in districts
    assert "中心村" in villages and "1-01" in villages
    assert "生态保护红线" in lines and "城镇开发边界" in lines
    # a township's page lists only its own lines
    own = pages["石桥镇村级片区与管控线图"]
    assert "永久基本农田" in own and "生态保护红线" not in own
    assert "石桥南村" in own and "清溪南村" not in own


def test_each_row_of_the_contents_leads_to_its_page(atlas: Path) -> None:
    """A click on the number of a page, wherever the text lies, opens that page."""
    reader = pypdf.PdfReader(atlas)
    contents = reader.pages[1]
    targets = {}
    for reference in contents["/Annots"]:
        link = reference.get_object()
        assert link["/Subtype"] == "/Link"
        number = next(i for i, page in enumerate(reader.pages, 1) if page.indirect_reference == link["/Dest"][0])
        targets[tuple(float(value) for value in link["/Rect"])] = number
    assert sorted(targets.values()) == list(range(3, len(reader.pages) + 1))
    found = []
    for text, x, y in words(atlas)[1][1]:
        for (left, bottom, right, top), number in targets.items():
            if text.strip().isdigit() and left + 0.85 * (right - left) < x < right and bottom < y + 3 < top:
                found.append((int(text), number))
    assert len(found) == len(targets)
    assert all(printed == number for printed, number in found)


def frame_on_ground(path: Path, page: int, dpi: int) -> tuple[Any, Any]:
    """Where GDAL finds the map's frame on a page: the neat line's bounds, and those of the rows and columns that are
    dark along the whole map; both in coordinates on the ground."""
    import numpy as np
    from osgeo import gdal, ogr

    gdal.UseExceptions()
    data = gdal.OpenEx(f"PDF:{page}:{path}", open_options=[f"DPI={dpi}"])
    west, step, _, north, _, step_down = data.GetGeoTransform()
    x0, x1, y0, y1 = ogr.CreateGeometryFromWkt(data.GetMetadataItem("NEATLINE")).GetEnvelope()
    grey = data.ReadAsArray().astype(float).mean(axis=0)
    left, right = (round((x - west) / step) for x in (x0, x1))
    top, bottom = (round((y - north) / step_down) for y in (y1, y0))
    rows = grey[:, left + 20 : right - 20].mean(axis=1)
    columns = grey[top + 20 : bottom - 20].mean(axis=0)

    def darkest(values: Any, near: int) -> float:
        """Middle of the dark line within 4 pixels of a place."""
        part = 255 - values[near - 4 : near + 5]
        part = np.where(part > part.max() / 2, part, 0)
        return near - 4 + float((part * (np.arange(9) + 0.5)).sum() / part.sum())

    seen = (
        west + step * darkest(columns, left),
        west + step * darkest(columns, right),
        north + step_down * darkest(rows, bottom),
        north + step_down * darkest(rows, top),
    )
    return (x0, x1, y0, y1), seen


@pytest.mark.parametrize("paper", ["A3", "A4", "A0"])
def test_maps_lie_where_they_are_on_the_ground(run: Any, county: Path, tmp_path: Path, paper: str) -> None:
    """Through GDAL: the neat line is the layout's extent to a centimetre, and lies on the printed frame to a pixel."""
    from qgis.core import QgsProject

    from village_planner.atlas.catalogue import load_sheets, select_sheets
    from village_planner.atlas.export import open_atlas
    from village_planner.atlas.template import Board

    path, dpi = tmp_path / "a.pdf", {"A3": 150, "A4": 150, "A0": 60}[paper]
    sheets = select_sheets(load_sheets(), ["township_districts"])
    run("exportatlas", DATABASE=str(county), SHEETS="township_districts", PAPER=paper, DPI=72, OUTPUT=str(path))
    atlas = open_atlas(str(county), "", sheets, paper)
    project = QgsProject()
    page = atlas.page(Board(project), atlas.entries[0])
    item = page.item("map")
    extent, pixel = item.extent(), item.scale() / atlas.scale * 0.0254 / dpi
    wanted = extent.xMinimum(), extent.xMaximum(), extent.yMinimum(), extent.yMaximum()
    neat, seen = frame_on_ground(path, 1, dpi)
    assert neat == pytest.approx(wanted, abs=0.01)
    assert seen == pytest.approx(wanted, abs=pixel)


def test_pictures_lie_beside_the_pdf(run: Any, county: Path, tmp_path: Path) -> None:
    import xml.etree.ElementTree as ElementTree

    from osgeo import gdal

    result = run(
        "exportatlas",
        DATABASE=str(county),
        SHEETS="cover,township_districts",
        PAPER="A4",
        DPI=96,
        FORMATS=["png", "svg"],
        OUTPUT=str(tmp_path / "图 集.pdf"),
    )
    folder = tmp_path / "图 集"
    assert result["PICTURES"] == str(folder) and "OUTPUT" not in result
    title = "云岭县镇级片区划分图"
    names = {"00 封面.png", "00 封面.pgw", "00 封面.svg", f"01 {title}.png", f"01 {title}.pgw", f"01 {title}.svg"}
    assert {file.name for file in folder.iterdir()} == names
    assert [file.name for file in tmp_path.iterdir()] == ["图 集"]
    picture = gdal.Open(str(folder / f"01 {title}.png"))
    assert (picture.RasterXSize, picture.RasterYSize) == pytest.approx((297 / 25.4 * 96, 210 / 25.4 * 96), abs=1.5)
    _, step, _, _, _, step_down = picture.GetGeoTransform()
    assert step == pytest.approx(-step_down, rel=1e-3)
    root = ElementTree.parse(folder / f"01 {title}.svg").getroot()
    assert (root.get("width"), root.get("height")) == ("297mm", "210mm")
    texts_of_svg = "".join(text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "镇级片区划分图" in texts_of_svg


def test_fonts_are_embedded(atlas: Path) -> None:
    for page in pypdf.PdfReader(atlas).pages:
        fonts = fonts_of(page)
        assert fonts
        for font in fonts:
            below = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert any(key in below for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_text_lies_within_the_page(atlas: Path) -> None:
    for page, (_, places) in zip(pypdf.PdfReader(atlas).pages, words(atlas)):
        _, _, width, height = map(float, page.mediabox)
        assert places
        assert all(0 <= x <= width and 0 <= y <= height for _, x, y in places)


def test_no_glyph_is_missing(atlas: Path) -> None:
    """Glyph 0 of a font is the box that stands for a character it does not have."""
    for page in pypdf.PdfReader(atlas).pages:
        content = page.get_contents().get_data()
        shown = re.findall(rb"<([0-9A-Fa-f]+)>\s*Tj", content)
        assert shown
        assert not [codes for codes in shown for i in range(0, len(codes), 4) if codes[i : i + 4] == b"0000"]


def test_the_same_plan_prints_the_same_file(run: Any, county: Path, tmp_path: Path) -> None:
    made = []
    for name in ("a.pdf", "b.pdf"):
        run("exportatlas", DATABASE=str(county), SHEETS="cover,township_districts", DPI=72, OUTPUT=str(tmp_path / name))
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(("paper", "size"), [("A4", (297, 210)), ("A0", (1189, 841))])
def test_other_papers_keep_a_round_scale(run: Any, county: Path, tmp_path: Path, paper: str, size: tuple) -> None:
    path = tmp_path / "a.pdf"
    run("exportatlas", DATABASE=str(county), SHEETS="township_districts", PAPER=paper, DPI=60, OUTPUT=str(path))
    page = pypdf.PdfReader(path).pages[0]
    assert tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:]) == size
    form = page["/Resources"]["/XObject"]["/Page"].get_object()
    assert form["/Resources"]["/Font"]


def test_pages_of_some_units_keep_their_numbers(run: Any, county: Path, atlas: Path, tmp_path: Path) -> None:
    """A page printed again takes the place of the old one; contents and links are right in a part, too."""
    title, path = "石桥镇村级片区与管控线图", tmp_path / "a.pdf"
    by_whom = {"DATABASE": str(county), "ORGANISATION": "云岭县自然资源局", "DPI": 72, "OUTPUT": str(path)}
    assert run("exportatlas", TOWNSHIPS="510722101", **by_whom)["PAGES"] == 1
    assert titles_of(path) == [title] and texts(path) == [dict(zip(titles_of(atlas), texts(atlas)))[title]]
    part = {"SHEETS": "cover,contents,district,township", "SCOPES": "county,districts", "DISTRICTS": "2"}
    assert run("exportatlas", **part, **by_whom)["PAGES"] == 3
    again = tmp_path / "b.pdf"  # what is read of a file is kept by its name
    path.rename(again)
    assert titles_of(again) == ["封面", "目录", "第2片区规划图"]
    contents, district = texts(again)[1:]
    assert "4/10" in district and "2第2片区规划图4" in contents and "8枫林镇村级片区与管控线图10" in contents
    pages = pypdf.PdfReader(again).pages
    links = [link.get_object()["/Dest"][0] for link in pages[1]["/Annots"]]
    assert links == [pages[2].indirect_reference]  # rows of pages that are not there lead nowhere
    again.unlink()
    for wrong, named in (
        ({"TOWNSHIPS": "999"}, "TOWNSHIPS"),
        ({"DISTRICTS": "x"}, "DISTRICTS"),
        ({"SCOPES": "county", "TOWNSHIPS": "999"}, "999"),
        ({"SHEETS": "cover", "TOWNSHIPS": "510722101"}, "None of the sheets"),
    ):
        with pytest.raises(QgsProcessingException, match=named):
            run("exportatlas", DATABASE=str(county), OUTPUT=str(path), **wrong)
    assert not list(tmp_path.iterdir())


def test_a_sheet_without_data_is_left_out_and_said(run: Any, make: Any, tmp_path: Path) -> None:
    county = make(planned=False, parcels=False, control_lines=False)
    path = tmp_path / "图 集.pdf"
    results = run("exportatlas", DATABASE=str(county), DPI=72, OUTPUT=str(path))
    assert results["PAGES"] == len(titles_of(path))
    assert {"云岭县行政区划图", "龙泉乡村级片区与管控线图"} < set(titles_of(path))
    log = "\n".join(run.log)
    for sheet in ("land_use", "scores", "township_districts", "village_districts", "control_lines"):
        assert re.search(rf"WARNING .*\b{sheet}\b", log)
    assert "administrative" not in "\n".join(line for line in run.log if line.startswith("WARNING"))
    run("exportatlas", DATABASE=str(county), DPI=72, OUTPUT=str(path), TOWNSHIPS="510722101")
    told = "\n".join(line for line in run.log if line.startswith("WARNING"))
    assert not re.search(r"\((land_use|scores|township_districts|control_lines)\)", told)  # of the county


def test_nothing_left_to_print_is_an_error_and_keeps_the_old_file(run: Any, make: Any, tmp_path: Path) -> None:
    county = make(planned=False, parcels=False, control_lines=False)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with pytest.raises(QgsProcessingException, match="land_use"):
        run("exportatlas", DATABASE=str(county), SHEETS="land_use", DPI=72, OUTPUT=str(path))
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.pdf"]


def test_wrong_names_are_errors(run: Any, county: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "a.pdf")
    with pytest.raises(QgsProcessingException, match="township_districts"):
        run("exportatlas", DATABASE=str(county), SHEETS="cover,nonsense", OUTPUT=path)
    with pytest.raises(QgsProcessingException, match="方案一"):
        run("exportatlas", DATABASE=str(county), PLAN="方案九", OUTPUT=path)
    with pytest.raises(QgsProcessingException):
        run("exportatlas", DATABASE=str(county), OUTPUT=str(tmp_path / "nowhere" / "a.pdf"))
    assert not list(tmp_path.iterdir())


def test_an_interrupted_run_leaves_the_files_that_were_there(provider: Any, county: Path, tmp_path: Path) -> None:
    """Cancelled at any page: the old PDF and pictures are whole, and nothing else is left."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    path, folder = tmp_path / "a.pdf", tmp_path / "a"
    folder.mkdir()
    path.write_bytes(b"old")
    (folder / "00 封面.png").write_bytes(b"old picture")

    class Impatient(QgsProcessingFeedback):
        def pushInfo(self, info: str) -> None:
            if "2" in info:  # the second page
                self.cancel()

    asked = {"DATABASE": str(county), "DPI": 60, "FORMATS": ["pdf", "png"], "OUTPUT": str(path)}
    asked["SHEETS"] = "cover,contents,township_districts"
    with pytest.raises(QgsProcessingException):
        provider.algorithm("exportatlas").create().run(asked, QgsProcessingContext(), Impatient(False), {}, False)
    assert path.read_bytes() == b"old"
    assert (folder / "00 封面.png").read_bytes() == b"old picture"
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["00 封面.png", "a", "a.pdf"]


def test_a_folder_that_cannot_be_written_leaves_the_old_pdf(run: Any, county: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    (tmp_path / "a").write_bytes(b"a file where the folder of pictures should be")
    with pytest.raises(QgsProcessingException):
        run("exportatlas", DATABASE=str(county), SHEETS="cover", DPI=60, FORMATS=["pdf", "png"], OUTPUT=str(path))
    assert path.read_bytes() == b"old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "a.pdf"]
