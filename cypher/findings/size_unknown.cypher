// en: Where is the finding "size unknown"?
// zh: 哪里有问题“企业规模不明”？
// why-en: Classify it by employees and revenue and record the size.
// why-zh: 按从业人员和营业收入划型，补登企业规模。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding size_unknown
// source: 《统计上大中小微型企业划分办法》
// path: (u:Unit WHERE u.type = 'enterprise' AND u.size IS NULL)
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND u_then.type = 'enterprise'
  AND u_then.size IS NULL
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
