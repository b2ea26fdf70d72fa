"""Fixtures that every room shares. QGIS itself is started by pytest-qgis."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

ROOT = Path(__file__).resolve().parent.parent
STAGE = Path(os.environ.get("VP_STAGE", ROOT / "build" / "plugins"))
SHARED_DATA = ROOT.parent / "shared" / "data"

# Random tests draw the same few examples every time, and a slow machine is no failure; `make fuzz` draws others, more.
ANY_SPEED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, max_examples=25, **ANY_SPEED)
settings.register_profile("whole", derandomize=False, max_examples=100, database=None, print_blob=True, **ANY_SPEED)
settings.load_profile("same")
# Hypothesis also draws the constants of the modules a process has loaded: the examples would be other ones in each
# process, and reading pandas and scipy, which Debian keeps outside site-packages, takes each process twenty seconds.
if hasattr(providers, "is_local_module_file"):
    providers.is_local_module_file = lambda path: False

sys.path.insert(0, str(STAGE))  # tests run against the plugin as QGIS loads it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The package's tests first: they are few and long, and several processes share the files out in this order."""
    items.sort(key=lambda item: "package" not in item.path.parts)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real places to try on; they are not part of the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real places (shared/data) is not beside this checkout")
    return SHARED_DATA


@pytest.fixture(scope="session")
def provider(qgis_processing: None) -> Any:
    """The provider in the registry, as QGIS has it after the plugin is loaded."""
    from qgis.core import QgsApplication

    from village_planner.algorithms.provider import register_provider

    return QgsApplication.processingRegistry().providerById("village_planner") or register_provider()


@pytest.fixture
def run(provider: Any) -> Iterator[Any]:
    """Run an algorithm through the registry: run("partitiondistricts", INPUT=…, …) -> results.

    A failure is raised as QgsProcessingException with the text a user would see; the log is `run.log`.
    """
    from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject

    class Feedback(QgsProcessingFeedback):
        def __init__(self) -> None:
            super().__init__(False)
            self.lines: list[str] = []

        def pushInfo(self, info: str) -> None:
            self.lines.append(info)

        def pushWarning(self, warning: str) -> None:
            self.lines.append("WARNING " + warning)

        def reportError(self, error: str, fatalError: bool = False) -> None:
            self.lines.append("ERROR " + error)

        def pushDebugInfo(self, info: str) -> None:
            self.lines.append("DEBUG " + info)

    def call(name: str, **parameters: Any) -> dict[str, Any]:
        algorithm = provider.algorithm(name).create()
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        feedback = Feedback()
        call.log, call.context = feedback.lines, context  # type: ignore[attr-defined]
        ok, reason = algorithm.checkParameterValues(parameters, context)
        if not ok:
            raise QgsProcessingException(reason)
        results, ok = algorithm.run(parameters, context, feedback, {}, False)
        if not ok:
            raise QgsProcessingException("\n".join(feedback.lines))
        return results

    yield call
    vars(call).clear()  # the last context holds layers, which must be gone before QGIS is
