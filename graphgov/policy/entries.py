"""The entries of a policy as plain frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphgov.query.tree import Attribute, Expr, Path, attributes, parts
from graphgov.schema import Property, Type

GIVES = ("organization", "work", "linkage")
"""What a rule can give, the strongest first; a weaker rung never gives more than a stronger one."""

FORMS = ("S1", "S2", "S3", "J", "A", "O", "roof", "G")
"""The rows of the official form that a rule can prove; the others follow from the number of members."""

SEVERITIES = ("high", "medium", "low")

DERIVED = (
    Property("community", Type.TEXT, "Identifier of the community that it belongs to on the day."),
    Property("street", Type.TEXT, "Identifier of the street, town or township that it belongs to on the day."),
    Property("district", Type.TEXT, "Identifier of the district or functional zone that it belongs to on the day."),
    Property("registered_community", Type.TEXT, "Identifier of the community of its registered address."),
)
"""What a subject's place in the territory makes of it: state findings may speak of these beside the schema's own."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every entry has.

    `source` is the document that it comes from ("graphgov": this program's own reading), `contested` readings differ
    between authorities, `local` ones hold in some places only; `enabled` false is switched off and counts nowhere.
    """

    name: str
    source: str
    note: str = ""
    contested: bool = False
    local: bool = False
    enabled: bool = True


@dataclass(frozen=True, kw_only=True)
class Rule(Entry):
    """A way in which a subject can be reached: one of `paths` starts from it.

    `rung` is its place on the ladder, 1 the strongest; `gives` one of `GIVES`; `form` one of `FORMS` or None.
    """

    rung: int
    gives: str
    form: str | None
    paths: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Presence(Entry):
    """What a subject can have that never counts as coverage: one of `paths` starts from it."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Standard(Entry):
    """Which rungs count as covered."""

    rungs: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Denominator(Entry):
    """The subjects, all of one kind, that a rate is of: those for which the conditions of a path without edges hold."""

    path: Path

    @property
    def kind(self) -> str:
        """The node kind of its subjects."""
        return _only_kind(self.path)


@dataclass(frozen=True, kw_only=True)
class Rate(Entry):
    """A rate with a name of its own: subjects of a denominator that some of `rungs` reach."""

    rungs: frozenset[int]
    denominator: str


@dataclass(frozen=True, kw_only=True)
class Category(Entry):
    """A part of the partition of all subjects of one kind.

    `story` ones stand first on every page; `container` ones are counted for each place, else community, that holds
    them.
    """

    path: Path
    story: bool = False
    container: bool = False

    @property
    def kind(self) -> str:
        """The node kind of its subjects."""
        return _only_kind(self.path)


@dataclass(frozen=True, kw_only=True)
class Gap(Entry):
    """A formation gap: subjects of one kind that have none of the presences named in `presence`."""

    path: Path
    presence: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The node kind of its subjects."""
        return _only_kind(self.path)


@dataclass(frozen=True, kw_only=True)
class View(Entry):
    """A cut across the categories, never summed: subjects for which one of `paths` (without edges) holds."""

    paths: tuple[Path, ...]
    headline: bool = False


@dataclass(frozen=True, kw_only=True)
class Measure(Entry):
    """What a published number is compared with.

    A path's first node is what the number is about.  Counted are the distinct nodes bound to `of` (None: to the last
    node) of all paths together; with `sum`, its values over the distinct nodes or edges bound to `sum_var`.
    """

    paths: tuple[Path, ...]
    of: str | None = None
    sum: Expr | None = None

    @property
    def sum_var(self) -> str | None:
        """The variable that `sum` speaks of, a node's or an edge's in every path."""
        return variable(self.sum)


@dataclass(frozen=True, kw_only=True)
class Finding(Entry):
    """Something worth telling, with one of `SEVERITIES`."""

    severity: str


@dataclass(frozen=True, kw_only=True)
class StateFinding(Finding):
    """On a subject: the conditions of a path without edges hold, and so do these on what reaches it.

    `has`: one of these rules or presences holds.  `lacks`: none of these does.  `only`: one of these holds, and of all
    enabled rules no other.  Empty: no such condition.  Standards are resolved into their enabled rules.
    """

    path: Path
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CountFinding(Finding):
    """On a subject: what a path with edges reaches from it, counted or summed as by a `Measure`, against a limit.

    The subject is one for which the conditions on the path's first node hold; a path that leads nowhere counts 0.
    It is a finding when ``counted operator limit`` is true; `limit` may speak of the subject, unknown never accuses.
    """

    path: Path
    of: str | None = None
    sum: Expr | None = None
    operator: str
    limit: Expr

    @property
    def sum_var(self) -> str | None:
        """The variable that `sum` speaks of, a node's or an edge's."""
        return variable(self.sum)


@dataclass(frozen=True, kw_only=True)
class EdgeFinding(Finding):
    """On the tie of any of `paths`, each with exactly one edge; the path's first node is the finding's subject.

    `ended`: the tie held before the day and holds no longer; otherwise it holds on the day.  `without`: "same" when no
    tie of the same kind holds between the same two on the day, a path when none such does; None asks nothing.
    """

    paths: tuple[Path, ...]
    ended: bool = False
    without: str | Path | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimFinding(Finding):
    """On a subject: a published number differs from what its measure counts."""


def variable(expr: Expr | None) -> str | None:
    """The variable that an expression speaks of; None when it speaks of none."""
    named = (str(part.var) for part in parts(expr) if isinstance(part, Attribute)) if expr is not None else iter(())
    return next(named, None)


def _only_kind(path: Path) -> str:
    (kind,) = path.subject.kinds
    return str(kind)


def paths_of(entry: Entry) -> tuple[Path, ...]:
    """Every path that an entry holds."""
    match entry:
        case EdgeFinding(paths=paths, without=Path() as without):
            return (*paths, without)
        case Rule() | Presence() | View() | Measure() | EdgeFinding():
            return entry.paths
        case Denominator() | Category() | Gap() | StateFinding() | CountFinding():
            return (entry.path,)
    return ()


def looked_at(entry: Entry) -> Iterator[tuple[str, str]]:
    """The properties that an entry looks at, as pairs of kind and property (of every kind that its patterns name)."""
    for path in paths_of(entry):
        yield from attributes(path)
        for part in (part for expr in _beside(entry) for part in parts(expr)):
            if isinstance(part, Attribute):
                kinds = next(pattern.kinds for pattern in path.patterns if pattern.var == part.var)
                yield from ((str(kind), str(part.name)) for kind in kinds)


def _beside(entry: Entry) -> tuple[Expr, ...]:
    """The expressions of an entry that stand beside its paths."""
    match entry:
        case Measure(sum=total) if total is not None:
            return (total,)
        case CountFinding(sum=total, limit=limit):
            return (limit,) if total is None else (total, limit)
    return ()
