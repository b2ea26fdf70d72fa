"""The pages of an atlas: which sheets can be drawn, of what, under which title and number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from ..core.messages import Message, message
from ..core.tables.build import Scope
from ..translation import in_own_language
from .catalogue import MAP_KINDS, Sheet
from .content import COVER_LAYERS
from .data import HIERARCHY, AtlasData
from .holdings import HOLDINGS
from .map_layers import LAYERS
from .page import Entry, contents_pages
from .review.entries import KINDS as REVIEW_KINDS
from .review.entries import nothing_to_show, review_entries
from .view import COUNTY


def plan_pages(sheets: Sequence[Sheet], data: AtlasData) -> tuple[list[Entry], list[Message]]:
    """The pages in order, numbered, and what was left out for want of data."""
    entries: list[Entry] = []
    skipped: list[Message] = []
    drawn = 0
    for sheet in sheets:
        reason = why_left_out(sheet, data)
        if reason is not None:
            skipped.append(reason)
            continue
        skipped += table_left_out(sheet, data)
        if sheet.kind in REVIEW_KINDS:
            for page in review_entries(sheet, data):
                drawn += page.listed is None
                number = "" if page.listed is not None else str(drawn)
                entries.append(replace(page, number=number, after=str(drawn)))
            continue
        for scope in scopes_of(sheet, data):
            number = ""
            if sheet.kind in MAP_KINDS:
                drawn += 1
                number = str(drawn)
            entries.append(Entry(sheet, _title(sheet, data, scope), number=number, scope=scope))
    spread = []
    for entry in entries:
        if entry.sheet.kind == "contents":
            spread += [replace(entry, part=part) for part in range(contents_pages(drawn))]
        else:
            spread.append(entry)
    return [replace(entry, page=page) for page, entry in enumerate(spread, 1)], skipped


def why_left_out(sheet: Sheet, data: AtlasData) -> Optional[Message]:
    """What a sheet misses and what to bring for it; None where it can be drawn."""
    missing = next((name for name in sheet.requires if not HOLDINGS[name].held(data)), None)
    if missing is not None:
        reason = message("the planning database holds no {what}", what=HOLDINGS[missing].name)
    elif sheet.unknown_layers:
        reason = message("nothing draws the layer {layer}", layer=sheet.unknown_layers[0])
    else:
        empty = nothing_to_show(sheet, data)
        if empty is None:
            return None
        return message("Sheet {sheet} is left out: {reason}.", sheet=f"{_name_of(sheet)} ({sheet.id})", reason=empty)
    return message(
        "Sheet {sheet} is left out: {reason}. {needs}",
        sheet=f"{_name_of(sheet)} ({sheet.id})",
        reason=reason,
        needs=in_own_language(sheet.needs) if sheet.needs else "",
    )


def table_left_out(sheet: Sheet, data: AtlasData) -> list[Message]:
    """What the table of a sheet that is drawn misses."""
    missing = next((name for name in sheet.table_requires if not HOLDINGS[name].held(data)), None)
    if missing is None:
        return []
    return [
        message(
            "Table of sheet {sheet} is left out: the planning database holds no {what}. {needs}",
            sheet=f"{_name_of(sheet)} ({sheet.id})",
            what=HOLDINGS[missing].name,
            needs=in_own_language(sheet.table_needs) if sheet.table_needs else "",
        )
    ]


def _name_of(sheet: Sheet) -> str:
    """The sheet's title without the unit that it is of."""
    return re.sub(r"\{\w+\}", "", in_own_language(sheet.title)).strip(" :：")


def scopes_of(sheet: Sheet, data: AtlasData) -> list[Scope]:
    """What a sheet makes a page of each."""
    if sheet.kind == "township":
        return [Scope("township", code) for code in data.townships["code"]]
    if sheet.kind == "district":
        return [Scope("district", code) for code in data.district_codes()]
    return [COUNTY]


def _title(sheet: Sheet, data: AtlasData, scope: Scope) -> str:
    lacking = (title for need, title in sheet.title_without.items() if not HOLDINGS[need].held(data))
    title = next(lacking, sheet.title)["zh"].replace("{county}", data.county.county_name)
    return title if scope == COUNTY else title.replace("{" + scope.kind + "}", data.scope_name(scope))


def layers_read(sheets: Sequence[Sheet]) -> frozenset[str]:
    """The layers of the planning database that the sheets show or ask for."""
    names = {name for sheet in sheets for name in (*sheet.layers, *(COVER_LAYERS if sheet.kind == "cover" else ()))}
    shown = {read for name in names & set(LAYERS) for read in LAYERS[name].reads}
    shown |= {HIERARCHY for sheet in sheets if HIERARCHY in (sheet.table, sheet.chart)}  # of that name
    asked = {name for sheet in sheets for name in (*sheet.requires, *sheet.table_requires, *sheet.title_without)}
    return frozenset(shown | {read for name in asked for read in HOLDINGS[name].reads})
