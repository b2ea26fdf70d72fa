"""signoff: what participants of an open review round sign."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterString,
)

from ..core.errors import InputError
from ..core.review.rounds import VERDICTS
from ..core.task import Task
from ..translation import tr
from ._rounds import day, day_given, define_round, note, round_asked
from .base import PlannerAlgorithm
from .parameters import choice, listed_names, with_tip

WITHDRAW = "withdraw"
CHOICES = (*VERDICTS, WITHDRAW)


class SignOff(PlannerAlgorithm):
    NAME = "signoff"
    GROUP = "review"

    def title(self) -> str:
        return tr("Sign off a review round")

    def help(self) -> str:
        return tr(
            "Puts down what participants of the open round sign: agree, agree_with_changes or disagree, in place of "
            "what they signed before; withdraw takes a signature back. All of it goes into the record.\n\n"
            "PARTICIPANT holds one name or several, separated by commas, as the round names them; all of them sign, "
            "or none where one is unknown. SIGNED_BY is the person who signed; the catalogue of rounds says whether "
            "it may be empty. DATE empty is "
            "today. SIGNED and MISSING count the participants of the round with and without a signature afterwards."
        )

    def define(self) -> None:
        define_round(self)
        self.addParameter(
            with_tip(QgsProcessingParameterString("PARTICIPANT", tr("Participants")), tr("Names separated by commas."))
        )
        self.addParameter(choice("VERDICT", tr("Verdict"), CHOICES, "agree"))
        self.addParameter(QgsProcessingParameterString("SIGNED_BY", tr("Signed by"), "", optional=True))
        self.addParameter(day("DATE", tr("Date of the signature (empty: today)"), tr("As 2026-03-05 or 2026年3月5日.")))
        self.addParameter(note())
        self.addOutput(QgsProcessingOutputNumber("ROUND", tr("Number of the round")))
        self.addOutput(QgsProcessingOutputNumber("SIGNED", tr("Participants that have signed")))
        self.addOutput(QgsProcessingOutputNumber("MISSING", tr("Signatures that are missing")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..database import open_database

        names = listed_names(self.parameterAsString(parameters, "PARTICIPANT", context))
        if not names:
            raise InputError("no_participant", "PARTICIPANT is empty. Say who signs.")
        verdict = self.parameterAsEnumString(parameters, "VERDICT", context)
        by, said = (self.parameterAsString(parameters, name, context).strip() for name in ("SIGNED_BY", "NOTE"))
        given = day_given(self, parameters, "DATE", context)
        with open_database(self.parameterAsFile(parameters, "DATABASE", context)) as opened:
            chosen, _, number = round_asked(self, parameters, context, opened)
            with opened.transaction():
                for name in names:
                    if verdict == WITHDRAW:
                        opened.withdraw_signature(chosen.id, number, name)
                    else:
                        opened.sign(chosen.id, number, name, verdict, by, given, said)
            review = opened.review(chosen.id)
        missing = review.unsigned(number)
        if missing:
            feedback.pushInfo(tr("Still missing: {names}", names="、".join(missing)))
        return {
            "ROUND": number,
            "SIGNED": len(review.round(number).participants) - len(missing),
            "MISSING": len(missing),
        }
