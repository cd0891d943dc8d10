"""What a table's columns seem to mean: from their titles, their neighbours, and the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from graphgov.files.sheets import Cell
from graphgov.ledger.beside import bare_section, community_in, may_be_community, names_community
from graphgov.ledger.dictionary import Dictionary, Entry, lookup, word
from graphgov.ledger.forms import forms
from graphgov.ledger.mapping import (
    HEADING,
    KIND,
    MEMBERS,
    NOTHING,
    NOTHING_OWN,
    PERSON,
    SECTION,
    SHEET,
    ColumnRule,
    NodeRule,
    Own,
    Shape,
    TieRule,
    split,
)
from graphgov.ledger.table import Table
from graphgov.ledger.values import is_blank, text, yes_no

CERTAIN, LIKELY, UNSURE = "certain", "likely", "unsure"
"""How sure a meaning is: the dictionary has the title; one much like it, or the place says it; nothing is known."""

MOST_EXAMPLES, LOOKED_AT = 3, 200


@dataclass(frozen=True)
class Proposed:
    """What one column seems to mean: its title as it stands, three of its cells, how sure it is."""

    rule: ColumnRule
    examples: tuple[str, ...]
    sure: str


@dataclass(frozen=True)
class Proposal:
    """How a table is to be read, column by column; `given`: by a mapping file."""

    table: Table
    shape: Shape
    columns: tuple[Proposed, ...]
    given: bool = False


def by_shape(proposals: Iterable[Proposal]) -> list[list[Proposal]]:
    """The proposals, those of one shape together."""
    found: list[list[Proposal]] = []
    for proposal in proposals:
        for several in found:
            if several[0].shape == proposal.shape:
                several.append(proposal)
                break
        else:
            found.append([proposal])
    return found


def titles_of(table: Table) -> tuple[str, ...]:
    """The titles of a table, each another: what stands twice is numbered.  They stay the same when written as cells."""
    found: list[str] = []
    for title in table.titles:
        whole = text(title.text).value or ""
        called, count = whole, 1
        while called in found:
            count += 1
            called = f"{whole} ({count})"
        found.append(called)
    return tuple(found)


def propose(table: Table, words: Dictionary) -> Proposal:
    """What the columns of a table seem to mean."""
    titles, rules = titles_of(table), list[ColumnRule]()
    sure: dict[str, str] = {}
    for place, title in enumerate(titles):
        cells = some_cells(table, place)
        parts = table.titles[place].parts or (title,)
        means, says, sure[title] = _meaning(parts, cells, rules, words)
        rule = ColumnRule(title, means, says)
        if means == NOTHING and (ticked := _ticked(rule, parts, cells, words)):
            rule, sure[title] = ticked, LIKELY
        rules.append(rule)
    rules = _alone(rules, titles, words)
    rules = list(_each_once(rules))
    rules += _beside(table, rules, words)
    return Proposal(table, shape_of(titles, rules, words), tuple(_proposed(table, rule, sure, words) for rule in rules))


def with_siblings(proposals: Sequence[Proposal], words: Dictionary) -> Iterator[Proposal]:
    """The proposals; where the name of one sheet is a community's, so are those of its like with other names."""
    named = {titles_of(each.table) for each in proposals if any(rule.title == SHEET for rule in each.shape.columns)}
    for each in proposals:
        rules, table = each.shape.columns, each.table
        placed = any(rule.means in ("community.name", "community.id") for rule in rules)
        if each.given or placed or titles_of(table) not in named or not may_be_community(table.sheet):
            yield each
            continue
        rule = ColumnRule(SHEET, "community.name")
        shape = shape_of(titles_of(table), (*rules, rule), words)
        yield replace(each, shape=shape, columns=(*each.columns, _proposed(table, rule, {}, words)))


def given(table: Table, shape: Shape, words: Dictionary) -> Proposal:
    """A table that is to be read as a person's mapping says."""
    shown = tuple(_proposed(table, rule, {}, words) for rule in shape.columns)
    others = (title for title in titles_of(table) if title not in {rule.title for rule in shape.columns})
    ignored = tuple(Proposed(ColumnRule(title, NOTHING), (), CERTAIN) for title in others)
    return Proposal(table, shape, (*shown, *ignored), True)


def shape_of(titles: Sequence[str], rules: Sequence[ColumnRule], words: Dictionary, own: Own = NOTHING_OWN) -> Shape:
    """The shape of these rules, with what the dictionary, and a person besides, knows of all that they speak of."""
    words = with_own(words, own)
    owners = {split(slot)[0] for rule in rules for slot in slots_of(rule, words)} | {rule.name for rule in own.nodes}
    nodes = {name: rule for name, rule in words.nodes.items() if name in owners}
    if owners & {"membership", *MEMBERS}:
        nodes["committee"] = words.nodes["committee"]
    mine = {rule.name for rule in own.ties}
    ties = tuple(rule for rule in words.ties.values() if rule.name in mine or _joins(rule, nodes, owners))
    means = {rule.means for rule in rules}
    readings = tuple(reading for name, reading in words.readings.items() if name in means)
    return Shape(tuple(titles), tuple(rules), _with_kinds(nodes, rules), ties, readings, own)


