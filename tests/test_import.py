"""What imports add up to: the record and the graph, one source beside another, undo.

Expected values are by hand where a test has few rows; random histories are compared with the reference's `value_on`,
and random imports and undos with importing anew what is left.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from pyarrow import parquet
from reference import Statement, Value, value_on
from stores import DAY, Contents, Intake, contents, live, node_of, write
from strategies import draw_town, write_tables

from graphgov.errors import BadTables, GraphgovError
from graphgov.graph import Graph
from graphgov.intake import Options, import_tables, undo
from graphgov.schema import SCHEMA, NodeKind
from graphgov.store import Imports, Lookup, Said, Store, Waiting

NODES = {
    "Unit": """
        id, type,       employees, name
        u1, enterprise, 3,         One
        u2, enterprise, ,          Two
    """,
    "Place": """
        id, type
        p1, market
        p2, market
    """,
}
EARLIER, LATER = date(2019, 1, 1), date(2021, 1, 1)


def value(store: Store, identifier: str, name: str, day: date = DAY) -> object:
    """A property of a node on a day."""
    graph = store.read()
    return graph.on(day).value(node_of(graph, identifier), name)


def edges(graph: Graph, kind: str) -> list[tuple[str, str, date, date]]:
    """The ends and days of the edges of a kind."""
    rows, ids = graph.edges[kind], graph.ids.list()
    return sorted(
        (str(ids[src]), str(ids[dst]), date.fromordinal(int(since)), date.fromordinal(int(until)))
        for src, dst, since, until in zip(rows.src, rows.dst, rows.since, rows.until, strict=True)
    )


# ---- The same again, more, and less ------------------------------------------------------------------------------


def test_importing_twice_changes_nothing(intake: Intake, store: Store) -> None:
    """The same files again, or the same rows in another order, are no import at all."""
    assert intake(NODES).number == 1
    before = contents(store)
    assert intake(NODES).number is None
    turned = {"Unit": "name,id,type,employees\nTwo,u2,enterprise,\nOne,u1,enterprise,3", "Place": NODES["Place"]}
    assert intake(turned).number is None
    assert contents(store) == before
    assert store.ask(Imports()).num_rows == 1
    assert intake(NODES, source="B").number == 2
    assert contents(store) == before


def test_absent_columns_and_empty_cells_state_nothing(intake: Intake, store: Store) -> None:
    """A value stays until another one is stated, for a later day too."""
    intake(NODES)
    intake({"Unit": "id,employees\nu1,"}, day=LATER)
    intake({"Unit": "id,name\nu1,Uno"}, day=LATER)
    assert [value(store, "u1", name, LATER) for name in ("employees", "name", "type")] == [3, "Uno", "enterprise"]
    assert value(store, "u1", "name", DAY) == "One"


def test_the_latest_day_wins_not_the_latest_import(intake: Intake, store: Store) -> None:
    """A value holds from the day that it is stated for until the next one; the first also before its day."""
    intake({"Unit": "id,type,employees\nu1,other,20"}, day=LATER)
    intake({"Unit": "id,type,employees\nu1,other,10"}, day=EARLIER, source="B")
    before = LATER - timedelta(days=1)
    assert [value(store, "u1", "employees", day) for day in (date(1990, 1, 1), before, LATER)] == [10, 10, 20]
    intake({"Unit": "id,employees\nu1,30"}, day=LATER, source="B")
    assert [value(store, "u1", "employees", day) for day in (before, LATER)] == [10, 30]


def test_a_correction_and_its_correction(intake: Intake, store: Store) -> None:
    """Of two values for the same day the one imported last holds, also when it had been stated before."""
    first, second = ({"Unit": f"id,type,employees\nu1,other,{number}"} for number in (1, 2))
    for files, expected in ((first, 1), (second, 2), (first, 1)):
        assert intake(files).number is not None
        assert value(store, "u1", "employees") == expected


def test_whether_it_holds_is_the_last_word(intake: Intake, store: Store) -> None:
    """Days of validity are not values of a day: what was last said of them holds for all days."""
    intake({"Unit": "id,type,valid_from,valid_to\nu1,other,2018,2020"}, day=EARLIER)
    intake({"Unit": "id,valid_to\nu1,2018"}, day=LATER)
    graph = store.read()
    days = (date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31), EARLIER)
    assert [bool(graph.on(day).alive[0]) for day in days] == [False, True, True, False]


def test_where_nothing_is_said(tmp_path: Path, store: Store) -> None:
    """The source is called as the folder or the zip is, the day is today; tables without rows are no import."""
    folder = write(tmp_path / "ledgers 2020.06", NODES)
    receipt = import_tables(store, folder)
    assert (receipt.source, receipt.stated_on) == ("ledgers 2020.06", date.today())
    assert (receipt.said, receipt.waiting) == ({"Unit": 2, "Place": 2}, 0)
    assert store.read().cutoff == date.today()
    assert import_tables(store, write(tmp_path / "none", {"Unit": "id,type"})).number is None
    zipped = tmp_path / "more.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("inner/Unit.csv", "id,type\nu9,other\n")
    assert import_tables(store, zipped).source == "more"


# ---- Ties ---------------------------------------------------------------------------------------------------------


def test_a_first_day_filled_in_later(intake: Intake, store: Store) -> None:
    """Its own source fills in the first day of a tie; another source's tie, or another first day, is one beside it."""
    tie, open_end = {"LOCATED_IN": "from,to,valid_from\nu1,p1,"}, date(9999, 12, 31)
    intake({**NODES, **tie})
    intake({"LOCATED_IN": "from,to,valid_from\nu1,p1,2020-03"})
    first = ("u1", "p1", date(2020, 3, 1), open_end)
    assert edges(store.read(), "LOCATED_IN") == [first]
    intake({"LOCATED_IN": "from,to,valid_from\nu1,p1,2021"}, source="B")
    second = ("u1", "p1", date(2021, 1, 1), open_end)
    assert edges(store.read(), "LOCATED_IN") == [first, second]
    intake({"LOCATED_IN": "from,to,valid_from\nu1,p1,2022"})
    assert edges(store.read(), "LOCATED_IN") == [first, second, ("u1", "p1", date(2022, 1, 1), open_end)]
    intake(tie, source="B")
    assert len(edges(store.read(), "LOCATED_IN")) == 3


