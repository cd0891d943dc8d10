"""A town that fits on a sheet of paper, so that every number about it can be derived by hand.

    city K
     └ district D ── corp
        ├ street S ── kiosk                                           committee SW of S
        │  └ community A                                              committee CA, big committee BA
        │     ├ agency  school  lab  clinic  hotel  tied  ruin  guest      mover (until 2019)
        │     ├ Z business district ── bank                           branch OZ of Z, for the area
        │     │  └ T building ── bank  studio
        │     ├ Y street with shops (to be pulled down)
        │     └ G compound ── owners
        └ town W
           ├ H compound
           ├ community B                                              general branch CB
           │  ├ factory  mill  press  club  store  ghost              mover (from 2020)
           │  └ M market ── cafe  stall  (shop: its address is in A; bank: registered)
           └ village V
        nobody knows where: farm

    lines: mill under factory under corp.  Organizations: agency OC, school OG, factory OB, mill and cafe jointly OJ,
    bank in OZ, lab and press OT, press OU (nobody knows how, or of which tier), ghost OF and PG (no ordinary ones).
    CA and CB are under SW; OB and OJ are under CB, OC and OG under CA.

The day is 2020-06-30.  `later` begins in September 2020, `gone` ended with 2019; in October 2020 another source says
that farm has closed down.  A dot in a table is an empty cell.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
from cases.tables import Row, Tables, write_tables

from graphgov.coverage import NOWHERE, Coverage
from graphgov.graph import Graph
from graphgov.intake import Options, import_tables
from graphgov.policy import Policy, read_policy
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore

DAY = date(2020, 6, 30)
BEFORE, AFTER = date(2019, 6, 30), date(2021, 1, 1)

_NODES = {
    "Division": """
        id  type
        K   city
        D   district
        S   street
        W   town
    """,
    "Community": """
        id  type
        A   community
        B   community
        V   village
    """,
    "Place": """
        id  type                 operating  managed  tenants_stated
        Z   business_district    yes        .        .
        T   commercial_building  .          .        40
        M   market               unknown    .        .
        G   compound             .          no       .
        H   compound             .          yes      .
        Y   commercial_street    yes        .        .
    """,
    "Unit": """
        id       type                 size    ownership  industry  employees  full_members  members  operating
        agency   government_agency    .       .          .         40         15            18       yes
        school   public_institution   .       .          教育      120        20            .        yes
        factory  enterprise           large   public     制造      300        60            .        yes
        mill     enterprise           small   private    制造      49         2             3        yes
        cafe     enterprise           micro   private    餐饮      9          .             1        yes
        bank     enterprise           medium  hmt        金融      100        4             .        yes
        lab      enterprise           .       private    .         10         .             .        unknown
        press    enterprise           small   public     制造      50         5             .        yes
        studio   enterprise           small   private    .         .          3             .        yes
        clinic   social_organization  .       .          卫生      30         0             .        yes
        club     social_organization  .       .          .         29         2             .        .
        hotel    enterprise           medium  foreign    餐饮      99         1             .        yes
        shop     individual_business  .       .          餐饮      2          .             0        yes
        stall    individual_business  .       .          .         1          0             .        .
        store    enterprise           micro   private    .         9          3             .        yes
        owners   owners_committee     .       .          .         .          4             .        yes
        kiosk    individual_business  .       .          .         .          .             .        .
        farm     enterprise           micro   private    农业      11         0             .        yes
        ruin     enterprise           .       private    .         .          .             .        no
        guest    other                .       .          .         .          5             .        .
        ghost    other                .       .          .         .          3             .        .
        later    enterprise           micro   private    .         5          0             .        yes
        gone     enterprise           small   private    .         20         1             .        yes
        mover    enterprise           micro   private    .         12         0             .        yes
        tied     social_organization  .       .          .         30         3             .        yes
        corp     enterprise           large   public     制造      .          .             .        .
    """,
    "PartyOrganization": """
        id  type           tier               full_members
        SW  ordinary       working_committee  .
        CA  ordinary       committee          120
        CB  ordinary       general_branch     60
        BA  big_committee  .                  .
        OC  ordinary       committee          .
        OG  ordinary       general_branch     .
        OB  ordinary       branch             60
        OJ  ordinary       branch             3
        OZ  ordinary       branch             .
        OT  ordinary       .                  .
        OU  ordinary       .                  .
        OF  functional     branch             .
        PG  party_group    .                  .
    """,
}

# What is said of a few.
_SAID: dict[str, Row] = {
    "club": {"has_instructor": "yes"},
    "lab": {"has_instructor": "yes"},
    "hotel": {"has_union": "yes", "has_youth_league": "no"},
    "owners": {"reported_covered": "yes"},
    "studio": {"reported_org": "yes"},
    "store": {"reported_covered": "unknown"},
    "kiosk": {"reported_org": "unknown"},
    "farm": {"reported_org": "no", "no_org_reason": "没有党员"},
    "ghost": {"no_org_reason": "没有党员"},
    "mover": {"no_org_reason": "人员流动大", "fixed_premises": "no"},
    "guest": {"exempt_reason": "筹建中", "exempt_until": "2020-12-31"},
    "Y": {"exempt_reason": "待拆迁"},
    "later": {"valid_from": "2020-09-01"},
    "gone": {"valid_to": "2020-01-01"},
}

_EDGES = {
    "PART_OF": """
        from  to
        D     K
        S     D
        W     D
        A     S
        B     W
        V     W
        T     Z
    """,
    "LOCATED_IN": """
        from     to  role        valid_from  valid_to
        agency   A   operating   .           .
        school   A   .           .           .
        lab      A   .           .           .
        clinic   A   .           .           .
        hotel    A   .           .           .
        ruin     A   .           .           .
        guest    A   .           .           .
        later    A   .           .           .
        gone     A   .           .           .
        mover    A   .           .           2020-01-01
        mover    B   .           2020-01-01  .
        factory  B   operating   .           .
        factory  A   registered  2020-03-01  .
        press    A   .           2018-01-01  .
        press    B   .           2019-01-01  .
        tied     B   .           .           .
        tied     A   .           .           .
        mill     B   .           .           .
        club     B   .           .           .
        store    B   .           .           .
        ghost    B   .           .           .
        bank     T   .           .           .
        bank     Z   .           .           .
        bank     M   registered  2020-03-01  .
        studio   T   .           .           .
        cafe     M   .           .           .
        stall    M   .           .           .
        shop     M   .           .           .
        shop     A   .           .           .
        owners   G   .           .           .
        kiosk    S   .           .           .
        corp     D   .           .           .
        Z        A   .           .           .
        Y        A   .           .           .
        G        A   .           .           .
        M        B   .           .           .
        H        W   .           .           .
    """,
    "HAS_PARTY_ORG": """
        from     to  mode
        S        SW  single
        A        CA  single
        A        BA  single
        B        CB  single
        Z        OZ  area
        agency   OC  single
        school   OG  single
        factory  OB  single
        mill     OJ  joint
        cafe     OJ  joint
        bank     OZ  area
        lab      OT  .
        press    OT  single
        press    OU  unknown
        ghost    OF  single
        ghost    PG  single
    """,
    "SUBORDINATE_TO": """
        from     to
        CA       SW
        CB       SW
        OC       CA
        OG       CA
        OB       CB
        OJ       CB
        mill     factory
        factory  corp
    """,
    "MEMBER_OF": """
        from    to  origin      role            seats
        school  BA  in_area     member_unit     1
        OB      BA  introduced  .               3
        agency  BA  .           part_time_seat  .
    """,
    "PAIRED_WITH": """
        from    to
        OJ      CA
        shop    B
        stall   school
        ghost   mover
        G       CA
    """,
    "CO_CONSTRUCTS": """
        from   to  valid_to
        OC     A   .
        store  B   .
        club   CB  2020-01-01
    """,
    "INSTRUCTED_BY": """
        from    to  valid_from  valid_to    ended
        clinic  CB  .           .           .
        clinic  CA  .           .           no
        M       CB  .           .           .
        mover   CA  .           2020-01-01  .
        tied    CA  .           .           yes
        tied    CA  2020-09-01  .           .
    """,
    "RESPONSIBLE_FOR": """
        from  to
        CB    farm
        CA    club
    """,
    "REPRESENTS": """
        from    to
        owners  G
    """,
    "MANAGES": """
        from   to  valid_from
        store  G   2020-09-01
    """,
    "Claim": """
        about  measure                         value  stated_on
        BA     member_units                    12     2020-05-01
        BA     part_time_seats                 5      2020-05-01
        T      tenants                         35     2019-05-01
        T      tenants                         40     2020-05-01
        T      tenants                         45     2020-12-01
        K      communities_with_big_committee  1      2020-01-01
        K      pilots                          3      2020-01-01
        gone   paired                          1      2019-01-01
    """,
}


def tables() -> Tables:
    """The town as graphgov's own tables."""
    every = {kind: [{**row, **_SAID.get(row["id"], {})} for row in _read(text)] for kind, text in _NODES.items()}
    return {**every, **{kind: _read(text) for kind, text in _EDGES.items()}}


