// The thread pane.

import { look } from "./api.js";
import { composer } from "./composer.js";
import { h, replace } from "./dom.js";
import { drawMessage } from "./message.js";
import { attempt } from "./status.js";
import { on, store } from "./store.js";

const pane = document.getElementById("thread");
let open = null;

export function closeThread() {
  open = null;
  pane.hidden = true;
  replace(pane);
}

export async function openThread(ts) {
  open = { channel: store.channel, ts };
  pane.hidden = false;
  const form = h("form", { autocomplete: "off" });
  composer(form, { label: "Reply", place: () => ({ channel: open.channel, thread_ts: open.ts }) });
  replace(pane,
    h("header", {}, h("h2", {}, "Thread"),
      h("button", { type: "button", class: "button", "aria-label": "Close thread", on: { click: closeThread } }, "×")),
    h("div", { class: "list", role: "log", "aria-label": "Replies", tabindex: "0" }), form);
  await refresh();
  form.querySelector("textarea").focus();
}

async function refresh() {
  if (!open) return;
  const wanted = open;
  const thread = await attempt(() => look(`channels/${wanted.channel}/threads/${wanted.ts}`, { person: store.me }));
  if (!thread || open !== wanted) return;
  const list = pane.querySelector(".list");
  replace(list, thread.messages.map((message) => drawMessage(message, wanted.channel)));
  list.scrollTop = list.scrollHeight;
}

function belongs({ channel, message }) {
  return open && channel === open.channel && (message.ts === open.ts || message.thread_ts === open.ts);
}

for (const kind of ["message.posted", "message.changed", "message.deleted", "reaction.added", "reaction.removed"]) {
  on(kind, (data) => belongs(data) && refresh());
}
pane.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeThread();
});
