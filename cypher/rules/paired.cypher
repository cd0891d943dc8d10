// en: Whom does the rule "is paired with a party organization or community" reach (rung 8, paired)?
// zh: 规则“与党组织或社区结对”（第 8 级，结对）触及哪些对象？
// why-en: It counts as linkage (not counted as coverage).
// why-zh: 计为联系（不计入覆盖）。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule paired
// source: 昆明市社区“大党委”做法（2019—2020）
// path: (x:Unit|Place)-[:PAIRED_WITH]-(:PartyOrganization|Community)
MATCH (x:Place|Unit)
WHERE x.since <= $day AND $day < x.until
  AND EXISTS { MATCH (x)-[p:PAIRED_WITH]-(x2:Community|PartyOrganization)
    WHERE p.since <= $day AND $day < p.until
      AND x2.since <= $day AND $day < x2.until }
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name
ORDER BY id
