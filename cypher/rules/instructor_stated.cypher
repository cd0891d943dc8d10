// en: Whom does the rule "is said to have an instructor, unnamed" reach (rung 5, party-building instructor)?
// zh: 规则“填报已派党建工作指导员（未具名）”（第 5 级，党建工作指导员）触及哪些对象？
// why-en: It counts as work coverage.
// why-zh: 计为工作覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule instructor_stated
// source: 中办发〔2012〕11号；党内统计年报表：已选派党建工作指导员的单位
// note: A ledger says that an instructor is sent, without saying by whom.
// path: (x:Unit|Place {has_instructor: 'yes'})
MATCH (x:Place|Unit)<-[:EARLIER_VALUES_OF*0..1]-(x_then)
WHERE coalesce(x_then.values_since, x_then.since) <= $day AND $day < x_then.until
  AND x_then.has_instructor = 'yes'
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name
ORDER BY id
