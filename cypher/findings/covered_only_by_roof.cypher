// en: Where is the finding "covered by an area's roof only"?
// zh: 哪里有问题“仅靠区域兜底覆盖”？
// why-en: Name the unit in the area organization and record it, or send an instructor.
// why-zh: 把单位明确纳入该区域党组织并登记，或选派党建工作指导员。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding covered_only_by_roof
// source: graphgov
// mind: contested
// path: (x:Unit|Place)
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND EXISTS { MATCH (p)-[p2:PART_OF]->(x)-[step:PART_OF*0..1]->(p3:Place)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE p2.since <= $day AND $day < p2.until
      AND x.since <= $day AND $day < x.until
      AND all(one IN step WHERE one.since <= $day AND $day < one.until)
      AND p3.since <= $day AND $day < p3.until
      AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode = 'area'
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
  AND NOT coalesce(p_then.has_instructor = 'yes', false)
  AND NOT EXISTS { MATCH (p)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE h.since <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
  AND NOT EXISTS { MATCH (p)-[i:INSTRUCTED_BY]->(o:PartyOrganization)
    WHERE i.since <= $day AND $day < i.until
      AND o.since <= $day AND $day < o.until }
  AND NOT EXISTS { MATCH (p)-[p2:PAIRED_WITH]-(x:Community|PartyOrganization)
    WHERE p2.since <= $day AND $day < p2.until
      AND x.since <= $day AND $day < x.until }
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
UNION ALL
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND EXISTS { MATCH (u)-[l:LOCATED_IN]->(p:Place)-[step:PART_OF*0..1]->(x)-[step2:PART_OF*0..1]->(p2:Place)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE l.since <= $day AND $day < l.until
      AND p.since <= $day AND $day < p.until
      AND all(one IN step WHERE one.since <= $day AND $day < one.until)
      AND x.since <= $day AND $day < x.until
      AND all(one IN step2 WHERE one.since <= $day AND $day < one.until)
      AND p2.since <= $day AND $day < p2.until
      AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode = 'area'
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
  AND NOT coalesce(u_then.has_instructor = 'yes', false)
  AND NOT coalesce(u_then.has_union = 'yes', false)
  AND NOT coalesce(u_then.has_youth_league = 'yes', false)
  AND NOT coalesce(u_then.has_womens_federation = 'yes', false)
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
        OR (h.mode = 'single' AND o_then.tier IS NULL)
        OR (h.mode IN ['single', 'joint'] AND EXISTS { MATCH (o)-[m:MEMBER_OF]->(o2:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o2_then)
        WHERE m.since <= $day AND $day < m.until
          AND coalesce(o2_then.values_since, o2_then.since) <= $day AND $day < o2_then.until
          AND o2_then.type = 'big_committee' })
        OR (h.mode IN ['single', 'joint'] AND EXISTS { MATCH (o)-[p:PAIRED_WITH]-(x:Community|Unit|PartyOrganization)
        WHERE p.since <= $day AND $day < p.until
          AND x.since <= $day AND $day < x.until })
        OR (h.mode IN ['single', 'joint'] AND EXISTS { MATCH (o)-[c:CO_CONSTRUCTS]->(x:Community|PartyOrganization)
        WHERE c.since <= $day AND $day < c.until
          AND x.since <= $day AND $day < x.until })) }
  AND NOT EXISTS { MATCH (u)-[i:INSTRUCTED_BY]->(o:PartyOrganization)
    WHERE i.since <= $day AND $day < i.until
      AND o.since <= $day AND $day < o.until }
  AND NOT EXISTS { MATCH (u)-[m:MEMBER_OF]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE m.since <= $day AND $day < m.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'big_committee' }
  AND NOT EXISTS { MATCH (u)-[p:PAIRED_WITH]-(x:Community|PartyOrganization)
    WHERE p.since <= $day AND $day < p.until
      AND x.since <= $day AND $day < x.until }
  AND NOT EXISTS { MATCH (u)-[c:CO_CONSTRUCTS]->(x:Community|PartyOrganization)
    WHERE c.since <= $day AND $day < c.until
      AND x.since <= $day AND $day < x.until }
  AND NOT EXISTS { MATCH (u)-[p:PAIRED_WITH]-(u2:Unit)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE p.since <= $day AND $day < p.until
      AND u2.since <= $day AND $day < u2.until
      AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode IN ['single', 'joint']
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
