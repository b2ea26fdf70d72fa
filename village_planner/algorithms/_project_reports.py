"""The folder of project reports: a workbook and a PDF for each, all or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.messages import message
from ..core.task import Task
from ..excel.folder import BESIDE, check_folder, file_stems, put_in_place

if TYPE_CHECKING:
    from ..core.projects.check import ProjectCheck, Surroundings
    from ..core.projects.report import ProjectReport


def write_project_reports(
    reports: Sequence[ProjectReport], check: ProjectCheck, around: Surroundings, folder: Path, task: Task
) -> list[Path]:
    """Write code_name.xlsx and code_name.pdf of every project; on failure or cancel the folder is as it was.

    Must run on the main thread: a page is a layout. StorageError no_folder, no_permission, file_open, cannot_print
    """
    from ..atlas.project_page import project_page
    from ..excel.project_book import write_project_book

    stems = file_stems([(report.code, report.name) for report in reports])
    targets = [folder / f"{stem}{ending}" for stem in stems for ending in (".xlsx", ".pdf")]
    check_folder(folder, targets)
    beside = folder / BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        with tempfile.TemporaryDirectory(prefix="village_planner_project_") as scratch:
            for number, (report, stem) in enumerate(zip(reports, stems)):
                task.report(number / len(reports), message("Report on {project} …", project=report.name))
                page = project_page(report, check, around, Path(scratch))
                (beside / f"{stem}.pdf").write_bytes(page.pdf)
                write_project_book(report, beside / f"{stem}.xlsx", page.picture, page.size)
        task.check()
        put_in_place(beside, targets)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return targets
