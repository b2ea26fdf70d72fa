"""The pages of the prints of a review, before they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Optional

from ...core.order import natural
from ...core.tables.build import Scope
from ..catalogue import Sheet
from ..page import Entry
from ..tables.table import SmallTable
from .contents import borderline_list, moved_list, opinion_list
from .lists import LongList, list_room, list_tables
from .material import Changes, ReviewMaterial

if TYPE_CHECKING:
    from typing_extensions import TypeGuard

    from ..data import AtlasData

COMPARISON, TOWNSHIP_CHANGES, VILLAGE_CHANGES = "comparison", "township_changes", "village_changes"
TOWNSHIP_BORDERLINE, VILLAGE_BORDERLINE, OPINIONS = "township_borderline", "village_borderline", "opinions"
KINDS = (COMPARISON, TOWNSHIP_CHANGES, VILLAGE_CHANGES, TOWNSHIP_BORDERLINE, VILLAGE_BORDERLINE, OPINIONS)
CROWDED = 40  # opinions with a place: above it each township district has a page of its own, too


@dataclass(frozen=True)
class ReviewEntry(Entry):
    """level: of changes and borderline units; listed: what of a list this page shows, the place-th of count pages"""

    level: str = ""
    listed: Optional[SmallTable] = None
    place: int = 0
    count: int = 0


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
    level = "township" if sheet.kind in (TOWNSHIP_CHANGES, TOWNSHIP_BORDERLINE) else "village"
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
    elif sheet.kind == OPINIONS:
        maps = [ReviewEntry(sheet, title)]
        maps += [
            ReviewEntry(sheet, f"{title}（{data.scope_name(scope)}）", scope=scope) for scope in _crowded(data, review)
        ]
        content = opinion_list(data)
    else:
        if level not in review.borderline:
            return []
        maps = [ReviewEntry(sheet, title, level=level)]
        content = borderline_list(review.borderline[level], level)
    return [replace(entry, part=part) for part, entry in enumerate([*maps, *_lists(sheet, data, content)])]


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
