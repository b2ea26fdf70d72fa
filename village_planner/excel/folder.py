"""A whole folder of workbooks, or none: written beside, then put in place together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import StorageError
from ..core.messages import message
from ..core.tables.table import Check, Report
from ..core.task import SILENT, Task
from .names import FILE_LENGTH, file_stem, unique
from .workbook import write_report

ENDING = ".xlsx"
BESIDE = ".village_planner_partial"


@dataclass(frozen=True)
class Written:
    """What was written: the files in order, and per file the checks that do not agree."""

    files: tuple[Path, ...]
    failed: tuple[tuple[str, Check], ...]
    sheets: int


def write_reports(
    reports: Iterable[Report], names: list[tuple[str, str]], folder: Path, task: Task = SILENT
) -> Written:
    """Write every report into `folder`; on failure or cancel the folder is as it was.

    names  (code, name) of each report in order; the file is called code_name
    Raises `StorageError`: no_folder, no_permission, file_open.
    """
    targets = [folder / (stem + ENDING) for stem in file_stems(names)]
    check_folder(folder, targets)
    beside = folder / BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    failed: list[tuple[str, Check]] = []
    sheets = 0
    try:
        for number, (report, target) in enumerate(zip(reports, targets)):
            task.report(
                number / len(targets),
                message("Writing {file} …", file=target.name) if number % 10 == 0 else None,
            )
            write_report(report, beside / target.name, task)
            failed += [(report.name, check) for check in report.failed]
            sheets += len(report.tables)
        task.check()
        put_in_place(beside, targets)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    task.report(1)
    return Written(tuple(targets), tuple(failed), sheets)


def file_stems(names: list[tuple[str, str]]) -> list[str]:
    """File names for (code, name): readable, allowed everywhere, each only once."""
    return unique([file_stem(f"{code}_{name}" if code and code != name else name) for code, name in names], FILE_LENGTH)


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


def put_in_place(beside: Path, targets: list[Path]) -> None:
    """Move the new files in; if one cannot be moved, all old ones come back."""
    kept = beside / "old"
    kept.mkdir()
    done: list[Path] = []
    try:
        for target in targets:
            if target.exists():
                os.replace(target, kept / target.name)
            done.append(target)
            os.replace(beside / target.name, target)
    except OSError:
        for target in done:
            if (kept / target.name).exists():
                os.replace(kept / target.name, target)
            else:
                target.unlink(missing_ok=True)
        raise
