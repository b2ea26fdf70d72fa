"""What only a whole column or table tells: fractions for percent, units of measure left out, outliers, totals."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Optional

from ..indicators.catalogue import Indicator
from ..messages import message
from .columns import FigureColumn
from .headings import Headings
from .labels import SUBTOTAL, TOTAL
from .measures import times
from .model import ERROR, WARNING, Candidate
from .remarks import Remarks
from .rules import Rules

if TYPE_CHECKING:
    from .figures import Entry, Reading, Total

ENOUGH = 5  # figures from which on a median says anything
MANY = 0.2  # share of figures that are not plausible from which on the whole column is not taken
FEW = 0.3  # share of small percentages from which on a column mixes fractions and percent


def check_columns(reading: Reading, rules: Rules, remarks: Remarks, headings: Headings) -> None:
    """Sort out figures that cannot be meant: they are marked as not good, and said."""
    groups: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    column_of = {column.number: column for column in reading.columns.values()}
    by_item: dict[tuple[int, str], FigureColumn] = {
        (column.number, item.code): column for column in reading.listed for item in column.items.values()
    }
    for entry in reading.entries:
        groups[entry.column, entry.item.code].append(entry)
    for (number, code), entries in groups.items():
        column = by_item.get((number, code)) or column_of[number]
        item = entries[0].item
        if not _settle_unit(reading, column, item, entries, rules, remarks, headings):
            continue
        _check_fractions(reading, column, item, entries, rules, remarks, headings)
        _check_range(reading, item, entries, rules, remarks)
        _check_whole_column(reading, column, item, entries, remarks)
        _check_outliers(reading, item, entries, rules, remarks)
    reading.doubtful |= {entry.column for entry in reading.entries if not entry.good}


def _say(reading: Reading, remarks: Remarks, severity: str, code: str, text: Any, entry: Entry) -> None:
    remarks.say(severity, code, text, reading.sheet.name, entry.cell.address, entry.cell.row, entry.column)


def _reject(entries: Sequence[Entry]) -> None:
    for entry in entries:
        entry.good = False


def _doubt_column(reading: Reading, column: FigureColumn, item: Indicator, remarks: Remarks) -> None:
    remarks.doubt(
        "headers",
        column.meaning.key,
        reading.sheet.name,
        column.cell.address,
        column.meaning.text,
        (Candidate(item.code, item.zh, 1.0),),
    )


def limits(item: Indicator, rules: Rules) -> Optional[tuple[float, float]]:
    """Lowest and highest figure that is plausible; None where the catalogue gives none."""
    return rules.plausible.get(item.code) or rules.plausible_by_unit.get(item.unit.get("zh", ""))


def _settle_unit(
    reading: Reading,
    column: FigureColumn,
    item: Indicator,
    entries: Sequence[Entry],
    rules: Rules,
    remarks: Remarks,
    headings: Headings,
) -> bool:
    """Where no unit of measure is said: the catalogue's, if it is the only one that makes the figures plausible."""
    level = entries[0].unit.level
    if column.factors.get(level) is not None:
        return True
    loose = [entry for entry in entries if not entry.has_unit]
    if not loose:
        return True
    unit = item.unit.get("zh", "")
    factors = rules.measures.alternatives(unit)
    if factors == [1] and "/" not in unit:
        return True
    span = limits(item, rules)
    fitting = [
        factor
        for factor in factors
        if span is not None and all(span[0] <= times(e.typed, factor) <= span[1] for e in loose if e.typed)
    ]
    place = (reading.sheet.name, column.cell.address, column.cell.row)
    if fitting == [1] and "/" not in unit and any(entry.typed for entry in loose):
        remarks.say(
            WARNING,
            "assumed_unit",
            message(
                "“{header}” says no unit of measure; {unit} is the only one that makes its figures plausible and was "
                "taken. Write the unit into the header.",
                header=column.meaning.text,
                unit=unit,
            ),
            *place,
        )
        return True
    _reject(loose)
    _doubt_column(reading, column, item, remarks)
    remarks.say(
        ERROR,
        "no_unit",
        message(
            "“{header}” says no unit of measure, and its figures do not tell whether it is {unit}; they are not taken. "
            "Write the unit into the header, or say it in the answer file.",
            header=column.meaning.text,
            unit=unit,
        ),
        *place,
    )
    return True


