"""The Planner dock: the county's desk. Head, search, the six steps, a page for each, and what is running."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontMetrics, QIcon, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.review.steps import CONTROL, KEYS, STALE, Step
from ..paths import resource
from ..translation import say, tr
from .desk import Snapshot
from .look import bold, chip, muted, set_chip
from .pages import StepPage, step_title
from .search import SearchBox

if TYPE_CHECKING:
    from .workspace import Workspace

Way = tuple[str, Callable[[], Any]]  # a button beside a notice: what it says, and does
NEW_PLAN = -1  # the combo's entry that asks for a name
TOLD_LINES = 6  # of a notice that are seen at once
FIRST, OVERVIEW = 0, 1  # pages of the stack; the steps follow
BAD, GOOD = ("#f6d5d0", "#6f1811"), ("#e8f1e4", "#28402f")  # background and text of what is said


class ElidedLabel(QLabel):
    """A label of one line that shortens itself, in the middle or as said, and tells all in its tip."""

    def __init__(self, parent: Optional[QWidget] = None, mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__(parent)
        self._whole, self._mode = "", mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_whole(self, text: str, tip: str = "") -> None:
        self._whole = text
        self.setToolTip(tip or text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._whole, self._mode, max(self.width(), 20)))


class Told(QScrollArea):
    """A text as high as it is, up to some lines; more is scrolled, so that a dock does not grow past the screen."""

    def __init__(self, label: QLabel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(label)

    def fit(self) -> None:
        wanted = self.widget().heightForWidth(max(self.viewport().width(), 1))
        self.setFixedHeight(min(wanted, TOLD_LINES * self.fontMetrics().lineSpacing()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def scrolled(part: QWidget, parent: QWidget) -> QScrollArea:
    """A part that scrolls where the dock has no room for all of it."""
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(part)
    return area


class StepButton(QPushButton):
    """One step of the way: number, name, state and figure. Enter or a click opens its page."""

    def __init__(self, number: int, key: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"step_{key}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = f"{number}  {step_title(key)}"
        self._name = bold(QLabel(self._title, self))
        self._figure = QLabel(self)
        self._figure.setObjectName("figure")
        self._state = chip(self)
        self._state.setObjectName("state")
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 6)
        grid.setVerticalSpacing(1)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._state, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._figure, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        for label in (self._name, self._figure):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.layout().minimumSize().height())

    def show_step(self, step: Step) -> None:
        set_chip(self._state, step.state)
        self._figure.setText(say(step.figure))
        muted(self._figure, step.state == STALE)
        self.setToolTip(say(step.hint) if step.hint else "")
        self.setAccessibleName(f"{self._title}, {self._state.text()}, {self._figure.text()}")


class PlannerDock(QDockWidget):
    """Shows the desk's snapshot; every click goes to the workspace."""

    plan_chosen = pyqtSignal(int)
    plan_named = pyqtSignal(str)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(tr("Village Planner"), parent)
        self.setObjectName("villagePlannerDock")
        self.setWindowIcon(QIcon(str(resource("icons", "village_planner.svg"))))
        self._workspace = workspace
        body = QWidget(self)
        body.setMinimumWidth(300)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(6)
        self._column.addWidget(self._head(body))
        self.search = SearchBox(body)
        self.search.found.connect(workspace.map.go_to_unit)
        self.search.missed.connect(workspace.map.miss)
        self._column.addWidget(self.search)
        self._stack = QStackedWidget(body)
        self._stack.setObjectName("stack")
        self._stack.addWidget(scrolled(self._first_run(body), body))
        self.steps: dict[str, StepButton] = {}
        self._stack.addWidget(scrolled(self._overview(body), body))
        self.pages: dict[str, StepPage] = {}
        for number, key in enumerate(KEYS, 1):
            page = StepPage(number, key, workspace, body)
            page.left.connect(self.show_overview)
            self.pages[key] = page
            self._stack.addWidget(page)
        self._column.addWidget(self._stack, 1)
        self._column.addWidget(self._notice(body))
        self._column.addWidget(self._strip(body))
        self.setWidget(body)

    # ---- building
    def _head(self, parent: QWidget) -> QWidget:
        self._head_frame = QFrame(parent)
        grid = QGridLayout(self._head_frame)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        self.county = bold(QLabel(self._head_frame), 3)
        self.county.setObjectName("county")
        more = QToolButton(self._head_frame)
        more.setObjectName("more")
        more.setText(tr("County"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        menu = QMenu(more)
        menu.addAction(tr("Open a county …"), self._workspace.files.ask)
        menu.addAction(tr("New county from your layers …"), self._workspace.files.new)
        menu.addAction(tr("Sample county"), self._workspace.files.sample)
        menu.addSeparator()
        menu.addAction(tr("Show on the map"), self._workspace.map.show)
        menu.addAction(tr("Save a copy …"), self._workspace.files.ask_copy)
        menu.addAction(tr("Read again"), self._workspace.refresh)
        menu.addAction(tr("Close the county"), self._workspace.close_county)
        more.setMenu(menu)
        self.file = ElidedLabel(self._head_frame)
        self.file.setObjectName("file")
        muted(self.file)
        self.plan = QComboBox(self._head_frame)
        self.plan.setObjectName("plan")
        self.plan.setToolTip(tr("The plan in hand"))
        self.plan.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.plan.activated[int].connect(self._plan_picked)
        self.plan_name = QLineEdit(self._head_frame)
        self.plan_name.setObjectName("planName")
        self.plan_name.setPlaceholderText(tr("Name of the new plan, then Enter"))
        self.plan_name.returnPressed.connect(self._plan_named)
        self.plan_name.hide()
        self.holder = QLabel(self._head_frame)
        self.holder.setObjectName("holder")
        self.holder.setWordWrap(True)
        muted(self.holder)
        self.again = QPushButton(self._head_frame)
        self.again.setObjectName("try_again")
        self.again.clicked.connect(self._workspace.try_again)
        self.again.hide()
        plan_label = QLabel(tr("Plan"), self._head_frame)
        plan_label.setBuddy(self.plan)
        grid.addWidget(self.county, 0, 0, 1, 2)
        grid.addWidget(more, 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.file, 1, 0, 1, 3)
        grid.addWidget(plan_label, 2, 0)
        grid.addWidget(self.plan, 2, 1, 1, 2)
        grid.addWidget(self.plan_name, 3, 1, 1, 2)
        grid.addWidget(self.holder, 4, 0, 1, 3)
        grid.addWidget(self.again, 5, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        return self._head_frame

    def _first_run(self, parent: QWidget) -> QWidget:
        page = QWidget(parent)
        page.setObjectName("first")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(bold(QLabel(tr("Begin with a county"), page), 3))
        about = QLabel(
            tr(
                "From the county's own layers to township and village districts, checked, tabulated and printed. Try "
                "it on the sample county, or bring your own."
            ),
            page,
        )
        about.setWordWrap(True)
        muted(about)
        column.addWidget(about)
        column.addSpacing(8)
        self._starts: list[QPushButton] = []
        for name, text, tip, call in (
            (
                "sample",
                tr("Try the sample county"),
                tr("33 townships, 462 villages, 40,000 parcels; made on this computer in less than a minute"),
                self._workspace.files.sample,
            ),
            (
                "new",
                tr("New county from your layers"),
                tr("Villages are enough to begin; townships, parcels, control lines and statistics as you have them"),
                self._workspace.files.new,
            ),
            ("open", tr("Open a county"), tr("A planning database made before (.gpkg)"), self._workspace.files.ask),
        ):
            button = QPushButton(text, page)
            button.setObjectName(name)
            button.setMinimumHeight(38)
            button.clicked.connect(call)
            hint = QLabel(tip, page)
            hint.setWordWrap(True)
            muted(hint)
            column.addWidget(button)
            column.addWidget(hint)
            column.addSpacing(8)
            self._starts.append(button)
        column.addStretch()
        return page

    def _overview(self, parent: QWidget) -> QWidget:
        page = QWidget(parent)
        page.setObjectName("overview")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for number, key in enumerate(KEYS, 1):
            button = StepButton(number, key, page)
            button.clicked.connect(lambda _=False, key=key: self.show_page(key))
            self.steps[key] = button
            column.addWidget(button)
        column.addStretch()
        return page

    def _notice(self, parent: QWidget) -> QWidget:
        self.notice_frame = QFrame(parent)
        column = QVBoxLayout(self.notice_frame)
        column.setContentsMargins(8, 4, 4, 4)
        row = QHBoxLayout()
        self.notice = QLabel(self.notice_frame)
        self.notice.setObjectName("notice")
        self.notice.setWordWrap(True)
        self.notice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.way = QPushButton(self.notice_frame)
        self.way.setObjectName("notice_way")
        self.way.clicked.connect(lambda: self._way() if self._way is not None else None)
        self.way.hide()
        self._way: Optional[Callable[[], Any]] = None
        close = QToolButton(self.notice_frame)
        close.setObjectName("dismiss")
        close.setText("×")
        close.setToolTip(tr("Dismiss"))
        close.setAutoRaise(True)
        close.clicked.connect(self.notice_frame.hide)
        self._told = Told(self.notice, self.notice_frame)
        row.addWidget(self._told, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self.notice_frame.hide()
        return self.notice_frame

    def _strip(self, parent: QWidget) -> QWidget:
        self._strip_frame = QFrame(parent)
        grid = QGridLayout(self._strip_frame)
        grid.setContentsMargins(0, 0, 0, 0)
        self.running = QLabel(self._strip_frame)
        self.running.setObjectName("running")
        self.progress = QProgressBar(self._strip_frame)
        self.progress.setObjectName("progress")
        self.progress.setRange(0, 100)
        self.cancel = QPushButton(tr("Cancel"), self._strip_frame)
        self.cancel.setObjectName("cancel")
        self.cancel.clicked.connect(self._workspace.cancel)
        self.take_best = QPushButton(tr("Take the best so far"), self._strip_frame)
        self.take_best.setObjectName("take_best")
        self.take_best.setToolTip(tr("Stop searching and go on with the best plan found until now."))
        self.take_best.clicked.connect(self._workspace.take_best)
        grid.addWidget(self.running, 0, 0, 1, 3)
        grid.addWidget(self.progress, 1, 0)
        grid.addWidget(self.take_best, 1, 1)
        grid.addWidget(self.cancel, 1, 2)
        self._strip_frame.hide()
        return self._strip_frame

    # ---- showing
    def show_snapshot(self, snapshot: Optional[Snapshot], path: str, holder: str) -> None:
        """Show a county, or the first-run page where there is none."""
        self._head_frame.setVisible(snapshot is not None)
        self.search.setVisible(snapshot is not None)
        if snapshot is None:
            self.search.set_units(())
            self._stack.setCurrentIndex(FIRST)
            return
        self.county.setText(snapshot.county or tr("County without a name"))
        self.file.set_whole(path.replace("\\", "/").rsplit("/", 1)[-1], path)
        self.holder.setText(holder)
        self.plan.clear()
        for plan in snapshot.plans:
            self.plan.addItem(f"{plan.name} · {plan_status(plan.status)}", plan.id)
        self.plan.addItem(tr("New plan …"), NEW_PLAN)
        self.plan.setCurrentIndex(self.plan.findData(snapshot.plan.id) if snapshot.plan else -1)
        self.search.set_units(snapshot.units)
        for step in snapshot.steps:
            self.steps[step.key].show_step(step)
            self.pages[step.key].show_step(step)
        self.pages[CONTROL].offer("planned", [(name, name) for name in snapshot.sector_plans])
        if self._stack.currentIndex() == FIRST:
            self.show_overview()

    def show_reading(self, read_only: bool, held: bool, free: bool) -> None:
        """Make plain that nothing can be changed here; offer to take over from whoever holds the county.

        held  another person holds it     free  that one is gone
        """
        self.holder.setStyleSheet(
            f"QLabel {{ background: {BAD[0]}; color: {BAD[1]}; border-radius: 3px; padding: 4px; }}"
            if read_only
            else ""
        )
        muted(self.holder, not read_only)
        self.plan_name.setEnabled(not read_only)
        self.again.setVisible(held)
        self.again.setText(tr("Take over") if free else tr("Try again"))
        self.again.setToolTip(
            tr("Whoever had the county in hand gives no sign any more: draw on it here.")
            if free
            else tr("See whether the county is free by now; until then nothing can be changed here.")
        )

    def show_overview(self) -> None:
        key = self.current_page()
        self._stack.setCurrentIndex(OVERVIEW)
        if key:
            self.steps[key].setFocus()

    def show_page(self, key: str) -> None:
        self._stack.setCurrentWidget(self.pages[key])
        self.pages[key].setFocus()

    def current_page(self) -> str:
        """Key of the step whose page is open, "" for none."""
        return next((key for key, page in self.pages.items() if page is self._stack.currentWidget()), "")

    def show_notice(self, text: str, bad: bool = False, way: Optional[Way] = None) -> None:
        """A sentence at the foot of the dock, until it is dismissed or the next work begins.

        way  what a button beside it says, and does
        """
        background, colour = BAD if bad else GOOD
        self.notice_frame.setStyleSheet(
            f"QFrame {{ background: {background}; border-radius: 3px; }} QLabel {{ color: {colour}; }}"
        )
        self.notice.setText(text)
        self._way = None if way is None else way[1]
        self.way.setVisible(way is not None)
        self.way.setText("" if way is None else way[0])
        self.notice_frame.show()
        self._told.verticalScrollBar().setValue(0)
        self._told.fit()

    def show_running(self, title: str) -> None:
        """Show that a job runs; "" that none does."""
        self._strip_frame.setVisible(bool(title))
        self.running.setText(title)
        self.progress.setValue(0)
        self.take_best.hide()
        if title:
            self.notice_frame.hide()
        for page in self.pages.values():
            page.set_busy(bool(title))
        for button in self._starts:
            button.setEnabled(not title)

    # ---- plans
    def _plan_picked(self, index: int) -> None:
        plan_id = self.plan.itemData(index)
        if plan_id == NEW_PLAN:
            self.plan_name.show()
            self.plan_name.setFocus()
        else:
            self.plan_name.hide()
            self.plan_chosen.emit(int(plan_id))

    def _plan_named(self) -> None:
        name = self.plan_name.text().strip()
        if name:
            self.plan_name.clear()
            self.plan_name.hide()
            self.plan_named.emit(name)


def plan_status(status: str) -> str:
    return {
        "draft": tr("draft"),
        "in_review": tr("in review"),
        "approved": tr("approved"),
        "archived": tr("archived"),
    }.get(status, status)
