// en: Where is the finding "no members and no instructor"?
// zh: 哪里有问题“没有党员、未派指导员”？
// why-en: Have the community's or the line's organization send an instructor, and record which one sends.
// why-zh: 由属地或主管党组织选派党建工作指导员，并登记派出党组织。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding must_send
// source: 中办发〔2012〕11号
// note: Neither an organization nor an instructor. Individual businesses are looked after in their market or street.
// path: (u:Unit WHERE coalesce(u.full_members, u.members) = 0 AND u.type <> 'individual_business')
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND coalesce(u_then.full_members, u_then.members) = 0
  AND u_then.type <> 'individual_business'
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
