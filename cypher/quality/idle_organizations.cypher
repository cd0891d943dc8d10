// en: Which ordinary organizations belong to nothing?
// zh: 哪些党组织没有归属的单位、场所或社区？
// why-en: An organization that nobody has covers nobody; mostly its tie is missing.
// why-zh: 没有归属的党组织不覆盖任何人，多半是漏填了关系。
// param day: date = cutoff
// column id: text
// column name: text
MATCH (o:PartyOrganization {type: 'ordinary'})
WHERE o.since <= $day AND $day < o.until
  AND NOT EXISTS { MATCH (n:Unit|Place|Community|Division)-[h:HAS_PARTY_ORG]->(o) WHERE n.since <= $day AND $day < n.until
  AND h.since <= $day AND $day < h.until }
RETURN o.id AS id, o.name AS name
ORDER BY id
