// en: Where is the finding "agreement has ended"?
// zh: 哪里有问题“共建协议到期”？
// why-en: Renew the agreement with both sides; if it will not be renewed, record that it has ended.
// why-zh: 联系双方续签协议；不再续签的注明终止。
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
// generated from policy.toml, finding agreement_ended
// source: graphgov
// note: Between two of a sort the agreement is a finding on each.
// path: (x:Unit|Place)-[e:PAIRED_WITH]-(:Unit|Place|PartyOrganization|Community)
// path: (x:PartyOrganization|Community)-[e:PAIRED_WITH]-(:PartyOrganization|Community)
// path: (x:Unit|PartyOrganization)-[e:CO_CONSTRUCTS]->(:Community|PartyOrganization)
MATCH (x:Place|Unit)
WHERE x.since <= $day AND $day < x.until
MATCH (x)-[p:PAIRED_WITH]-(x2:Community|Place|Unit|PartyOrganization)
WHERE (p.since < p.until AND p.until <= $day OR p.since = p.until AND p.ended = 'yes')
  AND x2.since <= $day AND $day < x2.until
  AND NOT EXISTS { MATCH (x)-[p2:PAIRED_WITH]-(x2)
    WHERE p2.since <= $day AND $day < p2.until }
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name, 'PAIRED_WITH' AS tie, x2.id AS other, p.id AS tie_id, p.valid_from AS valid_from, p.valid_to AS valid_to, p.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
UNION
MATCH (x:Community|PartyOrganization)
WHERE x.since <= $day AND $day < x.until
MATCH (x)-[p:PAIRED_WITH]-(x2:Community|PartyOrganization)
WHERE (p.since < p.until AND p.until <= $day OR p.since = p.until AND p.ended = 'yes')
  AND x2.since <= $day AND $day < x2.until
  AND NOT EXISTS { MATCH (x)-[p2:PAIRED_WITH]-(x2)
    WHERE p2.since <= $day AND $day < p2.until }
RETURN CASE WHEN x:Community THEN 'Community' ELSE 'PartyOrganization' END AS kind, x.id AS id, x.name AS name, 'PAIRED_WITH' AS tie, x2.id AS other, p.id AS tie_id, p.valid_from AS valid_from, p.valid_to AS valid_to, p.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
UNION
MATCH (x:Unit|PartyOrganization)
WHERE x.since <= $day AND $day < x.until
MATCH (x)-[c:CO_CONSTRUCTS]->(x2:Community|PartyOrganization)
WHERE (c.since < c.until AND c.until <= $day OR c.since = c.until AND c.ended = 'yes')
  AND x2.since <= $day AND $day < x2.until
  AND NOT EXISTS { MATCH (x)-[c2:CO_CONSTRUCTS]-(x2)
    WHERE c2.since <= $day AND $day < c2.until }
RETURN CASE WHEN x:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, x.id AS id, x.name AS name, 'CO_CONSTRUCTS' AS tie, x2.id AS other, c.id AS tie_id, c.valid_from AS valid_from, c.valid_to AS valid_to, c.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
