// en: Where is the finding "part-time seat of a unit that is no member"?
// zh: 哪里有问题“兼职委员所在单位不是成员单位”？
// why-en: Record the seat's unit as a member unit, or change the seat.
// why-zh: 将兼职委员所在单位登记为成员单位，或调整兼职委员。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column tie: text
// column other: text
// column tie_id: text
// column valid_from: date
// column valid_to: date
// column basis: text
// generated from policy.toml, finding seat_without_member_unit
// source: 昆明市社区“大党委”做法（2019—2020）
// path: (x:Unit|PartyOrganization)-[e:MEMBER_OF {role: 'part_time_seat'}]->(:PartyOrganization)
// path: (x:Unit|PartyOrganization)-[m:MEMBER_OF WHERE coalesce(m.role, 'member_unit') = 'member_unit']->(:PartyOrganization)
MATCH (x:Unit|PartyOrganization)
WHERE x.since <= $day AND $day < x.until
MATCH (x)-[m:MEMBER_OF|EARLIER_MEMBER_OF]->(o:PartyOrganization)
WHERE coalesce(m.values_since, m.since) <= $day AND $day < m.until
  AND m.role = 'part_time_seat'
  AND o.since <= $day AND $day < o.until
  AND NOT EXISTS { MATCH (x)-[m2:MEMBER_OF|EARLIER_MEMBER_OF]->(o)
    WHERE coalesce(m2.values_since, m2.since) <= $day AND $day < m2.until
      AND coalesce(m2.role, 'member_unit') = 'member_unit' }
RETURN CASE WHEN x:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, x.id AS id, x.name AS name, 'MEMBER_OF' AS tie, o.id AS other, m.id AS tie_id, m.valid_from AS valid_from, m.valid_to AS valid_to, m.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
