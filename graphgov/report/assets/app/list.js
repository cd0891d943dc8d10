// The list of blind spots (or of subjects in another state): filters, the two tables, CSV, print.

// Filters that are chosen in the form; all others come with a link, and can be taken away.
const CHOSEN = ["kind", "standard", "state", "district", "street", "community", "category", "finding", "responsible",
  "search"];
const LINKED = ["reason", "trait", "form", "quadrant", "view"];

onPage("blind-spots", (section, id, asked) => once("list", () => new List(section)).show(asked));

class List {
  constructor(section) {
    this.section = section;
    this.form = section.querySelector("form");
    this.single = new Listing(section.querySelector(".one-by-one"), SUBJECT_COLUMNS);
    this.sums = new Listing(section.querySelector(".together"), SUM_COLUMNS);
    for (const scripted of section.querySelectorAll(".scripted")) {
      scripted.hidden = false;
    }
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", (event) => this.change(event.target));
    this.form.elements.search.addEventListener("input", () => this.change(this.form.elements.search));
    section.querySelector(".to-csv").addEventListener("click", () => this.save());
    section.querySelector(".to-paper").addEventListener("click", () => window.print());
    window.addEventListener("beforeprint", () => this.whole(true));
    window.addEventListener("afterprint", () => this.whole(false));
  }

  whole(all) {
    if (!this.section.hidden) {
      this.single.draw(all);
      this.sums.draw(all);
    }
  }

  show(asked) {
    this.asked = asked;
    this.found = ask(asked);
    this.fillForm();
    this.single.fill(this.found.subjects);
    this.sums.fill(this.found.sums);
    this.section.querySelector(".one-by-one").hidden = this.found.subjects.length === 0;
    this.section.querySelector(".together").hidden = this.found.sums.length === 0;
    this.section.querySelector(".nothing").hidden = this.found.totals[this.found.kind] > 0;
    this.summary();
    this.chips();
  }

  // A filter was chosen: what no longer fits it is dropped, and the address says so.
  change(field) {
    const asked = Object.assign({}, this.asked);
    if (field.value === "" && field.dataset.empty !== "asked") {
      delete asked[field.name];
    } else {
      asked[field.name] = field.value === "\u0000" ? "" : field.value;
    }
    const below = { district: ["street", "community"], street: ["community"], kind: ["category", "form", "view"] };
    for (const name of below[field.name] || []) {
      delete asked[name];
    }
    this.go(asked);
  }

  go(asked) {
    replaceAddress("blind-spots", "", asked);
    this.show(asked);
  }

  fillForm() {
    const { asked, found } = this;
    const elements = this.form.elements;
    BASIS.kinds.forEach((kind, place) => {
      const choice = this.form.querySelector('input[name="kind"][value="' + kind + '"]');
      choice.checked = place === found.kind;
      choice.parentNode.querySelector(".number").textContent = grouped(found.totals[place]);
    });
    const standards = ROWS.standards.map((name) => [name, word("standard", name)]);
    options(elements.standard, null, standards, ROWS.standards[found.standard]);
    const states = STATES.map((name) => [name, word("state", name)]).concat([["all", word("list", "any_state")]]);
    options(elements.state, null, states, asked.state || "blind");
    for (const level of LEVELS) {
      options(elements[level], "any", this.areas(level), asked[level]);
    }
    const categories = BASIS.categories.filter((entry) => entry[1] === found.kind).map((entry) => entry[0]);
    options(elements.category, "any", categories.map((name) => [name, word("category", name)]), asked.category);
    options(elements.finding, "any", this.findings(), asked.finding);
    options(elements.responsible, "any", responsibles(), asked.responsible);
    if (document.activeElement !== elements.search) {
      elements.search.value = asked.search || "";
    }
  }

  // The areas of a level that hold some row, in those that are chosen above them.
  areas(level) {
    const above = LEVELS.slice(0, LEVELS.indexOf(level)).filter((name) => this.asked[name]);
    const chosen = above.map((name) => [name, number(this.asked[name])]);
    const fits = (area) => chosen.every(([name, node]) => within[name][area] === node);
    const there = areasWithRows(level).filter(fits).map((area) => [idOf(area), nameOf(area)]);
    return there.concat(above.length || !rowsWithout(level) ? [] : [["\u0000", word("list", "no_" + level)]]);
  }

