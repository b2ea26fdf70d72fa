"""Topics of opinions and questionnaires, and the one that a text is about by its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Optional

from ..catalogue import CountyCatalogue, load_catalogue
from ..statistics.rules import plain


@dataclass(frozen=True)
class Topic:
    id: str
    names: Mapping[str, str]  # zh, en
    keywords: tuple[str, ...] = ()  # as they are compared (`plain`)


@dataclass(frozen=True)
class Topics:
    """The topics in the catalogue's order; `other` is the id of a text in which no keyword stands."""

    topics: tuple[Topic, ...]
    other: str

    def name(self, topic: str, language: str = "zh") -> str:
        """What a topic is called; one that the catalogue does not know keeps its id."""
        return self._names[language].get(topic, topic)

    def find(self, text: str) -> Optional[str]:
        """The topic that a text names by id or name, None where it is none."""
        return self._called.get(plain(text)) or None

    def propose(self, *texts: str) -> str:
        """The topic of the first text in which a keyword stands, `other` where none does.

        The topic with most characters of its keywords in the text is taken, each keyword counted once, of equal ones
        the first: 生态保护红线 (6) outweighs 生态 (2).
        """
        for text in texts:
            compared = plain(text)
            if not compared:
                continue
            best, most = "", 0
            for topic in self.topics:
                weight = sum(len(word) for word in topic.keywords if word in compared)
                if weight > most:
                    best, most = topic.id, weight
            if best:
                return best
        return self.other

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        return {language: {topic.id: topic.names[language] for topic in self.topics} for language in ("zh", "en")}

    @cached_property
    def _called(self) -> Mapping[str, str]:
        called: dict[str, str] = {}
        for topic in self.topics:
            for name in (topic.id, topic.names["zh"], topic.names["en"]):
                called.setdefault(plain(name), topic.id)
        return called


def load_topics(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> Topics:
    """Read the catalogue `opinion_topics` (`load_catalogue` tells of paths and errors)."""
    data = load_catalogue(path, schema, county)
    topics = tuple(
        Topic(
            item["id"],
            {"zh": item["zh"], "en": item["en"]},
            tuple(dict.fromkeys(filter(None, (plain(word) for word in item["keywords"])))),
        )
        for item in data["topics"]
    )
    return Topics(topics, data["other"])
