// en: Which are the compounds without an owners' or management committee?
// zh: 有哪些未成立业委会（物管会）的小区？
// why-en: Something that should stand there does not: a formation gap, which has nothing to do with coverage.
// why-zh: 应有而未有，属组建空白，与覆盖无关。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, gap compound_without_committee
// source: 《物业管理条例》
// note: A property management committee fills the gap as well as an owners' committee.
// path: (p:Place {type: 'compound'})
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND p_then.type = 'compound'
  AND NOT EXISTS { MATCH (p)<-[r:REPRESENTS]-(u:Unit)
    WHERE r.since <= $day AND $day < r.until
      AND u.since <= $day AND $day < u.until }
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
