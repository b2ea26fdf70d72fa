"""Models that ship with the plugin, shown by its own provider; each can be opened and changed in the model designer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingModelAlgorithm
from qgis.PyQt.QtGui import QIcon

from ..paths import resource
from ..translation import tr


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model from resources/models; its id is the file's name."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.loaded = self.fromFile(str(path))

    def name(self) -> str:
        return self.path.stem

    def displayName(self) -> str:
        return {"plancounty": tr("Plan a county (model)")}.get(self.name(), self.name())

    def groupId(self) -> str:
        return "results"

    def group(self) -> str:
        return tr("6 Results")

    def icon(self) -> QIcon:
        return QIcon(str(resource("icons", "village_planner.svg")))

    def shortHelpString(self) -> str:
        return tr(
            "The whole chain in one step: scores, districts and centres of townships and of villages, areas under the "
            "control lines, workbooks and atlas. Needs a planning database made by “Import county”. Workbooks are "
            "written for the county and all its townships with all tables; townships (codes), tables (ids) and atlas "
            "sheets can be chosen, separated by commas. Open it in the model designer to change it for your county."
        )

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        # qgis_process hands a model only what was typed: QGIS fills in the model's defaults in its dialogs alone.
        defaults = {
            definition.name(): definition.defaultValue()
            for definition in self.parameterDefinitions()
            if definition.defaultValue() is not None and not definition.isDestination()
        }
        return super().processAlgorithm({**defaults, **parameters}, context, feedback)

    def createInstance(self) -> ShippedModel:
        return ShippedModel(self.path)


def shipped_models() -> list[ShippedModel]:
    """Every model that QGIS can read; one whose algorithms are missing stays away."""
    models = [ShippedModel(path) for path in sorted(resource("models").glob("*.model3"))]
    return [model for model in models if model.loaded]
