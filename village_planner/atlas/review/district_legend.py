"""The legend of maps that show township districts of several states in matched colours, each under its own names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...core.drawing.edits import Scheme
from ...core.order import natural
from ...core.tables.moves import district_name


@dataclass(frozen=True)
class OtherState:
    """A state beside the one that names the colours. sign: what stands for it (乙, 前); colours: by its district;
    twin: its district -> the one of the naming state that it corresponds to"""

    sign: str
    scheme: Scheme
    colours: Mapping[str, str]
    twin: Mapping[str, str]


def legend_rows(scheme: Scheme, colours: Mapping[str, str], others: Sequence[OtherState]) -> list[tuple[str, str, str]]:
    """(value, label, colour) of every district that is drawn: those of the scheme, with what the others call them where
    that is another name, then those that only others have."""
    rows = []
    for code in sorted(set(scheme.assignment.values()), key=natural):
        name = district_name(scheme, code)
        different = []
        for other in others:
            called = [
                district_name(other.scheme, own)
                for own in sorted(set(other.scheme.assignment.values()), key=natural)
                if other.twin.get(own) == code
            ]
            if called != [name]:
                different.append(f"{other.sign} {'、'.join(called) or '无'}")
        rows.append((code, f"{name}（{'；'.join(different)}）" if different else name, colours.get(code, "")))
    for other in others:
        for code in sorted(set(other.scheme.assignment.values()), key=natural):
            if not other.twin.get(code):
                label = f"{district_name(other.scheme, code)}（仅{other.sign}）"
                rows.append((f"{other.sign}/{code}", label, other.colours.get(code, "")))
    return rows
