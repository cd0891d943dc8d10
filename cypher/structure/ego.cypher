// en: What is one node tied to, in one step?
// zh: 与某个对象直接相连的有哪些？
// why-en: The whole surroundings of one node, whatever the kind of tie.
// why-zh: 一个对象的全部直接关系。
// param id: text
// param day: date = cutoff
// example id: SL-U01486
// column kind: text
// column outward: flag
// column id: text
// column name: text
MATCH (n {id: $id})-[t:LOCATED_IN|PART_OF|HAS_PARTY_ORG|SUBORDINATE_TO|MEMBER_OF|PAIRED_WITH|CO_CONSTRUCTS|INSTRUCTED_BY|RESPONSIBLE_FOR|MANAGES|REPRESENTS|ADJACENT_TO|SUCCEEDS]-(other)
WHERE n.since <= $day AND $day < n.until
  AND t.since <= $day AND $day < t.until
  AND other.since <= $day AND $day < other.until
RETURN type(t) AS kind, startNode(t).id = $id AS outward, other.id AS id, other.name AS name
ORDER BY kind, outward, id
