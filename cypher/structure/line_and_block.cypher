// en: Which organizations answer to a superior of another community than that of their unit?
// zh: 哪些党组织的上级（条）与所在社区（块）不同？
// why-en: Where line and block part, the community cannot give orders: it has to invite.
// why-zh: 条块分离之处，社区无权指挥，只能邀请共建。
// param day: date = cutoff
// column organization: text
// column unit: text
// column community: text
// column superior: text
// column superior_of: text
MATCH (community:Community)<-[l:LOCATED_IN]-(unit:Unit)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)-[s:SUBORDINATE_TO]->(superior:PartyOrganization)
WHERE community.since <= $day AND $day < community.until
  AND l.since <= $day AND $day < l.until
  AND unit.since <= $day AND $day < unit.until
  AND h.since <= $day AND $day < h.until
  AND o.since <= $day AND $day < o.until
  AND s.since <= $day AND $day < s.until
  AND superior.since <= $day AND $day < superior.until
  AND coalesce(l.role, 'operating') = 'operating'
  AND NOT EXISTS { MATCH (community)-[own:HAS_PARTY_ORG]->(superior) WHERE own.since <= $day AND $day < own.until }
OPTIONAL MATCH (elsewhere:Community)-[k:HAS_PARTY_ORG]->(superior)
WHERE elsewhere.since <= $day AND $day < elsewhere.until
  AND k.since <= $day AND $day < k.until
RETURN o.id AS organization, unit.id AS unit, community.id AS community, superior.id AS superior, elsewhere.id AS superior_of
ORDER BY organization, unit, community, superior, superior_of
