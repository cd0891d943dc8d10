// en: How do published numbers of "tenants" compare with what is known by name?
// zh: 公布的“入驻单位数”与有名单的相差多少？
// why-en: The last number of each source up to the day; known is empty where nothing can be counted.
// why-zh: 取每个来源至该日最近一次公布的数；known 为空表示无从计数。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column measure: text
// column stated: count
// column stated_on: date
// column source: text
// column known: count
// generated from policy.toml, measure tenants
// source: graphgov
// note: Units in the place or in a place within it.
// path: (p:Place)<-[:PART_OF*0..2]-(:Place)<-[:LOCATED_IN]-(u:Unit)
MATCH (c:Claim {measure: 'tenants'})-[:ABOUT]->(n:Division|Community|Place|Unit|PartyOrganization)
MATCH (i:Import {number: c.import})
WHERE c.stated_on <= $day
  AND n.since <= $day AND $day < n.until
  AND NOT EXISTS { MATCH (later:Claim {measure: 'tenants'})-[:ABOUT]->(n)
    MATCH (j:Import {number: later.import})
    WHERE j.source = i.source AND later.stated_on <= $day
      AND (later.stated_on > c.stated_on OR later.stated_on = c.stated_on AND later.key > c.key) }
WITH c, i, n, CASE WHEN n:Place THEN COUNT {
    MATCH (n:Place)<-[step:PART_OF*0..1]-(x)<-[step2:PART_OF*0..1]-(p:Place)<-[l:LOCATED_IN]-(u:Unit)
    WHERE all(one IN step WHERE one.since <= $day AND $day < one.until)
      AND x.since <= $day AND $day < x.until
      AND all(one IN step2 WHERE one.since <= $day AND $day < one.until)
      AND p.since <= $day AND $day < p.until
      AND l.since <= $day AND $day < l.until
      AND u.since <= $day AND $day < u.until
    RETURN DISTINCT u AS found
    } END AS known
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'tenants' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
