// en: Which units have no address at all?
// zh: 哪些单位没有任何地址？
// why-en: Nobody is responsible for what is nowhere.
// why-zh: 没有地址，就没有责任社区。
// param day: date = cutoff
// column id: text
// column name: text
// column type: text
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND NOT EXISTS { MATCH (u)-[l:LOCATED_IN]->(n:Place|Community|Division) WHERE l.since <= $day AND $day < l.until
  AND n.since <= $day AND $day < n.until }
RETURN u.id AS id, u.name AS name, u.type AS type
ORDER BY id
