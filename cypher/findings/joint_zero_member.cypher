// en: Where is the finding "joint organization with a unit without members"?
// zh: 哪里有问题“联合党组织含无党员单位”？
// why-en: Verify the unit's members; if it has none, send an instructor instead and do not count it as jointly covered.
// why-zh: 核实该单位党员数；确无党员的，改派党建工作指导员，不计为联合组建。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column tie: text
// column other: text
// column tie_id: text
// column valid_from: date
// column valid_to: date
// column basis: text
// generated from policy.toml, finding joint_zero_member
// source: 《中国共产党支部工作条例（试行）》第5条
// note: A unit without members cannot form a branch jointly; it is covered on paper only.
// path: (o:PartyOrganization {type: 'ordinary'})<-[h:HAS_PARTY_ORG {mode: 'joint'}]-(u:Unit WHERE coalesce(u.full_members, u.members) = 0)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
MATCH (o)<-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]-(u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
  AND h.mode = 'joint'
  AND coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND coalesce(u_then.full_members, u_then.members) = 0
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name, 'HAS_PARTY_ORG' AS tie, u.id AS other, h.id AS tie_id, h.valid_from AS valid_from, h.valid_to AS valid_to, h.basis AS basis
ORDER BY id, tie, other, valid_from, basis, tie_id
