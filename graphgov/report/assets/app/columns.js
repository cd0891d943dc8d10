// The columns of the list, on the page and in CSV.

function areaColumn(level) {
  return {
    key: level,
    far: level !== "community",
    cell: (row) => nodeLink(placed(row, level)) || "",
    order: (row) => nameOf(placed(row, level)) || null,
  };
}

function remarkOf(row) {
  return word("remark", statedNone(row) ? "stated_none" : "nobody_said");
}

function reasonOf(row) {
  return column.reason[row] === NONE ? null : ROWS.reasons[column.reason[row]];
}

function known(number) {
  return number === NONE ? null : number;
}

function categoryOf(row) {
  return word("category", BASIS.categories[column.category[row]][0]);
}

function findingChips(row) {
  const names = ROWS.found[column.finding[row]].map((place) => ROWS.findings[place]);
  const list = el("ul", { class: "chips" });
  for (const name of names) {
    list.append(el("li", { class: "chip" }, word("finding", name)));
  }
  return names.length ? list : "";
}

const SUBJECT_COLUMNS = [
  { key: "name", cell: (row) => nodeLink(nodeOf(row)), order: (row) => nameOf(nodeOf(row)) },
  { key: "category", cell: categoryOf, order: (row) => column.category[row] },
  areaColumn("district"),
  areaColumn("street"),
  areaColumn("community"),
  {
    key: "employees",
    number: true,
    cell: (row) => (column.employees[row] === NONE ? "" : grouped(column.employees[row])),
    order: (row) => known(column.employees[row]),
  },
  {
    key: "remark",
    far: true,
    cell: (row) => (reasonOf(row) === null ? remarkOf(row) : named(reasonOf(row))),
    order: (row) => reasonOf(row) || remarkOf(row),
  },
  { key: "findings", cell: findingChips, order: null },
  {
    key: "responsible",
    far: true,
    cell: (row) => nodeLink(column.responsible[row]) || "",
    order: (row) => nameOf(column.responsible[row]) || null,
  },
  {
    key: "planned",
    far: true,
    cell: (row) => (column.planned[row] === NONE ? "" : day(column.planned[row])),
    order: (row) => known(column.planned[row]),
  },
];

function holderName(sum) {
  return sum.node === NONE ? word("term", "no_community") : nameOf(sum.node);
}

function sumAreaColumn(level) {
  return {
    key: level,
    far: level !== "community",
    cell: (sum) => nodeLink(areaOf(sum.node, level)) || "",
    order: (sum) => nameOf(areaOf(sum.node, level)) || null,
  };
}

const SUM_COLUMNS = [
  { key: "name", cell: (sum) => nodeLink(sum.node) || holderName(sum), order: holderName },
  { key: "category", cell: (sum) => categoryOf(sum.row), order: (sum) => column.category[sum.row] },
  { key: "units", number: true, cell: (sum) => grouped(sum.units), order: (sum) => sum.units },
  sumAreaColumn("district"),
  sumAreaColumn("street"),
  sumAreaColumn("community"),
  {
    key: "employees",
    number: true,
    cell: (sum) => (sum.employees === NONE ? "" : grouped(sum.employees)),
    order: (sum) => known(sum.employees),
  },
  { key: "remark", far: true, cell: remarkOfSum, order: (sum) => sum.stated },
  {
    key: "responsible",
    far: true,
    cell: (sum) => nodeLink(responsibleOf(sum.node)) || "",
    order: (sum) => nameOf(responsibleOf(sum.node)) || null,
  },
];

// Of how many it is said, where not of all.
function remarkOfSum(sum) {
  const said = word("remark", sum.stated ? "stated_none" : "nobody_said");
  return sum.stated > 0 && sum.stated < sum.units ? said + " " + sum.stated + "/" + sum.units : said;
}

function csvOfSubject(kind, row) {
  const where = LEVELS.map((level) => nameOf(placed(row, level)));
  const responsible = column.responsible[row];
  return [
    kind, idOf(nodeOf(row)), nameOf(nodeOf(row)), categoryOf(row), 1, ...where, remarkOf(row), reasonOf(row),
    known(column.employees[row]), nameOf(responsible), idOf(responsible),
  ];
}

function csvOfSum(kind, sum) {
  const where = LEVELS.map((level) => nameOf(areaOf(sum.node, level)));
  const responsible = responsibleOf(sum.node);
  return [
    kind, idOf(sum.node), holderName(sum), categoryOf(sum.row), sum.units, ...where, remarkOfSum(sum), null,
    known(sum.employees), nameOf(responsible), idOf(responsible),
  ];
}
