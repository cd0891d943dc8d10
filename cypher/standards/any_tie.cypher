// en: Which units and places are blind spots (or in the state $state) under the standard "any tie"?
// zh: 按“有任何联系”标准，哪些单位和场所是空白点（或处于 $state 所指的状态）？
// why-en: Of the bases active, places in use, urban communities; individual businesses one by one; state can also be covered, claimed, unknown, not_applicable or base_unknown; remark: stated_none or nobody_said.
// why-zh: 口径：存续，在用场所，社区（不含村）；个体工商户逐户列出；state 也可为 covered、claimed、unknown、not_applicable、base_unknown；remark：stated_none 填报为无，nobody_said 无人填报。
// param day: date = cutoff
// param state: text (blind, claimed, unknown, covered, not_applicable, base_unknown) = blind
// column kind: text
// column id: text
// column name: text
// column state: text
// column remark: text
// generated from policy.toml, standard any_tie
// source: graphgov
// note: The default: a blind spot is a subject that no party organization reaches in any way, not even by a tie.
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
WITH u, u_then, CASE
    WHEN u_then.exempt_reason IS NOT NULL AND coalesce(u_then.exempt_until >= $day, true) THEN 'not_applicable'
    WHEN NOT (coalesce(u_then.operating, 'unknown') <> 'no') THEN 'not_applicable'
    WHEN (coalesce(u_then.operating, 'unknown') <> 'no') IS NULL THEN 'base_unknown'
    // instructor_stated
    WHEN u_then.has_instructor = 'yes' THEN 'covered'
    // mass_organization
    WHEN u_then.has_union = 'yes' THEN 'covered'
    // mass_organization
    WHEN u_then.has_youth_league = 'yes' THEN 'covered'
    // mass_organization
    WHEN u_then.has_womens_federation = 'yes' THEN 'covered'
    // own_committee, own_general_branch, own_branch, joint, area_named, org_unspecified, member_by_organization, paired_by_organization, co_constructs_by_organization
    WHEN EXISTS { MATCH (u)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
      WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
        AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
        AND o_then.type = 'ordinary'
        AND ((h.mode = 'single' AND o_then.tier IN ['committee', 'working_committee'])
          OR (h.mode = 'single' AND o_then.tier = 'general_branch')
          OR (h.mode = 'single' AND o_then.tier = 'branch')
          OR h.mode = 'joint'
          OR h.mode = 'area'
          OR coalesce(h.mode, 'unknown') = 'unknown'
          OR (h.mode = 'single' AND o_then.tier IS NULL)
          OR (h.mode IN ['single', 'joint'] AND EXISTS { MATCH (o)-[m:MEMBER_OF]->(o2:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o2_then)
          WHERE m.since <= $day AND $day < m.until
            AND coalesce(o2_then.values_since, o2_then.since) <= $day AND $day < o2_then.until
            AND o2_then.type = 'big_committee' })
          OR (h.mode IN ['single', 'joint'] AND EXISTS { MATCH (o)-[p:PAIRED_WITH]-(x:Community|Unit|PartyOrganization)
          WHERE p.since <= $day AND $day < p.until
            AND x.since <= $day AND $day < x.until })
          OR (h.mode IN ['single', 'joint'] AND EXISTS { MATCH (o)-[c:CO_CONSTRUCTS]->(x:Community|PartyOrganization)
          WHERE c.since <= $day AND $day < c.until
            AND x.since <= $day AND $day < x.until })) } THEN 'covered'
    // instructor
    WHEN EXISTS { MATCH (u)-[i:INSTRUCTED_BY]->(o:PartyOrganization)
      WHERE i.since <= $day AND $day < i.until
        AND o.since <= $day AND $day < o.until } THEN 'covered'
    // member
    WHEN EXISTS { MATCH (u)-[m:MEMBER_OF]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
      WHERE m.since <= $day AND $day < m.until
        AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
        AND o_then.type = 'big_committee' } THEN 'covered'
    // paired
    WHEN EXISTS { MATCH (u)-[p:PAIRED_WITH]-(x:Community|PartyOrganization)
      WHERE p.since <= $day AND $day < p.until
        AND x.since <= $day AND $day < x.until } THEN 'covered'
    // co_constructs
    WHEN EXISTS { MATCH (u)-[c:CO_CONSTRUCTS]->(x:Community|PartyOrganization)
      WHERE c.since <= $day AND $day < c.until
        AND x.since <= $day AND $day < x.until } THEN 'covered'
    // paired_unit
    WHEN EXISTS { MATCH (u)-[p:PAIRED_WITH]-(u2:Unit)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
      WHERE p.since <= $day AND $day < p.until
        AND u2.since <= $day AND $day < u2.until
        AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
        AND h.mode IN ['single', 'joint']
        AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
        AND o_then.type = 'ordinary' } THEN 'covered'
    // area_roof
    WHEN EXISTS { MATCH (u)-[l:LOCATED_IN]->(p:Place)-[step:PART_OF*0..1]->(x)-[step2:PART_OF*0..1]->(p2:Place)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
      WHERE l.since <= $day AND $day < l.until
        AND p.since <= $day AND $day < p.until
        AND all(one IN step WHERE one.since <= $day AND $day < one.until)
        AND x.since <= $day AND $day < x.until
        AND all(one IN step2 WHERE one.since <= $day AND $day < one.until)
        AND p2.since <= $day AND $day < p2.until
        AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
        AND h.mode = 'area'
        AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
        AND o_then.type = 'ordinary' } THEN 'covered'
    WHEN u_then.reported_covered = 'yes' OR u_then.reported_org = 'yes' THEN 'claimed'
    WHEN u_then.reported_covered = 'unknown' OR u_then.reported_org = 'unknown' THEN 'unknown'
    ELSE 'blind'
  END AS state
