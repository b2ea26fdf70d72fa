"""The record of what happened, in readable sentences: who, when, what, before and after.

The database's table `record` is append-only; each entry holds what was done and, as JSON, what was before and after.
Entries of kinds that are not known here are told by their own words, so that none is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Optional, Union

from ..drawing.edit_kinds import BRANCH_PLAN, edit_kinds
from ..messages import Message, message
from .rounds import SHOWN, shortened

DRAWING, REVIEW, PLAN, DATA, OUTPUT = GROUPS = ("drawing", "review", "plan", "data", "output")
Said = Union[Message, str]
LONG = 160  # characters of a value that are shown


@dataclass(frozen=True)
class Entry:
    """An entry of the record. `group` is what it belongs to: drawing, review, plan, data or output.

    text           what was done, in a sentence      before, after  what was there and what is, "" for nothing to tell
    plan           the plan it is about, None for the county      raw  before and after as they were kept (JSON)
    """

    key: str
    made: str
    who: str
    what: str
    group: str
    plan: Optional[int]
    text: Message
    before: Said
    after: Said
    raw: tuple[str, str]


def entries_of(record: Any, names: Mapping[str, str], plan: Optional[int] = None) -> list[Entry]:
    """Entries of the record, the youngest first.

    record  as `database.read_table("record")` gives it
    names   code or id -> what it is called: townships, villages, topics, village types, indicators, layers
    plan    only what is about this plan or about the county as a whole; None: everything
    """
    rows = zip(record["fid"], record["made"], record["who"], record["what"], record["before"], record["after"])
    found = []
    for number, made, who, what, before, after in rows:
        old, new = _held(before), _held(after)
        about = _plan(new, old)
        if plan is None or about in (None, plan):
            raw = (before if isinstance(before, str) else "", after if isinstance(after, str) else "")
            found.append(_entry(str(number), str(made), str(who), str(what), about, old, new, raw, names))
    return found[::-1]


def choose(entries: Sequence[Entry], group: str = "", who: str = "", since: str = "") -> list[int]:
    """Positions of the entries of a group, of a person, and from a day (ISO date) on; "" takes any."""
    return [
        i
        for i, entry in enumerate(entries)
        if group in ("", entry.group) and who in ("", entry.who) and entry.made[:10] >= since
    ]


# ---- one entry
def _entry(
    key: str,
    made: str,
    who: str,
    what: str,
    plan: Optional[int],
    old: Any,
    new: Any,
    raw: Any,
    names: Mapping[str, str],
) -> Entry:
    title, group = _title(what)
    moved = new.get("units") if isinstance(new, dict) else None
    if isinstance(moved, dict) and moved:
        about: Optional[Message] = _told_moves(new, moved)
    else:
        about = _subject(old, new, names)
    text = title if about is None else message("{what}: {about}", what=title, about=about)
    return Entry(key, made, who, what, group, plan, text, _side(old, new, names), _side(new, old, names), raw)


def title_of(what: str) -> Message:
    """What an entry or a step of the history is called."""
    return _title(what)[0]


def _title(what: str) -> tuple[Message, str]:
    for prefix in ("undo ", "redo "):
        if what.startswith(prefix):
            title, group = _title(what[len(prefix) :])
            undone = message("Undone: {what}", what=title)
            return (undone if prefix == "undo " else message("Done again: {what}", what=title)), group
    known = _titles().get(what)
    return known if known is not None else (_plain(what), DATA)


@lru_cache(maxsize=1)
def _titles() -> dict[str, tuple[Message, str]]:
    return {
        **{name: (words.told, DRAWING) for name, words in edit_kinds().items()},
        # drawing, as earlier versions wrote it
        "move": (message("Units moved"), DRAWING),
        # review
        "open round": (message("Round opened"), REVIEW),
        "close round": (message("Round closed"), REVIEW),
        "change round": (message("Round changed"), REVIEW),
        "sign": (message("Signed"), REVIEW),
        "withdraw signature": (message("Signature withdrawn"), REVIEW),
        "withdraw approval": (message("Approval withdrawn"), REVIEW),
        "add opinion": (message("Opinion entered"), REVIEW),
        "change opinion": (message("Opinion changed"), REVIEW),
        "withdraw opinion": (message("Opinion withdrawn"), REVIEW),
        "import opinions": (message("Opinions imported"), REVIEW),
        "import questionnaires": (message("Questionnaires imported"), REVIEW),
        # plans
        "create plan": (message("Plan created"), PLAN),
        BRANCH_PLAN: (edit_kinds()[BRANCH_PLAN].told, PLAN),
        "save snapshot": (message("Snapshot saved"), PLAN),
        "archive plan": (message("Plan archived"), PLAN),
        "take plan out of the archive": (message("Plan taken out of the archive"), PLAN),
        "set village type": (message("Village type set"), PLAN),
        "save village types": (message("Village types saved"), PLAN),
        "release village types": (message("Village types released"), PLAN),
        # data
        "import": (message("Layers imported"), DATA),
        "import statistics": (message("Statistics imported"), DATA),
        "save indicator values": (message("Indicator values saved"), DATA),
        "save judgements": (message("Judgements saved"), DATA),
        "keep weighting": (message("Weighting kept"), DATA),
        "save target actuals": (message("Target actuals saved"), DATA),
        "remove target actuals": (message("Target actuals removed"), DATA),
        "save result": (message("Result saved"), DATA),
        "drop result": (message("Result removed: its districts are others now"), DATA),
        "add projects": (message("Projects added"), DATA),
        "import form": (message("Form imported"), DATA),
        "write catalogue": (message("Catalogue changed"), DATA),
        "decide finding": (message("Finding decided"), DATA),
        "decide conflict": (message("Conflict decided"), DATA),
        # what is handed in
        "print": (message("Printed"), OUTPUT),
    }


# ---- units that moved
def _told_moves(new: Mapping[str, Any], moved: Mapping[str, Any]) -> Message:
    districts = _districts(moved.values())
    if new.get("level") == "village":
        return message("{count} villages to {districts}", count=f"{len(moved):,}", districts=districts)
    return message("{count} townships to {districts}", count=f"{len(moved):,}", districts=districts)


def _districts(codes: Iterable[Any]) -> Message:
    return shortened(str(code) if code else "–" for code in dict.fromkeys(codes))


def _places(held: Mapping[str, Any], names: Mapping[str, str]) -> Message:
    return shortened(f"{names.get(code) or code} {district or '–'}" for code, district in held.items())


# ---- districts and centres, row by row
_QUIET = {"code", "colour", "figures"}  # of a row: said by its place, seen on the map, long


def _rows(held: Mapping[str, Any], other: Mapping[str, Any], names: Mapping[str, str]) -> Message:
    """What is told of rows by their code: of each what the other side does not hold alike; “–” where there is none."""
    return listed([_row(code, held[code], other.get(code), names) for code in held])


def _row(code: str, row: Any, other: Any, names: Mapping[str, str]) -> Message:
    name = names.get(code) or code
    if row is None:
        return _beside(_plain(name), _plain("–"))
    if not isinstance(row, dict):
        return _plain(name) if row == "" else _beside(_plain(name), value_words("", row, names))
    others = other if isinstance(other, dict) else {}
    order = list(_fields())
    told = [
        value_words(field, value, names) if field == "role" else _field(field, value, names)
        for field, value in sorted(row.items(), key=lambda item: _place(item[0], order))
        if field not in _QUIET and others.get(field) != value and (others or value not in (None, "", False))
    ]
    return _plain(name) if not told else message("{name} ({told})", name=name, told=listed(told))


def listed(parts: Sequence[Message]) -> Message:
    """Messages in one line, the first few and how many more."""
    if not parts:
        return _plain("–")
    whole = parts[0]
    for part in parts[1:SHOWN]:
        whole = message("{one}, {two}", one=whole, two=part)
    if len(parts) <= SHOWN:
        return whole
    return message("{names} and {count} more", names=whole, count=len(parts) - SHOWN)


# ---- anything else
# What the sentence is about, the first of these that the entry holds.
_SUBJECTS = ("participant", "district", "unit", "opinion", "output", "kind", "name", "key")
_HIDDEN = {"plan", "edit", "snapshot", "digest", "result", "based_on", "round", *_SUBJECTS}


def _subject(old: Any, new: Any, names: Mapping[str, str]) -> Optional[Message]:
    held = new if isinstance(new, dict) else old if isinstance(old, dict) else {}
    name = _about(held)
    about = None if name is None else value_words(name, held[name], names)
    if held.get("round") in (None, "") or name == "opinion":
        return about
    if about is None:
        return message("round {number}", number=held["round"])
    return message("round {number}, {about}", number=held["round"], about=about)


def _about(held: Mapping[str, Any]) -> Optional[str]:
    return next((name for name in _SUBJECTS if held.get(name) not in (None, "")), None)


def _side(held: Any, other: Any, names: Mapping[str, str]) -> Said:
    """What is told of one side: what it holds and the other does not hold alike."""
    if not isinstance(held, dict):
        return "" if held is None else value_words("", held, names)
    others = other if isinstance(other, dict) else {}
    # A district's new name and an opinion's other round are what was changed, not what the entry is about.
    told = {"district": {"name"}, "opinion": {"round"}}.get(_about(held) or "", set())
    order = list(_fields())  # JSON was written in the order of the alphabet
    parts = [
        _part(name, value, others.get(name), names)
        for name, value in sorted(held.items(), key=lambda item: _place(item[0], order))
        if (name not in _HIDDEN or name in told) and value not in (None, "", [], {}) and others.get(name) != value
    ]
    if not parts:
        return ""
    whole = parts[0]
    for part in parts[1:]:
        whole = message("{one}; {two}", one=whole, two=part)
    return whole


def _part(name: str, value: Any, other: Any, names: Mapping[str, str]) -> Message:
    if isinstance(value, dict) and isinstance(other, dict) and name != "units":
        value = {key: one for key, one in value.items() if key not in other or other[key] != one}
    if name == "units" and isinstance(value, dict):
        return _places(value, names)  # the sentence says that units moved
    if name in ("districts", "centres", "potential") and isinstance(value, dict):
        told = _rows(value, other if isinstance(other, dict) else {}, names)
        return message("{field}: {value}", field=field_words(name), value=told)
    return _field(name, value, names)


def _field(name: str, value: Any, names: Mapping[str, str]) -> Message:
    return message("{field}: {value}", field=field_words(name), value=value_words(name, value, names))


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def field_words(name: str) -> Message:
    """What a field of an entry is called."""
    return _fields().get(name, _plain(name))


@lru_cache(maxsize=1)
def _fields() -> dict[str, Message]:
    """In the order in which they are told."""
    return {
        "name": message("name"),
        "function": message("function"),
        "round": message("round"),
        "parent": message("township district"),
        "colour": message("colour"),
        "locked": message("locked"),
        "outcome": message("outcome"),
        "status": message("status of the plan"),
        "verdict": message("verdict"),
        "signed_by": message("signed by"),
        "given": message("date"),
        "held": message("held on"),
        "due": message("due"),
        "agenda": message("agenda"),
        "participants": message("participants"),
        "note": message("note"),
        "decision": message("decision"),
        "treatment": message("treatment"),
        "reason": message("reason"),
        "reply": message("reply"),
        "responsible": message("responsible"),
        "topic": message("topic"),
        "text": message("what was said"),
        "source": message("from"),
        "rows": message("rows"),
        "figures": message("figures"),
        "of": message("of"),
        "type": message("type"),
        "centres": message("centres"),
        "districts": message("districts"),
        "role": message("role"),
        "potential": message("high potential"),
        "types": message("village types"),
        "layout": message("place in the layout"),
        "rule": message("rule"),
        "next_type": message("second choice"),
        "next_distance": message("distance to it"),
        "decided_by_user": message("decided by hand"),
        "villages": message("villages"),
        "level": message("level"),
        "written": message("written"),
        "existing": message("figures that were there already"),
        "judgements": message("judgements"),
        "weighting": message("weighting"),
        "layers": message("layers"),
        "notes": message("notes"),
        "change": message("changed in the plan"),
        "edit_id": message("answered by edit"),
        "withdrawn": message("withdrawn because"),
        "workbook": message("workbook"),
        "new": message("new"),
        "changed": message("changed"),
        "numbers": message("numbers"),
        "questionnaires": message("questionnaires"),
        "answers": message("answers"),
        "question": message("question"),
        "subject": message("about"),
        "source_kind": message("kind of source"),
        "unit_code": message("unit"),
        "district_code": message("district"),
        "origin": message("read from"),
        "point": message("place"),
    }


_FREE = {"name", "note", "text", "reply", "reason", "agenda", "participant", "signed_by", "responsible", "source"}
_COUNTS = {"rows", "figures", "written", "new", "changed", "questionnaires", "answers"}


def value_words(name: str, value: Any, names: Mapping[str, str]) -> Message:
    """A value of an entry in words; one that is long is shortened."""
    if isinstance(value, bool) or (name == "locked" and value in (0, 1)):
        return message("yes") if value else message("no")
    if value is None:
        return _plain("–")
    if isinstance(value, str):
        return _plain(_short(value)) if name in _FREE else _word(value, names)
    if isinstance(value, (int, float)):
        return _plain(f"{value:,}" if name in _COUNTS else str(value))
    if name == "notes" and isinstance(value, list):  # of an import, in English and long; the file keeps them
        return _plain(f"{len(value):,}")
    if isinstance(value, list) and value and all(isinstance(one, dict) and "name" in one for one in value):
        return shortened(str(one["name"]) for one in value)
    if isinstance(value, list) and all(isinstance(one, list) for one in value):  # figures: unit, indicator, year …
        return listed([_plain(" ".join(str(value_words("", cell, names)) for cell in one)) for one in value])
    if isinstance(value, list) and all(isinstance(one, (str, int, float)) for one in value):
        return listed([value_words("", one, names) for one in value])
    if isinstance(value, dict) and all(isinstance(one, (str, int, float, type(None))) for one in value.values()):
        return listed([_beside(_word(key, names), value_words(name, one, names)) for key, one in value.items()])
    if isinstance(value, dict):
        return listed([_word(key, names) for key in value])
    return _plain(_short(json.dumps(value, ensure_ascii=False)))


def _word(text: str, names: Mapping[str, str]) -> Message:
    return _values()[text] if text in _VALUES else _plain(_short(names.get(text) or text))


@lru_cache(maxsize=1)
def _values() -> dict[str, Message]:
    return {
        "draft": message("draft"),
        "in_review": message("in review"),
        "approved": message("approved"),
        "archived": message("archived"),
        "passed": message("passed"),
        "passed_with_changes": message("passed with changes"),
        "returned": message("returned"),
        "agree": message("in favour"),
        "agree_with_changes": message("agrees with changes"),
        "disagree": message("disagrees"),
        "adopted": message("adopted"),
        "partly": message("partly adopted"),
        "not": message("not adopted"),
        "accepted": message("accepted"),
        "reports": message("workbooks"),
        "atlas": message("atlas"),
        "township": message("townships"),
        "village": message("villages"),
        "planned": message("planned"),
        "open": message("open"),
        "closed": message("closed"),
        # whom an opinion comes from, and what it is about
        "department": message("department"),
        "meeting": message("meeting"),
        "leader": message("leader"),
        "villager": message("villager"),
        "public": message("the public"),
        "plan": message("the whole plan"),
        "district": message("district"),
        "unit": message("unit"),
        "point": message("place on the map"),
        # kinds of result
        "assignment": message("districts"),
        "score": message("scores"),
        "weight": message("weights"),
        "stability": message("stability of the scores"),
        "unit_stability": message("stability of the districts"),
        "land_area": message("land areas"),
        "finding": message("findings of the data check"),
        "conflict": message("land conflicts"),
        "target": message("progress on the targets"),
        "quota": message("quotas passed down"),
        # what is done with a figure that is there already
        "keep": message("is kept"),
        "replace": message("is replaced"),
        "error": message("is refused"),
        # tables of the county that are no layer
        "control_line": message("control lines"),
        "indicator_value": message("indicator values"),
        # places in the 1+X+Y layout
        "central": message("central village"),
        "retained": message("retained village"),
        "neither": message("neither central nor retained"),
        "central_town": message("central town"),
        "sub_central_town": message("sub-central town"),
        "central_village": message("central village"),
    }


_VALUES = frozenset(_values())


def _beside(first: Message, second: Message) -> Message:
    return Message("{first} {second}", {"first": first, "second": second})


def _short(text: str) -> str:
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def _plain(text: str) -> Message:
    """Text that is shown as it is."""
    return Message("{text}", {"text": text})


def _held(text: Any) -> Any:
    if not isinstance(text, str):
        return None
    try:
        return json.loads(text)
    except ValueError:  # written by other means; shown as it is
        return text


def _plan(*sides: Any) -> Optional[int]:
    for side in sides:
        if isinstance(side, dict) and isinstance(side.get("plan"), int):
            return int(side["plan"])
    return None
