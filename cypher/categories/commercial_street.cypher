// en: Who is in the category "commercial streets"?
// zh: 哪些对象属于类别“商业街区”？
// why-en: Every unit and every place is in exactly one category.
// why-zh: 每个单位、每个场所只属于一个类别。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, category commercial_street
// source: graphgov
// path: (p:Place {type: 'commercial_street'})
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND p_then.type = 'commercial_street'
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
