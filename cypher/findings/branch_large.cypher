// en: Where is the finding "branch with too many members"?
// zh: 哪里有问题“支部党员超限”？
// why-en: With more than 50 members, divide it into branches under a general branch.
// why-zh: 党员超过50人，分设党支部，按程序报建党总支。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding branch_large
// source: 《中国共产党支部工作条例（试行）》第4条
// path: (o:PartyOrganization {type: 'ordinary', tier: 'branch'} WHERE o.full_members > 50)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND (o_then.type = 'ordinary' AND o_then.tier = 'branch')
  AND o_then.full_members > 50
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name
ORDER BY id
