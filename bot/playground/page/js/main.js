// The start: load the workspace, then follow the address (#/C123, #/C123/message, #/C123/thread/message,
// #/C123/thread/ for a thread that is kept open, or #/home).

import { showChannel } from "./channel.js";
import { composer } from "./composer.js";
import { closeDrawer } from "./drawer.js";
import { headingOf, signOf } from "./heading.js";
import { showHome } from "./home.js";
import "./blocks/refusals.js";
import "./modal.js";
import "./shortcuts.js";
import "./sidebar.js";
import { attempt, say } from "./status.js";
import { channelName, emit, isGuest, load, on, store } from "./store.js";
import { closeThread, openedThread, openThread } from "./thread.js";

const list = document.getElementById("messages");
const field = composer(document.getElementById("composer"), {
  label: "Message", id: "composer-text", place: () => ({ channel: store.channel }),
});

function firstChannel() {
  return [...store.channels.values()].find((channel) => channel.is_member && !channel.is_archived)?.id ?? null;
}

function go() {
  const [wanted, ...message] = location.hash.replace(/^#\//, "").split("/");
  const held = document.getElementById("thread").contains(document.activeElement);
  store.home = wanted === "home" && !isGuest();
  if (!store.home) store.channel = store.channels.has(wanted) ? wanted : firstChannel();
  closeThread();
  list.classList.toggle("talk", !store.home);
  const channel = store.channels.get(store.channel);
  if (channel) {
    headingOf(channel);
    field.reload(`Message ${signOf(channel)}${channelName(channel.id)}`);
  }
  emit("place");
  if (store.home) showHome();
  else if (!channel) list.replaceChildren("You are in no channel yet.");
  else if (wanted !== store.channel) open([]);
  else open(message, held);
}

async function open([first, reply], held) {
  const here = store.channel;
  const kept = reply === "";
  // The end of the channel is what one saw beside a thread that was kept open.
  await showChannel(kept ? undefined : first);
  if (!first) return;
  // The address names the channel alone from now on: loading anew leads to its end, not to the old place.
  history.replaceState(null, "", `#/${here}`);
  if (reply !== undefined && store.channel === here) openThread(first, reply, { quiet: kept && !held });
}

// An open thread stays in the address, so that it is there again when the page is loaded anew.
on("thread", () => {
  const thread = openedThread();
  if (!store.home && store.channel) history.replaceState(null, "", `#/${store.channel}${thread ? `/${thread}/` : ""}`);
});

// Addresses of messages of this workspace open here, not in another window.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const skipTo = link?.classList.contains("skip") ? document.querySelector(link.hash) : null;
  const message = link?.origin === location.origin ? /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(link.pathname) : null;
  if (!skipTo && (!message || event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (skipTo) { skipTo.focus(); return; }
  const parent = new URLSearchParams(link.search).get("thread_ts");
  location.hash = `#/${message[1]}/${parent ? `${parent}/` : ""}${message[2]}.${message[3]}`;
});

on("loaded", go);
on("channels", () => {
  const channel = store.channels.get(store.channel);
  if (channel && !store.home) headingOf(channel);
});
const banner = document.getElementById("connection");
on("connection", ({ lost }) => { banner.textContent = lost ? "Reconnecting…" : ""; });
window.addEventListener("hashchange", () => { closeDrawer(); go(); });

async function begin() {
  await load().catch((error) => {
    say(error.message);
    banner.textContent = "Reconnecting…";
    setTimeout(begin, 1_000);
  });
}
await attempt(begin);
