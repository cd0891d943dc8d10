// en: Where is the finding "tier does not fit the number of members"?
// zh: 哪里有问题“党组织级别与党员人数不符”？
// why-en: Verify the members and the approval; confirm the tier or have it changed.
// why-zh: 核实党员人数和批准文件，确认级别或按程序调整。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding tier_mismatch
// source: 《中国共产党章程》第30条（50人、100人为通行做法）
// note: A superior may approve a higher tier for the needs of the work; the boundaries differ between regulations.
// mind: contested
// path: (o:PartyOrganization {type: 'ordinary'} WHERE o.tier = 'general_branch' AND o.full_members < 50 OR o.tier = 'committee' AND o.full_members < 100)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'ordinary'
  AND ((o_then.tier = 'general_branch' AND o_then.full_members < 50) OR (o_then.tier = 'committee' AND o_then.full_members < 100))
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name
ORDER BY id
