"""Commands about networks: neighbors, path, network."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from graphgov.answers.needs import OF_FINDINGS
from graphgov.answers.questions import Where
from graphgov.cli.options import Count, Day, OneOf, Options, language, located, option, shared
from graphgov.cli.output import deliver, limit_of
from graphgov.cli.program import Command, Group
from graphgov.schema import LAYERS, SCHEMA

if TYPE_CHECKING:
    from graphgov.network import Network

layer = option("--layer", type=OneOf(LAYERS), default=LAYERS[0])
limit = option("--limit", type=Count(), metavar="N")


@click.command(
    "neighbors", cls=Command, text="neighbors",
    examples=["graphgov neighbors 爱琴海商业区 --layer all", "graphgov neighbors story-P1 --hops 2 --format json"],
)  # fmt: skip
@click.argument("subject", metavar="ID|NAME")
@option("--hops", type=Count(), metavar="N", default=1)
@layer
@limit
@shared("db", "day", "format")
def neighbors(options: Options, subject: str, hops: int, layer: str, limit: int | None) -> None:
    """Who is around something: within how many steps, by which ties."""
    from graphgov.answers import near

    deliver(near.neighbors(_network(options, layer), subject, hops, limit_of(limit, options)), options)


@click.command(
    "path", cls=Command, text="path",
    examples=["graphgov path 云南警官学院 虹山中路社区", "graphgov path story-M1 红星社区 --layer all"],
)  # fmt: skip
@click.argument("one", metavar="ID|NAME")
@click.argument("other", metavar="ID|NAME")
@layer
@shared("db", "day", "format")
def path(options: Options, one: str, other: str, layer: str) -> None:
    """How two organizations are joined."""
    from graphgov.answers import near

    deliver(near.joined(_network(options, layer), one, other), options)


@click.group("network", cls=Group, text="network")
@language
def network() -> None:
    """Network analysis."""


@network.command(
    "bridges", cls=Command, text="network_bridges",
    examples=["graphgov network bridges --limit 10", "graphgov network bridges --format csv --output bridges.csv"],
)  # fmt: skip
@layer
@limit
@shared("db", "day", "format")
def bridges(options: Options, layer: str, limit: int | None) -> None:
    """Ties without which the network falls apart."""
    from graphgov.answers import networks

    deliver(networks.bridging(_network(options, layer), limit_of(limit, options)), options)


@network.command(
    "isolates", cls=Command, text="network_isolates",
    examples=["graphgov network isolates --kind Unit --community 虹山中路社区"],
)  # fmt: skip
@option("--kind", "node_kind", type=OneOf(SCHEMA.node))
@located
@layer
@limit
@shared("db", "day", "format")
def isolates(options: Options, node_kind: str | None, layer: str, limit: int | None, **among: Any) -> None:
    """Whoever has no tie of the layer."""
    from graphgov.answers import networks
    from graphgov.cli.reading import open_snapshot
    from graphgov.network import network as network_of

    coverage = open_snapshot(options)
    of = network_of(coverage.snapshot, layer)
    deliver(networks.alone(coverage, of, node_kind, Where(**among), limit_of(limit, options)), options)


@network.command(
    "components", cls=Command, text="network_components",
    examples=["graphgov network components --district 五华区"],
)  # fmt: skip
@located
@layer
@limit
@shared("db", "day", "format")
def components(options: Options, layer: str, limit: int | None, **among: Any) -> None:
    """Into how many pieces ties join the nodes of every community."""
    from graphgov.answers import networks
    from graphgov.cli.reading import open_snapshot
    from graphgov.network import network as network_of

    coverage = open_snapshot(options)
    of = network_of(coverage.snapshot, layer)
    deliver(networks.pieces(coverage, of, Where(**among), limit_of(limit, options)), options)


@network.command(
    "central", cls=Command, text="network_central",
    examples=[
        "graphgov network central --limit 10",
        "graphgov network central --projection committees --measure degree",
    ],
)  # fmt: skip
@option("--measure", type=OneOf(("betweenness", "degree", "eigenvector")), default="betweenness")
@option("--projection", type=OneOf(("ties", "members", "committees")), default="ties")
@layer
@limit
@shared("db", "day", "format")
def central(options: Options, measure: str, projection: str, layer: str, limit: int | None) -> None:
    """The most central nodes."""
    from graphgov.answers import networks

    of = _network(options, layer)
    deliver(networks.central(of, measure, projection, limit_of(limit, options)), options)


@network.command(
    "interlocks", cls=Command, text="network_interlocks",
    examples=["graphgov network interlocks --limit 20"],
)  # fmt: skip
@limit
@shared("db", "day", "format")
def interlocks(options: Options, limit: int | None) -> None:
    """Which big party committees share members."""
    from graphgov.answers import networks

    deliver(networks.shared_members(_network(options, LAYERS[0]), limit_of(limit, options)), options)


@network.command(
    "segmentation", cls=Command, text="network_segmentation",
    examples=["graphgov network segmentation", "graphgov network segmentation --against 2019-06-30"],
)  # fmt: skip
@option("--against", "earlier", type=Day(), metavar="DAY")
@layer
@shared("db", "day", "format")
def segmentation(options: Options, earlier: date | None, layer: str) -> None:
    """Do linkages cross superior systems, do they cross communities."""
    from graphgov.answers import networks
    from graphgov.cli.reading import open_snapshot
    from graphgov.coverage import Coverage

    coverage = open_snapshot(options)
    before = Coverage(coverage.snapshot.graph.on(earlier), coverage.policy) if earlier else None
    deliver(networks.divided(coverage, before, layer), options)


@network.command(
    "red-ties", cls=Command, text="network_red_ties",
    examples=["graphgov network red-ties", "graphgov network red-ties --format json"],
)  # fmt: skip
@layer
@limit
@shared("db", "day", "format")
def red_ties(options: Options, layer: str, limit: int | None) -> None:
    """Adjoining business districts and compounds that share no organization."""
    from graphgov.answers import networks

    deliver(networks.red_ties(_network(options, layer), limit_of(limit, options)), options)


@network.command(
    "reach", cls=Command, text="network_reach",
    examples=["graphgov network reach story-P1"],
)  # fmt: skip
@click.argument("subject", metavar="ID|NAME")
@layer
@limit
@shared("db", "day", "format")
def reach(options: Options, subject: str, layer: str, limit: int | None) -> None:
    """Whom a committee reaches in one step and in two."""
    from graphgov.answers import near

    deliver(near.circle(_network(options, layer), subject, limit_of(limit, options)), options)


def _network(options: Options, layer: str) -> Network:
    from graphgov.cli.reading import open_snapshot
    from graphgov.network import network as network_of

    return network_of(open_snapshot(options, OF_FINDINGS).snapshot, layer)


COMMANDS: tuple[click.Command, ...] = (neighbors, path, network)
