"""The list of subjects: every filter counts what the page that leads to it counts, in every order, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from serving import Pages, pages

from graphgov import words
from graphgov.coverage import SUBJECTS
from graphgov.web.listing import ROWS

LINK = re.compile(r'<a class="count" href="([^"]*)">([\d,]+)')
TOTAL = re.compile(r'<p class="summary" role="status">[^<]*?: ([\d,]+) \(under')
ROW = re.compile(r'<tr><th scope="row">(.*?)</th>', re.S)


@pytest.fixture(scope="module")
def site(kunming: Path) -> Iterator[Pages]:
    """The sample, for this machine alone."""
    yield pages(kunming)


def total(site: Pages, target: str) -> int:
    """How many the list says that there are."""
    (found,) = TOTAL.findall(site.text(target))
    return int(found.replace(",", ""))


def listed(site: Pages, target: str) -> list[str]:
    """The names of the rows that are told one by one, over all pages."""
    names, number = list[str](), 1
    while True:
        text = site.text(f"{target}&page={number}")
        (one_by_one,) = re.findall(r'<table class="data list" data-kind="\w+">.*?</table>', text, re.S)[:1]
        names += [unescape(re.sub("<[^>]*>", "", cell)) for cell in ROW.findall(one_by_one)]
        if 'rel="next"' not in text.partition('class="together"')[0]:
            return names
        number += 1


@pytest.mark.parametrize("page", ["/", "/?standard=two_coverages&against=2019-12-31", "/area/530102005004", "/matrix"])
def test_a_number_leads_to_as_many(page: str, site: Pages) -> None:
    """Whoever clicks on a number finds a list of exactly that length: by state, trait, reason, row of the form ..."""
    found = {unescape(target): int(number.replace(",", "")) for target, number in LINK.findall(site.text(page))}
    assert len(found) >= 4
    chosen = dict(list(found.items())[:: max(len(found) // 60, 1)])
    assert {target: total(site, target) for target in chosen} == chosen


@pytest.mark.parametrize("kind", SUBJECTS)
@pytest.mark.parametrize("standard", ["any_tie", "organization"])
def test_the_list_is_that_of_the_command_line(kind: str, standard: str, site: Pages) -> None:
    """All pages together are the subjects of the JSON, in its order."""
    target = f"/blind-spots?kind={kind}&standard={standard}&district=五华区&category="
    told = site.json(f"{target}&format=json")["kinds"]
    (of_kind,) = told
    assert listed(site, target) == [row["name"] for row in of_kind["subjects"]]
    assert total(site, target) == of_kind["blind"]


@pytest.mark.parametrize("sort", ["name", "-name", "employees", "-employees", "category", "responsible", "-place"])
def test_every_order_has_the_same_rows(sort: str, site: Pages) -> None:
    """Sorting leaves nobody out; those without a value come last, whichever way."""
    target = "/blind-spots?kind=Unit&community=530102005004"
    rows = site.json(f"{target}&format=json")["kinds"][0]["subjects"]
    ordered = listed(site, f"{target}&sort={sort}")
    assert sorted(ordered) == sorted(row["name"] for row in rows)
    values = {row["name"]: row["employees"] if "employees" in sort else row["name"] for row in rows}
    if sort.lstrip("-") in ("name", "employees"):
        known = [values[name] for name in ordered if values[name] is not None]
        assert known == sorted(known, reverse=sort.startswith("-"))
        assert [values[name] for name in ordered][len(known) :] == [None] * (len(ordered) - len(known))
    if sort == "-place":
        assert ordered == listed(site, target)[::-1]


def test_pages(site: Pages) -> None:
    """A page holds so many rows, the last one the rest; beyond it the last one is shown."""
    target = "/blind-spots?kind=Unit&community=530102005004"
    count = len(site.json(f"{target}&format=json")["kinds"][0]["subjects"])
    assert count > ROWS and count % ROWS
    last = (count - 1) // ROWS + 1
    text = site.text(f"{target}&page={last}")
    assert f"rows {(last - 1) * ROWS + 1}–{count} of {count}" in text
    assert re.sub("page=[0-9]+", "", site.text(f"{target}&page=99")) == re.sub("page=[0-9]+", "", text)


def test_a_search_finds_names_and_identifiers(site: Pages) -> None:
    """A part is enough, whatever its case; what nobody is called finds nobody, and says so."""
    rows = site.json("/blind-spots?kind=Unit&format=json")["kinds"][0]["subjects"]
    one = next(row for row in rows if row["id"].startswith("SL-U"))
    assert one["name"] in site.text(f"/blind-spots?kind=Unit&q={one['id'].lower()}")
    for target in (f"q={one['id']}", f"q={one['name'][2:]}"):
        assert one["id"] in {
            row["id"] for row in site.json(f"/blind-spots?{target}&format=json")["kinds"][0]["subjects"]
        }
    nothing = site.text("/blind-spots?q=%25nobody_%5C")
    assert words.word("list", "nothing", lang="en") in nothing


def test_filters_together_narrow(site: Pages) -> None:
    """Each is a condition more: together they find whom each alone finds."""

    def ids(asked: str) -> set[str]:
        found = site.json(f"/blind-spots?format=json&kind=Unit&state=all&{asked}")["kinds"][0]["subjects"]
        return {row["id"] for row in found}

    parts = ["community=530102005004", "trait=staff_50", "category=small_micro_enterprise", "view=two_new"]
    every = ids("&".join(parts))
    assert every and every == set.intersection(*map(ids, parts))


def test_the_fields_show_what_is_asked(site: Pages) -> None:
    """Also when it was asked by name; a street has only its own communities to choose from."""
    text = site.text("/blind-spots?street=丰宁街道&community=虹山中路社区&lang=zh")
    assert '<option value="530102005004" selected>' in text
    assert len(re.findall("<option", re.findall(r'name="community">.*?</select>', text, re.S)[0])) < 20


def test_a_kind_has_its_own_categories(site: Pages) -> None:
    """The other kind is one click away, without the category that it has not."""
    text = site.text("/blind-spots?category=small_micro_enterprise&trait=staff_50")
    assert 'name="kind" value="Unit"' in text and 'value="market"' not in text
    assert site.ask("/blind-spots?kind=Place&category=small_micro_enterprise").status_code == 400
