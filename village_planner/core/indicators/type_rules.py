"""The rules of village types, from the catalogue village_types: data, checked against what is known of the villages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from ..catalogue import CountyCatalogue, load_catalogue, shown_name
from ..errors import InputError

AT_LEAST, MORE, AT_MOST, LESS = (">=", ">", "<=", "<")
INDICATOR, FACILITIES, CONTROL_LINE = "indicator", "facilities", "control_line"
Text = Mapping[str, str]  # zh, en


@dataclass(frozen=True)
class Figure:
    """A figure against a threshold.

    column    where it stands: the indicator's code or field, or `facts_column` of facilities and lines
    subject   indicator, facilities or control_line        names     what of it: one code, kinds, one kind
    value     the threshold; None: the quantile (0..1) of all villages instead
    """

    column: str
    subject: str
    names: tuple[str, ...]
    op: str
    value: Optional[float]
    quantile: Optional[float]


@dataclass(frozen=True)
class Member:
    """The text of a field is one of several."""

    column: str
    among: tuple[str, ...]


@dataclass(frozen=True)
class Both:
    """all: every part holds; else any."""

    parts: tuple[Condition, ...]
    all: bool


Condition = Union[Figure, Member, Both]


@dataclass(frozen=True)
class VillageType:
    id: str
    name: Text
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class TypeRule:
    id: str
    type: str
    name: Text
    when: Condition


@dataclass(frozen=True)
class TypeRules:
    """types in the order of the list; rules in the order they are tried; `default` where none holds; `not_retained`
    types whose villages are neither central nor retained."""

    types: tuple[VillageType, ...]
    rules: tuple[TypeRule, ...]
    default: str
    not_retained: frozenset[str]

    def get(self, id: str) -> VillageType:
        return next(item for item in self.types if item.id == id)

    def identify(self, text: str) -> Optional[str]:
        """The id of a type by its id, name or alias; None for what is none."""
        wanted = text.strip().lower()
        for item in self.types:
            if wanted in {item.id.lower(), item.name["zh"], item.name["en"].lower(), *item.aliases}:
                return item.id
        return None

    def facility_kinds(self) -> list[tuple[str, ...]]:
        """Groups of kinds of facility that some rule counts."""
        return list(dict.fromkeys(part.names for part in self.figures() if part.subject == FACILITIES))

    def control_lines(self) -> list[str]:
        """Kinds of control line that some rule asks for."""
        return list(dict.fromkeys(part.names[0] for part in self.figures() if part.subject == CONTROL_LINE))

    def figures(self) -> list[Figure]:
        return [part for rule in self.rules for part in parts_of(rule.when) if isinstance(part, Figure)]


def facts_column(subject: str, names: Sequence[str]) -> str:
    """The column of a table of villages that holds a number of facilities, or a share of control lines in %."""
    return f"{subject}:{'+'.join(names)}"


def parts_of(condition: Condition) -> Iterator[Union[Figure, Member]]:
    """The single conditions of a rule."""
    if isinstance(condition, Both):
        for part in condition.parts:
            yield from parts_of(part)
    else:
        yield condition


def load_type_rules(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> TypeRules:
    """Read the catalogue (`load_catalogue` tells of paths and errors).

    Beyond the schema: ids are unique; rules, default and layout name types of the list; each figure has either a value
    or a quantile.
    """
    data = load_catalogue(path, schema, county)
    file = shown_name(path, county)
    _unique(file, "types", [item["id"] for item in data["types"]])
    _unique(file, "rules", [item["id"] for item in data["rules"]])
    known = [item["id"] for item in data["types"]]
    _known(file, "default", [data["default"]], known)
    _known(file, "layout/not_retained", data["layout"]["not_retained"], known)
    for number, item in enumerate(data["rules"]):
        _known(file, f"rules/{number}/type", [item["type"]], known)
    return TypeRules(
        types=tuple(
            VillageType(item["id"], {"zh": item["zh"], "en": item["en"]}, tuple(item.get("aliases", ())))
            for item in data["types"]
        ),
        rules=tuple(
            TypeRule(
                item["id"],
                item["type"],
                {"zh": item["zh"], "en": item["en"]},
                _condition(item["when"], file, f"rules/{number}/when"),
            )
            for number, item in enumerate(data["rules"])
        ),
        default=data["default"],
        not_retained=frozenset(data["layout"]["not_retained"]),
    )


def check_indicators(rules: TypeRules, known: Sequence[str], file: str) -> None:
    """Refuse a rule that names an indicator or field that neither the county's catalogue nor the layer knows.

    known  codes of the catalogue and fields of the layer
    Raises InputError unknown_indicator naming rule, indicator and cure.
    """
    for rule in rules.rules:
        for part in parts_of(rule.when):
            if isinstance(part, Figure) and part.subject != INDICATOR:
                continue
            if part.column not in known:
                raise InputError(
                    "unknown_indicator",
                    "Catalogue {file}, rule {rule}: {indicator} is no indicator of the catalogue and no field of the "
                    "layer. Known are: {known}.",
                    file=file,
                    rule=rule.id,
                    indicator=part.column,
                    known=", ".join(known),
                )


def _condition(data: Mapping[str, Any], file: str, place: str) -> Condition:
    for key in ("all", "any"):
        if key in data:
            parts = tuple(_condition(part, file, f"{place}/{key}/{i}") for i, part in enumerate(data[key]))
            return Both(parts, key == "all")
    if "field" in data:
        return Member(data["field"], tuple(data["in"]))
    if ("value" in data) == ("quantile" in data):
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file}, at {place}: give either value or quantile.",
            file=file,
            place="/" + place,
        )
    subject = next(name for name in (INDICATOR, FACILITIES, CONTROL_LINE) if name in data)
    names = tuple(data[subject]) if subject == FACILITIES else (data[subject],)
    column = names[0] if subject == INDICATOR else facts_column(subject, names)
    return Figure(column, subject, names, data["op"], data.get("value"), data.get("quantile"))


def _known(file: str, place: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    for item in wanted:
        if item not in known:
            raise InputError(
                "unknown_type",
                "Catalogue {file}, at {place}: {type} is no village type of the list. Choose one of: {types}.",
                file=file,
                place="/" + place,
                type=item,
                types=", ".join(known),
            )


def _unique(file: str, place: str, values: Sequence[str]) -> None:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file}, at {place}: {values} listed more than once. Keep one of each.",
            file=file,
            place="/" + place,
            values=", ".join(twice),
        )
