"""The shipped policy: as written down in the shared policy page, a partition, labelled; and how it is read."""

from __future__ import annotations

from itertools import product
from pathlib import Path as File

import pytest

from graphgov import words
from graphgov.errors import UnknownName
from graphgov.policy import (
    ClaimFinding,
    CountFinding,
    EdgeFinding,
    Policy,
    StateFinding,
    enabled,
    read_policy,
)
from graphgov.policy.entries import FORMS, GIVES, SEVERITIES, paths_of
from graphgov.policy.model import TABLES
from graphgov.query import check_path, parse_condition, parse_path
from graphgov.query.tree import All, Any, Attribute, Call, Compare, Expr, In, IsNull, Literal, Not, Path, Word
from graphgov.schema import SCHEMA

TEXT = (File(__file__).resolve().parents[1] / "graphgov" / "policy.toml").read_text(encoding="utf-8")

P = "(:PartyOrganization {type: 'ordinary'})"
BIG = "(:PartyOrganization {type: 'big_committee'})"
FORMED = "-[:HAS_PARTY_ORG {mode: ['single', 'joint']}]->"

# Rung, gives, form, contested, paths: written out from the page, not from the file.
RULES: dict[str, tuple[int, str, str | None, bool, tuple[str, ...]]] = {
    "own_committee": (1, "organization", "S1", False, (
        "(u:Unit)-[:HAS_PARTY_ORG {mode: 'single'}]->"
        "(:PartyOrganization {type: 'ordinary', tier: ['committee', 'working_committee']})",
    )),
    "own_general_branch": (1, "organization", "S2", False, (
        "(u:Unit)-[:HAS_PARTY_ORG {mode: 'single'}]->(:PartyOrganization {type: 'ordinary', tier: 'general_branch'})",
    )),
    "own_branch": (1, "organization", "S3", False, (
        "(u:Unit)-[:HAS_PARTY_ORG {mode: 'single'}]->(:PartyOrganization {type: 'ordinary', tier: 'branch'})",
    )),
    "place_own": (1, "organization", None, False, (f"(p:Place)-[:HAS_PARTY_ORG]->{P}",)),
    "joint": (2, "organization", "J", False, (f"(u:Unit)-[:HAS_PARTY_ORG {{mode: 'joint'}}]->{P}",)),
    "area_named": (3, "organization", "A", False, (f"(u:Unit)-[:HAS_PARTY_ORG {{mode: 'area'}}]->{P}",)),
    "org_unspecified": (3, "organization", "O", False, (
        f"(u:Unit)-[h:HAS_PARTY_ORG WHERE coalesce(h.mode, 'unknown') = 'unknown']->{P}",
        "(u:Unit)-[:HAS_PARTY_ORG {mode: 'single'}]->(o:PartyOrganization {type: 'ordinary'} WHERE o.tier IS NULL)",
    )),
    "area_roof": (4, "work", "roof", True, (
        f"(u:Unit)-[:LOCATED_IN]->(:Place)-[:PART_OF*0..2]->(:Place)-[:HAS_PARTY_ORG {{mode: 'area'}}]->{P}",
    )),
    "place_roof": (4, "work", None, True, (
        f"(p:Place)-[:PART_OF*1..2]->(:Place)-[:HAS_PARTY_ORG {{mode: 'area'}}]->{P}",
    )),
    "instructor": (5, "work", "G", False, ("(x:Unit|Place)-[:INSTRUCTED_BY]->(:PartyOrganization)",)),
    "instructor_stated": (5, "work", "G", False, ("(x:Unit|Place {has_instructor: 'yes'})",)),
    "mass_organization": (6, "work", None, True, (
        "(u:Unit {has_union: 'yes'})", "(u:Unit {has_youth_league: 'yes'})", "(u:Unit {has_womens_federation: 'yes'})",
    )),
    "member": (7, "linkage", None, False, (f"(u:Unit)-[:MEMBER_OF]->{BIG}",)),
    "member_by_organization": (7, "linkage", None, False, (f"(u:Unit){FORMED}{P}-[:MEMBER_OF]->{BIG}",)),
    "paired": (8, "linkage", None, False, ("(x:Unit|Place)-[:PAIRED_WITH]-(:PartyOrganization|Community)",)),
    "paired_unit": (8, "linkage", None, False, (f"(u:Unit)-[:PAIRED_WITH]-(:Unit){FORMED}{P}",)),
    "paired_by_organization": (8, "linkage", None, False, (
        f"(u:Unit){FORMED}{P}-[:PAIRED_WITH]-(:PartyOrganization|Community|Unit)",
    )),
    "co_constructs": (9, "linkage", None, False, ("(u:Unit)-[:CO_CONSTRUCTS]->(:Community|PartyOrganization)",)),
    "co_constructs_by_organization": (9, "linkage", None, False, (
        f"(u:Unit){FORMED}{P}-[:CO_CONSTRUCTS]->(:Community|PartyOrganization)",
    )),
}

