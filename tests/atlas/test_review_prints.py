"""Prints of a review on the small county: what is hatched, listed and numbered, and that nothing lies on another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round is open; then three villages and a township moved, by steps that answer opinions; 60 opinions in all."""
    import pandas as pd
    from small_county import make_county

    from village_planner.core.drawing.edit_kinds import PAINT
    from village_planner.core.drawing.edits import Edit
    from village_planner.core.opinions.opinions import Opinion
    from village_planner.database import open_database

    path = make_county(tmp_path_factory.mktemp("review") / "评审 县.gpkg", parcels=False, control_lines=False)
    with open_database(path) as db:
        plan = db.plan().id
        db.open_round(plan, 1)
        drawn = dict(db.scheme(plan, "village").assignment)
        for code, goal in (("510722100200", "1-02"), ("510722100205", "1-01"), ("510722101203", "1-03")):
            step = db.apply_edit(plan, "village", Edit(PAINT, {code: (drawn[code], goal)}))
            db.add_opinion(plan, Opinion(f"调整 {code}", source="清溪镇", decision="adopted", edit_id=step))
        old = db.scheme(plan, "township").assignment["510722101"]
        db.apply_edit(plan, "township", Edit(PAINT, {"510722101": (old, "2")}))
        shapes = db.read_layer("village", ["code"]).set_index("code").geometry
        for number in range(57):
            about: dict[str, Any] = {"subject": "unit", "unit_code": "510722102201", "level": "village"}
            if number % 3 == 0:
                centre = shapes.iloc[number % 36].representative_point()
                about = {"subject": "point", "point": (centre.x, centre.y)}
            elif number % 10 == 1:
                about = {"subject": "plan"}
            db.add_opinion(plan, Opinion("意见很长，" * (20 * (number % 5)) + "请研究。", source="水利局", **about))
        share = pd.DataFrame({"unit_code": sorted(drawn), "share": [0.4 if i % 9 == 0 else 0.9 for i in range(36)]})
        db.save_result(plan, "unit_stability", share, {}, level="village")
        db.branch_plan(plan, "比选方案")
        db.set_current_plan(plan)
    return path


@pytest.fixture(scope="module")
def atlas(qgis_app: Any, reviewed: Path) -> Any:
    from village_planner.atlas.catalogue import load_sheets, select_sheets
    from village_planner.atlas.export import open_atlas

    return open_atlas(str(reviewed), "", select_sheets(load_sheets(), ["review", "plan_comparison"]), "A3")


@pytest.fixture(scope="module")
def pages(atlas: Any) -> list[tuple[Any, Any, Any]]:
    """Entry, page and project of every page."""
    from qgis.core import QgsProject

    from village_planner.atlas.template import Board

    made = []
    for entry in atlas.entries:
        project = QgsProject()
        made.append((entry, atlas.page(Board(project), entry), project))
    return made


def cells(page: Any, name: str = "table") -> list[list[str]]:
    place = page.table(name)
    return [] if place is None else [[str(cell.content()) for cell in row] for row in place[0].tableContents()]


def of_kind(pages: list[tuple[Any, Any, Any]], kind: str) -> list[tuple[Any, Any, Any]]:
    return [found for found in pages if found[0].sheet.kind == kind]


def test_the_sheets_come_out_with_their_lists(atlas: Any) -> None:
    kinds = [(entry.sheet.kind, entry.listed is not None) for entry in atlas.entries]
    assert kinds[0] == ("comparison", False)
    # Short lists stand on the page of the maps, the long one of opinions on pages of its own.
    assert {kind for kind, listed in kinds if listed} == {"opinions"}
    assert kinds[1:3] == [("township_changes", False), ("village_changes", False)]
    # A page for each township district that villages moved in, or that a township with moved villages left or joined.
    assert [entry.scope.code for entry in atlas.entries if entry.sheet.kind == "village_changes" and entry.number] == [
        *("", "1", "2")
    ]
    assert kinds.count(("opinions", False)) == 3  # crowded: the county, and its two districts
    assert [str(reason.template) for reason in atlas.skipped] and len(atlas.skipped) == 1  # townships' stability
    assert [entry.page for entry in atlas.entries] == list(range(1, len(atlas.entries) + 1))
    numbers = [entry.number for entry in atlas.entries if entry.listed is None]
    assert numbers == [str(place) for place in range(1, len(numbers) + 1)]


def test_pictures_of_a_list_sort_behind_its_map(atlas: Any) -> None:
    from village_planner.atlas.export import picture_name

    names = [picture_name(entry) for entry in atlas.entries]
    assert names == sorted(names) and len(set(names)) == len(names)


def test_where_nothing_moved_one_page_says_so(qgis_app: Any, reviewed: Path) -> None:
    from qgis.core import QgsProject

    from village_planner.atlas.catalogue import load_sheets, select_sheets
    from village_planner.atlas.export import open_atlas
    from village_planner.atlas.review.material import Against
    from village_planner.atlas.template import Board

    sheets = select_sheets(load_sheets(), ["review_townships", "review_villages"])
    atlas = open_atlas(str(reviewed), "", sheets, "A3", against=Against(None, "比选方案"))
    (entry,), (reason,) = atlas.entries, atlas.skipped
    assert entry.sheet.id == "review_townships" and "no village lies in another district" in str(reason)
    project = QgsProject()
    page = atlas.page(Board(project), entry)
    assert page.item("table_title").text() == "乡镇均未调整；村均未调整" and page.item("table") is None


