"""exportatlas through the registry, on a small county with Chinese names and spaces in its paths."""

from __future__ import annotations

import re
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


def texts(path: Path) -> list[str]:
    """The text of each page without white space, as a search finds it: no look-alikes of characters."""
    pages = [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(path).pages]
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


def titles_of(path: Path) -> list[str]:
    return [str(item["/Title"]) for item in pypdf.PdfReader(path).outline]


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
    assert [reader.get_destination_page_number(item) for item in reader.outline] == list(range(count))
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


def test_fonts_are_embedded(atlas: Path) -> None:
    for page in pypdf.PdfReader(atlas).pages:
        fonts = fonts_of(page)
        assert fonts
        for font in fonts:
            below = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert any(key in below for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_text_lies_within_the_page(atlas: Path) -> None:
    for page in pypdf.PdfReader(atlas).pages:
        _, _, width, height = map(float, page.mediabox)
        places: list[tuple[float, float]] = []

        def note(text: str, cm: Any, tm: Any, font: Any, size: Any, places: list = places) -> None:
            if text.strip():
                x, y = tm[4], tm[5]
                places.append((cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))

        page.extract_text(visitor_text=note)
        assert places
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)


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


def test_cancelling_leaves_nothing(county: Path, tmp_path: Path) -> None:
    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.export import export_atlas
    from village_planner.core.errors import Cancelled
    from village_planner.core.task import Task

    seen: list[float] = []
    task = Task(lambda fraction, message: seen.append(fraction), lambda: len(seen) > 3)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with pytest.raises(Cancelled):
        export_atlas(str(county), "", load_sheets(), "A3", 72, path, task=task)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.pdf"]
