// en: Which units are new, and which are gone, since an earlier day?
// zh: 与之前某天相比，新增和消失了哪些单位？
// why-en: New units are the first to be visited.
// why-zh: 新增单位应当先走访。
// param before: date
// param day: date = cutoff
// example before: 2019-06-30
// column id: text
// column name: text
// column change: text
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND NOT (u.since <= $before AND $before < u.until)
RETURN u.id AS id, u.name AS name, 'new' AS change
ORDER BY id
UNION ALL
MATCH (u:Unit)
WHERE u.since <= $before AND $before < u.until
  AND NOT (u.since <= $day AND $day < u.until)
RETURN u.id AS id, u.name AS name, 'gone' AS change
ORDER BY id
