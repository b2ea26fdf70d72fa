"""Import of an assignment: what the table says, every bad row with its cure, then one step into the plan in hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import InputError, PlannerError
from ...core.task import Task
from ...translation import say, say_error, tr
from ..background import Background
from ..desk import Desk, Place
from ..import_dialog import ImportDialog
from ..look import whole
from ..runner import Job, Run
from ..widgets import refuse

if TYPE_CHECKING:
    from ...core.drawing.exchange import Line, Reading

FILTER = "*.csv *.xlsx *.xlsm *.gpkg *.shp *.txt *.tsv"


class AssignmentDialog(ImportDialog):
    """The good rows become one step of the plan in hand; it stays open when another is taken."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, "villagePlannerAssignment", tr("Import districts"))
        self.reading: Optional[Reading] = None
        self._for = Place()
        self.background = Background(self)
        self.background.began.connect(lambda: self.say(tr("Reading …")))
        self._listen(self.background)
        self._build()
        self.resize(960, 480)
        self._enable()

    def _build(self) -> None:
        self._name_file(
            "table_file",
            tr("Tables and layers ({endings})", endings=FILTER),
            tr("Workbook, text table, GeoPackage or shapefile"),
        )
        self.level = self._combo(
            "level",
            tr("Which units the rows are"),
            (("township", tr("Townships")), ("village", tr("Villages"))),
            self.read,
        )
        self.match = self._combo(
            "match",
            tr("By name: for tables with the codes of another year"),
            (("code", tr("known by code")), ("name", tr("known by name"))),
            self.read,
        )
        self.missing = self._combo(
            "missing",
            tr("What becomes of units that get no district from the table"),
            (
                ("refuse", tr("units without a district: refuse")),
                ("keep", tr("units without a district stay where they are")),
                ("unassigned", tr("units without a district leave theirs")),
            ),
            self.read,
        )
        row = QHBoxLayout()
        row.addWidget(self.file, 1)
        for combo in (self.level, self.match):
            row.addWidget(combo)
        head = QVBoxLayout()
        head.addLayout(row)
        head.addWidget(self.missing)
        self.table = self._table("bad_rows", [tr("Row no."), tr("What is wrong, and the cure"), tr("Nearest units")], 1)
        self.table.setWordWrap(True)
        self.table.setTextElideMode(Qt.TextElideMode.ElideNone)  # the cure stands at the end
        self.table.horizontalHeader().resizeSection(0, 60)
        self.table.horizontalHeader().resizeSection(2, 180)
        self.by_name = self._button("by_name", tr("Read by name"), "", self.read_by_name)
        self.by_name.hide()
        self.certain = self._button(
            "import_certain",
            tr("Import without the bad rows"),
            tr("Their units keep the district they have"),
            lambda: self.keep(),
        )
        self.import_button = self._button(
            "import", tr("Import"), tr("One step, which can be undone in the drawing table"), lambda: self.keep()
        )
        self._lay_out(head, self.table, (self.by_name, self.certain, self.import_button))

    # ---- reading
    def open_for_plan(self) -> None:
        """Show the dialog for the plan in hand."""
        self.follow()
        self.show()
        self.raise_()
        self.read()

    def follow(self) -> None:
        """What was read for another county or plan holds no more."""
        now = self._desk.place
        if now != self._for:
            self._for, self.reading = now, None
            self._show()
        self._enable()

    def _choose(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the file as the choices say; nothing is written."""
        path = self._path()
        if not path or self._desk.path is None:
            return
        desk, place = self._desk, self._desk.place
        level, match, missing = (str(combo.currentData()) for combo in (self.level, self.match, self.missing))

        def work(task: Task) -> Reading:
            from ...database import exchange

            fields, lines = read_table(path, match == "name", task.part(0, 0.7))
            with desk.database(read_only=True) as db:
                return exchange.read_for_plan(
                    db, db.plan(place.plan), level, lines, match == "name", missing, "role" in fields, task.part(0.7, 1)
                )

        self.reading = None
        self._show()
        self.background.start(work, lambda reading: self._have(reading, place))

    def read_by_name(self) -> None:
        self.match.setCurrentIndex(self.match.findData("name"))
        self.read()

    def _have(self, reading: Reading, place: Place) -> None:
        if place == self._desk.place:  # else another plan was taken in hand meanwhile
            self.reading = reading
        self._show()

    def _show(self) -> None:
        reading = self.reading
        bad = reading.bad if reading is not None else ()
        self.table.setRowCount(len(bad))
        for row, item in enumerate(bad):
            near = "\n".join(f"{unit.code} {unit.name}" for unit in item.near)
            for column, text in enumerate((whole(item.row) if item.row else "–", say(item.text), near)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                self.table.setItem(row, column, cell)
        room = self.fontMetrics().height() // 2  # Chinese among Latin stands higher than the hint knows
        for row in range(len(bad)):
            self.table.setRowHeight(row, self.table.sizeHintForRow(row) + room)
        self.by_name.setVisible(reading is not None and reading.vintage)
        if reading is None:
            self.say("")
        else:
            parts = [
                tr("{good} rows are good, {bad} bad.", good=whole(len(reading.given)), bad=whole(reading.bad_rows))
            ]
            if reading.untold:
                parts.append(tr("{count} units are not in the table.", count=whole(reading.untold)))
            self.say(" ".join([*parts, *(say(note) for note in reading.notes)]), bad=bool(bad))
        self._enable()

    def _enable(self) -> None:
        reading = self.reading
        ready = reading is not None and bool(reading.given) and not self._desk.read_only
        self.import_button.setEnabled(ready and not (reading and reading.bad))
        self.certain.setEnabled(ready and bool(reading and reading.bad))
        for button in (self.import_button, self.certain):
            refuse(button, self._desk.refusal())

    # ---- keeping
    def keep(self) -> None:
        """The good rows become one step of the plan in hand."""
        from ...database import exchange

        reading, level = self.reading, str(self.level.currentData())
        if reading is None:
            return
        try:
            with self._desk.database() as db, db.transaction():
                plan = db.plan(self._desk.plan)
                warnings = exchange.crossing_below(db, plan, reading.assignment) if level == "township" else []
                edit = exchange.edit_of(db, plan, level, reading)
                db.apply_edit(plan.id, level, edit)
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return
        self.reading = None
        self._show()
        said = [tr("Imported and saved: {count} units change district.", count=whole(len(edit.units)))]
        self.say(" ".join([*said, *(say(warning) for warning in warnings)]), bad=bool(warnings))
        self.imported.emit()

    # ---- twins
    def job(self) -> Job:
        certain = self.reading is not None and bool(self.reading.bad)
        run = Run(
            "importassignment",
            {
                "FILE": self._path(),
                "DATABASE": self._desk.place.county,
                "PLAN": self._desk.plan,
                "LEVEL": self.level.currentData(),
                "MATCH": self.match.currentData(),
                "MISSING": self.missing.currentData(),
                "ON_ERROR": "certain" if certain else "refuse",
            },
        )
        return Job(self.windowTitle(), (run,))

    def _copy(self) -> None:
        super()._copy()
        self.say(tr("The command is in the clipboard."))

    def remove(self) -> None:
        self.background.stop()
        super().remove()


def read_table(path: str, by_name: bool, task: Task) -> tuple[Mapping[str, str], list[Line]]:
    """Fields and rows of a file, whatever it is; raises `PlannerError`."""
    from ...database import exchange
    from ...excel.assignment_book import find_table
    from ...excel.reading import SUFFIXES, read_book
    from ...layers import read_source

    if Path(path).suffix.lower() in SUFFIXES:
        return find_table(read_book(Path(path), task), exchange.recognise, ("name" if by_name else "code", "district"))
    label = Path(path).name
    layer = QgsVectorLayer(path, label, "ogr")  # lives and dies on this thread
    if not layer.isValid():
        raise InputError("not_a_table", "File {file} holds no table that can be read. Choose another.", file=path)
    frame = read_source(layer, label, geometry=False, task=task)
    names = [str(name) for name in frame.columns]
    fields = exchange.recognise(names)
    exchange.require(fields, names, label, by_name)
    return fields, exchange.lines_of_frame(frame, fields)
