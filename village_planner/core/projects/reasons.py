"""Verdicts in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..messages import Message, message
from .rules import ANY, CAUTION, HAZARD, LINE, PASS, PLAN, REFUSE, ProjectRules

if TYPE_CHECKING:
    from .check import Judgement

NAMED = 5  # hazards named in one sentence


def verdict_word(verdict: str) -> Message:
    return {
        PASS: message("conforms"),
        CAUTION: message("needs argument"),
        REFUSE: message("does not conform"),
    }[verdict]


def reason(judgement: Judgement, rules: ProjectRules, language: str) -> Message:
    """What was found, what to do and on what ground; the rule's own texts are in `language` ("zh", "en")."""
    rule = judgement.rule
    texts = {
        "title": rule.title[language],
        "action": judgement.action[language],
        "basis": rule.basis[language],
        "area": f"{judgement.area:,.2f}",
        "share": f"{100 * judgement.share:.2f}",
    }
    if rule.subject == HAZARD:
        shown = judgement.names[:NAMED]
        return message(
            "{title}: {count} ({names}). {action} (basis: {basis}).",
            **texts,
            count=len(judgement.names),
            names=", ".join(shown) + (" …" if len(judgement.names) > NAMED else ""),
        )
    if rule.subject == PLAN:
        return message(
            "{plan}: {title}: {area} m² ({share} %). {action} (basis: {basis}).",
            **texts,
            plan=rules.plan_name(judgement.about, language),
        )
    if rule.subject == LINE and ANY in rule.match:
        return message(
            "{title} ({line}): {area} m² ({share} %). {action} (basis: {basis}).",
            **texts,
            line=rules.line_name(judgement.about, language),
        )
    return message("{title}: {area} m² ({share} %). {action} (basis: {basis}).", **texts)
