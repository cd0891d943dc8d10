// en: Where is the finding "not surveyed"?
// zh: 哪里有问题“未摸排”？
// why-en: Put it on the survey list; record organization, members and instructor.
// why-zh: 列入摸排清单，登记是否建立党组织、党员数、是否派指导员。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding not_surveyed
// source: graphgov
// note: Nothing is shown and nobody has said anything, not even that there is none.
// path: (x:Unit|Place WHERE x.reported_org IS NULL AND x.reported_covered IS NULL AND x.has_instructor IS NULL AND x.no_org_reason IS NULL AND x.planned_date IS NULL)
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND p_then.reported_org IS NULL
  AND p_then.reported_covered IS NULL
  AND p_then.has_instructor IS NULL
  AND p_then.no_org_reason IS NULL
  AND p_then.planned_date IS NULL
  AND NOT coalesce(p_then.has_instructor = 'yes', false)
  AND NOT EXISTS { MATCH (p)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE h.since <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
  AND NOT EXISTS { MATCH (p)-[i:INSTRUCTED_BY]->(o:PartyOrganization)
    WHERE i.since <= $day AND $day < i.until
      AND o.since <= $day AND $day < o.until }
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
UNION ALL
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.reported_org IS NULL
  AND u_then.reported_covered IS NULL
  AND u_then.has_instructor IS NULL
  AND u_then.no_org_reason IS NULL
  AND u_then.planned_date IS NULL
  AND NOT coalesce(u_then.has_instructor = 'yes', false)
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
  AND NOT EXISTS { MATCH (u)-[i:INSTRUCTED_BY]->(o:PartyOrganization)
    WHERE i.since <= $day AND $day < i.until
      AND o.since <= $day AND $day < o.until }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
