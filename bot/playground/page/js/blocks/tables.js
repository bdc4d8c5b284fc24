// Tables, and charts as the tables of their numbers.

import { h } from "../dom.js";
import { richText } from "./rich_text.js";

function cell(content, tag = "td") {
  if (content.type === "rich_text") return h(tag, {}, richText(content));
  if (content.type === "raw_number") return h(tag, { class: "number" }, content.text ?? String(content.value));
  return h(tag, {}, content.text);
}

function frame(caption, header, rows) {
  return h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": caption ?? "Table" },
    h("table", {}, caption ? h("caption", {}, caption) : null, h("thead", {}, header), h("tbody", {}, rows)));
}

export function table(block) {
  const [header, ...rows] = block.rows;
  return frame(block.caption, h("tr", {}, header.map((each) => cell(each, "th"))),
    rows.map((row) => h("tr", {}, row.map((each) => cell(each)))));
}

export function chart(block) {
  const { type, segments, series, axis_config: axes } = block.chart;
  const texts = (words, tag) => words.map((word) => h(tag, { class: typeof word === "number" ? "number" : null }, String(word)));
  if (type === "pie") {
    return frame(block.title, h("tr", {}, texts(["", "Value"], "th")),
      segments.map((each) => h("tr", {}, texts([each.label, each.value], "td"))));
  }
  const value = (line, label) => line.data.find((point) => point.label === label)?.value ?? "";
  return frame(block.title, h("tr", {}, texts([axes.x_label ?? "", ...series.map((line) => line.name)], "th")),
    axes.categories.map((label) => h("tr", {}, texts([label, ...series.map((line) => value(line, label))], "td"))));
}
