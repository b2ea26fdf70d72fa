"""The bar of the drawing table: level, tools, the district to draw with, options, undo, commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

from qgis.PyQt.QtCore import QSize, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QPixmap
from qgis.PyQt.QtWidgets import (
    QAction,
    QActionGroup,
    QButtonGroup,
    QComboBox,
    QMenu,
    QToolBar,
    QToolButton,
    QWidget,
)

from ...core.drawing.edits import DistrictRow
from ...paths import resource
from ...translation import tr
from ..widgets import refuse
from .unit_layer import SPARE_COLOUR

NEW_DISTRICT = "+"  # the target that stands for a district yet to be made
NO_TARGET = ""  # out of any district
WARN, FORBID = "warn", "forbid"


def icon(name: str) -> QIcon:
    return QIcon(str(resource("icons", f"draw_{name}.svg")))


class DrawingBar(QToolBar):
    """What does not fit in a narrow window is behind the arrow at its end."""

    level_chosen = pyqtSignal()
    tool_chosen = pyqtSignal(str)  # its name, "" for none
    target_chosen = pyqtSignal()
    asked = pyqtSignal(str)  # name of a command

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drawingBar")
        self.setIconSize(QSize(16, 16))
        self.level = QComboBox(self)
        self.level.setObjectName("level")
        self.level.addItem(tr("Townships"), "township")
        self.level.addItem(tr("Villages"), "village")
        self.level.setToolTip(tr("Which districts are drawn: of townships, or of villages inside them"))
        self.level.currentIndexChanged.connect(lambda _: self.level_chosen.emit())
        self.addWidget(self.level)
        self.addSeparator()
        self._build_tools()
        self.addSeparator()
        self._build_target()
        self.addSeparator()
        self.undo = self._command("undo", tr("Undo"), "")
        self.redo = self._command("redo", tr("Redo"), "")
        self.say_steps("", "")
        self.addSeparator()
        self.lock = self._command("lock", tr("Lock"), tr("Lock or unlock the district to draw with (L)"))
        self._build_districts()
        self.restore = self._command(
            "contiguity",
            tr("Restore contiguity"),
            tr("Restore contiguity: pieces that are cut off go to the neighbour that suits them best"),
        )
        self.help = self._command("help", tr("Keys"), tr("The keys of the drawing table"))

    # ---- building
    def _build_tools(self) -> None:
        self.tools: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)  # by hand: the tool in use can be switched off as well
        for name, text, tip in (
            (
                "select",
                tr("Select"),
                tr("Select (S): click or drag a box, Ctrl adds; keys 1–9 or the right button move"),
            ),
            ("paint", tr("Brush"), tr("Brush (P): paint units into the district; [ and ] change its size")),
            ("rectangle", tr("Rectangle"), tr("Rectangle (R): all units that it touches")),
            ("boundary", tr("Push the edge"), tr("Push the edge (E): drag from a district into its neighbour")),
            ("township", tr("Whole townships"), tr("Whole townships (T): all units of the township under the pointer")),
            ("fill", tr("Fill"), tr("Fill (F): all connected units of the district under the pointer")),
        ):
            button = self._button(name, text, tip)
            button.setCheckable(True)
            button.clicked.connect(lambda on, name=name: self.tool_chosen.emit(name if on else ""))
            self.tools[name] = button

    def _build_target(self) -> None:
        self.target = QComboBox(self)
        self.target.setObjectName("target")
        self.target.setFixedWidth(self.fontMetrics().horizontalAdvance("00-00  第00-00片区") + 50)
        self.target.setToolTip(
            tr("The district to draw with: where units go; the right button takes the one it points at")
        )
        self.target.currentIndexChanged.connect(lambda _: self._target_changed())
        self.addWidget(self.target)
        self._current: str = NO_TARGET
        self._previous: Optional[str] = None
        self._listed: list[tuple[str, str, str]] = []
        self.swap = self._command("swap", tr("Swap"), tr("Swap this district and the one before (X)"))
        self.move = self._command("move", tr("Move to"), tr("Move the selected units into this district"))
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.only_unassigned = self._option(menu, "onlyUnassigned", tr("Only units without a district"))
        self.inside = self._option(menu, "inside", tr("Only inside the township where the stroke begins"))
        menu.addSection(tr("A stroke that would cut a district apart"))
        group = QActionGroup(menu)
        self.warn = self._option(menu, "guardWarn", tr("is done, with a warning"), group)
        self.forbid = self._option(menu, "guardForbid", tr("is refused, if it makes things worse"), group)
        self.warn.setChecked(True)
        menu.addSection(tr("On the map"))
        self.labels = self._option(menu, "labels", tr("People and deviation of each district"))
        self.labels.setChecked(True)
        self.labels.toggled.connect(lambda _: self.asked.emit("labels"))
        self.borderline = self._option(menu, "borderline", "")
        self.borderline.setChecked(True)
        self.borderline.toggled.connect(lambda _: self.asked.emit("borderline"))
        self.say_borderline(0, False, False)
        menu.addSeparator()
        menu.addAction(tr("Larger brush") + "\t]", lambda: self.asked.emit("larger"))
        menu.addAction(tr("Smaller brush") + "\t[", lambda: self.asked.emit("smaller"))
        self.options = self._button("settings", tr("Options"), tr("What a stroke may take, and when it is refused"))
        self._with_menu(self.options, menu)

    def _build_districts(self) -> None:
        menu = QMenu(self)
        self.commands: dict[str, QAction] = {}
        for name, text in (
            ("create", tr("New district")),
            ("rename", tr("Name, function, colour …")),
            ("split", tr("Split in two")),
            ("dissolve", tr("Dissolve into its neighbours")),
            ("empty", tr("Dissolve, leave its units without a district")),
            ("swapUnits", tr("Exchange the districts of two selected units")),
            ("", ""),
            ("lockAll", tr("Lock all")),
            ("unlockAll", tr("Unlock all")),
            ("recolour", tr("Give all districts colours anew")),
            ("", ""),
            ("branch", tr("Branch: go on in a copy of the plan") + "\tB"),
        ):
            if not name:
                menu.addSeparator()
                continue
            action = menu.addAction(text, lambda name=name: self.asked.emit(name))
            action.setObjectName(name)
            self.commands[name] = action
        self.districts_button = self._button(
            "district", tr("District"), tr("Make, name, split, dissolve and lock districts")
        )
        self._with_menu(self.districts_button, menu)

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(name))
        button.setText(text)
        button.setToolTip(tip)
        self.addWidget(button)
        return button

    def _command(self, name: str, text: str, tip: str) -> QToolButton:
        button = self._button(name, text, tip)
        button.clicked.connect(lambda: self.asked.emit(name))
        return button

    @staticmethod
    def _with_menu(button: QToolButton, menu: QMenu) -> None:
        button.setMenu(menu)
        button.setPopupMode(QToolButton.InstantPopup)

    @staticmethod
    def _option(menu: QMenu, name: str, text: str, group: Optional[QActionGroup] = None) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(name)
        action.setCheckable(True)
        if group is not None:
            group.addAction(action)
        return action

    def refuse(self, why: str) -> None:
        """Nothing may be written, and why; "": it may. Undo, redo and what hangs on the selection are set by others."""
        drawing = [button for name, button in self.tools.items() if name != "select"]
        for part in (*drawing, self.lock, self.restore, *self.commands.values()):
            part.setEnabled(True)
        for part in (*drawing, self.lock, self.restore, self.undo, self.redo, self.move, *self.commands.values()):
            refuse(part, why)

    # ---- what is chosen
    @property
    def guard(self) -> str:
        return FORBID if self.forbid.isChecked() else WARN

    def show_tool(self, name: str) -> None:
        """Press the button of the tool that is in use, "" for none."""
        for own, button in self.tools.items():
            button.setChecked(own == name)

    def current_target(self) -> str:
        return str(self.target.currentData() or NO_TARGET)

    def previous_target(self) -> str:
        """The target before this one, this one where there was none."""
        return self.current_target() if self._previous is None else self._previous

    def choose_target(self, district: str) -> bool:
        row = self.target.findData(district)
        self.target.setCurrentIndex(row if row >= 0 else self.target.currentIndex())
        return row >= 0

    def _target_changed(self) -> None:
        if self.current_target() != self._current:
            self._previous, self._current = self._current, self.current_target()
        self.target_chosen.emit()

    def fill_targets(self, districts: Mapping[str, DistrictRow]) -> None:
        """List the districts with their colours, keeping the one that is chosen."""
        wanted = [(f"{code}  {row.name}".strip(), code, row.colour) for code, row in districts.items()]
        wanted += [(tr("New district"), NEW_DISTRICT, ""), (tr("No district"), NO_TARGET, "")]
        if wanted == self._listed:
            return
        self._listed = wanted
        current = self.target.currentData()
        self.target.blockSignals(True)
        self.target.clear()
        for text, code, colour in wanted:
            self.target.addItem(swatch(colour or SPARE_COLOUR), text, code)
        self.target.setCurrentIndex(max(self.target.findData(current), 0))
        self.target.blockSignals(False)
        if self.current_target() != current:
            self._current, self._previous = self.current_target(), None

    def say_borderline(self, count: int, known: bool, stale: bool) -> None:
        """How many units are hatched, whether that is known, and whether of other units or figures than now."""
        text = tr("Borderline units hatched ({count})", count=count) if known else tr("Borderline units hatched")
        self.borderline.setText(tr("{text} – out of date", text=text) if stale else text)
        self.borderline.setEnabled(known)
        tip = tr(
            "Hatched: units that often lie with other neighbours in the plans which are nearly as good as the one "
            "computed. A meeting should talk about them."
        )
        if not known:
            tip = tr("Not known: draw the districts with further plans to choose from.") + "\n" + tip
        elif stale:
            tip = tr("Units or figures have changed since: draw the districts again.") + "\n" + tip
        self.borderline.setToolTip(tip)

    def say_steps(self, undo: str, redo: str) -> None:
        """What undo and redo would do; empty: nothing."""
        for button, what, nothing, words in (
            (self.undo, undo, tr("Nothing to undo"), tr("Undo: {what} – Ctrl+Z", what=undo)),
            (self.redo, redo, tr("Nothing to redo"), tr("Redo: {what} – Ctrl+Shift+Z", what=redo)),
        ):
            button.setEnabled(bool(what))
            button.setToolTip(words if what else nothing)


def swatch(colour: str) -> QIcon:
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
