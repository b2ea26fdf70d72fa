"""CSV, GeoPackage tables and pages: read back by other programs' readers, and compared with the tables themselves."""

from __future__ import annotations

import csv
import os
import re
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hand_county import hand_county, reports

NAMES = [("510000", "试验县"), ("510000001", "甲镇"), ("510000002", "乙乡")]
EVIL = [
    '=HYPERLINK("http://x")',
    "+1+2",
    "-3",
    "@SUM(A1)",
    "\t=1",
    "<script>alert(1)</script>",
    "a\"b&'c",
    "坏\x07名\ud800",
    '\x07=HYPERLINK("http://x")',
]


FEW = ("district_scheme", "control_areas", "land_first_level")
FORMATS = ("xlsx", "csv", "gpkg", "html")


def write(folder: Path, formats: Any, county: Any = None, task: Any = None, tables: tuple[str, ...] = ()) -> Any:
    from village_planner.core.task import SILENT
    from village_planner.publish.folder import write_folder

    made = list(reports(county or hand_county(), tables))
    return write_folder(made, NAMES, NAMES[0], folder, formats, task or SILENT), made


class Cells(HTMLParser):
    """Tables of a page as rows of (text, colspan, rowspan), ids, links; every tag must be closed that is to be."""

    VOID = frozenset({"meta", "br", "input", "link", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sections: dict[str, list[list[list[tuple[str, int, int]]]]] = {}
        self.hrefs: list[str] = []
        self.tags: list[str] = []
        self.seen: set[str] = set()
        self._section, self._cell = "", None
        self.feed(text)
        assert self.tags == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        self.seen.add(tag)
        if tag not in self.VOID:
            self.tags.append(tag)
        if tag == "section":
            self._section = given["id"]
            self.sections[self._section] = []
        if tag == "a":
            self.hrefs.append(given["href"])
        if tag == "table":
            self.sections[self._section].append([])
        if tag == "tr":
            self.sections[self._section][-1].append([])
        if tag in ("td", "th"):
            self._cell = ["", int(given.get("colspan", 1)), int(given.get("rowspan", 1))]

    def handle_endtag(self, tag: str) -> None:
        assert self.tags.pop() == tag
        if tag in ("td", "th"):
            self.sections[self._section][-1][-1].append(tuple(self._cell))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell[0] += data


def spread(rows: list[list[tuple[str, int, int]]]) -> list[list[str]]:
    """A grid of texts, merged cells repeated in each of theirs."""
    grid: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        x = 0
        for text, wide, deep in row:
            while (y, x) in grid:
                x += 1
            grid.update({(y + dy, x + dx): text for dy in range(deep) for dx in range(wide)})
            x += wide
    width = max(x for _, x in grid) + 1
    return [[grid[y, x] for x in range(width)] for y in range(len(rows))]


def shown(column: Any, value: Any, row: Any) -> str:
    if value is None or column.kind != "number" or isinstance(value, str):
        return "" if value is None else str(value)
    return f"{value:,.{column.decimals if row.kind != 'note' else 4}f}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("成果 表")
    county = hand_county(stale=frozenset({"land_area"}), made={"land_area": "2026-11-14"})
    return folder, *write(folder, FORMATS, county)


def test_files(written: Any) -> None:
    folder, result, made = written
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {path.relative_to(folder).as_posix() for path in result.files}
    assert {"510000_试验县.xlsx", "510000_试验县.html", "510000_试验县_成果表.gpkg", "510000001_甲镇.xlsx"} <= found
    csvs = [path for path in result.files if path.suffix == ".csv"]
    assert len(csvs) == sum(len(report.tables) + 1 for report in made)
    assert result.tables == sum(len(report.tables) for report in made) and result.page == folder / "510000_试验县.html"


def test_csv_holds_every_figure(written: Any) -> None:
    folder, _, made = written
    for report, (code, name) in zip(made, NAMES):
        place = folder / "csv" / f"{code}_{name}"
        raw = (place / "目录.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw
        listed = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
        assert [line[0] for line in listed[1:]] == [one.title for one in (*report.tables, *report.gaps)]
        for table, line in zip(report.tables, listed[1:]):
            with (place / line[1]).open(encoding="utf-8-sig", newline="") as file:
                head, *rows = csv.reader(file)
            assert head[: len(table.columns)] == ["·".join(column.heads) for column in table.columns]
            assert head[len(table.columns) :] == ["行类别", *(["数据状态"] if table.stamp else [])]
            assert ("land" in table.id or "control" in table.id) == bool(table.stamp)
            assert len(rows) == len(table.rows)
            for cells, row in zip(rows, table.rows):
                for cell, column in zip(cells, table.columns):
                    value = row.values.get(column.key)
                    if isinstance(value, (int, float)) and column.kind == "number":
                        assert float(cell) == pytest.approx(value, abs=1e-9 if row.kind != "note" else 1e-4)
                    else:
                        assert cell == ("" if value is None else str(value))


def test_geopackage_in_qgis(written: Any, qgis_app: Any) -> None:
    from qgis.core import QgsVectorLayer

    folder, _, made = written
    file = folder / "510000_试验县_成果表.gpkg"
    for identifier in {table.id for report in made for table in report.tables}:
        layer = QgsVectorLayer(f"{file}|layername={identifier}", identifier, "ogr")
        assert layer.isValid() and not layer.isSpatial()
        features = list(layer.getFeatures())
        fields = layer.fields()
        names = [field.name() for field in fields]
        assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in names)
        aliases = {field.alias(): field.name() for field in fields if field.name() != "fid"}
        assert len(aliases) == len(names) - 1
        at = 0
        for report in made:
            for table in (table for table in report.tables if table.id == identifier):
                for number, row in enumerate(table.rows, start=1):
                    feature, at = features[at], at + 1
                    own = (feature["scope_code"], feature["scope_name"], feature["row_number"], feature["row_kind"])
                    assert own == (report.code, report.name, number, row.kind)
                    assert (feature["stale"] or None) == (table.stamp or None)
                    for column in table.columns:
                        value = row.values.get(column.key)
                        kept = feature[aliases["·".join(column.heads)]]
                        if value is None or (isinstance(value, str) and column.kind == "number"):
                            assert not isinstance(kept, (str, int, float))
                        else:
                            assert kept == value and isinstance(kept, str) == (column.kind != "number")
        assert at == len(features)


def test_geopackage_by_its_standard(written: Any) -> None:
    folder = written[0]
    base = sqlite3.connect(folder / "510000_试验县_成果表.gpkg")
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert base.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"GPKG", "big"),)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    told = base.execute("SELECT title FROM gpkg_data_columns WHERE table_name = 'land_first_level'").fetchall()
    assert ("耕地（01）",) in told and ("行政区域·名称",) in told
    base.close()


