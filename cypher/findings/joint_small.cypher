// en: Where is the finding "joint organization with fewer than three full members"?
// zh: 哪里有问题“正式党员不足3人”？
// why-en: Add units or merge with a neighbouring organization until there are three full members.
// why-zh: 增加联建单位或并入相邻党组织，使正式党员不少于3人。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding joint_small
// source: 《中国共产党支部工作条例（试行）》第4、5条
// note: The sum over its joint units; unknown while any of them is unknown, and of no units at all.
// path: (o:PartyOrganization {type: 'ordinary'})<-[:HAS_PARTY_ORG {mode: 'joint'}]-(u:Unit)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
MATCH (o)<-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]-(u:Unit)
WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
  AND h.mode = 'joint'
  AND u.since <= $day AND $day < u.until
MATCH (u)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
WITH DISTINCT o, o_then, u, coalesce(u_then.full_members, u_then.members) AS summand
WITH o, o_then, sum(summand) AS counted, count(summand) AS known, count(*) AS several
WHERE known = several
  AND counted < 3
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name, counted
ORDER BY id
