// The pie chart as SVG: parts clockwise from the top.

import { round, s } from "./svg.js";

const RADIUS = 100;

const total = (segments) => segments.reduce((sum, each) => sum + each.value, 0);

// A part in per cent, never "0%" for something that is there.
export function share(segment, segments) {
  const percent = (segment.value / total(segments)) * 100;
  return percent < 1 ? "<1%" : `${Math.round(percent)}%`;
}

const point = (turn, radius = RADIUS) => [round(radius * Math.sin(turn * 2 * Math.PI)), round(-radius * Math.cos(turn * 2 * Math.PI))];

function slice(segment, at, from, to, percent) {
  const title = s("title", {}, `${segment.label}: ${segment.value.toLocaleString()} (${percent})`);
  const look = `slice series s${at % 12}`;
  // An arc from a point to itself draws nothing: a part that is everything is a circle.
  if (to - from > 0.9999) return s("circle", { class: look, r: RADIUS }, title);
  const [start, end] = [point(from), point(to)];
  const large = to - from > 0.5 ? 1 : 0;
  return s("path", { class: look, d: `M0 0L${start.join(" ")}A${RADIUS} ${RADIUS} 0 ${large} 1 ${end.join(" ")}Z` }, title);
}

export function pieChart({ segments }, ids, words) {
  const all = total(segments);
  let from = 0;
  const slices = segments.map((segment, at) => {
    const to = from + segment.value / all;
    const drawn = slice(segment, at, from, to, share(segment, segments));
    from = to;
    return drawn;
  });
  return s("svg", { viewBox: "-104 -104 208 208", role: "img", "aria-labelledby": `${ids.title} ${ids.desc}` },
    s("title", { id: ids.title }, words.title), s("desc", { id: ids.desc }, words.desc), slices);
}
