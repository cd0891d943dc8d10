// en: Who is in the cross view "small enterprises, individual businesses, professional markets"?
// zh: 交叉口径“小个专”包括哪些对象？
// why-en: Cross views overlap and are never summed; nor are units and places.
// why-zh: 交叉口径互有重叠，不可相加；单位与场所也不相加。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, view small_individual_market
// source: 市场监管部门“小个专”党建口径
// note: Its units and its places are shown side by side, never added up.
// path: (u:Unit WHERE u.type = 'individual_business' OR u.type = 'enterprise' AND u.size IN ['small', 'micro'])
// path: (p:Place {type: 'market'})
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
  AND (u_then.type = 'individual_business' OR (u_then.type = 'enterprise' AND u_then.size IN ['small', 'micro']))
RETURN 'Unit' AS kind, u.id AS id, u.name AS name
ORDER BY id
UNION ALL
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
  AND p_then.type = 'market'
RETURN 'Place' AS kind, p.id AS id, p.name AS name
ORDER BY id
