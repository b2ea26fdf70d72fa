"""The workbooks of a whole county: time and memory, beside openpyxl writing the same cells without any form; and every
figure in them as LibreOffice calculates it.

    python -m benchmarks.workbooks [DATABASE] [--districts] [--recalculate]

Without a database: the demonstration county (`make demo`), which has a finished plan.
"""

from __future__ import annotations

import resource
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from .county import FOLDER
from .measure import measure, show

DEMO = FOLDER.parent / "demo" / "county.gpkg"
OUT = FOLDER / "workbooks"


def run(database: Path | None = None, districts: bool = False, recalculate: bool = False) -> None:
    database = database or DEMO
    if not database.exists():
        print(f"workbooks: {database} is not there; make demo makes it")
        return
    from village_planner.paths import catalogue_files, use_bundled_packages
    from village_planner.paths import resource as file_of

    use_bundled_packages()
    from village_planner.core.catalogue import load_catalogue
    from village_planner.core.charts.colours import read_land_classes
    from village_planner.core.tables.report import (
        Catalogues,
        build_reports,
        choose_districts,
        choose_scopes,
        choose_tables,
        choose_townships,
        scope_names,
    )
    from village_planner.database import open_database, read_county
    from village_planner.database.county import record_lines
    from village_planner.excel.folder import write_reports

    def read() -> Any:
        with open_database(database, read_only=True) as db:
            county = read_county(db, "")
            return replace(county, record=record_lines(db, county.plan_id, str))

    reading = measure(read)
    county = reading.value
    tables = load_catalogue(*catalogue_files("tables"))
    styles = read_land_classes(file_of("styles", "land_use.csv"), "survey")
    catalogues = Catalogues.of(tables, load_catalogue(*catalogue_files("survey_classes")), styles)
    scopes = choose_scopes(True, choose_districts([], county) if districts else [], choose_townships([], county))
    building = measure(lambda: list(build_reports(county, catalogues, scopes, choose_tables([], tables))))
    reports = building.value
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    writing = measure(lambda: write_reports(reports, scope_names(county, scopes), OUT))
    peer = measure(lambda: [_plain(report, OUT / "plain.xlsx") for report in reports])
    cells = sum(peer.value)
    print(f"workbooks: {len(reports)} with {writing.value.sheets} tables of {cells:,} cells")
    show("reading the plan", reading)
    show("tables", building)
    show("openpyxl, the same cells write-only, without any form", peer)
    show("our workbooks", writing, peer.wall, "(times the peer)")
    whole = reading.wall + building.wall + writing.wall
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {'all of it':<58} {whole:7.2f} s wall {reading.cpu + building.cpu + writing.cpu:7.2f} s CPU", end="")
    print(f"   most memory {memory:,.0f} MB, {len(writing.value.failed)} figures that do not agree")
    if recalculate:
        _recalculate(writing.value.files, reports)


def _plain(report: Any, path: Path) -> int:
    """The cells of a report as a table of values, nothing else; returns how many."""
    from openpyxl import Workbook

    book, count = Workbook(write_only=True), 0
    for number, table in enumerate(report.tables):
        sheet = book.create_sheet(f"t{number}")
        sheet.append([column.heads[-1] for column in table.columns])
        for row in table.rows:
            values = [row.values.get(column.key) for column in table.columns]
            sheet.append([_text(value) if isinstance(value, str) else value for value in values])
            count += len(values)
    book.save(path)
    return count


def _text(value: str) -> str:
    return value if value[:1] != "=" else " " + value


def _recalculate(files: tuple[Path, ...], reports: list[Any]) -> None:
    """Every figure of every workbook, as LibreOffice gives it without our results."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "excel"))
    from recalculation import PROGRAM, compare, recalculated

    if PROGRAM is None:
        print("  LibreOffice (soffice) is not installed: nothing recalculated")
        return
    done = measure(lambda: recalculated(files, OUT / "calc", timeout=3600))
    figures = sum(compare(file, report) for file, report in zip(done.value, reports))
    show(f"LibreOffice: {figures:,} figures as the reports have them", done)


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    run(Path(given[0]) if given else None, "--districts" in sys.argv, "--recalculate" in sys.argv)
