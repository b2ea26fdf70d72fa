"""Parameters of area balancing, and what core's balancing is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsExpression,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingParameterExpression,
    QgsProcessingParameterFeatureSink,
)

from ..compat import VECTOR_ANY
from ..core.errors import InputError
from ..layers import features_asked
from ..paths import catalogue_files
from ..translation import tr
from .base import Given, PlannerAlgorithm
from .parameters import advanced, field, number, table, with_tip, yes_no

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from ..core.overlay.piece_areas import Balancing

CONTROL_AREA_FIELDS = ("JSMJ", "area_m2")
TOWNSHIP_CODE_FIELDS = ("code", "XZQDM")
RIDGE_FIELDS = ("ridge_factor", "KCXS")


def add_balancing(algorithm: PlannerAlgorithm) -> None:
    """The parameters of balancing parcels (INPUT) to units (UNITS), townships and county."""
    algorithm.addParameter(
        yes_no(
            "BALANCE",
            tr("Balance areas to the control areas"),
            False,
            tr(
                "Parcels then sum to their unit's control area, units to the township's, townships to the county's, "
                "to 0.01 m²."
            ),
        )
    )
    for name, title, parent, tip in (
        (
            "CONTROL_AREA_FIELD",
            tr("Control area of the units (m²)"),
            "UNITS",
            tr("For balancing. Empty: JSMJ or area_m2."),
        ),
        (
            "RIDGE_FIELD",
            tr("Ridge factor"),
            "INPUT",
            tr("Share of ridges that is deducted for the net area. Empty: ridge_factor or KCXS, where there is one."),
        ),
    ):
        algorithm.addParameter(advanced(field(name, title, parent, optional=True), tip))
    algorithm.addParameter(
        advanced(
            table("TOWNSHIPS", tr("Townships, for balancing"), optional=True),
            tr("A unit belongs to the township with whose code its own begins."),
        )
    )
    algorithm.addParameter(
        advanced(
            field("TOWNSHIP_CODE_FIELD", tr("Township code field"), "TOWNSHIPS", optional=True),
            tr("Empty: code or XZQDM."),
        )
    )
    algorithm.addParameter(
        advanced(
            field("TOWNSHIP_AREA_FIELD", tr("Control area of the townships (m²)"), "TOWNSHIPS", optional=True),
            tr("Empty: JSMJ or area_m2."),
        )
    )
    algorithm.addParameter(
        advanced(
            number("COUNTY_AREA", tr("Control area of the county (m²)"), minimum=0.01),
            tr("Empty: the control areas of the highest level stand as they are."),
        )
    )
    algorithm.addParameter(
        with_tip(
            advanced(
                QgsProcessingParameterExpression(
                    "ADJUSTABLE", tr("Parcels that may be adjusted"), parentLayerParameterName="INPUT", optional=True
                )
            ),
            tr("An expression that is true for them, such as \"DLBM\" NOT LIKE '10%'. Empty: all."),
        )
    )
    algorithm.addParameter(
        advanced(
            number("MAX_DIFFERENCE", tr("Greatest difference to balance (%)"), minimum=0, maximum=100),
            tr("A greater one is an error. Empty: as in the catalogue of area balancing (1 %)."),
        )
    )


def add_balanced(algorithm: PlannerAlgorithm) -> None:
    algorithm.addParameter(
        QgsProcessingParameterFeatureSink("BALANCED", tr("Balanced units"), VECTOR_ANY, None, True, False)
    )


def make_balancing(
    algorithm: PlannerAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    units: Optional[tuple[pd.DataFrame, str, str, str]],
    townships: Optional[tuple[pd.DataFrame, str, str, str]],
    adjustable: Optional[np.ndarray],
) -> Balancing:
    """What core balances by.

    units, townships  rows, the layer's name, its code field and its control-area field
    adjustable        (n,) bool, the parcels that may change; None: all
    """
    from ..core.catalogue import load_catalogue
    from ..core.overlay.piece_areas import Balancing

    if units is None:
        raise InputError(
            "balance_without_units",
            "BALANCE needs UNITS with their control areas. Choose the layer of units, or switch BALANCE off.",
        )
    most = algorithm.number(parameters, "MAX_DIFFERENCE", context)
    if most is None:
        most = 100 * load_catalogue(*catalogue_files("area_balancing"))["max_difference"]
    return Balancing(
        units=_control_areas(*units),
        unit_layer=units[1],
        townships=None if townships is None else _control_areas(*townships),
        township_layer="" if townships is None else townships[1],
        county=algorithm.number(parameters, "COUNTY_AREA", context),
        adjustable=adjustable,
        max_difference=most / 100,
    )


def _control_areas(frame: pd.DataFrame, layer: str, code_field: str, area_field: str) -> dict[str, float]:
    """Code -> m²; rows of one code are one unit."""
    from ..core.codes import code_text

    areas = numbers(frame, area_field, layer)
    return areas.groupby(code_text(frame[code_field]).to_numpy()).sum(min_count=1).to_dict()


def numbers(frame: pd.DataFrame, name: str, layer: str) -> pd.Series:
    """A field as numbers, also where it is text; NaN where it is empty."""
    import pandas as pd

    column = frame[name]
    found = pd.to_numeric(column, errors="coerce").astype(float)
    wrong = found.isna() & column.notna() & column.astype(str).str.strip().ne("")
    if wrong.any():
        raise InputError(
            "not_a_number",
            "Layer {layer}: field {field} has {count} values that are no numbers (e.g. {example}). Correct them, or "
            "choose another field.",
            layer=layer,
            field=name,
            count=int(wrong.sum()),
            example=column[wrong].iloc[0],
        )
    return found


def chosen_features(
    algorithm: PlannerAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, source: Given, layer: str
) -> Optional[set[int]]:
    """Numbers of the features for which the expression ADJUSTABLE is true; None where it is empty."""
    # Not parameterAsExpression: it makes nothing of an expression with a mistake in it.
    text = algorithm.parameterAsString(parameters, "ADJUSTABLE", context).strip()
    if not text:
        return None
    expression = QgsExpression(text)
    if expression.hasParserError():
        raise InputError(
            "bad_expression",
            "ADJUSTABLE is no expression: {reason} Correct it, or leave it empty.",
            reason=expression.parserErrorString().strip(),
        )
    known = source.fields()
    for name in sorted(expression.referencedColumns() - {QgsFeatureRequest.ALL_ATTRIBUTES}):
        if known.lookupField(name) < 0:
            raise InputError(
                "unknown_field",
                "Layer {layer} has no field {field}. Choose one of: {fields}.",
                layer=layer,
                field=name,
                fields=", ".join(item.name() for item in known),
            )
    request = QgsFeatureRequest(expression, algorithm.createExpressionContext(parameters, context))
    request.setInvalidGeometryCheck(QgsFeatureRequest.GeometryNoCheck)
    if not expression.needsGeometry():
        request.setFlags(QgsFeatureRequest.NoGeometry)
    return {feature.id() for feature in features_asked(source, request)}
