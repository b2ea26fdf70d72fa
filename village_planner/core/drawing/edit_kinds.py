"""Every kind of edit by the name that the history keeps, and what it is called: the one list of them.

A module that makes edits takes their names from here; the buttons of undo and redo, the drawing table and the record
take their words from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..messages import Message, message

MOVE_UNITS = "move units"
PAINT = "paint"
RECTANGLE = "rectangle"
PUSH_BOUNDARY = "push boundary"
WHOLE_TOWNSHIPS = "whole townships"
FILL = "fill"
SWAP_UNITS = "swap units"
CREATE_DISTRICT = "create district"
RENAME_DISTRICT = "rename district"
UPDATE_DISTRICT = "update district"
RECOLOUR_DISTRICTS = "recolour districts"
LOCK_DISTRICTS = "lock districts"
UNLOCK_DISTRICTS = "unlock districts"
SPLIT_DISTRICT = "split district"
DISSOLVE_DISTRICT = "dissolve district"
RESTORE_CONTIGUITY = "restore contiguity"
MOVE_CENTRE = "move centre"
SAVE_CENTRES = "save centres"
SAVE_ASSIGNMENT = "save assignment"
TAKE_ALTERNATIVE = "take alternative"
IMPORT_ASSIGNMENT = "import assignment"
RESTORE_SNAPSHOT = "restore snapshot"
BRANCH_PLAN = "branch plan"

# Strokes and commands by which a person moves units.
BY_HAND = frozenset(
    {
        *(MOVE_UNITS, PAINT, RECTANGLE, PUSH_BOUNDARY, WHOLE_TOWNSHIPS, FILL, SWAP_UNITS),
        *(SPLIT_DISTRICT, DISSOLVE_DISTRICT, RESTORE_CONTIGUITY),
    }
)
# Steps after which the districts are as a search found them.
COMPUTED = frozenset({SAVE_ASSIGNMENT, TAKE_ALTERNATIVE})


@dataclass(frozen=True)
class EditWords:
    """word  on a button or in a list: “paint”      told  in the record: “Units painted”"""

    word: Message
    told: Message


@lru_cache(maxsize=1)
def edit_kinds() -> Mapping[str, EditWords]:
    """Name of a kind of edit -> its words."""
    return {
        MOVE_UNITS: EditWords(message("move units"), message("Units moved")),
        PAINT: EditWords(message("paint"), message("Units painted")),
        RECTANGLE: EditWords(message("rectangle"), message("Units drawn by rectangle")),
        PUSH_BOUNDARY: EditWords(message("push boundary"), message("Boundary pushed")),
        WHOLE_TOWNSHIPS: EditWords(message("whole townships"), message("Whole townships drawn")),
        FILL: EditWords(message("fill"), message("Area filled")),
        SWAP_UNITS: EditWords(message("swap units"), message("Districts of two units exchanged")),
        CREATE_DISTRICT: EditWords(message("create district"), message("District created")),
        RENAME_DISTRICT: EditWords(message("rename district"), message("District renamed")),
        UPDATE_DISTRICT: EditWords(message("change district"), message("District changed")),
        RECOLOUR_DISTRICTS: EditWords(message("give colours anew"), message("Colours given anew")),
        LOCK_DISTRICTS: EditWords(message("lock districts"), message("Districts locked")),
        UNLOCK_DISTRICTS: EditWords(message("unlock districts"), message("Districts unlocked")),
        SPLIT_DISTRICT: EditWords(message("split district"), message("District split")),
        DISSOLVE_DISTRICT: EditWords(message("dissolve district"), message("District dissolved")),
        RESTORE_CONTIGUITY: EditWords(message("restore contiguity"), message("Contiguity restored")),
        MOVE_CENTRE: EditWords(message("move centre"), message("Centre moved")),
        SAVE_CENTRES: EditWords(message("save centres"), message("Centres saved")),
        SAVE_ASSIGNMENT: EditWords(message("save districts"), message("Districts saved")),
        TAKE_ALTERNATIVE: EditWords(message("take another plan"), message("Another plan taken")),
        IMPORT_ASSIGNMENT: EditWords(message("import districts"), message("Districts imported")),
        RESTORE_SNAPSHOT: EditWords(message("restore snapshot"), message("Snapshot restored")),
        BRANCH_PLAN: EditWords(message("branch plan"), message("Plan branched")),
    }
