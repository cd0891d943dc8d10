"""Values of a query while it is compiled: SQL with a type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT, TRUTH

if TYPE_CHECKING:
    from graphgov.query.select.block import Group
    from graphgov.query.select.elements import Element

NODE, EDGE, LIST, STEPS, PATH, NULL = "node", "relationship", "list", "relationships", "path", "null"
"""Types beside those of properties: elements, lists, the ties of a repetition, paths; null, which fits every type."""

SEVERAL = (LIST, STEPS, PATH)
"""What is made of several elements or values."""

SQL_TYPES = {TEXT: "VARCHAR", COUNT: "BIGINT", NUMBER: "DOUBLE", DATE: "DATE", TRUTH: "BOOLEAN", NULL: "VARCHAR"}


@dataclass(frozen=True)
class Type:
    """A type; of elements the kinds that they can be, of a list that of its items, of a text its values if listed.

    Of a path `kinds` are those of its ties, and `of` is the type of its nodes.
    """

    name: str
    kinds: frozenset[str] = frozenset()
    of: Type | None = None
    values: frozenset[str] | None = field(default=None, compare=False)
    mixed: bool = field(default=False, compare=False)
    """Of a number: whether some are whole numbers and some are fractions, which SQL would make all of them."""
    large: bool = field(default=False, compare=False)
    """Whether it is of whole numbers that fractions are too coarse for."""

    @property
    def uneven(self) -> bool:
        """Whether it is of mixed numbers, or a list of them."""
        return self.mixed or (self.of is not None and self.of.uneven)

    @property
    def element(self) -> bool:
        """Whether it is that of a node or tie, known by its key."""
        return self.name in (NODE, EDGE)


UNKNOWN = "CAST(NULL AS BOOLEAN)"
"""The SQL of a condition of which nobody knows whether it holds."""

TRUTHS, COUNTS, NUMBERS, TEXTS, NULLS = Type(TRUTH), Type(COUNT), Type(NUMBER), Type(TEXT), Type(NULL)


@dataclass(frozen=True)
class Value:
    """SQL and its type.  An element's SQL is its key; `element` gives its properties, or `group` says whom to ask."""

    sql: str
    type: Type
    element: Element | None = field(default=None, compare=False)
    group: Group | None = field(default=None, compare=False)
    constant: bool = False
    nullable: bool = False
    """Of an element: whether there may be none, as under OPTIONAL MATCH."""
    narrowed: frozenset[str] | None = None
    """Of a node: the kinds that it can be of for all that comes after a pattern which leaves out the others."""

    @property
    def kinds(self) -> frozenset[str]:
        """Of an element: the kinds that it can be of here."""
        return self.type.kinds if self.narrowed is None else self.narrowed


def common(types: Iterable[Type]) -> Type | None:
    """The type that values of these types have together; None when they have none."""
    found = NULLS
    for type_ in types:
        if found.name == NULL:
            found = type_
        elif type_.name == NULL:
            continue
        elif found.name in (COUNT, NUMBER) and type_.name in (COUNT, NUMBER):
            apart = found.name != type_.name or found.mixed or type_.mixed
            name = NUMBER if NUMBER in (found.name, type_.name) else COUNT
            found = Type(name, mixed=apart, large=found.large or type_.large)
        elif found.name == LIST and type_.name == LIST:
            of = common(each for each in (found.of, type_.of) if each is not None)
            if of is None:
                return None
            found = Type(LIST, of=of)
        elif found.name == type_.name and found.name not in (STEPS, PATH):
            found = Type(found.name, found.kinds | type_.kinds, values=_values(found, type_))
        else:
            return None
    return found


def _values(one: Type, other: Type) -> frozenset[str] | None:
    return None if one.values is None or other.values is None else one.values | other.values