def with_own(words: Dictionary, own: Own) -> Dictionary:
    """The dictionary with what a person adds to it."""
    return replace(
        words,
        nodes={**words.nodes, **{rule.name: rule for rule in own.nodes}},
        ties={**words.ties, **{rule.name: rule for rule in own.ties}},
        readings={**words.readings, **{reading.name: reading for reading in own.readings}},
    )


def slots_of(rule: ColumnRule, words: Dictionary) -> frozenset[str]:
    """All that a column may say something of."""
    reading = words.readings.get(rule.means)
    own = reading.slots if reading else frozenset({rule.means} if "." in rule.means else ())
    return own | frozenset(rule.says)


def some_cells(table: Table, place: int) -> tuple[Cell, ...]:
    """The first cells of a column that say something."""
    rows = (row.cells[place] for row in table.rows[:LOOKED_AT] if place < len(row.cells))
    return tuple(cell for cell in rows if not is_blank(cell))


# ---- One column --------------------------------------------------------------------------------------------------


def _meaning(
    parts: Sequence[str], cells: Sequence[Cell], before: Sequence[ColumnRule], words: Dictionary
) -> tuple[str, dict[str, str], str]:
    """What a column means, what it says besides, and how sure that is; `parts` of its title, outermost first."""
    for said in dict.fromkeys(_ways(parts)):
        entries = words.by_title.get(said, ())
        if entries:
            entry, sure = _chosen(entries, parts, before, words)
            if entry.means != "subject.uscc" and _mostly(words.person_cell, cells):
                return PERSON, {}, LIKELY
            return _by_cells(entry, cells, words), dict(entry.says), sure
        if words.person.search(said):
            return PERSON, {}, CERTAIN
    if _mostly(words.person_cell, cells) or _mostly(words.person_name, cells):
        return PERSON, {}, LIKELY
    near = _like(word(parts[-1]), words)
    if near:
        entry, _ = _chosen(words.by_title[near], parts, before, words)
        return _by_cells(entry, cells, words), dict(entry.says), LIKELY
    return NOTHING, {}, UNSURE


def _ticked(rule: ColumnRule, parts: Sequence[str], cells: Sequence[Cell], words: Dictionary) -> ColumnRule | None:
    """A column of ticks under a word of what its group means: 组建形式 over 单独, 联合, 未建."""
    if len(parts) < 2 or any(yes_no(cell).value is None for cell in cells):
        return None
    for entry in words.by_title.get(word(parts[-2]), ()):
        reading = words.readings.get(entry.means)
        if reading and (lookup(reading.words, parts[-1]) or (reading.flag and yes_no(parts[-1]).value)):
            return replace(rule, means=entry.means, values=dict.fromkeys(forms("yes_no", "yes"), parts[-1]), others="")
    return None


def _like(said: str, words: Dictionary) -> str | None:
    """The title of the dictionary that is most like one, if any is; not one that differs in a word of another sense."""
    near = get_close_matches(said, list(words.by_title), n=3, cutoff=0.8)
    senses = {sense for sense in words.senses if sense in said}
    same = (each for each in near if len(each) > 2 and {sense for sense in words.senses if sense in each} == senses)
    return next(same, None)


def _ways(parts: Sequence[str]) -> Iterator[str]:
    """The ways in which a title may stand in the dictionary, the most telling first."""
    whole = [word(part) for part in parts]
    # A group alone says nothing of its columns; with their titles it may.
    for said in dict.fromkeys(("".join(whole), "".join(whole[-2:]), whole[-1])):
        yield said
        yield re.sub(r"\([^()]*\)", "", said)
        yield from re.findall(r"\(([^()]{3,})\)", said)
        yield re.sub(r"[*★:：?]", "", said)
        yield said.rpartition("/")[2]


def _chosen(
    entries: Sequence[Entry], parts: Sequence[str], before: Sequence[ColumnRule], words: Dictionary
) -> tuple[Entry, str]:
    """Of the entries of a title the one that fits where the column stands."""
    if len(entries) == 1 and not entries[0].after:
        return entries[0], CERTAIN
    last = next((rule for rule in reversed(before) if rule.means not in (NOTHING, PERSON)), None)
    of_party = (
        _of_organizations(before, words)
        or any(words.groups["organization"] in part for part in parts[:-1])
        or (
            last is not None
            and (last.means == "form" or split(last.means)[0] in ("organization", "having", "superior"))
        )
    )
    for entry in sorted(entries, key=lambda entry: not entry.after):
        if bool(entry.after) == of_party:
            return entry, LIKELY
    return entries[0], LIKELY


