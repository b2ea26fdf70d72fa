"""A step of the history as buttons and messages name it; the words themselves are those of `edit_kinds`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from ...core.drawing.edit_kinds import edit_kinds
from ...translation import say, tr
from ..look import whole

if TYPE_CHECKING:
    from ...database.edits import HistoryEntry


def edit_word(what: str, units: int = 0) -> str:
    """e.g. “paint, 12 units”; `units` is how many units changed their district."""
    known = edit_kinds().get(what)
    word = what if known is None else say(known.word)
    return tr("{what}, {count} units", what=word, count=whole(units)) if units else word


def step_words(entry: Optional[HistoryEntry]) -> str:
    """A step of the history: what, how much and when; empty where there is none."""
    if entry is None:
        return ""
    return tr("{what} ({when})", what=edit_word(entry.what, entry.units), when=entry.made.replace("T", " ")[:16])
