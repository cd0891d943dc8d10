// en: How do published numbers of member units compare with those that are known by name?
// zh: “大党委”公布的成员单位数与有名单的相差多少？
// why-en: What is published and not named cannot be invited, visited or counted.
// why-zh: 只有数字、没有名单的单位，无法联系，也无法核实。
// param day: date = cutoff
// column id: text
// column stated: count
// column stated_on: date
// column known: count
MATCH (c:Claim {measure: 'member_units'})-[:ABOUT]->(o:PartyOrganization)
WHERE o.since <= $day AND $day < o.until
OPTIONAL MATCH (o)<-[m:MEMBER_OF]-(member:Unit|PartyOrganization)
WHERE m.since <= $day AND $day < m.until
  AND member.since <= $day AND $day < member.until
  AND coalesce(m.role, 'member_unit') = 'member_unit'
RETURN o.id AS id, c.value AS stated, c.stated_on AS stated_on, count(DISTINCT member) AS known
ORDER BY id, stated_on
