"""The rule catalogue: what is a conflict, who wins, and what the ledger says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..catalogue import load_catalogue
from ..control_lines import ControlLines
from ..errors import InputError
from ..messages import Message, message
from .classes import ClassCodes

BUILT, UNBUILT = "construction", "non_construction"  # the sets that tell the classes of difference apart
OFF = "off"

Text = Mapping[str, str]  # zh, en


@dataclass(frozen=True)
class Label:
    id: str
    title: Text


@dataclass(frozen=True)
class ClassSet:
    """patterns  "plan", "survey", "own" -> beginnings of codes; "!" takes out, the longest that fits decides"""

    id: str
    title: Text
    patterns: Mapping[str, tuple[str, ...]]

    def holds(self, code: str, family: str) -> bool:
        fitting = [p for p in self.patterns.get(family, ()) if code.startswith(p.lstrip("!"))]
        return bool(fitting) and not max(fitting, key=lambda p: len(p.lstrip("!"))).startswith("!")


@dataclass(frozen=True)
class Rule:
    """one, other  sets of classes of two plans, in either order; "" where it asks for none
    lines         kinds of lines that all cover the ground      any_line  … of which at least one does
    winner        one, other, line, check
    """

    id: str
    principle: str
    severity: str
    winner: str
    title: Text
    treatment: Text
    exceptions: Text
    one: str = ""
    other: str = ""
    lines: tuple[str, ...] = ()
    any_line: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConflictRules:
    """The catalogue; `rules` in their order, those that are off left out."""

    min_area: float
    match_share: float
    area_change: float
    principles: tuple[Label, ...]
    kinds: Mapping[str, Text]
    lines: ControlLines
    sets: tuple[ClassSet, ...]
    rules: tuple[Rule, ...]

    def classes_of(self, code: str, version: str, codes: ClassCodes) -> Optional[frozenset[str]]:
        """The sets that a class is in; None for a code that nothing knows."""
        current = codes.current(code, version)
        family = {"survey": "survey", "own": "own"}.get(version, "plan")
        sets = frozenset(item.id for item in self.sets if item.holds(current, family))
        known = bool(sets) if version == "own" else codes.known(code, version)
        return sets if known else None

    def principle(self, identifier: str) -> Text:
        return next(label.title for label in self.principles if label.id == identifier)


def load_conflict_rules(
    path: Path, schema: Path, codes: ClassCodes, lines: ControlLines, county: Optional[Path] = None
) -> ConflictRules:
    """The catalogue conflict_rules; `county` is a county's own file (see `load_catalogue`).

    Raises InputError, also invalid_catalogue for what a schema cannot say: names of sets, lines and principles that do
    not exist, a winner that the rule has not, a class that is in both construction and non_construction.
    """
    data = load_catalogue(path, schema, county)
    file = county or path
    rules = ConflictRules(
        min_area=data["min_area_m2"],
        match_share=data["match_share"],
        area_change=data["area_change"],
        principles=tuple(Label(item["id"], _text(item)) for item in data["principles"]),
        kinds={item["id"]: _text(item) for item in data["kinds"]},
        lines=lines.with_own(data["lines"]),
        sets=tuple(
            ClassSet(item["id"], _text(item), {family: tuple(item[family]) for family in ("plan", "survey", "own")})
            for item in data["sets"]
        ),
        rules=tuple(_rule(item) for item in data["rules"]),
    )
    _check_names(rules, file)
    _check_sets(rules, codes, file)
    return ConflictRules(**{**rules.__dict__, "rules": tuple(rule for rule in rules.rules if rule.severity != OFF)})


def _rule(item: Mapping[str, Any]) -> Rule:
    when = item["when"]
    return Rule(
        item["id"],
        item["principle"],
        item["severity"],
        item["winner"],
        item["title"],
        item["treatment"],
        item["exceptions"],
        when.get("one", ""),
        when.get("other", ""),
        tuple(when.get("lines", ())),
        tuple(when.get("any_line", ())),
    )


def _check_names(rules: ConflictRules, file: Path) -> None:
    known = {
        "principles": {label.id for label in rules.principles},
        "sets": {item.id for item in rules.sets},
        "lines": {line.kind for line in rules.lines.lines},
    }
    for name in (BUILT, UNBUILT):
        if name not in known["sets"]:
            raise _invalid(file, "/sets", message("{names} is missing", names=name))
    for entry, listed in (
        ("rules", [rule.id for rule in rules.rules]),
        ("sets", [item.id for item in rules.sets]),
        ("lines", [line.kind for line in rules.lines.lines]),
    ):
        twice = next((name for name in listed if listed.count(name) > 1), None)
        if twice is not None:
            raise _invalid(file, f"/{entry}", message("{name} is there twice", name=twice))
    for rule in rules.rules:
        place = f"/rules/{rule.id}"
        wanted: list[tuple[str, Sequence[str]]] = [
            ("principles", [rule.principle]),
            ("sets", [name for name in (rule.one, rule.other) if name]),
            ("lines", [*rule.lines, *rule.any_line]),
        ]
        for entry, names in wanted:
            unknown = next((name for name in names if name not in known[entry]), None)
            if unknown is not None:
                raise _invalid(
                    file,
                    place,
                    message("{value} is not one of {choices}", value=unknown, choices=", ".join(sorted(known[entry]))),
                )
        has = {"one": bool(rule.one), "other": bool(rule.other), "line": bool(rule.lines or rule.any_line)}
        if not has.get(rule.winner, True):
            raise _invalid(
                file, place, message("the winner {winner} is not among what the rule asks for", winner=rule.winner)
            )
        if rule.other and not rule.one:
            raise _invalid(file, place, message("{names} is missing", names="one"))


def _check_sets(rules: ConflictRules, codes: ClassCodes, file: Path) -> None:
    """No class may be both built and not built."""
    for version in ("plan_2023", "plan_2020", "survey"):
        for code in codes.names[version]:
            sets = rules.classes_of(code, version, codes) or frozenset()
            if {BUILT, UNBUILT} <= sets:
                reason = message(
                    "class {land_class} is in both {first} and {second}", land_class=code, first=BUILT, second=UNBUILT
                )
                raise _invalid(file, "/sets", reason)


def _invalid(file: Path, place: str, reason: Message) -> InputError:
    return InputError(
        "invalid_catalogue",
        "Catalogue {file}, at {place}: {reason}. Mend that entry and run again.",
        file=file,
        place=place,
        reason=reason,
    )


def _text(item: Mapping[str, Any]) -> Text:
    return {"zh": item["zh"], "en": item["en"]}
