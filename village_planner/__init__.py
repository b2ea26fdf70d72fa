"""Village Planner: village and township districts for a Chinese county, inside QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .plugin import VillagePlannerPlugin


def classFactory(iface: Any) -> VillagePlannerPlugin:
    """Called by QGIS when it loads the plugin; `iface` is None in qgis_process."""
    from .plugin import VillagePlannerPlugin

    return VillagePlannerPlugin(iface)
