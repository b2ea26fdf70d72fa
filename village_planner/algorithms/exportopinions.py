"""exportopinions: forms that departments fill in, and the register of all opinions, as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ..core.errors import InputError
from ..core.messages import message
from ..core.task import Task
from ..translation import tr
from .base import PlannerAlgorithm
from .parameters import database, listed_names, number, plan, with_tip, yes_no

if TYPE_CHECKING:
    from ..core.opinions.opinions import Opinion
    from ..database import Plan, PlanningDatabase
    from ..excel.opinion_form import Lists

REGISTER = "意见登记表"  # what is handed in is Chinese, whatever QGIS speaks


class ExportOpinions(PlannerAlgorithm):
    NAME = "exportopinions"
    GROUP = "review"

    def title(self) -> str:
        return tr("Export opinions and forms")

    def help(self) -> str:
        return tr(
            "Writes a form per department (意见征求表): header, instructions, the opinions known so far with their "
            "replies, blank rows, and drop-down lists for topic, decision, township, village and district. What comes "
            "back filled in is read by importopinions; rows that are known already are recognised and add nothing.\n\n"
            "SOURCES names the departments; empty: those that take part in the round, and those that gave an opinion. "
            "REGISTER also writes one workbook with all opinions, in which replies and decisions can be filled in."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(plan())
        self.addParameter(number("ROUND", tr("Review round (empty: all)"), minimum=1, maximum=99, integer=True))
        self.addParameter(
            with_tip(
                QgsProcessingParameterString("SOURCES", tr("Departments (empty: all)"), "", optional=True),
                tr("Names separated by commas."),
            )
        )
        self.addParameter(yes_no("FORMS", tr("A form per department"), True))
        self.addParameter(yes_no("REGISTER", tr("The register of all opinions"), True))
        self.addParameter(number("BLANK", tr("Blank rows"), 30, 0, 2000, integer=True))
        self.addParameter(
            QgsProcessingParameterString("DUE", tr("Until when to answer, as it is printed"), "", optional=True)
        )
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", tr("Folder of the workbooks")))
        self.addOutput(QgsProcessingOutputNumber("WORKBOOKS", tr("Number of workbooks")))
        self.addOutput(QgsProcessingOutputNumber("OPINIONS", tr("Number of opinions written")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.tables.file_names import file_stems
        from ..database import open_database
        from ..excel.opinion_form import write_form

        round_number = self.whole_number(parameters, "ROUND", context)
        asked = listed_names(self.parameterAsString(parameters, "SOURCES", context))
        with open_database(self.parameterAsFile(parameters, "DATABASE", context), read_only=True) as opened:
            chosen = opened.plan(self.parameterAsString(parameters, "PLAN", context))
            opinions = [
                opinion
                for opinion in opened.opinions(chosen.id)
                if not opinion.withdrawn and round_number in (None, opinion.round)
            ]
            lists = _lists(opened, chosen)
            sources = asked or _sources(opened, chosen, round_number, opinions)
            county = opened.setting("county_name", "") or ""
        jobs: list[tuple[str, str, Sequence[Opinion]]] = []
        if self.parameterAsBool(parameters, "REGISTER", context):
            jobs.append((REGISTER, "", opinions))
        if self.parameterAsBool(parameters, "FORMS", context):
            jobs += [(source, source, [item for item in opinions if item.source == source]) for source in sources]
        if not jobs:
            raise InputError(
                "no_forms",
                "There is nobody to ask: no department is named, none takes part in the round, and none gave an "
                "opinion. Name them in SOURCES, or tick the register.",
            )
        folder = Path(self.parameterAsString(parameters, "FOLDER", context))
        folder.mkdir(parents=True, exist_ok=True)
        blank = self.whole_number(parameters, "BLANK", context)
        due = self.parameterAsString(parameters, "DUE", context)
        stems = file_stems([("", name) for name, _, _ in jobs])
        for place, ((name, source, rows), stem) in enumerate(zip(jobs, stems)):
            task.report(place / len(jobs), message("Writing {file} …", file=name))
            form = f"{county}片区划分方案意见{'征求表' if source else '登记表'}"
            target = folder / f"{stem}.xlsx"
            write_form(target, form, source, round_number, rows, lists, 30 if blank is None else blank, due, task)
        feedback.pushInfo(tr("{files} workbooks in {folder}.", files=len(jobs), folder=folder))
        return {
            "FOLDER": str(folder),
            "WORKBOOKS": len(jobs),
            "OPINIONS": len({item.number for _, _, rows in jobs for item in rows}),
        }


def _sources(
    opened: PlanningDatabase, chosen: Plan, round_number: Optional[int], opinions: Sequence[Opinion]
) -> list[str]:
    """Who takes part in the round (in all, where none is asked for), then who else gave an opinion as an office."""
    review = opened.review(chosen.id)
    rounds = [held for held in review.rounds if round_number in (None, held.number)]
    named = [participant.name for held in rounds for participant in held.participants]
    gave = [item.source for item in opinions if item.source_kind in ("department", "township", "meeting", "leader")]
    return list(dict.fromkeys(filter(None, (*named, *gave))))


def _lists(opened: PlanningDatabase, chosen: Plan) -> Lists:
    from ..core.opinions.rows import district_labels
    from ..database.opinion_reading import read_topics
    from ..excel.opinion_form import Lists

    townships = opened.read_table("township").sort_values("code")
    villages = opened.read_table("village").sort_values("code")
    called = dict(zip(townships["code"], townships["name"].fillna("").astype(str)))
    grouped: dict[str, list[str]] = {name: [] for name in called.values() if name}
    units = {code: (name, "") for code, name in called.items()}
    for code, name, owner in zip(villages["code"], villages["name"].fillna(""), villages["township_code"]):
        township = called.get(owner, "")
        units[code] = (township, str(name))
        if township and name:
            grouped[township].append(str(name))
    districts = {
        (level, str(row.code)): str(row.name or "")
        for level in ("township", "village")
        for row in opened.districts(chosen.id, level).itertuples(index=False)
    }
    topics = {topic.id: topic.names["zh"] for topic in read_topics(opened).topics}
    return Lists(topics, grouped, district_labels(districts), units)
