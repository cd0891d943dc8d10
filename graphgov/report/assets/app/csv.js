// Tables for spreadsheets: the same rule for cells as graphgov.files.writers.harmless.

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const MISREAD = /^(\p{Nd}{12,}|\p{Nd}{1,4}[-\/]\p{Nd}{1,4})$/u;

// A cell that a spreadsheet takes as the text that it is.
function harmless(text) {
  if (FORMULA.test(text)) {
    return "'" + text;
  }
  return MISREAD.test(text) ? text + "\t" : text;
}

function csvCell(cell) {
  const text = typeof cell === "string" ? harmless(cell) : cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

// Rows of cells (texts, numbers or null) as CSV: UTF-8 with its mark, CRLF.
function asCsv(rows) {
  return "\ufeff" + rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
