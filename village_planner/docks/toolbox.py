"""The same work in the toolbox and on the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt

from ..translation import tr
from .jobs import Setting
from .runner import PROVIDER, Job, Run, command_lines

if TYPE_CHECKING:
    from .workspace import Workspace


class Toolbox:
    """The twins of what a button does: an algorithm's own dialog, and the commands."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def twins(self, make: Callable[[Setting], Job]) -> list[Run]:
        """The runs of a job that a person would open in the toolbox."""
        return [run for run in make(self._workspace.setting()).runs if run.twin]

    def title(self, run: Run) -> str:
        algorithm = QgsApplication.processingRegistry().algorithmById(f"{PROVIDER}:{run.algorithm}")
        return algorithm.displayName() if algorithm is not None else run.algorithm

    def open(self, run: Run) -> None:
        """The algorithm's own dialog with the same parameters; not modal."""
        import processing

        dialog = processing.createAlgorithmDialog(f"{PROVIDER}:{run.algorithm}", run.parameters)
        if dialog is None:
            self._workspace.tell(tr("Algorithm {name} is missing from the toolbox.", name=run.algorithm), bad=True)
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if run.algorithm == "importcounty":
            dialog.algorithmFinished.connect(
                lambda successful, results: self._workspace.open_county(Path(results["OUTPUT"])) if successful else None
            )
        dialog.show()
        dialog.raise_()

    def open_twin(self, make: Callable[[Setting], Job]) -> None:
        """The dialog of what the job is about: its last run that a person would open."""
        self.open(self.twins(make)[-1])

    def copy_command(self, make: Callable[[Setting], Job]) -> None:
        runs = make(self._workspace.setting()).runs
        QgsApplication.clipboard().setText(command_lines(runs, sys.platform == "win32"))
        self._workspace.tell(tr("{count} commands are in the clipboard.", count=len(runs)))
