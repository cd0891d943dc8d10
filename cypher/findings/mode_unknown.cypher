// en: Where is the finding "mode of formation or tier unknown"?
// zh: 哪里有问题“组建方式或党组织级别不明”？
// why-en: Ask the organization for its mode (single, joint, area) and tier.
// why-zh: 向党组织核实组建方式（单独、联合、区域）和级别。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column tie: text
// column other: text
// column tie_id: text
// column valid_from: date
// column valid_to: date
// column basis: text
// generated from policy.toml, finding mode_unknown
// source: graphgov
// path: (x:Unit|Place)-[h:HAS_PARTY_ORG WHERE coalesce(h.mode, 'unknown') = 'unknown']->(:PartyOrganization {type: 'ordinary'})
// path: (u:Unit)-[h:HAS_PARTY_ORG {mode: 'single'}]->(o:PartyOrganization {type: 'ordinary'} WHERE o.tier IS NULL)
MATCH (x:Place|Unit)
WHERE x.since <= $day AND $day < x.until
MATCH (x)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
  AND coalesce(h.mode, 'unknown') = 'unknown'
  AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name, 'HAS_PARTY_ORG' AS tie, o.id AS other, h.id AS tie_id, h.valid_from AS valid_from, h.valid_to AS valid_to, h.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
UNION
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
  AND h.mode = 'single'
  AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
  AND o_then.tier IS NULL
RETURN 'Unit' AS kind, u.id AS id, u.name AS name, 'HAS_PARTY_ORG' AS tie, o.id AS other, h.id AS tie_id, h.valid_from AS valid_from, h.valid_to AS valid_to, h.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
