"""Exact overlay of parcels with units and control lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..compat import VECTOR_ANY, VECTOR_POLYGON
from ..core.errors import InputError
from ..core.task import Task
from ..layer_files import Seen
from ..layers import read_source
from ..translation import say, tr
from ._balancing import (
    CONTROL_AREA_FIELDS,
    RIDGE_FIELDS,
    TOWNSHIP_CODE_FIELDS,
    add_balanced,
    add_balancing,
    chosen_features,
    make_balancing,
    numbers,
)
from ._layers import check_place, field_of, read_lines, snapshots
from .base import Given, PlannerAlgorithm, push_warnings
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

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    from ..core.overlay.inputs import ConstraintLayer, ParcelLayer, UnitLayer

    Controls = tuple[pd.DataFrame, str, str, str]  # rows, layer's name, code field, control-area field


class OverlayConstraints(PlannerAlgorithm):
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

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self._lists = snapshots(self, parameters, context, ["CONSTRAINTS"])
        return True

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

    def _parcels(
        self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task
    ) -> tuple[ParcelLayer, Optional[np.ndarray], tuple[Any, ...]]:
        """The parcels, which of them may be adjusted (None: all), and notes."""
        from ..core.codes import code_text
        from ..core.overlay.inputs import ParcelLayer
        from ..core.overlay.naming import CLASS_FIELDS, PARCEL_ID_FIELDS, field_like, parcel_ids
        from ..core.overlay.repair import LookAhead

        layer = self.source(parameters, "INPUT", context)
        name = self.label(parameters, "INPUT", layer)
        columns = layer.fields().names()
        class_field = self._field(parameters, "CLASS_FIELD", context, columns, name, CLASS_FIELDS)
        own_field = self._field(parameters, "PARCEL_UNIT_FIELD", context, columns, name, None)
        id_field = self._field(parameters, "PARCEL_ID_FIELD", context, columns, name, None)
        ridge_field = self._field(parameters, "RIDGE_FIELD", context, columns, name, None)
        ridge_field = ridge_field or field_like(columns, RIDGE_FIELDS)
        wanted = [class_field, own_field, id_field, ridge_field, *(field_like(columns, [f]) for f in PARCEL_ID_FIELDS)]
        # A survey's parcel has some thirty fields; those that are not needed would fill the memory.
        with LookAhead() as ahead:  # outlines are checked on one core while the other reads on
            frame = self._frame(layer, name, [column for column in wanted if column], task, seen=ahead.add)
            valid = ahead.valid()
        ids, notes = parcel_ids(frame.drop(columns=FEATURE), frame[FEATURE].tolist(), id_field, name)
        own = None if own_field is None else code_text(frame[own_field])
        ridges = None if ridge_field is None else numbers(frame, ridge_field, name).to_numpy()
        chosen = chosen_features(self, parameters, context, layer, name)
        adjustable = None if chosen is None else frame[FEATURE].isin(chosen).to_numpy()
        parcels = ParcelLayer(name, frame.geometry, ids, code_text(frame[class_field]), own, ridges, valid)
        return parcels, adjustable, notes

    def _units(
        self, parameters: dict[str, Any], context: QgsProcessingContext, balance: bool, task: Task
    ) -> tuple[Optional[UnitLayer], Optional[Controls]]:
        """The units, and for balancing their rows, name, code field and control-area field."""
        from ..core.codes import code_text
        from ..core.overlay.inputs import UnitLayer
        from ..core.overlay.naming import UNIT_CODE_FIELDS

        if not parameters.get("UNITS"):
            return None, None
        layer = self.source(parameters, "UNITS", context)
        name = self.label(parameters, "UNITS", layer)
        columns = layer.fields().names()
        code = str(self._field(parameters, "UNIT_CODE_FIELD", context, columns, name, UNIT_CODE_FIELDS))
        area = None
        if balance:
            area = self._field(parameters, "CONTROL_AREA_FIELD", context, columns, name, CONTROL_AREA_FIELDS)
        frame = self._frame(layer, name, [code, *([area] if area else [])], task)
        controls = (frame, name, code, area) if area else None
        return UnitLayer(name, frame.geometry, code_text(frame[code])), controls

    def _townships(self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task) -> Optional[Controls]:
        if not parameters.get("TOWNSHIPS"):
            return None
        layer = self.source(parameters, "TOWNSHIPS", context)
        name = self.label(parameters, "TOWNSHIPS", layer)
        columns = layer.fields().names()
        code = str(self._field(parameters, "TOWNSHIP_CODE_FIELD", context, columns, name, TOWNSHIP_CODE_FIELDS))
        area = str(self._field(parameters, "TOWNSHIP_AREA_FIELD", context, columns, name, CONTROL_AREA_FIELDS))
        return self._frame(layer, name, [code, area], task, geometry=False), name, code, area

    def _lines(self, task: Task) -> list[ConstraintLayer]:
        given = self._lists["CONSTRAINTS"]
        if given.missing > 0:
            raise InputError(
                "missing_constraint",
                "{missing} of {asked} constraint layers could not be opened as vector layers; opened: {opened}. Check "
                "paths and layer names (on the command line repeat --CONSTRAINTS= for each layer).",
                missing=given.missing,
                asked=given.asked,
                opened=given.opened,
            )
        return read_lines(given, task)

    def _frame(
        self,
        layer: Given,
        name: str,
        fields: list[str],
        task: Task,
        geometry: bool = True,
        seen: Optional[Seen] = None,
    ) -> gpd.GeoDataFrame:
        frame = read_source(layer, name, fields, geometry, task, id_column=FEATURE, seen=seen)
        if frame.empty:
            raise InputError(
                "empty_layer", "Layer {layer} has no features. Choose another layer or clear its filter.", layer=name
            )
        if geometry:
            check_place(frame, name)
        return frame

    def _field(
        self,
        parameters: dict[str, Any],
        parameter: str,
        context: QgsProcessingContext,
        columns: list[str],
        layer: str,
        usual: Optional[tuple[str, ...]],
    ) -> Optional[str]:
        """The field asked for, else the first of the usual ones; None only where there are no usual ones."""
        asked = self.field_name(parameters, parameter, context)
        return field_of(columns, asked, usual or (), layer) if asked or usual else None


FEATURE = "__feature__"  # column of the features' numbers
