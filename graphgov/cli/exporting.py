"""The command export: which part, of what, as which format; the formats stand in graphgov/export."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphgov import words
from graphgov.answers.questions import Where
from graphgov.cli.options import Count, OneOf, Options, located, option, shared
from graphgov.cli.output import Bar
from graphgov.cli.program import Command
from graphgov.errors import BadOption
from graphgov.schema import LAYERS

if TYPE_CHECKING:
    from graphgov.coverage import Coverage
    from graphgov.export.model import Export, Format

_OF_NETWORK = {"--layer", "--around", "--hops", "--history"}
_OF_STATES = {"--standard"}
"""Options that only the network, or whatever has states, listens to."""

WHAT = OneOf(("network", "blind-spots", "coverage", "findings", "workbook", "tables"))


@click.command(
    "export", cls=Command, text="export",
    examples=[
        "graphgov export tables/",
        "graphgov export network.gexf --layer linkage --history",
        "graphgov export friends.graphml --around 虹山中路社区 --hops 2",
        "graphgov export coverage.xlsx --marking 内部资料",
        "graphgov export streets/ --format xlsx --split-by street",
        "graphgov export blind.csv --what blind-spots --district 五华区 --marking 内部资料",
    ],
)  # fmt: skip
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@option("--format", "file_format", metavar="NAME")
@option("--what", type=WHAT)
@option("--layer", type=OneOf(LAYERS))
@option("--around", metavar="ID|NAME")
@option("--hops", type=Count(), metavar="N")
@located
@option("--split-by", type=OneOf(("street",)))
@option("--history", is_flag=True)
@option("--standard", metavar="NAME")
@option("--marking", metavar="TEXT", default="")
@shared("db", "day", "policy")
def export(options: Options, path: Path, file_format: str | None, what: str | None, **asked: Any) -> None:
    """Write the network, a list or a workbook to a file or a folder."""
    from graphgov.export.model import format_of

    chosen = format_of(path, file_format)
    what = chosen.what(what)
    told = {"as_of": options.day, **asked, "marking": None}
    given = [name for name, value in told.items() if value is not None and value is not False]
    _refuse(chosen, what, {f"--{name.replace('_', '-')}" for name in given})
    with Bar() as bar:
        written = chosen.write(_export(options, what, asked, bar), path)
    if asked["marking"] and not chosen.marked:
        click.echo(words.say("message", "not_marked", format=chosen.name), err=True)
    rows = words.word("message", "comma").join(f"{words.word('message', name)} {n}" for name, n in written.items())
    click.echo(words.say("message", "exported", path=path.resolve(), rows=rows))


def _refuse(chosen: Format, what: str, given: Set[str]) -> None:
    """Refuse options that would change nothing, rather than ignore them."""
    from graphgov.export.model import formats

    if given and not chosen.selects:
        raise BadOption("not_selected", format=chosen.name, options=", ".join(sorted(given)))
    if "--split-by" in given and not chosen.splits:
        able = ", ".join(each.name for each in formats().values() if each.splits)
        raise BadOption("not_split", format=chosen.name, known=able)
    idle = given & (set() if what == "network" else _OF_NETWORK) | given & (_OF_STATES if what == "findings" else set())
    if idle:
        raise BadOption("idle_options", what=words.word("what", what), options=", ".join(sorted(idle)))


def _export(options: Options, what: str, asked: dict[str, Any], bar: Bar) -> Export:
    from graphgov.answers.needs import OF_FINDINGS
    from graphgov.cli.reading import open_everything, open_snapshot, store_of
    from graphgov.export.model import Export, Selection

    def read(everything: bool) -> Coverage:
        return open_everything(options) if everything else open_snapshot(options, OF_FINDINGS)

    where = Where(*(asked[name] for name in ("district", "street", "community")))
    part = {name: asked[name] for name in ("history", "layer", "around", "hops", "split_by")}
    selection = Selection(where, **{name: value for name, value in part.items() if value is not None})
    return Export(store_of(options), read, what, selection, asked["standard"], asked["marking"], bar, _warn)


def _warn(message: str) -> None:
    click.echo(words.word("message", message), err=True)


COMMANDS: tuple[click.Command, ...] = (export,)
