"""The shipped sample against the schema alone: what is in the files, and that the generator makes them again."""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from graphgov.schema import SCHEMA, EdgeKind, NodeKind, Type

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "graphgov" / "sample" / "kunming"
SOURCES = ("register", "story", "town")
CASES = ROOT.parent / "shared" / "cases"
Row = dict[str, str]


@cache
def rows(kind: str, *sources: str) -> list[Row]:
    """The rows of a kind in these sources (all when none is given); every one knows its source."""
    found = []
    for source in sources or SOURCES:
        path = SAMPLE / source / f"{kind}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                found += [{**row, "source": source} for row in csv.DictReader(file)]
    return found


@cache
def kind_of() -> dict[str, str]:
    """The kind of every node, by id."""
    return {row["id"]: kind for kind in SCHEMA.node for row in rows(kind)}


def day(text: str) -> date:
    """The first day of a date, whole or partial; ValueError when it is none."""
    return date.fromisoformat(text + "-01-01"[3 * text.count("-") :])


def tables() -> Iterator[tuple[str, Path]]:
    """Kind and path of every file of the three folders."""
    for source in SOURCES:
        for path in sorted((SAMPLE / source).iterdir()):
            yield path.stem, path


def test_every_file_is_a_table_of_the_schema() -> None:
    """UTF-8 without BOM, LF, a declared kind, declared columns each used, the required ones in every row."""
    for kind, path in tables():
        content = path.read_bytes()
        assert path.suffix == ".csv" and kind in SCHEMA.kinds, path
        assert not content.startswith(b"\xef\xbb\xbf") and b"\r" not in content and content.endswith(b"\n"), path
        content.decode("utf-8")
        table = list(csv.reader(content.decode("utf-8").splitlines()))
        header, properties = table[0], SCHEMA.kinds[kind].by_name
        assert len(table) > 1 and len(set(header)) == len(header) and set(header) <= set(properties), path
        assert all(any(row[column] for row in table[1:]) for column in range(len(header))), path
        for row in table[1:]:
            assert len(row) == len(header), (path, row)
            given = {name for name, value in zip(header, row, strict=True) if value}
            assert given >= {name for name, prop in properties.items() if prop.required}, (path, row)


def test_every_value_is_one_of_its_type() -> None:
    """Counts are whole numbers, dates (of 2010 to 2021) may be partial, choices and flags are declared."""
    for kind, path in tables():
        properties = SCHEMA.kinds[kind].by_name
        for row in rows(kind, path.parent.name):
            for name, value in row.items():
                if name == "source" or not value:
                    continue
                prop = properties[name]
                assert value == value.strip() and value.isprintable(), (path, row)
                if prop.values:
                    assert value in prop.values, (path, row)
                elif prop.type is Type.COUNT:
                    assert value.isascii() and value.isdigit(), (path, row)
                elif prop.type is Type.DATE:
                    assert date(2010, 1, 1) <= day(value) <= date(2021, 12, 31), (path, row)


def test_ids_are_unique() -> None:
    """No node stands twice, within a folder or across the three."""
    counts = Counter(row["id"] for kind in SCHEMA.node for row in rows(kind))
    assert [key for key, count in counts.items() if count > 1] == []


def test_edges_end_where_they_may() -> None:
    """Both ends are nodes of this folder or an earlier one, of a permitted pair of kinds, and not the same node."""
    for number, source in enumerate(SOURCES):
        known = {row["id"] for kind in SCHEMA.node for row in rows(kind, *SOURCES[: number + 1])}
        for kind in SCHEMA.edges:
            for row in rows(kind.name, source):
                assert {row["from"], row["to"]} <= known, (kind.name, row)
                assert (kind_of()[row["from"]], kind_of()[row["to"]]) in kind.ends, (kind.name, row)
                assert row["from"] != row["to"], (kind.name, row)
        assert {row["about"] for row in rows("Claim", source)} <= known


def test_edges_are_told_apart() -> None:
    """No two edges share an identity: the id when given, else kind, ends, basis and first day."""
    counts: Counter[tuple[str, ...]] = Counter()
    for kind in SCHEMA.edges:
        for row in rows(kind.name):
            ends = sorted((row["from"], row["to"])) if kind.symmetric else (row["from"], row["to"])
            key = (row.get("id"),) if row.get("id") else (*ends, row.get("basis", ""), row.get("valid_from", ""))
            counts[kind.name, *(part or "" for part in key)] += 1
    assert [key for key, count in counts.items() if count > 1] == []


