"""Charts as SVG: well-formed, inside their frame, lengths in proportion, texts that do not collide."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from typing import Any, Optional

import pytest

from village_planner.core.charts.colours import CONTROL_LINES, OTHER, PALETTE, class_style, line_colour, pale
from village_planner.core.charts.data import ChartData, Series
from village_planner.core.charts.draw import Drawing, draw, height_of, ticks
from village_planner.core.tables.text_width import ems
from village_planner.paths import resource

SVG = "{http://www.w3.org/2000/svg}"
WIDTH, EM = 94.0, 2.54  # mm
LONG = "龙泉驿洛带古镇与北部山区生态涵养片区"


def chart(kind: str, count: int = 5, series: int = 1, values: Any = None, names: Any = None, **more: Any) -> ChartData:
    names = names or tuple(f"{'甲乙丙丁戊己庚辛'[i % 8]}镇\x0b & <{i}>" for i in range(count))
    given = [tuple(values or [float(10 * i + 10 * s) for i in range(count)]) for s in range(series)]
    made = tuple(Series(f"系列{i}", row, (PALETTE[i % 3],)) for i, row in enumerate(given))
    return ChartData(kind, "各镇人口", tuple(names), made, "人", **more)


def drawn(data: ChartData, width: float = WIDTH, em: float = EM) -> Drawing:
    return draw(data, width, height_of(data, width, em), em)


def parsed(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.svg('width="94mm"'))


def texts_of(root: ET.Element) -> list[str]:
    return [text.text or (text[0].tail or "") for text in root.iter(f"{SVG}text")]


def room_of(words: Any) -> tuple[float, float, float, float]:
    """What a text covers: left, top, right, bottom."""
    long = ems(words.text, 0.55, ambiguous=False) * words.size
    if words.upright:
        return words.x - words.size / 2, words.y, words.x + words.size / 2, words.y + long
    left = words.x - {"start": 0.0, "end": long}.get(words.anchor, long / 2)
    return left, words.y - 0.86 * words.size, left + long, words.y + 0.14 * words.size


@pytest.mark.parametrize("kind", ["bar", "column", "stacked", "lying", "pie", "line"])
@pytest.mark.parametrize(("count", "series", "long"), [(2, 1, True), (20, 1, False), (6, 3, False), (5, 2, True)])
def test_charts_stay_in_their_frame_and_texts_apart(kind: str, count: int, series: int, long: bool) -> None:
    names = [f"{LONG}{i}" for i in range(count)] if long else None
    kinds = {"lying": "stacked"}
    data = chart(kinds.get(kind, kind), count, 1 if kind == "pie" else series, names=names, lying=kind == "lying")
    drawing = drawn(data)
    root = parsed(drawing)
    for box in root.iter(f"{SVG}rect"):
        x, y, wide, tall = (float(box.get(name, "")) for name in ("x", "y", "width", "height"))
        assert -0.01 <= x <= x + wide <= WIDTH + 0.01 and -0.01 <= y <= y + tall <= drawing.height + 0.01
    rooms = [(words.text, room_of(words)) for words in drawing.words]
    for text, (left, top, right, bottom) in rooms:
        assert left >= -0.5 and right <= WIDTH + 0.5 and top >= 0 and bottom <= drawing.height + 0.3, text
    for (one, a), (other, b) in combinations(rooms, 2):
        across, along = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        assert across < 0.3 or along < 0.3, (one, other)
    texts = texts_of(root)
    assert "各镇人口（人）" in texts
    if not long:
        written = "".join(texts).replace(" ", "")  # a name may take two lines
        assert all(f"{'甲乙丙丁戊己庚辛'[i % 8]}镇" in written and f"&<{i}>" in written for i in range(count))
    told = [one for one in root.iter(f"{SVG}title")]
    assert len(told) >= count  # every figure in words, and names that had to be cut


def test_columns_are_what_can_become_a_table() -> None:
    """Texts of one column stand on one line at equal distances."""
    for kind, count, series in (("bar", 7, 1), ("bar", 4, 3), ("column", 20, 1), ("pie", 6, 1), ("line", 60, 2)):
        columns: dict[str, list[Any]] = {}
        for words in drawn(chart(kind, count, series)).words:
            if words.column:
                columns.setdefault(words.column, []).append(words)
        assert columns
        for column in columns.values():
            assert len({(words.anchor, words.size, words.colour, words.upright) for words in column}) == 1
            places = [(words.x, words.y) for words in column]
            along = 0 if column[0].upright or places[0][1] == places[-1][1] else 1
            assert len({round(place[1 - along], 6) for place in places}) == 1
            steps = {round(b[along] - a[along], 6) for a, b in zip(places, places[1:])}
            assert len(steps) == 1


def test_bars_are_in_proportion() -> None:
    values = [5.0, 20.0, 10.0, 0.0]
    for kind, edge in (("bar", "width"), ("column", "height")):
        root = parsed(drawn(chart(kind, 4, values=values)))
        sizes = [float(box.get(edge, "")) for box in root.iter(f"{SVG}rect")]
        assert sizes == pytest.approx([sizes[1] * value / 20 for value in values], abs=0.02)


def test_missing_and_negative_figures() -> None:
    values: list[Optional[float]] = [5.0, None, -10.0, 0.0]
    drawing = drawn(chart("bar", 4, values=values))
    assert [words.text for words in drawing.words if words.column == "figures0"] == ["5", "—", "-10", "0"]
    boxes = [(float(b.get("x", "")), float(b.get("width", ""))) for b in parsed(drawing).iter(f"{SVG}rect")]
    assert len(boxes) == 3 and boxes[1][0] + boxes[1][1] == pytest.approx(boxes[0][0], abs=0.02)  # meet at zero
    for kind in ("column", "stacked", "line", "pie"):
        assert parsed(drawn(chart(kind, 4, values=[0.0, None, 0.0, 0.0]))) is not None
    runs = [p.get("points", "").split() for p in parsed(drawn(chart("line", 6, values=[1, 2, None, 4, 5, 6.0]))).iter()
            if p.tag.endswith("polyline")]  # fmt: skip
    assert [len(run) for run in runs] == [2, 3]  # a line is broken where a figure is missing


def test_shares_of_a_pie_add_up_to_a_hundred() -> None:
    drawing = drawn(chart("pie", 7, values=[1.0, 1, 1, 1, 1, 1, 1]))
    shares = [words.text for words in drawing.words if words.column == "shares"]
    assert sum(round(100 * float(share.rstrip(" %"))) for share in shares) == 10_000


def test_gridlines_are_round() -> None:
    texts = texts_of(parsed(drawn(chart("column", 3, values=[0.7, 133_175.0, 5.0]))))
    assert [tick for tick in texts if re.fullmatch(r"\d*0,?0*0|0", tick)] == ["0", "50,000", "100,000", "150,000"]
    assert ticks(0, 0)[0] == 0 and ticks(-3, 7)[0] <= -3 and ticks(-3, 7)[-1] >= 7 and 0 in ticks(-3, 7)


def test_what_is_on_the_map_wears_its_colour() -> None:
    style = resource("styles", "control_line.qml").read_text(encoding="utf-8")
    for colour in CONTROL_LINES.values():
        assert ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) in style
    red, green = CONTROL_LINES["urban_development_boundary"], CONTROL_LINES["ecological_redline"]
    assert line_colour(["urban_development_boundary"]) == red and line_colour(["other"]) == ""
    mixed = line_colour(["urban_development_boundary", "ecological_redline"])
    assert int(mixed[1:3], 16) == pytest.approx((int(red[1:3], 16) + int(green[1:3], 16)) / 2, abs=1)
    assert pale("#000000", 0.25) == "#bfbfbf" and class_style("0101", {}).colour == OTHER
