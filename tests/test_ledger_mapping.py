"""Mapping files: other tables of the world by a mapping alone; written and read again; every fault told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cases import case, expected
from hypothesis import given
from hypothesis import strategies as st
from ledgers import dirty, new_store, rows, take

from graphgov.coverage import Coverage, rates
from graphgov.errors import BadMapping
from graphgov.graph import the_day
from graphgov.ledger.dictionary import dictionary
from graphgov.ledger.importing import plan
from graphgov.ledger.mapping import NOTHING, PERSON, ColumnRule, Mapping, NodeRule, Own, Reading, TieRule
from graphgov.ledger.mapping_reader import mapping_of, read_mapping
from graphgov.ledger.mapping_writer import as_toml, write_mapping
from graphgov.ledger.proposal import shape_of
from graphgov.policy import read_policy
from graphgov.schema import SCHEMA
from graphgov.store import Store

MAPPINGS = Path(__file__).parent / "mappings"


def coverage_of(store: Store) -> Coverage:
    """What the shipped policy says."""
    graph = store.read()
    return Coverage(graph.on(the_day(graph, None)), read_policy())


@pytest.mark.parametrize("year", ["2019", "2022"])
def test_communes(year: str, tmp_path: Path) -> None:
    """O2 from its own five files: as many communes, memberships, blind ones as the oracle; the overseas ones exempt."""
    folder, want = case("O2_france_epci"), expected("O2_france_epci")[year]
    names = ("regions", "departments", "units_communes", "umbrellas_epci", "memberships")
    store = new_store(tmp_path)
    files = [folder / f"{name}_{year}.csv" for name in names]
    outcome = take(store, *files, mapping=read_mapping(MAPPINGS / "france.toml"), stated_on=date(int(year), 1, 1))
    assert outcome.receipt is not None, [entry.text("en") for entry in outcome.report.of("rejected")][:5]
    coverage = coverage_of(store)
    (rate,) = rates(coverage, "Unit", standard="any_tie", denominator="active")
    assert (rate.not_applicable, rate.base + rate.not_applicable) == (94, want["units"])
    assert rate.covered == want["memberships"]
    graph = coverage.snapshot.graph
    blind = sorted((str(graph.ids.at(int(node))), graph.label(int(node))) for node in coverage.blind("Unit", "any_tie"))
    named = want["uncovered_excluding_overseas_collectivities"]
    assert blind == sorted((f"commune-{code}", name) for code, name, _ in named)
    assert len(rows(store, "PART_OF")) == len(rows(store, "Division")) - len(named_regions(folder, year))


def named_regions(folder: Path, year: str) -> list[str]:
    """The lines of the file of regions, without its header."""
    return (folder / f"regions_{year}.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_organizations(tmp_path: Path) -> None:
    """O3 from its own file: 13,459 organizations, 345 groups, 2,503 in one of them, 10,956 in none."""
    want = expected("O3_irs_dc")["dc"]
    store = new_store(tmp_path)
    take(store, case("O3_irs_dc") / "eo_dc_orglevel.csv", mapping=read_mapping(MAPPINGS / "charities.toml"))
    (rate,) = rates(coverage_of(store), "Unit", standard="any_tie", denominator="active")
    assert (rate.base, rate.covered, rate.blind) == (13_459, want["covered_by_a_group (GROUP<>0000)"], 10_956)
    assert len(rows(store, "PartyOrganization")) == want["groups"] == 345
    one = next(row for row in rows(store, "Unit") if row["id"] == "010490759")
    assert (one["founded_on"], one["aliases"]) == ("1995-10", "PARENTS AGAINST TIRED TRUCKERS")
    assert not any("founded_on" in row and str(row["founded_on"]).startswith("0000") for row in rows(store, "Unit"))


def test_proposal_is_kept(tmp_path: Path) -> None:
    """What was proposed for a ledger, written and read, fits the next ledger of its shape and says the same of it."""
    first = plan([dirty("01")])
    path = tmp_path / "ledger.toml"
    write_mapping(path, first.mapping)
    again = plan([dirty("13")], read_mapping(path))
    assert again.settled and not first.settled
    assert again.proposals[0].shape == first.proposals[0].shape
    other = plan([dirty("02")], read_mapping(path))
    assert not other.settled, "other titles are another shape"


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
TITLES = TEXTS.filter(lambda text: text and "{" not in text and not text.startswith("@"))
MEANINGS = st.sampled_from(
    [NOTHING, PERSON, "subject.name", "subject.employees", "community.name", "form", "having.valid_from", "own.name"]
)
PAIRS = st.dictionaries(TEXTS.filter(bool), TEXTS, max_size=3)


@st.composite
def mappings(draw: st.DrawFn) -> Mapping:
    """Mappings with own nodes, ties, words, and hostile texts wherever a person may write one."""
    titles = tuple(draw(st.lists(TITLES, min_size=1, max_size=4, unique=True)))
    rules = [
        ColumnRule(
            title, draw(MEANINGS), values=draw(PAIRS), others=draw(st.none() | TEXTS),
            empty=tuple(draw(st.lists(TEXTS, max_size=2))),
        )
        for title in titles
    ]  # fmt: skip
    node = NodeRule("own", "PartyOrganization", id="x-{" + titles[0] + "}" if "}" not in titles[0] else "", values={
        "type": "big_committee", "name": draw(TEXTS.filter(lambda text: "{" not in text))})  # fmt: skip
    tie = TieRule("tied", "MEMBER_OF", ("subject",), ("own",), draw(st.sampled_from([{}, {"role": "member_unit"}])))
    words = dictionary().readings["form"].words
    reading = Reading("form", {**words, "甲": {"subject.reported_org": draw(st.sampled_from(["yes", "no"]))}},
                      flag="subject.reported_org")  # fmt: skip
    own = Own((node,), (tie,), (reading,) if draw(st.booleans()) else ())
    return Mapping((shape_of(titles, rules, dictionary(), own),))


@given(mappings())
def test_round_trip(mapping: Mapping) -> None:
    """A mapping that is written and read again is the same."""
    assert mapping_of(as_toml(mapping), "m.toml") == mapping


FAULTS = {
    'titles = 1\n[[table]]\n': ("", "titles", "mapping_key"),
    "table = 3": ("table", "", "mapping_no_table"),
    "[[table]]\ntitels = []": ("table 1", "titels", "mapping_key"),
    '[[table]]\ntitles = ["a"]\n[table.columns]\n"b" = "-"': ("table 1 columns", "b", "mapping_title"),
    '[[table]]\n[table.columns]\n"a" = "subjekt.name"': ("table 1 columns a", "subjekt.name", "mapping_means"),
    '[[table]]\n[table.columns]\n"a" = "subject.nmae"': ("table 1 columns a", "nmae", "mapping_property"),
    '[[table]]\n[table.columns]\n"a" = 3': ("table 1 columns a", "3", "mapping_not_table"),
    '[[table]]\n[table.columns]\n[table.node.x]\nkind = "Uint"': ("table 1 node x kind", "Uint", "bad_value"),
    '[[table]]\n[table.columns]\n[table.node.x]\nkind = "Unit"\nvalues = { type = "shop" }': (
        "table 1 node x type", "shop", "bad_value",
    ),
    '[[table]]\n[table.columns]\n[table.node.x]\nkind = "Unit"\nid = "{q}"': (
        "table 1 node x id", "q", "mapping_title",
    ),
    '[[table]]\n[table.columns]\n[table.tie.x]\nkind = "MEMBER_OF"\nfrom = "subject"\nto = "nobody"': (
        "table 1 tie x to", "nobody", "bad_value",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_faults(text: str) -> None:
    """A fault of a mapping file is told with its place and the wrong word, in both languages."""
    with pytest.raises(BadMapping) as caught:
        mapping_of(text, "m.toml")
    place, value, key = FAULTS[text]
    assert (place, value, key) in [(each.column, each.value, each.key) for each in caught.value.problems]
    assert "m.toml" in caught.value.text("zh") and "m.toml" in caught.value.text("en")


def test_nearest_word() -> None:
    """The nearest right word is named."""
    with pytest.raises(BadMapping) as caught:
        mapping_of('[[table]]\n[table.columns]\n"a" = "subject.employes"', "m.toml")
    assert "employees" in caught.value.text("en")


def test_dictionary_is_sound() -> None:
    """Whatever the dictionary says of titles and words, its nodes, ties, properties and values are there."""
    words = dictionary()
    own = [slot for entry in words.entries for slot in (entry.means, entry.instead, entry.alone, *entry.says)]
    said = [(slot.removesuffix("?"), value) for reading in words.readings.values()
            for says in (*reading.words.values(), reading.others or {}) for slot, value in says.items()]  # fmt: skip
    said += [(slot, value) for entry in words.entries for slot, value in entry.says.items()]
    for slot in {*filter(None, own), *(slot for slot, _ in said)} - {NOTHING, PERSON, *words.readings}:
        owner, _, prop = slot.partition(".")
        kinds = {words.nodes[owner].kind, "Place"} if owner in words.nodes else {words.ties[owner].kind}
        known = {name for kind in kinds if kind for name in SCHEMA.kinds[kind].by_name} | {"kind", "holds"}
        assert prop in known, slot
    for slot, value in said:
        owner, _, prop = slot.partition(".")
        if prop == "kind":
            assert value in SCHEMA.node
            continue
        kinds = {words.nodes[owner].kind, "Place"} if owner in words.nodes else {words.ties[owner].kind}
        props = [SCHEMA.kinds[kind].by_name[prop] for kind in kinds if kind and prop in SCHEMA.kinds[kind].by_name]
        assert any(value in each.values for each in props if each.values), (slot, value)


def test_twice_the_same_title_needs_another(tmp_path: Path) -> None:
    """Shapes of which the one asks for more titles than the other: the table that has them all gets the first."""
    small, large = (shape_of(titles, [], dictionary()) for titles in (("a",), ("a", "b")))
    both = Mapping((small, large))
    assert both.of(frozenset("abc")) == large and both.of(frozenset("ac")) == small and both.of(frozenset("b")) is None
    assert replace(both, shapes=(large,)).of(frozenset("a")) is None
