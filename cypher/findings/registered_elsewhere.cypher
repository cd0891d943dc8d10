// en: Where is the finding "registered in another community"?
// zh: 哪里有问题“注册地与经营地不在同一社区”？
// why-en: The community where it operates is responsible; inform the one where it is registered.
// why-zh: 以经营地社区为责任主体，与注册地社区互通情况。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding registered_elsewhere
// source: graphgov
// path: (u:Unit WHERE u.registered_community <> u.community)
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
// The community of its registered address.
OPTIONAL MATCH (u)-[l:LOCATED_IN|EARLIER_LOCATED_IN]->(c:Community)
WHERE coalesce(l.values_since, l.since) <= $day AND $day < l.until
  AND l.role = 'registered'
  AND c.since <= $day AND $day < c.until
WITH u, u_then, l, c
ORDER BY coalesce(l.valid_from, date('0001-01-01')) DESC, c.id
WITH u, u_then, head(collect(c.id)) AS registered_community
// Its community: an operating address decides before a registered one, an address of its own before that of the nearest
// place around; of several the latest, then the smallest id.  What is in no community is in its division.
OPTIONAL MATCH (u)-[own:LOCATED_IN|EARLIER_LOCATED_IN*0..1]->(p:Unit|Place)-[up:PART_OF|EARLIER_PART_OF*0..5]->(q:Unit|Place)-[l:LOCATED_IN|EARLIER_LOCATED_IN]->(h:Community|Division)
WHERE all(one IN own WHERE coalesce(one.values_since, one.since) <= $day AND $day < one.until AND endNode(one).since <= $day AND $day < endNode(one).until)
  AND all(one IN up WHERE coalesce(one.values_since, one.since) <= $day AND $day < one.until AND endNode(one).since <= $day AND $day < endNode(one).until)
  AND coalesce(l.values_since, l.since) <= $day AND $day < l.until
  AND h.since <= $day AND $day < h.until
WITH u, u_then, registered_community, p, h, coalesce(l.role, 'operating') = 'registered' AS registered, coalesce(l.valid_from, date('0001-01-01')) AS l_from,
  size(own) AS near, coalesce(head(own).role, 'operating') = 'registered' AS moved,
  coalesce(head(own).valid_from, date('0001-01-01')) AS own_from, size(up) AS far, coalesce(head(up).valid_from, date('0001-01-01')) AS up_from
ORDER BY h:Division, registered, far, up_from DESC, l_from DESC, h.id
WITH u, u_then, registered_community, p, near, moved, own_from,
  head(collect(h)) AS h, head(collect(registered)) AS registered, head(collect(far)) AS far
ORDER BY h:Division, registered OR moved, far + near, moved, own_from DESC, h.id
WITH u, u_then, registered_community, head(collect(h)) AS home
WITH u, u_then, registered_community, CASE WHEN home:Community THEN home.id END AS community
WHERE registered_community <> community
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
