"""Filling the templates of a review: two maps side by side, four plans, pages of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional

import numpy as np
from qgis.core import QgsLayoutItemLegend, QgsLayoutItemMap, QgsProject

from ...core.tables.build import Scope
from ...core.tables.plan_comparison import FIGURES, signed, written
from .. import styles
from ..content import MapsContent, Shown, size_labels
from ..fit import fitting_scale, show_layers
from ..legend import fill_legend
from ..map_layers import PageLayer, make_layers
from ..page import Entry, Imprint, fill_scale_bar, fill_title_block, whole_labels_only
from ..panel import fill_north_arrow
from ..scale import scale_text
from ..table_item import fill_table, fit_table
from ..tables.table import NUMBER, Column, SmallTable
from ..template import SMALLEST, Board, Box, Page, box, boxes, move
from ..view import COUNTY, View
from .district_legend import OtherState, legend_rows
from .entries import COMPARISON, ReviewEntry
from .lists import room_below
from .material import LETTERS, Changes, LevelChanges, PlanSide, in_state

if TYPE_CHECKING:
    from ...core.tables.moves import MovedRow
    from ..data import AtlasData

UNITS = {"township": "乡镇", "village": "村"}
OTHER = {"township": "village", "village": "township"}
DISTRICTS = {"township": "镇级片区", "village": "村级片区"}
COMPARED = ("districts", "unassigned", "broken", "deviation", "objective", "centres")  # figures of the sheet of plans
CENTRES = {"township": "中心镇", "village": "中心村"}
MOVED, MOVED_TITLE = "moved_townships", "与甲不同的乡镇"  # the layer that tells the plans of that sheet apart
COLOURED = "township_districts"  # the layer whose legend names the districts of every state
PAIR = ("map_left", "map_right")
QUAD_LEGEND = 0.5  # of the room that legend and table of the sheet of plans share


def review_content(data: AtlasData, entry: ReviewEntry, paper: float) -> Optional[MapsContent]:
    """What the maps of such a page show; None on a page of a list. paper: as of `page.map_page`"""
    if entry.listed is not None:
        return None
    return _plans_content(data, entry, paper) if entry.sheet.kind == COMPARISON else _pair_content(data, entry, paper)


def review_page(
    board: Board,
    data: AtlasData,
    imprint: Imprint,
    entry: ReviewEntry,
    content: Optional[MapsContent],
    pages: int,
    paper: float,
) -> Page:
    """A page of two maps, of up to four, or of a list."""
    if entry.listed is not None:
        return _list_page(board, data, imprint, entry, entry.listed, pages, paper)
    assert content is not None
    fill = _plans_page if entry.sheet.kind == COMPARISON else _pair_page
    return fill(board, data, imprint, entry, content, pages, paper)


def _page(
    board: Board, template: str, data: AtlasData, imprint: Imprint, entry: Entry, pages: int, paper: float
) -> Page:
    page = board.page(template, entry.title, SMALLEST / paper)
    fill_title_block(page, data.county, imprint, entry, pages)
    fill_north_arrow(page, centred=False)
    whole_labels_only(board.project)
    return page


def _list_page(
    board: Board,
    data: AtlasData,
    imprint: Imprint,
    entry: ReviewEntry,
    listed: SmallTable,
    pages: int,
    paper: float,
) -> Page:
    page = _page(board, "list", data, imprint, entry, pages, paper)
    page.write(sheet_number="附表")
    page.write(subtitle=f"本表第 {entry.place} 页，共 {entry.count} 页" if entry.count > 1 else "")
    place = page.table("table")
    if place is not None:
        fill_table(*place, listed, *room_below(page, "subtitle"))
    return page


# ---- before and after
def _pair_content(data: AtlasData, entry: ReviewEntry, paper: float) -> MapsContent:
    assert data.review is not None and data.review.changes is not None
    places = boxes("pair")
    views = dict(zip(PAIR, _views(data, data.review.changes, entry.scope)))
    bounds = _bounds(view.ground().total_bounds for view in views.values())
    present = [name for name in PAIR if name in places]
    printed = fitting_scale(places[present[0]], bounds, paper) if present else 1.0
    shown = {}
    for name in present:
        named = _layers(View(views[name].data, views[name].scope, printed * paper), entry)
        _name_districts(named, "镇级片区", _pair_rows(data.review.changes))
        layers = [one for several in named.values() for one in several]
        size_labels(layers, paper, SMALLEST / paper)
        shown[name] = Shown(layers, bounds, printed * paper)
    return MapsContent(printed, shown)


def _pair_page(
    board: Board,
    data: AtlasData,
    imprint: Imprint,
    entry: ReviewEntry,
    content: MapsContent,
    pages: int,
    paper: float,
) -> Page:
    page = _page(board, "pair", data, imprint, entry, pages, paper)
    assert data.review is not None and data.review.changes is not None
    changes = data.review.changes
    level = changes.levels[entry.level]
    shown = _show_maps(board.project, page, content)
    if not shown:
        return page
    states = changes.states
    page.write(caption_left=states.first.title, caption_right=states.second.title)
    _fill(page, "figures", "figures_title", _figures(level, entry.level), paper)
    rows = level.rows if entry.scope.whole else _rows_of(changes, entry.scope.code)
    listed = _moved(rows, entry.level)
    if entry.scope.whole and not changes.levels[OTHER[entry.level]].rows:
        listed = replace(listed, title=f"{listed.title}；{UNITS[OTHER[entry.level]]}均未调整")
    if entry.joined is not None:
        listed = replace(entry.joined, title=listed.title)
    _fill(page, "table", "table_title", listed, paper)
    _legend(page, shown[-1].layers)
    return page


def _show_maps(project: QgsProject, page: Page, content: MapsContent) -> list[Shown]:
    """Show what the maps of the page are to show, with their scale; returns it in their order."""
    found: list[Shown] = []
    for name, shown in content.shown.items():
        item = page.item(name)
        if isinstance(item, QgsLayoutItemMap):
            show_layers(project, item, shown)
            if not found:
                page.write(scale_text=scale_text(content.printed))
                fill_scale_bar(page, item, shown.denominator)
            found.append(shown)
    return found


def _layers(view: View, entry: Entry) -> dict[str, list[PageLayer]]:
    """By name. Village districts have their names on the map; there are too many for the legend below two maps."""
    made = {name: make_layers(view, [name]) for name in entry.sheet.layers}
    made["village_districts"] = [replace(one, in_legend=False) for one in made.get("village_districts", ())]
    return made


def _name_districts(
    layers: Mapping[str, Sequence[PageLayer]], title: str, rows: Sequence[tuple[str, str, str]]
) -> None:
    """Have the legend say what each state calls the district of a colour."""
    for one in layers.get(COLOURED, ()):
        one.layer.setRenderer(styles.district_renderer("code", rows))
        one.layer.setName(title)


def _pair_rows(changes: Changes) -> list[tuple[str, str, str]]:
    compared = changes.levels["township"].compared
    twin = {old: new for new, old in compared.found.twin.items()}
    return legend_rows(
        compared.second, compared.colours[1], [OtherState("前", compared.first, compared.colours[0], twin)]
    )


def _views(data: AtlasData, changes: Changes, scope: Scope) -> tuple[View, View]:
    """The page's ground in both states: a district of the second, and the one it corresponds to."""
    colours = [{level: own.compared.colours[side] for level, own in changes.levels.items()} for side in (0, 1)]
    moved = {level: [unit.code for unit in own.compared.found.moved] for level, own in changes.levels.items()}
    states = (changes.states.first, changes.states.second)
    sides = []
    for side, state in enumerate(states):
        key = ("review", "side", side)
        if key not in data.cache:
            data.cache[key] = in_state(data, state.schemes, colours[side], moved)
        sides.append(data.cache[key])
    before = scope
    if not scope.whole:
        code = changes.levels["township"].compared.found.twin.get(scope.code, "")
        before = Scope("district", code) if code else COUNTY
    return View(sides[0], before), View(sides[1], scope)