def _check_fractions(
    reading: Reading,
    column: FigureColumn,
    item: Indicator,
    entries: Sequence[Entry],
    rules: Rules,
    remarks: Remarks,
    headings: Headings,
) -> None:
    """0.85 for 85 %."""
    measure = rules.measures.parse(item.unit.get("zh", ""))
    if measure is None or measure.family != "share" or column.fraction is False:
        return
    bare = [entry for entry in entries if not entry.has_unit and entry.good]
    if column.fraction:
        for entry in bare:
            entry.value = times(entry.value, Fraction(100))
        return
    small = [entry for entry in bare if 0 < abs(entry.value) <= 1]
    large = [entry for entry in entries if abs(entry.value) > 1 and entry.good]
    if not small:
        return
    span = limits(item, rules) or (0.0, 100.0)
    mixed = span[0] >= 0 and len(small) >= FEW * (len(small) + len(large))
    if not large or mixed:
        _reject(bare)
        _doubt_column(reading, column, item, remarks)
        remarks.say(
            ERROR,
            "fractions",
            message(
                "“{header}”: {count} of {all} figures lie between 0 and 1: 0.85 may mean 0.85 % or 85 %. The column is "
                "not taken. Enter percent, or say in the answer file whether they are fractions.",
                header=column.meaning.text,
                count=len(small),
                all=len(entries),
            ),
            reading.sheet.name,
            column.cell.address,
            column.cell.row,
        )
        return
    if span[0] < 0:  # rates on both sides of zero are often small
        return
    middle = statistics.median(abs(entry.value) for entry in large)
    for entry in small:
        if abs(entry.value) * 20 < middle and abs(entry.value) * 100 <= span[1]:
            entry.good = False
            _say(
                reading,
                remarks,
                ERROR,
                "fraction",
                message(
                    "{place}: {value} beside figures like {other}: it may be a fraction for {percent} %. It is not "
                    "taken. Enter percent.",
                    place=entry.cell.address,
                    value=f"{entry.typed:g}",
                    other=f"{middle:g}",
                    percent=f"{entry.value * 100:g}",
                ),
                entry,
            )


def _check_range(reading: Reading, item: Indicator, entries: Sequence[Entry], rules: Rules, remarks: Remarks) -> None:
    span = limits(item, rules)
    measure = rules.measures.parse(item.unit.get("zh", ""))
    counted = measure is not None and measure.family in ("people", "count") and item.decimals == 0
    for entry in entries:
        if not entry.good or entry.settled:
            continue
        if span is not None and span[0] >= 0 > entry.value:
            entry.good = False
            _say(
                reading,
                remarks,
                ERROR,
                "negative",
                message(
                    "{place}: {indicator} cannot be negative ({value}). Mend the figure.",
                    place=entry.cell.address,
                    indicator=item.zh,
                    value=f"{entry.typed:g}",
                ),
                entry,
            )
        elif span is not None and not span[0] <= entry.value <= span[1]:
            entry.good, entry.implausible = False, True
            _say(
                reading,
                remarks,
                ERROR,
                "implausible",
                message(
                    "{place}: {value} {unit} is not plausible for {indicator} ({low} to {high}); it is not taken. "
                    "Check the figure and the unit in the header.",
                    place=entry.cell.address,
                    value=f"{entry.value:.10g}",
                    unit=item.unit.get("zh", ""),
                    indicator=item.zh,
                    low=f"{span[0]:.10g}",
                    high=f"{span[1]:.10g}",
                ),
                entry,
            )
        elif counted and entry.value != round(entry.value) and entry.value == entry.typed:
            entry.good = False
            _say(
                reading,
                remarks,
                ERROR,
                "not_whole",
                message(
                    "{place}: {indicator} is counted in {unit} and cannot be {value}. Mend the figure, or the unit in "
                    "the header.",
                    place=entry.cell.address,
                    indicator=item.zh,
                    unit=item.unit.get("zh", ""),
                    value=f"{entry.typed:.10g}",
                ),
                entry,
            )


def _check_whole_column(
    reading: Reading, column: FigureColumn, item: Indicator, entries: Sequence[Entry], remarks: Remarks
) -> None:
    """Where many figures are not plausible, those that happen to be are in the wrong unit of measure, too."""
    wrong = [entry for entry in entries if entry.implausible]
    rest = [entry for entry in entries if entry.good and not entry.settled]
    if len(wrong) < 2 or len(wrong) < MANY * len(entries) or not rest:
        return
    _reject(rest)
    _doubt_column(reading, column, item, remarks)
    remarks.say(
        ERROR,
        "implausible_column",
        message(
            "“{header}”: {count} of {all} figures are not plausible, so the others are not taken either. Check the "
            "unit in the header.",
            header=column.meaning.text,
            count=len(wrong),
            all=len(entries),
        ),
        reading.sheet.name,
        column.cell.address,
        column.cell.row,
    )


def _check_outliers(
    reading: Reading, item: Indicator, entries: Sequence[Entry], rules: Rules, remarks: Remarks
) -> None:
    if item.code not in rules.additive:
        return
    good = [entry for entry in entries if entry.good and entry.value > 0]
    if len(good) < ENOUGH:
        return
    middle = statistics.median(entry.value for entry in good)
    for entry in good:
        ratio = entry.value / middle
        if 1 / rules.outlier < ratio < rules.outlier or entry.settled:
            continue
        entry.good = False
        _say(
            reading,
            remarks,
            ERROR,
            "outlier",
            message(
                "{place}: {value} beside figures like {other}: it is probably in another unit. It is not taken. Mend "
                "the figure, or settle the cell in the answer file.",
                place=entry.cell.address,
                value=f"{entry.typed:.10g}",
                other=f"{middle:.10g}",
            ),
            entry,
        )


