"""Every job of the dock names algorithms and parameters that exist, and reads well as a command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from village_planner.docks import jobs
from village_planner.docks.desk import UnitEntry
from village_planner.docks.results.choice import Choice
from village_planner.docks.runner import Run, command_lines
from village_planner.docks.search import find

SETTING = jobs.Setting(
    "/data/县 1.gpkg",
    "2",
    Path("/scratch"),
    {"results": Choice(folder="/out", formats=("xlsx", "html")), "township_band": 15, "village_band": 0},
    {"township": ("A1", "B2"), "village": ("V1",)},
    {"township": ("T1",), "village": ()},
)
JOBS = {
    "sample": jobs.sample_county(Path("/home")),
    "check": jobs.check_data(SETTING),
    "score townships": jobs.score(SETTING, "township"),
    "score villages": jobs.score(SETTING, "village"),
    "township districts": jobs.township_districts(SETTING),
    "village districts": jobs.village_districts(SETTING),
    "improve townships": jobs.improve_unlocked(SETTING, "township"),
    "improve villages": jobs.improve_unlocked(SETTING, "village"),
    "export districts": jobs.export_assignment(SETTING, "village", "/out/片区.xlsx"),
    "overlay": jobs.overlay(SETTING),
    "conflicts": jobs.conflicts(SETTING),
    "results": jobs.results(SETTING),
}


@pytest.mark.parametrize("name", JOBS)
def test_jobs_name_what_exists(name: str, provider: Any) -> None:
    from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterEnum

    for run in JOBS[name].runs:
        algorithm = provider.algorithm(run.algorithm)
        assert algorithm is not None, run.algorithm
        known = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
        assert set(run.parameters) <= set(known)
        needed = {
            key
            for key, definition in known.items()
            if not definition.flags() & QgsProcessingParameterDefinition.FlagOptional
            and definition.defaultValue() is None
        }
        assert needed <= {key for key, value in run.parameters.items() if value not in (None, "")}
        for key, value in run.parameters.items():
            if isinstance(known[key], QgsProcessingParameterEnum) and value is not None:
                given = value.split(",") if known[key].allowMultiple() else [value]
                assert set(given) <= set(known[key].options())


def test_what_one_run_writes_the_next_reads() -> None:
    for job in JOBS.values():
        written: set[str] = set()
        for run in job.runs:
            given = run.parameters.get("INPUT", "")
            if isinstance(given, str) and given.startswith("/scratch"):
                assert given in written
            written |= {
                value for key, value in run.parameters.items() if key in ("OUTPUT", "WEIGHTS", "STABILITY", "SUMMARY")
            }


def test_more_districts_than_shortlisted_towns_do_not_each_need_one() -> None:
    many = jobs.Setting("x", "1", Path("/s"), {"township_districts": 9})
    for setting, wanted in ((many, None), (SETTING, "shortlist")):
        (run,) = (run for run in jobs.township_districts(setting).runs if run.algorithm == "partitiondistricts")
        assert run.parameters["CONTAINS_FIELD"] == wanted


def test_command_lines_of_both_shells() -> None:
    run = Run("x", {"A": "县 1.gpkg|layername=v", "B": ["p", "q r"], "C": None, "D": "", "E": 3, "F": True})
    assert command_lines([run]) == (
        "qgis_process run village_planner:x '--A=县 1.gpkg|layername=v' --B=p '--B=q r' --E=3 --F=true"
    )
    assert command_lines([run], windows=True) == (
        'qgis_process run village_planner:x "--A=县 1.gpkg|layername=v" "--B=p" "--B=q r" "--E=3" "--F=true"'
    )


def test_search_takes_the_best_match() -> None:
    units = [
        UnitEntry("township", "510700101", "龙潭镇", ""),
        UnitEntry("village", "510700101200", "龙潭村", "龙潭镇"),
        UnitEntry("village", "510700102200", "新龙潭村", "石桥镇"),
    ]
    assert find(units, "龙潭村") is units[1]
    assert find(units, "新龙") is units[2]
    assert find(units, "510700102") is units[2]
    assert find(units, " 510700101 ") is units[0]
    assert find(units, "石桥") is units[2]
    assert find(units, "没有") is None and find(units, " ") is None


@pytest.mark.parametrize(
    "choice, whole",
    [
        (Choice(), True),
        (Choice(atlas_formats=("png",)), True),
        (Choice(county=False), False),
        (Choice(townships=("510700101",)), False),
        (Choice(sheets=("cover",)), False),
    ],
    ids=["all", "pictures", "no county", "a township", "a sheet"],
)
def test_only_a_whole_atlas_counts_as_printed(choice: Choice, whole: bool) -> None:
    setting = jobs.Setting("/data/县 1.gpkg", "2", Path("/scratch"), {"results": choice}, {}, {})
    assert ("atlas" in jobs.results(setting).prints) == whole
