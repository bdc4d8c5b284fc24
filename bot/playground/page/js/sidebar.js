// The sidebar: who one is, channels, direct messages and the app.

import { h, replace } from "./dom.js";
import { attempt } from "./status.js";
import { become, channelName, on, store } from "./store.js";

const bar = document.getElementById("sidebar");

function personSwitcher() {
  const people = [...store.people.values()].filter((person) => !person.is_bot && !person.deleted);
  const label = (person) => [
    person.real_name,
    person.title || (person.is_admin ? "admin" : ""),
    person.team ? `from ${person.team}` : "",
  ].filter(Boolean).join(" · ");
  return h("label", {}, "You are",
    h("select", { on: { change: (event) => attempt(() => become(event.target.value)) } },
      people.map((person) => h("option", { value: person.id, selected: person.id === store.me }, label(person)))));
}

function entry(address, label, current, unread) {
  const badge = unread ? h("span", { class: "badge" }, String(unread)) : null;
  return h("li", {}, h("a", {
    href: address, class: unread ? "unread" : null, "aria-current": current ? "page" : null,
  }, h("span", {}, label), badge));
}

function channelEntry(channel) {
  const sign = channel.kind === "public_channel" ? "#" : channel.is_private ? "🔒" : "";
  const current = channel.id === store.channel && !store.home;
  return entry(`#/${channel.id}`, `${sign} ${channelName(channel.id)}`, current, store.unread.get(channel.id));
}

export function drawSidebar() {
  const mine = [...store.channels.values()].filter((channel) => channel.is_member && !channel.is_archived);
  const direct = mine.filter((channel) => channel.kind === "im" || channel.kind === "mpim");
  const rooms = mine.filter((channel) => !direct.includes(channel));
  replace(bar,
    h("h2", {}, store.team.name),
    personSwitcher(),
    h("h2", {}, "Channels"), h("ul", {}, rooms.map(channelEntry)),
    h("h2", {}, "Direct messages"), h("ul", {}, direct.map(channelEntry)),
    h("h2", {}, "Apps"), h("ul", {}, entry("#/home", store.app.name, store.home, 0)));
}

for (const kind of ["loaded", "channels", "unread", "place"]) on(kind, drawSidebar);
