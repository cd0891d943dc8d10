// en: For which nodes do published numbers of the same measure differ?
// zh: 哪些对象的同一指标公布了不同的数？
// why-en: Two numbers for one thing: by day, or because one of them is wrong.
// why-zh: 同一件事有两个数：时间不同，或其中一个有误。
// column id: text
// column measure: text
// column least: count
// column most: count
// column numbers: count
MATCH (c:Claim)-[:ABOUT]->(n)
WITH n, c.measure AS measure, min(c.value) AS least, max(c.value) AS most, count(*) AS numbers
WHERE least < most
RETURN n.id AS id, measure, least, most, numbers
ORDER BY id, measure
