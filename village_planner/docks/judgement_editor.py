"""The experts' pairwise judgements as a matrix: what is judged above the diagonal, its reverse below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from qgis.PyQt.QtCore import QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import PlannerError
from ..translation import say_error, tr
from .weights_session import WeightsSession, in_language
from .widgets import tool_button

EVERYBODY = ""  # the combo's entry of all experts combined
DOUBTFUL, REVERSE, DIAGONAL = "#f6d5d0", "#f1f2f3", "#dfe3e6"
DARK = "#222222"


class _Scale(QStyledItemDelegate):
    """A cell is edited by a list of Saaty's scale, into which fractions can be typed as well."""

    def __init__(self, parent: QWidget, judged: Callable[[int, int, str], None]) -> None:
        super().__init__(parent)
        self._judged = judged

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        from ..core.indicators.experts import SCALE, as_text

        combo = QComboBox(parent)
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setCompleter(None)  # “1” is meant as such, not as the beginning of 1/2
        combo.addItems([as_text(step) for step in SCALE])
        combo.activated.connect(lambda _: self._done(combo))
        return combo

    def _done(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        text = str(index.data() or "")
        editor.setCurrentIndex(editor.findText(text))
        editor.setEditText(text)
        editor.lineEdit().selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: QModelIndex) -> None:
        if editor.currentText().strip() != str(index.data() or ""):
            self._judged(index.row(), index.column(), editor.currentText())