  findings() {
    const there = new Set();
    ROWS.found.forEach((places) => places.forEach((place) => there.add(place)));
    return ROWS.findings.filter((name, place) => there.has(place)).map((name) => [name, word("finding", name)]);
  }

  summary() {
    const { asked, found } = this;
    const standard = word("standard", ROWS.standards[found.standard]);
    const kind = word("kind", BASIS.kinds[found.kind]);
    const state = asked.state === "all" ? word("list", "any_state") : word("state", asked.state || "blind");
    const held = found.totals[found.kind] - found.subjects.length;
    const fields = { kind, state, standard, count: grouped(found.totals[found.kind]), held: grouped(held) };
    let text = say("list", "total", fields);
    if (held) {
      text += word("list", "stop") + say("list", "held", fields);
    }
    this.section.querySelector(".summary").textContent = text;
    const others = ROWS.standards
      .map((name, place) => [name, found.under[place]])
      .filter(([name]) => name !== ROWS.standards[found.standard]);
    const own = found.under[found.standard];
    this.section.querySelector(".under").textContent = others
      .map(([name, count]) => {
        const more = (count < own ? "−" : "+") + grouped(Math.abs(count - own));
        return say("list", "under", { standard: word("standard", name), count: grouped(count), more });
      })
      .join(word("list", "comma"));
  }

  chips() {
    const there = LINKED.filter((name) => name in this.asked);
    const chips = there.map((name) => {
      const without = Object.assign({}, this.asked);
      delete without[name];
      const text = word("list", name) + word("list", "colon") + short(this.valueOf(name));
      const button = el("button", { type: "button", class: "chip", "aria-label": say("list", "remove", { filter: text }) });
      button.append(text + " ×");
      button.addEventListener("click", () => this.go(without));
      return el("li", null, button);
    });
    if (Object.keys(this.asked).some((name) => !["kind", "lang", "standard"].includes(name))) {
      const button = el("button", { type: "button", class: "chip" }, word("list", "clear"));
      button.addEventListener("click", () => this.go(this.asked.kind ? { kind: this.asked.kind } : {}));
      chips.push(el("li", null, button));
    }
    replaceChildren(this.section.querySelector(".asked"), chips);
  }

  valueOf(name) {
    const value = this.asked[name];
    if (name === "reason") {
      return value === "" ? word("list", "no_reason") : value;
    }
    return word(name, value);
  }

  // As `graphgov blind-spots --format csv` writes it.
  save() {
    const kind = word("kind", BASIS.kinds[this.found.kind]);
    const head = WORDS[language].csv.columns;
    const rows = this.single.inOrder().map((row) => csvOfSubject(kind, row));
    const sums = this.sums.inOrder().map((sum) => csvOfSum(kind, sum));
    download("blind-spots.csv", asCsv([head, ...rows, ...sums]));
  }
}

// Choices of a field: "any" first where nothing need be chosen.
function options(select, any, pairs, chosen) {
  const value = chosen === "" ? "\u0000" : chosen === undefined ? "" : chosen;
  const known = pairs.some(([key]) => key === value) || value === "" ? pairs : pairs.concat([[value, value]]);
  const all = any === null ? known : [["", word("list", any)]].concat(known);
  replaceChildren(select, all.map(([key, text]) => el("option", { value: key }, short(text))));
  select.value = value;
}

function areasWithRows(level) {
  return once("areas " + level, () => {
    const there = new Set();
    for (let row = 0; row < SIZE; row += 1) {
      there.add(placed(row, level));
    }
    there.delete(NONE);
    return Array.from(there).sort((one, other) => one - other);
  });
}

function rowsWithout(level) {
  return once("without " + level, () => {
    let row = 0;
    while (row < SIZE && placed(row, level) !== NONE) {
      row += 1;
    }
    return row < SIZE;
  });
}

function responsibles() {
  return once("responsibles", () => {
    const there = Array.from(new Set(column.responsible));
    const known = there.filter((node) => node !== NONE).map((node) => [idOf(node), nameOf(node)]);
    known.sort((one, other) => collator.compare(one[1], other[1]));
    return there.includes(NONE) ? known.concat([["\u0000", word("list", "no_responsible")]]) : known;
  });
}
