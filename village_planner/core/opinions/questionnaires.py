"""Questionnaires in a workbook: a row each, or answers that were counted; coded by topic, and counted per township."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import pandas as pd

from ..catalogue import load_catalogue
from ..messages import Message, message
from ..statistics.answers import Answers
from ..statistics.gazetteer import Gazetteer, Unit
from ..statistics.grid import VALUE, Book, Cell
from ..statistics.rules import Rules, compact, plain
from ..task import SILENT, Task
from .dates import date_of
from .forms import UNIT_COLUMNS, Fault, Form, FormRow, UnitFinder, find_forms, form_rules, value_text
from .rows import bad_date
from .topics import Topics
from .words import Words

SINGLE, MULTIPLE, FREE, SKIP = "single", "multiple", "free", "skip"
KINDS = (SINGLE, MULTIPLE, FREE, SKIP)
NEEDED = frozenset({"number", "order", "question", *UNIT_COLUMNS})
COUNTED = "#"  # begins the number of what was counted before it came: unit and question stand for a questionnaire
QUESTIONNAIRES = ("number", "unit_code", "township_code", "given", "origin", "content")
ANSWERS = ("number", "question", "topic", "answer", "count")


@dataclass(frozen=True)
class QuestionRule:
    """What a mapping says of a question: its topic ("": by its words), how it is answered ("": as it looks)."""

    topic: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Mappings:
    """A county's own coding. questions: header as written -> rule; units: see `Answers.rows`."""

    questions: Mapping[str, QuestionRule] = field(default_factory=dict)
    units: Answers = field(default_factory=Answers)


def load_mapping(path: Path, schema: Path) -> Mappings:
    """Read {"questions": {"您最关心的事": {"topic": "transport", "kind": "multiple"}}, "rows": {"关桥镇": "5107…"}}.

    Raises InputError as `load_catalogue` does.
    """
    data = load_catalogue(path, schema)
    questions = {
        header: QuestionRule(rule.get("topic", ""), rule.get("kind", "")) for header, rule in data["questions"].items()
    }
    return Mappings(questions, Answers({}, data["rows"]))


@dataclass(frozen=True)
class Question:
    """How a column was taken. topic "" where it is told by the answer."""

    header: str
    kind: str
    topic: str


@dataclass(frozen=True)
class FoundQuestionnaires:
    """What a workbook holds.

    questionnaires  columns QUESTIONNAIRES; content is a digest of what was answered, where and when
    answers         columns ANSWERS, in the order of the file
    faults          why the other rows are not taken       rows  number of filled rows, good or bad
    questions       the columns that were read             left_out  headers that are not read (names, telephone …)
    """

    questionnaires: pd.DataFrame
    answers: pd.DataFrame
    faults: tuple[Fault, ...]
    rows: int
    questions: tuple[Question, ...]
    left_out: tuple[str, ...]


def read_questionnaires(
    book: Book,
    gazetteer: Gazetteer,
    rules: Rules,
    words: Words,
    topics: Topics,
    mapping: Mappings = Mappings(),  # noqa: B008 - frozen
    sheets: Sequence[str] = (),
    task: Task = SILENT,
) -> FoundQuestionnaires:
    """Read every table of questionnaires in a workbook.

    A row is one questionnaire: its number, village or township by code or name, date, then a column per question; or
    one counted answer: unit, question, answer, count. A number that stands twice is a fault of the later row.
    rules  words and units of statistics workbooks, for units and their names
    Raises InputError no_table, unknown_sheet.
    """
    own = form_rules(rules, words.questionnaire)
    forms = find_forms(book, gazetteer, own, NEEDED, True, sheets, task.part(0, 0.2))
    reader = _Reader(book.file, gazetteer, own, words, topics, mapping)
    for number, form in enumerate(forms):
        part = task.part(0.2 + 0.8 * number / len(forms), 0.2 + 0.8 * (number + 1) / len(forms))
        if {"question", "answer", "count"} <= set(form.headers):
            reader.read_counted(form, part)
        else:
            reader.read(form, part)
    return reader.found()


