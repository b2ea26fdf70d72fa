"""The dock of opinions: filter, search, go there, answer, decide, draw a point; forms out and workbooks in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy, QSplitter, QWidget

from ...core.errors import InputError
from ...core.opinions.opinions import Choice, Opinion, check
from ...core.opinions.terms import (
    DECISION_NAMES,
    DECISIONS,
    DONE,
    SOURCE_KIND_NAMES,
    SOURCE_KINDS,
    STATE_NAMES,
    STATES,
    UNFINISHED,
    WITHDRAWN,
)
from ...translation import say, say_error, tr
from ..desk import Desk
from ..list_dock import ListDock
from ..widgets import refuse, scrolling, tool_button
from ..zoom import zoom_and_flash, zoom_to_extent
from .opinion_form import OpinionForm
from .opinions_map import OpinionMarks, PointTool
from .opinions_session import OpinionsSession
from .opinions_table import NUMBER, PLACE, SORTED_BY, SOURCE, TEXT, TOPIC, Item, OpinionsTable

ANY, UNDECIDED, WAITING = "", "undecided", "unfinished"
TEXT_WIDTH = 190  # px
NEAR = 1500.0  # half the width of the ground shown round a point, in units of the map


class OpinionsDock(ListDock):
    """Asks for the dialogs of import and export, which the workspace owns."""

    import_asked = pyqtSignal(str)  # "opinions" or "questionnaires"
    export_asked = pyqtSignal()
    session: OpinionsSession

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(iface, desk, parent, tr("Opinions"), "villagePlannerOpinionsDock", "opinions.svg")
        self._begin(OpinionsSession(desk, self), OpinionsTable(self))
        self.marks = OpinionMarks(self._canvas)
        self.tool = PointTool(self._canvas)
        self.tool.picked.connect(self._pick)
        self.tool.left.connect(self._rest)
        self._before: Any = None  # the map tool that was in hand
        self._later, self._wanted = QTimer(self), 0  # the row to be taken once a click is done
        self._later.setSingleShot(True)
        self._later.timeout.connect(lambda: self._select(self._wanted))
        self._entering = False  # the form holds an opinion that is not kept yet
        self._build()
        self.visibilityChanged.connect(lambda shown: None if shown else self._rest())

    # ---- building
    def _build(self) -> None:
        from qgis.gui import QgsFilterLineEdit

        body = QWidget(self)
        self.state_filter = self._filter(body, "state", tr("All states"), self._states(), WAITING)
        self.round_filter = self._filter(body, "rounds", tr("All rounds"))
        self.kind_filter = self._filter(body, "kinds", tr("All sources"))
        self.topic_filter = self._filter(body, "topics", tr("All topics"))
        decisions = ((UNDECIDED, say(DECISION_NAMES[""])), *((one, say(DECISION_NAMES[one])) for one in DECISIONS))
        self.decision_filter = self._filter(body, "decisions", tr("All decisions"), decisions)
        self.township_filter = self._filter(body, "townships", tr("All townships"))
        # The row fits a small screen: as wide as the words for "all" in English; longer choices are cut.
        for combo, width in zip(self._filters(), (88, 94, 100, 92, 112, 120)):
            combo.setMaximumWidth(width)
        self.search = QgsFilterLineEdit(body)
        self.search.setObjectName("search")
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(tr("Search"))
        self.search.setMinimumWidth(56)
        self.search.textChanged.connect(lambda _: self._refill())
        filters = self._bar(
            self.state_filter,
            self.round_filter,
            self.kind_filter,
            self.topic_filter,
            self.decision_filter,
            self.township_filter,
            self.search,
        )
        self._build_table(body, "opinions", TEXT, {SOURCE: 90, TEXT: TEXT_WIDTH, TOPIC: 90, PLACE: 110})
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(NUMBER, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(lambda *_: self._refill())
        self.form = OpinionForm(body)
        self.form.touched.connect(self._touched)
        self.split = QSplitter(body)
        self.split.addWidget(self.table)
        beside = scrolling(self.form, body)
        beside.setMinimumWidth(self.form.minimumSizeHint().width() + 24)  # its scroll bar
        self.split.addWidget(beside)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.setSizes([600, 400])
        self.split.splitterMoved.connect(lambda *_: self._fit())
        self.split.setChildrenCollapsible(False)
        # In a scrolling body with wrapped labels it is the preferred heights that count, and the form's is a tall one:
        # the row of buttons would lie below the edge.
        self.split.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.split.setMinimumHeight(150)
        self._labels(body)
        told = self._bar(self.figure)
        told.addWidget(self.message, 1)
        self._lay_out(body, (filters, self.split, told, self._build_foot(body)))
        body.layout().setStretch(1, 1)
        self.setWidget(scrolling(body, self))
        self._add_shortcuts(body, (("Ctrl+S", self.save), ("Ctrl+N", self.enter)))
        self.form.show_opinion(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The opinion takes the room that the other columns leave, and never less than it needs to be read."""
        header = self.table.horizontalHeader()
        others = sum(header.sectionSize(column) for column in range(header.count()) if column != TEXT)
        header.resizeSection(TEXT, max(self.table.viewport().width() - others, TEXT_WIDTH))

    def _states(self) -> Sequence[tuple[str, str]]:
        return ((WAITING, tr("Not done")), *((state, say(STATE_NAMES[state])) for state in STATES))

    def _build_foot(self, body: QWidget) -> Any:
        def button(name: str, text: str, tip: str, call: Any) -> Any:
            return tool_button(body, name, text, tip, call)

        self.new_button = button("new", tr("New"), tr("Enter an opinion (Ctrl+N)"), self.enter)
        self.save_button = button("save", tr("Save"), tr("Save the form (Ctrl+S)"), self.save)
        self.point_button = button("point", tr("Point"), tr("Draw the point it is about on the map"), self.draw)
        self.point_button.setCheckable(True)
        self.withdraw_button = button("withdraw", tr("Withdraw"), "", self.withdraw)
        undo, redo = self._undo_buttons(body)
        undo.setToolTip(tr("Undo the last change (Ctrl+Z)"))
        undo.setText("↶")  # the row of buttons fits a small screen in either language
        redo.setText("↷")
        previous = button("previous", "‹", tr("Go to the previous opinion (Shift+N)"), lambda: self.step(-1))
        following = button("next", "›", tr("Go to the next opinion (N)"), lambda: self.step(1))
        self.in_button = button(
            "import", tr("Import …"), tr("Read opinions from a workbook"), lambda: self.import_asked.emit("opinions")
        )
        self.out_button = button(
            "export", tr("Forms …"), tr("Write forms for the departments and the register"), self.export_asked.emit
        )
        self.sheets_button = button(
            "questionnaires",
            tr("Questionnaires …"),
            tr("Read questionnaires from a workbook; answers per township and topic"),
            lambda: self.import_asked.emit("questionnaires"),
        )
        return self._bar(
            self.new_button,
            self.save_button,
            self.point_button,
            self.withdraw_button,
            undo,
            redo,
            previous,
            following,
            None,
            self.in_button,
            self.out_button,
            self.sheets_button,
        )

    # ---- what is shown
    def set_busy(self, busy: bool) -> None:
        """Nothing here waits for what runs."""

    def load(self) -> None:
        """Read the opinions anew; raises `PlannerError`."""
        self.session.load()
        if not self.session.items:
            self.say(tr("No opinion yet: enter one, or import the workbooks that came back."))
        else:
            self.say("")

    def _show(self) -> None:
        self.model.names = self.session.names  # type: ignore[attr-defined]
        self.form.offer(self.session.names)
        super()._show()
        points = {
            item.opinion.number: item.opinion.point
            for item in self.session.items
            if item.opinion.point is not None and item.state in UNFINISHED
        }
        crs = self._county_layer("village").crs() if points else QgsCoordinateReferenceSystem()
        self.marks.show_points(points, crs)

    def _offers(self) -> Iterable[tuple[QComboBox, Mapping[str, str]]]:
        names, opinions = self.session.names, [item.opinion for item in self.session.items]
        topics = {opinion.topic for opinion in opinions}
        towns = {opinion.township for opinion in opinions}
        rounds = sorted({opinion.round for opinion in opinions if opinion.round is not None})
        kinds = {opinion.source_kind for opinion in opinions}
        sources = sorted({opinion.source for opinion in opinions if opinion.source})
        return (
            (self.round_filter, {str(number): names.rounds.get(number, str(number)) for number in rounds}),
            (
                self.kind_filter,
                {
                    **{f"kind:{kind}": say(SOURCE_KIND_NAMES[kind]) for kind in SOURCE_KINDS if kind in kinds},
                    **{f"source:{source}": source for source in sources},
                },
            ),
            (self.topic_filter, {topic: name for topic, name in names.topics.items() if topic in topics}),
            (self.township_filter, {code: name for code, name in names.townships.items() if code in towns}),
        )

    def _choice(self) -> Choice:
        who, _, name = str(self.kind_filter.currentData() or "").partition(":")
        number = str(self.round_filter.currentData() or "")
        decision = str(self.decision_filter.currentData() or "")
        return Choice(
            round=int(number) if number else None,
            source_kind=name if who == "kind" else "",
            source=name if who == "source" else "",
            topic=str(self.topic_filter.currentData() or ""),
            decision={ANY: None, UNDECIDED: ""}.get(decision, decision),
            state=str(self.state_filter.currentData() or ""),
            township=str(self.township_filter.currentData() or ""),
            text=self.search.text(),
        )

    def _filtered(self) -> Sequence[Item]:
        header = self.table.horizontalHeader()
        by = SORTED_BY.get(header.sortIndicatorSection(), "number")
        return self.session.chosen(self._choice(), by, header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)

    def _shown(self, items: Sequence[Item]) -> None:
        self._fit()
        if not self._entering and not self.form.dirty:
            self._fill_in(self._current())
        counts = {state: sum(item.state == state for item in self.session.items) for state in (*UNFINISHED, DONE)}
        self.figure.setText(
            tr(
                "{count} shown; {open} open, {overdue} overdue, {done} done",
                count=f"{len(items):,}",
                open=f"{sum(counts[state] for state in UNFINISHED):,}",
                overdue=f"{counts['overdue']:,}",
                done=f"{counts[DONE]:,}",
            )
        )

    def _enable(self) -> None:
        item, free = self._current(), not self._desk.read_only
        filled = self.form.isEnabled()
        self.form.setEnabled(filled and free)
        self.save_button.setEnabled(free and filled and (self.form.dirty or self._entering))
        self.point_button.setEnabled(free and filled)
        self.new_button.setEnabled(free)
        self.in_button.setEnabled(free)
        self.withdraw_button.setEnabled(free and item is not None and not self._entering)
        back = item is not None and item.state == WITHDRAWN
        self.withdraw_button.setText(tr("Bring back") if back else tr("Withdraw"))
        self.withdraw_button.setToolTip(
            tr("Let the opinion stand again")
            if back
            else tr(
                "Take the opinion out of the counts and reports; it stays in the record. The reason is the field's."
            )
        )
        for button in (self.save_button, self.point_button, self.new_button, self.in_button, self.withdraw_button):
            refuse(button, self._desk.refusal())

    def _touched(self) -> None:
        self._enable()

    def _fill_in(self, item: Optional[Item]) -> None:
        self._entering = False
        self.form.show_opinion(None if item is None else item.opinion)
        self.marks.pick(0 if item is None else item.opinion.number)

    # ---- going there
    def step(self, by: int) -> None:
        """Take the next or an earlier opinion of those shown in hand, round the end."""
        now = self.table.currentIndex().row() if self.table.selectionModel().hasSelection() else -1
        if not self._step(range(self.model.rowCount()), now, by):
            self.say(tr("No opinion is left here."))

    def _go(self, row: int) -> None:
        if not 0 <= row < self.model.rowCount():
            self._enable()
            return
        item: Item = self.model.item(row)
        if (self.form.dirty or self._entering) and item.opinion.number != self.form.opinion.number:
            number = item.opinion.number
            if not self.save():  # what was typed stays in the form until it can be kept
                self._select_later(self.form.opinion.number)
                return
            self._select_later(number)
            item = next((one for one in self.session.items if one.opinion.number == number), item)
        self._fill_in(item)
        self._enable()
        self.say(" ".join(say(text) for text in item.missing))
        self._guarded(lambda: self._zoom(item.opinion))

    def _select_later(self, number: int) -> None:
        """After the click that is being handled has selected its own row."""
        self._wanted = number
        self._later.start(0)

    def _select(self, number: int) -> None:
        row = self.model.row_of(str(number))
        self.table.selectionModel().blockSignals(True)
        if row >= 0:
            self.table.selectRow(row)
        else:
            self.table.clearSelection()
        self.table.selectionModel().blockSignals(False)
        self.table.viewport().update()

    def _zoom(self, opinion: Opinion) -> None:
        """To the point, the unit or the district that an opinion is about; the map stays for one on the plan."""
        if opinion.point is not None:
            layer = self._county_layer("village")
            shape = QgsGeometry.fromPointXY(QgsPointXY(*opinion.point))
            zoom_to_extent(self._canvas, layer, shape.boundingBox().buffered(NEAR), 1.0)
            self._canvas.flashGeometries([shape], layer.crs())
            return
        codes, level = [opinion.unit_code], opinion.level or "village"
        if not opinion.unit_code:
            if not opinion.district_code:
                return
            level = opinion.district[0]
            codes = self.session.members(*opinion.district)
        layer = self._county_layer(level)
        quoted = ", ".join("'" + code.replace("'", "''") + "'" for code in codes)
        found = [feature.geometry() for feature in layer.getFeatures(f'"code" IN ({quoted})')] if codes else []
        zoom_and_flash(self._canvas, layer, found)

    # ---- changing
    def enter(self) -> None:
        """An empty form for an opinion that is entered by hand."""
        if self.form.dirty and not self.save():
            return
        number = str(self.round_filter.currentData() or "")
        self._entering = True
        self.form.show_opinion(Opinion("", round=int(number) if number else self.session.names.open_round))
        self._enable()
        self.form.text.setFocus()
        self.say(tr("Write down what was said and by whom, then save."))

    def save(self) -> bool:
        """Keep what is in the form; False where it was refused, and then it stays there."""
        try:
            values = self.form.values()
            if not values["topic"]:
                values["topic"] = self.session.propose_topic(values["text"])
            entering, shown = self._entering, self.form.opinion
            check(Opinion(**{**{"text": ""}, **values}))
        except InputError as error:
            self.say(say_error(error), bad=True)
            return False
        # Released before the list is read anew: the form then shows what was kept.
        self._entering = self.form.dirty = False
        if entering:
            kept = self.session.add(Opinion(**values))
            done = kept is not None
            if kept is not None:
                self._show_state_of(kept.number)
        else:
            current = next((item.opinion for item in self.session.items if item.opinion.number == shown.number), shown)
            changed = any(getattr(current, name) != value for name, value in values.items())
            done = self.session.change(current, values) if changed else True
        if not done:
            self._entering, self.form.dirty = entering, not entering
        self._enable()
        return done

    def _show_state_of(self, number: int) -> None:
        """Take a new opinion in hand, whatever the filters leave out."""
        if self.model.row_of(str(number)) < 0:
            for combo in self._filters():
                combo.setCurrentIndex(0)
            self.search.clear()
        self._select(number)
        self._fill_in(self._current())

    def _filters(self) -> tuple[QComboBox, ...]:
        return (
            self.state_filter,
            self.round_filter,
            self.kind_filter,
            self.topic_filter,
            self.decision_filter,
            self.township_filter,
        )

    def withdraw(self) -> None:
        """Take the opinion in hand out of counts and reports, or let it stand again."""
        item = self._current()
        if item is None:
            return
        why = "" if item.state == WITHDRAWN else (self.form.reason.text().strip() or tr("withdrawn"))
        self.form.dirty = False
        number = item.opinion.number
        title = (
            tr("opinion {number} → withdrawn", number=number) if why else tr("opinion {number} → stands", number=number)
        )
        self.session.change(item.opinion, {"withdrawn": why}, title)

    # ---- drawing a point
    def draw(self) -> None:
        """Take the point tool in hand, or put it away."""
        if self._canvas.mapTool() is self.tool:
            self._rest()
            return
        self._before = self._canvas.mapTool()
        self._canvas.setMapTool(self.tool)
        self.point_button.setChecked(True)
        self.say(tr("Click the place on the map. Esc gives up."))

    def _rest(self) -> None:
        self.point_button.setChecked(False)
        if self._canvas.mapTool() is self.tool:
            if self._before is not None:
                self._canvas.setMapTool(self._before)
            else:
                self._canvas.unsetMapTool(self.tool)

    def _pick(self, point: QgsPointXY) -> None:
        self._rest()
        layer = self._county_layer("village")
        transform = QgsCoordinateTransform(
            self._canvas.mapSettings().destinationCrs(), layer.crs(), QgsProject.instance()
        )
        try:
            there = transform.transform(point)
        except QgsCsException:
            self.say(
                tr("The place lies outside the county's reference system. Zoom to the county, then click."), bad=True
            )
            return
        unit = village_at(layer, there)
        self.form.put_point((round(there.x(), 2), round(there.y(), 2)), unit)
        if self._entering:
            self.say(tr("The point is set. Write down what was said, then save."))
            self.form.text.setFocus()
        else:
            self.save()

    def remove(self) -> None:
        """Leave nothing behind on the map."""
        super().remove()
        self._later.stop()
        self.blockSignals(True)
        self._rest()
        self.marks.remove()


def village_at(layer: QgsVectorLayer, point: QgsPointXY) -> str:
    """Code of the village at a place, in the layer's coordinates; "" for none."""
    shape = QgsGeometry.fromPointXY(point)
    request = QgsFeatureRequest().setFilterRect(shape.boundingBox().buffered(0.01))
    return next((str(f["code"]) for f in layer.getFeatures(request) if f.geometry().intersects(shape)), "")
