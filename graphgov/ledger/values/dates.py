"""Days and periods of cells, in all the ways that people write them, as graphgov's own tables have them.

A day is a text: 2019-03-15, or 2019-03 or 2019 where no more is known.  Which day of its interval is meant, the
property that it becomes says, not the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from graphgov.files.sheets import Cell
from graphgov.ledger.forms import forms
from graphgov.ledger.values.numbers import chinese
from graphgov.ledger.values.texts import Read, is_blank, plain

FIRST_YEAR, LAST_YEAR = 1840, 2199
"""No ledger of ours speaks of earlier or later years; such a number is something else, or a slip of the hand."""

_SERIALS = range(14_612, 73_051)
"""Days counted from 1899-12-30: 1940-01-02 to 2099-12-31.  Of four digits they would be years."""

_SEPARATED = r"(\d{4})(?:[-./年,](\d{1,2})(?:[-./月,](\d{1,2}))?)?[日号月年]?"
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_SHORT_YEAR = re.compile(r"'?\d{2}[-./年]\d{1,2}([-./月](\d{1,2}))?[日号月]?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_TIME = re.compile(r"(?<=\d)[t ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m|z|[+-]\d{2}:?\d{2})?$")
_RANGE = re.compile(r"\s*(?:--+|—+|–|~+|至|到|\bto\b)\s*")
_NAMES_OF_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: place for place, name in enumerate(_NAMES_OF_MONTHS, 1)}
_ENGLISH = (
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[a-z]+)\.?,?[ -](?P<year>\d{4})"),
    re.compile(r"(?P<month>[a-z]+)\.? (?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[, ] ?)?(?P<year>\d{4})"),
)
_DEADLINE = re.compile(r"(?<=[年月日号\d])(底|末)?(之?前|以前|止)?$")
_NUMERALS = re.compile(
    r"([零〇○一二三四五六七八九]{4})年"
    r"(?:([一二三四五六七八九十]{1,3})月)?(?:([一二三四五六七八九十]{1,3})[日号])?"
)


@dataclass(frozen=True)
class Period:
    """The first and the last day of a period, both included; empty where it does not say."""

    first: str = ""
    last: str = ""


def day(cell: Cell, by: date | None = None, since_1904: bool = False) -> Read[str]:
    """A cell as a day: 2019-03-15, 2019年3月15日, 2019.3, 20190315, 15 March 2019, 二〇一九年三月, a typed day.

    `by`: a day after this one is no fact.  `since_1904`: what bare numbers of the file count from.  Doubts without
    a value: "date_impossible" (2019年13月), "date_range", "date_future", "date_short_year" (19.3.5), "date_order"
    (3/4/2019), "date_zero_lost" (the number 2019.1: January, or October), "date_unclear".  With one:
    "date_serial" (43525).
    """
    if is_blank(cell):
        return Read()
    found = _of_number(cell, since_1904) if isinstance(cell, (int, float)) else _of_text(cell, since_1904)
    if by is not None and found.value is not None and found.value > by.isoformat()[: len(found.value)]:
        return Read(None, "date_future")
    return found


def last_day(cell: Cell, by: date | None = None, since_1904: bool = False) -> Read[str]:
    """A cell as a day by which something is to be: as `day`, and 2020年12月底前, 2020年6月30日之前, 2020年底."""
    return day(_DEADLINE.sub("", cell.strip()) if isinstance(cell, str) else cell, by, since_1904)


def period(cell: Cell, since_1904: bool = False) -> Read[Period]:
    """A cell as a period: 2019.12-2021.12, 2019年3月至今, 2019-03-01 ~ 2021-02-28, or one day, with which it begins.

    Doubts: those of `day` for either end, "date_ends_before" when the last day is before the first.
    """
    if is_blank(cell):
        return Read()
    single = day(cell, since_1904=since_1904)
    if single.doubt != "date_range":
        return Read(Period(single.value), single.doubt) if single.value else Read(None, single.doubt)
    first, last = next(_halves(_tidy(str(cell))))
    start = day(first)
    if last in forms("until_now"):
        return Read(Period(start.value), start.doubt) if start.value else Read(None, start.doubt)
    end = day(last)
    if start.value is None or end.value is None:
        return Read(None, start.doubt or end.doubt)
    if end.value < start.value[: len(end.value)]:
        return Read(None, "date_ends_before")
    return Read(Period(start.value, end.value))


def after(last: str) -> str:
    """The first day on which something no longer holds, of the last one on which it does, as own tables have it.

    A month or a year is itself: as an end it means the day after it.
    """
    return (date.fromisoformat(last) + timedelta(days=1)).isoformat() if len(last) == 10 else last


def _of_number(cell: int | float, since_1904: bool) -> Read[str]:
    if isinstance(cell, bool) or not 1 <= cell <= 99_999_999:
        return Read(None, "date_unclear")
    if cell != int(cell) and FIRST_YEAR <= cell <= LAST_YEAR:
        # 2019.10 as a number is 2019.1.
        written = repr(cell)
        return Read(None, "date_zero_lost") if re.fullmatch(r"\d{4}\.1", written) else _of_text(written, since_1904)
    whole = int(cell)
    if whole in _SERIALS:
        start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
        return Read((start + timedelta(days=whole)).isoformat(), "date_serial")
    return _of_text(str(whole), since_1904) if cell == whole else Read(None, "date_unclear")


def _of_text(cell: Cell, since_1904: bool) -> Read[str]:
    if isinstance(cell, (date, datetime)):
        return _checked(cell.year, cell.month, cell.day)
    said = _tidy(str(cell))
    if re.fullmatch(r"\d{5}", said) and int(said) in _SERIALS:
        return _of_number(int(said), since_1904)
    for read in (_separated, _run, _english, _numerals, _day_first):
        found = read(said)
        if found is not None:
            return found
    if _SHORT_YEAR.fullmatch(said):
        return Read(None, "date_short_year")
    return Read(None, "date_range" if any(True for _ in _halves(said)) else "date_unclear")


def _tidy(written: str) -> str:
    said = _TIME.sub("", plain(written).strip("()[] .。"))
    return re.sub(r"\s*([-./年月日号,])\s*(?=[\d日号]|$)", r"\1", said)


def _separated(said: str) -> Read[str] | None:
    match = re.fullmatch(_SEPARATED, said)
    return _checked(match[1], match[2], match[3]) if match else None


def _run(said: str) -> Read[str] | None:
    match = _RUN.fullmatch(said)
    return _checked(match[1], match[2], match[3]) if match else None


def _english(said: str) -> Read[str] | None:
    for form in _ENGLISH:
        match = form.fullmatch(said)
        if match and match["month"][:3] in _MONTHS:
            return _checked(match["year"], _MONTHS[match["month"][:3]], match["day"])
    return None


def _numerals(said: str) -> Read[str] | None:
    match = _NUMERALS.fullmatch(said.replace("元月", "一月"))
    if not match:
        return None
    year = "".join(str(chinese(sign.replace("○", "〇"))) for sign in match[1])
    return _checked(year, *(None if part is None else chinese(part) for part in match.groups()[1:]))


def _day_first(said: str) -> Read[str] | None:
    match = _DAY_FIRST.fullmatch(said)
    if not match:
        return None
    one, other, year = (int(part) for part in match.groups())
    if one <= 12 and other <= 12 and one != other:
        return Read(None, "date_order")
    return _checked(year, *((other, one) if one > 12 else (one, other)))


def _checked(year: str | int, month: str | int | None, of_month: str | int | None) -> Read[str]:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return Read(None, "date_impossible")
    try:
        known = date(int(year), int(month or 1), int(of_month or 1)).isoformat()
    except ValueError:
        return Read(None, "date_impossible")
    return Read(known[: 10 if of_month is not None else 7 if month is not None else 4])


def _halves(said: str) -> Iterator[tuple[str, str]]:
    """The two days of a range, in the ways in which a text can be cut so that both are days."""
    cuts = [(said[: match.start()], said[match.end() :]) for match in _RANGE.finditer(said)]
    # A plain hyphen stands within days too.
    cuts += [(said[: match.start()], said[match.end() :]) for match in re.finditer(r"\s*-\s*", said)]
    for first, last in cuts:
        if _is_day(first) and (_is_day(last) or last in forms("until_now")):
            yield first, last


def _is_day(said: str) -> bool:
    found = _separated(said) or _run(said) or _numerals(said)
    return found is not None
