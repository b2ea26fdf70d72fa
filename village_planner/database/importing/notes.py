"""What an import has to say: what it took as what, what it repaired, what looks wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...core.messages import Message

SHOWN = 5  # codes named in a message; the rest is counted


@dataclass
class Notes:
    infos: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)

    def say(self, info: Message) -> None:
        self.infos.append(info)

    def warn(self, warning: Message) -> None:
        self.warnings.append(warning)


def some(codes: Iterable[object]) -> str:
    """The first few codes, and dots where there are more."""
    listed = [str(code) for code in codes]
    return ", ".join(listed[:SHOWN]) + (", …" if len(listed) > SHOWN else "")