def _of_organizations(rules: Sequence[ColumnRule], words: Dictionary) -> bool:
    """Whether a table is about organizations: it names them, and no subject but one that is called their seat."""
    subject = next((rule.title for rule in rules if rule.means == "subject.name"), words.groups["seat"])
    return words.groups["seat"] in subject and any(rule.means == "organization.name" for rule in rules)


def _by_cells(entry: Entry, cells: Sequence[Cell], words: Dictionary) -> str:
    """The meaning of an entry, or the other one where the cells are names and not the words that it expects."""
    if not entry.instead or not cells:
        return entry.means
    reading = words.readings.get(entry.means)
    known = sum(
        yes_no(cell).value is not None or (reading is not None and lookup(reading.words, cell) is not None)
        for cell in cells
    )
    return entry.means if 2 * known >= len(cells) else entry.instead


def _mostly(pattern: re.Pattern[str], cells: Sequence[Cell]) -> bool:
    """Whether most cells are of a form: telephones, identity numbers, names of people."""
    found = sum(bool(pattern.fullmatch(word(cell))) for cell in cells)
    return 2 * found > len(cells) > 0


# ---- All columns -------------------------------------------------------------------------------------------------


def _alone(rules: Sequence[ColumnRule], titles: Sequence[str], words: Dictionary) -> list[ColumnRule]:
    """The same where no column names a subject, or where it is only the seat of an organization: what then means
    something else."""
    found = list(rules)
    if all(rule.means != "subject.name" for rule in rules):
        for place, rule in enumerate(rules):
            entries = [entry for said in _ways(rule.title.split("/")) for entry in words.by_title.get(said, ())]
            other = next((entry.alone for entry in entries if entry.alone and entry.means == rule.means), "")
            found[place] = replace(rule, means=other) if other else rule
    if _of_organizations(found, words):
        moved = {"subject.full_members": "organization.full_members", "subject.members": NOTHING}
        found = [replace(rule, means=moved.get(rule.means, rule.means)) for rule in found]
    return found


def _each_once(rules: Sequence[ColumnRule]) -> Iterator[ColumnRule]:
    """The rules, a property given by the first column that means it; readings may stand in several."""
    taken: set[str] = set()
    for rule in rules:
        if "." in rule.means and rule.means in taken:
            yield ColumnRule(rule.title, NOTHING)
        else:
            yield rule
        taken.add(rule.means)


def _beside(table: Table, rules: Sequence[ColumnRule], words: Dictionary) -> list[ColumnRule]:
    """Where community or type stand in no column: what sections, the sheet's name or the heading say of them."""
    means = {rule.means for rule in rules}
    found: list[ColumnRule] = []
    sections = [row.section for row in table.rows if row.section]
    if "subject_type" not in means and "subject.name" in means and sections:
        known = sum(lookup(words.readings["subject_type"].words, bare_section(text)) is not None for text in sections)
        if 2 * known > len(sections):
            found.append(ColumnRule(SECTION, "subject_type"))
    if {"community.name", "community.id"} & means:
        return found
    if not found and sections and all(map(names_community, map(bare_section, sections))):
        return [ColumnRule(SECTION, "community.name")]
    if names_community(table.sheet):
        return [*found, ColumnRule(SHEET, "community.name")]
    if community_in(table.heading):
        return [*found, ColumnRule(HEADING, "community.name")]
    return found


def _joins(rule: TieRule, nodes: dict[str, NodeRule], owners: set[str]) -> bool:
    if not (set(rule.starts) & set(nodes) and set(rule.ends) & set(nodes)):
        return False
    # A membership needs somebody who says that it is one; a committee named in a row is none yet.
    return rule.name != "membership" or bool(owners & {"membership", "committee", *MEMBERS})


def _with_kinds(nodes: dict[str, NodeRule], rules: Sequence[ColumnRule]) -> tuple[NodeRule, ...]:
    """The nodes with what the titles of their columns say of them."""
    found = dict(nodes)
    for rule in rules:
        for slot, value in rule.says.items():
            owner, prop = split(slot)
            node = found[owner]
            found[owner] = (
                replace(node, kind=value) if prop == KIND else replace(node, values={**node.values, prop: value})
            )
    return tuple(found.values())


def _proposed(table: Table, rule: ColumnRule, sure: dict[str, str], words: Dictionary) -> Proposed:
    titles = titles_of(table)
    hidden = rule.means == PERSON or (rule.means in words.readings and words.readings[rule.means].private)
    if hidden:
        cells: Sequence[str] = ()
    elif rule.title in titles:
        cells = [text(cell).value or "" for cell in some_cells(table, titles.index(rule.title))]
    else:
        beside = {SECTION: [bare_section(row.section or "") for row in table.rows], SHEET: [table.sheet]}
        cells = beside.get(rule.title, [community_in(table.heading)])
    if rule.means == NOTHING:
        cells = [cell for cell in cells if not words.person_cell.search(cell)]
    examples = tuple(dict.fromkeys(filter(None, cells)))[:MOST_EXAMPLES]
    return Proposed(rule, examples, sure.get(rule.title, LIKELY if rule.title not in titles else CERTAIN))
