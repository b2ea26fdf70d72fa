"""importassignment: districts of units from a layer, table, workbook or text file into a plan, as one step of undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsVectorLayer,
)

from ..compat import VECTOR_ANY
from ..core.errors import InputError
from ..core.task import Task
from ..layers import read_source
from ..translation import say, tr
from ._units import require_fields
from .base import PlannerAlgorithm, push_warnings
from .loadunits import LEVELS
from .parameters import choice, database, field, plan, table, with_tip

if TYPE_CHECKING:
    import pandas as pd

    from ..core.drawing.exchange import Line, Reading
    from ..database import PlanningDatabase

MATCH = ("code", "name")
MISSING = ("refuse", "unassigned", "keep")
ON_ERROR = ("refuse", "certain")
SHOWN = 100  # bad rows that the log lists; the table has all of them


class ImportAssignment(PlannerAlgorithm):
    NAME = "importassignment"
    GROUP = "review"

    def title(self) -> str:
        return tr("Import an assignment")

    def help(self) -> str:
        return tr(
            "Reads which unit belongs to which district from a layer or table (INPUT) or a file (FILE: .csv, .xlsx, "
            ".gpkg, .shp) into a plan, as one step that can be undone. What exportassignment writes is read as it "
            "is.\n\n"
            "The fields are known by their names: code (代码), district (片区), and where there are such name (名称), "
            "township (乡镇), district_name (片区名), role (角色); CODE_FIELD and DISTRICT_FIELD choose others of "
            "INPUT. What a spreadsheet does to codes is undone where that is certain: a code as a number, with a "
            "trailing .0, without its leading zeros.\n\n"
            "Every bad row is named in the log and in the table ERRORS, with what is wrong and the cure: no code, an "
            "unknown one with the nearest units, one that occurs twice, one of the other level, one whose name says "
            "another unit, no district, a district that a spreadsheet made a date of, a village district that crosses "
            "township districts, a locked district. Where names are the county's and codes are not, the table is of "
            "another year: MATCH=name reads it by name.\n\n"
            "ON_ERROR: refuse writes nothing where a row is bad; certain leaves bad rows out, their units keep the "
            "district they have. MISSING says what becomes of units that get no district from the table: refuse counts "
            "them as bad rows, unassigned takes them out of their district, keep leaves them where they are."
        )

    def define(self) -> None:
        self.addParameter(table("INPUT", tr("Layer or table"), optional=True))
        self.addParameter(
            with_tip(
                QgsProcessingParameterFile(
                    "FILE",
                    tr("Or a file"),
                    optional=True,
                    fileFilter=tr("Tables and layers (*.csv *.xlsx *.xlsm *.gpkg *.shp *.txt *.tsv);;All files (*.*)"),
                ),
                tr("Of a GeoPackage the first layer is read."),
            )
        )
        self.addParameter(field("CODE_FIELD", tr("Code field (empty: known by its name)"), "INPUT", optional=True))
        self.addParameter(
            field("DISTRICT_FIELD", tr("District field (empty: known by its name)"), "INPUT", optional=True)
        )
        self.addParameter(database())
        self.addParameter(plan(tip=tr("A new name makes a new plan.")))
        self.addParameter(choice("LEVEL", tr("Level"), LEVELS, "township"))
        self.addParameter(choice("MATCH", tr("Units are known by"), MATCH, "code"))
        self.addParameter(choice("MISSING", tr("Units without a district in the table"), MISSING, "refuse"))
        self.addParameter(choice("ON_ERROR", tr("Where there are bad rows"), ON_ERROR, "refuse"))
        self.addParameter(QgsProcessingParameterFeatureSink("ERRORS", tr("Bad rows"), VECTOR_ANY, None, True, True))
        for name, title in (
            ("PLAN_ID", tr("Number of the plan")),
            ("ROW_COUNT", tr("Number of rows taken")),
            ("ERROR_COUNT", tr("Number of bad rows")),
            ("MOVED_COUNT", tr("Number of units that change district")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..database import exchange, open_database

        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        by_name = self.parameterAsEnumString(parameters, "MATCH", context) == "name"
        named = self.parameterAsString(parameters, "PLAN", context)
        label, fields, lines = self._lines(parameters, context, by_name, task.part(0.0, 0.5))
        feedback.pushInfo(
            tr(
                "{table}: fields taken as {taken}.",
                table=label,
                taken=", ".join(f"{own} → {target}" for target, own in fields.items()),
            )
        )
        with open_database(self.parameterAsFile(parameters, "DATABASE", context)) as opened:
            reading = exchange.read_for_plan(
                opened,
                opened.find_plan(named),
                level,
                lines,
                by_name,
                self.parameterAsEnumString(parameters, "MISSING", context),
                "role" in fields,
                task.part(0.5, 0.6),
            )
            for note in reading.notes:
                feedback.pushInfo(say(note))
            self._log(reading, feedback)
            refused = reading.bad and self.parameterAsEnumString(parameters, "ON_ERROR", context) == "refuse"
            written = self.write_all(parameters, context, {"ERRORS": _table(reading)}, task.part(0.6, 0.7))
            if refused or not reading.given:
                raise _refusal(label, reading)
            task.check()
            plan_id, moved = self._keep(opened, named, level, reading, feedback)
        return {
            **{name: target for name, target in written.items() if target is not None},
            "PLAN_ID": plan_id,
            "ROW_COUNT": len(reading.given),
            "ERROR_COUNT": reading.bad_rows,
            "MOVED_COUNT": moved,
        }

    def _keep(
        self, opened: PlanningDatabase, named: str, level: str, reading: Reading, feedback: QgsProcessingFeedback
    ) -> tuple[int, int]:
        from ..database import exchange

        with opened.transaction():
            kept = opened.ensure_plan(named)
            warnings = exchange.crossing_below(opened, kept, reading.assignment) if level == "township" else []
            edit = exchange.edit_of(opened, kept, level, reading)
            opened.apply_edit(kept.id, level, edit)
        push_warnings(feedback, warnings)
        if reading.left_out:
            feedback.pushWarning(
                tr(
                    "{count} units got no district from the table: {units}.",
                    count=len(reading.left_out),
                    units=", ".join(reading.left_out[:5]) + (" …" if len(reading.left_out) > 5 else ""),
                )
            )
        feedback.pushInfo(
            tr(
                "Plan {id} “{name}”: {rows} rows taken, {moved} units change district.",
                id=kept.id,
                name=kept.name,
                rows=len(reading.given),
                moved=len(edit.units),
            )
        )
        return kept.id, len(edit.units)

    def _lines(
        self, parameters: dict[str, Any], context: QgsProcessingContext, by_name: bool, task: Task
    ) -> tuple[str, dict[str, str], list[Line]]:
        """What messages call the table, its fields, its rows."""
        from ..database import exchange
        from ..excel.assignment_book import find_table
        from ..excel.reading import SUFFIXES, read_book

        file = self.parameterAsFile(parameters, "FILE", context)
        if bool(file) == bool(parameters.get("INPUT")):
            raise InputError("one_input", "Give either a layer or table (INPUT) or a file (FILE).")
        chosen = {
            "code": self.parameterAsString(parameters, "CODE_FIELD", context),
            "district": self.parameterAsString(parameters, "DISTRICT_FIELD", context),
        }
        needed = ("name" if by_name else "code", "district")
        if file and Path(file).suffix.lower() in SUFFIXES:
            book = read_book(Path(file), task)
            fields, lines = find_table(book, lambda names: exchange.recognise(names, chosen), needed)
            return book.file, dict(fields), lines
        frame: Optional[pd.DataFrame]
        if file:
            label = Path(file).name
            layer = QgsVectorLayer(file, label, "ogr")  # lives and dies on this thread
            if not layer.isValid():
                raise InputError(
                    "not_a_table", "File {file} holds no table that can be read. Choose another.", file=file
                )
            frame = read_source(layer, label, geometry=False, task=task)
        else:
            label = self.label(parameters, "INPUT", self.source(parameters, "INPUT", context))
            frame = self.read(parameters, "INPUT", context, task, geometry=False, id_column=exchange.ROW)
            assert frame is not None
            header = self._rows_above_first(parameters, context)
            frame = frame.drop(columns=exchange.ROW) if header is None else frame.assign(
                **{exchange.ROW: frame[exchange.ROW] + header}
            )  # fmt: skip
        assert frame is not None
        names = [str(name) for name in frame.columns if name != exchange.ROW]
        require_fields(label, names, [own for own in chosen.values() if own])
        fields = exchange.recognise(names, chosen)
        exchange.require(fields, names, label, by_name)
        return label, fields, exchange.lines_of_frame(frame, fields)

    def _rows_above_first(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Optional[int]:
        """What to add to a feature's number for its row in the spreadsheet; None where the layer is no spreadsheet.

        The drivers of workbooks number features by the sheet's own rows, that of text tables from the first record on.
        """
        layer = self.parameterAsVectorLayer(parameters, "INPUT", context)
        kind = layer.dataProvider().storageType() if layer is not None else ""
        return 0 if kind in ("XLSX", "ODS", "XLS") else 1 if kind == "CSV" else None

    def _log(self, reading: Reading, feedback: QgsProcessingFeedback) -> None:
        for bad in reading.bad[:SHOWN]:
            feedback.reportError(tr("Row {row}: {text}", row=bad.row, text=say(bad.text)) if bad.row else say(bad.text))
        if len(reading.bad) > SHOWN:
            feedback.reportError(
                tr("… and {count} more; the table ERRORS lists all.", count=len(reading.bad) - SHOWN), False
            )


def _refusal(label: str, reading: Reading) -> InputError:
    if not reading.bad:
        return InputError("no_rows", "{table} gives no unit a district. Choose another table.", table=label)
    if reading.vintage:
        return InputError(
            "other_vintage",
            "{table} has the codes of another year: its names are the county's, its codes are not ({count} bad rows, "
            "see the log and ERRORS). Nothing was written. Read it by name (MATCH=name).",
            table=label,
            count=reading.bad_rows,
        )
    if reading.untold:
        return InputError(
            "bad_rows",
            "{table} has {count} bad rows, and {missing} units are not in it (see the log and ERRORS); nothing was "
            "written. Mend it, or leave them out (ON_ERROR=certain).",
            table=label,
            count=reading.bad_rows,
            missing=reading.untold,
        )
    return InputError(
        "bad_rows",
        "{table} has {count} bad rows (see the log and ERRORS); nothing was written. Mend them, or leave them out "
        "(ON_ERROR=certain).",
        table=label,
        count=reading.bad_rows,
    )


def _table(reading: Reading) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (
            bad.row or None,
            bad.kind,
            bad.code,
            bad.district,
            say(bad.text),
            "; ".join(f"{unit.code} {unit.name}" for unit in bad.near),
        )
        for bad in reading.bad
    ]
    frame = pd.DataFrame(rows, columns=["row", "kind", "code", "district", "message", "near"])
    return frame.assign(row=frame["row"].astype("Int64"))
