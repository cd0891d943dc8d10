"""The functions of texts: places and parts are written out, because Neo4j and SQL differ about others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from graphgov.query.catalog import TEXT
from graphgov.query.select import dialect
from graphgov.query.select.arguments import Arguments, only
from graphgov.query.select.values import LIST, TEXTS, Type, Value
from graphgov.query.tree import Expr, Literal

if TYPE_CHECKING:
    from graphgov.query.select.expressions import Expressions


def substring(here: Expressions, arguments: Arguments) -> Value | None:
    """A piece of a text."""
    match arguments:
        case (text, start) if (first := _number(start)) is not None:
            length = ""
        case (text, start, most) if (first := _number(start)) is not None and (count := _number(most)) is not None:
            length = f", {count}"
        case _:
            return None
    value = only(here, (text,), TEXT)
    return None if value is None else Value(f"SUBSTRING({value.sql}, {first + 1}{length})", TEXTS)


def side(function: str) -> Callable[[Expressions, Arguments], Value | None]:
    """What is at the left, or right, of a text."""

    def cut(here: Expressions, arguments: Arguments) -> Value | None:
        count = _number(arguments[1]) if len(arguments) == 2 else None
        value = only(here, arguments[:1], TEXT)
        return None if value is None or count is None else Value(f"{function}({value.sql}, {count})", TEXTS)

    return cut


LOWER = r"\x{130}\x{3a3}\x{2c2f}\x{a7c0}\x{a7d0}\x{a7d6}\x{a7d8}\x{10570}-\x{10595}"
UPPER = (
    r"\x{df}\x{149}\x{1f0}\x{390}\x{3b0}\x{587}\x{1e96}-\x{1e9a}\x{1f50}-\x{1f56}\x{1f80}-\x{1ffc}\x{2c5f}"
    r"\x{a7c1}\x{a7d1}\x{a7d7}\x{a7d9}\x{fb00}-\x{fb17}\x{10597}-\x{105bc}"
)
"""Letters that Java and SQL make small, or capital, each in its own way; a Greek sigma by where it stands."""


def cased(function: str, others: str) -> Callable[[Expressions, Arguments], Value | None]:
    """A text in small, or in capital, letters; with one of the other letters in it, it is an error."""

    def letters(here: Expressions, arguments: Arguments) -> Value | None:
        value = only(here, arguments, TEXT)
        if value is None:
            return None
        failed = dialect.failed(f"{function} of a letter that Neo4j treats otherwise", "VARCHAR")
        test = dialect.has_letter(value.sql, others)
        return Value(f"CASE WHEN {test} THEN {failed} ELSE {function}({value.sql}) END", TEXTS)

    return letters


def trim(which: str) -> Callable[[Expressions, Arguments], Value | None]:
    """A text without the white space on its sides, or one of them."""

    def trimmed(here: Expressions, arguments: Arguments) -> Value | None:
        value = only(here, arguments, TEXT)
        return None if value is None else Value(f"TRIM({which} '{_SPACES}' FROM {value.sql})", TEXTS)

    return trimmed


_SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2008\u2009\u200a\u2028\u2029\u205f\u3000"
)
"""What Neo4j trims: the white space of Java, which has no no-break spaces; SQL would take blanks only."""


def replace(here: Expressions, arguments: Arguments) -> Value | None:
    """A text with another part wherever one is."""
    if len(arguments) != 3 or not _part(arguments[1]):
        return None
    value, part, other = (only(here, (argument,), TEXT) for argument in arguments)
    if value is None or part is None or other is None:
        return None
    return Value(f"REPLACE({value.sql}, {part.sql}, {other.sql})", TEXTS)


def split(here: Expressions, arguments: Arguments) -> Value | None:
    """The parts of a text between the places where one is."""
    if len(arguments) != 2 or not _part(arguments[1]):
        return None
    value, part = (only(here, (argument,), TEXT) for argument in arguments)
    if value is None or part is None:
        return None
    return Value(dialect.split(value.sql, part.sql), Type(LIST, of=TEXTS))


def _number(argument: Expr) -> int | None:
    """A place or length that is written out: with others Neo4j ends in an error for some rows, and SQL counts back."""
    match argument:
        case Literal(int() as value) if not isinstance(value, bool) and 0 <= value <= _FURTHEST:
            return value
    return None


_FURTHEST = 2**30
"""The sum of two such numbers is still one that Neo4j counts texts with."""


def _part(argument: Expr) -> bool:
    """Whether it is a text that is written out and not empty: every place of a text has an empty one."""
    return isinstance(argument, Literal) and isinstance(argument.value, str) and argument.value != ""
