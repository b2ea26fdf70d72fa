"""Charts as SVG: well-formed, inside their frame, lengths in proportion."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

SVG = "{http://www.w3.org/2000/svg}"


def chart(kind: str, count: int = 5, series: int = 1, values: Any = None) -> Any:
    from village_planner.atlas.charts.chart import ChartData, Series

    names = tuple(f"{'甲乙丙丁戊己庚辛'[i % 8]}镇\x0b & <{i}>" for i in range(count))
    given = [tuple(values or [float(10 * i + 10 * s) for i in range(count)]) for s in range(series)]
    colours = ("#4c9f6b", "#e0a040", "#31558c")
    made = tuple(Series(f"系列{i}", row, (colours[i % 3],)) for i, row in enumerate(given))
    return ChartData(kind, "各镇人口", names, made, "人")


@pytest.mark.parametrize("kind", ["bar", "column", "stacked", "pie", "line"])
@pytest.mark.parametrize(("count", "series"), [(2, 1), (20, 1), (6, 3)])
def test_charts_stay_in_their_frame(qgis_app: object, kind: str, count: int, series: int) -> None:
    from village_planner.atlas.charts.svg import draw, height_of

    data = chart(kind, count, 1 if kind == "pie" else series)
    height = height_of(data, 94, 7.2)
    root = ET.fromstring(draw(data, 94, height, 7.2))
    for box in root.iter(f"{SVG}rect"):
        x, y, wide, tall = (float(box.get(name, "")) for name in ("x", "y", "width", "height"))
        assert -0.01 <= x <= x + wide <= 94.01 and -0.01 <= y <= y + tall <= height + 0.01
    texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert "各镇人口（人）" in texts
    assert kind == "line" or "甲镇 & <0>" in texts  # names are escaped, none is lost
    assert len(list(root.iter(f"{SVG}text"))) >= count


def test_bars_are_in_proportion(qgis_app: object) -> None:
    from village_planner.atlas.charts.svg import draw

    values = [5.0, 20.0, 10.0, 0.0]
    root = ET.fromstring(draw(chart("bar", 4, values=values), 94, 30, 7.2))
    widths = [float(box.get("width", "")) for box in root.iter(f"{SVG}rect")]
    assert widths == pytest.approx([widths[1] * value / 20 for value in values], abs=0.02)
    root = ET.fromstring(draw(chart("column", 4, values=values), 94, 40, 7.2))
    heights = [float(box.get("height", "")) for box in root.iter(f"{SVG}rect")]
    assert heights == pytest.approx([heights[1] * value / 20 for value in values], abs=0.02)


def test_gridlines_are_round(qgis_app: object) -> None:
    from village_planner.atlas.charts.svg import draw

    root = ET.fromstring(draw(chart("column", 3, values=[0.7, 133_175.0, 5.0]), 94, 40, 7.2))
    ticks = ["".join(t.itertext()) for t in root.iter(f"{SVG}text") if t.get("text-anchor") == "end"]
    assert [tick for tick in ticks if re.fullmatch(r"[\d,]+", tick)] == ["0", "50,000", "100,000", "150,000"]
