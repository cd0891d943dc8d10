// en: Where is the finding "joint organization of a single unit"?
// zh: 哪里有问题“联合党组织仅含一个单位”？
// why-en: Find the other units; if there are none, make it the unit's own or merge it into another joint organization.
// why-zh: 核实其他联建单位；确只有一个单位的，改为单独组建或并入其他联合党组织。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding joint_single
// source: 《中国共产党支部工作条例（试行）》第5条
// path: (o:PartyOrganization {type: 'ordinary'})<-[:HAS_PARTY_ORG {mode: 'joint'}]-(u:Unit)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
OPTIONAL MATCH (o)<-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]-(u:Unit)
WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
  AND h.mode = 'joint'
  AND u.since <= $day AND $day < u.until
WITH o, o_then, count(DISTINCT u) AS counted
WHERE counted = 1
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name, counted
ORDER BY id
