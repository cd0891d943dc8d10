"""What there is: every kind of node and edge and every property, as plain frozen values.

Tables, constraints, checks of rows, export headers, legend and reference docs are derived from `SCHEMA`;
adding a property is one line here (and its label in ``words.toml``) and nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from graphgov import words
from graphgov.errors import one_of


class Type(StrEnum):
    """What a property's values are."""

    TEXT = "text"
    COUNT = "count"
    """a whole number >= 0"""
    DATE = "date"
    FLAG = "flag"
    """yes, no or unknown; empty means that nobody said"""
    CHOICE = "choice"
    """one of the property's own values"""


class Layer(StrEnum):
    """What a kind of edge says of its ends: who works together, who is under whom, what is where."""

    LINKAGE = "linkage"
    LINE = "line"
    PLACE = "place"


ALL_LAYERS = "all"
"""The word for every layer together."""

LAYERS = (*map(str, Layer), ALL_LAYERS)
"""Whatever may be asked for as a layer."""


class Bound(StrEnum):
    """Which day a partial date (2019, 2019-03) stands for."""

    FIRST = "first"
    """the first day of the period"""
    LAST = "last"
    """the last day of the period"""
    AFTER = "after"
    """the first day after the period: an exclusive end"""


FLAG_VALUES = ("yes", "no", "unknown")


@dataclass(frozen=True)
class Property:
    """A property of a kind: name, type, what it says (with its unit), and its values where it has a list."""

    name: str
    type: Type
    description: str
    choices: tuple[str, ...] = ()
    bound: Bound = Bound.FIRST
    required: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """The permitted values; empty when any value of the type will do."""
        return FLAG_VALUES if self.type is Type.FLAG else self.choices


@dataclass(frozen=True)
class NodeKind:
    """A kind of node: its own properties follow those of every node."""

    name: str
    properties: tuple[Property, ...]

    @cached_property
    def by_name(self) -> dict[str, Property]:
        """Its properties by name."""
        return {prop.name: prop for prop in self.properties}


@dataclass(frozen=True)
class EdgeKind:
    """A kind of edge: its layer and the pairs of kinds that it may join; symmetric ones have no direction."""

    name: str
    layer: Layer
    ends: frozenset[tuple[str, str]]
    properties: tuple[Property, ...]
    symmetric: bool = False
    acyclic: bool = False

    @cached_property
    def by_name(self) -> dict[str, Property]:
        """Its properties by name."""
        return {prop.name: prop for prop in self.properties}

    @cached_property
    def sources(self) -> frozenset[str]:
        """The kinds that it may start from."""
        return frozenset(start for start, _ in self.ends)

    @cached_property
    def targets(self) -> frozenset[str]:
        """The kinds that it may lead to."""
        return frozenset(end for _, end in self.ends)


@dataclass(frozen=True)
class RecordKind:
    """A kind of record about a node that is not a node of the network.

    What one source says about one node with equal values of `identity` is one record, the last word on it.
    """

    name: str
    properties: tuple[Property, ...]
    identity: tuple[str, ...]

    @cached_property
    def by_name(self) -> dict[str, Property]:
        """Its properties by name."""
        return {prop.name: prop for prop in self.properties}


Kind = NodeKind | EdgeKind | RecordKind


