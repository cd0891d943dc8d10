"""Values of ledgers: what is read, what is doubted, and that nothing is guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphgov import words
from graphgov.ledger import values
from graphgov.ledger.values import Period, Read

DAY = date(2020, 6, 30)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2019-03-15", "2019-03-15"), ("2019/3/15 0:00:00", "2019-03-15"), ("2019.3", "2019-03"),
        ("2019年3月", "2019-03"), ("2019 年 3 月 5 日", "2019-03-05"), ("２０１９．０３", "2019-03"), ("2019", "2019"),
        (2019, "2019"), (201903, "2019-03"), (20190315, "2019-03-15"), (2019.3, "2019-03"), (2019.12, "2019-12"),
        ("15 March 2019", "2019-03-15"), ("Mar 5, 2019", "2019-03-05"), ("15/03/2019", "2019-03-15"),
        ("二〇一九年十二月", "2019-12"), ("一九四九年十月一日", "1949-10-01"), ("2019-03-15T08:30:00Z", "2019-03-15"),
        (date(2019, 3, 15), "2019-03-15"), (datetime(2019, 3, 15, 8, 30), "2019-03-15"),
    ],
)  # fmt: skip
def test_days_are_read_in_all_the_ways_they_are_written(cell: object, read: str) -> None:
    """No more is known of a day than is written: a month stays a month."""
    assert values.day(cell, DAY) == Read(read)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("2019年13月", "date_impossible"), ("2019-02-30", "date_impossible"), ("2019.12-2020.01", "date_range"),
        ("2099-01", "date_future"), ("2020-07", "date_future"), ("19.3.5", "date_short_year"),
        ("3/4/2019", "date_order"),
        (2019.1, "date_zero_lost"), ("不详", "date_unclear"), ("2019年上半年", "date_unclear"), (True, "date_unclear"),
        (0, "date_unclear"), ("长期", "date_unclear"),
    ],
)  # fmt: skip
def test_a_day_that_could_be_another_is_no_day(cell: object, doubt: str) -> None:
    """What is impossible, in the future, or could mean two days has no value but a doubt that says why."""
    assert values.day(cell, DAY) == Read(None, doubt)  # type: ignore[arg-type]


def test_the_month_of_the_ledger_itself_is_not_the_future() -> None:
    """2020-06 began before 2020-06-30; and where no day is given there is no future."""
    assert [values.day(month, DAY) for month in ("2020-06", "2020")] == [Read("2020-06"), Read("2020")]
    assert values.day("2099-01") == Read("2099-01")


def test_numbers_of_days_count_from_the_year_that_the_file_says() -> None:
    """43525 is 2019-03-01 in the usual system and 1462 days later in that of 1904; both are to be looked at."""
    assert values.day(43525) == values.day("43525") == Read("2019-03-01", "date_serial")
    assert values.day(43525, since_1904=True) == Read("2023-03-02", "date_serial")
    assert date(2019, 3, 1) + timedelta(days=1462) == date(2023, 3, 2)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2019.12-2020.01", "2019-12", "2020-01"), ("2019年3月至今", "2019-03", ""), ("2019-2021", "2019", "2021"),
        ("2019-03-01 ~ 2021-02-28", "2019-03-01", "2021-02-28"),
        ("2019年3月1日至2021年2月28日", "2019-03-01", "2021-02-28"),
        ("2019.03.01—2021.02.28", "2019-03-01", "2021-02-28"), ("20190301-20210228", "2019-03-01", "2021-02-28"),
        ("2019-03", "2019-03", ""), (date(2019, 3, 1), "2019-03-01", ""),
    ],
)  # fmt: skip
def test_periods_have_their_first_and_last_day(cell: object, first: str, last: str) -> None:
    """Both ends as they are written, whichever sign stands between them."""
    assert values.period(cell) == Read(Period(first, last))  # type: ignore[arg-type]


def test_a_period_that_ends_before_it_begins_is_doubted() -> None:
    """2021 to 2019 is a slip of the hand, and so is a month 13; which end is wrong nobody knows."""
    assert values.period("2021.3-2019.3") == Read(None, "date_ends_before")
    assert values.period("2021.3-2021.13") == Read(None, "date_impossible")


def test_the_day_after_the_last() -> None:
    """An inclusive last day becomes the first day on which it no longer holds; a month is one by itself."""
    assert [values.after(last) for last in ("2020-12-31", "2020-02-28", "2020-12")] == [
        "2021-01-01", "2020-02-29", "2020-12",
    ]  # fmt: skip


@given(st.dates(date(1850, 1, 1), date(2190, 12, 31)), st.sampled_from(["-", "/", ".", "年"]), st.booleans())
def test_every_day_is_read_as_itself(day: date, sign: str, padded: bool) -> None:
    """Written with any sign, with and without leading zeros, a day is read back as that day."""
    month, number = (f"{part:02}" if padded else str(part) for part in (day.month, day.day))
    written = f"{day.year}年{month}月{number}日" if sign == "年" else sign.join([str(day.year), month, number])
    assert values.day(written) == values.day(day) == Read(day.isoformat())


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("12", 12), (12, 12), (12.0, 12), ("１２", 12), ("12人", 12), ("12 户", 12), ("1,234", 1234),
        ("1，234家", 1234),
        ("1.5万", 15000), ("十二", 12), ("二十三人", 23), ("一百零五", 105), ("0", 0), ("2147483647", 2147483647),
    ],
)  # fmt: skip
def test_counts_are_read_with_their_units(cell: object, read: int) -> None:
    """Units, thousands, full width and Chinese numerals do not change a count."""
    assert values.count(cell) == Read(read)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("约30", "number_about"), ("30余人", "number_about"), ("10-20", "number_about"), ("300+", "number_about"),
        ("无", "number_unclear"), ("有", "number_unclear"), ("12.5", "count_wrong"), (-1, "count_wrong"),
        (2147483648, "count_wrong"), (True, "number_unclear"),
        (date(2020, 1, 1), "number_unclear"), ("一二三", "number_unclear"),
    ],
)  # fmt: skip
def test_what_is_no_exact_count_is_none(cell: object, doubt: str) -> None:
    """About thirty is not thirty, and a word is not zero."""
    assert values.count(cell) == Read(None, doubt)  # type: ignore[arg-type]


@given(st.integers(0, 2**31 - 1), st.sampled_from(["", "人", " 户", "家"]), st.booleans())
def test_every_count_is_read_as_itself(number: int, unit: str, grouped: bool) -> None:
    """With or without thousands and a unit, a number is read back as that number."""
    assert values.count((f"{number:,}" if grouped else str(number)) + unit) == Read(number)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("是", "yes"), ("有", "yes"), ("√", "yes"), ("已建", "yes"), (1, "yes"), ("Ｙ", "yes"), (True, "yes"),
        ("（是）", "yes"),
        ("否", "no"), ("无", "no"), ("×", "no"), ("未建", "no"), (0, "no"), ("n", "no"), (False, "no"),
        ("不详", "unknown"), ("?", "unknown"),
    ],
)  # fmt: skip
def test_yes_and_no(cell: object, read: str) -> None:
    """Whatever people write for yes, no and unknown."""
    assert values.yes_no(cell) == Read(read)  # type: ignore[arg-type]


@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000", "-", "——", "/", "\u200b", float("nan")])
def test_a_blank_cell_says_nothing(blank: object) -> None:
    """Neither value nor doubt, in whichever way a cell is left blank: never no, never zero."""
    reads = (values.day, values.period, values.count, values.number, values.yes_no, values.uscc, values.several)
    assert values.is_blank(blank)  # type: ignore[arg-type]
    assert {read(blank) for read in reads} == {Read()}  # type: ignore[operator]


def test_yes_or_no_is_not_guessed() -> None:
    """A word that is neither is a doubt."""
    assert values.yes_no("正在筹建") == Read(None, "yes_no_unclear")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("甲公司、乙公司；丙公司，丁公司\n戊公司", ("甲公司", "乙公司", "丙公司", "丁公司", "戊公司")),
        ("1.甲 2.乙", ("甲", "乙")), ("1、甲公司；2、乙公司", ("甲公司", "乙公司")),
        ("（1）甲\r\n（2）乙", ("甲", "乙")),
        ("甲（东、西）、乙", ("甲（东、西）", "乙")), ("Foo, Inc.; Bar", ("Foo, Inc.", "Bar")), ("甲,乙", ("甲", "乙")),
        ("3.15维权中心", ("3.15维权中心",)), ("昆明高等专科学校", ("昆明高等专科学校",)), ("甲", ("甲",)),
    ],
)  # fmt: skip
def test_several_values_of_one_cell(cell: str, read: tuple[str, ...]) -> None:
    """They are separated where people separate them, and nowhere else."""
    assert values.several(cell) == Read(read)


def test_an_enumeration_that_is_not_complete_says_so() -> None:
    """甲、乙 and others: the two are read, and that there are more is told."""
    assert values.several("甲、乙等5家单位") == values.several("甲、乙等") == Read(("甲", "乙"), "several_more")


@given(st.lists(st.text("甲乙丙丁AB", min_size=1, max_size=6), min_size=1, max_size=5), st.sampled_from("、；;\n"))
def test_what_was_joined_is_taken_apart(names: list[str], sign: str) -> None:
    """Names joined by any sign are read back, in their order."""
    assert values.several(sign.join(names)) == Read(tuple(names))


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("91350100M000100Y43", Read("91350100M000100Y43")),  # the standard's own example
        ("９１３５０１００Ｍ０００１００Ｙ４３", Read("91350100M000100Y43")),
        ("91350100m000100y43 ", Read("91350100M000100Y43")),
        ("91350211M00013FA1N", Read("91350211M00013FA1N", "code_check")),
        ("12345678-9", Read("123456789", "code_length")),
        (530102600123456, Read("530102600123456", "code_length")),
        (915301120000107904.0, Read(None, "code_damaged")),
        (915301120000107904, Read(None, "code_damaged")),
        ("9.1530E+17", Read(None, "code_damaged")),
        ("915301120000107000", Read(None, "code_damaged")),
        ("待办", Read(None, "code_unclear")),
    ],
)
def test_credit_codes(cell: object, read: Read[str]) -> None:
    """A code that fails its check is kept and doubted; one that was a number has no value, for its end is lost."""
    assert values.uscc(cell) == read  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (" 中国\n人民 大学（北京） ", "中国人民大学（北京）"), ("ＡＢＣ  Ltd", "ABC Ltd"),
        (12.0, "12"), (0.5, "0.5"), ("=1+1", "=1+1"),
        ("示例\u200b店\ufeff", "示例店"), (date(2020, 1, 2), "2020-01-02"), ("\u202e示例", "示例"),
    ],
)  # fmt: skip
def test_texts_are_one_line(cell: object, read: str) -> None:
    """Slips of the hand and invisible signs go, letters have one width, Chinese punctuation stays wide."""
    assert values.text(cell) == Read(read)  # type: ignore[arg-type]


ANY = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.text(max_size=30),
    st.text("0123456789.-/年月日等、万人 ()E+至今〇一十", max_size=14),
)  # fmt: skip


@given(ANY)
def test_no_cell_is_too_strange(cell: object) -> None:
    """Every reader has an answer for every cell, and the catalogue has words for every doubt."""
    for read in (values.text, values.day, values.period, values.number, values.count, values.yes_no, values.uscc):
        found = read(cell)  # type: ignore[operator]
        assert found.doubt is None or words.has("doubt", found.doubt)
    assert values.several(cell).doubt in {None, "several_more"}  # type: ignore[arg-type]
