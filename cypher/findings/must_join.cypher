// en: Where is the finding "one or two members: must join"?
// zh: 哪里有问题“仅有个别党员，应纳入联合（区域）组建”？
// why-en: Join a joint branch with neighbours or units of the same trade, or the organization of the building, market or street.
// why-zh: 就近与相邻或同行业单位组建联合党支部，或纳入楼宇、市场、街区等区域党组织。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding must_join
// source: 《中国共产党支部工作条例（试行）》第5条
// path: (u:Unit WHERE coalesce(u.full_members, u.members) IN [1, 2])
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND coalesce(u_then.full_members, u_then.members) IN [1, 2]
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
