"""saveresult: keep a layer or table of results with a plan of the planning database."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputNumber, QgsWkbTypes

from ..core.task import Task
from ..layers import read_source
from ..translation import tr
from .base import PlannerAlgorithm, push_warnings
from .loadunits import LEVELS
from .parameters import advanced, choice, database, field, plan, table

KINDS = (
    "assignment",
    "score",
    "weight",
    "stability",
    "centre",
    "land_area",
    "land_change",
    "finding",
    "conflict",
    "indicator",
    "judgement",
    "village_type",
    "quota",
    "target",
    "target_actual",
)
SHAPED = ("finding", "conflict")  # kept with their geometry; there may be none of them


class SaveResult(PlannerAlgorithm):
    NAME = "saveresult"
    GROUP = "data"

    def title(self) -> str:
        return tr("Save result")

    def help(self) -> str:
        return tr(
            "Keeps a result with a plan of a planning database, in place of the plan's earlier one of that kind and "
            "level. The plan is made where its name is new; empty means the current plan.\n\n"
            "KIND says what INPUT holds, and which fields are taken where none is named:\n"
            "assignment: code, district (units to districts); also stability (from partitiondistricts). Village "
            "districts must stay inside township districts.\n"
            "score: code, score; also rank and score_<group> where there.\n"
            "weight: indicator, weight.\n"
            "stability: code, top_share; also best_rank, worst_rank, share_<kind of trial>, decides, decided_rank.\n"
            "centre: code, role (central_town, sub_central_town, central_village or empty); also reason, figures.\n"
            "land_area: unit_code, area_m2; also class_code, constraints, net_area_m2 (the summary of "
            "overlayconstraints).\n"
            "land_change: unit_code (villages), class_code, settlement_code, planned_class, constraints, area_m2; also "
            "planned, planned_version (from comparelanduse).\n"
            "finding: unit_code, message; also key, rule, severity, layer, and the geometry (from checkdata).\n"
            "conflict: unit_code, area_m2; also all fields of the ledger and the geometry (from detectconflicts). "
            "Conflicts found again keep their key and what was decided on them.\n"
            "indicator: code, indicator, value; also year, source. Or a row per unit with a field per indicator. "
            "Figures take the place of earlier ones of the same unit, indicator and year.\n"
            "judgement: row, column, value; also expert. An expert's judgements take the place of the earlier ones.\n"
            "village_type: code, village_type; also type_rule, type_reason, next_type, next_distance, layout (central, "
            "retained, neither), decided_by_user. Types that were decided by hand are kept.\n"
            "quota: unit_code, value; also level, parent, indicator and the other fields of passdownquotas.\n"
            "target: code, value and the other fields of tracktargets.\n"
            "target_actual: code, year, value; also unit_code (empty: the whole county), source.\n"
            "Indicators, judgements and target_actual belong to the county: PLAN is not needed.\n\n"
            "Unknown, repeated and missing unit codes are refused. Units that are left out are named in a warning."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(plan(tip=tr("A new name makes a new plan.")))
        self.addParameter(choice("LEVEL", tr("Level"), LEVELS, "township"))
        self.addParameter(choice("KIND", tr("Kind of result"), KINDS, "assignment"))
        self.addParameter(table("INPUT", tr("Result to save")))
        self.addParameter(field("CODE_FIELD", tr("Code field (empty: the usual one)"), "INPUT", optional=True))
        self.addParameter(field("VALUE_FIELD", tr("Value field (empty: the usual one)"), "INPUT", optional=True))
        self.addParameter(
            advanced(
                choice("EMPTY", tr("Where INPUT has no rows"), ("refuse", "skip"), "refuse"),
                tr("skip: nothing is saved, and what was saved before stays; for models."),
            )
        )
        self.addOutput(QgsProcessingOutputNumber("PLAN_ID", tr("Number of the plan")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..database import open_database
        from ..database.saving import FIELDS, Input, save

        kind = self.parameterAsEnumString(parameters, "KIND", context)
        source = self.source(parameters, "INPUT", context)
        layer = self.label(parameters, "INPUT", source)
        if self.parameterAsEnumString(parameters, "EMPTY", context) == "skip" and source.featureCount() == 0:
            feedback.pushWarning(tr("Layer {layer} has no rows: nothing is saved.", layer=layer))
            return {}
        frame: Any
        if kind in SHAPED:  # wherever they lie: a finding may be about coordinates that cannot be
            shaped = source.wkbType() != QgsWkbTypes.NoGeometry and source.sourceCrs().isValid()
            frame = read_source(source, layer, geometry=shaped, task=task)
        else:
            frame = self.read(parameters, "INPUT", context, task, geometry=False)
        usual_code, usual_value = FIELDS[kind]
        given = Input(
            layer,
            frame,
            self.field_name(parameters, "CODE_FIELD", context) or usual_code,
            self.field_name(parameters, "VALUE_FIELD", context) or usual_value,
        )
        with open_database(self.parameterAsFile(parameters, "DATABASE", context)) as opened:
            saved = save(
                opened,
                self.parameterAsString(parameters, "PLAN", context),
                self.parameterAsEnumString(parameters, "LEVEL", context),
                kind,
                given,
                {"layer": layer, "code_field": given.code, "value_field": given.value},
            )
        push_warnings(feedback, saved.warnings)
        if saved.plan is None:
            feedback.pushInfo(tr("Saved: {count} rows.", count=len(frame)))
            return {}
        feedback.pushInfo(
            tr("Saved with plan {id} “{name}”: {count} rows.", id=saved.plan.id, name=saved.plan.name, count=len(frame))
        )
        return {"PLAN_ID": saved.plan.id}
