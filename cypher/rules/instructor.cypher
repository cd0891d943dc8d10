// en: Whom does the rule "has a party-building instructor" reach (rung 5, party-building instructor)?
// zh: 规则“已派党建工作指导员”（第 5 级，党建工作指导员）触及哪些对象？
// why-en: It counts as work coverage.
// why-zh: 计为工作覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule instructor
// source: 中办发〔2012〕11号；党内统计年报表：已选派党建工作指导员的单位
// path: (x:Unit|Place)-[:INSTRUCTED_BY]->(:PartyOrganization)
MATCH (x:Place|Unit)
WHERE x.since <= $day AND $day < x.until
  AND EXISTS { MATCH (x)-[i:INSTRUCTED_BY]->(o:PartyOrganization)
    WHERE i.since <= $day AND $day < i.until
      AND o.since <= $day AND $day < o.until }
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name
ORDER BY id
