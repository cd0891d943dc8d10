// en: Who is in the cross view "two-new organizations"?
// zh: 交叉口径“两新组织”包括哪些对象？
// why-en: Cross views overlap and are never summed; nor are units and places.
// why-zh: 交叉口径互有重叠，不可相加；单位与场所也不相加。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, view two_new
// source: 党内统计年报表：非公有经济控制的企业、社会组织
// note: The headline base for enterprises, never mixed with agencies or individual businesses.
// path: (u:Unit WHERE u.type = 'social_organization' OR u.type = 'enterprise' AND u.ownership IN ['private', 'hmt', 'foreign'])
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND (u_then.type = 'social_organization' OR (u_then.type = 'enterprise' AND u_then.ownership IN ['private', 'hmt', 'foreign']))
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
