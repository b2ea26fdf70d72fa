"""Sentences that core says to a person: an English template and its parameters.

Core cannot translate. It hands the faces a `Message`; they look the template up in the catalogue of
translations and fill it in (`village_planner.translation.say`). Templates are literals, so that
`scripts/translations.py` finds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """An English template with `{named}` placeholders, and the values to fill them with."""

    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.params)


def message(template: str, **params: Any) -> Message:
    """Make a `Message`; `template` must be a literal so that it can be translated."""
    return Message(template, params)
