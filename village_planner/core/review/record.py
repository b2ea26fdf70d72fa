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

from ..messages import Message, message
from .rounds import shortened

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


def entries_of(record: Any, units: Mapping[str, str], plan: Optional[int] = None) -> list[Entry]:
    """Entries of the record, the youngest first.

    record  as `database.read_table("record")` gives it       units  code of a township or village -> its name
    plan    only what is about this plan or about the county as a whole; None: everything
    """
    rows = zip(record["fid"], record["made"], record["who"], record["what"], record["before"], record["after"])
    found = []
    for number, made, who, what, before, after in rows:
        old, new = _held(before), _held(after)
        about = _plan(new, old)
        if plan is None or about in (None, plan):
            raw = (before if isinstance(before, str) else "", after if isinstance(after, str) else "")
            found.append(_entry(str(number), str(made), str(who), str(what), about, old, new, raw, units))
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
    units: Mapping[str, str],
) -> Entry:
    title, group = _title(what)
    told: list[Message] = []
    sides: list[Said] = ["", ""]
    if _moves(old, new):
        count, sides = _told_moves(old, new, units)
        told.append(count)
    else:
        subject = _subject(old, new, units)
        told += [subject] if subject is not None else []
        sides = [_side(old, new, units), _side(new, old, units)]
    text = title if not told else message("{what}: {about}", what=title, about=told[0])
    return Entry(key, made, who, what, group, plan, text, sides[0], sides[1], raw)


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
        # drawing
        "move": (message("Units moved"), DRAWING),
        "move units": (message("Units moved"), DRAWING),
        "paint": (message("Units painted"), DRAWING),
        "fill": (message("Area filled"), DRAWING),
        "swap": (message("Districts swapped"), DRAWING),
        "swap districts": (message("Districts swapped"), DRAWING),
        "create district": (message("District created"), DRAWING),
        "rename district": (message("District renamed"), DRAWING),
        "update district": (message("District changed"), DRAWING),
        "lock districts": (message("Districts locked or unlocked"), DRAWING),
        "split district": (message("District split"), DRAWING),
        "dissolve district": (message("District dissolved"), DRAWING),
        "restore contiguity": (message("Contiguity restored"), DRAWING),
        "move centre": (message("Centre moved"), DRAWING),
        "save centres": (message("Centres saved"), DRAWING),
        "save assignment": (message("Assignment saved"), DRAWING),
        "take alternative": (message("Alternative taken"), DRAWING),
        "take": (message("Alternative taken"), DRAWING),
        "import assignment": (message("Assignment imported"), DRAWING),
        "improve": (message("Unlocked part improved"), DRAWING),
        "improve unlocked": (message("Unlocked part improved"), DRAWING),
        "restore snapshot": (message("Snapshot restored"), DRAWING),
        # review
        "open round": (message("Round opened"), REVIEW),
        "close round": (message("Round closed"), REVIEW),
        "change round": (message("Round changed"), REVIEW),
        "sign": (message("Signed"), REVIEW),
        "withdraw signature": (message("Signature withdrawn"), REVIEW),
        "add opinion": (message("Opinion entered"), REVIEW),
        "change opinion": (message("Opinion changed"), REVIEW),
        "withdraw opinion": (message("Opinion withdrawn"), REVIEW),
        "import opinions": (message("Opinions imported"), REVIEW),
        "import questionnaires": (message("Questionnaires imported"), REVIEW),
        "code answers": (message("Answers coded"), REVIEW),
        # plans
        "create plan": (message("Plan created"), PLAN),
        "branch plan": (message("Plan branched"), PLAN),
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
        "write catalogue": (message("Catalogue changed"), DATA),
        "decide finding": (message("Finding decided"), DATA),
        "decide conflict": (message("Conflict decided"), DATA),
        # what is handed in
        "print": (message("Printed"), OUTPUT),
    }


# ---- units that moved
def _moves(old: Any, new: Any) -> bool:
    units = new.get("units") if isinstance(new, dict) else None
    return isinstance(units, dict) and bool(units)


