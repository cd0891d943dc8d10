// en: Where is the finding "term has ended"?
// zh: 哪里有问题“任期届满未换届”？
// why-en: Hold the election; if it has been held, record the new end of term.
// why-zh: 按期换届；已换届的更新任期届满日期。
// param day: date = cutoff
// column kind: text
// column id: text
// column name: text
// generated from policy.toml, finding term_ended
// source: 《中国共产党基层组织选举工作条例》
// path: (o:PartyOrganization WHERE o.term_ends < $day)
MATCH (o:PartyOrganization)<-[:EARLIER_VALUES_OF*0..1]-(o_then)
WHERE coalesce(o_then.values_since, o_then.since) <= $day AND $day < o_then.until
  AND o_then.term_ends < $day
RETURN 'PartyOrganization' AS kind, o.id AS id, o.name AS name
ORDER BY id