@dataclass(frozen=True)
class Schema:
    """All kinds.  Everything that reads a query, a table or a policy is given one of these."""

    nodes: tuple[NodeKind, ...]
    edges: tuple[EdgeKind, ...]
    records: tuple[RecordKind, ...] = ()

    @cached_property
    def node(self) -> dict[str, NodeKind]:
        """Node kinds by name."""
        return {kind.name: kind for kind in self.nodes}

    @cached_property
    def edge(self) -> dict[str, EdgeKind]:
        """Edge kinds by name."""
        return {kind.name: kind for kind in self.edges}

    def layer(self, name: str) -> tuple[EdgeKind, ...]:
        """The kinds of edge in a layer, one of `LAYERS`; UnknownName with the nearest word when it is none."""
        one_of("layer", name, LAYERS)
        return tuple(kind for kind in self.edges if name in (ALL_LAYERS, kind.layer))

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Every kind by name: nodes, then edges, then records."""
        every: tuple[Kind, ...] = (*self.nodes, *self.edges, *self.records)
        return {kind.name: kind for kind in every}


def _text(name: str, description: str) -> Property:
    return Property(name, Type.TEXT, description)


def _count(name: str, description: str) -> Property:
    return Property(name, Type.COUNT, description)


def _flag(name: str, description: str) -> Property:
    return Property(name, Type.FLAG, description)


def _date(name: str, description: str, bound: Bound = Bound.FIRST) -> Property:
    return Property(name, Type.DATE, description, bound=bound)


def _choice(name: str, description: str, *choices: str, required: bool = False) -> Property:
    return Property(name, Type.CHOICE, description, choices, required=required)


VALID = (
    _date("valid_from", "First day on which it holds; empty: nobody knows, it has always held."),
    _date("valid_to", "First day on which it no longer holds (exclusive); empty: open.", Bound.AFTER),
)

OF_EVERY_NODE = (
    Property("id", Type.TEXT, "Identifier, unique over the whole graph.", required=True),
    _text("name", "Name, as people write it."),
    _text("aliases", "Other names, separated by |."),
    *VALID,
    _text("same_as", "Identifier of the node that it was judged to be the same as; while given, it holds on no day."),
)

OF_EVERY_EDGE = (
    _text("id", "Identifier of the agreement or appointment, where it has one."),
    Property("from", Type.TEXT, "Identifier of the node that it starts from.", required=True),
    Property("to", Type.TEXT, "Identifier of the node that it leads to.", required=True),
    *VALID,
    _flag("ended", "Whether it has ended; yes without a date: it holds on no day."),
    _text("basis", "The agreement or document that it rests on."),
)

# What a unit or a place counts, says and reports of itself.
_OF_SUBJECTS = (
    _count("employees", "People who work there (persons)."),
    _count("full_members", "Full members of the Party on its roll (persons)."),
    _count("members", "Members of the Party on its roll, probationary ones included (persons)."),
    _count("members_elsewhere", "Members who work there and are on another roll (persons)."),
    _date("counted_on", "Day on which its people were counted."),
    _flag("operating", "Whether it operates normally."),
    _flag("reported_org", "Whether a ledger reports that it has a party organization."),
    _flag("reported_covered", "Whether a ledger reports that it is covered."),
    _flag("has_instructor", "Whether a party-building instructor is said to be sent, without a name."),
    _text("no_org_reason", "Why it has no party organization, as stated."),
    _date("planned_date", "Day by which a party organization is to be formed.", Bound.LAST),
    _text("exempt_reason", "Why it is exempt from the statistics; exempt while this is given."),
    _date("exempt_until", "Last day of the exemption; empty: until further notice.", Bound.LAST),
)

NODES = (
    NodeKind(
        "Division",
        (
            *OF_EVERY_NODE,
            _choice(
                "type", "Which sort of division.", "city", "district", "functional_zone", "street", "town", "township",
                required=True,
            ),
            _text("code", "Statistical code of the division, 12 digits."),
        ),
    ),
    NodeKind(
        "Community",
        (
            *OF_EVERY_NODE,
            _choice("type", "Urban community or village.", "community", "village", required=True),
            _text("code", "Statistical code of the community, 12 digits."),
            _count("households", "Households (number)."),
            _count("population", "Resident population (persons)."),
        ),
    ),
    NodeKind(
        "Place",
        (
            *OF_EVERY_NODE,
            _choice(
                "type", "Which sort of place.", "commercial_building", "market", "business_district",
                "commercial_street", "industrial_park", "compound", "residential_building", "other", required=True,
            ),
            _count("tenants_stated", "Units said to be in it (number)."),
            _flag("managed", "Whether it has property management."),
            _flag("key_place", "Whether it is listed as a key place."),
            *_OF_SUBJECTS,
        ),
    ),
    NodeKind(
        "Unit",
        (
            *OF_EVERY_NODE,
            _choice(
                "type", "Which sort of unit.", "enterprise", "individual_business", "social_organization",
                "government_agency", "public_institution", "owners_committee", "property_management_committee",
                "other", required=True,
            ),
            _text("uscc", "Unified social credit code."),
            _choice("size", "Size class of an enterprise.", "large", "medium", "small", "micro"),
            _choice("ownership", "Who controls it.", "public", "private", "hmt", "foreign"),
            _text("industry", "Industry, as stated."),
            _flag("legal_person", "Whether it is a legal person, not a branch office."),
            _flag("above_scale", "Whether it is above the statistical scale."),
            _flag("fixed_premises", "Whether it has fixed premises."),
            _date("founded_on", "Day of its founding."),
            _flag("has_union", "Whether it has a trade union."),
            _flag("has_youth_league", "Whether it has a Youth League organization."),
            _flag("has_womens_federation", "Whether it has a women's federation organization."),
            *_OF_SUBJECTS,
        ),
    ),
    NodeKind(
        "PartyOrganization",
        (
            *OF_EVERY_NODE,
            _choice(
                "type", "Which sort of party organization.", "ordinary", "big_committee", "big_working_committee",
                "functional", "temporary", "party_group", "leading_group", required=True,
            ),
            _choice("tier", "Tier of the organization.", "working_committee", "committee", "general_branch", "branch"),
            _count("full_members", "Full members of the Party on its roll (persons)."),
            _count("seats", "Part-time seats of a big committee (number)."),
            _count("instructors", "Party-building instructors that it can send (persons)."),
            _date("term_ends", "Last day of its term.", Bound.LAST),
        ),
    ),
)


def _pairs(starts: str, ends: str) -> frozenset[tuple[str, str]]:
    return frozenset((start, end) for start in starts.split() for end in ends.split())


def _same(kinds: str) -> frozenset[tuple[str, str]]:
    return frozenset((kind, kind) for kind in kinds.split())


_TIED = "Unit PartyOrganization Community Place"
_TERRITORY = "Place Community Division"

EDGES = (
    EdgeKind(
        "PART_OF", Layer.PLACE, _pairs("Community Division", "Division") | _same("Place"), OF_EVERY_EDGE, acyclic=True
    ),
    EdgeKind(
        "LOCATED_IN",
        Layer.PLACE,
        _pairs("Unit", _TERRITORY) | _pairs("Place", "Community Division"),
        (
            *OF_EVERY_EDGE,
            _choice("role", "Operating or registered address; operating decides.", "operating", "registered"),
        ),
    ),
    EdgeKind(
        "HAS_PARTY_ORG",
        Layer.LINKAGE,
        _pairs("Unit Place Community Division", "PartyOrganization"),
        (
            *OF_EVERY_EDGE,
            _choice("mode", "Formed for it alone, jointly or for an area.", "single", "joint", "area", "unknown"),
        ),
    ),
    EdgeKind(
        "SUBORDINATE_TO", Layer.LINE, _same("PartyOrganization Unit"), OF_EVERY_EDGE, acyclic=True
    ),
    EdgeKind(
        "MEMBER_OF",
        Layer.LINKAGE,
        _pairs("Unit PartyOrganization", "PartyOrganization"),
        (
            *OF_EVERY_EDGE,
            _choice("origin", "From the area or brought in from outside.", "in_area", "introduced"),
            _choice("role", "As a unit or as a part-time seat.", "member_unit", "part_time_seat"),
            _count("seats", "Part-time seats that it fills (number)."),
        ),
    ),
    EdgeKind("PAIRED_WITH", Layer.LINKAGE, _pairs(_TIED, _TIED), OF_EVERY_EDGE, symmetric=True),
    EdgeKind(
        "CO_CONSTRUCTS",
        Layer.LINKAGE,
        _pairs("Unit PartyOrganization", "Community PartyOrganization"),
        (*OF_EVERY_EDGE, _text("clauses", "What the agreement provides for.")),
    ),
    EdgeKind("INSTRUCTED_BY", Layer.LINKAGE, _pairs("Unit Place", "PartyOrganization"), OF_EVERY_EDGE),
    EdgeKind("RESPONSIBLE_FOR", Layer.LINE, _pairs("PartyOrganization", "Unit Place Community"), OF_EVERY_EDGE),
    EdgeKind("MANAGES", Layer.PLACE, _pairs("Unit", "Place"), OF_EVERY_EDGE),
    EdgeKind("REPRESENTS", Layer.PLACE, _pairs("Unit", "Place"), OF_EVERY_EDGE),
    EdgeKind("ADJACENT_TO", Layer.PLACE, _same("Place"), OF_EVERY_EDGE, symmetric=True),
    EdgeKind("SUCCEEDS", Layer.PLACE, _same("Community Division Unit"), OF_EVERY_EDGE),
)

CLAIM = RecordKind(
    "Claim",
    (
        Property("about", Type.TEXT, "Identifier of the node that the number is about.", required=True),
        Property("measure", Type.TEXT, "Name of the measure, as in the policy.", required=True),
        Property("value", Type.COUNT, "The number stated.", required=True),
        _text("measured_in", "What is counted (units, persons ...)."),
        _date("stated_on", "Day that it is stated for; empty: the import's."),
        _text("doubt", "Why the number is doubtful, where it is."),
    ),
    identity=("measure", "stated_on"),
)

JUDGEMENT = RecordKind(
    "Judgement",
    (
        Property("about", Type.TEXT, "Identifier of the one node.", required=True),
        Property("other", Type.TEXT, "Identifier of the other; where they are the same, it stays.", required=True),
        Property("verdict", Type.CHOICE, "Whether they are the same.", ("same", "different"), required=True),
        _text("reason", "Why, as whoever judged says."),
        _date("stated_on", "Day of the judgement; empty: the import's."),
    ),
    identity=("other",),
)

SCHEMA = Schema(NODES, EDGES, (CLAIM, JUDGEMENT))


def inconsistencies(schema: Schema) -> Iterator[str]:
    """What is wrong with a schema: ends that are no kinds, one name with two types, labels that are missing."""
    types: dict[str, Type] = {}
    for layer in LAYERS:
        if not words.has("layer", layer):
            yield f"{layer}: no label in zh and en"
    for kind in schema.kinds.values():
        table = "edge" if isinstance(kind, EdgeKind) else "kind"
        if not words.has(table, kind.name):
            yield f"{kind.name}: no label in zh and en"
        if isinstance(kind, EdgeKind):
            yield from _wrong_ends(schema, kind)
        for prop in kind.properties:
            if types.setdefault(prop.name, prop.type) is not prop.type:
                yield f"{kind.name}.{prop.name}: is {prop.type} here and {types[prop.name]} elsewhere"
            if not words.has("property", prop.name):
                yield f"{kind.name}.{prop.name}: no label in zh and en"
            for value in prop.values:
                shared = "flag" if prop.type is Type.FLAG else prop.name
                if not (words.has("value", kind.name, prop.name, value) or words.has("value", shared, value)):
                    yield f"{kind.name}.{prop.name}={value}: no label in zh and en"


def _wrong_ends(schema: Schema, kind: EdgeKind) -> Iterator[str]:
    if not words.has("edge_back", kind.name):
        yield f"{kind.name}: no backward reading in zh and en"
    for pair in sorted(kind.ends):
        for end in pair:
            if end not in schema.node:
                yield f"{kind.name}: its end {end} is no node kind"
        if kind.symmetric and pair[::-1] not in kind.ends:
            yield f"{kind.name}: symmetric, but {pair[1]} to {pair[0]} is missing"
