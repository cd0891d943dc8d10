// en: Whom does the rule "co-constructs with a community or organization" reach (rung 9, co-constructing)?
// zh: 规则“参与共驻共建”（第 9 级，共建）触及哪些对象？
// why-en: It counts as linkage (not counted as coverage).
// why-zh: 计为联系（不计入覆盖）。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule co_constructs
// source: 昆明市社区“大党委”做法（2019—2020）
// path: (u:Unit)-[:CO_CONSTRUCTS]->(:Community|PartyOrganization)
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[c:CO_CONSTRUCTS]->(x:Community|PartyOrganization)
    WHERE c.since <= $day AND $day < c.until
      AND x.since <= $day AND $day < x.until }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
