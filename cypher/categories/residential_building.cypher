// en: Who is in the category "residential buildings"?
// zh: 哪些对象属于类别“居民楼栋”？
// why-en: Every unit and every place is in exactly one category.
// why-zh: 每个单位、每个场所只属于一个类别。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, category residential_building
// source: graphgov
// path: (p:Place {type: 'residential_building'})
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND p_then.type = 'residential_building'
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
