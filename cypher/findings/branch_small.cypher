// en: Where is the finding "branch with fewer than three full members"?
// zh: 哪里有问题“支部正式党员不足3人”？
// why-en: Verify the full members; with fewer than three, form a joint branch or merge with a neighbouring one.
// why-zh: 核实正式党员数；不足3人的，改建联合党支部或并入相邻支部。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding branch_small
// source: 《中国共产党支部工作条例（试行）》第4条
// path: (o:PartyOrganization {type: 'ordinary', tier: 'branch'} WHERE o.full_members < 3)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND (o_then.type = 'ordinary' AND o_then.tier = 'branch')
  AND o_then.full_members < 3
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name
ORDER BY id
