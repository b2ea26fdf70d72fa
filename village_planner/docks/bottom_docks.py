"""The docks at the bottom of the window: each is made when it is first asked for, and all follow the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Optional, Union

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget

from ..translation import tr
from . import jobs

if TYPE_CHECKING:
    from .conflicts_dock import ConflictsDock
    from .drawing.dock import DrawingDock
    from .findings_dock import FindingsDock
    from .hierarchy_dock import HierarchyDock
    from .list_dock import ListDock
    from .quotas_dock import QuotasDock
    from .review.compare_dock import CompareDock
    from .review.opinions_dock import OpinionsDock
    from .review.record_dock import RecordDock
    from .review.rounds_dock import RoundsDock
    from .weights_dock import WeightsDock
    from .workspace import Workspace

    Listing = Union[ListDock, HierarchyDock, QuotasDock, WeightsDock, CompareDock, RoundsDock, OpinionsDock, RecordDock]


class BottomDocks:
    """The drawing table, and the docks that list what was found or done."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.iface = workspace.iface
        self.desk = workspace.desk
        self.review: Optional[DrawingDock] = None
        self.conflicts: Optional[ConflictsDock] = None
        self.findings: Optional[FindingsDock] = None
        self.weights: Optional[WeightsDock] = None
        self.hierarchy: Optional[HierarchyDock] = None
        self.quotas: Optional[QuotasDock] = None
        self.compare: Optional[CompareDock] = None
        self.rounds: Optional[RoundsDock] = None
        self.record: Optional[RecordDock] = None
        self.opinions: Optional[OpinionsDock] = None

    def show_review(self) -> Optional[DrawingDock]:
        """Open the drawing table of the plan in hand, at the bottom of the window."""
        self._workspace.show_planner()
        if self.desk.snapshot is None or self.desk.snapshot.plan is None:
            self._workspace.tell(tr("Open a county and draw its districts first."), bad=True)
            return None
        if self.review is None:
            from .drawing.dock import DrawingDock

            self.review = DrawingDock(self.iface, self.desk, self._workspace.setting, self.iface.mainWindow())
            self.review.told.connect(self._workspace.tell)
            self.review.left.connect(self._workspace.map.redraw)
            self.review.branch_asked.connect(self._workspace.branch)
            self._add_below(self.review)
        self._bring_up(self.review)
        return self.review

    def show_conflicts(self) -> Optional[ConflictsDock]:
        """Open the ledger of conflicts, at the bottom of the window."""
        self._workspace.show_planner()
        if self.desk.snapshot is None or self.desk.snapshot.plan is None:
            self._workspace.tell(tr("Open a county and find its conflicts first."), bad=True)
            return None
        if self.conflicts is None:
            from .conflicts_dock import ConflictsDock

            self.conflicts = ConflictsDock(self.iface, self.desk, self.iface.mainWindow())
            self.conflicts.find_asked.connect(lambda: self._workspace.run(jobs.conflicts))
            self._add_below(self.conflicts)
        self._bring_up(self.conflicts)
        return self.conflicts

    def show_findings(self) -> Optional[FindingsDock]:
        """Open the findings of the last check, at the bottom of the window."""
        self._workspace.show_planner()
        if self.desk.snapshot is None or self.desk.snapshot.plan is None:
            self._workspace.tell(tr("Open a county and check its data first."), bad=True)
            return None
        if self.findings is None:
            from .findings_dock import FindingsDock

            self.findings = FindingsDock(self.iface, self.desk, self.iface.mainWindow())
            self.findings.check_asked.connect(lambda: self._workspace.run(jobs.check_changed))
            self._add_below(self.findings)
        self._bring_up(self.findings)
        return self.findings

    def show_hierarchy(self) -> Optional[HierarchyDock]:
        """Open the settlement hierarchy of the plan in hand, at the bottom of the window."""
        self._workspace.show_planner()
        if self.desk.snapshot is None or self.desk.snapshot.plan is None:
            self._workspace.tell(tr("Open a county and draw its districts first."), bad=True)
            return None
        if self.hierarchy is None:
            from .hierarchy_dock import HierarchyDock

            self.hierarchy = HierarchyDock(self.iface, self.desk, self.iface.mainWindow())
            self.hierarchy.edited.connect(self._workspace.refresh)
            self.hierarchy.classify_asked.connect(lambda: self._workspace.run(jobs.classify_villages))
            self._add_below(self.hierarchy)
        self._bring_up(self.hierarchy)
        return self.hierarchy

    def show_quotas(self) -> Optional[QuotasDock]:
        """Open what is passed down and the targets, at the bottom of the window."""
        self._workspace.show_planner()
        if not self._workspace.has_plan():
            return None
        if self.quotas is None:
            from .quotas_dock import QuotasDock

            twins = {"passdownquotas": jobs.pass_down_quotas, "tracktargets": jobs.track_targets}
            self.quotas = QuotasDock(self.iface, self.desk, self.iface.mainWindow())
            self.quotas.saved.connect(self._workspace.refresh)
            self.quotas.twin_asked.connect(
                lambda name: self._workspace.toolbox.open(self._workspace.toolbox.twins(twins[name])[0])
            )
            self.quotas.command_asked.connect(lambda name: self._workspace.toolbox.copy_command(twins[name]))
            self._add_below(self.quotas)
        self._bring_up(self.quotas)
        return self.quotas

    def show_rounds(self) -> Optional[RoundsDock]:
        """Open the review rounds of the plan in hand, at the bottom of the window."""
        self._workspace.show_planner()
        if not self._workspace.has_plan():
            return None
        if self.rounds is None:
            from .review.rounds_dock import RoundsDock

            self.rounds = RoundsDock(self.iface, self.desk, self.iface.mainWindow())
            self.rounds.saved.connect(lambda: self._workspace.attempt(self.desk.reread))
            self.rounds.record_asked.connect(self.show_record)
            self.rounds.catalogue_asked.connect(self._workspace.dialogs.edit_catalogue)
            self.rounds.compare_asked.connect(
                lambda number: self.show_comparison(f"snapshot:{number}", f"plan:{self.desk.plan}")
            )
            self.rounds.print_asked.connect(
                lambda number: self._workspace.run(lambda setting: jobs.round_prints(setting, number))
            )
            self.rounds.units_asked.connect(
                lambda level, codes: self._workspace.attempt(lambda: self._workspace.map.zoom_to(level, codes))
            )
            self._add_below(self.rounds)
        self._bring_up(self.rounds)
        return self.rounds

    def show_opinions(self) -> Optional[OpinionsDock]:
        """Open the opinions on the plan in hand, at the bottom of the window."""
        self._workspace.show_planner()
        if not self._workspace.has_plan():
            return None
        if self.opinions is None:
            from .review.opinions_dock import OpinionsDock

            self.opinions = OpinionsDock(self.iface, self.desk, self.iface.mainWindow())
            self.opinions.import_asked.connect(self._workspace.dialogs.import_forms)
            self.opinions.export_asked.connect(lambda: self._workspace.toolbox.open_twin(jobs.export_opinions))
            self._add_below(self.opinions)
        self._bring_up(self.opinions)
        return self.opinions

    def show_record(self) -> Optional[RecordDock]:
        """Open the record of what happened, at the bottom of the window."""
        self._workspace.show_planner()
        if not self._workspace.has_plan():
            return None
        if self.record is None:
            from .review.record_dock import RecordDock

            self.record = RecordDock(self.iface, self.desk, self.iface.mainWindow())
            self._add_below(self.record)
        self._bring_up(self.record)
        return self.record

    def show_weights(self) -> Optional[WeightsDock]:
        """Open the dock of weights and ranks, at the bottom of the window."""
        self._workspace.show_planner()
        if not self._workspace.has_plan():
            return None
        if self.weights is None:
            from .weights_dock import WeightsDock

            dock = self.weights = WeightsDock(self.iface, self.desk, self.iface.mainWindow())
            dock.run_asked.connect(self._workspace.run)
            dock.toolbox_asked.connect(self._workspace.toolbox.open_twin)
            dock.command_asked.connect(self._workspace.toolbox.copy_command)
            self._add_below(dock)
        self._bring_up(self.weights)
        return self.weights

    def show_comparison(self, first: str = "", second: str = "") -> Optional[CompareDock]:
        """Open two plans side by side, in a window of its own; the keys of two versions, or those chosen last."""
        self._workspace.show_planner()
        if not self._workspace.has_plan():
            return None
        if self.compare is None:
            from .review.compare_dock import CompareDock

            self.compare = CompareDock(self.iface, self.desk, self._workspace.setting, self.iface.mainWindow())
            self.compare.print_asked.connect(self._print_comparison)
            self._add_below(self.compare)
            self.compare.open_window()
        self._bring_up(self.compare)
        if first and second:
            self.compare.choose(first, second)
        return self.compare

    def _print_comparison(self, plan: str, other: str) -> None:
        """A plan beside another one or a frozen state, which need not be the plan in hand."""
        self._workspace.run(lambda setting: jobs.comparison_prints(replace(setting, plan=plan), other))

    def _add_below(self, dock: QDockWidget) -> None:
        """At the bottom of the window, as a tab over ours that are there: side by side they push the planner out."""
        there = [other for other in (self.review, *self.listed()) if other is not None and other is not dock]
        docked = [other for other in there if not other.isFloating()]
        self.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        if docked:
            self.iface.mainWindow().tabifyDockWidget(docked[-1], dock)

    def _bring_up(self, dock: Union[DrawingDock, Listing]) -> None:
        dock.show()
        dock.raise_()
        self._workspace.attempt(dock.load)

    def listed(self) -> list[Listing]:
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

    def load_lists(self) -> None:
        for dock in self.listed():
            if dock.isVisible():
                self._workspace.attempt(dock.load)

    def follow(self) -> None:
        """Another county or plan is in hand, or none."""
        for dock in self.listed():
            dock.follow()
        if self.review is not None:
            self.review.follow()

    def set_busy(self, busy: bool) -> None:
        for dock in self.listed():
            dock.set_busy(busy)

    def redraw(self, take_tool: bool = True) -> None:
        """The plan was changed: the drawing table reads it again."""
        review = self.review
        if review is not None and review.isVisible():
            self._workspace.attempt(lambda: review.load(take_tool))

    def close(self) -> None:
        """Take them away from the window."""
        docks = [*self.listed(), *([] if self.review is None else [self.review])]
        for dock in docks:
            dock.remove()
        for dock in docks:
            self.iface.removeDockWidget(dock)
            dock.deleteLater()
        self.review = self.conflicts = self.findings = self.weights = self.hierarchy = self.quotas = None
        self.compare = self.rounds = self.record = self.opinions = None
