"""Words by which workbooks of opinions and questionnaires are read, from resources/catalogues/opinion_words.json."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..catalogue import CountyCatalogue, load_catalogue
from ..statistics.rules import compact, plain


@dataclass(frozen=True)
class Words:
    """The catalogue as it is used; texts are kept as they are compared (`plain`).

    opinion, questionnaire  plain header -> what the column is
    source_kinds     (kind, words in a source's name), the first that fits counts
    kinds            plain text of a column of kinds of source -> kind
    decisions        plain text of a column of decisions -> adopted, partly, not or "" (open)
    separators       pattern of the signs between the choices of one answer
    multiple, single, free      header words that tell how a question is answered
    unanswered       texts (`compact`) that are no answer
    choices_at_most, free_text_length   see the schema
    source_title     words before the source in a line above the table
    """

    opinion: Mapping[str, str]
    questionnaire: Mapping[str, str]
    source_kinds: tuple[tuple[str, tuple[str, ...]], ...]
    kinds: Mapping[str, str]
    decisions: Mapping[str, str]
    separators: re.Pattern[str]
    multiple: tuple[str, ...]
    single: tuple[str, ...]
    free: tuple[str, ...]
    unanswered: frozenset[str]
    choices_at_most: int
    free_text_length: float
    source_title: tuple[str, ...]

    def source_kind(self, source: str) -> str:
        """The kind of a source by a word in its name, "" where none fits."""
        name = plain(source)
        return next((kind for kind, words in self.source_kinds if any(word in name for word in words)), "")


def load_words(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> Words:
    """Read the catalogue `opinion_words` (`load_catalogue` tells of paths and errors)."""
    data = load_catalogue(path, schema, county)

    def listed(name: str) -> tuple[str, ...]:
        return tuple(plain(word) for word in data[name])

    return Words(
        _inverted(data["opinion"]),
        _inverted(data["questionnaire"]),
        tuple((entry["id"], tuple(plain(word) for word in entry["words"])) for entry in data["source_kinds"]),
        {**_inverted(data["source_kind_words"]), **{kind: kind for kind in data["source_kind_words"]}},
        _decisions(data["decisions"]),
        re.compile("[" + re.escape("".join(data["separators"])) + "]"),
        listed("multiple"),
        listed("single"),
        listed("free"),
        frozenset(compact(word) for word in data["unanswered"]),
        data["choices_at_most"],
        data["free_text_length"],
        tuple(data["source_title"]),
    )


def _inverted(names: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for role, words in names.items():
        for word in words:
            found.setdefault(plain(word) or word, role)
    return found


def _decisions(names: Mapping[str, Any]) -> dict[str, str]:
    """√ and × are no letters: `compact` keeps them, where `plain` leaves nothing."""
    return {decision_text(word): decision for decision, words in names.items() for word in words}


def decision_text(text: str) -> str:
    """A decision as it is compared."""
    return plain(text) or compact(text)
