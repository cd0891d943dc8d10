"""What is written by hand, against the code: names, options, commands, paths, files, links, the index.

Names stand in code spans: whatever looks like an identifier there must be one of the schema, the policy, the language
or the command line.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import docs_cli
import docs_cypher
import docs_python

from graphgov.answers.networks import MEASURES
from graphgov.coverage import DIMENSIONS, FORM, QUADRANTS, STATES
from graphgov.errors import BadQuery, nearest
from graphgov.export.model import formats
from graphgov.ledger.dictionary import dictionary
from graphgov.ledger.mapping import HOLDS, PERSON
from graphgov.ledger.mapping_reader import OF_COLUMNS, OF_NODES, OF_SHAPES
from graphgov.named import library
from graphgov.network import PROJECTIONS
from graphgov.policy import DERIVED, read_policy
from graphgov.policy.cells import COMMON
from graphgov.policy.entries import FORMS, GIVES, SEVERITIES
from graphgov.policy.model import TABLES
from graphgov.policy.reader import DEFAULTS
from graphgov.query import check_path, parse_path
from graphgov.query.check import FUNCTIONS
from graphgov.schema import FLAG_VALUES, LAYERS, SCHEMA, EdgeKind
from graphgov.store import bolt, property_graph

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.M | re.S)
GENERATED = re.compile(r"<!-- generated: ([\w-]+) -->\n(.*?)<!-- end: \1 -->", re.S)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
IDENTIFIER = re.compile(r"[A-Za-z]\w*")

PLAIN = {
    *("graphgov", "duckdb", "networkx", "pip", "python", "true", "false", "null", "day", "since", "until", "absent"),
    *("GRAPHGOV_LANG", "NULL", "WHERE", "AND", "OR", "NOT", "IN", "IS", "OPTIONAL", "MATCH", "RETURN"),
    *("nullIf", "parquet", "wheels", "agreement_id", "state", "stated_none", "nobody_said"),
}
"""Names that are of no vocabulary of ours."""

MUST_NAME = {
    "docs/coverage.md": {
        *STATES, *QUADRANTS, *FORM, *DIMENSIONS, "G",
        *(entry.name for table in ("standard", "rate", "gap", "view") for entry in read_policy().entries(table)),
    },
    "docs/networks.md": {*LAYERS, *PROJECTIONS, *MEASURES},
}  # fmt: skip
"""What a page has to define."""


@cache
def vocabulary() -> frozenset[str]:
    """Everything that has a name."""
    policy = read_policy()
    found = {*PLAIN, *STATES, *QUADRANTS, *FORM, *FORMS, *DIMENSIONS, *GIVES, *SEVERITIES, *FUNCTIONS, *FLAG_VALUES}
    found |= docs_python.names() | docs_cypher.names()
    found |= {*TABLES, *DEFAULTS, *COMMON, *LAYERS, *PROJECTIONS, *MEASURES, *(prop.name for prop in DERIVED)}
    found |= {bolt.USER, bolt.PASSWORD, bolt.DATABASE, "GRAPHGOV_DB", "neo4j"}
    found |= {property_graph.ELEMENT, "Statement", "Import", "EARLIER_VALUES_OF", "ABOUT", "values_since"}
    found |= {"cypher", "cutoff", "param"}
    ledgers = dictionary()
    found |= {PERSON, HOLDS, *ledgers.nodes, *ledgers.ties, *ledgers.readings, *OF_SHAPES, *OF_COLUMNS, *OF_NODES}
    found |= {name for query in library().values() for name, _ in query.columns}
    found |= {each.name for query in library().values() for each in query.parameters}
    found |= {property_graph.earlier(kind) for kind in SCHEMA.kinds.values()}
    found |= {"rung", "rungs", "gives", "form", "path", "edge", "claim", "holds", "has", "lacks", "only", "of", "sum"}
    found |= {"story", "container", "headline", "severity", "standard", "without", "same", "presence"}
    for kind in SCHEMA.kinds.values():
        found |= {kind.name, *kind.by_name, *(value for prop in kind.properties for value in prop.values)}
    found |= {entry.name for table in TABLES for entry in policy.entries(table)}
    for name, command in docs_cli.named():
        found |= {name.split()[-1], *(param.envvar for param in command.params if isinstance(param.envvar, str))}
    return frozenset(found)


@cache
def options() -> dict[str, frozenset[str]]:
    """The options of every command."""
    return {
        name: frozenset(
            opt for param in command.get_params(click.Context(command)) for opt in (*param.opts, *param.secondary_opts)
        )
        for name, command in docs_cli.named()
    }


def faults(page: Path, text: str, root: Path) -> Iterator[str]:
    """What is wrong with a page; links are followed from where it stands."""
    for info, body in FENCE.findall(text):
        yield from _fence(info, body)
    by_hand = GENERATED.sub("", text)
    prose = FENCE.sub("", by_hand)
    # What was decided or changed is told in the words of its day.
    history = page.name == "CHANGELOG.md" or page.parent.name == "decisions"
    for span in SPAN.findall(prose) if not history else ():
        yield from _span(span, root)
    for target in LINK.findall(FENCE.sub("", text)):
        yield from _link(page, target)
    spans = {span for span in SPAN.findall(FENCE.sub("", text))}
    for name in sorted(MUST_NAME.get(page.relative_to(root).as_posix(), set()) - spans):
        yield f"does not say what `{name}` is"


def _fence(info: str, body: str) -> Iterator[str]:
    if info == "cypher":
        for line in filter(None, (line.partition("//")[0].strip() for line in body.splitlines())):
            try:
                check_path(parse_path(line), SCHEMA, DERIVED)
            except BadQuery as error:
                yield f"{line}: {error.text('en')}"
    if info in ("sh", "powershell"):
        for line in body.splitlines():
            if line.startswith("graphgov "):
                yield from command_faults(line)


def _span(span: str, root: Path) -> Iterator[str]:
    if span.startswith("graphgov "):
        yield from command_faults(span)
    elif re.fullmatch(r"[\w.-]+\.(md|py|toml)|[\w.-]+(/[\w.-]+)+/?", span):
        if not (root / span).exists():
            yield f"there is no file {span}"
    elif re.fullmatch(r"--[\w-]+", span):
        known = frozenset.union(*options().values()) | {"--long", "--check"}
        if span not in known:
            yield f"there is no option {span}{_near(span, known)}"
    elif IDENTIFIER.fullmatch(span):
        if span not in vocabulary():
            yield f"nothing is called {span}{_near(span, vocabulary())}"
    elif match := re.fullmatch(r"(\w+)\.(csv|parquet)", span):
        if match[1] not in SCHEMA.kinds:
            yield f"there is no kind for a file {span}{_near(match[1], SCHEMA.kinds)}"
    elif match := re.fullmatch(r"([A-Z]\w*)\.(\w+)", span):
        if match[1] not in SCHEMA.kinds or match[2] not in SCHEMA.kinds[match[1]].by_name:
            yield f"there is no property {span}"
    elif kinds := re.findall(r"\[\w*:(\w+)", span):
        for kind in kinds:
            if not isinstance(SCHEMA.kinds.get(kind), EdgeKind):
                yield f"there is no edge kind {kind}{_near(kind, SCHEMA.edge)}"


def _near(word: str, among: object) -> str:
    near = nearest(word, sorted(among))  # type: ignore[call-overload]
    return f"; did you mean {near}?" if near else ""


def command_faults(line: str) -> Iterator[str]:
    """What is wrong with a command line: commands and options that there are not, names that nothing has."""
    parts = shlex.split(line, comments=True)
    name, command = parts[0], docs_cli.cli
    rest = parts[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        if rest[0] not in command.commands:
            yield f"{line}: there is no command {rest[0]}{_near(rest[0], command.commands)}"
            return
        name, command, rest = f"{name} {rest[0]}", command.commands[rest[0]], rest[1:]
    for place, part in enumerate(rest):
        if part in ("|", ">"):
            break
        option, _, value = part.partition("=")
        if option.startswith("-") and option not in options()[name]:
            yield f"{line}: there is no option {option}{_near(option, options()[name])}"
        value = value or "".join(rest[place + 1 : place + 2])
        if option in NAMING and value:
            for word in value.split(","):
                if word not in NAMING[option]:
                    yield f"{line}: {option} knows no {word}{_near(word, NAMING[option])}"


def _entries(table: str) -> frozenset[str]:
    return frozenset(entry.name for entry in read_policy().entries(table))


NAMING = {
    "--by": frozenset(DIMENSIONS), "--standard": _entries("standard"), "--denominator": _entries("denominator"),
    "--category": _entries("category"), "--finding": _entries("finding"), "--name": _entries("finding"),
    "--severity": frozenset(SEVERITIES), "--format": frozenset({"table", "csv", "json", *formats()}),
    "--kind": frozenset({"Unit", "Place", "all"}), "--lang": frozenset({"zh", "en"}),
}  # fmt: skip
"""The names that an option takes."""


def _link(page: Path, target: str) -> Iterator[str]:
    if re.match(r"[a-z]+:", target):
        return
    name, _, anchor = target.partition("#")
    found = (page.parent / name) if name else page
    if not found.exists():
        yield f"the link {target} leads nowhere"
    elif anchor and anchor not in anchors(found.read_text(encoding="utf-8")):
        yield f"the link {target} leads to no heading"


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ +(.+?) *$", FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def unlisted(root: Path) -> Iterator[str]:
    """Pages that the index does not lead to, and decisions whose number is not their heading's."""
    index = root / "docs" / "README.md"
    listed = {(index.parent / target.partition("#")[0]).resolve() for target in LINK.findall(index.read_text("utf-8"))}
    for page in sorted((root / "docs").rglob("*.md")):
        place = page.relative_to(root).as_posix()
        if page != index and page.resolve() not in listed:
            yield f"docs/README.md: does not lead to {place}"
        if page.parent.name == "decisions":
            heading = re.match(r"# (\d+)", page.read_text("utf-8"))
            if heading is None or int(heading[1]) != int(page.name.split("-")[0]):
                yield f"{place}: its heading has another number"
