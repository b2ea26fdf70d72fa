"""What algorithms that print do with results that are out of date: stamp them, or refuse."""

from __future__ import annotations

from collections.abc import Collection

from qgis.core import QgsProcessingFeedback, QgsProcessingParameterEnum

from ..core.errors import InputError
from ..core.messages import message
from ..core.tables.origins import result_name
from ..translation import tr
from .base import push_warnings
from .parameters import choice

STAMP, REFUSE = "stamp", "refuse"


def stale() -> QgsProcessingParameterEnum:
    return choice(
        "STALE",
        tr("Figures that are out of date"),
        (STAMP, REFUSE),
        STAMP,
        tip=tr("stamp: print them with a line that names what is out of date. refuse: print nothing."),
    )


def tell_stale(results: Collection[str], treatment: str, feedback: QgsProcessingFeedback) -> None:
    """Warn of results (keys of `CountyData.stale`) that are out of date; InputError stale_results where refused."""
    if not results:
        return
    names = "、".join(result_name(key) for key in sorted(results))
    if treatment == REFUSE:
        raise InputError(
            "stale_results",
            "These results are out of date, an input changed after they were computed: {results}. Compute them again, "
            "or allow figures to be stamped (STALE=stamp).",
            results=names,
        )
    push_warnings(
        feedback,
        [
            message(
                "These results are out of date, an input changed after they were computed: {results}. What shows them "
                "is stamped.",
                results=names,
            )
        ],
    )
