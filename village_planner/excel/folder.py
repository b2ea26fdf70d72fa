"""The workbooks of a run in one folder, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ..core.folder import replacing
from ..core.messages import message
from ..core.tables.file_names import file_stems
from ..core.tables.table import Check, Report
from ..core.task import SILENT, Task
from .own_template import fill_template
from .workbook import write_report

ENDING = ".xlsx"


@dataclass(frozen=True)
class Written:
    """What was written: the files in order, and per file the checks that do not agree."""

    files: tuple[Path, ...]
    failed: tuple[tuple[str, Check], ...]
    sheets: int


def write_reports(
    reports: Iterable[Report], names: list[tuple[str, str]], folder: Path, task: Task = SILENT
) -> Written:
    """Write the workbook of every report into `folder`; on failure or cancel the folder is as it was.

    names  (code, name) of each report in order; the file is called code_name
    Raises `StorageError`: no_folder, no_permission, file_open.
    """
    files = [Path(stem + ENDING) for stem in file_stems(names)]
    with replacing(folder, files) as places:
        failed, sheets = write_books(reports, [places.beside / file for file in files], task)
    task.report(1)
    return Written(tuple(folder / file for file in files), failed, sheets)


def write_books(
    reports: Iterable[Report], targets: Sequence[Path], task: Task = SILENT, template: Optional[Path] = None
) -> tuple[tuple[tuple[str, Check], ...], int]:
    """Write the workbook of each report to its target; what does not agree, and how many tables there are.

    template  a county's own workbook that is filled instead
    """
    failed: list[tuple[str, Check]] = []
    sheets = 0
    for number, (report, target) in enumerate(zip(reports, targets)):
        task.report(
            number / len(targets),
            message("Writing {file} …", file=target.name) if number % 10 == 0 else None,
        )
        if template is None:
            write_report(report, target, task)
        else:
            fill_template(template, report, target, task)
        failed += [(report.name, check) for check in report.failed]
        sheets += len(report.tables)
    task.check()
    return tuple(failed), sheets