WHERE state = $state
RETURN 'Unit' AS kind, u.id AS id, u.name AS name, state, CASE WHEN state <> 'blind' THEN null WHEN u_then.reported_covered = 'no' OR u_then.reported_org = 'no' OR u_then.no_org_reason IS NOT NULL THEN 'stated_none' ELSE 'nobody_said' END AS remark
ORDER BY id
UNION ALL
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
WITH p, p_then, CASE
    WHEN p_then.exempt_reason IS NOT NULL AND coalesce(p_then.exempt_until >= $day, true) THEN 'not_applicable'
    WHEN NOT (coalesce(p_then.operating, 'unknown') <> 'no') THEN 'not_applicable'
    WHEN (coalesce(p_then.operating, 'unknown') <> 'no') IS NULL THEN 'base_unknown'
    // instructor_stated
    WHEN p_then.has_instructor = 'yes' THEN 'covered'
    // place_own
    WHEN EXISTS { MATCH (p)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
      WHERE h.since <= $day AND $day < h.until
        AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
        AND o_then.type = 'ordinary' } THEN 'covered'
    // instructor
    WHEN EXISTS { MATCH (p)-[i:INSTRUCTED_BY]->(o:PartyOrganization)
      WHERE i.since <= $day AND $day < i.until
        AND o.since <= $day AND $day < o.until } THEN 'covered'
    // paired
    WHEN EXISTS { MATCH (p)-[p2:PAIRED_WITH]-(x:Community|PartyOrganization)
      WHERE p2.since <= $day AND $day < p2.until
        AND x.since <= $day AND $day < x.until } THEN 'covered'
    // place_roof
    WHEN EXISTS { MATCH (p)-[p2:PART_OF]->(x)-[step:PART_OF*0..1]->(p3:Place)-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
      WHERE p2.since <= $day AND $day < p2.until
        AND x.since <= $day AND $day < x.until
        AND all(one IN step WHERE one.since <= $day AND $day < one.until)
        AND p3.since <= $day AND $day < p3.until
        AND coalesce(h.values_since, h.since) <= $day AND $day < h.until
        AND h.mode = 'area'
        AND coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
        AND o_then.type = 'ordinary' } THEN 'covered'
    WHEN p_then.reported_covered = 'yes' OR p_then.reported_org = 'yes' THEN 'claimed'
    WHEN p_then.reported_covered = 'unknown' OR p_then.reported_org = 'unknown' THEN 'unknown'
    ELSE 'blind'
  END AS state
WHERE state = $state
RETURN 'Place' AS kind, p.id AS id, p.name AS name, state, CASE WHEN state <> 'blind' THEN null WHEN p_then.reported_covered = 'no' OR p_then.reported_org = 'no' OR p_then.no_org_reason IS NOT NULL THEN 'stated_none' ELSE 'nobody_said' END AS remark
ORDER BY id
