"""Opening, making and copying the file of a county."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QStandardPaths
from qgis.PyQt.QtWidgets import QFileDialog, QProgressDialog

from ..translation import tr
from . import jobs
from .background import Background
from .runner import Run

if TYPE_CHECKING:
    from .workspace import Workspace


def home() -> Path:
    """Where files are proposed to be kept."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "Village Planner"


class CountyFiles:
    """What the county menu does with files."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.iface = workspace.iface
        self.desk = workspace.desk
        self.copying = Background(workspace)

    def ask(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self.iface.mainWindow(), tr("Open a county"), str(home()), tr("Planning database (*.gpkg)")
        )
        if path:
            self._workspace.open_county(Path(path))

    def new(self) -> None:
        """The import's own dialog: it knows every layer, checks them, and can be repeated from the history."""
        self._workspace.toolbox.open(Run("importcounty", {}))

    def sample(self) -> None:
        """Open the sample county; made once, on this computer."""
        folder = home()
        path = folder / "sample_county.gpkg"
        if path.is_file():
            self._workspace.open_county(path)
            return
        folder.mkdir(parents=True, exist_ok=True)
        self._workspace.runner.start(jobs.sample_county(folder))

    def ask_copy(self) -> None:
        """Save the county as a further file, complete although it is open."""
        path = self.desk.path
        if path is None:
            return
        proposed = path.with_name(f"{path.stem} {date.today():%Y-%m-%d}.gpkg")
        chosen, _ = QFileDialog.getSaveFileName(
            self.iface.mainWindow(), tr("Save a copy"), str(proposed), tr("Planning database (*.gpkg)")
        )
        if chosen:
            self.save_copy(Path(chosen if chosen.lower().endswith(".gpkg") else f"{chosen}.gpkg"))

    def save_copy(self, target: Path) -> None:
        """Copy beside the work, with progress and cancel."""
        from ..database.copying import save_copy

        path = self.desk.path
        if path is None:
            return
        box = QProgressDialog(tr("Saving a copy …"), tr("Cancel"), 0, 100, self.iface.mainWindow())
        box.setWindowTitle(tr("Save a copy"))
        copying = self.copying
        for signal in (copying.progressed, copying.ended, copying.failed):
            with suppress(TypeError):  # nothing was copied before
                signal.disconnect()
        copying.progressed.connect(lambda done: box.setValue(min(round(100 * done), 99)))
        copying.ended.connect(box.deleteLater)
        copying.failed.connect(lambda text: self._workspace.tell(text, bad=True))
        box.canceled.connect(copying.cancel)
        box.show()
        copying.start(
            lambda task: save_copy(path, target, task),
            lambda _: self._workspace.tell(tr("Saved a copy: {path}", path=str(target))),
        )