class JudgementEditor(QWidget):
    """Edits the session's judgements, a comparison at a time; asks for files through its signals."""

    import_asked = pyqtSignal()
    export_asked = pyqtSignal()
    told = pyqtSignal(str, bool)

    def __init__(self, session: WeightsSession, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._comparisons: tuple[Any, ...] = ()
        self._renaming = False
        self._suggestion: Optional[tuple[int, int, float]] = None
        self._build()
        session.loaded.connect(self._reload)
        session.judged.connect(self._reload)

    # ---- building
    def _build(self) -> None:
        self.expert = QComboBox(self)
        self.expert.setObjectName("expert")
        self.expert.setToolTip(tr("Whose judgements are shown"))
        self.comparison = QComboBox(self)
        self.comparison.setObjectName("comparison")
        self.comparison.setToolTip(tr("What is compared: the groups first, then the indicators within each"))
        for combo in (self.expert, self.comparison):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(5)
            combo.currentIndexChanged.connect(lambda _: self._show())
        self.name = QLineEdit(self)
        self.name.setObjectName("expertName")
        self.name.setPlaceholderText(tr("Name of the expert, then Enter"))
        self.name.returnPressed.connect(self._named)
        self.name.hide()
        add = tool_button(self, "addExpert", "+", tr("Add an expert"), lambda: self._ask_name(False))
        self.rename_button = tool_button(
            self, "renameExpert", tr("Rename"), tr("Rename this expert"), lambda: self._ask_name(True)
        )
        self.remove_button = tool_button(
            self, "removeExpert", "−", tr("Remove this expert with all judgements (can be undone)"), self._remove
        )
        self.table = QTableWidget(self)
        self.table.setObjectName("matrix")
        self.table.setItemDelegate(_Scale(self.table, self.judge))
        self.table.setEditTriggers(
            QAbstractItemView.DoubleClicked
            | QAbstractItemView.EditKeyPressed
            | QAbstractItemView.AnyKeyPressed
            | QAbstractItemView.SelectedClicked
        )
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.Stretch)
        self.table.horizontalHeader().setMinimumSectionSize(self.fontMetrics().horizontalAdvance("1/9") + 22)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.Fixed)
        self.verdict = QLabel(self)
        self.verdict.setObjectName("verdict")
        self.verdict.setWordWrap(True)
        self.take_suggestion = QPushButton(self)
        self.take_suggestion.setObjectName("takeSuggestion")
        self.take_suggestion.clicked.connect(self._take_suggestion)
        self.take_suggestion.hide()
        self.use = QPushButton(tr("Weigh by these judgements"), self)
        self.use.setObjectName("useJudgements")
        self.use.setToolTip(
            tr("Weights of groups and indicators by the judgements of the one shown, or of all combined")
        )
        self.use.clicked.connect(self._use)
        bring = tool_button(
            self, "importJudgements", tr("Import …"), tr("Read matrices from a workbook"), self.import_asked.emit
        )
        give = tool_button(
            self, "exportJudgements", tr("Export …"), tr("Write the matrices into a workbook"), self.export_asked.emit
        )
        head = QHBoxLayout()
        head.setSpacing(3)
        head.addWidget(self.expert, 1)
        for widget in (add, self.rename_button, self.remove_button):
            head.addWidget(widget)
        head.addSpacing(6)
        head.addWidget(self.comparison, 1)
        foot = QGridLayout()
        foot.addWidget(self.verdict, 0, 0, 1, 3)
        foot.addWidget(self.take_suggestion, 0, 3)
        buttons = QHBoxLayout()
        buttons.addWidget(self.use)
        buttons.addStretch()
        buttons.addWidget(bring)
        buttons.addWidget(give)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 4, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.name)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        column.addLayout(buttons)

    # ---- what is shown
    @property
    def who(self) -> str:
        """The expert shown, EVERYBODY for all combined."""
        return str(self.expert.currentData() or "")

    def _reload(self) -> None:
        session = self._session
        judgements = session.judgements
        experts = list(judgements.experts) if judgements is not None else []
        known = experts or [tr("Expert 1")]  # who comes into being with the first judgement
        kept = self.expert.currentData() if self.expert.count() else known[0]
        _refill(self.expert, [(name, name) for name in known] + [(tr("All combined"), EVERYBODY)], kept)
        from ..core.indicators.experts import comparisons

        self._comparisons = comparisons(session.weighting) if session.weighting is not None else ()
        titles = session.group_names() if session.weighting is not None else {}
        words = [
            (titles[item.group] if item.group else tr("The groups"), place)
            for place, item in enumerate(self._comparisons)
        ]
        _refill(self.comparison, words, self.comparison.currentData())
        self._show()

    def _names(self) -> tuple[tuple[str, ...], list[str], list[str]]:
        """What is compared: codes or ids, short headings, full names."""
        session = self._session
        assert session.board is not None
        comparison = self._comparisons[self.comparison.currentIndex()]
        if not comparison.group:
            titles = session.group_names()
            full = [titles[name] for name in comparison.names]
            return comparison.names, full, full
        known = {item.code: item for item in session.board.indicators}
        full = [f"{name} {in_language(known[name].zh, known[name].en)}" for name in comparison.names]
        return comparison.names, list(comparison.names), full

    def _show(self) -> None:
        from ..core.indicators.experts import as_text, verdict

        self.take_suggestion.hide()
        self._suggestion = None
        session = self._session
        shown = session.judgements is not None and 0 <= self.comparison.currentIndex() < len(self._comparisons)
        for widget in (self.table, self.use):
            widget.setEnabled(shown)
        self.rename_button.setEnabled(shown and self.who in (session.judgements.experts if session.judgements else ()))
        self.remove_button.setEnabled(self.rename_button.isEnabled())
        if not shown:
            self.table.setRowCount(0)
            self.table.setColumnCount(0)
            self.verdict.clear()
            return
        assert session.judgements is not None
        names, short, full = self._names()
        unfinished: tuple[str, ...] = ()
        if self.who == EVERYBODY:
            matrix, unfinished = session.judgements.combined(names)
        else:
            matrix = session.judgements.matrix(self.who, names)
        n = len(names)
        place = self.table.currentRow(), self.table.currentColumn()
        self.table.setRowCount(n)
        self.table.setColumnCount(n)
        for i in range(n):
            for header, make in ((i, self.table.setHorizontalHeaderItem), (i, self.table.setVerticalHeaderItem)):
                item = QTableWidgetItem(short[i])
                item.setToolTip(full[i])
                make(header, item)
            for j in range(n):
                text = "" if matrix[i, j] != matrix[i, j] else as_text(float(matrix[i, j]))
                self.table.setItem(i, j, self._cell(i, j, text, full))
        self.table.setCurrentCell(*place)
        try:
            found = verdict(matrix, session.judging)
        except PlannerError as error:
            self.verdict.setText(say_error(error))
            return
        self._say(found, short)
        if unfinished:
            note = tr("Not counted, since not finished: {experts}.", experts=", ".join(unfinished))
            self.verdict.setText(f"{self.verdict.text()} {note}")

    def _cell(self, i: int, j: int, text: str, full: list[str]) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setTextAlignment(int(Qt.AlignmentFlag.AlignCenter))
        editable = i < j and self.who != EVERYBODY and not self._session.read_only
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if editable else flags)
        if i >= j:
            item.setBackground(QBrush(QColor(DIAGONAL if i == j else REVERSE)))
            item.setForeground(QBrush(QColor(DARK)))
        if i != j:
            item.setToolTip(tr("How many times {row} matters more than {column}", row=full[i], column=full[j]))
        return item

    def _say(self, found: Any, short: list[str]) -> None:
        from ..core.indicators.experts import as_text, on_scale

        if found.missing:
            self.verdict.setText(tr("Judgements missing: {count}.", count=len(found.missing)))
            return
        ratio = f"{found.ratio:.3f}"
        if found.revisit is None:
            self.verdict.setText(tr("Consistency ratio {ratio}: consistent.", ratio=ratio))
            return
        i, j, suggested = found.revisit
        now = self.table.item(i, j).text()
        value = on_scale(suggested)
        if as_text(value) == now:
            value = suggested
        self._suggestion = (i, j, value)
        self.verdict.setText(
            tr(
                "Consistency ratio {ratio}: contradictory ({limit} or more). Revisit {row} against {column}: {now} was "
                "given, the others suggest {suggested}.",
                ratio=ratio,
                limit=f"{found.limit:.2f}",
                row=short[i],
                column=short[j],
                now=now,
                suggested=as_text(suggested),
            )
        )
        for cell in (self.table.item(i, j), self.table.item(j, i)):
            cell.setBackground(QBrush(QColor(DOUBTFUL)))
            cell.setForeground(QBrush(QColor(DARK)))
        if self.who != EVERYBODY:
            self.take_suggestion.setText(tr("Take {value}", value=as_text(value)))
            self.take_suggestion.show()

    # ---- what a hand does
    def judge(self, i: int, j: int, text: str) -> None:
        """Row against column as typed; an empty text takes the judgement back."""
        from ..core.indicators.experts import as_value

        try:
            value = as_value(text)
        except PlannerError as error:
            self.told.emit(say_error(error), True)
            return
        self._judge(i, j, value)

    def _judge(self, i: int, j: int, value: Optional[float]) -> None:
        names, who = self._names()[0], self.who
        self._session.judge(lambda judgements: judgements.set(who, names[i], names[j], value), tr("judge"))

    def _take_suggestion(self) -> None:
        if self._suggestion is not None:
            self._judge(*self._suggestion)

    def _use(self) -> None:
        session, who = self._session, self.who
        if session.judgements is None or session.weighting is None:
            return
        try:
            weighting, ratio = session.judged_weighting(None if who == EVERYBODY else who)
        except PlannerError as error:
            self.told.emit(say_error(error), True)
            return
        session.take(weighting, tr("weigh by judgements"))
        self.told.emit(tr("Weighed by the judgements; worst consistency ratio {ratio}.", ratio=f"{ratio:.3f}"), False)

    def _ask_name(self, renaming: bool) -> None:
        self._renaming = renaming
        self.name.setText(self.who if renaming else "")
        self.name.show()
        self.name.setFocus()
        self.name.selectAll()

    def _named(self) -> None:
        name, who = self.name.text().strip(), self.who
        if self._renaming:
            done = self._session.judge(lambda judgements: judgements.rename(who, name), tr("rename an expert"))
        else:
            done = self._session.judge(lambda judgements: judgements.add(name), tr("add an expert"))
        if done:
            self.name.hide()
            self.expert.setCurrentIndex(self.expert.findData(name))

    def _remove(self) -> None:
        who = self.who
        self._session.judge(lambda judgements: judgements.remove(who), tr("remove an expert"))


def _refill(combo: QComboBox, words: list[tuple[str, Any]], chosen: Any) -> None:
    combo.blockSignals(True)
    combo.clear()
    for text, value in words:
        combo.addItem(text, value)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    combo.blockSignals(False)