def _bounds(several: Any) -> tuple[float, float, float, float]:
    found = np.array([one for one in several])
    west, south = found[:, :2].min(axis=0)
    east, north = found[:, 2:].max(axis=0)
    return west, south, east, north


def _rows_of(changes: Changes, district: str) -> Sequence[MovedRow]:
    """The moved villages that lie in a township district of the second state, or lay in what it corresponds to."""
    twin = changes.levels["township"].compared.found.twin
    before, after = (state.schemes["township"].assignment for state in (changes.states.first, changes.states.second))
    return [
        row
        for row in changes.levels["village"].rows
        if after.get(row.township_code) == district or before.get(row.township_code) == twin.get(district, "–")
    ]


def _figures(level: LevelChanges, name: str) -> SmallTable:
    """The whole county's figures before and after."""
    rows = []
    for total in level.compared.found.totals:
        title, unit = _figure(total.key, name)
        pair = (written(total.first, total.decimals), written(total.second, total.decimals))
        rows.append((f"{title}（{unit}）" if unit else title, *pair, signed(total.difference, total.decimals)))
    columns = (Column("指标", width=0.4), Column("前", NUMBER), Column("后", NUMBER), Column("变化", NUMBER))
    return SmallTable(f"全县{DISTRICTS[name]}指标对比", columns, tuple(rows))