def _told_moves(old: Any, new: Any, units: Mapping[str, str]) -> tuple[Message, list[Said]]:
    before = old.get("units", {}) if isinstance(old, dict) else {}
    after = new["units"]
    villages = new.get("level") == "village"
    told = (
        message("{count} villages to {districts}", count=f"{len(after):,}", districts=_districts(after.values()))
        if villages
        else message("{count} townships to {districts}", count=f"{len(after):,}", districts=_districts(after.values()))
    )
    return told, [_places(after, before, units), _places(after, after, units)]


def _districts(codes: Iterable[Any]) -> Message:
    return shortened(str(code) if code else "–" for code in dict.fromkeys(codes))


def _places(order: Iterable[str], districts: Mapping[str, Any], units: Mapping[str, str]) -> Message:
    return shortened(f"{units.get(code) or code} {districts.get(code) or '–'}" for code in order)


# ---- anything else
# What the sentence is about, the first of these that the entry holds.
_SUBJECTS = ("participant", "district", "unit", "opinion", "output", "kind", "name", "key")
_HIDDEN = {"plan", "level", "edit", "snapshot", "digest", "result", "based_on", "round", *_SUBJECTS}


def _subject(old: Any, new: Any, units: Mapping[str, str]) -> Optional[Message]:
    held = new if isinstance(new, dict) else old if isinstance(old, dict) else {}
    name = next((name for name in _SUBJECTS if held.get(name) not in (None, "")), None)
    about = None if name is None else value_words(name, held[name], units)
    if held.get("round") in (None, ""):
        return about
    if about is None:
        return message("round {number}", number=held["round"])
    return message("round {number}, {about}", number=held["round"], about=about)


def _side(held: Any, other: Any, units: Mapping[str, str]) -> Said:
    """What is told of one side: what it holds and the other does not hold alike."""
    if not isinstance(held, dict):
        return "" if held is None else value_words("", held, units)
    others = other if isinstance(other, dict) else {}
    order = list(_fields())  # JSON was written in the order of the alphabet
    parts = [
        message("{field}: {value}", field=field_words(name), value=value_words(name, value, units))
        for name, value in sorted(
            held.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)
        )
        if name not in _HIDDEN and value not in (None, "", [], {}) and others.get(name) != value
    ]
    if not parts:
        return ""
    whole = parts[0]
    for part in parts[1:]:
        whole = message("{one}; {two}", one=whole, two=part)
    return whole


def field_words(name: str) -> Message:
    """What a field of an entry is called."""
    return _fields().get(name, _plain(name))


@lru_cache(maxsize=1)
def _fields() -> dict[str, Message]:
    """In the order in which they are told."""
    return {
        "name": message("name"),
        "function": message("function"),
        "parent": message("township district"),
        "colour": message("colour"),
        "locked": message("locked"),
        "outcome": message("outcome"),
        "status": message("status"),
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


def value_words(name: str, value: Any, units: Mapping[str, str]) -> Message:
    """A value of an entry in words; one that is long is shortened."""
    if isinstance(value, bool) or (name == "locked" and value in (0, 1)):
        return message("yes") if value else message("no")
    if isinstance(value, str) and value in _VALUES:
        return _values()[value]
    if isinstance(value, str):
        return _plain(_short(units.get(value) or value))
    if isinstance(value, list) and value and all(isinstance(one, dict) and "name" in one for one in value):
        return shortened(str(one["name"]) for one in value)
    if isinstance(value, list) and all(isinstance(one, (str, int, float)) for one in value):
        return shortened(units.get(str(one)) or str(one) for one in value)
    if isinstance(value, dict) and all(isinstance(one, (str, int, float, type(None))) for one in value.values()):
        return shortened(f"{units.get(key) or key} {'–' if one is None else one}" for key, one in value.items())
    if isinstance(value, dict):
        return shortened(units.get(key) or key for key in value)
    return _plain(_short(json.dumps(value, ensure_ascii=False)))


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
        "central_town": message("central town"),
        "sub_central_town": message("sub-central town"),
        "central_village": message("central village"),
    }


_VALUES = frozenset(_values())


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
