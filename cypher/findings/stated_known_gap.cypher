// en: Where is the finding "stated number differs from what is known"?
// zh: 哪里有问题“公布数与实有数不符”？
// why-en: Ask for the list and record each by name; if the published number is wrong, note it.
// why-zh: 索取名单，逐个登记；公布数有误的注明。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column measure: text
// column stated: count
// column stated_on: date
// column source: text
// column known: count
// generated from policy.toml, finding stated_known_gap
// source: graphgov
MATCH (c:Claim {measure: 'member_units'})-[:ABOUT]->(n:Division|Community|Place|Unit|PartyOrganization)
MATCH (i:Import {number: c.import})
WHERE c.stated_on <= $day
  AND n.since <= $day AND $day < n.until
  AND NOT EXISTS { MATCH (later:Claim {measure: 'member_units'})-[:ABOUT]->(n)
    MATCH (j:Import {number: later.import})
    WHERE j.source = i.source AND later.stated_on <= $day
      AND (later.stated_on > c.stated_on OR later.stated_on = c.stated_on AND later.key > c.key) }
WITH c, i, n, CASE WHEN n:PartyOrganization OR n:Community OR n:Division THEN COUNT {
    MATCH (n:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x:Unit|PartyOrganization)
    WHERE EXISTS { MATCH (n)<-[:EARLIER_VALUES_OF*0..1]-(n_then)
        WHERE coalesce(n_then.values_since, n_then.since) <= $day AND $day < n_then.until
          AND n_then.type IN ['big_committee', 'big_working_committee'] }
      AND coalesce(m.values_since, m.since) <= $day AND $day < m.until
      AND coalesce(m.role, 'member_unit') = 'member_unit'
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x:Unit|PartyOrganization)
    WHERE h.since <= $day AND $day < h.until
      AND EXISTS { MATCH (o)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
        WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
          AND o_then.type = 'big_committee' }
      AND coalesce(m.values_since, m.since) <= $day AND $day < m.until
      AND coalesce(m.role, 'member_unit') = 'member_unit'
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Division)<-[p:PART_OF]-(x)<-[step:PART_OF*0..1]-(x2)<-[step2:PART_OF*0..1]-(x3)<-[step3:PART_OF*0..1]-(x4)<-[step4:PART_OF*0..1]-(c2:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x5:Unit|PartyOrganization)
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
      AND coalesce(m.role, 'member_unit') = 'member_unit'
      AND x5.since <= $day AND $day < x5.until
    RETURN x5 AS found
    } END AS known
WHERE known <> c.value
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'member_units' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
UNION ALL
MATCH (c:Claim {measure: 'introduced_units'})-[:ABOUT]->(n:Division|Community|Place|Unit|PartyOrganization)
MATCH (i:Import {number: c.import})
WHERE c.stated_on <= $day
  AND n.since <= $day AND $day < n.until
  AND NOT EXISTS { MATCH (later:Claim {measure: 'introduced_units'})-[:ABOUT]->(n)
    MATCH (j:Import {number: later.import})
    WHERE j.source = i.source AND later.stated_on <= $day
      AND (later.stated_on > c.stated_on OR later.stated_on = c.stated_on AND later.key > c.key) }
WITH c, i, n, CASE WHEN n:PartyOrganization OR n:Community OR n:Division THEN COUNT {
    MATCH (n:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x:Unit|PartyOrganization)
    WHERE EXISTS { MATCH (n)<-[:EARLIER_VALUES_OF*0..1]-(n_then)
        WHERE coalesce(n_then.values_since, n_then.since) <= $day AND $day < n_then.until
          AND n_then.type IN ['big_committee', 'big_working_committee'] }
      AND coalesce(m.values_since, m.since) <= $day AND $day < m.until
      AND m.origin = 'introduced'
      AND coalesce(m.role, 'member_unit') = 'member_unit'
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x:Unit|PartyOrganization)
    WHERE h.since <= $day AND $day < h.until
      AND EXISTS { MATCH (o)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
        WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
          AND o_then.type = 'big_committee' }
      AND coalesce(m.values_since, m.since) <= $day AND $day < m.until
      AND m.origin = 'introduced'
      AND coalesce(m.role, 'member_unit') = 'member_unit'
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Division)<-[p:PART_OF]-(x)<-[step:PART_OF*0..1]-(x2)<-[step2:PART_OF*0..1]-(x3)<-[step3:PART_OF*0..1]-(x4)<-[step4:PART_OF*0..1]-(c2:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x5:Unit|PartyOrganization)
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
      AND m.origin = 'introduced'
      AND coalesce(m.role, 'member_unit') = 'member_unit'
      AND x5.since <= $day AND $day < x5.until
    RETURN x5 AS found
    } END AS known
WHERE known <> c.value
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'introduced_units' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
UNION ALL
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
WHERE known <> c.value
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'part_time_seats' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
UNION ALL
MATCH (c:Claim {measure: 'paired'})-[:ABOUT]->(n:Division|Community|Place|Unit|PartyOrganization)
MATCH (i:Import {number: c.import})
WHERE c.stated_on <= $day
  AND n.since <= $day AND $day < n.until
  AND NOT EXISTS { MATCH (later:Claim {measure: 'paired'})-[:ABOUT]->(n)
    MATCH (j:Import {number: later.import})
    WHERE j.source = i.source AND later.stated_on <= $day
      AND (later.stated_on > c.stated_on OR later.stated_on = c.stated_on AND later.key > c.key) }
