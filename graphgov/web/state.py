"""What requests see: one whole state of the store each, and the new one as soon as it has been read.

The store is copied, between two writers, to a folder of this process, and read from there: an import never waits
longer than for the copy, and what is asked of the record is of the same state as the graph.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from graphgov.answers.asked import under
from graphgov.coverage import SUBJECTS, Coverage
from graphgov.errors import GraphgovError
from graphgov.graph import Graph, the_day
from graphgov.named import NamedQuery
from graphgov.policy import Policy, enabled
from graphgov.store import Stamp, Store
from graphgov.web import copies

EVERY = 1.0
"""Seconds between two looks at whether the store has been written."""

DAYS = 4
"""Coverages of so many days are kept; further ones push out the one that was not asked for longest."""

VALUES = 200
"""The figures of so many pages, and masks of so many filters, are kept likewise."""

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Loaded:
    """One state of the store, read whole; `store` holds the same state and is written by nobody."""

    store: Store
    stamp: Stamp
    graph: Graph
    policy: Policy
    queries: Mapping[str, NamedQuery] = field(default_factory=dict)
    _coverages: OrderedDict[date, Coverage] = field(default_factory=OrderedDict)
    _kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _making: dict[Hashable, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def coverage(self, day: date | None = None) -> Coverage:
        """The coverage on a day (default: the data's cut-off); computed once and kept while it is asked for."""
        day = the_day(self.graph, day)
        # Others wait here, because two would compute the same twice as slowly.
        with self._lock:
            if day not in self._coverages:
                self._coverages[day] = _warmed(Coverage(self.graph.on(day), self.policy))
                if len(self._coverages) > DAYS:
                    self._coverages.popitem(last=False)
            self._coverages.move_to_end(day)
            return self._coverages[day]

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What `make` gives, made once and kept while it is asked for; the same key always means the same value."""
        with self._lock:
            turn = self._making.setdefault(key, threading.Lock())
        # A page that takes long keeps only those waiting who ask for the same: they get what the first one made.
        with turn:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    found: Value = self._kept[key]
                    return found
            made = make()
            with self._lock:
                self._kept[key] = made
                self._making.pop(key, None)
                if len(self._kept) > VALUES:
                    self._kept.popitem(last=False)
        return made


def _warmed(coverage: Coverage) -> Coverage:
    """A coverage that has computed what most pages ask for."""
    territory = coverage.territory
    for part in (territory.street, territory.district, territory.place, territory.responsible):
        assert len(part) == coverage.snapshot.graph.size
    for kind in SUBJECTS:
        for standard in enabled(coverage.policy.standards):
            coverage.states(kind, standard.name)
    return coverage


class State:
    """The store as requests see it."""

    def __init__(self, store: Store, policy: Policy, every: float = EVERY, queries: Path | None = None) -> None:
        """Read the store, and the queries of a folder; raises StoreError, or BadInput, when that cannot be done."""
        copies.remove_abandoned()
        self.store, self.policy, self.every = store, policy, every
        self.queries = under(policy, queries)
        self._lock, self._looked = threading.Lock(), time.monotonic()
        self._reader: threading.Thread | None = None
        self._loaded = self._load()

    def current(self) -> Loaded:
        """The last state that has been read whole.

        When the store has been written since, the new state is read in the background meanwhile.
        """
        with self._lock:
            now = time.monotonic()
            idle = self._reader is None or not self._reader.is_alive()
            if idle and now - self._looked >= self.every:
                self._looked = now
                if self._is_stale():
                    self._reader = threading.Thread(target=self._renew, name="graphgov-reader", daemon=True)
                    self._reader.start()
            return self._loaded

    def _is_stale(self) -> bool:
        try:
            return self.store.stamp() != self._loaded.stamp
        except GraphgovError:  # moved away for a moment, or for ever: what is known is still worth showing
            return False

    def _renew(self) -> None:
        """Read the new state; while it cannot be read (an import is still writing), the old one stays."""
        try:
            loaded = self._load()
        except GraphgovError:
            return
        with self._lock:
            self._loaded = loaded

    def _load(self) -> Loaded:
        with ExitStack() as held:
            store, stamp = self.store.frozen(held.enter_context(copies.folder()))
            held.enter_context(store.kept_open())
            loaded = Loaded(store, stamp, store.read(), self.policy, self.queries)
            loaded.coverage()
            # The copy goes when the last request that sees this state is answered, or when the process ends.
            weakref.finalize(loaded, held.pop_all().close)
        return loaded
