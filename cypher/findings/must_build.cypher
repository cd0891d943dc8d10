// en: Where is the finding "must build"?
// zh: 哪里有问题“应建未建”？
// why-en: Form a branch and set the date; if it cannot be formed yet, state the reason.
// why-zh: 组建党支部，明确组建日期；暂不能组建的写明原因。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding must_build
// source: 《中国共产党章程》第30条；《中国共产党支部工作条例（试行）》第5条
// path: (u:Unit WHERE coalesce(u.full_members, u.members) >= 3)
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND coalesce(u_then.full_members, u_then.members) >= 3
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
