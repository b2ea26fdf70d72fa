"""importform: a form of the report that the county brings filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..core.task import Task
from ..translation import tr
from ._forms import define_errors, define_workbook, settle_faults, sheets_asked
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, database, with_tip


class ImportForm(PlannerAlgorithm):
    NAME = "importform"
    GROUP = "results"

    def title(self) -> str:
        return tr("Import a form")

    def help(self) -> str:
        return tr(
            "Reads a form of the report that is filled in by hand from a workbook (.xlsx, or .csv in UTF-8 or GBK): "
            "safeguard measures, tenure adjustment, the list of sector plans, and every table of kind “brought” in the "
            "county’s own table catalogue. Columns are known by the heads that the catalogue gives them; exportform "
            "writes a blank form.\n\n"
            "The rows take the place of all rows that were imported for this form before. Rows of totals are skipped, "
            "totals are computed. Areas are in hectares, or in the unit that the header or the cell names.\n\n"
            "A column that the form must have, but that stands under another head, refuses the whole workbook.\n\n"
            "Every row at fault is named with sheet, cell, what is wrong and the cure, in the log and in ERRORS. "
            "ON_ERROR: refuse imports nothing where a row is at fault, good imports the others."
        )

    def define(self) -> None:
        self.addParameter(database())
        define_form(self)
        define_workbook(self, tr("Workbook of the form"))
        define_errors(self)
        self.addOutput(QgsProcessingOutputNumber("IMPORTED", tr("Number of rows imported")))
        self.addOutput(QgsProcessingOutputNumber("REPLACED", tr("Number of rows that were there before")))
        self.addOutput(QgsProcessingOutputNumber("BAD", tr("Number of rows at fault")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.opinions.forms import bad_rows
        from ..core.tables.forms import head_of, read_form
        from ..database import open_database
        from ..database.statistics import read_gazetteer, read_rules
        from ..excel.reading import read_book

        name, entry = chosen_form(self, parameters, context)
        file = Path(self.parameterAsFile(parameters, "WORKBOOK", context))
        book = read_book(file, task.part(0.0, 0.4))
        with open_database(self.parameterAsFile(parameters, "DATABASE", context)) as opened:
            rules = read_rules(opened)
            sheets = sheets_asked(self, parameters, context)
            found = read_form(book, entry, read_gazetteer(opened, rules), rules, sheets, task.part(0.4, 0.8))
            heads = {column["key"]: head_of(column) for column in entry["columns"]}
            for key, header in found.headers.items():
                feedback.pushInfo(tr("{header} → {role}", header=header, role=heads[key]))
            for key in found.missing:
                feedback.pushWarning(
                    tr("{file} has no column {column}; it stays empty.", file=file.name, column=heads[key])
                )
            push_warnings(feedback, found.notes)
            last = task.part(0.8, 1.0)
            faults = settle_faults(self, parameters, context, feedback, found.faults, file, last)
            with opened.transaction():
                replaced = opened.save_form(name, found.rows, {"workbook": file.name})
                written = self.write_all(parameters, context, {"ERRORS": faults}, last)
        bad = bad_rows(found.faults)
        feedback.pushInfo(
            tr(
                "{form}: {fresh} rows imported in the place of {before}; {skipped} rows of totals skipped; {bad} rows "
                "at fault.",
                form=entry["title"]["zh"],
                fresh=f"{len(found.rows):,}",
                before=f"{replaced:,}",
                skipped=f"{found.skipped:,}",
                bad=f"{bad:,}",
            )
        )
        return {**written, "IMPORTED": len(found.rows), "REPLACED": replaced, "BAD": bad}


def define_form(algorithm: PlannerAlgorithm) -> None:
    algorithm.addParameter(
        with_tip(
            QgsProcessingParameterString("FORM", tr("Form (id of the table)")),
            tr("safeguards, tenure_adjustment, sector_plan_list, or an id of the county’s own catalogue."),
        )
    )
    algorithm.addParameter(
        advanced(
            QgsProcessingParameterFile(
                "CATALOGUE", tr("The county's own table catalogue"), extension="json", optional=True
            ),
            tr("A JSON file with the tables that differ from the shipped ones (titles, columns, notes, order)."),
        )
    )


def chosen_form(
    algorithm: PlannerAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[str, dict[str, Any]]:
    """Id and entry of the form that is asked for. InputError unknown_form."""
    from ..core.catalogue import load_catalogue
    from ..core.errors import InputError
    from ..core.tables.forms import forms_of
    from ..paths import catalogue_files

    own = algorithm.parameterAsString(parameters, "CATALOGUE", context)
    tables = load_catalogue(*catalogue_files("tables"), Path(own) if own else None)
    name = algorithm.parameterAsString(parameters, "FORM", context).strip()
    forms = forms_of(tables)
    if name not in forms:
        titled = [form for form in forms if tables[form]["title"]["zh"] == name]
        if len(titled) != 1:
            raise InputError(
                "unknown_form",
                "FORM names no table that can be filled in: {form}. Choose from: {known}.",
                form=name or "-",
                known=", ".join(forms),
            )
        name = titled[0]
    return name, tables[name]
