"""What is wrong with a policy file is told all at once, with line, entry, key and the nearest right word."""

from __future__ import annotations

import os
from pathlib import Path as File
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_policy import TEXT, changed

from graphgov import words
from graphgov.errors import BadInput, BadPolicy, Problem
from graphgov.policy import read_policy

SMALL = '''\
default_standard = "any"
default_denominator = { Unit = "active", Place = "in_use" }

# A policy with one entry of every sort. [[rule]]
[[rule]]
name = "own"
rung = 1
gives = "organization"
form = "S3"
path = "(u:Unit)-[:HAS_PARTY_ORG {mode: 'single'}]->(:PartyOrganization {type: 'ordinary'})"
source = "own source"

[[rule]]
name = "roof"
rung = 2
gives = "work"
path = """
(u:Unit)-[:LOCATED_IN]->(:Place)
[[rule]]"""
source = "roof source"

[[rule]]
name = "stated"
rung = 2
gives = "work"
path = [
    "(x:Unit {has_instructor: 'yes'})",  # [
    "(x:Place {has_instructor: 'yes'})",
]
source = "stated source"

[[rule]]
name = "tied"
rung = 3
gives = "linkage"
path = "(x:Unit|Place)-[:PAIRED_WITH]-(:Community)"
source = "tied source"

[[presence]]
name = "managed"
path = "(p:Place)<-[:MANAGES]-(:Unit)"
source = "managed source"

[[standard]]
name = "any"
rungs = [1, 2, 3]
source = "any source"

[[denominator]]
name = "active"
path = "(u:Unit)"
source = "active source"

[[denominator]]
name = "in_use"
path = "(p:Place)"
source = "in_use source"

[[denominator]]
name = "off"
path = "(p:Place {type: 'market'})"
enabled = false
source = "off source"

[[rate]]
name = "share"
standard = "any"
denominator = "active"
source = "share source"

[[category]]
name = "all_units"
path = "(u:Unit WHERE u.type <> '')"
story = true
source = "all_units source"

[[category]]
name = "all_places"
path = "(p:Place {key_place: ['yes', 'no', 'unknown']})"
source = "all_places source"

[[gap]]
name = "no_managers"
path = "(p:Place {managed: 'yes'})"
presence = "managed"
source = "no_managers source"

[[view]]
name = "small"
path = "(u:Unit {size: 'small'})"
source = "small source"

[[measure]]
name = "seats"
path = ["(o:PartyOrganization)<-[m:MEMBER_OF]-(u:Unit)", "(d:Division)<-[e:PART_OF*1..2]-(x)<-[m:MEMBER_OF]-(u:Unit)"]
sum = "coalesce(m.seats, 1)"
source = "seats source"

[[finding]]
name = "must_build"
severity = "high"
path = "(u:Unit WHERE u.members >= 3 AND u.community IS NULL)"
lacks = ["own", "any"]
source = "must_build source"

[[finding]]
name = "crowd"
severity = "low"
path = "(o:PartyOrganization)<-[h:HAS_PARTY_ORG]-(v:Unit)"
holds = "> 3 * o.instructors"
source = "crowd source"

[[finding]]
name = "expired"
severity = "low"
edge = "(u:Unit)-[:CO_CONSTRUCTS]->(:Community)"
ended = true
without = "same"
source = "expired source"

[[finding]]
name = "claimed"
severity = "low"
claim = true
source = "claimed source"
'''
SMALL = SMALL.replace("(u:Unit)-[:LOCATED_IN]->(:Place)\n[[rule]]", "(u:Unit)-[:LOCATED_IN]->(:Place)\n").replace(
    "<-[e:PART_OF*1..2]-(x)<-[m:MEMBER_OF]-(u:Unit)", "<-[:PART_OF*1..2]-(:Community)-[:HAS_PARTY_ORG]->()<-[m:MEMBER_OF]-()"
)


class Case(NamedTuple):
    """A change of `SMALL`, the line of it (from 0) at fault, and what is told: entry and key, message, nearest word."""

    old: str
    new: str
    line: int
    column: str
    key: str
    near: str = ""
    value: str = ""
    """the part of the path whose column is told"""
