"""Rows: which unit each is about, or what else it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Optional

from ..messages import Message, message
from .answers import Answers
from .gazetteer import Gazetteer, Unit
from .layout import Table
from .model import ERROR, WARNING, Candidate
from .rules import Rules, compact, plain

UNIT, TOTAL, SUBTOTAL, SECTION, NOTE, LEFT_OUT, UNKNOWN, NAMELESS = (
    "unit", "total", "subtotal", "section", "note", "left_out", "unknown", "nameless"
)  # fmt: skip
SAME_NAME = 0.5  # how alike a name beside a known code must be


@dataclass(frozen=True)
class Row:
    """kind: one of the above. unit: of a unit's row, and the township of a subtotal that names one.

    severity, code, text   what there is to say of it        key, candidates   how a doubt is answered
    """

    kind: str
    label: str = ""
    unit: Optional[Unit] = None
    severity: str = ""
    code: str = ""
    text: Optional[Message] = None
    key: str = ""
    candidates: tuple[Candidate, ...] = ()


class Labels:
    """Reads the key cells of a table's rows, top to bottom: a township's row is the context of what follows."""

    def __init__(
        self,
        table: Table,
        gazetteer: Gazetteer,
        rules: Rules,
        answers: Answers,
        township: Optional[Unit],
        level: Optional[str],
    ) -> None:
        self.table, self.gazetteer, self.rules = table, gazetteer, rules
        self.context = township
        self.level = level
        self.villages_first = False  # then a township's row may stand below its villages and says nothing of others
        self._answers = {plain(key): code for key, code in answers.rows.items()}

    def read(self, texts: Mapping[str, str], has_figures: bool, alone: bool) -> Row:
        """What a row is.

        texts  role -> text of the key columns, "" where blank      alone  one text in the whole row
        """
        code = next((texts[role] for role in ("village_code", "code", "township_code") if texts.get(role)), "")
        code = compact(code)
        village, name, town = texts.get("village", ""), texts.get("unit", ""), texts.get("township", "")
        if plain(village) in ("", "无") and not compact(village).strip("-—/"):
            village = ""
        role = "village" if village else "unit" if name else "township"
        label = village or name or town
        if not label and not code:
            return Row(NAMELESS) if has_figures else Row(NOTE)
        explicit = self._explicit(texts, role)
        total = self._total(label, explicit) if label else None
        if total is not None:
            return total
        if town and explicit is None and role != "township":
            matched = self.gazetteer.find(town, "township")
            if matched.unit is None and self._answer(town) is None:
                key = town
                return self._unknown(key, town, "township", None, matched.units)
        context = explicit or (None if "township" in self.table.keys and town else self.context)
        key = f"{context.name} › {label}" if context is not None and role != "township" else (label or code)
        answered = self._answered(key, label, code)
        if answered is not None:
            return self._with_context(answered)
        row = self._coded(code, label, key) if code else self._named(label, role, context, explicit is not None, key)
        if row.kind == UNKNOWN and not has_figures and (alone or self._is_note(label)):
            return Row(NOTE, label)
        if row.kind == UNIT and not has_figures and alone and row.unit and row.unit.level == "township":
            row = Row(SECTION, label, row.unit)
        return self._with_context(row)

    def _with_context(self, row: Row) -> Row:
        if (
            row.unit is not None
            and row.unit.level == "township"
            and row.kind in (UNIT, SECTION)
            and not self.villages_first
        ):
            self.context = row.unit
        return row

    def _explicit(self, texts: Mapping[str, str], role: str) -> Optional[Unit]:
        """The township that the row itself names beside its village."""
        if role == "township":
            return None
        code = compact(texts.get("township_code", ""))
        if code and self.gazetteer.by_code(code) is not None:
            return self.gazetteer.by_code(code)
        town = texts.get("township", "")
        answer = self._answer(town) if town else None
        if answer:
            return self.gazetteer.by_code(answer)
        return self.gazetteer.find(town, "township").unit if town else None

    def _answer(self, label: str) -> Optional[str]:
        return self._answers.get(plain(label))

    def _answered(self, key: str, label: str, code: str) -> Optional[Row]:
        for asked in (key, label, code):
            if asked and plain(asked) in self._answers:
                answer = self._answers[plain(asked)]
                if answer is None:
                    return Row(LEFT_OUT, label or code, key=key)
                unit = self.gazetteer.by_code(answer)
                if unit is not None:
                    return Row(UNIT, label or code, unit)
        return None

    def _total(self, label: str, explicit: Optional[Unit]) -> Optional[Row]:
        name = plain(label)
        if name in self.rules.totals or (self.gazetteer.county_name and name == plain(self.gazetteer.county_name)):
            return Row(SUBTOTAL, label, explicit) if explicit is not None else Row(TOTAL, label)
        if name in self.rules.subtotals:
            return Row(SUBTOTAL, label, explicit)
        for word in sorted(self.rules.totals | self.rules.subtotals, key=len, reverse=True):
            if name.endswith(word) and len(name) > len(word):  # 观桥镇合计
                rest = name[: -len(word)]
                if self.gazetteer.county_name and rest == plain(self.gazetteer.county_name):
                    return Row(TOTAL, label)
                unit = self.gazetteer.find(rest, "township").unit
                if unit is not None:
                    return Row(SUBTOTAL, label, unit)
        return None

    def _is_note(self, label: str) -> bool:
        return plain(label).startswith(self.rules.notes) or len(label) > 30

    # ---- by code
    def _coded(self, code: str, label: str, key: str) -> Row:
        unit = self.gazetteer.by_code(code)
        if unit is None:
            if self.gazetteer.foreign(code):
                return Row(
                    UNKNOWN, label or code, None, ERROR, "foreign_unit",
                    message(
                        "the code {code} is of another county ({county} begins with {own}). Delete the row or give the "
                        "right code.",
                        code=code,
                        county=self.gazetteer.county_name or message("this county"),
                        own=self.gazetteer.county_code,
                    ),
                    key or code,
                )  # fmt: skip
            found = self.gazetteer.find(label) if label else None
            near = self._as_candidates(found.units) if found and found.units else self.gazetteer.candidates(label)
            return Row(
                UNKNOWN, label or code, None, ERROR, "unknown_code",
                message(
                    "the county has no unit with the code {code} ({name}). Mend the code, or say in the answer file "
                    "which unit is meant.{near}",
                    code=code,
                    name=label or "-",
                    near=_nearest(near),
                ),
                label or code,
                near,
            )  # fmt: skip
        if not label:
            return Row(UNIT, code, unit)
        named = self.gazetteer.find(label)
        if unit in named.units:
            return Row(UNIT, label, unit)
        if not named.units:
            own, other = self.gazetteer.compared(label), self.gazetteer.compared(unit.name)
            if SequenceMatcher(None, own, other).ratio() >= SAME_NAME:
                return Row(
                    UNIT, label, unit, WARNING, "other_name",
                    message(
                        "code {code} is {known}, the row says {name}; taken by the code. Mend the name.",
                        code=code,
                        known=unit.name,
                        name=label,
                    ),
                )  # fmt: skip
        near = (Candidate(unit.code, self.gazetteer.title(unit), 1.0), *self._as_candidates(named.units))
        return Row(
            UNKNOWN, label, None, ERROR, "code_and_name_differ",
            message(
                "code {code} is {known}, but the row says {name}. Mend the one that is wrong.",
                code=code,
                known=self.gazetteer.title(unit),
                name=label,
            ),
            key,
            near,
        )  # fmt: skip

    # ---- by name
    def _named(self, label: str, role: str, context: Optional[Unit], explicit: bool, key: str) -> Row:
        if self.gazetteer.looks_like_code(compact(label)):
            return self._coded(compact(label), "", compact(label))
        level = "township" if role == "township" else "village" if role == "village" and explicit else None
        found = self.gazetteer.find(label, level)
        if not found.units and level is not None:
            found = self.gazetteer.find(label)
        units = found.units
        if len(units) > 1 and self.level is not None:
            of_level = tuple(unit for unit in units if unit.level == self.level)
            units = of_level or units
        if context is not None and any(unit.level == "village" for unit in units):
            near = tuple(unit for unit in units if unit.level == "township" or unit.township == context.code)
            if not near or (explicit and not any(unit.level == "village" for unit in near)):
                return self._elsewhere(label, context, units, key)
            units = near
        if len(units) == 1:
            return self._certain(label, units[0], found.how)
        return self._unknown(key, label, level, context, units)

    def _certain(self, label: str, unit: Unit, how: str) -> Row:
        if how in ("variant", "renamed"):
            return Row(
                UNIT, label, unit, WARNING, "other_name",
                message("{name} was taken as {known}.", name=label, known=self.gazetteer.title(unit)),
            )  # fmt: skip
        return Row(UNIT, label, unit)

    def _elsewhere(self, label: str, context: Unit, units: tuple[Unit, ...], key: str) -> Row:
        near = self._as_candidates(units)
        return Row(
            UNKNOWN, label, None, ERROR, "wrong_township",
            message(
                "{township} has no {name}. Mend the township or the name, or say in the answer file which unit is "
                "meant.{near}",
                township=context.name,
                name=label,
                near=_nearest(near),
            ),
            key,
            near,
        )  # fmt: skip

    def _unknown(
        self, key: str, label: str, level: Optional[str], context: Optional[Unit], units: tuple[Unit, ...]
    ) -> Row:
        if units:
            near = self._as_candidates(units)
            return Row(
                UNKNOWN, label, None, ERROR, "ambiguous_name",
                message(
                    "{name} may be any of {count} units. Add a column with the township or the code, or say in the "
                    "answer file which is meant.{near}",
                    name=label,
                    count=len(units),
                    near=_nearest(near),
                ),
                key,
                near,
            )  # fmt: skip
        near = self.gazetteer.candidates(label, level, context.code if context else None)
        return Row(
            UNKNOWN, label, None, ERROR, "unknown_name",
            message(
                "the county has no unit called {name}. Mend the name, or say in the answer file which unit is meant "
                "(or that the row is left out).{near}",
                name=label,
                near=_nearest(near),
            ),
            key,
            near,
        )  # fmt: skip

    def _as_candidates(self, units: tuple[Unit, ...]) -> tuple[Candidate, ...]:
        return tuple(Candidate(unit.code, self.gazetteer.title(unit), 1.0) for unit in units[: self.rules.candidates])


def _nearest(candidates: tuple[Candidate, ...]) -> object:
    if not candidates:
        return ""
    return message(" Nearest: {names}.", names=", ".join(f"{one.name} ({one.code})" for one in candidates))
