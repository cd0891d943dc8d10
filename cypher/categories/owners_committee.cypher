// en: Who is in the category "owners' committees"?
// zh: 哪些对象属于类别“业主委员会”？
// why-en: Every unit and every place is in exactly one category.
// why-zh: 每个单位、每个场所只属于一个类别。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, category owners_committee
// source: 昆明市 2019—2020 年盲点类别
// path: (u:Unit {type: ['owners_committee', 'property_management_committee']})
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.type IN ['owners_committee', 'property_management_committee']
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
