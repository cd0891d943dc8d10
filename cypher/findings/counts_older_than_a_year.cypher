// en: Where is the finding "counts older than a year"?
// zh: 哪里有问题“人员数据超过一年未更新”？
// why-en: Count employees and members again and update the day.
// why-zh: 重新统计从业人员和党员数，更新数据日期。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding counts_older_than_a_year
// source: graphgov
// path: (x:Unit|Place WHERE x.counted_on < $day - duration('P1Y'))
MATCH (x:Place|Unit)<-[:EARLIER_VALUES_OF*0..1]-(x_then)
WHERE coalesce(x_then.values_since, x_then.since) <= $day AND $day < x_then.until
  AND x_then.counted_on < $day - duration('P1Y')
RETURN CASE WHEN x:Place THEN 'Place' ELSE 'Unit' END AS kind, x.id AS id, x.name AS name
ORDER BY id
