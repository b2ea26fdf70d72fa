"""From the grids of a workbook to figures of units: the one entry of this package.

read (`excel.reading.read_book`) → interpret → result (`model.Interpretation`). Nothing here touches a file or QGIS.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Optional

import pandas as pd

from ..errors import InputError
from ..indicators.catalogue import IndicatorCatalogue
from ..messages import message
from ..task import SILENT, Task
from .answers import Answers
from .figures import Entry, Reading, TableReader
from .gazetteer import Gazetteer, Unit
from .grid import Book, Sheet
from .headings import Headings, years_in
from .layout import KEY_ROLES, Layout, Table
from .model import ERROR, INFO, VALUE_COLUMNS, WARNING, Interpretation
from .remarks import Remarks
from .rules import Rules, plain
from .titles import NOT_DATA_YEAR, PART_YEAR, other_figures
from .turning import turned_parts

WIDEST = 1000  # rows up to which a sheet without a table is tried with its units across
SHOWN = 12  # names in a message; the rest is counted
OTHER_COUNTY = re.compile(r"([\u4e00-\u9fff]{2,7}?(?:自治县|县|自治旗|旗))(?![\u4e00-\u9fff]?(?:城|乡|级|域|内|直|区))")
WHOLE_COUNTY = ("全县", "各县", "我县", "本县", "分县", "该县", "到县", "至县", "距县", "省县", "市县", "区县")


def interpret(
    book: Book,
    gazetteer: Gazetteer,
    catalogue: IndicatorCatalogue,
    rules: Rules,
    answers: Optional[Answers] = None,
    sheets: Sequence[str] = (),
    level: Optional[str] = None,
    year: Optional[int] = None,
    task: Task = SILENT,
) -> Interpretation:
    """Figures of a workbook that are certain, and remarks on everything else.

    book       `excel.reading.read_book(path)`
    gazetteer  the county's units, `Gazetteer.build(townships, villages, rules, county_name)`
    catalogue  the indicators; `rules` the words and units of resources/catalogues/statistics.json
    answers    what the user settled before (`load_answers`); None: nothing
    sheets     names of the sheets to read; empty: all that are not hidden
    level      "township" or "village": rows of the other level are left out and said; None: as the rows are
    year       the year asked for; None: as the workbook says

    A figure is taken only where unit, indicator, unit of measure and number are certain. Raises InputError
    unknown_sheet, unknown_indicator, unknown_unit (the last two of the answers); nothing else about the content
    raises: it is a remark.
    """
    answers = answers or Answers()
    _check_answers(answers, gazetteer, catalogue, rules)
    chosen = book.chosen(sheets)
    remarks = Remarks()
    headings = Headings(catalogue, rules, answers)
    reader = _BookReader(book, gazetteer, headings, rules, answers, remarks, level, year)
    for name in book.left_out:
        remarks.say(INFO, "no_cells", message("Sheet {sheet} is a chart and holds no cells.", sheet=name), name)
    for number, sheet in enumerate(book.sheets):
        if sheet not in chosen:
            if sheet.hidden and not sheets:
                text = message(
                    "Sheet {sheet} is hidden and was not read. Name it in SHEETS if its figures are meant.",
                    sheet=sheet.name,
                )
                remarks.say(WARNING, "hidden_sheet", text, sheet.name)
            continue
        reader.read(sheet, len(chosen) == 1, task.part(number / len(book.sheets), (number + 1) / len(book.sheets)))
    if not reader.readings and not any(remark.severity == ERROR for remark, _ in remarks.listed):
        remarks.say(
            ERROR,
            "no_table",
            message(
                "{file} holds no table with units in one column and indicators above the others (or the other way "
                "round).",
                file=book.file,
            ),
        )
    entries = _without_conflicts(reader, remarks)
    _say_units_left_out(reader, gazetteer, entries, remarks, level)
    return Interpretation(
        _values(entries, book.file),
        remarks.finished(),
        tuple(remarks.doubts.values()),
        tuple(reading.found for _, reading in reader.readings if reading.found is not None),
    )


def _check_answers(answers: Answers, gazetteer: Gazetteer, catalogue: IndicatorCatalogue, rules: Rules) -> None:
    for header, answer in answers.headers.items():
        if answer.indicator and catalogue.get(answer.indicator) is None:
            raise InputError(
                "unknown_indicator",
                "Answer file, header “{header}”: the catalogue has no indicator {indicator}. Use one of: {known}.",
                header=header,
                indicator=answer.indicator,
                known=", ".join(item.code for item in catalogue.indicators),
            )
        if answer.unit and rules.measures.parse(answer.unit) is None:
            raise InputError(
                "unknown_measure",
                "Answer file, header “{header}”: {unit} is no unit of measure that is known. Write it like 万元, 亩, "
                "km² or %.",
                header=header,
                unit=answer.unit,
            )
    for label, code in answers.rows.items():
        if code is not None and gazetteer.by_code(code) is None:
            raise InputError(
                "unknown_unit",
                "Answer file, row “{label}”: the county has no unit with the code {unit}. Mend the code.",
                label=label,
                unit=code,
            )


class _BookReader:
    """Reads sheet after sheet; keeps the readings with their sheets."""

    def __init__(
        self,
        book: Book,
        gazetteer: Gazetteer,
        headings: Headings,
        rules: Rules,
        answers: Answers,
        remarks: Remarks,
        level: Optional[str],
        year: Optional[int],
    ) -> None:
        self.book, self.gazetteer, self.headings, self.rules = book, gazetteer, headings, rules
        self.answers, self.remarks, self.level, self.year = answers, remarks, level, year
        self.readings: list[tuple[Sheet, Reading]] = []

    def read(self, sheet: Sheet, alone: bool, task: Task) -> None:
        if not sheet.cells:
            self.remarks.say(
                ERROR if alone else INFO,
                "empty_sheet",
                message("Sheet {sheet} is empty.", sheet=sheet.name),
                sheet.name,
            )
            return
        upright = self._attempt([(sheet, ())], task.part(0.0, 0.6))
        best = upright
        refused = not upright[0] and any(remark.severity == ERROR for remark, _ in upright[1].listed)
        if not refused and not any(reading.entries for reading in upright[0]) and len(sheet.rows) <= WIDEST:
            layout = Layout(sheet, self.gazetteer, self.headings, self.rules, task)
            turned = self._attempt(turned_parts(sheet, self.gazetteer, self.headings, layout), task.part(0.6, 1.0))
            if any(reading.entries for reading in turned[0]) or not upright[0]:
                best = turned
        readings, remarks = best
        self.readings += [(sheet, reading) for reading in readings]
        self.remarks.listed += remarks.listed
        for key, doubt in remarks.doubts.items():
            self.remarks.doubts.setdefault(key, doubt)
        if not readings and not remarks.listed:
            self.remarks.say(
                ERROR if alone else WARNING,
                "no_table",
                message(
                    "Sheet {sheet}: no table with units in one column and indicators above the others was found (or "
                    "the other way round). Name the column of units (乡镇名称, 村名 or 代码) and give every column a "
                    "header.",
                    sheet=sheet.name,
                ),
                sheet.name,
            )

    def _attempt(self, parts: Sequence[tuple[Sheet, Sequence[str]]], task: Task) -> tuple[list[Reading], Remarks]:
        """The tables of a sheet read one way round, with what there is to say of it.

        parts  what of it is read, and the titles that stand above each
        """
        remarks = Remarks()
        readings = []
        dated: list[str] = []  # the titles of the last table that name a year: they hold for what follows, too
        for share, (sheet, head) in enumerate(parts):
            part = task.part(share / len(parts), (share + 1) / len(parts))
            tables = Layout(sheet, self.gazetteer, self.headings, self.rules, part).tables()
            for number, table in enumerate(tables):
                if not any(role in table.keys for role in KEY_ROLES):
                    continue
                table.titles = [*head, *table.titles]
                if any(years_in(text, self.rules) for text in table.titles if not NOT_DATA_YEAR.search(text)):
                    dated = list(table.titles)
                titles = list(dict.fromkeys([*table.titles, *dated]))
                place = (sheet.name, self._corner(sheet, table), table.band[0])
                year = self._year(table, titles, sheet, remarks, place)
                if year is False or not self._of_this_county(titles, sheet, remarks, place):
                    continue
                reader = TableReader(
                    sheet,
                    table,
                    self.gazetteer,
                    self.headings,
                    self.rules,
                    self.answers,
                    remarks,
                    self.level,
                    self._township(table, sheet),
                    year,
                    self.year,
                )
                readings.append(reader.read(part.part(number / len(tables), (number + 1) / len(tables))))
        return readings, remarks

    def _corner(self, sheet: Sheet, table: Table) -> str:
        columns = [*table.columns, *table.keys.values()]
        return sheet.address(table.band[0], min(columns)) if columns else ""

    # ---- what stands above a table
    def _township(self, table: Table, sheet: Sheet) -> Optional[Unit]:
        """The township that sheet or title name, where a sheet holds the villages of one."""
        named = set()
        for text in (sheet.name, *table.titles):
            for unit in self.gazetteer.of_level("township"):
                if len(unit.name) >= 2 and unit.name in text:
                    named.add(unit)
        found = self.gazetteer.find(sheet.name, "township").unit
        if found is not None:
            named.add(found)
        return named.pop() if len(named) == 1 else None

    def _year(
        self, table: Table, titles: Sequence[str], sheet: Sheet, remarks: Remarks, place: tuple[str, str, int]
    ) -> Any:
        """The year of a table's figures, None where nothing says it; False where it cannot be taken."""
        texts = [text for text in titles if not NOT_DATA_YEAR.search(text)]
        named = "" if sheet.lengths else sheet.name  # a text table's sheet is called as its file
        for title in (*texts, named):
            word = other_figures(title, self.rules)
            if word:
                text = message(
                    "“{title}” speaks of other figures ({word}); the table is not taken. Name the other sheets in "
                    "SHEETS, or take the word out of the title or the sheet’s name if the figures of the year are "
                    "meant.",
                    title=title[:60],
                    word=word,
                )
                remarks.say(ERROR, "qualified_title", text, *place)
                return False
        partly = [text for text in (*texts, named) if PART_YEAR.search(text)]
        if partly and self.year is None:
            text = message(
                "“{title}” covers a part of a year only; the table is not taken. Give YEAR if its figures are meant.",
                title=partly[0][:60],
            )
            remarks.say(ERROR, "part_year", text, *place)
            return False
        of_title = {year for text in texts for year in years_in(text, self.rules)}
        of_sheet = set(years_in(named, self.rules))
        if len(of_title) == 1 and len(of_sheet) == 1 and of_title != of_sheet and not self._all_dated(table):
            text = message(
                "The title is of {title}, the sheet’s name of {sheet}; the table is not taken. Mend the one that is "
                "wrong.",
                title=of_title.pop(),
                sheet=of_sheet.pop(),
            )
            remarks.say(ERROR, "year_of_sheet", text, *place)
            return False
        year = self._one_year(table, texts, sheet, remarks, place)
        if partly and year is not False:
            text = message(
                "“{title}” covers a part of a year only; its figures are taken for {year}, as asked.",
                title=partly[0][:60],
                year=self.year,
            )
            remarks.say(WARNING, "part_year", text, *place)
        return year

    def _all_dated(self, table: Table) -> bool:
        """True where rows or columns say themselves of which year they are."""
        return "year" in table.keys or all(
            self.headings.meaning([str(c.value) for c in table.headers[column]]).years
            for column in table.columns
            if table.headers[column]
        )

    def _one_year(
        self, table: Table, texts: Sequence[str], sheet: Sheet, remarks: Remarks, place: tuple[str, str, int]
    ) -> Any:
        for source, found in (
            ("title", [year for text in texts for year in years_in(text, self.rules)]),
            ("sheet", years_in(sheet.name, self.rules)),
            ("file", years_in(self.book.file.rsplit(".", 1)[0], self.rules)),
        ):
            years = sorted(set(found))
            if not years:
                continue
            if self.year is not None and self.year in years:
                return self.year
            own = [
                column
                for column in table.columns
                if self.headings.meaning([str(c.value) for c in table.headers[column]]).years
            ]
            if len(years) > 1 and own:
                return None
            if self.year is not None and not own and "year" not in table.keys:
                text = message(
                    "The table is of {found}, asked for is {asked}; it is not taken. Choose the right workbook, or "
                    "leave YEAR empty.",
                    found=", ".join(map(str, years)),
                    asked=self.year,
                )
                remarks.say(ERROR, "wrong_year", text, *place)
                return False
            if len(years) > 1:
                if "year" in table.keys:
                    return None
                text = message(
                    "The title names several years ({years}); the table is not taken. Give YEAR.",
                    years=", ".join(map(str, years)),
                )
                remarks.say(ERROR, "several_years", text, *place)
                return False
            if source == "file":
                text = message("The year {year} was taken from the name of the file.", year=years[0])
                remarks.say(WARNING, "year_of_file", text, *place)
            return years[0]
        if self.year is not None:
            return self.year
        if not self._all_dated(table):
            text = message("Nothing says of which year the figures are; they are kept without a year. Give YEAR.")
            remarks.say(WARNING, "no_year", text, *place)
        return None

    def _of_this_county(
        self, titles: Sequence[str], sheet: Sheet, remarks: Remarks, place: tuple[str, str, int]
    ) -> bool:
        own = plain(self.gazetteer.county_name)
        if not own:
            return True
        texts = [*titles, sheet.name, self.book.file]
        if any(own in plain(text) for text in texts):
            return True
        for text in titles:
            for name in OTHER_COUNTY.findall(re.sub(r"[\s\d]|[年度月]", " ", text)):
                bare = re.sub(r"^.*[省市州]", "", name)
                if len(bare) >= 3 and not any(word in name for word in WHOLE_COUNTY) and own[:2] not in name:
                    said = message(
                        "The title is of {other}, the database of {county}; the table is not taken. Choose the right "
                        "workbook, or mend the title.",
                        other=bare,
                        county=self.gazetteer.county_name,
                    )
                    remarks.say(ERROR, "other_county", said, *place)
                    return False
        return True