def test_page_holds_every_figure(written: Any) -> None:
    folder, _, made = written
    for report, (code, name) in zip(made, NAMES):
        text = (folder / f"{code}_{name}.html").read_text(encoding="utf-8")
        page = Cells(text)
        assert (
            not re.search(r"<script|https?://(?!www\.w3\.org/2000/svg)|url\(|@import", text) and "img" not in page.seen
        )
        for table in report.tables:
            grids = [spread(rows) for rows in page.sections[f"t-{table.id}"]]
            depth = max(len(column.heads) for column in table.columns)
            heads = [
                [column.heads[min(level, len(column.heads) - 1)] for column in table.columns] for level in range(depth)
            ]
            assert grids[0][:depth] == heads
            rows = [[shown(column, row.values.get(column.key), row) for column in table.columns] for row in table.rows]
            assert grids[0][depth:] == rows
            if len(grids) > 1:  # what is printed in parts shows every column, the frozen ones on each
                frozen = table.frozen
                for y, row in enumerate(rows):
                    parts = [grid[len(grid) - len(rows) + y] for grid in grids[1:]]
                    assert all(part[:frozen] == row[:frozen] for part in parts)
                    assert [cell for part in parts for cell in part[frozen:]] == row[frozen:]
            assert ("数据已变动，需更新：管控线叠加" in text) == any(table.stamp for table in report.tables)
        assert [href[1:] for href in page.hrefs if href.startswith("#t-")] == [
            f"t-{table.id}" for table in report.tables
        ]
        files = [unquote(href) for href in page.hrefs if not href.startswith("#")]
        assert f"{code}_{name}.xlsx" in files and all((folder / file).is_file() for file in files)
        assert len([file for file in files if file.endswith(".html")]) == len(NAMES) - 1


