"""What the clicks do: the one place where docks, desk, background work and the map meet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Optional

from qgis.core import Qgis, QgsMessageLog, QgsProcessingUtils, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QObject, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ..core.errors import PlannerError
from ..core.folder import make_folder
from ..core.messages import Message
from ..core.review.steps import CONTROL, DISTRICTS, RESULTS, REVIEW
from ..requirements import missing_packages
from ..translation import say, say_error, tr
from .alternatives import AlternativesPanel
from .bottom_docks import BottomDocks
from .centres import CentrePanel
from .county_files import CountyFiles
from .county_map import CountyMap
from .desk import Desk
from .dialogs import Dialogs
from .jobs import Setting
from .planner_dock import PlannerDock, Way
from .project_panel import ProjectPanel
from .results.cures import FORMS, Cure
from .results.panel import ResultsPanel
from .review.versions_panel import VersionsPanel
from .runner import Job, Outcome, Runner
from .toolbox import Toolbox

LAST_COUNTY = "village_planner/last_county"
MOST_TOLD = 4  # warnings of a job that the dock shows


class Workspace(QObject):
    """Owns the docks; `close` takes away everything that was added to QGIS."""

    def __init__(self, iface: Any) -> None:
        super().__init__(iface.mainWindow())
        self.iface = iface
        self.desk = Desk(self)
        self.runner = Runner(self, iface.mainWindow())
        self.planner: Optional[PlannerDock] = None
        self.centres: Optional[CentrePanel] = None
        self.alternatives: Optional[AlternativesPanel] = None
        self.projects: Optional[ProjectPanel] = None
        self.versions: Optional[VersionsPanel] = None
        self.results: Optional[ResultsPanel] = None
        self.files = CountyFiles(self)
        self.map = CountyMap(self)
        self.toolbox = Toolbox(self)
        self.dialogs = Dialogs(self)
        self.docks = BottomDocks(self)
        self.desk.changed.connect(self._show_desk)
        self.desk.elsewhere.connect(self._changed_elsewhere)
        self.runner.started.connect(self._job_started)
        self.runner.stepped.connect(self._job_stepped)
        self.runner.progressed.connect(self._job_progressed)
        self.runner.ended.connect(self._job_ended)

    # ---- the planner
    def show_planner(self) -> PlannerDock:
        """Open the Planner dock; the first time it takes up the county of last time."""
        if self.planner is None:
            self.planner = PlannerDock(self, self.iface.mainWindow())
            self.planner.plan_chosen.connect(lambda plan_id: self.attempt(lambda: self.desk.choose_plan(plan_id)))
            self.planner.plan_named.connect(lambda name: self.attempt(lambda: self.desk.new_plan(name)))
            self.centres = CentrePanel(self.iface, self.desk, self.setting, self.planner)
            self.centres.kept.connect(lambda: self._edited(take_tool=False))
            self.centres.rested.connect(lambda: self.attempt(self.desk.reread))
            self.alternatives = AlternativesPanel(self.iface, self.desk, self.setting, self.planner)
            self.alternatives.taken.connect(lambda: self._edited(take_tool=False))
            for panel in (self.alternatives, self.centres):
                self.planner.pages[DISTRICTS].add(panel)
            self.projects = ProjectPanel(self.iface, self.desk, self.setting, self.runner, self.planner)
            self.projects.run_asked.connect(self.toolbox.open)
            self.projects.command_asked.connect(lambda job: self.toolbox.copy_command(lambda _: job))
            self.projects.saved.connect(lambda: self._edited(take_tool=False))
            self.planner.pages[CONTROL].add(self.projects)
            self.versions = VersionsPanel(self.desk, self.planner)
            self.versions.changed.connect(self.plan_changed)
            self.versions.compare_asked.connect(self.docks.show_comparison)
            self.planner.pages[REVIEW].add(self.versions)
            self.results = ResultsPanel(self.desk, self.planner)
            self.results.cure_asked.connect(self._go_to_cure)
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

    def branch(self) -> None:
        """Go on in a copy of the plan in hand."""
        if self.versions is not None:
            self.versions.branch_off()
            self.tell(self.versions.message.text())

    def close(self) -> None:
        """Take everything away; called when the plugin is unloaded."""
        self.runner.close()
        self.files.copying.stop()
        self.desk.stop()
        for panel in (self.centres, self.alternatives, self.projects, self.versions, self.results):
            if panel is not None:
                panel.remove()
        self.docks.close()
        if self.planner is not None:
            self.iface.removeDockWidget(self.planner)
            self.planner.deleteLater()
        self.dialogs.close()
        self.planner = self.versions = self.results = None
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
        if self.attempt(lambda: self.desk.open(path)):
            QgsSettings().setValue(LAST_COUNTY, str(path))

    def close_county(self) -> None:
        QgsSettings().remove(LAST_COUNTY)
        self.runner.cancel()
        self.desk.close()

    def refresh(self) -> None:
        self.attempt(self.desk.refresh)

    def try_again(self) -> None:
        """Take a county in hand that was open for reading only."""
        if self.attempt(self.desk.try_again):
            self._edited(take_tool=False)
            self.docks.load_lists()

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

    def has_plan(self) -> bool:
        """Whether a county is open, with a plan for what is computed and kept; its first is made under the usual
        name."""
        if self.desk.path is None:
            self.tell(tr("Open a county first."), bad=True)
            return False
        return bool(self.desk.plan) or self.attempt(lambda: self.desk.new_plan(""))

    def run(self, make: Callable[[Setting], Job]) -> None:
        if not self.has_plan():
            return
        job: Optional[Job] = None

        def prepare() -> None:
            nonlocal job
            job = make(self.setting())

        if not self.attempt(prepare) or job is None:
            return
        if not job.runs:
            self.tell(tr("Nothing is ticked."), bad=True)
            return
        if job.writes and self.desk.read_only:
            self.tell(say(self.desk.holder()), bad=True)
            return
        if job.lays_out and not QgsProject.instance().fileName():
            self.tell(
                tr(
                    "The layouts lie in the open project, which has no file yet. Save it, then put the layouts into it."
                ),
                bad=True,
                way=(tr("Save the project …"), self.iface.actionSaveProject().trigger),
            )
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
        return self.attempt(lambda: make_folder(Path(folder)))

    def cancel(self) -> None:
        self.runner.cancel()

    def take_best(self) -> None:
        self.runner.take_best()

    def open_folder(self) -> None:
        folder = self.setting().options.get("folder", "")
        if not folder or not Path(folder).is_dir():
            self.tell(tr("There is no such folder yet: write the workbooks or print the atlas first."), bad=True)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def tell(self, text: str, bad: bool = False, way: Optional[Way] = None) -> None:
        """way: see `PlannerDock.show_notice`"""
        if self.planner is not None:
            self.planner.show_notice(text, bad, way)

    # ---- reactions
    def _show_desk(self) -> None:
        if self.planner is None:
            return
        desk = self.desk
        self.docks.follow()
        self.dialogs.follow()
        self.planner.show_snapshot(desk.snapshot, desk.place.county, say(desk.holder()))
        self.planner.show_reading(desk.read_only, desk.held_by is not None, desk.free)
        if desk.snapshot is not None and desk.snapshot.catalogue_fault is not None:
            self.tell(say(desk.snapshot.catalogue_fault), bad=True)
        if desk.path is not None:
            assert self.results is not None
            self.results.offer_folder(str(desk.path.with_suffix("")) + "_" + tr("results"))

    def _job_started(self, title: str) -> None:
        self.show_planner().show_running(title)
        self.docks.set_busy(True)

    def _job_stepped(self, keeps_best: bool) -> None:
        self.show_planner().take_best.setVisible(keeps_best)

    def _job_progressed(self, percent: float) -> None:
        if self.planner is not None:
            self.planner.progress.setValue(round(percent))

    def _job_ended(self, outcome: Outcome) -> None:
        if self.planner is not None:
            self.planner.show_running("")
        self.docks.set_busy(False)
        if outcome.error:
            self.tell(outcome.error, bad=not outcome.cancelled)
            self.refresh()
            return
        self._tell_done(outcome)
        for path, title in outcome.job.shows:
            self.map.show_result(path, title)
        if outcome.job.opens:
            self.open_county(Path(outcome.job.opens))
            return
        if outcome.job.views:
            QDesktopServices.openUrl(QUrl.fromLocalFile(outcome.job.views))
        for output in outcome.job.prints:
            self.attempt(partial(self.desk.note_print, output))
        if self.results is not None:
            self.results.ended(outcome)
        self.refresh()
        self._edited()
        self.docks.load_lists()
        offer, panel = outcome.job.offers, self.alternatives
        if offer is not None and panel is not None:
            self.attempt(lambda: panel.offer(offer))
            if self.planner is not None and panel.session is not None:  # it may have been asked for on another page
                self.planner.show_page(DISTRICTS)

    def _tell_done(self, outcome: Outcome) -> None:
        job, said = outcome.job, [tr("Done."), *outcome.warnings[:MOST_TOLD]]
        rest = len(outcome.warnings) - MOST_TOLD
        if rest > 0:  # the dock would grow past the screen
            for warning in outcome.warnings:
                QgsMessageLog.logMessage(warning, "Village Planner", Qgis.Warning, False)
            said.append(tr("… and {count} more in the log panel “Village Planner”.", count=rest))
        way: Optional[Way] = None
        if job.lays_out:
            pages = outcome.results.get("PAGES", 0)
            said[0] = tr(
                "{pages} layouts are in the project. Change them by hand as you like, and save the project.",
                pages=f"{pages:,}",
            )
            way = (tr("Layout manager …"), self.iface.actionShowLayoutManager().trigger)
        elif job.choice is not None:
            way = (tr("Open the folder"), self.open_folder)
        self.tell("\n".join(said), way=way)

    def _go_to_cure(self, cure: Cure, what: str) -> None:
        """The page that brings what is missing; a form has its dialog."""
        assert self.planner is not None
        if cure == FORMS:
            self.dialogs.fill_forms(what)
            return
        self.planner.show_page(cure.step)
        self.planner.pages[cure.step].point_at(cure.action)

    def _changed_elsewhere(self, what: Message) -> None:
        self.tell(say(what), bad=True)
        self._edited(take_tool=False)
        self.docks.load_lists()

    def _edited(self, take_tool: bool = True) -> None:
        """The plan in the database has changed: whoever shows it reads it again."""
        self.map.redraw()
        self.docks.redraw(take_tool)

    def plan_changed(self, *_: Any) -> None:
        """The plan in the database was changed beside the drawing table."""
        self.refresh()
        self._edited(take_tool=False)

    def attempt(self, work: Callable[[], Any]) -> bool:
        """Do something that may fail for a reason the user can mend; the reason is shown."""
        try:
            work()
        except PlannerError as error:
            self.tell(say_error(error), bad=True)
            return False
        return True
