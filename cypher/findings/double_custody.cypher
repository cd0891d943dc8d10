// en: Where is the finding "two own organizations"?
// zh: 哪里有问题“双重隶属”？
// why-en: Verify the lines and keep one own organization.
// why-zh: 核实隶属关系，只保留一个单独组建的党组织。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding double_custody
// source: graphgov
// path: (u:Unit)-[:HAS_PARTY_ORG {mode: 'single'}]->(o:PartyOrganization {type: 'ordinary'})
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
OPTIONAL MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
  AND h.mode = 'single'
  AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
WITH u, count(DISTINCT o) AS counted
WHERE counted > 1
RETURN 'Unit' AS kind, u.id AS id, u.name AS name, counted
ORDER BY id