class _Reader:
    def __init__(
        self, file: str, gazetteer: Gazetteer, rules: Rules, words: Words, topics: Topics, mapping: Mappings
    ) -> None:
        self.file, self.gazetteer, self.rules, self.words, self.topics = file, gazetteer, rules, words, topics
        self.mapping = {plain(header): rule for header, rule in mapping.questions.items()}
        self.units = mapping.units
        self.heads: list[tuple[Any, ...]] = []
        self.answers: list[tuple[Any, ...]] = []
        self.faults: list[Fault] = []
        self.rows = 0
        self.questions: dict[str, Question] = {}
        self.left_out: dict[str, None] = {}
        self.seen: dict[str, str] = {}  # number -> where it stands first
        self._said: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def found(self) -> FoundQuestionnaires:
        return FoundQuestionnaires(
            pd.DataFrame(self.heads, columns=list(QUESTIONNAIRES)),
            pd.DataFrame(self.answers, columns=list(ANSWERS)),
            tuple(self.faults),
            self.rows,
            tuple(self.questions.values()),
            tuple(self.left_out),
        )

    # ---- a row each
    def read(self, form: Form, task: Task) -> None:
        rows = [row for row in form.rows(task.part(0, 0.3)) if row.others or len(row.cells) > 1]
        questions = self._questions_of(form, rows)
        if "ignored" in form.headers:
            self.left_out[form.headers["ignored"]] = None
        units = UnitFinder(form, self.gazetteer, self.rules, self.units)
        for place, row in enumerate(rows):
            if place % 200 == 0:
                task.report(0.3 + 0.7 * place / len(rows))
            self._row(form, row, units, questions)

    def _questions_of(self, form: Form, rows: Sequence[FormRow]) -> list[Question]:
        questions = []
        for column, header in form.questions.items():
            # A second column of names or telephone numbers stands among the questions.
            role = next((role for role in self._roles(form, column) if role), None)
            rule = self.mapping.get(plain(header), QuestionRule())
            if role == "ignored" or rule.kind == SKIP:
                self.left_out[header] = None
                continue
            kind = rule.kind or self._kind(header, [row.others[header] for row in rows if header in row.others])
            topic = rule.topic or self._topic(header)
            question = Question(header, kind, topic)
            self.questions.setdefault(header, question)
            questions.append(question)
        return questions

    def _roles(self, form: Form, column: int) -> list[Optional[str]]:
        cells = form.table.headers.get(column, ())
        return [self.rules.headings.get(plain(str(cell.value))) for cell in cells]

    def _kind(self, header: str, cells: Sequence[Any]) -> str:
        """Single or multiple choice, or free text: by the header's words, else by what stands below."""
        name = plain(header)
        for kind, words in ((MULTIPLE, self.words.multiple), (SINGLE, self.words.single), (FREE, self.words.free)):
            if any(word in name for word in words):
                return kind
        texts = [value_text(cell.value) for cell in cells if cell.kind == VALUE]
        if not texts:
            return SINGLE
        whole = Counter(texts)
        pieces = Counter(piece for text in texts for piece in self._pieces(text))
        length = sum(map(len, texts)) / len(texts)
        many = min(self.words.choices_at_most, max(len(texts) // 2, 5))
        if len(pieces) > many or (length > self.words.free_text_length and len(whole) > len(texts) / 2):
            return FREE
        return MULTIPLE if sum(pieces.values()) > len(texts) and len(pieces) < len(whole) + 2 else SINGLE

    def _pieces(self, text: str) -> list[str]:
        return [piece for part in self.words.separators.split(text) if (piece := part.strip())]

    def _topic(self, header: str) -> str:
        """The topic that a question's words tell, "" where they tell none: then each answer's words do."""
        found = self.topics.propose(header)
        return "" if found == self.topics.other else found

    def _coded(self, question: Question, answer: str) -> str:
        return question.topic or self.topics.propose(answer)

    def _begin(self, form: Form, row: FormRow, units: UnitFinder) -> Optional[tuple[Optional[Unit], list[Fault]]]:
        """The unit of a row and what is wrong so far; None of a total or a note, which does not count as a row."""
        unit, unit_fault, aside = units.find(row)
        if aside:
            return None
        self.rows += 1
        faults = [*form.broken(row)]
        if unit_fault is not None:
            faults.append(unit_fault)
        elif unit is None:
            role = next((role for role in UNIT_COLUMNS if role in form.headers), "unit")
            text = message("no village or township is given. Write its name or code.")
            faults.append(form.fault(row, role, "no_unit", text))
        return unit, faults

    def _row(self, form: Form, row: FormRow, units: UnitFinder, questions: Sequence[Question]) -> None:
        begun = self._begin(form, row, units)
        if begun is None:
            return
        unit, faults = begun

        def bad(role: str, code: str, text: Message) -> None:
            faults.append(form.fault(row, role, code, text))

        number = row.text("number") or row.text("order")
        column = "number" if "number" in form.headers else "order"
        if not number:
            bad(column, "no_number", message("the questionnaire has no number. Give it one that no other has."))
        elif number in self.seen:
            again = message("number {number} stands in {first} already. Give one of them another number, or delete it.",
                            number=number, first=self.seen[number])  # fmt: skip
            bad(column, "number_twice", again)
        else:
            self.seen[number] = f"{row.sheet} › {row.row}"
        given = ""
        cell = row.cells.get("given")
        if cell is not None and cell.kind == VALUE:
            given = date_of(cell.value) or ""
            if not given:
                bad("given", "bad_date", bad_date(cell))
        answers = [
            (number, question.header, topic, answer, 1)
            for question in questions
            if question.header in row.others
            for topic, answer in self._answers(question, row.others[question.header])
        ]
        if not answers and not faults:
            bad(column, "no_answer", message("no question is answered. Enter the answers, or delete the row."))
        if faults or unit is None:
            self.faults += faults
            return
        self._keep(number, unit, given, f"{self.file} › {row.sheet} › {row.row}", answers)

    def _answers(self, question: Question, cell: Cell) -> list[tuple[str, str]]:
        """Topic and text of each answer in a cell; the same few are given thousands of times."""
        if cell.kind != VALUE:
            return []
        text = value_text(cell.value)
        known = self._said.get((question.header, text))
        if known is None:
            pieces = self._pieces(text) if question.kind == MULTIPLE else [text]
            answers = [piece for piece in dict.fromkeys(pieces) if compact(piece) not in self.words.unanswered]
            known = [(self._coded(question, answer), answer) for answer in answers]
            self._said[question.header, text] = known
        return known

    def _keep(self, number: str, unit: Unit, given: str, origin: str, answers: Sequence[tuple[Any, ...]]) -> None:
        township = unit.township if unit.level == "village" else unit.code
        content = digest(unit.code, given, (answer[1:] for answer in answers))
        self.heads.append((number, unit.code, township, given, origin, content))
        self.answers += answers

    # ---- counted
    def read_counted(self, form: Form, task: Task) -> None:
        units = UnitFinder(form, self.gazetteer, self.rules, self.units)
        groups: dict[tuple[Unit, str], list[tuple[FormRow, str, int]]] = defaultdict(list)
        for row in form.rows(task):
            if len(row.cells) < 2:
                continue
            counted = self._counted_row(form, row, units)
            if counted is not None:
                unit, asked, answer, count = counted
                groups[unit, asked].append((row, answer, count))
        for (unit, header), listed in groups.items():
            rule = self.mapping.get(plain(header), QuestionRule())
            question = Question(header, rule.kind or SINGLE, rule.topic or self._topic(header))
            self.questions.setdefault(header, question)
            if rule.kind == SKIP:
                self.left_out[header] = None
                continue
            number = f"{COUNTED}{unit.code} {header}"
            first = listed[0][0]
            if number in self.seen:
                self.faults += [
                    form.fault(
                        row,
                        "question",
                        "number_twice",
                        message("the answers of this unit to this question stand in {first} already. Keep one table.",
                                first=self.seen[number]),
                    )
                    for row, _, _ in listed
                ]  # fmt: skip
                continue
            self.seen[number] = f"{first.sheet} › {first.row}"
            listed = self._once(form, listed)
            answers = [(number, header, self._coded(question, answer), answer, count) for _, answer, count in listed]
            self._keep(number, unit, "", f"{self.file} › {first.sheet} › {first.row}", answers)

    def _once(self, form: Form, listed: Sequence[tuple[FormRow, str, int]]) -> list[tuple[FormRow, str, int]]:
        """The first row of every answer; whether the others were meant to be added cannot be told."""
        first: dict[str, tuple[FormRow, str, int]] = {}
        for row, answer, count in listed:
            kept = first.setdefault(compact(answer), (row, answer, count))
            if kept[0] is not row:
                text = message(
                    "the number for {answer} stands in {first} already. Keep one of the rows, with the sum if both "
                    "count.",
                    answer=answer,
                    first=f"{kept[0].sheet} › {kept[0].row}",
                )
                self.faults.append(form.fault(row, "answer", "answer_twice", text))
        return list(first.values())

    def _counted_row(self, form: Form, row: FormRow, units: UnitFinder) -> Optional[tuple[Unit, str, str, int]]:
        begun = self._begin(form, row, units)
        if begun is None:
            return None
        unit, faults = begun

        def bad(role: str, code: str, text: Message) -> None:
            faults.append(form.fault(row, role, code, text))

        question, answer = row.text("question"), row.text("answer")
        for role, text in (("question", question), ("answer", answer)):
            if not text:
                bad(role, "no_answer", message("question and answer are both needed. Write them down."))
        count = _whole(row.text("count"))
        if count is None:
            bad("count", "bad_count", message("the number of answers must be a whole number, 0 or more. Mend it."))
        if faults or unit is None or count is None:
            self.faults += faults
            return None
        return unit, question, answer, count


def _whole(text: str) -> Optional[int]:
    bare = text.replace(",", "").replace("，", "")
    return int(bare) if bare.isascii() and bare.isdigit() else None


def digest(unit_code: str, given: str, answers: Iterable[Sequence[Any]]) -> str:
    """Tells whether two questionnaires say the same; answers are (question, topic, answer, count).

    The topic does not count: it is a matter of coding, not of what was said.
    """
    said = sorted([str(question), str(answer), int(count)] for question, _, answer, count in answers)
    return hashlib.sha256(json.dumps([unit_code, given, said], ensure_ascii=False).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class NewQuestionnaires:
    """What an import would keep.

    questionnaires, answers   new ones, as in `FoundQuestionnaires`
    skipped                   how many are there already with the same content
    faults                    of the workbook, and of numbers that are there already with another content
    """

    questionnaires: pd.DataFrame
    answers: pd.DataFrame
    skipped: int
    faults: tuple[Fault, ...]


def compare_questionnaires(found: FoundQuestionnaires, known: Mapping[str, str]) -> NewQuestionnaires:
    """Which questionnaires are new. known: number -> `digest` of those that are there."""
    heads = found.questionnaires
    there = heads["number"].isin(list(known))
    same = there & (heads["number"].map(known) == heads["content"])
    faults = list(found.faults)
    for row in heads[there & ~same].to_dict("records"):
        _, sheet, place = row["origin"].rsplit(" › ", 2)
        text = message(
            "questionnaire {number} is there already with other answers, unit or date. Give the row another number, or "
            "delete it.",
            number=row["number"],
        )
        faults.append(Fault(sheet, int(place), f"A{place}", "", row["number"], "other_content", text))
    fresh = heads[~there].reset_index(drop=True)
    answers = found.answers[found.answers["number"].isin(set(fresh["number"]))].reset_index(drop=True)
    return NewQuestionnaires(fresh, answers, int(same.sum()), tuple(faults))


def count_topics(questionnaires: pd.DataFrame, answers: pd.DataFrame, townships: Sequence[str]) -> pd.DataFrame:
    """Answers per township and topic.

    questionnaires  columns number, township_code       answers  columns number, topic, count
    townships       codes in the order wanted; every one has a row
    Returns index township code, "" for what has no township; columns questionnaires (those that came one by one),
    then a column per topic that occurs.
    """
    heads = questionnaires[["number", "township_code"]].fillna("")
    single = heads[~heads["number"].str.startswith(COUNTED)]
    counted = answers.assign(count=answers["count"].astype(int))
    joined = counted.merge(heads, on="number", how="left")
    joined["township_code"] = joined["township_code"].fillna("")
    joined["topic"] = joined["topic"].fillna("")
    counts = joined.pivot_table(
        index="township_code", columns="topic", values="count", aggfunc="sum", fill_value=0
    ).rename_axis(columns=None)
    others = sorted((set(heads["township_code"]) | set(counts.index)) - set(townships))
    index = pd.Index([*townships, *others], name="township_code")
    table = counts.reindex(index, fill_value=0)
    sheets: pd.Series[int] = single["township_code"].value_counts().reindex(index, fill_value=0)
    table.insert(0, "questionnaires", sheets)
    return table.astype(int)
