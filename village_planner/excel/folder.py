"""A whole folder of files, or none: written beside, then put in place together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from ..core.errors import StorageError
from ..core.messages import message
from ..core.tables.file_names import file_stems
from ..core.tables.table import Check, Report
from ..core.task import SILENT, Task
from .own_template import fill_template
from .workbook import write_report

ENDING = ".xlsx"
BESIDE = ".village_planner_partial"


@dataclass(frozen=True)
class Written:
    """What was written: the files in order, and per file the checks that do not agree."""

    files: tuple[Path, ...]
    failed: tuple[tuple[str, Check], ...]
    sheets: int


@dataclass
class Places:
    """Where a run writes, and what becomes of it; both lists may grow while it writes.

    beside     folder that stands for the target folder until all is whole
    files      what is put in place, relative to either folder
    withdrawn  files of earlier runs that hold what this run has nothing for any more
    """

    beside: Path
    files: list[Path]
    withdrawn: list[Path] = field(default_factory=list)


@contextmanager
def replacing(folder: Path, files: Sequence[Path]) -> Iterator[Places]:
    """Where to write `files` of `folder`; at the end all are put in place, after failure or cancel none.

    Raises `StorageError`: no_folder, no_permission, file_open.
    """
    check_folder(folder, [folder / file for file in files])
    beside = folder / BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    places = Places(beside, list(files))
    try:
        yield places
        put_in_place(places, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


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


def check_folder(folder: Path, targets: list[Path]) -> None:
    """Find out before the work what would stop it at the end."""
    if not folder.is_dir():
        raise StorageError("no_folder", "Folder {path} does not exist. Create it or choose another.", path=str(folder))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _no_permission(folder)
    for target in targets:
        for lock in (f".~lock.{target.name}#", f"~${target.name}"):
            if (folder / lock).exists():
                raise StorageError(
                    "file_open",
                    "{path} is open in a spreadsheet program. Close it there and run again (if it is not open, delete "
                    "the file {lock} beside it).",
                    path=str(target),
                    lock=lock,
                )
        if target.exists():
            try:
                with target.open("r+b"):
                    pass
            except OSError:
                raise _no_permission(target) from None


def _no_permission(path: Path) -> StorageError:
    return StorageError(
        "no_permission",
        "{path} cannot be written: the folder is read-only or the file is open in another program. Close it or choose "
        "another folder.",
        path=str(path),
    )


def put_in_place(places: Places, folder: Path) -> None:
    """Move the new files in; if one cannot be moved, all old ones come back. Each is whole at every moment."""
    kept = places.beside / "old"
    kept.mkdir()
    touched: list[Path] = []
    made: list[Path] = []  # folders, the outer before the inner
    try:
        for file in (*places.files, *places.withdrawn):
            target, old = folder / file, kept / file
            if target.exists():
                old.parent.mkdir(parents=True, exist_ok=True)
                _keep(target, old)
            touched.append(file)
            if file in places.withdrawn:
                target.unlink(missing_ok=True)
                continue
            made += reversed([place for place in (target.parent, *target.parent.parents) if not place.exists()])
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(places.beside / file, target)
    except OSError:
        for file in touched:
            if (kept / file).exists():
                os.replace(kept / file, folder / file)
            else:
                (folder / file).unlink(missing_ok=True)
        for place in reversed(made):
            with suppress(OSError):  # somebody put something there
                place.rmdir()
        raise


def _keep(target: Path, old: Path) -> None:
    """A second name for the old file, where the file system knows such, else a copy."""
    try:
        os.link(target, old)
    except OSError:
        shutil.copy2(target, old)
