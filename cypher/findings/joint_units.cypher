// en: Where is the finding "joint organization with too many units"?
// zh: 哪里有问题“联合支部覆盖单位过多”？
// why-en: Split the joint organization so that each has no more than five units.
// why-zh: 把联合党组织拆分，每个一般不超过5个单位。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding joint_units
// source: 《中国共产党支部工作条例（试行）》第5条
// note: A remark: the regulation says 'generally no more than five'; Hefei allows ten.
// path: (o:PartyOrganization {type: 'ordinary'})<-[:HAS_PARTY_ORG {mode: 'joint'}]-(u:Unit)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
OPTIONAL MATCH (o)<-[h:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]-(u:Unit)
WHERE coalesce(h.values_since, h.since) <= $day AND $day < h.until
  AND h.mode = 'joint'
  AND u.since <= $day AND $day < u.until
WITH o, o_then, count(DISTINCT u) AS counted
WHERE counted > 5
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name, counted
ORDER BY id
