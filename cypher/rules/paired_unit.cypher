// en: Whom does the rule "is paired with a unit that has a party organization" reach (rung 8, paired)?
// zh: 规则“与有党组织的单位结对”（第 8 级，结对）触及哪些对象？
// why-en: It counts as linkage (not counted as coverage).
// why-zh: 计为联系（不计入覆盖）。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule paired_unit
// source: graphgov
// note: Two units without any organization that are tied to each other are no tie to the Party.
// path: (u:Unit)-[:PAIRED_WITH]-(:Unit)-[:HAS_PARTY_ORG {mode: ['single', 'joint']}]->(:PartyOrganization {type: 'ordinary'})
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[p:PAIRED_WITH]-(u2:Unit)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE p.since <= $day AND $day < p.until
      AND u2.since <= $day AND $day < u2.until
      AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND h.mode IN ['single', 'joint']
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary' }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
