// en: Where is the finding "instructors with too many units"?
// zh: 哪里有问题“指导员联系过多”？
// why-en: Send more instructors, or hand some units over to a neighbouring organization.
// why-zh: 增派指导员，或把部分单位交由邻近党组织联系。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column counted: count
// generated from policy.toml, finding instructor_load
// source: 合肥市：每名指导员联系不超过3个单位
// note: Units for each instructor; there is no national limit.
// mind: local, off
// path: (o:PartyOrganization)<-[:INSTRUCTED_BY]-(x:Unit|Place)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
OPTIONAL MATCH (o)<-[i:INSTRUCTED_BY]-(x:Place|Unit)
WHERE i.since <= $day AND $day < i.until
  AND x.since <= $day AND $day < x.until
WITH o, o_then, count(DISTINCT x) AS counted
WHERE counted > 3 * o_then.instructors
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name, counted
ORDER BY id
