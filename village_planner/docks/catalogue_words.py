"""What the fields and choices of catalogues are called in a form; what is not known here keeps its own name."""

from __future__ import annotations

from typing import Any

from ..translation import tr


def catalogue_title(name: str) -> str:
    return {
        "indicators": tr("Indicators"),
        "village_types": tr("Village types"),
        "binding_indicators": tr("Binding indicators"),
        "targets": tr("Targets"),
        "road_speeds": tr("Road speeds"),
        "statistics": tr("Statistics workbooks"),
        "review_rounds": tr("Review rounds"),
        "facility_standards": tr("Standards of facilities"),
        "consolidation": tr("Potential of consolidation"),
    }.get(name, name)


def list_title(name: str) -> str:
    return {
        "indicators": tr("Indicators"),
        "groups": tr("Groups"),
        "rules": tr("Rules"),
        "types": tr("Types"),
        "targets": tr("Targets"),
        "speeds": tr("Speeds"),
        "stages": tr("Rounds"),
        "facilities": tr("Facilities"),
        "new_farmland": tr("New farmland"),
        "ecology": tr("Ecological restoration"),
    }.get(name, name)


def field_label(name: str) -> str:
    return {
        "code": tr("Code"),
        "id": tr("Code"),
        "zh": tr("Chinese"),
        "en": tr("English"),
        "group": tr("Group"),
        "unit": tr("Unit of measure"),
        "direction": tr("Direction"),
        "levels": tr("Levels"),
        "level": tr("Level"),
        "kind": tr("Kind"),
        "decimals": tr("Decimals"),
        "missing": tr("Missing value"),
        "normalisation": tr("Normalisation"),
        "log": tr("Logarithm"),
        "formula": tr("Formula"),
        "aliases": tr("Headers in workbooks"),
        "source": tr("Source"),
        "table": tr("Table"),
        "measure": tr("Measure"),
        "layers": tr("Layers"),
        "arguments": tr("Arguments"),
        "name": tr("Name"),
        "value": tr("Value"),
        "year": tr("Year"),
        "reason": tr("Reason"),
        "limit": tr("Limit"),
        "binding": tr("Binding"),
        "when": tr("When"),
        "participants": tr("Participants"),
        "agenda": tr("Agenda"),
        "days": tr("Days until due"),
        "outcomes": tr("Outcomes"),
        "opening_broken_rules": tr("Opening: broken rules"),
        "closing_broken_rules": tr("Closing: broken rules"),
        "closing_signatures": tr("Closing: signatures missing"),
        "closing_disagreement": tr("Closing: disagreement"),
        "closing_opinions": tr("Closing: opinions open"),
        "kinds": tr("Kinds in the layer"),
        "rule": tr("Rule"),
        "size": tr("Usual capacity"),
        "detail": tr("Further demands"),
        "share": tr("Share"),
        "classes": tr("Land classes"),
        "inside": tr("Only inside the lines"),
        "outside": tr("Not inside the lines"),
        "planned_population": tr("Planned population"),
        "named": tr("Places named"),
        "cultivated": tr("Cultivated land"),
        "construction": tr("Building land"),
        "ranking": tr("Ranking"),
    }.get(name, name)


def choice_label(value: Any) -> str:
    """A value of an enumeration in words."""
    return {
        "benefit": tr("more is better"),
        "cost": tr("less is better"),
        "township": tr("Townships"),
        "village": tr("Villages"),
        "county": tr("County"),
        "district": tr("Districts"),
        "indicator": tr("indicator (scored)"),
        "feature": tr("feature (only describes)"),
        "error": tr("an error"),
        "median": tr("median of the others"),
        "worst": tr("worst of the others"),
        "minmax": tr("Min–max"),
        "zscore": tr("z-score"),
        "percentile": tr("Percentile"),
        "vector": tr("Vector"),
        "imported": tr("imported from statistics"),
        "computed": tr("computed from layers"),
        "floor": tr("floor (at least)"),
        "cap": tr("cap (at most)"),
        "expected": tr("expected"),
        "ignore": tr("let it pass"),
        "warn": tr("warn"),
        "refuse": tr("refuse"),
        "department": tr("Department"),
        "meeting": tr("Meeting"),
        "leader": tr("Leader"),
        "passed": tr("passed"),
        "passed_with_changes": tr("passed with changes"),
        "returned": tr("returned"),
    }.get(value, str(value))
