"""reviewstatus: how far the review of a plan is: rounds, participants, what is missing."""

from __future__ import annotations

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
from .base import PlannerAlgorithm
from .parameters import database, plan


class ReviewStatus(PlannerAlgorithm):
    NAME = "reviewstatus"
    GROUP = "results"

    def title(self) -> str:
        return tr("Review status")

    def help(self) -> str:
        return tr(
            "Says how far the review of a plan is: a row per round and participant, with the round's state (planned, "
            "open, closed), outcome and dates, what the participant signed, and how many opinions it gave.\n\n"
            "ROUND is the open round, else the next one to be opened, else the last one; SIGNED and MISSING count the "
            "participants of that round with and without a signature; UNDECIDED its opinions without a decision. "
            "PLAN is a number or a name; empty means the current plan."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(plan())
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Rounds and participants"), VECTOR_ANY))
        for name, title in (
            ("ROUND", tr("Number of the round")),
            ("SIGNED", tr("Participants that have signed")),
            ("MISSING", tr("Signatures that are missing")),
            ("UNDECIDED", tr("Opinions without a decision")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.review.status import status_of
        from ..database import open_database

        text = self.parameterAsString(parameters, "PLAN", context).strip()
        with open_database(self.parameterAsFile(parameters, "DATABASE", context), read_only=True) as opened:
            chosen = opened.plan(text)
            status = status_of(opened.review(chosen.id), opened.read_table("opinion", plan_id=chosen.id))
        feedback.pushInfo(tr("Plan {plan}: {status}", plan=chosen.name, status=chosen.status))
        written = self.write(parameters, "OUTPUT", context, status.rows, task)
        return {
            "OUTPUT": written,
            "ROUND": status.round,
            "SIGNED": status.signed,
            "MISSING": status.missing,
            "UNDECIDED": status.undecided,
        }
