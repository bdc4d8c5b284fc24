// Beside a conversation's name: its pins, what one can do with it; and its bookmarks below.

import { showChannels } from "./browsing.js";
import { h, replace } from "./dom.js";
import { emoji } from "./emoji.js";
import { menuButton } from "./menu.js";
import { showPins } from "./pins_list.js";
import { join, leave } from "./places.js";
import { store } from "./store.js";

const tools = document.getElementById("place-tools");
const bookmarks = document.getElementById("bookmarks");

const mayJoin = (channel) => !channel.is_member && !channel.is_archived && channel.kind === "public_channel"
  && !store.people.get(store.me)?.team;

export function joinButton(channel, name) {
  if (!mayJoin(channel)) return null;
  const enter = async () => {
    if (await join(channel.id)) document.getElementById("composer-text").focus();
  };
  return h("button", { type: "button", class: "button primary", on: { click: enter } }, `Join ${name}`);
}

async function goOut(channel) {
  if (!await leave(channel.id)) return;
  // What is private is out of sight from now on.
  if (!store.channels.has(channel.id)) location.hash = "#/";
  else document.querySelector("#closed button")?.focus();
}

function placeEntries(channel, name) {
  return [
    { label: "Pinned messages", about: channel.pins.length ? String(channel.pins.length) : "None yet", does: () => showPins(channel.id) },
    { label: "Browse channels", does: showChannels },
    ...(channel.may_leave && !channel.is_archived ? [{ label: `Leave ${name}`, does: () => goOut(channel) }] : []),
  ];
}

// Both outlive each drawing, so that an open menu stays open and the focus comes back to them.
let shown = null;
const count = h("button", {
  type: "button", class: "pin-count", title: "Pinned messages", on: { click: () => showPins(shown.channel.id) },
});
replace(tools, count, menuButton({ class: "place-menu", "aria-label": "About this conversation" }, "⋯", {
  entries: () => placeEntries(shown.channel, shown.name),
}));

function drawTools(channel, name) {
  shown = { channel, name };
  const { length } = channel.pins;
  tools.hidden = false;
  count.hidden = !length;
  count.setAttribute("aria-label", `${length} pinned ${length === 1 ? "message" : "messages"}`);
  replace(count, h("span", { "aria-hidden": "true" }, `📌 ${length}`));
}

function drawBookmarks(channel) {
  bookmarks.hidden = !channel.bookmarks.length;
  replace(bookmarks, h("ul", {}, channel.bookmarks.map(({ title, link, emoji: name }) => h("li", {},
    h("a", { href: link, target: "_blank", rel: "noreferrer noopener" },
      h("span", { "aria-hidden": "true" }, name ? emoji(name.replaceAll(":", "")) : "🔗"), ` ${title}`)))));
}

// The app's home has no such things.
export function noPlace() {
  tools.hidden = true;
  bookmarks.hidden = true;
}

export function drawPlaceTools(channel, name) {
  drawTools(channel, name);
  drawBookmarks(channel);
}