def _read(text: str) -> list[Row]:
    lines = [line.split() for line in text.split("\n") if line.strip()]
    return [
        {name: cell for name, cell in zip(lines[0], line, strict=True) if cell != "."}
        for line in lines[1:]
    ]  # fmt: skip


def store_of(tmp: Path) -> EmbeddedStore:
    """The town in a file, as two sources state it."""
    store = EmbeddedStore(tmp / "town.duckdb", SCHEMA)
    import_tables(store, write_tables(tmp / "paper", tables()), Options(stated_on=date(2019, 1, 1)))
    closed = {"Unit": [{"id": "farm", "type": "enterprise", "operating": "no"}]}
    import_tables(store, write_tables(tmp / "news", closed), Options(stated_on=date(2020, 10, 1)))
    return store


def on(graph: Graph, day: date = DAY, policy: Policy | None = None) -> Coverage:
    """The town's coverage on a day."""
    return Coverage(graph.on(day), policy or read_policy())


def node(coverage: Coverage, identifier: str) -> int:
    """The number of a node that is there."""
    found = coverage.snapshot.graph.find(identifier)
    assert found is not None, identifier
    return found


def name(coverage: Coverage, number: int) -> str:
    """The identifier of a node; empty for nowhere."""
    return "" if number == NOWHERE else str(coverage.snapshot.graph.ids.at(number))


def names(coverage: Coverage, mask: np.ndarray, kind: str = "") -> str:
    """The sorted identifiers of the nodes that hold and that a mask (over all nodes, or those of a kind) takes in."""
    first = coverage.snapshot.slice_of(kind).start if kind else 0
    chosen = (int(number) + first for number in np.flatnonzero(mask))
    return " ".join(sorted(name(coverage, number) for number in chosen if coverage.snapshot.alive[number]))
