"""Land use from the base year (survey parcels) to the target year (a planned layer)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ..compat import VECTOR_ANY, VECTOR_POLYGON
from ..core.errors import InputError
from ..core.messages import Message, message
from ..core.task import Task
from ..paths import catalogue_files, use_bundled_packages
from ..translation import say, tr
from ._balancing import add_balancing, make_balancing
from ._layers import check_place, columns_of, field_of
from ._overlay_inputs import OverlayAlgorithm
from .base import push_warnings
from .detectconflicts import PLAN_FIELD, SECTOR_PLANS, class_fields
from .parameters import (
    advanced,
    area_choice,
    choice,
    control_lines,
    database,
    field,
    land_class_field,
    number,
    source,
    unit_code_field,
    unit_layer,
    with_tip,
)

if TYPE_CHECKING:
    import pandas as pd

    from ..core.landuse.compare import PlannedLayer

VERSIONS = ["2023", "2020"]
REFUSE, SKIP = "refuse", "skip"
NO_PLAN = ("empty_layer", "several_sector_plans")  # codes of what a county without a plan to compare with says
SETTLEMENT_FIELDS = ("settlement_code", "CZCSXM")
# What a planning database brings for parameters that are left empty: parameter -> layer, or field of its layer.
OF_DATABASE = {"INPUT": "parcel", "UNITS": "village", "PLANNED": SECTOR_PLANS}
FIELDS_OF_DATABASE = {
    "INPUT": {"CLASS_FIELD": "class_code", "PARCEL_UNIT_FIELD": "unit_code", "SETTLEMENT_FIELD": "settlement_code"},
    "UNITS": {"UNIT_CODE_FIELD": "code"},
    "PLANNED": {"PLANNED_CLASS_FIELD": "class_code"},
}


class CompareLandUse(OverlayAlgorithm):
    NAME = "comparelanduse"
    GROUP = "control"

    def title(self) -> str:
        return tr("Compare land use, present and planned")

    def help(self) -> str:
        return tr(
            "Lays the parcels of the land survey over a planned land-use layer, over units and over control lines, and "
            "sums the areas by unit, present class, settlement code, planned class and combination of lines. Save the "
            "result with saveresult (KIND land_change): the tables of the structure of land use, of planning "
            "indicators, of construction land, farmland and linkage are made of it.\n\n"
            "The overlay is that of overlayconstraints, each piece of which is divided among what is planned. No area "
            "is lost: the areas of a unit, class and combination of lines are to the last digit those that "
            "overlayconstraints gives for the same layers. Ground for which nothing is planned has an empty "
            "planned_class; ground planned more than once counts once.\n\n"
            "With a planning database only the name of the sector plan is needed: parcels, villages and control lines "
            "are then the database's, unless you give others. A layer of several sector plans needs the name, too.\n\n"
            "Say which list the planned codes are of: some codes of 2020 mean something else in 2023."
        )

    def define(self) -> None:
        self.addParameter(
            with_tip(
                database(optional=True),
                tr("Brings parcels, villages, control lines and the sector plan for what is left empty below."),
            )
        )
        self.addParameter(
            with_tip(
                QgsProcessingParameterString("PLANNED_NAME", tr("Name of the sector plan"), "", optional=True),
                tr("Which plan of the planned layer, where it holds several. Empty: the only one."),
            )
        )
        tip = tr("Which list the planned class codes are of: the guide of 2023, or the trial list of 2020.")
        self.addParameter(choice("PLANNED_VERSION", tr("Codes of the planned layer"), VERSIONS, "2023", tip=tip))
        self.addParameter(
            advanced(
                choice("WITHOUT_PLAN", tr("Where there is no planned layer to compare with"), (REFUSE, SKIP), REFUSE),
                tr(
                    "skip: where the county has no sector plan, or several and none is named, OUTPUT stays empty and "
                    "the log says so; for models that are to run for every county."
                ),
            )
        )
        self.addParameter(source("INPUT", tr("Parcels"), [VECTOR_POLYGON], optional=True))
        self.addParameter(land_class_field("INPUT"))
        self.addParameter(
            with_tip(
                field("PARCEL_UNIT_FIELD", tr("Parcel's own unit"), "INPUT", optional=True),
                tr("Ground that several units claim goes to the unit with whose code this field begins."),
            )
        )
        self.addParameter(
            field(
                "SETTLEMENT_FIELD",
                tr("Settlement code field"),
                "INPUT",
                optional=True,
                tip=tr("201 city, 202 town, 203 village …; empty: settlement_code or CZCSXM, where there is one."),
            )
        )
        self.addParameter(
            source(
                "PLANNED",
                tr("Planned land use"),
                [VECTOR_POLYGON],
                optional=True,
                tip=tr("A sector plan or any other layer with a plan class for each polygon."),
            )
        )
        self.addParameter(
            field(
                "PLANNED_CLASS_FIELD",
                tr("Class field of the planned layer"),
                "PLANNED",
                optional=True,
                tip=tr("Empty: class_code, GHFLDM, YDYHFLDM or DLBM."),
            )
        )
        self.addParameter(unit_layer(tr("Empty: unit_code is what the parcel's own unit field says.")))
        self.addParameter(unit_code_field())
        self.addParameter(control_lines())
        tip = tr("ellipsoid: on CGCS2000, the statutory area. plane: in the plane of the parcels' projection.")
        self.addParameter(area_choice(tip))
        add_balancing(self)
        self.addParameter(
            advanced(
                number("REPAIR_TOLERANCE", tr("Area that a repair may change (m²)"), 20.0, minimum=0),
                tr("Parcels whose outline crosses itself are repaired; where that changes more, set aside."),
            )
        )
        self.addParameter(
            advanced(
                field("PARCEL_ID_FIELD", tr("Parcel id field"), "INPUT", optional=True),
                tr("Empty: parcel_id, BSM or TBBH where filled and unique, else the feature's number."),
            )
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Change of land use"), VECTOR_ANY))
        self.addParameter(QgsProcessingParameterFeatureSink("PIECES", tr("Pieces"), VECTOR_POLYGON, None, True, False))
        self.addParameter(
            QgsProcessingParameterFeatureSink("REJECTED", tr("Parcels set aside"), VECTOR_ANY, None, True, False)
        )
        self.addOutput(QgsProcessingOutputNumber("INPUT_AREA", tr("Area of the parcels (m²)")))
        self.addOutput(QgsProcessingOutputNumber("OUTPUT_AREA", tr("Area of the pieces (m²)")))
        self.addOutput(QgsProcessingOutputNumber("UNPLANNED_AREA", tr("Area for which nothing is planned (m²)")))
        self.addOutput(QgsProcessingOutputNumber("REJECTED_COUNT", tr("Number of parcels set aside")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        return super().prepareAlgorithm(_with_database(parameters), context, feedback)

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        use_bundled_packages()
        from ..core.landuse.compare import compare_land_use

        parameters = _with_database(parameters)
        for name in ("INPUT", "PLANNED"):
            if not parameters.get(name):
                raise InputError(
                    "missing_layer_or_database",
                    "{parameter} is empty. Choose a layer, or a planning database that holds it.",
                    parameter=name,
                )
        try:  # first: mistakes there are told soon
            planned, notes = self._planned(parameters, context, task.part(0.0, 0.05))
        except InputError as error:
            if error.code not in NO_PLAN or self.parameterAsEnumString(parameters, "WITHOUT_PLAN", context) != SKIP:
                raise
            push_warnings(feedback, [error.message, message("Land use is not compared.")])
            return self._nothing(parameters, context, task)
        parcels, adjustable, more, settlement = self._parcels_with(
            parameters, context, task.part(0.05, 0.12), self._settlement_names(parameters, context)
        )
        balance = self.parameterAsBool(parameters, "BALANCE", context)
        units, controls = self._units(parameters, context, balance, task.part(0.12, 0.13))
        balancing = None
        if balance:
            townships = self._townships(parameters, context, task.part(0.13, 0.14))
            balancing = make_balancing(self, parameters, context, controls, townships, adjustable)
        constraints = self._lines(task.part(0.14, 0.18))
        if settlement is None:
            more = (
                *more,
                message(
                    "Layer {layer} has no settlement codes (CZCSXM): nothing can be told apart by city, town and "
                    "village.",
                    layer=parcels.name,
                ),
            )
        push_warnings(feedback, [*notes, *more])
        result = compare_land_use(
            parcels,
            settlement,
            units,
            planned,
            constraints,
            self.parameterAsEnumString(parameters, "AREA", context),
            task.part(0.18, 0.9),
            repair_tolerance=self.parameterAsDouble(parameters, "REPAIR_TOLERANCE", context),
            balancing=balancing,
        )
        push_warnings(feedback, result.warnings)
        rejected = result.overlay.rejected
        rejected = rejected.assign(reason=[say(reason) for reason in rejected["reason"]])
        written = self.write_all(
            parameters,
            context,
            {
                "OUTPUT": _named(result.summary, planned),
                "PIECES": _named(result.pieces, planned),
                "REJECTED": rejected,
            },
            task.part(0.9, 1.0),
        )
        return written | {
            "INPUT_AREA": result.overlay.input_area,
            "OUTPUT_AREA": result.overlay.output_area,
            "UNPLANNED_AREA": result.unplanned_area,
            "REJECTED_COUNT": len(rejected),
        }

    def _nothing(self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task) -> dict[str, Any]:
        """An empty result, with the fields that it has."""
        import pandas as pd

        from ..core.landuse.compare import CHANGE

        texts = (*CHANGE, "planned", "planned_version")
        empty = pd.DataFrame({name: pd.Series(dtype=object) for name in texts}).assign(area_m2=pd.Series(dtype=float))
        written = self.write(parameters, "OUTPUT", context, empty, task)
        areas = dict.fromkeys(("INPUT_AREA", "OUTPUT_AREA", "UNPLANNED_AREA"), 0.0)
        return {"OUTPUT": written, "PIECES": None, "REJECTED": None, **areas, "REJECTED_COUNT": 0}

    def _settlement_names(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[str, ...]:
        """The field asked for, which must be there, else what it is usually called."""
        asked = self.field_name(parameters, "SETTLEMENT_FIELD", context)
        if not asked:
            return SETTLEMENT_FIELDS
        layer = self.source(parameters, "INPUT", context)
        field_of(layer.fields().names(), asked, (), self.label(parameters, "INPUT", layer))
        return (asked,)

    def _planned(
        self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task
    ) -> tuple[PlannedLayer, list[Message]]:
        from ..core.codes import code_text
        from ..core.landuse.compare import PlannedLayer

        frame = self.read(parameters, "PLANNED", context, task)
        assert frame is not None
        layer = self.label(parameters, "PLANNED", self.source(parameters, "PLANNED", context))
        check_place(frame, layer)
        columns = columns_of(frame)
        usual = ("class_code",) if layer.lower() == SECTOR_PLANS else class_fields()
        asked = self.field_name(parameters, "PLANNED_CLASS_FIELD", context)
        classes = code_text(frame[field_of(columns, asked, usual, layer)])
        name = self.parameterAsString(parameters, "PLANNED_NAME", context).strip()
        if PLAN_FIELD in columns:
            plans = code_text(frame[PLAN_FIELD])
            chosen = _one_plan(plans, name, layer)
            frame, classes = frame[plans == chosen], classes[plans == chosen]
            layer = chosen or layer
        version = self.parameterAsEnumString(parameters, "PLANNED_VERSION", context)
        geometry: Any = frame.geometry
        return PlannedLayer(name or layer, geometry, classes, version), _strange_codes(classes, version, name or layer)


def _with_database(parameters: dict[str, Any]) -> dict[str, Any]:
    """With the database's layers, and their fields, for what was left empty."""
    path = parameters.get("DATABASE")
    if not path:
        return parameters
    filled = dict(parameters)
    for parameter, layer in OF_DATABASE.items():
        if not filled.get(parameter):
            filled[parameter] = f"{path}|layername={layer}"
            for name, column in FIELDS_OF_DATABASE[parameter].items():
                filled[name] = filled.get(name) or column
    if not filled.get("CONSTRAINTS"):
        filled["CONSTRAINTS"] = [f"{path}|layername=control_line"]
    return filled


