"""Who compiled what is printed, and when, where that is said for one run."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingParameterString

from ..translation import tr
from .parameters import advanced


def define_imprint(algorithm: QgsProcessingAlgorithm) -> None:
    algorithm.addParameter(advanced(QgsProcessingParameterString("ORGANISATION", tr("Compiled by"), "", optional=True)))
    algorithm.addParameter(
        advanced(
            QgsProcessingParameterString("DATE", tr("Date to print"), "", optional=True),
            tr("Empty: the date kept in the database, else the present month."),
        )
    )


def imprint(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[str, str]:
    """Organisation and date to print, "" where nothing is said."""
    organisation, day = (algorithm.parameterAsString(parameters, name, context) for name in ("ORGANISATION", "DATE"))
    return organisation.strip(), day.strip()
