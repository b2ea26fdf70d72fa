"""Opinions on a plan and questionnaires of the county, as they are kept: added, changed, withdrawn, never deleted.

Every change goes into the record with what was before and after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Optional

import pandas as pd

from ..core.errors import InputError
from ..core.opinions.merge import OpinionChanges
from ..core.opinions.opinions import FIELDS, Opinion, check, key_of
from ..core.opinions.questionnaires import NewQuestionnaires, count_topics, digest
from .blobs import from_blobs, point_blob
from .clock import now
from .snapshots import Snapshots
from .store import user

# Fields of an opinion that follow from others or that nobody changes afterwards.
FIXED = ("number", "township", "entered", "who", "origin", "key", "undone")
KEPT = tuple(name for name in FIELDS if name not in ("township", "undone", "point"))  # columns of the table


class Opinions(Snapshots):
    # ---- opinions
    def opinions(self, plan_id: int) -> tuple[Opinion, ...]:
        """All opinions on a plan by number, withdrawn ones too."""
        columns = ", ".join(f'"{name}"' for name in KEPT)
        rows = self._run(
            f"SELECT {columns}, geom FROM opinion WHERE plan_id = ? ORDER BY number", [int(plan_id)]
        ).fetchall()
        if not rows:
            return ()
        points = from_blobs([row[-1] for row in rows])
        townships, done = _Townships(self), self.edits_done(plan_id)
        opinions = (townships.placed(_opinion(row, point)) for row, point in zip(rows, points))
        return tuple(
            replace(one, undone=True) if one.edit_id is not None and one.edit_id not in done else one
            for one in opinions
        )

    def opinion(self, plan_id: int, number: int) -> Opinion:
        """InputError unknown_opinion."""
        found = next((opinion for opinion in self.opinions(plan_id) if opinion.number == number), None)
        if found is None:
            raise InputError("unknown_opinion", "The plan has no opinion {number}.", number=number)
        return found

    def add_opinion(self, plan_id: int, opinion: Opinion, who: str = "") -> Opinion:
        """Keep a new opinion under the next number; returns it as it is kept. Raises InputError as `check` does."""
        with self.transaction():
            kept = self._add(plan_id, opinion, who or user(), now())
            self.record(who, "add opinion", None, {"plan": int(plan_id), "opinion": kept.number, **_told(kept)})
        return kept

    def change_opinion(
        self, plan_id: int, number: int, values: Mapping[str, Any], who: str = "", found: Optional[Opinion] = None
    ) -> Opinion:
        """Change fields of an opinion; nothing is written where they are so already.

        values  field of `Opinion` -> value; withdrawn="why" takes it out, "" brings it back
        found   the opinion as the person saw it: refused where a field to be changed is no longer so
        Raises InputError unknown_opinion, changed_meanwhile, unknown_edit, and as `check` does; KeyError.
        """
        unknown = set(values) - set(FIELDS) | set(values) & set(FIXED)
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        with self.transaction():
            old = self.opinion(plan_id, number)
            if found is not None and any(getattr(old, name) != getattr(found, name) for name in values):
                raise InputError(
                    "changed_meanwhile",
                    "Opinion {number} was changed meanwhile by someone else. Open the list again, then change it.",
                    number=number,
                )
            changed = {name: value for name, value in values.items() if getattr(old, name) != value}
            if not changed:
                return old
            new = replace(old, **changed)
            self._check(plan_id, new)
            self._write_fields(plan_id, number, changed)
            self.record(
                who,
                "withdraw opinion" if changed.get("withdrawn") else "change opinion",
                {"plan": int(plan_id), "opinion": number, **{name: getattr(old, name) for name in changed}},
                {"plan": int(plan_id), "opinion": number, **changed},
            )
        return self.opinion(plan_id, number)

    def import_opinions(
        self, plan_id: int, changes: OpinionChanges, who: str = "", told: Optional[Mapping[str, Any]] = None
    ) -> tuple[int, int]:
        """Keep what an import brings, all or nothing: (how many are new, how many are changed).

        told  what the record says of the import besides the numbers, e.g. the workbook
        """
        made, by = now(), who or user()
        with self.transaction():
            numbers = [self._add(plan_id, opinion, by, made).number for opinion in changes.fresh]
            for before, after in changes.updated:
                values = {
                    name: getattr(after, name) for name in FIELDS if getattr(after, name) != getattr(before, name)
                }
                values = {name: value for name, value in values.items() if name not in FIXED}
                self.change_opinion(plan_id, before.number, values, who, before)
            if numbers or changes.updated:
                after_ = {"plan": int(plan_id), **(told or {}), "new": len(numbers), "changed": len(changes.updated)}
                if numbers:
                    after_["numbers"] = f"{numbers[0]}–{numbers[-1]}"
                self.record(who, "import opinions", None, after_)
        return len(numbers), len(changes.updated)

    def _add(self, plan_id: int, opinion: Opinion, who: str, made: str) -> Opinion:
        last = self._one("SELECT max(number) FROM opinion WHERE plan_id = ?", [int(plan_id)])
        key = opinion.key or self._free_key(plan_id, opinion)
        kept = replace(opinion, number=int(last or 0) + 1, who=who, entered=made, key=key)
        self._check(plan_id, kept)
        names = ", ".join(f'"{name}"' for name in KEPT)
        marks = ", ".join("?" for _ in KEPT)
        self._run(
            f"INSERT INTO opinion (plan_id, {names}, geom) VALUES (?, {marks}, ?)",
            [int(plan_id), *(getattr(kept, name) for name in KEPT), self._point(kept.point)],
        )
        return kept

    def _free_key(self, plan_id: int, opinion: Opinion) -> str:
        """The key of an opinion that was entered by hand, so that a form that goes out brings it back."""
        taken = {key for (key,) in self._run("SELECT key FROM opinion WHERE plan_id = ?", [int(plan_id)])}
        again = 0
        while (key := key_of(opinion, again)) in taken:
            again += 1
        return key

    def _check(self, plan_id: int, opinion: Opinion) -> None:
        check(opinion)
        if opinion.edit_id is not None and not self._one(
            "SELECT count(*) FROM edit WHERE plan_id = ? AND id = ?", [int(plan_id), int(opinion.edit_id)]
        ):
            raise InputError(
                "unknown_edit",
                "The plan has no edit {edit}. Choose one of its own edits as the answer.",
                edit=opinion.edit_id,
            )

    def _write_fields(self, plan_id: int, number: int, values: Mapping[str, Any]) -> None:
        columns = {name: value for name, value in values.items() if name != "point"}
        if "point" in values:
            columns["geom"] = self._point(values["point"])
        setting = ", ".join(f'"{name}" = ?' for name in columns)
        self._run(
            f"UPDATE opinion SET {setting} WHERE plan_id = ? AND number = ?",
            [*columns.values(), int(plan_id), int(number)],
        )

    def _point(self, point: Optional[tuple[float, float]]) -> Optional[bytes]:
        srs_id = self._one("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'opinion'")
        return point_blob(point, int(srs_id or 0))

    # ---- questionnaires
    def questionnaires(self) -> pd.DataFrame:
        """number, unit_code, township_code, given, origin, in the order they came."""
        return self.read_table("questionnaire").drop(columns="id")

    def answers(self) -> pd.DataFrame:
        """number of the questionnaire, question, topic, answer, count."""
        return self._frame(
            "SELECT q.number, a.question, a.topic, a.answer, a.count FROM answer a "
            "JOIN questionnaire q ON q.id = a.questionnaire_id ORDER BY a.fid"
        )

    def questionnaire_contents(self, numbers: Optional[Sequence[str]] = None) -> dict[str, str]:
        """number -> `core.review.questionnaires.digest` of what it says; of these numbers, or of all."""
        heads = self.questionnaires()
        if numbers is not None:
            heads = heads[heads["number"].isin(set(numbers))]
        if heads.empty:
            return {}
        answers = self.answers()
        answers = answers[answers["number"].isin(set(heads["number"]))]
        said: dict[str, list[tuple[Any, ...]]] = {}
        for number, *answer in answers.itertuples(index=False, name=None):
            said.setdefault(number, []).append(tuple(answer))
        return {
            number: digest(unit or "", given or "", said.get(number, ()))
            for number, unit, given in zip(heads["number"], heads["unit_code"], heads["given"])
        }

    def import_questionnaires(
        self, new: NewQuestionnaires, who: str = "", told: Optional[Mapping[str, Any]] = None
    ) -> int:
        """Keep new questionnaires with their answers, all or nothing; how many.

        told  what the record says of the import besides the numbers, e.g. the workbook
        """
        if new.questionnaires.empty:
            return 0
        with self.transaction():
            first = int(self._one("SELECT coalesce(max(id), 0) FROM questionnaire")) + 1
            heads = new.questionnaires[["number", "unit_code", "township_code", "given", "origin"]]
            ids = {number: first + i for i, number in enumerate(heads["number"])}
            self._run_many(
                "INSERT INTO questionnaire (number, unit_code, township_code, given, origin, id) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(*row, ids[row[0]]) for row in heads.itertuples(index=False, name=None)],
            )
            self._run_many(
                "INSERT INTO answer (questionnaire_id, question, topic, answer, count) VALUES (?, ?, ?, ?, ?)",
                [
                    (ids[number], question, topic, answer, int(count))
                    for number, question, topic, answer, count in new.answers[
                        ["number", "question", "topic", "answer", "count"]
                    ].itertuples(index=False, name=None)
                ],
            )
            counts = {"questionnaires": len(heads), "answers": len(new.answers)}
            self.record(who, "import questionnaires", None, {**(told or {}), **counts})
        return len(heads)

    def topic_counts(self) -> pd.DataFrame:
        """See `core.review.questionnaires.count_topics`; townships by code."""
        codes = sorted(str(code) for code in self.read_table("township")["code"])
        counted = self._frame(
            "SELECT q.number, a.topic, sum(a.count) AS count FROM answer a "
            "JOIN questionnaire q ON q.id = a.questionnaire_id GROUP BY q.id, a.topic"
        )
        return count_topics(self.questionnaires(), counted, codes)


class _Townships:
    """Which township an opinion concerns: that of its unit, else the township that speaks."""

    def __init__(self, database: Opinions) -> None:
        townships, villages = database.read_table("township"), database.read_table("village")
        self._codes = set(townships["code"])
        self._names = dict(zip(townships["name"], townships["code"]))
        self._of = dict(zip(villages["code"], villages["township_code"]))

    def placed(self, opinion: Opinion) -> Opinion:
        code = opinion.unit_code
        if code:
            township = code if code in self._codes else self._of.get(code) or ""
        else:
            township = self._names.get(opinion.source, "") if opinion.source_kind == "township" else ""
        return replace(opinion, township=township) if township else opinion


def _opinion(row: Sequence[Any], point: Any) -> Opinion:
    values: dict[str, Any] = dict(zip(KEPT, row))
    texts: dict[str, Any] = {name: "" if value is None else value for name, value in values.items()}
    texts.update({name: values[name] for name in ("round", "edit_id")})
    return Opinion(**texts, point=None if point is None else (float(point.x), float(point.y)))


def _told(opinion: Opinion) -> dict[str, Any]:
    """What the record says of a new opinion: all that is there."""
    held = asdict(opinion)
    names = (name for name in held if name not in ("number", "entered", "who", "key", "township", "undone"))
    return {name: held[name] for name in names if held[name] not in ("", None)}