# ---- totals
def check_totals(reading: Reading, rules: Rules, remarks: Remarks) -> None:
    """Rows of totals against the sums of the figures they stand with, and townships against their villages."""
    by_column: dict[int, list[Entry]] = defaultdict(list)
    if "indicator" in reading.table.keys:  # a row per figure
        return
    for entry in reading.entries:
        if entry.item.code in rules.additive:
            by_column[entry.column].append(entry)
    totals = [total for total in reading.totals if not _is_average(total, rules)]
    whole = [total for total in totals if total.kind == TOTAL]
    for total in totals:
        for number, figure in total.figures.items():
            if number not in by_column:
                continue
            if number in reading.doubtful:
                _say_unchecked(reading, remarks, total, number)
                continue
            sums = _sums(total, totals, whole, by_column[number])
            if sums and all(abs(figure - one) > tolerance for one, tolerance in sums):
                _say_difference(reading, remarks, total, number, figure, sums[0][0])
    _check_townships(reading, by_column, remarks)


def _is_average(total: Total, rules: Rules) -> bool:
    from .rules import plain

    return any(plain(total.label).endswith(word) for word in rules.averages)


def _sums(
    total: Total, totals: Sequence[Total], whole: Sequence[Total], entries: Sequence[Entry]
) -> list[tuple[float, float]]:
    """The sums that a total may stand for, the likeliest first, each with what rounding allows."""
    if total.unit is not None:
        own = [entry for entry in entries if entry.unit.township == total.unit.code]
        return [_sum(own)] if own else []
    earlier = max((other.row for other in totals if other.row < total.row), default=0)
    part = [entry for entry in entries if earlier < entry.row < total.row]
    options = []
    if total.kind == SUBTOTAL or len(whole) > 1:
        options.append(part)
    if total.kind == TOTAL or not part:
        levels = ("township", "village")
        options += [[entry for entry in entries if entry.unit.level == level] for level in levels]
    if total.kind == SUBTOTAL:
        townships = [entry.unit.township for entry in part if entry.unit.township]
        options.append([entry for entry in entries if townships and entry.unit.township == townships[-1]])
    return [_sum(option) for option in options if option]


def _sum(entries: Sequence[Entry]) -> tuple[float, float]:
    exact = sum((Decimal(repr(entry.typed)) for entry in entries), Decimal(0))
    digits = max((_decimals(entry.typed) for entry in entries), default=0)
    return float(exact), 0.5 * 10.0**-digits * (len(entries) if digits else 1) + 1e-9 * abs(float(exact))


def _decimals(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _say_unchecked(reading: Reading, remarks: Remarks, total: Total, number: int) -> None:
    address = reading.sheet.address(total.row, number)
    remarks.say(
        WARNING,
        "total_unchecked",
        message(
            "{place}: “{label}” of “{header}” could not be compared with the figures, as not all of them are certain.",
            place=address,
            label=total.label,
            header=reading.columns[number].meaning.text,
        ),
        reading.sheet.name,
        address,
        total.cell.row if not reading.sheet.turned else number,
    )


def _say_difference(
    reading: Reading, remarks: Remarks, total: Total, number: int, figure: float, expected: float
) -> None:
    column = reading.columns[number]
    address = reading.sheet.address(total.row, number)
    remarks.say(
        WARNING,
        "total_differs",
        message(
            "{place}: “{label}” of “{header}” is {total}, but the figures sum to {sum} (difference {difference}). One "
            "of them is wrong, or a unit is missing.",
            place=address,
            label=total.label,
            header=column.meaning.text,
            total=f"{figure:.12g}",
            sum=f"{expected:.12g}",
            difference=f"{figure - expected:.12g}",
        ),
        reading.sheet.name,
        address,
        total.cell.row if not reading.sheet.turned else number,
    )


def _check_townships(reading: Reading, by_column: dict[int, list[Entry]], remarks: Remarks) -> None:
    """Rows of townships among their villages' rows."""
    for number, entries in by_column.items():
        if number in reading.doubtful:
            continue
        villages: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.unit.level == "village":
                villages[entry.unit.township].append(entry)
        for entry in entries:
            below = villages.get(entry.unit.code, []) if entry.unit.level == "township" else []
            if not below:
                continue
            expected, tolerance = _sum(below)
            if abs(entry.typed - expected) > tolerance:
                _say(
                    reading,
                    remarks,
                    WARNING,
                    "township_differs",
                    message(
                        "{place}: {township} has {total}, its {count} villages on the sheet sum to {sum} (difference "
                        "{difference}). See which is right.",
                        place=entry.cell.address,
                        township=entry.unit.name,
                        total=f"{entry.typed:.12g}",
                        count=len(below),
                        sum=f"{expected:.12g}",
                        difference=f"{entry.typed - expected:.12g}",
                    ),
                    entry,
                )
