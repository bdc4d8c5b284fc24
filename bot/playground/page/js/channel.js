// The message list of the open channel.

import { look } from "./api.js";
import { messageTime } from "./dates.js";
import { h, replace } from "./dom.js";
import { drawMessage } from "./message.js";
import { attempt } from "./status.js";
import { channelName, on, store } from "./store.js";
import { openThread } from "./thread.js";

const list = document.getElementById("messages");
let newestDay = "";

function dayDivider(ts) {
  const day = messageTime(ts).toLocaleDateString([], { weekday: "long", month: "long", day: "numeric" });
  if (day === newestDay) return null;
  newestDay = day;
  return h("div", { class: "day" }, day);
}

const draw = (message) => drawMessage(message, store.channel, { openThread });
const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 80;
const toEnd = () => { list.scrollTop = list.scrollHeight; };

export async function showChannel() {
  const channel = store.channels.get(store.channel);
  if (!channel) return;
  const shared = channel.is_ext_shared ? " · shared with another workspace" : "";
  const archived = channel.is_archived ? " · archived" : "";
  const sign = channel.kind === "public_channel" ? "#" : channel.is_private ? "🔒 " : "";
  document.getElementById("title").textContent = `${sign}${channelName(channel.id)}`;
  document.getElementById("topic").textContent = `${channel.topic}${shared}${archived}`;
  const { messages } = (await attempt(() =>
    look(`channels/${channel.id}/messages`, { person: store.me }))) ?? { messages: [] };
  if (store.channel !== channel.id || store.home) return;
  newestDay = "";
  replace(list, messages.length
    ? messages.map((message) => [dayDivider(message.ts), draw(message)])
    : h("p", { class: "day" }, "Nothing has been said here yet"));
  toEnd();
}

const isHere = (change) => change.channel === store.channel && !store.home;
const find = (ts) => list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);

function add({ message, to }) {
  if (message.parent_user_id && message.subtype !== "thread_broadcast") {
    refreshParent(message.thread_ts);
    return;
  }
  // What I said, and the answers that only I see, are what I am waiting for.
  const follow = atEnd() || Boolean(to) || message.user === store.me;
  list.querySelector("p.day")?.remove();
  list.append(...[dayDivider(message.ts), draw({ ...message, is_ephemeral: Boolean(to) })].filter(Boolean));
  if (follow) toEnd();
}

async function refreshParent(ts) {
  const place = find(ts);
  if (!place) return;
  const thread = await attempt(() => look(`channels/${store.channel}/threads/${ts}`, { person: store.me }));
  if (thread) place.replaceWith(draw(thread.messages[0]));
}

function change({ message, to }) {
  find(message.ts)?.replaceWith(draw({ ...message, is_ephemeral: Boolean(to) }));
}

on("message.posted", (data) => isHere(data) && add(data));
on("message.changed", (data) => isHere(data) && change(data));
on("reaction.added", (data) => isHere(data) && change(data));
on("reaction.removed", (data) => isHere(data) && change(data));
on("message.deleted", (data) => isHere(data) && find(data.message.ts)?.remove());
