"""The dock of the settlement hierarchy: the tree, why each settlement stands where it does, 1+X+Y, village types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject
from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import PlannerError
from ..core.indicators.hierarchy import CENTRAL_VILLAGE, ORDINARY_VILLAGE
from ..core.indicators.travel import KILOMETRES
from ..core.review.steps import DONE, STALE
from ..paths import resource
from ..translation import say, say_error, tr
from .desk import Desk
from .hierarchy_map import HierarchyMarks, PickTool
from .hierarchy_model import NAME, HierarchyModel, role_word
from .hierarchy_session import HierarchySession
from .look import bold, chip, set_chip
from .widgets import add_shortcuts, message_label, say_on, scrolling, tool_button

VILLAGES = (CENTRAL_VILLAGE, ORDINARY_VILLAGE)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class HierarchyDock(QDockWidget):
    """`edited` says that a village's type changed, `classify_asked` asks for a new classification."""

    edited = pyqtSignal()
    classify_asked = pyqtSignal()

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Settlement hierarchy"), parent)
        self.setObjectName("villagePlannerHierarchyDock")
        self.setWindowIcon(QIcon(str(resource("icons", "selectcentres.svg"))))
        self._iface, self._canvas, self._desk = iface, iface.mapCanvas(), desk
        self._wanted = ""  # node to show once the tree is there
        self._keep_message = False
        self.session = HierarchySession(desk, self)
        self.model = HierarchyModel(self)
        self.marks = HierarchyMarks(self._canvas)
        self.tool = PickTool(self._canvas, self.marks, self._unit_at)
        self.tool.picked.connect(self.go_to)
        self.tool.deactivated.connect(lambda: self.pick.setChecked(False))
        self._build()
        self.session.changed.connect(self._show)
        self.session.refused.connect(lambda text: self.say(text, bad=True))
        self.session.saved.connect(self._saved)
        self.session.background.began.connect(lambda: self.say(tr("Reading the hierarchy …")))
        self.visibilityChanged.connect(self._seen)
        self._canvas.destinationCrsChanged.connect(self._show_marks)

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        self.search = QgsFilterLineEdit(body)
        self.search.setObjectName("search")
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(tr("Find by name or code"))
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(190)
        self.search.textEdited.connect(self._find)
        self.search.cleared.connect(lambda: self._find(""))
        self.search.returnPressed.connect(lambda: self._next_found())
        self.state = chip(body)
        self.counts = QLabel(body)
        self.counts.setObjectName("counts")
        self.counts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # never widens the dock
        self.pick = tool_button(body, "pick", tr("Pick on the map"), tr("A click on the map shows the settlement here"))
        self.pick.setCheckable(True)
        self.pick.toggled.connect(self._pick_toggled)
        bar = QHBoxLayout()
        bar.addWidget(self.search)
        bar.addWidget(self.state)
        bar.addWidget(self.counts, 1)
        bar.addWidget(self.pick)
        for name, text, tip, call in (
            ("unfold", tr("Unfold"), tr("Show every village"), self.unfold),
            ("fold", tr("Fold"), tr("Show towns and central villages only"), self.fold),
            ("png", tr("Picture …"), tr("Draw the whole hierarchy as a picture (PNG)"), self.ask_picture),
            ("again", tr("Read again"), tr("Read the hierarchy of the plan again"), self.session.load),
        ):
            bar.addWidget(tool_button(body, name, text, tip, call))

        self.tree: QTreeView = QTreeView(body)
        self.tree.setObjectName("tree")
        self.tree.setModel(self.model)
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        self.tree.setSelectionMode(QAbstractItemView.SingleSelection)
        self.tree.header().setStretchLastSection(False)
        self.tree.selectionModel().currentChanged.connect(lambda now, _: self._take(self.model.code(now)))
        self.tree.doubleClicked.connect(lambda index: self._zoom(self.model.code(index)))

        self.tabs = QTabWidget(body)
        self.tabs.addTab(self._build_why(body), tr("Why"))
        self.levels = self._table(body, "levels")
        self.tabs.addTab(self.levels, tr("1+X+Y"))
        splitter = QSplitter(body)
        splitter.addWidget(self.tree)
        splitter.addWidget(self.tabs)
        splitter.setSizes([540, 460])
        self.message = message_label(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(splitter, 1)
        column.addWidget(self.message)
        self.setWidget(scrolling(body, self))
        add_shortcuts(
            body,
            (
                ("Ctrl+Z", self.session.undo),
                ("Ctrl+Shift+Z", self.session.redo),
                ("Ctrl+F", self.search.setFocus),
            ),
        )

    def _build_why(self, body: QWidget) -> QWidget:
        page = QWidget(body)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(3)
        self.title = bold(QLabel(page), 1)
        self.title.setObjectName("title")
        self.why = QLabel(page)
        self.why.setObjectName("why")
        self.why.setWordWrap(True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.figures = self._table(page, "figures")
        self.figures.horizontalHeader().hide()
        self.type = QComboBox(page)
        self.type.setObjectName("type")
        self.type.setToolTip(tr("The village's type"))
        self.reason = QLineEdit(page)
        self.reason.setObjectName("reason")
        self.reason.setPlaceholderText(tr("Reason, then Enter"))
        self.reason.returnPressed.connect(self.decide)
        self.decide_button = tool_button(
            page, "decide", tr("Set the type"), tr("Give the village this type, whatever the rules say"), self.decide
        )
        self.withdraw_button = tool_button(
            page, "withdraw", tr("By the rules"), tr("Leave the type to the rules again"), self.withdraw
        )
        self.classify_button = tool_button(
            page, "classify", tr("Classify …"), tr("Classify all villages by the rules"), self.classify_asked.emit
        )
        row = QHBoxLayout()
        row.addWidget(self.type)
        row.addWidget(self.reason, 1)
        for button in (self.decide_button, self.withdraw_button, self.classify_button):
            row.addWidget(button)
        inner = QWidget(page)
        above = QVBoxLayout(inner)
        above.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.why, self.figures):
            above.addWidget(widget)
        above.addStretch()
        scroll = QScrollArea(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self.figures.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(scroll, 1)
        column.addLayout(row)
        return page

    def _table(self, parent: QWidget, name: str) -> QTableWidget:
        table = QTableWidget(0, 0, parent)
        table.setObjectName(name)
        table.setEditTriggers(QAbstractItemView.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectRows)
        table.setAlternatingRowColors(True)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        return table

    # ---- what is shown
    def load(self) -> None:
        """Read the plan's hierarchy, beside the interface."""
        self.session.load()
        if self.isVisible():
            self.pick.setChecked(True)

    def follow(self) -> None:
        """Show another county or plan when it is taken in hand, nothing where none is or nobody looks."""
        if not self.session.elsewhere:
            self._show_state()
            return
        snapshot = self._desk.snapshot
        if self.isVisible() and snapshot is not None and snapshot.plan is not None:
            self.session.load()
        else:
            self.session.clear()
            self.say("")

    def set_busy(self, busy: bool) -> None:
        """Nothing else can be started while something runs."""
        self.classify_button.setEnabled(not busy)

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    def _show(self) -> None:
        session = self.session
        kept = self._wanted or self.model.code(self.tree.currentIndex())
        self._wanted = ""
        first = self.model.rowCount() == 0
        open_before = self._unfolded()
        self.model.show(session.plan, session.rules, session.language)
        self.type.clear()
        for item in session.rules.types if session.rules is not None else ():
            self.type.addItem(item.name[session.language], item.id)
        if session.plan is not None:
            if first:
                self.fold()
                self.tree.header().resizeSection(NAME, 190)
                for column in range(1, self.model.columnCount()):
                    self.tree.header().setSectionResizeMode(column, QHeaderView.ResizeToContents)
            else:
                for code in open_before:
                    self.tree.setExpanded(self.model.index_of(code), True)
            if not self._keep_message:
                problems = [say(problem) for problem in (*session.plan.tree.problems, *session.said)]
                text = " ".join(problems[:2]) + (
                    " " + tr("… and {count} more.", count=len(problems) - 2) if len(problems) > 2 else ""
                )
                straight = session.plan.tree.unit == KILOMETRES
                way = tr("Distances are straight lines.") if straight else tr("Minutes are by road, from seat to seat.")
                self.say(text or way, bad=bool(session.plan.tree.problems))
                self.message.setToolTip("\n".join(problems))
        self._keep_message = False
        self._show_state()
        self._show_levels()
        self._show_marks()
        index = self.model.index_of(kept) if kept else self.model.index(0, 0)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self._take(self.model.code(index))
        else:
            self._take("")

    def _unfolded(self) -> list[str]:
        found = []
        waiting = [self.model.index(row, 0) for row in range(self.model.rowCount())]
        while waiting:
            index = waiting.pop()
            if self.tree.isExpanded(index):
                found.append(self.model.code(index))
                waiting += [self.model.index(row, 0, index) for row in range(self.model.rowCount(index))]
        return list(found)

    def _show_state(self) -> None:
        plan = self.session.plan
        self.state.setVisible(plan is not None)
        set_chip(self.state, STALE if self.session.stale else DONE)
        if self.session.stale:
            self.state.setToolTip(
                tr("Figures changed after the scores or districts were made: make them again, then read again.")
            )
        else:
            self.state.setToolTip("")
        if plan is None:
            self.counts.setText("")
            return
        counts = plan.tree.counts()
        self.counts.setText(" – ".join(f"{role_word(role)} {count:,}" for role, count in counts.items()))
        self.counts.setToolTip(self.counts.text())
        self.counts.setStyleSheet("color: #6b4a05;" if self.session.stale else "")

    def _show_levels(self) -> None:
        """1+X+Y: per district its town, central and retained villages; those of its townships below."""
        table, plan = self.levels, self.session.plan
        headings = [
            tr("District"),
            tr("Central town (1)"),
            tr("Sub-central town"),
            tr("Central (X)"),
            tr("Retained (Y)"),
            tr("Neither"),
        ]
        table.clear()
        table.setColumnCount(len(headings))
        table.setHorizontalHeaderLabels(headings)
        table.setRowCount(0)
        if plan is None:
            return
        rows = plan.layout.sort_values(
            "code", key=lambda codes: codes.map(lambda code: (len(code), code)), kind="stable"
        )
        order = {"county": 0, "township_district": 1}
        rows = rows[rows["level"].isin(order)].sort_values("level", key=lambda level: level.map(order), kind="stable")
        table.setRowCount(len(rows))
        for number, row in enumerate(rows.to_dict("records")):
            name = tr("County") if row["level"] == "county" else tr("District {code}", code=row["code"])
            texts = [name, row["central_town"], row["sub_central_town"]]
            for column, text in enumerate([*texts, row["central"], row["retained"], row["neither"]]):
                item = QTableWidgetItem(f"{text:,}" if isinstance(text, int) else str(text))
                names = {3: "central_names", 4: "retained_names", 5: "neither_names"}.get(column)
                item.setToolTip(str(row[names]) if names else item.text())
                if column >= 3:
                    item.setTextAlignment(RIGHT)
                table.setItem(number, column, item)
        for column in range(len(headings)):
            mode = QHeaderView.Stretch if column == 1 else QHeaderView.ResizeToContents
            table.horizontalHeader().setSectionResizeMode(column, mode)

    # ---- the node in hand
    def _take(self, code: str) -> None:
        plan, session = self.session.plan, self.session
        self.marks.pick(code)
        village = False
        if plan is None or session.catalogue is None or not code:
            self.title.clear()
            self.why.clear()
            self.figures.setRowCount(0)
        else:
            node = plan.tree.nodes.loc[code]
            village = node["role"] in VILLAGES
            self.title.setText(f"{node['name'] or code}  {role_word(str(node['role']))}")
            self.why.setText("\n".join(self._reasons(code)))
            figures = plan.figures(code, session.catalogue, session.language)
            self.figures.setColumnCount(2)
            self.figures.setRowCount(len(figures))
            self.figures.setFixedHeight(len(figures) * self.figures.verticalHeader().defaultSectionSize() + 4)
            for number, (label, text) in enumerate(figures):
                name = QTableWidgetItem(label if isinstance(label, str) else say(label))
                value = QTableWidgetItem(text)
                value.setTextAlignment(RIGHT)
                self.figures.setItem(number, 0, name)
                self.figures.setItem(number, 1, value)
            self.figures.horizontalHeader().setSectionResizeMode(0, QHeaderView.Stretch)
            self.figures.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeToContents)
        row = session.type_row(code) if village else None
        self.type.setCurrentIndex(self.type.findData(row["type"]) if row is not None else -1)
        decided = row is not None and bool(row["decided_by_user"])
        self.reason.setText(str(row["reason"] or "") if row is not None and decided else "")
        may = village and not self._desk.read_only
        for widget in (self.type, self.reason, self.decide_button):
            widget.setEnabled(may)
        self.withdraw_button.setEnabled(may and decided)

    def _reasons(self, code: str) -> list[str]:
        """Why it stands where it stands, why it was chosen, which type and by what rule."""
        plan, session = self.session.plan, self.session
        assert plan is not None
        node: Any = plan.tree.nodes.loc[code]
        lines = [tr("Belongs there: {reason}", reason=say(node["reason"]))]
        if plan.chosen.get(code):
            lines.append(tr("Chosen: {reason}", reason=plan.chosen[code]))
        row = session.type_row(code)
        if row is not None and session.rules is not None:
            known = {item.id: item.name[session.language] for item in session.rules.types}
            rules = {rule.id: rule.name[session.language] for rule in session.rules.rules}
            kind = known.get(str(row["type"]), str(row["type"]))
            if row["decided_by_user"]:
                lines.append(tr("Type: {type}, decided by a person: {reason}", type=kind, reason=row["reason"] or "–"))
            elif row["rule"]:
                rule = rules.get(str(row["rule"]), str(row["rule"]))
                lines.append(tr("Type: {type}, by the rule “{rule}”", type=kind, rule=rule))
                if row["reason"] and str(row["reason"]) != rule:
                    lines.append(str(row["reason"]))
            else:
                lines.append(tr("Type: {type}. {reason}", type=kind, reason=row["reason"] or "").strip())
        elif node["role"] in VILLAGES:
            lines.append(tr("Type: not classified yet"))
        return lines

    def decide(self) -> None:
        """Give the village in hand the type chosen, for the reason written."""
        code = self.model.code(self.tree.currentIndex())
        if code and self.type.currentData():
            self._wanted = code
            self.session.decide(code, str(self.type.currentData()), self.reason.text())

    def withdraw(self) -> None:
        code = self.model.code(self.tree.currentIndex())
        if code:
            self._wanted = code
            self.session.withdraw(code)

    def _saved(self, text: str) -> None:
        self.say(text)
        self._keep_message = True
        self.edited.emit()

    # ---- going there
    def go_to(self, code: str) -> None:
        """Show a settlement in the tree; a township that is no centre shows nothing."""
        index = self.model.index_of(code)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index, QAbstractItemView.PositionAtCenter)

    def unfold(self) -> None:
        self.tree.expandAll()

    def fold(self) -> None:
        """Towns and their central villages; the ordinary ones folded away."""
        self.tree.collapseAll()
        self.tree.expandToDepth(0)

    def _find(self, text: str) -> None:
        plan = self.session.plan
        found = plan.find(text) if plan is not None else []
        self.model.mark(found)
        self.tree.viewport().update()
        if found:
            self.go_to(found[0])
            self.say(tr("{count} found; Enter goes to the next.", count=len(found)))
        elif text.strip():
            self.say(tr("No settlement has “{text}” in its code or name.", text=text.strip()), bad=True)
        else:
            self.say("")

    def _next_found(self) -> None:
        plan = self.session.plan
        found = plan.find(self.search.text()) if plan is not None else []
        if found:
            now = self.model.code(self.tree.currentIndex())
            at = found.index(now) + 1 if now in found else 0
            self.go_to(found[at % len(found)])

    def _zoom(self, code: str) -> None:
        """A settlement with all below it on the map."""
        plan = self.session.plan
        if plan is None or code not in plan.points:
            return
        children = plan.tree.children()
        waiting, inside = [code], []
        while waiting:
            node = waiting.pop()
            inside.append(node)
            waiting += children.get(node, [])
        points = [QgsPointXY(*plan.points[node]) for node in inside if node in plan.points]
        box = QgsGeometry.fromMultiPointXY(points).boundingBox()
        box.grow(2000 if plan.shapes.crs is None or not plan.shapes.crs.is_geographic else 0.02)
        shown = self._transform().transformBoundingBox(box)
        self._canvas.setExtent(shown)
        self._canvas.refresh()

    # ---- the map
    def _transform(self, back: bool = False) -> QgsCoordinateTransform:
        own = QgsCoordinateReferenceSystem.fromWkt(self.session.crs)
        canvas = self._canvas.mapSettings().destinationCrs()
        ends = (canvas, own) if back else (own, canvas)
        return QgsCoordinateTransform(*ends, QgsProject.instance())

    def _show_marks(self) -> None:
        plan = self.session.plan
        if plan is None or not self.isVisible():
            self.marks.show_tree({}, {}, {})
            return
        transform, nodes = self._transform(), plan.tree.nodes
        points = {
            code: transform.transform(QgsPointXY(*place)) for code, place in plan.points.items() if code in nodes.index
        }
        self.marks.show_tree(points, nodes["role"].to_dict(), nodes["parent"].to_dict())
        self.marks.pick(self.model.code(self.tree.currentIndex()))

    def _unit_at(self, point: QgsPointXY) -> Optional[str]:
        plan = self.session.plan
        if plan is None:
            return None
        place = self._transform(back=True).transform(point)
        return plan.unit_at(place.x(), place.y())

    def _pick_toggled(self, on: bool) -> None:
        if on:
            self._canvas.setMapTool(self.tool)
        elif self._canvas.mapTool() is self.tool:
            self._canvas.unsetMapTool(self.tool)

    def _seen(self, visible: bool) -> None:
        """Nothing stays on the map of a dock that is closed."""
        if not visible and not self.isVisible():
            self.pick.setChecked(False)
        self._show_marks()

    # ---- picture
    def ask_picture(self) -> None:
        if self.session.plan is None:
            self.say(tr("There is no hierarchy to draw yet."), bad=True)
            return
        folder = self._desk.path.parent if self._desk.path is not None else Path()
        name = str(folder / (tr("settlement hierarchy") + ".png"))
        path, _ = QFileDialog.getSaveFileName(self, tr("Picture of the hierarchy"), name, tr("Picture (*.png)"))
        if path:
            self.save_picture(Path(path))

    def save_picture(self, path: Path) -> None:
        plan, snapshot = self.session.plan, self._desk.snapshot
        if plan is None or snapshot is None:
            return
        from .hierarchy_diagram import save_diagram

        name = snapshot.plan.name if snapshot.plan is not None else ""
        title = tr("Settlement hierarchy of {county}, {plan}", county=snapshot.county, plan=name)
        if self.session.stale:
            title += "  (" + tr("needs update") + ")"
        self._guarded(lambda: save_diagram(plan, title, path), tr("Written: {path}", path=str(path)))

    def _guarded(self, work: Callable[[], Any], done: str) -> None:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)
        else:
            self.say(done)

    def remove(self) -> None:
        """Take everything off the map; no signal comes after this."""
        self.session.remove()
        self.blockSignals(True)
        self._canvas.destinationCrsChanged.disconnect(self._show_marks)
        self.pick.setChecked(False)
        self.marks.remove()
        self.tool.deleteLater()
