// en: Whom does the rule "the place has a party organization" reach (rung 1, formed singly)?
// zh: 规则“场所建立党组织”（第 1 级，单独组建）触及哪些对象？
// why-en: It counts as organization coverage.
// why-zh: 计为组织覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule place_own
// source: 《中国共产党支部工作条例（试行）》第5条
// note: Markets, commercial streets and buildings form organizations of their own. It covers the place, not its tenants.
// path: (p:Place)-[:HAS_PARTY_ORG]->(:PartyOrganization {type: 'ordinary'})
MATCH (p:Place)
WHERE p.since <= $day AND $day < p.until
  AND EXISTS { MATCH (p)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE h.since <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
