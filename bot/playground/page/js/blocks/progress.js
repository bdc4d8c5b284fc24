// What an app is working on: a task card, and a plan of several.

import { h } from "../dom.js";
import { link } from "../mrkdwn.js";
import { richText } from "./rich_text.js";

const STATES = { pending: ["○", "Pending"], in_progress: ["◐", "In progress"], complete: ["✓", "Complete"], error: ["!", "Error"] };

export function taskCard(task) {
  const state = task.status ?? "pending";
  const [sign, name] = STATES[state];
  const inside = [
    task.details ? richText(task.details) : null,
    task.output ? richText(task.output) : null,
    task.sources?.length ? h("p", { class: "faint" }, "Sources: ", task.sources.map((each, at) => [at ? ", " : "", link(each.url, each.text)])) : null,
  ].filter(Boolean);
  const head = [h("span", { class: `state ${state}`, role: "img", "aria-label": name }, sign), h("span", { class: "title" }, task.title)];
  if (!inside.length) return h("div", { class: "task" }, h("div", { class: "head" }, head));
  return h("details", { class: "task" }, h("summary", {}, head), h("div", { class: "inside" }, inside));
}

export function plan(block) {
  return h("section", { class: "container plan", "aria-label": block.title },
    h("div", { class: "head" }, h("span", { class: "title" }, block.title)),
    h("ul", { class: "tasks" }, block.tasks.map((task) => h("li", {}, taskCard(task)))));
}
