"""From options to what is asked: the store, the policy, the graph on the day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from graphgov.answers.needs import OF_CHANGES, wanted
from graphgov.cli.options import Options

if TYPE_CHECKING:
    from graphgov.coverage import Coverage
    from graphgov.policy import Policy
    from graphgov.store import Store

def store_of(options: Options) -> Store:
    """The store that the options name."""
    from graphgov.store import DEFAULT, open_store

    return open_store(options.db or DEFAULT)


def policy_of(options: Options) -> Policy:
    """The policy that the options name, else the shipped one."""
    from graphgov.policy import read_policy

    return read_policy(options.policy)


def open_snapshot(options: Options, *others: Mapping[str, Collection[str]]) -> Coverage:
    """The graph on the day asked for, with the policy asked for; `others`: what is to be read besides."""
    from graphgov.coverage import Coverage
    from graphgov.graph import the_day

    policy = policy_of(options)
    graph = store_of(options).read(wanted(policy, *others))
    return Coverage(graph.on(the_day(graph, options.day)), policy)


def open_days(options: Options, earlier: date, later: date) -> tuple[Coverage, Coverage]:
    """The graph on two days, as it was known: what is first stated between them begins when it is stated."""
    from graphgov.coverage import Coverage
    from graphgov.coverage.changes import known_graph

    policy, store = policy_of(options), store_of(options)
    with store.kept_open():
        graph = known_graph(store, store.read(wanted(policy, OF_CHANGES)), earlier)
    return Coverage(graph.on(earlier), policy), Coverage(graph.on(later), policy)


def open_everything(options: Options) -> Coverage:
    """The same with every property of everything."""
    from graphgov.coverage import Coverage
    from graphgov.graph import the_day

    graph = store_of(options).read()
    return Coverage(graph.on(the_day(graph, options.day)), policy_of(options))
