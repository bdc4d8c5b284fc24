// The message list of the open channel: what stands in it, and what happens to it meanwhile.

import { look } from "./api.js";
import { announce } from "./announce.js";
import { h, replace } from "./dom.js";
import { headingOf } from "./heading.js";
import { begin, box, drawOlder, isShown, list, older, rows, shown } from "./opened.js";
import "./paging.js";
import { markRead } from "./reading.js";
import { atEnd, beginningOf, highlight, oneMoreBelow, showLatest, toEnd, watchScrolling } from "./scrolling.js";
import { attempt } from "./status.js";
import { on, store } from "./store.js";
import { equip } from "./toolbar.js";
import { whispersIn } from "./whispers.js";

export async function showChannel(target) {
  const channel = store.channels.get(store.channel);
  if (!channel) return;
  headingOf(channel);
  const again = shown.channel === channel.id && shown.me === store.me && isShown();
  const own = begin(channel.id, store.me);
  if (!again) replace(list, h("p", { class: "hint" }, "Opening…"));
  const query = { person: store.me, around: target };
  const part = await attempt(() => look(`channels/${channel.id}/messages`, query));
  if (shown !== own || store.home) return;
  if (!part) {
    replace(list, h("p", { class: "hint" }, "The messages could not be loaded. ",
      h("button", { type: "button", class: "button", on: { click: () => showChannel(target) } }, "Try again")));
    return;
  }
  own.hasMore = part.has_more;
  own.hasNewer = part.has_newer;
  rows.clear();
  rows.putAll(part.messages);
  if (!own.hasNewer) rows.putAll(whispersIn(channel.id));
  replace(list, box, older);
  if (store.unread.has(channel.id)) rows.markNewFrom(channel.read);
  drawOlder();
  place(target && rows.find(target));
  settle(own);
}

function place(found) {
  toEnd();
  if (found) highlight(found);
  showLatest(shown.hasNewer);
}

function settle(own) {
  const { waiting } = own;
  own.waiting = null;
  waiting.forEach((event) => event());
  markRead();
}

watchScrolling({
  newer: () => shown.hasNewer,
  reached: () => markRead(),
  jump: () => (shown.hasNewer ? showChannel() : toEnd()),
});

function add({ message, to }) {
  if (message.parent_user_id && message.subtype !== "thread_broadcast") {
    if (!to) refreshParent(message.thread_ts);
    return;
  }
  if (shown.hasNewer) {
    if (message.user === store.me || to) showChannel();
    else showLatest(true);
    return;
  }
  const follow = atEnd() || Boolean(to) || message.user === store.me;
  const article = rows.put({ ...message, is_ephemeral: Boolean(to) });
  article.classList.add("fresh");
  drawOlder();
  if (follow) toEnd();
  else oneMoreBelow();
  // One reads what one has asked for from its beginning.
  if (to) beginningOf(article);
  if (message.user !== store.me) announce({ ...message, is_ephemeral: Boolean(to) });
  markRead();
}

async function refreshParent(ts) {
  const own = shown;
  if (!rows.find(ts)) return;
  const query = { person: store.me };
  const thread = await attempt(() => look(`channels/${own.channel}/threads/${ts}`, query));
  if (thread && own === shown && rows.find(ts)) rows.put(thread.messages[0]);
}

function change({ message, to }) {
  if (rows.find(message.ts)) rows.put({ ...message, is_ephemeral: Boolean(to) }).classList.add("edited-now");
}

const doing = {
  "message.posted": add,
  "message.changed": change,
  "message.deleted": ({ message }) => {
    rows.remove(message.ts);
    if (message.thread_ts && message.thread_ts !== message.ts) refreshParent(message.thread_ts);
  },
  "reaction.added": change,
  "reaction.removed": change,
  "pin.added": change,
  "pin.removed": change,
};
for (const [kind, does] of Object.entries(doing)) {
  on(kind, (data) => {
    if (data.channel !== shown.channel || store.home) return;
    if (shown.waiting) shown.waiting.push(() => does(data));
    else does(data);
  });
}
equip(list);
