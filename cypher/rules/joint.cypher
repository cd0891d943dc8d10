// en: Whom does the rule "has a joint party organization" reach (rung 2, formed jointly)?
// zh: 规则“联合建立党组织”（第 2 级，联合组建）触及哪些对象？
// why-en: It counts as organization coverage.
// why-zh: 计为组织覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule joint
// source: 《中国共产党支部工作条例（试行）》第5条；党内统计年报表：已建立联合党支部的单位
// path: (u:Unit)-[:HAS_PARTY_ORG {mode: 'joint'}]->(:PartyOrganization {type: 'ordinary'})
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode = 'joint'
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
