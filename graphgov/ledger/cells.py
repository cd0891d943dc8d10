"""What one cell says, by what its column means: values of nodes and ties, and what is doubtful about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

from graphgov import words
from graphgov.files.sheets import Cell
from graphgov.ledger.dictionary import Dictionary, lookup, word
from graphgov.ledger.forms import forms
from graphgov.ledger.mapping import HOLDS, KIND, WEAK, ColumnRule, Reading, Shape, split
from graphgov.ledger.report import CHANGED, DOUBTED, REJECTED
from graphgov.ledger.values import after, count, day, is_blank, last_day, period, plain, several, text, uscc, yes_no
from graphgov.names import as_aliases
from graphgov.schema import FLAG_VALUES, SCHEMA, Bound, Property, Type


class Said(NamedTuple):
    """One thing that a cell says: of which property of which node or tie (`subject.employees`), and how firmly."""

    slot: str
    value: str
    weak: bool = False


class Note(NamedTuple):
    """What is to be told of a cell: the outcome, and a key of the table ``doubt`` or ``ledger``."""

    outcome: str
    key: str
    fields: tuple[tuple[str, str], ...] = ()


class Heard(NamedTuple):
    """What a cell says, and what is to be told of it."""

    said: tuple[Said, ...] = ()
    notes: tuple[Note, ...] = ()


NOTHING_SAID = Heard()

Ear = Callable[[Cell], Heard]

SOUND_CODE = "sound_code"
"""Beside `uscc`: whether the code passed its check, and so is one to know the unit by."""

_HARMLESS = {"date_serial"}
"""Doubts about values that were read as they must be: worth telling, nothing to do."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Day:
    """What days are judged by: those after `latest` are no facts yet; what bare numbers count from."""

    latest: date
    since_1904: bool = False


@cache
def properties() -> Mapping[str, Property]:
    """Every property of the schema by its name: one name has one type."""
    return {prop.name: prop for kind in SCHEMA.kinds.values() for prop in kind.properties}


def ear(rule: ColumnRule, shape: Shape, dictionary: Dictionary, days: Day) -> Ear:
    """What hears the cells of a column."""
    reading = shape.reading.get(rule.means) or dictionary.readings.get(rule.means)
    heard = _reading(reading, dictionary, days) if reading else _property(rule, shape, days)
    if reading and rule.values:
        heard = _translated(rule, heard)

    def listen(cell: Cell) -> Heard:
        if isinstance(cell, str) and _CONTROL.search(cell):
            return Heard((), (Note(REJECTED, "control_character", (("code", _code(cell)),)),))
        if rule.empty and (text(cell).value or "") in rule.empty:
            cell = None
        return heard(cell)

    remembered: dict[Cell, Heard] = {}

    def listened(cell: Cell) -> Heard:
        # Most cells of a column hold one of few words.
        if not isinstance(cell, str) or len(cell) > 12:
            return listen(cell)
        if cell not in remembered:
            remembered[cell] = listen(cell)
        return remembered[cell]

    return listened


def _code(cell: str) -> str:
    found = _CONTROL.search(cell)
    return f"U+{ord(found[0]):04X}" if found else ""


# ---- Readings ----------------------------------------------------------------------------------------------------


def _reading(reading: Reading, dictionary: Dictionary, days: Day) -> Ear:
    if reading.period:
        return lambda cell: _period(reading, cell, days)

    def listen(cell: Cell) -> Heard:
        if is_blank(cell):
            return Heard((Said(reading.flag, "unknown", True),)) if reading.flag else NOTHING_SAID
        says = lookup(reading.words, cell)
        if says is not None:
            return Heard(tuple(_says(says)))
        if reading.flag and (flag := _flag(cell)):
            return Heard((Said(reading.flag, flag),))
        if parts := _in_parts(reading, cell):
            return Heard(tuple(_says(parts)))
        name = text(cell).value or ""
        if reading.organization and dictionary.of_name(name).get(KIND) == "PartyOrganization":
            return Heard((Said(f"{reading.organization}.name", name),))
        if reading.text:
            return Heard((Said(reading.text, name),))
        if reading.others is not None:
            key = "name_dropped" if reading.private else "word_unknown"
            return Heard(tuple(_says(reading.others)), (Note(CHANGED if reading.private else DOUBTED, key),))
        unknown = (Said(reading.flag, "unknown", True),) if reading.flag else ()
        return Heard(unknown, (Note(DOUBTED, "word_unknown"),))

    return listen


