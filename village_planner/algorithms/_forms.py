"""What the imports of opinions and of questionnaires share: their parameters, and what becomes of rows at fault."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..compat import VECTOR_ANY
from ..core.errors import InputError
from ..core.task import Task
from ..translation import say, tr
from .base import PlannerAlgorithm
from .parameters import advanced, choice, with_tip

if TYPE_CHECKING:
    import pandas as pd

    from ..core.opinions.forms import Fault

ON_ERROR = ("refuse", "good")
SHOWN = 100  # faults that the log lists; the table has all of them


def define_workbook(algorithm: PlannerAlgorithm, title: str) -> None:
    algorithm.addParameter(
        QgsProcessingParameterFile(
            "WORKBOOK", title, fileFilter=tr("Workbooks (*.xlsx *.xlsm *.csv *.txt *.tsv);;All files (*.*)")
        )
    )
    algorithm.addParameter(
        with_tip(
            QgsProcessingParameterString("SHEETS", tr("Sheets (empty: all)"), "", optional=True),
            tr("Names of sheets, separated by semicolons."),
        )
    )


def define_errors(algorithm: PlannerAlgorithm) -> None:
    """What becomes of a workbook with rows at fault, and the table that lists them."""
    algorithm.addParameter(
        choice(
            "ON_ERROR",
            tr("Where there are rows at fault"),
            ON_ERROR,
            "refuse",
            tip=tr("refuse: nothing is imported; good: the other rows are."),
        )
    )
    algorithm.addParameter(QgsProcessingParameterFeatureSink("ERRORS", tr("Rows at fault"), VECTOR_ANY, None, True))


def define_faults(algorithm: PlannerAlgorithm) -> None:
    define_errors(algorithm)
    mapping = QgsProcessingParameterFile(
        "MAPPING", tr("Answer file"), extension="json", optional=True, fileFilter=tr("Answer file (*.json)")
    )
    algorithm.addParameter(advanced(mapping, tr("Settles names of units, and how questions are coded.")))
    for name, text in (
        ("IMPORTED", tr("Number of rows imported")),
        ("SKIPPED", tr("Number of rows that were there already")),
        ("BAD", tr("Number of rows at fault")),
    ):
        algorithm.addOutput(QgsProcessingOutputNumber(name, text))


def optional_file(
    algorithm: PlannerAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> Optional[Path]:
    text = algorithm.parameterAsFile(parameters, name, context)
    return Path(text) if text else None


def sheets_asked(algorithm: PlannerAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
    asked = algorithm.parameterAsString(parameters, "SHEETS", context)
    return [name.strip() for name in asked.replace("；", ";").split(";") if name.strip()]


def settle_faults(
    algorithm: PlannerAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    faults: Sequence[Fault],
    file: Path,
    task: Task,
) -> pd.DataFrame:
    """Log the faults of a workbook; the rows of ERRORS, for the caller to write with what else it writes.

    Where there are some and ON_ERROR is refuse, ERRORS is written here. Raises InputError rows_at_fault then.
    """
    from ..core.opinions.forms import bad_rows

    refused = bool(faults) and algorithm.parameterAsEnumString(parameters, "ON_ERROR", context) == "refuse"
    log_faults(faults, feedback, bad=refused)
    table = fault_table(faults)
    if refused:
        algorithm.write(parameters, "ERRORS", context, table, task)
        raise InputError(
            "rows_at_fault",
            "{file}: {count} rows are at fault (see the log); nothing was imported. Mend them, or import the others "
            "(ON_ERROR=good).",
            file=file.name,
            count=bad_rows(faults),
        )
    return table


def log_faults(faults: Sequence[Fault], feedback: QgsProcessingFeedback, bad: bool) -> None:
    push = (lambda text: feedback.reportError(text, False)) if bad else feedback.pushWarning
    for fault in faults[:SHOWN]:
        push(fault_line(fault))
    if len(faults) > SHOWN:
        push(tr("… and {count} more; the table ERRORS lists all.", count=len(faults) - SHOWN))


def fault_line(fault: Fault) -> str:
    column = f" {fault.column}" if fault.column else ""
    return f"{fault.sheet}!{fault.cell}{column} · {say(fault.text)}"


def fault_table(faults: Sequence[Fault]) -> pd.DataFrame:
    import pandas as pd

    columns = ["sheet", "row", "cell", "column", "value", "code", "text", "nearest"]
    rows = [
        (
            fault.sheet,
            fault.row,
            fault.cell,
            fault.column,
            fault.value,
            fault.code,
            say(fault.text),
            "; ".join(f"{one.code} {one.name}" if one.code != one.name else one.name for one in fault.nearest),
        )
        for fault in faults
    ]
    return pd.DataFrame(rows, columns=columns).astype({"row": "int64"})
