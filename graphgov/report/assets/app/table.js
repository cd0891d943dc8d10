// Tables that are filled from rows: sorted, page by page, printed whole.

const PAGE_SIZE = 50;

// `columns`: { key, cell(row), order(row) or null, number, far }; `table` has a heading with data-column for each.
class Listing {
  constructor(root, columns) {
    this.root = root;
    this.columns = columns;
    this.table = root.querySelector("table");
    this.body = this.table.tBodies[0];
    this.pager = root.querySelector(".pager");
    this.rows = [];
    this.page = 0;
    this.sorted = { key: null, down: false };
    for (const heading of this.table.tHead.querySelectorAll("th[data-column]")) {
      this.makeSortable(heading);
    }
    if (this.pager) {
      this.pager.querySelector(".earlier").addEventListener("click", () => this.turn(-1));
      this.pager.querySelector(".later").addEventListener("click", () => this.turn(1));
    }
  }

  makeSortable(heading) {
    const column = this.columns.find((each) => each.key === heading.dataset.column);
    if (!column || !column.order) {
      return;
    }
    // The text itself moves into the button: it is the one that another language replaces.
    const button = el("button", { type: "button", class: "sort" }, ...heading.childNodes);
    button.addEventListener("click", () => {
      this.sorted = { key: column.key, down: this.sorted.key === column.key && !this.sorted.down };
      this.page = 0;
      this.draw();
    });
    replaceChildren(heading, [button]);
  }

  // Show these rows from the first on.
  fill(rows) {
    this.rows = rows;
    this.page = 0;
    this.draw();
  }

  inOrder() {
    const column = this.columns.find((each) => each.key === this.sorted.key);
    if (!column) {
      return this.rows;
    }
    const keyed = this.rows.map((row, place) => ({ row, place, key: column.order(row) }));
    const sign = this.sorted.down ? -1 : 1;
    // What nobody knows comes last, whichever way the rest goes.
    keyed.sort((one, other) => {
      if (one.key === null || other.key === null) {
        return (one.key === null) - (other.key === null) || one.place - other.place;
      }
      return sign * compared(one.key, other.key) || one.place - other.place;
    });
    return keyed.map((each) => each.row);
  }

  draw(whole) {
    const rows = this.inOrder();
    const first = whole ? 0 : this.page * PAGE_SIZE;
    const shown = whole ? rows : rows.slice(first, first + PAGE_SIZE);
    replaceChildren(this.body, shown.map((row) => this.line(row)));
    for (const heading of this.table.tHead.querySelectorAll("th[data-column]")) {
      const sorted = heading.dataset.column === this.sorted.key;
      if (sorted) {
        heading.setAttribute("aria-sort", this.sorted.down ? "descending" : "ascending");
      } else {
        heading.removeAttribute("aria-sort");
      }
    }
    if (this.pager) {
      this.drawPager(first, shown.length);
    }
  }

  line(row) {
    const cells = this.columns.map((column, place) => {
      const content = column.cell(row);
      const attributes = { class: [column.key, column.number ? "num" : "", column.far ? "far" : ""].join(" ").trim() };
      const children = Array.isArray(content) ? content : [content];
      return place === 0
        ? el("th", Object.assign(attributes, { scope: "row" }), ...children)
        : el("td", attributes, ...children);
    });
    return el("tr", null, ...cells);
  }

  drawPager(first, shown) {
    this.pager.hidden = this.rows.length <= PAGE_SIZE;
    const fields = { first: grouped(first + 1), last: grouped(first + shown), count: grouped(this.rows.length) };
    this.pager.querySelector(".where").textContent = say("list", "rows", fields);
    this.pager.querySelector(".earlier").disabled = this.page === 0;
    this.pager.querySelector(".later").disabled = first + shown >= this.rows.length;
  }

  turn(by) {
    this.page += by;
    this.draw();
    this.table.closest(".scroll").scrollIntoView();
  }
}

const collator = new Intl.Collator("zh");

function compared(one, other) {
  return typeof one === "number" ? one - other : collator.compare(one, other);
}
