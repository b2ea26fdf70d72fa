"""What changed in a plan since it was frozen."""

from __future__ import annotations

from collections.abc import Mapping

from ..drawing.edits import Edit, Scheme, difference


def changed_since(frozen: Mapping[str, Scheme], now: Mapping[str, Scheme]) -> dict[str, Edit]:
    """Level -> what changed since a snapshot; a level that is as it was is left out."""
    edits = {level: difference(frozen[level], now[level], "change") for level in frozen if level in now}
    return {level: edit for level, edit in edits.items() if edit}
