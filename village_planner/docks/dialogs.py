"""The dialogs of the desk: what is brought in or taken out by hand, and the county's own catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtWidgets import QFileDialog

from ..translation import tr
from . import jobs
from .county_files import home

if TYPE_CHECKING:
    from .catalogue_dialog import CatalogueDialog
    from .import_dialog import ImportDialog
    from .results.form_import import FormImport
    from .review.assignment_dialog import AssignmentDialog
    from .review.forms_dialog import FormsDialog
    from .statistics_dialog import StatisticsDialog
    from .workspace import Workspace


class Dialogs:
    """Each is made when it is first asked for, and kept."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.iface = workspace.iface
        self.desk = workspace.desk
        self.forms: dict[str, FormsDialog] = {}  # imports of opinions and questionnaires, by kind
        self.catalogue_dialog: Optional[CatalogueDialog] = None
        self.statistics_dialog: Optional[StatisticsDialog] = None
        self.assignment_dialog: Optional[AssignmentDialog] = None
        self.form_import: Optional[FormImport] = None  # forms of the report

    def import_forms(self, kind: str = "opinions") -> None:
        """Open the import of opinions or questionnaires."""
        self._workspace.show_planner()
        if not self._workspace.has_plan():
            return
        if kind not in self.forms:
            from .review.forms_dialog import FormsDialog

            dialog = FormsDialog(self.desk, kind, self.iface.mainWindow())
            dialog.imported.connect(self._forms_imported)
            self._offer_twins(dialog)
            self.forms[kind] = dialog
        self._workspace.attempt(self.forms[kind].open_for_plan)

    def import_questionnaires(self) -> None:
        self.import_forms("questionnaires")

    def _forms_imported(self) -> None:
        self._workspace.attempt(self.desk.reread)
        if self._workspace.docks.opinions is not None and self._workspace.docks.opinions.isVisible():
            self._workspace.attempt(self._workspace.docks.opinions.load)

    def _offer_twins(self, dialog: ImportDialog) -> None:
        dialog.toolbox_asked.connect(self._workspace.toolbox.open)
        dialog.command_asked.connect(lambda job: self._workspace.toolbox.copy_command(lambda _: job))

    def fill_forms(self, form: str = "") -> None:
        """Open the forms of the report that the county fills in."""
        self._workspace.show_planner()
        if self.desk.snapshot is None:
            self._workspace.tell(tr("Open a county first."), bad=True)
            return
        if self.form_import is None:
            from .results.form_import import FormImport

            self.form_import = FormImport(self.desk, self.iface.mainWindow())
            self.form_import.imported.connect(self._report_form_imported)
            self.form_import.blank_asked.connect(
                lambda form, path: self._workspace.run(lambda setting: jobs.export_form(setting, form, path))
            )
            self._offer_twins(self.form_import)
        dialog = self.form_import
        results = self._workspace.results
        own = "" if results is None else results.form.catalogue.filePath()
        self._workspace.attempt(lambda: dialog.open_form(form or "", own))

    def _report_form_imported(self) -> None:
        self._workspace.attempt(self.desk.reread)
        if self._workspace.results is not None:
            self._workspace.results.read_again()

    def import_assignment(self) -> None:
        """Open the import of districts from a table."""
        self._workspace.show_planner()
        if not self._workspace.has_plan():
            return
        if self.assignment_dialog is None:
            from .review.assignment_dialog import AssignmentDialog

            self.assignment_dialog = AssignmentDialog(self.desk, self.iface.mainWindow())
            self.assignment_dialog.imported.connect(self._workspace.plan_changed)
            self._offer_twins(self.assignment_dialog)
        self.assignment_dialog.open_for_plan()

    def export_assignment(self) -> None:
        """Ask where to, and write the districts of the plan in hand; a level each time."""
        self._workspace.show_planner()
        if not self._workspace.has_plan():
            return
        level = str(self._workspace.setting().options.get("export_level", "township"))
        name = tr("township districts") if level == "township" else tr("village districts")
        path, _ = QFileDialog.getSaveFileName(
            self.iface.mainWindow(),
            tr("Export districts"),
            str(home() / f"{name}.xlsx"),
            tr("Excel workbook (*.xlsx);;Text table (*.csv);;GeoPackage (*.gpkg);;Shapefile (*.shp)"),
        )
        if path:
            self._workspace.run(lambda setting: jobs.export_assignment(setting, level, path))

    def import_statistics(self) -> None:
        """Open the import of statistics workbooks."""
        self._workspace.show_planner()
        if self.desk.snapshot is None:
            self._workspace.tell(tr("Open a county first."), bad=True)
            return
        if self.statistics_dialog is None:
            from .statistics_dialog import StatisticsDialog

            self.statistics_dialog = StatisticsDialog(self.desk, self.iface.mainWindow())
            self.statistics_dialog.imported.connect(self._workspace.refresh)
            self._offer_twins(self.statistics_dialog)
        self._workspace.attempt(self.statistics_dialog.open_for_county)

    def edit_catalogue(self, name: str = "indicators") -> None:
        """Open the editor of the county's catalogues."""
        self._workspace.show_planner()
        if self.desk.snapshot is None:
            self._workspace.tell(tr("Open a county first."), bad=True)
            return
        if self.catalogue_dialog is None:
            from .catalogue_dialog import CatalogueDialog

            self.catalogue_dialog = CatalogueDialog(self.desk, self.iface.mainWindow())
            self.catalogue_dialog.saved.connect(lambda _: self._workspace.refresh())
        dialog = self.catalogue_dialog
        self._workspace.attempt(lambda: dialog.open_catalogue(name))

    def edit_indicators(self) -> None:
        self.edit_catalogue("indicators")

    def follow(self) -> None:
        """Another county or plan is in hand, or none."""
        for dialog in self._made():
            dialog.follow()

    def close(self) -> None:
        for dialog in self._made():
            dialog.remove()
        self.catalogue_dialog = self.statistics_dialog = self.assignment_dialog = self.form_import = None
        self.forms = {}

    def _made(self) -> list[Any]:
        single = (self.catalogue_dialog, self.statistics_dialog, self.assignment_dialog, self.form_import)
        dialogs = (*single, *self.forms.values())
        return [dialog for dialog in dialogs if dialog is not None]
