"""What several pages take from what is asked: the scope, the node, the part of the territory."""

from __future__ import annotations

from graphgov.answers.questions import Where, day_of
from graphgov.coverage import SUBJECTS, Coverage
from graphgov.errors import shorten
from graphgov.report.scope import Scope
from graphgov.web.asking import Asked
from graphgov.web.links import NOBODY
from graphgov.web.security import Refused
from graphgov.web.state import Loaded

WHERE = ("district", "street", "community")

SEVERITIES = ("high", "medium", "low")


def scope_of(asked: Asked, loaded: Loaded) -> Scope:
    """The coverage on the day under the standard, beside an earlier day where one is given."""
    coverage = loaded.coverage(asked.day)
    standard = coverage.policy.standard(asked.standard or coverage.policy.default_standard).name
    against = asked.get("against")
    return Scope(coverage, standard, loaded.coverage(day_of(against)) if against else None)


def node_of(coverage: Coverage, asked: Asked) -> int:
    """The node that a page is about: by its id alone, because a name may change; raises Refused when there is none."""
    node = coverage.snapshot.graph.find(asked.id or "")
    if node is None:
        raise Refused(404, "no_node", id=shorten(asked.id or ""))
    return node


def kind_of(asked: Asked) -> str | None:
    """The kind of subject that is asked for; None for all."""
    return asked.get("kind") and asked.one_of("kind", SUBJECTS, SUBJECTS[0])


def where_of(asked: Asked) -> Where:
    """The part of the territory that is asked for."""
    return Where(*(None if asked.get(level) == NOBODY else asked.get(level) for level in WHERE))


def severity_of(asked: Asked) -> str | None:
    """The severity that is asked for; None for all."""
    return asked.get("severity") and asked.one_of("severity", SEVERITIES, SEVERITIES[0])
