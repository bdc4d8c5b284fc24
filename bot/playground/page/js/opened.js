// The open channel: where its messages stand, and what is known of them.

import { h } from "./dom.js";
import { drawMessage } from "./message.js";
import { Rows } from "./rows.js";
import { openThread } from "./thread.js";

export const list = document.getElementById("messages");
export const older = h("p", { class: "older" });
export const box = h("div", { class: "rows" });
export const rows = new Rows(box, (message) => drawMessage(message, shown.channel, { openThread }));

// What happens while messages are on their way is done to them when they are there.
export let shown = { channel: null, hasMore: false, hasNewer: false, waiting: null };

// What is known of the channel that is shown from now on; who holds another one speaks of a channel that was left.
export function begin(channel, me) {
  shown = { channel, me, hasMore: false, hasNewer: false, waiting: [] };
  return shown;
}

export const isShown = () => list.contains(box);

// The messages that everybody sees; an answer to one person only is in no history.
export const lasting = () => rows.articles().filter((each) => !each.classList.contains("ephemeral"));

export function drawOlder() {
  const start = rows.articles().length ? "This is where it began." : "Nothing has been said here yet.";
  older.textContent = shown.hasMore ? "Older messages…" : start;
  older.hidden = !rows.articles().length && !shown.hasMore ? false : !shown.hasMore && rows.articles().length < 2;
}
