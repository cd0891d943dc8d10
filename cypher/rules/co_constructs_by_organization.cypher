// en: Whom does the rule "its organization co-constructs" reach (rung 9, co-constructing)?
// zh: 规则“其党组织参与共驻共建”（第 9 级，共建）触及哪些对象？
// why-en: It counts as linkage (not counted as coverage).
// why-zh: 计为联系（不计入覆盖）。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule co_constructs_by_organization
// source: 昆明市社区“大党委”做法（2019—2020）
// path: (u:Unit)-[:HAS_PARTY_ORG {mode: ['single', 'joint']}]->(:PartyOrganization {type: 'ordinary'})-[:CO_CONSTRUCTS]->(:Community|PartyOrganization)
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)-[c:CO_CONSTRUCTS]->(x:Community|PartyOrganization)
    WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode IN ['single', 'joint']
      AND EXISTS { MATCH (o)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
        WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
          AND o_then.type = 'ordinary' }
      AND c.since <= $day AND $day < c.until
      AND x.since <= $day AND $day < x.until }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
