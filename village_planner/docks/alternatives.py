"""The part of the Districts page where one of several plans is chosen: a table, a look at each on the map, one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..compat import is_null
from ..core.drawing.edit_kinds import TAKE_ALTERNATIVE
from ..core.drawing.edits import CentreRow
from ..core.errors import InputError, PlannerError
from ..translation import say_error, tr
from . import jobs
from .desk import Desk, Place
from .drawing.session import Session
from .drawing.unit_layer import SPARE_COLOUR, UnitLayer, add_to_project, remove_from_project, still_there
from .jobs import Setting
from .look import signed, whole
from .runner import Offer, Run, run_here
from .widgets import say_on

COLUMNS = ("kind", "objective", "similarity_change", "compactness_change", "deviation", "units_moved")


@dataclass(frozen=True)
class Proposal:
    """A plan to choose: its row of the comparison, and unit code -> district code."""

    figures: Mapping[str, Any]
    assignment: Mapping[str, str]

    @property
    def deviation(self) -> float:
        """The largest, signed, per cent."""
        return float(max(self.figures["deviation_low"], self.figures["deviation_high"], key=abs))


def read_proposals(offer: Offer, answer: Mapping[str, str]) -> list[Proposal]:
    """The answer and its alternatives, as `partitiondistricts` wrote them."""
    plans: dict[int, dict[str, str]] = {0: dict(answer)}
    for row in _rows(offer.alternatives):
        plans.setdefault(int(row["plan"]), {})[str(row["code"])] = str(row["district"])
    return [Proposal(row, plans[int(row["plan"])]) for row in _rows(offer.comparison)]


def _check_locks(session: Session, changes: Mapping[str, str]) -> None:
    """InputError locked_district where a unit would leave or enter one."""
    for unit, after in changes.items():
        for code in (session.assignment.get(unit, ""), after):
            if code in session.districts and session.districts[code].locked:
                raise InputError(
                    "locked_district",
                    "District {district} is locked. Unlock it in the table, then move the units.",
                    district=code,
                )


def _rows(path: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(path, "rows", "ogr")
    names = [field.name() for field in layer.fields()]
    return [{name: feature[name] for name in names} for feature in layer.getFeatures()]


def _text(value: Any) -> str:
    return "" if is_null(value) else str(value)


class AlternativesPanel(QGroupBox):
    """Hidden until districts were drawn with alternatives."""

    taken = pyqtSignal()  # the plan in the database has changed

    def __init__(
        self, iface: Any, desk: Desk, setting: Callable[[], Setting], parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(tr("Choose among the plans"), parent)
        self.setObjectName("alternatives")
        self._iface, self._desk, self._setting = iface, desk, setting
        self._proposals: list[Proposal] = []
        self._units: Optional[UnitLayer] = None
        self._plan = Place()
        self.session: Optional[Session] = None
        self._build()
        desk.changed.connect(self._desk_changed)
        self.hide()

    def _build(self) -> None:
        self.table = QTableWidget(0, len(COLUMNS), self)
        self.table.setObjectName("proposals")
        self.table.setHorizontalHeaderLabels(
            [
                text.replace(", %", "\n%").replace("（%）", "\n%")  # the dock is narrow
                for text in (
                    tr("Plan"),
                    tr("Objective"),
                    tr("Similarity, %"),
                    tr("Compactness, %"),
                    tr("Deviation, %"),
                    tr("Moved"),
                )
            ]
        )
        self.table.horizontalHeader().setHighlightSections(False)
        tips = (
            "",
            tr("Less is better"),
            tr("Change against the plan drawn; less is more alike"),
            tr("Change against the plan drawn; less is more compact"),
            tr("Largest deviation of a district's population from the mean"),
            tr("Units that lie in another district than in the plan drawn"),
        )
        for column, tip in enumerate(tips):
            self.table.horizontalHeaderItem(column).setToolTip(tip)
        self.table.setSelectionBehavior(QAbstractItemView.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeToContents)
        self.table.itemSelectionChanged.connect(self._show)
        self.take = self._button("take", tr("Take this one"), self._take)
        self.undo = self._button("undo_take", tr("Undo"), self._undo)
        self.close_button = self._button("close_alternatives", tr("Close"), self.clear)
        self.message = QLabel(self)
        self.message.setObjectName("alternatives_message")
        self.message.setWordWrap(True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        bar = QHBoxLayout()
        for button in (self.take, self.undo, self.close_button):
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(self.table)
        column.addLayout(bar)
        column.addWidget(self.message)

    def _button(self, name: str, text: str, call: Callable[[], Any]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(lambda: call())
        return button

    # ---- what is offered
    def offer(self, offer: Offer) -> None:
        """List the plan just drawn and its alternatives; raises `PlannerError`."""
        self.clear()
        self.session = session = Session(self._desk, offer.level, self)
        self._plan = self._desk.place
        self._proposals = read_proposals(offer, session.assignment)
        if len(self._proposals) < 2:
            self.clear()
            return
        session.changed.connect(self._changed)
        session.refused.connect(lambda text: self.say(text, bad=True))
        session.saved.connect(self.say)
        session.steps_changed.connect(self._steps_changed)
        self._steps_changed()
        self._fill()
        self.say(tr("Select a plan to see it on the map; nothing is written until you take it."))
        self.show()

    def _fill(self) -> None:
        self.table.setRowCount(len(self._proposals))
        for row, proposal in enumerate(self._proposals):
            for column, name in enumerate(COLUMNS):
                item = QTableWidgetItem(self._text(proposal, name))
                if column:
                    item.setTextAlignment(int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
                self.table.setItem(row, column, item)
        header, rows = self.table.horizontalHeader().sizeHint().height(), min(len(self._proposals), 8)
        self.table.setFixedHeight(header + rows * self.table.verticalHeader().defaultSectionSize() + 24)

    @staticmethod
    def _text(proposal: Proposal, name: str) -> str:
        figures = proposal.figures
        if name == "kind":
            return f"{figures['plan']}  {figures['kind']}"
        if name == "objective":
            return f"{figures['objective']:.4f}"
        if name == "deviation":
            return signed(proposal.deviation)
        if name == "units_moved":
            return whole(figures[name])
        return "–" if is_null(figures[name]) else signed(figures[name])

    def clear(self) -> None:
        """Nothing is offered any more; the preview leaves the map."""
        if self._units is not None:
            remove_from_project(self._units.layer)
            self._units = None
        if self.session is not None:
            self.session.deleteLater()
            self.session = None
        self._proposals = []
        self.table.setRowCount(0)
        self.hide()

    def remove(self) -> None:
        self._desk.changed.disconnect(self._desk_changed)
        self.clear()

    def _desk_changed(self) -> None:
        if self.session is not None and self._desk.place != self._plan:
            self.clear()

    # ---- looking and taking
    def chosen(self) -> Optional[Proposal]:
        rows = self.table.selectionModel().selectedRows()
        return self._proposals[rows[0].row()] if rows and rows[0].row() < len(self._proposals) else None

    def _show(self) -> None:
        """Preview the selected plan on the map."""
        proposal, session = self.chosen(), self.session
        self.take.setEnabled(proposal is not None)
        if proposal is None or session is None:
            return
        if self._units is not None and not still_there(self._units.layer):
            self._units = None
        if self._units is None:
            self._units = UnitLayer(tr("Plan to choose"), session.units, proposal.assignment)
            self._units.colour({code: session.colours.get(code, SPARE_COLOUR) for code in session.districts})
            add_to_project(self._units.layer)
        else:
            self._units.update(proposal.assignment, proposal.assignment)

    def _take(self) -> None:
        """The selected plan becomes the plan in hand, with centres chosen anew, as one step."""
        proposal, session = self.chosen(), self.session
        if proposal is None or session is None:
            return
        try:
            with self._desk.database(read_only=True) as db:
                if db.scheme(int(self._desk.plan), session.level) != session.scheme:
                    session.load()
            changes = {
                code: own for code, own in proposal.assignment.items() if session.assignment.get(code, "") != own
            }
            _check_locks(session, changes)
            centres = self._centres(session, proposal.assignment) if changes and session.scheme.centres else None
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return
        if not changes:
            self.say(tr("This is the plan in hand."))
            return
        title = tr("plan {plan}, {count} units", plan=self._text(proposal, "kind"), count=len(changes))
        if session.replace(title, changes, centres, TAKE_ALTERNATIVE):
            self.say(tr("Taken and saved: {what}", what=title))

    def _undo(self) -> None:
        if self.session is not None:
            self.session.undo()

    def _steps_changed(self) -> None:
        """Only what was taken here is undone here; the drawing table undoes everything."""
        entry = None if self.session is None else self.session.undo_entry
        self.undo.setEnabled(entry is not None and entry.what == TAKE_ALTERNATIVE)

    def _centres(self, session: Session, assignment: Mapping[str, str]) -> dict[str, CentreRow]:
        """Centres of a plan as the page chooses them after drawing."""
        setting = self._setting()
        make = jobs.township_districts if session.level == "township" else jobs.village_districts
        given = [run.parameters for run in make(setting).runs if run.algorithm == "selectcentres"][-1]
        units, chosen = (setting.file(f"alternative_{part}.gpkg") for part in ("units", "centres"))
        run_here(Run("loadunits", setting.of_plan(LEVEL=session.level, OUTPUT=units)))
        layer = QgsVectorLayer(units, "units", "ogr")
        district = layer.fields().lookupField("district")
        layer.dataProvider().changeAttributeValues(
            {unit.id(): {district: assignment[unit["code"]]} for unit in layer.getFeatures()}
        )
        results = run_here(Run("selectcentres", {**given, "INPUT": units, "OUTPUT": chosen}))
        rows = [row for row in _rows(results["OUTPUT"]) if row["role"]]
        chosen_rows = {str(row["code"]): CentreRow(row["role"], _text(row["reason"])) for row in rows}
        # In locked districts the centres stay as well.
        locked = {code for code, row in session.districts.items() if row.locked}
        held = {unit for unit, own in assignment.items() if own in locked}
        kept = {unit: row for unit, row in session.scheme.centres.items() if unit in held}
        return {**{unit: row for unit, row in chosen_rows.items() if unit not in held}, **kept}

    def _changed(self, codes: set[str]) -> None:
        self.taken.emit()

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)
