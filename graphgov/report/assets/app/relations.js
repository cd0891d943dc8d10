// Ties and sources, looked up by node.

const TIES = DATA.ties;
const tie = {};
for (const name of ["kind", "from", "to", "since", "until", "detail", "file", "row"]) {
  tie[name] = unpacked(TIES[name]);
}
const sumOfTies = {};
for (const name of ["kind", "node", "back", "count"]) {
  sumOfTies[name] = unpacked(TIES.sums[name]);
}
const saidFile = unpacked(DATA.said.file);
const saidRow = unpacked(DATA.said.row);
const SYMMETRIC = new Set(BASIS.symmetric);

// For every node the rows of a table in which it stands, made when the first node is asked for.
function index(size, columns) {
  const start = new Int32Array(size + 1);
  columns.forEach((nodes) => nodes.forEach((node) => (start[node + 1] += 1)));
  for (let node = 0; node < size; node += 1) {
    start[node + 1] += start[node];
  }
  const at = start.slice();
  const rows = new Int32Array(start[size]);
  columns.forEach((nodes) => nodes.forEach((node, row) => {
    rows[at[node]] = row;
    at[node] += 1;
  }));
  return (node) => Array.from(rows.subarray(start[node], start[node + 1]));
}

function tiesOf(node) {
  return once("ties", () => index(ids.length, [tie.from, tie.to]))(node);
}

function sumsOf(node) {
  return once("sums", () => index(ids.length, [sumOfTies.node]))(node);
}

// What lies in an area or a place: the subjects whose place it is.
function inside(place) {
  const held = once("inside", () => {
    const found = new Map();
    column.place.forEach((holder, row) => {
      if (holder !== NONE) {
        found.set(holder, (found.get(holder) || []).concat([row]));
      }
    });
    return found;
  });
  return held.get(place) || [];
}

function sourceText(file, row) {
  if (file === NONE) {
    return "";
  }
  const [source, name] = DATA.sources[file];
  return say("file", "place", { source, file: name, row });
}

function valueWord(kind, property, value) {
  const values = WORDS[language].value;
  for (const table of [(values[kind] || {})[property], values[property], values.flag]) {
    if (table && typeof table[value] === "string") {
      return table[value];
    }
  }
  return value;
}

function block(title, ...children) {
  return el("section", { class: "block" }, el("h2", null, title), ...children);
}

// A table from headings and rows of cells; the first cell of a row heads it.  `numbers`: the places of figures; `quiet`:
// the caption says what a heading above it says, and is there for those who cannot see that.
function dataTable(caption, headings, rows, numbers, quiet) {
  const isNumber = (place) => (numbers && numbers.includes(place) ? "num" : null);
  const head = headings.map((text, place) => (
    text ? el("th", { scope: "col", class: isNumber(place) }, text) : el("td", { class: "bars" })
  ));
  const lines = rows.map((cells) => el("tr", null, ...cells.map((cell, place) => {
    const content = cell === null ? "" : cell;
    return place === 0
      ? el("th", { scope: "row", class: isNumber(place) }, content)
      : el("td", { class: isNumber(place) }, content);
  })));
  return el("div", { class: "scroll plain", tabindex: "0", role: "region", "aria-label": caption },
    el("table", { class: "data" }, el("caption", { class: quiet ? "quiet" : null }, caption), el("thead", null, el("tr", null, ...head)),
      el("tbody", null, ...lines)));
}

const SIGNS = { blind: "!", claimed: "?", unknown: "?", base_unknown: "?", covered: "✓" };

// A state as sign and word, never as a colour alone.
function stateMark(name) {
  const sign = el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[name] || "–");
  return el("span", { class: "state state-" + name }, sign, " " + word("state", name));
}
