// en: How many ties of each kind have no first day?
// zh: 各类关系中有多少没有生效日期？
// why-en: Without a first day nobody can say what is new.
// why-zh: 没有生效日期，就说不清什么是新增。
// param day: date = cutoff
// column kind: text
// column ties: count
// column undated: count
MATCH (a)-[t:HAS_PARTY_ORG|MEMBER_OF|PAIRED_WITH|CO_CONSTRUCTS|INSTRUCTED_BY|SUBORDINATE_TO]->(b)
WHERE a.since <= $day AND $day < a.until
  AND t.since <= $day AND $day < t.until
  AND b.since <= $day AND $day < b.until
RETURN type(t) AS kind, count(*) AS ties, sum(CASE WHEN t.valid_from IS NULL THEN 1 ELSE 0 END) AS undated
ORDER BY kind
