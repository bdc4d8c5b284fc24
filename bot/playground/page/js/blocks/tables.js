// Tables as an app lays them out; the first row is the header.

import { h } from "../dom.js";
import { richText, wordsOf } from "./rich_text.js";

export function cell(content, { tag = "td", align, wrapped, ...attributes } = {}) {
  const number = content.type === "raw_number";
  const look = [align ?? (number && tag === "td" ? "right" : ""), number ? "number" : "", wrapped ? "wrapped" : ""].filter(Boolean).join(" ");
  const inside = content.type === "rich_text" ? richText(content) : cellWords(content);
  return h(tag, { class: look || null, ...attributes }, inside);
}

export function cellWords(content) {
  if (content.type === "rich_text") return wordsOf(content);
  return content.type === "raw_number" ? content.text ?? String(content.value) : content.text;
}

// A frame of its own to scroll in, so that a wide table never widens the page.
export function frame(name, table) {
  return h("div", { class: "table-frame", tabindex: "0", role: "group", "aria-label": name }, table);
}

export function table(block) {
  const [header, ...rows] = block.rows;
  const column = (at) => {
    const { align, is_wrapped: wrapped } = block.column_settings?.[at] ?? {};
    return { align, wrapped };
  };
  const heading = header.map((each, at) => cell(each, { tag: "th", scope: "col", ...column(at) }));
  return frame("Table", h("table", {}, h("thead", {}, h("tr", {}, heading)),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((each, at) => cell(each, column(at))))))));
}