def _without_conflicts(reader: _BookReader, remarks: Remarks) -> list[tuple[Sheet, Entry]]:
    """Figures that stand once, or more than once with the same value; others are left out and said."""
    found: dict[tuple[str, str, str, Optional[int]], list[tuple[Sheet, Entry]]] = defaultdict(list)
    for sheet, reading in reader.readings:
        for entry in reading.entries:
            found[entry.unit.level, entry.unit.code, entry.item.code, entry.year].append((sheet, entry))
    result = []
    same: dict[tuple[str, int, str], list[Entry]] = defaultdict(list)
    for group in found.values():
        good = [(sheet, entry) for sheet, entry in group if entry.good]
        if len(group) == 1:
            result += good
            continue
        first = group[0][1]
        values = {entry.value for _, entry in group}
        if len(values) == 1:
            result += good[:1]
            for sheet, entry in group[1:]:
                same[
                    sheet.name, entry.row if entry.column == first.column else -entry.column, first.cell.address
                ].append(entry)
            continue
        places = ", ".join(f"{sheet.name}!{entry.cell.address}" for sheet, entry in group)
        for sheet, entry in group:
            remarks.say(
                ERROR,
                "conflict",
                message(
                    "{place}: {unit} has different figures of {indicator} ({values}) in {places}; none is taken. "
                    "Delete the wrong ones.",
                    place=entry.cell.address,
                    unit=entry.unit.name,
                    indicator=entry.item.zh,
                    values=", ".join(f"{one.value:.10g}" for _, one in group),
                    places=places,
                ),
                sheet.name,
                entry.cell.address,
                entry.cell.row,
                (entry.column, "conflict"),
            )
    for (name, _, _), entries in same.items():
        remarks.say(
            WARNING,
            "said_twice",
            message(
                "{place}: {unit}, {indicator}: the same figure stands elsewhere, too. See that the row or column is "
                "not there twice by mistake.",
                place=entries[0].cell.address,
                unit=entries[0].unit.name,
                indicator=entries[0].item.zh,
            ),
            name,
            entries[0].cell.address,
            entries[0].cell.row,
            (entries[0].column, "twice"),
        )
    return result


