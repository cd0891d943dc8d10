// en: Which ordinary organizations have no superior?
// zh: 哪些党组织没有上级隶属？
// why-en: Nobody answers for them, and nobody sees what they lack.
// why-zh: 没有上级，就没有人对它负责。
// param day: date = cutoff
// column id: text
// column name: text
// column tier: text
// column units: count
MATCH (o:PartyOrganization {type: 'ordinary'})
WHERE o.since <= $day AND $day < o.until
  AND NOT EXISTS { MATCH (o)-[s:SUBORDINATE_TO]->(above:PartyOrganization) WHERE s.since <= $day AND $day < s.until
  AND above.since <= $day AND $day < above.until }
OPTIONAL MATCH (u:Unit)-[h:HAS_PARTY_ORG]->(o)
WHERE u.since <= $day AND $day < u.until
  AND h.since <= $day AND $day < h.until
RETURN o.id AS id, o.name AS name, o.tier AS tier, count(DISTINCT u) AS units
ORDER BY units DESC, id
