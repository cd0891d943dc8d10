// en: Where is the finding "big party committee without members"?
// zh: 哪里有问题““大党委”没有成员单位”？
// why-en: Record the member units; if there are none, invite units of the area.
// why-zh: 登记成员单位；确无成员的，邀请辖区单位加入。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding big_committee_without_members
// source: 昆明市社区“大党委”做法（2019—2020）
// path: (o:PartyOrganization {type: 'big_committee'})<-[:MEMBER_OF]-(:Unit|PartyOrganization)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.type = 'big_committee'
OPTIONAL MATCH (o)<-[m:MEMBER_OF]-(x:Unit|PartyOrganization)
WHERE m.since <= $day AND $day < m.until
  AND x.since <= $day AND $day < x.until
WITH o, o_then, count(DISTINCT x) AS counted
WHERE counted = 0
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name, counted
ORDER BY id
