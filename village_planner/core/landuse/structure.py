"""The form of the structure of land use: a tree of rows with the plan classes that each sums (catalogue structure_rows).

Provinces hand in different forms, and the two lists of plan classes use different codes: so rows are data, and every
class falls into exactly one row of a form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

from ..catalogue import CountyCatalogue, load_catalogue, shown_name
from ..errors import InputError
from .conversion import CodeSet, code_set

UNKNOWN_ROW = "?"  # of classes that no row of the form takes


@dataclass(frozen=True)
class Take:
    """Plan classes that a row takes; inside: only those of a place, "" for wherever they lie."""

    codes: CodeSet
    inside: str = ""


@dataclass(frozen=True)
class FormRow:
    """takes      what a row without rows below it sums        rows  what a row above others sums
    each       stands for a row per plan class             used_only  left out where there is none of it
    main       drawn in the chart
    """

    id: str
    label: str
    takes: tuple[Take, ...] = ()
    rows: tuple[FormRow, ...] = ()
    each: bool = False
    used_only: bool = False
    main: bool = False

    def walk(self) -> Iterator[FormRow]:
        """This row and all below it."""
        yield self
        for row in self.rows:
            yield from row.walk()


@dataclass(frozen=True)
class StructureForm:
    """One variant of the form in the codes of one version.

    names  plan class -> Chinese name, in the order of the version's list, for rows that stand for each class
    """

    variant: str
    version: str
    title: str
    total: str
    rows: tuple[FormRow, ...]
    names: Mapping[str, str]

    def walk(self) -> Iterator[FormRow]:
        for row in self.rows:
            yield from row.walk()

    def find(self, identifier: str) -> Optional[FormRow]:
        return next((row for row in self.walk() if row.id == identifier), None)

    @cached_property
    def _leaves(self) -> tuple[FormRow, ...]:
        return tuple(row for row in self.walk() if not row.rows)

    def row_of(self, code: str, place: str) -> str:
        """Id of the row that a plan class falls into at a place (`conversion.PLACES`), `UNKNOWN_ROW` for none.

        A row that says where it lies goes before those that do not; then the longest code decides.
        """
        best, found = (False, 0), UNKNOWN_ROW
        for row in self._leaves:
            for take in row.takes:
                length = take.codes.length(code)
                if length and take.inside in ("", place) and (bool(take.inside), length) > best:
                    best, found = (bool(take.inside), length), row.id
        return found


def read_form(
    catalogue: Mapping[str, Any], version: str, names: Mapping[str, str], shown: str = "structure_rows"
) -> StructureForm:
    """The variant that the validated catalogue chooses.

    names   plan class -> name, see `StructureForm`      shown  what messages call the catalogue
    Errors: InputError unknown_variant, invalid_catalogue for a row without classes, ids or classes given twice.
    """
    variants = catalogue["variants"]
    if catalogue["variant"] not in variants:
        raise InputError(
            "unknown_variant",
            "Catalogue {file} chooses the form {variant}, which it does not have. Choose one of: {known}.",
            file=shown,
            variant=catalogue["variant"],
            known=", ".join(variants),
        )
    chosen = variants[catalogue["variant"]]
    form = StructureForm(
        catalogue["variant"],
        version,
        chosen["title"]["zh"],
        chosen.get("total", "总计"),
        tuple(_row(item, version) for item in chosen["rows"]),
        names,
    )
    _check(form, shown)
    return form


def _row(item: Mapping[str, Any], version: str) -> FormRow:
    own = item.get("takes") or ([item] if "codes" in item else [])
    takes = [Take(code_set(take, version), take.get("inside", "")) for take in own]
    label = item.get("label_2020", item["label"]) if version == "2020" else item["label"]
    return FormRow(
        item["id"],
        label,
        tuple(take for take in takes if take.codes.codes),
        tuple(_row(below, version) for below in item.get("rows", ())),
        bool(item.get("each")),
        bool(item.get("used_only")),
        bool(item.get("main")),
    )


def _check(form: StructureForm, shown: str) -> None:
    seen: set[str] = set()
    owner: dict[tuple[str, str], str] = {}
    for row in form.walk():
        if row.id in seen:
            raise InputError(
                "invalid_catalogue",
                "Catalogue {file}: the form {variant} has two rows {name}. Give each row an id of its own.",
                file=shown,
                variant=form.variant,
                name=row.id,
            )
        seen.add(row.id)
        if bool(row.takes) == bool(row.rows):
            raise InputError(
                "invalid_catalogue",
                "Catalogue {file}: row {name} of the form {variant} must have either codes or rows below it.",
                file=shown,
                variant=form.variant,
                name=row.id,
            )
        for take in row.takes:
            for code in take.codes.codes:
                if owner.setdefault((take.inside, code), row.id) != row.id:
                    raise InputError(
                        "invalid_catalogue",
                        "Catalogue {file}: rows {first} and {second} of the form {variant} both take class {code}. "
                        "Leave it in one of them.",
                        file=shown,
                        variant=form.variant,
                        first=owner[(take.inside, code)],
                        second=row.id,
                        code=code,
                    )


def load_form(
    path: Path, schema: Path, version: str, names: Mapping[str, str], county: Optional[CountyCatalogue] = None
) -> StructureForm:
    """The catalogue structure_rows, the county's own where there is one."""
    return read_form(load_catalogue(path, schema, county), version, names, shown_name(path, county))


def in_list_order(form: StructureForm, codes: Iterable[str]) -> list[str]:
    """Plan classes in the order of the version's list, those that it does not have at the end."""
    place = {code: number for number, code in enumerate(form.names)}
    return sorted(codes, key=lambda code: (place.get(code, len(place)), code))
