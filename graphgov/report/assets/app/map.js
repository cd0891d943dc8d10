// The map of linkages: circles in circles down to one community, whose every unit, place and organization is a mark.

const MOST_LINES = 300;
const MOST_WORST = 15;
const LABEL_ROOM = 26;

onPage("map", (section, id) => {
  const known = numberOfId.has(id) && numberOfId.get(id) < AREAS;
  once("map", () => new MapOfLinkages(section)).show(known ? numberOfId.get(id) : NONE);
});

class MapOfLinkages {
  constructor(section) {
    this.section = section;
    this.canvas = section.querySelector(".canvas");
    for (const scripted of section.querySelectorAll(".scripted")) {
      scripted.hidden = false;
    }
    section.querySelector(".nearer").addEventListener("click", () => this.zoom(0.7));
    section.querySelector(".farther").addEventListener("click", () => this.zoom(1 / 0.7));
    section.querySelector(".all").addEventListener("click", () => this.show(this.focus));
    this.canvas.addEventListener("wheel", (event) => {
      // The wheel alone scrolls the page, as everywhere.
      if (event.ctrlKey) {
        event.preventDefault();
        this.zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2);
      }
    });
    this.canvas.addEventListener("pointerdown", (event) => this.grab(event));
    window.addEventListener("resize", () => this.section.hidden || this.draw());
  }

  show(asked) {
    // A report about one area begins with it; of one city the whole is that city.
    const tops = partsOf(NONE);
    const first = BASIS.area !== NONE || tops.length !== 1 ? BASIS.area : tops[0];
    this.focus = asked === NONE ? first : asked;
    this.standard = standardOf({});
    const circle = this.circle();
    this.view = { x: circle.x, y: circle.y, size: circle.r * 2.2 };
    this.draw();
    this.trail();
    this.list();
  }

  circle() {
    return this.focus === NONE ? { x: CHART.grid / 2, y: CHART.grid / 2, r: CHART.grid / 2 } : spotOf(this.focus);
  }

  zoom(by) {
    this.view.size = Math.max(CHART.grid / 400, Math.min(this.view.size * by, CHART.grid * 1.3));
    this.draw();
  }

  // Dragged with the pointer; a click that did not move is one on what it points at.
  grab(event) {
    const from = { x: event.clientX, y: event.clientY, view: Object.assign({}, this.view) };
    const move = (to) => {
      const step = this.view.size / Math.min(this.canvas.clientWidth, this.canvas.clientHeight);
      this.view.x = from.view.x - (to.clientX - from.x) * step;
      this.view.y = from.view.y - (to.clientY - from.y) * step;
      this.frame();
    };
    const stop = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", stop);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop);
  }

  frame() {
    const { x, y, size } = this.view;
    const wide = this.canvas.clientWidth / Math.max(this.canvas.clientHeight, 1);
    const [width, height] = wide > 1 ? [size * wide, size] : [size, size / Math.max(wide, 0.01)];
    this.drawing.setAttribute("viewBox", [x - width / 2, y - height / 2, width, height].map(Math.round).join(" "));
  }

  // How many steps of the grid a pixel is.
  get pixel() {
    return this.view.size / Math.max(Math.min(this.canvas.clientWidth, this.canvas.clientHeight), 1);
  }

  draw() {
    const title = this.focus === NONE ? word("nav", "map") : nameOf(this.focus);
    this.drawing = svg("svg", { role: "group", "aria-label": short(title), class: "map" });
    const home = !partsOf(this.focus).length;
    this.drawing.append(...(home ? ringOf(this.focus, this.standard, this.pixel) : this.areaParts()));
    this.frame();
    replaceChildren(this.canvas, [this.drawing]);
  }

  // ---- Areas ----

  areaParts() {
    const areas = [];
    const gather = (area) => {
      areas.push(area);
      partsOf(area).forEach(gather);
    };
    (this.focus === NONE ? partsOf(NONE) : [this.focus]).forEach(gather);
    const whole = this.focus === NONE || areaParent[this.focus] === NONE;
    const rests = CHART.rest.filter(([area]) => (area === NONE ? whole : areas.includes(area)));
    return [
      ...areas.map((area) => this.areaMark(area)),
      ...rests.map((rest) => this.restMark(rest)),
      ...this.lines(new Set(areas)),
      ...this.labels(areas),
    ];
  }

  areaMark(area) {
    const leaf = !partsOf(area).length;
    const figures = figuresOf(area, 0, this.standard);
    const circle = svg("circle", {
      class: leaf ? "bubble " + shadeOf(area, this.standard) : "around level-" + DATA.areas.levels[areaLevel[area]],
      cx: chart.areaX[area], cy: chart.areaY[area], r: chart.areaR[area],
    });
    if (figures === null || area === this.focus) {
      return circle;
    }
    return linked(writeAddress("map", idOf(area)), this.told(area), circle);
  }

  told(area) {
    const parts = BASIS.kinds.map((kind, place) => {
      const figures = figuresOf(area, place, this.standard);
      return say("file", "map_rate", {
        kind: word("kind", kind), covered: grouped(figures.covered), base: grouped(figures.base), rate: figures.rate,
        blind: grouped(figures.blind),
      });
    });
    return [short(nameOf(area)), ...parts].join(word("list", "stop"));
  }

  // What a division holds itself has no page: it is a list.
  restMark([area, x, y, r]) {
    const level = area === NONE ? "district" : DATA.areas.levels[areaLevel[area]];
    const asked = area === NONE ? { district: "" } : { [level]: idOf(area), community: "" };
    const name = area === NONE ? word("list", "no_community") : say("file", "map_own", { name: short(nameOf(area)) });
    const href = writeAddress("blind-spots", "", Object.assign({ state: "all" }, asked));
    return linked(href, name, svg("circle", { class: "rest", cx: x, cy: y, r }));
  }

  // Of the higher levels first; what would lie on another one stays away until there is room.  The trail names the focus.
  labels(areas) {
    const taken = [];
    const free = (label) => {
      const [x, y, high] = ["x", "y", "font-size"].map((name) => Number(label.getAttribute(name)));
      const half = (high * Array.from(label.textContent).length) / 2;
      const alone = taken.every((other) => Math.abs(other.x - x) >= other.half + half || Math.abs(other.y - y) >= high);
      return alone && taken.push({ x, y, half });
    };
    const inside = areas.filter((area) => area !== this.focus).sort((one, other) => areaLevel[one] - areaLevel[other]);
    return inside.map((area) => this.areaLabel(area)).filter((label) => label !== "" && free(label));
  }

  areaLabel(area) {
    const radius = chart.areaR[area];
    const leaf = !partsOf(area).length;
    if (radius / this.pixel < (leaf ? LABEL_ROOM : 2 * LABEL_ROOM) || (leaf && !placeOfArea.has(area))) {
      return "";
    }
    const size = (leaf ? 12 : 14) * this.pixel;
    const room = Math.max(2, Math.floor((2 * radius) / size) + (leaf ? 0 : 4));
    const signs = Array.from(short(nameOf(area)));
    const text = signs.length > room ? signs.slice(0, room - 1).join("") + "…" : signs.join("");
    const y = leaf ? chart.areaY[area] + size * 0.35 : chart.areaY[area] - radius + size * 1.1;
    return svg("text", {
      class: leaf ? "label" : "label heading", x: chart.areaX[area], y: Math.round(y), "font-size": Math.round(size),
      "stroke-width": Math.round(3 * this.pixel), "aria-hidden": "true",
    }, text);
  }

  lines(areas) {
    const there = [];
    chart.lineCount.forEach((count, row) => {
      if (areas.has(chart.lineFrom[row]) && areas.has(chart.lineTo[row])) {
        there.push({ one: spotOf(chart.lineFrom[row]), other: spotOf(chart.lineTo[row]), count });
      }
    });
    there.sort((one, other) => other.count - one.count);
    return there.slice(0, MOST_LINES).map(({ one, other, count }) => line(one, other, "bundle", (1 + Math.log(count)) * this.pixel));
  }

  // ---- Beside the map ----

  trail() {
    const steps = partsOf(NONE).length === 1 ? [] : [NONE];
    const above = [];
    for (let area = this.focus; area !== NONE; area = areaParent[area]) {
      above.unshift(area);
    }
    const items = steps.concat(above).map((area, place, all) => {
      const name = area === NONE ? word("file", "map_whole") : short(nameOf(area));
      const last = place === all.length - 1;
      return el("li", null, last ? el("b", { "aria-current": "page" }, name) : link("map", area === NONE ? "" : idOf(area), null, name));
    });
    replaceChildren(this.section.querySelector(".trail"), items);
    const page = this.section.querySelector(".to-page");
    replaceChildren(page, this.focus === NONE ? [] : [link("area", idOf(this.focus), null, say("file", "map_page", { name: short(nameOf(this.focus)) }))]);
  }

  list() {
    const table = partsOf(this.focus).length ? this.worstAreas() : this.blindHere();
    replaceChildren(this.section.querySelector(".worst"), table === null ? [] : [table]);
  }

  worstAreas() {
    const leaves = Array.from(figureAreas).filter((area) => !partsOf(area).length && isInside(area, this.focus));
    const rows = leaves
      .map((area) => [area, figuresOf(area, 0, this.standard)])
      .filter(([, figures]) => figures.blind)
      .sort((one, other) => other[1].blind - one[1].blind)
      .slice(0, MOST_WORST)
      .map(([area, figures]) => [
        link("map", idOf(area), null, named(nameOf(area))),
        whoIs(figures.blind, { kind: BASIS.kinds[0], community: idOf(area) }), figures.rate,
      ]);
    const caption = say("page", "worst_by_count", { level: word("dimension", "community") });
    const headings = [word("page", "area"), word("state", "blind"), word("message", "rate")];
    return rows.length ? dataTable(caption, headings, rows, [1, 2]) : null;
  }

  // The first blind spots of a community by name, and the way to all.
  blindHere() {
    const isBlind = (node) => node >= FIRST_SUBJECT
      && STATES[stateOf(node - FIRST_SUBJECT, this.standard)] === "blind";
    const rows = nodesOf(this.focus).filter(isBlind).slice(0, MOST_WORST)
      .map((node) => [nodeLink(node), categoryOf(node - FIRST_SUBJECT)]);
    const level = DATA.areas.levels[areaLevel[this.focus]];
    const all = link("blind-spots", "", { [level]: idOf(this.focus) }, word("file", "map_all_blind"));
    const headings = [word("property", "name"), word("dimension", "category")];
    return el("div", null, rows.length ? dataTable(word("nav", "blind-spots"), headings, rows) : "", el("p", null, all));
  }
}