def _moved(rows: Sequence[MovedRow], level: str) -> SmallTable:
    columns = [Column(UNITS[level], width=1.2)]
    if level == "village":
        columns.append(Column("所属乡镇"))
    columns += [Column("调整前"), Column("调整后"), Column("对应意见", width=0.8)]
    cells = []
    for row in rows:
        own = [row.name, row.township] if level == "village" else [row.name]
        cells.append((*own, row.before, row.after, row.opinion_numbers))
    people = sum(row.population for row in rows)
    title = f"调整的{UNITS[level]} {len(rows):,} 个，{people:,} 人" if rows else f"{UNITS[level]}均未调整"
    return SmallTable(title, tuple(columns), tuple(cells), foldable=True)


# ---- plans side by side
def _plan_places(plans: Sequence[PlanSide]) -> dict[str, Box]:
    """Map -> where it lies; two plans take the room of four."""
    places = boxes("quad")
    names = [f"map_{number}" for number in range(1, len(LETTERS) + 1)]
    found = {name: places[name] for name in names[: len(plans)] if name in places}
    if len(plans) == 2:
        for upper, lower in zip(names[:2], names[2:]):
            if upper in places and lower in places:
                (x, y, width, _), (_, low, _, height) = places[upper], places[lower]
                found[upper] = (x, y, width, low + height - y)
    return found


def _plans_content(data: AtlasData, entry: ReviewEntry, paper: float) -> MapsContent:
    assert data.review is not None
    plans = data.review.plans
    places = _plan_places(plans)
    bounds = data.outline().total_bounds
    printed = fitting_scale(next(iter(places.values())), bounds, paper) if places else 1.0
    shown = {}
    for number, plan in enumerate(plans, 1):
        if f"map_{number}" not in places:
            continue
        view = View(in_state(data, plan.schemes, plan.colours, plan.moved), COUNTY, printed * paper)
        named = {name: make_layers(view, [name]) for name in entry.sheet.layers}
        if number == 1:
            _name_districts(named, "镇级片区（甲；括号内为他案的对应片区）", _plan_rows(plans))
        for one in named.get(MOVED, ()):
            one.layer.setName(MOVED_TITLE)
        layers = [one for several in named.values() for one in several]
        size_labels(layers, paper, SMALLEST / paper)
        shown[f"map_{number}"] = Shown(layers, bounds, printed * paper)
    return MapsContent(printed, shown, _plans_table(plans))


def _plan_rows(plans: Sequence[PlanSide]) -> list[tuple[str, str, str]]:
    """The districts of the plan in hand, with what the others call them."""
    others = [
        OtherState(letter, plan.schemes["township"], plan.colours["township"], plan.twin["township"])
        for letter, plan in zip(LETTERS[1:], plans[1:])
    ]
    return legend_rows(plans[0].schemes["township"], plans[0].colours["township"], others)


