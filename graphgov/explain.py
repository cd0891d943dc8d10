"""Why a node is in the state that it is in, and who said so: everything about one node as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from graphgov import words
from graphgov.coverage import NOWHERE, STATES, SUBJECTS, Coverage, counted, known, stated
from graphgov.coverage.listing import stated_none
from graphgov.findings import findings
from graphgov.graph import Walk
from graphgov.policy import Rule, enabled
from graphgov.schema import FLAG_VALUES
from graphgov.store import FileNames, Said, Store

MOST_NAMED = 20
"""So many members or partners are named; all are counted."""

# Members of an individual business are a person or two: shown in roll-ups only.
_PERSONAL = ("members", "full_members", "members_elsewhere")


@dataclass(frozen=True)
class Place:
    """Where a statement stands: source, file, row, and the day that it is made for."""

    source: str
    file: str
    row: int
    stated_on: date


@dataclass(frozen=True)
class Proof:
    """A rule that holds, the path that proves it in words, and where its ties were stated."""

    rule: str
    rung: int
    gives: str
    path: str
    nodes: tuple[str, ...]
    ties: tuple[Place, ...]


@dataclass(frozen=True)
class Value:
    """The last word on a property, and where it was said."""

    name: str
    value: str
    place: Place


@dataclass(frozen=True)
class Finding:
    """A finding on the node."""

    id: str
    name: str
    severity: str
    detail: str


@dataclass(frozen=True)
class Measured:
    """A measure of the node: known by name, some of the names, and what sources state."""

    measure: str
    known: int | None
    names: tuple[str, ...]
    stated: tuple[tuple[int, str, date], ...]


@dataclass(frozen=True)
class Explanation:
    """Everything about one node on a day.  `states`: (standard, state) pairs; `remark`: why a blind spot is one."""

    day: date
    id: str
    name: str
    kind: str
    type: str
    holds: bool
    territory: tuple[tuple[str, str], ...]
    responsible: str
    states: tuple[tuple[str, str], ...]
    remark: str
    proofs: tuple[Proof, ...]
    failed: tuple[str, ...]
    findings: tuple[Finding, ...]
    measures: tuple[Measured, ...]
    values: tuple[Value, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, days as texts."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    def lines(self, lang: str | None = None) -> list[str]:
        """The same in words."""
        return list(_Teller(self, lang).lines())


def explain(coverage: Coverage, node: int, store: Store) -> Explanation:
    """Explain one node: its states, what reaches it and by which path, findings, measures, and who said what.

    `store` is asked for the statements about the node and the ties that prove something.
    """
    snapshot, graph = coverage.snapshot, coverage.snapshot.graph
    kind = graph.kind_of(node)
    files = {(row["import"], row["file"]): row["name"] for row in store.ask(FileNames()).to_pylist()}
    subject, holds = kind in SUBJECTS, bool(snapshot.alive[node])
    rules = [rule for rule in enabled(coverage.policy.rules) if any(kind in path.subject.kinds for path in rule.paths)]
    holding = coverage.rules_holding(node) if holds else ()
    responsible = int(coverage.territory.responsible[node])
    return Explanation(
        day=snapshot.day,
        id=str(graph.ids.at(node)),
        name=graph.label(node),
        kind=kind,
        type=str(snapshot.value(node, "type") or ""),
        holds=holds,
        territory=_territory(coverage, node),
        responsible="" if responsible == NOWHERE else graph.label(responsible),
        states=tuple((s.name, coverage.state(node, s.name)) for s in coverage.policy.standards) if subject else (),
        remark=_remark(coverage, node) if subject and holds else "",
        proofs=tuple(_proof(coverage, node, rule, store, files) for rule in holding),
        failed=tuple(rule.name for rule in rules if rule not in holding) if subject else (),
        findings=tuple(Finding(f.id, f.name, f.severity, f.detail) for f in findings(coverage, node=node)),
        measures=tuple(_measures(coverage, node, kind)) if holds else (),
        values=tuple(_values(store, files, kind, int(graph.keys[node]), _hidden(coverage, node))),
    )


def _territory(coverage: Coverage, node: int) -> tuple[tuple[str, str], ...]:
    graph, territory = coverage.snapshot.graph, coverage.territory
    levels = ("district", "street", "community", "place")
    found = ((level, int(getattr(territory, level)[node])) for level in levels)
    return tuple((level, graph.label(where)) for level, where in found if where not in (NOWHERE, node))


def _remark(coverage: Coverage, node: int) -> str:
    kind = coverage.snapshot.graph.kind_of(node)
    stated = stated_none(coverage, kind)[node - coverage.snapshot.slice_of(kind).start]
    return "stated_none" if stated else "nobody_said"


def _hidden(coverage: Coverage, node: int) -> tuple[str, ...]:
    snapshot = coverage.snapshot
    business = snapshot.graph.kind_of(node) == "Unit" and snapshot.value(node, "type") == "individual_business"
    return _PERSONAL if business else ()


def _proof(coverage: Coverage, node: int, rule: Rule, store: Store, files: dict[tuple[int, int], str]) -> Proof:
    walk = coverage.proof(node, rule)
    assert walk is not None
    graph = coverage.snapshot.graph
    ties = tuple(_tie_place(coverage, kind, row, store, files) for kind, row in walk.edges)
    nodes = tuple(str(graph.ids.at(each)) for each in walk.nodes)
    return Proof(rule.name, rule.rung, rule.gives, in_words(coverage, walk), nodes, ties)


def in_words(coverage: Coverage, walk: Walk) -> str:
    """A walk as a sentence: names, and between them each tie as it reads in the direction that it is walked."""
    graph = coverage.snapshot.graph
    parts = [graph.label(walk.nodes[0])]
    for (kind, row), node in zip(walk.edges, walk.nodes[1:], strict=True):
        forward = int(graph.edges[kind].dst[row]) == node or coverage.snapshot.schema.edge[kind].symmetric
        parts += [words.word("edge" if forward else "edge_back", kind), graph.label(node)]
    return " → ".join(parts)


def _tie_place(
    coverage: Coverage, kind: str, row: int, store: Store, files: dict[tuple[int, int], str]
) -> Place:
    said = _said(store, kind, int(coverage.snapshot.graph.edges[kind].key[row]))[-1]
    return _place(said, files)


def _place(said: dict[str, Any], files: dict[tuple[int, int], str]) -> Place:
    return Place(said["source"], files.get((said["import"], said["file"]), ""), said["row"], said["said_on"])


def _said(store: Store, kind: str, key: int) -> list[dict[str, Any]]:
    """The live statements about an element, the weightiest last."""
    import pyarrow as pa

    rows: list[dict[str, Any]] = store.ask(Said(kind, pa.array([key], pa.int32()))).to_pylist()
    return sorted(rows, key=lambda row: (row["said_on"], row["import"], row["row"]))


def _values(
    store: Store, files: dict[tuple[int, int], str], kind: str, key: int, hidden: tuple[str, ...]
) -> list[Value]:
    last: dict[str, Value] = {}
    skipped = {"source", "said_on", "import", "file", "row", "key", *hidden}
    for row in _said(store, kind, key):
        for name, value in row.items():
            if value is not None and name not in skipped and not name.endswith("_text"):
                written = row.get(f"{name}_text") or value
                last[name] = Value(name, str(written), _place(row, files))
    return list(last.values())


def _measures(coverage: Coverage, node: int, kind: str) -> list[Measured]:
    claims: dict[str, list[tuple[int, str, date]]] = {}
    for each in (found for about in _spoken_of(coverage, node, kind) for found in stated(coverage, about)):
        claim = each.claim
        claims.setdefault(claim.measure, []).append((claim.value, claim.source, claim.stated_on))
    found = []
    for measure in enabled(coverage.policy.measures):
        number = known(coverage, measure, node)
        if number or measure.name in claims:
            names = _named(coverage, measure.name, node, kind)
            found.append(Measured(measure.name, number, names, tuple(claims.get(measure.name, ()))))
    return found


def _spoken_of(coverage: Coverage, node: int, kind: str) -> list[int]:
    """Whom sources speak of when they state a number for a node: itself, or a community's own organizations."""
    if kind != "Community":
        return [node]
    edges = coverage.snapshot.edges("HAS_PARTY_ORG")
    return [node, *sorted({int(end) for end in edges.dst[edges.src == node]})]


