"""The part of the Control page that checks a project: an outline from anywhere, its verdicts, a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..compat import POLYGON_GEOMETRY, is_null
from ..core.errors import InputError, PlannerError
from ..core.projects.reasons import verdict_word
from ..core.projects.rules import CAUTION, PASS, REFUSE, worst
from ..core.review.steps import DONE, PROBLEM, STALE
from ..translation import say, say_error, tr
from . import project_session
from .desk import Desk
from .jobs import Setting
from .look import STATE_COLOURS
from .project_map import OutlineBand, OutlineTool
from .project_session import Finding, Source
from .runner import Job, Outcome, Runner, run_here
from .widgets import say_on, tool_button
from .zoom import zoom_and_flash

COLOURS = {PASS: STATE_COLOURS[DONE], CAUTION: STATE_COLOURS[STALE], REFUSE: STATE_COLOURS[PROBLEM]}
ROWS_SHOWN = 9  # of the table before it scrolls
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class ProjectPanel(QGroupBox):
    """Nothing is on the map until there is an outline, and nothing of it stays once it is put away."""

    run_asked = pyqtSignal(object)  # a Run to open in the toolbox
    command_asked = pyqtSignal(object)  # a Job to copy as command
    saved = pyqtSignal()  # the database has another project

    def __init__(
        self, iface: Any, desk: Desk, setting: Callable[[], Setting], runner: Runner, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(tr("Check a project"), parent)
        self.setObjectName("check_project")
        self._iface, self._desk, self._setting, self._runner = iface, desk, setting, runner
        self._canvas = iface.mapCanvas()
        self.source: Optional[Source] = None
        self.findings: list[Finding] = []
        self._results: dict[str, Any] = {}
        self._job: Optional[Job] = None
        self._county: Any = None
        self.band = OutlineBand(self._canvas)
        self.tool = OutlineTool(self._canvas, self.band)
        self.tool.drawn.connect(self._drawn)
        self.tool.stepped.connect(self._stepped)
        self.tool.given_up.connect(self._given_up)
        self.tool.deactivated.connect(lambda: self.draw.setChecked(False))
        desk.changed.connect(self._desk_changed)
        runner.ended.connect(self._ended)
        self._build()
        self._show_state()

    # ---- widgets
    def _build(self) -> None:
        about = QLabel(
            tr(
                "Lay a project's outline over every control line, land class, sector plan and hazard of the county. "
                "Draw it on the map, paste or open its boundary points, or take selected features."
            ),
            self,
        )
        about.setWordWrap(True)
        self.draw = tool_button(self, "draw_outline", tr("Draw"), tr("Click the corners, right-click to end"))
        self.draw.setCheckable(True)
        self.draw.toggled.connect(self._draw_switched)
        self.paste = tool_button(self, "paste_points", tr("Paste …"), tr("Paste lines of X and Y"))
        self.paste.setCheckable(True)
        self.paste.toggled.connect(self._paste_switched)
        self.open = tool_button(self, "open_points", tr("Open file …"), tr("Read a boundary-point file (TXT)"))
        self.open.clicked.connect(self._ask_file)
        self.take = tool_button(
            self, "take_selected", tr("Selected features"), tr("Take the selected polygons of the layer in hand")
        )
        self.take.clicked.connect(lambda: self._try(self.take_selected))
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("points_text")
        self.text.setPlaceholderText(tr("name, X (north), Y (east): one point a line"))
        self.text.setFixedHeight(96)
        self.read = QPushButton(tr("Use these coordinates"), self)
        self.read.setObjectName("read_points")
        self.read.clicked.connect(lambda: self._try(self.take_pasted))
        self.name = QLineEdit(self)
        self.name.setObjectName("project_name")
        self.name.setPlaceholderText(tr("Project"))
        self.zone = QComboBox(self)
        self.zone.setObjectName("zone")
        self.zone.addItem(tr("as the coordinates say"), None)
        for zone in range(25, 46):
            self.zone.addItem(tr("zone {zone} (central meridian {meridian}°)", zone=zone, meridian=3 * zone), zone)
        self.zone.setToolTip(tr("For eastings without zone number only"))
        form = QFormLayout()
        form.setLabelAlignment(LEFT)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Zone of the coordinates"), self.zone)

        self.outline = QLabel(self)
        self.outline.setObjectName("outline")
        self.outline.setWordWrap(True)
        self.check = QPushButton(tr("Check"), self)
        self.check.setObjectName("check")
        self.check.setMinimumHeight(30)
        self.check.clicked.connect(lambda: self._try(self.start))
        self.toolbox = self._twin("check_toolbox", tr("In the toolbox"))
        self.toolbox.clicked.connect(lambda: self._try(lambda: self.run_asked.emit(self._made_job().runs[0])))
        self.command = self._twin("check_command", tr("Copy as command"))
        self.command.clicked.connect(lambda: self._try(lambda: self.command_asked.emit(self._made_job())))

        self.verdict = QLabel(self)
        self.verdict.setObjectName("verdict")
        self.verdict.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table = QTableWidget(0, 4, self)
        self.table.setObjectName("project_findings")
        self.table.setHorizontalHeaderLabels([tr("What"), "m²", "%", tr("Verdict")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.itemSelectionChanged.connect(self._row_chosen)
        self.table.itemDoubleClicked.connect(lambda _: self._try(self.zoom))
        self.reason = QLabel(self)
        self.reason.setObjectName("reason")
        self.zoom_to = tool_button(self, "zoom_to", tr("Zoom to"), tr("Show the chosen row's ground, else the outline"))
        self.zoom_to.clicked.connect(lambda: self._try(self.zoom))
        self.save = tool_button(self, "save_report", tr("Save report …"), tr("Workbook and PDF, into a folder"))
        self.save.clicked.connect(self._ask_folder)
        self.keep = tool_button(self, "keep_project", tr("Keep in the county"), tr("Add the outline to the projects"))
        self.keep.clicked.connect(lambda: self._try(self.keep_outline))
        self.away = tool_button(self, "put_away", tr("Put away"), tr("Take the outline off the map"))
        self.away.clicked.connect(self.clear)
        self.message = QLabel(self)
        self.message.setObjectName("project_message")
        for label in (self.reason, self.message):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        column = QVBoxLayout(self)
        column.addWidget(about)
        column.addLayout(_row(self.draw, self.take))
        column.addLayout(_row(self.paste, self.open))
        column.addWidget(self.text)
        column.addWidget(self.read)
        column.addLayout(form)
        column.addWidget(self.outline)
        column.addWidget(self.check)
        twins = QHBoxLayout()
        twins.addStretch()
        twins.addWidget(self.toolbox)
        twins.addWidget(self.command)
        column.addLayout(twins)
        column.addWidget(self.verdict)
        column.addWidget(self.table)
        column.addWidget(self.reason)
        column.addLayout(_row(self.zoom_to, self.save))
        column.addLayout(_row(self.keep, self.away))
        column.addWidget(self.message)
        self.text.hide()
        self.read.hide()

    def _twin(self, name: str, text: str) -> QToolButton:
        button = tool_button(self, name, text, "")
        button.setAutoRaise(True)
        button.setStyleSheet("QToolButton { color: #3f7fb5; }")
        return button

    # ---- where the outline comes from
    def _draw_switched(self, on: bool) -> None:
        if not on:
            if self._canvas.mapTool() is self.tool:
                self._canvas.unsetMapTool(self.tool)
            return
        if self._desk.path is None:
            self.draw.setChecked(False)
            self.say(tr("Open a county first."), bad=True)
            return
        self.clear()
        self._canvas.setMapTool(self.tool)
        self.say(tr("Click the corners. Right-click ends, Backspace takes the last one back, Esc gives up."))

    def _stepped(self, corners: int) -> None:
        self.say(tr("{count} corners. Right-click ends, Backspace takes the last one back.", count=corners))

    def _given_up(self) -> None:
        self.say(tr("Nothing was drawn: an outline needs three corners."))

    def _drawn(self, geometry: QgsGeometry, crs: Any) -> None:
        self.draw.setChecked(False)
        self._try(lambda: self._take_shapes([geometry], crs, [("1", self._called(), "")]))
        if self.source is None:  # what was drawn is no outline; the message says why
            self.band.clear()

    def _paste_switched(self, on: bool) -> None:
        self.text.setVisible(on)
        self.read.setVisible(on)
        if on:
            self.text.setFocus()

    def take_pasted(self) -> None:
        """Read what stands in the text field; raises `PlannerError`."""
        self._take(project_session.from_pasted(self.text.toPlainText(), self._called(), self._zone(), self._scratch()))

    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Read a boundary-point file (TXT)"), "", tr("Boundary points (*.txt)")
        )
        if path:
            self._try(lambda: self.take_file(Path(path)))

    def take_file(self, path: Path) -> None:
        """Read a boundary-point file; raises `PlannerError`."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(
                "unreadable_file", "{path} cannot be read: {reason}.", path=path, reason=error.strerror or str(error)
            ) from None
        self._take(project_session.from_points(content, path.name, self._zone(), self._scratch()))

    def take_selected(self) -> None:
        """The selected polygons of the layer in hand; raises `PlannerError`."""
        layer = self._iface.activeLayer()
        features = list(layer.selectedFeatures()) if isinstance(layer, QgsVectorLayer) else []
        features = [one for one in features if one.hasGeometry() and one.geometry().type() == POLYGON_GEOMETRY]
        if not features:
            raise InputError(
                "nothing_selected", "No polygon is selected. Choose a layer of polygons and select the project in it."
            )
        from ..core.overlay.naming import field_like
        from ..core.projects.outlines import CODE_FIELDS, KIND_FIELDS, NAME_FIELDS

        columns = [field.name() for field in layer.fields()]
        fields = [field_like(columns, names) for names in (CODE_FIELDS, NAME_FIELDS, KIND_FIELDS)]
        names = [tuple("" if f is None or is_null(one[f]) else str(one[f]) for f in fields) for one in features]
        self._take_shapes([one.geometry() for one in features], layer.crs(), names)

    def _take_shapes(self, shapes: Any, crs: Any, names: Any) -> None:
        if self._desk.path is None:
            raise InputError("no_county", "Open a county first.")
        self._take(project_session.from_layer_geometry(shapes, crs, names, self._desk.path, self._scratch()))

    def _take(self, source: Source) -> None:
        self.clear()
        self.source = source
        self.band.show_layer(self._outline_layer())
        self.say("\n".join(say(warning) for warning in source.warnings))
        self._show_state()

    def _outline_layer(self) -> QgsVectorLayer:
        assert self.source is not None
        return QgsVectorLayer(str(self.source.outlines), "outline", "ogr")

    def _called(self) -> str:
        return self.name.text().strip() or tr("Project")

    def _zone(self) -> Optional[int]:
        return self.zone.currentData()

    def _scratch(self) -> Path:
        return self._setting().scratch

    # ---- the check
    def _made_job(self, report: str = "") -> Job:
        if self._desk.path is None:
            raise InputError("no_county", "Open a county first.")
        if self.source is None:
            raise project_session.no_outline()
        return project_session.check_job(self.source, str(self._desk.path), report)

    def start(self) -> None:
        """Check the outline in the background; raises `PlannerError`."""
        before, self._job = self._job, self._made_job()  # known before it starts: it may end at once
        if not self._runner.start(self._job):
            self._job = before
            raise _busy()

    def _ended(self, outcome: Outcome) -> None:
        if self._job is None or outcome.job is not self._job:
            return
        self._job = None
        if outcome.error:
            self.say(outcome.error, bad=not outcome.cancelled)
            return
        self._results = outcome.results
        self.findings = project_session.read_findings(outcome.results)
        self._show_findings()
        self.say("\n".join(outcome.warnings))

    def _show_findings(self) -> None:
        several = len({finding.project for finding in self.findings}) > 1
        self.table.setRowCount(len(self.findings))
        for row, finding in enumerate(self.findings):
            what = f"{finding.project}  {finding.what}" if several else finding.what
            texts = (what, _figure(finding.area), _figure(None if finding.share is None else 100 * finding.share))
            for column, text in enumerate((*texts, say(verdict_word(finding.verdict)))):
                item = QTableWidgetItem(text)
                item.setToolTip(finding.reason)
                item.setTextAlignment((LEFT if column in (0, 3) else RIGHT) | Qt.AlignmentFlag.AlignVCenter)
                if column == 3:
                    ground, ink = COLOURS[finding.verdict]
                    item.setBackground(QBrush(QColor(ground)))
                    item.setForeground(QBrush(QColor(ink)))
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()
        rows = sum(self.table.rowHeight(i) for i in range(min(len(self.findings), ROWS_SHOWN)))
        self.table.setFixedHeight(self.table.horizontalHeader().height() + rows + 6)
        overall = worst(finding.verdict for finding in self.findings)
        ground, ink = COLOURS[overall]
        self.verdict.setText(say(verdict_word(overall)))
        self.verdict.setStyleSheet(
            f"background: {ground}; color: {ink}; border-radius: 3px; padding: 3px 6px; font-weight: bold;"
        )
        self._show_state()

    def _row_chosen(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        self.reason.setText(self.findings[rows[0].row()].reason if rows else "")

    def zoom(self) -> None:
        """Show the ground of the chosen row, else the outline."""
        if self.source is None:
            raise project_session.no_outline()
        rows = self.table.selectionModel().selectedRows()
        finding = self.findings[rows[0].row()] if rows else None
        if finding is not None and finding.row >= 0:
            layer = QgsVectorLayer(self._results["OUTPUT"], "check", "ogr")
            shapes = [feature.geometry() for feature in layer.getFeatures()][finding.row : finding.row + 1]
            if shapes and not shapes[0].isEmpty():
                zoom_and_flash(self._canvas, layer, shapes)
                return
        layer = self._outline_layer()
        zoom_and_flash(self._canvas, layer, [feature.geometry() for feature in layer.getFeatures()])

    # ---- reports and the county's projects
    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder of the reports"))
        if folder:
            self._try(lambda: self.save_report(folder))

    def save_report(self, folder: str) -> None:
        """Workbook and PDF of each outline; raises `PlannerError`.

        Here on the main thread, which layouts are bound to: a project takes a second or two.
        """
        if self._runner.busy():
            raise _busy()
        self._results = run_here(self._made_job(folder).runs[0])
        self.findings = project_session.read_findings(self._results)
        self._show_findings()
        self.say(tr("Reports written to {folder}.", folder=folder))

    def keep_outline(self) -> None:
        """Add the outlines to the county's projects; raises `PlannerError`."""
        from ..database.projects import add_projects

        if self.source is None or self._desk.path is None:
            raise project_session.no_outline()
        if self._desk.read_only:
            raise InputError("read_only", "The county is open read-only; nothing can be added to it.")
        count = add_projects(self._desk.path, self.source.frame)
        self.say(tr("Kept. The county has {count} projects now.", count=count))
        self.saved.emit()

    # ---- state
    def clear(self) -> None:
        """Put the outline and what was found away; a check of it that still runs is stopped, and not heard."""
        running, self._job = self._job, None
        if running is not None:
            self._runner.cancel()
        self.source, self.findings, self._results = None, [], {}
        self.band.clear()
        self.table.setRowCount(0)
        self.reason.clear()
        self.say("")
        self._show_state()

    def _desk_changed(self) -> None:
        if self._desk.path != self._county:
            self._county = self._desk.path
            self.draw.setChecked(False)
            self.clear()

    def _show_state(self) -> None:
        there = self.source is not None
        if self.source is not None:
            from ..core.overlay.ellipsoid import ellipsoid_areas

            area = float(ellipsoid_areas(self.source.frame.geometry).sum())
            self.outline.setText(
                tr("{count} outlines, {area} ha", count=len(self.source.frame), area=f"{area / 1e4:,.4f}")
            )
        self.outline.setVisible(there)
        for button in (self.check, self.toolbox, self.command, self.zoom_to, self.save, self.keep, self.away):
            button.setEnabled(there)
        for widget in (self.table, self.verdict, self.reason):
            widget.setVisible(bool(self.findings))

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)
        self.message.setVisible(bool(text))

    def _try(self, work: Callable[[], Any]) -> None:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)

    def remove(self) -> None:
        """Take everything off the map; called when the plugin is unloaded."""
        if self._canvas.mapTool() is self.tool:
            self._canvas.unsetMapTool(self.tool)
        self._desk.changed.disconnect(self._desk_changed)
        self._runner.ended.disconnect(self._ended)
        self.tool.deleteLater()
        self.band.remove()


def _busy() -> InputError:
    return InputError("busy", "Other work is still running. Wait for it, or cancel it.")


def _row(*widgets: QWidget) -> QHBoxLayout:
    bar = QHBoxLayout()
    for widget in widgets:
        bar.addWidget(widget)
    bar.addStretch()
    return bar


def _figure(value: Optional[float]) -> str:
    return "" if value is None or value != value else f"{value:,.2f}"
