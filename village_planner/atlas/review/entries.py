"""The pages of the prints of a review, before they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Optional

from ...core.messages import Message, message
from ...core.order import natural
from ...core.tables.build import Scope
from ..catalogue import Sheet
from ..page import Entry
from ..tables.table import SmallTable
from .contents import borderline_beside_map, borderline_list, moved_list, opinion_list, opinions_beside_map
from .lists import LongList, joined, list_room, list_tables, pair_room
from .material import Changes, ReviewMaterial

if TYPE_CHECKING:
    from typing_extensions import TypeGuard

    from ..data import AtlasData

COMPARISON, TOWNSHIP_CHANGES, VILLAGE_CHANGES = "comparison", "township_changes", "village_changes"
TOWNSHIP_BORDERLINE, VILLAGE_BORDERLINE, OPINIONS = "township_borderline", "village_borderline", "opinions"
KINDS = (COMPARISON, TOWNSHIP_CHANGES, VILLAGE_CHANGES, TOWNSHIP_BORDERLINE, VILLAGE_BORDERLINE, OPINIONS)
UNMOVED = {
    "township": message("no township lies in another district than before"),
    "village": message("no village lies in another district than before"),
}
FIRM = {
    "township": message("every township is firm in its district"),
    "village": message("every village is firm in its district"),
}
CROWDED = 40  # opinions with a place: above it each township district has a page of its own, too


@dataclass(frozen=True)
class ReviewEntry(Entry):
    """level: of changes and borderline units; listed: what of a list this page shows, the place-th of count pages, and
    `after`, the number of the map before it; joined: the whole list, where it fits below the maps"""

    level: str = ""
    listed: Optional[SmallTable] = None
    place: int = 0
    count: int = 0
    after: str = ""
    joined: Optional[SmallTable] = None


def own_template(entry: Entry) -> TypeGuard[ReviewEntry]:
    """Whether a page is laid out otherwise than the map pages of the atlas."""
    if not isinstance(entry, ReviewEntry):
        return False
    return entry.listed is not None or entry.sheet.kind in (COMPARISON, TOWNSHIP_CHANGES, VILLAGE_CHANGES)


def review_entries(sheet: Sheet, data: AtlasData) -> list[ReviewEntry]:
    """The pages of a sheet in order; those of maps have yet to be numbered."""
    review = data.review
    assert review is not None  # the sheet requires it
    title = _title(sheet, data, review)
    if sheet.kind == COMPARISON:
        return [ReviewEntry(sheet, title)]
    level = _level(sheet)
    content: Optional[LongList]
    if sheet.kind in (TOWNSHIP_CHANGES, VILLAGE_CHANGES):
        assert review.changes is not None
        maps = [ReviewEntry(sheet, title, level=level)]
        if level == "village":
            maps += [
                ReviewEntry(
                    sheet, f"{title}（{_district(review.changes, code)}）", scope=Scope("district", code), level=level
                )
                for code in districts_with_moves(review.changes)
            ]
        content = moved_list(review.changes.levels[level], level)
        below = joined(content, pair_room())
        if below is not None:
            maps[0], content = replace(maps[0], joined=below), None
    elif sheet.kind == OPINIONS:
        maps = [ReviewEntry(sheet, title)]
        maps += [
            ReviewEntry(sheet, f"{title}（{data.scope_name(scope)}）", scope=scope) for scope in _crowded(data, review)
        ]
        content = None if opinions_beside_map(data) is not None else opinion_list(data)
    else:
        if level not in review.borderline:
            return []
        maps = [ReviewEntry(sheet, title, level=level)]
        beside = borderline_beside_map(data, level)
        content = None if beside is not None else borderline_list(review.borderline[level], level)
    lists = [] if content is None else _lists(sheet, data, content)
    return [replace(entry, part=part) for part, entry in enumerate([*maps, *lists])]


def nothing_to_show(sheet: Sheet, data: AtlasData) -> Optional[Message]:
    """Why a print of what changed or is in doubt would be empty; None where it is not.

    Where neither townships nor villages moved, the sheet of townships is printed and says so.
    """
    review, level = data.review, _level(sheet)
    if review is None:
        return None
    if sheet.kind in (TOWNSHIP_CHANGES, VILLAGE_CHANGES) and review.changes is not None:
        moved = {name: bool(own.rows) for name, own in review.changes.levels.items()}
        if moved[level] or (level == "township" and not any(moved.values())):
            return None
        return UNMOVED[level]
    if sheet.kind in (TOWNSHIP_BORDERLINE, VILLAGE_BORDERLINE) and level in review.borderline:
        return None if review.borderline[level].units else FIRM[level]
    return None


def _level(sheet: Sheet) -> str:
    return "township" if sheet.kind in (TOWNSHIP_CHANGES, TOWNSHIP_BORDERLINE) else "village"


def _lists(sheet: Sheet, data: AtlasData, content: LongList) -> list[ReviewEntry]:
    tables = list_tables(content, list_room())
    title = f"{data.county.county_name}{content.title}"
    return [
        ReviewEntry(sheet, title, listed=table, place=place, count=len(tables)) for place, table in enumerate(tables, 1)
    ]


def _title(sheet: Sheet, data: AtlasData, review: ReviewMaterial) -> str:
    heading = review.changes.states.heading if review.changes is not None else ""
    return sheet.title["zh"].replace("{county}", data.county.county_name).replace("{review}", heading)


def districts_with_moves(changes: Changes) -> list[str]:
    """Township districts of the second state that villages moved within, out of or into."""
    found = changes.levels["village"].compared
    twin = {old: new for new, old in changes.levels["township"].compared.found.twin.items()}
    upper = [state.schemes["township"].assignment for state in (changes.states.first, changes.states.second)]
    touched = set()
    for unit in found.found.moved:
        township = found.sheet.units[unit.code].township_code
        touched |= {twin.get(upper[0].get(township, ""), ""), upper[1].get(township, "")}
    return sorted(touched - {""}, key=natural)


def _district(changes: Changes, code: str) -> str:
    row = changes.states.second.schemes["township"].districts.get(code)
    return (row.name if row is not None else "") or code


def _crowded(data: AtlasData, review: ReviewMaterial) -> Iterable[Scope]:
    """Districts to show on their own where the county's page is crowded."""
    with_place = sum(one.subject != "plan" for one in review.opinions)
    if with_place <= CROWDED:
        return []
    return [Scope("district", code) for code in data.dissolved("township")["code"]]
