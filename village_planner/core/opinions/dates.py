"""Dates as Chinese workbooks write them, and times of the record."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from typing import Any, Optional

EARLIEST, LATEST = 1990, 2099  # years that a date of a plan's review may be in
FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet's count
CHINESE = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0, "o": 0}
YEAR_MONTH_DAY = re.compile(r"(\d{4})\s*[年./\-_、]\s*(\d{1,2})\s*[月./\-_、]\s*(\d{1,2})\s*[日号]?(?!\d)(?:[T\s(].*)?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
IN_WORDS = re.compile(
    r"([〇零○Oo一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)


def date_of(value: Any) -> Optional[str]:
    """ISO date (yyyy-mm-dd) of a cell's value; None where it is no whole date.

    Takes what spreadsheets call dates, their day numbers, and texts: 2026年3月5日, 2026.3.5, 2026/3/5, 2026-03-05,
    20260305, 二〇二六年三月五日, each with a time of day behind it or not. A date without its year is none.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat() if EARLIEST <= value.year <= LATEST else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        if float(value).is_integer() and len(str(int(value))) == 8:
            return _checked(*_compact(str(int(value))))
        days = int(value)
        return date_of(FIRST_DAY + timedelta(days=days)) if 0 < days < 80_000 else None
    text = unicodedata.normalize("NFKC", str(value)).strip()
    found = YEAR_MONTH_DAY.fullmatch(text)
    if found:
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if COMPACT.fullmatch(text):
        return _checked(*_compact(text))
    words = IN_WORDS.fullmatch(re.sub(r"\s", "", text))
    if words:
        year = int("".join(str(CHINESE[digit]) for digit in words[1]))
        return _checked(year, _tens(words[2]), _tens(words[3]))
    return None


def _compact(text: str) -> tuple[int, int, int]:
    return int(text[:4]), int(text[4:6]), int(text[6:])


def _tens(text: str) -> int:
    """三 → 3, 十 → 10, 十二 → 12, 二十 → 20, 三十一 → 31; 0 where it is none of these."""
    left, ten, right = text.partition("十")
    if "十" in right or len(left) > 1 or len(right) > 1:
        return 0
    if not ten:
        return CHINESE[left]
    return (CHINESE[left] if left else 1) * 10 + (CHINESE[right] if right else 0)


def _checked(year: int, month: int, day: int) -> Optional[str]:
    try:
        return date_of(date(year, month, day))
    except ValueError:
        return None


def in_chinese(iso: str) -> str:
    """2026-03-05 → 2026年3月5日; what is no ISO date stays as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.year}年{day.month}月{day.day}日"


def local_time(made: str) -> str:
    """A time of the record (UTC) as this computer's clock shows it, to the minute; what is none stays as it is."""
    try:
        moment = datetime.strptime(made, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    except ValueError:
        return made
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
