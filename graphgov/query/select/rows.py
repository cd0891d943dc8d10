"""The relations that stand behind FROM: here an inner SELECT, a table as it is, a list.

A relation is written last: only then is it known which of its columns were asked for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable


class Rows(ABC):
    """A relation with a name of its own."""

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def sql(self) -> str:
        """What stands before its name."""

    def read(self) -> str:
        """What stands behind FROM or JOIN: the relation with its name."""
        return f"{self.sql()} {self.name}"

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, and those of tables beside it."""
        return (self.name,)


class Inner(Rows):
    """The rows of an inner SELECT, of which further columns may be asked for until it is written."""

    def __init__(self, name: str, select: Callable[[], str]) -> None:
        super().__init__(name)
        self._select = select

    def sql(self) -> str:
        """The SELECT in brackets."""
        return f"({self._select()})"


class Whole(Rows):
    """A table as it is."""

    def __init__(self, name: str, table: str) -> None:
        super().__init__(name)
        self._table = table

    def sql(self) -> str:
        """What it is called."""
        return self._table


class Items(Rows):
    """The items of a list: a column `item`, and where it is said one `place`."""

    def __init__(self, name: str, relation: str, columns: str = "item") -> None:
        super().__init__(f"{name}({columns})")
        self._relation, self.item = relation, f"{name}.item"

    def sql(self) -> str:
        """The relation of the list."""
        return self._relation
