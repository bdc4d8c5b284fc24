// The chart block: title, picture, legend, and its numbers as a table for whoever prefers or needs them.

import { freshId, h, replace } from "../dom.js";
import { axisChart, legendMark } from "./chart_axes.js";
import { pieChart, share } from "./chart_pie.js";
import { frame } from "./tables.js";

const shown = (number) => number.toLocaleString(undefined, { maximumFractionDigits: 2 });

function legend(names, lined) {
  return h("ul", { class: "legend" }, names.map((name, at) =>
    h("li", {}, lined ? legendMark(at) : h("span", { class: `key s${at % 12}`, "aria-hidden": "true" }), name)));
}

function numbers(title, head, rows) {
  const table = h("table", {}, h("caption", { class: "unseen" }, title),
    h("thead", {}, h("tr", {}, head.map((word) => h("th", { scope: "col" }, word)))),
    h("tbody", {}, rows.map(([label, ...values]) => h("tr", {}, h("th", { scope: "row" }, label),
      values.map((value) => h("td", { class: "number right" }, value))))));
  return h("details", { class: "numbers" }, h("summary", {}, "Show the numbers"), frame(`${title}: numbers`, table));
}

const valueAt = (series, label) => series.data.find((point) => point.label === label).value;

// What a person who sees no picture is told first: the form, the reach and the extremes.
function described({ type, segments, series, axis_config: axes }) {
  if (type === "pie") return `Pie chart. ${segments.map((each) => `${each.label} ${share(each, segments)}`).join(", ")}.`;
  const names = axes.categories;
  const lines = series.map((each) => {
    const values = names.map((label) => valueAt(each, label));
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return `${each.name}: from ${shown(values[0])} to ${shown(values.at(-1))}, lowest ${shown(least)}, highest ${shown(most)}`;
  });
  const kind = { line: "Line chart", bar: "Bar chart", area: "Area chart" }[type];
  return `${kind} from ${names[0]} to ${names.at(-1)}. ${lines.join(". ")}.`;
}

const USUAL = 560;

// Redrawn when its room changes by more than a little.
function fitted(draw) {
  const room = h("div", { class: "room" }, draw(USUAL));
  let width = USUAL;
  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now < 120 || Math.abs(now - width) < 8) return;
    width = now;
    // After the observer is done: drawing within it changes what it observes.
    requestAnimationFrame(() => replace(room, draw(width)));
  }).observe(room);
  return room;
}

export function chart(block) {
  const { type, segments, series, axis_config: axes } = block.chart;
  const ids = { title: freshId("chart-title"), desc: freshId("chart-desc") };
  const words = { title: block.title, desc: described(block.chart) };
  const pie = type === "pie";
  const picture = pie ? pieChart(block.chart, ids, words) : fitted((width) => axisChart(block.chart, ids, words, width));
  const names = pie ? segments.map((each) => `${each.label} · ${share(each, segments)}`) : series.map((each) => each.name);
  const table = pie
    ? numbers(block.title, ["Part", "Value", "Share"], segments.map((each) => [each.label, shown(each.value), share(each, segments)]))
    : numbers(block.title, [axes.x_label ?? "", ...series.map((each) => each.name)],
      axes.categories.map((label) => [label, ...series.map((each) => shown(valueAt(each, label)))]));
  return h("figure", { class: `chart ${type}` },
    h("figcaption", {}, block.title),
    h("div", { class: "canvas" }, picture, pie || names.length > 1 ? legend(names, type === "line" || type === "area") : null),
    table);
}
