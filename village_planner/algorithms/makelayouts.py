"""makelayouts: the atlas's pages as print layouts of a project."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProject,
)

from ..core.errors import InputError, StorageError
from ..core.task import Task
from ..translation import tr
from . import parameters as p
from ._atlas import AtlasAlgorithm, project_in
from ._imprint import define_imprint, imprint
from .base import check_writable, push_warnings


class MakeLayouts(AtlasAlgorithm):
    NAME = "makelayouts"

    def title(self) -> str:
        return tr("Atlas as print layouts")

    def help(self) -> str:
        return tr(
            "Puts the pages of the atlas into a project as ordinary print layouts: open one in the layout manager, "
            "move items, change colours and texts, delete or add what you like, and save the project. “Export atlas” "
            "prints them as you changed them, with the figures of today; this algorithm, run again, brings the layouts "
            "up to date and keeps your changes, too. A table or text that you rewrote yourself stays as you wrote it, "
            "and the log says so.\n\n"
            "Each page has its own layers in the group “Atlas” (pages that show the same share one); a style that you "
            "change there stays. Their features lie in a GeoPackage beside the project and are made anew with the "
            "page, so do not edit them.\n\n"
            "Pages are numbered as in the whole atlas, also where SHEETS, TOWNSHIPS or DISTRICTS name only some of "
            "them; layouts of other pages that the project has already stay as they are.\n\n"
            "Without a project file the open project is used; it must have been saved once."
        )

    def define(self) -> None:
        self.add_plan_parameters()
        self.add_unit_parameters()
        define_imprint(self)
        self.addParameter(p.advanced(p.yes_no("RESET", tr("Make all anew, without what was changed by hand"), False)))
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "PROJECT_OUTPUT",
                tr("Project (empty: the open one)"),
                tr("QGIS projects (*.qgz *.qgs)"),
                optional=True,
                createByDefault=False,
            )
        )
        self.addOutput(QgsProcessingOutputNumber("PAGES", tr("Pages")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..atlas.make_layouts import make_layouts, store_of

        text = self.parameterAsFileOutput(parameters, "PROJECT_OUTPUT", context)
        file: Optional[Path] = Path(text) if text else None
        place = file or _file_of(context.project())
        if file is not None:
            _check_not_open(file, context.project())
        check_writable(place)
        check_writable(store_of(place))
        sheets, wanted = self.sheets(parameters, context)
        groups = {sheet.group for sheet in wanted}
        with ExitStack() as opened:
            project = context.project() if file is None else opened.enter_context(project_in(file, new=True))
            made = make_layouts(
                self.parameterAsFile(parameters, "DATABASE", context),
                self.parameterAsString(parameters, "PLAN", context),
                [sheet for sheet in sheets if sheet.group in groups],
                wanted,
                project,
                store_of(place),
                *imprint(self, parameters, context),
                self.parameterAsBool(parameters, "RESET", context),
                task,
                self.units(parameters, context),
            )
            if file is not None:
                _write(project, file)
        push_warnings(feedback, made.skipped)
        self.say_kept(feedback, made.kept)
        for title in made.changed:
            feedback.pushInfo(tr("{page}: changed by hand, which is kept", page=title))
        feedback.pushInfo(tr("{pages} layouts are in the project", pages=made.pages))
        return {"PAGES": made.pages, **({} if file is None else {"PROJECT_OUTPUT": str(file)})}


def _file_of(project: Optional[QgsProject]) -> Path:
    """The open project's file."""
    if project is None or not project.fileName():
        raise InputError(
            "project_not_saved",
            "The layers of the layouts lie in a file beside the project, which has none yet. Save the project first, "
            "or give PROJECT_OUTPUT.",
        )
    return Path(project.fileName())


def _check_not_open(file: Path, project: Optional[QgsProject]) -> None:
    opened = "" if project is None else project.fileName()
    if opened and file.exists() and os.path.samefile(opened, file):
        raise InputError(
            "project_is_open", "{path} is the open project. Leave PROJECT_OUTPUT empty to use it.", path=str(file)
        )


def _write(project: QgsProject, file: Path) -> None:
    """Write the project beside, then replace, so that the old file survives any failure."""
    beside = file.with_name(f".{file.stem}.partial{file.suffix}")
    try:
        if not project.write(str(beside)):
            raise StorageError(
                "cannot_write",
                "Output {layer} could not be written ({reason}). Check free disk space and write permission.",
                layer=file.name,
                reason=project.error(),
            )
        os.replace(beside, file)
    finally:
        beside.unlink(missing_ok=True)
