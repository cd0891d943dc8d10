// One community on the map: its committee in the middle, every unit, place and organization around it as a mark.

const MOST_OUTSIDE = 60;

// An address around a mark, with what the mark says.
function linked(href, text, ...marks) {
  return svg("a", { href, "aria-label": text }, svg("title", {}, text), ...marks);
}

function line(one, other, name, width) {
  return svg("line", {
    class: name, x1: Math.round(one.x), y1: Math.round(one.y), x2: Math.round(other.x), y2: Math.round(other.y),
    "stroke-width": Math.max(1, Math.round(width)),
  });
}

// Everything that stands in a home; `pixel`: how many steps of the grid a pixel is.
function ringOf(home, standard, pixel) {
  const circle = homeCircle(home);
  const nodes = nodesOf(home);
  const spots = new Map(nodes.map((node) => [node, spotOf(node)]));
  const ties = tiesAround(home, { nodes, spots, circle, pixel });
  return [
    svg("circle", { class: "around level-community", cx: circle.x, cy: circle.y, r: circle.r }),
    ...ties.lines,
    ...nodes.map((node) => nodeMark(node, spots.get(node), standard)),
    ...groupMarks(home, circle),
    ...ties.outside,
  ];
}

function tiesAround(home, { nodes, spots, circle, pixel }) {
  const outside = new Map();
  const seen = new Set();
  const lines = [];
  for (const row of [].concat(...nodes.concat([home]).map((node) => tiesOf(node)))) {
    const kind = BASIS.edges[tie.kind[row]];
    if (seen.has(row) || !LINKAGES.has(kind)) {
      continue;
    }
    seen.add(row);
    const ends = [tie.from[row], tie.to[row]].map((node) => (
      node === home ? circle : spots.get(node) || rim(node, outside, circle)
    ));
    if (ends[0] && ends[1]) {
      lines.push(line(ends[0], ends[1], "tie tie-" + kind, 1.4 * pixel));
    }
  }
  const squares = Array.from(outside, ([node, spot]) => {
    const side = spot.r * 2;
    const mark = svg("rect", { class: "outside", x: spot.x - spot.r, y: spot.y - spot.r, width: side, height: side });
    return linked(writeAddress(pageOf(node), idOf(node)), say("file", "map_outside", { name: short(nameOf(node)) }), mark);
  });
  return { lines, outside: squares };
}

// What is tied from elsewhere stands on the rim, in the direction in which it is.
function rim(node, outside, circle) {
  if (!outside.has(node) && outside.size < MOST_OUTSIDE) {
    const spot = spotOf(node);
    const angle = Math.atan2(spot.y - circle.y, spot.x - circle.x) || 0;
    const far = circle.r * (1.04 + 0.02 * (outside.size % 2));
    outside.set(node, {
      x: Math.round(circle.x + far * Math.cos(angle)), y: Math.round(circle.y + far * Math.sin(angle)),
      r: Math.max(1, Math.round(circle.mark * 0.8)),
    });
  }
  return outside.get(node);
}

function nodeMark(node, spot, standard) {
  const href = writeAddress("subject", idOf(node));
  const [x, y, r] = [spot.x, spot.y, spot.r].map(Math.round);
  if (node < FIRST_SUBJECT) {
    const corners = [0, 1, 2, 3, 4, 5].map((turn) => {
      const angle = (Math.PI / 3) * turn;
      return Math.round(x + r * 1.15 * Math.cos(angle)) + "," + Math.round(y + r * 1.15 * Math.sin(angle));
    });
    return linked(href, short(nameOf(node)), svg("polygon", { class: "organization", points: corners.join(" ") }));
  }
  const row = node - FIRST_SUBJECT;
  const state = STATES[stateOf(row, standard)];
  const text = short(nameOf(node)) + word("list", "colon") + word("state", state);
  const attributes = { class: "mark state-" + state, "stroke-width": Math.max(1, Math.round(r * 0.22)) };
  const mark = kindOf(row) === 1
    ? svg("path", Object.assign(attributes, { d: ["M" + (x - r), y, "L" + x, y - r, x + r, y, x, y + r, "Z"].join(" ") }))
    : svg("circle", Object.assign(attributes, { cx: x, cy: y, r: Math.max(1, Math.round(r * 0.86)) }));
  const sign = SIGNS[state] && state !== "covered"
    ? [svg("text", { class: "sign", x, y: Math.round(y + r * 0.42), "font-size": Math.max(1, Math.round(r * 1.2)) }, SIGNS[state])]
    : [];
  return linked(href, text, mark, ...sign);
}

function groupMarks(home, circle) {
  const radius = Math.max(1, Math.round(circle.mark * 1.28));
  const there = [];
  chart.groupHome.forEach((at, group) => {
    if (at === home) {
      there.push(group);
    }
  });
  return there.map((group) => {
    const spot = placeOf(home, chart.groupX[group], chart.groupY[group]);
    const states = groupStates(group);
    const total = states.reduce((sum, count) => sum + count, 0);
    const holder = chart.groupHolder[group];
    const text = say("file", "map_group", {
      name: short(nameOf(holder)), count: grouped(total), blind: grouped(states[STATES.indexOf("blind")]),
    });
    const [x, y] = [spot.x, spot.y].map(Math.round);
    return linked(holder === NONE ? writeAddress("blind-spots", "", {}) : writeAddress(pageOf(holder), idOf(holder)), text,
      svg("circle", { class: "group", cx: x, cy: y, r: radius }),
      svg("text", { class: "sign", x, y: Math.round(y + radius * 0.35), "font-size": radius }, String(total)));
  });
}

function groupStates(group) {
  const table = once("groups", () => STATES.map((name) => unpacked(CHART.groups[name])));
  return table.map((counts) => counts[group]);
}
