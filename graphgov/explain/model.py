"""An explanation as a value: exactly for programs, and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from graphgov import words
from graphgov.coverage import STATES
from graphgov.files.exact import exact
from graphgov.files.writers import plain
from graphgov.schema import FLAG_VALUES


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
        value: dict[str, Any] = exact(self)
        return value

    def lines(self, lang: str | None = None) -> list[str]:
        """The same in words."""
        return list(_Teller(self, lang).lines())

    def __str__(self) -> str:
        """The same in words, in the language in force."""
        return "\n".join(map(plain, self.lines()))

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


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
