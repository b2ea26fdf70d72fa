"""One step of undo: what it changes in a level of a plan, written so that it can be turned round and kept.

An `Edit` holds what was there before and what is there after of everything it touches. Applied forwards it is the
step, its inverse is the undo; the history in the database is a tree of edits (their JSON), and a scheme is always what
the edits on the way to the head add up to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Optional, TypeVar

from ..errors import InputError, StorageError

T = TypeVar("T")
Change = tuple[Optional[T], Optional[T]]  # before and after; None: not there


@dataclass(frozen=True)
class DistrictRow:
    """A district of a plan, drawn or still empty.

    parent  the township district of a village district, "" at township level
    colour  "#rrggbb", "" where none was given yet
    locked  units neither leave nor enter
    """

    code: str
    name: str = ""
    function: str = ""
    parent: str = ""
    colour: str = ""
    locked: bool = False


@dataclass(frozen=True)
class CentreRow:
    """A chosen centre; `figures` is the JSON text of what it was chosen by, "" where there is none."""

    role: str
    reason: str = ""
    figures: str = ""


@dataclass(frozen=True)
class Scheme:
    """One level of a plan as it is drawn.

    assignment  unit -> district; a unit without a district is absent
    districts   by code, the empty ones too
    centres     by unit
    potential   units of high potential (townships) -> why each is a centre, or why not
    """

    assignment: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, DistrictRow] = field(default_factory=dict)
    centres: Mapping[str, CentreRow] = field(default_factory=dict)
    potential: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Edit:
    """One step of undo: all of a stroke, or all that a command did.

    what       what the record calls it
    units      unit -> (district before, district after), "" for none
    districts  code -> (before, after), None where it is not there
    centres    unit -> (before, after), None where it is none
    potential  unit -> (reason before, after), None where it is none of high potential
    """

    what: str
    units: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    districts: Mapping[str, Change[DistrictRow]] = field(default_factory=dict)
    centres: Mapping[str, Change[CentreRow]] = field(default_factory=dict)
    potential: Mapping[str, Change[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.units or self.districts or self.centres or self.potential)


def apply(scheme: Scheme, edit: Edit) -> Scheme:
    """The scheme after the edit; the old one is left as it is.

    InputError changed_meanwhile where the scheme does not hold what the edit found when it was made.
    """
    # One shape for all, None for "not there"; in `units` that is "".
    units = {unit: (before or None, after or None) for unit, (before, after) in edit.units.items()}
    return Scheme(
        _changed(scheme.assignment, units, edit.what),
        _changed(scheme.districts, edit.districts, edit.what),
        _changed(scheme.centres, edit.centres, edit.what),
        _changed(scheme.potential, edit.potential, edit.what),
    )


def _changed(held: Mapping[str, T], changes: Mapping[str, Change[T]], what: str) -> Mapping[str, T]:
    if not changes:
        return held
    result = dict(held)
    for key, (before, after) in changes.items():
        if result.get(key) != before:
            raise InputError(
                "changed_meanwhile",
                "“{what}” no longer fits the plan: {key} has changed meanwhile. Read the plan again, then repeat the "
                "step.",
                what=what,
                key=key,
            )
        if after is None:
            result.pop(key, None)
        else:
            result[key] = after
    return result


def inverse(edit: Edit) -> Edit:
    """The edit that undoes it."""
    return Edit(edit.what, _turned(edit.units), _turned(edit.districts), _turned(edit.centres), _turned(edit.potential))


def _turned(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    return {key: (after, before) for key, (before, after) in changes.items()}


def difference(before: Scheme, after: Scheme, what: str) -> Edit:
    """The edit that leads from one scheme to the other."""
    units = _differing(before.assignment, after.assignment)
    return Edit(
        what,
        {unit: (old or "", new or "") for unit, (old, new) in units.items()},
        _differing(before.districts, after.districts),
        _differing(before.centres, after.centres),
        _differing(before.potential, after.potential),
    )


def _differing(before: Mapping[str, T], after: Mapping[str, T]) -> dict[str, Change[T]]:
    keys = dict.fromkeys([*before, *after])
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def to_json(edit: Edit) -> str:
    """The edit as text, the same for equal edits; what a row holds by default is left out."""
    content = {
        "what": edit.what,
        "units": {unit: list(change) for unit, change in edit.units.items()},
        "districts": {code: [_written(row) for row in change] for code, change in edit.districts.items()},
        "centres": {unit: [_written(row) for row in change] for unit, change in edit.centres.items()},
        "potential": {unit: list(change) for unit, change in edit.potential.items()},
    }
    content = {name: part for name, part in content.items() if part}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _written(row: Any) -> Any:
    if row is None:
        return None
    return {part.name: value for part in fields(row) if (value := getattr(row, part.name)) != part.default}


def from_json(text: str) -> Edit:
    """The edit that `to_json` wrote. StorageError bad_edit where the text is none."""
    try:
        content = json.loads(text)
        return Edit(
            content.get("what", ""),
            {str(unit): (str(before), str(after)) for unit, (before, after) in content.get("units", {}).items()},
            {code: _pair(change, DistrictRow) for code, change in content.get("districts", {}).items()},
            {unit: _pair(change, CentreRow) for unit, change in content.get("centres", {}).items()},
            {unit: (before, after) for unit, (before, after) in content.get("potential", {}).items()},
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise StorageError(
            "bad_edit",
            "The plan's history holds an edit that cannot be read ({why}). Restore the file from a backup, or a "
            "snapshot of the plan.",
            why=str(error),
        ) from error


def _pair(change: Any, row: Any) -> Any:
    before, after = change
    return tuple(None if fields is None else row(**fields) for fields in (before, after))
