// en: Where is the finding "reported as none, yet shown"?
// zh: 哪里有问题“填报未建、实有党组织”？
// why-en: Verify that the organization still exists; correct the report or end the tie.
// why-zh: 核实党组织是否仍然存在，更正填报或终止该联系。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding reported_none_but_shown
// source: graphgov
// path: (x:Unit|Place WHERE x.reported_org = 'no' OR x.reported_covered = 'no')
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND (p_then.reported_org = 'no' OR p_then.reported_covered = 'no')
  AND EXISTS { MATCH (p)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE h.since <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
UNION ALL
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND (u_then.reported_org = 'no' OR u_then.reported_covered = 'no')
  AND EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary'
      AND ((h.mode = 'single' AND o_then.tier IN ['committee', 'working_committee'])
        OR (h.mode = 'single' AND o_then.tier = 'general_branch')
        OR (h.mode = 'single' AND o_then.tier = 'branch')
        OR h.mode = 'joint'
        OR h.mode = 'area'
        OR coalesce(h.mode, 'unknown') = 'unknown'
        OR (h.mode = 'single' AND o_then.tier IS NULL)) }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
