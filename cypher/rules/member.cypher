// en: Whom does the rule "is a member of a big party committee" reach (rung 7, member of a big party committee)?
// zh: 规则“大党委成员单位”（第 7 级，大党委成员单位）触及哪些对象？
// why-en: It counts as linkage (not counted as coverage).
// why-zh: 计为联系（不计入覆盖）。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule member
// source: 昆明市社区“大党委”做法（2019—2020）
// note: Membership is horizontal: it replaces no line of subordination and is no coverage.
// path: (u:Unit)-[:MEMBER_OF]->(:PartyOrganization {type: 'big_committee'})
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[m:MEMBER_OF]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE m.since <= $day AND $day < m.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'big_committee' }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
