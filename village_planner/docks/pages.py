"""The page of each step: what it does, its fields, its buttons, and their twins in toolbox and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QEventLoop, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.review.steps import CONTROL, DATA, DISTRICTS, INDICATORS, RESULTS, REVIEW, STALE, Step
from ..paths import resource
from ..translation import say, tr
from . import jobs
from .jobs import Setting
from .look import bold, chip, muted, set_chip
from .runner import Job

if TYPE_CHECKING:
    from .workspace import Workspace


@dataclass(frozen=True)
class Number:
    """A whole number the user may change."""

    name: str
    label: str
    default: int
    smallest: int = 1
    nothing: str = ""  # what the smallest number means, where it means "none"


@dataclass(frozen=True)
class Choice:
    name: str
    label: str
    choices: tuple[tuple[str, str], ...]  # key, what it is called; none: what the county has (`StepPage.offer`)


@dataclass(frozen=True)
class Action:
    """A button: `job` makes what it runs; or `call` names a method of the workspace or of one of its parts."""

    name: str
    label: str
    icon: str
    job: Optional[Callable[[Setting], Job]] = None
    call: str = ""


@dataclass(frozen=True)
class Page:
    title: str
    text: str
    fields: tuple[Any, ...]
    actions: tuple[Action, ...]


def step_title(key: str) -> str:
    return {
        DATA: tr("Data"),
        INDICATORS: tr("Indicators"),
        DISTRICTS: tr("Districts"),
        CONTROL: tr("Control"),
        REVIEW: tr("Review"),
        RESULTS: tr("Results"),
    }[key]


def page_of(key: str) -> Page:
    """What a step's page holds."""
    if key == DATA:
        return Page(
            step_title(key),
            tr(
                "Check the county's layers by the rules of the survey: structure, codes, areas, sums, gaps and "
                "overlaps, control lines. Step through the findings, and accept with a reason what is right as it is."
            ),
            (),
            (
                Action("check_data", tr("Check the data"), "checkdata", jobs.check_data),
                Action("check_changed", tr("Check again what changed"), "checkdata", jobs.check_changed),
                Action("show_findings", tr("Step through the findings …"), "checkdata", call="docks.show_findings"),
                Action("show_map", tr("Show the county on the map"), "village_planner", call="map.show"),
                Action("import_layers", tr("Import layers …"), "importcounty", call="files.new"),
            ),
        )
    if key == INDICATORS:
        weighting = (("entropy", tr("By entropy")), ("equal", tr("All equal")))
        return Page(
            step_title(key),
            tr(
                "Score and rank the units by their indicators. Scores, ranks and weights are kept with the plan; the "
                "districts and centres are chosen by them."
            ),
            (Choice("weighting", tr("Weights"), weighting),),
            (
                Action(
                    "import_statistics", tr("Import statistics …"), "importcounty", call="dialogs.import_statistics"
                ),
                Action(
                    "compute_townships",
                    tr("Compute from layers: townships"),
                    "scoreindicators",
                    lambda setting: jobs.compute_indicators(setting, "township"),
                ),
                Action(
                    "compute_villages",
                    tr("Compute from layers: villages"),
                    "scoreindicators",
                    lambda setting: jobs.compute_indicators(setting, "village"),
                ),
                Action(
                    "score_townships",
                    tr("Score the townships"),
                    "scoreindicators",
                    lambda setting: jobs.score(setting, "township"),
                ),
                Action(
                    "score_villages",
                    tr("Score the villages"),
                    "scoreindicators",
                    lambda setting: jobs.score(setting, "village"),
                ),
                Action("show_weights", tr("Weights and ranks …"), "scoreindicators", call="docks.show_weights"),
                Action(
                    "edit_indicators", tr("Edit the indicators …"), "scoreindicators", call="dialogs.edit_indicators"
                ),
            ),
        )
    if key == DISTRICTS:
        return Page(
            step_title(key),
            tr(
                "Draw township districts round the strongest towns, then village districts inside them: contiguous, "
                "alike, balanced in population. Central towns and villages are chosen with them."
            ),
            (
                Number("township_districts", tr("Township districts"), 5),
                Number("township_band", tr("Their population, ± % of the mean"), 15, 0, tr("no limit")),
                Number("village_districts", tr("Village districts"), 99),
                Number("village_band", tr("Their population, ± % of the mean"), 0, 0, tr("no limit")),
                Number("central_villages", tr("Central villages"), 113),
                Number("alternatives", tr("Further plans to choose from"), 3, 0, tr("none")),
            ),
            (
                Action(
                    "draw_townships",
                    tr("Draw the township districts"),
                    "partitiondistricts",
                    jobs.township_districts,
                ),
                Action(
                    "draw_villages",
                    tr("Draw the village districts"),
                    "partitiondistricts",
                    jobs.village_districts,
                ),
                Action("review_districts", tr("Drawing table …"), "review", call="docks.show_review"),
                Action(
                    "improve_townships",
                    tr("Improve unlocked: townships"),
                    "partitiondistricts",
                    lambda setting: jobs.improve_unlocked(setting, "township"),
                ),
                Action(
                    "improve_villages",
                    tr("Improve unlocked: villages"),
                    "partitiondistricts",
                    lambda setting: jobs.improve_unlocked(setting, "village"),
                ),
                Action("classify_villages", tr("Classify the villages"), "selectcentres", jobs.classify_villages),
                Action("show_hierarchy", tr("Hierarchy …"), "selectcentres", call="docks.show_hierarchy"),
            ),
        )
    if key == CONTROL:
        return Page(
            step_title(key),
            tr(
                "Cut the parcels by the ecological redline, permanent basic farmland and the urban development "
                "boundary. Lay the sector plans over each other and over the lines, and decide where they conflict. "
                "Areas are ellipsoid areas; the pieces of a parcel add up to the parcel."
            ),
            (
                Choice(
                    "plan_codes",
                    tr("Class codes of the plans"),
                    (
                        ("plan_2023", tr("Plan classes of 2023")),
                        ("plan_2020", tr("Plan classes of 2020 (trial)")),
                        ("survey", tr("Land survey classes")),
                    ),
                ),
                Choice("planned", tr("Planned land use"), ()),
            ),
            (
                Action("overlay", tr("Overlay the parcels"), "overlayconstraints", jobs.overlay),
                Action(
                    "compare_land_use",
                    tr("Compare land use"),
                    "comparelanduse",
                    jobs.compare_land_use,
                ),
                Action("conflicts", tr("Find conflicts"), "detectconflicts", jobs.conflicts),
                Action("show_conflicts", tr("Decide the conflicts …"), "detectconflicts", call="docks.show_conflicts"),
                Action("show_quotas", tr("Quotas and targets …"), "loadunits", call="docks.show_quotas"),
            ),
        )
    if key == REVIEW:
        return Page(
            step_title(key),
            tr(
                "Change the districts by hand, and see at once what breaks. Then hold the rounds: each freezes the "
                "plan, collects signatures, and is closed for good. Whatever is done is in the record."
            ),
            (
                Choice(
                    "export_level",
                    tr("Export"),
                    (("township", tr("Township districts")), ("village", tr("Village districts"))),
                ),
            ),
            (
                Action("open_review", tr("Drawing table …"), "review", call="docks.show_review"),
                Action("show_rounds", tr("Rounds …"), "rounds", call="docks.show_rounds"),
                Action("show_opinions", tr("Opinions …"), "opinions", call="docks.show_opinions"),
                Action(
                    "import_questionnaires", tr("Questionnaires …"), "opinions", call="dialogs.import_questionnaires"
                ),
                Action("show_record", tr("Record …"), "reviewstatus", call="docks.show_record"),
                Action("compare_plans", tr("Two plans side by side …"), "compareplans", call="docks.show_comparison"),
                Action(
                    "import_assignment", tr("Import districts …"), "importassignment", call="dialogs.import_assignment"
                ),
                Action(
                    "export_assignment", tr("Export districts …"), "exportassignment", call="dialogs.export_assignment"
                ),
            ),
        )
    return Page(
        step_title(key),
        tr("Tick what is handed in: units, tables, sheets of the atlas. Look at the first page, then write it."),
        (),
        (
            Action("results", tr("Write what is ticked"), "exporttownshipreports", jobs.results),
            Action("open_folder", tr("Open the folder"), "village_planner", call="open_folder"),
            Action("report_forms", tr("Forms to fill in …"), "importform", call="dialogs.fill_forms"),
            Action("make_layouts", tr("Atlas as print layouts"), "exportatlas", jobs.make_layouts),
        ),
    )


