"""What every algorithm inherits: readable errors, outputs written all or none."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any, Callable, Optional

import geopandas as gpd
import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QThread
from shapely import box

from village_planner.algorithms.base import PlannerAlgorithm, storage_error
from village_planner.core.errors import Cancelled, InputError

pytestmark = pytest.mark.usefixtures("qgis_processing")


def table(rows: int = 3, first: int = 0) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": [str(first + i) for i in range(rows)]}, geometry=[box(i, 0, i + 1, 1) for i in range(rows)], crs=4523
    )


class Twice(PlannerAlgorithm):
    """Writes two tables; `job` is what a test wants to happen."""

    NAME = "twice"
    job: Callable[[Twice, dict[str, Any], Any, Any], dict[str, Any]]

    def title(self) -> str:
        return "Twice"

    def help(self) -> str:
        return ""

    def define(self) -> None:
        self.addParameter(QgsProcessingParameterFeatureSource("INPUT", "input", optional=True))
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", "output"))
        self.addParameter(QgsProcessingParameterFeatureSink("SECOND", "second", optional=True))

    def work(self, parameters: dict[str, Any], context: Any, feedback: Any, task: Any) -> dict[str, Any]:
        return type(self).job(self, parameters, context, task)


class Feedback(QgsProcessingFeedback):
    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.errors.append(error)

    def pushDebugInfo(self, info: str) -> None:
        pass


def write_both(self: Twice, parameters: dict[str, Any], context: Any, task: Any) -> dict[str, Any]:
    return self.write_all(parameters, context, {"OUTPUT": table(), "SECOND": table(2)}, task)


def start(
    job: Callable[..., dict[str, Any]] = write_both, context: Optional[QgsProcessingContext] = None, **parameters: Any
) -> dict[str, Any]:
    """Run the algorithm as Processing does; a failure is raised with the text a person sees."""

    class Now(Twice):
        pass

    Now.job = staticmethod(job)  # type: ignore[assignment]
    context = context or QgsProcessingContext()
    context.setProject(QgsProject.instance())
    feedback = Feedback()
    algorithm = Now()
    algorithm.initAlgorithm({})
    results, ok = algorithm.run({"SECOND": None, **parameters}, context, feedback, {}, False)
    if not ok:
        raise QgsProcessingException("\n".join(feedback.errors))
    return results


def codes(path: Path) -> list[str]:
    return gpd.read_file(path)["code"].tolist()


def test_files_hold_layers_of_their_own_name_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "成果 2026"
    folder.mkdir()
    results = start(OUTPUT=str(folder / "图 斑.gpkg"), SECOND=str(folder / "b.shp"))
    assert results == {"OUTPUT": str(folder / "图 斑.gpkg"), "SECOND": str(folder / "b.shp")}
    assert QgsVectorLayer(f"{folder}/图 斑.gpkg|layername=图 斑", "x", "ogr").featureCount() == 3
    assert codes(folder / "b.shp") == ["0", "1"]
    assert {p.name for p in folder.iterdir()} == {"图 斑.gpkg", "b.shp", "b.shx", "b.dbf", "b.prj", "b.cpg"}


def test_an_optional_output_may_be_left_out_and_outputs_may_lie_in_memory() -> None:
    context = QgsProcessingContext()
    results = start(context=context, OUTPUT="TEMPORARY_OUTPUT")
    assert results["SECOND"] is None
    assert context.getMapLayer(results["OUTPUT"]).featureCount() == 3


def test_a_failure_leaves_old_outputs_as_they_were(tmp_path: Path) -> None:
    first, second = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    start(OUTPUT=str(first), SECOND=str(second))
    before = first.read_bytes(), second.read_bytes()

    def fails_late(self: Twice, parameters: dict[str, Any], context: Any, task: Any) -> dict[str, Any]:
        broken = table(2)
        broken["code"] = [object(), object()]  # cannot become an attribute
        return self.write_all(parameters, context, {"OUTPUT": table(5), "SECOND": broken}, task)

    with pytest.raises(QgsProcessingException):
        start(fails_late, OUTPUT=str(first), SECOND=str(second))
    assert (first.read_bytes(), second.read_bytes()) == before
    assert {p.name for p in tmp_path.iterdir()} == {"a.gpkg", "b.gpkg"}


def test_cancelling_while_writing_leaves_nothing(tmp_path: Path) -> None:
    def cancelled(self: Twice, parameters: dict[str, Any], context: Any, task: Any) -> dict[str, Any]:
        def stop(*_: Any) -> bool:
            return True

        return self.write_all(parameters, context, {"OUTPUT": table()}, type(task)(is_cancelled=stop))

    with pytest.raises(QgsProcessingException, match="Cancelled; nothing was written"):
        start(cancelled, OUTPUT=str(tmp_path / "a.gpkg"))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_the_old_output(tmp_path: Path) -> None:
    target = tmp_path / "a.gpkg"
    start(OUTPUT=str(target))
    before = target.read_bytes()

    def much(self: Twice, parameters: dict[str, Any], context: Any, task: Any) -> dict[str, Any]:
        return self.write_all(parameters, context, {"OUTPUT": table(20_000)}, task)

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))  # files of this process end there
    try:
        with pytest.raises(QgsProcessingException, match="could not be written"):
            start(much, OUTPUT=str(target))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]


def test_an_output_never_replaces_the_file_of_an_input(tmp_path: Path) -> None:
    path = tmp_path / "county.gpkg"
    table().to_file(path, layer="village")
    table().to_file(path, layer="township")
    layer = QgsVectorLayer(f"{path}|layername=village", "v", "ogr")
    QgsProject.instance().addMapLayer(layer)
    try:
        for value in (
            f"{path}|layername=village",
            layer.id(),
            layer,
            QgsProcessingFeatureSourceDefinition(layer.id(), True),
        ):
            with pytest.raises(QgsProcessingException, match="holds an input of this run"):
                start(INPUT=value, OUTPUT=str(tmp_path / "." / "county.gpkg"))
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    assert len(gpd.read_file(path, layer="township")) == 3


def test_two_outputs_may_not_share_a_file(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="OUTPUT and SECOND are to be written to the same file"):
        start(OUTPUT=str(tmp_path / "a.gpkg"), SECOND=str(tmp_path / "a.gpkg"))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"Folder .*nowhere does not exist"):
        start(OUTPUT=str(tmp_path / "nowhere" / "a.gpkg"))


def test_a_read_only_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)  # root may write anywhere
    with pytest.raises(QgsProcessingException, match="the folder is read-only or the file is open"):
        start(OUTPUT=str(tmp_path / "a.gpkg"))


def test_a_geopackage_that_another_program_writes_to_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.gpkg"
    start(OUTPUT=str(target))
    other = sqlite3.connect(target, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(QgsProcessingException, match="open in another program"):
            start(OUTPUT=str(target))
    finally:
        other.execute("ROLLBACK")
        other.close()
    start(OUTPUT=str(target))


def test_a_log_that_the_old_file_left_is_not_taken_for_the_new_ones(tmp_path: Path) -> None:
    target = tmp_path / "a.gpkg"
    start(lambda self, p, c, t: self.write_all(p, c, {"OUTPUT": table(3, first=100)}, t), OUTPUT=str(target))
    writer = sqlite3.connect(target)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE old (text)")
    writer.commit()
    log = target.with_name("a.gpkg-wal")
    left = log.read_bytes()
    writer.close()
    log.write_bytes(left)  # as after a crash
    start(OUTPUT=str(target))
    assert not log.exists()
    assert codes(target) == ["0", "1", "2"]


def test_a_shapefile_is_replaced_with_all_its_companions(tmp_path: Path) -> None:
    target = tmp_path / "a.shp"
    start(OUTPUT=str(target))
    (tmp_path / "a.qix").write_bytes(b"an index of the old file")
    (tmp_path / "a.txt").write_text("not ours")
    start(lambda self, p, c, t: self.write_all(p, c, {"OUTPUT": table(4, first=7)}, t), OUTPUT=str(target))
    assert codes(target) == ["7", "8", "9", "10"]
    assert not (tmp_path / "a.qix").exists() and (tmp_path / "a.txt").exists()


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (InputError("x", "Layer {layer} is bad.", layer="DLTB"), "Layer DLTB is bad."),
        (Cancelled(), "Cancelled; nothing was written."),
        (OSError(errno.ENOSPC, "No space left", "/d/a.gpkg"), "The disk is full; /d/a.gpkg was not written."),
        (OSError(errno.ENOSPC, "No space left"), "The disk is full; nothing was written."),
        (OSError(errno.EIO, "I/O error"), "A file could not be read or written: I/O error."),
        (OSError(errno.EACCES, "Permission denied", "/d/a.gpkg"), "/d/a.gpkg cannot be written"),
        (OSError(errno.EIO, "I/O error", "/d/a.gpkg"), "/d/a.gpkg: I/O error"),
        (MemoryError(), "Not enough memory."),
        (ZeroDivisionError("division by zero"), "Unexpected error (ZeroDivisionError: division by zero)"),
    ],
)
def test_every_failure_is_a_sentence_and_never_a_traceback(error: BaseException, text: str) -> None:
    def fails(*_: Any) -> dict[str, Any]:
        raise error

    with pytest.raises(QgsProcessingException) as caught:
        start(fails, OUTPUT="TEMPORARY_OUTPUT")
    assert text in str(caught.value) and "Traceback" not in str(caught.value)


def test_a_full_disk_is_named_whatever_the_writer_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4096))

    def much(self: Twice, parameters: dict[str, Any], context: Any, task: Any) -> dict[str, Any]:
        return self.write_all(parameters, context, {"OUTPUT": table(20_000)}, task)

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))  # files of this process end there
    try:
        with pytest.raises(QgsProcessingException, match=r"The disk is full; .*a\.gpkg was not written"):
            start(much, OUTPUT=str(tmp_path / "a.gpkg"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    def never(*_: Any) -> dict[str, Any]:
        raise AssertionError("worked for nothing")

    with pytest.raises(QgsProcessingException, match=r"Folder .*nowhere does not exist"):
        start(never, OUTPUT=str(tmp_path / "nowhere" / "a.gpkg"))


def test_storage_errors_have_codes() -> None:
    assert storage_error(OSError(errno.EROFS, "", "a")).code == "no_permission"
    assert storage_error(OSError(errno.ENOSPC, "", "a")).code == "disk_full"


def test_messages_call_a_layer_by_its_name_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "county.gpkg"
    table().to_file(path, layer="village")
    labels: list[str] = []

    def read(self: Twice, parameters: dict[str, Any], context: Any, task: Any) -> dict[str, Any]:
        source = self.source(parameters, "INPUT", context)
        labels.append(self.label(parameters, "INPUT", source))
        assert len(self.read(parameters, "INPUT", context, task)) == 3
        return {}

    start(read, INPUT=f"{path}|layername=village", OUTPUT="TEMPORARY_OUTPUT")
    memory = QgsVectorLayer("Polygon?crs=EPSG:4523", "行政村", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0, 1 0, 1 1, 0 0))"))
    memory.dataProvider().addFeatures([feature] * 3)
    start(read, INPUT=memory, OUTPUT="TEMPORARY_OUTPUT")
    assert labels == ["village", "行政村"]


def test_an_empty_layer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "county.gpkg"
    table().iloc[np.zeros(0, dtype=int)].to_file(path, layer="village", engine="pyogrio", geometry_type="Polygon")

    def read(self: Twice, parameters: dict[str, Any], context: Any, task: Any) -> dict[str, Any]:
        self.read(parameters, "INPUT", context, task)
        return {}

    with pytest.raises(QgsProcessingException, match="Layer village has no features"):
        start(read, INPUT=f"{path}|layername=village", OUTPUT="TEMPORARY_OUTPUT")


def test_sources_are_read_from_their_file_unless_something_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "county.gpkg"
    table().to_file(path, layer="village")
    layer = QgsVectorLayer(f"{path}|layername=village", "v", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([2])
    read: list[tuple[bool, list[str]]] = []

    def look(self: Twice, parameters: dict[str, Any], context: Any, task: Any) -> dict[str, Any]:
        source = self.source(parameters, "INPUT", context)
        read.append((hasattr(source, "file"), self.read(parameters, "INPUT", context, task)["code"].tolist()))
        return {}

    every = ["0", "1", "2"]
    try:
        for value, expected in (
            (f"{path}|layername=village", (True, every)),
            (layer.id(), (True, every)),
            (layer, (True, every)),
            (QgsProcessingFeatureSourceDefinition(layer.id()), (True, every)),
            (QgsProcessingFeatureSourceDefinition(layer.id(), True), (False, ["1"])),
            (QgsProcessingFeatureSourceDefinition(layer.id(), False, 2), (False, ["0", "1"])),
            (f"{path}|layername=village|subset=code='2'", (False, ["2"])),
        ):
            start(look, INPUT=value, OUTPUT="TEMPORARY_OUTPUT")
            assert read.pop() == expected
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


def test_an_output_that_is_to_be_loaded_is_loaded_from_its_place(tmp_path: Path) -> None:
    context = QgsProcessingContext()
    target = str(tmp_path / "图斑.gpkg")
    output = QgsProcessingOutputLayerDefinition(target, QgsProject.instance())
    results = start(context=context, OUTPUT=output)
    assert results["OUTPUT"] == target
    details = context.layersToLoadOnCompletion()
    assert list(details) == [target] and details[target].outputName == "OUTPUT"


def test_a_layer_of_the_project_is_read_from_its_file_on_a_workers_thread(tmp_path: Path) -> None:
    path = tmp_path / "county.gpkg"
    table().to_file(path, layer="village")
    layer = QgsVectorLayer(f"{path}|layername=village", "v", "ogr")
    QgsProject.instance().addMapLayer(layer)
    seen: list[Any] = []

    class Reads(Twice):
        def work(self, parameters: dict[str, Any], context: Any, feedback: Any, task: Any) -> dict[str, Any]:
            source = self.source(parameters, "INPUT", context)
            frame = self.read(parameters, "INPUT", context, task)
            seen.append((QThread.currentThread() == layer.thread(), hasattr(source, "file"), len(frame)))
            return self.write_all(parameters, context, {"OUTPUT": frame}, task)

    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    algorithm = Reads()
    algorithm.initAlgorithm({})
    parameters = {"INPUT": layer.id(), "OUTPUT": str(tmp_path / "o.gpkg"), "SECOND": None}
    job = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    ended: list[bool] = []
    job.executed.connect(lambda ok, _: ended.append(ok))
    try:
        QgsApplication.taskManager().addTask(job)
        limit = time.monotonic() + 60
        while not ended and time.monotonic() < limit:
            QgsApplication.processEvents()
            time.sleep(0.01)
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    assert ended == [True] and seen == [(False, True, 3)]
    assert codes(tmp_path / "o.gpkg") == ["0", "1", "2"]
