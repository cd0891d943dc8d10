// en: Who belongs to the base "above scale"?
// zh: 口径“规模以上”包括哪些对象？
// why-en: What a rate is of; belongs is unknown where nobody can say; those that are exempt are among them.
// why-zh: 比率的基数；belongs 为 unknown 的，是否属于不明；按规定不纳入的也在其中。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column belongs: text
// generated from policy.toml, denominator above_scale
// source: 党内统计年报表：规模以上企业
// path: (u:Unit WHERE nullIf(u.above_scale, 'unknown') = 'yes')
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
WITH u, nullIf(u_then.above_scale, 'unknown') = 'yes' AS inside
WHERE coalesce(inside, true)
RETURN 'Unit' AS kind, u.id AS id, u.name AS name, CASE WHEN inside THEN 'yes' ELSE 'unknown' END AS belongs
ORDER BY id
