"""Lists of likely pairs as people fill them in: what stands in them, and what they say when they come back."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from graphgov import words
from graphgov.errors import BadInput, BadTables, Problem
from graphgov.files.sheets import Cell as Raw
from graphgov.files.sheets import Sheet as RawSheet
from graphgov.files.sheets import sheets
from graphgov.files.writers import CSV, Cell, Column, Sheet, unharmed
from graphgov.ledger.forms import forms
from graphgov.ledger.judged import DIFFERENT, SAME, VERDICTS, Judged
from graphgov.ledger.pairs import Likely, Side
from graphgov.ledger.resolving import Verdict
from graphgov.ledger.values import plain, text, yes_no

LATER, QUIT = "later", "quit"

ONE, OTHER = "one", "other"

_OF_SIDES = tuple(f"{name}_{side}" for side in (ONE, OTHER) for name in ("name", "id", "code", "sources"))
COLUMNS = ("kind", "community", "score", *_OF_SIDES, "verdict", "stays", "reason")

_IN_FILES = ("code_one", "code_other", "verdict", "stays", "reason")
"""What a terminal has no room for, or nothing to fill in."""

_NEEDED = ("id_one", "id_other", "verdict")
"""A row with these titles is the header of a list."""


def pairs_sheet(pairs: Sequence[Likely]) -> Sheet:
    """The pairs with columns to fill in, in the language in force."""
    columns = (
        Column(_title(name), name == "score", CSV if name in _IN_FILES else "text csv") for name in COLUMNS
    )  # fmt: skip
    return Sheet(tuple(columns), tuple(map(_row, pairs)), _title("title"))


def _title(name: str, lang: str | None = None) -> str:
    return words.word("resolving", name, lang=lang)


def _row(pair: Likely) -> tuple[Cell, ...]:
    sides = (cell for side in (pair.one, pair.other) for cell in _cells(side))
    return (words.word("kind", pair.kind), pair.community, pair.score, *sides, "", "1", "")


def _cells(side: Side) -> tuple[str, ...]:
    return side.name, side.id, side.code, words.word("message", "comma").join(side.sources)


def judged_sheet(judged: Sequence[Judged], names: Mapping[str, str]) -> Sheet:
    """The judgements that there are, the latest first."""
    headings = ("number", "day", "by", "verdict", "name_one", "id_one", "name_other", "id_other", "reason")
    rows = tuple(
        (
            one.number, str(one.day), one.by, words.word("value", "verdict", one.verdict),
            names.get(one.other, ""), one.other, names.get(one.about, ""), one.about, one.reason,
        )
        for one in reversed(judged)
    )  # fmt: skip
    return Sheet(tuple(Column(_title(name), name == "number") for name in headings), rows)


# ---- Back --------------------------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """What a word says of a pair: a verdict, later or quit; and which of the two stays."""

    verdict: str
    stays: str = ONE


def spoken(said: str) -> Answer | None:
    """What somebody answers in a dialogue, where 1 and 2 are the ones that would stay."""
    return Answer(SAME, OTHER) if plain(said) == "2" else answer_of(said)


def answer_of(cell: Raw) -> Answer | None:
    """What somebody says; None where it is no answer.  Nothing at all means later."""
    said = plain(cell)
    for verdict in VERDICTS:
        labels = {plain(words.word("value", "verdict", verdict, lang=lang)) for lang in words.LANGUAGES}
        if said in labels | forms("verdict", verdict):
            return Answer(verdict)
    if said in forms("verdict", QUIT):
        return Answer(QUIT)
    match yes_no(cell).value:
        case "yes":
            return Answer(SAME)
        case "no":
            return Answer(DIFFERENT)
        case "unknown":
            return Answer(LATER)
    return Answer(LATER) if not said or said in forms("verdict", LATER) or said in forms("blank") else None


def read_verdicts(path: Path) -> list[Verdict]:
    """What a list says that was filled in; pairs without a verdict are left for later.

    Raises BadInput when it is no such list, BadTables with all that cannot be understood, and what `sheets` raises.
    """
    found: list[Verdict] = []
    problems: list[Problem] = []
    lists = 0
    for sheet in sheets(path):
        header = next((row for row in range(len(sheet.rows)) if set(_NEEDED) <= _places(sheet, row).keys()), None)
        if header is None:
            continue
        lists += 1
        for one in _rows(sheet, header, path.name):
            (found if isinstance(one, Verdict) else problems).append(one)  # type: ignore[arg-type]
    if not lists:
        raise BadInput("resolve_no_list", path=path, titles=", ".join(map(_title, _NEEDED)))
    if problems:
        raise BadTables(problems)
    return found


def _places(sheet: RawSheet, row: int) -> dict[str, int]:
    known = {plain(_title(name, lang)): name for name in COLUMNS for lang in words.LANGUAGES}
    titles = ((known.get(plain(cell)), place) for place, cell in enumerate(sheet.rows[row]))
    return {name: place for name, place in titles if name}


def _rows(sheet: RawSheet, header: int, file: str) -> Iterator[Verdict | Problem]:
    places = _places(sheet, header)
    for number, row in enumerate(sheet.rows[header + 1 :], header + 2):
        cells = {name: row[place] if place < len(row) else None for name, place in places.items()}
        answer = answer_of(cells["verdict"])
        if answer is None:
            yield Problem(file, number, _title("verdict"), plain(cells["verdict"]), "resolve_verdict")
        elif answer.verdict in VERDICTS:
            yield _verdict(file, number, cells, answer)


def _verdict(file: str, number: int, cells: Mapping[str, Raw], answer: Answer) -> Verdict | Problem:
    one, other = _identifier(cells["id_one"]), _identifier(cells["id_other"])
    stays = _identifier(cells.get("stays"))
    if stays not in ("", "1", "2", one, other):
        return Problem(file, number, _title("stays"), stays, "resolve_stays")
    if stays in ("2", other):
        one, other = other, one
    return Verdict(one, other, answer.verdict, text(cells.get("reason")).value or "", number)


def _identifier(cell: Raw) -> str:
    """An identifier as it is: of a text nothing is changed but what a list for spreadsheets has added."""
    said = unharmed(cell) if isinstance(cell, str) else text(cell).value or ""
    return unicodedata.normalize("NFC", said.strip())
