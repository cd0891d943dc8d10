// en: Where is the finding "covered, yet not operating"?
// zh: 哪里有问题“已停业仍计为覆盖”？
// why-en: Verify that it has closed; if so dissolve or merge its organization and move the members' rolls.
// why-zh: 核实是否停业；停业的注销、撤并党组织并转出党员组织关系。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding covered_but_not_operating
// source: graphgov
// path: (x:Unit|Place WHERE x.operating = 'no')
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND p_then.operating = 'no'
  AND (p_then.has_instructor = 'yes'
    OR EXISTS { MATCH (p)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE h.since <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
    OR EXISTS { MATCH (p)-[i:INSTRUCTED_BY]->(o:PartyOrganization)
    WHERE i.since <= $day AND $day < i.until
      AND o.since <= $day AND $day < o.until })
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
UNION ALL
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.operating = 'no'
  AND (u_then.has_instructor = 'yes'
    OR EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
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
    OR EXISTS { MATCH (u)-[i:INSTRUCTED_BY]->(o:PartyOrganization)
    WHERE i.since <= $day AND $day < i.until
      AND o.since <= $day AND $day < o.until })
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
