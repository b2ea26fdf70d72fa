"""A county's own catalogues, kept with its figures: setting `catalogue.<name>` holds the text of a JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from ..core.catalogue import CatalogueText, CountyCatalogue
from ..core.indicators.catalogue import IndicatorCatalogue, load_indicators
from ..paths import catalogue_files
from .store import Store

CATALOGUE = "catalogue."  # what the names of such settings, and of fingerprints of them, begin with


class Catalogues(Store):
    def read_catalogue(self, name: str) -> Optional[CatalogueText]:
        """The county's own catalogue of that name ("indicators", "targets", …), or None where it has the shipped one.

        Give it to `load_catalogue` as `county`, which checks it.
        """
        text = self.setting(CATALOGUE + name)
        return None if text is None else CatalogueText(text, f"{self.path} › {CATALOGUE}{name}")

    def write_catalogue(self, name: str, data: Optional[Mapping[str, Any]]) -> None:
        """Keep a county's own catalogue, checked by the caller; None takes the shipped one again. Recorded."""
        text = None if data is None else json.dumps(dict(data), ensure_ascii=False, indent=1)
        with self.transaction():
            before = self.setting(CATALOGUE + name)
            if text == before:
                return
            self.set_setting(CATALOGUE + name, text)
            self.record("", "write catalogue", {name: before}, {name: text})


def own_catalogue(name: str, database: Optional[Catalogues], file: Optional[Path] = None) -> Optional[CountyCatalogue]:
    """What a county has instead of the shipped catalogue: the file that is given, else what its database keeps."""
    return file or (None if database is None else database.read_catalogue(name))


def read_indicators(database: Optional[Catalogues] = None, file: Optional[Path] = None) -> IndicatorCatalogue:
    """The catalogue of indicators: a county's own file, else its database's, else as shipped."""
    return load_indicators(*catalogue_files("indicators"), own_catalogue("indicators", database, file))
