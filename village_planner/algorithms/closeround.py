"""closeround: an open review round ends with an outcome."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from ..core.review.round_rules import OUTCOMES
from ..core.task import Task
from ..translation import say, tr
from ._rounds import broken_rules, day, day_given, define_round, note, round_asked
from .base import PlannerAlgorithm
from .parameters import choice


class CloseRound(PlannerAlgorithm):
    NAME = "closeround"
    GROUP = "review"

    def title(self) -> str:
        return tr("Close a review round")

    def help(self) -> str:
        return tr(
            "Closes the open review round for good, with the outcome passed, passed_with_changes or returned. A round "
            "that is returned is held again, and the plan goes back to draft; once the last round is passed the plan "
            "is approved and is not drawn on any more.\n\n"
            "It is refused while signatures are missing, somebody disagrees, or opinions have no decision or reply, as "
            "far as the catalogue of rounds asks for them; what does not stand in the way is told as a warning. DATE "
            "is the day of the meeting; NEXT the number of the next round, 0 where there is none; STATUS the plan's: "
            "draft, in_review or approved."
        )

    def define(self) -> None:
        define_round(self)
        self.addParameter(choice("OUTCOME", tr("Outcome"), OUTCOMES, "passed"))
        self.addParameter(day("DATE", tr("Day of the meeting (optional)"), tr("As 2026-03-05 or 2026年3月5日.")))
        self.addParameter(note())
        self.addOutput(QgsProcessingOutputNumber("ROUND", tr("Number of the round")))
        self.addOutput(QgsProcessingOutputNumber("NEXT", tr("Number of the next round")))
        self.addOutput(QgsProcessingOutputString("STATUS", tr("Status of the plan")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.review.rounds import CLOSED, obstacles_to_close
        from ..database import open_database

        outcome = self.parameterAsEnumString(parameters, "OUTCOME", context)
        said = self.parameterAsString(parameters, "NOTE", context).strip()
        held = day_given(self, parameters, "DATE", context)
        with open_database(self.parameterAsFile(parameters, "DATABASE", context)) as opened:
            chosen, review, number = round_asked(self, parameters, context, opened)
            broken = broken_rules(opened, chosen.id, False, task.part(0.0, 0.9)).broken
            standing = opened.standing(chosen.id, number, broken)
            for obstacle in obstacles_to_close(review, opened.round_rules(), number, outcome, standing):
                if not obstacle.blocks:
                    feedback.pushWarning(say(obstacle.text))
            with opened.transaction():
                if held and review.round(number).status == "open":
                    opened.change_round(chosen.id, number, held=held)
                after = opened.close_round(chosen.id, number, outcome, broken, said)
        following = next((item.number for item in after.rounds if item.status != CLOSED), 0)
        told = (
            tr("Round {number} is closed. Next: round {next}.", number=number, next=following)
            if following
            else tr("Round {number} is closed; the plan is approved.", number=number)
        )
        feedback.pushInfo(told)
        return {"ROUND": number, "NEXT": following, "STATUS": after.status}
