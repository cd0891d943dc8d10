"""Judgements on pairs to the record: checked against each other and against those before, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from graphgov import intake, words
from graphgov.errors import BadTables, Problem
from graphgov.files import tables
from graphgov.ledger.judged import DIFFERENT, KIND, SAME, Judged
from graphgov.ledger.known import Known
from graphgov.ledger.merging import Restated, restated
from graphgov.store import Imports, Progress, Store

SOURCE = "graphgov resolve"
"""Who judges, where nobody says who."""


class Verdict(NamedTuple):
    """What somebody says of two nodes (identifiers): where they are the same `one` stays; in which row it stands."""

    one: str
    other: str
    verdict: str
    reason: str = ""
    row: int = 0

    @property
    def pair(self) -> frozenset[str]:
        """The two, whichever way round."""
        return frozenset((self.one, self.other))


@dataclass(frozen=True)
class How:
    """By whose authority it is judged, why where a verdict does not say, and whether against what is known."""

    authority: str = SOURCE
    reason: str = ""
    overrule: bool = False


@dataclass(frozen=True)
class Resolved:
    """What came of it: the receipt, how many were joined, how many kept apart, of how many it was known before."""

    receipt: intake.Receipt | None
    same: int
    different: int
    before: int


def resolve(
    store: Store, known: Known, verdicts: Sequence[Verdict], file: str, how: How, progress: Progress
) -> Resolved:  # fmt: skip
    """State verdicts as one import, for the last day that anything is stated for.

    `file` is where they stand.  Raises BadTables with all that is wrong with them; then nothing was written.
    """
    problems = [*_unknown(verdicts, known, file)]
    settled = [each._replace(one=known.staying(each.one), other=known.staying(each.other)) for each in verdicts]
    new = [each for each in settled if not _said_before(each, known)]
    groups = _Groups(new)
    problems = problems or [*_contradictory(new, groups, known, file, how.overrule)]
    if problems:
        raise BadTables(sorted(problems))
    if not new:
        return Resolved(None, 0, 0, len(verdicts))
    stays = {key: groups.root(key) for key in groups.joins}
    rows = restated(store, stays, known.kinds, known.stays.keys()) if stays else {}
    rows[KIND] = [*_judgements(new, groups, how.reason)]
    given = _given(rows, groups, file, how)
    try:
        receipt = intake.take_in(store, given, intake.Options(stated_on=_day(store), reason=how.reason), progress)
    except BadTables as error:
        raise BadTables([_placed(each, given, file) for each in error.problems], error.total) from error
    different = sum(each.verdict == DIFFERENT for each in new)
    return Resolved(receipt, len(stays), different, len(verdicts) - len(new))


def _day(store: Store) -> date:
    last: date = max(row["stated_on"] for row in store.ask(Imports()).to_pylist() if not row["undone"])
    return last


def _said_before(verdict: Verdict, known: Known) -> bool:
    if verdict.verdict == SAME:
        return verdict.one == verdict.other
    return _earlier(known).get(verdict.pair) is not None


def _earlier(known: Known) -> Mapping[frozenset[str], Judged]:
    """The judgements that two are different, by those who stay."""
    return {frozenset(map(known.staying, one.pair)): one for one in known.judged if one.verdict == DIFFERENT}


class _Groups:
    """Who becomes one: a tree for every group, whose root is the node that stays."""

    def __init__(self, verdicts: Iterable[Verdict]) -> None:
        self.same = [each for each in verdicts if each.verdict == SAME]
        self.joins: dict[str, tuple[str, Verdict]] = {}
        """By every node that goes, the node that it is joined to, and by which verdict."""
        beside: dict[str, list[tuple[str, Verdict]]] = {}
        for each in self.same:
            beside.setdefault(each.one, []).append((each.other, each))
            beside.setdefault(each.other, []).append((each.one, each))
        goes = {each.other for each in self.same}
        reached = set[str]()
        # Who is nowhere said to go stays; where all are, the first one.
        for root in sorted(beside, key=lambda key: key in goes):
            waiting = [root] if root not in reached else []
            reached.add(root)
            while waiting:
                key = waiting.pop()
                for other, verdict in beside[key]:
                    if other not in reached:
                        reached.add(other)
                        self.joins[other] = (key, verdict)
                        waiting.append(other)

    def root(self, key: str) -> str:
        """The node that stays in the place of another, or itself."""
        while key in self.joins:
            key = self.joins[key][0]
        return key

    def between(self, pair: Iterable[str]) -> Verdict:
        """The verdict on a pair of one group, or one by which it became one."""
        pair = frozenset(pair)
        root = self.root(next(iter(pair)))
        among = [each for each in self.same if self.root(each.one) == root]
        return next((each for each in among if each.pair == pair), among[0])


# ---- What is wrong -----------------------------------------------------------------------------------------------


def _unknown(verdicts: Sequence[Verdict], known: Known, file: str) -> Iterator[Problem]:
    for each in verdicts:
        missing = [key for key in (each.one, each.other) if key not in known.kinds]
        for key in missing:
            yield Problem(file, each.row, words.word("property", "id"), key, "resolve_unknown")
        if missing:
            continue
        one, other = (known.kinds[key] for key in (each.one, each.other))
        if one != other:
            fields = (("kind", words.word("kind", one)), ("other", words.word("kind", other)))
            yield Problem(file, each.row, words.word("property", "id"), each.other, "resolve_kinds", fields)
        elif each.one == each.other:
            yield Problem(file, each.row, words.word("property", "id"), each.other, "resolve_itself")


def _contradictory(
    new: Sequence[Verdict], groups: _Groups, known: Known, file: str, overrule: bool
) -> Iterator[Problem]:  # fmt: skip
    for each in new:
        if each.verdict != DIFFERENT:
            continue
        if each.one == each.other:
            before = known.same[each.one][-1]
            yield _problem(file, each, "resolve_judged_same", before.fields)
        elif groups.root(each.one) == groups.root(each.other):
            place = f"{file}:{groups.between(each.pair).row}"
            yield _problem(file, each, "resolve_differ", (("other", place),))
    if overrule:
        return
    for pair, judged in _earlier(known).items():
        if len({groups.root(key) for key in pair}) == 1:
            yield _problem(file, groups.between(pair), "resolve_judged_different", judged.fields)
    for root in dict.fromkeys(map(groups.root, groups.joins)):
        members = [root, *(key for key in groups.joins if groups.root(key) == root)]
        coded = {known.codes[key]: key for key in members if known.codes.get(key)}
        if len(coded) > 1:
            two = [*coded.values()][:2]
            yield _problem(file, groups.between(two), "resolve_codes", (("codes", ", ".join(coded)),))


def _problem(file: str, verdict: Verdict, key: str, fields: tuple[tuple[str, str], ...]) -> Problem:
    shown = words.word("value", "verdict", verdict.verdict)
    return Problem(file, verdict.row, words.word("property", "verdict"), shown, key, fields)


# ---- What is stated ----------------------------------------------------------------------------------------------


def _judgements(new: Sequence[Verdict], groups: _Groups, reason: str) -> Iterator[Restated]:
    """Each pair once; of two that are the same the one that goes is first."""
    said, today = set[frozenset[str]](), str(date.today())
    for each in new:
        if each.pair in said:
            continue
        said.add(each.pair)
        about, other = each.one, each.other
        goes = groups.joins.get(about, ("",))[0] == other or other not in groups.joins
        if each.verdict == SAME and not goes:
            about, other = other, about
        values = {"about": about, "other": other, "verdict": each.verdict, "stated_on": today}
        why = each.reason or reason
        yield Restated(values | ({"reason": why} if why else {}), "", each.row)


def _given(rows: Mapping[str, Sequence[Restated]], groups: _Groups, file: str, how: How) -> intake.Given:
    found: dict[str, tables.Table] = {}
    origins: dict[str, intake.Origins] = {}
    for kind, several in rows.items():
        found[kind] = tables.made(kind, [each.values for each in several])
        places = [groups.joins[each.cause][1].row if each.cause else each.row for each in several]
        origins[kind] = intake.Origins(np.zeros(len(places), np.int32), np.array(places, np.int32))
    digest = blake2b(repr([(kind, [each.values for each in rows[kind]]) for kind in rows]).encode("utf-8", "replace"))
    return intake.Given(how.authority, ((file, digest.hexdigest()[:32]),), found, [], origins)


def _placed(problem: Problem, given: intake.Given, file: str) -> Problem:
    """A problem of an own table as one of the verdict that it follows from."""
    row = int(given.origins[problem.file].rows[problem.row - 1]) if problem.row and problem.file in given.origins else 0
    return Problem(file, row, problem.column, problem.value, problem.key, problem.fields)
