"""The drawing table: districts with their figures, tools that draw on the map, and what breaks. Core counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QMessageBox,
    QProgressBar,
    QSplitter,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from ...core.drawing.sheet import Problem
from ...core.errors import PlannerError
from ...core.task import Task
from ...paths import resource
from ...translation import say, say_error, tr
from ..background import Background
from ..centre_session import rules_of
from ..desk import Desk
from ..jobs import Setting
from ..look import whole
from ..widgets import add_shortcuts, message_label, row_table, say_on, tool_button
from ..zoom import zoom_and_flash
from .bar import NO_TARGET, DrawingBar
from .commands import DistrictCommands
from .district_table import DISTRICT, NAME, STATE, DistrictTable, is_number
from .edit_words import step_words
from .figures import line_titles
from .hand import FILL, SELECT, Aim, Hand
from .keys import help_page
from .overlay import Overlay
from .session import Reading, Session, read_level
from .unit_layer import SPARE_COLOUR, UnitLayer, add_to_project, remove_from_project, still_there
from .words import hover_words, problem_word, state_words, totals_tip, totals_words

if TYPE_CHECKING:
    from ...core.drawing.figures import DrawingFigures, Figures
    from ...core.partition.problem import Rules

REST = 600  # ms without a change
HOVER = 60  # ms that the pointer rests on a unit
LARGE = 2000  # units from which a level is read in the background: with fewer it is there at once
LIVE = 30  # ms between two counts while a stroke goes; more where a count takes long


class DrawingDock(QDockWidget):
    """The wide table at the bottom of the window, with its layer and its tools on the map."""

    told = pyqtSignal(str, bool)
    left = pyqtSignal()  # the dock was closed
    branch_asked = pyqtSignal()

    def __init__(self, iface: Any, desk: Desk, setting: Callable[[], Setting], parent: QWidget) -> None:
        super().__init__(tr("Drawing table"), parent)
        self.setObjectName("villagePlannerDrawingDock")
        self.setWindowIcon(QIcon(str(resource("icons", "review.svg"))))
        self._iface, self.desk, self._setting = iface, desk, setting
        self._canvas = iface.mapCanvas()
        self.session: Optional[Session] = None
        self.units: Optional[UnitLayer] = None
        self._problems: list[Problem] = []
        self._breaks: list[Problem] = []  # those that the last change has made
        self._figures: Optional[Figures] = None
        self._counted_live = False  # the figures on the screen are those of the stroke in hand
        self._lines = line_titles()
        self._looking = False  # a row is selected to be looked at, not to be drawn with
        self._tool = SELECT  # taken up when a level is read
        self._overlay = Overlay(self._canvas)
        self.hand = Hand(self._canvas, lambda: self.units, lambda: self.session, self._aim, self)
        self._build()
        self.commands = DistrictCommands(
            self.bar, lambda: self.session, lambda: self.units, lambda: self._hovered, self
        )
        self._commands: dict[str, Callable[[], Any]] = {
            **self.commands.by_name(),
            "swap": self._swap_targets,
            "branch": self.branch_asked.emit,
            "help": self.show_keys,
            "labels": lambda: self._overlay.labels.setVisible(self.bar.labels.isChecked()),
            "borderline": self._hatch,
            "larger": lambda: self.hand.brush.resize(1),
            "smaller": lambda: self.hand.brush.resize(-1),
        }
        self._background = Background(self)
        self._background.failed.connect(self._failed)
        self._background.progressed.connect(lambda done: self.progress.setValue(round(100 * done)))
        self._reading: Optional[object] = None  # stands for the level that is being read
        self._connect()
        self._rest = self._timer(REST, lambda: self._guarded(self._rested))
        self._pointer = self._timer(HOVER, self._show_hover)
        self._live = self._timer(LIVE, self._count_live)
        self._hovered = ""

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        self.bar = DrawingBar(body)
        self.model = DistrictTable(self)
        self.table = row_table(body, "districts", self.model, several=False)
        header = self.table.horizontalHeader()
        # Columns that follow every figure would ask all cells for their size after every stroke.
        header.setSectionResizeMode(QHeaderView.Interactive)
        header.setResizeContentsPrecision(100)
        self.problems = QListWidget(body)
        self.problems.setObjectName("problems")
        self.problems.setWordWrap(True)
        self.problems.setMinimumWidth(150)
        split = QSplitter(Qt.Orientation.Horizontal, body)
        split.setObjectName("split")
        split.addWidget(self.table)
        split.addWidget(self.problems)
        split.setSizes([700, 190])
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.totals = QLabel(body)
        self.totals.setObjectName("totals")
        self.totals.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.totals.setWordWrap(True)
        self.selection = QLabel(body)
        self.selection.setObjectName("selection")
        self.message = message_label(body)
        self.next = tool_button(body, "next", tr("Next problem"), tr("Go to the next problem (N)"), self.next_problem)
        self.progress = QProgressBar(body)
        self.progress.setObjectName("reading")
        self.progress.setMaximumWidth(160)
        self.stop = tool_button(
            body, "stopReading", tr("Cancel"), tr("Leave off reading; nothing is changed"), self.stop_reading
        )
        self.again = tool_button(
            body,
            "readAgain",
            tr("Read again"),
            tr("Read the districts of this level from the county"),
            lambda: self._guarded(self.load),
        )
        for widget in (self.progress, self.stop, self.again):
            widget.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.selection)
        foot.addSpacing(16)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.progress)
        foot.addWidget(self.stop)
        foot.addWidget(self.again)
        foot.addWidget(self.next)
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 2, 6, 4)
        column.setSpacing(3)
        column.addWidget(self.bar)
        column.addWidget(split, 1)
        column.addWidget(self.totals)
        column.addLayout(foot)
        self.setWidget(body)
        plain = {Qt.Key(key): text for key, text in (
            *((Qt.Key.Key_1 + number, str(number + 1)) for number in range(9)),
            (Qt.Key.Key_BracketLeft, "["), (Qt.Key.Key_BracketRight, "]"), (Qt.Key.Key_Escape, "Esc"),
            *((getattr(Qt.Key, f"Key_{letter}"), letter) for letter in "SPRETFLNBX"),
        )}  # fmt: skip
        add_shortcuts(
            body,
            (
                ("Ctrl+Z", lambda: self._commands["undo"]()),
                ("Ctrl+Shift+Z", lambda: self._commands["redo"]()),
                *((text, lambda key=key: self._key(key, 0)) for key, text in plain.items()),
            ),
        )

    def _connect(self) -> None:
        self.bar.level_chosen.connect(lambda: self._guarded(self.load))
        self.bar.tool_chosen.connect(self.take)
        self.bar.target_chosen.connect(self._target_changed)
        self.bar.asked.connect(lambda name: self._commands[name]())
        self.model.modelReset.connect(self._fit_columns)
        self.model.lock_asked.connect(lambda code, locked: self.session and self.session.lock([code], locked))
        self.table.selectionModel().selectionChanged.connect(self._row_chosen)
        self.table.doubleClicked.connect(lambda index: self.zoom_to_district(self.model.district(index.row())))
        self.problems.itemActivated.connect(lambda item: self._go(self.problems.row(item)))
        self.problems.itemClicked.connect(lambda item: self._go(self.problems.row(item)))
        self.hand.told.connect(self.say)
        self.hand.moved.connect(self._live_later)
        self.hand.drawn.connect(self._warn)
        self.commands.told.connect(self.say)
        self.commands.moved.connect(self._warn)
        self.commands.target_asked.connect(self._take_target)
        self.hand.pick.menu_asked.connect(self.open_menu)
        for name, tool in self.hand.tools.items():
            tool.hovered.connect(self._hover)
            tool.began.connect(lambda _: self._hover(""))  # what it would do is being done
            tool.key_pressed.connect(self._key)
            tool.target_asked.connect(self._take_target)
            tool.activated.connect(lambda name=name: self.bar.show_tool(name))
            tool.deactivated.connect(lambda: self.bar.show_tool(""))
        self._canvas.destinationCrsChanged.connect(self._place_again)
        self.visibilityChanged.connect(self._visible)

    def _timer(self, interval: int, call: Callable[[], Any]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(call)
        return timer

    @property
    def level(self) -> Any:
        """The combo box of the levels."""
        return self.bar.level

    @property
    def target(self) -> Any:
        """The combo box of the districts to draw with."""
        return self.bar.target

    def _aim(self) -> Aim:
        bar = self.bar
        return Aim(bar.current_target(), bar.only_unassigned.isChecked(), bar.inside.isChecked(), bar.guard)

    # ---- what is shown
    def load(self, take_tool: bool = True) -> None:
        """Read the plan in hand anew and show the level that is chosen: at once, in a large county in the background.
        Raises `PlannerError`."""
        self.clear()
        level, plan = str(self.level.currentData()), int(self.desk.plan)
        rules = rules_of(self._setting(), level)
        if self.desk.count(level) > LARGE:
            self._read_later(level, plan, rules, take_tool)
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._begin(level, rules, read_level(self.desk, plan, level, rules), take_tool)
        finally:
            QApplication.restoreOverrideCursor()

    def _read_later(self, level: str, plan: int, rules: Rules, take_tool: bool) -> None:
        self._reading = object()
        asked = self._reading

        def then(reading: Reading) -> None:
            if self._reading is asked:  # else it came too late: cancelled, or another level was asked for
                self._show_reading(False)
                self._begin(level, rules, reading, take_tool)

        self._show_reading(True)
        self.say(tr("Reading {count} units …", count=whole(self.desk.count(level))))

        def work(task: Task) -> Reading:
            self.desk.wait(task)
            return read_level(self.desk, plan, level, rules, task)

        self._background.start(work, then)

    def _show_reading(self, on: bool) -> None:
        """The bar of progress and its button, instead of what works only on a level that is there."""
        self.progress.setValue(0)
        self.progress.setVisible(on)
        self.stop.setVisible(on)
        self.again.setVisible(False)
        self.next.setVisible(not on)
        if not on:
            self._reading = None

    def _hatch(self) -> None:
        if self.units is not None:
            self.units.hatch(self.bar.borderline.isChecked())

    def stop_reading(self) -> None:
        """Leave off reading; nothing is shown until it is asked for again."""
        self._background.cancel()
        self._not_read(tr("Reading was cancelled."))

    def _not_read(self, text: str) -> None:
        self._show_reading(False)
        self.next.setVisible(False)
        self.again.setVisible(True)
        self.say(text, bad=True)

    def _failed(self, text: str) -> None:
        if self._reading is not None:
            self._not_read(text)
        else:
            self.say(text, bad=True)

    def _begin(self, level: str, rules: Rules, reading: Reading, take_tool: bool) -> None:
        session = Session(self.desk, level, self, rules, reading)
        session.changed.connect(self._changed)
        session.refused.connect(lambda text: self.say(text, bad=True))
        session.saved.connect(self.say)
        session.steps_changed.connect(self._steps_changed)
        self.session = session
        title = tr("Drawing: township districts") if level == "township" else tr("Drawing: village districts")
        borderline = session.borderline()
        self.units = UnitLayer(title, session.units, session.assignment, borderline, session.points)
        self.bar.say_borderline(len(borderline), session.stability is not None, session.stale())
        self._hatch()
        self.units.layer.selectionChanged.connect(self._selection_changed)
        self.units.layer.willBeDeleted.connect(self._layer_gone)
        self._overlay.begin(session, self.units)
        self._show()
        add_to_project(self.units.layer)
        self._iface.setActiveLayer(self.units.layer)
        self._steps_changed()
        self._selection_changed()
        self.say("")
        counter = session.counter()
        self._background.start(session.best_known, lambda best: self._best_found(counter, best))
        if take_tool and self.isVisible():
            self.hand.take(self._tool)

    def _best_found(self, counter: DrawingFigures, best: Optional[float]) -> None:
        """The figures are measured against the best plan known from now on."""
        counter.against(best)
        if self.session is not None and self.session.counter() is counter:
            self._figures = self.session.figures()
            self._show_figures(self._figures, self._problems)

    def clear(self) -> None:
        """Take the layer, the marks and the tool off the map."""
        self.hand.abandon()
        self._background.cancel()
        self._show_reading(False)
        for timer in (self._rest, self._pointer, self._live):
            timer.stop()
        self.hand.take("")
        self._overlay.clear()
        if self.units is not None:
            layer, self.units = self.units.layer, None
            if still_there(layer):
                layer.willBeDeleted.disconnect(self._layer_gone)
                layer.selectionChanged.disconnect(self._selection_changed)
                remove_from_project(layer)
        if self.session is not None:
            self.session.deleteLater()
            self.session = None

    def remove(self) -> None:
        """The last thing before the dock goes: nothing of it stays on the canvas."""
        self.visibilityChanged.disconnect(self._visible)
        self._canvas.destinationCrsChanged.disconnect(self._place_again)
        self.clear()
        self._background.stop()
        self._overlay.remove()
        self.hand.remove()

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    def _changed(self, codes: set[str]) -> None:
        """After every change: figures, problems and colours, all counted anew."""
        session = self.session
        if session is None:
            return
        if self.units is not None and codes:
            self.units.update(codes, session.assignment)
            self._overlay.follow(session, codes)
        self._show()
        self._selection_changed()
        self._rest.start()

    def _show(self) -> None:
        session = self.session
        assert session is not None
        self._figures = session.figures()
        known = {problem.units for problem in self._problems}
        self._counted_live = False
        self._problems = session.problems(self._figures)
        self._breaks = [p for p in self._problems if p.kind == "broken" and p.units not in known]
        rows = self.table.selectionModel().selectedRows()
        chosen = self.model.district(rows[0].row()) if rows else ""
        self._show_figures(self._figures, self._problems)
        self.bar.fill_targets(session.districts)
        if chosen and not self.table.selectionModel().hasSelection():  # districts came or went: all rows are new
            self._choose_row(chosen, only_look=True)
        self._list_problems()
        if self.units is not None:
            self.units.colour({code: row.colour or SPARE_COLOUR for code, row in session.districts.items()})
            self._overlay.show(session, self._figures.districts, self._problems, self.units)

    def _show_figures(self, figures: Figures, problems: list[Problem]) -> None:
        assert self.session is not None
        self.model.show(figures, problems, self.session.districts, self._lines, self.session.far)
        self.totals.setText(totals_words(figures))
        self.totals.setToolTip(totals_tip(figures))

    def _rested(self) -> None:
        """The hand rests: the desk reads what has changed, and the file takes in what stands beside it."""
        self.desk.reread()
        self.desk.checkpoint()

    def _warn(self) -> None:
        """What a stroke has cut off, where the guard only warns."""
        if self._breaks:
            self.say(tr("Saved. {warning}", warning=say(self._breaks[0].text)), bad=True)

    def _fit_columns(self) -> None:
        """Wide enough for what stands there, and for a digit or a word more as strokes go on."""
        self.table.resizeColumnsToContents()
        metrics = self.table.fontMetrics()
        for column in range(self.model.columnCount()):
            more = metrics.averageCharWidth() if is_number(column) else 0
            self.table.setColumnWidth(column, self.table.columnWidth(column) + more)
        widest = max(metrics.horizontalAdvance(word) for word in state_words())
        self.table.setColumnWidth(STATE, max(self.table.columnWidth(STATE), widest + 12))

    def _live_later(self) -> None:
        if not self.hand.units_in_hand():
            self._show_what_is_drawn()
        elif not self._live.isActive():
            self._live.start()

    def _show_what_is_drawn(self) -> None:
        """The stroke is over; where it was taken back or refused, its figures must not stay."""
        self._live.stop()
        if self._counted_live and self._figures is not None:
            self._counted_live = False
            self._show_figures(self._figures, self._problems)
            self._overlay.show_figures(self._figures.districts)

    def _count_live(self) -> None:
        """The figures as they would be if the hand let go now."""
        drawn = self.hand.scheme_in_hand()
        if self.session is None or drawn is None:
            return
        begin = time.perf_counter()
        figures = self.session.figures(drawn)
        self._counted_live = True
        self._show_figures(figures, self._problems)
        self._overlay.show_figures(figures.districts)
        self._live.setInterval(max(LIVE, int(3000 * (time.perf_counter() - begin))))

    def _place_again(self) -> None:
        if self.session is not None and self.units is not None and self._figures is not None:
            self._overlay.begin(self.session, self.units)
            self._overlay.show(self.session, self._figures.districts, self._problems, self.units)

    def _steps_changed(self) -> None:
        self._enable()

    def _list_problems(self) -> None:
        row = self.problems.currentRow()
        wanted = [tr("{word}: {sentence}", word=problem_word(p), sentence=say(p.text)) for p in self._problems]
        count = len(wanted)
        shown = wanted or [tr("No rule is broken.")]
        if shown != [self.problems.item(i).text() for i in range(self.problems.count())]:
            self.problems.clear()
            self.problems.addItems(shown)
        for i in range(count):
            self.problems.item(i).setToolTip(tr("Go there"))
        if not wanted:
            self.problems.item(0).setFlags(Qt.ItemFlag.NoItemFlags)
        elif row >= 0:
            self.problems.setCurrentRow(min(row, count - 1))
        self.next.setEnabled(bool(wanted))
        self.next.setText(tr("Next problem ({count})", count=count) if count else tr("Next problem"))

    def _selection_changed(self, *_: Any) -> None:
        selected = self.units.selected() if self.units is not None else []
        people = sum(self.session.sheet.units[code].population for code in selected) if self.session else 0
        self.selection.setText(
            tr("{count} units selected, {people} people", count=whole(len(selected)), people=whole(people))
            if selected
            else tr("No unit selected")
        )
        self._enable()

    def _enable(self) -> None:
        """What can be done now: nothing that writes, while another person holds the county."""
        why, selected = self.desk.refusal(), self.units.selected() if self.units is not None else []
        if self.session is not None:
            self.bar.say_steps(step_words(self.session.undo_entry), step_words(self.session.redo_entry))
        self.bar.move.setEnabled(bool(selected))
        self.bar.refuse(why)
        if not why:
            self.bar.commands["swapUnits"].setEnabled(len(selected) == 2)
        if why and self._tool != SELECT:
            self._tool = SELECT
            if self.hand.current():
                self.hand.take(SELECT)

    def follow(self) -> None:
        """The desk has changed: perhaps who may write."""
        self._enable()

    # ---- tools and the district to draw with
    def take(self, name: str) -> None:
        """Take a tool, "" to put it down."""
        if self.session is None:
            self.bar.show_tool(self.hand.current())
            return
        why = self.desk.refusal() if name not in ("", SELECT) else ""
        if why:
            self.say(why, bad=True)
            name = SELECT
        self._tool = name or self._tool
        self.hand.take(name)
        self.bar.show_tool(self.hand.current())

    def _take_target(self, unit: str) -> None:
        if self.session is None:
            return
        district = self.session.assignment.get(unit, NO_TARGET)
        self.bar.choose_target(district)
        self.say(tr("Drawing with district {district}.", district=district) if district else tr("Drawing with none."))

    def _swap_targets(self) -> None:
        self.bar.choose_target(self.bar.previous_target())

    def _row_chosen(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows and not self._looking:
            self.bar.choose_target(self.model.district(rows[0].row()))

    def _target_changed(self) -> None:
        self._choose_row(self.bar.current_target())

    def _choose_row(self, district: str, only_look: bool = False) -> None:
        """Select the row of a district. only_look: what is drawn with stays as it is"""
        row = self.model.row_of(district)
        if row < 0:
            self.table.clearSelection()
            return
        flags = QItemSelectionModel.ClearAndSelect | QItemSelectionModel.Rows
        self._looking = only_look
        self.table.selectionModel().select(self.model.index(row, DISTRICT), flags)
        self._looking = False
        self.table.scrollTo(self.model.index(row, NAME))

    def open_menu(self, place: QPoint) -> None:
        """The right button's menu of the tool that selects."""
        menu = self.commands.menu()
        if menu is not None:
            menu.popup(place)

    def show_keys(self) -> None:
        """The list of keys, beside the work: nothing waits for it."""
        box = QMessageBox(QMessageBox.NoIcon, tr("Keys of the drawing table"), help_page(), QMessageBox.Close, self)
        box.setObjectName("drawingKeys")
        box.button(QMessageBox.Close).setText(tr("Close"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setModal(False)
        box.show()

    # ---- going there
    def next_problem(self) -> None:
        """Go to the next problem, after the last the first again."""
        if self._problems:
            self._go((self.problems.currentRow() + 1) % len(self._problems))

    def _go(self, row: int) -> None:
        if self.units is None or not 0 <= row < len(self._problems):
            return
        self.problems.setCurrentRow(row)
        problem = self._problems[row]
        if problem.district:
            self._choose_row(problem.district, only_look=True)
        self._zoom(problem.units)

    def zoom_to_district(self, district: str) -> None:
        if self.session is not None and self.units is not None:
            self._zoom([code for code, own in self.session.assignment.items() if own == district])

    def _zoom(self, codes: Iterable[str]) -> None:
        units = self.units
        if units is not None:
            self._guarded(lambda: zoom_and_flash(self._canvas, units.layer, units.geometries(codes)))

    # ---- before the click
    def _hover(self, code: str) -> None:
        self._hovered = code
        if code:
            self._pointer.start()
        else:
            self._pointer.stop()
            QToolTip.hideText()

    def _show_hover(self) -> None:
        text = self.hover_text(self._hovered)
        if text:
            QToolTip.showText(self._canvas.cursor().pos(), text, self._canvas)

    def hover_text(self, code: str) -> str:
        """What a click of the tool in hand on a unit would do."""
        if self.session is None or self._figures is None or code not in self.session.sheet.units:
            return ""
        return hover_words(self.session, self.hand, self._figures, code)

    # ---- events
    def _key(self, key: int, modifiers: int) -> None:
        control, shift = int(Qt.KeyboardModifier.ControlModifier), int(Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Z:
            if modifiers & control:
                self._commands["redo" if modifiers & shift else "undo"]()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.commands.move_by_number(key - Qt.Key.Key_0)
        elif key == Qt.Key.Key_N:
            self.next_problem()
        elif key == Qt.Key.Key_Escape:
            if not self.hand.abandon() and self.units is not None:
                self.units.select([])
        elif key in TOOL_KEYS:
            self.take(TOOL_KEYS[key])
        elif key in COMMAND_KEYS:
            self._commands[COMMAND_KEYS[key]]()

    def _visible(self, visible: bool) -> None:
        # Tabbed behind another dock is not closed: only a closed dock gives the map back.
        if not visible and self.isHidden():
            self.clear()
            self._guarded(self.desk.refresh)
            self.left.emit()
        elif visible and self.session is None and self._reading is None:
            self._guarded(self.load)

    def _layer_gone(self) -> None:
        # The user removed the layer, or opened another project: there is nothing to draw on.
        self.hand.abandon()
        self.units = None
        self._overlay.clear()

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            self.told.emit(say_error(error), True)


TOOL_KEYS = {
    int(Qt.Key.Key_S): SELECT,
    int(Qt.Key.Key_P): "paint",
    int(Qt.Key.Key_R): "rectangle",
    int(Qt.Key.Key_E): "boundary",
    int(Qt.Key.Key_T): "township",
    int(Qt.Key.Key_F): FILL,
}
COMMAND_KEYS = {
    int(Qt.Key.Key_BracketLeft): "smaller",
    int(Qt.Key.Key_BracketRight): "larger",
    int(Qt.Key.Key_L): "lock",
    int(Qt.Key.Key_B): "branch",
    int(Qt.Key.Key_X): "swap",
}
