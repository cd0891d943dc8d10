// The page of one unit, place or party organization.

const MOST_TIES = 100;

onPage("subject", (section, id) => {
  const node = numberOfId.has(id) ? numberOfId.get(id) : NONE;
  if (node === NONE || node < AREAS) {
    replaceChildren(section, [el("h1", null, word("file", "unknown")), el("p", null, say("file", "unknown_id", { id: short(id) }))]);
    return;
  }
  replaceChildren(section, node < FIRST_SUBJECT ? organizationPage(node) : subjectPage(node, node - FIRST_SUBJECT));
});

function headOf(node, sorts) {
  const code = el("code", null, short(idOf(node)));
  return [
    el("h1", null, named(nameOf(node))),
    el("p", { class: "where" }, code, " · " + sorts.filter((text) => text).join(" · ")),
  ];
}

function subjectPage(node, row) {
  const kind = BASIS.kinds[kindOf(row)] || BASIS.kinds[0];
  return [
    ...headOf(node, [word("kind", kind), categoryOf(row)]),
    factsOf(node, row, kind),
    statesOf(row),
    chainsOf(node, row),
    findingsOf(column.finding[row], column.responsible[row]),
    heldBlock(node),
    ...claimsOf(node),
    tiesBlock(node),
  ].filter((part) => part !== null);
}

function organizationPage(node) {
  const organization = node - AREAS;
  const of = (column, codes) => {
    const value = codes[organization];
    return value === NONE ? "" : valueWord("PartyOrganization", column, DATA.organizations[column].values[value]);
  };
  return [
    ...headOf(node, [word("kind", "PartyOrganization"), of("type", organizationType), of("tier", organizationTier)]),
    el("dl", { class: "facts" }, ...fact(word("page", "belongs"), trail(node)),
      ...fact(word("page", "stated_by"), sourceOf(node))),
    findingsOf(organizationFinding[organization], NONE),
    ...claimsOf(node),
    tiesBlock(node),
  ];
}

function fact(term, value) {
  return value ? [el("div", null, el("dt", null, term), el("dd", null, value))] : [];
}

// Where a node belongs, the largest area first.
function trail(node) {
  const areas = [];
  for (let area = node < AREAS ? areaParent[node] : homeOf(node); area !== NONE; area = areaParent[area]) {
    areas.unshift(area);
  }
  const place = node >= FIRST_SUBJECT ? column.place[node - FIRST_SUBJECT] : NONE;
  const all = place === NONE ? areas : areas.concat([place]);
  if (!all.length) {
    return node < AREAS ? "" : word("page", "nowhere");
  }
  const parts = all.map((area, turn) => [turn ? " › " : "", nodeLink(area)]);
  return el("span", null, ...[].concat(...parts));
}

function sourceOf(node) {
  return sourceText(saidFile[node - AREAS], saidRow[node - AREAS]);
}

function factsOf(node, row, kind) {
  const industry = column.industry[row];
  const count = (number) => (number === NONE ? "" : grouped(number));
  const stated = ROWS.facts[column.fact[row]]
    .map(([name, value]) => fact(word("property", name), named(valueWord(kind, name, value))));
  const overdue = column.planned[row] !== NONE && column.planned[row] < BASIS.ordinal;
  const planned = column.planned[row] === NONE ? "" : day(column.planned[row]);
  return el("dl", { class: "facts" },
    ...fact(word("page", "belongs"), trail(node)),
    ...fact(word("dimension", "responsible"), nodeLink(column.responsible[row]) || word("page", "nobody_known")),
    ...[].concat(...stated),
    ...fact(word("property", "industry"), industry === NONE ? "" : named(ROWS.industries[industry])),
    ...fact(word("property", "employees"), count(column.employees[row])),
    ...fact(word("file", "members"), count(column.members[row])),
    ...fact(word("property", "no_org_reason"), reasonOf(row) === null ? "" : named(reasonOf(row))),
    ...fact(word("property", "planned_date"), overdue ? planned + " · " + word("trait", "overdue") : planned),
    ...fact(word("page", "stated_by"), sourceOf(node)));
}

function statesOf(row) {
  const rows = ROWS.standards.map((name, place) => {
    const state = STATES[stateOf(row, place)];
    const cell = el("span", null, stateMark(state));
    if (state === "blind") {
      cell.append(word("list", "colon") + remarkOf(row));
    }
    return [word("standard", name), cell];
  });
  const headings = [word("entry", "standard"), word("page", "state")];
  return block(word("page", "states"), dataTable(word("page", "states"), headings, rows, [], true));
}

function chainsOf(node, row) {
  const ways = ROWS.proofs[column.proof[row]];
  const parts = ways.map((way) => chainOf(node, way));
  if (!ways.length) {
    const none = el("span", { class: "chip none" }, el("span", { class: "sign", "aria-hidden": "true" }, "!"),
      " " + word("page", "chain_none"));
    parts.push(el("p", { class: "chips" }, el("span", { class: "chip" }, named(nameOf(node))), none));
  }
  return block(word("page", "chains"), ...parts);
}

