"""Who has the file in hand: one person draws, the others read.

The holder is a lease in the table `setting`, taken in one transaction, renewed while the county is open and given back
when it is closed. Whoever is gone without giving it back holds nothing: at once where that was a process of this
computer, else when it was not seen for `GONE_AFTER`, which no two clocks differ by. Sooner it is let go only by a
person who takes over from a holder that was watched for `SILENT_AFTER` and did not renew. The holder keeps people
apart, not programs: what algorithms write is kept in order by SQLite's own lock.
"""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import asdict, dataclass, replace
from typing import Any, Optional
from uuid import uuid4

from .store import Store, user

SETTING = "holder"
RENEW_EVERY = 30.0  # seconds
GONE_AFTER = 86400.0  # seconds since it was seen by the clock of another computer, which may be minutes off
SILENT_AFTER = 180.0  # seconds of watching without renewal; well above what a sleeping disk or a long transaction takes
_RUN = uuid4().hex  # of this run of the program: a process number is used again


@dataclass(frozen=True)
class Holder:
    """Who holds the file: user, computer, number and run of the process, since when, seen when (seconds since 1970),
    and the path by which it was opened there."""

    who: str
    computer: str
    process: int
    run: str
    since: float
    seen: float
    path: str


class Holding(Store):
    def holder(self) -> Optional[Holder]:
        """Who else holds the file; None where nobody does, or this process."""
        held = self._held()
        return held if held is not None and self._counts(held) and not _ours(held) else None

    def take_hold(self, instead_of: Optional[Holder] = None) -> Optional[Holder]:
        """Hold the file, or go on holding it; returns who holds it where somebody else does.

        instead_of  a holder that a person takes over from; it goes on holding where it renewed meanwhile
        Raises StorageError locked, read_only.
        """
        with self.transaction():
            held = self._held()
            moment = time.time()
            if held is None or held == instead_of or not self._counts(held):
                path = str(self.path.resolve())
                held = Holder(user(), platform.node(), os.getpid(), _RUN, moment, moment, path)
            elif not _ours(held):
                return held
            self.set_setting(SETTING, json.dumps(asdict(replace(held, seen=moment)), ensure_ascii=False))
        return None

    def give_back(self) -> None:
        """Hold the file no longer; nothing where somebody else does."""
        with self.transaction():
            held = self._held()
            if held is not None and _ours(held):
                self.set_setting(SETTING, None)

    def _held(self) -> Optional[Holder]:
        text = self.setting(SETTING)
        if not text:
            return None
        try:
            said: dict[str, Any] = json.loads(text)
            return Holder(
                *(str(said["who"]), str(said["computer"]), int(said["process"]), str(said["run"])),
                *(float(said["since"]), float(said["seen"]), str(said["path"])),
            )
        except (ValueError, KeyError, TypeError):  # nobody wrote that who could be asked to let go
            return None

    def _counts(self, held: Holder) -> bool:
        """Whether a holder is still there, and holds this file, not the one of which this is a copy."""
        if _ours(held):
            return _same_file(held.path, str(self.path.resolve()))
        if time.time() - held.seen > GONE_AFTER:
            return False
        # Another computer may know the same file by another path: there only time tells.
        return held.computer != platform.node() or (
            process_lives(held.process) and _same_file(held.path, str(self.path.resolve()))
        )


def _ours(held: Holder) -> bool:
    return (held.computer, held.process, held.run) == (platform.node(), os.getpid(), _RUN)


def _same_file(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:  # one of them was moved away
        return False


def process_lives(number: int) -> bool:
    """Whether a process of that number runs on this computer."""
    if number <= 0:
        return False
    if os.name == "nt":
        return _lives_on_windows(number)
    try:
        os.kill(number, 0)  # sends nothing, and only there: on Windows it would end the process
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _lives_on_windows(number: int) -> bool:
    import ctypes

    synchronize, access_denied, still_running = 0x00100000, 5, 0x102  # names of the Windows API: WAIT_TIMEOUT
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.OpenProcess.restype = ctypes.c_void_p
    kernel.OpenProcess.argtypes = [ctypes.c_ulong, ctypes.c_int, ctypes.c_ulong]
    kernel.WaitForSingleObject.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    kernel.WaitForSingleObject.restype = ctypes.c_ulong
    kernel.CloseHandle.argtypes = [ctypes.c_void_p]
    handle = kernel.OpenProcess(synchronize, 0, number)
    if not handle:
        return bool(ctypes.get_last_error() == access_denied)  # type: ignore[attr-defined,unused-ignore]
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == still_running)
    finally:
        kernel.CloseHandle(handle)
