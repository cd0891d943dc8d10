// en: Where is the finding "exemption has expired"?
// zh: 哪里有问题“不纳入期限已过”？
// why-en: Review the exemption: extend it or lift it.
// why-zh: 重新认定是否不纳入统计，更新期限或取消。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding exemption_expired
// source: graphgov
// path: (x:Unit|Place WHERE x.exempt_reason IS NOT NULL AND x.exempt_until < $day)
MATCH (x:Place|Unit)<-[:EARLIER_VALUES_OF*0..1]-(x_then)
WHERE coalesce(x_then.values_since, x_then.since) <= $day AND $day < x_then.until
  AND x_then.exempt_reason IS NOT NULL
  AND x_then.exempt_until < $day
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name
ORDER BY id
