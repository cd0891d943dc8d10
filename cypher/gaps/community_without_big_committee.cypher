// en: Which are the communities without a big party committee?
// zh: 有哪些未建“大党委”的社区？
// why-en: Something that should stand there does not: a formation gap, which has nothing to do with coverage.
// why-zh: 应有而未有，属组建空白，与覆盖无关。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, gap community_without_big_committee
// source: 昆明市社区“大党委”做法（2019—2020）
// path: (c:Community {type: 'community'})
MATCH (c:Community)<-[:EARLIER_VALUES_OF*0..1]-(c_then)
WHERE coalesce(c_then.values_since, c_then.since) <= $day AND $day < c_then.until
  AND c_then.type = 'community'
  AND NOT EXISTS { MATCH (c)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE h.since <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'big_committee' }
RETURN 'Community' AS kind, c.id AS id, c.name AS name
ORDER BY id
