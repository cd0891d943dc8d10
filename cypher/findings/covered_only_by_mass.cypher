// en: Where is the finding "covered by a mass organization only"?
// zh: 哪里有问题“仅靠群团组织覆盖”？
// why-en: A mass organization alone is no coverage: form an organization or send an instructor.
// why-zh: 群团组织不计入两个覆盖：组建党组织或选派党建工作指导员。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding covered_only_by_mass
// source: graphgov
// mind: contested
// path: (u:Unit)
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND (u_then.has_union = 'yes'
    OR u_then.has_youth_league = 'yes'
    OR u_then.has_womens_federation = 'yes')
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
  AND NOT EXISTS { MATCH (u)-[l:LOCATED_IN]->(p:Place)-[step:PART_OF*0..1]->(x)-[step2:PART_OF*0..1]->(p2:Place)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
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
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
