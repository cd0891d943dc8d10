// en: Where is the finding "planned formation overdue"?
// zh: 哪里有问题“逾期未建”？
// why-en: Follow up: form it, or set a new date and state why.
// why-zh: 督办：完成组建，或重新确定计划时间并说明原因。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding planned_overdue
// source: graphgov
// path: (x:Unit|Place WHERE x.planned_date < $day)
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND p_then.planned_date < $day
  AND NOT EXISTS { MATCH (p)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE h.since <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
UNION ALL
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.planned_date < $day
  AND NOT EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
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
