"""Base of the dialogs that import from a file: it is read beside the interface, shown with its faults, then kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLayout,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import PlannerError
from ..translation import say_error, tr
from .background import Background
from .desk import Desk
from .runner import Job
from .widgets import message_label, say_on


class ImportDialog(QDialog):
    """Not modal. `imported` follows what was kept.

    Where what is read has a session (`place`, `background`, signal `read`, `close`), it lives as long as its place is
    in hand; see `_take`.
    """

    imported = pyqtSignal()
    toolbox_asked = pyqtSignal(object)  # Run
    command_asked = pyqtSignal(object)  # Job

    session: Any = None
    import_button: QPushButton

    def __init__(self, desk: Desk, parent: QWidget, name: str, title: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self._desk = desk
        self._background: Optional[Background] = None
        self.file = QgsFileWidget(self)
        self.file.fileChanged.connect(lambda _: self._choose())
        self.message = message_label(self)

    # ---- for the subclass to say
    def job(self) -> Job:
        """The same import for the toolbox and the command line."""
        raise NotImplementedError

    def _begin(self) -> None:
        """Make a session and `_take` it; raises `PlannerError`."""
        raise NotImplementedError

    def _choose(self) -> None:
        """Read the file in the field, see `_path`."""
        raise NotImplementedError

    def _show(self) -> None:
        """Show what was read."""
        raise NotImplementedError

    def _place(self) -> Any:
        """What of the place in hand the session's `place` is."""
        return self._desk.place

    # ---- building
    def _name_file(self, name: str, endings: str, asked: str) -> None:
        self.file.setObjectName(name)
        self.file.setFilter(endings)
        self.file.lineEdit().setPlaceholderText(asked)

    def _button(self, name: str, text: str, tip: str, call: Callable[[], Any]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: call())
        return button

    def _combo(
        self, name: str, tip: str, choices: Iterable[tuple[Any, str]], call: Optional[Callable[[], Any]] = None
    ) -> QComboBox:
        """choices: value and text of each"""
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setToolTip(tip)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for value, text in choices:
            combo.addItem(text, value)
        if call is not None:
            combo.activated.connect(lambda _: call())
        return combo

    def _table(self, name: str, headings: Sequence[str], stretched: int) -> QTableWidget:
        """A table to read; `stretched` is the column that takes the room there is, -1 for none."""
        table = QTableWidget(0, len(headings), self)
        table.setObjectName(name)
        table.setHorizontalHeaderLabels(headings)
        table.setEditTriggers(QAbstractItemView.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectRows)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        if stretched >= 0:
            table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.Stretch)
        return table

    def _lay_out(self, head: QLayout, body: QWidget, keeping: Sequence[QWidget], more: Sequence[QWidget] = ()) -> None:
        """keeping: what imports, before Close; more: before the twins of the toolbox and the command line"""
        self.progress = QProgressBar(self)
        self.progress.setObjectName("progress")
        self.progress.setMaximumWidth(180)
        self.progress.hide()
        self.cancel_button = self._button("cancel", tr("Cancel"), "", self._cancel)
        self.cancel_button.hide()
        in_toolbox = tr("Open the algorithm's dialog with the same parameters")
        as_command = tr("Copy the qgis_process commands that do the same")
        left = (
            *more,
            self._button("toolbox", tr("In the toolbox"), in_toolbox, self._twin),
            self._button("command", tr("Copy as command"), as_command, self._copy),
        )
        right = (self.progress, self.cancel_button, *keeping, self._button("close", tr("Close"), "", self.close))
        foot = QHBoxLayout()
        for widget in left:
            foot.addWidget(widget)
        foot.addStretch()
        for widget in right:
            foot.addWidget(widget)
        order = (*left, *right[1:])  # the progress takes no focus
        for before, after in zip(order, order[1:]):
            self.setTabOrder(before, after)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(body, 1)
        layout.addWidget(self.message)
        layout.addLayout(foot)

    # ---- opening
    def _renew(self) -> None:
        """Begin anew where nothing of the place in hand has been read; raises `PlannerError`."""
        if self.session is None or self._elsewhere():
            self._begin()

    def _elsewhere(self) -> bool:
        return self.session is not None and self.session.place != self._place()

    def _take(self, session: Any) -> None:
        """Read by this session from now on; the field of the file is empty then."""
        self._forget()
        self.session = session
        session.read.connect(self._show)
        self._listen(session.background)
        self.file.blockSignals(True)
        self.file.setFilePath("")
        self.file.blockSignals(False)

    def _listen(self, background: Background) -> None:
        self._background = background
        background.began.connect(lambda: self._set_busy(True))
        background.ended.connect(lambda: self._set_busy(False))
        background.progressed.connect(lambda fraction: self.progress.setValue(round(100 * fraction)))
        background.failed.connect(lambda text: self.say(text, bad=True))

    def follow(self) -> None:
        """Another county or plan is in hand: what was read belongs to the other one."""
        if self._elsewhere():
            self._forget()
            self.close()

    def remove(self) -> None:
        """No signal comes after this."""
        self._forget()
        self.close()
        self.deleteLater()

    def _forget(self) -> None:
        if self.session is not None:
            self.session.blockSignals(True)
            self.session.close()
            self.session.deleteLater()
            self.session = self._background = None

    # ---- reading
    def _path(self) -> str:
        """The file chosen, "" for none; a path pasted from a file manager stands in quotes."""
        return str(self.file.filePath()).strip('"')

    def _set_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self.progress.setValue(0)
        if busy:
            self.import_button.setEnabled(False)

    def _cancel(self) -> None:
        if self._background is not None:
            self._background.cancel()
            self.say(tr("Cancelled; nothing was written."))

    # ---- twins
    def _twin(self) -> None:
        self.toolbox_asked.emit(self.job().runs[0])

    def _copy(self) -> None:
        self.command_asked.emit(self.job())

    # ---- words
    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    def _guarded(self, work: Callable[[], Any]) -> bool:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return False
        return True
