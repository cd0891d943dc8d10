// en: Whom does the rule "is named in an area or sector organization" reach (rung 3, formed for an area or a sector)?
// zh: 规则“纳入区域（行业）党组织”（第 3 级，区域（行业）组建）触及哪些对象？
// why-en: It counts as organization coverage.
// why-zh: 计为组织覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule area_named
// source: 中办发〔2012〕11号
// note: The unit itself is named in the organization of a building, market, street or sector.
// path: (u:Unit)-[:HAS_PARTY_ORG {mode: 'area'}]->(:PartyOrganization {type: 'ordinary'})
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode = 'area'
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
