// en: Which ties hold on a day that did not hold on an earlier one?
// zh: 与之前某天相比，新增了哪些关系？
// why-en: What a period has achieved, tie by tie.
// why-zh: 一段时间的成果，逐条列出。
// param before: date
// param day: date = cutoff
// example before: 2019-06-30
// column kind: text
// column one: text
// column other: text
// column valid_from: date
MATCH (a)-[t:HAS_PARTY_ORG|MEMBER_OF|PAIRED_WITH|CO_CONSTRUCTS|INSTRUCTED_BY]->(b)
WHERE a.since <= $day AND $day < a.until
  AND t.since <= $day AND $day < t.until
  AND b.since <= $day AND $day < b.until
  AND NOT (t.since <= $before AND $before < t.until)
RETURN type(t) AS kind, a.id AS one, b.id AS other, t.valid_from AS valid_from
ORDER BY kind, one, other, valid_from