function chainOf(node, way) {
  const [rule, rung, gives] = BASIS.rules[way[0]];
  const title = say("page", "chain_rung", { rung, rule: word("rule", rule), gives: word("gives", gives) });
  const chips = el("p", { class: "chips" }, el("span", { class: "chip" }, nodeLink(node)));
  for (let at = 1; at < way.length; at += 2) {
    const table = way[at] % 2 ? "edge_back" : "edge";
    const next = way[at + 1];
    chips.append(el("span", { class: "tie" }, "— " + word(table, BASIS.edges[(way[at] - (way[at] % 2)) / 2]) + " →"));
    chips.append(el("span", { class: "chip" }, nodeLink(next) || word("file", "not_named")));
  }
  return el("div", { class: "chain" }, el("p", null, el("b", null, title)), chips);
}

function findingsOf(code, responsible) {
  const names = ROWS.found[code].map((place) => ROWS.findings[place]);
  if (!names.length) {
    return block(word("page", "found"), el("p", null, word("page", "subject_found_none")));
  }
  const rows = names.map((name) => [
    word("finding", name), word("severity", BASIS.severity[name]), word("remedy", name),
    nodeLink(responsible) || word("page", "nobody_known"),
  ]);
  const headings = [word("entry", "finding"), word("message", "severity"), word("term", "remedy"),
    word("dimension", "responsible")];
  return block(word("page", "found"), dataTable(word("page", "found"), headings, rows, [], true));
}

// What is located in a place.
function heldBlock(node) {
  const rows = inside(node);
  if (!rows.length) {
    return null;
  }
  const shown = rows.slice(0, MOST_TIES).map((row) => [
    nodeLink(nodeOf(row)), categoryOf(row), stateMark(STATES[stateOf(row, standardOf({}))]),
  ]);
  const caption = say("file", "inside", { count: grouped(rows.length), shown: grouped(shown.length) });
  const headings = [word("property", "name"), word("dimension", "category"), word("page", "state")];
  return block(word("file", "inside_title"), dataTable(caption, headings, shown));
}

function claimsOf(node) {
  const about = DATA.claims.filter((claim) => claim[0] === node);
  if (!about.length) {
    return [];
  }
  const rows = about.map(([, measure, value, known, source, stated]) => [
    word("measure", measure), known === null ? word("page", "countless") : grouped(known),
    say("page", "stated_one", { value: grouped(value), source, day: stated }),
  ]);
  const headings = [word("page", "measure"), word("page", "known"), word("page", "stated")];
  return [block(word("page", "measures"), dataTable(word("page", "measures"), headings, rows, [1], true))];
}

function tiesBlock(node) {
  const groups = tieGroups(node);
  const tables = groups.map((group) => {
    const rows = group.rows.slice(0, MOST_TIES).map((row) => tieCells(node, row));
    const held = group.held ? say("file", "ties_held", { count: grouped(group.held) }) : "";
    const more = group.rows.length > MOST_TIES ? say("page", "ties_first", { shown: MOST_TIES }) : "";
    const caption = [group.reading, grouped(group.rows.length + group.held), held, more].filter((text) => text);
    const headings = ["with", "since", "until"].map((name) => word("page", name));
    headings.push(word("message", "detail"), word("page", "stated_by"));
    return dataTable(caption.join(" · "), headings, rows);
  });
  return block(word("page", "ties"), ...(tables.length ? tables : [el("p", null, word("page", "ties_none"))]));
}

// Ties by kind and direction, members also by where they come from; sums of what is not named among them.
function tieGroups(node) {
  const groups = new Map();
  const group = (kind, back, origin) => {
    const key = [kind, back, origin].join(" ");
    if (!groups.has(key)) {
      const parts = [word(back ? "edge_back" : "edge", BASIS.edges[kind])];
      if (origin) {
        parts.push(valueWord(BASIS.edges[kind], "origin", origin));
      }
      groups.set(key, { key: [kind, back, origin], reading: parts.join(" · "), rows: [], held: 0 });
    }
    return groups.get(key);
  };
  for (const row of tiesOf(node)) {
    const kind = tie.kind[row];
    const back = tie.from[row] !== node && !SYMMETRIC.has(BASIS.edges[kind]);
    const origin = TIES.details[tie.detail[row]].find(([name]) => name === "origin");
    group(kind, Number(back), origin ? origin[1] : "").rows.push(row);
  }
  for (const row of sumsOf(node)) {
    const kind = sumOfTies.kind[row];
    const back = sumOfTies.back[row] === 1 && !SYMMETRIC.has(BASIS.edges[kind]);
    group(kind, Number(back), "").held += sumOfTies.count[row];
  }
  return Array.from(groups.values()).sort((one, other) => one.key[0] - other.key[0] || one.key[1] - other.key[1]);
}

function tieCells(node, row) {
  const kind = BASIS.edges[tie.kind[row]];
  const other = tie.from[row] === node ? tie.to[row] : tie.from[row];
  const details = TIES.details[tie.detail[row]]
    .filter(([name]) => name !== "origin")
    .map(([name, value]) => word("property", name) + " " + short(valueWord(kind, name, value)));
  const dayOf = (ordinal) => (ordinal === NONE ? "" : day(ordinal));
  return [
    nodeLink(other), dayOf(tie.since[row]), dayOf(tie.until[row]), details.join(word("list", "stop")),
    sourceText(tie.file[row], tie.row[row]),
  ];
}
