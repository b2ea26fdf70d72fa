"""What the clicks do: the one place where docks, desk, background work and the map meet."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from qgis.core import QgsApplication, QgsProcessingUtils, QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QStandardPaths, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDockWidget, QFileDialog, QProgressDialog

from ..core.errors import PlannerError
from ..core.messages import Message
from ..core.review.steps import CONTROL, DISTRICTS, RESULTS, REVIEW
from ..requirements import missing_packages
from ..translation import say, say_error, tr
from . import jobs
from .alternatives import AlternativesPanel
from .background import Background
from .centres import CentrePanel
from .desk import Desk, UnitEntry
from .jobs import Setting
from .planner_dock import PlannerDock
from .project_panel import ProjectPanel
from .results.panel import ResultsPanel
from .review.versions_panel import VersionsPanel
from .runner import PROVIDER, Job, Outcome, Run, Runner, command_lines
from .zoom import zoom_and_flash, zoom_to_extent

if TYPE_CHECKING:
    from .catalogue_dialog import CatalogueDialog
    from .conflicts_dock import ConflictsDock
    from .drawing.dock import DrawingDock
    from .findings_dock import FindingsDock
    from .hierarchy_dock import HierarchyDock
    from .import_dialog import ImportDialog
    from .list_dock import ListDock
    from .quotas_dock import QuotasDock
    from .review.assignment_dialog import AssignmentDialog
    from .review.compare_dock import CompareDock
    from .review.forms_dialog import FormsDialog
    from .review.opinions_dock import OpinionsDock
    from .review.record_dock import RecordDock
    from .review.rounds_dock import RoundsDock
    from .statistics_dialog import StatisticsDialog
    from .weights_dock import WeightsDock

    Listing = Union[ListDock, HierarchyDock, QuotasDock, WeightsDock, CompareDock, RoundsDock, OpinionsDock, RecordDock]

LAST_COUNTY = "village_planner/last_county"


class Workspace(QObject):
    """Owns the docks; `close` takes away everything that was added to QGIS."""

    def __init__(self, iface: Any) -> None:
        super().__init__(iface.mainWindow())
        self.iface = iface
        self.desk = Desk(self)
        self.runner = Runner(self, iface.mainWindow())
        self.planner: Optional[PlannerDock] = None
        self.review: Optional[DrawingDock] = None
        self.conflicts: Optional[ConflictsDock] = None
        self.findings: Optional[FindingsDock] = None
        self.weights: Optional[WeightsDock] = None
        self.centres: Optional[CentrePanel] = None
        self.alternatives: Optional[AlternativesPanel] = None
        self.projects: Optional[ProjectPanel] = None
        self.hierarchy: Optional[HierarchyDock] = None
        self.quotas: Optional[QuotasDock] = None
        self.versions: Optional[VersionsPanel] = None
        self.results: Optional[ResultsPanel] = None
        self.compare: Optional[CompareDock] = None
        self.assignment_dialog: Optional[AssignmentDialog] = None
        self.rounds: Optional[RoundsDock] = None
        self.record: Optional[RecordDock] = None
        self.opinions: Optional[OpinionsDock] = None
        self._copying = Background(self)
        self.forms: dict[str, FormsDialog] = {}  # imports of opinions and questionnaires, by kind
        self.catalogue_dialog: Optional[CatalogueDialog] = None
        self.statistics_dialog: Optional[StatisticsDialog] = None
        self.desk.changed.connect(self._show_desk)
        self.desk.elsewhere.connect(self._changed_elsewhere)
        self.runner.started.connect(self._job_started)
        self.runner.stepped.connect(self._job_stepped)
        self.runner.progressed.connect(self._job_progressed)
        self.runner.ended.connect(self._job_ended)

    # ---- docks
    def show_planner(self) -> PlannerDock:
        """Open the Planner dock; the first time it takes up the county of last time."""
        if self.planner is None:
            self.planner = PlannerDock(self, self.iface.mainWindow())
            self.planner.plan_chosen.connect(lambda plan_id: self._try(lambda: self.desk.choose_plan(plan_id)))
            self.planner.plan_named.connect(lambda name: self._try(lambda: self.desk.new_plan(name)))
            self.centres = CentrePanel(self.iface, self.desk, self.setting, self.planner)
            self.centres.kept.connect(lambda: self._edited(take_tool=False))
            self.centres.rested.connect(lambda: self._try(self.desk.reread))
            self.alternatives = AlternativesPanel(self.iface, self.desk, self.setting, self.planner)
            self.alternatives.taken.connect(lambda: self._edited(take_tool=False))
            for panel in (self.alternatives, self.centres):
                self.planner.pages[DISTRICTS].add(panel)
            self.projects = ProjectPanel(self.iface, self.desk, self.setting, self.runner, self.planner)
            self.projects.run_asked.connect(self.open_toolbox)
            self.projects.command_asked.connect(lambda job: self.copy_command(lambda _: job))
            self.projects.saved.connect(lambda: self._edited(take_tool=False))
            self.planner.pages[CONTROL].add(self.projects)
            self.versions = VersionsPanel(self.desk, self.planner)
            self.versions.changed.connect(self._plan_changed)
            self.versions.compare_asked.connect(self.show_comparison)
            self.planner.pages[REVIEW].add(self.versions)
            self.results = ResultsPanel(self.desk, self.planner)
            self.results.step_asked.connect(self.planner.show_page)
            self.results.run_asked.connect(self.run)
            self.planner.pages[RESULTS].add(self.results, above=True)
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.planner)
            last = QgsSettings().value(LAST_COUNTY, "")
            if self.desk.path is None and last and Path(last).is_file():
                self.open_county(Path(last))
            self._show_desk()
        self.planner.show()
        self.planner.raise_()
        return self.planner

    def show_review(self) -> Optional[DrawingDock]:
        """Open the drawing table of the plan in hand, at the bottom of the window."""
        self.show_planner()
        if self.desk.snapshot is None or self.desk.snapshot.plan is None:
            self.tell(tr("Open a county and draw its districts first."), bad=True)
            return None
        if self.review is None:
            from .drawing.dock import DrawingDock

            self.review = DrawingDock(self.iface, self.desk, self.setting, self.iface.mainWindow())
            self.review.told.connect(self.tell)
            self.review.left.connect(self._redraw)
            self.review.branch_asked.connect(self.branch)
            self._add_below(self.review)
        self._bring_up(self.review)
        return self.review

    def show_conflicts(self) -> Optional[ConflictsDock]:
        """Open the ledger of conflicts, at the bottom of the window."""
        self.show_planner()
        if self.desk.snapshot is None or self.desk.snapshot.plan is None:
            self.tell(tr("Open a county and find its conflicts first."), bad=True)
            return None
        if self.conflicts is None:
            from .conflicts_dock import ConflictsDock

            self.conflicts = ConflictsDock(self.iface, self.desk, self.iface.mainWindow())
            self.conflicts.find_asked.connect(lambda: self.run(jobs.conflicts))
            self._add_below(self.conflicts)
        self._bring_up(self.conflicts)
        return self.conflicts

    def show_findings(self) -> Optional[FindingsDock]:
        """Open the findings of the last check, at the bottom of the window."""
        self.show_planner()
        if self.desk.snapshot is None or self.desk.snapshot.plan is None:
            self.tell(tr("Open a county and check its data first."), bad=True)
            return None
        if self.findings is None:
            from .findings_dock import FindingsDock

            self.findings = FindingsDock(self.iface, self.desk, self.iface.mainWindow())
            self.findings.check_asked.connect(lambda: self.run(jobs.check_changed))
            self._add_below(self.findings)
        self._bring_up(self.findings)
        return self.findings

    def show_hierarchy(self) -> Optional[HierarchyDock]:
        """Open the settlement hierarchy of the plan in hand, at the bottom of the window."""
        self.show_planner()
        if self.desk.snapshot is None or self.desk.snapshot.plan is None:
            self.tell(tr("Open a county and draw its districts first."), bad=True)
            return None
        if self.hierarchy is None:
            from .hierarchy_dock import HierarchyDock

            self.hierarchy = HierarchyDock(self.iface, self.desk, self.iface.mainWindow())
            self.hierarchy.edited.connect(self.refresh)
            self.hierarchy.classify_asked.connect(lambda: self.run(jobs.classify_villages))
            self._add_below(self.hierarchy)
        self._bring_up(self.hierarchy)
        return self.hierarchy

    def show_quotas(self) -> Optional[QuotasDock]:
        """Open what is passed down and the targets, at the bottom of the window."""
        self.show_planner()
        if not self._has_plan():
            return None
        if self.quotas is None:
            from .quotas_dock import QuotasDock

            twins = {"passdownquotas": jobs.pass_down_quotas, "tracktargets": jobs.track_targets}
            self.quotas = QuotasDock(self.iface, self.desk, self.iface.mainWindow())
            self.quotas.saved.connect(self.refresh)
            self.quotas.twin_asked.connect(lambda name: self.open_toolbox(self.twins(twins[name])[0]))
            self.quotas.command_asked.connect(lambda name: self.copy_command(twins[name]))
            self._add_below(self.quotas)
        self._bring_up(self.quotas)
        return self.quotas

    def show_rounds(self) -> Optional[RoundsDock]:
        """Open the review rounds of the plan in hand, at the bottom of the window."""
        self.show_planner()
        if not self._has_plan():
            return None
        if self.rounds is None:
            from .review.rounds_dock import RoundsDock

            self.rounds = RoundsDock(self.iface, self.desk, self.iface.mainWindow())
            self.rounds.saved.connect(lambda: self._try(self.desk.reread))
            self.rounds.record_asked.connect(self.show_record)
            self.rounds.catalogue_asked.connect(self.edit_catalogue)
            self.rounds.compare_asked.connect(
                lambda number: self.show_comparison(f"snapshot:{number}", f"plan:{self.desk.plan}")
            )
            self.rounds.print_asked.connect(lambda number: self.run(lambda setting: jobs.round_prints(setting, number)))
            self.rounds.units_asked.connect(lambda level, codes: self._try(lambda: self.zoom_to(level, codes)))
            self._add_below(self.rounds)
        self._bring_up(self.rounds)
        return self.rounds

    def show_opinions(self) -> Optional[OpinionsDock]:
        """Open the opinions on the plan in hand, at the bottom of the window."""
        self.show_planner()
        if not self._has_plan():
            return None
        if self.opinions is None:
            from .review.opinions_dock import OpinionsDock

            self.opinions = OpinionsDock(self.iface, self.desk, self.iface.mainWindow())
            self.opinions.import_asked.connect(self.import_forms)
            self.opinions.export_asked.connect(lambda: self._open_twin(jobs.export_opinions))
            self._add_below(self.opinions)
        self._bring_up(self.opinions)
        return self.opinions

    def import_forms(self, kind: str = "opinions") -> None:
        """Open the import of opinions or questionnaires."""
        self.show_planner()
        if not self._has_plan():
            return
        if kind not in self.forms:
            from .review.forms_dialog import FormsDialog

            dialog = FormsDialog(self.desk, kind, self.iface.mainWindow())
            dialog.imported.connect(self._forms_imported)
            self._offer_twins(dialog)
            self.forms[kind] = dialog
        self._try(self.forms[kind].open_for_plan)

    def _offer_twins(self, dialog: ImportDialog) -> None:
        dialog.toolbox_asked.connect(self.open_toolbox)
        dialog.command_asked.connect(lambda job: self.copy_command(lambda _: job))

    def import_questionnaires(self) -> None:
        self.import_forms("questionnaires")

    def _forms_imported(self) -> None:
        self._try(self.desk.reread)
        if self.opinions is not None and self.opinions.isVisible():
            self._try(self.opinions.load)

    def show_record(self) -> Optional[RecordDock]:
        """Open the record of what happened, at the bottom of the window."""
        self.show_planner()
        if not self._has_plan():
            return None
        if self.record is None:
            from .review.record_dock import RecordDock

            self.record = RecordDock(self.iface, self.desk, self.iface.mainWindow())
            self._add_below(self.record)
        self._bring_up(self.record)
        return self.record

    def show_weights(self) -> Optional[WeightsDock]:
        """Open the dock of weights and ranks, at the bottom of the window."""
        self.show_planner()
        if not self._has_plan():
            return None
        if self.weights is None:
            from .weights_dock import WeightsDock

            dock = self.weights = WeightsDock(self.iface, self.desk, self.iface.mainWindow())
            dock.run_asked.connect(self.run)
            dock.toolbox_asked.connect(self._open_twin)
            dock.command_asked.connect(self.copy_command)
            self._add_below(dock)
        self._bring_up(self.weights)
        return self.weights

    def show_comparison(self, first: str = "", second: str = "") -> Optional[CompareDock]:
        """Open two plans side by side, in a window of its own; the keys of two versions, or those chosen last."""
        self.show_planner()
        if not self._has_plan():
            return None
        if self.compare is None:
            from .review.compare_dock import CompareDock

            self.compare = CompareDock(self.iface, self.desk, self.setting, self.iface.mainWindow())
            self.compare.print_asked.connect(self._print_comparison)
            self._add_below(self.compare)
            self.compare.open_window()
        self._bring_up(self.compare)
        if first and second:
            self.compare.choose(first, second)
        return self.compare

    def _print_comparison(self, plan: str, other: str) -> None:
        """A plan beside another one or a frozen state, which need not be the plan in hand."""
        self.run(lambda setting: jobs.comparison_prints(replace(setting, plan=plan), other))

    def branch(self) -> None:
        """Go on in a copy of the plan in hand."""
        if self.versions is not None:
            self.versions.branch_off()
            self.tell(self.versions.message.text())

    def import_assignment(self) -> None:
        """Open the import of districts from a table."""
        self.show_planner()
        if not self._has_plan():
            return
        if self.assignment_dialog is None:
            from .review.assignment_dialog import AssignmentDialog

            self.assignment_dialog = AssignmentDialog(self.desk, self.iface.mainWindow())
            self.assignment_dialog.imported.connect(self._plan_changed)
            self._offer_twins(self.assignment_dialog)
        self.assignment_dialog.open_for_plan()

    def export_assignment(self) -> None:
        """Ask where to, and write the districts of the plan in hand; a level each time."""
        self.show_planner()
        if not self._has_plan():
            return
        level = str(self.setting().options.get("export_level", "township"))
        name = tr("township districts") if level == "township" else tr("village districts")
        path, _ = QFileDialog.getSaveFileName(
            self.iface.mainWindow(),
            tr("Export districts"),
            str(self._home() / f"{name}.xlsx"),
            tr("Excel workbook (*.xlsx);;Text table (*.csv);;GeoPackage (*.gpkg);;Shapefile (*.shp)"),
        )
        if path:
            self.run(lambda setting: jobs.export_assignment(setting, level, path))

    def import_statistics(self) -> None:
        """Open the import of statistics workbooks."""
        self.show_planner()
        if self.desk.snapshot is None:
            self.tell(tr("Open a county first."), bad=True)
            return
        if self.statistics_dialog is None:
            from .statistics_dialog import StatisticsDialog

            self.statistics_dialog = StatisticsDialog(self.desk, self.iface.mainWindow())
            self.statistics_dialog.imported.connect(self.refresh)
            self._offer_twins(self.statistics_dialog)
        self._try(self.statistics_dialog.open_for_county)

    def edit_catalogue(self, name: str = "indicators") -> None:
        """Open the editor of the county's catalogues."""
        self.show_planner()
        if self.desk.snapshot is None:
            self.tell(tr("Open a county first."), bad=True)
            return
        if self.catalogue_dialog is None:
            from .catalogue_dialog import CatalogueDialog

            self.catalogue_dialog = CatalogueDialog(self.desk, self.iface.mainWindow())
            self.catalogue_dialog.saved.connect(lambda _: self.refresh())
        dialog = self.catalogue_dialog
        self._try(lambda: dialog.open_catalogue(name))

    def edit_indicators(self) -> None:
        self.edit_catalogue("indicators")

    def _open_twin(self, make: Callable[[Setting], Job]) -> None:
        """The dialog of what the job is about: its last run that a person would open."""
        self.open_toolbox(self.twins(make)[-1])

    def _add_below(self, dock: QDockWidget) -> None:
        """At the bottom of the window, as a tab over ours that are there: side by side they push the planner out."""
        there = [other for other in (self.review, *self._lists()) if other is not None and other is not dock]
        docked = [other for other in there if not other.isFloating()]
        self.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        if docked:
            self.iface.mainWindow().tabifyDockWidget(docked[-1], dock)

    def _bring_up(self, dock: Union[DrawingDock, Listing]) -> None:
        dock.show()
        dock.raise_()
        self._try(dock.load)

    def _lists(self) -> list[Listing]:
        """The docks that list what was found or done, as far as they have been opened."""
        docks = (
            self.conflicts,
            self.findings,
            self.hierarchy,
            self.quotas,
            self.weights,
            self.compare,
            self.rounds,
            self.opinions,
            self.record,
        )
        return [dock for dock in docks if dock is not None]

    def close(self) -> None:
        """Take everything away; called when the plugin is unloaded."""
        self.runner.close()
        self._copying.stop()
        self.desk.stop()
        if self.review is not None:
            self.review.remove()
        for listed in self._lists():
            listed.remove()
        for panel in (self.centres, self.alternatives, self.projects, self.versions, self.results):
            if panel is not None:
                panel.remove()
        for dock in (*self._lists(), self.review, self.planner):
            if dock is not None:
                self.iface.removeDockWidget(dock)
                dock.deleteLater()
        for dialog in (self.catalogue_dialog, self.statistics_dialog, self.assignment_dialog, *self.forms.values()):
            if dialog is not None:
                dialog.remove()
        self.planner = self.review = self.conflicts = self.findings = None
        self.hierarchy = self.quotas = self.weights = self.rounds = self.opinions = self.record = None
        self.catalogue_dialog = self.statistics_dialog = self.assignment_dialog = None
        self.compare = self.versions = self.results = None
        self.forms = {}
        self.centres = self.alternatives = self.projects = None
        self.deleteLater()

    # ---- the county
    def open_county(self, path: Path) -> None:
        missing = missing_packages()
        if missing:
            self.tell(
                tr(
                    "Python packages are missing: {packages}. The README, section “Without internet”, tells how to add "
                    "them.",
                    packages=", ".join(missing),
                ),
                bad=True,
            )
            return
        if self._try(lambda: self.desk.open(path)):
            QgsSettings().setValue(LAST_COUNTY, str(path))

    def ask_county(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self.iface.mainWindow(), tr("Open a county"), str(self._home()), tr("Planning database (*.gpkg)")
        )
        if path:
            self.open_county(Path(path))

    def new_county(self) -> None:
        """The import's own dialog: it knows every layer, checks them, and can be repeated from the history."""
        self.open_toolbox(Run("importcounty", {}))

    def sample_county(self) -> None:
        """Open the sample county; made once, on this computer."""
        home = self._home()
        path = home / "sample_county.gpkg"
        if path.is_file():
            self.open_county(path)
            return
        home.mkdir(parents=True, exist_ok=True)
        self.runner.start(jobs.sample_county(home))

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
        copying = self._copying
        for signal in (copying.progressed, copying.ended, copying.failed):
            with suppress(TypeError):  # nothing was copied before
                signal.disconnect()
        copying.progressed.connect(lambda done: box.setValue(min(round(100 * done), 99)))
        copying.ended.connect(box.deleteLater)
        copying.failed.connect(lambda text: self.tell(text, bad=True))
        box.canceled.connect(copying.cancel)
        box.show()
        copying.start(
            lambda task: save_copy(path, target, task),
            lambda _: self.tell(tr("Saved a copy: {path}", path=str(target))),
        )

    def close_county(self) -> None:
        QgsSettings().remove(LAST_COUNTY)
        self.runner.cancel()
        self.desk.close()

    def refresh(self) -> None:
        self._try(self.desk.refresh)

    def try_again(self) -> None:
        """Take a county in hand that was open for reading only."""
        if self._try(self.desk.try_again):
            self._edited(take_tool=False)
            self._load_lists()

    def show_on_map(self) -> None:
        """Add the county's themed layers to the project and go there."""
        if self.desk.path is None:
            return
        path, plan = self.desk.path, self.desk.plan

        def add() -> None:
            from ..atlas.layer_tree import add_layer_tree

            add_layer_tree(QgsProject.instance(), str(path), plan)

        if self._try(add):
            self._try(lambda: self._zoom_to_layer("township"))

    def go_to_unit(self, unit: UnitEntry) -> None:
        self._try(lambda: self.zoom_to(unit.level, [unit.code]))

    def miss(self, text: str) -> None:
        self.tell(tr("No township or village has “{text}” in its code or name.", text=text), bad=True)

    def zoom_to(self, level: str, codes: list[str]) -> None:
        """Zoom to units and flash them."""
        if not codes:
            return
        layer = self._county_layer(level)
        quoted = ", ".join("'{}'".format(code.replace("'", "''")) for code in codes)
        geometries = [feature.geometry() for feature in layer.getFeatures(f'"code" IN ({quoted})')]
        zoom_and_flash(self.iface.mapCanvas(), layer, geometries)

    def _zoom_to_layer(self, level: str) -> None:
        layer = self._county_layer(level)
        if layer.featureCount() == 0:
            layer = self._county_layer("village")
        zoom_to_extent(self.iface.mapCanvas(), layer, layer.extent(), 1.05)

    def _county_layer(self, level: str) -> QgsVectorLayer:
        return QgsVectorLayer(f"{self.desk.path}|layername={level}", level, "ogr")

    # ---- work
    def setting(self) -> Setting:
        """What jobs are made from, as the desk and the open page stand now."""
        options: dict[str, Any] = {}
        if self.planner is not None:
            for page in self.planner.pages.values():
                options.update(page.options())
        if self.results is not None:
            options.update(self.results.options())
        snapshot = self.desk.snapshot
        return Setting(
            self.desk.place.county,
            self.desk.plan,
            Path(QgsProcessingUtils.tempFolder()),
            options,
            snapshot.indicators if snapshot else {},
            snapshot.features if snapshot else {},
        )

    def _has_plan(self) -> bool:
        """Whether a county is open, with a plan for what is computed and kept; its first is made under the usual
        name."""
        if self.desk.path is None:
            self.tell(tr("Open a county first."), bad=True)
            return False
        return bool(self.desk.plan) or self._try(lambda: self.desk.new_plan(""))

    def run(self, make: Callable[[Setting], Job]) -> None:
        if not self._has_plan():
            return
        job = make(self.setting())
        if not job.runs:
            self.tell(tr("Nothing is ticked."), bad=True)
            return
        if job.writes and self.desk.read_only:
            self.tell(say(self.desk.holder()), bad=True)
            return
        if job.choice is not None and not self._make_folder(job.choice.folder):
            return
        if job.views and not self._make_folder(str(Path(job.views).parent)):
            return
        if not self.runner.start(job):
            self.tell(tr("Other work is still running. Wait for it, or cancel it."), bad=True)

    def _make_folder(self, folder: str) -> bool:
        """Whether there is the folder that was chosen, made where it was not there yet."""
        if not folder:
            self.tell(tr("Choose a folder first."), bad=True)
            return False
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.tell(tr("Folder {path} cannot be made: {reason}.", path=folder, reason=error.strerror), bad=True)
            return False
        return True

    def cancel(self) -> None:
        self.runner.cancel()

    def take_best(self) -> None:
        self.runner.take_best()

    def twins(self, make: Callable[[Setting], Job]) -> list[Run]:
        """The runs of a job that a person would open in the toolbox."""
        return [run for run in make(self.setting()).runs if run.twin]

    def algorithm_title(self, run: Run) -> str:
        algorithm = QgsApplication.processingRegistry().algorithmById(f"{PROVIDER}:{run.algorithm}")
        return algorithm.displayName() if algorithm is not None else run.algorithm

    def open_toolbox(self, run: Run) -> None:
        """The algorithm's own dialog with the same parameters; not modal."""
        import processing

        dialog = processing.createAlgorithmDialog(f"{PROVIDER}:{run.algorithm}", run.parameters)
        if dialog is None:
            self.tell(tr("Algorithm {name} is missing from the toolbox.", name=run.algorithm), bad=True)
            return
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if run.algorithm == "importcounty":
            dialog.algorithmFinished.connect(
                lambda successful, results: self.open_county(Path(results["OUTPUT"])) if successful else None
            )
        dialog.show()
        dialog.raise_()

    def copy_command(self, make: Callable[[Setting], Job]) -> None:
        runs = make(self.setting()).runs
        QgsApplication.clipboard().setText(command_lines(runs, sys.platform == "win32"))
        self.tell(tr("{count} commands are in the clipboard.", count=len(runs)))

    def open_folder(self) -> None:
        folder = self.setting().options.get("folder", "")
        if not folder or not Path(folder).is_dir():
            self.tell(tr("There is no such folder yet: write the workbooks or print the atlas first."), bad=True)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def tell(self, text: str, bad: bool = False) -> None:
        if self.planner is not None:
            self.planner.show_notice(text, bad)

    # ---- reactions
    def _show_desk(self) -> None:
        if self.planner is None:
            return
        desk = self.desk
        for dock in self._lists():
            dock.follow()
        if self.review is not None:
            self.review.follow()
        for dialog in (self.catalogue_dialog, self.statistics_dialog, self.assignment_dialog, *self.forms.values()):
            if dialog is not None:
                dialog.follow()
        self.planner.show_snapshot(desk.snapshot, desk.place.county, say(desk.holder()))
        self.planner.show_reading(desk.read_only, desk.held_by is not None, desk.free)
        if desk.snapshot is not None and desk.snapshot.catalogue_fault is not None:
            self.tell(say(desk.snapshot.catalogue_fault), bad=True)
        if desk.path is not None:
            assert self.results is not None
            self.results.offer_folder(str(desk.path.with_suffix("")) + "_" + tr("results"))

    def _job_started(self, title: str) -> None:
        self.show_planner().show_running(title)
        for dock in self._lists():
            dock.set_busy(True)

    def _job_stepped(self, keeps_best: bool) -> None:
        self.show_planner().take_best.setVisible(keeps_best)

    def _job_progressed(self, percent: float) -> None:
        if self.planner is not None:
            self.planner.progress.setValue(round(percent))

    def _job_ended(self, outcome: Outcome) -> None:
        if self.planner is not None:
            self.planner.show_running("")
        for dock in self._lists():
            dock.set_busy(False)
        if outcome.error:
            self.tell(outcome.error, bad=not outcome.cancelled)
            self.refresh()
            return
        self.tell("\n".join([tr("Done."), *outcome.warnings]))
        for path, title in outcome.job.shows:
            self._show_layer(path, title)
        if outcome.job.opens:
            self.open_county(Path(outcome.job.opens))
            return
        if outcome.job.views:
            QDesktopServices.openUrl(QUrl.fromLocalFile(outcome.job.views))
        for output in outcome.job.prints:
            self._try(partial(self.desk.note_print, output))
        if self.results is not None:
            self.results.ended(outcome)
        self.refresh()
        self._edited()
        self._load_lists()
        offer, panel = outcome.job.offers, self.alternatives
        if offer is not None and panel is not None:
            self._try(lambda: panel.offer(offer))
            if self.planner is not None and panel.session is not None:  # it may have been asked for on another page
                self.planner.show_page(DISTRICTS)

    def _changed_elsewhere(self, what: Message) -> None:
        self.tell(say(what), bad=True)
        self._edited(take_tool=False)
        self._load_lists()

    def _load_lists(self) -> None:
        for dock in self._lists():
            if dock.isVisible():
                self._try(dock.load)

    def _edited(self, take_tool: bool = True) -> None:
        """The plan in the database has changed: whoever shows it reads it again."""
        self._redraw()
        review = self.review
        if review is not None and review.isVisible():
            self._try(lambda: review.load(take_tool))

    def _redraw(self) -> None:
        """The themed layers read the database themselves: let them read again."""
        self.iface.mapCanvas().refreshAllLayers()

    def _show_layer(self, path: str, title: str) -> None:
        """A result on the map, in place of the one of last time."""
        project = QgsProject.instance()
        for old in [layer for layer in project.mapLayers().values() if layer.source().split("|")[0] == path]:
            project.removeMapLayer(old.id())
        layer = QgsVectorLayer(path, title, "ogr")
        if layer.isValid():
            project.addMapLayer(layer)

    def _plan_changed(self, *_: Any) -> None:
        """The plan in the database was changed beside the drawing table."""
        self.refresh()
        self._edited(take_tool=False)

    def _try(self, work: Callable[[], Any]) -> bool:
        """Do something that may fail for a reason the user can mend; the reason is shown."""
        try:
            work()
        except PlannerError as error:
            self.tell(say_error(error), bad=True)
            return False
        return True

    @staticmethod
    def _home() -> Path:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(documents or Path.home()) / "Village Planner"
