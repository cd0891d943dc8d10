"""Marks of single nodes, and of subjects that are shown only together, wherever a picture puts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graphgov.coverage import STATES, SUBJECTS
from graphgov.coverage.rates import counts
from graphgov.graph.columns import Ints, Mask
from graphgov.view import colours
from graphgov.view.lines import NO_MARK
from graphgov.view.packing import Circle
from graphgov.view.picture import MARK, Entry, Mark
from graphgov.view.scene import Scene, Tally


@dataclass(frozen=True, eq=False)
class Marker:
    """Makes the marks of a scene.

    A *sign* stands for a node (its number), or (from the graph's size on) for a group of subjects shown together.
    """

    scene: Scene

    @property
    def size(self) -> int:
        """The number of nodes."""
        return self.scene.coverage.snapshot.graph.size

    def signs(self, nodes: Ints) -> Ints:
        """The signs of nodes, each once, in order: a node that is shown only with others is its group's."""
        group = self.scene.layout.together.group[nodes]
        return np.unique(np.where(group < 0, nodes, self.size + group))

    def number(self, nodes: Mask) -> int:
        """How many marks some nodes (mask over all) take that hold; known before any of them is made."""
        return len(self.signs(np.flatnonzero(nodes & self.scene.coverage.snapshot.alive).astype(np.int32)))

    def ends(self, signs: Iterable[int]) -> Ints:
        """For every node the place of its sign in a sequence of signs, else `NO_MARK`."""
        group = self.scene.layout.together.group
        place = np.full(self.size + len(self.scene.layout.together.home), NO_MARK, np.int32)
        listed = np.fromiter(signs, np.int64)
        place[listed] = np.arange(len(listed))
        return place[np.where(group < 0, np.arange(self.size), self.size + group)]

    def home(self, sign: int) -> int:
        """The community or division that a sign is drawn in, or `NOWHERE`."""
        own = sign < self.size
        return int(self.scene.layout.home[sign] if own else self.scene.layout.together.home[sign - self.size])

    def circle(self, sign: int) -> Circle:
        """Where the layout puts a sign."""
        if sign < self.size:
            return self.scene.layout.circle(sign)
        together, group = self.scene.layout.together, sign - self.size
        return Circle(float(together.x[group]), float(together.y[group]), float(together.r[group]))

    def mark(self, sign: int, circle: Circle) -> Mark:
        """A sign as a mark at a place."""
        return self._node(sign, circle) if sign < self.size else self._group(sign - self.size, circle)

    def outside(self, sign: int, circle: Circle) -> Mark:
        """A sign that is tied to a picture from elsewhere: a square that says from where."""
        mark, where = self.mark(sign, circle), self.home(sign)
        told = [mark.caption, *([self.scene.say("where", where=self.scene.name(where))] if where != sign else [])]
        return replace(mark, shape=colours.OUTSIDE, caption="\n".join(told))

    def _node(self, node: int, circle: Circle) -> Mark:
        scene, graph = self.scene, self.scene.coverage.snapshot.graph
        kind, name = graph.kind_of(node), scene.name(node)
        colour, state = self._colour(kind, node)
        told = [name, self._sort(kind, node), *([scene.word("state", state)] if state else [])]
        return Mark(
            scene.id(node), name, kind, MARK, colours.SHAPES[kind], colour, *circle, "\n".join(told), state=state,
            link=scene.id(node), count=int(kind in SUBJECTS),
        )  # fmt: skip

    def _colour(self, kind: str, node: int) -> tuple[str, str]:
        """The colour of a node, and its state where it is a subject."""
        if kind in SUBJECTS:
            code = int(self.scene.states(kind)[node - self.scene.coverage.snapshot.slice_of(kind).start])
            return STATES[code], STATES[code]
        if kind == "PartyOrganization":
            return colours.ORGANIZATION.key, ""
        units = self.scene.tally("Unit", node)
        return colours.shade(units.covered, units.base).key, ""

    def _sort(self, kind: str, node: int) -> str:
        """Which sort of its kind a node is; of an ordinary party organization its tier."""
        snapshot = self.scene.coverage.snapshot
        for name in ("tier", "type") if kind == "PartyOrganization" else ("type",):
            value = snapshot.value(node, name)
            if value is not None:
                return self.scene.value(kind, name, str(value))
        return self.scene.word("kind", kind)

    def _group(self, group: int, circle: Circle) -> Mark:
        scene, together = self.scene, self.scene.layout.together
        category = together.categories[together.category[group]]
        kind = scene.coverage.policy.category(category).kind
        holder, home = (int(nodes[group]) for nodes in (together.holder, together.home))
        tally = Tally(kind, tuple(self._states[kind][group].tolist()))
        count = sum(tally.by_state)
        name = scene.say("together", category=scene.word("category", category), count=count)
        return Mark(
            f" {category} {scene.id(holder)} {scene.id(home)}", name, kind, MARK, colours.TOGETHER,
            colours.shade(tally.covered, tally.base).key, *circle,
            f"{scene.name(holder)}\n{name}\n{scene.told(tally)}", tally.covered, tally.base,
            link=scene.id(holder), count=count,
        )  # fmt: skip

    @cached_property
    def _states(self) -> dict[str, Ints]:
        """For each kind of subject the members of every group by state (columns as `coverage.STATES`)."""
        scene, together = self.scene, self.scene.layout.together
        found = {}
        for kind in SUBJECTS:
            group = together.group[scene.coverage.snapshot.slice_of(kind)]
            members = group >= 0
            found[kind] = counts(group[members], scene.states(kind)[members], len(together.home))
        return found


def state_entries(scene: Scene, marks: Iterable[Mark]) -> tuple[Entry, ...]:
    """What the shapes and colours of single marks mean, with how many there are of each; kinds are never added up."""
    single = [mark for mark in marks if mark.role == MARK]
    shapes = Counter((mark.shape, mark.kind) for mark in single)
    found = [
        Entry("shape", shape, scene.word("kind", kind), scene.say("circles", count=shapes[shape, kind]))
        for kind, shape in colours.SHAPES.items() if shapes[shape, kind]
    ]  # fmt: skip
    stacks = Counter[str]()
    for mark in single:
        stacks[mark.kind] += mark.count if mark.shape == colours.TOGETHER else 0
    if stacks.total():
        found.append(Entry("shape", colours.TOGETHER, scene.say("stacks"), _counted(scene, stacks)))
    outside = sum(mark.shape == colours.OUTSIDE for mark in single)
    if outside:
        found.append(Entry("shape", colours.OUTSIDE, scene.say("outside"), scene.say("circles", count=outside)))
    shades = Counter(mark.colour for mark in single if not mark.state)
    for colour in (*colours.RATES, colours.NOTHING):
        if shades[colour.key]:
            number = scene.say("circles", count=shades[colour.key])
            found.append(Entry("colour", colour.key, colours.label(colour, scene.lang), number))
    found.append(Entry("heading", "", scene.say("states")))
    for colour in colours.STATES:
        kinds = Counter(mark.kind for mark in single if mark.state == colour.key)
        if kinds:
            found.append(Entry("colour", colour.key, colours.label(colour, scene.lang), _counted(scene, kinds)))
    return tuple(found)


def _counted(scene: Scene, number: Counter[str]) -> str:
    """How many there are of each kind of subject."""
    told = (
        scene.say("counted", kind=scene.word("kind", kind), count=number[kind]) for kind in SUBJECTS if number[kind]
    )
    return scene.word("message", "comma").join(told)
