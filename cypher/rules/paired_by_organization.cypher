// en: Whom does the rule "its organization is paired" reach (rung 8, paired)?
// zh: 规则“其党组织结对”（第 8 级，结对）触及哪些对象？
// why-en: It counts as linkage (not counted as coverage).
// why-zh: 计为联系（不计入覆盖）。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule paired_by_organization
// source: 昆明市社区“大党委”做法（2019—2020）
// path: (u:Unit)-[:HAS_PARTY_ORG {mode: ['single', 'joint']}]->(:PartyOrganization {type: 'ordinary'})-[:PAIRED_WITH]-(:PartyOrganization|Community|Unit)
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)-[p:PAIRED_WITH]-(x:Community|Unit|PartyOrganization)
    WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode IN ['single', 'joint']
      AND EXISTS { MATCH (o)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
        WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
          AND o_then.type = 'ordinary' }
      AND p.since <= $day AND $day < p.until
      AND x.since <= $day AND $day < x.until }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
