"""The report tables of a run in every form asked for, in one folder, or nothing at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ..core.folder import Places, replacing
from ..core.messages import message
from ..core.tables.file_names import FILE_LENGTH, file_stem, file_stems
from ..core.tables.table import Check, Report
from ..core.task import SILENT, Task
from ..database.table_file import TableFile
from ..excel.folder import ENDING, write_books
from .csv_files import outdated, write_csv
from .page import Link, write_page

XLSX, CSV, GPKG, HTML = FORMATS = ("xlsx", "csv", "gpkg", "html")
CSV_FOLDER = "csv"
PACKAGE = "_成果表.gpkg"


@dataclass(frozen=True)
class Published:
    """files: what was written; failed: report's name and check that does not agree; tables: how many there are;
    page: the first page for the screen, None where none was asked for."""

    files: tuple[Path, ...]
    failed: tuple[tuple[str, Check], ...]
    tables: int
    page: Optional[Path] = None


def write_folder(
    reports: Iterable[Report],
    names: list[tuple[str, str]],
    county: tuple[str, str],
    folder: Path,
    formats: Collection[str],
    task: Task = SILENT,
    template: Optional[Path] = None,
) -> Published:
    """Write every report in every format into `folder`; on failure or cancel the folder is as it was.

    names    (code, name) of each report in order; its files are called code_name
    county   (code, name), which the file of all tables is called after
    template a county's own workbook, which the workbooks are made from
    Raises `StorageError`: no_folder, no_permission, file_open, cannot_write.
    """
    stems = file_stems(names)
    package = Path(file_stem("_".join(filter(None, county)))[: FILE_LENGTH - len(PACKAGE)] + PACKAGE)
    files = [package] if GPKG in formats else []
    for format_, ending in ((XLSX, ENDING), (HTML, ".html")):
        files += [Path(stem + ending) for stem in stems if format_ in formats]
    with replacing(folder, files) as places, ExitStack() as stack:
        tables = stack.enter_context(TableFile(places.beside / package)) if GPKG in formats else None
        others = _Others(names, stems, formats, package if tables is not None else None, tables, places, folder, task)
        passed = others.passing(reports)
        if XLSX in formats:
            failed, sheets = write_books(passed, [places.beside / (stem + ENDING) for stem in stems], task, template)
        else:
            failed, sheets = _drain(passed, len(stems), task)
        stack.close()  # whole before anything is put in place
    task.report(1)
    written = tuple(folder / file for file in places.files)
    return Published(written, failed, sheets, folder / f"{stems[0]}.html" if HTML in formats and stems else None)


@dataclass
class _Others:
    """Writes what is not a workbook, report by report as they pass on their way to the workbooks."""

    names: list[tuple[str, str]]
    stems: list[str]
    formats: Collection[str]
    package: Optional[Path]
    tables: Optional[TableFile]
    places: Places
    folder: Path
    task: Task

    def passing(self, reports: Iterable[Report]) -> Iterator[Report]:
        for report, stem in zip(reports, self.stems):
            if self.tables is not None:
                self.tables.add(report, self.task)
            if CSV in self.formats:
                self._csv(report, stem)
            if HTML in self.formats:
                write_page(report, self.places.beside / f"{stem}.html", self._own(stem), self._pages(stem), self.task)
            yield report

    def _csv(self, report: Report, stem: str) -> None:
        place = Path(CSV_FOLDER) / stem
        (self.places.beside / place).mkdir(parents=True)
        made = write_csv(report, self.places.beside / place, self.task)
        self.places.files += [place / name for name in made]
        self.places.withdrawn += [place / name for name in outdated(report, self.folder / place, made)]

    def _own(self, stem: str) -> list[Link]:
        links = [Link("工作簿（Excel）", stem + ENDING)] if XLSX in self.formats else []
        if CSV in self.formats:
            links.append(Link("各表 CSV 目录", f"{CSV_FOLDER}/{stem}/目录.csv"))
        return links + ([Link("全部表格（GeoPackage）", str(self.package))] if self.package else [])

    def _pages(self, own: str) -> list[Link]:
        pages = zip(self.names, self.stems)
        return [Link(name or code, f"{stem}.html") for (code, name), stem in pages if stem != own]


def _drain(reports: Iterable[Report], count: int, task: Task) -> tuple[tuple[tuple[str, Check], ...], int]:
    failed: list[tuple[str, Check]] = []
    tables = 0
    for number, report in enumerate(reports):
        task.report(number / count, message("Writing {file} …", file=report.name) if number % 10 == 0 else None)
        failed += [(report.name, check) for check in report.failed]
        tables += len(report.tables)
    task.check()
    return tuple(failed), tables
