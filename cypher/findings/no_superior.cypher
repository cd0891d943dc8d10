// en: Where is the finding "no superior organization"?
// zh: 哪里有问题“上级党组织缺失”？
// why-en: Find and record the superior organization.
// why-zh: 查明并登记上级党组织。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding no_superior
// source: 《中国共产党章程》第30条
// note: Formed with the approval of a superior. A street's working committee is the top of what is usually recorded.
// path: (o:PartyOrganization {type: 'ordinary'} WHERE coalesce(o.tier, 'unknown') <> 'working_committee')-[:SUBORDINATE_TO]->(:PartyOrganization)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
  AND coalesce(o_then.tier, 'unknown') <> 'working_committee'
OPTIONAL MATCH (o)-[s:SUBORDINATE_TO]->(o2:PartyOrganization)
WHERE s.since <= $day AND $day < s.until
  AND o2.since <= $day AND $day < o2.until
WITH o, o_then, count(DISTINCT o2) AS counted
WHERE counted = 0
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name, counted
ORDER BY id
