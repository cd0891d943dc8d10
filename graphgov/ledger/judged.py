"""The judgements that are kept: which nodes were found to be the same, and which not."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from graphgov.store import Imports, Kinds, Rows, Store

SAME, DIFFERENT = VERDICTS = ("same", "different")

KIND = "Judgement"


class Judged(NamedTuple):
    """What was judged of two nodes (of the same ones `other` stays): why, on which day, by whom, in which import."""

    about: str
    other: str
    verdict: str
    reason: str
    day: date
    by: str
    number: int

    @property
    def pair(self) -> frozenset[str]:
        """The two, whichever way round."""
        return frozenset((self.about, self.other))

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a message says of it."""
        return ("day", str(self.day)), ("by", self.by), ("number", str(self.number))


def judgements(store: Store) -> tuple[Judged, ...]:
    """The last word on every pair of which something was judged, in the order of imports."""
    rows, imports = store.ask_all([Rows(KIND), Imports()])
    if not rows.num_rows:
        return ()
    named = store.ask(Kinds(rows.column("src").unique())).to_pylist()
    ids = {row["key"]: row["id"] for row in named}
    by = {row["import"]: row["source"] for row in imports.to_pylist()}
    found: dict[frozenset[str], Judged] = {}
    for row in sorted(rows.to_pylist(), key=lambda row: (row["import"], row["key"])):
        one = Judged(
            ids[row["src"]], row["other"], row["verdict"], row["reason"] or "", row["stated_on"],
            by[row["import"]], row["import"],
        )  # fmt: skip
        found.pop(one.pair, None)
        found[one.pair] = one
    return tuple(found.values())
