// en: How broad is each big party committee: members, of them introduced, paired partners?
// zh: 每个“大党委”有多广：成员单位、其中辖区外引入、结对单位各多少？
// why-en: A committee without members or without partners exists on paper only.
// why-zh: 没有成员或没有结对单位的“大党委”只在纸面上存在。
// param day: date = cutoff
// column id: text
// column name: text
// column members: count
// column introduced: count
// column paired: count
MATCH (c:PartyOrganization {type: 'big_committee'})
WHERE c.since <= $day AND $day < c.until
OPTIONAL MATCH (c)<-[m:MEMBER_OF]-(member:Unit|PartyOrganization)
WHERE m.since <= $day AND $day < m.until
  AND member.since <= $day AND $day < member.until
WITH c, count(DISTINCT member) AS members, count(DISTINCT CASE WHEN m.origin = 'introduced' THEN member END) AS introduced
OPTIONAL MATCH (c)-[p:PAIRED_WITH]-(partner:Unit|PartyOrganization|Community|Place)
WHERE p.since <= $day AND $day < p.until
  AND partner.since <= $day AND $day < partner.until
RETURN c.id AS id, c.name AS name, members, introduced, count(DISTINCT partner) AS paired
ORDER BY members DESC, id
