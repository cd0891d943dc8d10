// en: Who belongs to the base "urban communities"?
// zh: 口径“社区（不含村）”包括哪些对象？
// why-en: What a rate is of; belongs is unknown where nobody can say; those that are exempt are among them.
// why-zh: 比率的基数；belongs 为 unknown 的，是否属于不明；按规定不纳入的也在其中。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column belongs: text
// generated from policy.toml, denominator urban_communities
// source: 统计用区划代码：社区居委会
// note: Without the villages: 771 of Kunming's 1,700 in October 2019.
// path: (c:Community {type: 'community'})
MATCH (c:Community)<-[:EARLIER_VALUES_OF*0..1]-(c_then)
WHERE coalesce(c_then.values_since, c_then.since) <= $day AND $day < c_then.until
WITH c, c_then.type = 'community' AS inside
WHERE coalesce(inside, true)
RETURN 'Community' AS kind, c.id AS id, c.name AS name, CASE WHEN inside THEN 'yes' ELSE 'unknown' END AS belongs
ORDER BY id
