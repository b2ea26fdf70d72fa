"""How long work in core reports progress and learns that it was cancelled."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Callable, Optional

from .errors import Cancelled
from .messages import Message


def _ignore(fraction: float, message: Optional[Message]) -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Task:
    """The two ends of a running job.

    progress      called with the fraction done (0..1) and, now and then, a `Message`
    is_cancelled  asked inside inner loops, at least a few times a second
    """

    progress: Callable[[float, Optional[Message]], None] = _ignore
    is_cancelled: Callable[[], bool] = _never

    def report(self, fraction: float, message: Optional[Message] = None) -> None:
        """Say how far the work is, and stop it by raising `Cancelled` if the user asked for that."""
        self.check()
        self.progress(fraction, message)

    def check(self) -> None:
        if self.is_cancelled():
            raise Cancelled

    def part(self, start: float, end: float) -> Task:
        """A task whose 0..1 is `start`..`end` of this one, for handing to a sub-step."""

        def progress(fraction: float, message: Optional[Message]) -> None:
            self.progress(start + fraction * (end - start), message)

        return Task(progress, self.is_cancelled)

    def within(self, seconds: float) -> Task:
        """The same task, which counts as cancelled as well once so many seconds have passed from now."""
        end = time.monotonic() + seconds
        return Task(self.progress, lambda: self.is_cancelled() or time.monotonic() > end)


SILENT = Task()
