// A new message to one person or several: who they are is chosen, then their conversation opens.

import { combobox } from "./blocks/combobox.js";
import { h } from "./dom.js";
import { closeGoing, openGoing } from "./going.js";
import { meet } from "./places.js";
import { peopleFor } from "./searching.js";

const MOST = 8;  // Slack's, oneself not counted

export function showMeeting() {
  let chosen = [];
  const problem = h("p", { class: "problem", role: "alert" });
  const people = combobox({
    label: "To", placeholder: "Search people by name", many: true, most: MOST,
    find: async (typed) => ({ groups: [{ options: peopleFor(typed) }] }),
    changed: async (options) => {
      chosen = options.map((option) => option.value);
      problem.textContent = "";
      return true;
    },
  });
  const go = async (event) => {
    event.preventDefault();
    if (!chosen.length) problem.textContent = "Choose somebody first.";
    if (chosen.length) await meet(chosen);
    else people.control.focus();
  };
  openGoing({
    title: "New message",
    content: h("form", { id: "meeting", on: { submit: go } },
      h("p", { class: "hint" }, `To one person, or to as many as ${MOST}: they share one conversation.`), people.node, problem),
    footer: [
      h("button", { type: "button", class: "button", on: { click: closeGoing } }, "Cancel"),
      h("button", { class: "button primary", form: "meeting" }, "Go"),
    ],
    first: people.control,
  });
}