def test_both_maps_show_the_same_ground(pages: list[tuple[Any, Any, Any]]) -> None:
    for entry, page, _ in of_kind(pages, "township_changes") + of_kind(pages, "village_changes"):
        if entry.listed is None:
            left, right = page.item("map_left"), page.item("map_right")
            assert left.extent() == right.extent() and left.scale() == right.scale()


def test_just_the_moved_units_are_hatched(pages: list[tuple[Any, Any, Any]]) -> None:
    from village_planner.database import open_database  # noqa: F401

    (_, page, _), *_ = of_kind(pages, "village_changes")
    for side in ("map_left", "map_right"):
        names = {layer.name(): layer for layer in page.item(side).layers()}
        assert {feature["code"] for feature in names["调整的村"].getFeatures()} == {
            *("510722100200", "510722100205", "510722101203")
        }
    (_, page, _), *_ = of_kind(pages, "township_changes")
    layer = next(layer for layer in page.item("map_right").layers() if layer.name() == "调整的乡镇")
    assert [feature["code"] for feature in layer.getFeatures()] == ["510722101"]


def test_the_list_says_where_from_where_to_and_why(pages: list[tuple[Any, Any, Any]]) -> None:
    (_, page, _), *_ = of_kind(pages, "village_changes")
    head, *rows = [[cell.replace("\n", "") for cell in row] for row in cells(page)]
    found = {row[head.index("代码")]: dict(zip(head, row)) for row in rows}
    assert found["510722100200"]["调整前片区"] == "第1-01片区"
    assert found["510722100200"]["调整后片区"] == "第1-02片区"
    assert found["510722100200"]["修改记录"].startswith("修改记录第 ")
    told = found["510722100200"]["对应意见"].replace(" ", "")  # where a line ends at a space, that is gone
    assert told == "第1条（清溪镇）：调整510722100200"


def test_every_open_opinion_has_its_number_and_its_text(atlas: Any, pages: list[tuple[Any, Any, Any]]) -> None:
    opinions = {one.number: one for one in atlas.data.review.opinions}
    assert len(opinions) == 60
    entry, page, _ = of_kind(pages, "opinions")[0]
    layer = next(layer for layer in page.item("map").layers() if layer.name().startswith("未办结意见"))
    boxes = {int(feature["number"]): feature.geometry().boundingBox() for feature in layer.getFeatures()}
    # Those answered by an edit that have no place, and those on the whole plan, stand in the list alone.
    assert set(boxes) == {number for number, one in opinions.items() if one.subject != "plan"}
    extent = page.item("map").extent()
    for number, box in boxes.items():
        assert extent.contains(box)
        assert not any(box.intersects(other) for n, other in boxes.items() if n < number)
    text: dict[str, str] = {}
    for entry, page, _ in of_kind(pages, "opinions"):
        if entry.listed is not None:
            head, *rows = cells(page)
            last = ""
            for row in rows:
                last = row[0] if row[0] != "续" else last
                text[last] = text.get(last, "") + row[head.index("意见")].replace("\n", "")
    assert text == {str(number): one.text for number, one in opinions.items()}


def test_borderline_units_name_the_next_best_district(pages: list[tuple[Any, Any, Any]]) -> None:
    (_, page, _), *_ = of_kind(pages, "village_borderline")
    head, *rows = cells(page)
    assert head[:5] == ["村", "所属乡镇", "现归属", "次优片区", "支持率(%)"]
    assert len(rows) == 4 and all(row[4] == "40.0" for row in rows)
    assert all(row[3] != row[2] for row in rows) and any(row[3] != "–" for row in rows)


def test_items_of_a_page_do_not_lie_on_one_another(pages: list[tuple[Any, Any, Any]]) -> None:
    from qgis.core import QgsLayoutItem

    from village_planner.atlas.template import box

    for entry, page, _ in pages:
        items = {
            item.id(): box(item)
            for item in page.layout.items()
            if isinstance(item, QgsLayoutItem) and item.id() and item.id() not in ("page", "frame")
        }
        for name, (x, y, width, height) in items.items():
            assert x >= 0 and y >= 0 and x + width <= 420 and y + height <= 297, (entry.title, name)
        allowed = {"north_arrow", "stamp", "note", "title"}  # upon a map, or beside the title's text
        solid = {name: place for name, place in items.items() if name not in allowed}
        for name, (x, y, width, height) in solid.items():
            for other, (x2, y2, width2, height2) in solid.items():
                if name < other:
                    over_x = min(x + width, x2 + width2) - max(x, x2)
                    over_y = min(y + height, y2 + height2) - max(y, y2)
                    assert min(over_x, over_y) < 0.5, (entry.title, name, other)
        legend = page.item("legend")
        if legend is not None and entry.listed is None:
            assert legend.model().rootGroup().children()
