"""Words and units of measure that statistics workbooks use, from resources/catalogues/statistics.json."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional


@dataclass(frozen=True)
class Rules:
    """See the catalogue's schema."""


def load_rules(path: Path, schema: Path, county: Optional[Path] = None) -> Rules:
    """Read the catalogue; `county` is a county's own file (see `load_catalogue`)."""
    raise NotImplementedError