def _one_plan(plans: pd.Series, asked: str, layer: str) -> str:
    """The plan asked for, else the only one; InputError unknown_sector_plan, several_plans."""
    found = list(dict.fromkeys(plans))
    if asked and asked in found:
        return asked
    if asked:
        raise InputError(
            "unknown_sector_plan",
            "Layer {layer} has no plan called {name}. Its plans are: {plans}.",
            layer=layer,
            name=asked,
            plans=", ".join(found),
        )
    if len(found) > 1:
        raise InputError(
            "several_sector_plans",
            "Layer {layer} holds {count} plans ({plans}). Say by PLANNED_NAME which one is compared.",
            layer=layer,
            count=len(found),
            plans=", ".join(found),
        )
    return str(found[0])


def _strange_codes(classes: pd.Series, version: str, layer: str) -> list[Message]:
    """Says which codes the version's list does not have: perhaps they are of the other list."""
    from ..core.catalogue import load_catalogue
    from ..core.landuse.conversion import names_of_classes

    lists = load_catalogue(*catalogue_files("plan_classes"))
    known = {one: names_of_classes(lists, one) for one in VERSIONS}
    strange = classes[(classes != "") & ~classes.isin(list(known[version]))]
    if strange.empty:
        return []
    other = next(one for one in VERSIONS if one != version)
    codes = ", ".join(sorted(strange.unique())[:10])
    if strange.isin(list(known[other])).all():
        return [
            message(
                "Layer {layer}: {count} polygons have codes that are in the list of {other}, not in that of {version} "
                "({codes}). Check PLANNED_VERSION.",
                layer=layer,
                count=len(strange),
                other=other,
                version=version,
                codes=codes,
            )
        ]
    return [
        message(
            "Layer {layer}: {count} polygons have codes that the list of {version} does not have ({codes}); the tables "
            "put them with the class that their code begins with, else under unknown classes.",
            layer=layer,
            count=len(strange),
            version=version,
            codes=codes,
        )
    ]


def _named(frame: Any, planned: PlannedLayer) -> Any:
    """With what the planned classes are of, which the codes alone do not say."""
    return frame.assign(planned=planned.name, planned_version=planned.version)