def test_everything_lasts_a_day_at_least() -> None:
    """valid_to is after valid_from, partial dates included."""
    for kind, path in tables():
        for row in rows(kind, path.parent.name):
            if row.get("valid_from") and row.get("valid_to"):
                assert day(row["valid_from"]) < day(row["valid_to"]), (path, row)


def test_nothing_is_above_itself() -> None:
    """The hierarchies have no cycle, whatever the day."""
    for kind in SCHEMA.edges:
        if kind.acyclic:
            above: dict[str, set[str]] = defaultdict(set)
            for row in rows(kind.name):
                above[row["from"]].add(row["to"])
            TopologicalSorter(above).prepare()


def test_what_is_fictional_says_so() -> None:
    """示例 stands in every name and alias of the town, and in no name of the register and the story."""
    for kind in SCHEMA.node:
        for row in rows(kind, "town"):
            assert "示例" in row["name"] and "示例" in (row.get("aliases") or "示例"), row
        assert not any("示例" in row["name"] for row in rows(kind, "register", "story"))
    assert not rows("Division", "town") and not rows("Community", "town")


def test_the_town_leaves_the_story_alone() -> None:
    """No edge of the town touches a node of the story; the story's communities have no big committee of the town's."""
    story = {row["id"] for kind in SCHEMA.node for row in rows(kind, "story")}
    big = {row["id"] for row in rows("PartyOrganization", "town") if row["type"] == "big_committee"}
    for kind in SCHEMA.edges:
        for row in rows(kind.name, "town"):
            assert not story & {row["from"], row["to"]}, (kind.name, row)
            assert not (row["from"] in {"530102005004", "530112006011", "530111001003"} and row["to"] in big), row


def test_every_kind_property_and_choice_occurs() -> None:
    """Each kind has rows, each of its properties is stated in one, and each value of each choice and flag occurs."""
    stated: set[tuple[str, str]] = set()
    kinds: tuple[NodeKind | EdgeKind, ...] = (*SCHEMA.nodes, *SCHEMA.edges)
    for kind in kinds:
        used = {(name, value) for row in rows(kind.name) for name, value in row.items() if value}
        stated |= used
        of_kind = {name for name, _ in used} | _NOT_IN_SAMPLE.get(kind.name, set()) | _OF_SOME_EDGES | _JUDGED
        assert rows(kind.name) and {prop.name for prop in kind.properties} <= of_kind, kind.name
        for prop in kind.properties:
            assert {(prop.name, value) for value in prop.choices} <= used, (kind.name, prop.name)
    assert {name for name, _ in stated} >= _OF_SOME_EDGES
    for prop in {prop for kind in kinds for prop in kind.properties if prop.type is Type.FLAG}:
        # Nobody doubts that a firm is a legal person or above the scale: yes and no are enough there.
        assert {(prop.name, "yes"), (prop.name, "no")} <= stated | _ONE_SIDED, prop.name


# Nobody has judged yet which of its units are one.
_JUDGED = {"same_as"}
# Every edge may have them, and some do.
_OF_SOME_EDGES = {"id", "basis", "valid_from", "valid_to", "ended"}
# A ledger writes down that there is a Youth League or a women's federation, seldom that there is none.
_ONE_SIDED = {("has_youth_league", "no"), ("has_womens_federation", "no")}
# Divisions and communities hold facts only, and of places ledgers say less than of units.
_NOT_IN_SAMPLE = {
    "Division": {"aliases"},
    "Community": {"aliases", "households", "population"},
    "PartyOrganization": {"aliases"},
    "Place": {"aliases", "full_members", "members", "members_elsewhere", "planned_date"},
}


