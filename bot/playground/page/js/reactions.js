// Reactions below a message, and the picker for a new one.

import { act } from "./api.js";
import { h, replace } from "./dom.js";
import { emoji } from "./emoji.js";
import { attempt } from "./status.js";
import { personName, store } from "./store.js";

const OFFERED = [
  "+1", "eyes", "white_check_mark", "raised_hands", "pray", "tada", "heart", "fire",
  "smile", "thinking_face", "disappointed", "cry", "rage", "bulb", "memo", "rocket",
];

const picker = document.getElementById("picker");
let asker = null;

export function toggle(channel, message, name) {
  const mine = message.reactions?.find((each) => each.name === name)?.users.includes(store.me) ?? false;
  return attempt(() => act("reactions", { person: store.me, channel, ts: message.ts, name, on: !mine }));
}

export function drawReactions(channel, message) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((each) => {
    const mine = each.users.includes(store.me);
    const who = each.users.map((id) => (id === store.me ? "you" : personName(id))).join(", ");
    return h("button", {
      type: "button", "aria-pressed": String(mine), title: `${who} reacted with :${each.name}:`,
      "aria-label": `${each.name.replace(/_/g, " ")}, ${each.count}: ${who}`,
      on: { click: () => toggle(channel, message, each.name) },
    }, `${emoji(each.name)} ${each.count}`);
  }));
}

export function pickReaction(opener, channel, message) {
  asker = opener;
  const choose = (name) => () => {
    picker.hidePopover();
    toggle(channel, message, name);
  };
  replace(picker, OFFERED.map((name) => h("button", {
    type: "button", "aria-label": name.replace(/_/g, " "), title: `:${name}:`, on: { click: choose(name) },
  }, emoji(name))));
  picker.showPopover();
  const at = opener.getBoundingClientRect();
  picker.style.top = `${Math.max(8, Math.min(at.bottom + 4, innerHeight - picker.offsetHeight - 8))}px`;
  picker.style.left = `${Math.max(8, Math.min(at.right - picker.offsetWidth, innerWidth - picker.offsetWidth - 8))}px`;
  picker.firstElementChild.focus();
}

picker.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...picker.children];
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
});
picker.addEventListener("toggle", (event) => {
  if (event.newState === "closed" && picker.contains(document.activeElement)) asker?.focus();
});
