"""openround: a review round of a plan is opened, with the plan frozen as its material."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from ..core.task import Task
from ..translation import say, tr
from ._rounds import broken_rules, day, day_given, define_round, round_asked
from .base import PlannerAlgorithm


class OpenRound(PlannerAlgorithm):
    NAME = "openround"
    GROUP = "review"

    def title(self) -> str:
        return tr("Open a review round")

    def help(self) -> str:
        return tr(
            "Opens a review round of a plan: the plan is frozen with its tables, the objective among them, as the "
            "round's material, and those who take part can sign (signoff). Participants, agenda and days are as the "
            "catalogue of rounds says, or as they were set in the dock of rounds.\n\n"
            "ROUND empty is the next round to be opened. It is refused while an earlier round is open, where nothing "
            "is drawn, or where the catalogue says that broken rules stand in the way; what does not stand in the way "
            "is told as a warning. DUE is until when to sign, DATE the day of the meeting; DUE empty is so many days "
            "from now as the catalogue says."
        )

    def define(self) -> None:
        define_round(self)
        self.addParameter(day("DATE", tr("Day of the meeting (optional)"), tr("As 2026-03-05 or 2026年3月5日.")))
        self.addParameter(day("DUE", tr("Until when to sign (empty: as the catalogue says)")))
        self.addOutput(QgsProcessingOutputNumber("ROUND", tr("Number of the round")))
        self.addOutput(QgsProcessingOutputNumber("SNAPSHOT", tr("Number of the snapshot")))
        self.addOutput(QgsProcessingOutputNumber("PARTICIPANTS", tr("Number of participants")))
        self.addOutput(QgsProcessingOutputString("DUE", tr("Until when to sign")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.review.rounds import obstacles_to_open
        from ..database import open_database

        dates = {name: day_given(self, parameters, key, context) for name, key in (("held", "DATE"), ("due", "DUE"))}
        given = {name: value for name, value in dates.items() if value}
        with open_database(self.parameterAsFile(parameters, "DATABASE", context)) as opened:
            chosen, review, number = round_asked(self, parameters, context, opened)
            dossier = broken_rules(opened, chosen.id, True, task.part(0.0, 0.9))
            standing = opened.standing(chosen.id, number, dossier.broken)
            for obstacle in obstacles_to_open(review, opened.round_rules(), number, standing):
                if not obstacle.blocks:
                    feedback.pushWarning(say(obstacle.text))
            with opened.transaction():
                if given and review.round(number).status == "planned":
                    opened.change_round(chosen.id, number, **given)
                item = opened.open_round(chosen.id, number, dossier.broken, dossier.tables)
        feedback.pushInfo(
            tr("Round {number} is open, the plan is frozen. Due: {due}.", number=item.number, due=item.due or "–")
        )
        return {
            "ROUND": item.number,
            "SNAPSHOT": item.snapshot_id,
            "PARTICIPANTS": len(item.participants),
            "DUE": item.due,
        }
