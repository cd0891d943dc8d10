// en: Which organizations join a business district with a residential compound?
// zh: 哪些党组织同时联系商圈和住宅小区？
// why-en: The red tie between the business district and the courtyards; where there is none, it can be made.
// why-zh: 商圈与院落之间的“红色纽带”；没有的地方可以建起来。
// param day: date = cutoff
// column district: text
// column compound: text
// column organization: text
MATCH (d:Place {type: 'business_district'})-[a:HAS_PARTY_ORG|PAIRED_WITH|INSTRUCTED_BY]-(o:PartyOrganization)-[b:HAS_PARTY_ORG|PAIRED_WITH|INSTRUCTED_BY]-(g:Place {type: 'compound'})
WHERE d.since <= $day AND $day < d.until
  AND a.since <= $day AND $day < a.until
  AND o.since <= $day AND $day < o.until
  AND b.since <= $day AND $day < b.until
  AND g.since <= $day AND $day < g.until
RETURN DISTINCT d.id AS district, g.id AS compound, o.id AS organization
ORDER BY district, compound, organization
