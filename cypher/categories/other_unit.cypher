// en: Who is in the category "other units"?
// zh: 哪些对象属于类别“其他单位”？
// why-en: Every unit and every place is in exactly one category.
// why-zh: 每个单位、每个场所只属于一个类别。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, category other_unit
// source: graphgov
// path: (u:Unit {type: 'other'})
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.type = 'other'
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
