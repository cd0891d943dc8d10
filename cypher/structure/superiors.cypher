// en: Which organizations stand above one, up to five levels?
// zh: 某个党组织的各级上级是谁（至多五级）？
// why-en: Whom to ask, and who can decide.
// why-zh: 该找谁、谁能决定。
// param id: text
// param day: date = cutoff
// example id: SL-O0137
// column level: count
// column id: text
// column name: text
MATCH (o:PartyOrganization {id: $id})-[steps:SUBORDINATE_TO*1..5]->(above:PartyOrganization)
WHERE o.since <= $day AND $day < o.until
  AND above.since <= $day AND $day < above.until
  AND all(s IN steps WHERE s.since <= $day AND $day < s.until)
RETURN size(steps) AS level, above.id AS id, above.name AS name
ORDER BY level, id
