"""The answer of `graphgov compare`: by community first, then who is on one of two lists only, and who that may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.answers.showing import cut
from graphgov.files.exact import exact
from graphgov.files.writers import CSV, Cell, Column, Sheet
from graphgov.ledger.rolls import Compared, Member, Near

REGISTER, LEDGER = SIDES = ("register", "ledger")


class Row(NamedTuple):
    """Who is on one side only, and who of the other side it may be."""

    side: str
    member: Member
    near: Near | None

    @property
    def other(self) -> Member | None:
        """Whom it may be."""
        if self.near is None:
            return None
        return self.near.ledger if self.side == REGISTER else self.near.register


def rolled(compared: Compared, every: bool, most: int | None) -> Answer:
    """Two lists side by side; of the register only the communities that the ledger names, unless `every` is asked for.

    At most so many rows in text.
    """
    named = {member.community for member in compared.ledger.members}
    rows = _rows(compared)
    told = [row for row in rows if every or row.side == LEDGER or row.member.community in named or row.near]
    sheet, counts = _sheet(told), _by_community(compared, rows)
    shown, foot = cut(sheet, most)
    return Answer(
        _json(compared, told), (counts, *([shown] if told else [])), _head(compared),
        (*foot, *_foot(compared, len(rows) - len(told))), sheet, (counts, sheet),
    )  # fmt: skip


def _rows(compared: Compared) -> list[Row]:
    near = {
        **{(REGISTER, each.register.key): each for each in compared.near},
        **{(LEDGER, each.ledger.key): each for each in compared.near},
    }
    sides = ((REGISTER, compared.only_register), (LEDGER, compared.only_ledger))
    found = [Row(side, member, near.get((side, member.key))) for side, members in sides for member in members]
    # Both sides of a community stand together.
    return sorted(found, key=lambda row: _of_none_last(row.member))


def _of_none_last(member: Member) -> tuple[bool, str, str]:
    return not member.community, member.community_name, member.community


def _head(compared: Compared) -> tuple[str, ...]:
    return tuple(
        words.say("compare", f"of_{side}", name=roll.title, count=len(roll.members))
        for side, roll in zip(SIDES, (compared.register, compared.ledger), strict=True)
    )


def _foot(compared: Compared, left_out: int) -> Iterator[str]:
    if left_out:
        yield words.say("compare", "left_out", count=left_out)
    for roll in (compared.register, compared.ledger):
        if roll.unread:
            yield words.say("compare", "unread", name=roll.title, count=roll.unread)


def _counts(compared: Compared, rows: list[Row]) -> dict[tuple[str, str], Counter[str]]:
    """By community (its id, its name): how many are in both, and on one side only."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for pair in compared.both:
        where = pair.register.community or pair.ledger.community
        name = pair.register.community_name or pair.ledger.community_name
        found.setdefault((where, name), Counter())["both"] += 1
    for row in rows:
        counts = found.setdefault((row.member.community, row.member.community_name), Counter())
        counts[row.side] += 1
        counts["near"] += row.near is not None and row.side == LEDGER
    return dict(sorted(found.items(), key=lambda item: (not item[0][0], item[0][1], item[0][0])))


COUNTED = ("both", *SIDES, "near")


def _by_community(compared: Compared, rows: list[Row]) -> Sheet:
    columns = (
        Column(words.word("message", "column_community")),
        *(Column(words.word("compare", name), right=True) for name in COUNTED),
    )
    counts = _counts(compared, rows)
    total = words.word("message", "sum")
    every = [*((_community(name), of) for (_, name), of in counts.items()), (total, sum(counts.values(), Counter()))]
    lines: list[tuple[Cell, ...]] = [(name, *(of[count] for count in COUNTED)) for name, of in every]
    return Sheet(columns, tuple(lines), words.word("compare", "by_community"))


def _community(name: str) -> str:
    return name or words.word("term", "no_community")


def _sheet(rows: list[Row]) -> Sheet:
    columns = (
        Column(words.word("compare", "side")), Column(words.word("message", "column_community")),
        Column(words.word("message", "kind")), Column(words.word("property", "name")),
        Column(words.word("property", "type")), Column(words.word("property", "uscc")),
        Column(words.word("property", "id"), shown=CSV), Column(words.word("compare", "place")),
        Column(words.word("compare", "may_be")), Column(words.word("compare", "may_be_id"), shown=CSV),
        Column(words.word("compare", "alike")),
    )  # fmt: skip
    return Sheet(columns, tuple(map(_cells, rows)), words.word("compare", "one_side"))


def _cells(row: Row) -> tuple[Cell, ...]:
    member, other = row.member, row.other
    return (
        words.word("compare", row.side), _community(member.community_name), words.word("kind", member.kind),
        member.name or member.key, words.value_word(member.kind, "type", member.type) if member.type else "",
        member.code, member.key, member.place, "" if other is None else other.name,
        "" if other is None else other.key, _alike(row),
    )  # fmt: skip


def _alike(row: Row) -> str:
    """How much the two are alike; of those in two communities, in which the other one is."""
    if row.near is None or row.other is None:
        return ""
    if row.near.elsewhere:
        return words.say("compare", "elsewhere", community=_community(row.other.community_name))
    return f"{row.near.score} %"


def _json(compared: Compared, rows: list[Row]) -> dict[str, Any]:
    return {
        **{
            side: {"name": roll.title, "members": len(roll.members), "unread": roll.unread}
            for side, roll in zip(SIDES, (compared.register, compared.ledger), strict=True)
        },
        "both": [{"register": p.register.key, "ledger": p.ledger.key, "by": p.by} for p in compared.both],
        "communities": [
            {"id": key or None, "name": name or None, **{each: of[each] for each in COUNTED}}
            for (key, name), of in _counts(compared, _rows(compared)).items()
        ],
        "only": [
            {
                "in": row.side, **exact(row.member),
                "may_be": row.near and row.other and {
                    "key": row.other.key, "name": row.other.name, "score": row.near.score,
                    "elsewhere": row.near.elsewhere,
                },
            }
            for row in rows
        ],
    }  # fmt: skip
