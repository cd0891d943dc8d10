// What everything else is made of: texts of the catalogue, elements, packed columns.  Nothing newer than ES2019.

const LANGUAGES = ["zh", "en"];
const WORDS = JSON.parse(document.getElementById("words").textContent);
const NONE = -1;

let language = document.documentElement.lang;

// The text of a table of the catalogue; a word that is missing is itself.
function word(table, key) {
  const entries = WORDS[language][table];
  return entries && Object.prototype.hasOwnProperty.call(entries, key) ? entries[key] : key;
}

// The same with its fields filled in.
function say(table, key, fields) {
  return word(table, key).replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
}

// 1234567 as 1,234,567.
function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

// An element with attributes (null: left out) and children, which are elements or texts: never HTML.
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes || {})) {
    if (attributes[name] !== null) {
      element.setAttribute(name, attributes[name]);
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function replaceChildren(parent, children) {
  while (parent.firstChild) {
    parent.removeChild(parent.firstChild);
  }
  parent.append(...children);
}

// Signs that steer, or turn the direction of writing, spelt out, as graphgov.files.writers.plain does.
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const BLANK = /[\n\r\t\u2028\u2029]/g;

function plain(text) {
  return text.replace(BLANK, " ").replace(STEERING, (sign) => {
    const code = sign.charCodeAt(0).toString(16).toUpperCase();
    return "<U+" + "0000".slice(code.length) + code + ">";
  });
}

const LONGEST = 40;

// A name that fits a line: whole signs, never half of a pair.
function short(text) {
  const shown = plain(text.length > 400 ? text.slice(0, 400) : text);
  const signs = Array.from(shown);
  return signs.length > LONGEST ? signs.slice(0, LONGEST - 1).join("") + "…" : shown;
}

// A name as an element of its own direction of writing.
function named(text) {
  return el("bdi", { title: short(text) === text ? null : plain(text).slice(0, 1000) }, short(text));
}

const DIGITS = new Uint8Array(128);
"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("").forEach((sign, place) => {
  DIGITS[sign.charCodeAt(0)] = place;
});

// The numbers of a packed column (graphgov.report.packed); NONE where nothing is known.
function unpacked(column) {
  const { width, least, signs } = column;
  const size = signs.length / width;
  // Sums of what is counted together can be larger than what 32 bits hold.
  const numbers = width > 4 ? new Float64Array(size) : new Int32Array(size);
  for (let row = 0, at = 0; row < size; row += 1) {
    let number = 0;
    for (let digit = 0; digit < width; digit += 1, at += 1) {
      number = number * 64 + DIGITS[signs.charCodeAt(at)];
    }
    numbers[row] = number === 0 ? NONE : number - 1 + least;
  }
  return numbers;
}

// The texts that graphgov.report.pieces wrote by pieces.
function unpieced(column) {
  const pieces = Array.from(column.signs);
  const first = (piece) => String.fromCodePoint(piece.codePointAt(0));
  let [whole, last] = ["", ""];
  for (const code of unpacked(column.codes)) {
    // The one piece that is not there yet is the last one and its own first sign.
    const piece = code < pieces.length ? pieces[code] : last + first(last);
    if (last) {
      pieces.push(last + first(piece));
    }
    whole += piece;
    last = piece;
  }
  return whole.split("\0").slice(0, -1);
}

// A day that is told as a proleptic ordinal, as YYYY-MM-DD.
function day(ordinal) {
  return new Date((ordinal - 719163) * 86400000).toISOString().slice(0, 10);
}

// What is made when it is first asked for, and kept.
const made = new Map();

function once(key, make) {
  if (!made.has(key)) {
    made.set(key, make());
  }
  return made.get(key);
}
