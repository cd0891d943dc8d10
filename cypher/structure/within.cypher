// en: Which units are in a place, or in a place inside of it?
// zh: 某个场所（含其内部场所）里有哪些单位？
// why-en: A business district is its buildings, and these are their tenants.
// why-zh: 商圈由楼宇组成，楼宇由入驻单位组成。
// param id: text
// param day: date = cutoff
// example id: SL-P0141
// column unit: text
// column name: text
// column place: text
MATCH (place:Place)-[parts:PART_OF*0..3]->(whole:Place {id: $id})
WHERE place.since <= $day AND $day < place.until
  AND whole.since <= $day AND $day < whole.until
  AND all(part IN parts WHERE part.since <= $day AND $day < part.until)
MATCH (u:Unit)-[l:LOCATED_IN]->(place)
WHERE u.since <= $day AND $day < u.until
  AND l.since <= $day AND $day < l.until
RETURN u.id AS unit, u.name AS name, place.id AS place
ORDER BY unit, place
