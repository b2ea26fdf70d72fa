"""Folders beside an output in which it is written until it is whole; what a killed run left there is cleared away."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path

from qgis.PyQt.QtCore import QLockFile

PREFIX = ".writing-"
_LOCK = "in-use"
_FILES = "files"
ABANDONED = 24 * 3600  # seconds without a sign of life; only where another computer's run cannot be asked


class Beside:
    """One such folder, ours until `close`. `file` is where to write; nothing else lies in its folder."""

    def __init__(self, target: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=target.parent))
        try:
            self._lock = _lock(self._folder)
            self._lock.tryLock(0)  # a file system that cannot lock leaves only the age to go by
            (self._folder / _FILES).mkdir()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self.file = self._folder / _FILES / target.name  # the same name: layers are called after their file

    def close(self) -> None:
        self._lock.unlock()
        shutil.rmtree(self._folder, ignore_errors=True)


def clear_leftovers(folder: Path) -> None:
    """Remove what runs that were killed left in `folder`; what a living run is writing stays."""
    for left in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # not ours to remove, or just gone: no reason to fail
            if left.is_dir() and _is_abandoned(left):
                shutil.rmtree(left)


def _is_abandoned(folder: Path) -> bool:
    if (folder / _LOCK).exists():
        lock = _lock(folder)
        if lock.tryLock(0):  # its process is gone
            lock.unlock()
            return True
    newest = max(path.stat().st_mtime for path in [folder, *folder.rglob("*")])
    return time.time() - newest > ABANDONED


def _lock(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)  # a long run does not lose its lock; that of a dead process is stale at once
    return lock