def test_sources_are_listed_in_order() -> None:
    """sources.toml names the folders in the order of import, each with its day and a note in both languages."""
    sources = tomllib.loads((SAMPLE / "sources.toml").read_text(encoding="utf-8"))["source"]
    assert [source["name"] for source in sources] == list(SOURCES)
    assert [source["stated_on"] for source in sources] == [date(2020, 6, 30), date(2020, 7, 23), date(2020, 6, 30)]
    assert all(source["note"]["zh"] and source["note"]["en"] for source in sources)
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}/`" in readme for name in SOURCES) and "示例" in readme


def test_size() -> None:
    """About 10,000 fictional units and places in 24 communities, all three folders under 3 MB."""
    count = len(rows("Unit", "town")) + len(rows("Place", "town"))
    assert 9_000 <= count <= 11_000
    homes = {row["to"] for row in rows("LOCATED_IN", "town") if kind_of()[row["to"]] == "Community"}
    assert len(homes) == 24
    assert sum(path.stat().st_size for _, path in tables()) < 3_000_000


def test_counts_agree() -> None:
    """Of one unit no more are full members than members, and no more members than people; each size has its people."""
    least = {"large": 300, "medium": 60, "small": 10, "micro": 0, "": 0}
    for row in rows("Unit", "town"):
        full, every, people = (int(row[name] or -1) for name in ("full_members", "members", "employees"))
        assert full <= every or every == -1, row
        assert max(full, every) <= people or people == -1, row
        assert people >= least[row["size"]] or people == -1, row


def test_credit_codes_hold_their_check_signs() -> None:
    """Every credit code is formally right (GB 32100-2015), different, and of an organization number nobody issues."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = [row["uscc"] for row in rows("Unit", "town") if row["uscc"]]
    assert len(codes) > 8_000 and len(set(codes)) == len(codes)
    for code in codes:
        total = sum(signs.index(sign) * 3**place for place, sign in enumerate(code[:17]))
        assert len(code) == 18 and code[8:10] == "XL" and (total + signs.index(code[17])) % 31 == 0, code


@pytest.mark.parametrize("register", [["--shipped"], []], ids=["shipped", "default"])
def test_generated_again(tmp_path: Path, register: list[str]) -> None:
    """The generator makes the shipped files byte for byte, from the shipped register and from the case where it is."""
    command = [sys.executable, str(ROOT / "scripts" / "generate_sample.py"), "--out", str(tmp_path), *register]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    assert made == {path.relative_to(SAMPLE): path.read_bytes() for path in SAMPLE.rglob("*.csv")}


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not beside the project")
def test_register_is_the_case() -> None:
    """Codes, names and parents of the register are those of 2020-06-30."""
    path = CASES / "O1_kunming_divisions" / "kunming_divisions_2020-06-30.csv"
    with path.open(encoding="utf-8", newline="") as file:
        case = {(row["code"], row["name"], row["parent_code"]) for row in csv.DictReader(file)}
    parents = {row["from"]: row["to"] for row in rows("PART_OF", "register")}
    register = [*rows("Division", "register"), *rows("Community", "register")]
    assert {(row["code"], row["name"], parents.get(row["id"], "")) for row in register} == case
    assert Counter(row["type"] for row in rows("Community")) == {"community": 779, "village": 921}


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not beside the project")
def test_story_is_the_case() -> None:
    """Every node and tie of the story's case is in the sample under its name, and the story holds nothing else."""
    folder = CASES / "O7_story_and_local_cases"
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = {row["id"]: row for row in csv.DictReader(file)}
    with (folder / "edges.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    ids = {
        key: node["place_code"] if node["kind"] in ("社区", "街道") else f"story-{key}" for key, node in nodes.items()
    }
    story = {row["id"]: row["name"] for kind in SCHEMA.node for row in rows(kind, "story")}
    assert story == {ids[key]: nodes[key]["name"] for key in nodes if ids[key].startswith("story")}
    assert all(ids[key] in kind_of() for key in nodes)

    kinds = {"大党委成员单位": "MEMBER_OF", "结对共建": "PAIRED_WITH", "位于": "LOCATED_IN", "属于": "HAS_PARTY_ORG"}
    wanted = {(kinds[edge["relation"]], ids[edge["from"]], ids[edge["to"]], edge["start"]) for edge in edges}
    wanted = {
        (kind, *((end, start) if kind == "HAS_PARTY_ORG" else (start, end)), day) for kind, start, end, day in wanted
    }
    units = {key for key, node in nodes.items() if key[0] in "UKNR" and node["place_code"]}
    wanted |= {("LOCATED_IN", ids[key], nodes[key]["place_code"], "") for key in units}
    found = {
        (kind, row["from"], row["to"], row.get("valid_from", "")) for kind in SCHEMA.edge for row in rows(kind, "story")
    }
    assert found == wanted
    origins = {row["from"]: row["origin"] for row in rows("MEMBER_OF", "story")}
    assert origins == {
        ids[key]: "in_area" if nodes[key]["place_code"] else "introduced" for key in nodes if key[0] in "UR"
    }
