"""Exact overlay of parcels with units and control lines."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..compat import VECTOR_ANY, VECTOR_POLYGON
from ..core.errors import InputError
from ..core.task import Task
from ..translation import say, tr
from ._balancing import add_balanced, add_balancing, make_balancing
from ._overlay_inputs import OverlayAlgorithm
from .base import push_warnings
from .parameters import (
    advanced,
    area_choice,
    control_lines,
    field,
    land_class_field,
    number,
    source,
    unit_code_field,
    unit_layer,
    with_tip,
    yes_no,
)


class OverlayConstraints(OverlayAlgorithm):
    NAME = "overlayconstraints"
    GROUP = "control"

    def title(self) -> str:
        return tr("Overlay parcels with units and control lines")

    def help(self) -> str:
        return tr(
            "Cuts every parcel by the units (townships or villages) and by any number of control lines, in one pass, "
            "and sums the areas by unit, land class and combination of lines.\n\n"
            "No area is lost: the pieces of a parcel sum to the parcel, also where units overlap or leave gaps and "
            "where geometry is invalid. Ground that several units claim goes to the parcel's own unit (its code "
            "begins with the unit's), else to the lowest code, once. Ground of no unit has an empty unit_code.\n\n"
            "Areas are ellipsoid areas on CGCS2000 (or plane areas), rounded to 0.01 m²; a parcel's area is shared "
            "over its pieces by largest remainder, so that the figures close. Balanced, they also sum to the units', "
            "the townships' and the county's control areas: each difference is shared over the adjustable parcels in "
            "proportion to area, what is left goes to the largest, 0.01 m² each. net_area_m2 is the area without the "
            "ridges, by the parcel's ridge factor.\n\n"
            "constraints is the sorted list of the lines that cover a piece, joined by “+”; empty where none does. A "
            "line is called after its layer name in the file, else after the layer; the planning database's layer "
            "control_line counts as one line per kind. Two layers of one name are told apart by their file.\n\n"
            "parcel_id is the field you choose, else parcel_id, BSM or TBBH where it is filled and unique, else the "
            "feature's number. Pieces smaller than the least area are flagged as slivers and kept. Parcels without "
            "a usable outline are set aside in their own layer, with the reason."
        )

    def define(self) -> None:
        self.addParameter(source("INPUT", tr("Parcels"), [VECTOR_POLYGON]))
        self.addParameter(land_class_field("INPUT"))
        self.addParameter(
            unit_layer(tr("Empty: parcels are not cut by units; unit_code is what the parcel's own unit field says."))
        )
        self.addParameter(unit_code_field())
        self.addParameter(
            with_tip(
                field("PARCEL_UNIT_FIELD", tr("Parcel's own unit"), "INPUT", optional=True),
                tr("Ground that several units claim goes to the unit with whose code this field begins."),
            )
        )
        self.addParameter(control_lines())
        tip = tr("ellipsoid: on CGCS2000, the statutory area. plane: in the plane of the parcels' projection.")
        self.addParameter(area_choice(tip))
        self.addParameter(
            number(
                "MIN_AREA",
                tr("Least area (m²)"),
                1.0,
                minimum=0,
                tip=tr("Smaller pieces are flagged as slivers; they stay in the result."),
            )
        )
        add_balancing(self)
        self.addParameter(
            yes_no(
                "COVERED_ONLY",
                tr("Only pieces that a line covers"),
                False,
                tr(
                    "Draws about twice as fast what the lines touch. The summary and the area of the pieces hold all "
                    "the ground as ever."
                ),
            )
        )
        self.addParameter(
            advanced(
                number(
                    "REPAIR_TOLERANCE",
                    tr("Area that a repair may change (m²)"),
                    20.0,
                    minimum=0,
                    tip=tr("Parcels whose outline crosses itself are repaired; where that changes more, set aside."),
                )
            )
        )
        self.addParameter(
            advanced(
                field("PARCEL_ID_FIELD", tr("Parcel id field"), "INPUT", optional=True),
                tr("Empty: parcel_id, BSM or TBBH where filled and unique, else the feature's number."),
            )
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Pieces"), VECTOR_POLYGON))
        self.addParameter(QgsProcessingParameterFeatureSink("SUMMARY", tr("Summary"), VECTOR_ANY, None, True, True))
        self.addParameter(
            QgsProcessingParameterFeatureSink("REJECTED", tr("Parcels set aside"), VECTOR_ANY, None, True, False)
        )
        add_balanced(self)
        self.addOutput(QgsProcessingOutputNumber("INPUT_AREA", tr("Area of the parcels (m²)")))
        self.addOutput(QgsProcessingOutputNumber("OUTPUT_AREA", tr("Area of the pieces (m²)")))
        self.addOutput(QgsProcessingOutputNumber("REJECTED_COUNT", tr("Number of parcels set aside")))
        self.addOutput(QgsProcessingOutputNumber("REJECTED_AREA", tr("Area of the parcels set aside (m²)")))
        self.addOutput(QgsProcessingOutputNumber("OVERLAP_AREA", tr("Area that several units claim (m²)")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.overlay.overlay import overlay_constraints

        balance = self.parameterAsBool(parameters, "BALANCE", context)
        covered_only = self.parameterAsBool(parameters, "COVERED_ONLY", context)
        if covered_only and not self._lists["CONSTRAINTS"].asked:
            raise InputError(
                "no_constraints",
                "COVERED_ONLY asks for the pieces that a line covers, but CONSTRAINTS is empty. Name the control "
                "lines, or switch COVERED_ONLY off.",
            )
        if not balance and self.number(parameters, "COUNTY_AREA", context) is not None:
            feedback.pushWarning(tr("COUNTY_AREA is used with BALANCE only; areas are not balanced."))
        parcels, adjustable, notes = self._parcels(parameters, context, task.part(0.0, 0.1))
        units, controls = self._units(parameters, context, balance, task.part(0.1, 0.11))
        balancing = None
        if balance:
            townships = self._townships(parameters, context, task.part(0.11, 0.12))
            balancing = make_balancing(self, parameters, context, controls, townships, adjustable)
        constraints = self._lines(task.part(0.12, 0.2))
        push_warnings(feedback, notes)
        result = overlay_constraints(
            parcels,
            units,
            constraints,
            self.parameterAsEnumString(parameters, "AREA", context),
            self.parameterAsDouble(parameters, "MIN_AREA", context),
            task.part(0.2, 0.65),
            repair_tolerance=self.parameterAsDouble(parameters, "REPAIR_TOLERANCE", context),
            balancing=balancing,
            covered_only=covered_only,
        )
        push_warnings(feedback, result.warnings)
        rejected = result.rejected.assign(reason=[say(reason) for reason in result.rejected["reason"]])
        return self.write_all(
            parameters,
            context,
            {"OUTPUT": result.pieces, "SUMMARY": result.summary, "REJECTED": rejected, "BALANCED": result.balanced},
            task.part(0.65, 1.0),
        ) | {
            "INPUT_AREA": result.input_area,
            "OUTPUT_AREA": result.output_area,
            "REJECTED_COUNT": len(result.rejected),
            "REJECTED_AREA": result.rejected_area,
            "OVERLAP_AREA": round(result.overlap_area, 2),
        }
