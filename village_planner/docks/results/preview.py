"""A look at what will be written: a page of the atlas, drawn by QGIS beside the interface, or the top of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsProject
from qgis.gui import QgsLayoutView, QgsLayoutViewToolPan
from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...translation import tr
from ..planner_dock import ElidedLabel
from ..widgets import tool_button

if TYPE_CHECKING:
    from ...atlas.page import Entry
    from ...atlas.template import Page

TABLE, ATLAS = "table", "atlas"
HEIGHT = 160
SAID, SHOWN_TABLE, SHOWN_PAGE = 0, 1, 2  # pages of the stack


class Preview(QWidget):
    """`asked` wants what is chosen drawn anew: the first table, or a page of the atlas by its place from 0."""

    asked = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.kind, self.place = TABLE, 0
        self._entries: Sequence[Entry] = ()
        self._held: Optional[tuple[QgsProject, Page]] = None
        self.table = self._button("table", tr("Table"), tr("Show the first table"), lambda: self._show(TABLE))
        self.atlas = self._button("atlas", tr("Atlas"), tr("Show a page of the atlas"), lambda: self._show(ATLAS))
        for button in (self.table, self.atlas):
            button.setCheckable(True)
        self.back = self._button("back", "‹", tr("The page before"), lambda: self._turn(-1))
        self.on = self._button("on", "›", tr("The next page"), lambda: self._turn(1))
        self.title = ElidedLabel(self, Qt.TextElideMode.ElideRight)
        self.title.setObjectName("preview_title")
        tip = tr("Show it in a window of its own; the wheel zooms")
        self.larger = self._button("larger", tr("Larger"), tip, self._open_window)
        head = QHBoxLayout()
        for part in (self.table, self.atlas, self.back, self.on):
            head.addWidget(part)
        head.addStretch()
        head.addWidget(self.larger)
        self.stack = QStackedWidget(self)
        self.said = QLabel(self.stack)
        self.said.setObjectName("preview_said")
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.setWordWrap(True)
        self.browser = QTextBrowser(self.stack)
        self.browser.setObjectName("preview_browser")
        self.browser.setLineWrapMode(QTextBrowser.LineWrapMode.NoWrap)
        self.view = QgsLayoutView(self.stack)
        self.view.setObjectName("preview_view")
        self.view.setTool(QgsLayoutViewToolPan(self.view))
        self.view.installEventFilter(self)
        for part in (self.said, self.browser, self.view):
            self.stack.addWidget(part)
        self.stack.setMinimumHeight(HEIGHT)
        self.stack.setMinimumWidth(120)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.addLayout(head)
        self._column.addWidget(self.title)
        self._column.addWidget(self.stack, 1)
        self._window: Optional[QDialog] = None
        self._enable()

    def _button(self, name: str, text: str, tip: str, call: Callable[[], None]) -> QToolButton:
        return tool_button(self, f"preview_{name}", text, tip, call)

    # ---- what there is to show
    def set_entries(self, entries: Sequence[Entry]) -> None:
        """The pages that the atlas would have."""
        self._entries = entries
        self.place = min(self.place, max(len(entries) - 1, 0))
        self._enable()

    @property
    def entry(self) -> Optional[Entry]:
        return self._entries[self.place] if self._entries else None

    @property
    def entries(self) -> Sequence[Entry]:
        return self._entries

    def say(self, text: str) -> None:
        self.said.setText(text)
        self.stack.setCurrentIndex(SAID)

    def show_table(self, title: str, html: str) -> None:
        self.title.set_whole(title)
        self.browser.setHtml(html)
        self.stack.setCurrentIndex(SHOWN_TABLE)

    def show_page(self, project: QgsProject, page: Page, title: str) -> None:
        """Take over a page and the project of its layers; QGIS draws its maps in the background."""
        before, self._held = self._held, (project, page)
        self.title.set_whole(title)
        self.stack.setCurrentIndex(SHOWN_PAGE)
        self.view.setCurrentLayout(page.layout)
        self.view.zoomFull()
        _drop(before)

    def clear(self) -> None:
        """Let go of the page and its layers."""
        self.view.setScene(None)
        _drop(self._held)
        self._held = None
        self.title.set_whole("")
        self.stack.setCurrentIndex(SAID)

    def remove(self) -> None:
        if self._window is not None:
            self._window.close()
        self.clear()

    # ---- by hand
    def _show(self, kind: str) -> None:
        self.kind = kind
        self._enable()
        self.asked.emit()

    def _turn(self, step: int) -> None:
        self.place = min(max(self.place + step, 0), max(len(self._entries) - 1, 0))
        self._enable()
        self.asked.emit()

    def _enable(self) -> None:
        self.table.setChecked(self.kind == TABLE)
        self.atlas.setChecked(self.kind == ATLAS)
        for button, able in ((self.back, self.place > 0), (self.on, self.place < len(self._entries) - 1)):
            button.setVisible(self.kind == ATLAS)
            button.setEnabled(able)

    def _open_window(self) -> None:
        if self._window is not None:
            self._window.raise_()
            return
        window = self._window = QDialog(self)
        window.setObjectName("preview_window")
        window.setWindowTitle(tr("Preview"))
        window.resize(1000, 720)
        column = QVBoxLayout(window)
        column.addWidget(self.stack)
        window.finished.connect(self._close_window)
        window.show()
        self._fit()

    def _close_window(self) -> None:
        window, self._window = self._window, None
        self._column.addWidget(self.stack, 1)
        self.stack.show()
        if window is not None:
            window.deleteLater()
        self._fit()

    def _fit(self) -> None:
        if self._held is not None:
            self.view.zoomFull()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)


def _drop(held: Optional[tuple[QgsProject, Page]]) -> None:
    """The layout goes before the project whose layers it shows."""
    if held is not None:
        project, page = held
        page.layout.deleteLater()
        page.layout.destroyed.connect(lambda _=None, project=project: project.clear())
