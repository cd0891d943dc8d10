"""What came of a fact stated by hand: what was, what is now, and what still stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.files.exact import exact
from graphgov.files.writers import Column, Sheet
from graphgov.intake.by_hand import Change, Correction


def answer(correction: Correction) -> Answer:
    """The values before and now, who states these, and a warning for each that is not the one stated."""
    it = correction
    value: dict[str, Any] = {
        "import": it.receipt.number, "source": it.receipt.source, "reason": it.word.reason,
        "stated_on": str(it.receipt.stated_on), "kind": it.element.kind, "id": it.element.id, "name": it.element.name,
        "changes": exact(it.changes),
    }  # fmt: skip
    names = ("property", "before", "stated", "now", "said_by", "said_for")
    sheet = Sheet(
        tuple(Column(words.word("message", f"column_{name}")) for name in names),
        tuple(
            (
                words.word("property", each.property), _label(it, each, each.before), _label(it, each, each.stated),
                _label(it, each, each.now), each.source, str(each.stated_on),
            )
            for each in it.changes
        ),
    )  # fmt: skip
    head = f"{it.element.name}  [{it.element.id}]" if it.element.id else it.element.name
    return Answer(value, (sheet,), (head,), tuple(_foot(it)))


def _label(correction: Correction, change: Change, value: str | None) -> str:
    return words.value_word(correction.element.kind, change.property, value) if value else ""


def _foot(correction: Correction) -> Iterator[str]:
    receipt = correction.receipt
    for each in correction.changes:
        if each.now != each.stated:
            name, value = words.word("property", each.property), _label(correction, each, each.now)
            yield words.say(
                "message", "still_wins", property=name, value=value, source=each.source, day=each.stated_on
            )
    if receipt.number is None:
        yield words.say("message", "nothing_new", source=receipt.source, day=receipt.stated_on)
    else:
        yield words.say(
            "message", "stated_by_hand", number=receipt.number, source=receipt.source, day=receipt.stated_on,
            reason=correction.word.reason,
        )  # fmt: skip
