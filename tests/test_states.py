"""States, rates and the official form on random towns against the rules of the policy, translated by hand.

Nothing expected here is computed by graphgov: rules are paths of the reference, conditions plain Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
from random_towns import towns, whole
from reference import EdgePattern, Equals, Node, NodePattern, OneOf, Op, PathPattern, Prop, Town, Where, subjects
from strategies import DAYS, draw_town

from graphgov.coverage import FORM, STATES, SUBJECTS, Coverage, official_form, rates
from graphgov.policy import read_policy
from graphgov.schema import SCHEMA

Wanted = str | tuple[str, ...]
"""A value, or several of which one will do."""


def node_(*kinds: str, **wanted: Wanted) -> NodePattern:
    """A node of one of these kinds whose properties have these values."""
    return NodePattern("", kinds, _tests(wanted))


def edge_(kind: str, direction: str = "->", times: tuple[int, int] = (1, 1), **wanted: Wanted) -> EdgePattern:
    """An edge of a kind whose properties have these values."""
    return EdgePattern((kind,), direction, *times, "", _tests(wanted))


def _tests(wanted: dict[str, Wanted]) -> tuple[Equals | OneOf, ...]:
    return tuple(
        Equals(name, value) if isinstance(value, str) else OneOf(name, value) for name, value in wanted.items()
    )


def nothing(prop: str) -> tuple[Where]:
    """Nothing is stated of a property."""
    return (Where(Op("IS NULL", (Prop(prop),))),)


def path_(*parts: NodePattern | EdgePattern) -> PathPattern:
    """Nodes and edges in turn."""
    return PathPattern(tuple(parts[0::2]), tuple(parts[1::2]))


UNIT, PLACE, ORG = node_("Unit"), node_("Place"), node_("PartyOrganization", type="ordinary")
EITHER, BIG = node_("Unit", "Place"), node_("PartyOrganization", type="big_committee")
OWN_OR_JOINT = edge_("HAS_PARTY_ORG", mode=("single", "joint"))


def has(mode: str) -> EdgePattern:
    """The tie to an organization that was formed in a mode."""
    return edge_("HAS_PARTY_ORG", mode=mode)


def ordinary(*tiers: str) -> NodePattern:
    """An ordinary organization of one of these tiers."""
    return node_("PartyOrganization", type="ordinary", tier=tiers)


TO_BOTH = node_("Community", "PartyOrganization")
RULES: dict[str, tuple[int, tuple[PathPattern, ...]]] = {
    "own_committee": (1, (path_(UNIT, has("single"), ordinary("committee", "working_committee")),)),
    "own_general_branch": (1, (path_(UNIT, has("single"), ordinary("general_branch")),)),
    "own_branch": (1, (path_(UNIT, has("single"), ordinary("branch")),)),
    "place_own": (1, (path_(PLACE, edge_("HAS_PARTY_ORG"), ORG),)),
    "joint": (2, (path_(UNIT, has("joint"), ORG),)),
    "area_named": (3, (path_(UNIT, has("area"), ORG),)),
    "org_unspecified": (3, (
        path_(UNIT, has("unknown"), ORG),
        path_(UNIT, replace(edge_("HAS_PARTY_ORG"), tests=nothing("mode")), ORG),
        path_(UNIT, has("single"), replace(ORG, tests=(*ORG.tests, *nothing("tier")))),
    )),
    "area_roof": (4, (
        path_(UNIT, edge_("LOCATED_IN"), PLACE, edge_("PART_OF", "->", (0, 2)), PLACE, has("area"), ORG),
    )),
    "place_roof": (4, (path_(PLACE, edge_("PART_OF", "->", (1, 2)), PLACE, has("area"), ORG),)),
    "instructor": (5, (path_(EITHER, edge_("INSTRUCTED_BY"), node_("PartyOrganization")),)),
    "instructor_stated": (5, (path_(node_("Unit", "Place", has_instructor="yes")),)),
    "mass_organization": (6, tuple(
        path_(node_("Unit", **{name: "yes"})) for name in ("has_union", "has_youth_league", "has_womens_federation")
    )),
    "member": (7, (path_(UNIT, edge_("MEMBER_OF"), BIG),)),
    "member_by_organization": (7, (path_(UNIT, OWN_OR_JOINT, ORG, edge_("MEMBER_OF"), BIG),)),
    "paired": (8, (path_(EITHER, edge_("PAIRED_WITH", "-"), TO_BOTH),)),
    "paired_unit": (8, (path_(UNIT, edge_("PAIRED_WITH", "-"), UNIT, OWN_OR_JOINT, ORG),)),
    "paired_by_organization": (8, (
        path_(UNIT, OWN_OR_JOINT, ORG, edge_("PAIRED_WITH", "-"), node_("PartyOrganization", "Community", "Unit")),
    )),
    "co_constructs": (9, (path_(UNIT, edge_("CO_CONSTRUCTS"), TO_BOTH),)),
    "co_constructs_by_organization": (9, (path_(UNIT, OWN_OR_JOINT, ORG, edge_("CO_CONSTRUCTS"), TO_BOTH),)),
}  # fmt: skip
STANDARDS = {
    "any_tie": {1, 2, 3, 4, 5, 6, 7, 8, 9}, "two_coverages": {1, 2, 3, 5}, "organization": {1, 2, 3},
    "two_coverages_broad": {1, 2, 3, 4, 5, 6},
}  # fmt: skip
FORMS = {
    "own_committee": "S1", "own_general_branch": "S2", "own_branch": "S3", "joint": "J", "area_named": "A",
    "org_unspecified": "O",
}  # fmt: skip


def test_every_rule_is_translated() -> None:
    """A rule or standard that is added to the policy has to be translated too."""
    policy = read_policy()
    assert {rule.name: rule.rung for rule in policy.rules} == {name: rung for name, (rung, _) in RULES.items()}
    assert {standard.name: set(standard.rungs) for standard in policy.standards} == STANDARDS


def draw_covered(choose: Random, day: date) -> Town:
    """A town in which a rule is likely to hold, and others nearly."""
    _, paths = RULES[choose.choice(list(RULES))]
    town = draw_town(choose, choose.choice(paths), day, ("HAS_PARTY_ORG", "LOCATED_IN", "PART_OF", "INSTRUCTED_BY"))
    return Town(tuple(_reported(choose, node) for node in town.nodes), town.edges)


def _reported(choose: Random, node: Node) -> Node:
    """A subject with something reported, some people, an exemption, now and then."""
    if node.kind not in SUBJECTS:
        return node
    said: dict[str, object] = {}
    flags = ("reported_org", "reported_covered", "operating", "fixed_premises")
    for name in (name for name in flags if name in SCHEMA.node[node.kind].by_name):
        said[name] = choose.choice((None, None, "yes", "no", "unknown"))
    said["full_members"], said["members"] = (choose.choice((None, None, 0, 1, 3)) for _ in range(2))
    said["employees"] = choose.choice((None, 9, 10, 29, 30))
    if choose.random() < 0.15:
        said["exempt_reason"], said["exempt_until"] = "甲", choose.choice((None, *DAYS))
    return replace(node, props={**node.props, **{name: value for name, value in said.items() if value is not None}})


def both(*truths: bool | None) -> bool | None:
    """And, where None is unknown."""
    return False if False in truths else None if None in truths else True


def either(*truths: bool | None) -> bool | None:
    """Or, where None is unknown."""
    return True if True in truths else None if None in truths else False


def is_yes(value: object) -> bool | None:
    """Whether a flag is yes; None when nobody said or it is said to be unknown."""
    return None if value in (None, "unknown") else value == "yes"


def at_least(number: object, limit: int) -> bool | None:
    """Whether a number is not less than a limit; None when it is not stated."""
    return None if number is None else number >= limit


def people(unit: Node) -> object:
    """Full members, else all members stated."""
    full = unit.value("full_members")
    return unit.value("members") if full is None else full


DENOMINATORS: dict[str, Callable[[Node], bool | None]] = {
    "active": lambda unit: unit.value("operating") != "no",
    "operating": lambda unit: is_yes(unit.value("operating")),
    "three_members": lambda unit: at_least(people(unit), 3),
    "has_members": lambda unit: at_least(people(unit), 1),
    "three_haves": lambda unit: both(
        is_yes(unit.value("operating")),
        unit.value("fixed_premises") != "no",
        at_least(unit.value("employees"), 30 if unit.value("type") == "social_organization" else 10),
    ),
    "places_in_use": lambda place: place.value("operating") != "no",
}
OF_KIND = {"Unit": list(DENOMINATORS)[:-1], "Place": ["places_in_use"]}


def state_of(node: Node, day: date, inside: bool | None, covered: bool) -> str:
    """The state of a subject: the first of these that is so."""
    until, reported = node.value("exempt_until"), (node.value("reported_org"), node.value("reported_covered"))
    tests = (
        ("absent", not node.holds(day)),
        ("not_applicable", node.value("exempt_reason") is not None and (until is None or day <= until)),
        ("base_unknown", inside is None), ("not_applicable", inside is False), ("covered", covered),
        ("claimed", "yes" in reported), ("unknown", "unknown" in reported),
    )  # fmt: skip
    return next((state for state, so in tests if so), "blind")


def test_states_and_rates(long: bool) -> None:
    """On random towns rules, states under every standard and denominator, rates by type and the official form agree."""
    policy, seen = read_policy(), Counter[str]()
    for note, town, day in towns(draw_covered, "states", long):
        coverage = Coverage(whole(town).on(day), policy)
        ids = [str(one) for one in coverage.snapshot.graph.ids.list()]
        reached: dict[str, set[str]] = {}
        for name, (_, paths) in RULES.items():
            reached[name] = set().union(*(subjects(town, path, day) for path in paths))
        for name, expected in reached.items():
            assert {ids[number] for number in np.flatnonzero(coverage.held(name))} == expected, f"{name} in {note}"
            seen[name] += bool(expected)
        check_states(coverage, town, day, reached, seen, note)
        check_form(coverage, town, day, reached, note)
    assert min(seen[one] for one in (*RULES, *STATES, "absent")) >= 5, seen


def check_states(
    coverage: Coverage, town: Town, day: date, reached: dict[str, set[str]], seen: Counter[str], note: str
) -> None:
    """Every state, and the rates by type that they lead to."""
    for standard, rungs in STANDARDS.items():
        covered = set().union(*(reached[name] for name, (rung, _) in RULES.items() if rung in rungs))
        for kind, denominator in ((kind, name) for kind, names in OF_KIND.items() for name in names):
            by_type: dict[str, Counter[str]] = {}
            for node in (one for one in town.nodes if one.kind == kind):
                state = state_of(node, day, DENOMINATORS[denominator](node), node.id in covered)
                number = coverage.snapshot.graph.find(node.id)
                assert number is not None
                assert coverage.state(number, standard, denominator) == state, f"{node.id}, {denominator} in {note}"
                seen[state] += 1
                if state != "absent":
                    by_type.setdefault(str(node.value("type")), Counter())[state] += 1
            found = {
                rate.group[0]: Counter({state: getattr(rate, state) for state in STATES})
                for rate in rates(coverage, kind, ("type",), standard, denominator)
            }
            assert found == by_type, f"{standard}, {denominator} in {note}"


def check_form(coverage: Coverage, town: Town, day: date, reached: dict[str, set[str]], note: str) -> None:
    """The official form of active units: each in one row, the strongest."""
    counted = Counter[str]()
    for unit in (one for one in town.nodes if one.kind == "Unit"):
        if state_of(unit, day, DENOMINATORS["active"](unit), True) != "covered":
            continue
        members = people(unit)
        without = "members_unknown" if members is None else "N1" if members >= 3 else "N2" if members else "N3"
        counted[next((form for rule, form in FORMS.items() if unit.id in reached[rule]), without)] += 1
    forms = official_form(coverage)
    found = Counter({row: number for form in forms for row, number in form.rows.items()})
    assert found == counted and set(found) <= set(FORM), note
