// The thread pane: the message it began with, the replies, and a field of its own.

import { look } from "./api.js";
import { announce } from "./announce.js";
import { composer } from "./composer.js";
import { h, replace } from "./dom.js";
import { signOf } from "./heading.js";
import { drawMessage } from "./message.js";
import { Rows } from "./rows.js";
import { attempt } from "./status.js";
import { channelName, emit, on, store } from "./store.js";
import { equip } from "./toolbar.js";
import { whispersIn } from "./whispers.js";

const pane = document.getElementById("thread");
let open = null;

// The message with which the open thread began, or null.
export const openedThread = () => open?.ts ?? null;

export function closeThread() {
  if (!open) return;
  const { channel, ts } = open;
  open = null;
  const held = pane.contains(document.activeElement);
  pane.hidden = true;
  replace(pane);
  document.body.classList.remove("in-thread");
  emit("thread");
  const parent = document.querySelector(`#messages article[data-ts="${CSS.escape(ts)}"]`);
  if (held && channel === store.channel) (parent ?? document.getElementById("messages")).focus({ preventScroll: true });
}

// target: the reply to show, when a permalink leads to it. quiet: it is only back where it was, and takes no focus.
export async function openThread(ts, target, { quiet = false } = {}) {
  const channel = store.channel;
  const root = h("div", { class: "root" });
  const box = h("div", { class: "rows" });
  const list = h("div", { class: "list", role: "log", "aria-live": "off", "aria-label": "Replies", tabindex: "0" }, root, box);
  const draw = (message) => drawMessage(message, channel);
  const own = { channel, ts, list, root: new Rows(root, draw, { days: false }), rows: new Rows(box, draw, { after: ts }), waiting: [] };
  open = own;
  const form = h("form", { autocomplete: "off", class: "compose-form" });
  pane.hidden = false;
  document.body.classList.add("in-thread");
  emit("thread");
  replace(pane,
    h("header", {},
      h("button", { type: "button", class: "back", "aria-label": "Back to the channel", on: { click: closeThread } }, "←"),
      h("div", {}, h("h2", {}, "Thread"), h("p", { class: "faint" }, `${signOf(store.channels.get(channel))}${channelName(channel)}`)),
      h("button", { type: "button", class: "close", "aria-label": "Close thread", on: { click: closeThread } }, "✕")),
    list, form);
  const member = store.channels.get(channel)?.is_member && !store.channels.get(channel)?.is_archived;
  form.hidden = !member;
  composer(form, { label: "Reply", place: () => ({ channel, thread_ts: ts }) });
  equip(list);
  if (!quiet) (member ? form.querySelector("textarea") : list).focus();
  await fill(own, target);
}

async function fill(own, target) {
  const query = { person: store.me };
  const thread = await attempt(() => look(`channels/${own.channel}/threads/${own.ts}`, query));
  if (!thread || open !== own) return;
  const [parent, ...replies] = thread.messages;
  own.root.put(parent);
  own.rows.putAll([...replies, ...whispersIn(own.channel, own.ts)]);
  own.waiting.forEach((event) => event());
  own.waiting = null;
  const found = target && own.rows.find(target);
  if (found) {
    found.classList.add("found");
    found.scrollIntoView({ block: "center" });
  } else {
    own.list.scrollTop = own.list.scrollHeight;
  }
}

function put({ message, to }) {
  const { list, root, rows, ts } = open;
  const end = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const fresh = message.ts !== ts && !rows.find(message.ts);
  (message.ts === ts ? root : rows).put({ ...message, is_ephemeral: Boolean(to) });
  if (fresh && (end || message.user === store.me)) list.scrollTop = list.scrollHeight;
  if (fresh && message.user !== store.me) announce({ ...message, is_ephemeral: Boolean(to) });
}

function drop({ message }) {
  if (message.ts === open.ts) closeThread();
  else open.rows.remove(message.ts);
}

const belongs = ({ channel, message }) =>
  open && channel === open.channel && (message.ts === open.ts || message.thread_ts === open.ts);

const doing = {
  "message.posted": put, "message.changed": put, "message.deleted": drop, "reaction.added": put, "reaction.removed": put,
  "pin.added": put, "pin.removed": put,
};
for (const [kind, does] of Object.entries(doing)) {
  on(kind, (data) => {
    if (!belongs(data)) return;
    if (open.waiting) open.waiting.push(() => does(data));
    else does(data);
  });
}
pane.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) closeThread();
});
