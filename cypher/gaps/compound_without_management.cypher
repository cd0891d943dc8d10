// en: Which are the compounds without property management?
// zh: 有哪些无物业管理的小区？
// why-en: Something that should stand there does not: a formation gap, which has nothing to do with coverage.
// why-zh: 应有而未有，属组建空白，与覆盖无关。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, gap compound_without_management
// source: 《物业管理条例》
// path: (p:Place {type: 'compound'})
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND p_then.type = 'compound'
  AND NOT coalesce(p_then.managed = 'yes', false)
  AND NOT EXISTS { MATCH (p)<-[m:MANAGES]-(u:Unit)
    WHERE m.since <= $day AND $day < m.until
      AND u.since <= $day AND $day < u.until }
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
