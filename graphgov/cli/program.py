"""What every command is made of, and the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from graphgov import words
from graphgov.errors import BadOption, GraphgovError, nearest

BROKEN_PIPE = 1
"""Exit code when the reader of the output has gone (as `head` does); nothing is said."""

INTERRUPTED = 1


class Option(click.Option):
    """An option whose help stands in the catalogue (table ``help.option``) under its name."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """How it is written and what it does, in the language in force."""
        record = super().get_help_record(ctx)
        return record and (record[0], words.word("help", "option", str(self.name)))


class _Speaking(click.Command):
    """A command whose help stands in the catalogue; `text` is its entry in the table ``help``."""

    def __init__(self, *args: Any, text: str, examples: Sequence[str] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.text, self.examples = text, tuple(examples)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its first sentence."""
        return words.word("help", self.text).partition("\n")[0]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help``."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = words.word("help", "option", "help")
        return found

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How it is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, words.word("message", "usage") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does."""
        for paragraph in words.word("help", self.text).split("\n"):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(paragraph)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, and its commands where it has some."""
        records = [param.get_help_record(ctx) for param in self.get_params(ctx)]
        with formatter.section(words.word("message", "options")):
            formatter.write_dl([record for record in records if record])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its examples."""
        if self.examples:
            with formatter.section(words.word("message", "examples")):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


class Command(_Speaking):
    """A command."""

    # What is too much is refused below, in words of ours.
    allow_extra_args = True

    def invoke(self, ctx: click.Context) -> Any:
        """Run it."""
        if ctx.args:
            raise BadOption("extra_argument", word=ctx.args[0])
        return super().invoke(ctx)


class Group(_Speaking, click.Group):
    """Commands under one name."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its commands with what they do."""
        named = [(name, self.commands[name].get_short_help_str()) for name in self.list_commands(ctx)]
        with formatter.section(words.word("message", "commands")):
            formatter.write_dl(named)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Its commands in the order in which they are met."""
        return list(self.commands)


class Program(Group):
    """The whole command line."""

    def main(  # type: ignore[override]  # it never returns, whatever click is told
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run, and leave with 0 (done), 1 (error) or 2 (bad input); messages go to the error stream."""
        given = list(sys.argv[1:] if args is None else args)
        _speak(given)
        _never_fail_to_print()
        try:
            code = super().main(args, prog_name, **extra | {"standalone_mode": False})
            sys.stdout.flush()
        except GraphgovError as error:
            _leave(words.say("message", "error", text=str(error)), error.exit_code)
        except click.exceptions.NoArgsIsHelpError as error:
            _leave(error.format_message(), error.exit_code)
        except click.UsageError as error:
            _leave(_misuse(error), error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            _leave(words.word("message", "interrupted"), INTERRUPTED)
        except BrokenPipeError:
            # Python flushes the stream once more when it ends, and would complain of the broken pipe then.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(BROKEN_PIPE)
        sys.exit(code if isinstance(code, int) else 0)


def _speak(args: list[str]) -> None:
    """Set the language before anything is parsed: help and errors of parsing must know it."""
    for place, arg in enumerate(args):
        if arg == "--":
            return
        name, _, value = arg.partition("=")
        if name == "--lang":
            lang = value or (args[place + 1] if place + 1 < len(args) else "")
            if lang in words.LANGUAGES:
                words.speak(lang)


def _never_fail_to_print() -> None:
    """Print ? for what a code page (GBK, 1252 ...) lacks instead of breaking off."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _leave(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _misuse(error: click.UsageError) -> str:
    """The message of a usage error: what is wrong, in the language in force, and where to read on."""
    match error:
        case click.exceptions.NoSuchCommand():
            known = list(error.ctx.command.commands) if error.ctx and isinstance(error.ctx.command, click.Group) else []
            near = nearest(error.command_name, known)
            text = words.say("message", "no_command", word=error.command_name, near=near, known=", ".join(known))
        case click.NoSuchOption():
            known = [name for param in _params(error) for name in (*param.opts, *param.secondary_opts)]
            near = nearest(error.option_name, known)
            text = words.say("message", "no_option", word=error.option_name, near=near)
        case click.MissingParameter(param=click.Parameter() as param):
            named = param.opts[0] if isinstance(param, click.Option) else param.metavar or param.opts[0]
            text = words.say("message", "missing_argument", word=named)
        case click.BadOptionUsage():
            text = words.say("message", "option_value", word=error.option_name)
        case _:
            text = error.format_message()
    lines = [words.say("message", "error", text=text)]
    if error.ctx is not None:
        lines.append(words.say("message", "see_help", command=error.ctx.command_path))
    return "\n".join(lines)


def _params(error: click.UsageError) -> list[click.Parameter]:
    return error.ctx.command.get_params(error.ctx) if error.ctx else []
