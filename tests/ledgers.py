"""Ledgers imported for tests: what of their truth has arrived in a store, found by community and name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cases import case
from cases.tables import Row, read_rows

from graphgov.intake import Options
from graphgov.ledger.importing import How, Outcome, carry_out, plan
from graphgov.ledger.mapping import Mapping
from graphgov.ledger.report import Entry
from graphgov.schema import SCHEMA
from graphgov.store import Elements, EmbeddedStore, Store

CASE = "O6_cn_tables"
DAY = date(2019, 12, 31)

TYPES = {
    "机关": ("government_agency", None),
    "事业单位": ("public_institution", None),
    "国有企业": ("enterprise", "public"),
    "非公企业": ("enterprise", "private"),
    "个体工商户": ("individual_business", None),
    "社会组织": ("social_organization", None),
    "业主委员会": ("owners_committee", None),
    "商务楼宇": ("commercial_building", None),
    "专业市场": ("market", None),
}
FORMS = {
    "党委": ("committee", "single"),
    "党总支": ("general_branch", "single"),
    "党支部": ("branch", "single"),
    "联合党支部": ("branch", "joint"),
}

Facts = dict[str, object]
Key = tuple[str, str]
"""Community and name: names recur in other communities."""


def dirty(name: str) -> Path:
    """One of the built ledgers."""
    (path,) = (case(CASE) / "dirty").glob(f"{name}*")
    return path


def new_store(folder: Path) -> EmbeddedStore:
    """An empty store in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return EmbeddedStore(folder / "graph.duckdb", SCHEMA)


def take(
    store: Store, *paths: Path, mapping: Mapping | None = None, skip_bad_rows: bool = False, **options: object
) -> Outcome:
    """Import files of ledgers as one import."""
    how = How(Options(**{"stated_on": DAY, **options}), skip_bad_rows=skip_bad_rows)  # type: ignore[arg-type]
    return carry_out(store, plan(paths, mapping), how, lambda stage, done, of: None)


def told(outcome: Outcome, key: str) -> list[Entry]:
    """The entries of a message."""
    return [entry for entry in outcome.report.entries if entry.key == key]


def rows(store: Store, kind: str) -> list[dict[str, object]]:
    """The elements of a kind, without what nobody has said."""
    found = store.ask(Elements(kind)).to_pylist()
    return [{name: value for name, value in row.items() if value is not None} for row in found]


def arrived(store: Store) -> dict[Key, Facts]:
    """What the store says of every unit and place, in the words of the truth."""
    named = {row["id"]: str(row["name"]) for kind in SCHEMA.node for row in rows(store, kind)}
    communities = {row["id"] for row in rows(store, "Community")}
    homes = {row["from"]: named[row["to"]] for row in rows(store, "LOCATED_IN") if row["to"] in communities}
    organizations = {row["id"]: row for row in rows(store, "PartyOrganization")}
    having = {row["from"]: row for row in rows(store, "HAS_PARTY_ORG")}
    found: dict[Key, Facts] = {}
    for kind in ("Unit", "Place"):
        for row in rows(store, kind):
            facts: Facts = {"kind": kind, **row}
            tie = having.get(row["id"])
            if tie is not None:
                organization = organizations[tie["to"]]
                facts |= {"org": organization["name"], "tier": organization.get("tier"), "mode": tie.get("mode")}
                facts["since"] = tie.get("valid_from")
            found[homes.get(row["id"], ""), named[row["id"]]] = facts
    return found


def truth() -> list[Row]:
    """The true content of the ledgers."""
    return read_rows(case(CASE) / "truth.csv")


def key_of(row: Row) -> Key:
    """The community and name of a row of the truth."""
    return row["community"], row["name"]


def true_facts(row: Row, without: Sequence[str] = ()) -> Facts:
    """What the store has to say of a row of the truth, but for some of it."""
    kind, ownership = TYPES[row["category"]]
    facts: Facts = {
        "type": kind, "ownership": ownership, "employees": int(row["employees"]), "members": int(row["party_members"]),
        "has_instructor": "yes" if row["instructor"] == "1" else "no",
        "reported_org": "yes" if row["party_form"] else "no", "uscc": row["uscc"] or None,
    }  # fmt: skip
    if row["party_form"]:
        tier, mode = FORMS[row["party_form"]]
        facts |= {"org": row["party_org"], "tier": tier, "mode": mode, "since": row["party_date"]}
    return {name: value for name, value in facts.items() if name not in without}


def months(facts: dict[Key, Facts]) -> dict[Key, Facts]:
    """The same with days as months: where a ledger gives a day the truth has its month."""
    return {key: {**own, "since": str(own["since"])[:7]} if own.get("since") else own for key, own in facts.items()}


def differing(found: dict[Key, Facts], expected: dict[Key, Facts]) -> dict[Key, object]:
    """Where what has arrived is not what is true: keys that are missing or too many, and facts that differ."""
    wrong: dict[Key, object] = {key: "not expected" for key in found.keys() - expected.keys()}
    for key, facts in expected.items():
        own = found.get(key)
        if own is None:
            wrong[key] = "missing"
            continue
        differs = {name: (own.get(name), value) for name, value in facts.items() if own.get(name) != value}
        if differs:
            wrong[key] = differs
    return wrong
