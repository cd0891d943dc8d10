// en: Who is in the cross view "public enterprises"?
// zh: 交叉口径“公有经济控制企业”包括哪些对象？
// why-en: Cross views overlap and are never summed; nor are units and places.
// why-zh: 交叉口径互有重叠，不可相加；单位与场所也不相加。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, view public_enterprise
// source: 党内统计年报表：公有经济控制的企业
// path: (u:Unit {type: 'enterprise', ownership: 'public'})
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.type = 'enterprise'
  AND u_then.ownership = 'public'
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
