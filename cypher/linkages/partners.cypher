// en: With whom is one organization, unit or community tied?
// zh: 某个组织、单位或社区有哪些成员、结对和共建关系？
// why-en: Before a visit: who is already there, by which agreement, since when.
// why-zh: 走访之前：已经有哪些联系、依据什么、从何时开始。
// param id: text
// param day: date = cutoff
// example id: story-P1
// column kind: text
// column id: text
// column name: text
// column valid_from: date
// column basis: text
MATCH (n:Unit|PartyOrganization|Community|Place {id: $id})-[t:MEMBER_OF|PAIRED_WITH|CO_CONSTRUCTS]-(other:Unit|PartyOrganization|Community|Place)
WHERE n.since <= $day AND $day < n.until
  AND t.since <= $day AND $day < t.until
  AND other.since <= $day AND $day < other.until
RETURN type(t) AS kind, other.id AS id, other.name AS name, t.valid_from AS valid_from, t.basis AS basis
ORDER BY kind, id, valid_from, basis