def _in_parts(reading: Reading, cell: Cell) -> Mapping[str, str] | None:
    """What the parts of a cell say together, 是(单独组建) or 未建-无党员; None unless all of them agree."""
    parts = [part for part in re.split(r"[()\[\]:,;、/—-]+", word(cell)) if part]
    found: dict[str, str] = {}
    for part in parts if len(parts) > 1 else ():
        flag = _flag(part)
        says = lookup(reading.words, part) or ({reading.flag: flag} if reading.flag and flag else None)
        if says is None:
            return None
        for slot, value in says.items():
            if found.setdefault(slot.removesuffix(WEAK), value) != value:
                return None
    return found or None


def _says(says: Mapping[str, str]) -> Iterator[Said]:
    for slot, value in says.items():
        yield Said(slot.removesuffix(WEAK), value, slot.endswith(WEAK))


def _flag(cell: Cell) -> str | None:
    """Yes or no in a cell, also with a code before it (1 是) or 的 behind it."""
    return yes_no(cell).value or yes_no(re.sub(r"^\d{1,3}[-、.:_ ]*(?=\D)|的$", "", plain(cell))).value


def _period(reading: Reading, cell: Cell, days: Day) -> Heard:
    if is_blank(cell) or plain(cell) in forms("until_now"):
        return NOTHING_SAID
    found = period(cell, days.since_1904)
    if found.value is None:
        return Heard((), (Note(DOUBTED, found.doubt or "date_unclear"),))
    said = []
    for tie in reading.period:
        said += [Said(f"{tie}.valid_from", found.value.first)] if found.value.first else []
        said += [Said(f"{tie}.valid_to", after(found.value.last))] if found.value.last else []
    return Heard(tuple(said), _notes(found.doubt))


def _translated(rule: ColumnRule, heard: Ear) -> Ear:
    """What hears cells whose words a column translates: into those of its reading, or into values of its property."""

    def listen(cell: Cell) -> Heard:
        said = _own_word(rule, cell)
        if said is None:
            return Heard((), (Note(REJECTED, "own_word_unknown"),))
        return heard(said) if said else NOTHING_SAID

    return listen


# ---- Properties --------------------------------------------------------------------------------------------------


def _property(rule: ColumnRule, shape: Shape, days: Day) -> Ear:
    owner, name = split(rule.means)
    if rule.values:
        return _translated(rule, lambda said: Heard((Said(rule.means, str(said)),)))
    if name == HOLDS:
        return lambda cell: _whether(rule.means, cell)
    node = shape.node.get(owner)
    if name == "name" and node is not None and node.several:
        return lambda cell: _several(rule.means, cell)
    if name == "name" and owner != "subject":
        return lambda cell: _name(rule.means, cell)
    if name == "uscc":
        return lambda cell: _uscc(rule.means, cell)
    if name == "aliases":
        return lambda cell: _aliases(rule.means, cell)
    prop = properties()[name]
    listeners: dict[Type, Ear] = {
        Type.TEXT: lambda cell: _text(rule.means, cell),
        Type.COUNT: lambda cell: _count(rule.means, cell),
        Type.DATE: lambda cell: _date(rule.means, prop, cell, days),
        Type.FLAG: lambda cell: _yes_no(rule.means, cell),
        Type.CHOICE: lambda cell: _choice(rule.means, prop, cell),
    }
    return listeners[prop.type]


def _own_word(rule: ColumnRule, cell: Cell) -> str | None:
    """What a cell is by the words of a column; nothing for a blank one, None for a word that is not among them."""
    said = text(cell).value or ""
    value = rule.values.get(said) if said else ""
    if value is None:
        value = next((each for pattern, each in rule.values.items() if fnmatchcase(said, pattern)), rule.others)
    return value


