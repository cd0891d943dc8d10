// en: Over which others are two nodes linked, by the fewest ties?
// zh: 两个对象之间关系最少的联系经过哪些对象？
// why-en: The shortest ways show through whom to ask, and what would part the two; at one step several nodes are several ways.
// why-zh: 最短的联系说明可以通过谁牵线、断在哪里就断开；同一步上有几个对象，就有几条路。
// param from: text
// param to: text
// param day: date = cutoff
// example from: story-U6
// example to: story-M1
// column step: count
// column id: text
// column name: text
MATCH p = allShortestPaths((a {id: $from})-[:LOCATED_IN|PART_OF|HAS_PARTY_ORG|SUBORDINATE_TO|MEMBER_OF|PAIRED_WITH|CO_CONSTRUCTS|INSTRUCTED_BY|RESPONSIBLE_FOR|MANAGES|REPRESENTS|ADJACENT_TO*..12]-(b {id: $to}))
WHERE all(t IN relationships(p) WHERE t.since <= $day AND $day < t.until)
  AND all(n IN nodes(p) WHERE n.since <= $day AND $day < n.until)
WITH p
UNWIND range(0, length(p)) AS step
WITH step, nodes(p)[step] AS node
RETURN DISTINCT step, node.id AS id, node.name AS name
ORDER BY step, id
