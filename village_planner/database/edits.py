"""A level of a plan as it is drawn, and its history: every step on disk before the next begins, undo without end.

A step is an `Edit` (core/drawing/edits.py). The table `edit` holds all that were ever made, each with the one it
follows; `head` says which was done last. Undo goes to the parent and redo to the youngest child, so that a step made
after an undo loses nothing. Only the rows that a step changes are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Optional

from ..core.drawing.edits import Edit, from_json, inverse, to_json
from ..core.errors import InputError
from .clock import now
from .schemes import Schemes, known_level
from .store import user


@dataclass(frozen=True)
class HistoryEntry:
    """A step of the history: `parent` is the one it follows (None: the first), `units` how many it moved."""

    id: int
    parent: Optional[int]
    what: str
    made: str
    who: str
    units: int


_ENTRY = "id, parent, what, made, who, units"


class Edits(Schemes):
    def apply_edit(self, plan_id: int, level: str, edit: Edit, who: str = "") -> int:
        """Do a step and append it to the level's history and to the record; returns its id.

        A district made without a colour gets one that its neighbours do not have. An edit that changes nothing writes
        nothing and returns the id of the last step (0 where there is none).
        Raises InputError approved_plan and archived_plan (undo and redo as well), changed_meanwhile where the plan does
        not hold what the edit found, unknown_unit, unknown_district (a unit goes where no district is),
        district_not_empty, unknown_role.
        """
        place = (int(plan_id), known_level(level))
        with self.transaction():
            if not edit:
                return self._head(*place) or 0
            edit = self._coloured(*place, edit)
            self._write(*place, edit)
            made = self._append(*place, edit, who)
            self._note(*place, edit, edit.what, who, made)
        return made

    def undo(self, plan_id: int, level: str) -> Optional[Edit]:
        """Take the last step back; returns what that changed (the step's inverse), None where none is left.

        InputError changed_meanwhile where something else changed what the step had made.
        """
        place = (int(plan_id), known_level(level))
        with self.transaction():
            last = self.undo_entry(*place)
            if last is None:
                return None
            edit = inverse(self.edit(last.id))
            self._write(*place, edit)
            self._set_head(*place, last.parent)
            self._note(*place, edit, f"undo {last.what}", "", last.id)
        return edit

    def redo(self, plan_id: int, level: str) -> Optional[Edit]:
        """Do again what was undone last; returns what that changed, None where nothing is undone."""
        place = (int(plan_id), known_level(level))
        with self.transaction():
            following = self.redo_entry(*place)
            if following is None:
                return None
            edit = self.edit(following.id)
            self._write(*place, edit)
            self._set_head(*place, following.id)
            self._note(*place, edit, f"redo {following.what}", "", following.id)
        return edit

    def undo_entry(self, plan_id: int, level: str) -> Optional[HistoryEntry]:
        """The step that undo would take back."""
        head = self._head(int(plan_id), known_level(level))
        return None if head is None else self._entry("id = ?", [head])

    def redo_entry(self, plan_id: int, level: str) -> Optional[HistoryEntry]:
        """The step that redo would do."""
        return self._child(int(plan_id), level, self._head(int(plan_id), known_level(level)))

    def edit_history(self, plan_id: int, level: str) -> list[HistoryEntry]:
        """The steps in their order: those that led to what is there now, then those that redo would do one by one.

        Steps of other branches (made, undone, and followed by something else) are in the table `edit` only.
        """
        place = (int(plan_id), known_level(level))
        line = self.steps_done(*place)
        entry = self.redo_entry(*place)
        while entry is not None:
            line.append(entry)
            entry = self._child(*place, entry.id)
        return line

    def steps_done(self, plan_id: int, level: str) -> list[HistoryEntry]:
        """The steps that led to what is there now, in their order."""
        line = []
        entry = self.undo_entry(int(plan_id), level)
        while entry is not None:
            line.append(entry)
            entry = None if entry.parent is None else self._entry("id = ?", [entry.parent])
        return line[::-1]

    def edits_done(self, plan_id: int) -> frozenset[int]:
        """Ids of the steps of both levels that lie on the way to what is there now: the others are undone."""
        rows = self._run(
            "WITH RECURSIVE done(id) AS (SELECT edit_id FROM head WHERE plan_id = ? UNION "
            "SELECT edit.parent FROM edit JOIN done ON edit.id = done.id) SELECT id FROM done WHERE id IS NOT NULL",
            [int(plan_id)],
        )
        return frozenset(int(number) for (number,) in rows)

    def edit_entry(self, edit_id: int) -> Optional[HistoryEntry]:
        """A step of any branch of a history, None where there is none of that number."""
        return self._entry("id = ?", [int(edit_id)])

    def edit(self, edit_id: int) -> Edit:
        """What a step of the history changed. InputError unknown_edit."""
        text = self._one("SELECT changes FROM edit WHERE id = ?", [int(edit_id)])
        if text is None:
            raise InputError("unknown_edit", "The history has no step {edit}.", edit=edit_id)
        return from_json(text)

    # ---- history
    def _head(self, plan_id: int, level: str) -> Optional[int]:
        head = self._one("SELECT edit_id FROM head WHERE plan_id = ? AND level = ?", [plan_id, level])
        return None if head is None else int(head)

    def _set_head(self, plan_id: int, level: str, edit_id: Optional[int]) -> None:
        self._run(
            "INSERT INTO head (plan_id, level, edit_id) VALUES (?, ?, ?) "
            "ON CONFLICT (plan_id, level) DO UPDATE SET edit_id = excluded.edit_id",
            [plan_id, level, edit_id],
        )

    def _append(self, plan_id: int, level: str, edit: Edit, who: str = "") -> int:
        cursor = self._run(
            "INSERT INTO edit (plan_id, level, parent, what, changes, units, made, who) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(plan_id, level, self._head(plan_id, level), edit.what, to_json(edit)),
                *(len(edit.units), now(), who or user()),
            ],
        )
        made = int(cursor.lastrowid or 0)
        self._set_head(plan_id, level, made)
        return made

    def _child(self, plan_id: int, level: str, parent: Optional[int]) -> Optional[HistoryEntry]:
        return self._entry("plan_id = ? AND level = ? AND parent IS ?", [plan_id, level, parent])

    def _entry(self, where: str, values: list[Any]) -> Optional[HistoryEntry]:
        row = self._run(f"SELECT {_ENTRY} FROM edit WHERE {where} ORDER BY id DESC LIMIT 1", values).fetchone()
        return None if row is None else HistoryEntry(*row)

    def _note(self, plan_id: int, level: str, edit: Edit, what: str, who: str, edit_id: int) -> None:
        """Into the record; districts and centres only where the edit touches them."""
        sides: list[dict[str, Any]] = [{"plan": plan_id, "level": level} for _ in range(2)]
        for side, told in enumerate(sides):
            told["units"] = {unit: change[side] or None for unit, change in edit.units.items()}
            changed: dict[str, Mapping[str, Any]] = {"districts": edit.districts, "centres": edit.centres}
            for name, rows in changed.items():
                if rows:
                    told[name] = {key: row[side] and asdict(row[side]) for key, row in rows.items()}
            if edit.potential:
                told["potential"] = {unit: change[side] for unit, change in edit.potential.items()}
        self.record(who, what, sides[0], {**sides[1], "edit": edit_id})

    def _keep(self, plan_id: int, level: str, edit: Edit) -> None:
        """Write and append a change that has its own entry in the record; nothing where nothing changes."""
        if edit:
            self._write(plan_id, level, edit)
            self._append(plan_id, level, edit)
