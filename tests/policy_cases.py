"""A small policy with an entry of every sort, and changes of it that are faults."""

from __future__ import annotations

from typing import NamedTuple

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
(u:Unit)-[:LOCATED_IN]->
    (:Place)"""
note = """What looks like a table here is none:
[[rule]]
name = "note"
rung = 4"""
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
path = "(u:Unit WHERE u.type IS NOT NULL)"
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
path = [
    "(o:PartyOrganization)<-[m:MEMBER_OF]-(u:Unit)",
    "(d:Division)<-[e:PART_OF*1..2]-(:Community)-[:HAS_PARTY_ORG]->()<-[m:MEMBER_OF]-(:Unit)",
]
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


class Case(NamedTuple):
    """A change of `SMALL` and what is told of it."""

    old: str
    new: str
    column: str
    """the entry and its key"""
    key: str
    """of the message"""
    near: str = ""
    """the nearest right word"""
    word: str = ""
    """the last part of the value that is at fault, of which the column is told; "$" for its end"""
    at: str = ""
    """a text that begins on the line that is told; `new` when empty"""


OWN = "(u:Unit)-[:HAS_PARTY_ORG {mode: 'single'}]->(:PartyOrganization {type: 'ordinary'})"


def own(new: str, key: str, word: str, near: str = "") -> Case:
    """Another path for the rule `own`, at fault where `word` stands in it."""
    return Case(OWN, new, "rule own.path", key, near, word=word)


QUERIES = [
    own(OWN.replace("u:Unit", "u:Unitt"), "query_node_kind", "Unitt", "Unit"),
    own(OWN.replace(":HAS", ":HASS"), "query_edge_kind", "HASS_PARTY_ORG", "HAS_PARTY_ORG"),
    own(OWN.replace("mode", "mood"), "query_property", "mood", "mode"),
    own(OWN.replace("ordinary", "ordinari"), "query_value", "'ordinari'", "ordinary"),
    own("(u:Unit)-[:MANAGES]->(:Community)", "query_edge_not_allowed", "MANAGES"),
    own("(u:Unit)-[:PAIRED_WITH]->(:Community)", "query_arrow_on_symmetric", "PAIRED_WITH"),
    own("(u:Unit)-[:MEMBER_OF]-(:PartyOrganization)", "query_no_arrow", "MEMBER_OF"),
    own("(p:Place)-[:PART_OF]->(:Place)-[:PART_OF]->(:Place)", "query_edge_kind_twice", "PART_OF"),
    own("(p:Place)-[:PART_OF*1..]->(:Place)", "query_unbounded", ":PART_OF"),
    own("(p:Place)-[:PART_OF*0..6]->(:Place)", "query_unbounded", ":PART_OF"),
    own("(p:Place)-[:PART_OF*3..2]->(:Place)", "query_range", ":PART_OF"),
    own("(u:Unit)-[:LOCATED_IN*0..2]->(:Place)", "query_not_repeatable", "LOCATED_IN"),
    own("(u:Unit)-[x]->(:Place)", "query_edge_without_kind", "x"),
    own("(u:Unit)-[:LOCATED_IN]->(u:Place)", "query_variable_twice", "u:Place"),
    own("(u:Place|Unit)<-[:REPRESENTS]-(:Unit)", "query_kind_never_fits", "Unit)<-"),
    own("(u:Unit WHERE u.members > 'x')", "query_type", "'x'"),
    own("(u:Unit WHERE v.members > 1)", "query_other_variable", "v.members"),
    own("(u:Unit WHERE u.founded_on > $days)", "query_parameter", "days", "day"),
    own("(u:Unit WHERE coalesc(u.members, 1) > 0)", "query_function", "coalesc", "coalesce"),
    own("(u:Unit WHERE coalesce() > 0)", "query_arguments", "coalesce"),
    own("(u:Unit WHERE u.founded_on + duration('P1D') > $day)", "query_date_of_property", "founded_on"),
    own("(u:Unit WHERE u.community IS NULL)", "query_property", "community"),
    own("(u:Unit WHERE u.members > 9999999999)", "query_number", "9999999999"),
    own("(u:Unit)" + " " * 1992 + "#", "query_too_long", "#"),
    own("(u:Unit WHERE " + "NOT " * 70 + "u.members IS NULL)", "query_too_deep", "NOT " * 13 + "u.members"),
    own("(u:Unit WHERE u.name IN u.aliases)", "query_not_in_path", "name IN"),
    own("(u:Unit {name: '\\\\u0027'})", "query_escape", "'\\u0027'"),
    own("(p:Place WHERE", "query_ends", "$"),
    own("(u:Unit) (:Place)", "query_token", "(:Place)"),
    Case("(:Place)\"\"\"", "(:Plaze)\"\"\"", "rule roof.path", "query_node_kind", "Place", "Plaze",
         'path = """\n(u:U'),
    Case("(x:Place {has_i", "(x:Place {had_i", "rule stated.path[2]", "query_property", "has_instructor", "had_i",
         'path = [\n    "(x'),
    Case("u.members >= 3", "u.member >= 3", "finding must_build.path", "query_property", "members", "member "),
    Case("(m.seats, 1)", "(m.seat, 1)", "measure seats.sum", "query_property", "seats", "seat,"),
    Case("o.instructors", "o.instructor", "finding crowd.holds", "query_property", "instructors", "instructor"),
    Case("o.instructors", "v.members", "finding crowd.holds", "query_other_variable", "", "v.members"),
    Case("* o.instructors", "* * 2", "finding crowd.holds", "query_token", "", "* 2"),
    Case("3 * o.instructors", "'many'", "finding crowd.holds", "query_type", "", "'many'"),
    Case('without = "same"', 'without = "sane"', "finding expired.without", "query_token", "", "sane"),
]

