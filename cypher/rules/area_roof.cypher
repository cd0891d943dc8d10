// en: Whom does the rule "is under the roof of an area organization" reach (rung 4, under an area's roof)?
// zh: 规则“所在场所有区域党组织（兜底）”（第 4 级，区域兜底）触及哪些对象？
// why-en: It counts as work coverage.
// why-zh: 计为工作覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule area_roof
// source: 中办发〔2012〕11号
// note: Under the roof of an area organization, not named in it: some places count this as covered, others do not.
// mind: contested
// path: (u:Unit)-[:LOCATED_IN]->(:Place)-[:PART_OF*0..2]->(:Place)-[:HAS_PARTY_ORG {mode: 'area'}]->(:PartyOrganization {type: 'ordinary'})
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[l:LOCATED_IN]->(p:Place)-[step:PART_OF*0..1]->(x)-[step2:PART_OF*0..1]->(p2:Place)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE l.since <= $day AND $day < l.until
      AND p.since <= $day AND $day < p.until
      AND all(one IN step WHERE one.since <= $day AND $day < one.until)
      AND x.since <= $day AND $day < x.until
      AND all(one IN step2 WHERE one.since <= $day AND $day < one.until)
      AND p2.since <= $day AND $day < p2.until
      AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode = 'area'
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