def test_another_source_fills_in_no_first_day(intake: Intake, store: Store) -> None:
    """Where one source has left the first day empty, another one's tie with a first day is a tie beside it."""
    intake({**NODES, "LOCATED_IN": "from,to,valid_from\nu1,p1,"})
    intake({"LOCATED_IN": "from,to,valid_from\nu1,p1,2021"}, source="B")
    assert [since for _, _, since, _ in edges(store.read(), "LOCATED_IN")] == [date.min, date(2021, 1, 1)]


def test_what_makes_ties_parallel(intake: Intake, store: Store) -> None:
    """Another basis, first day, id or kind; not another last day or role."""
    header = "id,from,to,basis,valid_from,valid_to,role"
    rows = [",u1,p1,,,,", ",u1,p1,a,,,", ",u1,p1,a,2020,,", "t1,u1,p1,a,,,", "t2,u1,p1,a,,,"]
    intake({**NODES, "LOCATED_IN": "\n".join((header, *rows)), "MANAGES": "from,to\nu1,p1"})
    assert len(edges(store.read(), "LOCATED_IN")) == 5
    again = [",u1,p1,a,,2021,", ",u1,p1,a,2020,2021,registered", "t1,u1,p1,b,2019,,operating"]
    intake({"LOCATED_IN": "\n".join((header, *again))})
    assert len(edges(store.read(), "LOCATED_IN")) == 5


def test_symmetric_ties_either_way_round_are_one(intake: Intake, store: Store) -> None:
    """They are kept with the smaller id first, whichever way they came."""
    intake({**NODES, "PAIRED_WITH": "from,to,basis\nu2,u1,x"})
    intake({"PAIRED_WITH": "from,to,basis,valid_to\nu1,u2,x,2020"}, source="B")
    assert edges(store.read(), "PAIRED_WITH") == [("u1", "u2", date.min, date(2021, 1, 1))]


def test_ended_without_a_date_holds_on_no_day(intake: Intake, store: Store) -> None:
    """The tie is kept, with an empty period; a later date gives it back its time."""
    intake({**NODES, "LOCATED_IN": "from,to,ended,valid_from\nu1,p1,yes,2019"})
    graph = store.read()
    ((_, _, since, until),) = edges(graph, "LOCATED_IN")
    assert since == until
    assert [len(graph.on(day).edges("LOCATED_IN").row) for day in (date.min, DAY, date.max)] == [0, 0, 0]
    intake({"LOCATED_IN": "from,to,valid_from,valid_to\nu1,p1,2019,2021"}, source="B")
    assert edges(store.read(), "LOCATED_IN") == [("u1", "p1", date(2019, 1, 1), date(2022, 1, 1))]


