"""The folder of project reports: a workbook and a PDF for each, all or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import StorageError
from ..core.messages import message
from ..core.tables.file_names import file_stems
from ..core.task import Task
from ._beside import Beside, clear_leftovers

if TYPE_CHECKING:
    from ..core.projects.check import ProjectCheck, Surroundings
    from ..core.projects.report import ProjectReport

Move = tuple[Path, Path]  # a whole file, and where it belongs


def check_report_folder(folder: Path) -> None:
    """Find out before the work, and without making it, whether the folder can be made or written into.

    StorageError no_permission
    """
    there = _existing(folder)
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise StorageError(
            "no_permission",
            "{path} cannot be written: the folder is read-only or the file is open in another program. Close it or "
            "choose another folder.",
            path=str(folder),
        )


@contextmanager
def project_report_files(
    reports: Sequence[ProjectReport], check: ProjectCheck, around: Surroundings, folder: Path, task: Task
) -> Iterator[list[Move]]:
    """Write code_name.xlsx and code_name.pdf of every project beside `folder`: what is to be moved into it.

    What was not moved goes at the end. Must run on the main thread: a page is a layout. StorageError no_permission,
    file_open, cannot_print
    """
    from ..atlas.project_page import project_page
    from ..core.folder import check_folder
    from ..excel.project_book import write_project_book

    stems = file_stems([(report.code, report.name) for report in reports])
    targets = [folder / f"{stem}{ending}" for stem in stems for ending in (".pdf", ".xlsx")]
    if folder.is_dir():
        check_folder(folder, targets)
    there = _existing(folder)  # the same file system, so that moving is renaming
    clear_leftovers(there)
    with ExitStack() as made:
        new = made.enter_context(closing(Beside(there / "reports"))).file
        new.mkdir()
        scratch = Path(made.enter_context(tempfile.TemporaryDirectory(prefix="village_planner_project_")))
        for number, (report, stem) in enumerate(zip(reports, stems)):
            task.report(number / len(reports), message("Report on {project} …", project=report.name))
            page = project_page(report, check, around, scratch)
            (new / f"{stem}.pdf").write_bytes(page.pdf)
            write_project_book(report, new / f"{stem}.xlsx", page.picture, page.size)
        task.check()
        yield [(new / target.name, target) for target in targets]


@contextmanager
def in_place(moves: Sequence[Move]) -> Iterator[None]:
    """Move files to where they belong, folders are made; where that or what follows fails, all is as it was before."""
    folders: list[Path] = []
    done: list[Move] = []
    try:
        for new, target in moves:
            if not target.parent.is_dir():
                folders += [one for one in (target.parent, *target.parent.parents) if not one.exists()]
                target.parent.mkdir(parents=True)
            if target.exists():
                os.replace(target, _old(new))
            done.append((new, target))
            os.replace(new, target)
        yield
    except BaseException:
        for new, target in done:
            if _old(new).exists():
                os.replace(_old(new), target)
            else:
                target.unlink(missing_ok=True)
        for one in folders:  # from the innermost out
            with suppress(OSError):  # somebody else has put something there
                one.rmdir()
        raise


def _old(new: Path) -> Path:
    return new.with_name(f"{new.name}.old")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())
