// en: Where are the members of each big party committee at home?
// zh: 各“大党委”的成员单位原属哪个社区？
// why-en: Members from outside bring what the community lacks; the list shows from where they come.
// why-zh: 外来成员带来本社区没有的资源；由此可见从哪里来。
// param day: date = cutoff
// column committee: text
// column member: text
// column origin: text
// column home: text
MATCH (c:PartyOrganization {type: 'big_committee'})<-[m:MEMBER_OF]-(member:Unit|PartyOrganization)
WHERE c.since <= $day AND $day < c.until
  AND m.since <= $day AND $day < m.until
  AND member.since <= $day AND $day < member.until
OPTIONAL MATCH (member)-[l:LOCATED_IN]->(home:Community)
WHERE l.since <= $day AND $day < l.until
  AND home.since <= $day AND $day < home.until
  AND coalesce(l.role, 'operating') = 'operating'
RETURN c.id AS committee, member.id AS member, m.origin AS origin, home.id AS home
ORDER BY committee, member, home, origin
