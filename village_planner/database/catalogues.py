"""A county's own catalogues, kept with its figures: setting `catalogue.<name>` holds the text of a JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Optional

from ..core.catalogue import CatalogueText
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
