"""Where what a table or sheet misses comes from: the step, and the button of its page that brings or computes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...core.review.steps import CONTROL, DATA, DISTRICTS, INDICATORS, RESULTS, REVIEW
from ...core.tables.origins import ORIGINS


@dataclass(frozen=True)
class Cure:
    """step: key of a step; action: name of a button of its page."""

    step: str
    action: str


IMPORT = Cure(DATA, "import_layers")
FORMS = Cure(RESULTS, "report_forms")
# Kind of a result, with its level where that matters -> what computes it.
OF_RESULT = {
    "score/township": Cure(INDICATORS, "score_townships"),
    "score/village": Cure(INDICATORS, "score_villages"),
    "land_area": Cure(CONTROL, "overlay"),
    "land_change": Cure(CONTROL, "compare_land_use"),
    "conflict": Cure(CONTROL, "conflicts"),
    "quota": Cure(CONTROL, "show_quotas"),
    "target": Cure(CONTROL, "show_quotas"),
    "finding": Cure(DATA, "check_data"),
}
OF_TABLE = {
    "district_scheme": Cure(DISTRICTS, "draw_townships"),
    "village_districts": Cure(DISTRICTS, "draw_villages"),
    "settlement_hierarchy": Cure(DISTRICTS, "show_hierarchy"),
    "centre_reasons": Cure(DISTRICTS, "draw_townships"),
    "village_types": Cure(DISTRICTS, "classify_villages"),
    "opinion_adoption": Cure(REVIEW, "show_opinions"),
    "opinion_summary": Cure(REVIEW, "show_opinions"),
    "questionnaire_topics": Cure(REVIEW, "import_questionnaires"),
    "sign_offs": Cure(REVIEW, "show_rounds"),
    "moved_units": Cure(REVIEW, "show_rounds"),
    "review_record": Cure(REVIEW, "show_record"),
}
# Requirement of a sheet (atlas/holdings.py); everything else is brought by the import.
OF_REQUIREMENT = {
    "township_districts": OF_TABLE["district_scheme"],
    "village_districts": OF_TABLE["village_districts"],
    "centres": OF_TABLE["centre_reasons"],
    "hierarchy": OF_TABLE["settlement_hierarchy"],
    "scores": OF_RESULT["score/township"],
    "conflicts": OF_RESULT["conflict"],
    "land_area": OF_RESULT["land_area"],
    "land_change": OF_RESULT["land_change"],
}


def of_table(table: str, forms: Iterable[str]) -> Cure:
    """forms: ids of the tables that the county fills in"""
    if table in forms:
        return FORMS
    if table in OF_TABLE:
        return OF_TABLE[table]
    results = ORIGINS[table].results if table in ORIGINS else ()
    return next((OF_RESULT[key] for key in results if key in OF_RESULT), IMPORT)


def of_sheet(requires: Iterable[str]) -> Cure:
    return next((OF_REQUIREMENT[need] for need in requires if need in OF_REQUIREMENT), IMPORT)


def of_stale(result: str) -> Cure:
    """What computes a result again."""
    kind, _, level = result.partition("/")
    if kind in ("weight", "stability"):
        kind = "score"
    return OF_RESULT.get(f"{kind}/{level}", OF_RESULT.get(kind, Cure(CONTROL, "")))
