// en: Which co-construction is stated by one side only?
// zh: 哪些共驻共建关系只有一方填报？
// why-en: Where the community does not know of it, the agreement is lived by one side at most.
// why-zh: 社区不知道的协议，最多只有一方在履行。
// param day: date = cutoff
// column partner: text
// column community: text
// column since: date
MATCH (partner:Unit|PartyOrganization)-[t:CO_CONSTRUCTS]->(community:Community)
WHERE partner.since <= $day AND $day < partner.until
  AND t.since <= $day AND $day < t.until
  AND community.since <= $day AND $day < community.until
  AND NOT EXISTS { MATCH (community)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)-[b:PAIRED_WITH|CO_CONSTRUCTS]-(partner) WHERE h.since <= $day AND $day < h.until
  AND o.since <= $day AND $day < o.until
  AND b.since <= $day AND $day < b.until }
  AND NOT EXISTS { MATCH (community)-[p:PAIRED_WITH]-(partner) WHERE p.since <= $day AND $day < p.until }
RETURN partner.id AS partner, community.id AS community, t.valid_from AS since
ORDER BY partner, community, since
