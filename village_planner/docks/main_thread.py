"""Algorithms that must run on the main thread, as layouts must: in pieces, between which the interface goes on.

As QGIS's own toolbox does it: whenever such an algorithm says how far it is, or asks whether it was cancelled, events
are processed, the user's too, or nobody could click on cancel. What must not happen meanwhile is kept off otherwise:
the runner starts no second job, and the window closes only when the algorithm has stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Optional

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QThread, QTimer
from qgis.PyQt.QtWidgets import QWidget

PAUSE = 0.03  # seconds between two times that events are processed
LONGEST = 100  # milliseconds that events are processed for at a time, so that the work goes on, too


class Feedback(QgsProcessingFeedback):
    """Keeps what an algorithm says; written by the worker, read after it has ended."""

    def __init__(self) -> None:
        super().__init__(False)
        self.warnings: list[str] = []
        self.errors: list[str] = []

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.errors.append(error)


class LivelyFeedback(Feedback):
    """For the main thread: who asks it whether the work was cancelled lets the interface go on.

    shown  called with the percentage when it changes, before events are processed, so that it is seen at once
    """

    def __init__(self, shown: Callable[[float], None] = lambda _: None) -> None:
        super().__init__()
        self._shown = shown
        self._inside = False
        self._last = self._percent = 0.0

    def setProgress(self, percent: float) -> None:
        super().setProgress(percent)
        if abs(percent - self._percent) >= 0.5:
            self._percent = percent
            self._shown(percent)
            self._go_on()

    def isCanceled(self) -> bool:
        if time.monotonic() - self._last > PAUSE:
            self._go_on()
        cancelled: bool = super().isCanceled()
        return cancelled

    def _go_on(self) -> None:
        """Process events; not amid events, not for other threads, and not once the work is to end."""
        here = QThread.currentThread() is QCoreApplication.instance().thread()
        if self._inside or not here or super().isCanceled():
            return
        self._inside = True
        try:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, LONGEST)
        finally:
            self._inside = False
            self._last = time.monotonic()


def needs_main_thread(algorithm: QgsProcessingAlgorithm) -> bool:
    return bool(algorithm.flags() & QgsProcessingAlgorithm.FlagNoThreading)


def run(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> tuple[dict[str, Any], bool]:
    """Run an algorithm here: its results, and whether it succeeded; why it did not stands in the feedback."""
    try:
        results, successful = algorithm.run(parameters, context, feedback, {}, True)
    except Exception:  # noqa: BLE001 - what went wrong stands in the feedback, in the user's words
        return {}, False
    return results, successful


class CloseGuard(QObject):
    """While it watches, a window that is to close first has `stop` called, and closes when the watch is over."""

    def __init__(self, window: QWidget, stop: Callable[[], None]) -> None:
        super().__init__()
        self._window: Optional[QWidget] = window
        self._stop, self._wanted = stop, False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Close or self._window is None:
            return False
        event.ignore()
        self._wanted = True
        self._stop()
        return True

    def end(self) -> None:
        """Watch no longer."""
        window, self._window = self._window, None
        if window is not None:
            window.removeEventFilter(self)
            if self._wanted:
                QTimer.singleShot(0, window.close)
