// en: Who is in the category "other enterprises (large and medium)"?
// zh: 哪些对象属于类别“其他企业”？
// why-en: Every unit and every place is in exactly one category.
// why-zh: 每个单位、每个场所只属于一个类别。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, category enterprise_other
// source: graphgov
// path: (u:Unit WHERE u.type = 'enterprise' AND coalesce(u.size, 'unknown') IN ['large', 'medium'])
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.type = 'enterprise'
  AND coalesce(u_then.size, 'unknown') IN ['large', 'medium']
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
