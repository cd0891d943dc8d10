// en: Which units are said to have an organization and have none on record, or the other way round?
// zh: 哪些单位填报已建党组织却查无记录，或填报未建却有记录？
// why-en: One of the two is wrong; nobody should report a rate before it is known which.
// why-zh: 两者必有一错；核实之前不宜上报。
// param day: date = cutoff
// column id: text
// column name: text
// column reported: text
// column organizations: count
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND u.reported_org IN ['yes', 'no']
OPTIONAL MATCH (u)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)
WHERE h.since <= $day AND $day < h.until
  AND o.since <= $day AND $day < o.until
WITH u, count(DISTINCT o) AS organizations
WHERE (u.reported_org = 'yes' AND organizations = 0) OR (u.reported_org = 'no' AND organizations > 0)
RETURN u.id AS id, u.name AS name, u.reported_org AS reported, organizations
ORDER BY id
