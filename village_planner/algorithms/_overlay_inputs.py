"""Parcels, units and control lines as parameters: what overlayconstraints and comparelanduse read alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..core.errors import InputError
from ..core.task import Task
from ..layer_files import Seen
from ..layers import read_source
from ._balancing import CONTROL_AREA_FIELDS, RIDGE_FIELDS, TOWNSHIP_CODE_FIELDS, chosen_features, numbers
from ._layers import check_place, field_of, read_lines, snapshots
from .base import Given, PlannerAlgorithm

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    from ..core.overlay.inputs import ConstraintLayer, ParcelLayer, UnitLayer

    Controls = tuple[pd.DataFrame, str, str, str]  # rows, layer's name, code field, control-area field

FEATURE = "__feature__"  # column of the features' numbers


class OverlayAlgorithm(PlannerAlgorithm):
    """Reads INPUT (parcels) with CLASS_FIELD, PARCEL_UNIT_FIELD, PARCEL_ID_FIELD and RIDGE_FIELD, UNITS with
    UNIT_CODE_FIELD, CONSTRAINTS, and what balancing needs (`_balancing.add_balancing`)."""

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self._lists = snapshots(self, parameters, context, ["CONSTRAINTS"])
        return True

    def _parcels(
        self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task
    ) -> tuple[ParcelLayer, Optional[np.ndarray], tuple[Any, ...]]:
        """The parcels, which of them may be adjusted (None: all), and notes."""
        parcels, adjustable, notes, _ = self._parcels_with(parameters, context, task, ())
        return parcels, adjustable, notes

    def _parcels_with(
        self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task, more: Sequence[str]
    ) -> tuple[ParcelLayer, Optional[np.ndarray], tuple[Any, ...], Optional[pd.Series]]:
        """As `_parcels`, and the text of the first field called like one of `more` (None: there is none)."""
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
        extra = field_like(columns, more)
        usual_ids = [field_like(columns, [name]) for name in PARCEL_ID_FIELDS]
        wanted = list(dict.fromkeys((class_field, own_field, id_field, ridge_field, extra, *usual_ids)))
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
        return parcels, adjustable, notes, None if extra is None else code_text(frame[extra])

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
