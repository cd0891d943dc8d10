// en: Where is the finding "organization's members differ from its units'"?
// zh: 哪里有问题“党组织与所属单位党员数不一致”？
// why-en: Check the counts of the organization and its units against the roll; correct the wrong one.
// why-zh: 对照党员名册核对党组织和所属单位的党员数，更正填报有误的一方。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding members_mismatch
// source: graphgov
// note: Units that formed it singly or jointly; those named in an area organization may be on other rolls.
// path: (o:PartyOrganization {type: 'ordinary'})<-[:HAS_PARTY_ORG {mode: ['single', 'joint']}]-(u:Unit)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
MATCH (o)<-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]-(u:Unit)
WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
  AND h.mode IN ['single', 'joint']
  AND u.since <= $day AND $day < u.until
MATCH (u)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
WITH DISTINCT o, o_then, u, u_then.full_members AS summand
WITH o, o_then, sum(summand) AS counted, count(summand) AS known, count(*) AS several
WHERE known = several
  AND counted <> o_then.full_members
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name, counted
ORDER BY id
