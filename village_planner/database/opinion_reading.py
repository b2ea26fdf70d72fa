"""What reading workbooks of opinions and questionnaires needs of a county: its units, districts, words and topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from ..core.opinions.questionnaires import FoundQuestionnaires, Mappings, load_mapping, read_questionnaires
from ..core.opinions.rows import Defaults, FoundOpinions, Place, read_opinions
from ..core.opinions.topics import Topics, load_topics
from ..core.opinions.words import Words, load_words
from ..core.statistics.gazetteer import Gazetteer
from ..core.statistics.grid import Book
from ..core.statistics.rules import Rules
from ..core.task import SILENT, Task
from ..paths import catalogue_files, resource, use_bundled_packages
from .catalogues import own_catalogue
from .statistics import read_gazetteer, read_rules

if TYPE_CHECKING:
    from . import PlanningDatabase

NO_DEFAULTS = Defaults()


def read_topics(database: Optional[PlanningDatabase] = None) -> Topics:
    """The topics: the county's own, else as shipped."""
    return load_topics(*catalogue_files("opinion_topics"), own_catalogue("opinion_topics", database))


def read_words(database: Optional[PlanningDatabase] = None) -> Words:
    """The words of forms: the county's own, else as shipped."""
    return load_words(*catalogue_files("opinion_words"), own_catalogue("opinion_words", database))


def read_mapping(file: Optional[Path]) -> Mappings:
    """How a county's questionnaires are coded; by their words without a file."""
    if file is None:
        return Mappings()
    use_bundled_packages()
    return load_mapping(file, resource("catalogues", "questionnaire_mapping.schema.json"))


@dataclass(frozen=True)
class FormReader:
    """Reads workbooks for one county, and for opinions one plan. Made once, used in any thread."""

    gazetteer: Gazetteer
    rules: Rules
    words: Words
    topics: Topics
    place: Place = Place()  # noqa: RUF009 - frozen

    @classmethod
    def of(cls, database: PlanningDatabase, plan_id: Optional[int] = None) -> FormReader:
        rules = read_rules(database)
        place = Place() if plan_id is None else _place(database, plan_id)
        return cls(read_gazetteer(database, rules), rules, read_words(database), read_topics(database), place)

    def opinions(
        self,
        book: Book,
        defaults: Defaults = NO_DEFAULTS,
        mapping: Optional[Mappings] = None,
        sheets: Sequence[str] = (),
        task: Task = SILENT,
    ) -> FoundOpinions:
        answers = (mapping or Mappings()).units
        return read_opinions(
            book, self.gazetteer, self.rules, self.words, self.topics, self.place, defaults, answers, sheets, task
        )

    def questionnaires(
        self, book: Book, mapping: Optional[Mappings] = None, sheets: Sequence[str] = (), task: Task = SILENT
    ) -> FoundQuestionnaires:
        mapping = mapping or Mappings()
        return read_questionnaires(book, self.gazetteer, self.rules, self.words, self.topics, mapping, sheets, task)


def _place(database: PlanningDatabase, plan_id: int) -> Place:
    """Districts of the plan by level and code, and how a point comes into the county."""
    districts = {
        (level, str(row.code)): str(row.name or "")
        for level in ("township", "village")
        for row in database.districts(plan_id, level).itertuples(index=False)
    }
    villages = database.read_layer("village", ["code"])
    bounds = tuple(villages.total_bounds) if len(villages) else None
    crs = database.crs

    def transform(kind: str, x: float, y: float) -> tuple[float, float]:
        if kind == "projected" or crs is None:
            return x, y
        from pyproj import Transformer

        moved: Any = Transformer.from_crs("EPSG:4490", crs, always_xy=True).transform(x, y)
        return float(moved[0]), float(moved[1])

    def unit_at(x: float, y: float) -> str:
        import shapely

        at = villages.sindex.query(shapely.Point(x, y), predicate="intersects")
        return str(villages["code"].iloc[at[0]]) if len(at) else ""

    return replace(Place(districts), transform=transform, bounds=bounds, unit_at=unit_at)
