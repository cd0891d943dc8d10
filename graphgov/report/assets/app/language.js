// The language of everything that stands in the file: texts are put in place of others (graphgov.report.bilingual).

const SPOKEN_ATTRIBUTES = ["aria-label", "hreflang", "lang", "title"];
const OWN_LANGUAGE = language;

// Every text and attribute that a language may change, in the order of the document, with what it says now.
function slotsOf(root) {
  const slots = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => (node.nodeName === "NOSCRIPT" ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.trim()) {
        slots.push({ text: node.data, put: (text) => { node.data = text; } });
      }
    } else {
      for (const name of SPOKEN_ATTRIBUTES) {
        if (node.hasAttribute(name)) {
          slots.push({ text: node.getAttribute(name), put: (text) => node.setAttribute(name, text) });
        }
      }
    }
  }
  return slots;
}

// Looked up before anything is drawn: what the script draws is none of these.
const translations = JSON.parse(document.getElementById("translations").textContent);
const spokenSlots = [].concat(...Array.from(document.querySelectorAll("[data-spoken]"), slotsOf));

function speak(wanted) {
  if (wanted === language) {
    return;
  }
  language = wanted;
  document.documentElement.lang = wanted;
  const other = wanted === OWN_LANGUAGE ? null : translations[wanted];
  const codes = other && once("slots " + wanted, () => unpacked(other.slots));
  spokenSlots.forEach((slot, place) => {
    slot.put(other && codes[place] !== NONE ? other.texts[codes[place]] : slot.text);
  });
}
