"""Names that other people's models and batch files rely on: none is renamed, retyped or dropped by accident.

A parameter reads: type, "!" where it must be given, "*" where it takes several; then keys or default.
Algorithms may have more parameters and results than stand here, never fewer.
"""

from __future__ import annotations

from typing import Any

import pytest

LEVEL = "enum township village = township"
RULES = {
    "INPUT": "source !",
    "CODE_FIELD": "field",
    "POPULATION_FIELD": "field",
    "TOLERANCE": "number",
    "POPULATION_MIN": "number",
    "POPULATION_MAX": "number",
    "PARENT_FIELD": "field",
    "TOWNSHIP_FIELD": "field",
    "MAX_CROSSING": "number",
    "SIMILARITY_FIELDS": "field *",
    "WEIGHT_SIMILARITY": "number = 1.0",
    "WEIGHT_COMPACTNESS": "number = 1.0",
    "WEIGHT_BOUNDARY": "number = 0.0",
    "WEIGHT_FLOW": "number = 0.0",
    "WEIGHT_STABILITY": "number = 0.0",
    "FLOWS": "source",
    "CENTRE_FIELD": "field",
    "CONTAINS_FIELD": "field",
    "TOGETHER_FIELD": "field",
    "APART_FIELD": "field",
    "LOCK_FIELD": "field",
    "REFERENCE_FIELD": "field",
    "SNAP": "number = 1.0",
    "MIN_UNITS": "number",
    "MAX_UNITS": "number",
    "LINKS": "source",
}
FIGURES = ["OBJECTIVE", "SIMILARITY", "COMPACTNESS", "BOUNDARY", "BOUND", "GAP", "PROVEN", "VALID"]
INTERFACE: dict[str, tuple[dict[str, str], list[str]]] = {
    "createsamplecounty": (
        {"PARCELS": "number = 40000", "SEED": "number = 1", "OUTPUT": "fileDestination !"},
        ["OUTPUT"],
    ),
    "importcounty": (
        {
            "VILLAGES": "source !",
            "TOWNSHIPS": "source",
            "PARCELS": "source",
            "ECOLOGICAL_REDLINE": "source",
            "BASIC_FARMLAND": "source",
            "URBAN_BOUNDARY": "source",
            "CONTROL_LINES": "multilayer",
            "HAZARDS": "source",
            "FACILITIES": "source",
            "ROADS": "source",
            "NEIGHBOURS": "source",
            "INDICATORS": "source",
            "FLOWS": "source",
            "SECTOR_PLANS": "multilayer",
            "PROJECTS": "source",
            "REFERENCE_PLAN": "source",
            "FIELD_MAP": "file",
            "TARGET_CRS": "crs",
            "OUTPUT": "fileDestination !",
        },
        ["OUTPUT", "VILLAGE_COUNT", "TOWNSHIP_COUNT", "PARCEL_COUNT"],
    ),
    "computeindicators": (
        {
            "DATABASE": "file",
            "LEVEL": LEVEL,
            "INDICATORS": "string",
            "YEAR": "number",
            "VILLAGES": "source",
            "TOWNSHIPS": "source",
            "ROADS": "source",
            "FACILITIES": "source",
            "HAZARDS": "source",
            "PARCELS": "source",
            "CONTROL_LINES": "multilayer",
            "COUNTY_SEAT": "string",
            "STATIONS": "string",
            "SNAP": "number = 1.0",
            "CROSSINGS": "boolean = False",
            "CATALOGUE": "file",
            "ROAD_SPEEDS": "file",
            "PLACES": "file",
            "PLAN": "string",
            "SAVE": "boolean = False",
            "EXISTING": "enum keep replace = keep",
            "OUTPUT": "sink !",
            "DIFFERENCES": "sink",
        },
        ["OUTPUT", "DIFFERENCES", "VALUE_COUNT", "LEFT_OUT", "DIFFERENCE_COUNT", "SAVED_COUNT"],
    ),
    "loadunits": ({"DATABASE": "file !", "PLAN": "string", "LEVEL": LEVEL, "OUTPUT": "sink !"}, ["OUTPUT"]),
    "saveresult": (
        {
            "DATABASE": "file !",
            "PLAN": "string",
            "LEVEL": LEVEL,
            "KIND": "enum assignment score weight stability centre land_area land_change finding conflict "
            "indicator judgement village_type quota target target_actual = assignment",
            "INPUT": "source !",
            "CODE_FIELD": "field",
            "VALUE_FIELD": "field",
        },
        ["PLAN_ID"],
    ),
    "passdownquotas": (
        {
            "DATABASE": "file !",
            "PLAN": "string",
            "QUOTAS": "source",
            "BASIS": "enum catalogue present population area buildable = catalogue",
            "CATALOGUE": "file",
            "OUTPUT": "sink !",
            "CHECKS": "sink",
        },
        ["OUTPUT", "CHECKS", "SHORTFALL_COUNT", "PROPOSED_COUNT", "MISSING_COUNT"],
    ),
    "tracktargets": (
        {
            "DATABASE": "file !",
            "ACTUALS": "source",
            "YEAR": "number",
            "TARGETS": "file",
            "OUTPUT": "sink !",
            "RANKING": "sink",
        },
        ["OUTPUT", "RANKING", "GREEN", "YELLOW", "RED", "NO_LIGHT"],
    ),
    "checkdata": (
        {"DATABASE": "file", "VILLAGES": "source", "TOWNSHIPS": "source", "PARCELS": "source", "OUTPUT": "sink !"},
        ["OUTPUT", "ERRORS", "WARNINGS"],
    ),
    "scoreindicators": (
        {
            "INPUT": "source !",
            "CODE_FIELD": "field",
            "INDICATOR_FIELDS": "field *",
            "COST_FIELDS": "field *",
            "CATALOGUE": "file",
            "WEIGHTING": "enum equal ahp entropy critic combined own = equal",
            "NORMALISATION": "enum minmax zscore percentile vector = minmax",
            "JUDGEMENTS": "source",
            "AGGREGATION": "enum weighted_sum topsis = weighted_sum",
            "SEED": "number = 1",
            "OUTPUT": "sink !",
            "WEIGHTS": "sink",
            "STABILITY": "sink",
        },
        ["OUTPUT", "WEIGHTS", "STABILITY"],
    ),
    "selectcentres": (
        {
            "INPUT": "source !",
            "CODE_FIELD": "field",
            "LEVEL": LEVEL,
            "SCORE_FIELD": "field = score",
            "DISTRICT_FIELD": "field",
            "SHORTLIST": "number = 8",
            "COUNT": "number",
            "MIN_PER_DISTRICT": "number = 1",
            "MAX_PER_DISTRICT": "number",
            "SUBCENTRES": "number = 2",
            "ACCESS_FIELD": "field",
            "TREND_FIELD": "field",
            "EXCLUDE_FIELD": "field",
            "NOMINATED_FIELD": "field",
            "TYPE_FIELD": "field",
            "MERIT": "enum score criteria = score",
            "ROADS": "source",
            "SEATS": "source",
            "TRAVEL": "source",
            "RADIATION": "enum gravity floating_catchment",
            "RADIATION_EXPONENT": "number",
            "CATCHMENT_MINUTES": "number",
            "RULES": "file",
            "OUTPUT": "sink !",
        },
        ["OUTPUT", "CENTRE_COUNT", "SUBCENTRE_COUNT"],
    ),
    "classifyvillages": (
        {
            "DATABASE": "file",
            "PLAN": "string",
            "INPUT": "source",
            "CODE_FIELD": "field",
            "TYPE_FIELD": "field",
            "DECIDED_FIELD": "field",
            "RULES": "file",
            "OUTPUT": "sink !",
            "LAYOUT": "sink",
        },
        ["OUTPUT", "LAYOUT", "CENTRAL_COUNT", "RETAINED_COUNT", "NEITHER_COUNT"],
    ),
    "settlementhierarchy": (
        {"DATABASE": "file !", "PLAN": "string", "SEAT": "string", "OUTPUT": "sink !", "NODES": "sink"},
        ["OUTPUT", "NODES", "CENTRAL_TOWN_COUNT", "CENTRAL_VILLAGE_COUNT", "ORDINARY_VILLAGE_COUNT", "PROBLEM_COUNT"],
    ),
    "partitiondistricts": (
        {
            **RULES,
            "DISTRICTS": "number = 5",
            "EFFORT": "enum quick standard thorough = standard",
            "ALTERNATIVES": "number = 0",
            "SEED": "number = 1",
            "START_FIELD": "field",
            "OUTPUT": "sink !",
            "DISTRICTS_OUTPUT": "sink",
            "ALTERNATIVES_OUTPUT": "sink",
        },
        ["OUTPUT", "DISTRICTS_OUTPUT", "ALTERNATIVES_OUTPUT", *FIGURES],
    ),
    "evaluateplan": (
        {
            **RULES,
            "DISTRICT_FIELD": "field ! = district",
            "DISTRICTS": "number",
            "OUTPUT": "sink !",
            "FINDINGS": "sink",
        },
        ["OUTPUT", "FINDINGS", *FIGURES],
    ),
    "compareplans": (
        {
            "INPUT": "source !",
            "CODE_FIELD": "field",
            "FIELD_A": "field !",
            "FIELD_B": "field !",
            "OUTPUT": "sink !",
            "SUMMARY": "sink",
        },
        ["OUTPUT", "SUMMARY"],
    ),
    "importassignment": (
        {
            "INPUT": "source",
            "FILE": "file",
            "CODE_FIELD": "field",
            "DISTRICT_FIELD": "field",
            "DATABASE": "file !",
            "PLAN": "string",
            "LEVEL": LEVEL,
            "MATCH": "enum code name = code",
            "MISSING": "enum refuse unassigned keep = refuse",
            "ON_ERROR": "enum refuse certain = refuse",
            "ERRORS": "sink",
        },
        ["ERRORS", "PLAN_ID", "ROW_COUNT", "ERROR_COUNT", "MOVED_COUNT"],
    ),
    "openround": (
        {"DATABASE": "file !", "PLAN": "string", "ROUND": "number", "DATE": "string", "DUE": "string"},
        ["ROUND", "SNAPSHOT", "PARTICIPANTS", "DUE"],
    ),
    "signoff": (
        {
            "DATABASE": "file !",
            "PLAN": "string",
            "ROUND": "number",
            "PARTICIPANT": "string !",
            "VERDICT": "enum agree agree_with_changes disagree withdraw = agree",
            "SIGNED_BY": "string",
            "DATE": "string",
            "NOTE": "string",
        },
        ["ROUND", "SIGNED", "MISSING"],
    ),
    "closeround": (
        {
            "DATABASE": "file !",
            "PLAN": "string",
            "ROUND": "number",
            "OUTCOME": "enum passed passed_with_changes returned = passed",
            "DATE": "string",
            "NOTE": "string",
        },
        ["ROUND", "NEXT", "STATUS"],
    ),
    "exportassignment": (
        {
            "DATABASE": "file !",
            "PLAN": "string",
            "LEVEL": LEVEL,
            "HEADERS": "enum english chinese = english",
            "OUTPUT": "fileDestination !",
        },
        ["OUTPUT", "ROW_COUNT"],
    ),
    "overlayconstraints": (
        {
            "INPUT": "source !",
            "CLASS_FIELD": "field",
            "UNITS": "source",
            "UNIT_CODE_FIELD": "field",
            "PARCEL_UNIT_FIELD": "field",
            "CONSTRAINTS": "multilayer",
            "AREA": "enum ellipsoid plane = ellipsoid",
            "MIN_AREA": "number = 1.0",
            "OUTPUT": "sink !",
            "SUMMARY": "sink",
            "REJECTED": "sink",
            "BALANCE": "boolean = False",
            "CONTROL_AREA_FIELD": "field",
            "TOWNSHIPS": "source",
            "COUNTY_AREA": "number",
            "ADJUSTABLE": "expression",
            "RIDGE_FIELD": "field",
            "BALANCED": "sink",
        },
        ["OUTPUT", "SUMMARY", "REJECTED", "INPUT_AREA", "OUTPUT_AREA", "REJECTED_COUNT"],
    ),
    "comparelanduse": (
        {
            "DATABASE": "file",
            "PLANNED_NAME": "string",
            "PLANNED_VERSION": "enum 2023 2020 = 2023",
            "INPUT": "source",
            "CLASS_FIELD": "field",
            "PARCEL_UNIT_FIELD": "field",
            "SETTLEMENT_FIELD": "field",
            "PLANNED": "source",
            "PLANNED_CLASS_FIELD": "field",
            "UNITS": "source",
            "UNIT_CODE_FIELD": "field",
            "CONSTRAINTS": "multilayer",
            "AREA": "enum ellipsoid plane = ellipsoid",
            "BALANCE": "boolean = False",
            "OUTPUT": "sink !",
            "PIECES": "sink",
            "REJECTED": "sink",
        },
        ["OUTPUT", "PIECES", "REJECTED", "INPUT_AREA", "OUTPUT_AREA", "UNPLANNED_AREA", "REJECTED_COUNT"],
    ),
    "detectconflicts": (
        {
            "INPUT_A": "source !",
            "CLASS_A": "field",
            "INPUT_B": "source",
            "CLASS_B": "field",
            "CODES_A": "enum plan_2023 plan_2020 survey own = plan_2023",
            "CODES_B": "enum plan_2023 plan_2020 survey own = plan_2023",
            "OTHERS": "multilayer",
            "CONSTRAINTS": "multilayer",
            "PLAN_A": "string",
            "PLAN_B": "string",
            "RULES": "file",
            "UNITS": "source",
            "UNIT_CODE_FIELD": "field",
            "AREA": "enum ellipsoid plane = ellipsoid",
            "MIN_AREA": "number",
            "DECISIONS": "source",
            "DATABASE": "file",
            "PLAN": "string",
            "OUTPUT": "sink !",
            "SUMMARY": "sink",
        },
        ["OUTPUT", "SUMMARY", "CONFLICT_COUNT", "CONFLICT_AREA", "SLIVER_COUNT"],
    ),
    "exporttownshipreports": (
        {
            "DATABASE": "file !",
            "PLAN": "string",
            "TOWNSHIPS": "string",
            "TABLES": "string",
            "FOLDER": "folderDestination !",
        },
        ["FOLDER"],
    ),
    "makelayouts": (
        {
            "DATABASE": "file !",
            "PLAN": "string",
            "SHEETS": "string",
            "PROJECT_OUTPUT": "fileDestination",
        },
        ["PROJECT_OUTPUT"],
    ),
    "exportatlas": (
        {
            "DATABASE": "file !",
            "PLAN": "string",
            "SHEETS": "string",
            "PAPER": "enum A4 A3 A0 = A3",
            "DPI": "number = 300",
            "FORMATS": "enum pdf png svg * = pdf",
            "OUTPUT": "fileDestination !",
        },
        ["OUTPUT"],
    ),
}