def test_key_figures(written: Any) -> None:
    _, _, made = written
    figures = {figure.label: figure for figure in made[0].figures}
    assert (figures["乡镇（街道）"].value, figures["村（社区）"].value, figures["常住人口"].value) == (2, 3, 400)
    assert figures["土地总面积"].value == 18.56 and not figures["土地总面积"].stamp
    land = next(table for table in made[0].tables if table.id == "land_first_level")
    total = next(row for row in land.rows if row.kind in ("total", "subtotal"))
    arable = next(column.key for column in land.columns if "耕地" in column.heads[0])
    assert figures["耕地"].value == total.values[arable] and figures["耕地"].stamp


def test_evil_names(tmp_path: Path) -> None:
    county = hand_county()
    villages = county.villages.copy()
    villages["name"] = [EVIL[-1], *EVIL[1:3]]
    townships = county.townships.copy()
    townships["name"] = EVIL[5:7]
    county = replace(county, villages=villages, townships=townships, county_name=EVIL[7], compiler=EVIL[0])
    result, _ = write(tmp_path, ("csv", "gpkg", "html"), county)
    for path in result.files:
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                for line in csv.reader(file):
                    for cell in line:
                        assert cell[:1] not in ("=", "+", "@", "\t", "\r"), cell
                        assert not cell.startswith("-") or cell == "-" or float(cell) <= 0
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8")
            assert "script" not in Cells(text).seen and "&lt;script&gt;" in text


def test_same_tables_same_bytes(written: Any, tmp_path: Path) -> None:
    folder, result, _ = written
    county = hand_county(stale=frozenset({"land_area"}), made={"land_area": "2026-11-14"})
    again, _ = write(tmp_path, FORMATS, county)
    for one, two in zip(result.files, again.files):
        assert one.relative_to(folder) == two.relative_to(tmp_path) and one.read_bytes() == two.read_bytes()


def test_tables_of_one_title_have_a_csv_each(tmp_path: Path) -> None:
    from village_planner.core.tables.table import Gap
    from village_planner.publish.folder import write_folder

    report, name = next(iter(reports(hand_county(), FEW))), NAMES[0]
    first, second, third = report.tables
    titled = (replace(first, title="表"), replace(second, title="表"), replace(third, title="目录"))
    result = write_folder([replace(report, tables=titled)], [name], name, tmp_path, ["csv"])
    made = [path.name for path in result.files]
    assert made == ["目录.csv", *(f"{table.title}_{table.id}.csv" for table in titled)]
    assert sorted(path.name for path in tmp_path.rglob("*.csv")) == sorted(made)
    gone = replace(report, tables=titled[::2], gaps=(Gap(second.id, "表", {"zh": "", "en": ""}),))
    write_folder([gone], [name], name, tmp_path, ["csv"])  # the others keep their names
    assert {path.name for path in tmp_path.rglob("*.csv")} == {*made} - {made[2]}


def test_ids_that_the_geopackage_needs_for_itself(tmp_path: Path) -> None:
    from village_planner.publish.folder import write_folder

    report, name = next(iter(reports(hand_county(), FEW))), NAMES[0]
    ids = ["A", "a", "a_2", "gpkg_contents", "GPKG_x", "sqlite_x", "layer_styles", "rtree_a_geom"]
    tables = tuple(replace(report.tables[i % 3], id=identifier) for i, identifier in enumerate(ids))
    (file,) = write_folder([replace(report, tables=tables)], [name], name, tmp_path, ["gpkg"]).files
    base = sqlite3.connect(file)
    found = [one for (one,) in base.execute("SELECT table_name FROM gpkg_contents ORDER BY rowid")][:-1]
    assert len({one.lower() for one in found}) == len(ids) and found[0] == "A"
    for table, called in zip(tables, found):
        assert base.execute(f'SELECT count(*) FROM "{called}"').fetchone() == (len(table.rows),)
        assert not called.lower().startswith(("gpkg_", "sqlite_", "rtree_"))
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()


def test_a_table_that_went_takes_its_csv_along(tmp_path: Path) -> None:
    write(tmp_path, ("csv",), tables=FEW)
    place = tmp_path / "csv" / "510000_试验县"
    assert (place / "土地利用现状一级分类面积汇总表.csv").exists()
    (place / "手工.csv").write_text("own", encoding="utf-8")
    write(tmp_path, ("csv",), hand_county(land_area=None), tables=FEW)
    assert not (place / "土地利用现状一级分类面积汇总表.csv").exists() and (place / "手工.csv").exists()


