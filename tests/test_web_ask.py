"""The page of queries: equal to the command line, faults under their text, pictures, files that are read again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from serving import Pages, pages

from graphgov import words
from graphgov.cli import cli
from graphgov.named import library
from graphgov.web.app import Settings
from graphgov.web.queries import ROWS

MEMBERS = "MATCH (o:PartyOrganization)<-[:MEMBER_OF]-(u:Unit {id: $id}) RETURN o.id AS o, u.id AS u, u.employees AS n"


@pytest.fixture(scope="module")
def site(kunming: Path) -> Iterator[Pages]:
    """The sample, for this machine alone."""
    yield pages(kunming)


def typed(text: str, **more: str) -> str:
    """The address that asks a text."""
    return f"/ask?cypher={quote(text)}" + "".join(f"&{name}={quote(value)}" for name, value in more.items())


def told(db: Path, *arguments: str) -> bytes:
    """What the command prints."""
    words._chosen.clear()
    result = CliRunner(env={"GRAPHGOV_DB": str(db), "GRAPHGOV_LANG": "en"}).invoke(cli, ("ask", *arguments))
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


def test_equal_to_the_command_line(site: Pages, kunming: Path) -> None:
    """The list of queries, a named one with a parameter, a text with one: JSON and CSV sign for sign."""
    asked = {
        "/ask": (), "/ask/structure/within?p.id=story-M1": ("structure/within", "--param", "id=story-M1"),
        "/ask/quality/undated?as-of=2019-12-31": ("quality/undated", "--as-of", "2019-12-31"),
        typed(MEMBERS, **{"p.id": "story-U1"}): ("--cypher", MEMBERS, "--param", "id=story-U1"),
        typed("MATCH (u:Unit) RETURN u.id AS id ORDER BY id", limit="3"):
            ("--cypher", "MATCH (u:Unit) RETURN u.id AS id ORDER BY id", "--limit", "3"),
    }  # fmt: skip
    for target, arguments in asked.items():
        sign = "&" if "?" in target else "?"
        for form in ("json", "csv"):
            printed = told(kunming, *arguments, "--format", form)
            assert site.ask(f"{target}{sign}format={form}&lang=en").data == printed, target


def test_every_query_has_its_page(site: Pages) -> None:
    """All are listed by what they ask, and each is a form with its parameters and its text."""
    index = site.text("/ask?lang=en")
    for name, query in library().items():
        assert f'href="/ask/{quote(name, safe="")}?lang=en">{query.asks["en"]}' in unescape(index), name
        if any(each.default is None for each in query.parameters):
            page = unescape(site.text(f"/ask/{name}?lang=en"))
            assert query.text.splitlines()[-1] in page and "<tbody>" not in page, name
            assert all(f'name="p.{each.name}"' in page for each in query.parameters)


def test_choices_and_defaults_are_fields(site: Pages) -> None:
    """The day that is shown, and the states to choose from; what is chosen stays chosen, and decides what is found."""
    target = "/ask/standards/organization?p.state=claimed"
    page = site.text(f"{target}&lang=en")
    assert 'type="date" name="p.day" value="2020-07-23"' in page
    assert '<option value="claimed" selected>' in page and '<option value="base_unknown">' in page
    assert {row[3] for row in site.json(f"{target}&format=json")["rows"]} == {"claimed"}
    refused = site.text("/ask/standards/organization?p.state=claimd", 400)
    assert "claimed" in refused and 'role="alert"' in refused


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("MATCH (u:Unit)\nWHERE u.employes > 3\nRETURN u.id AS id", "WHERE u.", "employes"),
        ("MATCH (u:Unit) RETURN v.id AS id", "MATCH (u:Unit) RETURN ", "v"),
        ("MATCH (u:Unit) SET u.name = 'x' RETURN u.id AS id", "MATCH (u:Unit) ", "SET"),
        ("MATCH (u:Unit) RETURN", "MATCH (u:Unit) RETURN", " "),
    ],
)
def test_a_fault_stands_under_its_text(text: str, line: str, word: str, site: Pages) -> None:
    """The text is still in the box, its line stands below with the word marked; for programs it is an error."""
    page = site.text(typed(text, lang="en").replace("%0A", "%0D%0A"), 400)
    assert f"\n{text}</textarea>" in unescape(page)
    assert f"{line}<mark>{word}</mark>" in unescape(page) and 'aria-invalid="true"' in page
    assert site.json(typed(text, format="json"), 400)["status"] == 400


def test_parameters_are_asked_for(site: Pages) -> None:
    """A text that needs a value first shows a field for it; one that it does not know, or both ways to ask: refused."""
    assert 'name="p.id" value="" required' in site.text(typed(MEMBERS))
    assert "<tbody>" in site.text(typed(MEMBERS, **{"p.id": "story-U1"}))
    assert 'name="p.id"' not in site.text(typed("MATCH (u:Unit {id: '$id'}) RETURN u.id AS id // $id"))
    assert "did you mean id" in site.text(typed(MEMBERS, lang="en", **{"p.idd": "x"}), 400)
    assert "did you mean structure/within" in site.text("/ask/structure/witin?lang=en", 400)
    assert site.ask(f"/ask/structure/within?cypher={quote(MEMBERS)}").status_code == 400
    assert site.ask(typed(MEMBERS, other="x")).status_code == 400


def test_identifiers_are_links(site: Pages) -> None:
    """To the page of a unit or area, with the name where it does not stand beside it; other texts are not."""
    text = (
        "MATCH (u:Unit {id: 'story-P1'})-[:LOCATED_IN]->(c:Community) "
        "RETURN u.id AS unit, u.type AS type, [c.id] AS areas, c.name AS name, 7 AS n, null AS nothing"
    )
    if not site.json(typed(text, format="json"))["rows"]:
        text = text.replace("'story-P1'", "'SL-U00005'")
    unit, type_, (area,), name, *_ = site.json(typed(text, format="json"))["rows"][0]
    page = site.text(typed(text, lang="zh"))
    (row,) = re.findall(r"<tbody>\s*<tr>(.*?)</tr>", page, re.S)
    assert re.findall(r'href="([^"]*)"', row) == [f"/subject/{unit}?lang=zh", f"/area/{area}?lang=zh"]
    assert row.count(name) == 1 and type_ in row and '<td class="num"><bdi>7</bdi>' in row


def test_rows_are_capped(site: Pages) -> None:
    """The page says that there are more; a file has them."""
    text = "MATCH (u:Unit) RETURN u.id AS id ORDER BY id"
    page = site.text(typed(text, lang="en"))
    assert page.count("<tr><td>") == ROWS and f"the first {ROWS} rows" in page
    assert len(site.json(typed(text, format="json"))["rows"]) > 9000


def test_a_picture(site: Pages) -> None:
    """Who is in the columns, and the ties among them; without identifiers there is none, and it is said."""
    target = "/ask/linkages/member_homes"
    rows = site.json(f"{target}?format=json")["rows"]
    ids = {row[place] for row in rows for place in (0, 1)}
    page = site.text(f"{target}?show=picture")
    drawn = set(re.findall(r'data-id="([^" ]+)"', page))
    assert drawn and drawn <= ids | {row[3] for row in rows}
    # Also of a list that is longer than the page: what the page shows is drawn, and the link says so.
    assert "show=picture" in site.text("/ask/standards/organization") and "<figure" in site.text(
        "/ask/standards/organization?show=picture"
    )
    text = (
        "MATCH (u:Unit)-[:MEMBER_OF]->(o:PartyOrganization {id: 'story-P1'}) RETURN o.id AS o, u.id AS u ORDER BY u"
    )
    rows = site.json(typed(text, format="json"))["rows"]
    page = site.text(typed(text, show="picture"))
    assert set(re.findall(r'data-id="([^"]+)"', page)) == {id for row in rows for id in row} and len(rows) > 5
    svg = ElementTree.fromstring(site.text(typed(text, format="svg")))
    assert svg.tag.endswith("svg") and site.ask(typed(text, format="png")).data.startswith(b"\x89PNG")
    assert "no column has identifiers" in site.text(
        typed("MATCH (u:Unit) RETURN count(u) AS n", show="picture", lang="en"), 400
    )


def test_a_saved_query_is_asked_again(site: Pages, kunming: Path, tmp_path: Path) -> None:
    """The file that the page sends, in a folder: listed beside the others, with the same rows, by `ask` and `serve`."""
    given = {"p.id": "story-U1", "title": "谁的成员？/ x", "format": "cypher"}
    sent = site.ask(typed(MEMBERS.replace(" RETURN", "\nRETURN"), **given))
    assert sent.headers["Content-Disposition"].endswith(quote("谁的成员？-x.cypher"))
    folder = tmp_path / "mine"
    (folder / "group").mkdir(parents=True)
    (folder / "谁的成员.cypher").write_bytes(sent.data)
    (folder / "group" / "within.cypher").write_bytes(site.ask("/ask/structure/within?format=cypher").data)
    own = ("--queries", str(folder))
    asked = json.loads(told(kunming, "mine/谁的成员", *own, "--format", "json"))
    assert asked["rows"] == site.json(typed(MEMBERS, format="json", **{"p.id": "story-U1"}))["rows"]
    listed = {each["name"] for each in json.loads(told(kunming, *own, "--format", "json"))}
    assert listed == {*library(), "mine/谁的成员", "group/within"}
    other = pages(kunming, settings=Settings(queries=folder))
    assert "谁的成员？/ x" in other.text("/ask?lang=zh")
    assert other.json("/ask/mine/谁的成员?format=json") == asked
    assert other.json("/ask/mine/谁的成员?format=json&p.id=story-P1")["rows"] == []
    assert "title" in site.text(typed(MEMBERS, format="cypher", lang="en", **{"p.id": "x"}), 400)


BEHIND = {
    "/blind-spots?standard=organization": "/ask/standards%2Forganization?standard=organization&p.state=blind",
    "/blind-spots?state=claimed&kind=Place": "/ask/standards%2Fany_tie?p.state=claimed",
    "/blind-spots?category=market&state=all": "/ask/categories%2Fmarket",
    "/blind-spots?view=two_new&state=all": "/ask/views%2Ftwo_new",
    "/findings?finding=must_build": "/ask/findings%2Fmust_build",
    "/ego/story-P1": "/ask/structure%2Fego?p.id=story-P1",
}  # fmt: skip

NO_BEHIND = (
    "/blind-spots?category=market", "/blind-spots?q=x", "/blind-spots?state=all", "/findings",
    "/findings?finding=must_build&district=五华区", "/ego/story-P1?hops=2", "/blind-spots?denominator=three_members",
)  # fmt: skip


def test_the_cypher_behind_a_list(site: Pages) -> None:
    """Leads to the query that has the same subjects, as many as the list counts; none where a list is narrower."""
    label = words.word("live", "behind", lang="en")
    for page, target in BEHIND.items():
        (link,) = re.findall(f'href="([^"]*)">{label}<', site.text(f"{page}{'&' if '?' in page else '?'}lang=en"))
        assert unescape(link).replace("lang=en&", "").replace("?lang=en", "") == target, page
    for page in NO_BEHIND:
        assert label not in site.text(f"{page}{'&' if '?' in page else '?'}lang=en"), page
    listed = site.json("/blind-spots.json?standard=organization")["kinds"]
    rows = site.json("/ask/standards/organization?format=json&p.state=blind&limit=0")["rows"]
    assert {each["kind"]: each["blind"] for each in listed} == {
        kind: sum(row[0] == kind for row in rows) for kind in ("Unit", "Place")
    }


def test_it_is_slow_and_says_so(site: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes longer than it may is ended, with the text still in the box."""
    monkeypatch.setattr("graphgov.web.queries.SECONDS", 0.2)
    many = ", ".join(f"(n{number}:Unit)" for number in range(9))
    text = f"MATCH {many} WHERE {' AND '.join(f'n{n}.id <> n{n + 1}.id' for n in range(8))} RETURN count(*) AS n"
    page = site.text(typed(text, lang="en"), 503)
    assert "took too long" in page and text in unescape(page)


def test_attacks_stay_texts(site: Pages) -> None:
    """In the box, in a parameter, as a title: shown as they are, and nothing of them becomes part of the page."""
    attack = "</textarea><script>alert(1)</script>'\"--"
    for target in (typed(attack), typed(MEMBERS, **{"p.id": attack}), f"/ask/structure/within?p.id={quote(attack)}"):
        text = site.ask(target).text
        assert "<script" not in text and "&lt;script&gt;" in text
    sent = site.ask(typed("MATCH (u:Unit) RETURN u.id AS id", title="x\n\\u000aCREATE (:X) //", format="cypher"))
    head, *_ = sent.text.partition("MATCH")
    assert all(line.startswith("//") for line in head.splitlines()) and "\\u" not in sent.text
