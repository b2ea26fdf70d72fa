"""What all algorithms share: names, help, readable errors, reading of inputs and safe writing of outputs."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from qgis.core import (
    Qgis,
    QgsFeatureSource,
    QgsMapLayer,
    QgsMessageLog,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProviderRegistry,
)
from qgis.PyQt.QtGui import QIcon

from ..core.errors import Cancelled, InputError, PlannerError, StorageError
from ..core.messages import Message
from ..core.storage import cannot_write
from ..core.task import Task
from ..layer_files import LayerFile, file_behind, is_whole
from ..layers import FileSource
from ..paths import resource
from ..requirements import missing_packages
from ..translation import say, say_error, tr
from ._beside import Beside, clear_leftovers
from .parameters import choices_by_name, wrong_choice

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


Given = Union[QgsFeatureSource, FileSource]  # the layer of a parameter


class PlannerAlgorithm(QgsProcessingAlgorithm):
    """Base of every algorithm. A subclass lives in the file named after its id and says:

    NAME, GROUP  the id, and one of the keys of `groups()`
    title()      display name           help()  what it does, for the help panel
    define()     adds parameters and outputs
    work()       reads, calls one function of core or database, writes; returns the results (not `run`, which is QGIS's)
    """

    NAME = ""
    GROUP = "planning"
    _files: Mapping[str, LayerFile] = {}  # source parameter -> the file behind its layer

    # ---- for subclasses
    def title(self) -> str:
        raise NotImplementedError(self.NAME)

    def help(self) -> str:
        raise NotImplementedError(self.NAME)

    def define(self) -> None:
        raise NotImplementedError(self.NAME)

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        raise NotImplementedError(self.NAME)

    # ---- QgsProcessingAlgorithm
    def name(self) -> str:
        return self.NAME

    def displayName(self) -> str:
        return self.title()

    def groupId(self) -> str:
        return self.GROUP

    def group(self) -> str:
        return groups()[self.GROUP]

    def shortHelpString(self) -> str:
        return self.help()

    def icon(self) -> QIcon:
        own = resource("icons", f"{self.NAME}.svg")
        return QIcon(str(own if own.exists() else resource("icons", "village_planner.svg")))

    def createInstance(self) -> PlannerAlgorithm:
        return type(self)()

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:
        self.define()

    def canExecute(self) -> tuple[bool, str]:
        missing = missing_packages()
        if not missing:
            return True, ""
        return False, tr(
            "Python packages are missing: {packages}. The README, section “Without internet”, tells how to add them.",
            packages=", ".join(missing),
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        able, reason = super().checkParameterValues(choices_by_name(self, parameters), context)
        return able, reason if able else wrong_choice(self, parameters, context) or reason

    def parameterAsEnumString(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        return str(super().parameterAsEnumString(choices_by_name(self, parameters), name, context))

    def parameterAsEnumStrings(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> list[str]:
        return list(super().parameterAsEnumStrings(choices_by_name(self, parameters), name, context))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """A subclass that has layers of its own to look at calls this first.

        Layers are only to be touched on their own thread, so what file lies behind a source is asked here.
        """
        files: dict[str, LayerFile] = {}
        for item in self.parameterDefinitions():
            value = parameters.get(item.name())
            if not isinstance(item, QgsProcessingParameterFeatureSource) or not value or not is_whole(value):
                continue
            plain = value.source if isinstance(value, QgsProcessingFeatureSourceDefinition) else value
            layer = self.parameterAsVectorLayer({**parameters, item.name(): plain}, item.name(), context)
            file = None if layer is None else file_behind(layer)
            if file is not None:
                files[item.name()] = file
        self._files = files
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            # Said before the work rather than after it; `write_all` looks again, as minutes may lie between.
            _check_targets(self._output_files(parameters, context), self._input_files(parameters, context))
            return self.work(parameters, context, feedback, make_task(feedback))
        except Cancelled:
            raise QgsProcessingException(tr("Cancelled; nothing was written.")) from None
        except PlannerError as error:
            raise QgsProcessingException(say_error(error)) from None
        except QgsProcessingException:
            raise
        except OSError as error:
            raise QgsProcessingException(say_error(storage_error(error))) from None
        except MemoryError:
            raise QgsProcessingException(
                tr("Not enough memory. Close other programs, or run the work township by township.")
            ) from None
        except Exception as error:  # noqa: BLE001 - the last door: a person must never see a traceback
            QgsMessageLog.logMessage(traceback.format_exc(), "Village Planner", Qgis.Critical)
            raise QgsProcessingException(
                tr(
                    "Unexpected error ({kind}: {text}). The log panel “Village Planner” has the details; please send "
                    "them to us.",
                    kind=type(error).__name__,
                    text=error,
                )
            ) from None

    # ---- reading
    def source(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Given:
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        return FileSource(source, self._files[name]) if name in self._files else source

    def label(self, parameters: dict[str, Any], name: str, source: Given) -> str:
        """What messages call a layer: its name in the file where the path gives one (3.22 names it after the file)."""
        value = parameters.get(name)
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value = value.source.staticValue()
        named = re.search(r"\|layername=([^|]+)", value) if isinstance(value, str) else None
        return named.group(1) if named else source.sourceName() or name

    def read(
        self,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        task: Task,
        fields: Optional[Sequence[str]] = None,
        geometry: bool = True,
        required: bool = True,
        id_column: Optional[str] = None,
    ) -> gpd.GeoDataFrame | pd.DataFrame | None:
        """The layer of a parameter as a frame; None where an optional one is not given. id_column: see `read_source`"""
        from ..core.crs import check_degrees
        from ..layers import read_source

        if not required and not parameters.get(name):
            return None
        source = self.source(parameters, name, context)
        label = self.label(parameters, name, source)
        frame = read_source(source, label, fields, geometry, task, id_column)
        if required and frame.empty:
            raise InputError(
                "empty_layer", "Layer {layer} has no features. Choose another layer or clear its filter.", layer=label
            )
        if geometry and not frame.empty:
            check_degrees(frame, label)
        return frame

    def field_name(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        """The field chosen, "" for none."""
        return (self.parameterAsFields(parameters, name, context) or [""])[0]

    def number(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Optional[float]:
        """A number that may be left empty: None then."""
        return None if parameters.get(name) in (None, "") else self.parameterAsDouble(parameters, name, context)

    def whole_number(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Optional[int]:
        value = self.number(parameters, name, context)
        return None if value is None else int(value)

    # ---- writing
    def write(
        self,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        frame: pd.DataFrame,
        task: Task,
    ) -> Optional[str]:
        """Write a frame to a sink parameter; None where an optional one is not asked for (see `write_all`)."""
        return self.write_all(parameters, context, {name: frame}, task).get(name)

    def write_all(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        frames: Mapping[str, pd.DataFrame],
        task: Task,
        alongside: Callable[[], contextlib.AbstractContextManager[Any]] = contextlib.nullcontext,
    ) -> dict[str, Optional[str]]:
        """Write frames to sink parameters, all or none: parameter -> layer, None where an optional one is left out.

        Files are written beside their places and moved there when all are whole, so old outputs survive any failure.

        alongside  entered when all are whole, to put other outputs in place; takes them back where it ends in an error
        """
        results: dict[str, Optional[str]] = dict.fromkeys(frames)
        asked = [name for name in frames if not self._is_left_out(parameters, name)]
        files = {name: file for name, file in self._output_files(parameters, context).items() if name in asked}
        _check_targets(files, self._input_files(parameters, context))
        for folder in {file.parent for file in files.values()}:
            clear_leftovers(folder)
        beside: dict[str, Beside] = {}
        try:
            rows = [len(frames[name]) + 1 for name in asked]  # a summary takes no time beside its pieces
            for i, name in enumerate(asked):
                part = task.part(sum(rows[:i]) / sum(rows), sum(rows[: i + 1]) / sum(rows))
                if name not in files:
                    results[name] = self._fill_sink(parameters, name, context, frames[name], part)
                    continue
                beside[name] = Beside(files[name])
                place = beside[name].file
                sink = {**parameters, name: _with_sink(parameters[name], str(place))}
                results[name] = self._fill_sink(sink, name, context, frames[name], part, files[name], place)
                _check_whole(place, len(frames[name]), name, files[name])
            with alongside():
                for name, made in beside.items():
                    put_in_place(made.file, files[name])
                    results[name] = _move_result(context, str(results[name]), str(files[name]))
        except BaseException:
            for made in beside.values():
                _forget(context, str(made.file))
            raise
        finally:
            for made in beside.values():
                made.close()
        return results

    def _is_left_out(self, parameters: dict[str, Any], name: str) -> bool:
        optional = bool(self.parameterDefinition(name).flags() & QgsProcessingParameterDefinition.FlagOptional)
        return optional and parameters.get(name) in (None, "")

    def _output_files(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Path]:
        """Sink parameter -> the file it names; none for those left out, in memory or in another database."""
        sinks = [
            item.name() for item in self.parameterDefinitions() if isinstance(item, QgsProcessingParameterFeatureSink)
        ]
        targets = {name: _file_target(parameters.get(name), context) for name in sinks}
        return {name: target for name, target in targets.items() if target is not None}

    def _input_files(self, parameters: dict[str, Any], context: QgsProcessingContext) -> set[Path]:
        """The files that the inputs lie in."""
        values: list[Any] = []
        for definition in self.parameterDefinitions():
            if not definition.isDestination():
                value = parameters.get(definition.name())
                values += value if isinstance(value, (list, tuple)) else [value]
        return {Path(path).resolve() for path in (_source_path(value, context) for value in values) if path}

    def _fill_sink(
        self,
        parameters: dict[str, Any],
        name: str,
        context: QgsProcessingContext,
        frame: pd.DataFrame,
        task: Task,
        file: Optional[Path] = None,
        beside: Optional[Path] = None,
    ) -> str:
        """Make the layer and write the rows; its name.

        file, beside  the file that the output becomes, and where it is written meanwhile; None for other sinks
        """
        from ..file_writing import append_rows, can_append
        from ..layers import fields_of, qgis_crs, wkb_type_of, write_features

        sink, identifier = self.parameterAsSink(
            parameters, name, context, fields_of(frame), wkb_type_of(frame), qgis_crs(frame)
        )
        if sink is None:
            raise cannot_write(name, self.invalidSinkError(parameters, name).strip(), file)
        if beside is not None and can_append(frame, beside):
            del sink  # closes the file
            append_rows(beside, frame, name, task, file)
            return identifier
        try:
            write_features(sink, frame, name, task, file)
        finally:
            del sink  # closes the file, also when writing failed
        return identifier


def groups() -> dict[str, str]:
    """Groups of the toolbox, in the order of the work; ids are stable, names translated."""
    return {
        "data": tr("1 Data"),
        "indicators": tr("2 Indicators"),
        "planning": tr("3 Districts"),
        "control": tr("4 Control lines"),
        "review": tr("5 Review"),
        "results": tr("6 Results"),
    }


def make_task(feedback: QgsProcessingFeedback) -> Task:
    """Core's view of a running algorithm: its progress bar, its log, its cancel button."""

    def progress(fraction: float, message: Optional[Message]) -> None:
        feedback.setProgress(100 * fraction)
        if message is not None:
            feedback.pushInfo(say(message))

    return Task(progress, feedback.isCanceled)


def push_warnings(feedback: QgsProcessingFeedback, warnings: Sequence[Message]) -> None:
    for warning in warnings:
        feedback.pushWarning(say(warning))


def storage_error(error: OSError) -> StorageError:
    """An operating system's complaint as a sentence with a cure."""
    import errno

    path = error.filename or ""
    if error.errno == errno.ENOSPC and not path:  # a write that failed does not say to which file
        return StorageError("disk_full", "The disk is full; nothing was written. Free some space.")
    if error.errno == errno.ENOSPC:
        return StorageError("disk_full", "The disk is full; {path} was not written. Free some space.", path=path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageError(
            "no_permission",
            "{path} cannot be written: the folder is read-only or the file is open in another program. Close it or "
            "choose another folder.",
            path=path,
        )
    if error.errno == errno.ENOENT and path:
        return StorageError("no_file", "File {path} does not exist. Check its name and folder.", path=path)
    reason = error.strerror or str(error)
    if not path:
        return StorageError("file_error", "A file could not be read or written: {reason}.", reason=reason)
    return StorageError("file_error", "{path}: {reason}", path=path, reason=reason)


def _sink_text(value: Any, context: QgsProcessingContext) -> str:
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        return value.sink.valueAsString(context.expressionContext())[0]
    return value if isinstance(value, str) else ""


def _file_target(value: Any, context: QgsProcessingContext) -> Optional[Path]:
    """The file a sink value names, or None for memory layers, databases and temporary outputs."""
    text = _sink_text(value, context)
    if not text or "=" in text or ":" in text[2:] or text in ("TEMPORARY_OUTPUT", "memory:") or "|" in text:
        return None
    path = Path(text)
    return path if path.suffix.lower() in (".gpkg", ".shp", ".geojson", ".csv", ".fgb") else None


def _with_sink(value: Any, path: str) -> Any:
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        from qgis.core import QgsProperty

        changed = QgsProcessingOutputLayerDefinition(value)
        changed.sink = QgsProperty.fromValue(path)
        return changed
    return path


def _source_path(value: Any, context: QgsProcessingContext) -> str:
    """The file of a layer, layer id or path; "" for anything else."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.staticValue()
    if isinstance(value, str) and context.project() is not None:
        value = context.project().mapLayer(value) or value
    if isinstance(value, QgsMapLayer):
        path = QgsProviderRegistry.instance().decodeUri(value.providerType(), value.source()).get("path")
        return path or ""
    if not isinstance(value, str):
        return ""
    path = value.split("|")[0]
    return path if Path(path).suffix and os.path.exists(path) else ""


def _check_targets(files: Mapping[str, Path], inputs: set[Path]) -> None:
    """Refuse what could not be finished, or would destroy something, before any work is done."""
    seen: dict[Path, str] = {}
    for name, target in files.items():
        place = target.resolve()
        if place in inputs:
            raise InputError(
                "output_is_input",
                "{parameter}: {path} holds an input of this run and would be replaced with all its layers. Choose "
                "another file.",
                parameter=name,
                path=str(target),
            )
        if place in seen:
            raise InputError(
                "same_output",
                "{first} and {second} are to be written to the same file {path}, which holds one output. Choose two "
                "files.",
                first=seen[place],
                second=name,
                path=str(target),
            )
        seen[place] = name
        check_writable(target)


def check_writable(target: Path) -> None:
    if not target.parent.is_dir():
        raise StorageError(
            "no_folder", "Folder {path} does not exist. Create it or choose another.", path=str(target.parent)
        )
    denied = not os.access(target.parent, os.W_OK) or (target.exists() and not os.access(target, os.W_OK))
    if denied or target.is_dir() or _is_locked(target):
        raise StorageError(
            "no_permission",
            "{path} cannot be written: the folder is read-only or the file is open in another program. Close it or "
            "choose another folder.",
            path=str(target),
        )


def _is_locked(target: Path) -> bool:
    """True where another program is writing to the GeoPackage."""
    if target.suffix.lower() != ".gpkg" or not target.is_file():
        return False
    connection = sqlite3.connect(f"{target.resolve().as_uri()}?mode=rw", uri=True, timeout=0)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.rollback()
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:  # not a GeoPackage at all: it may be replaced
        return False
    finally:
        connection.close()
    return False


def _check_whole(file: Path, rows: int, name: str, shown: Path) -> None:
    """A disk that fills up while the file is being closed is told by nothing but the rows that are missing."""
    import pyogrio

    written = -1
    if file.exists():
        with contextlib.suppress(pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
            written = pyogrio.read_info(file, force_feature_count=True)["features"]
    elif any(file.parent.iterdir()):  # a table written as shapefile is a .dbf alone
        written = rows
    if written != rows:
        raise cannot_write(name, f"{max(written, 0)}/{rows}", shown)


def _siblings(path: Path) -> list[Path]:
    """The file and what belongs to it (.shx, .dbf, -wal …)."""
    return [
        other
        for other in path.parent.iterdir()
        if other.name == path.name
        or other.name in (f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal", f"{path.name}.aux.xml")
        or (
            path.suffix.lower() in (".shp", ".csv")
            and other.stem == path.stem
            and other.suffix.lower() in (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".csvt", ".qix", ".sbn", ".sbx")
        )
    ]


def put_in_place(beside: Path, target: Path) -> None:
    """Move the finished file and its companions to their place; companions of the old file go."""
    fresh = sorted(beside.parent.iterdir())
    for old in _siblings(target):
        # A write-ahead log left by the old file would be taken for the new one's.
        if old.name not in {file.name for file in fresh}:
            old.unlink()
    for file in fresh:
        os.replace(file, target.parent / file.name)


def _forget(context: QgsProcessingContext, identifier: str) -> None:
    details = context.layersToLoadOnCompletion()
    if details.pop(identifier, None) is not None:
        context.setLayersToLoadOnCompletion(details)


def _move_result(context: QgsProcessingContext, old: str, new: str) -> str:
    details = context.layersToLoadOnCompletion()
    if old in details:
        details[new] = details.pop(old)
        context.setLayersToLoadOnCompletion(details)
    return new
