(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var words = data.words, colours = data.colours, marks = data.nodes;
  var off = { shape: {}, colour: {}, line: {} };
  var MOST = 50;

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
  function showsLine(edge) { return !off.line[edge.kind]; }

  var nodes = new vis.DataView(new vis.DataSet(marks), { filter: shows });
  var edges = new vis.DataView(new vis.DataSet(data.edges), { filter: showsLine });

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
    var colour = colours[mark.colour];
    outline(ctx, mark.look, x, y, mark.r);
    ctx.fillStyle = colour.fill;
    ctx.fill();
    ctx.lineWidth = mark.r * (mark.colour === "blind" ? 0.22 : 0.1);
    ctx.strokeStyle = colour.line;
    ctx.stroke();
    var inside = mark.look === "stack" ? String(mark.count) : colour.sign;
    if (inside) { text(ctx, inside, x, y, mark.r * (mark.look === "stack" ? 0.9 : 1.3), colour.ink, false); }
    if (state.selected || state.hover) {
      outline(ctx, mark.look, x, y, mark.r * 1.3);
      ctx.lineWidth = mark.r * 0.2;
      ctx.strokeStyle = "#d9771f";
      ctx.stroke();
    }
  }
  function named(ctx, mark, x, y) {
    var size = mark.r * 0.42;
    if (size * network.getScale() < 8) { return; }
    mark.label.split("\n").forEach(function (line, row) {
      text(ctx, line, x, y + mark.r * 1.2 + size * (0.6 + 1.15 * row), size, "#16222d", true);
    });
  }
  function render(given) {
    var mark = marks[given.id], ctx = given.ctx, x = given.x, y = given.y;
    if (mark.area === 1) { return { nodeDimensions: { width: mark.around / 4, height: mark.around / 10 } }; }
    return {
      drawNode: function () { drawn(ctx, mark, x, y, given.state); },
      drawExternalLabel: function () { named(ctx, mark, x, y); },
      nodeDimensions: { width: 2 * mark.r, height: 2 * mark.r }
    };
  }

  var options = data.options;
  options.nodes.ctxRenderer = render;
  var network = new vis.Network(byId("network"), { nodes: nodes, edges: edges }, options);
  var areas = marks.filter(function (mark) { return mark.area === 1; });

  network.on("beforeDrawing", function (ctx) {
    areas.forEach(function (area) {
      ctx.beginPath();
      ctx.arc(area.x, area.y + area.around, area.around, 0, 2 * Math.PI);
      ctx.fillStyle = colours[area.colour].fill;
      ctx.fill();
      ctx.lineWidth = 1.2 / network.getScale();
      ctx.strokeStyle = colours[area.colour].line;
      ctx.stroke();
    });
  });

  // Names of areas as large as can be read, the larger areas first, none over another.
  network.on("afterDrawing", function (ctx) {
    var scale = network.getScale(), taken = [];
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
    var scale = mark.area === 1 ? 300 / mark.around : 16 / mark.r;
    network.moveTo({
      position: { x: mark.x, y: mark.y + (mark.area === 1 ? mark.around : 0) },
      scale: Math.max(Math.min(network.getScale(), 3 * scale), scale)
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
  function tip(event, told) {
    var shown = byId("tip");
    shown.textContent = told;
    shown.hidden = false;
    shown.style.left = Math.min(event.pointer.DOM.x + 14, byId("network").clientWidth - 180) + "px";
    shown.style.top = event.pointer.DOM.y + 14 + "px";
  }
  function hush() { byId("tip").hidden = true; }

  network.on("click", function (event) {
    if (event.nodes.length) {
      tell(marks[event.nodes[0]]);
    } else if (event.edges.length) {
      add(clear(), "p", data.edges[event.edges[0]].told);
    }
  });
  network.on("hoverNode", function (event) { tip(event, marks[event.node].told); });
  network.on("hoverEdge", function (event) { tip(event, data.edges[event.edge].told); });
  ["blurNode", "blurEdge", "dragStart", "zoom"].forEach(function (name) { network.on(name, hush); });

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
      (box.dataset.sort === "line" ? edges : nodes).refresh();
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
  count();
  fit();
}());