STANDARDS = {
    "organization": {1, 2, 3},
    "two_coverages": {1, 2, 3, 5},
    "two_coverages_broad": {1, 2, 3, 4, 5, 6},
    "any_tie": {1, 2, 3, 4, 5, 6, 7, 8, 9},
}

RATES = {
    "built_of_required": ({1, 2, 3}, "three_members"),
    "own_rate": ({1}, "operating"),
    "organization_rate": ({1, 2, 3}, "active"),
    "two_coverages_rate": ({1, 2, 3, 5}, "active"),
}

NAMES = {
    "presence": "community_big_committee community_party compound_committee compound_managed compound_managed_stated "
    "unit_party_group",
    "denominator": "active operating three_haves above_scale staff_50 staff_100 three_members has_members legal_units "
    "places_in_use urban_communities compounds",
    "gap": "compound_without_committee community_without_big_committee compound_without_management",
    "view": "two_new public_enterprise small_individual_market",
    "measure": "member_units introduced_units part_time_seats paired co_constructing partners tenants "
    "communities_with_big_committee pilots",
    "finding": "must_build must_join must_send members_unknown should_be_single group_only "
    "owners_committee_without_group joint_units joint_single joint_zero_member joint_small branch_small branch_large "
    "tier_mismatch members_mismatch no_superior term_ended agreement_ended agreement_expiring instructor_load "
    "covered_only_by_roof covered_only_by_mass linked_not_covered seat_without_member_unit "
    "big_committee_without_members reported_unshown reported_none_but_shown not_surveyed mode_unknown two_communities "
    "registered_elsewhere double_custody unplaced planned_overdue covered_but_not_operating size_unknown "
    "exemption_expired stated_known_gap counts_older_than_a_year",
}

STORY = {"commercial_building", "small_micro_enterprise", "owners_committee", "individual_business", "market"}


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The shipped policy."""
    return read_policy()


def changed(folder: File, *changes: tuple[str, str], text: str = TEXT) -> File:
    """A copy of a policy's text with some parts replaced, each of which stands there once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} must stand in the policy once"
        text = text.replace(old, new)
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_rule_is_as_on_the_page(policy: Policy) -> None:
    """Each rule stands on its rung with what it gives, its row of the form and its paths; there are no others."""
    found = {
        rule.name: (rule.rung, rule.gives, rule.form, rule.contested, rule.paths) for rule in enabled(policy.rules)
    }
    wanted = {
        name: (*rest, tuple(check_path(parse_path(text), SCHEMA) for text in paths))
        for name, (*rest, paths) in RULES.items()
    }
    assert found == wanted


def test_every_other_entry_of_the_page_is_there(policy: Policy) -> None:
    """Standards and rates have the page's rungs, and every other table exactly the page's entries."""
    assert {standard.name: standard.rungs for standard in policy.standards} == STANDARDS
    assert {rate.name: (rate.rungs, rate.denominator) for rate in policy.rates} == RATES
    for table, names in NAMES.items():
        assert {entry.name for entry in policy.entries(table)} == set(names.split()), table
    assert {category.name for category in policy.categories if category.story} == STORY
    assert [category.name for category in policy.categories if category.container] == ["individual_business"]
    assert policy.default_standard == "any_tie"
    assert policy.default_denominator == {"Unit": "active", "Place": "places_in_use", "Community": "urban_communities"}
    assert {finding.name for finding in policy.findings if not finding.enabled} == {"instructor_load"}


def test_every_entry_is_labelled(policy: Policy) -> None:
    """Every enabled entry has a label in zh and en, every finding a remedy; so have the words that entries use."""
    missing = [
        (table, entry.name)
        for table in TABLES
        for entry in enabled(policy.entries(table))
        if not words.has(table, entry.name)
    ]
    missing += [("remedy", finding.name) for finding in policy.findings if not words.has("remedy", finding.name)]
    used = {
        "entry": TABLES, "gives": GIVES, "form": FORMS, "severity": SEVERITIES,
        "rung": {str(rule.rung) for rule in policy.rules},
    }
    missing += [(table, word) for table, every in used.items() for word in every if not words.has(table, word)]
    assert missing == []