def _say_units_left_out(
    reader: _BookReader,
    gazetteer: Gazetteer,
    entries: Sequence[tuple[Sheet, Entry]],
    remarks: Remarks,
    level: Optional[str],
) -> None:
    seen = {code for _, reading in reader.readings for code in reading.units}
    for name in ("township", "village"):
        units = gazetteer.of_level(name)
        left_out = [unit for unit in units if unit.code not in seen]
        if not left_out or len(left_out) == len(units) or (level is not None and level != name):
            continue
        names = ", ".join(gazetteer.title(unit) for unit in left_out[:SHOWN]) + (", …" if len(left_out) > SHOWN else "")
        remarks.say(
            WARNING,
            "units_left_out",
            message("{count} units have no row in the workbook: {names}.", count=len(left_out), names=names),
        )


def _values(entries: Sequence[tuple[Sheet, Entry]], file: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        [
            (
                entry.unit.level,
                entry.unit.code,
                entry.item.code,
                entry.year,
                float(entry.value),
                f"{file} › {sheet.name} › {entry.cell.address}",
            )
            for sheet, entry in entries
        ],
        columns=list(VALUE_COLUMNS),
    )
    frame["year"] = frame["year"].astype("Int64")
    frame["value"] = frame["value"].astype(float)
    return frame.sort_values(list(VALUE_COLUMNS[:4]), kind="stable").reset_index(drop=True)
