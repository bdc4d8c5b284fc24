// The keys that work everywhere; help.js shows the same table.

import { closeDrawer } from "./drawer.js";
import { showHelp } from "./help.js";
import { conversations } from "./sidebar.js";
import { store } from "./store.js";
import { showSwitcher } from "./switcher.js";
import { closeThread } from "./thread.js";

const REGIONS = ["#sidebar a[aria-current]", "#messages", "#composer-text", "#thread .list", "#surveys"];

function step(by, unreadOnly) {
  const { rooms, direct } = conversations();
  const all = [...rooms, ...direct].map((channel) => channel.id);
  const at = store.home ? (by > 0 ? -1 : all.length) : all.indexOf(store.channel);
  const order = all.map((_, index) => all[(at + by * (index + 1) + 2 * all.length) % all.length]);
  const next = unreadOnly ? order.find((id) => store.unread.has(id)) : order[0];
  if (next) location.hash = `#/${next}`;
}

const visible = (node) => node && node.getClientRects().length > 0;

function region(by) {
  const all = REGIONS.map((each) => document.querySelector(each)).filter(visible);
  const holder = (node) => node.closest("#sidebar, #composer, #messages, #thread, #surveys");
  const at = all.findIndex((node) => holder(node)?.contains(document.activeElement));
  const next = all[(at + by + all.length) % all.length];
  (next.matches("#surveys") ? next.querySelector("input, button") : next)?.focus();
}

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.altKey && by && !event.ctrlKey && !event.metaKey) step(by, event.shiftKey);
  else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) showSwitcher();
  else if (event.key === "F6") region(event.shiftKey ? -1 : 1);
  else if (event.key === "?" && plain && !typing(event.target)) showHelp();
  else if (event.key === "/" && (event.ctrlKey || event.metaKey)) showHelp();
  else if (event.key === "Escape" && !event.target.closest("#surveys, #picker")) {
    if (!closeDrawer()) closeThread();
    return;
  }
  else return;
  event.preventDefault();
});
