// en: Who is in the category "individual businesses"?
// zh: 哪些对象属于类别“个体工商户”？
// why-en: Every unit and every place is in exactly one category.
// why-zh: 每个单位、每个场所只属于一个类别。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, category individual_business
// source: 昆明市 2019—2020 年盲点类别
// note: Counted for each market, street, building or else community; the container's coverage is shown, not inherited.
// path: (u:Unit {type: 'individual_business'})
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.type = 'individual_business'
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
