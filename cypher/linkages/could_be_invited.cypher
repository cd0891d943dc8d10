// en: Which units with an organization of their own are in a community with a big party committee, and not on it?
// zh: 哪些单独建有党组织的驻区单位还没有加入社区“大党委”？
// why-en: They are the first to be invited: they have members and somebody to speak for them.
// why-zh: 它们有党员、有组织，最适合先邀请加入。
// param day: date = cutoff
// column community: text
// column committee: text
// column unit: text
// column name: text
MATCH (community:Community)-[h:HAS_PARTY_ORG]->(c:PartyOrganization {type: 'big_committee'})
WHERE community.since <= $day AND $day < community.until
  AND h.since <= $day AND $day < h.until
  AND c.since <= $day AND $day < c.until
MATCH (unit:Unit)-[l:LOCATED_IN]->(community)
WHERE unit.since <= $day AND $day < unit.until
  AND l.since <= $day AND $day < l.until
  AND EXISTS { MATCH (unit)-[own:HAS_PARTY_ORG {mode: 'single'}]->(o:PartyOrganization {type: 'ordinary'})
    WHERE own.since <= $day AND $day < own.until
  AND o.since <= $day AND $day < o.until }
  AND NOT EXISTS { MATCH (unit)-[m:MEMBER_OF]->(c) WHERE m.since <= $day AND $day < m.until }
  AND NOT EXISTS { MATCH (unit)-[own:HAS_PARTY_ORG]->(o:PartyOrganization)-[m:MEMBER_OF]->(c)
    WHERE own.since <= $day AND $day < own.until
  AND o.since <= $day AND $day < o.until
  AND m.since <= $day AND $day < m.until }
RETURN community.id AS community, c.id AS committee, unit.id AS unit, unit.name AS name
ORDER BY community, committee, unit
