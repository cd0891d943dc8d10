// en: Which units have organizations with different superiors?
// zh: 哪些单位的党组织分属不同上级？
// why-en: Two superiors want two reports: one of them should be the one that counts.
// why-zh: 两个上级、两份报表：应明确以谁为主。
// param day: date = cutoff
// column unit: text
// column superiors: list
MATCH (u:Unit)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)-[s:SUBORDINATE_TO]->(above:PartyOrganization)
WHERE u.since <= $day AND $day < u.until
  AND h.since <= $day AND $day < h.until
  AND o.since <= $day AND $day < o.until
  AND s.since <= $day AND $day < s.until
  AND above.since <= $day AND $day < above.until
WITH u, above ORDER BY above.id
WITH u, collect(DISTINCT above.id) AS superiors
WHERE size(superiors) > 1
RETURN u.id AS unit, superiors
ORDER BY unit
