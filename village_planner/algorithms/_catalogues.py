"""A county's own catalogues for an algorithm: a file that is given goes before what the planning database keeps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingParameterFile

from ..core.catalogue import CountyCatalogue
from ..translation import tr
from .base import PlannerAlgorithm
from .parameters import advanced, database


def define_county(algorithm: PlannerAlgorithm) -> None:
    """The database whose own catalogues hold, for an algorithm that reads nothing else of it."""
    algorithm.addParameter(
        advanced(
            database(optional=True),
            tr("The county's own catalogues in it hold, where no file is given. Nothing is written to it."),
        )
    )


def define_catalogue(algorithm: PlannerAlgorithm, name: str, title: str) -> None:
    """A county's own file instead of the plugin's catalogue."""
    algorithm.addParameter(advanced(QgsProcessingParameterFile(name, title, optional=True, fileFilter="JSON (*.json)")))


def own_catalogues(
    algorithm: PlannerAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    catalogues: Mapping[str, str],
) -> dict[str, Optional[CountyCatalogue]]:
    """Catalogue -> what the county has instead, None for the shipped one.

    catalogues  name of each -> the parameter that may give its file, "" where none may
    """
    own: dict[str, Optional[CountyCatalogue]] = {}
    for name, parameter in catalogues.items():
        file = algorithm.parameterAsString(parameters, parameter, context) if parameter else ""
        own[name] = Path(file) if file else None
    path = algorithm.parameterAsFile(parameters, "DATABASE", context)
    if path:
        from ..database import open_database

        with open_database(path, read_only=True) as county:
            own = {name: file or county.read_catalogue(name) for name, file in own.items()}
    return own
