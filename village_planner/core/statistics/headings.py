"""Headers: what the cells above a column say of indicator, unit of measure and year."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Optional

from ..indicators.catalogue import IndicatorCatalogue
from .answers import Answers, HeaderAnswer
from .model import Candidate
from .rules import Rules, plain

FOOTNOTES = re.compile(r"[①-⑳⑴-⒇*＊†‡]+\s*$")
NUMBERING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.．)）]\s*(?=\D))\s*"
)
BRACKETS = re.compile(r"[(\[【〔{《<](.*?)[)\]】〕}》>]")
YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?![\d.])\s*(?:年度?(?:末|底)?)?")
CHINESE_YEAR = re.compile(r"[一二][〇零○一二三四五六七八九]{3}年")
CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
LIKE = 0.4
JOIN = " › "


@dataclass(frozen=True)
class Label:
    """One header cell taken apart: name without unit, year, neutral brackets and numbering; `extra` what else stood in
    brackets; unit as written, "" for none."""

    raw: str
    name: str
    unit: str
    years: tuple[int, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True)
class Meaning:
    """What a column's header cells say together.

    key         how the answer file calls it (levels joined, years left out)    text   the same with years
    indicators  level -> indicator; empty where it is none that is known
    unit        as written, "" where none is                                    years  named in the header
    answer      what the user settled, None: nothing
    qualifier   the word that makes another figure of a known indicator, "" for none
    """

    key: str
    text: str
    indicators: Mapping[str, str]
    unit: str
    years: tuple[int, ...]
    answer: Optional[HeaderAnswer] = None
    qualifier: str = ""


class Headings:
    """Knows the indicators by all their names."""

    def __init__(self, catalogue: IndicatorCatalogue, rules: Rules, answers: Answers) -> None:
        self.catalogue, self.rules = catalogue, rules
        self._names: dict[str, dict[str, str]] = defaultdict(dict)
        self._shown: dict[str, tuple[str, str]] = {}
        for item in catalogue.indicators:
            for name in (item.code, item.zh, item.en, *item.aliases):
                for level in item.levels:
                    self._names[plain(name)].setdefault(level, item.code)
                if name != item.code:
                    self._shown.setdefault(plain(name) + item.code, (item.code, name))
        self._groups = {plain(name) for group in catalogue.groups for name in (group.zh, group.en)}
        self._answers = {plain(key): answer for key, answer in answers.headers.items()}
        self._labels: dict[str, Label] = {}

    # ---- one cell
    def label(self, raw: Any) -> Label:
        text = str(raw)
        known = self._labels.get(text)
        if known is None:
            known = self._labels[text] = self._taken_apart(text)
        return known

    def _taken_apart(self, raw: str) -> Label:
        text = FOOTNOTES.sub("", raw.replace("\n", " ").replace("\r", " "))
        text = NUMBERING.sub("", text)
        text = unicodedata.normalize("NFKC", text).strip()
        unit, extra = "", []
        years: list[int] = []
        for content in BRACKETS.findall(text):
            inner = re.sub(r"^(?:计量)?单位[::]\s*", "", content).strip()
            found = years_in(inner, self.rules)
            if self.rules.measures.parse(inner) is not None:
                unit = inner
            elif found and not plain(YEAR.sub("", inner)).strip("年末底"):
                years += found
            elif plain(inner) and plain(inner) not in self.rules.neutral:
                extra.append(inner)
        name = BRACKETS.sub(" ", text).strip()
        years += years_in(name, self.rules)
        name = CHINESE_YEAR.sub(" ", YEAR.sub(" ", name)).strip(" 、,，:：/-—")
        name, unit = self._without_unit(name, unit)
        if plain(name) in self.rules.neutral:
            name = ""
        return Label(raw, name, unit, tuple(dict.fromkeys(years)), tuple(extra))

    def _without_unit(self, name: str, unit: str) -> tuple[str, str]:
        """The unit may stand alone, or behind a comma, a slash, a colon or a space, or right behind a known name."""
        if plain(name) in self._names:
            return name, unit
        measures = self.rules.measures
        if measures.parse(name) is not None and plain(name) not in self.rules.headings:
            return "", unit or name
        for sign in re.finditer(r"[/,，、:：\s]", name):
            tail = re.sub(r"^(?:计量)?单位[::]?\s*", "", name[sign.end() :].strip())
            if sign.start() and measures.parse(tail) is not None:
                return name[: sign.start()].rstrip(" /,，、:："), unit or tail
        for length in range(len(name) - 1, 1, -1):
            if plain(name[:length]) in self._names and measures.parse(name[length:]) is not None:
                return name[:length], unit or name[length:]
        return name, unit

    def role(self, raw: Any) -> Optional[str]:
        """The role of a key column that a header cell names, None where it names none."""
        if not isinstance(raw, str):
            return None
        return self.rules.headings.get(plain(raw)) or self.rules.headings.get(plain(BRACKETS.sub("", raw)))

    def is_indicator(self, raw: Any) -> bool:
        """True where the cell alone names an indicator, or was answered to."""
        if not isinstance(raw, str):
            return False
        label = self.label(raw)
        return bool(label.name) and (plain(label.name) in self._names or plain(YEAR.sub("", raw)) in self._answers)

    # ---- a column's cells, top to bottom
    def meaning(self, cells: Sequence[Any]) -> Meaning:
        raws = [" ".join(str(raw).split()) for raw in cells]
        labels = [self.label(raw) for raw in cells]
        unit = next((label.unit for label in reversed(labels) if label.unit), "")
        years = tuple(dict.fromkeys(year for label in labels for year in label.years))
        text = JOIN.join(raws)
        bare = [re.sub(r"[(（]\s*[)）]", "", CHINESE_YEAR.sub("", YEAR.sub("", raw))).strip() for raw in raws]
        key = JOIN.join(part for part in bare if part) or text
        # The last level that says anything may be enough of a key: 生产力布局 › GDP is answered by GDP, too.
        last = next((part for part in reversed(bare) if part), "")
        for asked in (key, last):
            answer = self._answers.get(plain(asked)) if plain(asked) else None
            if answer is not None:
                item = self.catalogue.get(answer.indicator) if answer.indicator else None
                indicators: Mapping[str, str] = {}
                if item:  # answered for townships, it holds for villages' indicator of the same name, too
                    indicators = {**self._names[plain(item.zh)], **dict.fromkeys(item.levels, item.code)}
                return Meaning(key, text, indicators, answer.unit or unit, years, answer)
        spoken = [label for label in labels if label.name or label.extra]
        spoken = [label for i, label in enumerate(spoken) if i == 0 or label.raw != spoken[i - 1].raw]
        for size in range(len(spoken), 0, -1):
            known = self._joined(spoken[-size:])
            if known:
                return Meaning(key, text, known, unit, years, None, self._qualifier(spoken[:-size]))
        return Meaning(key, text, {}, unit, years)

    def _joined(self, labels: Sequence[Label]) -> Mapping[str, str]:
        name = plain("".join(label.name for label in labels))
        extras = [extra for label in labels for extra in label.extra]
        if extras:  # 常住人口（城镇） is not 常住人口, 地区生产总值（GDP） is
            whole = self._names.get(name + plain("".join(extras)))
            if whole:
                return whole
            same = self._names.get(name, {})
            if same and all(self._names.get(plain(extra)) == same for extra in extras):
                return same
            if same and all(plain(extra) in same.values() or extra.upper() in same.values() for extra in extras):
                return {level: code for level, code in same.items() if code in {extra.upper() for extra in extras}}
            return {}
        return self._names.get(name, {})

    def _qualifier(self, above: Sequence[Label]) -> str:
        for label in above:
            for text in (label.name, *label.extra):
                name = plain(text)
                if name in self._groups:
                    continue
                if name in self.rules.parts or any(word in name for word in self.rules.qualifiers):
                    return text
                if name in self._names:  # 常住人口 under 地区生产总值: neither can be meant
                    return text
        return ""

    def candidates(self, key: str) -> tuple[Candidate, ...]:
        """The indicators whose names are nearest to a header's lowest level, or to the whole."""
        parts = [self.label(part).name for part in key.split(JOIN)]
        wanted = {plain(part) for part in (parts[-1], "".join(parts)) if plain(part)}
        best: dict[str, tuple[float, str]] = {}
        for shown, (code, name) in self._shown.items():
            other = shown[: -len(code)]
            for asked in wanted:
                if not set(asked) & set(other):
                    continue
                likeness = SequenceMatcher(None, asked, other).ratio()
                if asked in other or other in asked:
                    likeness = max(likeness, 0.6)
                if likeness >= LIKE and likeness > best.get(code, (0.0, ""))[0]:
                    best[code] = (likeness, name)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        return tuple(
            Candidate(code, name, round(likeness, 2)) for code, (likeness, name) in ranked[: self.rules.candidates]
        )


def years_in(text: str, rules: Rules) -> list[int]:
    """Years that a text names, 2023 and 二〇二三年 alike, each once."""
    found = [int(year) for year in YEAR.findall(unicodedata.normalize("NFKC", text))]
    found += [int(year[:4].translate(CHINESE_DIGITS)) for year in CHINESE_YEAR.findall(text)]
    return [year for year, _ in Counter(found).items() if rules.is_year(year)]
