// The sidebar: who one is, channels, direct messages and the app.

import { themeSwitch } from "./appearance.js";
import { h, replace } from "./dom.js";
import { showChannels } from "./browsing.js";
import { draft } from "./drafts.js";
import { face } from "./faces.js";
import { showHelp } from "./help.js";
import { showMeeting } from "./meeting.js";
import { personSwitcher } from "./person.js";
import { channelName, isGuest, on, store } from "./store.js";
import { showSwitcher } from "./switcher.js";

const bar = document.getElementById("sidebar");

function entry({ address, sign, label, current, unread = 0, drafted = false, note = "" }) {
  return h("li", {}, h("a", {
    href: address, class: unread ? "unread" : null, "aria-current": current ? "page" : null,
  },
  h("span", { class: "sign", "aria-hidden": "true" }, sign),
  h("span", { class: "label" }, label, note ? h("span", { class: "note" }, ` ${note}`) : null),
  drafted ? h("span", { class: "draft", title: "Draft" }, h("span", { "aria-hidden": "true" }, "✎"), h("span", { class: "unseen" }, " draft")) : null,
  unread ? h("span", { class: "badge" }, String(unread), h("span", { class: "unseen" }, " unread")) : null));
}

function channelEntry(channel) {
  const direct = channel.kind === "im" || channel.kind === "mpim";
  const current = channel.id === store.channel && !store.home;
  const other = channel.members.find((member) => member !== store.me) ?? store.me;
  return entry({
    address: `#/${channel.id}`,
    sign: direct ? face(other, undefined, "tiny") : channel.is_private ? "🔒" : "#",
    label: channelName(channel.id),
    note: channel.is_ext_shared ? "shared" : "",
    current,
    unread: store.unread.get(channel.id),
    drafted: !current && Boolean(draft({ channel: channel.id })),
  });
}

// Conversations in the order in which the sidebar shows them.
export function conversations() {
  const mine = [...store.channels.values()].filter((channel) => channel.is_member && !channel.is_archived);
  const direct = mine.filter((channel) => channel.kind === "im" || channel.kind === "mpim");
  const rooms = mine.filter((channel) => !direct.includes(channel));
  return { rooms, direct: direct.filter((channel) => channel.is_open || channel.id === store.channel) };
}

function group(title, entries, add = null) {
  return h("section", { "aria-label": title },
    h("div", { class: "group-head" }, h("h2", {}, title), add),
    entries.length ? h("ul", {}, entries) : h("p", { class: "none" }, "None yet"));
}

const adder = (label, show) => h("button", {
  type: "button", class: "adder", "aria-label": label, title: label, on: { click: show },
}, "+");

// They outlive each drawing of the lists: the focus comes back to them when their dialog closes.
const browse = adder("Browse channels", showChannels);
const write = adder("New message", showMeeting);

const head = h("div", { class: "team" });
const lists = h("div", { class: "lists" });
const foot = h("div", { class: "foot" });

function drawHead() {
  replace(head, h("p", { class: "name" }, store.team.name), personSwitcher(),
    h("button", { type: "button", class: "jump", "aria-keyshortcuts": "Control+K", on: { click: showSwitcher } },
      h("span", {}, "Jump to…"), h("kbd", { "aria-hidden": "true" }, "Ctrl K")));
  replace(foot, themeSwitch(),
    h("button", { type: "button", on: { click: showHelp } }, "Shortcuts ", h("kbd", {}, "?")));
  replace(bar,
    h("button", { type: "button", id: "menu-close", "aria-label": "Close the sidebar" }, "✕"), head, lists, foot);
}

export function drawSidebar() {
  const { rooms, direct } = conversations();
  const held = lists.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  replace(lists,
    group("Channels", rooms.map(channelEntry), browse),
    group("Direct messages", direct.map(channelEntry), write),
    isGuest() ? null : group("Apps", [entry({ address: "#/home", sign: face(store.app.bot_user_id, store.app.name, "tiny"), label: store.app.name, current: store.home, note: "home" })]));
  if (held) lists.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
  const unread = [...store.unread.values()].reduce((sum, count) => sum + count, 0);
  const place = store.home ? store.app.name : channelName(store.channel);
  document.title = `${unread ? `(${unread}) ` : ""}${place} · ${store.team.name}`;
}

lists.addEventListener("keydown", (event) => {
  const all = [...lists.querySelectorAll("a")];
  const at = all.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (next === undefined || event.altKey) return;
  event.preventDefault();
  all[(next + all.length) % all.length].focus();
});

on("loaded", drawHead);
for (const kind of ["loaded", "channels", "unread", "place", "drafts"]) on(kind, drawSidebar);