def test_a_table_that_had_another_title_takes_its_csv_along(tmp_path: Path) -> None:
    from village_planner.core.tables.table import Gap
    from village_planner.publish.folder import write_folder

    report, name = next(iter(reports(hand_county(), FEW))), NAMES[0]
    first, second, third = report.tables

    def names_after(*tables: Any, gaps: Any = ()) -> set[str]:
        write_folder([replace(report, tables=tables, gaps=gaps)], [name], name, tmp_path, ["csv"])
        return {path.name for path in tmp_path.rglob("*.csv")} - {"目录.csv"}

    assert names_after(replace(first, title="某省表"), replace(second, title="旧表"), replace(third, title="另表")) == {
        "某省表.csv", "旧表.csv", "另表.csv"
    }  # fmt: skip
    left = names_after(replace(second, title="新表"), gaps=(Gap(first.id, "国家表", {"zh": "", "en": ""}),))
    assert left == {"新表.csv", "另表.csv"}  # a table that was not asked for stays


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("after", [3, 20])
def test_cancel_leaves_everything_as_it_was(tmp_path: Path, after: int) -> None:
    from village_planner.core.errors import Cancelled
    from village_planner.core.task import Task

    write(tmp_path, FORMATS, tables=FEW)
    before, asked = snapshot(tmp_path), []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > after

    with pytest.raises(Cancelled):
        write(tmp_path, FORMATS, hand_county(land_area=None), Task(is_cancelled=cancelled), FEW)
    assert snapshot(tmp_path) == before


def test_failure_leaves_no_new_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from village_planner.core import folder as folders

    calls: list[int] = []
    real = os.replace

    def fails(*given: Any) -> None:
        calls.append(1)
        if len(calls) == 6:
            raise OSError("no room")
        real(*given)

    monkeypatch.setattr(folders.os, "replace", fails)
    with pytest.raises(OSError, match="no room"):
        write(tmp_path, ("csv",), tables=FEW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["csv", "html", "gpkg", "xlsx", "putting in place", "withdrawing"])
