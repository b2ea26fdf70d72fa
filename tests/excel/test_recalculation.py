"""Workbooks as LibreOffice calculates them, and workbooks of whatever a county may hold."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from typing import Any, Optional

import numpy as np
import openpyxl
import pytest
from hand_county import catalogues, hand_county
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recalculation import PROGRAM, compare, recalculated

from village_planner.core.tables.report import build_reports, choose_scopes, choose_tables
from village_planner.excel.workbook import write_report

A, B = "510000001", "510000002"
SOFFICE = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice (soffice) is not installed")
OURS = re.compile(
    r"=(SUM\([A-Z0-9:,]+\)(-[A-Z]+\d+)*|ROUND\(SUM\([A-Z0-9:,]+\)(-[A-Z]+\d+)*,\d\)|ROUND\(D\d+-F\d+,\d\)|IF\(G\d+=0,\"一致\",\"不一致\"\)|'.+'![A-Z]+\d+)",
    re.DOTALL,
)


def made(county: Any, unit: str = "ha", only: Optional[int] = None) -> list[Any]:
    """The reports of the county, a district and both townships; only  of them this one."""
    scopes = choose_scopes(True, ["1"], sorted(map(str, county.townships.index)))
    scopes = [scopes[only]] if only else scopes  # the county's is checked against its parts
    reports = build_reports(county, catalogues(), scopes, choose_tables([], catalogues().tables), unit=unit)
    return [next(reports)] if only is not None else list(reports)


@SOFFICE
def test_libreoffice_gives_the_figures_of_the_report(tmp_path: Path) -> None:
    reports = [*made(hand_county(), only=0), *made(hand_county(), "mu", only=2)]
    files = [tmp_path / f"{number}.xlsx" for number in range(len(reports))]
    for report, file in zip(reports, files):
        write_report(report, file)
    counts = [compare(file, report) for file, report in zip(recalculated(files, tmp_path), reports)]
    assert counts[0] > 700 and counts[1] > 300


NAMES = st.one_of(
    st.sampled_from(["=1+1", "+8", "-3", "@SUM(A1)", "\t=1", "\r\n", "'", '"', "#REF!", "{=1}", "=cmd|' /C calc'!A0"]),
    st.sampled_from(
        ["", " ", "甲", "a\nb", "_x000D_", "&<>]]>", "x" * 40_000, "镇" * 300, "\x00\x0b", "\ud800", "TRUE", "1e9"]
    ),
    st.text(max_size=40),
)
AREAS = st.one_of(st.just(0.0), st.floats(0, 1e10).map(lambda area: round(area, 2)))


@st.composite
def odd_counties(draw: st.DrawFn) -> Any:
    """The small county with anything for names, codes of classes and areas; without some of its data."""
    county = hand_county()
    names = draw(st.lists(NAMES, min_size=12, max_size=12))
    own = draw(st.lists(AREAS, min_size=3, max_size=3))
    land = county.land_area.assign(area_m2=draw(st.lists(AREAS, min_size=8, max_size=8)))
    land["class_code"] = [names[0], *land["class_code"][1:]]
    figures = st.one_of(st.none(), st.floats(), st.integers(-5, 10**12))
    values = draw(st.lists(figures, min_size=2, max_size=2))
    empty = draw(st.booleans())  # every village in the first township
    villages = county.villages.assign(name=names[1:4], area_m2=own)
    changes: dict[str, Any] = {
        "county_name": names[4],
        "plan_name": names[5],
        "filler": names[6],
        "date": names[7],
        "townships": county.townships.assign(name=names[8:10], A1=np.array(values, dtype=float)),
        "villages": villages.assign(township_code=A) if empty else villages,
        "village_districts": county.village_districts.assign(name=names[10:], function=names[:2]),
        "land_area": draw(st.sampled_from([land, None, land.iloc[:0]])),
        "scores": draw(st.sampled_from([county.scores, {}])),
        "weights": draw(st.sampled_from([county.weights, {}])),
        "control_kinds": draw(st.sampled_from([county.control_kinds, ()])),
    }
    return dataclasses.replace(county, **changes)


def check_file(file: Path) -> None:
    """Whole XML, readable, and no formula or error that is not ours."""
    with zipfile.ZipFile(file) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name))
    book = openpyxl.load_workbook(file)
    for sheet in book:
        assert len(sheet.title) <= 31
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "e", cell
                if cell.data_type == "f":
                    assert OURS.fullmatch(cell.value), cell.value
                elif isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "\t", "\r")):
                    assert cell.quotePrefix, cell.value


ANY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}


@settings(max_examples=4, **ANY)
@given(county=odd_counties())
def test_anything_in_a_county_gives_whole_workbooks(tmp_path: Path, county: Any) -> None:
    for number, report in enumerate(made(county)):
        write_report(report, tmp_path / f"{number}.xlsx")
        check_file(tmp_path / f"{number}.xlsx")


@pytest.mark.fuzz
@SOFFICE
def test_300_counties_open_in_libreoffice_with_the_same_figures(tmp_path: Path) -> None:
    files: list[Path] = []
    reports: list[Any] = []

    @settings(max_examples=300, **ANY)
    @given(county=odd_counties())
    def write(county: Any) -> None:
        (report,) = made(county, ("ha", "mu")[len(files) // 4 % 2], len(files) % 4)
        file = tmp_path / f"{len(files)}.xlsx"
        write_report(report, file)
        check_file(file)
        files.append(file)
        reports.append(report)

    write()
    assert len(files) >= 300
    compared = 0
    for start in range(0, len(files), 50):
        found = recalculated(files[start : start + 50], tmp_path, shorten=True)
        compared += sum(compare(file, report) for file, report in zip(found, reports[start:]))
    (whole,) = recalculated([max(files, key=_longest_text)], tmp_path)  # once with the longest texts that a cell holds
    compare(whole, reports[int(whole.stem)])
    print(f"{len(files)} workbooks, {compared:,} figures as the reports have them")


def _longest_text(file: Path) -> int:
    with zipfile.ZipFile(file) as parts:
        sheets = (parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
        return max(len(text) for sheet in sheets for text in sheet.split(b"</t>"))