def test_dangling_ties_wait_for_their_ends(intake: Intake, store: Store) -> None:
    """Kept aside, counted, and tried again at each import; undone, the end is missed again."""
    ties = {"LOCATED_IN": "from,to\nu1,p8\nu9,p1\nu1,p1", "Claim": "about,measure,value\nu9,paired,3"}
    receipt = intake({**NODES, **ties}, allow_dangling=True)
    assert receipt.waiting == 3
    assert [store.ask(Waiting(kind)).num_rows for kind in ("LOCATED_IN", "Claim", "MANAGES")] == [2, 1, 0]
    assert len(edges(store.read(), "LOCATED_IN")) == 1 and store.read().claims == ()
    before = contents(store)
    intake({"Unit": "id,type\nu9,other", "Place": "id,type\np9,market"}, source="B")
    assert [store.ask(Waiting(kind)).num_rows for kind in ("LOCATED_IN", "Claim")] == [1, 0]
    assert ("u9", "p1", date.min, date.max) in edges(store.read(), "LOCATED_IN")
    assert [claim.value for claim in store.read().claims] == [3]
    undo(store)
    assert contents(store) == before
    assert [store.ask(Waiting(kind)).num_rows for kind in ("LOCATED_IN", "Claim")] == [2, 1]


def test_a_tie_waits_while_its_end_is_of_a_wrong_kind(intake: Intake, store: Store) -> None:
    """An end that comes as something that the tie cannot lead to does not make a tie."""
    intake({**NODES, "LOCATED_IN": "from,to\nu1,x"}, allow_dangling=True)
    intake({"PartyOrganization": "id,type\nx,ordinary"})
    assert edges(store.read(), "LOCATED_IN") == []
    assert store.ask(Waiting("LOCATED_IN")).num_rows == 1


def test_claims_of_a_source(intake: Intake, store: Store) -> None:
    """A claim is its source's, about a node and a measure, for its own day or else the import's."""
    rows = "about,measure,value,stated_on,measured_in,doubt\nu1,paired,3,,units,\nu1,paired,2,2019,,a guess"
    intake({**NODES, "Claim": rows})
    intake({"Claim": "about,measure,value,stated_on\nu1,paired,4,2020-06-30\nu1,tenants,9,"}, day=LATER)
    intake({"Claim": "about,measure,value\nu1,paired,5"}, source="B")
    assert sorted(claim[1:] for claim in store.read().claims) == [
        ("paired", 2, None, date(2019, 1, 1), "a guess", "A"),
        ("paired", 4, "units", DAY, None, "A"),
        ("paired", 5, None, DAY, None, "B"),
        ("tenants", 9, None, LATER, None, "A"),
    ]


# ---- Values as they come in ---------------------------------------------------------------------------------------


def test_partial_dates_are_whole_intervals(intake: Intake, store: Store) -> None:
    """The first day, the last one or the one after it, as the property has it; the text is kept beside it."""
    header = "id,type,valid_from,valid_to,planned_date,counted_on,exempt_until"
    intake({"Unit": f"{header}\nu1,other,2019-03,2021,2024-02,2020,2020-12-31\nu2,other,2019,2020-12,,,"})
    graph = store.read()
    day, node = graph.on(date(2020, 1, 1)), node_of(graph, "u1")
    names = ("valid_from", "valid_to", "planned_date", "counted_on", "exempt_until")
    assert [day.value(node, name) for name in names] == [
        date(2019, 3, 1), date(2022, 1, 1), date(2024, 2, 29), date(2020, 1, 1), date(2020, 12, 31),
    ]  # fmt: skip
    assert day.value(node_of(graph, "u2"), "valid_to") == date(2021, 1, 1)
    keys = store.ask(Lookup(pa.array(["u1"]))).column("key").combine_chunks()
    (said,) = store.ask(Said("Unit", keys)).to_pylist()
    assert [said[f"{name}_text"] for name in names] == ["2019-03", "2021", "2024-02", "2020", None]


_FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
HOSTILE = [
    "it's \"quoted\"", "back\\slash \\n", "two\nlines\r\nand a\ttab", "</script><b>&amp;", "=cmd()|'/c calc'!A1",
    "\u202eright to left\u200f", f"昆明市虹山中路社区 🏢 {_FAMILY}", " blanks around ",
    "''; DROP TABLE Unit; --", "NULL", "nan", "#N/A", "x" * 10_000, "-1+1", "e\u0301 stays two signs",
    "{braces} %s $day ${x}",
]  # fmt: skip


def test_texts_come_out_as_they_went_in(tmp_path: Path, intake: Intake, store: Store) -> None:
    """Whatever a name is, it is no code, and not a sign of it is changed."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    with (folder / "Unit.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [[f"u{number}", "other", name] for number, name in enumerate(HOSTILE)]
        csv.writer(file).writerows([["id", "type", "name"], *rows])
    import_tables(store, folder, Options("O'Source\"; --", DAY))
    graph = store.read()
    assert [graph.label(node_of(graph, f"u{number}")) for number in range(len(HOSTILE))] == HOSTILE
    assert live(store) == [("O'Source\"; --", DAY)]


def test_identifiers_are_trimmed_and_of_one_form(intake: Intake, store: Store) -> None:
    """Blanks of any width around an identifier, and the two ways to write é, make no other node."""
    intake({"Unit": "id,type\ncafe\u0301\u3000,other", "Place": "id,type\n\u00a0it's,market"})
    intake({"LOCATED_IN": "from,to\n\tcaf\u00e9,it's\u3000"})
    assert edges(store.read(), "LOCATED_IN") == [("café", "it's", date.min, date.max)]


def test_text_that_is_only_blank_states_nothing(intake: Intake, store: Store) -> None:
    """A stray blank in a cell beats no name."""
    intake(NODES)
    intake({"Unit.csv": "id,name,size\nu1,\u3000 , \n".encode()}, day=LATER)
    assert value(store, "u1", "name", LATER) == "One"


def test_csv_parquet_and_zip_give_the_same_graph(tmp_path: Path, new_store: Callable[[], Store]) -> None:
    """Typed columns, byte order mark, line ends of Windows, a zip with folders: it is the same graph."""
    header = "id,type,employees,valid_from,operating,name"
    text = f'{header}\nu1,enterprise,3,2019-03-01,yes,"Uno, ""x"""\nu2,other,,,,\n'
    place, tie = "id,type\np1,market\n", "from,to,valid_to\nu1,p1,2021-01-01\n"
    files = {"Unit.csv": text.encode(), "Place.csv": place.encode(), "MANAGES.csv": tie.encode()}
    plain = write(tmp_path / "1", files)
    other = write(tmp_path / "2", {**files, "Unit.csv": ("\ufeff" + text.replace("\n", "\r\n")).encode()})
    typed = write(tmp_path / "3", {})
    unit = {
        "id": ["u1", "u2"], "type": pa.array(["enterprise", "other"]).dictionary_encode(),
        "employees": pa.array([3, None], pa.int16()),
        "valid_from": pa.array([date(2019, 3, 1), None]), "operating": ["yes", None], "name": ['Uno, "x"', None],
    }  # fmt: skip
    parquet.write_table(pa.table(unit), typed / "Unit.parquet")
    parquet.write_table(pa.table({"id": ["p1"], "type": ["market"]}), typed / "Place.parquet")
    managing = pa.table({"from": ["u1"], "to": ["p1"], "valid_to": [date(2021, 1, 1)]})
    parquet.write_table(managing, typed / "MANAGES.parquet")
    zipped = tmp_path / "4.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in plain.iterdir():
            archive.write(file, f"a folder/{file.name}")
    graphs = []
    for path in (plain, other, typed, zipped):
        store = new_store()
        import_tables(store, path, Options("A", DAY))
        graphs.append(contents(store))
    assert len(graphs[0]) == 5  # three kinds, the cut-off, the identifiers
    assert graphs[1:] == graphs[:1] * 3


# ---- Sources beside each other, and undo --------------------------------------------------------------------------


