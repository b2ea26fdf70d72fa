"""A whole folder of files, or none: written beside, then put in place together."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from .errors import StorageError
from .storage import PARTIAL


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
    beside = folder / PARTIAL
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    places = Places(beside, list(files))
    try:
        yield places
        put_in_place(places, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def check_can_be_made(folder: Path) -> None:
    """Find out before the work whether there is the folder, or can be. StorageError no_folder_made, no_permission"""
    there = next((place for place in (folder, *folder.absolute().parents) if place.exists()), None)
    if there is None:  # not even its drive
        raise _not_made(folder, os.strerror(errno.ENOENT))
    if not there.is_dir():
        raise _not_made(folder, os.strerror(errno.ENOTDIR))
    if not os.access(there, os.W_OK | os.X_OK):
        raise _no_permission(there)


def make_folder(folder: Path) -> None:
    """The folder with those it lies in, where they are not there. StorageError no_folder_made"""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_made(folder, error.strerror or str(error)) from None


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


def _not_made(folder: Path, reason: str) -> StorageError:
    return StorageError(
        "no_folder_made",
        "Folder {path} cannot be made: {reason}. Choose another folder.",
        path=str(folder),
        reason=reason,
    )


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