def test_failure_leaves_everything_as_it_was(tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from village_planner.core import folder as folders
    from village_planner.database import table_file
    from village_planner.excel import folder as excel_folder
    from village_planner.publish import folder as module

    write(tmp_path, FORMATS, tables=FEW)
    before, calls = snapshot(tmp_path), []

    def second_fails(real: Any) -> Any:
        def call(*given: Any, **more: Any) -> Any:
            calls.append(1)
            if len(calls) == (9 if where == "putting in place" else 2):
                raise OSError("no room")
            return real(*given, **more)

        return call

    if where in ("csv", "html"):
        name = {"csv": "write_csv", "html": "write_page"}[where]
        monkeypatch.setattr(module, name, second_fails(getattr(module, name)))
    elif where == "gpkg":
        monkeypatch.setattr(table_file.TableFile, "add", second_fails(table_file.TableFile.add))
    elif where == "xlsx":
        monkeypatch.setattr(excel_folder, "write_report", second_fails(excel_folder.write_report))
    elif where == "putting in place":
        monkeypatch.setattr(folders.os, "replace", second_fails(os.replace))
    else:
        monkeypatch.setattr(Path, "unlink", second_fails(Path.unlink))
    with pytest.raises(OSError, match="no room"):
        write(tmp_path, FORMATS, hand_county(land_area=None), tables=FEW)
    monkeypatch.undo()
    assert snapshot(tmp_path) == before


def test_charts_are_in_proportion() -> None:
    from village_planner.core.tables.chart import Chart
    from village_planner.core.tables.table import Column, Row, Table
    from village_planner.publish.page import chart_svg

    columns = (Column("name", ("名称",)), *(Column(key, (key,), "number", 2) for key in "ab"))
    rows = tuple(Row({"name": f"<{i}>", "a": 10.0 * i, "b": 5.0 * i if i != 2 else None}) for i in range(1, 13))
    table = Table("t", "表", "表", columns, rows)

    def bars(chart: Chart, edge: str) -> list[float]:
        root = ElementTree.fromstring(chart_svg(table, chart))
        assert root.attrib["viewBox"]
        return [float(one.attrib[edge]) for one in root.iter() if one.tag.endswith("rect") and len(one)]

    for kind, many, edge in (
        ("bar", 12, "width"),
        ("column", 5, "height"),
        ("stacked", 12, "width"),
        ("stacked", 4, "height"),
    ):
        drawn = bars(Chart(kind, "图", "name", ("a", "b"), tuple(range(many)), "公顷"), edge)
        figures = [rows[i].values[key] for i in range(many) for key in "ab" if rows[i].values[key] is not None]
        assert len(drawn) == len(figures)
        for size, figure in zip(drawn, figures):
            assert size / drawn[0] == pytest.approx(figure / figures[0], rel=0.02)
    for kind in ("line", "pie"):
        root = ElementTree.fromstring(chart_svg(table, Chart(kind, "图", "name", ("a",), tuple(range(12)), "公顷")))
        assert len([one for one in root.iter() if one.tag.endswith("title")]) >= 12


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from hand_county import hand_county
from test_written_tables import FEW, FORMATS, write
from village_planner.core import folder
real, calls = os.replace, []
def replace(source, target):
    calls.append(target)
    if len(calls) == 6:
        os.kill(os.getpid(), signal.SIGKILL)
    real(source, target)
folder.os.replace = replace
write(Path(sys.argv[1]), FORMATS, hand_county(land_area=None), tables=FEW)
"""


def test_killed_while_putting_in_place_every_file_is_whole(tmp_path: Path) -> None:
    """Each is the old one or the new one, and the next run clears away what was left."""
    import village_planner

    old, new = tmp_path / "old", tmp_path / "new"
    for folder, county in ((old, hand_county()), (new, hand_county(land_area=None))):
        folder.mkdir()
        write(folder, FORMATS, county, tables=FEW)
    before, after = snapshot(old), snapshot(new)
    paths = [
        Path(__file__).parent,
        Path(__file__).parents[1] / "core" / "tables",
        Path(village_planner.__file__).parents[1],
    ]
    ended = subprocess.run([sys.executable, "-c", KILLED, str(old), *map(str, paths)], check=False)
    assert ended.returncode == -signal.SIGKILL
    left = {name: content for name, content in snapshot(old).items() if not name.startswith(".")}
    assert set(left) == set(before)
    assert all(content in (before[name], after.get(name)) for name, content in left.items())
    assert any(content != before[name] for name, content in left.items())
    write(old, FORMATS, hand_county(land_area=None), tables=FEW)
    assert snapshot(old) == after


def test_a_class_wears_the_colour_of_the_map_everywhere(tmp_path: Path) -> None:
    """Page and workbook, as a series and as a slice; districts wear the plan's colours."""
    import zipfile

    from village_planner.core.charts.colours import OTHER
    from village_planner.paths import resource

    with resource("styles", "land_use.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["scheme"] == "survey"]
    known = {row["name"]: "#{:02x}{:02x}{:02x}".format(*(int(row[part]) for part in "rgb")) for row in rows}
    write(tmp_path, ("xlsx", "html"), tables=("land_first_level", "land_vertical"))
    text = (tmp_path / "510000_试验县.html").read_text(encoding="utf-8")
    drawn = re.findall(r'<(?:rect|path)[^>]* fill="(#\w+)"[^>]*><title>([^<]*)</title>', text)
    worn = {name: fill for fill, told in drawn for name in known if re.search(rf"(^|　){name}(（|：)", told)}
    assert {"耕地", "林地"} <= set(worn) and all(known[name] == colour for name, colour in worn.items())
    with zipfile.ZipFile(tmp_path / "510000_试验县.xlsx") as book:
        charts = [book.read(name).decode() for name in book.namelist() if re.match(r"xl/charts/chart\d+\.xml", name)]
    stacked = next(chart for chart in charts if "<barChart>" in chart)
    series = re.findall(r"<ser>.*?<v>([^<]*)（.*?srgbClr val=\"(\w+)\"", stacked)
    assert len(series) > 5 and all(known[name] == f"#{colour.lower()}" for name, colour in series)
    pie = next(chart for chart in charts if "<pieChart>" in chart)
    names = re.findall(r"<v>([^<]*)</v>", pie.split("<strCache>")[1].split("</strCache>")[0])
    slices = re.findall(r'<dPt>.*?srgbClr val="(\w+)"', pie)
    assert [f"#{colour.lower()}" for colour in slices] == [known.get(name, OTHER) for name in names]
