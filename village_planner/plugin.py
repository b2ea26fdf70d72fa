"""Puts the parts together. `unload` is the mirror image of `initGui`."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsApplication

from .algorithms.provider import VillagePlannerProvider
from .paths import use_bundled_packages
from .translation import install_translator, remove_translator


class VillagePlannerPlugin:
    def __init__(self, iface: Optional[Any]) -> None:
        self.iface = iface
        self.provider: Optional[VillagePlannerProvider] = None
        self.translator = None
        self.desk = None

    def initProcessing(self) -> None:
        """Also called alone, by qgis_process."""
        use_bundled_packages()
        self.translator = install_translator()
        self.provider = VillagePlannerProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        self.initProcessing()

    def unload(self) -> None:
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        remove_translator(self.translator)
        self.translator = None
