// en: Who belongs to the base ""three haves""?
// zh: 口径““三有””包括哪些对象？
// why-en: What a rate is of; belongs is unknown where nobody can say; those that are exempt are among them.
// why-zh: 比率的基数；belongs 为 unknown 的，是否属于不明；按规定不纳入的也在其中。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// column belongs: text
// generated from policy.toml, denominator three_haves
// source: 地方“三有”单位口径
// note: Operating, with premises, with employees: 10 or more, social organizations 30 or more. Local wordings differ.
// mind: local
// path: (u:Unit WHERE nullIf(u.operating, 'unknown') = 'yes' AND coalesce(u.fixed_premises, 'unknown') <> 'no' AND (u.employees >= 30 OR u.type <> 'social_organization' AND u.employees >= 10))
MATCH (u:Unit)<-[:EARLIER_VALUES_OF*0..1]-(u_then)
WHERE coalesce(u_then.values_since, u_then.since) <= $day AND $day < u_then.until
WITH u, nullIf(u_then.operating, 'unknown') = 'yes'
    AND coalesce(u_then.fixed_premises, 'unknown') <> 'no'
    AND (u_then.employees >= 30 OR (u_then.type <> 'social_organization' AND u_then.employees >= 10)) AS inside
WHERE coalesce(inside, true)
RETURN 'Unit' AS kind, u.id AS id, u.name AS name, CASE WHEN inside THEN 'yes' ELSE 'unknown' END AS belongs
ORDER BY id