WITH c, i, n, CASE WHEN n:Community OR n:Place OR n:Unit OR n:PartyOrganization THEN COUNT {
    MATCH (n:Community|Place|Unit|PartyOrganization)-[p:PAIRED_WITH]-(x:Community|Place|Unit|PartyOrganization)
    WHERE p.since <= $day AND $day < p.until
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)-[p:PAIRED_WITH]-(x:Community|Place|Unit|PartyOrganization)
    WHERE h.since <= $day AND $day < h.until
      AND o.since <= $day AND $day < o.until
      AND p.since <= $day AND $day < p.until
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    } END AS known
WHERE known <> c.value
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'paired' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
UNION ALL
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
WHERE known <> c.value
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'co_constructing' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
UNION ALL
MATCH (c:Claim {measure: 'partners'})-[:ABOUT]->(n:Division|Community|Place|Unit|PartyOrganization)
MATCH (i:Import {number: c.import})
WHERE c.stated_on <= $day
  AND n.since <= $day AND $day < n.until
  AND NOT EXISTS { MATCH (later:Claim {measure: 'partners'})-[:ABOUT]->(n)
    MATCH (j:Import {number: later.import})
    WHERE j.source = i.source AND later.stated_on <= $day
      AND (later.stated_on > c.stated_on OR later.stated_on = c.stated_on AND later.key > c.key) }
WITH c, i, n, CASE WHEN n:PartyOrganization OR n:Community THEN COUNT {
    MATCH (n:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x:Unit|PartyOrganization)
    WHERE coalesce(m.values_since, m.since) <= $day AND $day < m.until
      AND coalesce(m.role, 'member_unit') = 'member_unit'
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:PartyOrganization)-[p:PAIRED_WITH]-(x:Community|Place|Unit|PartyOrganization)
    WHERE p.since <= $day AND $day < p.until
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:PartyOrganization)<-[c2:CO_CONSTRUCTS]-(x:Unit|PartyOrganization)
    WHERE c2.since <= $day AND $day < c2.until
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[m:MEMBER_OF|EARLIER_MEMBER_OF]-(x:Unit|PartyOrganization)
    WHERE h.since <= $day AND $day < h.until
      AND EXISTS { MATCH (o)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
        WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
          AND o_then.type = 'big_committee' }
      AND coalesce(m.values_since, m.since) <= $day AND $day < m.until
      AND coalesce(m.role, 'member_unit') = 'member_unit'
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Community)-[p:PAIRED_WITH]-(x:Community|Place|Unit|PartyOrganization)
    WHERE p.since <= $day AND $day < p.until
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)-[p:PAIRED_WITH]-(x:Community|Place|Unit|PartyOrganization)
    WHERE h.since <= $day AND $day < h.until
      AND o.since <= $day AND $day < o.until
      AND p.since <= $day AND $day < p.until
      AND x.since <= $day AND $day < x.until
    RETURN x AS found
    UNION
    MATCH (n:Community)<-[c2:CO_CONSTRUCTS]-(x:Unit|PartyOrganization)
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
WHERE known <> c.value
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'partners' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
UNION ALL
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
WHERE known <> c.value
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'tenants' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
UNION ALL
MATCH (c:Claim {measure: 'communities_with_big_committee'})-[:ABOUT]->(n:Division|Community|Place|Unit|PartyOrganization)
MATCH (i:Import {number: c.import})
WHERE c.stated_on <= $day
  AND n.since <= $day AND $day < n.until
  AND NOT EXISTS { MATCH (later:Claim {measure: 'communities_with_big_committee'})-[:ABOUT]->(n)
    MATCH (j:Import {number: later.import})
    WHERE j.source = i.source AND later.stated_on <= $day
      AND (later.stated_on > c.stated_on OR later.stated_on = c.stated_on AND later.key > c.key) }
WITH c, i, n, CASE WHEN n:Division THEN COUNT {
    MATCH (n:Division)<-[p:PART_OF]-(x)<-[step:PART_OF*0..1]-(x2)<-[step2:PART_OF*0..1]-(x3)<-[step3:PART_OF*0..1]-(x4)<-[step4:PART_OF*0..1]-(c2:Community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE p.since <= $day AND $day < p.until
      AND x.since <= $day AND $day < x.until
      AND all(one IN step WHERE one.since <= $day AND $day < one.until)
      AND x2.since <= $day AND $day < x2.until
      AND all(one IN step2 WHERE one.since <= $day AND $day < one.until)
      AND x3.since <= $day AND $day < x3.until
      AND all(one IN step3 WHERE one.since <= $day AND $day < one.until)
      AND x4.since <= $day AND $day < x4.until
      AND all(one IN step4 WHERE one.since <= $day AND $day < one.until)
      AND EXISTS { MATCH (c2)<-[:EARLIER_VALUES_OF*0..1]-(c2_then)
        WHERE coalesce(c2_then.values_since, c2_then.since) <= $day AND $day < c2_then.until
          AND c2_then.type = 'community' }
      AND h.since <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'big_committee'
    RETURN DISTINCT c2 AS found
    } END AS known
WHERE known <> c.value
RETURN CASE WHEN n:Division THEN 'Division' WHEN n:Community THEN 'Community' WHEN n:Place THEN 'Place' WHEN n:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, n.id AS id, n.name AS name, 'communities_with_big_committee' AS measure, c.value AS stated, c.stated_on AS stated_on, i.source AS source, known
ORDER BY id, stated_on, source
