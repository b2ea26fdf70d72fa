"""The rules of the project check, from the catalogue project_rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..catalogue import load_catalogue
from ..control_lines import ControlLines
from ..errors import InputError

PASS, CAUTION, REFUSE = VERDICTS = ("pass", "caution", "refuse")  # from good to bad
LINE, CLASS, PLAN, HAZARD = "line", "class", "plan", "hazard"
INSIDE, OUTSIDE, NEAR = "inside", "outside", "near"
ANY = "*"
Text = Mapping[str, str]  # zh, en


def worst(verdicts: Iterable[str]) -> str:
    """The worst of the verdicts, pass where there are none."""
    return max(verdicts, key=VERDICTS.index, default=PASS)


@dataclass(frozen=True)
class ProjectRule:
    """A rule of the catalogue; see its schema for what each entry means."""

    id: str
    subject: str
    match: tuple[str, ...]
    where: str
    over_m2: float
    over_share: float
    for_kinds: tuple[str, ...]
    verdict: str
    title: Text
    basis: Text
    action: Text
    exception_kinds: tuple[str, ...] = ()
    exception_verdict: str = ""
    exception_action: Optional[Text] = None

    def concerns(self, kind: str) -> bool:
        """Whether the rule is for projects of this kind."""
        return not self.for_kinds or _holds(kind, self.for_kinds)

    def exceeded(self, area: float, whole: float) -> bool:
        """area, whole  m², of what the rule is about and of the project"""
        return area > self.over_m2 and (whole <= 0 or area / whole > self.over_share)

    def verdict_for(self, kind: str) -> str:
        return self.exception_verdict if self._excepted(kind) else self.verdict

    def action_for(self, kind: str) -> Text:
        return self.exception_action if self.exception_action and self._excepted(kind) else self.action

    def _excepted(self, kind: str) -> bool:
        return bool(self.exception_kinds) and _holds(kind, self.exception_kinds)


@dataclass(frozen=True)
class Kind:
    """A sector plan, and the names of layers that are taken for it."""

    kind: str
    name: Text
    layers: frozenset[str]


@dataclass(frozen=True)
class StatedArea:
    """How far an area that is stated may be from the one measured: a share of it, and always so many m²."""

    share: float
    m2: float

    def agrees(self, stated: float, measured: float) -> bool:
        return abs(stated - measured) <= max(self.share * measured, self.m2)


@dataclass(frozen=True)
class ProjectRules:
    """hazard_distance in m"""

    rules: tuple[ProjectRule, ...]
    lines: ControlLines
    plans: tuple[Kind, ...]
    hazard_distance: float
    stated_area: StatedArea

    def kind_of(self, layer: str) -> str:
        """The kind of control line that a layer's name says; the name itself where it says none."""
        line = self.lines.line_of(layer)
        return layer if line is None else line.kind

    def line_name(self, layer: str, language: str) -> str:
        line = self.lines.line_of(layer)
        return layer if line is None else line.title[language]

    def plan_name(self, plan: str, language: str) -> str:
        name = plan.strip().casefold()
        return next((known.name[language] for known in self.plans if name in known.layers), plan)

    def of_name(self, subject: str, name: str) -> list[ProjectRule]:
        """Rules about a line or hazard: those that name it, else those for all others."""
        mine = [rule for rule in self.rules if rule.subject == subject]
        return [rule for rule in mine if name in rule.match] or [rule for rule in mine if ANY in rule.match]

    def by_code(self, subject: str, codes: Sequence[str]) -> dict[str, list[str]]:
        """Rule id -> which of the class codes it is about; of beginnings that fit a code the longest wins."""
        mine = [rule for rule in self.rules if rule.subject == subject and rule.where == INSIDE]
        found: dict[str, list[str]] = {}
        for code in codes:
            fits = {
                rule.id: max((len(b) for b in rule.match if b != ANY and code.startswith(b)), default=0)
                for rule in mine
            }
            longest = max(fits.values(), default=0)
            for rule in mine:
                if code and (fits[rule.id] == longest > 0 or (longest == 0 and ANY in rule.match)):
                    found.setdefault(rule.id, []).append(code)
        return found

    def rule(self, identifier: str) -> ProjectRule:
        return next(rule for rule in self.rules if rule.id == identifier)


def _holds(kind: str, texts: Sequence[str]) -> bool:
    plain = kind.strip().casefold()
    return any(text.casefold() in plain if text else not plain for text in texts)


def load_project_rules(path: Path, schema: Path, lines: ControlLines, county: Optional[Path] = None) -> ProjectRules:
    """The catalogue of rules; `county` is a county's own file (see `load_catalogue`)."""
    return project_rules(load_catalogue(path, schema, county), lines)


def project_rules(data: Mapping[str, Any], lines: ControlLines) -> ProjectRules:
    """From the validated catalogue."""
    rules = []
    for item in data["rules"]:
        exception = item.get("exception", {})
        rules.append(
            ProjectRule(
                item["id"],
                item["subject"],
                tuple(item["match"]),
                item["where"],
                float(item["over_m2"]),
                float(item["over_share"]),
                tuple(item["for_kinds"]),
                item["verdict"],
                item["title"],
                item["basis"],
                item["action"],
                tuple(exception.get("kinds", ())),
                exception.get("verdict", ""),
                exception.get("action"),
            )
        )
    ids = [rule.id for rule in rules]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise InputError(
            "duplicate_rule", "The catalogue of project rules has two rules “{rule}”. Rename one of them.", rule=twice
        )
    stated = StatedArea(float(data["stated_area"]["share"]), float(data["stated_area"]["m2"]))
    distance = float(data["hazard_distance_m"])
    return ProjectRules(tuple(rules), lines.with_own(data["lines"]), _kinds(data["plans"]), distance, stated)


def _kinds(items: Iterable[Mapping[str, Any]]) -> tuple[Kind, ...]:
    return tuple(
        Kind(
            item["kind"],
            {"zh": item["zh"], "en": item["en"]},
            frozenset(name.strip().casefold() for name in (item["kind"], item["zh"], item["en"], *item["layers"])),
        )
        for item in items
    )
