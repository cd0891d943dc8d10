// en: How do published numbers of "part-time seats" compare with what is known by name?
// zh: 公布的“兼职委员席位数”与有名单的相差多少？
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
// generated from policy.toml, measure part_time_seats
// source: 昆明市社区“大党委”做法（2019—2020）
// note: A seat without a number is one seat; a member unit fills as many as are stated with its membership.
// path: (o:PartyOrganization {type: ['big_committee', 'big_working_committee']})<-[m:MEMBER_OF WHERE m.role = 'part_time_seat' OR m.seats IS NOT NULL]-(:Unit|PartyOrganization)
// path: (c:Community)-[:HAS_PARTY_ORG]->(:PartyOrganization {type: 'big_committee'})<-[m:MEMBER_OF WHERE m.role = 'part_time_seat' OR m.seats IS NOT NULL]-(:Unit|PartyOrganization)
// path: (d:Division)<-[:PART_OF*1..5]-(:Community)-[:HAS_PARTY_ORG]->(:PartyOrganization {type: 'big_committee'})<-[m:MEMBER_OF WHERE m.role = 'part_time_seat' OR m.seats IS NOT NULL]-(:Unit|PartyOrganization)
MATCH (c:Claim {measure: 'part_time_seats'})-[:ABOUT]->(n:Division|Community|Place|Unit|PartyOrganization)
MATCH (i:Import {number: c.import})
WHERE c.stated_on <= $day
  AND n.since <= $day AND $day < n.until
  AND NOT EXISTS { MATCH (later:Claim {measure: 'part_time_seats'})-[:ABOUT]->(n)
    MATCH (j:Import {number: later.import})
    WHERE j.source = i.source AND later.stated_on <= $day
      AND (later.stated_on > c.stated_on OR later.stated_on = c.stated_on AND later.key > c.key) }
OPTIONAL MATCH (n:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x:Unit|PartyOrganization)
WHERE EXISTS { MATCH (n)<-[:EARLIER_VALUES_OF*0..1]-(n_then)
    WHERE coalesce(n_then.values_since, n_then.since) <= $day AND $day < n_then.until
      AND n_then.type IN ['big_committee', 'big_working_committee'] }
  AND coalesce(m.values_since, m.since) <= $day AND $day < m.until
  AND (m.role = 'part_time_seat' OR m.seats IS NOT NULL)
  AND x.since <= $day AND $day < x.until
WITH DISTINCT c, i, n, m
WITH c, i, n, sum(CASE WHEN m IS NOT NULL THEN coalesce(m.seats, 1) ELSE 0 END) AS sum1
OPTIONAL MATCH (n:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x:Unit|PartyOrganization)
WHERE h.since <= $day AND $day < h.until
  AND EXISTS { MATCH (o)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'big_committee' }
  AND coalesce(m.values_since, m.since) <= $day AND $day < m.until
  AND (m.role = 'part_time_seat' OR m.seats IS NOT NULL)
  AND x.since <= $day AND $day < x.until
WITH DISTINCT c, i, n, sum1, m
WITH c, i, n, sum1, sum(CASE WHEN m IS NOT NULL THEN coalesce(m.seats, 1) ELSE 0 END) AS sum2
OPTIONAL MATCH (n:Division)<-[p:PART_OF]-(x)<-[step:PART_OF*0..1]-(x2)<-[step2:PART_OF*0..1]-(x3)<-[step3:PART_OF*0..1]-(x4)<-[step4:PART_OF*0..1]-(c2:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x5:Unit|PartyOrganization)
WHERE p.since <= $day AND $day < p.until
  AND x.since <= $day AND $day < x.until
  AND all(one IN step WHERE one.since <= $day AND $day < one.until)
  AND x2.since <= $day AND $day < x2.until
  AND all(one IN step2 WHERE one.since <= $day AND $day < one.until)
  AND x3.since <= $day AND $day < x3.until
  AND all(one IN step3 WHERE one.since <= $day AND $day < one.until)
  AND x4.since <= $day AND $day < x4.until
  AND all(one IN step4 WHERE one.since <= $day AND $day < one.until)
  AND c2.since <= $day AND $day < c2.until
  AND h.since <= $day AND $day < h.until
  AND EXISTS { MATCH (o)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'big_committee' }
  AND coalesce(m.values_since, m.since) <= $day AND $day < m.until
  AND (m.role = 'part_time_seat' OR m.seats IS NOT NULL)
  AND x5.since <= $day AND $day < x5.until
WITH DISTINCT c, i, n, sum1, sum2, m
WITH c, i, n, sum1, sum2, sum(CASE WHEN m IS NOT NULL THEN coalesce(m.seats, 1) ELSE 0 END) AS sum3
WITH c, i, n, CASE WHEN n:PartyOrganization OR n:Community OR n:Division THEN sum1 + sum2 + sum3 END AS known
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'part_time_seats' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