OTHERS = [
    # keys, values and types
    Case('gives = "organization"', 'givs = "organization"', "rule own.givs", "policy_key", "gives"),
    Case('gives = "organization"\n', "", "rule own.gives", "policy_missing", at='[[rule]]\nname = "own"'),
    Case('source = "own source"\n', "", "rule own.source", "policy_missing", at='[[rule]]\nname = "own"'),
    Case('name = "tied"\n', "", "rule #4.name", "policy_missing", at="[[rule]]\nrung = 3"),
    Case('"organization"', '"organisation"', "rule own.gives", "bad_value", "organization"),
    Case('"S3"', '"s3"', "rule own.form", "bad_value", "S3"),
    Case('severity = "high"', 'severity = "hihg"', "finding must_build.severity", "bad_value", "high"),
    Case('gives = "linkage"', "gives = 3", "rule tied.gives", "policy_not_text"),
    Case("rung = 3\n", 'rung = "3"\n', "rule tied.rung", "policy_not_rung"),
    Case("rung = 3\n", "rung = 0\n", "rule tied.rung", "policy_not_rung"),
    Case("rung = 3\n", "rung = true\n", "rule tied.rung", "policy_not_rung"),
    Case("rungs = [1, 2, 3]", "rungs = [1, 2.5]", "standard any.rungs", "policy_not_rungs"),
    Case("rungs = [1, 2, 3]", "rungs = []", "standard any.rungs", "policy_empty"),
    Case("rungs = [1, 2, 3]", "rungs = [1, 4]", "standard any.rungs", "policy_unknown"),
    Case("ended = true", 'ended = "yes"', "finding expired.ended", "policy_not_flag"),
    Case("claim = true", "claim = false", "finding claimed.claim", "policy_claim"),
    Case('lacks = ["own", "any"]', "lacks = [1]", "finding must_build.lacks", "policy_not_texts"),
    Case('lacks = ["own", "any"]', "lacks = []", "finding must_build.lacks", "policy_empty"),
    Case(f'path = "{OWN}"', "path = []", "rule own.path", "policy_empty"),
    Case(f'path = "{OWN}"', 'path = "  "', "rule own.path", "query_ends"),
    Case('source = "own source"', 'source = " "', "rule own.source", "policy_empty"),
    Case('name = "own"', 'name = "own rule"', "rule own rule.name", "policy_name"),
    Case('holds = "> 3 * o', 'hold = "> 3 * o', "finding crowd.hold", "policy_key", "holds"),
    Case('edge = "(u:Unit)', 'path = "(u:Unit)', "finding expired.ended", "policy_key", at="ended = true"),
    # tables
    Case("[[presence]]", "[[presense]]", "presense", "policy_table", "presence"),
    Case("[[presence]]", "[presence]", "presence", "policy_not_tables"),
    Case("default_standard =", "defualt_standard =", "defualt_standard", "policy_table", "default_standard"),
    Case('name = "roof"', 'name = "own"', "rule own.name", "policy_twice", at='name = "own"\nrung = 2'),
    Case('name = "any"', 'name = "tied"', "standard tied.name", "policy_twice", at='name = "tied"\nrungs'),
    # names of other entries
    Case('default_standard = "any"', 'default_standard = "ani"', "default_standard", "policy_unknown", "any"),
    Case('default_standard = "any"', "default_standard = 1", "default_standard", "policy_not_text"),
    Case('Unit = "active"', 'Unit = "activ"', "default_denominator.Unit", "policy_unknown", "active"),
    Case('Unit = "active"', "Unit = 1", "default_denominator.Unit", "policy_not_text"),
    Case('Unit = "active"', 'Unit = "in_use"', "default_denominator.Unit", "policy_other_kind"),
    Case('Unit = "active", ', "", "default_denominator.Unit", "policy_missing",
         at="default_denominator"),
    Case('Place = "in_use"', 'Place = "off"', "default_denominator.Place", "policy_off"),
    Case("default_denominator = {", "default_denominator = 3 # {", "default_denominator", "policy_not_choices"),
    Case('lacks = ["own", "any"]', 'lacks = "anyy"', "finding must_build.lacks", "policy_unknown", "any"),
    Case('lacks = ["own", "any"]', 'lacks = ["own", "xyz"]', "finding must_build.lacks[2]", "policy_unknown"),
    Case('lacks = ["own", "any"]', 'only = ["managed"]', "finding must_build.only[1]", "policy_unknown"),
    Case('denominator = "active"', 'denominator = "actve"', "rate share.denominator", "policy_unknown", "active"),
    Case('standard = "any"\nden', 'standard = "ayn"\nden', "rate share.standard", "policy_unknown", "any"),
    Case('standard = "any"\nden', 'rungs = [1]\nstandard = "any"\nden', "rate share.standard", "policy_either",
         at='standard = "any"\nden'),
    Case('presence = "managed"', 'presence = "manged"', "gap no_managers.presence", "policy_unknown", "managed"),
    Case('(p:Place {managed: \'yes\'})', "(c:Community)", "gap no_managers.presence", "policy_other_kind",
         at='presence = "managed"'),
    # shapes of paths
    Case('"(u:Unit)"\nsource = "active', '"(u:Unit)-[:LOCATED_IN]->()"\nsource = "active', "denominator active.path",
         "policy_edges"),
    Case("(u:Unit {size: 'small'})", "(u:Unit)<-[:RESPONSIBLE_FOR]-()", "view small.path", "policy_edges"),
    Case("u.type IS NOT NULL", "u.id IS NULL)-[:LOCATED_IN]->(", "category all_units.path", "policy_edges"),
    Case("u.members >= 3 AND u.community IS NULL", "u.members >= 3)-[:LOCATED_IN]->(:Place", "finding must_build.path",
         "policy_edges"),
    Case('"(u:Unit)"\nsource = "active', '"(u)"\nsource = "active', "denominator active.path", "policy_one_kind"),
    Case("<-[h:HAS_PARTY_ORG]-(v:Unit)", "", "finding crowd.path", "policy_no_edges",
         at='path = "(o:PartyOrganization)"'),
    Case("(u:Unit)-[:CO_CONSTRUCTS]->(:Community)", "(u:Unit)-[:SUBORDINATE_TO*1..2]->()", "finding expired.edge",
         "policy_one_edge"),
    Case('without = "same"', 'without = "(u:Unit)"', "finding expired.without", "policy_one_edge"),
    # counts
    Case("> 3 * o.instructors", "3 * o.instructors", "finding crowd.holds", "policy_holds"),
    Case("coalesce(m.seats, 1)", "1", "measure seats.sum", "policy_one_variable", at='sum = "1"'),
    Case("coalesce(m.seats, 1)", "m.seats + u.members", "measure seats.sum", "policy_one_variable"),
    Case("coalesce(m.seats, 1)", "u.employees", "measure seats.sum", "policy_unknown"),
    Case("coalesce(m.seats, 1)", "m.role", "measure seats.sum", "query_type"),
    Case("[e:PART_OF*1..2]-(:Community)-[:HAS_PARTY_ORG]->()<-[m:MEMBER_OF]-(:Unit)", "[m:PART_OF*1..2]-(:Community)",
         "measure seats.sum", "policy_unknown", at='sum = "coalesce'),
    Case('sum = "coalesce(m.seats, 1)"', 'of = "u"', "measure seats.of", "policy_unknown"),
    Case('sum = "coalesce(m.seats, 1)"', 'of = "m"', "measure seats.of", "policy_unknown"),
    Case('holds = "> 3', 'of = "v"\nsum = "v.members"\nholds = "> 3', "finding crowd.of", "policy_either",
         at='of = "v"'),
    Case('holds = "> 3', 'of = "w"\nholds = "> 3', "finding crowd.of", "policy_unknown", at='of = "w"'),
    # rungs
    Case('gives = "work"\npath = [', 'gives = "linkage"\npath = [', "rule stated.gives", "policy_one_rung"),
    Case('rung = 3\ngives = "linkage"', 'rung = 3\ngives = "organization"', "rule tied.rung", "policy_rung_order"),
]
