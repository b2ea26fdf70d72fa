"""importopinions: opinions and public comments of a workbook into the planning database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterString,
)

from ..core.opinions.terms import SOURCE_KINDS
from ..core.task import Task
from ..translation import tr
from ._forms import define_faults, define_workbook, log_faults, optional_file, settle_faults, sheets_asked
from .base import PlannerAlgorithm
from .parameters import choice, database, number, plan, with_tip

EXISTING = ("error", "keep", "replace")
KINDS = ("auto", *SOURCE_KINDS)


class ImportOpinions(PlannerAlgorithm):
    NAME = "importopinions"
    GROUP = "review"

    def title(self) -> str:
        return tr("Import opinions")

    def help(self) -> str:
        return tr(
            "Reads opinions and public comments from a workbook (.xlsx, or .csv in UTF-8 or GBK): a row each. "
            "Columns are known by their headers: 来源/部门, 日期, 乡镇, 村, 片区, 主题, 意见, 回复, 采纳情况, 理由, "
            "修改处, 责任单位, 办理期限, coordinates. The forms of exportopinions come back through the same "
            "import.\n\n"
            "What no column says is taken from SOURCE, KIND and ROUND, else from the lines above the table (部门：…). "
            "The topic is proposed by the words of the opinion where the workbook names none.\n\n"
            "Every row at fault is named with sheet, cell, what is wrong, the cure and the nearest names, in the log "
            "and in ERRORS. ON_ERROR: refuse imports nothing where a row is at fault, good imports the others. A "
            "second import of the same rows adds nothing; what is empty in the database is filled in from them. "
            "EXISTING says what becomes of a reply or decision that is there with other words: error the row is at "
            "fault, keep it stays, replace the workbook wins."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(plan())
        define_workbook(self, tr("Workbook of opinions"))
        self.addParameter(
            number("ROUND", tr("Review round (empty: as the workbook says)"), minimum=1, maximum=99, integer=True)
        )
        self.addParameter(
            with_tip(
                QgsProcessingParameterString("SOURCE", tr("Source, where no column says it"), "", optional=True),
                tr("Name of the department, township or meeting."),
            )
        )
        self.addParameter(
            choice("KIND", tr("Kind of source"), KINDS, "auto", tip=tr("auto: by the name of the source."))
        )
        self.addParameter(choice("EXISTING", tr("Replies and decisions that exist already"), EXISTING, "error"))
        define_faults(self)
        self.addOutput(QgsProcessingOutputNumber("UPDATED", tr("Number of opinions filled in")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.opinions.forms import bad_rows
        from ..core.opinions.merge import compare_opinions
        from ..core.opinions.rows import Defaults
        from ..database import open_database
        from ..database.opinion_reading import FormReader, read_mapping
        from ..excel.reading import read_book

        file = Path(self.parameterAsFile(parameters, "WORKBOOK", context))
        mapping = read_mapping(optional_file(self, parameters, "MAPPING", context))
        kind = self.parameterAsEnumString(parameters, "KIND", context)
        defaults = Defaults(
            self.parameterAsString(parameters, "SOURCE", context).strip(),
            "" if kind == "auto" else kind,
            self.whole_number(parameters, "ROUND", context),
        )
        book = read_book(file, task.part(0.0, 0.5))
        with open_database(self.parameterAsFile(parameters, "DATABASE", context)) as opened:
            chosen = opened.plan(self.parameterAsString(parameters, "PLAN", context))
            reader = FormReader.of(opened, chosen.id)
            found = reader.opinions(
                book, defaults, mapping, sheets_asked(self, parameters, context), task.part(0.5, 0.8)
            )
            for header, role in found.columns.items():
                feedback.pushInfo(tr("{header} → {role}", header=header, role=role or tr("not read")))
            existing = self.parameterAsEnumString(parameters, "EXISTING", context)
            changes = compare_opinions(opened.opinions(chosen.id), found, existing)
            log_faults(found.notes, feedback, bad=False)
            last = task.part(0.8, 1.0)
            faults = settle_faults(self, parameters, context, feedback, changes.faults, file, last)
            with opened.transaction():
                opened.import_opinions(chosen.id, changes, told={"workbook": file.name})
                written = self.write_all(parameters, context, {"ERRORS": faults}, last)
        bad = bad_rows(changes.faults)
        feedback.pushInfo(
            tr(
                "{fresh} opinions imported, {updated} filled in; {skipped} were there already; {bad} rows at fault.",
                fresh=f"{len(changes.fresh):,}",
                updated=f"{len(changes.updated):,}",
                skipped=f"{changes.skipped:,}",
                bad=f"{bad:,}",
            )
        )
        return {
            **written,
            "IMPORTED": len(changes.fresh),
            "UPDATED": len(changes.updated),
            "SKIPPED": changes.skipped,
            "BAD": bad,
        }
