"""Opinions in a workbook: each row an opinion, or named with what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Optional

from ..messages import Message, message
from ..statistics.answers import Answers
from ..statistics.gazetteer import Gazetteer, Unit
from ..statistics.grid import Book, Cell
from ..statistics.model import Candidate
from ..statistics.rules import Rules, plain
from ..task import SILENT, Task
from .dates import date_of
from .forms import UNIT_COLUMNS, Fault, Form, FormRow, UnitFinder, find_forms, form_rules, title_value
from .opinions import Opinion, key_of
from .topics import Topics
from .words import Words, decision_text

NEEDED = frozenset({"text"})
PLACES = frozenset({*UNIT_COLUMNS, "district", "east", "north", "longitude", "latitude"})  # what an opinion is about
PREFILLED = {"number", "order", "key", "source", "source_kind", "round"}  # what a form that goes out brings along
ROUND = re.compile(
    r"(?:第\s*)?(\d{1,2}|[一二三四五六七八九十])\s*(?:轮|次|round)?(?:评审|会审|征求意见)?", re.IGNORECASE
)
NOTE = re.compile(r"[^\s:：]{1,8}\s*[:：]")
LEVEL = re.compile(r"(镇级|乡镇级|村级)(?:片区)?\s*(.*)")  # before a district, or in the header of its column
CHINESE_NUMBERS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True)
class Place:
    """What the rows may be about, besides the county's units.

    districts  (level, code) -> name: the two levels may use the same codes
    transform  (kind, x, y) -> (x, y) in the county's CRS, kind "projected" or "geographic"; None where no point is
               taken; bounds: (west, south, east, north) of the county
    unit_at    (x, y) -> code of the village there, "" for none
    """

    districts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    transform: Any = None
    bounds: Optional[tuple[float, float, float, float]] = None
    unit_at: Any = None


@dataclass(frozen=True)
class Defaults:
    """What holds for rows that do not say it themselves: source, its kind, round, date."""

    source: str = ""
    source_kind: str = ""
    round: Optional[int] = None
    given: str = ""


@dataclass(frozen=True)
class FoundOpinions:
    """What a workbook holds.

    opinions  those that may be kept, keys set       given_keys  key that our own form brought along, by position
    faults    why the other rows are not             notes       what to know of rows that are taken
    rows      number of rows that hold an opinion, good or bad
    columns   header as written -> role it was taken as, "" of one that was not read
    places    (sheet, row) of each opinion
    """

    opinions: tuple[Opinion, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    rows: int
    columns: Mapping[str, str]
    given_keys: Mapping[int, str] = field(default_factory=dict)
    places: tuple[tuple[str, int], ...] = ()


def read_opinions(
    book: Book,
    gazetteer: Gazetteer,
    rules: Rules,
    words: Words,
    topics: Topics,
    place: Place = Place(),  # noqa: B008 - frozen
    defaults: Defaults = Defaults(),  # noqa: B008
    answers: Answers = Answers(),  # noqa: B008
    sheets: Sequence[str] = (),
    task: Task = SILENT,
) -> FoundOpinions:
    """Read every table of opinions in a workbook.

    rules    words and units of statistics workbooks, for units and their names
    answers  rows: name as written -> unit code, None: the row is left out
    Raises InputError no_table, unknown_sheet.
    """
    own = form_rules(rules, words.opinion)
    forms = find_forms(book, gazetteer, own, NEEDED, False, sheets, task.part(0, 0.3))
    reader = _Reader(book.file, gazetteer, own, words, topics, place, answers)
    for number, form in enumerate(forms):
        part = task.part(0.3 + 0.7 * number / len(forms), 0.3 + 0.7 * (number + 1) / len(forms))
        reader.read(form, defaults, part)
    return reader.found()


class _Reader:
    def __init__(
        self,
        file: str,
        gazetteer: Gazetteer,
        rules: Rules,
        words: Words,
        topics: Topics,
        place: Place,
        answers: Answers,
    ) -> None:
        self.file, self.gazetteer, self.rules, self.words, self.topics = file, gazetteer, rules, words, topics
        self.place, self.answers = place, answers
        self.opinions: list[Opinion] = []
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.rows = 0
        self.columns: dict[str, str] = {}
        self.given_keys: dict[int, str] = {}
        self.places: list[tuple[str, int]] = []
        self.said: Counter[str] = Counter()
        self.first: dict[str, str] = {}
        self._districts: dict[str, list[tuple[str, str]]] = {}  # code or name as it is compared -> level and code
        for key, name in place.districts.items():
            for said in {plain(key[1]), plain(name)} - {""}:
                self._districts.setdefault(said, []).append(key)

    def found(self) -> FoundOpinions:
        return FoundOpinions(
            tuple(self.opinions),
            tuple(self.faults),
            tuple(self.notes),
            self.rows,
            self.columns,
            self.given_keys,
            tuple(self.places),
        )

    def read(self, form: Form, defaults: Defaults, task: Task) -> None:
        self.columns.update({header: role for role, header in form.headers.items()})
        self.columns.update(dict.fromkeys(form.questions.values(), ""))
        source = title_value(form.titles, self.words.source_title)
        number = _round(title_value(form.titles, ("轮次", "评审轮次", "round")))
        defaults = replace(
            defaults,
            source=defaults.source or source,
            round=number if defaults.round is None else defaults.round,
        )
        units = UnitFinder(form, self.gazetteer, self.rules, self.answers)
        for row in form.rows(task):
            if set(row.cells) <= PREFILLED or self._is_note(row):
                continue
            unit, fault, aside = units.find(row)
            if aside and not row.text("text"):
                continue  # a total, or a row that was answered to be left out
            if not self._continues(form, row):
                self._row(form, row, defaults, unit, fault)

    def _continues(self, form: Form, row: FormRow) -> bool:
        """Whether the opinion of a row is that of the row above, by merged cells, and about no other place."""
        own = {role for role in row.cells if (row.row, form.table.keys[role]) in form.sheet.cells}
        if "text" in own or "text" not in row.cells or own & PLACES:
            return False
        if own - PREFILLED or row.others:
            self.rows += 1
            text = message("the row continues the opinion above it by merged cells. Write what it adds into that row.")
            role = next(iter(sorted(own - PREFILLED)), "text")
            self.faults.append(form.fault(row, role, "merged_row", text))
        return True

    def _is_note(self, row: FormRow) -> bool:
        """注：… below the table, 审核人：… below one that is signed, 合计 in place of a number."""
        if any(plain(row.text(role)) in self.rules.totals | self.rules.subtotals for role in ("order", "number")):
            return True
        values = [str(cell.value) for cell in (*row.cells.values(), *row.others.values())]
        if not row.text("text"):
            return len(values) == 1 and plain(values[0]).startswith(self.rules.notes)
        # An opinion may begin with such a word as well (第3片区…): here a note needs a colon.
        words = tuple(word for word in self.rules.notes if word != "第")
        return all(NOTE.match(value.strip()) and plain(value).startswith(words) for value in values)

    def _row(
        self, form: Form, row: FormRow, defaults: Defaults, unit: Optional[Unit], unit_fault: Optional[Fault]
    ) -> None:
        self.rows += 1
        faults = [*form.broken(row), *([unit_fault] if unit_fault is not None else [])]

        def bad(role: str, code: str, text: Message, nearest: Sequence[Candidate] = ()) -> None:
            faults.append(form.fault(row, role, code, text, tuple(nearest)))

        text = row.text("text")
        if not text and not any(fault.code == "formula_error" for fault in faults):
            bad("text", "no_text", message("the row has no opinion. Write it down, or empty the row."))
        source = row.text("source") or defaults.source
        kind = self._kind(row, source, bad) or defaults.source_kind
        speaker = self.gazetteer.find(source, "township").unit if source and kind == "township" else None
        source = source if speaker is None else speaker.name
        given, due = self._date(row, "given", bad) or defaults.given, self._date(row, "due", bad)
        number = self._round_of(row, bad)
        district = self._district(form, row, bad)
        decision, reason = self._decision(row, bad), row.text("reason")
        if decision in ("partly", "not") and not reason:
            text_ = message("an opinion that is adopted in part or not needs a reason. Write down why.")
            bad("reason" if "reason" in form.headers else "decision", "no_reason", text_)
        topic = self._topic(row, bad)
        point = self._point(row, bad)
        if faults:
            self.faults += faults
            return
        if unit is None and point is not None and self.place.unit_at is not None:
            unit = self.gazetteer.by_code(self.place.unit_at(*point))
        concerned = unit or speaker
        level = unit.level if unit is not None else district[0] if district else ""
        opinion = Opinion(
            text=text,
            source=source,
            source_kind=kind,
            round=defaults.round if number is None else number,
            subject="point" if point else "unit" if unit else "district" if district else "plan",
            level=level,
            district_code=district[1] if district else "",
            unit_code=unit.code if unit is not None else "",
            township="" if concerned is None else concerned.township or concerned.code,
            topic=topic,
            decision=decision,
            reason=reason,
            reply=row.text("reply"),
            change=row.text("change"),
            responsible=row.text("responsible"),
            due=due,
            given=given,
            origin=f"{self.file} › {row.sheet} › {row.row}",
            point=point,
        )
        base = key_of(opinion)
        again = self.said[base]
        self.said[base] += 1
        here = f"{row.sheet} › {row.row}"
        if again:
            same = message("the row says the same as {first}; both are taken.", first=self.first[base])
            self.notes.append(form.fault(row, "text", "said_twice", same))
        self.first.setdefault(base, here)
        if row.text("key"):
            self.given_keys[len(self.opinions)] = row.text("key")
        self.places.append((row.sheet, row.row))
        self.opinions.append(replace(opinion, key=key_of(opinion, again) if again else base))

    def _kind(self, row: FormRow, source: str, bad: Any) -> str:
        said = row.text("source_kind")
        if not said:
            known = self.words.source_kind(source)
            if self.gazetteer.find(source, "township").unit is not None:
                return "township"
            return known
        kind = self.words.kinds.get(plain(said))
        if kind is None:
            choices = list(dict.fromkeys(self.words.kinds))
            bad(
                "source_kind",
                "unknown_source_kind",
                message(
                    "{value} is no kind of source. Write one of {choices}.", value=said, choices="、".join(choices)
                ),
                _alike(said, choices),
            )
        return kind or ""

    def _date(self, row: FormRow, role: str, bad: Any) -> str:
        cell = row.cells.get(role)
        if cell is None or cell.value is None:
            return ""
        found = date_of(cell.value)
        if found is None:
            bad(role, "bad_date", bad_date(cell))
        return found or ""

    def _round_of(self, row: FormRow, bad: Any) -> Optional[int]:
        said = row.text("round")
        if not said:
            return None
        number = _round(said)
        if number is None:
            bad("round", "bad_round", message("{value} is no review round. Write its number, such as 1.", value=said))
        return number

    def _district(self, form: Form, row: FormRow, bad: Any) -> Optional[tuple[str, str]]:
        said = row.text("district")
        if not said:
            return None
        level, bare = _level(said)
        found = self._districts.get(plain(said)) or self._districts.get(plain(bare), [])
        found = [key for key in found if key[1] in (said, bare)] or found  # a code before a name
        if level:
            found = [key for key in found if key[0] == level]
        elif len(found) > 1:
            level = _level(form.headers.get("district", ""))[0]
            found = [key for key in found if key[0] == level] or found
        if len(found) > 1:
            called = [Candidate(code, f"{code} {self.place.districts[level, code]}", 1.0) for level, code in found]
            if len({code for _, code in found}) == 1:
                text = message(
                    "{value} is a district of both levels. Write 镇级 or 村级 before it, or into the header of the "
                    "column.",
                    value=said,
                )
            else:
                text = message(
                    "{count} districts of the plan are called {value}. Give the code.", count=len(found), value=said
                )
            bad("district", "ambiguous_district", text, called)
            return None
        if not found:
            names = {f"{code} {name}".strip(): code for (_, code), name in self.place.districts.items()}
            bad(
                "district",
                "unknown_district",
                message("the plan has no district {value}. Give its code or name.", value=said),
                [Candidate(names[one.code], one.name, one.likeness) for one in _alike(said, list(names))],
            )
            return None
        return found[0]

    def _decision(self, row: FormRow, bad: Any) -> str:
        said = row.text("decision")
        if not said:
            return ""
        decision = self.words.decisions.get(decision_text(said))
        if decision is None:
            choices = list(self.words.decisions)
            bad(
                "decision",
                "unknown_decision",
                message("{value} is no decision. Write 采纳, 部分采纳 or 不采纳, or leave it empty.", value=said),
                _alike(said, choices),
            )
        return decision or ""

    def _topic(self, row: FormRow, bad: Any) -> str:
        said = row.text("topic")
        if not said:
            return self.topics.propose(row.text("text"))
        # What the form calls otherwise is coded by its words, else by those of the opinion.
        return self.topics.find(said) or self.topics.propose(said, row.text("text"))

    def _point(self, row: FormRow, bad: Any) -> Optional[tuple[float, float]]:
        for kind, roles in (("projected", ("east", "north")), ("geographic", ("longitude", "latitude"))):
            if not any(role in row.cells for role in roles):
                continue
            values = [_number(row.cells.get(role)) for role in roles]
            for role, value in zip(roles, values):
                if value is None:
                    bad(role, "bad_coordinate", message("both coordinates are needed, as numbers. Mend or empty them."))
                    return None
            if self.place.transform is None:
                return None
            x, y = self.place.transform(kind, *values)
            bounds = self.place.bounds
            if bounds is not None and not (bounds[0] <= x <= bounds[2] and bounds[1] <= y <= bounds[3]):
                bad(
                    roles[0],
                    "point_outside",
                    message("the point lies outside the county. Check which coordinate is which, and the zone."),
                )
                return None
            return x, y
        return None


def bad_date(cell: Cell) -> Message:
    """What is wrong with a date, for opinions and questionnaires."""
    return message(
        "{value} is no date. Write it with year, month and day, such as 2026年3月5日.", value=str(cell.value)
    )


def _number(cell: Optional[Cell]) -> Optional[float]:
    try:
        return None if cell is None or isinstance(cell.value, bool) else float(cell.value)
    except (TypeError, ValueError):
        return None


def district_labels(districts: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """(level, code) -> how a district is written so that it is read back as this one: name, else code, else with its
    level before it. districts: (level, code) -> name"""
    known = Counter(said for (_, code), name in districts.items() for said in {plain(code), plain(name)})
    levels = {"township": "镇级", "village": "村级"}
    labels = {}
    for (level, code), name in districts.items():
        alone = (said for said in (name, code) if said and known[plain(said)] == 1)
        labels[level, code] = next(alone, f"{levels[level]}{code}")
    return labels


def _level(text: str) -> tuple[str, str]:
    """The level that a district is said to be of, "" for none, and what is left."""
    said = LEVEL.match(text.strip())
    if said is None:
        return "", text
    return "village" if said[1] == "村级" else "township", said[2]


def _round(text: str) -> Optional[int]:
    found = ROUND.fullmatch(text.strip())
    if not found:
        return None
    return CHINESE_NUMBERS.get(found[1]) or int(found[1])


def _alike(said: str, choices: Sequence[str]) -> list[Candidate]:
    return [Candidate(name, name, 1.0) for name in get_close_matches(said, choices, 3, 0.4)]