def described(parameter: Any) -> str:
    """The parameter in the words of `INTERFACE`."""
    from qgis.core import QgsProcessingParameterDefinition

    words, kind, default = [parameter.type()], parameter.type(), parameter.defaultValue()
    if kind == "enum":
        assert parameter.usesStaticStrings()
        words += parameter.options()
    many = kind in ("enum", "field") and parameter.allowMultiple()
    optional = bool(parameter.flags() & QgsProcessingParameterDefinition.FlagOptional)
    if not optional and (default is None or kind == "field"):
        words.append("!")
    if many:
        words.append("*")
    if default not in (None, ""):
        words += ["=", str(default)]
    return " ".join(words)


@pytest.mark.parametrize("name", INTERFACE)
def test_every_promised_parameter_and_result_is_there(provider: Any, name: str) -> None:
    algorithm = provider.algorithm(name)
    parameters, results = INTERFACE[name]
    found = {item.name(): described(item) for item in algorithm.parameterDefinitions() if item.name() in parameters}
    assert found == parameters
    assert set(results) <= {item.name() for item in algorithm.outputDefinitions()}


@pytest.mark.parametrize("name", INTERFACE)
def test_what_is_not_promised_may_be_left_out(provider: Any, name: str) -> None:
    """A command line written for the promised parameters goes on working when an algorithm learns more."""
    from qgis.core import QgsProcessingParameterDefinition

    for item in provider.algorithm(name).parameterDefinitions():
        if item.name() not in INTERFACE[name][0]:
            optional = bool(item.flags() & QgsProcessingParameterDefinition.FlagOptional)
            assert optional or item.defaultValue() is not None, item.name()