def _named(coverage: Coverage, measure: str, node: int, kind: str) -> tuple[str, ...]:
    entry = coverage.policy.measure(measure)
    if entry.sum is not None:
        return ()
    graph = coverage.snapshot.graph
    paths = [path for path in entry.paths if kind in path.subject.kinds]
    nodes = sorted({int(end) for path in paths for end in counted(coverage, path, entry.of, node)[1]})
    return tuple(graph.label(each) for each in nodes[:MOST_NAMED])


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case date():
            return value.isoformat()
    return value


@dataclass(frozen=True)
class _Teller:
    """An explanation line by line, in one language."""

    it: Explanation
    lang: str | None

    def say(self, key: str, **fields: object) -> str:
        return words.say("explain", key, self.lang, **fields)

    def listed(self, names: Iterable[str]) -> str:
        return self.say("comma").join(names)

    def word(self, *path: str) -> str:
        return words.word(*path, lang=self.lang)

    def lines(self) -> list[str]:
        it = self.it
        kind = self.word("kind", it.kind)
        sort = words.value_word(it.kind, "type", it.type, self.lang) if it.type else ""
        out = [f"{it.name}  [{it.id}]  {kind} · {sort}  {self.say('on_day', day=it.day)}"]
        if not it.holds:
            return [*out, self.say("not_there"), *self.sources()]
        where = " / ".join(name for _, name in it.territory)
        out.append(self.say("belongs", where=where) if where else self.say("nowhere"))
        if it.responsible:
            out.append(self.say("responsible", name=it.responsible))
        return [*out, *self.reasons(), *self.problems(), *self.numbers(), *self.sources()]

    def reasons(self) -> list[str]:
        it, out = self.it, list[str]()
        if it.states:
            out += ["", self.say("states")]
            remark = self.say("because", remark=self.word("remark", it.remark)) if it.remark else ""
            for standard, state in it.states:
                shown = self.word("state", state) + (remark if state == STATES[4] else "")
                out.append(f"  {self.word('standard', standard)}: {shown}")
        if it.proofs:
            out += ["", self.say("reached")]
        for proof in it.proofs:
            label, gives = self.word("rule", proof.rule), self.word("gives", proof.gives)
            out.append("  " + self.say("by_rule", rung=proof.rung, rule=label, gives=gives, path=proof.path))
            out += ["  " + self.say("tie_said", source=p.source, file=p.file, row=p.row) for p in proof.ties]
        if it.failed:
            out.append("  " + self.say("tried", rules=self.listed(self.word("rule", rule) for rule in it.failed)))
        return out

    def problems(self) -> list[str]:
        out = ["", self.say("findings")] if self.it.findings else []
        for each in self.it.findings:
            name, severity = self.word("finding", each.name), self.word("severity", each.severity)
            out.append("  " + self.say("finding", name=name, severity=severity, detail=each.detail).rstrip())
            out.append("  " + self.say("remedy", text=self.word("remedy", each.name)))
        return out

    def numbers(self) -> list[str]:
        out = ["", self.say("measures")] if self.it.measures else []
        for each in self.it.measures:
            label = self.word("measure", each.measure)
            number = self.say("countless") if each.known is None else each.known
            if not each.stated:
                out.append("  " + self.say("measure_known", measure=label, known=number))
            for value, source, day in each.stated:
                said = {"stated": value, "source": source, "day": day, "known": number}
                out.append("  " + self.say("measure_stated", measure=label, **said))
            if each.names:
                out.append("  " + self.say("listed", names=self.listed(each.names)))
        return out

    def sources(self) -> list[str]:
        out = ["", self.say("said")] if self.it.values else []
        for each in self.it.values:
            place = each.place
            value = words.value_word(self.it.kind, each.name, each.value, self.lang) if self.coded(each) else each.value
            fields = {"source": place.source, "file": place.file, "row": place.row, "day": place.stated_on}
            out.append("  " + self.say("said_value", property=self.word("property", each.name), value=value, **fields))
        return out

    def coded(self, value: Value) -> bool:
        """Whether a value is a word of the catalogue and not somebody's own text."""
        return value.value in FLAG_VALUES or words.has("value", self.it.kind, value.name, value.value) or words.has(
            "value", value.name, value.value
        )

