// en: Where is the finding "not placed"?
// zh: 哪里有问题“属地不明”？
// why-en: Find the operating address and assign a community.
// why-zh: 查明经营地址，落到社区。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding unplaced
// source: graphgov
// path: (x:Unit|Place WHERE x.community IS NULL AND x.street IS NULL AND x.district IS NULL)
MATCH (x:Place|Unit)<-[:EARLIER_VALUES_OF*0..1]-(x_then)
WHERE coalesce(x_then.values_since, x_then.since) <= $day AND $day < x_then.until
// Its community: an operating address decides before a registered one, an address of its own before that of the nearest
// place around; of several the latest, then the smallest id.  What is in no community is in its division.
OPTIONAL MATCH (x)-[own:LOCATED_IN|EARLIER_LOCATED_IN*0..1]->(p:Unit|Place)-[up:PART_OF|EARLIER_PART_OF*0..5]->(q:Unit|Place)-[l:LOCATED_IN|EARLIER_LOCATED_IN]->(h:Community|Division)
WHERE all(one IN own WHERE coalesce(one.values_since, one.since) <= $day AND $day < one.until AND endNode(one).since <= $day AND $day < endNode(one).until)
  AND all(one IN up WHERE coalesce(one.values_since, one.since) <= $day AND $day < one.until AND endNode(one).since <= $day AND $day < endNode(one).until)
  AND coalesce(l.values_since, l.since) <= $day AND $day < l.until
  AND h.since <= $day AND $day < h.until
WITH x, x_then, p, h, coalesce(l.role, 'operating') = 'registered' AS registered, coalesce(l.valid_from, date('0001-01-01')) AS l_from,
  size(own) AS near, coalesce(head(own).role, 'operating') = 'registered' AS moved,
  coalesce(head(own).valid_from, date('0001-01-01')) AS own_from, size(up) AS far, coalesce(head(up).valid_from, date('0001-01-01')) AS up_from
ORDER BY h:Division, registered, far, up_from DESC, l_from DESC, h.id
WITH x, x_then, p, near, moved, own_from,
  head(collect(h)) AS h, head(collect(registered)) AS registered, head(collect(far)) AS far
ORDER BY h:Division, registered OR moved, far + near, moved, own_from DESC, h.id
WITH x, x_then, head(collect(h)) AS home
// Its street: a functional zone is a district unless it is part of what is no city.
OPTIONAL MATCH (home)-[up:PART_OF|EARLIER_PART_OF*0..5]->(d:Division)<-[:EARLIER_VALUES_OF*0..1]-(d_then)
WHERE all(one IN up WHERE coalesce(one.values_since, one.since) <= $day AND $day < one.until AND endNode(one).since <= $day AND $day < endNode(one).until)
  AND coalesce(d_then.values_since, d_then.since) <= $day AND $day < d_then.until
  AND (d_then.type IN ['street', 'town', 'township']
    OR d_then.type = 'functional_zone'
    AND EXISTS { MATCH (d)-[z:PART_OF]->(above:Division)<-[:EARLIER_VALUES_OF*0..1]-(above_then)
      WHERE z.since <= $day AND $day < z.until
        AND coalesce(above_then.values_since, above_then.since) <= $day AND $day < above_then.until
        AND above_then.type <> 'city' })
WITH x, x_then, home, d, size(up) AS far, coalesce(head(up).valid_from, date('0001-01-01')) AS up_from
ORDER BY far, up_from DESC, d.id
WITH x, x_then, home, head(collect(d.id)) AS street
// Its district: a functional zone is a district unless it is part of what is no city.
OPTIONAL MATCH (home)-[up:PART_OF|EARLIER_PART_OF*0..5]->(d:Division)<-[:EARLIER_VALUES_OF*0..1]-(d_then)
WHERE all(one IN up WHERE coalesce(one.values_since, one.since) <= $day AND $day < one.until AND endNode(one).since <= $day AND $day < endNode(one).until)
  AND coalesce(d_then.values_since, d_then.since) <= $day AND $day < d_then.until
  AND (d_then.type = 'district'
    OR d_then.type = 'functional_zone'
    AND NOT EXISTS { MATCH (d)-[z:PART_OF]->(above:Division)<-[:EARLIER_VALUES_OF*0..1]-(above_then)
      WHERE z.since <= $day AND $day < z.until
        AND coalesce(above_then.values_since, above_then.since) <= $day AND $day < above_then.until
        AND above_then.type <> 'city' })
WITH x, x_then, street, home, d, size(up) AS far, coalesce(head(up).valid_from, date('0001-01-01')) AS up_from
ORDER BY far, up_from DESC, d.id
WITH x, x_then, street, home, head(collect(d.id)) AS district
WITH x, x_then, street, district, CASE WHEN home:Community THEN home.id END AS community
WHERE community IS NULL
  AND street IS NULL
  AND district IS NULL
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name
ORDER BY id