def test_one_source_never_deletes_anothers_facts(intake: Intake, store: Store) -> None:
    """What a source no longer says, or says nothing of, stays; what it takes back is only its own."""
    intake({**NODES, "LOCATED_IN": "from,to\nu1,p1"}, source="A")
    before = contents(store)
    intake({"Unit": "id,type,employees,name\nu1,enterprise,,\nu3,other,1,"}, source="B")
    intake({"Unit": "id,type,name\nu2,enterprise,Zwei"}, source="A")
    assert value(store, "u1", "employees") == 3
    assert [len(edges(store.read(), "LOCATED_IN")), store.read().size] == [1, 5]
    undo(store)
    undo(store)
    assert contents(store) == before


def test_undo_takes_the_last_import_back(intake: Intake, store: Store) -> None:
    """One after the other, until there is nothing to undo; what was undone can be imported again."""
    states = [contents_or_nothing(store)]
    for day, files in ((EARLIER, NODES), (LATER, {"Unit": "id,employees\nu1,9"}), (DAY, {"MANAGES": "from,to\nu2,p2"})):
        intake(files, day=day)
        states.append(contents(store))
    for expected, day in zip(states[-2:0:-1], (DAY, LATER), strict=True):
        assert undo(store)["stated_on"] == day
        assert contents(store) == expected
    intake({"Unit": "id,employees\nu1,9"}, day=LATER)
    assert contents(store) == states[2]
    undo(store)
    undo(store)
    assert contents(store) == {}
    with pytest.raises(GraphgovError) as raised:
        undo(store)
    assert raised.value.key == "nothing_to_undo"
    assert intake(NODES, day=EARLIER).number == 5
    assert contents(store) == states[1]


def contents_or_nothing(store: Store) -> Contents:
    """What is in a store that may not be there yet."""
    return contents(store) if live_or_none(store) else {}


def live_or_none(store: Store) -> list[tuple[str, date]]:
    """The live imports of a store that may not be there yet."""
    try:
        return live(store)
    except GraphgovError:
        return []


# ---- Random histories ---------------------------------------------------------------------------------------------

HISTORY_DAYS = tuple(date(2020, 1, 1) + timedelta(days=30 * month) for month in range(4))
Drawn = dict[str, tuple[Value | None, ...]]
DRAWN: Drawn = {
    "employees": (None, None, 0, 1, 2),
    "name": (None, None, "甲", "乙"),
    "operating": (None, "yes", "no", "unknown"),
    "planned_date": (None, None, date(2020, 2, 29), date(2021, 1, 1)),
    "valid_to": (None, None, None, date(2020, 1, 15), date(2020, 2, 15), date(2030, 1, 1)),
}
ROLES: tuple[Value | None, ...] = (None, "operating", "registered")
ELEMENTS = 25


class History:
    """Statements about units and the ties of each to a place, as files and as the reference knows them."""

    def __init__(self, choose: Random) -> None:
        self.choose = choose
        self.said: dict[str, list[tuple[str, Statement]]] = {}

    def files(self, source: str, day: date) -> dict[str, str]:
        """A random table of units and one of ties, and what they state noted."""
        columns = [name for name in DRAWN if self.choose.random() < 0.7]
        units = self._table(source, day, "u", ["id", "type"], {name: DRAWN[name] for name in columns})
        ties = self._table(source, day, "t", ["from", "to"], {"role": ROLES, "valid_to": DRAWN["valid_to"]})
        return {"Unit": units, "LOCATED_IN": ties, "Place": "id,type\np,market"}

    def _table(self, source: str, day: date, prefix: str, keys: list[str], drawn: Drawn) -> str:
        lines = [",".join([*keys, *drawn])]
        for number in range(ELEMENTS):
            # All of the units in every import: a tie needs its end.
            if prefix == "t" and self.choose.random() < 0.3:
                continue
            values = {name: self.choose.choice(among) for name, among in drawn.items()}
            self._note(f"{prefix}{number}", source, Statement(day, values))
            own = [f"u{number}", {"u": "other", "t": "p"}[prefix]]
            lines.append(",".join([*own, *("" if one is None else str(one) for one in values.values())]))
        return "\n".join(lines)

    def _note(self, element: str, source: str, statement: Statement) -> None:
        """What a source repeats word for word is not said again."""
        said = self.said.setdefault(element, [])
        own = [one for who, one in said if who == source and one.stated_on == statement.stated_on]
        if not own or _stated(own[-1]) != _stated(statement):
            said.append((source, statement))

    def value(self, element: str, name: str, day: date) -> Value | None:
        """What the reference gives; days of validity are the last word whichever the day."""
        statements = [statement for _, statement in self.said.get(element, [])]
        return value_on(statements, name, date.max if name == "valid_to" else day)


