// en: Whom does the rule "has its own branch" reach (rung 1, formed singly)?
// zh: 规则“单独建立党支部”（第 1 级，单独组建）触及哪些对象？
// why-en: It counts as organization coverage.
// why-zh: 计为组织覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule own_branch
// source: 党内统计年报表：已单独建立党组织的单位（建立支部的）
// path: (u:Unit)-[:HAS_PARTY_ORG {mode: 'single'}]->(:PartyOrganization {type: 'ordinary', tier: 'branch'})
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode = 'single'
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary'
      AND o_then.tier = 'branch' }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
