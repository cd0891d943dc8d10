// en: Where is the finding "a party group only"?
// zh: 哪里有问题“仅建党小组、应建支部”？
// why-en: It has three full members: turn the party group into a branch.
// why-zh: 正式党员已满3人，将党小组改建为党支部。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding group_only
// source: 党内统计年报表：应建尚未建立党组织的单位（建立党小组的）
// path: (u:Unit WHERE coalesce(u.full_members, u.members) >= 3)
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND coalesce(u_then.full_members, u_then.members) >= 3
  AND EXISTS { MATCH (u)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE h.since <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'party_group' }
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
