// Addresses inside the file: #/page/id?filter=value, as graphgov.report.links writes them, and going from one to another.

function readAddress(hash) {
  const [path, query] = (hash.replace(/^#\/?/, "") + "?").split("?");
  const [page, id] = path.split("/");
  const asked = {};
  for (const part of (query || "").split("&").filter((text) => text)) {
    const [name, value] = part.split("=");
    asked[decode(name)] = decode((value || "").replace(/\+/g, " "));
  }
  return { page: decode(page), id: id === undefined ? "" : decode(id), asked };
}

// What somebody has mistyped by hand is taken as it stands.
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

function writeAddress(page, id, asked) {
  const query = Object.keys(asked || {})
    .filter((name) => asked[name] !== null && asked[name] !== undefined)
    .map((name) => name + "=" + encodeURIComponent(asked[name]));
  return "#/" + page + (id ? "/" + encodeURIComponent(id) : "") + (query.length ? "?" + query.join("&") : "");
}

function link(page, id, asked, child) {
  return el("a", { href: writeAddress(page, id, asked) }, child);
}

// A node by name, as a link to its page; nothing for no node.
function nodeLink(node) {
  return node === NONE ? null : link(pageOf(node), idOf(node), null, named(nameOf(node)));
}

const drawn = {};

// Tell how a page is drawn: called with its section in the language in force, the id and the filters.
function onPage(page, draw) {
  drawn[page] = draw;
}

function sectionOf(page) {
  return Array.from(document.querySelectorAll("main section[data-page]")).find(
    (section) => section.dataset.page === page
  );
}

function pageNow() {
  const address = readAddress(location.hash);
  return sectionOf(address.page) ? address : { page: "overview", id: "", asked: address.asked };
}

function show(focus) {
  const { page, id, asked } = pageNow();
  const known = LANGUAGES.includes(asked.lang) ? asked.lang : language;
  speak(known);
  delete asked.lang;
  for (const section of document.querySelectorAll("main section[data-page]")) {
    section.hidden = section.dataset.page !== page;
  }
  for (const entry of document.querySelectorAll("nav a[data-page]")) {
    if (entry.dataset.page === page) {
      entry.setAttribute("aria-current", "page");
    } else {
      entry.removeAttribute("aria-current");
    }
  }
  document.body.dataset.shown = page;
  const section = sectionOf(page);
  if (drawn[page]) {
    drawn[page](section, id, asked);
  }
  reachable(section);
  const heading = section.querySelector("h1");
  document.title = heading ? heading.textContent.trim() : document.title;
  if (focus) {
    window.scrollTo(0, 0);
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }
}

// What is scrolled sideways on a narrow screen can be scrolled with the keyboard too.
function reachable(section) {
  for (const part of section.querySelectorAll(".block, .page > table")) {
    if (part.scrollWidth > part.clientWidth) {
      part.tabIndex = 0;
    }
  }
}

// The same place with other filters, without a step of its own in the history.
function replaceAddress(page, id, asked) {
  history.replaceState(null, "", writeAddress(page, id, asked));
}

function go() {
  window.addEventListener("hashchange", () => {
    // A link to a place on the page, as the one that skips the navigation, is none of ours.
    if (location.hash === "" || location.hash.startsWith("#/")) {
      show(true);
    }
  });
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest && event.target.closest(".languages a[hreflang]");
    if (chosen) {
      event.preventDefault();
      const { page, id, asked } = pageNow();
      speak(chosen.hreflang);
      delete asked.lang;
      history.replaceState(null, "", writeAddress(page, id, Object.assign(asked, { lang: language })));
      show(false);
    }
  });
  show(false);
}
