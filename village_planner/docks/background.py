"""One piece of work after another beside the interface: progress, cancel, and the answer on the main thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, Optional

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.errors import Cancelled, PlannerError
from ..core.task import Task
from ..translation import say_error, tr


class Background(QObject):
    """Newer work takes the place of older: what is no longer wanted is cancelled, and its answer dropped."""

    began = pyqtSignal()
    progressed = pyqtSignal(float)  # 0..1
    ended = pyqtSignal()
    failed = pyqtSignal(str)
    _done = pyqtSignal(int, object)  # number of the work, its future; sent by the thread

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, "village_planner")
        self._number = 0
        self._cancel = Event()
        self._then: Callable[[Any], None] = lambda _: None
        self._busy = self._stopped = False
        self._done.connect(self._finished)

    def busy(self) -> bool:
        return self._busy

    def start(self, work: Callable[[Task], Any], then: Callable[[Any], None]) -> None:
        """Run `work` in the thread and hand its answer to `then` here; a `PlannerError` goes to `failed`."""
        if self._stopped:
            return
        self.cancel()
        self._number += 1
        number, cancel = self._number, Event()
        self._cancel, self._then, self._busy = cancel, then, True
        task = Task(lambda fraction, _: self.progressed.emit(fraction), cancel.is_set)
        self.began.emit()
        self._thread.submit(work, task).add_done_callback(lambda future: self._done.emit(number, future))

    def cancel(self) -> None:
        self._cancel.set()

    def stop(self) -> None:
        """No signal comes after this."""
        self._stopped = True
        self.blockSignals(True)
        self._cancel.set()
        self._thread.shutdown(wait=True)

    def _finished(self, number: int, future: Future[Any]) -> None:
        if number != self._number:
            return
        self._busy = False
        self.ended.emit()
        error = future.exception()
        if error is None:
            self._then(future.result())
        elif isinstance(error, PlannerError):
            self.failed.emit(say_error(error))
        elif not isinstance(error, Cancelled):
            QgsMessageLog.logMessage(repr(error), "Village Planner", Qgis.Critical)
            self.failed.emit(tr("The work stopped without saying why."))
