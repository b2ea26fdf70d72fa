"""What the record calls an edit, in the words of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from ..translation import tr
from .look import whole

if TYPE_CHECKING:
    from ..database.edits import HistoryEntry


def edit_word(what: str, units: int = 0) -> str:
    """e.g. “paint, 12 units”; `units` is how many units changed their district."""
    word = {
        "move units": tr("move units"),
        "paint": tr("paint"),
        "rectangle": tr("rectangle"),
        "push boundary": tr("push boundary"),
        "whole townships": tr("whole townships"),
        "fill": tr("fill"),
        "swap units": tr("swap units"),
        "create district": tr("create district"),
        "rename district": tr("rename district"),
        "update district": tr("change district"),
        "recolour districts": tr("give colours anew"),
        "lock districts": tr("lock districts"),
        "unlock districts": tr("unlock districts"),
        "split district": tr("split district"),
        "dissolve district": tr("dissolve district"),
        "restore contiguity": tr("restore contiguity"),
        "move centre": tr("move centre"),
        "take alternative": tr("take another plan"),
        "import assignment": tr("import districts"),
        "save assignment": tr("save districts"),
        "save centres": tr("save centres"),
        "restore snapshot": tr("restore snapshot"),
        "improve unlocked": tr("improve what is not locked"),
    }.get(what, what)
    return tr("{what}, {count} units", what=word, count=whole(units)) if units else word


def step_words(entry: Optional[HistoryEntry]) -> str:
    """A step of the history: what, how much and when; empty where there is none."""
    if entry is None:
        return ""
    return tr("{what} ({when})", what=edit_word(entry.what, entry.units), when=entry.made.replace("T", " ")[:16])
