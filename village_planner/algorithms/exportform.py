"""exportform: a form of the report to be filled in, with what was imported for it so far."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from ..core.task import Task
from ..translation import tr
from .base import PlannerAlgorithm, check_writable
from .importform import chosen_form, define_form
from .parameters import database, number


class ExportForm(PlannerAlgorithm):
    NAME = "exportform"
    GROUP = "results"

    def title(self) -> str:
        return tr("Export a form to be filled in")

    def help(self) -> str:
        return tr(
            "Writes a table of the report that is filled in by hand as a workbook: its heads, the rows that were "
            "imported so far, and blank rows. Fill it in and give it to importform.\n\n"
            "FORM: safeguards (safeguard measures), tenure_adjustment, sector_plan_list, or a table of kind “brought” "
            "of the county’s own catalogue."
        )

    def define(self) -> None:
        self.addParameter(database())
        define_form(self)
        self.addParameter(number("BLANK", tr("Blank rows"), 30, 0, 2000, integer=True))
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", tr("Form"), tr("Excel workbook (*.xlsx)")))
        self.addOutput(QgsProcessingOutputNumber("ROW_COUNT", tr("Number of rows written")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.tables.forms import TOWNSHIP_FILL, filled_columns
        from ..database import open_database
        from ..database.registers import read_forms
        from ..excel.form_book import write_form_book

        name, entry = chosen_form(self, parameters, context)
        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        check_writable(output)
        with open_database(self.parameterAsFile(parameters, "DATABASE", context), read_only=True) as opened:
            known = read_forms(opened).get(name)
            townships = opened.read_table("township").sort_values("code")
            county = opened.setting("county_name", "") or ""
        called = dict(zip(townships["code"], townships["name"].fillna(townships["code"])))
        rows: list[dict[Any, Any]] = [] if known is None else known.to_dict("records")
        asked = [key for key, fill in filled_columns(entry).items() if fill == TOWNSHIP_FILL]
        for row in rows:
            row.update({key: called.get(row["unit_code"], "") for key in asked})
        blank = self.whole_number(parameters, "BLANK", context)
        write_form_book(output, entry, rows, list(called.values()), 30 if blank is None else blank, county, task)
        feedback.pushInfo(
            tr("{form}: {count} rows and blank ones written.", form=entry["title"]["zh"], count=len(rows))
        )
        return {"OUTPUT": str(output), "ROW_COUNT": len(rows)}
