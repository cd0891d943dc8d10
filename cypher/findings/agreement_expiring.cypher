// en: Where is the finding "agreement is about to end"?
// zh: 哪里有问题“共建协议即将到期”？
// why-en: It ends within 90 days: agree now whether to renew.
// why-zh: 90日内到期，提前商定是否续签。
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
// generated from policy.toml, finding agreement_expiring
// source: graphgov
// path: (x:Unit|Place)-[e:PAIRED_WITH WHERE e.valid_to <= $day + duration('P90D')]-(:Unit|Place|PartyOrganization|Community)
// path: (x:PartyOrganization|Community)-[e:PAIRED_WITH WHERE e.valid_to <= $day + duration('P90D')]-(:PartyOrganization|Community)
// path: (x:Unit|PartyOrganization)-[e:CO_CONSTRUCTS WHERE e.valid_to <= $day + duration('P90D')]->(:Community|PartyOrganization)
MATCH (x:Place|Unit)
WHERE x.since <= $day AND $day < x.until
MATCH (x)-[p:PAIRED_WITH|EARLIER_PAIRED_WITH]-(x2:Community|Place|Unit|PartyOrganization)
WHERE coalesce(p.values_since, p.since) <= $day AND $day < p.until
  AND p.valid_to <= $day + duration('P90D')
  AND x2.since <= $day AND $day < x2.until
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name, 'PAIRED_WITH' AS tie, x2.id AS other, p.id AS tie_id, p.valid_from AS valid_from, p.valid_to AS valid_to, p.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
UNION
MATCH (x:Community|PartyOrganization)
WHERE x.since <= $day AND $day < x.until
MATCH (x)-[p:PAIRED_WITH|EARLIER_PAIRED_WITH]-(x2:Community|PartyOrganization)
WHERE coalesce(p.values_since, p.since) <= $day AND $day < p.until
  AND p.valid_to <= $day + duration('P90D')
  AND x2.since <= $day AND $day < x2.until
RETURN CASE WHEN x:Community THEN 'Community' ELSE 'PartyOrganization' END AS kind, x.id AS id, x.name AS name, 'PAIRED_WITH' AS tie, x2.id AS other, p.id AS tie_id, p.valid_from AS valid_from, p.valid_to AS valid_to, p.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
UNION
MATCH (x:Unit|PartyOrganization)
WHERE x.since <= $day AND $day < x.until
MATCH (x)-[c:CO_CONSTRUCTS|EARLIER_CO_CONSTRUCTS]->(x2:Community|PartyOrganization)
WHERE coalesce(c.values_since, c.since) <= $day AND $day < c.until
  AND c.valid_to <= $day + duration('P90D')
  AND x2.since <= $day AND $day < x2.until
RETURN CASE WHEN x:Unit THEN 'Unit' ELSE 'PartyOrganization' END AS kind, x.id AS id, x.name AS name, 'CO_CONSTRUCTS' AS tie, x2.id AS other, c.id AS tie_id, c.valid_from AS valid_from, c.valid_to AS valid_to, c.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
