"""The review dock: districts with their figures, moves by hand, and what breaks. It shows; core counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import PlannerError
from ..core.review.drawing import Problem, preview
from ..paths import resource
from ..translation import say, say_error, tr
from .desk import Desk
from .district_table import DISTRICT, NAME, STATE, DistrictTable
from .look import signed, whole
from .unit_layer import ProblemMarks, UnitLayer, UnitTool, add_to_project, still_there
from .drawing_session import SPARE_COLOUR, Session
from .widgets import add_shortcuts, message_label, row_table, say_on, tool_button
from .zoom import zoom_and_flash

REST = 600  # ms without a move
NEW_DISTRICT = "+"  # the target that stands for a district yet to be made


class DrawingDock(QDockWidget):
    """The wide table at the bottom of the window, with its layer and its tool on the map."""

    told = pyqtSignal(str, bool)
    left = pyqtSignal()  # the dock was closed

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Review districts"), parent)
        self.setObjectName("villagePlannerDrawingDock")
        self.setWindowIcon(QIcon(str(resource("icons", "review.svg"))))
        self._iface, self.desk = iface, desk
        self._canvas = iface.mapCanvas()
        self.session: Optional[Session] = None
        self.units: Optional[UnitLayer] = None
        self._problems: list[Problem] = []
        self._marks = ProblemMarks(self._canvas)
        self.tool = UnitTool(self._canvas, lambda: self.units)
        self.tool.hovered.connect(self._hover)
        self.tool.menu_asked.connect(self.open_menu)
        self.tool.key_pressed.connect(self._key)
        self._build()
        # The steps of the Planner dock follow once the hand rests: reading them takes longer than a move may.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(lambda: self._guarded(self.desk.reread))
        self.visibilityChanged.connect(self._visible)

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        self.level = QComboBox(body)
        self.level.setObjectName("level")
        self.level.addItem(tr("Township districts"), "township")
        self.level.addItem(tr("Village districts"), "village")
        self.level.currentIndexChanged.connect(lambda _: self._guarded(self.load))
        self.pick = QToolButton(body)
        self.pick.setObjectName("pick")
        self.pick.setText(tr("Pick on the map"))
        self.pick.setCheckable(True)
        self.pick.setToolTip(tr("Click units or drag a box; Ctrl adds; right button or keys 1–9 move them"))
        self.pick.toggled.connect(self._pick)
        self.tool.activated.connect(lambda: self.pick.setChecked(True))
        self.tool.deactivated.connect(lambda: self.pick.setChecked(False))
        self.target = QComboBox(body)
        self.target.setObjectName("target")
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.target.setMinimumContentsLength(8)
        self.target.currentIndexChanged.connect(self._target_changed)
        self.target.setToolTip(tr("Where the selected units go"))
        self.move_button = QPushButton(tr("Move to"), body)
        self.move_button.setObjectName("move")
        self.move_button.clicked.connect(lambda: self.move_selected(str(self.target.currentData() or "")))
        self.undo = tool_button(body, "undo", tr("Undo"), tr("Undo the last move (Ctrl+Z)"), self._undo)
        self.redo = tool_button(body, "redo", tr("Redo"), tr("Redo (Ctrl+Shift+Z)"), self._redo)
        self.lock_all = tool_button(
            body, "lockAll", tr("Lock all"), tr("Lock all districts; again to unlock them"), self._lock_all
        )
        self.next = tool_button(body, "next", tr("Next problem"), tr("Go to the next problem (N)"), self.next_problem)
        bar = QHBoxLayout()
        for widget in (self.level, self.pick, self.move_button, self.target, self.undo, self.redo, self.lock_all):
            bar.addWidget(widget)
        bar.addStretch()

        self.model = DistrictTable(self)
        self.model.lock_asked.connect(self._lock)
        self.table = row_table(body, "districts", self.model, several=False)
        self.table.horizontalHeader().setSectionResizeMode(STATE, QHeaderView.Stretch)
        self.table.selectionModel().selectionChanged.connect(self._row_chosen)
        self.table.doubleClicked.connect(lambda index: self.zoom_to_district(self.model.district(index.row())))

        self.problems = QListWidget(body)
        self.problems.setObjectName("problems")
        self.problems.setWordWrap(True)
        self.problems.setMinimumWidth(150)
        self.problems.itemActivated.connect(lambda item: self._go(self.problems.row(item)))
        self.problems.itemClicked.connect(lambda item: self._go(self.problems.row(item)))
        split = QSplitter(Qt.Orientation.Horizontal, body)
        split.setObjectName("split")
        split.addWidget(self.table)
        split.addWidget(self.problems)
        split.setSizes([600, 190])
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)

        self.selection = QLabel(body)
        self.selection.setObjectName("selection")
        self.message = message_label(body)
        foot = QHBoxLayout()
        foot.addWidget(self.selection)
        foot.addSpacing(16)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.next)
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(split, 1)
        column.addLayout(foot)
        self.setWidget(body)
        add_shortcuts(
            body,
            (
                ("Ctrl+Z", self._undo),
                ("Ctrl+Shift+Z", self._redo),
                ("N", self.next_problem),
                *((str(number), lambda number=number: self.move_by_number(number)) for number in range(1, 10)),
            ),
        )

    # ---- what is shown
    def load(self, take_tool: bool = True) -> None:
        """Read the plan in hand anew and show the level that is chosen; raises `PlannerError`."""
        self.clear()
        level = str(self.level.currentData())
        session = Session(self.desk, level, self)
        session.changed.connect(self._changed)
        session.refused.connect(lambda text: self.say(text, bad=True))
        session.saved.connect(self.say)
        session.stack.canUndoChanged.connect(self.undo.setEnabled)
        session.stack.canRedoChanged.connect(self.redo.setEnabled)
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        self.session = session
        self.units = UnitLayer(self._title(level), session.units, session.assignment)
        self.units.layer.selectionChanged.connect(self._selection_changed)
        self.units.layer.willBeDeleted.connect(self._layer_gone)
        self._paint()
        add_to_project(self.units.layer)
        self._iface.setActiveLayer(self.units.layer)
        self._changed(set())
        self._selection_changed()
        self.say("")
        if take_tool and self.isVisible():
            self._canvas.setMapTool(self.tool)

    def clear(self) -> None:
        """Take the layer, the marks and the tool off the map."""
        self._marks.clear()
        self._rest.stop()
        if self._canvas.mapTool() is self.tool:
            self._canvas.unsetMapTool(self.tool)
        if self.units is not None:
            layer, self.units = self.units.layer, None
            if still_there(layer):
                layer.willBeDeleted.disconnect(self._layer_gone)
                layer.selectionChanged.disconnect(self._selection_changed)
                if QgsProject.instance().mapLayer(layer.id()) is not None:
                    QgsProject.instance().removeMapLayer(layer.id())
        if self.session is not None:
            self.session.deleteLater()
            self.session = None

    def remove(self) -> None:
        """The last thing before the dock goes: nothing of it stays on the canvas."""
        self.visibilityChanged.disconnect(self._visible)
        self.clear()
        self._marks.remove(self._canvas)
        self.tool.remove()

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    def _title(self, level: str) -> str:
        return tr("Review: township districts") if level == "township" else tr("Review: village districts")

    def _paint(self) -> None:
        assert self.session is not None and self.units is not None
        self.units.colour({code: self.session.colours.get(code, SPARE_COLOUR) for code in self.session.districts})

    def _changed(self, codes: set[str]) -> None:
        """After every change: figures, problems and colours, all counted anew."""
        session = self.session
        if session is None:
            return
        if self.units is not None and codes:
            self.units.update(codes, session.assignment)
        self._problems = session.problems()
        self.model.show(session.tallies(), self._problems, session.colours)
        self._fill_targets()
        self._list_problems()
        if self.units is not None:
            self._paint()
            self._marks.show([p for p in self._problems if p.kind in ("broken", "nesting")], self.units)
        if codes:
            self._selection_changed()
            self._rest.start()

    def _fill_targets(self) -> None:
        assert self.session is not None
        current = self.target.currentData()
        wanted = [(f"{code}  {d.name}".strip(), code) for code, d in self.session.districts.items()]
        wanted.append((tr("New district"), NEW_DISTRICT))
        if wanted == [(self.target.itemText(i), self.target.itemData(i)) for i in range(self.target.count())]:
            return
        self.target.blockSignals(True)
        self.target.clear()
        for text, code in wanted:
            self.target.addItem(text, code)
        self.target.setCurrentIndex(max(self.target.findData(current), 0))
        self.target.blockSignals(False)

    def _list_problems(self) -> None:
        row = self.problems.currentRow()
        self.problems.clear()
        for problem in self._problems:
            text = tr("{word}: {sentence}", word=problem_word(problem), sentence=say(problem.text))
            item = QListWidgetItem(text, self.problems)
            item.setToolTip(tr("Go there"))
        if not self._problems:
            item = QListWidgetItem(tr("No rule is broken."), self.problems)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        elif row >= 0:
            self.problems.setCurrentRow(min(row, len(self._problems) - 1))
        self.next.setEnabled(bool(self._problems))
        count = len(self._problems)
        self.next.setText(tr("Next problem ({count})", count=count) if count else tr("Next problem"))

    def _selection_changed(self, *_: Any) -> None:
        selected = self.units.selected() if self.units is not None else []
        people = sum(self.session.sheet.units[code].population for code in selected) if self.session else 0
        self.selection.setText(
            tr("{count} units selected, {people} people", count=whole(len(selected)), people=whole(people))
            if selected
            else tr("No unit selected")
        )
        self.move_button.setEnabled(bool(selected))

    # ---- moving
    def move_selected(self, district: str) -> bool:
        """Move the selected units; what is refused or breaks is said at once."""
        if self.session is None or self.units is None:
            return False
        selected = self.units.selected()
        if not selected:
            self.say(tr("Select units on the map first."), bad=True)
            return False
        made = district == NEW_DISTRICT
        if made:
            district = self.session.add_district(self.session.sheet.units[selected[0]].parent)
        if not self.session.move(selected, district):
            if made:
                self.session.drop_empty(district)
            return False
        self.units.select([])
        return True

    def move_by_number(self, number: int) -> bool:
        """Keys 1–9: the district of that number, at village level inside the units' own township district."""
        if self.session is None or self.units is None:
            return False
        selected = self.units.selected()
        parent = self.session.sheet.units[selected[0]].parent if selected else ""
        return self.move_selected(f"{parent}-{number:02d}" if parent else str(number))

    def open_menu(self, place: QPoint) -> None:
        """The right button's menu: the districts the selected units may go to."""
        menu = self.district_menu()
        if menu is not None:
            menu.popup(place)

    def district_menu(self) -> Optional[QMenu]:
        if self.session is None or self.units is None:
            return None
        selected = self.units.selected()
        if not selected:
            return None
        session = self.session
        menu = QMenu(self)
        menu.setObjectName("districtMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSection(tr("Move {count} units to", count=len(selected)))
        parents = {session.sheet.units[code].parent for code in selected}
        near = {
            session.assignment.get(other, "") for code in selected for other in session.sheet.neighbours.get(code, ())
        }
        # Districts next to the units first: that is where they mostly go.
        fitting = [d for d in session.districts.values() if not d.parent or parents == {d.parent}]
        for district in sorted(fitting, key=lambda d: d.code not in near):
            entry = menu.addAction(f"{district.code}  {district.name}".strip())
            entry.setEnabled(not district.locked)
            entry.triggered.connect(lambda _=False, code=district.code: self.move_selected(code))
        menu.addSeparator()
        menu.addAction(tr("New district"), lambda: self.move_selected(NEW_DISTRICT))
        menu.addAction(tr("No district"), lambda: self.move_selected(""))
        return menu

    def _undo(self) -> None:
        if self.session is not None:
            self.session.undo()

    def _redo(self) -> None:
        if self.session is not None:
            self.session.redo()

    def _lock(self, district: str, locked: bool) -> None:
        if self.session is not None:
            self.session.lock([district], locked)

    def _lock_all(self) -> None:
        if self.session is not None:
            districts = self.session.districts
            self.session.lock(districts, not all(district.locked for district in districts.values()))

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
        self._choose_row(problem.district)
        self._zoom(problem.units)

    def zoom_to_district(self, district: str) -> None:
        if self.session is not None and self.units is not None:
            self._zoom([code for code, own in self.session.assignment.items() if own == district])

    def _zoom(self, codes: Iterable[str]) -> None:
        units = self.units
        if units is not None:
            self._guarded(lambda: zoom_and_flash(self._canvas, units.layer, units.geometries(codes)))

    # ---- table, target, hover
    def _row_chosen(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows:
            self.target.setCurrentIndex(self.target.findData(self.model.district(rows[0].row())))

    def _target_changed(self) -> None:
        self._choose_row(str(self.target.currentData() or ""))

    def _choose_row(self, district: str) -> None:
        row = self.model.row_of(district)
        if row < 0:
            return
        flags = QItemSelectionModel.ClearAndSelect | QItemSelectionModel.Rows
        self.table.selectionModel().select(self.model.index(row, DISTRICT), flags)
        self.table.scrollTo(self.model.index(row, NAME))

    def _hover(self, code: str) -> None:
        """Before the click: what moving this unit to the target would do."""
        text = self.hover_text(code)
        if text:
            QToolTip.showText(self._canvas.cursor().pos(), text, self._canvas)
        else:
            QToolTip.hideText()

    def hover_text(self, code: str) -> str:
        if self.session is None or code not in self.session.sheet.units:
            return ""
        session, unit = self.session, self.session.sheet.units[code]
        own = session.assignment.get(code, "")
        here = tr(
            "{unit}, {people} people, district {district}",
            unit=unit.name,
            people=whole(unit.population),
            district=own or "–",
        )
        target = str(self.target.currentData() or "")
        if target in ("", NEW_DISTRICT, own):
            return here
        try:
            tally, new = preview(session.sheet, session.assignment, session.districts, code, target)
        except PlannerError as error:
            return f"{here}\n{say_error(error)}"
        there = tr(
            "→ district {district}: {people} people ({deviation} %)",
            district=target,
            people=whole(tally.population),
            deviation="–" if tally.deviation is None else signed(tally.deviation),
        )
        breaks = [say(problem.text) for problem in new] or [tr("breaks nothing")]
        return "\n".join([here, there, *breaks])

    # ---- events
    def _key(self, key: int, modifiers: int) -> None:
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.move_by_number(key - Qt.Key.Key_0)
        elif key == Qt.Key.Key_N:
            self.next_problem()
        elif key == Qt.Key.Key_Z and modifiers & int(Qt.KeyboardModifier.ControlModifier):
            if modifiers & int(Qt.KeyboardModifier.ShiftModifier):
                self._redo()
            else:
                self._undo()
        elif key == Qt.Key.Key_Escape and self.units is not None:
            self.units.select([])

    def _pick(self, on: bool) -> None:
        if on and self._canvas.mapTool() is not self.tool:
            self._canvas.setMapTool(self.tool)
        elif not on and self._canvas.mapTool() is self.tool:
            self._canvas.unsetMapTool(self.tool)

    def _visible(self, visible: bool) -> None:
        # Tabbed behind another dock is not closed: only a closed dock gives the map back.
        if not visible and self.isHidden():
            self.clear()
            self._guarded(self.desk.refresh)
            self.left.emit()
        elif visible and self.session is None:
            self._guarded(self.load)

    def _layer_gone(self) -> None:
        # The user removed the layer, or opened another project: the review has nothing to show on.
        self.units = None
        self._marks.clear()

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            self.told.emit(say_error(error), True)


def problem_word(problem: Problem) -> str:
    return {
        "unassigned": tr("Unassigned"),
        "broken": tr("Broken"),
        "empty": tr("Empty"),
        "nesting": tr("Crossing"),
    }[problem.kind]
