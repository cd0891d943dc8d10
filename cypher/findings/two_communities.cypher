// en: Where is the finding "in two communities"?
// zh: 哪里有问题“属地重复”？
// why-en: Let both communities verify the operating address and keep one.
// why-zh: 两社区共同核实经营地，只保留一个属地。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding two_communities
// source: graphgov
// path: (x:Unit|Place)-[l:LOCATED_IN WHERE coalesce(l.role, 'operating') = 'operating']->(c:Community)
MATCH (x:Place|Unit)
WHERE x.since <= $day AND $day < x.until
OPTIONAL MATCH (x)-[l:LOCATED_IN|EARLIER_LOCATED_IN]->(c:Community)
WHERE coalesce(l.values_since, l.since) <= $day AND $day < l.until
  AND coalesce(l.role, 'operating') = 'operating'
  AND c.since <= $day AND $day < c.until
WITH x, count(DISTINCT c) AS counted
WHERE counted > 1
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name, counted
ORDER BY id
