"""Carrying hand-made changes of a layout over to one made anew: pure XML, property by property."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.atlas.handwork import merge_layouts, renamed

PROPERTIES = ("position", "size", "labelText", "zValue")


def layout(items: dict[str, dict[str, str]], uuids: str = "a", children: str = "") -> str:
    """A layout of items by id; uuids differ from one making to the next, as QGIS's do."""
    made = "".join(
        f'<LayoutItem id="{name}" uuid="{{{uuids}-{name}}}" '
        + " ".join(f'{key}="{value}"' for key, value in values.items())
        + f">{children}</LayoutItem>"
        for name, values in items.items()
    )
    return f'<Layout name="page">{made}</Layout>'


def read(xml: str) -> dict[str, dict[str, str]]:
    found = {}
    for item in ElementTree.fromstring(xml).findall("LayoutItem"):
        values = dict(item.attrib)
        del values["uuid"]
        found[values.pop("id")] = values
    return found


VALUES = st.dictionaries(st.sampled_from(PROPERTIES), st.sampled_from("123"), max_size=4)
LAYOUTS = st.dictionaries(st.sampled_from("ABCDE"), VALUES, max_size=5)


@settings(max_examples=60)
@given(LAYOUTS, LAYOUTS, LAYOUTS)
def test_each_property_is_the_hands_where_the_hand_changed_it(made: Any, hand: Any, fresh: Any) -> None:
    """Against the rule itself, on plain dictionaries."""
    expected: dict[str, dict[str, str]] = {}
    for name in {*made, *hand, *fresh}:
        old, held, new = made.get(name), hand.get(name), fresh.get(name)
        if held is None:
            if old is None:
                expected[name] = new
        elif old is None or (new is None and held != old):
            expected[name] = held
        elif new is not None:
            expected[name] = {
                key: value
                for key in PROPERTIES
                if (value := held.get(key) if held.get(key) != old.get(key) else new.get(key)) is not None
            }
    merged = merge_layouts(layout(made, "a"), layout(hand, "a"), layout(fresh, "b"))
    assert read(merged.xml) == expected
    assert merged.changed == (hand != made)


@given(LAYOUTS, LAYOUTS)
def test_what_nobody_touched_is_fresh(made: Any, fresh: Any) -> None:
    merged = merge_layouts(layout(made), layout(made), layout(fresh, "b"))
    assert not merged.changed and not merged.kept
    assert read(merged.xml) == fresh


def test_references_follow_their_item() -> None:
    """A scale bar of the fresh layout goes on showing the map that was moved by hand."""
    made = layout({"map": {"position": "1"}, "bar": {"position": "1", "map": "{a-map}"}})
    hand = layout({"map": {"position": "2"}, "bar": {"position": "1", "map": "{a-map}"}})
    fresh = layout({"map": {"position": "1"}, "bar": {"position": "3", "map": "{b-map}"}}, "b")
    root = ElementTree.fromstring(merge_layouts(made, hand, fresh).xml)
    plan, bar = root.findall("LayoutItem")
    assert (plan.get("position"), bar.get("position")) == ("2", "3")
    assert bar.get("map") == plan.get("uuid")


TABLE = (
    '<Layout><LayoutItem id="table" uuid="{%s}" position="%s"/><LayoutMultiFrame uuid="{m%s}"><childFrame uuid="{%s}"/>'
    '<contents><row><Option><Option name="content" value="%s"/></Option></row></contents></LayoutMultiFrame></Layout>'
)


@pytest.mark.parametrize(
    ("place", "content", "shown", "kept"),
    [("1", "10", "20", ()), ("9", "10", "20", ()), ("9", "11", "11", (("table", "table"),))],
    ids=["untouched", "moved", "rewritten"],
)
def test_a_table_that_was_moved_shows_new_figures(place: str, content: str, shown: str, kept: Any) -> None:
    """One that was rewritten keeps the hand's, and that is said."""
    made, fresh = TABLE % ("a", "1", "a", "a", "10"), TABLE % ("b", "1", "b", "b", "20")
    merged = merge_layouts(made, TABLE % ("a", place, "a", "a", content), fresh)
    root = ElementTree.fromstring(merged.xml)
    frame, table = root.find("LayoutItem"), root.find("LayoutMultiFrame")
    assert frame is not None and table is not None
    assert frame.get("position") == place
    assert [option.get("value") for option in table.iter("Option") if option.get("value")] == [shown]
    assert table.find("childFrame").get("uuid") == frame.get("uuid")  # type: ignore[union-attr]
    assert merged.kept == kept


def test_a_deleted_table_takes_its_rows_along() -> None:
    made = TABLE % ("a", "1", "a", "a", "10")
    hand = made.replace('<LayoutItem id="table" uuid="{a}" position="1"/>', "")
    merged = merge_layouts(made, hand, TABLE % ("b", "1", "b", "b", "20"))
    assert list(ElementTree.fromstring(merged.xml)) == []
    assert merged.changed


def test_how_qgis_writes_a_legend_is_no_change() -> None:
    entry = '<layer-tree-group><layer-tree-layer id="x" name="n"%s><customproperties>%s</customproperties>'
    entry += "</layer-tree-layer></layer-tree-group>"
    made = layout({"legend": {}}, children=entry % (' source="memory"', '<Option type="Map"/>'))
    painted = '<Option type="Map"><Option name="cached_name" value="n"/></Option>'
    hand = layout({"legend": {}}, children=entry % (' source="file.gpkg"', painted))
    assert not merge_layouts(made, hand, made).changed


def test_the_order_in_which_qgis_writes_a_text_format_is_no_change() -> None:
    """Each run of QGIS writes the attributes of a cell's format in another order, as text within an attribute."""

    def cell(form: str) -> str:
        return f'<Option name="text_format" value="&lt;text-style {form}&gt; &lt;families/&gt;&lt;/text-style&gt;"/>'

    forms = ("a=&quot;1&quot; b=&quot;2&quot;", "b=&quot;2&quot; a=&quot;1&quot;", "b=&quot;2&quot; a=&quot;7&quot;")
    pages = [layout({"table": {}}, children=f"<contents>{cell(form)}</contents>") for form in forms]
    merged = merge_layouts(pages[0], pages[1], pages[0])
    assert not merged.changed and merged.kept == ()
    assert merge_layouts(pages[0], pages[2], pages[0]).kept == (("table", "table"),)


def test_renaming_is_one_step() -> None:
    assert renamed("a b ab", {"a": "b", "b": "a"}) == "b a ba"
    assert renamed("a", {}) == "a"


def test_a_charts_texts_go_with_its_picture() -> None:
    """Also those that were not there when the picture was moved or deleted."""
    made = layout(
        {"chart": {"position": "10,10,mm"}, "chart_1": {"position": "12,11,mm"}, "map": {"position": "0,0,mm"}}
    )
    fresh = layout(
        {
            "chart": {"position": "10,10,mm"},
            "chart_1": {"position": "12,15,mm"},
            "chart_2": {"position": "14,15,mm"},
            "map": {"position": "0,0,mm"},
        },
        "b",
    )
    moved = {"chart": {"position": "30,15,mm"}, "chart_1": {"position": "32,16,mm"}, "map": {"position": "0,0,mm"}}
    places = {name: values["position"] for name, values in read(merge_layouts(made, layout(moved), fresh).xml).items()}
    assert places == {"chart": "30,15,mm", "chart_1": "32,20,mm", "chart_2": "34,20,mm", "map": "0,0,mm"}
    gone = merge_layouts(made, layout({"map": {"position": "0,0,mm"}}), fresh)
    assert set(read(gone.xml)) == {"map"} and gone.changed