def _whether(slot: str, cell: Cell) -> Heard:
    flag = None if is_blank(cell) else _flag(cell)
    if flag is None and not is_blank(cell):
        return Heard((), (Note(DOUBTED, "yes_no_unclear"),))
    return Heard((Said(slot, flag),)) if flag else NOTHING_SAID


def _several(slot: str, cell: Cell) -> Heard:
    found = several(cell)
    if len(found.value or ()) == 1 and _flag(cell):
        return Heard((), (Note(DOUBTED, "yes_without_name"),) if _flag(cell) == "yes" else ())
    return Heard(tuple(Said(slot, name) for name in found.value or ()), _notes(found.doubt))


def _uscc(slot: str, cell: Cell) -> Heard:
    found = uscc(cell)
    if found.value is None:
        return Heard((), _notes(found.doubt))
    said: tuple[Said, ...] = (Said(slot, found.value),)
    if found.doubt is None:
        said += (Said(f"{split(slot)[0]}.{SOUND_CODE}", "yes"),)
    return Heard(said, _notes(found.doubt))


def _text(slot: str, cell: Cell) -> Heard:
    if is_blank(cell):
        return NOTHING_SAID
    value = text(cell).value
    return Heard((Said(slot, value),)) if value else NOTHING_SAID


def _aliases(slot: str, cell: Cell) -> Heard:
    """Other names, of which a cell may hold several, as the property has them."""
    names = several(cell.replace("|", "、") if isinstance(cell, str) else cell).value
    return Heard((Said(slot, as_aliases(names)),)) if names else NOTHING_SAID


def _name(slot: str, cell: Cell) -> Heard:
    """A name of something beside the subject, in place of which people also write that there is none."""
    flag = None if is_blank(cell) else _flag(cell)
    if flag is None:
        return _text(slot, cell)
    return Heard((), (Note(DOUBTED, "yes_without_name"),) if flag == "yes" else ())


def _count(slot: str, cell: Cell) -> Heard:
    found = count(cell)
    if found.value is None:
        if found.doubt is None or plain(cell) in (*forms("yes_no", "unknown"), "无", "没有"):
            return Heard((Said(slot, "0"),)) if plain(cell) in ("无", "没有") else NOTHING_SAID
        return Heard((), (Note(DOUBTED if found.doubt == "number_about" else REJECTED, found.doubt),))
    return Heard((Said(slot, str(found.value)),), _notes(found.doubt))


def _date(slot: str, prop: Property, cell: Cell, days: Day) -> Heard:
    facts = prop.bound is Bound.FIRST
    read = last_day if prop.bound is Bound.LAST else day
    found = read(cell, days.latest if facts else None, days.since_1904)
    if found.value is None:
        return Heard((), _notes(found.doubt))
    # A ledger's last day is the day before an exclusive end.
    value = after(found.value) if prop.bound is Bound.AFTER else found.value
    return Heard((Said(slot, value),), _notes(found.doubt))


def _yes_no(slot: str, cell: Cell) -> Heard:
    if is_blank(cell):
        return Heard((Said(slot, "unknown", True),))
    flag = _flag(cell)
    return Heard((Said(slot, flag or "unknown"),), () if flag else (Note(DOUBTED, "yes_no_unclear"),))


def _choice(slot: str, prop: Property, cell: Cell) -> Heard:
    if is_blank(cell):
        return NOTHING_SAID
    value = _labels(prop.name).get(word(cell))
    if value is None:
        return Heard((), (Note(DOUBTED, "word_unknown"),))
    return Heard((Said(slot, value),))


@cache
def _labels(name: str) -> Mapping[str, str]:
    """The values of a property by themselves and by their labels in every language."""
    found: dict[str, str] = {}
    for kind in SCHEMA.kinds.values():
        prop = kind.by_name.get(name)
        for value in prop.values if prop and prop.values != FLAG_VALUES else ():
            labels = (words.value_word(kind.name, name, value, lang=lang) for lang in words.LANGUAGES)
            found |= {word(label): value for label in (value, *labels)}
    return found


def _notes(doubt: str | None) -> tuple[Note, ...]:
    return (Note(CHANGED if doubt in _HARMLESS else DOUBTED, doubt),) if doubt else ()