def action_label(step: str, name: str) -> str:
    """What a button of a step's page says."""
    return next(action.label for action in page_of(step).actions if action.name == name)


POINTED_FOR = 2500  # milliseconds that a button stands out which somebody was sent to
POINTED_ROOM = 40  # pixels of the page above and below it
POINTED = "QPushButton { background: #fff1b8; border: 2px solid #d48806; border-radius: 3px; }"


class StepPage(QWidget):
    """The page of one step; `left` asks to go back to the overview."""

    left = pyqtSignal()

    def __init__(self, number: int, key: str, workspace: Workspace, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setObjectName(f"page_{key}")
        self._workspace = workspace
        self._fields: dict[str, QWidget] = {}
        self._buttons: list[QWidget] = []
        page = page_of(key)

        self._back = QToolButton(self)
        self._back.setObjectName("back")
        self._back.setText(tr("‹ All steps"))
        self._back.setToolTip(tr("Back to all steps (Esc)"))
        self._back.setShortcut("Esc")
        self._back.setAutoRaise(True)
        self._back.clicked.connect(self.left)
        title = bold(QLabel(f"{number}  {page.title}", self), 2)
        self._chip = chip(self)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self._chip)
        head.addStretch()
        head.addWidget(self._back)

        self._figure = QLabel(self)
        self._hint = QLabel(self)
        about = QLabel(page.text, self)
        for label in (self._figure, self._hint, about):
            label.setWordWrap(True)
        muted(about)

        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(about)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for field in page.fields:
            self._fields[field.name] = _field_widget(field, inner)
            form.addRow(field.label, self._fields[field.name])
        column.addLayout(form)
        for action in page.actions:
            column.addWidget(self._action(action, inner))
        column.addStretch()
        self._column = column
        scroll = self._scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._figure)
        layout.addWidget(self._hint)
        layout.addWidget(scroll, 1)

    def show_step(self, step: Step) -> None:
        set_chip(self._chip, step.state)
        self._figure.setText(say(step.figure))
        muted(self._figure, step.state == STALE)
        self._hint.setText(say(step.hint) if step.hint else "")
        self._hint.setVisible(step.hint is not None)

    def add(self, part: QWidget, above: bool = False) -> None:
        """Put a part with a life of its own below the buttons, or above them."""
        if above:  # and takes the room that is left
            self._column.insertWidget(2, part, 1)
        else:
            self._column.insertWidget(self._column.count() - 1, part)

    def offer(self, name: str, entries: Sequence[tuple[str, str]]) -> None:
        """What a choice that depends on the county offers now: key and text of each; the choice stays where it can."""
        combo, chosen = self._fields[name], _field_value(self._fields[name])
        assert isinstance(combo, QComboBox)
        if [(combo.itemData(i), combo.itemText(i)) for i in range(combo.count())] == list(entries):
            return
        combo.clear()
        for key, text in entries:
            combo.addItem(text, key)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        combo.setEnabled(bool(entries))

    def point_at(self, action: str) -> None:
        """Bring a button in sight, and take it in hand."""
        button = self.findChild(QPushButton, action)
        if button is not None:
            # A page that was just shown is laid out first.
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            self._scroll.ensureWidgetVisible(button, 0, POINTED_ROOM)
            button.setFocus(Qt.FocusReason.TabFocusReason)
            button.setStyleSheet(POINTED)
            moment = QTimer(button)
            moment.setSingleShot(True)
            moment.timeout.connect(lambda: button.setStyleSheet(""))
            moment.timeout.connect(moment.deleteLater)
            moment.start(POINTED_FOR)

    def options(self) -> dict[str, Any]:
        """What the page's fields say now."""
        return {name: _field_value(widget) for name, widget in self._fields.items()}

    def set_busy(self, busy: bool) -> None:
        for button in self._buttons:
            button.setEnabled(not busy)

    def _action(self, action: Action, parent: QWidget) -> QWidget:
        frame = QWidget(parent)
        box = QVBoxLayout(frame)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(0)
        button = QPushButton(QIcon(str(_icon(action.icon))), action.label, frame)
        button.setObjectName(action.name)
        button.setMinimumHeight(30)
        box.addWidget(button)
        self._buttons.append(button)
        if action.job is None:
            button.clicked.connect(attrgetter(action.call)(self._workspace))
            return frame
        make = action.job
        button.clicked.connect(lambda: self._workspace.run(make))
        twins = QHBoxLayout()
        twins.addStretch()
        toolbox, command = QToolButton(frame), QToolButton(frame)
        toolbox.setObjectName(f"{action.name}_toolbox")
        toolbox.setText(tr("In the toolbox"))
        toolbox.setToolTip(tr("Open the algorithm's dialog with the same parameters"))
        toolbox.clicked.connect(lambda: self._workspace.attempt(lambda: self._open_twin(make, toolbox)))
        command.setObjectName(f"{action.name}_command")
        command.setText(tr("Copy as command"))
        command.setToolTip(tr("Copy the qgis_process commands that do the same"))
        command.clicked.connect(lambda: self._workspace.attempt(lambda: self._workspace.toolbox.copy_command(make)))
        for twin in (toolbox, command):
            twin.setAutoRaise(True)
            twin.setStyleSheet("QToolButton { color: #3f7fb5; }")
            twins.addWidget(twin)
        box.addLayout(twins)
        return frame

    def _open_twin(self, make: Callable[[Setting], Job], button: QToolButton) -> None:
        runs = self._workspace.toolbox.twins(make)
        if len(runs) == 1:
            self._workspace.toolbox.open(runs[0])
            return
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, run in enumerate(runs, 1):
            entry = menu.addAction(f"{number}  {self._workspace.toolbox.title(run)}")
            entry.triggered.connect(lambda _=False, run=run: self._workspace.toolbox.open(run))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def _icon(name: str) -> Any:
    own = resource("icons", f"{name}.svg")
    return own if own.exists() else resource("icons", "village_planner.svg")


def _field_widget(field: Any, parent: QWidget) -> QWidget:
    widget: Any
    if isinstance(field, Number):
        widget = QSpinBox(parent)
        widget.setRange(field.smallest, 9999)
        widget.setSpecialValueText(field.nothing)
        widget.setValue(field.default)
        widget.setAlignment(Qt.AlignmentFlag.AlignRight)
    else:
        widget = QComboBox(parent)
        widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, label in field.choices:
            widget.addItem(label, key)
        widget.setEnabled(bool(field.choices))
    widget.setObjectName(field.name)
    return widget


def _field_value(widget: QWidget) -> Any:
    if isinstance(widget, QSpinBox):
        return widget.value()
    assert isinstance(widget, QComboBox)
    return widget.currentData()
