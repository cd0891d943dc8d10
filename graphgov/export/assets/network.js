(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var words = data.words, colours = data.colours, marks = data.nodes;
  var off = { shape: {}, colour: {}, line: {} };
  var MOST = 50, MOST_DASHED = 1500, LABEL = 0.42, scale = 1;

  function byId(id) { return document.getElementById(id); }
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? String(values[name]) : whole; });
  }
  function add(parent, tag, text, className) {
    var element = document.createElement(tag);
    element.textContent = text;
    if (className) { element.className = className; }
    parent.appendChild(element);
    return element;
  }

  // ---- What is shown --------------------------------------------------------------------------------------------

  function shows(node) { return node.area === 1 || !(off.shape[node.look] || off.colour[node.colour]); }
  function showsLine(edge) { return !off.line[edge.kind] && shows(marks[edge.from]) && shows(marks[edge.to]); }

  var nodes = new vis.DataView(new vis.DataSet(marks), { filter: shows });
  var lines = [];

  function sift() { lines = data.edges.filter(showsLine); }
  function count() {
    var shown = 0, blind = 0;
    marks.forEach(function (mark) {
      if (mark.area !== 1 && shows(mark)) { shown += 1; blind += mark.colour === "blind" ? 1 : 0; }
    });
    byId("shown").textContent = fill(words.shown, { count: shown, blind: blind });
  }

  // ---- How it is drawn ------------------------------------------------------------------------------------------

  function polygon(ctx, x, y, r, corners, turn) {
    for (var corner = 0; corner < corners; corner += 1) {
      var angle = turn + 2 * Math.PI * corner / corners;
      ctx.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
    }
  }
  function outline(ctx, look, x, y, r) {
    ctx.beginPath();
    if (look === "square") { ctx.rect(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r);
    } else if (look === "stack") { stack(ctx, x, y, r);
    } else if (look === "diamond") { polygon(ctx, x, y, 1.1 * r, 4, 0);
    } else if (look === "hexagon") { polygon(ctx, x, y, 1.1 * r, 6, Math.PI / 6);
    } else if (look === "octagon") { polygon(ctx, x, y, 1.05 * r, 8, Math.PI / 8);
    } else { ctx.arc(x, y, r, 0, 2 * Math.PI); }
    ctx.closePath();
  }
  function stack(ctx, x, y, r) {
    ctx.arc(x - 0.3 * r, y, 0.8 * r, Math.PI / 2, 3 * Math.PI / 2);
    ctx.arc(x + 0.3 * r, y, 0.8 * r, -Math.PI / 2, Math.PI / 2);
  }
  function text(ctx, words_, x, y, size, ink, halo) {
    ctx.font = size + "px " + data.fonts;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    if (halo) {
      ctx.lineWidth = size / 4;
      ctx.lineJoin = "round";
      ctx.strokeStyle = "#ffffff";
      ctx.strokeText(words_, x, y);
    }
    ctx.fillStyle = ink;
    ctx.fillText(words_, x, y);
  }
  function drawn(ctx, mark, x, y, state) {
    var colour = colours[mark.colour], pixels = mark.r * scale;
    if (pixels < 2.5 && !state.selected && !state.hover) {
      // Ten thousand dots: their colour is all that can be seen of them.
      ctx.fillStyle = mark.colour === "blind" ? colour.line : colour.fill;
      ctx.fillRect(x - mark.r, y - mark.r, 2 * mark.r, 2 * mark.r);
      return;
    }
    outline(ctx, mark.look, x, y, mark.r);
    ctx.fillStyle = colour.fill;
    ctx.fill();
    ctx.lineWidth = mark.r * (mark.colour === "blind" ? 0.22 : 0.1);
    ctx.strokeStyle = colour.line;
    ctx.stroke();
    var inside = mark.look === "stack" ? String(mark.count) : colour.sign;
    if (inside && pixels > 4) { text(ctx, inside, x, y, mark.r * (mark.look === "stack" ? 0.9 : 1.3), colour.ink, false); }
    if (state.selected || state.hover) {
      outline(ctx, mark.look, x, y, mark.r * 1.3);
      ctx.lineWidth = mark.r * 0.2;
      ctx.strokeStyle = "#d9771f";
      ctx.stroke();
    }
  }
  function named(ctx, mark, x, y) {
    var size = mark.r * LABEL;
    mark.label.split("\n").forEach(function (line, row) {
      text(ctx, line, x, y + mark.r * 1.2 + size * (0.6 + 1.15 * row), size, "#16222d", true);
    });
  }
  function render(given) {
    var mark = marks[given.id], ctx = given.ctx, x = given.x, y = given.y;
    if (mark.area === 1) { return { nodeDimensions: { width: mark.around / 4, height: mark.around / 10 } }; }
    var made = {
      drawNode: function () { drawn(ctx, mark, x, y, given.state); },
      nodeDimensions: { width: 2 * mark.r, height: 2 * mark.r }
    };
    // Labels that nobody can read are not even begun: vis-network takes seconds over ten thousand of them.
    if (mark.r * LABEL * scale >= 8) { made.drawExternalLabel = function () { named(ctx, mark, x, y); }; }
    return made;
  }

  var options = data.options;
  options.nodes.ctxRenderer = render;
  // vis-network draws dashes in lengths of the drawing, which takes seconds from afar: lines are drawn here.
  var network = new vis.Network(byId("network"), { nodes: nodes, edges: [] }, options);
  var areas = marks.filter(function (mark) { return mark.area === 1; });

  network.on("beforeDrawing", function (ctx) {
    scale = network.getScale();
    areas.forEach(function (area) {
      ctx.beginPath();
      ctx.arc(area.x, area.y + area.around, area.around, 0, 2 * Math.PI);
      ctx.fillStyle = colours[area.colour].fill;
      ctx.fill();
      ctx.lineWidth = 1.2 / scale;
      ctx.strokeStyle = colours[area.colour].line;
      ctx.stroke();
    });
    var chosen = network.getSelectedNodes()[0], groups = {};
    lines.forEach(function (edge) {
      var strong = edge.from === chosen || edge.to === chosen;
      var key = edge.kind + " " + edge.width + " " + strong;
      (groups[key] = groups[key] || []).push(edge);
    });
    Object.keys(groups).forEach(function (key) {
      var first = groups[key][0], strong = first.from === chosen || first.to === chosen;
      stroke(ctx, groups[key], strong);
    });
  });

  function stroke(ctx, group, strong) {
    ctx.beginPath();
    group.forEach(function (edge) {
      ctx.moveTo(marks[edge.from].x, marks[edge.from].y);
      ctx.lineTo(marks[edge.to].x, marks[edge.to].y);
    });
    ctx.save();
    ctx.globalAlpha = strong ? 1 : data.alpha;
    ctx.strokeStyle = group[0].color;
    ctx.lineWidth = group[0].width * (strong ? 2 : 1) / scale;
    if (lines.length <= MOST_DASHED) {
      ctx.setLineDash(group[0].dashes.map(function (length) { return length / scale; }));
    }
    ctx.stroke();
    ctx.restore();
  }

  // The line under the pointer: the nearest one within some pixels.
  function lineAt(point) {
    var at = network.DOMtoCanvas(point), best = null, nearest = 6 / scale;
    lines.forEach(function (edge) {
      var a = marks[edge.from], b = marks[edge.to], dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
      var along = length ? Math.max(0, Math.min(1, ((at.x - a.x) * dx + (at.y - a.y) * dy) / length)) : 0;
      var away = Math.sqrt(Math.pow(a.x + along * dx - at.x, 2) + Math.pow(a.y + along * dy - at.y, 2));
      if (away < nearest) { nearest = away; best = edge; }
    });
    return best;
  }

  // Names of areas as large as can be read, the larger areas first, none over another.
  network.on("afterDrawing", function (ctx) {
    var taken = [];
    areas.forEach(function (area) {
      var size = 13 / scale, y = area.y + 1.1 * size, half;
      if (area.around * scale < 26) { return; }
      ctx.font = "bold " + size + "px " + data.fonts;
      half = ctx.measureText(area.label).width / 2;
      var box = [area.x - half, y - size, area.x + half, y + size];
      var over = taken.some(function (other) {
        return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
      });
      if (over || half > 1.1 * area.around) { return; }
      taken.push(box);
      ctx.lineWidth = size / 3;
      ctx.lineJoin = "round";
      ctx.strokeStyle = "#ffffff";
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.strokeText(area.label, area.x, y);
      ctx.fillStyle = "#16222d";
      ctx.fillText(area.label, area.x, y);
    });
  });

  // ---- What is told ---------------------------------------------------------------------------------------------

  function pick(mark) {
    network.selectNodes([mark.id]);
    var near = mark.area === 1 ? 300 / mark.around : 24 / mark.r;
    network.moveTo({
      position: { x: mark.x, y: mark.y + (mark.area === 1 ? mark.around : 0) },
      scale: Math.max(Math.min(network.getScale(), 3 * near), near)
    });
    tell(mark);
  }
  function button(list, mark, told) {
    var item = add(list, "li", ""), made = add(item, "button", told);
    made.type = "button";
    made.addEventListener("click", function () { pick(mark); });
  }
  function more(list, total) {
    if (total > MOST) { add(list, "li", fill(words.more, { count: total - MOST }), "soft"); }
  }
  function clear() {
    var details = byId("details");
    while (details.firstChild) { details.removeChild(details.firstChild); }
    return details;
  }
  function tell(mark) {
    var details = clear(), told = mark.told.split("\n");
    add(details, "h3", told[0]);
    told.slice(1).forEach(function (line) { add(details, "p", line); });
    if (mark.key) { add(details, "p", mark.key, "id"); }
    var ties = data.edges.filter(function (edge) { return edge.from === mark.id || edge.to === mark.id; });
    var list = add(details, "ul", "");
    ties.slice(0, MOST).forEach(function (edge) {
      button(list, marks[edge.from === mark.id ? edge.to : edge.from], edge.told);
    });
    more(list, ties.length);
  }
  function search() {
    var sought = byId("search").value.trim().toLowerCase(), list = byId("results");
    while (list.firstChild) { list.removeChild(list.firstChild); }
    byId("found").hidden = !sought;
    if (!sought) { return []; }
    var found = marks.filter(function (mark) {
      return mark.name.toLowerCase().indexOf(sought) >= 0 || mark.key.toLowerCase() === sought;
    });
    found.slice(0, MOST).forEach(function (mark) { button(list, mark, mark.name); });
    more(list, found.length);
    if (!found.length) { add(list, "li", words.nothing, "soft"); }
    return found;
  }
  function tip(point, told) {
    var shown = byId("tip");
    shown.textContent = told;
    shown.hidden = false;
    shown.style.left = Math.min(point.x + 14, byId("network").clientWidth - 180) + "px";
    shown.style.top = point.y + 14 + "px";
  }
  function hush() { byId("tip").hidden = true; }

  network.on("click", function (event) {
    if (event.nodes.length) {
      tell(marks[event.nodes[0]]);
      return;
    }
    var line = lineAt(event.pointer.DOM);
    if (line) { add(clear(), "p", line.told); }
  });
  byId("network").addEventListener("mousemove", function (event) {
    var room = byId("network").getBoundingClientRect();
    var point = { x: event.clientX - room.left, y: event.clientY - room.top };
    var node = network.getNodeAt(point), line = node === undefined && !event.buttons ? lineAt(point) : null;
    if (node !== undefined) { tip(point, marks[node].told); } else if (line) { tip(point, line.told); } else { hush(); }
  });
  byId("network").addEventListener("mouseleave", hush);
  network.on("zoom", hush);

  // ---- What can be done -----------------------------------------------------------------------------------------

  function zoom(times) { network.moveTo({ scale: network.getScale() * times }); }
  function move(x, y) {
    var at = network.getViewPosition(), step = 80 / network.getScale();
    network.moveTo({ position: { x: at.x + x * step, y: at.y + y * step } });
  }
  var KEYS = {
    "+": function () { zoom(1.3); }, "=": function () { zoom(1.3); }, "-": function () { zoom(1 / 1.3); },
    "0": fit,
    ArrowLeft: function () { move(-1, 0); }, ArrowRight: function () { move(1, 0); },
    ArrowUp: function () { move(0, -1); }, ArrowDown: function () { move(0, 1); }
  };
  byId("network").addEventListener("keydown", function (event) {
    if (Object.prototype.hasOwnProperty.call(KEYS, event.key) && !event.ctrlKey && !event.metaKey) {
      KEYS[event.key]();
      event.preventDefault();
    }
  });
  byId("nearer").addEventListener("click", function () { zoom(1.3); });
  byId("farther").addEventListener("click", function () { zoom(1 / 1.3); });
  byId("whole").addEventListener("click", fit);
  byId("search").addEventListener("input", search);
  byId("search").addEventListener("keydown", function (event) {
    if (event.key === "Enter") {
      var found = search();
      if (found.length) { pick(found[0]); }
    }
  });
  Array.prototype.forEach.call(document.querySelectorAll(".legend input"), function (box) {
    box.addEventListener("change", function () {
      off[box.dataset.sort][box.dataset.key] = !box.checked;
      sift();
      if (box.dataset.sort === "line") { network.redraw(); } else { nodes.refresh(); }
      count();
    });
  });

  // vis-network's own fit knows nothing of the circles around the nodes.
  function fit() {
    var room = byId("network"), box = data.box;
    network.moveTo({
      position: { x: box[0] + box[2] / 2, y: box[1] + box[3] / 2 },
      scale: Math.min(0.6, 0.9 * Math.min(room.clientWidth / box[2], room.clientHeight / box[3]))
    });
  }

  network.once("afterDrawing", function () { document.body.dataset.ready = "yes"; });
  sift();
  count();
  fit();
}());
