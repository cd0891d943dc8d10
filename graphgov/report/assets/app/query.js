// Which rows are asked for: filters as they stand in an address.  What a row is like stands in a few combinations, and
// a filter is tried on those, so that a hundred thousand rows take milliseconds.

const QUADRANTS = ["covered_linked", "covered_unlinked", "uncovered_linked", "uncovered_unlinked"];

// The standard that is asked about, as a place in the standards.
function standardOf(asked) {
  const place = ROWS.standards.indexOf(asked.standard || BASIS.standard);
  return place < 0 ? ROWS.standards.indexOf(BASIS.standard) : place;
}

// The kind that is asked about: 0 for units, 1 for places.
function kindAsked(asked) {
  if (asked.category) {
    const category = BASIS.categories.find((entry) => entry[0] === asked.category);
    return category ? category[1] : 0;
  }
  return Math.max(0, BASIS.kinds.indexOf(asked.kind));
}

// A test of rows for everything that is asked but the state and the kind.
function tester(asked) {
  const tests = [];
  const allow = (codes, values, right) => {
    const allowed = values.map(right);
    tests.push((row) => codes[row] !== NONE && allowed[codes[row]]);
  };
  const equals = (codes, wanted) => tests.push((row) => codes[row] === wanted);
  for (const level of LEVELS) {
    if (level in asked) {
      const area = asked[level] === "" ? NONE : number(asked[level]);
      tests.push((row) => placed(row, level) === area);
    }
  }
  if ("responsible" in asked) {
    equals(column.responsible, asked.responsible === "" ? NONE : number(asked.responsible));
  }
  if ("reason" in asked) {
    const reason = asked.reason === "" ? NONE : ROWS.reasons.indexOf(asked.reason);
    equals(column.reason, reason === NONE && asked.reason !== "" ? -2 : reason);
  }
  if (asked.category) {
    equals(column.category, BASIS.categories.findIndex((entry) => entry[0] === asked.category));
  }
  const among = (names, name) => {
    const place = names.indexOf(name);
    return (places) => places.includes(place);
  };
  if (asked.finding) {
    allow(column.finding, ROWS.found, among(ROWS.findings, asked.finding));
  }
  if (asked.quadrant) {
    const quadrant = QUADRANTS.indexOf(asked.quadrant);
    allow(column.state, ROWS.states, (value) => value[1] === quadrant);
  }
  if (asked.form) {
    allow(column.mark, ROWS.marks, (value) => BASIS.form[value[0]] === asked.form);
  }
  if (asked.trait) {
    const has = among(ROWS.traits, asked.trait);
    allow(column.mark, ROWS.marks, (value) => has(value[1]));
  }
  if (asked.view) {
    const has = among(ROWS.views, asked.view);
    allow(column.mark, ROWS.marks, (value) => has(value[2]));
  }
  if (asked.search) {
    tests.push(searching(asked.search));
  }
  return (row) => tests.every((test) => test(row));
}

function number(id) {
  return numberOfId.has(id) ? numberOfId.get(id) : -2;
}

// A sum has the name of what holds it.
function nodeOf(row) {
  return row < SUBJECTS ? FIRST_SUBJECT + row : column.holder[row - SUBJECTS];
}

function searching(text) {
  const wanted = text.toLowerCase();
  return (row) => {
    const node = nodeOf(row);
    return nameOf(node).toLowerCase().includes(wanted) || idOf(node).toLowerCase().includes(wanted);
  };
}

// What is asked for: rows of subjects, sums by what holds them, how many units in all, for each kind; and how many of
// the same are blind under every standard.
function ask(asked) {
  const test = tester(asked);
  const standard = standardOf(asked);
  const kind = kindAsked(asked);
  const wanted = STATES.indexOf(asked.state || "blind");
  const blind = STATES.indexOf("blind");
  const every = asked.state === "all";
  const totals = BASIS.kinds.map(() => 0);
  const under = ROWS.standards.map(() => 0);
  const subjects = [];
  const held = new Map();
  for (let row = 0; row < SIZE; row += 1) {
    const own = kindOf(row);
    if (own === NONE || !test(row)) {
      continue;
    }
    const state = ROWS.states[column.state[row]][0];
    const units = unitsOf(row);
    if (own === kind) {
      for (let place = 0; place < under.length; place += 1) {
        under[place] += Number(state[place]) === blind ? units : 0;
      }
    }
    if (every || Number(state[standard]) === wanted) {
      totals[own] += units;
      if (own === kind) {
        keep(row, subjects, held);
      }
    }
  }
  const sums = Array.from(held.values()).sort(
    (one, other) => one.category - other.category || other.units - one.units || one.order - other.order
  );
  return { kind, standard, totals, under, subjects, sums };
}

function keep(row, subjects, held) {
  if (row < SUBJECTS) {
    subjects.push(row);
    return;
  }
  const node = nodeOf(row);
  const key = node + " " + column.category[row];
  if (!held.has(key)) {
    held.set(key, { row, node, category: column.category[row], order: held.size, units: 0, stated: 0, employees: NONE });
  }
  const sum = held.get(key);
  sum.units += unitsOf(row);
  sum.stated += statedNone(row);
  if (column.employees[row] !== NONE) {
    sum.employees = Math.max(sum.employees, 0) + column.employees[row];
  }
}
