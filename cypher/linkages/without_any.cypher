// en: Which communities have neither a big party committee nor any pairing or co-construction?
// zh: 哪些社区既没有“大党委”，也没有任何结对或共建？
// why-en: They stand outside of the whole network.
// why-zh: 它们在整个联系网络之外。
// param day: date = cutoff
// column id: text
// column name: text
MATCH (c:Community {type: 'community'})
WHERE c.since <= $day AND $day < c.until
  AND NOT EXISTS { MATCH (c)-[h:HAS_PARTY_ORG]->(b:PartyOrganization {type: 'big_committee'}) WHERE h.since <= $day AND $day < h.until
  AND b.since <= $day AND $day < b.until }
  AND NOT EXISTS { MATCH (c)-[t:PAIRED_WITH|CO_CONSTRUCTS]-(n:Unit|PartyOrganization|Community|Place) WHERE t.since <= $day AND $day < t.until
  AND n.since <= $day AND $day < n.until }
  AND NOT EXISTS { MATCH (c)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)-[t:PAIRED_WITH|CO_CONSTRUCTS]-(n:Unit|PartyOrganization|Community|Place)
    WHERE h.since <= $day AND $day < h.until
  AND o.since <= $day AND $day < o.until
  AND t.since <= $day AND $day < t.until
  AND n.since <= $day AND $day < n.until }
RETURN c.id AS id, c.name AS name
ORDER BY id
