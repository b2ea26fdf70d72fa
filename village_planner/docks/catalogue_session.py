"""A catalogue of the county in hand while it is edited: shipped entries, the county's own, and what is wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.catalogue import CatalogueText
from ..core.catalogue_editing import CatalogueSchema, Difference, Fault, Place, differences, overrides
from ..core.errors import InputError, PlannerError
from ..core.messages import Message
from ..core.storage import write_text
from ..paths import catalogue_files, resource
from .desk import Desk

GENERAL = ""  # the section of what is no list


class CatalogueSession(QObject):
    """`changed` follows every edit; nothing is kept before `save`."""

    changed = pyqtSignal()

    def __init__(self, desk: Desk, name: str, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._desk, self.name = desk, name
        self.path = resource("catalogues", f"{name}.json")
        self.schema_path = resource("catalogues", f"{name}.schema.json")
        self.schema = CatalogueSchema(json.loads(self.schema_path.read_text(encoding="utf-8")))
        self.shipped = _content(self.path.read_text(encoding="utf-8"))
        self.data: dict[str, Any] = {}
        self.place = ""  # the database it was read from
        self._saved: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.refusal: Optional[Message] = None  # what the loader finds where the schema finds nothing

    # ---- the database
    def load(self) -> None:
        """Read the county's own, or the shipped one; raises `PlannerError`."""
        own: Mapping[str, Any] = {}
        if self._desk.path is not None:
            with self._desk.database(read_only=True) as db:
                text = db.read_catalogue(self.name)
            own = {} if text is None else _content(text.text)
        self.place = self._desk.place.county
        self.data = copy.deepcopy({**self.shipped, **own})
        self._saved = copy.deepcopy(self.data)
        self._check()

    def save(self) -> None:
        """Keep it in the county's database, as far as it differs from the shipped one; raises `PlannerError`."""
        if self._desk.place.county != self.place:
            raise InputError(
                "another_place",
                "Another county is in hand than the one whose catalogue this is. Open that county again, or export "
                "the catalogue to a file.",
            )
        with self._desk.database() as db:
            db.write_catalogue(self.name, overrides(self.shipped, self.data) or None)
        self._saved = copy.deepcopy(self.data)
        self.changed.emit()

    @property
    def may_save(self) -> bool:
        return self.dirty and not self.faults and self.refusal is None and bool(self.place)

    @property
    def dirty(self) -> bool:
        return self.data != self._saved

    # ---- files
    def import_file(self, path: Path) -> None:
        """Take a file's entries in place of those here; raises `InputError` where it is no JSON object."""
        try:
            own = _content(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise InputError(
                "unreadable_catalogue",
                "Catalogue {file} cannot be read ({reason}). Choose a JSON file as it was exported here.",
                file=path.name,
                reason=str(error),
            ) from None
        self.data = {**copy.deepcopy(self.shipped), **own}
        self._check()

    def export_file(self, path: Path) -> None:
        """Write the whole catalogue, as `CATALOGUE` parameters take it."""
        write_text(path, json.dumps(self.data, ensure_ascii=False, indent=2) + "\n")

    def revert(self) -> None:
        self.data = copy.deepcopy(self.shipped)
        self._check()

    def differences(self) -> list[Difference]:
        return differences(self.shipped, self.data)

    # ---- entries
    def entry(self, section: str, row: int) -> dict[str, Any]:
        """An entry of a list; the general settings where section is GENERAL."""
        if section == GENERAL:
            return {key: value for key, value in self.data.items() if key not in self.schema.lists}
        entry = self.data[section][row]
        return entry if isinstance(entry, dict) else {}

    def set_entry(self, section: str, row: int, entry: dict[str, Any]) -> None:
        if section == GENERAL:
            lists = {key: self.data[key] for key in self.schema.lists if key in self.data}
            self.data = {key: {**entry, **lists}[key] for key in [*self.data, *entry] if key in entry or key in lists}
        else:
            self.data[section][row] = entry
        self._check()

    def insert(self, section: str, row: int, entry: dict[str, Any]) -> None:
        self.data.setdefault(section, []).insert(row, copy.deepcopy(entry))
        self._check()

    def remove(self, section: str, row: int) -> None:
        del self.data[section][row]
        self._check()

    def move(self, section: str, row: int, to: int) -> None:
        items = self.data[section]
        items.insert(to, items.pop(row))
        self._check()

    def faults_at(self, place: Place) -> list[Fault]:
        """Faults at or below a place, told from there."""
        here = [fault for fault in self.faults if fault.place[: len(place)] == place]
        return [Fault(fault.place[len(place) :], fault.reason) for fault in here]

    def _check(self) -> None:
        self.faults = self.schema.faults(self.data)
        self.refusal = None
        if not self.faults:
            try:
                _load(self.name, self.data)
            except PlannerError as error:
                self.refusal = error.message
        self.changed.emit()


def _load(name: str, data: dict[str, Any]) -> None:
    """Let core's own loader read it: it knows what no schema can say."""
    from ..core.consolidation import load_consolidation
    from ..core.facilities.provision import load_standards
    from ..core.indicators.catalogue import load_indicators
    from ..core.indicators.centre_rules import load_centre_rules
    from ..core.indicators.measures.county import load_places
    from ..core.indicators.type_rules import load_type_rules
    from ..core.network.speeds import load_road_speeds
    from ..core.quotas.catalogue import load_binding_indicators
    from ..core.review.round_rules import load_round_rules
    from ..core.statistics.rules import load_rules
    from ..core.targets.catalogue import load_targets

    loaders: dict[str, Callable[..., Any]] = {
        "indicators": load_indicators,
        "village_types": load_type_rules,
        "binding_indicators": load_binding_indicators,
        "targets": load_targets,
        "road_speeds": load_road_speeds,
        "places": load_places,
        "centre_rules": load_centre_rules,
        "statistics": load_rules,
        "review_rounds": load_round_rules,
        "facility_standards": load_standards,
        "consolidation": load_consolidation,
    }
    loaders[name](*catalogue_files(name), CatalogueText(json.dumps(data, ensure_ascii=False), name))


def _content(text: str) -> dict[str, Any]:
    from ..core.catalogue import SCHEMA_KEY

    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("{…}")
    data.pop(SCHEMA_KEY, None)
    return data
