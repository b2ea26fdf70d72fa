"""importstatistics: the figures of a statistics workbook, as it comes, into the planning database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..compat import VECTOR_ANY
from ..core.errors import InputError
from ..core.task import Task
from ..translation import say, tr
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, choice, database, number, with_tip

if TYPE_CHECKING:
    import pandas as pd

    from ..core.statistics.model import Interpretation, Remark

LEVELS = ("auto", "township", "village")
EXISTING = ("error", "keep", "replace")
ON_ERROR = ("refuse", "certain")
SHOWN = 100  # remarks of one severity that the log lists; the table has all of them


class ImportStatistics(PlannerAlgorithm):
    NAME = "importstatistics"
    GROUP = "indicators"

    def title(self) -> str:
        return tr("Import statistics")

    def help(self) -> str:
        return tr(
            "Reads a statistics workbook as it comes (.xlsx, or .csv in UTF-8 or GBK) into the planning database's "
            "figures: title rows, headers over several rows, units of measure in the header or above the table, names "
            "instead of codes, several tables on a sheet, years side by side, tables with the units across.\n\n"
            "A figure is taken only where unit, indicator, unit of measure and number are certain. Everything else is "
            "named with sheet and cell and what to do, in the log and in the table MESSAGES: names that the county "
            "does not have with the nearest ones, headers that are no indicator, blanks, dates, formula errors, merged "
            "figures, figures that are not plausible, totals that are not the sum.\n\n"
            "ANSWERS is a JSON file that settles doubtful headers, rows and cells once and for next year: "
            '{"headers": {"产值": {"indicator": "A2", "unit": "亿元"}, "备注": null}, "rows": {"关桥镇": "510722105", '
            '"县直": null}, "cells": {"Sheet1!C5": 120}}. The keys are the texts of the field key of MESSAGES; null '
            "leaves out.\n\n"
            "ON_ERROR: refuse takes nothing where there is an error, certain takes the figures that are certain. "
            "EXISTING says what becomes of figures that the database has otherwise for the same unit, indicator and "
            "year. All figures are stored, or none."
        )

    def define(self) -> None:
        self.addParameter(
            QgsProcessingParameterFile(
                "WORKBOOK",
                tr("Statistics workbook"),
                fileFilter=tr("Workbooks (*.xlsx *.xlsm *.csv *.txt *.tsv);;All files (*.*)"),
            )
        )
        self.addParameter(
            with_tip(
                QgsProcessingParameterString("SHEETS", tr("Sheets (empty: all)"), "", optional=True),
                tr("Names of sheets, separated by semicolons."),
            )
        )
        self.addParameter(database())
        self.addParameter(
            choice("LEVEL", tr("Level"), LEVELS, "auto", tip=tr("auto: townships and villages, as the rows are."))
        )
        self.addParameter(
            number("YEAR", tr("Year (empty: as the title says)"), minimum=1900, maximum=2200, integer=True)
        )
        self.addParameter(
            QgsProcessingParameterFile(
                "ANSWERS", tr("Answer file"), extension="json", optional=True, fileFilter=tr("Answer file (*.json)")
            )
        )
        self.addParameter(choice("EXISTING", tr("Figures that exist already"), EXISTING, "error"))
        self.addParameter(choice("ON_ERROR", tr("Where there are errors"), ON_ERROR, "refuse"))
        for name, title, tip in (
            ("CATALOGUE", tr("Indicator catalogue"), tr("Empty: the database’s own, else the shipped one.")),
            ("RULES", tr("Words and units of workbooks"), tr("Empty: the database’s own, else statistics.json.")),
        ):
            file = QgsProcessingParameterFile(
                name, title, extension="json", optional=True, fileFilter=tr("Catalogue (*.json)")
            )
            self.addParameter(advanced(file, tip))
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Figures"), VECTOR_ANY))
        self.addParameter(QgsProcessingParameterFeatureSink("MESSAGES", tr("Messages"), VECTOR_ANY, None, True, True))
        self.addOutput(QgsProcessingOutputNumber("VALUE_COUNT", tr("Number of figures")))
        self.addOutput(QgsProcessingOutputNumber("ERROR_COUNT", tr("Number of errors")))
        self.addOutput(QgsProcessingOutputNumber("WARNING_COUNT", tr("Number of warnings")))
        self.addOutput(QgsProcessingOutputNumber("UNMATCHED_COUNT", tr("Number of headers and rows not recognised")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.statistics.interpret import interpret
        from ..core.statistics.model import ERROR, WARNING
        from ..database import open_database
        from ..database import statistics as figures
        from ..database.catalogues import read_indicators
        from ..excel.reading import read_book

        file = Path(self.parameterAsFile(parameters, "WORKBOOK", context))
        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        asked = self.parameterAsString(parameters, "SHEETS", context)
        with open_database(self.parameterAsFile(parameters, "DATABASE", context)) as opened:
            rules = figures.read_rules(opened, self._file(parameters, "RULES", context))
            result = interpret(
                read_book(file, task.part(0.0, 0.4)),
                figures.read_gazetteer(opened, rules),
                read_indicators(opened, self._file(parameters, "CATALOGUE", context)),
                rules,
                figures.read_answers(self._file(parameters, "ANSWERS", context)),
                [name.strip() for name in asked.split(";") if name.strip()],
                None if level == "auto" else level,
                self.whole_number(parameters, "YEAR", context),
                task.part(0.4, 0.8),
            )
            _log(result, feedback)
            errors = result.count(ERROR)
            if errors and self.parameterAsEnumString(parameters, "ON_ERROR", context) == "refuse":
                self.write(parameters, "MESSAGES", context, _messages(result), task.part(0.8, 1.0))
                raise InputError(
                    "statistics_errors",
                    "{file} has {count} errors (see the log); no figure was stored. Mend the workbook, settle them in "
                    "an answer file (ANSWERS), or take only what is certain (ON_ERROR=certain).",
                    file=file.name,
                    count=errors,
                )
            existing = self.parameterAsEnumString(parameters, "EXISTING", context)
            kept: list[figures.Kept] = []

            @contextmanager
            def storing() -> Iterator[None]:
                with opened.transaction():
                    kept.append(figures.keep_figures(opened, result.values, existing, {"workbook": file.name}))
                    yield

            frames = {"OUTPUT": result.values, "MESSAGES": _messages(result)}
            written = self.write_all(parameters, context, frames, task.part(0.8, 1.0), storing)
        push_warnings(feedback, kept[0].warnings)
        feedback.pushInfo(
            tr(
                "{count} figures taken: {fresh} new, {replaced} replaced, {same} were there already, {left} left as "
                "they are.",
                count=len(result.values),
                fresh=kept[0].fresh,
                replaced=kept[0].replaced,
                same=kept[0].same,
                left=kept[0].left,
            )
        )
        return {
            **written,
            "VALUE_COUNT": len(result.values),
            "ERROR_COUNT": errors,
            "WARNING_COUNT": result.count(WARNING) + len(kept[0].warnings),
            "UNMATCHED_COUNT": len(result.doubts),
        }

    def _file(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Optional[Path]:
        text = self.parameterAsFile(parameters, name, context)
        return Path(text) if text else None


def _log(result: Interpretation, feedback: QgsProcessingFeedback) -> None:
    from ..core.statistics.model import ERROR, INFO, WARNING

    for table in result.tables:
        feedback.pushInfo(
            tr(
                "Sheet {sheet}, {area}: {units} units, {columns} indicators, year {year}.",
                sheet=table.sheet,
                area=table.area or "-",
                units=table.units,
                columns=len(table.columns),
                year=table.year or "-",
            )
        )
        for column in table.columns:
            codes = "/".join(dict.fromkeys(column.indicators.values())) or "-"
            feedback.pushInfo(tr("{cell}: {header} → {codes}", cell=column.cell, header=column.header, codes=codes))
    for severity, push in (
        (INFO, feedback.pushInfo),
        (WARNING, feedback.pushWarning),
        (ERROR, lambda text: feedback.reportError(text, False)),
    ):
        remarks = [remark for remark in result.remarks if remark.severity == severity]
        for line in _lines(remarks[:SHOWN]):
            push(line)
        if len(remarks) > SHOWN:
            push(tr("… and {count} more; the table MESSAGES lists all.", count=len(remarks) - SHOWN))


def _lines(remarks: Sequence[Remark]) -> Iterator[str]:
    for remark in remarks:
        text = say(remark.text)
        cell = "" if not remark.cell or remark.cell in text[: len(remark.cell) + 2] else f"!{remark.cell}"
        yield f"{remark.sheet}{cell} · {text}" if remark.sheet else text


def _messages(result: Interpretation) -> pd.DataFrame:
    import pandas as pd

    doubts = {(doubt.sheet, doubt.cell): doubt for doubt in result.doubts}
    rows = []
    for remark in result.remarks:
        doubt = doubts.get((remark.sheet, remark.cell)) if remark.severity != "info" else None
        rows.append(
            (
                remark.severity,
                remark.code,
                remark.sheet,
                remark.cell,
                remark.row,
                say(remark.text),
                doubt.part if doubt else "",
                doubt.key if doubt else "",
                "; ".join(f"{one.code} {one.name}" for one in doubt.candidates) if doubt else "",
            )
        )
    columns = ["severity", "code", "sheet", "cell", "row", "text", "part", "key", "candidates"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(row=frame["row"].astype("Int64"))
