// en: Who is in the category "commercial buildings"?
// zh: 哪些对象属于类别“商务楼宇”？
// why-en: Every unit and every place is in exactly one category.
// why-zh: 每个单位、每个场所只属于一个类别。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, category commercial_building
// source: 昆明市 2019—2020 年盲点类别
// path: (p:Place {type: 'commercial_building'})
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND p_then.type = 'commercial_building'
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