def test_ids_are_lower_case_and_parameters_in_capitals(provider: Any) -> None:
    for name in INTERFACE:
        assert name.isalpha() and name.islower()
        assert all(item.name().isupper() for item in provider.algorithm(name).parameterDefinitions())


@pytest.mark.parametrize(
    "given, taken",
    [("village", "village"), ("1", "village"), (0, "township"), ("7", None), ("", None), ("0,1", None)],
    ids=["name", "number", "number_of_python", "no_such_number", "nothing", "several"],
)
def test_choices_are_taken_by_name_and_by_the_number_that_the_help_shows(provider: Any, given: Any, taken: Any) -> None:
    from qgis.core import QgsProcessingContext

    algorithm, context = provider.algorithm("loadunits").create(), QgsProcessingContext()
    parameters = {"DATABASE": "county.gpkg", "LEVEL": given, "OUTPUT": "memory:"}
    able, reason = algorithm.checkParameterValues(parameters, context)
    assert able == (taken is not None)
    if taken:
        assert algorithm.parameterAsEnumString(parameters, "LEVEL", context) == taken
    else:
        assert reason.startswith("LEVEL: ") and "township, village" in reason


def test_several_choices_by_number(provider: Any) -> None:
    from qgis.core import QgsProcessingContext

    algorithm, context = provider.algorithm("exporttownshipreports").create(), QgsProcessingContext()
    options = algorithm.parameterDefinition("FORMATS").options()
    for given in ("0,2", ["0", "2"], [0, 2], [options[0], options[2]]):
        assert algorithm.parameterAsEnumStrings({"FORMATS": given}, "FORMATS", context) == [options[0], options[2]]
