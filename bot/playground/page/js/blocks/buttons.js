// Buttons of every kind: plain, with an address, with an icon, and the pair that asks for an opinion.

import { h } from "../dom.js";
import { link, plain } from "../mrkdwn.js";
import { store } from "../store.js";
import { told } from "./told.js";

export function button(element, block, context) {
  const look = `button ${element.style ?? ""}`.trim();
  if (element.url) {
    const opened = link(element.url, plain(element.text), h("span", { class: "unseen" }, " (opens a new tab)"));
    opened.className = look;
    if (element.accessibility_label) opened.setAttribute("aria-label", element.accessibility_label);
    // The address opens whatever the app makes of the press, as in Slack.
    opened.addEventListener("click", () => told({ ...element, confirm: undefined }, block, context));
    return { node: opened };
  }
  const node = h("button", {
    type: "button", class: look, "aria-label": element.accessibility_label,
    on: { click: () => node.getAttribute("aria-busy") || told(element, block, context, undefined, node) },
  }, plain(element.text));
  return { node };
}

// The only icon that Slack has for them so far.
const ICONS = { trash: "🗑️" };

export function iconButton(element, block, context) {
  const { visible_to_user_ids: seers } = element;
  if (seers?.length && !seers.includes(store.me)) return { node: h("span", { hidden: true }) };
  const label = element.accessibility_label ?? plain(element.text);
  const node = h("button", {
    type: "button", class: "button icon", "aria-label": label, title: plain(element.text),
    on: { click: () => told(element, block, context, undefined, node) },
  }, h("span", { "aria-hidden": "true" }, ICONS[element.icon]));
  return { node };
}

// Thumbs up and down; the one pressed stays marked.
export function feedbackButtons(element, block, context) {
  const sides = [["positive_button", "👍"], ["negative_button", "👎"]].map(([side, sign]) => {
    const given = element[side];
    const node = h("button", {
      type: "button", class: "button icon", "aria-pressed": "false", title: plain(given.text),
      "aria-label": given.accessibility_label ?? plain(given.text),
      on: { click: () => press(node, given) },
    }, h("span", { "aria-hidden": "true" }, sign));
    return node;
  });
  const press = async (node, given) => {
    await told(element, block, context, given.value, node);
    for (const each of sides) each.setAttribute("aria-pressed", String(each === node));
  };
  return { node: h("span", { class: "feedback", role: "group", "aria-label": "Feedback" }, sides) };
}
