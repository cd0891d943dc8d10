// en: Which big party committees share members?
// zh: 哪些“大党委”有共同的成员单位？
// why-en: Units that sit on two committees are the bridges along which communities can share resources.
// why-zh: 同时加入两个“大党委”的单位，是社区之间共享资源的桥梁。
// param day: date = cutoff
// column one: text
// column other: text
// column shared: count
// column members: list
MATCH (one:PartyOrganization {type: 'big_committee'})<-[a:MEMBER_OF]-(member:Unit|PartyOrganization)-[b:MEMBER_OF]->(other:PartyOrganization {type: 'big_committee'})
WHERE one.id < other.id
  AND one.since <= $day AND $day < one.until
  AND other.since <= $day AND $day < other.until
  AND member.since <= $day AND $day < member.until
  AND a.since <= $day AND $day < a.until
  AND b.since <= $day AND $day < b.until
WITH one, other, member ORDER BY member.id
RETURN one.id AS one, other.id AS other, count(DISTINCT member) AS shared, collect(DISTINCT member.id) AS members
ORDER BY shared DESC, one, other
