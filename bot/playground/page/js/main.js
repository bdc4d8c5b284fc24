// The start: load the workspace, then follow the address (#/C123 or #/home).

import { showChannel } from "./channel.js";
import { composer } from "./composer.js";
import { showHome } from "./home.js";
import "./modal.js";
import "./sidebar.js";
import { attempt, say } from "./status.js";
import { emit, load, on, store } from "./store.js";
import { closeThread } from "./thread.js";

const form = document.getElementById("composer");

function firstChannel() {
  return [...store.channels.values()].find((channel) => channel.is_member && !channel.is_archived)?.id ?? null;
}

function go() {
  const wanted = location.hash.replace(/^#\//, "");
  store.home = wanted === "home";
  const known = store.channels.get(wanted);
  if (!store.home) store.channel = known?.is_member ? wanted : firstChannel();
  store.unread.delete(store.channel);
  closeThread();
  form.hidden = store.home;
  emit("place");
  if (store.home) showHome();
  else showChannel();
}

composer(form, { label: "Message", id: "composer-text", place: () => ({ channel: store.channel }) });
on("loaded", () => {
  document.title = store.team.name;
  go();
});
on("connection", ({ lost }) => say(lost ? "The connection is lost. Trying again…" : "", 0));
window.addEventListener("hashchange", go);
await attempt(load);