def test_categories_partition_every_type_and_size(policy: Policy) -> None:
    """Each combination of type and size (unknown too) of a place or a unit is in exactly one category of its kind."""
    for kind in ("Place", "Unit"):
        own = SCHEMA.node[kind].by_name
        sizes = (None, *own["size"].choices) if "size" in own else (None,)
        for type_, size in product(own["type"].choices, sizes):
            values = {"type": type_, "size": size}
            found = [entry.name for entry in policy.categories if entry.kind == kind and holds(entry.path, values)]
            assert len(found) == 1, (kind, type_, size, found)


def test_shapes_of_findings(policy: Policy) -> None:
    """An entry's keys decide its shape; what it refers to, its count and its sum are read as they are meant."""
    joint = policy.finding("joint_small")
    assert isinstance(joint, CountFinding)
    assert (joint.operator, joint.limit, joint.sum_var) == ("<", Literal(3), "u")
    mismatch = policy.finding("members_mismatch")
    assert isinstance(mismatch, CountFinding)
    assert (mismatch.operator, mismatch.limit) == ("<>", Attribute(Word("o"), Word("full_members")))
    ended, seat = policy.finding("agreement_ended"), policy.finding("seat_without_member_unit")
    assert isinstance(ended, EdgeFinding) and isinstance(seat, EdgeFinding)
    assert (ended.ended, ended.without, len(ended.paths)) == (True, "same", 3)
    assert not seat.ended and isinstance(seat.without, Path)
    assert isinstance(policy.finding("stated_known_gap"), ClaimFinding)
    single = policy.finding("should_be_single")
    assert isinstance(single, StateFinding)
    assert (single.has, single.only) == (("joint", "area_named"), ())
    assert single.lacks == ("own_committee", "own_general_branch", "own_branch", "org_unspecified")
    roof = policy.finding("covered_only_by_roof")
    assert isinstance(roof, StateFinding) and roof.only == ("area_roof", "place_roof")
    seats = policy.measure("part_time_seats")
    assert (seats.sum, seats.sum_var, len(seats.paths)) == (parse_condition("coalesce(m.seats, 1)"), "m", 3)
    assert policy.measure("communities_with_big_committee").of == "c"
    assert policy.measure("pilots").paths == ()


def test_standards_are_resolved_into_enabled_rules(policy: Policy, tmp_path: File) -> None:
    """`has` and `lacks` name rules for a standard's rungs, without those that are switched off."""
    organization = [name for name, (rung, *_) in RULES.items() if rung <= 3]
    shown, build = policy.finding("reported_none_but_shown"), policy.finding("must_build")
    assert isinstance(shown, StateFinding) and isinstance(build, StateFinding)
    assert list(shown.has) == list(build.lacks) == organization
    assert [rule.name for rule in policy.rules_of("organization")] == organization
    off = read_policy(changed(tmp_path, ('name = "joint"\n', 'name = "joint"\nenabled = false\n')))
    without = [name for name in organization if name != "joint"]
    build, single = off.finding("must_build"), off.finding("should_be_single")
    assert isinstance(build, StateFinding) and isinstance(single, StateFinding)
    assert list(build.lacks) == without
    assert single.has == ("area_named",) and single.enabled
    assert [rule.name for rule in off.rules_of("organization")] == without
    assert not off.rule("joint").enabled


def test_an_entry_with_nothing_left_is_off(tmp_path: File) -> None:
    """A finding or a gap all of whose rules or presences are switched off is off itself, and holds of nobody."""
    off = read_policy(changed(tmp_path, *(
        (f'name = "{name}"\n', f'name = "{name}"\nenabled = false\n')
        for name in ("area_roof", "place_roof", "unit_party_group", "compound_committee", "compound_managed")
    )))
    assert not off.finding("covered_only_by_roof").enabled
    assert not off.finding("group_only").enabled
    gaps = {gap.name: (gap.enabled, gap.presence) for gap in off.gaps}
    assert gaps["compound_without_committee"] == (False, ())
    assert gaps["compound_without_management"] == (True, ("compound_managed_stated",))


