// en: How do published numbers of "co-constructing" compare with what is known by name?
// zh: 公布的“共驻共建单位数”与有名单的相差多少？
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
// generated from policy.toml, measure co_constructing
// source: 昆明市社区“大党委”做法（2019—2020）
// path: (x:PartyOrganization|Community)<-[:CO_CONSTRUCTS]-(y:Unit|PartyOrganization)
// path: (c:Community)-[:HAS_PARTY_ORG]->(:PartyOrganization)<-[:CO_CONSTRUCTS]-(y:Unit|PartyOrganization)
MATCH (c:Claim {measure: 'co_constructing'})-[:ABOUT]->(n:Division|Community|Place|Unit|PartyOrganization)
MATCH (i:Import {number: c.import})
WHERE c.stated_on <= $day
  AND n.since <= $day AND $day < n.until
  AND NOT EXISTS { MATCH (later:Claim {measure: 'co_constructing'})-[:ABOUT]->(n)
    MATCH (j:Import {number: later.import})
    WHERE j.source = i.source AND later.stated_on <= $day
      AND (later.stated_on > c.stated_on OR later.stated_on = c.stated_on AND later.key > c.key) }
WITH c, i, n, CASE WHEN n:Community OR n:PartyOrganization THEN COUNT {
    MATCH (n:Community|PartyOrganization)<-[c2:CO_CONSTRUCTS]-(x:Unit|PartyOrganization)
    WHERE c2.since <= $day AND $day < c2.until
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[c2:CO_CONSTRUCTS]-(x:Unit|PartyOrganization)
    WHERE h.since <= $day AND $day < h.until
      AND o.since <= $day AND $day < o.until
      AND c2.since <= $day AND $day < c2.until
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    } END AS known
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'co_constructing' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
