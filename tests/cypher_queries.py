"""Random queries in the language: of every construct, and of their combinations."""

from __future__ import annotations

from datetime import date
from random import Random

from cypher_graphs import EDGES, NODES, TYPES, VALUES

from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT, TRUTH

PARAMETERS = {"day": date(2020, 2, 29), "text": "ab", "number": 1, "texts": ["a", "ab"], "nothing": None}

NODE, EDGE, STEPS, LIST, ELEMENTS = "node", "edge", "steps", "list", "elements"
WAY, WAYS = "way", "ways"
"""A path that is one of the shortest, of which only some is sure; one of all that are."""

SEVERAL = (STEPS, LIST, WAY, WAYS)

PARTS = ("'a'", "'b'", "'ab'", "'-'", "'😀'", "'中'")
"""Parts of texts that are looked for."""

Scope = dict[str, tuple[str, tuple[str, ...]]]
"""Variables with their type and, of elements, the properties that they can have."""


class Draw:
    """Draws one query."""

    def __init__(self, choose: Random) -> None:
        self.choose, self.count = choose, 0

    def chance(self, percent: int) -> bool:
        """Whether something happens."""
        return self.choose.randrange(100) < percent

    def new(self, prefix: str) -> str:
        """A fresh variable."""
        self.count += 1
        return f"{prefix}{self.count}"

    # ---- Values

    def value(self, type_: str, scope: Scope, depth: int = 2) -> str:
        """An expression of a type."""
        sources = [self.literal(type_)]
        for name, (own, properties) in scope.items():
            if own in (NODE, EDGE):
                sources += [f"{name}.{prop}" for prop in properties if TYPES[prop] == type_] * 2
            elif own == type_:
                sources += [name] * 3
            elif own == STEPS and type_ == COUNT:
                sources += [f"size({name})"] * 2
            elif own in (WAY, WAYS) and type_ == COUNT:
                sources += [f"length({name})", f"size(nodes({name}))"]
            elif own in (WAY, WAYS) and type_ == TEXT:
                sources += [f"nodes({name})[{self.choose.choice((0, -1))}].id"]
        if depth and self.chance(40):
            return self._computed(type_, scope, depth - 1)
        return self.choose.choice(sources)

    def _computed(self, type_: str, scope: Scope, depth: int) -> str:
        def inner(kind: str = type_) -> str:
            return self.value(kind, scope, depth)

        options = [
            lambda: f"coalesce({inner()}, {inner()})",
            lambda: f"CASE WHEN {self.truth(scope, depth)} THEN {inner()} ELSE {inner()} END",
            lambda: f"CASE {inner(COUNT)} WHEN {inner(COUNT)} THEN {inner()} END",
            lambda: f"nullIf({inner()}, {inner()})",
        ]
        if type_ in (COUNT, NUMBER):
            options += [lambda: f"({inner()} {self.choose.choice('+-*')} {inner()})", lambda: f"abs(-{inner()})"]
        if type_ == COUNT:
            options += [lambda: f"({inner()} / 2)", lambda: f"({inner()} % 3)", lambda: f"size({inner(TEXT)})"]
            options += [lambda: f"({inner()} {self.choose.choice('/%')} (abs({inner()}) + 1))"]
            options += [lambda: f"({inner(DATE)}).month", lambda: f"size([{inner(TEXT)}, {inner(TEXT)}])"]
            options += [lambda: f"COUNT {{ {self.subquery(scope, depth)} }}"]
            options += [lambda: f"{self.choose.choice(('sign', 'toInteger'))}({inner(NUMBER)})"]
            options += [lambda: f"size({self.parted(scope, depth)})"]
            options += [lambda: f"range(-1, $number, 2)[{inner()}]", lambda: f"[{inner()}, {inner()}][{inner()}]"]
            walks = [name for name, (own, _) in scope.items() if own == STEPS]
            if walks:
                walk = self.choose.choice(walks)
                place = self.choose.choice((0, 1, -1))
                options += [lambda: f"{self.of_walk(walk, scope)}[{inner()}]", lambda: f"{walk}[{place}].i"]
        if type_ == NUMBER:
            options += [lambda: f"toFloat({inner(COUNT)})", lambda: f"({inner()} + {inner(COUNT)})"]
            options += [lambda: f"({inner()} {self.choose.choice('/%')} (abs({inner()}) + 1.5))"]
            options += [lambda: f"{self.choose.choice(('round', 'floor', 'ceil'))}({inner()})"] * 2
        if type_ == TEXT:
            shown = self.choose.choice((COUNT, DATE, TRUTH))
            options += [lambda: f"({inner()} + {inner()})", lambda: f"toString({inner(shown)})"]
            options += [lambda: self.cut(inner()), lambda: f"{self.choose.choice(('l', 'r', ''))}trim({inner()})"]
            options += [lambda: f"{self.choose.choice(('toLower', 'toUpper'))}({inner()})"]
            options += [lambda: f"replace({inner()}, {self.choose.choice(PARTS)}, {inner()})"]
            options += [lambda: f"{self.choose.choice(('head', 'last'))}({self.parted(scope, depth)})"]
            options += [lambda: f"{self.parted(scope, depth)}[{inner(COUNT)}]"]
            edges = [name for name, (own, _) in scope.items() if own == EDGE]
            if edges:
                tie = self.choose.choice(edges)
                options += [lambda: f"type({tie})"] * 2
                options += [lambda: f"{self.choose.choice(('start', 'end'))}Node({tie}).id"] * 2
        if type_ == DATE:
            lasting = self.choose.choice(("P1D", "P1M", "P1Y"))
            options += [lambda: f"($day {self.choose.choice('+-')} duration('{lasting}'))"]
        if type_ == TRUTH:
            options.append(lambda: f"({self.truth(scope, depth)})")
        return self.choose.choice(options)()

    def cut(self, text: str) -> str:
        """A piece of a text."""
        place, length = self.choose.randint(0, 3), self.choose.randint(0, 3)
        pieces = (f"substring({text}, {place})", f"substring({text}, {place}, {length})")
        return self.choose.choice((*pieces, f"left({text}, {length})", f"right({text}, {length})"))

    def parted(self, scope: Scope, depth: int) -> str:
        """A list of the parts of a text, or what follows the first."""
        parts = f"split({self.value(TEXT, scope, depth)}, {self.choose.choice(PARTS)})"
        if self.chance(20):
            parts = f"[{self.value(TEXT, scope, 0)}, {self.literal(TEXT)}, 'ab']"
        if self.chance(15):
            parts = f"({parts} + {self.choose.choice((self.literal(TEXT), '$texts'))})"
        if self.chance(30):
            high = self.choose.choice(("", "0", "1", "-1", "$number"))
            low = "" if high and self.chance(20) else self.choose.choice(("0", "1", "-1", "-2", "$number"))
            parts = f"{parts}[{low}..{high}]"
        if self.chance(30):
            name = self.new("x")
            inner: Scope = {**scope, name: (TEXT, ())}
            where = f" WHERE {self.truth(inner, min(depth, 1))}" if self.chance(60) else ""
            each = f" | {self.value(TEXT, inner, min(depth, 1))}" if self.chance(60) else ""
            parts = f"[{name} IN {parts}{where}{each}]"
        return f"tail({parts})" if self.chance(30) else parts

    def of_walk(self, name: str, scope: Scope) -> str:
        """What is made of the ties of a walk: a list of numbers."""
        tie = self.new("t")
        inner: Scope = {**scope, tie: (EDGE, self._properties(EDGES, ()))}
        where = f" WHERE {self.truth(inner, 0)}" if self.chance(50) else ""
        cut = self.choose.choice(("", "", "[1..]", "[..-1]"))
        return f"[{tie} IN {name}{cut}{where} | {self.value(COUNT, inner, 1)}]"

    def quantified(self, scope: Scope, depth: int) -> str:
        """A condition on the items of a list."""
        name = self.new("x")
        inner: Scope = {**scope, name: (TEXT, ())}
        which = self.choose.choice(("all", "any", "none", "single"))
        return f"{which}({name} IN {self.parted(scope, depth)} WHERE {self.truth(inner, 0)})"

    def literal(self, type_: str) -> str:
        """A value that is written out, or bound."""
        if self.chance(8):
            return "null"
        match type_:
            case "text":
                text = self.choose.choice(VALUES["s"]).replace("\\", "\\\\").replace("'", "\\'")
                return self.choose.choice([f"'{text}'", "$text"])
            case "count":
                return self.choose.choice(["0", "1", "2", "-1", "0x2", "$number"])
            case "number":
                return self.choose.choice(["0.25", "1.0", "-2.5"])
            case "date":
                return self.choose.choice(["$day", "date('2020-03-01')"])
        return self.choose.choice(["true", "false"])

    def truth(self, scope: Scope, depth: int = 2) -> str:
        """A condition."""
        if depth and self.chance(45):
            return self._combined(scope, depth - 1)
        type_ = self.choose.choice((COUNT, COUNT, TEXT, TEXT, DATE, NUMBER))
        one, other = self.value(type_, scope, depth), self.value(type_, scope, depth)
        options = [f"{one} {self.choose.choice(('=', '<>', '<', '<=', '>', '>='))} {other}"] * 3
        options += [f"{one} IS NULL", f"{one} IS NOT NULL", f"{one} IN []"]
        options.append(f"{one} IN [{other}, {self.literal(type_)}]")
        options += [f"{one} < {other} <= {self.literal(type_)}"]
        if self.chance(25):
            options += self._of_two_types_or_lists(scope)
        if type_ == TEXT:
            options += [f"{one} {test} {other}" for test in ("STARTS WITH", "ENDS WITH", "CONTAINS")]
            options += [f"{one} IN $texts", f"{one} IN $nothing", f"isEmpty({one})"]
        options += self._of_variables(scope)
        return self.choose.choice(options)

    def _of_two_types_or_lists(self, scope: Scope) -> list[str]:
        """Conditions on values of two types, on truth values in their order, and on lists as wholes."""
        operator = self.choose.choice(("=", "<>", "<", "<=", ">", ">="))
        one, other = (self.literal(type_) for type_ in self.choose.sample((COUNT, TEXT, NUMBER, TRUTH), 2))
        here, there = (self.value(TRUTH, scope, 0) for _ in range(2))
        lists = [f"[{self.value(COUNT, scope, 0)}, {self.literal(COUNT)}]" for _ in range(2)]
        same = self.choose.choice(("=", "<>"))
        return [
            f"{one} {operator} {other}", f"{one} IN [{other}, {self.literal(COUNT)}]", f"({here}) {operator} ({there})",
            f"{lists[0]} {same} {lists[1]}", f"{self.parted(scope, 0)} {same} {self.parted(scope, 0)}",
        ]  # fmt: skip

    def _of_variables(self, scope: Scope) -> list[str]:
        """Conditions on what variables stand for."""
        options = []
        named = [name for name, (own, _) in scope.items() if own == NODE]
        if named:
            options += [f"{self.choose.choice(named)}:{self.kinds(NODES)}", f"({self.choose.choice(named)}:A)"]
            options += [f"{self.choose.choice(named)} {self.choose.choice(('=', '<>'))} {self.choose.choice(named)}"]
        for name, (own, _) in scope.items():
            if own == TRUTH:
                options += [name] * 2
            if own == STEPS:
                others = {other: each for other, each in scope.items() if each[0] != STEPS}
                inner: Scope = {**others, "s": (EDGE, self._properties(EDGES, ()))}
                which = self.choose.choice(("all", "any", "none", "single"))
                options += [f"{which}(s IN {name} WHERE {self.truth(inner, 0)})"] * 2
            if own == LIST:
                options += [f"{self.value(TEXT, scope, 0)} IN {name}", f"size({name}) > 1"] * 2
        return options

    def _combined(self, scope: Scope, depth: int) -> str:
        def inner() -> str:
            return f"({self.truth(scope, depth)})"

        options = [
            lambda: f"{inner()} {self.choose.choice(('AND', 'OR', 'XOR'))} {inner()}",
            lambda: f"NOT {inner()}",
            lambda: f"{inner()} AND {inner()} OR {inner()}",
            lambda: f"EXISTS {{ {self.subquery(scope, depth)} }}",
            lambda: f"NOT EXISTS {{ {self.subquery(scope, depth)} }}",
            lambda: f"COUNT {{ {self.subquery(scope, depth)} }} > {self.choose.choice('012')}",
            lambda: self.quantified(scope, depth),
        ]
        named = [name for name, (own, _) in scope.items() if own == NODE]
        if named:
            near, far = self.choose.choice(named), self.kinds(NODES)
            options.append(lambda: f"NOT ({near}){self.edge(named=False)[0]}(:{far})")
        return self.choose.choice(options)()

    def subquery(self, scope: Scope, depth: int) -> str:
        """The inside of EXISTS and COUNT."""
        inner = dict(scope)
        text = "MATCH " + self.patterns(inner, 1)
        return f"{text} WHERE {self.truth(inner, depth)}" if self.chance(60) else text

    # ---- Patterns

    def kinds(self, among: dict[str, tuple[str, ...]]) -> str:
        """One kind or several."""
        return "|".join(self.choose.sample(sorted(among), self.choose.choice((1, 1, 1, 2))))

    def _properties(self, among: dict[str, tuple[str, ...]], kinds: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(prop for kind in kinds or among for prop in among[kind]))

    def patterns(self, scope: Scope, most: int = 2, *, optional: bool = False) -> str:
        """One pattern or two, whose variables are added to the scope; of two optional ones none is a node alone."""
        new: Scope = {}
        several = self.choose.randint(1, most)
        lines = [self.line(new, scope, least=1 if optional and several > 1 else 0) for _ in range(several)]
        scope |= new
        return ", ".join(lines)

    def line(self, new: Scope, scope: Scope, least: int) -> str:
        """A linear pattern of at least so many ties."""
        text = self.node(new, scope)
        for _ in range(max(least, self.choose.choice((0, 1, 1, 1, 1, 2)))):
            edge, later = self.edge()
            text += edge + self.node(new, scope)
            new |= later
        return text

    def node(self, new: Scope, scope: Scope) -> str:
        """A node: known, new or without a name."""
        known = [name for name, (own, _) in {**scope, **new}.items() if own == NODE]
        if known and self.chance(45):
            return f"({self.choose.choice(known)}{':' + self.kinds(NODES) if self.chance(4) else ''})"
        kinds = self.kinds(NODES) if self.chance(45) else ""
        properties = self._properties(NODES, tuple(kinds.split("|")) if kinds else ())
        name = self.new("n") if self.chance(75) else ""
        text = name + (f":{kinds}" if kinds else "") + self.map(properties)
        if name and self.chance(10):
            text += f" WHERE {self.truth({name: (NODE, properties)}, 0)}"
        if name:
            new[name] = (NODE, properties)
        return f"({text})"

    def edge(self, *, named: bool = True, stars: tuple[str, ...] = (), braces: int = 8) -> tuple[str, Scope]:
        """A tie, and its variable; one of the repetitions, if some are given, and braces in so many of a hundred."""
        if self.chance(6):
            return self.choose.choice(("-->", "<--", "--", "<-->")), {}
        kinds = self.kinds(EDGES) if self.chance(85) else ""
        properties = self._properties(EDGES, tuple(kinds.split("|")) if kinds else ())
        stars = stars or (("*0..2", "*1..2", "*2", "*1..1", "*0..1", "*2..3", "*2..1") if self.chance(18) else ("",))
        star = self.choose.choice(stars)
        name = self.new("e") if named and self.chance(60) else ""
        text = f"[{name}{':' + kinds if kinds else ''}{star}{self.map(properties, braces)}]"
        start, end = self.choose.choice((("-", "->"), ("<-", "-"), ("-", "-"), ("<-", "->")))
        found: Scope = {name: (STEPS, ()) if star else (EDGE, properties)} if name else {}
        return f"{start}{text}{end}", found

    def map(self, properties: tuple[str, ...], percent: int = 8) -> str:
        """Properties in braces."""
        names = [name for name in properties if name in ("i", "s", "f")]
        if not (names and self.chance(percent)):
            return ""
        name = self.choose.choice(names)
        return f" {{{name}: {self.literal(TYPES[name])}}}"

    # ---- Clauses

    def query(self) -> str:
        """A whole query."""
        one, types = self.part()
        if self.chance(8) and set(types) <= {COUNT, NUMBER, TEXT, DATE, TRUTH}:
            other, _ = self.part(types)
            return f"{one} {self.choose.choice(('UNION', 'UNION ALL'))} {other}"
        return one

    def part(self, types: tuple[str, ...] | None = None) -> tuple[str, tuple[str, ...]]:
        """Clauses up to RETURN."""
        scope: Scope = {}
        text = []
        for place in range(self.choose.choice((1, 1, 2, 2, 3, 4))):
            text.append(self.clause(scope, first=place == 0))
        last, types = self.last(scope, types)
        return " ".join([*text, last]), types

    def clause(self, scope: Scope, *, first: bool) -> str:
        """A clause that reads or goes on."""
        if not first and self.chance(30):
            return self.onward(scope)
        if self.chance(8):
            return self.unwind(scope)
        if self.chance(15) and sum(own == NODE for own, _ in scope.values()) > 1:
            return self.shortest(scope)
        optional = "OPTIONAL " if self.chance(10 if first else 60) else ""
        text = f"{optional}MATCH {self.patterns(scope, optional=bool(optional))}"
        return f"{text} WHERE {self.truth(scope)}" if self.chance(25) else text

    def shortest(self, scope: Scope) -> str:
        """A search between two nodes, which may not be one."""
        near, far = self.choose.sample([name for name, (own, _) in scope.items() if own == NODE], 2)
        edge, _ = self.edge(named=False, stars=("*", "*..2", "*..3", "*0..4", "*1..4", ""), braces=0)
        name, which = self.new("p"), self.choose.choice((WAY, WAYS))
        function = "shortestPath" if which == WAY else "allShortestPaths"
        conditions = []
        for of, among, percent in (("relationships", EDGES, 40), ("nodes", NODES, 30)):
            if self.chance(percent):
                inner: Scope = {"x": (EDGE if among is EDGES else NODE, self._properties(among, ()))}
                quantifier = self.choose.choice(("all", "none"))
                conditions.append(f"{quantifier}(x IN {of}({name}) WHERE {self.truth(inner, 1)})")
        if self.chance(20):
            conditions.append(f"({self.truth(scope, 1)})")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        optional = self.choose.choice(("", "OPTIONAL "))
        scope[name] = (which, ())
        return f"WITH * WHERE {near} <> {far} {optional}MATCH {name} = {function}(({near}){edge}({far})){where}"

    def unwind(self, scope: Scope) -> str:
        """UNWIND of a list."""
        lists = [name for name, (own, _) in scope.items() if own == LIST]
        name = self.new("v")
        of = self.choose.choice(["$texts", "['a', null, 'ab']", "[]", f"[{self.value(TEXT, scope, 0)}, 'b']", *lists])
        scope[name] = (TEXT, ())
        return f"UNWIND {of} AS {name}"

    def onward(self, scope: Scope) -> str:
        """WITH, in one of its forms."""
        kept = [name for name, (own, _) in scope.items() if own not in SEVERAL and self.chance(70)]
        after: Scope = {name: scope[name] for name in kept}
        items = list(kept)
        grouped = self.chance(45)
        if grouped:
            for _ in range(self.choose.randint(1, 2)):
                item, type_ = self.aggregate(scope)
                name = self.new("v")
                items.append(f"{item} AS {name}")
                after[name] = (type_, ())
        else:
            lists = [name for name, (own, _) in scope.items() if own in SEVERAL]
            distinct = self.chance(30)
            if not distinct:
                items += lists
                after |= {name: scope[name] for name in lists}
            type_ = self.choose.choice((COUNT, TEXT, DATE, TRUTH))
            name = self.new("v")
            value = self.truth(scope, 1) if type_ == TRUTH else self.value(type_, scope)
            items.append(f"{value} AS {name}")
            after[name] = (type_, ())
        text = "WITH " + ("DISTINCT " if not grouped and distinct else "") + ", ".join(items)
        scope.clear()
        scope |= after
        return f"{text} WHERE {self.truth(scope, 1)}" if self.chance(25) else text

    def aggregate(self, scope: Scope) -> tuple[str, str]:
        """An aggregate, and its type."""
        distinct = "DISTINCT " if self.chance(40) else ""
        elements = [name for name, (own, _) in scope.items() if own in (NODE, EDGE)]
        item = self.new("x")
        options = [
            (f"size([{item} IN collect({distinct}{self.value(TEXT, scope, 1)}) WHERE {item} > 'a'])", COUNT),
            ("count(*)", COUNT), (f"count({distinct}{self.value(TEXT, scope, 1)})", COUNT),
            (f"sum({distinct}{self.value(COUNT, scope, 1)})", COUNT), (f"avg({self.value(COUNT, scope, 1)})", NUMBER),
            (f"min({self.value(TEXT, scope, 1)})", TEXT), (f"max({self.value(COUNT, scope, 1)})", COUNT),
            (f"max({self.value(DATE, scope, 1)})", DATE), (f"collect({distinct}{self.value(TEXT, scope, 1)})", LIST),
            (f"count({distinct}{self.value(COUNT, scope, 1)}) + 1", COUNT),
        ]  # fmt: skip
        if elements:
            options += [(f"count({distinct}{self.choose.choice(elements)})", COUNT)] * 3
            options += [(f"size(collect({distinct}{self.choose.choice(elements)}))", COUNT)]
            options += [(f"collect({distinct}{self.choose.choice(elements)})", ELEMENTS)] * 2
        return self.choose.choice(options)

    def elements(self, scope: Scope) -> list[tuple[str, str]]:
        """Expressions that are nodes, ties and lists of ties, with their types."""
        there = [(name, own) for name, (own, _) in scope.items() if own in (NODE, EDGE, STEPS)]
        for name, own in list(there):
            if own == EDGE:
                there.append((f"{self.choose.choice(('start', 'end'))}Node({name})", NODE))
            if own == STEPS:
                there += [(f"{name}[{self.choose.choice((0, 1, -1))}]", EDGE), (self.of_walk(name, scope), LIST)]
            if own == NODE:
                there.append((f"CASE WHEN {self.truth(scope, 1)} THEN {name} END", NODE))
                nodes = [other for other, (own, _) in scope.items() if own == NODE]
                there.append((f"coalesce({self.choose.choice(nodes)}, {name})", NODE))
        for name in [name for name, (own, _) in scope.items() if own == WAYS]:
            there += [(name, WAYS), (f"relationships({name})", STEPS), (f"nodes({name})", STEPS)]
            there += [(f"[n IN nodes({name}) | n.id]", LIST), (self.of_walk(f"relationships({name})", scope), LIST)]
        return there

    def last(self, scope: Scope, types: tuple[str, ...] | None) -> tuple[str, tuple[str, ...]]:
        """RETURN: with an order and a cut only where the order is of all columns, so that the answer is one."""
        items, found, grouped = [], [], False
        wanted = types or self.choose.choices((COUNT, TEXT, DATE, TRUTH), k=self.choose.randint(1, 3))
        for type_ in wanted:
            if types is None and self.chance(25):
                item, type_ = self.aggregate(scope)
                grouped = True
            elif types is None and self.chance(20) and (elements := self.elements(scope)):
                item, type_ = self.choose.choice(elements)
            else:
                item = self.truth(scope, 1) if type_ == TRUTH else self.value(type_, scope)
            items.append(f"{item} AS c{len(items)}")
            found.append(type_)
        distinct = "DISTINCT " if self.chance(20) and not {ELEMENTS, *SEVERAL} & set(found) else ""
        text = f"RETURN {distinct}{', '.join(items)}"
        if types is None and not {ELEMENTS, NODE, EDGE, *SEVERAL} & set(found) and self.chance(40):
            keys = [f"c{place}{self.choose.choice(('', ' DESC'))}" for place in range(len(items))]
            self.choose.shuffle(keys)
            text += f" ORDER BY {', '.join(keys)}"
            text += f" SKIP {self.choose.randint(0, 2)}" if self.chance(30) else ""
            text += f" LIMIT {self.choose.randint(0, 5)}" if self.chance(50) else ""
        assert grouped or found
        return text, tuple(found)
