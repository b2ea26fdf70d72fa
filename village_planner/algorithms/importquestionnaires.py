"""importquestionnaires: the questionnaires of a workbook into the planning database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..compat import VECTOR_ANY
from ..core.task import Task
from ..translation import tr
from ._forms import define_faults, define_workbook, optional_file, settle_faults, sheets_asked
from .base import PlannerAlgorithm
from .parameters import database


class ImportQuestionnaires(PlannerAlgorithm):
    NAME = "importquestionnaires"
    GROUP = "review"

    def title(self) -> str:
        return tr("Import questionnaires")

    def help(self) -> str:
        return tr(
            "Reads questionnaires from a workbook (.xlsx, or .csv in UTF-8 or GBK). A row is one questionnaire: its "
            "number, village or township by name or code, date, then a column per question: one choice, several "
            "choices in one cell, or free text. Or answers that were counted: unit, question, answer, count. Names and "
            "telephone numbers of persons are not read.\n\n"
            "Answers are coded by topic: by the words of the question, where it has none by those of the answer; "
            "topics and words are the catalogue opinion_topics. MAPPING is a JSON file that settles it otherwise: "
            '{"questions": {"您最关心的事": {"topic": "transport", "kind": "multiple"}, "年龄": {"kind": "skip"}}, '
            '"rows": {"关桥镇": "510722105"}}.\n\n'
            "Every row at fault is named with sheet, cell, what is wrong, the cure and the nearest names, in the log "
            "and in ERRORS. ON_ERROR: refuse imports nothing where a row is at fault, good imports the others. A "
            "questionnaire that is there already with the same answers is skipped; with others it is at fault.\n\n"
            "COUNTS has the answers of all questionnaires per township and topic."
        )

    def define(self) -> None:
        self.addParameter(database())
        define_workbook(self, tr("Workbook of questionnaires"))
        define_faults(self)
        self.addParameter(
            QgsProcessingParameterFeatureSink("COUNTS", tr("Answers per township and topic"), VECTOR_ANY, None, True)
        )
        self.addOutput(QgsProcessingOutputNumber("ANSWERS", tr("Number of answers imported")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.opinions.forms import bad_rows
        from ..core.opinions.questionnaires import compare_questionnaires
        from ..database import open_database
        from ..database.opinion_reading import FormReader, read_mapping
        from ..excel.reading import read_book

        file = Path(self.parameterAsFile(parameters, "WORKBOOK", context))
        mapping = read_mapping(optional_file(self, parameters, "MAPPING", context))
        book = read_book(file, task.part(0.0, 0.5))
        with open_database(self.parameterAsFile(parameters, "DATABASE", context)) as opened:
            found = FormReader.of(opened).questionnaires(
                book, mapping, sheets_asked(self, parameters, context), task.part(0.5, 0.8)
            )
            for question in found.questions:
                feedback.pushInfo(
                    tr(
                        "{header}: {kind}, {topic}",
                        header=question.header,
                        kind=question.kind,
                        topic=question.topic or "-",
                    )
                )
            new = compare_questionnaires(found, opened.questionnaire_contents(list(found.questionnaires["number"])))
            last = task.part(0.8, 1.0)
            faults = settle_faults(self, parameters, context, feedback, new.faults, file, last)
            with opened.transaction():
                opened.import_questionnaires(new, told={"workbook": file.name})
                counts = opened.topic_counts().reset_index()
                written = self.write_all(parameters, context, {"ERRORS": faults, "COUNTS": counts}, last)
        bad = bad_rows(new.faults)
        feedback.pushInfo(
            tr(
                "{count} questionnaires with {answers} answers imported; {skipped} were there already; {bad} rows at "
                "fault.",
                count=f"{len(new.questionnaires):,}",
                answers=f"{len(new.answers):,}",
                skipped=f"{new.skipped:,}",
                bad=f"{bad:,}",
            )
        )
        return {
            **written,
            "IMPORTED": len(new.questionnaires),
            "ANSWERS": len(new.answers),
            "SKIPPED": new.skipped,
            "BAD": bad,
        }