def _stated(statement: Statement) -> dict[str, Value]:
    return {name: value for name, value in statement.values.items() if value is not None}


@pytest.mark.parametrize("seed", range(2))
def test_values_of_random_histories(seed: int, intake: Intake, store: Store, long: bool) -> None:
    """After imports of two sources for days in any order, every value of every day is the reference's."""
    for round_ in range(8 if long else 1):
        choose = Random(f"history {seed} {round_}")
        history, own = History(choose), Intake(store, intake.folder / str(round_))
        while live_or_none(store):
            undo(store)
        for _ in range(choose.randint(3, 6)):
            source, day = choose.choice("AB"), choose.choice(HISTORY_DAYS)
            own(history.files(source, day), source=source, day=day)
        graph = store.read()
        for day in (date(2010, 1, 1), *HISTORY_DAYS):
            for shift in (-1, 0, 1):
                check_day(graph, history, day + timedelta(days=shift))


def check_day(graph: Graph, history: History, day: date) -> None:
    """Every unit and tie of a graph on a day against the history."""
    snapshot = graph.on(day)
    ties = snapshot.edges("LOCATED_IN")
    shown = {graph.ids.at(src): row for row, src in enumerate(ties.src)}
    for number in range(ELEMENTS):
        unit, tie = f"u{number}", f"t{number}"
        node = node_of(graph, unit)
        ends, tie_ends = (history.value(one, "valid_to", day) or date.max for one in (unit, tie))
        assert isinstance(ends, date) and isinstance(tie_ends, date)
        assert snapshot.alive[node] == (day < ends)
        if day < ends:
            for name in DRAWN:
                assert snapshot.value(node, name) == history.value(unit, name, day), (unit, name, day)
        assert (unit in shown) == (tie in history.said and day < ends and day < tie_ends), (tie, day)
        if unit in shown:
            assert ties.column("role").at(shown[unit]) == history.value(tie, "role", day), (tie, day)


def waiting(store: Store) -> dict[str, int]:
    """How many ties of each kind wait for an end."""
    with store.writing() as session:
        tied = (kind.name for kind in SCHEMA.kinds.values() if not isinstance(kind, NodeKind))
        return {kind: session.ask(Waiting(kind)).num_rows for kind in tied}


def random_imports(choose: Random, folder: Path) -> Iterator[tuple[Path, Options]]:
    """Imports of random towns that share identifiers, some of their nodes left out so that ties dangle."""
    for number in range(100):
        town = draw_town(choose)
        kept = tuple(node for node in town.nodes if choose.random() < 0.7)
        path = folder / str(number)
        path.mkdir(parents=True)
        write_tables(type(town)(kept, town.edges), path)
        yield path, Options(choose.choice("AB"), choose.choice(HISTORY_DAYS), allow_dangling=True)


def take_in_history(store: Store, choose: Random, folder: Path) -> None:
    """Import four random towns one after the other; those that are refused are passed over."""
    taken = 0
    for path, options in random_imports(choose, folder):
        try:
            taken += import_tables(store, path, options).number is not None
        except BadTables:
            continue
        if taken == 4:
            break


def test_undo_restores_exactly(new_store: Callable[[], Store], tmp_path: Path, long: bool) -> None:
    """After any imports and undos the graph and what waits are those of the imports that are left, alone."""
    store, choose = new_store(), Random("undo 0")
    left: list[tuple[Path, Options, tuple[Contents, dict[str, int]]]] = []
    undone = taken = 0
    for path, options in random_imports(choose, tmp_path / "towns"):
        if left and choose.random() < 0.4:
            undo(store)
            left.pop()
            undone += 1
            expected = left[-1][-1] if left else ({}, dict.fromkeys(waiting(store), 0))
            assert (contents(store), waiting(store)) == expected
        try:
            receipt = import_tables(store, path, options)
        except BadTables:
            assert not left or (contents(store), waiting(store)) == left[-1][-1]
            continue
        if receipt.number is not None:
            left.append((path, options, (contents(store), waiting(store))))
            taken += 1
        if taken >= (50 if long else 4):
            break
    assert undone and left
    anew = new_store()
    for path, options, _ in left:
        import_tables(anew, path, options)
    assert (contents(anew), waiting(anew)) == left[-1][-1]
