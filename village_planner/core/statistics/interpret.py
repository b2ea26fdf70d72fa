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
from .layout import Layout, Table
from .model import ERROR, INFO, VALUE_COLUMNS, WARNING, Interpretation
from .remarks import Remarks
from .rules import Rules, plain

WIDEST = 1000  # rows up to which a sheet without a table is tried with its units across
SHOWN = 12  # names in a message; the rest is counted
PART_YEAR = re.compile(
    r"上半年|下半年|[一二三四1-4]季度|1?\d月份|年\s*(?:1|一)\s*[-—–~至到]\s*(?!1?2\s*月|十二)(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
)
NOT_DATA_YEAR = re.compile(r"填报|制表|日期|打印|报出|审核|印发|〔|\[\d{4}\]")
PLANNED = re.compile(r"规划目标|计划表|目标任务|预计|预测")
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
    chosen = _chosen(book, sheets)
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


def _chosen(book: Book, names: Sequence[str]) -> list[Sheet]:
    unknown = [name for name in names if book.sheet(name) is None]
    if unknown:
        raise InputError(
            "unknown_sheet",
            "{file} has no sheet {sheet}. Its sheets are: {sheets}.",
            file=book.file,
            sheet=", ".join(unknown),
            sheets=", ".join(sheet.name for sheet in book.sheets),
        )
    return [sheet for sheet in book.sheets if (sheet.name in names if names else not sheet.hidden)]


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
        upright = self._attempt(sheet, task.part(0.0, 0.6))
        best = upright
        if not any(reading.entries for reading in upright[0]) and len(sheet.rows) <= WIDEST:
            turned = self._attempt(sheet.turn(), task.part(0.6, 1.0))
            if any(reading.entries for reading in turned[0]) or (turned[0] and not upright[0]):
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

    def _attempt(self, sheet: Sheet, task: Task) -> tuple[list[Reading], Remarks]:
        """The tables of a sheet read one way round, with what there is to say of it."""
        remarks = Remarks()
        readings = []
        tables = Layout(sheet, self.gazetteer, self.headings, self.rules, task).tables()
        for number, table in enumerate(tables):
            if not any(
                role in table.keys for role in ("unit", "township", "village", "code", "township_code", "village_code")
            ):
                continue
            place = (sheet.name, self._corner(sheet, table), table.band[0])
            year = self._year(table, sheet, remarks, place)
            if year is False or not self._of_this_county(table, sheet, remarks, place):
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
            readings.append(reader.read(task.part(number / len(tables), (number + 1) / len(tables))))
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

    def _year(self, table: Table, sheet: Sheet, remarks: Remarks, place: tuple[str, str, int]) -> Any:
        """The year of a table's figures, None where nothing says it; False where it cannot be taken."""
        texts = [text for text in table.titles if not NOT_DATA_YEAR.search(text)]
        partly = [text for text in texts if PART_YEAR.search(text)]
        if partly and self.year is None:
            text = message(
                "“{title}” covers a part of a year only; the table is not taken. Give YEAR if its figures are meant.",
                title=partly[0][:60],
            )
            remarks.say(ERROR, "part_year", text, *place)
            return False
        if any(PLANNED.search(text) for text in texts):
            text = message(
                "The title speaks of planned or expected figures: “{title}”. See that actual ones are meant.",
                title=texts[0][:60],
            )
            remarks.say(WARNING, "planned_figures", text, *place)
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
        dated = "year" in table.keys or all(
            self.headings.meaning([str(c.value) for c in table.headers[column]]).years
            for column in table.columns
            if table.headers[column]
        )
        if not dated:
            text = message("Nothing says of which year the figures are; they are kept without a year. Give YEAR.")
            remarks.say(WARNING, "no_year", text, *place)
        return None

    def _of_this_county(self, table: Table, sheet: Sheet, remarks: Remarks, place: tuple[str, str, int]) -> bool:
        own = plain(self.gazetteer.county_name)
        if not own:
            return True
        texts = [*table.titles, sheet.name, self.book.file]
        if any(own in plain(text) for text in texts):
            return True
        for text in table.titles:
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
