// The way of one survey as a timeline that fills in.

import { h, replace } from "/playground/page/js/dom.js";
import { store } from "/playground/page/js/store.js";
import { countdown } from "./countdown.js";

const NAMES = { stored: "Stored", scored: "Scored", judged: "Judged", answered: "Accepted", delivered: "Delivered" };
const MARKS = { done: "✓", waiting: "…", nothing: "–", refused: "✕" };
const SPOKEN = { done: "done", waiting: "waiting", nothing: "nothing to do", refused: "stopped" };

export const span = (ms) => (ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`);

function mark(state) {
  return [h("span", { class: "mark", "aria-hidden": "true" }, MARKS[state]), h("span", { class: "unseen" }, `${SPOKEN[state]}: `)];
}

// Another person's direct messages are not mine to open.
function link(line) {
  if (!line.ts) return null;
  const mine = !line.channel.startsWith("D") || store.channels.get(line.channel)?.members?.includes(store.me);
  if (!mine) return h("span", { class: "faint" }, " (only they see it)");
  const place = `#/${line.channel}/${line.ts}`;
  return [" ", h("span", { class: "places" }, h("a", { href: place, class: "goto" }, "Open"), " ",
    h("a", { href: `#/${line.channel}/${line.ts}/${line.ts}`, class: "goto" }, "Thread"))];
}

function drawLine(line) {
  const until = line.seconds === null ? null : [", ", countdown(line.seconds)];
  const [head, ...rest] = line.text.split(": ");
  return h("li", { data: { state: line.state } }, mark(line.state), h("span", {},
    rest.length ? [h("strong", {}, head), `: ${rest.join(": ")}`] : head, until,
    line.ms === null ? null : h("span", { class: "ms" }, ` ${span(line.ms)}`),
    link(line)));
}

// Of the rules only what fired or waits is open to see; the others are behind a summary.
function drawLines(step, open) {
  if (!step.lines.length) return null;
  const idle = step.lines.filter((line) => line.state === "nothing");
  const busy = step.lines.filter((line) => line.state !== "nothing");
  const others = step.name === "judged" ? `Why not the other${idle.length === 1 ? "" : ` ${idle.length}`}?` : "Not needed";
  return [
    busy.length ? h("ul", {}, busy.map(drawLine)) : null,
    idle.length ? h("details", { open }, h("summary", {}, busy.length ? others : "Why not?"), h("ul", {}, idle.map(drawLine))) : null,
  ];
}

function drawStep(step, open) {
  return [mark(step.state), h("div", {},
    h("p", {}, h("strong", {}, step.name === "answered" && step.state === "refused" ? "Refused" : NAMES[step.name]),
      step.ms === null ? null : h("span", { class: "ms" }, ` ${span(step.ms)}`)),
    h("p", {}, step.text),
    step.commands.map((command) => h("pre", { tabindex: "0", "aria-label": "Command" }, command)),
    drawLines(step, open))];
}

// -> { element, show(travel) }
export function timeline() {
  const element = h("ol", { class: "travel", "aria-label": "How far it has come" });
  const drawn = new Map();
  const show = ({ steps }) => {
    for (const step of steps) {
      const text = JSON.stringify([step, store.channels.size]);
      const before = drawn.get(step.name);
      if (before?.text === text) continue;
      const item = before?.item ?? h("li");
      // What somebody has unfolded stays so while the times run on, and so does the focus.
      const open = Boolean(before?.item.querySelector("details[open]"));
      const focused = item.contains(document.activeElement) && document.activeElement.tagName;
      item.dataset.state = step.state;
      replace(item, drawStep(step, open));
      if (focused) item.querySelector(focused)?.focus();
      if (!before) element.append(item);
      drawn.set(step.name, { text, item });
    }
  };
  return { element, show };
}

// The end of the way, in a sentence for those who do not see it.
export function inShort(name, { steps, finished }) {
  const step = (wanted) => steps.find((each) => each.name === wanted);
  const delivered = step("delivered");
  if (!finished) return `${name}: ${delivered?.text ?? "under way."}`;
  if (delivered?.state === "done") return `${name}: delivered after ${span(delivered.ms)}.`;
  if (delivered) return `${name}: ${delivered.text}`;
  return `${name}: ${steps.map((each) => each.text).join(" ")}`;
}
