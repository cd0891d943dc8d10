// en: Whom does the rule "has a mass organization" reach (rung 6, mass organization)?
// zh: 规则“建有群团组织”（第 6 级，群团组织）触及哪些对象？
// why-en: It counts as work coverage.
// why-zh: 计为工作覆盖。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, rule mass_organization
// source: 中办发〔2012〕11号
// note: The opinion names trade unions and the Youth League as ways of work; many places do not count them as coverage.
// mind: contested
// path: (u:Unit {has_union: 'yes'})
// path: (u:Unit {has_youth_league: 'yes'})
// path: (u:Unit {has_womens_federation: 'yes'})
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND (u_then.has_union = 'yes'
    OR u_then.has_youth_league = 'yes'
    OR u_then.has_womens_federation = 'yes')
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