def test_what_a_policy_looks_at(policy: Policy) -> None:
    """A store may read the properties of `properties` alone: every one that a condition names is there."""
    found = policy.properties()
    assert found["MEMBER_OF"] == {"role", "origin", "seats"}
    assert found["LOCATED_IN"] == {"role"} and found["HAS_PARTY_ORG"] == {"mode"} and found["Community"] == {"type"}
    assert found["PAIRED_WITH"] == found["CO_CONSTRUCTS"] == {"valid_to"}
    assert found["PartyOrganization"] == {"type", "tier", "full_members", "term_ends", "instructors"}
    assert found["Unit"] - found["Place"] == {
        "size", "ownership", "employees", "above_scale", "fixed_premises", "legal_person", "members", "full_members",
        "has_union", "has_youth_league", "has_womens_federation",
    }
    assert found["Place"] - found["Unit"] == {"managed"}
    assert {"operating", "exempt_until", "planned_date", "reported_org"} <= found["Unit"] & found["Place"]
    assert not {"community", "street", "district"} & {name for names in found.values() for name in names}


def test_names_are_looked_up_with_a_hint(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is not there raises UnknownName with the nearest right one, in every table."""
    assert policy.entry("denominator", "active") is policy.denominator("active")
    assert policy.presence("community_party").name == "community_party"
    assert policy.rate("own_rate").denominator == "operating" and policy.category("market").kind == "Place"
    monkeypatch.setattr(words, "_chosen", [])
    for lang, wanted in (("en", "no standard 'two_coverage'; did you mean two_coverages?"), ("zh", "标准")):
        monkeypatch.setenv("GRAPHGOV_LANG", lang)
        with pytest.raises(UnknownName) as fault:
            policy.standard("two_coverage")
        assert wanted in str(fault.value)
    for table in TABLES:
        with pytest.raises(UnknownName):
            policy.entry(table, "no such name")


def test_one_reading_for_all_and_hashable(policy: Policy) -> None:
    """The shipped policy is read once, and can be a key of a cache."""
    assert read_policy() is policy
    assert {policy: 1}[read_policy()] == 1
    assert policy.file == "policy.toml"


def test_a_file_replaces_the_shipped_policy_wholly(tmp_path: File) -> None:
    """Nothing of the shipped policy shows through a policy of one's own."""
    own = tmp_path / "mine.toml"
    own.write_text(
        'default_standard = "s"\ndefault_denominator = { Unit = "d" }\n'
        '[[rule]]\nname = "r"\nrung = 7\ngives = "work"\npath = "(u:Unit)-[:MEMBER_OF]->()"\nsource = "x"\n'
        '[[standard]]\nname = "s"\nrungs = [7]\nsource = "x"\n'
        '[[denominator]]\nname = "d"\npath = "(u:Unit)"\nsource = "x"\n',
        encoding="utf-8",
    )
    policy = read_policy(own)
    assert {table: [entry.name for entry in policy.entries(table)] for table in TABLES if policy.entries(table)} == {
        "rule": ["r"], "standard": ["s"], "denominator": ["d"],
    }
    assert policy.rule("r").paths[0].nodes[1].kinds == ("PartyOrganization",)
    assert policy.file == "mine.toml"


def test_windows_endings_and_marks_change_nothing(policy: Policy, tmp_path: File) -> None:
    """A file saved by Windows' Notepad (mark of order, CRLF) reads as the same policy."""
    file = tmp_path / "policy.toml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert read_policy(file) == policy


def test_every_path_keeps_its_text(policy: Policy) -> None:
    """Every path can be shown as it was written."""
    for table in TABLES:
        for entry in policy.entries(table):
            for path in paths_of(entry):
                assert str(path) and str(path) in " ".join(TEXT.split())


def holds(path: Path, values: dict[str, str | None]) -> bool:
    """Whether the conditions of a path without edges are true: slow, obvious, three-valued."""
    return path.subject.where is None or truth(path.subject.where, values) is True


def truth(expr: Expr, values: dict[str, str | None]) -> bool | None:
    """True, false or None (unknown)."""
    match expr:
        case All(parts):
            found = {truth(part, values) for part in parts}
            return False if False in found else None if None in found else True
        case Any(parts):
            found = {truth(part, values) for part in parts}
            return True if True in found else None if None in found else False
        case Not(part):
            inner = truth(part, values)
            return None if inner is None else not inner
        case Compare("=", left, right):
            a, b = scalar(left, values), scalar(right, values)
            return None if a is None or b is None else a == b
        case In(value, options):
            a = scalar(value, values)
            return None if a is None else a in [option.value for option in options]
        case IsNull(value):
            return scalar(value, values) is None
    raise AssertionError(expr)


def scalar(expr: Expr, values: dict[str, str | None]) -> object:
    """A value, or None for null."""
    match expr:
        case Literal(value):
            return value
        case Attribute(_, name):
            return values[name]
        case Call("coalesce", arguments):
            return next((found for part in arguments if (found := scalar(part, values)) is not None), None)
    raise AssertionError(expr)
