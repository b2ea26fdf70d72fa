"""What each table is made from: the computed results that can go out of date, and the step that brings what is missing.

Other than title, columns and notes this is no county's choice: it follows from what the builders read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

RESULT_NAMES = {
    "score": "指标评分",
    "weight": "指标权重",
    "stability": "位次稳定性",
    "land_area": "管控线叠加",
    "land_change": "用地变化",
    "conflict": "冲突图斑",
    "finding": "数据检查",
    "quota": "指标分解",
    "target": "目标监测",
}
LEVEL_NAMES = {"township": "乡镇", "village": "村"}
OUT_OF_DATE = "数据已变动，需更新"


@dataclass(frozen=True)
class Origin:
    """results: keys of `CountyData.made` that the table's figures come from; step: the step of the work (see
    `core.review.steps.KEYS`) whose page brings or computes them."""

    results: tuple[str, ...]
    step: str


def _scores(level: str) -> tuple[str, ...]:
    return (f"score/{level}", f"weight/{level}", f"stability/{level}")


_LAND = Origin(("land_area",), "control")
_CHANGE = Origin(("land_change",), "control")
_DATA = Origin((), "data")
_PLAN = Origin((), "districts")
_REVIEW = Origin((), "review")
ORIGINS: dict[str, Origin] = {
    "district_scheme": _PLAN,
    "village_districts": _PLAN,
    "settlement_hierarchy": _PLAN,
    "centre_reasons": _PLAN,
    "village_types": _PLAN,
    "quotas": Origin(("quota",), "control"),
    "targets": Origin(("target",), "control"),
    "indicator_scores": Origin(_scores("township"), "indicators"),
    "village_scores": Origin(_scores("village"), "indicators"),
    "control_summary": _LAND,
    "control_areas": _LAND,
    "land_first_level": _LAND,
    "land_second_level": _LAND,
    "land_vertical": _LAND,
    "land_super_classes": _LAND,
    "settlement_land": _CHANGE,
    "land_structure": _CHANGE,
    "space_control": _CHANGE,
    "planning_indicators": Origin(("land_change", "quota"), "control"),
    "key_figures": Origin(("land_change", "quota"), "control"),
    "construction_change": _CHANGE,
    "farmland_change": _CHANGE,
    "linkage": _CHANGE,
    "projects": _DATA,
    "facility_provision": _DATA,
    "conflicts": Origin(("conflict",), "control"),
    "consolidation_potential": _LAND,
    "tenure_adjustment": _DATA,
    "sector_plan_list": _DATA,
    "safeguards": _DATA,
    "opinion_adoption": _REVIEW,
    "opinion_summary": _REVIEW,
    "sign_offs": _REVIEW,
    "questionnaire_topics": _REVIEW,
    "moved_units": _REVIEW,
    "review_record": _REVIEW,
}


def result_name(key: str) -> str:
    """What a result is called on paper: “指标评分（乡镇）” for score/township."""
    kind, _, level = key.partition("/")
    return RESULT_NAMES.get(kind, kind) + (f"（{LEVEL_NAMES[level]}）" if level in LEVEL_NAMES else "")


def stale_results(table: str, stale: Iterable[str]) -> tuple[str, ...]:
    """Which of the stale results a table shows, sorted; of a table that is not known here all of them."""
    known = ORIGINS.get(table)
    return tuple(sorted(key for key in stale if known is None or key in known.results))


def stamp(results: Iterable[str]) -> str:
    """The line that is printed on what shows figures out of date, "" where there are none."""
    return _line(map(result_name, results))


def joined(stamps: Iterable[str]) -> str:
    """One line for several, each result named once."""
    names = (name for line in stamps if line for name in line[len(OUT_OF_DATE) + 1 :].split("、"))
    return _line(dict.fromkeys(names))


def _line(names: Iterable[str]) -> str:
    told = "、".join(names)
    return f"{OUT_OF_DATE}：{told}" if told else ""
