"""Finding a node by what people call it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

import numpy as np

from graphgov import words
from graphgov.errors import UnknownName
from graphgov.graph import Graph, Texts
from graphgov.graph.arrow import as_numpy
from graphgov.graph.columns import Mask

# 翠湖西路社区居民委员会, 翠湖西路社区居委会 and 翠湖西路社区 are one community.
_SUFFIX = "(社区)?(居民委员会|居委会|村民委员会|村委会)$|(社区|村)$"

MOST_LISTED = 12


def normalized(name: str) -> str:
    """A name without its legal suffix, in one form of width and brackets."""
    return re.sub(_SUFFIX, "", unicodedata.normalize("NFKC", name).strip())


def other_names(aliases: str) -> list[str]:
    """The names in the property ``aliases``, each once."""
    return list(dict.fromkeys(name.strip() for name in aliases.split("|") if name.strip()))


def as_aliases(names: Iterable[str]) -> str:
    """Names as the property ``aliases`` holds them, each once."""
    return "|".join(dict.fromkeys(names))


_SIGNS = re.compile(r"[\s()\[\]【】《》“”‘’\"'·•.,，、\-_]")


@lru_cache(maxsize=1 << 16)
def matching(name: str, kind: str) -> str:
    """A name as it is compared with the names of other records of the same thing.

    Width, blanks, brackets and case do not matter, nor whether 有限公司 is written in full; of communities the legal
    suffix, of streets the word for their office.
    """
    said = _SIGNS.sub("", unicodedata.normalize("NFKC", name)).lower()
    match kind:
        case "Community":
            return normalized(said) or said
        case "Division":
            return said.removesuffix("办事处")
    return said.replace("有限责任公司", "有限公司")


_LEGAL = (
    "社区居民委员会", "社区居委会", "社区居委会会", "居民委员会", "居委会", "居委会会", "社区",
    "村民委员会", "村委会", "村村民委员会", "村村委会", "村",
)  # fmt: skip
"""What may follow the name of a community, in full, in short, and with the slips of the register of divisions."""


@lru_cache(maxsize=1 << 16)
def cores(name: str, kind: str) -> frozenset[str]:
    """All that a name may be the name of, as it is compared: two are the same, written otherwise, if they share one.

    Where a community's own name ends and its legal suffix begins cannot always be told: 新村村民委员会 may be that of
    新村 or of 新.  Of an empty name there are none.
    """
    if kind != "Community":
        return frozenset(filter(None, (matching(name, kind),)))
    said = _SIGNS.sub("", unicodedata.normalize("NFKC", name)).lower()
    return frozenset(filter(None, (said, *(said.removesuffix(suffix) for suffix in _LEGAL))))


def same_name(one: str, other: str, kind: str) -> bool:
    """Whether two names of a thing differ in the way they are written only."""
    return one == other or not cores(one, kind).isdisjoint(cores(other, kind))


def find_node(graph: Graph, text: str, kinds: tuple[str, ...] | None = None) -> int:
    """The node with an id, or with a name, an alias, or a name that differs in its suffix only; in this order.

    `kinds`: only among these.  Raises UnknownName when there is none (with the nearest name), or when several are
    called so (listed with their ids).
    """
    allowed = _allowed(graph, kinds)
    node = graph.find(text)
    if node is not None and allowed[node]:
        return node
    # What was judged to be the same as another holds on no day: its names are names of the one that stays.
    allowed &= _ever(graph)
    for names in (_called(graph, text), _also_called(graph, text), _nearly_called(graph, text)):
        nodes = np.flatnonzero(names & allowed)
        if len(nodes) == 1:
            return int(nodes[0])
        if len(nodes) > 1:
            shown = (f"  {graph.ids.at(n)}  {graph.label(n)}  {_kind(graph, n)}" for n in nodes[:MOST_LISTED].tolist())
            raise UnknownName("several_nodes", word=text, count=len(nodes), list="\n".join(shown))
    raise UnknownName("unknown_node", word=text, near=_nearest(graph, text, allowed))


def _kind(graph: Graph, node: int) -> str:
    return words.word("kind", graph.kind_of(node))


def _allowed(graph: Graph, kinds: tuple[str, ...] | None) -> Mask:
    if kinds is None:
        return np.ones(graph.size, bool)
    mask = np.zeros(graph.size, bool)
    for kind in kinds:
        rows = graph.nodes[kind]
        mask[rows.first : rows.first + rows.count] = True
    return mask


def _ever(graph: Graph) -> Mask:
    """Which nodes hold on some day."""
    mask = np.zeros(graph.size, bool)
    for rows in graph.nodes.values():
        mask[rows.node[rows.since < rows.until]] = True
    return mask


def _called(graph: Graph, text: str) -> Mask:
    import pyarrow.compute as pc

    return _mask(pc.equal(graph.names.array, text))


def _nearly_called(graph: Graph, text: str) -> Mask:
    import pyarrow.compute as pc

    plain = pc.utf8_normalize(pc.utf8_trim_whitespace(graph.names.array), form="NFKC")
    return _mask(pc.equal(pc.replace_substring_regex(plain, _SUFFIX, ""), normalized(text)))


def _also_called(graph: Graph, text: str) -> Mask:
    import pyarrow.compute as pc

    mask = np.zeros(graph.size, bool)
    pattern = f"(^|\\|)\\s*{re.escape(text)}\\s*(\\||$)"
    for rows in graph.nodes.values():
        aliases = rows.columns.get("aliases")
        if isinstance(aliases, Texts) and len(aliases):
            mask[rows.node[_mask(pc.match_substring_regex(aliases.array, pattern))]] = True
    return mask


def _mask(found: object) -> Mask:
    import pyarrow.compute as pc

    mask: Mask = as_numpy(pc.fill_null(found, False))
    return mask


def _nearest(graph: Graph, text: str, allowed: Mask) -> str:
    import pyarrow.compute as pc

    array = graph.names.array
    holding = np.flatnonzero(_mask(pc.match_substring(array, normalized(text) or text)) & allowed)
    if len(holding):
        return graph.label(int(holding[0]))
    # Comparing with every name of a city takes long; those that share the first sign are enough to mend a slip.
    likely = np.flatnonzero(_mask(pc.starts_with(array, text[:1])) & allowed)[:20_000]
    close = get_close_matches(text, [graph.label(node) for node in likely.tolist()], n=1)
    return close[0] if close else ""
