// en: Which units were in another community on an earlier day?
// zh: 哪些单位与之前某天相比换了社区？
// why-en: Who moves takes its agreements along, or loses them.
// why-zh: 单位搬迁，协议或随之转移，或随之中断。
// param before: date
// param day: date = cutoff
// example before: 2019-06-30
// column id: text
// column was: text
// column is: text
MATCH (was:Community)<-[a:LOCATED_IN]-(u:Unit)-[b:LOCATED_IN]->(is:Community)
WHERE a.since <= $before AND $before < a.until
  AND NOT (a.since <= $day AND $day < a.until)
  AND u.since <= $day AND $day < u.until
  AND b.since <= $day AND $day < b.until
  AND is.since <= $day AND $day < is.until
  AND NOT (b.since <= $before AND $before < b.until)
RETURN u.id AS id, was.id AS was, is.id AS is
ORDER BY id, was, is
