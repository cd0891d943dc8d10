// en: Who belongs to the base "places in use"?
// zh: 口径“在用场所”包括哪些对象？
// why-en: What a rate is of; belongs is unknown where nobody can say; those that are exempt are among them.
// why-zh: 比率的基数；belongs 为 unknown 的，是否属于不明；按规定不纳入的也在其中。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column belongs: text
// generated from policy.toml, denominator places_in_use
// source: graphgov
// path: (p:Place WHERE coalesce(p.operating, 'unknown') <> 'no')
MATCH (p:Place)<-[:EARLIER_VALUES_OF*0..1]-(p_then)
WHERE coalesce(p_then.values_since, p_then.since) <= $day AND $day < p_then.until
WITH p, coalesce(p_then.operating, 'unknown') <> 'no' AS inside
WHERE coalesce(inside, true)
RETURN 'Place' AS kind, p.id AS id, p.name AS name, CASE WHEN inside THEN 'yes' ELSE 'unknown' END AS belongs
ORDER BY id
