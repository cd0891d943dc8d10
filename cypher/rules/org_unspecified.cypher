// en: Whom does the rule "has a party organization of unknown form" reach (rung 3, formed for an area or a sector)?
// zh: 规则“有党组织、组建方式不明”（第 3 级，区域（行业）组建）触及哪些对象？
// why-en: It counts as organization coverage.
// why-zh: 计为组织覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule org_unspecified
// source: graphgov
// note: An organization of an unknown mode or tier is never dropped; it is also the finding mode_unknown.
// path: (u:Unit)-[h:HAS_PARTY_ORG WHERE coalesce(h.mode, 'unknown') = 'unknown']->(:PartyOrganization {type: 'ordinary'})
// path: (u:Unit)-[:HAS_PARTY_ORG {mode: 'single'}]->(o:PartyOrganization {type: 'ordinary'} WHERE o.tier IS NULL)
MATCH (u:Unit)
WHERE u.since <= $day AND $day < u.until
  AND EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
    WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
      AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
      AND o_then.type = 'ordinary'
      AND (coalesce(h.mode, 'unknown') = 'unknown'
        OR (h.mode = 'single' AND o_then.tier IS NULL)) }
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
