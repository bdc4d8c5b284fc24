// The data table: a caption, rows that are filtered by words, sorted by a column and shown page by page.

import { freshId, h, replace } from "../dom.js";
import { cell, cellWords, frame } from "./tables.js";

const PAGE = 5;  // Slack's, when the app does not say
const SIGNS = { ascending: "▲", descending: "▼", none: "↕" };

const worth = (content) => (content.type === "raw_number" ? content.value : cellWords(content));

// Numbers by size, words by the alphabet, numbers before words.
function compare(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return String(one).localeCompare(String(other), undefined, { numeric: true, sensitivity: "base" });
}

function arranged(rows, { typed, column, order }) {
  const words = typed.trim().toLowerCase().split(/\s+/);
  const fits = (row) => {
    const text = row.map(cellWords).join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = rows.filter(fits);
  if (order === "none") return found;
  const sign = order === "ascending" ? 1 : -1;
  return found.sort((one, other) => sign * compare(worth(one[column]), worth(other[column])));
}

const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

export function dataTable(block) {
  const { rows: [header, ...rows], row_header_column_index: named = 0 } = block;
  const size = block.page_size ?? PAGE;
  const view = { typed: "", column: -1, order: "none", page: 0 };
  const captionId = freshId("caption");
  const numeric = header.map((_, at) => rows.every((row) => row[at].type === "raw_number"));

  const sorters = header.map((content, at) => h("button", {
    type: "button", class: "sorter", on: { click: () => sort(at) },
  }, h("span", {}, cellWords(content)), h("span", { class: "sign", "aria-hidden": "true" }, SIGNS.none)));
  const heads = sorters.map((sorter, at) => h("th", { scope: "col", class: numeric[at] ? "right" : null }, sorter));
  const body = h("tbody");
  const range = h("span", { class: "faint", role: "status" });
  const mover = (label, sign, by) => h("button", {
    type: "button", class: "button icon", "aria-label": label,
    on: { click: () => { view.page += by; draw(); } },
  }, sign);
  const back = mover("Previous page", "‹", -1);
  const on = mover("Next page", "›", 1);
  const search = h("input", {
    class: "field", type: "search", placeholder: "Filter rows", "aria-label": `Filter ${block.caption}`,
    on: { input: () => { Object.assign(view, { typed: search.value, page: 0 }); draw(); } },
  });

  const sort = (column) => {
    const order = column === view.column ? NEXT[view.order] : "ascending";
    Object.assign(view, { column, order, page: 0 });
    draw();
  };
  const line = (row) => h("tr", {}, row.map((content, at) => (at === named
    ? cell(content, { tag: "th", scope: "row" })
    : cell(content, { align: numeric[at] ? "right" : undefined }))));
  const draw = () => {
    const found = arranged(rows, view);
    const last = Math.max(0, Math.ceil(found.length / size) - 1);
    const first = view.page * size;
    replace(body, found.length
      ? found.slice(first, first + size).map(line)
      : h("tr", {}, h("td", { colspan: header.length, class: "faint" }, "No row has these words.")));
    heads.forEach((head, at) => {
      const order = at === view.column ? view.order : "none";
      head.setAttribute("aria-sort", order);
      sorters[at].querySelector(".sign").textContent = SIGNS[order];
    });
    range.textContent = found.length ? `${first + 1}–${Math.min(first + size, found.length)} of ${found.length}` : "0 rows";
    back.setAttribute("aria-disabled", String(view.page === 0));
    on.setAttribute("aria-disabled", String(view.page >= last));
    view.page = Math.min(view.page, last);
    pages.hidden = rows.length <= size;
  };
  for (const button of [back, on]) {
    // Kept focusable at either end: a button that vanishes under the keyboard loses one's place.
    button.addEventListener("click", (event) => {
      if (button.getAttribute("aria-disabled") === "true") event.stopImmediatePropagation();
    }, true);
  }
  const pages = h("span", { class: "pages" }, back, on);
  draw();
  return h("div", { class: "data-table" },
    h("div", { class: "bar" }, h("strong", { id: captionId }, block.caption), search),
    frame(block.caption, h("table", { "aria-labelledby": captionId }, h("thead", {}, h("tr", {}, heads)), body)),
    h("div", { class: "bar" }, range, pages));
}
