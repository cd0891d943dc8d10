// en: Whom does the rule "the place is under the roof of an area organization" reach (rung 4, under an area's roof)?
// zh: 规则“上级场所有区域党组织（兜底）”（第 4 级，区域兜底）触及哪些对象？
// why-en: It counts as work coverage.
// why-zh: 计为工作覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule place_roof
// source: 中办发〔2012〕11号
// mind: contested
// path: (p:Place)-[:PART_OF*1..2]->(:Place)-[:HAS_PARTY_ORG {mode: 'area'}]->(:PartyOrganization {type: 'ordinary'})
MATCH (p:Place)
WHERE p.since <= $day AND $day < p.until
  AND EXISTS { MATCH (p)-[p2:PART_OF]->(x)-[step:PART_OF*0..1]->(p3:Place)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE p2.since <= $day AND $day < p2.until
      AND x.since <= $day AND $day < x.until
      AND all(one IN step WHERE one.since <= $day AND $day < one.until)
      AND p3.since <= $day AND $day < p3.until
      AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode = 'area'
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
