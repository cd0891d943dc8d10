// en: Which units operate in two communities at once?
// zh: 哪些单位同时位于两个社区？
// why-en: They are counted once; which community it is should be settled.
// why-zh: 统计时只算一次，应明确属于哪个社区。
// param day: date = cutoff
// column id: text
// column communities: list
MATCH (u:Unit)-[l:LOCATED_IN]->(c:Community)
WHERE u.since <= $day AND $day < u.until
  AND l.since <= $day AND $day < l.until
  AND c.since <= $day AND $day < c.until
  AND coalesce(l.role, 'operating') = 'operating'
WITH u, c ORDER BY c.id
WITH u, collect(DISTINCT c.id) AS communities
WHERE size(communities) > 1
RETURN u.id AS id, communities
ORDER BY id
