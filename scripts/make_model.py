"""Write resources/models/plancounty.model3: the chain of the main job as an ordinary Processing model.

Usage: make model. The model is data that a county may open in the model designer and change; this script only spares us
from placing thirty boxes by hand. Names of parameters are those of the algorithms.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildDependency,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.core import QgsProcessingModelChildParameterSource as Source
from qgis.PyQt.QtCore import QPointF

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "models" / "plancounty.model3"


def value(static: Any) -> Source:
    return Source.fromStaticValue(static)


def given(parameter: str) -> Source:
    return Source.fromModelParameter(parameter)


def result(child: str, output: str) -> Source:
    return Source.fromChildOutput(child, output)


def layer(name: str) -> Source:
    """A layer of the planning database that the model was given."""
    return Source.fromExpression(f"@DATABASE || '|layername={name}'")


class Model:
    """Collects boxes; each takes its place in one of four columns, in the order they are added."""

    def __init__(self) -> None:
        self.model = QgsProcessingModelAlgorithm("Plan a county", "3 Districts", "results")
        self.model.setName("plancounty")
        self.children = 0

    def parameter(self, definition: QgsProcessingParameterDefinition) -> None:
        box = QgsProcessingModelParameter(definition.name())
        box.setPosition(QPointF(150 + 230 * len(self.model.parameterComponents()), 60))
        self.model.addModelParameter(definition, box)

    def child(self, name: str, algorithm: str, _after: str = "", **parameters: Source) -> str:
        box = QgsProcessingModelChildAlgorithm(f"village_planner:{algorithm}")
        box.setChildId(name)
        box.setDescription(name)
        registered = QgsApplication.processingRegistry().algorithmById(f"village_planner:{algorithm}")
        if registered is None:
            raise SystemExit(f"no algorithm {algorithm}")
        known = {definition.name() for definition in registered.parameterDefinitions()}
        unknown = set(parameters) - known
        if unknown:
            raise SystemExit(f"{algorithm} has no parameter {', '.join(sorted(unknown))}")
        for definition in registered.parameterDefinitions():
            default = definition.defaultValue()
            if definition.name() not in parameters and default is not None and not definition.isDestination():
                parameters[definition.name()] = value(default)
        for key, source in parameters.items():
            box.addParameterSources(key, [source])
        if _after:
            box.setDependencies([QgsProcessingModelChildDependency(_after)])
        box.setPosition(QPointF(150 + 260 * (self.children % 4), 180 + 110 * (self.children // 4)))
        self.children += 1
        return self.model.addChildAlgorithm(box)

    def output(self, child: str, output: str, name: str, title: str) -> None:
        box = self.model.childAlgorithm(child)
        outputs = dict(box.modelOutputs())
        made = QgsProcessingModelOutput(name, title)
        made.setChildId(child)
        made.setChildOutputName(output)
        outputs[name] = made
        box.setModelOutputs(outputs)
        self.model.setChildAlgorithm(box)


def build() -> QgsProcessingModelAlgorithm:
    m = Model()
    number, integer = QgsProcessingParameterNumber.Double, QgsProcessingParameterNumber.Integer
    m.parameter(QgsProcessingParameterFile("DATABASE", "Planning database 规划数据库", extension="gpkg"))
    m.parameter(QgsProcessingParameterString("PLAN", "Plan 方案", "方案一"))
    m.parameter(QgsProcessingParameterNumber("DISTRICTS", "Township districts 镇级片区数", integer, 5, minValue=1))
    m.parameter(
        QgsProcessingParameterNumber("VILLAGE_DISTRICTS", "Village districts 村级片区数", integer, 99, minValue=1)
    )
    m.parameter(QgsProcessingParameterNumber("CENTRAL_VILLAGES", "Central villages 中心村数", integer, 113, minValue=1))
    m.parameter(QgsProcessingParameterNumber("TOLERANCE", "Township band ± % 镇级人口浮动", number, 15, minValue=0))
    m.parameter(
        QgsProcessingParameterNumber("VILLAGE_TOLERANCE", "Village band ± % 村级人口浮动", number, 35, minValue=0)
    )
    m.parameter(
        QgsProcessingParameterNumber(
            "CROSSINGS", "Village districts across townships at most 跨乡镇村级片区上限", integer, 4, minValue=0
        )
    )
    m.parameter(
        QgsProcessingParameterString(
            "SIMILARITY_FIELDS", "Fields of similarity 相似性字段 (a;b)", "T1;T2;T3;T4;T5", optional=True
        )
    )

    m.parameter(
        QgsProcessingParameterString(
            "PLANNED_NAME",
            "Sector plan of planned land use 规划用地的专项规划 (empty: the only one)",
            "",
            optional=True,
        )
    )
    m.parameter(
        QgsProcessingParameterString(
            "TOWNSHIPS", "Townships with a workbook 出报表的乡镇 (codes a,b; empty: all)", "", optional=True
        )
    )
    m.parameter(QgsProcessingParameterString("TABLES", "Report tables 报表 (ids a,b; empty: all)", "", optional=True))
    m.parameter(QgsProcessingParameterString("SHEETS", "Atlas sheets 图集图幅 (a,b; empty: all)", "", optional=True))
    m.parameter(QgsProcessingParameterNumber("DPI", "Atlas dpi 图集分辨率", integer, 300, minValue=30, maxValue=1200))

    last = ""
    for level in ("township", "village"):
        common = {"DATABASE": given("DATABASE"), "PLAN": given("PLAN"), "LEVEL": value(level)}
        code = {"CODE_FIELD": value("code")}
        if level == "village":  # travel, services, hazards …; what the statistics say stays
            last = m.child(
                "compute village indicators",
                "computeindicators",
                last,
                **common,
                SAVE=value(True),
                EXISTING=value("keep"),
            )
        units = m.child(f"{level} units", "loadunits", last, **common)
        score = m.child(
            f"{level} scores",
            "scoreindicators",
            INPUT=result(units, "OUTPUT"),
            WEIGHTING=value("entropy"),
            DATABASE=given("DATABASE"),
            **code,
        )
        m.child(
            f"save {level} scores",
            "saveresult",
            INPUT=result(score, "OUTPUT"),
            KIND=value("score"),
            VALUE_FIELD=value("score"),
            **common,
            **code,
        )
        weights = m.child(
            f"save {level} weights",
            "saveresult",
            INPUT=result(score, "WEIGHTS"),
            KIND=value("weight"),
            CODE_FIELD=value("indicator"),
            VALUE_FIELD=value("weight"),
            **common,
        )
        m.child(
            f"save firmness of {level} ranks",
            "saveresult",
            INPUT=result(score, "STABILITY"),
            KIND=value("stability"),
            VALUE_FIELD=value("top_share"),
            **common,
            **code,
        )
        source, rules = score, {}
        if level == "township":
            source = m.child(
                "shortlist",
                "selectcentres",
                INPUT=result(score, "OUTPUT"),
                LEVEL=value(level),
                SCORE_FIELD=value("score"),
                DATABASE=given("DATABASE"),
                **code,
            )
            rules = {
                "DISTRICTS": given("DISTRICTS"),
                "TOLERANCE": given("TOLERANCE"),
                "CONTAINS_FIELD": value("shortlist"),
            }
        else:
            rules = {
                "DISTRICTS": given("VILLAGE_DISTRICTS"),
                "TOLERANCE": given("VILLAGE_TOLERANCE"),
                "PARENT_FIELD": value("parent_district"),
                "TOWNSHIP_FIELD": value("township_code"),
                "MAX_CROSSING": given("CROSSINGS"),
            }
        districts = m.child(
            f"{level} districts",
            "partitiondistricts",
            INPUT=result(source, "OUTPUT"),
            POPULATION_FIELD=value("population"),
            SIMILARITY_FIELDS=given("SIMILARITY_FIELDS"),
            EFFORT=value("quick"),
            **rules,
            **code,
        )
        saved = m.child(
            f"save {level} districts",
            "saveresult",
            weights,
            INPUT=result(districts, "OUTPUT"),
            KIND=value("assignment"),
            VALUE_FIELD=value("district"),
            **common,
            **code,
        )
        candidates, count = districts, {}
        if level == "village":  # villages to be relocated are no central villages
            candidates = m.child(
                "village types before centres",
                "classifyvillages",
                saved,
                DATABASE=given("DATABASE"),
                PLAN=given("PLAN"),
                INPUT=result(districts, "OUTPUT"),
                **code,
            )
            count = {"COUNT": given("CENTRAL_VILLAGES"), "TYPE_FIELD": value("village_type")}
        centres = m.child(
            f"{level} centres",
            "selectcentres",
            INPUT=result(candidates, "OUTPUT"),
            LEVEL=value(level),
            SCORE_FIELD=value("score"),
            DISTRICT_FIELD=value("district"),
            MERIT=value("criteria"),
            ROADS=layer("road"),
            SEATS=layer("facility"),
            DATABASE=given("DATABASE"),
            **count,
            **code,
        )
        last = m.child(
            f"save {level} centres",
            "saveresult",
            saved,
            INPUT=result(centres, "OUTPUT"),
            KIND=value("centre"),
            VALUE_FIELD=value("role"),
            **common,
            **code,
        )

    types = m.child("village types", "classifyvillages", last, DATABASE=given("DATABASE"), PLAN=given("PLAN"))
    last = m.child(
        "save village types",
        "saveresult",
        DATABASE=given("DATABASE"),
        PLAN=given("PLAN"),
        LEVEL=value("village"),
        KIND=value("village_type"),
        INPUT=result(types, "OUTPUT"),
        CODE_FIELD=value("code"),
        VALUE_FIELD=value("village_type"),
    )
    hierarchy = m.child(
        "settlement hierarchy", "settlementhierarchy", last, DATABASE=given("DATABASE"), PLAN=given("PLAN")
    )
    overlay = m.child(
        "parcels over control lines",
        "overlayconstraints",
        last,
        INPUT=layer("parcel"),
        CLASS_FIELD=value("class_code"),
        UNITS=layer("village"),
        UNIT_CODE_FIELD=value("code"),
        PARCEL_UNIT_FIELD=value("unit_code"),
        CONSTRAINTS=layer("control_line"),
    )
    areas = m.child(
        "save areas",
        "saveresult",
        DATABASE=given("DATABASE"),
        PLAN=given("PLAN"),
        LEVEL=value("village"),
        KIND=value("land_area"),
        INPUT=result(overlay, "SUMMARY"),
        CODE_FIELD=value("unit_code"),
        VALUE_FIELD=value("area_m2"),
    )
    # A county without a sector plan, or with several of which none is named, is planned all the same.
    compared = m.child(
        "land use present and planned",
        "comparelanduse",
        areas,
        DATABASE=given("DATABASE"),
        PLANNED_NAME=given("PLANNED_NAME"),
        WITHOUT_PLAN=value("skip"),
    )
    areas = m.child(
        "save change of land use",
        "saveresult",
        DATABASE=given("DATABASE"),
        PLAN=given("PLAN"),
        LEVEL=value("village"),
        KIND=value("land_change"),
        INPUT=result(compared, "OUTPUT"),
        CODE_FIELD=value("unit_code"),
        VALUE_FIELD=value("area_m2"),
        EMPTY=value("skip"),
    )
    last_step = {"DATABASE": given("DATABASE"), "PLAN": given("PLAN")}
    reports = m.child(
        "workbooks", "exporttownshipreports", areas, TOWNSHIPS=given("TOWNSHIPS"), TABLES=given("TABLES"), **last_step
    )
    atlas = m.child("atlas", "exportatlas", areas, DPI=given("DPI"), SHEETS=given("SHEETS"), **last_step)
    m.output(hierarchy, "OUTPUT", "HIERARCHY", "Settlement hierarchy 城乡居民点体系")
    m.output(reports, "FOLDER", "FOLDER", "Workbooks 报表文件夹")
    m.output(atlas, "OUTPUT", "ATLAS", "Atlas 图集")
    m.model.updateDestinationParameters()
    return m.model


if __name__ == "__main__":
    sys.path.insert(0, os.environ.get("QGIS_PLUGINPATH", str(ROOT / "build" / "plugins")))
    application = QgsApplication([], False)
    application.initQgis()
    from village_planner.algorithms.provider import register_provider

    provider = register_provider()
    model = build()
    valid, problems = model.validate()
    if not valid:
        sys.exit("\n".join(problems))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    if not model.toFile(str(TARGET)):
        sys.exit(f"{TARGET} could not be written")
    print("written:", TARGET.relative_to(ROOT), "with", len(model.childAlgorithms()), "steps")
    application.exitQgis()
