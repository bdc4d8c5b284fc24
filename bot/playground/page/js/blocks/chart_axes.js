// Charts on two axes: lines, areas and bars as SVG.

import { scale } from "./scale.js";
import { round, s } from "./svg.js";

const HEIGHT = 260;
const TOP = 12;
const RIGHT = 14;

const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 2 });

// A name that is longer than its axis is cut, and whole to whoever hovers over it.
function named(name, room, attributes) {
  const most = Math.max(4, Math.floor(room / 8));
  const shown = name.length > most ? `${name.slice(0, most - 1)}…` : name;
  return s("text", { ...attributes, "text-anchor": "middle", class: "name" }, shown, s("title", {}, name));
}

function field({ categories, x_label: xLabel, y_label: yLabel }, { low, high, ticks }, bars, width) {
  const widest = Math.max(...ticks.map((tick) => compact.format(tick).length));
  const left = 14 + widest * 7 + (yLabel ? 18 : 0);
  const bottom = HEIGHT - 26 - (xLabel ? 18 : 0);
  const slot = (width - left - RIGHT) / (bars ? categories.length : Math.max(1, categories.length - 1));
  return {
    left, bottom, slot, width,
    x: (at) => round(left + (bars ? (at + 0.5) * slot : categories.length === 1 ? (width - left - RIGHT) / 2 : at * slot)),
    y: (value) => round(bottom - ((value - low) / (high - low)) * (bottom - TOP)),
  };
}

function grid({ left, bottom, slot, width, x, y }, { ticks }, { categories, x_label: xLabel, y_label: yLabel }) {
  const every = Math.ceil((Math.max(...categories.map((name) => name.length)) * 6.6 + 10) / slot);
  return s("g", { class: "axes" },
    ticks.map((tick) => [
      s("line", { x1: left, x2: width - RIGHT, y1: y(tick), y2: y(tick), class: tick === 0 ? "zero" : "rule" }),
      s("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, compact.format(tick)),
    ]),
    categories.map((name, at) => {
      if (at % every) return null;
      // Names at the edges lean inwards instead of being cut off.
      const half = name.length * 3.3;
      const anchor = x(at) + half > width ? "end" : x(at) - half < 0 ? "start" : "middle";
      return s("text", { x: anchor === "end" ? width - 2 : x(at), y: bottom + 18, "text-anchor": anchor }, name);
    }),
    xLabel ? named(xLabel, width - left, { x: (left + width - RIGHT) / 2, y: HEIGHT - 4 }) : null,
    yLabel ? named(yLabel, bottom - TOP, { transform: `translate(12 ${(TOP + bottom) / 2}) rotate(-90)` }) : null);
}

const hover = (name, label, value) => s("title", {}, `${name}, ${label}: ${value.toLocaleString()}`);

// Differing marks tell the series apart where colours do not.
const MARKS = [
  (x, y) => s("circle", { cx: x, cy: y, r: 3.5 }),
  (x, y) => s("rect", { x: x - 3.2, y: y - 3.2, width: 6.4, height: 6.4 }),
  (x, y) => s("path", { d: `M${x} ${y - 4.4}L${x + 4.2} ${y + 3.2}H${x - 4.2}Z` }),
  (x, y) => s("path", { d: `M${x} ${y - 4.6}L${x + 4.6} ${y}L${x} ${y + 4.6}L${x - 4.6} ${y}Z` }),
];

// The same mark beside the name of its series.
export function legendMark(at) {
  return s("svg", { viewBox: "0 0 24 12", class: `key s${at % 12}`, "aria-hidden": "true" },
    s("g", { class: `series s${at % 12}` }, s("path", { class: "line", d: "M1 6H23" }), MARKS[at % MARKS.length](12, 6)));
}

function line(series, labels, place, at, filled, zero) {
  const points = labels.map((label, index) => [place.x(index), place.y(series.values[index])]);
  const path = `M${points.map((point) => point.join(" ")).join("L")}`;
  return s("g", { class: `series s${at % 12}` },
    filled ? s("path", { class: "fill", d: `${path}L${points.at(-1)[0]} ${place.y(zero)}L${points[0][0]} ${place.y(zero)}Z` }) : null,
    s("path", { class: "line", d: path }),
    points.map(([x, y], index) => {
      const mark = MARKS[at % MARKS.length](x, y);
      mark.append(hover(series.name, labels[index], series.values[index]));
      return mark;
    }));
}

function bars(all, labels, place, zero) {
  const width = Math.min(46, (place.slot * 0.76) / all.length);
  return all.map((series, at) => s("g", { class: `series s${at % 12}` }, labels.map((label, index) => {
    const x = place.x(index) + (at - all.length / 2) * width;
    const [top, foot] = [Math.min(place.y(series.values[index]), place.y(zero)), Math.max(place.y(series.values[index]), place.y(zero))];
    return s("rect", { class: "bar", x: round(x + 1), y: top, width: round(width - 2), height: round(Math.max(foot - top, 0.5)), rx: 2 },
      hover(series.name, label, series.values[index]));
  })));
}

// Drawn for a width in pixels, so that its words are as large as those around it.
export function axisChart({ type, series, axis_config: axes }, ids, words, width) {
  const labels = axes.categories;
  const all = series.map(({ name, data }) => ({ name, values: labels.map((label) => data.find((point) => point.label === label).value) }));
  const range = scale(all.flatMap((each) => each.values), { fromZero: type !== "line" });
  const place = field(axes, range, type === "bar", width);
  const zero = Math.min(Math.max(0, range.low), range.high);
  const drawn = type === "bar" ? bars(all, labels, place, zero) : all.map((each, at) => line(each, labels, place, at, type === "area", zero));
  return s("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-labelledby": `${ids.title} ${ids.desc}` },
    s("title", { id: ids.title }, words.title), s("desc", { id: ids.desc }, words.desc),
    grid(place, range, axes), drawn);
}
