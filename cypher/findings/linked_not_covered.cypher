// en: Where is the finding "linked, not covered"?
// zh: 哪里有问题“有联系未覆盖”？
// why-en: Use the tie that exists: let the linked organization lead the formation or send an instructor.
// why-zh: 利用已有的成员、结对或共建关系，由联系的党组织牵头组建或选派指导员。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding linked_not_covered
// source: graphgov
// note: The tie is there: the shortest way to coverage.
// path: (x:Unit|Place)
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND EXISTS { MATCH (p)-[p2:PAIRED_WITH]-(x:Community|PartyOrganization)
    WHERE p2.since <= $day AND $day < p2.until
      AND x.since <= $day AND $day < x.until }
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
  AND (EXISTS { MATCH (u)-[m:MEMBER_OF]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE m.since <= $day AND $day < m.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'big_committee' }
    OR EXISTS { MATCH (u)-[p:PAIRED_WITH]-(x:Community|PartyOrganization)
    WHERE p.since <= $day AND $day < p.until
      AND x.since <= $day AND $day < x.until }
    OR EXISTS { MATCH (u)-[c:CO_CONSTRUCTS]->(x:Community|PartyOrganization)
    WHERE c.since <= $day AND $day < c.until
      AND x.since <= $day AND $day < x.until }
    OR EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND h.mode IN ['single', 'joint']
      AND o_then.type = 'ordinary'
      AND (EXISTS { MATCH (o)-[m:MEMBER_OF]->(o2:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o2_then)
        WHERE m.since <= $day AND $day < m.until
          AND coalesce(o2_then.values_since, o2_then.since) <= $day AND $day < o2_then.until
          AND o2_then.type = 'big_committee' }
        OR EXISTS { MATCH (o)-[p:PAIRED_WITH]-(x:Community|Unit|PartyOrganization)
        WHERE p.since <= $day AND $day < p.until
          AND x.since <= $day AND $day < x.until }
        OR EXISTS { MATCH (o)-[c:CO_CONSTRUCTS]->(x:Community|PartyOrganization)
        WHERE c.since <= $day AND $day < c.until
          AND x.since <= $day AND $day < x.until }) }
    OR EXISTS { MATCH (u)-[p:PAIRED_WITH]-(u2:Unit)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE p.since <= $day AND $day < p.until
      AND u2.since <= $day AND $day < u2.until
      AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode IN ['single', 'joint']
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' })
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
