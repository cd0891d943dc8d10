// en: Which ties held on an earlier day and hold no more?
// zh: 与之前某天相比，终止了哪些关系？
// why-en: What has been lost: agreements that ran out, organizations that were dissolved.
// why-zh: 失去了什么：到期的协议、撤销的组织。
// param before: date
// param day: date = cutoff
// example before: 2019-06-30
// column kind: text
// column one: text
// column other: text
// column valid_to: date
MATCH (a)-[t:HAS_PARTY_ORG|MEMBER_OF|PAIRED_WITH|CO_CONSTRUCTS|INSTRUCTED_BY]->(b)
WHERE t.since <= $before AND $before < t.until
  AND NOT (t.since <= $day AND $day < t.until)
RETURN type(t) AS kind, a.id AS one, b.id AS other, t.valid_to AS valid_to
ORDER BY kind, one, other, valid_to