def _plans_page(
    board: Board,
    data: AtlasData,
    imprint: Imprint,
    entry: ReviewEntry,
    content: MapsContent,
    pages: int,
    paper: float,
) -> Page:
    page = _page(board, "quad", data, imprint, entry, pages, paper)
    assert data.review is not None
    plans = data.review.plans
    places = _plan_places(plans)
    for number, letter in enumerate(LETTERS, 1):
        item = page.item(f"map_{number}")
        if item is None or f"map_{number}" not in places:
            page.remove(f"map_{number}", f"caption_{number}")
            continue
        move(item, places[f"map_{number}"])
        page.write(**{f"caption_{number}": f"{letter}：{plans[number - 1].name}"})
    shown = _show_maps(board.project, page, content)
    assert content.table is not None
    _legend_and_plans(page, _layers_of_plans(shown), content.table, paper)
    return page


def _layers_of_plans(shown: Sequence[Shown]) -> list[PageLayer]:
    """Those of the plan in hand, with the hatch of units that lie elsewhere in another."""
    if not shown:
        return []
    hatches = ([one for one in side.layers if one.layer.name() == MOVED_TITLE] for side in shown[1:])
    return [*next(filter(None, hatches), []), *shown[0].layers]


def _plans_table(plans: Sequence[PlanSide]) -> SmallTable:
    rows = []
    for level in ("township", "village"):
        rows.append((f"【{DISTRICTS[level]}】", *[""] * len(plans)))
        for key in COMPARED:
            title, unit = _figure(key, level)
            values = [plan.figures()[level].get(key, (None, 0)) for plan in plans]
            rows.append((f"{title}（{unit}）" if unit else title, *(written(*value) for value in values)))
        moved = [f"{len(plan.moved[level]):,}" if place else "–" for place, plan in enumerate(plans)]
        rows.append((f"与甲不同的{UNITS[level]}（个）", *moved))
    columns = [Column("指标", width=0.3), *(Column(letter, NUMBER) for letter, _ in zip(LETTERS, plans))]
    return SmallTable("方案指标比较", tuple(columns), tuple(rows))


def _figure(key: str, level: str) -> tuple[str, str]:
    """What a figure of a level is called on a page, without explanations, and its unit."""
    title, unit = FIGURES[key]
    if key == "centres":
        return CENTRES[level], unit
    return title.split("（")[0], unit


# ---- parts of a page
def _fill(page: Page, table: str, title: str, content: SmallTable, paper: float) -> None:
    """A table in the room its template gives it; without rows only its title is left."""
    place = page.table(table)
    page.write(**{title: content.title})
    if place is None:
        return
    if not content.rows:
        page.remove(table)
        return
    fit_table(*place, content, *room_below(page, title), SMALLEST / paper)


def _legend(page: Page, shown: Sequence[PageLayer]) -> None:
    legend = page.item("legend")
    if isinstance(legend, QgsLayoutItemLegend):
        _, _, width, height = box(legend)
        if not fill_legend(legend, shown, width, height):
            page.remove("legend", "legend_title")


def _legend_and_plans(page: Page, shown: Sequence[PageLayer], content: SmallTable, paper: float) -> None:
    """The table right above the scale, the legend in what is left above it."""
    legend, title, place, scale = (
        page.item("legend"),
        page.item("table_title"),
        page.table("table"),
        page.item("scale_text"),
    )
    if place is not None and title is not None and scale is not None and isinstance(legend, QgsLayoutItemLegend):
        x, top, width, _ = box(legend)
        caption, bottom = box(title)[3], box(scale)[1] - 3.0
        room = (1 - QUAD_LEGEND) * (bottom - top) - caption
        height = fit_table(*place, content, width, room, SMALLEST / paper).height
        page.write(table_title=content.title)
        move(place[1], (x, bottom - height, width, height))
        move(title, (x, bottom - height - caption, width, caption))
        move(legend, (x, top, width, bottom - height - caption - 3.0 - top))
    _legend(page, shown)
