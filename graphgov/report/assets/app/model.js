// The data of the file as columns: see graphgov.report.data, which says what stands in them.

const DATA = JSON.parse(document.getElementById("data").textContent);
const BASIS = DATA.basis;
const ROWS = DATA.rows;
const SUBJECTS = ROWS.subjects;
const LEVELS = ["district", "street", "community"];

const areaLevel = unpacked(DATA.areas.level);
const areaParent = unpacked(DATA.areas.parent);
const AREAS = areaLevel.length;
const areaResponsible = unpacked(DATA.areas.responsible);
const organizationType = unpacked(DATA.organizations.type);
const organizationTier = unpacked(DATA.organizations.tier);
const organizationHome = unpacked(DATA.organizations.home);
const ORGANIZATIONS = organizationHome.length;
const FIRST_SUBJECT = AREAS + ORGANIZATIONS;

const column = {};
for (const name of [
  "category", "home", "responsible", "reason", "state", "finding", "mark", "employees", "place", "planned", "proof",
  "holder", "units",
  "members", "fact", "industry",
]) {
  column[name] = unpacked(ROWS[name]);
}
const SIZE = column.category.length;
const areaFinding = unpacked(ROWS.others).slice(0, AREAS);
const organizationFinding = unpacked(ROWS.others).slice(AREAS);

// For every area the area of each level that it is, or is part of.
const within = {};
for (const level of LEVELS) {
  within[level] = new Int32Array(AREAS).fill(NONE);
  const wanted = DATA.areas.levels.indexOf(level);
  for (let area = 0; area < AREAS; area += 1) {
    let above = area;
    while (above !== NONE && areaLevel[above] !== wanted) {
      above = areaParent[above];
    }
    within[level][area] = above;
  }
}

const ids = unpieced(DATA.names.ids);
const names = unpieced(DATA.names.names);
const numberOfId = new Map(ids.map((id, number) => [id, number]));

function idOf(node) {
  return node === NONE ? "" : ids[node];
}

// A node's name, else its id.
function nameOf(node) {
  return node === NONE ? "" : names[node] || ids[node];
}

function pageOf(node) {
  return node < AREAS ? "area" : "subject";
}

// The area of a level in which a row is counted.
function placed(row, level) {
  const home = column.home[row];
  return home === NONE ? NONE : within[level][home];
}

// The area that a node is, or is counted in.
function homeOf(node) {
  if (node < AREAS) {
    return node;
  }
  return node < FIRST_SUBJECT ? organizationHome[node - AREAS] : column.home[node - FIRST_SUBJECT];
}

// The area of a level that a node is, or is counted in.
function areaOf(node, level) {
  const home = homeOf(node);
  return home === NONE ? NONE : within[level][home];
}

// The organization that has to see to an area or a subject.
function responsibleOf(node) {
  if (node === NONE || (node >= AREAS && node < FIRST_SUBJECT)) {
    return NONE;
  }
  return node < AREAS ? areaResponsible[node] : column.responsible[node - FIRST_SUBJECT];
}

function kindOf(row) {
  return column.category[row] === NONE ? NONE : BASIS.categories[column.category[row]][1];
}

function unitsOf(row) {
  return row < SUBJECTS ? 1 : column.units[row - SUBJECTS];
}

// The state of a row under a standard, by its place in the standards: a place in STATES.
const STATES = ["not_applicable", "covered", "claimed", "unknown", "blind", "base_unknown"];

function stateOf(row, standard) {
  return Number(ROWS.states[column.state[row]][0][standard]);
}

// Of how many of the units of a row a source says that they have no organization.
function statedNone(row) {
  return ROWS.states[column.state[row]][2] * unitsOf(row);
}
