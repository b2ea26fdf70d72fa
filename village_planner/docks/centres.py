"""The part of the Districts page that moves centres: a level, a tool on the map, undo, and what a move does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QCursor
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from ..core.drawing.edit_kinds import MOVE_CENTRE
from ..core.errors import InputError, PlannerError
from ..translation import say_error, tr
from .centre_map import CentreMarks, CentreTool
from .centre_session import CentreSession
from .desk import Desk, Place
from .drawing.unit_layer import SPARE_COLOUR, UnitLayer, add_to_project, remove_from_project, still_there
from .jobs import Setting
from .widgets import say_on, tool_button

REST = 600  # ms without a move, then the steps are read again


class CentrePanel(QGroupBox):
    """Nothing is on the map until the tool is switched on, and nothing of it stays when it is switched off."""

    kept = pyqtSignal()  # the plan in the database has changed
    rested = pyqtSignal()  # and the hand rests

    def __init__(
        self, iface: Any, desk: Desk, setting: Callable[[], Setting], parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(tr("Move centres"), parent)
        self.setObjectName("centres")
        self._iface, self._desk, self._setting = iface, desk, setting
        self._canvas = iface.mapCanvas()
        self.session: Optional[CentreSession] = None
        self.units: Optional[UnitLayer] = None
        self._plan = Place()
        self._loading = False
        self.marks = CentreMarks(self._canvas)
        self.tool = CentreTool(self._canvas, self.marks, lambda: self.units)
        self.tool.hovered.connect(self._hover)
        self.tool.taken.connect(self._take)
        self.tool.dragged.connect(self._drag)
        self.tool.dropped.connect(self._drop)
        self.tool.put_back.connect(self._put_back)
        self.tool.undo_asked.connect(lambda again: self._step(again))
        self.tool.deactivated.connect(self._tool_left)
        desk.changed.connect(self._desk_changed)
        self._canvas.destinationCrsChanged.connect(self._show_again)
        self._build()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.rested)

    def _build(self) -> None:
        about = QLabel(
            tr(
                "Drag a centre from unit to unit: its district and those beside it follow. Release to keep, Esc to put "
                "it back."
            ),
            self,
        )
        about.setWordWrap(True)
        self.level = QComboBox(self)
        self.level.setObjectName("centre_level")
        self.level.addItem(tr("Township districts"), "township")
        self.level.addItem(tr("Village districts"), "village")
        self.level.currentIndexChanged.connect(lambda _: self._again())
        self.switch = tool_button(
            self, "move_centres", tr("Move on the map"), tr("Show the centres on the map and drag them")
        )
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self._switched)
        self.undo = tool_button(self, "undo_centre", tr("Undo"), tr("Undo the last move (Ctrl+Z)"))
        self.undo.clicked.connect(lambda: self._step(False))
        self.redo = tool_button(self, "redo_centre", tr("Redo"), tr("Redo (Ctrl+Shift+Z)"))
        self.redo.clicked.connect(lambda: self._step(True))
        self.message = QLabel(self)
        self.message.setObjectName("centre_message")
        self.message.setWordWrap(True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.addWidget(about)
        for row in ((self.level, self.switch), (self.undo, self.redo)):
            bar = QHBoxLayout()
            for widget in row:
                bar.addWidget(widget)
            bar.addStretch()
            column.addLayout(bar)
        column.addWidget(self.message)
        self._steps_changed()

    # ---- on and off
    def _switched(self, on: bool) -> None:
        if not on:
            self.clear()
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.load()
        except PlannerError as error:
            self.switch.setChecked(False)
            self.clear()
            self.say(say_error(error), bad=True)
        finally:
            QApplication.restoreOverrideCursor()

    def load(self) -> None:
        """Read the plan in hand and put its districts, its centres and the tool on the map; raises `PlannerError`."""
        self._loading = True
        self.clear()
        self._loading = False
        if self._desk.path is None or not self._desk.plan:
            raise InputError("no_plan", "Open a county and draw its districts first.")
        level = str(self.level.currentData())
        self._plan = self._desk.place
        self.session = session = CentreSession(self._desk, level, self._setting(), self)
        session.repaint.connect(self._repaint)
        session.told.connect(self.say)
        session.kept.connect(self._kept)
        session.session.steps_changed.connect(self._steps_changed)
        self._steps_changed()
        title = tr("Centres: township districts") if level == "township" else tr("Centres: village districts")
        self.units = UnitLayer(title, session.session.units, session.shown)
        self.units.layer.willBeDeleted.connect(self._layer_gone)
        self._paint()
        add_to_project(self.units.layer)
        self._show_marks()
        self._canvas.setMapTool(self.tool)
        self._canvas.setFocus()
        figures = session.moves.figures
        self.say(tr("{count} centres, objective {objective}.", count=len(session.moves.centres()),
                    objective=f"{figures.objective:.4f}"))  # fmt: skip

    def clear(self) -> None:
        """Take the layer, the marks and the tool off the map."""
        self._rest.stop()
        if self._canvas.mapTool() is self.tool:
            self._canvas.unsetMapTool(self.tool)
        self.marks.show_centres({}, True)
        if self.units is not None:
            layer, self.units = self.units.layer, None
            if still_there(layer):
                layer.willBeDeleted.disconnect(self._layer_gone)
                remove_from_project(layer)
        if self.session is not None:
            self.session.deleteLater()
            self.session = None
        self.say("")
        self._steps_changed()

    def remove(self) -> None:
        """The last thing before the dock goes: nothing of it stays on the canvas."""
        self._desk.changed.disconnect(self._desk_changed)
        self._canvas.destinationCrsChanged.disconnect(self._show_again)
        self.clear()
        self.marks.remove()
        self.tool.deleteLater()

    def _tool_left(self) -> None:
        """Another tool was chosen."""
        if not self._loading:
            self.switch.setChecked(False)

    def _layer_gone(self) -> None:
        """The user removed the layer."""
        self.units = None
        self.switch.setChecked(False)

    def _again(self) -> None:
        if self.switch.isChecked():
            self._switched(True)

    def _desk_changed(self) -> None:
        """Another county or plan is in hand."""
        if self.session is not None and self._desk.place != self._plan:
            self.switch.setChecked(False)

    # ---- the hand
    def _hover(self, centre: str) -> None:
        if not centre or self.session is None:
            QToolTip.hideText()
            return
        name, district = self.session.names[centre], self.session.moves.centres()[centre]
        QToolTip.showText(QCursor.pos(), tr("{unit}: centre of district {district}. Drag it to another unit.",
                                            unit=name, district=district), self._canvas)  # fmt: skip

    def _take(self, centre: str) -> None:
        session = self.session
        if session is None:
            return
        QToolTip.hideText()
        try:
            current = session.is_current()
        except PlannerError as error:
            self.tool.abandon()
            self.say(say_error(error), bad=True)
            return
        if not current:
            self.tool.abandon()
            self._switched(True)
            self.say(tr("The plan has changed meanwhile and was read again. Drag the centre once more."))
            return
        self._show_marks(centre, centre)

    def _drag(self, centre: str, unit: str) -> None:
        if self.session is not None:
            self.session.preview(centre, unit)
            self._show_marks(centre, unit)
            QToolTip.showText(QCursor.pos(), f"→ {self.session.names[unit]}", self._canvas)

    def _drop(self) -> None:
        if self.session is not None:
            self.session.keep()
            self._show_marks()
            QToolTip.hideText()

    def _put_back(self) -> None:
        if self.session is not None:
            self.session.revert()
            self._show_marks()
            self.say(tr("Put back."))

    def _step(self, again: bool) -> None:
        button = self.redo if again else self.undo
        if self.session is not None and button.isEnabled():
            (self.session.session.redo if again else self.session.session.undo)()
            self._show_marks()

    # ---- showing
    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)
        self._iface.statusBarIface().showMessage(text)

    def _kept(self) -> None:
        self._show_marks()
        self._rest.start()
        self.kept.emit()

    def _steps_changed(self) -> None:
        """Only moves of centres are undone here; the drawing table undoes everything."""
        session = None if self.session is None else self.session.session
        for button, entry in (
            (self.undo, session and session.undo_entry),
            (self.redo, session and session.redo_entry),
        ):
            button.setEnabled(bool(entry and entry.what == MOVE_CENTRE))

    def _paint(self) -> None:
        assert self.session is not None and self.units is not None
        session = self.session.session
        self.units.colour({code: session.colours.get(code, SPARE_COLOUR) for code in session.districts})

    def _repaint(self, codes: set[str]) -> None:
        if self.units is not None and self.session is not None and codes:
            self.units.update(codes, self.session.shown)

    def _show_again(self) -> None:
        self._show_marks()

    def _show_marks(self, held: str = "", at: str = "") -> None:
        """The centres where they are; one that is held where it would be."""
        if self.session is None or self.units is None:
            self.marks.show_centres({}, True)
            return
        points: dict[str, QgsPointXY] = {}
        for centre in self.session.moves.centres():
            unit = at if centre == held else centre
            for geometry in self.units.geometries([unit]):
                inside = geometry.poleOfInaccessibility(geometry.boundingBox().width() / 20)[0]
                points[centre] = self.tool.toMapCoordinates(self.units.layer, inside.asPoint())
        self.marks.show_centres(points, self.session.level == "township", held)
