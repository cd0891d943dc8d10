// Where everything is on the map: graphgov.report.chart, in steps of its grid.

const CHART = DATA.chart;
const chart = {
  areaX: unpacked(CHART.areas.x), areaY: unpacked(CHART.areas.y), areaR: unpacked(CHART.areas.r),
  subjectX: unpacked(CHART.subjects.x), subjectY: unpacked(CHART.subjects.y),
  organizationX: unpacked(CHART.organizations.x), organizationY: unpacked(CHART.organizations.y),
  groupX: unpacked(CHART.groups.x), groupY: unpacked(CHART.groups.y),
  groupHome: unpacked(CHART.groups.home), groupHolder: unpacked(CHART.groups.holder),
  mark: unpacked(CHART.mark),
  lineFrom: unpacked(CHART.lines.from), lineTo: unpacked(CHART.lines.to), lineCount: unpacked(CHART.lines.count),
};
const LINKAGES = new Set(BASIS.linkages);

// What each area comprises: areas by their parent; the whole (NONE) has those that are part of nothing.
function partsOf(area) {
  const parts = once("parts", () => {
    const found = new Map();
    areaParent.forEach((parent, part) => found.set(parent, (found.get(parent) || []).concat([part])));
    return found;
  });
  return parts.get(area) || [];
}

// The circle that the subjects and organizations of a home stand in, and the radius of their marks.
function homeCircle(home) {
  const place = CHART.rest.findIndex((rest) => rest[0] === home);
  if (place >= 0) {
    const [, x, y, r] = CHART.rest[place];
    return { x, y, r, mark: chart.mark[AREAS + place] };
  }
  return { x: chart.areaX[home], y: chart.areaY[home], r: chart.areaR[home], mark: chart.mark[home] };
}

function placeOf(home, x, y) {
  const circle = homeCircle(home);
  const step = circle.r / CHART.inner;
  return { x: circle.x + (x - CHART.inner) * step, y: circle.y + (y - CHART.inner) * step, r: circle.mark };
}

// The place of a node; an area is where its circle is.
function spotOf(node) {
  if (node < AREAS) {
    return { x: chart.areaX[node], y: chart.areaY[node], r: chart.areaR[node] };
  }
  if (node < FIRST_SUBJECT) {
    const place = node - AREAS;
    return placeOf(organizationHome[place], chart.organizationX[place], chart.organizationY[place]);
  }
  const row = node - FIRST_SUBJECT;
  return placeOf(column.home[row], chart.subjectX[row], chart.subjectY[row]);
}

// The nodes with a mark of their own in a home.
function nodesOf(home) {
  const nodes = once("homes", () => {
    const found = new Map();
    const add = (area, node) => {
      if (!found.has(area)) {
        found.set(area, []);
      }
      found.get(area).push(node);
    };
    organizationHome.forEach((area, place) => add(area, AREAS + place));
    column.home.subarray(0, SUBJECTS).forEach((area, row) => add(area, FIRST_SUBJECT + row));
    return found;
  });
  return nodes.get(home) || [];
}

// The class of the shade of an area's rate; the units' rate, as on every picture.
function shadeOf(area, standard) {
  const found = figuresOf(area, 0, standard);
  return "shade-" + BASIS.shades[found === null || found.shade === NONE ? BASIS.shades.length - 1 : found.shade];
}

function isInside(area, focus) {
  let above = area;
  while (above !== focus && above !== NONE) {
    above = areaParent[above];
  }
  return above === focus;
}
