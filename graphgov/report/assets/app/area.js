// The page of a district, street or community: its rates, what lies below it, and the way to its lists.

const FIGURES = DATA.figures;
const figureAreas = unpacked(FIGURES.areas);
const placeOfArea = new Map(Array.from(figureAreas, (area, place) => [area, place]));

// The figures of an area for a kind and a standard (by their places); null when nobody is there.
function figuresOf(area, kind, standard) {
  if (!placeOfArea.has(area)) {
    return null;
  }
  const place = placeOfArea.get(area);
  const table = once("figures " + kind + " " + standard, () => {
    const columns = {};
    for (const name of Object.keys(FIGURES.kinds[kind][standard])) {
      columns[name] = unpacked(FIGURES.kinds[kind][standard][name]);
    }
    return columns;
  });
  const found = { rate: FIGURES.texts[table.rate[place]], upper: FIGURES.texts[table.upper[place]], shade: table.shade[place] };
  STATES.forEach((name) => {
    found[name] = table[name][place];
  });
  found.base = found.covered + found.claimed + found.unknown + found.blind;
  return found;
}

onPage("area", (section, id) => {
  const area = numberOfId.has(id) ? numberOfId.get(id) : NONE;
  if (area === NONE || area >= AREAS) {
    replaceChildren(section, [el("h1", null, word("file", "unknown")), el("p", null, say("file", "unknown_id", { id: short(id) }))]);
    return;
  }
  const level = DATA.areas.levels[areaLevel[area]];
  const standard = standardOf({});
  replaceChildren(section, [
    ...headOf(area, [level === "community" ? word("kind", "Community") : valueWord("Division", "type", level)]),
    el("dl", { class: "facts" }, ...fact(word("page", "belongs"), trail(area)),
      ...fact(word("dimension", "responsible"), nodeLink(areaResponsible[area]) || word("page", "nobody_known"))),
    el("div", { class: "cards" }, ...BASIS.kinds.map((kind, place) => areaCard(area, level, place, standard))),
    ...belowOf(area, standard),
    findingsOf(areaFinding[area], areaResponsible[area]),
    ...claimsOf(area),
    tiesBlock(area),
  ]);
});

function whoIs(number, asked) {
  return number ? el("a", { class: "count", href: writeAddress("blind-spots", "", asked) }, grouped(number)) : "0";
}

function areaCard(area, level, kind, standard) {
  const name = BASIS.kinds[kind];
  const found = figuresOf(area, kind, standard);
  if (found === null || !found.base) {
    return el("section", { class: "card" }, el("h2", null, word("kind", name)),
      el("p", { class: "note" }, say("page", "no_subjects", { kind: word("kind", name) })));
  }
  const asked = level === "city" ? { kind: name } : { kind: name, [level]: idOf(area) };
  const rows = ROWS.standards.map((entry, place) => {
    const own = figuresOf(area, kind, place);
    return [
      word("standard", entry), grouped(own.covered) + "/" + grouped(own.base), own.rate, own.upper,
      whoIs(own.blind, Object.assign({ standard: entry }, asked)),
    ];
  });
  const headings = [
    word("entry", "standard"), word("state", "covered") + "/" + word("message", "base"), word("message", "rate"),
    word("message", "upper"), word("state", "blind"),
  ];
  return el("section", { class: "card" },
    el("h2", null, word("kind", name)),
    el("p", { class: "figure" }, el("span", { class: "mark-blind", "aria-hidden": "true" }, "!"), " ",
      whoIs(found.blind, Object.assign({ standard: ROWS.standards[standard] }, asked))),
    rateBar(found),
    el("p", null, say("page", "covered_share", {
      covered: grouped(found.covered), base: grouped(found.base), rate: found.rate,
    })),
    dataTable(word("page", "standards") + word("list", "colon") + word("kind", name), headings, rows, [1, 2, 3, 4]));
}

const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const name of Object.keys(attributes)) {
    element.setAttribute(name, attributes[name]);
  }
  element.append(...children);
  return element;
}

// The states of the base side by side; their numbers stand beside it.
function rateBar(found) {
  const bar = svg("svg", {
    class: "bar", viewBox: "0 0 " + Math.max(found.base, 1) + " 8", preserveAspectRatio: "none", "aria-hidden": "true",
  });
  let at = 0;
  for (const state of ["covered", "claimed", "unknown", "blind"]) {
    if (found[state]) {
      bar.append(svg("rect", { class: "state-" + state, x: at, y: 0, width: found[state], height: 8 }));
    }
    at += found[state];
  }
  return bar;
}

// The areas that are part of this one and hold somebody, those with the most blind spots first.
function belowOf(area, standard) {
  const below = Array.from(figureAreas).filter((each) => areaParent[each] === area);
  if (!below.length) {
    return [];
  }
  return BASIS.kinds.map((name, kind) => {
    const found = below
      .map((each) => [each, figuresOf(each, kind, standard)])
      .filter(([, figures]) => figures.base)
      .sort((one, other) => other[1].blind - one[1].blind);
    const rows = found.map(([each, figures]) => {
      const level = DATA.areas.levels[areaLevel[each]];
      return [
        nodeLink(each), whoIs(figures.blind, { kind: name, [level]: idOf(each) }), grouped(figures.covered) + "/" + grouped(figures.base),
        figures.rate, rateBar(figures), nodeLink(areaResponsible[each]) || word("page", "nobody_known"),
      ];
    });
    const headings = [
      word("page", "area"), word("state", "blind"), word("state", "covered") + "/" + word("message", "base"),
      word("message", "rate"), "", word("dimension", "responsible"),
    ];
    return block(word("page", "worst") + word("list", "colon") + word("kind", name),
      dataTable(word("kind", name), headings, rows, [1, 2, 3], true));
  });
}
