"""Running algorithms one after another, with progress and cancel; nothing modal.

In the background where they can be; those that are bound to the main thread in pieces (`main_thread`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ..core.errors import InputError
from ..translation import tr
from . import main_thread
from .main_thread import CloseGuard, Feedback, LivelyFeedback
from .results.choice import Choice

PROVIDER = "village_planner"


@dataclass(frozen=True)
class Run:
    """One algorithm with its parameters; `twin` marks those a person would open in the toolbox."""

    algorithm: str
    parameters: dict[str, Any]
    twin: bool = True

    @property
    def keeps_best(self) -> bool:
        """Whether it gives the best it has when it is stopped."""
        return bool(self.parameters.get("ON_CANCEL") == "best")


@dataclass(frozen=True)
class Offer:
    """Plans to choose from that a job writes: files of ALTERNATIVES_OUTPUT and COMPARISON_OUTPUT, and their level."""

    level: str
    alternatives: str
    comparison: str


WRITERS = frozenset({"saveresult", "computeindicators", "importstatistics"})  # algorithms that write into a county


@dataclass(frozen=True)
class Job:
    """Runs that belong together, under one title.

    title  what the progress strip says
    runs   in order; a failure ends the job
    shows  files of the runs that come on the map when all went well: (path, layer title)
    opens  a planning database that becomes the desk's afterwards
    prints names of the outputs this job prints
    choice what was chosen on the Results page, to be offered once more
    offers plans to choose from afterwards
    views  a file of the runs that is opened in the computer's own viewer, "" for none
    lays_out  it puts print layouts into the open project
    """

    title: str
    runs: tuple[Run, ...]
    shows: tuple[tuple[str, str], ...] = ()
    opens: str = ""
    prints: tuple[str, ...] = ()
    offers: Optional[Offer] = None
    choice: Optional[Choice] = None
    views: str = ""
    lays_out: bool = False

    @property
    def writes(self) -> bool:
        """Whether it changes the county that is open."""
        return any(run.algorithm in WRITERS for run in self.runs)


@dataclass
class Outcome:
    """How a job ended: `error` is empty where all went well; numbers and paths the runs gave back, later ones first."""

    job: Job
    error: str = ""
    cancelled: bool = False
    results: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def run_here(run: Run) -> dict[str, Any]:
    """Run one algorithm on the main thread, under the waiting cursor: for what takes a second or two.

    Raises `InputError` stopped with what the algorithm said, in the user's language.
    """
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"{PROVIDER}:{run.algorithm}")
    feedback, context = Feedback(), QgsProcessingContext()
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        results, successful = main_thread.run(algorithm, run.parameters, context, feedback)
    finally:
        QApplication.restoreOverrideCursor()
    if not successful:
        text = "\n".join(feedback.errors) or tr("no reason was given.")
        raise InputError("stopped", "The work stopped: {text}", text=text)
    return results


class Runner(QObject):
    """Runs one job at a time: through QGIS's task manager, or here what is bound to the main thread."""

    started = pyqtSignal(str)  # title
    stepped = pyqtSignal(bool)  # the next algorithm runs; whether it may be stopped with what it has
    progressed = pyqtSignal(float)  # 0..100 of the whole job
    ended = pyqtSignal(object)  # Outcome

    def __init__(self, parent: Optional[QObject] = None, window: Optional[QWidget] = None) -> None:
        """window: does not close while an algorithm runs on the main thread"""
        super().__init__(parent)
        self._window = window
        self._job: Optional[Job] = None
        self._outcome: Optional[Outcome] = None
        self._index = 0
        self._enough = False  # stop the running algorithm and go on with what it has
        self._task: Optional[QgsProcessingAlgRunnerTask] = None
        self._context: Optional[QgsProcessingContext] = None
        self._feedback: Optional[Feedback] = None

    def busy(self) -> bool:
        return self._job is not None

    def start(self, job: Job) -> bool:
        """Begin a job; False while another runs."""
        if self.busy() or not job.runs:
            return False
        self._job, self._outcome, self._index = job, Outcome(job), 0
        self.started.emit(job.title)
        self._next()
        return True

    def cancel(self) -> None:
        """Ask the running algorithm to stop; `ended` follows."""
        if self._outcome is not None:
            self._outcome.cancelled = True
        self._stop()

    def take_best(self) -> None:
        """Stop the running algorithm and go on with the best it has; only where `stepped` said that it may."""
        if self._job is not None and self._job.runs[self._index].keeps_best:
            self._enough = True
            self._stop()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        elif self._feedback is not None:
            self._feedback.cancel()

    def close(self) -> None:
        """Cancel and forget: no signal comes after this."""
        self.blockSignals(True)
        ended = True
        if self._task is not None:
            self._task.executed.disconnect(self._executed)
            self._task.cancel()
            # The task reads our context and feedback until its thread has ended.
            ended = self._task.waitForFinished(5000)
        else:
            self._stop()  # on the main thread it ends when those who called us have returned
        self._job = self._outcome = self._task = None
        if ended:
            self._forget()

    def _next(self) -> None:
        if self._job is None or self._outcome is None:
            return  # closed meanwhile
        if self._outcome.cancelled:
            self._end(self._cancelled())
            return
        run = self._job.runs[self._index]
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"{PROVIDER}:{run.algorithm}")
        if algorithm is None:
            self._end(tr("Algorithm {name} is missing from the toolbox.", name=run.algorithm))
            return
        able, reason = algorithm.canExecute()
        if not able:
            self._end(reason)
            return
        here = main_thread.needs_main_thread(algorithm)
        self._feedback = LivelyFeedback(self._progress) if here else Feedback()
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._context.setFeedback(self._feedback)
        able, reason = algorithm.checkParameterValues(run.parameters, self._context)
        if not able:
            self._end(reason)
            return
        self._enough = False
        if here:
            self._task = None
            self.stepped.emit(run.keeps_best)
            # From the event loop, not from whatever button asked for it.
            QTimer.singleShot(0, lambda: self._run_here(algorithm, run))
            return
        self._task = QgsProcessingAlgRunnerTask(algorithm, run.parameters, self._context, self._feedback)
        if self._task.isCanceled():  # its preparation on the main thread failed
            self._end("\n".join(self._feedback.errors) or tr("The algorithm could not be prepared."))
            return
        self._task.executed.connect(self._executed)
        self._task.progressChanged.connect(self._progress)
        self.stepped.emit(run.keeps_best)
        QgsApplication.taskManager().addTask(self._task)

    def _run_here(self, algorithm: QgsProcessingAlgorithm, run: Run) -> None:
        feedback, context = self._feedback, self._context
        if feedback is None or context is None:
            return  # closed meanwhile
        guard = None if self._window is None else CloseGuard(self._window, self.cancel)
        project = QgsProject.instance()
        project.cleared.connect(self.cancel)  # its layouts may be what is printed
        try:
            results, successful = main_thread.run(algorithm, run.parameters, context, feedback)
        finally:
            project.cleared.disconnect(self.cancel)
            if guard is not None:
                guard.end()
        if self._feedback is feedback:  # else closed meanwhile
            self._executed(successful, results)

    def _cancelled(self) -> str:
        """What a cancelled job leaves: each run writes all or nothing, and those that had ended have written."""
        assert self._job is not None
        registry = QgsApplication.processingRegistry()
        done = [registry.algorithmById(f"{PROVIDER}:{run.algorithm}") for run in self._job.runs[: self._index]]
        if not done:
            return tr("Cancelled; nothing was written.")
        steps = " · ".join(algorithm.displayName() for algorithm in done if algorithm is not None)
        return tr("Cancelled; what was ready before is written and stays: {steps}.", steps=steps)

    def _progress(self, percent: float) -> None:
        if self._job is not None:
            self.progressed.emit((100 * self._index + percent) / len(self._job.runs))

    def _executed(self, successful: bool, results: dict[str, Any]) -> None:
        assert self._job is not None and self._outcome is not None and self._feedback is not None
        self._outcome.warnings += self._feedback.warnings
        if self._outcome.cancelled:
            self._end(self._cancelled())
        elif self._enough and not results:
            self._end(tr("Stopped before there was a plan; nothing was written."))
        elif not successful and not self._enough:  # a task that was stopped counts as failed
            self._end("\n".join(self._feedback.errors) or tr("The work stopped without saying why."))
        else:
            self._outcome.results.update(results)
            self._index += 1
            if self._index == len(self._job.runs):
                self._end("")
            else:
                # After the manager has let go of the task that is just reporting.
                QTimer.singleShot(0, self._next)

    def _end(self, error: str) -> None:
        outcome = self._outcome
        assert outcome is not None
        outcome.error = error
        self._job = self._outcome = self._task = None
        # The context holds the files that were read open; QGIS must close them, not whoever outlives it.
        QTimer.singleShot(0, self._forget)
        self.ended.emit(outcome)

    def _forget(self) -> None:
        if not self.busy():
            self._context = self._feedback = None


def command_lines(runs: Sequence[Run], windows: bool = False) -> str:
    """The same work as `qgis_process` commands, one a line, in the order they must run."""
    return "\n".join(_command(run, windows) for run in runs)


def _command(run: Run, windows: bool) -> str:
    words = ["qgis_process", "run", f"{PROVIDER}:{run.algorithm}"]
    for name, value in run.parameters.items():
        if value is None or value == "":
            continue
        # qgis_process reads a list of layers from a repeated flag.
        items = value if isinstance(value, (list, tuple)) else [value]
        words += [f"--{name}={_text(item)}" for item in items]
    return " ".join(_quoted(word, windows) for word in words)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _quoted(word: str, windows: bool) -> str:
    if windows:
        return f'"{word}"' if any(sign in word for sign in ' &|<>^;,=()"') else word
    from shlex import quote

    return quote(word)
