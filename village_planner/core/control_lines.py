"""Kinds of control lines: what each is called, and by which layer names it is known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from .catalogue import load_catalogue
from .errors import InputError


@dataclass(frozen=True)
class ControlLine:
    """layers  names of layers that are this line, plain (see `_plain`); flag  the ledger's field for it or "" """

    kind: str
    title: Mapping[str, str]  # zh, en
    layers: frozenset[str]
    flag: str = ""


@dataclass(frozen=True)
class ControlLines:
    """The kinds in their order; of two that have a name in common the first has it."""

    lines: tuple[ControlLine, ...]

    def get(self, kind: str) -> Optional[ControlLine]:
        return next((line for line in self.lines if line.kind == kind), None)

    def line_of(self, layer: str) -> Optional[ControlLine]:
        """The control line that a layer of this name is.

        Layers of one name have what tells them apart before it (`overlay.naming.constraint_names`).
        """
        words = _plain(layer).split(" ")
        names = (" ".join(words[i:]) for i in range(len(words)))
        return next((line for name in names for line in self.lines if name in line.layers), None)

    def with_own(self, items: Iterable[Mapping[str, Any]]) -> ControlLines:
        """With a county's own entries before the others, in the place of those of their kind."""
        own = tuple(_line(item) for item in items)
        kinds = {line.kind for line in own}
        return ControlLines((*own, *(line for line in self.lines if line.kind not in kinds)))


def load_control_lines(path: Path, schema: Path) -> ControlLines:
    """The catalogue control_lines; InputError also invalid_catalogue for a name that two kinds share."""
    lines = tuple(_line(item) for item in load_catalogue(path, schema)["lines"])
    owner: dict[str, str] = {}
    for line in lines:
        for name in line.layers:
            if owner.setdefault(name, line.kind) != line.kind:
                raise InputError(
                    "invalid_catalogue",
                    "Catalogue {file}: the layer name {name} is that of {first} and of {second}. Keep one of them.",
                    file=path,
                    name=name,
                    first=owner[name],
                    second=line.kind,
                )
    return ControlLines(lines)


def _line(item: Mapping[str, Any]) -> ControlLine:
    names = (item["kind"], item["zh"], item["en"], *item["layers"])
    return ControlLine(
        item["kind"], {"zh": item["zh"], "en": item["en"]}, frozenset(map(_plain, names)), item.get("flag", "")
    )


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
