"""The dock of weights: sliders, judgements, ranks, map and charts, all following the hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import PlannerError
from ..paths import resource
from ..translation import say, say_error, tr
from . import jobs
from .desk import Desk, UnitEntry
from .jobs import Setting
from .judgement_editor import JudgementEditor
from .rank_charts import Bar, BarChart, Chart, Shift, ShiftChart
from .rank_colours import group_colours
from .rank_map import ScoreMap
from .rank_reasons import ReasonsPanel
from .rank_table import RankTable, RankView
from .runner import Job
from .search import SearchBox
from .weight_sliders import WeightSliders
from .weights_files import export_book, export_judgements, import_judgements, save_picture
from .weights_session import HAND, KEPT, PLAN, WeightsSession
from .widgets import add_shortcuts, message_label, say_on, tool_button
from .zoom import zoom_and_flash

if TYPE_CHECKING:
    from qgis.core import QgsGeometry

MOST = 40  # units in a chart, unless more count as the top
RANKS, REASONS, BARS, SHIFT = range(4)  # tabs on the right


class WeightsDock(QDockWidget):
    """Asks for work through its signals: run a job, open it in the toolbox, copy it as commands."""

    run_asked = pyqtSignal(object)  # Callable[[Setting], Job]
    toolbox_asked = pyqtSignal(object)
    command_asked = pyqtSignal(object)

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Weights and ranks"), parent)
        self.setObjectName("villagePlannerWeightsDock")
        self.setWindowIcon(QIcon(str(resource("icons", "scoreindicators.svg"))))
        self._canvas, self._desk = iface.mapCanvas(), desk
        self.session = WeightsSession(desk, self)
        self.map = ScoreMap(self._canvas)
        self.map.setVisible(False)
        self._stale_charts = True
        self._build()
        session = self.session
        session.loaded.connect(self._loaded)
        session.moved.connect(self._moved)
        session.rested.connect(self._rested)
        session.tried.connect(self._tried)
        session.kept.connect(self._offer)
        session.judged.connect(self._judged)
        session.refused.connect(lambda text: self.say(text, bad=True))
        session.saved.connect(self.say)
        self.visibilityChanged.connect(self._seen)

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        body.setObjectName("weightsBody")
        self.sliders = WeightSliders(self.session, body)
        self.judgements = JudgementEditor(self.session, body)
        self.judgements.told.connect(self.say)
        self.judgements.import_asked.connect(self.ask_import)
        self.judgements.export_asked.connect(self.ask_export)
        left = QTabWidget(body)
        left.setObjectName("left")
        left.addTab(self.sliders, tr("Weights"))
        left.addTab(self.judgements, tr("Judgements (AHP)"))
        self.left = left
        splitter = QSplitter(Qt.Orientation.Horizontal, body)
        splitter.setChildrenCollapsible(False)
        for part, stretch in ((left, 2), (self._build_right(body), 3)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setSizes([400, 600])
        bar = self._build_bar(body)
        self.figure = QLabel(body)
        self.figure.setObjectName("figure")
        self.message = message_label(body)
        told = QHBoxLayout()
        told.addWidget(self.figure)
        told.addSpacing(12)
        told.addWidget(self.message, 1)
        for twin in self._build_twins(body):
            told.addWidget(twin)
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(3)
        column.addLayout(bar)
        column.addWidget(splitter, 1)
        column.addLayout(told)
        self.setWidget(body)
        add_shortcuts(body, (("Ctrl+Z", self.session.undo), ("Ctrl+Shift+Z", self.session.redo)))

    def _build_bar(self, body: QWidget) -> QHBoxLayout:
        self.level = QComboBox(body)
        self.level.setObjectName("level")
        self.level.addItem(tr("Townships"), "township")
        self.level.addItem(tr("Villages"), "village")
        self.level.currentIndexChanged.connect(lambda _: self._guarded(self._switch))
        self.reset = QComboBox(body)
        self.reset.setObjectName("reset")
        self.reset.setToolTip(tr("Take other weights in hand: from the data, from judgements, saved or kept"))
        self.reset.activated.connect(self._reset)
        self.reset.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reset.setMinimumContentsLength(10)
        self.reset.addItem(tr("Begin with …"), "")
        undo = tool_button(body, "undo", tr("Undo"), tr("Undo (Ctrl+Z)"), self.session.undo)
        redo = tool_button(body, "redo", tr("Redo"), tr("Redo (Ctrl+Shift+Z)"), self.session.redo)
        for button, signal in ((undo, self.session.stack.canUndoChanged), (redo, self.session.stack.canRedoChanged)):
            button.setEnabled(False)
            signal.connect(button.setEnabled)
        self.name = QLineEdit(body)
        self.name.setObjectName("weightingName")
        self.name.setPlaceholderText(tr("Keep as …, then Enter"))
        self.name.setToolTip(tr("Keep these weights under a name, to compare them with others"))
        self.name.setMaximumWidth(220)
        self.name.returnPressed.connect(self._keep)
        self.forget = tool_button(body, "forget", "−", tr("Forget the kept weighting of this name"), self._forget)
        self.save = QPushButton(QIcon(str(resource("icons", "scoreindicators.svg"))), tr("Save as the plan’s"), body)
        self.save.setObjectName("save")
        self.save.setToolTip(tr("Score by these weights and keep scores, weights and firmness with the plan"))
        self.save.clicked.connect(lambda: self._ask(self.run_asked))
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for widget in (self.level, self.reset, undo, redo):
            bar.addWidget(widget)
        bar.addSpacing(8)
        bar.addWidget(self.name, 2)
        bar.addWidget(self.forget)
        bar.addStretch(1)
        bar.addWidget(self.save)
        self._acting: list[QWidget] = [self.reset, self.name, self.forget, self.save]
        return bar

    def _build_twins(self, body: QWidget) -> list[QWidget]:
        """The same work in the toolbox and on the command line."""
        twins: list[QWidget] = []
        for name, text, tip, signal in (
            (
                "toolbox",
                tr("In the toolbox"),
                tr("Open the algorithm's dialog with the same parameters"),
                "toolbox_asked",
            ),
            ("command", tr("Copy as command"), tr("Copy the qgis_process commands that do the same"), "command_asked"),
        ):
            twin = tool_button(body, name, text, tip, partial(self._ask_for, signal))
            twin.setAutoRaise(True)
            twin.setStyleSheet("QToolButton { color: #3f7fb5; }")
            twins.append(twin)
        self._acting += twins
        return twins

    def _build_list(self, body: QWidget) -> QWidget:
        page = QWidget(body)
        self.search = SearchBox(page)
        self.search.found.connect(lambda unit: self.select(unit.code))
        self.search.missed.connect(
            lambda text: self.say(tr("No unit of the list has “{text}” in its code or name.", text=text), bad=True)
        )
        self.model = RankTable(self.session, self)
        self.table = RankView(self.model, page)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._chosen(now.row()))
        self.table.clicked.connect(lambda index: self._go(index.row()))
        self.table.activated.connect(lambda index: self._go(index.row()))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        return page

    def _build_right(self, body: QWidget) -> QWidget:
        self.right = QTabWidget(body)
        self.right.setObjectName("right")
        self.reasons = ReasonsPanel(self.session, self.right)
        self.bars, self.shift = BarChart(), ShiftChart()
        self.first, self.second = QComboBox(self.right), QComboBox(self.right)
        for name, combo, tip in (
            ("first", self.first, tr("Weighting A")),
            ("second", self.second, tr("Weighting B")),
        ):
            combo.setObjectName(name)
            combo.setToolTip(tip)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(6)
            combo.activated.connect(lambda _: self._draw_charts())
        arrow = QLabel("→", self.right)
        self.right.addTab(self._build_list(body), tr("Ranks"))
        self.right.addTab(self.reasons, tr("Reasons"))
        self.right.addTab(self._chart_page(self.bars, "bars", ()), tr("Bars"))
        self.right.addTab(self._chart_page(self.shift, "shift", (self.first, arrow, self.second)), tr("Rank shift"))
        self.right.currentChanged.connect(lambda _: self._draw_charts())
        return self.right

    def _chart_page(self, chart: Chart, name: str, parts: tuple[QWidget, ...]) -> QWidget:
        page = QWidget(self.right)
        row = QHBoxLayout()
        row.setSpacing(3)
        for part in parts:
            row.addWidget(part, 1 if isinstance(part, QComboBox) else 0)
        row.addStretch()
        row.addWidget(
            tool_button(page, f"{name}Png", "PNG …", tr("Save this chart as a picture"), lambda: self.ask_png(chart))
        )
        book = tr("Ranks, weights, firmness and charts into an Excel workbook")
        row.addWidget(tool_button(page, f"{name}Book", tr("Workbook …"), book, self.ask_book))
        scroll = QScrollArea(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(chart)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(scroll, 1)
        return page

    # ---- what is shown
    def load(self) -> None:
        """Read the level anew; raises `PlannerError`."""
        self.session.load(str(self.level.currentData()))

    def follow(self) -> None:
        """Show another county or plan when it is taken in hand, nothing where none is or nobody looks."""
        if not self.session.elsewhere:
            return
        snapshot = self._desk.snapshot
        if self.isVisible() and snapshot is not None and snapshot.plan is not None:
            self._guarded(self.load)
        else:
            self.session.clear()
            self.say("")

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._enable()

    _busy = False

    def _switch(self) -> None:
        if self._desk.path is not None:
            self.load()

    def _enable(self) -> None:
        there = self.session.board is not None
        for widget in self._acting:
            widget.setEnabled(there)
        writes = there and not self._desk.read_only
        for widget in (self.name, self.forget):
            widget.setEnabled(writes)
        self.save.setEnabled(writes and not self._busy)

    def _loaded(self) -> None:
        session = self.session
        kept = self.reasons.code
        self.model.reload()
        units = session.units
        self.search.set_units(
            []
            if session.board is None or units is None
            else [
                UnitEntry(session.level, str(code), str(name or ""), "")
                for code, name in zip(units["code"], units["name"])
            ]
        )
        self.map.set_units(units if session.board is not None else None)
        self.table.fit_names()
        self.table.top = session.board.top if session.board is not None else 0
        self._offer()
        self._enable()
        there = session.board is not None and kept in session.board.units
        self.reasons.show_unit(kept if there else "", self.model.name(kept) if there else "")
        if there:
            self.select(kept)
        if session.board is None:
            self.figure.clear()
        else:
            self._colour()
            self._say_figures()
            self.say(" ".join(say(warning) for warning in session.board.warnings))
        self._draw_charts()

    def _moved(self) -> None:
        """With the hand: ranks, bars, figures, and the map where it can follow."""
        self.model.refresh()
        self._stale_charts = True
        if self.map.follows:
            self._colour()
        self._say_figures()

    def _rested(self) -> None:
        """What may wait until the hand pauses."""
        if self.session.board is None:
            return
        if not self.map.follows:
            self._colour()
        self.reasons.refresh()
        self._draw_charts()

    def _tried(self) -> None:
        self.model.show_trials()
        self._say_figures()

    def _judged(self) -> None:
        self._stale_charts = True
        self._draw_charts()

    def _colour(self) -> None:
        ranked, board = self.session.ranked, self.session.board
        if ranked is not None and board is not None and self.isVisible():
            self.map.show_scores(ranked.scores, ranked.ranks, board.top)

    def _say_figures(self) -> None:
        session = self.session
        if session.ranked is None or session.board is None:
            return
        parts = []
        tau = session.ranked.tau
        if tau is not None:
            parts.append(tr("Kendall’s τ with TOPSIS {tau}", tau=f"{tau:.3f}"))
        if session.plan_ranked is not None:
            top = session.board.top
            new = int(((session.ranked.ranks <= top) & (session.plan_ranked.ranks > top)).sum())
            parts.append(tr("{count} new in the top {top}", count=new, top=top))
        ratio = self._consistency()
        if ratio:
            parts.append(ratio)
        self.figure.setText(" · ".join(parts))

    def _consistency(self) -> str:
        """The consistency ratio of the judgements, where the weights in hand come from them."""
        session = self.session
        if session.judgements is None or session.weighting is None or not session.judgements.experts:
            return ""
        ratio = session.ratio_in_hand()
        return "" if ratio is None else tr("CR {ratio}", ratio=f"{ratio:.3f}")

    def _offer(self) -> None:
        """The lists of weightings to take and to compare."""
        session = self.session
        self.reset.clear()
        self.reset.addItem(tr("Begin with …"), "")
        if session.board is None:
            return
        words = session.choices()
        for key, word in words.items():
            self.reset.addItem(word, key)
        for combo, usual in ((self.first, PLAN if PLAN in words else "equal"), (self.second, HAND)):
            chosen = combo.currentData() or usual
            combo.clear()
            for key, word in ((HAND, tr("In hand")), *words.items()):
                combo.addItem(word, key)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))

    def _draw_charts(self) -> None:
        """Only the chart that is seen; the other when it is."""
        chart = self.right.currentIndex()
        if chart == BARS:
            self._draw_bars()
        elif chart == SHIFT:
            self._guarded(self._draw_shift)

    def _draw_bars(self) -> None:
        session = self.session
        if session.board is None or session.weighting is None or session.ranked is None:
            self.bars.show_bars("", (), (), 0)
            return
        board, ranked = session.board, session.ranked
        points = board.group_points(session.weighting)
        names, colours = session.group_names(), group_colours(session.weighting.groups)
        bars = [
            Bar(
                int(ranked.ranks[i]),
                self.model.name(board.units[i]),
                tuple(float(part) for part in points[i]),
                float(ranked.scores[i]),
            )
            for i in ranked.ranks.argsort(kind="stable")[: max(MOST, board.top)]
        ]
        self.bars.show_bars(
            tr("Scores of the townships") if session.level == "township" else tr("Scores of the villages"),
            bars,
            [(names[group], colours[group]) for group in session.weighting.groups],
            board.top,
        )

    def _draw_shift(self) -> None:
        from ..core.indicators.aggregate import agreement
        from ..core.indicators.ranking import rank_shift

        session = self.session
        if session.board is None:
            self.shift.show_shifts("", (), "", "", "", 0)
            return
        board = session.board
        first, second = (
            board.vector(session.weighting_of(str(combo.currentData()))) for combo in (self.first, self.second)
        )
        table = rank_shift(board.ranking, first, second)
        shown = table
        if len(table) > MOST:
            shown = table[(table["rank_first"] <= board.top) | (table["rank_second"] <= board.top)]
        shifts = [
            Shift(self.model.name(str(code)), int(row["rank_first"]), int(row["rank_second"]))
            for code, row in shown.iterrows()
        ]
        moved = int((table["shift"] != 0).sum())
        tau = agreement(table["score_first"].to_numpy(), table["score_second"].to_numpy())
        note = tr("{moved} of {count} ranks differ", moved=moved, count=len(table))
        if tau is not None:
            note += " · " + tr("Kendall’s τ {tau}", tau=f"{tau:.3f}")
        if len(shown) < len(table):
            note += " · " + tr("shown: the top {top} of either", top=board.top)
        self.shift.show_shifts(
            tr("Rank shift between two weightings"),
            shifts,
            self.first.currentText(),
            self.second.currentText(),
            note,
            board.top,
        )

    # ---- going there
    def select(self, code: str) -> None:
        """Take a unit in hand and show its row."""
        row = self.model.row_of(code)
        if row >= 0:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _chosen(self, row: int) -> None:
        if not 0 <= row < self.model.rowCount():
            return
        code = self.model.code(row)
        if code != self.reasons.code:
            self.reasons.show_unit(code, self.model.name(code))
        board = self.session.board
        self.map.hold(board.units.index(code) if board is not None else -1)

    def _go(self, row: int) -> None:
        units = self.session.units
        if units is None or not 0 <= row < self.model.rowCount():
            return
        from qgis.core import QgsVectorLayer

        place = int(self.model.order[row])
        layer = QgsVectorLayer(f"{self._desk.path}|layername={self.session.level}", self.session.level, "ogr")
        self._guarded(lambda: zoom_and_flash(self._canvas, layer, [self._geometry(place)]))

    def _geometry(self, place: int) -> QgsGeometry:
        from qgis.core import QgsGeometry

        geometry = QgsGeometry()
        shape = self.session.units.geometry.iloc[place] if self.session.units is not None else None
        if shape is not None:
            geometry.fromWkb(shape.wkb)
        return geometry

    # ---- weightings
    def _reset(self, index: int) -> None:
        key = str(self.reset.itemData(index) or "")
        self.reset.setCurrentIndex(0)
        if key:
            self.session.reset(key)
        if key.startswith(KEPT):
            self.name.setText(key[len(KEPT) :])

    def _keep(self) -> None:
        if self.session.keep(self.name.text()):
            self.name.clear()

    def _forget(self) -> None:
        name = self.name.text().strip()
        if name in self.session.names:
            self.session.forget(name)
            self.name.clear()
        else:
            self.say(tr("Type the name of a kept weighting, or take it in hand, to forget it."), bad=True)

    def _ask_for(self, signal: str) -> None:
        self._ask(getattr(self, signal))

    def _ask(self, signal: Any) -> None:
        if self.session.weighting is None:
            return
        self.session.settle()
        level, weights = self.session.level, self.session.given_weights()

        def make(setting: Setting) -> Job:
            return jobs.score(setting, level, weights)

        signal.emit(make)

    # ---- files
    def ask_png(self, chart: Chart) -> None:
        self._ask_file(chart.title, ".png", tr("Picture (*.png)"), lambda path: self.save_png(chart, path))

    def save_png(self, chart: Chart, path: Path) -> None:
        save_picture(chart, path)
        self.say(tr("Saved: {what}", what=str(path)))

    def ask_book(self) -> None:
        self._ask_file(tr("Scores and ranks"), ".xlsx", tr("Workbook (*.xlsx)"), self.save_book)

    def save_book(self, path: Path) -> None:
        """Ranks, weights, firmness and the shift between A and B, with charts."""
        pair = (str(self.first.currentData()), str(self.second.currentData()))
        export_book(self.session, self._desk, pair, path)
        self.say(tr("Saved: {what}", what=str(path)))

    def ask_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import judgements"), "", tr("Workbook (*.xlsx)"))
        if path:
            self.bring_judgements(Path(path))

    def bring_judgements(self, path: Path) -> None:
        self._guarded(lambda: self.say(import_judgements(self.session, path)))

    def ask_export(self) -> None:
        who = self.judgements.expert.currentText()
        title = tr("Judgements of {who}", who=who)
        self._ask_file(title, ".xlsx", tr("Workbook (*.xlsx)"), self.save_judgements)

    def save_judgements(self, path: Path) -> None:
        export_judgements(self.session, self.judgements.expert.currentText(), self.judgements.who, path)
        self.say(tr("Saved: {what}", what=str(path)))

    def _ask_file(self, title: str, ending: str, kind: str, save: Callable[[Path], None]) -> None:
        if self.session.board is None:
            return
        start = self._desk.path.with_name(title + ending) if self._desk.path is not None else Path(title + ending)
        path, _ = QFileDialog.getSaveFileName(self, title, str(start), kind)
        if path:
            target = Path(path if path.lower().endswith(ending) else path + ending)
            self._guarded(lambda: save(target))

    # ---- coming and going
    def _seen(self, shown: bool) -> None:
        """On the map only as long as the dock is seen."""
        self.map.setVisible(shown)
        if shown:
            self._colour()

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    def _guarded(self, work: Callable[[], Any]) -> Optional[bool]:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return False
        return True

    def remove(self) -> None:
        """Leave nothing behind on the map; no signal comes after this."""
        self.blockSignals(True)
        self.session.stop()
        self.map.remove()
