// en: Which pairings and co-construction agreements are the oldest?
// zh: 哪些结对、共建协议时间最久？
// why-en: Old agreements without an end are the ones to be looked at first: are they still lived?
// why-zh: 没有期限的旧协议应当先核实：是否还在履行？
// param day: date = cutoff
// column kind: text
// column one: text
// column other: text
// column valid_from: date
// column valid_to: date
// column basis: text
MATCH (one:Unit|PartyOrganization|Community|Place)-[t:PAIRED_WITH|CO_CONSTRUCTS]->(other:Unit|PartyOrganization|Community|Place)
WHERE one.since <= $day AND $day < one.until
  AND t.since <= $day AND $day < t.until
  AND other.since <= $day AND $day < other.until
RETURN type(t) AS kind, one.id AS one, other.id AS other, t.valid_from AS valid_from, t.valid_to AS valid_to, t.basis AS basis
ORDER BY valid_from, kind, one, other, valid_to, basis
