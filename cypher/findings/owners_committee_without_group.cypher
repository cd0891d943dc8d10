// en: Where is the finding "owners' committee with members but no branch or group"?
// zh: 哪里有问题“业委会有党员、未建功能型支部或党小组”？
// why-en: Form a functional branch or a party group in the committee; members stay on their own rolls.
// why-zh: 在业委会成立功能型党支部或党小组，党员组织关系不转接。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding owners_committee_without_group
// source: 地方业主委员会党建做法
// note: A functional branch or a party group is asked for; an ordinary or temporary branch does as well.
// mind: local
// path: (u:Unit {type: 'owners_committee'} WHERE coalesce(u.full_members, u.members) >= 3)-[:HAS_PARTY_ORG]->(:PartyOrganization {type: ['functional', 'temporary', 'party_group', 'ordinary']})
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.type = 'owners_committee'
  AND coalesce(u_then.full_members, u_then.members) >= 3
OPTIONAL MATCH (u)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE h.since <= $day AND $day < h.until
  AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type IN ['functional', 'temporary', 'party_group', 'ordinary']
WITH u, u_then, count(DISTINCT o) AS counted
WHERE counted = 0
RETURN 'Unit' AS kind, u.id AS id, u.name AS name, counted
ORDER BY id
