"""docs/cli.md: every command, option and example, as the command line has them, and its errors."""

from __future__ import annotations

from collections.abc import Iterator

import click
from docs_text import code, fenced, plain, table, template

from graphgov import words
from graphgov.cli import cli

ASIDE = ("query_", "bad_tables", "bad_policy", "more_problems", "did_you_mean")
"""Errors that stand on other pages, or are parts of others."""


def named(command: click.Command = cli, path: tuple[str, ...] = ("graphgov",)) -> Iterator[tuple[str, click.Command]]:
    """Every command with what is typed to call it; groups before their commands."""
    yield " ".join(path), command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from named(command.commands[name], (*path, name))


ENDLESS = ("graphgov serve",)
"""Commands that go on until somebody stops them."""


def commands() -> str:
    return "\n\n".join("\n\n".join(_command(name, command)) for name, command in named())


def _command(name: str, command: click.Command) -> Iterator[str]:
    yield f"### {name}"
    yield "\n\n".join(
        plain_lines(words.word("help", str(vars(command)["text"]), lang=lang)) for lang in words.LANGUAGES
    )
    ctx = click.Context(command, info_name=name)
    yield fenced(" ".join([name, *command.collect_usage_pieces(ctx)]))
    if rows := [_option(ctx, param) for param in command.get_params(ctx) if isinstance(param, click.Option)]:
        yield table(("option", "中文", "English"), rows)
    if examples := vars(command)["examples"]:
        aside = "<!-- not run: it ends with Ctrl-C -->\n" if name in ENDLESS else ""
        yield aside + fenced("\n".join(examples), "sh")


def plain_lines(text: str) -> str:
    return "<br>\n".join(map(plain, text.splitlines()))


def _option(ctx: click.Context, param: click.Option) -> tuple[str, ...]:
    record = param.get_help_record(ctx)
    name = "help" if "--help" in param.opts else str(param.name)
    texts = (plain(words.word("help", "option", name, lang=lang)) for lang in words.LANGUAGES)
    return (code(record[0] if record else param.opts[0]), *texts)


def errors() -> str:
    keys = [key for key in words.catalogue()["error"] if not key.startswith(ASIDE)]
    rows = [tuple(template("error", key, lang=lang) for lang in words.LANGUAGES) for key in keys]
    return table(("中文", "English"), rows)


BLOCKS = {"commands": commands, "errors": errors}
