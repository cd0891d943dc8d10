// en: Whom does the rule "its organization is a member of a big party committee" reach (rung 7, member of a big party committee)?
// zh: 规则“其党组织是大党委成员”（第 7 级，大党委成员单位）触及哪些对象？
// why-en: It counts as linkage (not counted as coverage).
// why-zh: 计为联系（不计入覆盖）。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule member_by_organization
// source: 昆明市社区“大党委”做法（2019—2020）
// path: (u:Unit)-[:HAS_PARTY_ORG {mode: ['single', 'joint']}]->(:PartyOrganization {type: 'ordinary'})-[:MEMBER_OF]->(:PartyOrganization {type: 'big_committee'})
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)-[m:MEMBER_OF]->(o2:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o2_then)
    WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode IN ['single', 'joint']
      AND EXISTS { MATCH (o)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
        WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
          AND o_then.type = 'ordinary' }
      AND m.since <= $day AND $day < m.until
      AND coalesce(o2_then.values_since, o2_then.since) <= $day AND $day < o2_then.until
      AND o2_then.type = 'big_committee' }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
