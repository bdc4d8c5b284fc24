// All channels that one could be in: looked through, entered, left.

import { h, replace } from "./dom.js";
import { closeGoing, goingIsOpen, openGoing } from "./going.js";
import { join, leave } from "./places.js";
import { fits } from "./searching.js";
import { on, store } from "./store.js";

const list = h("ul", { class: "channels" });
const count = h("p", { class: "hint", role: "status" });
const field = h("input", { class: "field", type: "search", "aria-label": "Search channels", placeholder: "Search channels", on: { input: () => draw() } });

const people = (channel) => `${channel.members.length} ${channel.members.length === 1 ? "member" : "members"}`;

function does(channel) {
  if (channel.is_archived) return null;
  const [word, act] = channel.is_member ? ["Leave", leave] : ["Join", join];
  if (channel.is_member && !channel.may_leave) return null;
  return h("button", {
    type: "button", class: channel.is_member ? "button" : "button primary", "aria-label": `${word} #${channel.name}`,
    on: { click: () => act(channel.id) },
  }, word);
}

function entry(channel) {
  const about = [channel.is_member ? "joined" : "", people(channel), channel.is_archived ? "archived" : "", channel.topic];
  return h("li", {},
    h("div", {}, h("a", { href: `#/${channel.id}`, on: { click: closeGoing } }, `${channel.is_private ? "🔒 " : "#"}${channel.name}`),
      h("p", { class: "faint" }, about.filter(Boolean).join(" · "))),
    does(channel));
}

function draw() {
  const found = [...store.channels.values()]
    .filter((channel) => channel.kind.endsWith("_channel") && fits(`${channel.name} ${channel.topic}`, field.value))
    .sort((one, other) => one.name.localeCompare(other.name));
  count.textContent = found.length ? `${found.length} ${found.length === 1 ? "channel" : "channels"}` : "No channel is called so.";
  const held = [...list.children].findIndex((each) => each.contains(document.activeElement));
  replace(list, found.map(entry));
  // The button that was pressed has another name now: Join became Leave.
  if (held >= 0) (list.children[held]?.querySelector("button") ?? field).focus();
}

export function showChannels() {
  field.value = "";
  draw();
  openGoing({ title: "Channels", content: [field, count, list], first: field });
}

on("channels", () => {
  if (goingIsOpen() && list.isConnected) draw();
});
