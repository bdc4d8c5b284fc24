// What Slack refused of what the app sent, with Slack's own words: for whoever writes the app.

import { h, replace } from "../dom.js";
import { on } from "../store.js";

const SHOWN = 5;

let refusals = [];
let heldBefore = null;

const list = h("ol", {});
const box = h("aside", { class: "refusals", "aria-label": "Refused by Slack", popover: "manual" },
  h("header", {}, h("h2", {}, "Slack refused"),
    h("button", { type: "button", class: "button icon", "aria-label": "Dismiss", on: { click: () => dismiss() } }, "×")),
  h("div", { role: "log", "aria-label": "Refusals" }, list));

const isShown = () => box.matches(":popover-open");

// Whoever came here with the keyboard goes back to where they came from.
box.addEventListener("focusin", ({ relatedTarget }) => {
  if (relatedTarget && !box.contains(relatedTarget)) heldBefore = relatedTarget;
});

function dismiss() {
  refusals = [];
  const back = heldBefore?.isConnected ? heldBefore : document.querySelector("dialog[open] .content, #messages");
  if (box.contains(document.activeElement)) back.focus({ preventScroll: true });
  box.remove();
}

function line({ method, error, problems }) {
  return h("li", {}, h("p", {}, h("code", {}, method), " ", h("strong", {}, error)),
    problems.slice(0, SHOWN).map((sentence) => h("p", { class: "pointer" }, sentence)));
}

// A modal dialog makes everything outside of it inert: to be read and dismissed, the box must stand inside.
function stand() {
  if (!refusals.length) return;
  const host = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
  if (box.parentElement !== host) host.append(box);
  if (!isShown()) box.showPopover();
}

const dialogs = new MutationObserver(stand);
for (const dialog of document.querySelectorAll("dialog")) {
  // Opened, closed, or drawn anew from within.
  dialogs.observe(dialog, { attributeFilter: ["open"], childList: true });
}

on("app.refused", (refusal) => {
  refusals = [refusal, ...refusals].slice(0, SHOWN);
  replace(list, refusals.map(line));
  stand();
});
