// en: Where is the finding "members unknown"?
// zh: 哪里有问题“党员情况不明”？
// why-en: Survey the unit; record its full members and the day of the count.
// why-zh: 入户摸排，登记正式党员数和数据日期。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding members_unknown
// source: graphgov
// note: Without a count nobody can say whether it must build, join, or be sent an instructor.
// path: (u:Unit WHERE coalesce(u.full_members, u.members) IS NULL)
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND coalesce(u_then.full_members, u_then.members) IS NULL
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
