"""Which units there is a report or a page of: SCOPES names kinds, DISTRICTS and TOWNSHIPS choose among them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingParameterEnum, QgsProcessingParameterString

from ..translation import tr
from .parameters import choice, with_tip

if TYPE_CHECKING:
    from ..core.tables.build import Scope
    from ..core.tables.county import CountyData

COUNTY, DISTRICTS, TOWNSHIPS = SCOPES = ("county", "districts", "townships")


def townships() -> QgsProcessingParameterString:
    return with_tip(
        QgsProcessingParameterString("TOWNSHIPS", tr("Townships (codes; empty: all)"), "", optional=True),
        tr("Codes separated by commas, e.g. 510722101,510722102."),
    )


def districts() -> QgsProcessingParameterString:
    return with_tip(
        QgsProcessingParameterString("DISTRICTS", tr("Township districts (codes; empty: all)"), "", optional=True),
        tr("Codes separated by commas, e.g. 1,2."),
    )


def scopes(title: str, tip: str) -> QgsProcessingParameterEnum:
    return choice("SCOPES", title, SCOPES, None, many=True, tip=tip)


def listed(value: Any) -> list[str]:
    """Codes or ids as people write them: a list, or text with commas, semicolons (also Chinese ones) or spaces."""
    texts = value if isinstance(value, (list, tuple)) else [value or ""]
    found = [part for text in texts for part in re.split(r"[,;，；、\s]+", str(text)) if part]
    return list(dict.fromkeys(found))


def scopes_of(kinds: Collection[str], parameters: dict[str, Any], county: CountyData) -> list[Scope]:
    """The units of these kinds that are chosen. InputError unknown_district, unknown_township"""
    from ..core.tables.report import choose_districts, choose_scopes, choose_townships

    wanted = {name: listed(parameters.get(name)) for name in ("DISTRICTS", "TOWNSHIPS")}
    # A wrong code is told also where SCOPES leaves its kind out.
    of_districts = choose_districts(wanted["DISTRICTS"], county)
    of_townships = choose_townships(wanted["TOWNSHIPS"], county)
    return choose_scopes(
        COUNTY in kinds, of_districts if DISTRICTS in kinds else (), of_townships if TOWNSHIPS in kinds else ()
    )
