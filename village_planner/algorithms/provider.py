"""The Processing provider `village_planner`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..paths import resource
from ..translation import tr
from . import __path__ as folder
from .base import PlannerAlgorithm
from .models import shipped_models

SHARED = {"base", "models", "parameters", "provider"}  # modules of this folder that hold no algorithm


def algorithm_classes() -> list[type[PlannerAlgorithm]]:
    """The algorithm of each file in this folder; file name, class attribute NAME and id are one."""
    found = []
    for module in iter_modules(folder):
        if module.name in SHARED or module.name.startswith("_"):
            continue
        members = vars(import_module(f"{__package__}.{module.name}")).values()
        found += [
            member
            for member in members
            if isinstance(member, type) and issubclass(member, PlannerAlgorithm) and module.name == member.NAME
        ]
    return found


class VillagePlannerProvider(QgsProcessingProvider):
    def id(self) -> str:
        return "village_planner"

    def name(self) -> str:
        return tr("Village Planner")

    def longName(self) -> str:
        return tr("Village Planner – county village planning")

    def icon(self) -> QIcon:
        return QIcon(str(resource("icons", "village_planner.svg")))

    def loadAlgorithms(self) -> None:
        for algorithm in algorithm_classes():
            self.addAlgorithm(algorithm())
        # QGIS finds a model's steps, and so its outputs, only once our own algorithms are in the registry.
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            for model in shipped_models():
                self.addAlgorithm(model)


def register_provider() -> VillagePlannerProvider:
    """Put the provider into QGIS's registry, algorithms first, then the models made of them."""
    provider = VillagePlannerProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    provider.refreshAlgorithms()
    return provider
